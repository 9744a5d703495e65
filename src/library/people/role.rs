//! Roles compared: whether two articles may call one person so. Pure.

use super::name::folded;

/// Words of a role that say nothing about whose it is.
const EMPTY: [&str; 24] = [
    "the", "of", "a", "an", "and", "for", "in", "at", "to", "s", "former", "ex", "acting", "interim", "new", "then",
    "senior", "deputy", "chief", "head", "member", "his", "her", "their",
];

/// Walks of life by the words of a role. Own knowledge; short on purpose: what is in no row speaks neither for nor
/// against anybody.
const WALKS: [(Walk, &[&str]); 5] = [
    (
        Walk::Sport,
        &[
            "footballer",
            "striker",
            "midfielder",
            "goalkeeper",
            "defender",
            "winger",
            "cricketer",
            "batsman",
            "batter",
            "bowler",
            "golfer",
            "boxer",
            "sprinter",
            "swimmer",
            "athlete",
            "cyclist",
            "jockey",
            "referee",
            "quarterback",
            "pitcher",
            "skier",
            "gymnast",
            "rower",
            "wrestler",
            "linebacker",
            "forward",
        ],
    ),
    (
        Walk::Politics,
        &[
            "minister",
            "senator",
            "mp",
            "congressman",
            "congresswoman",
            "mayor",
            "governor",
            "premier",
            "chancellor",
            "councillor",
            "lawmaker",
            "legislator",
            "ambassador",
        ],
    ),
    (
        Walk::Arts,
        &["actor", "actress", "singer", "rapper", "musician", "novelist", "painter", "sculptor", "composer", "dancer"],
    ),
    (
        Walk::Learning,
        &[
            "scientist",
            "physicist",
            "biologist",
            "chemist",
            "historian",
            "economist",
            "epidemiologist",
            "geologist",
            "virologist",
            "astronomer",
        ],
    ),
    (Walk::Duty, &["judge", "prosecutor", "magistrate", "surgeon", "nurse", "sergeant", "constable", "inspector"]),
];

/// A walk of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    Sport,
    Politics,
    Arts,
    Learning,
    Duty,
}

/// Pairs that one person hardly walks at the same time.
const APART: [(Walk, Walk); 6] = [
    (Walk::Sport, Walk::Politics),
    (Walk::Sport, Walk::Learning),
    (Walk::Sport, Walk::Duty),
    (Walk::Sport, Walk::Arts),
    (Walk::Arts, Walk::Duty),
    (Walk::Arts, Walk::Learning),
];

/// How many telling words two roles share.
pub(super) fn shared(one: &str, other: &str) -> usize {
    let other = telling(other);
    telling(one).iter().filter(|word| other.contains(word)).count()
}

/// Whether two roles are clearly of two people: both of a walk that is known, the two walks apart, no word shared, and
/// neither role a former one.
pub(super) fn clash(one: &str, other: &str) -> bool {
    let (first, second) = (folded(one), folded(other));
    if is_past(&first) || is_past(&second) || shared(one, other) > 0 {
        return false;
    }
    let is_apart = |a: Walk, b: Walk| APART.contains(&(a, b)) || APART.contains(&(b, a));
    let (first, second) = (walks(&first), walks(&second));
    !first.is_empty() && !second.is_empty() && first.iter().all(|&a| second.iter().all(|&b| is_apart(a, b)))
}

fn telling(role: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(role).into_iter().filter(|word| !EMPTY.contains(&word.as_str())).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn is_past(words: &[String]) -> bool {
    words.iter().any(|word| ["former", "ex", "retired", "late", "onetime", "turned"].contains(&word.as_str()))
}

fn walks(words: &[String]) -> Vec<Walk> {
    WALKS.iter().filter(|(_, of)| words.iter().any(|word| of.contains(&word.as_str()))).map(|(walk, _)| *walk).collect()
}

#[cfg(test)]
mod tests {
    use super::{clash, shared};

    #[test]
    fn walks_that_nobody_joins_clash() {
        for (one, other) in [("striker, Vell Rovers", "transport minister"), ("judge", "singer")] {
            assert!(clash(one, other) && clash(other, one), "{one} / {other}");
        }
    }

    #[test]
    fn what_may_be_one_person_does_not_clash() {
        for (one, other) in [
            ("former striker", "transport minister"),
            ("mayor", "senator"),
            ("chair, Vell Water Board", "footballer"),
            ("sports minister", "sports minister and footballer"),
            ("", "minister"),
        ] {
            assert!(!clash(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn shared_words_are_telling_ones() {
        assert_eq!(shared("the head of Vell Water", "former head of the Orn Water board"), 1);
        assert_eq!(shared("chief of the board", "deputy chief"), 0);
        assert_eq!(shared("Prime Minister", "prime minister of Vell"), 2);
    }
}
