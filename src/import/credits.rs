//! The lines around an article that are not its words: who wrote it, when, and whose picture it is.

use super::lines::ends_sentence;

/// Openings of a line that says who wrote; the longest first where one opens another.
const BY: [&str; 16] = [
    "additional reporting by",
    "story by",
    "words by",
    "words and pictures by",
    "report by",
    "reporting by",
    "written by",
    "posted by",
    "analysis by",
    "interview by",
    "contributing",
    "byline",
    "words",
    "reporter",
    "author",
    "by",
];

/// Openings of a line that names a picture, when a colon or a dash follows.
const PICTURE: [&str; 21] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "picture",
    "pictures",
    "image",
    "images",
    "image caption",
    "image credit",
    "image source",
    "photo credit",
    "picture credit",
    "file photo",
    "file image",
    "library picture",
    "stock image",
    "caption",
    "credit",
    "pictured",
    "illustration",
];

/// Words of a role that follows a writer's name.
const ROLES: [&str; 18] = [
    "editor",
    "correspondent",
    "reporter",
    "writer",
    "columnist",
    "staff",
    "bureau",
    "chief",
    "desk",
    "newsroom",
    "agency",
    "agencies",
    "journalist",
    "press",
    "producer",
    "critic",
    "team",
    "contributor",
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Words that may stand in a line that says when an article was published.
const DAY_WORDS: [&str; 24] = [
    "published",
    "updated",
    "last",
    "first",
    "posted",
    "modified",
    "on",
    "at",
    "am",
    "pm",
    "a.m",
    "p.m",
    "bst",
    "gmt",
    "utc",
    "et",
    "est",
    "edt",
    "cet",
    "cest",
    "date",
    "and",
    "of",
    "the",
];

/// The writers that a line names, if the line does nothing but say who wrote: *By Jane Roe, Political Editor*.
/// Empty where it names nobody: *By our own correspondent*.
pub(super) fn byline(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches(['(', ')', '[', ']', ' ', '*', '_']);
    if line.split_whitespace().count() > 40 {
        return None;
    }
    if let Some(names) = line.trim_end_matches('.').strip_suffix(" contributed to this report") {
        return Some(writers(names));
    }
    if let Some(names) = [" contributed to this story", " contributed to this article"]
        .iter()
        .find_map(|ending| line.trim_end_matches('.').strip_suffix(ending))
    {
        return Some(writers(names));
    }
    let rest = BY.iter().find_map(|opening| {
        let rest = after_word(line, opening)?;
        // A bare noun needs its colon: *Words: Jane Roe*, but *Words fail me*.
        let is_noun = matches!(*opening, "words" | "reporter" | "author" | "contributing" | "byline");
        if is_noun { rest.strip_prefix(':').map(str::trim) } else { Some(rest.trim_start_matches(':').trim()) }
    })?;
    let people = rest.split(';').next().unwrap_or(rest);
    let is_credit = line.len() - rest.len() > "by ".len() + 1;
    if rest.split_whitespace().count() > 14 && !is_credit {
        return None;
    }
    let names = writers(people);
    let lower = people.to_lowercase();
    let is_staff = lower.split(|c: char| !c.is_alphanumeric()).any(|word| ROLES.contains(&word));
    (!names.is_empty() || (is_staff && people.split_whitespace().count() <= 6)).then_some(names)
}

/// The writer whom a bare line names: *Jane Roe*, *Jane Roe in Valletta*, *Jane Roe, Political Editor*. Only right
/// under a headline does such a line mean that.
pub(super) fn bare_byline(line: &str) -> Option<Vec<String>> {
    if line.split_whitespace().count() > 9 || line.contains([':', ';', '?', '!', '"', '“', '‘']) || ends_sentence(line)
    {
        return None;
    }
    let people = match line.split_once(" in ") {
        Some((people, place)) => {
            let is_place = place.split([' ', ',']).filter(|word| !word.is_empty()).all(opens_upper);
            if !is_place {
                return None;
            }
            people
        }
        None => line,
    };
    let (people, role) = people.split_once(", ").unwrap_or((people, ""));
    if !role.is_empty() && !is_role(role) {
        return None;
    }
    let names: Vec<&str> = people.split(" and ").collect();
    names.iter().all(|name| is_name(name)).then(|| names.into_iter().map(str::to_owned).collect())
}

/// Whether a line is a writer's role and nothing else: *Political Editor*.
pub(super) fn is_role(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    n_words <= 6
        && line.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            ROLES.contains(&word.as_str())
        })
        && line
            .split_whitespace()
            .all(|word| opens_upper(word) || matches!(word, "and" | "for" | "of" | "at" | "the" | "in"))
        && !ends_sentence(line)
}

/// Whether a line belongs to a picture: *Photo: …*, *… (Picture: A. Roe/Agency)*, *Jane Roe via Agency*.
pub(super) fn is_caption(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    if n_words > 70 {
        return false;
    }
    let bare = line.trim_matches(['(', ')', '[', ']', ' ', '*', '_']);
    let opens = PICTURE.iter().any(|opening| {
        after_word(bare, opening).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with([':', '|', '–', '—', '/', '©']) || (opening.contains(' ') && opens_upper(rest))
        })
    });
    if opens || (after_word(bare, "photo by").is_some_and(opens_upper) && n_words <= 12) {
        return true;
    }
    if n_words <= 8 {
        let lower = bare.trim_end_matches('.').to_lowercase();
        if lower.ends_with(" via getty images") || lower.ends_with("/getty images") || lower == "getty" {
            return true;
        }
    }
    // A credit in brackets at the end makes a caption of the whole line.
    let Some(credit) = line.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
    else {
        return false;
    };
    let credit = credit.1.to_lowercase();
    let is_credit = PICTURE.iter().any(|opening| {
        after_word(&credit, opening)
            .is_some_and(|rest| rest.trim_start().starts_with(':') || rest.trim_start().starts_with("by "))
    });
    is_credit || credit.contains("/getty") || credit.contains("file photo") || credit.ends_with("/agency")
}

/// The day that a line is about, as `YYYY-MM-DD`, where the line is nothing but a day: *Published Wednesday 13 August
/// 2031, 10:32 BST*. A full RFC 3339 time is kept as it is.
pub(super) fn day(line: &str) -> Option<String> {
    let line = line.trim();
    if is_rfc_3339(line) {
        return Some(line.to_owned());
    }
    if line.split_whitespace().count() > 14 {
        return None;
    }
    let (mut year, mut month, mut number) = (None, None, None);
    for word in line.split([' ', ',', '|', '•', '·', '\u{A0}']).filter(|word| !word.is_empty()) {
        let lower = word.trim_matches([':', '.', '(', ')', '-', '–', '—']).to_lowercase();
        if lower.is_empty()
            || DAY_WORDS.contains(&lower.as_str())
            || is_time(&lower)
            || is_one_of(&lower, &WEEKDAYS).is_some()
        {
            continue;
        }
        if let Some(parts) = iso_day(&lower) {
            (year, month, number) = (Some(parts.0), Some(parts.1), Some(parts.2));
        } else if let Some(n) = is_one_of(&lower, &MONTHS) {
            month = month.or(u32::try_from(n + 1).ok());
        } else {
            let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let suffix = lower.get(digits.len()..).unwrap_or_default();
            let value: u32 = digits.parse().ok()?;
            match digits.len() {
                4 if suffix.is_empty() && (1600..=2200).contains(&value) => year = year.or(Some(value)),
                1 | 2 if matches!(suffix, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&value) => {
                    number = number.or(Some(value));
                }
                _ => return None,
            }
        }
    }
    Some(format!("{:04}-{:02}-{:02}", year?, month?, number?))
}

fn iso_day(word: &str) -> Option<(u32, u32, u32)> {
    let mut parts = word.splitn(3, '-');
    let (year, month, number) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len()) != (4, 2) {
        return None;
    }
    // A time may hang on: 2031-08-13T10:32.
    let number = number.get(..2)?;
    let (year, month, number) = (year.parse().ok()?, month.parse().ok()?, number.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&number)).then_some((year, month, number))
}

/// `2031-08-13T10:32:00Z`, or with an offset.
fn is_rfc_3339(line: &str) -> bool {
    let Some((day, time)) = line.split_once(['T', 't']) else { return false };
    let Some((clock, zone)) = time.find(['Z', 'z', '+', '-']).and_then(|at| time.split_at_checked(at)) else {
        return false;
    };
    let is_clock = clock.len() >= 8
        && clock.bytes().enumerate().all(|(n, byte)| match n {
            2 | 5 => byte == b':',
            8 => byte == b'.',
            _ => byte.is_ascii_digit(),
        });
    let is_zone = matches!(zone, "Z" | "z") || (zone.len() == 6 && zone.get(3..4) == Some(":"));
    day.len() == 10 && iso_day(day).is_some() && is_clock && is_zone && line.len() <= 40
}

fn is_time(word: &str) -> bool {
    let clock = word.trim_end_matches("am").trim_end_matches("pm");
    let is_marked = clock.len() < word.len();
    let mut parts = clock.split([':', '.']);
    let (hours, minutes) = (parts.next().unwrap_or_default(), parts.next());
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number(hours)
        && minutes.map_or(is_marked, |minutes| minutes.len() == 2 && is_number(minutes))
        && parts.all(is_number)
}

/// Which of the names a word is, whole or cut short: *Wed*, *Weds*, *Wednesday*.
fn is_one_of(word: &str, names: &[&str]) -> Option<usize> {
    const WHOLE: [&str; 26] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "sept",
        "tues",
        "weds",
        "wednes",
        "thur",
        "thurs",
        "satur",
    ];
    names.iter().position(|name| word.starts_with(name) && (word == *name || WHOLE.contains(&word)))
}

/// The rest of a line after an opening in any case, where a word ends.
fn after_word<'a>(line: &'a str, opening: &str) -> Option<&'a str> {
    let head = line.get(..opening.len())?;
    let rest = line.get(opening.len()..)?;
    (head.eq_ignore_ascii_case(opening) && !rest.starts_with(|c: char| c.is_alphanumeric())).then_some(rest)
}

/// The names in a list of writers: roles, bodies and places are left out.
fn writers(people: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in
        people.split([',', '&', '|', '•']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" AND "))
    {
        let part = part.trim().trim_end_matches('.').trim_start_matches("and ");
        let name = part.split(" in ").next().unwrap_or(part).split(" at ").next().unwrap_or(part);
        let name = name.split(" for ").next().unwrap_or(name).trim();
        if is_name(name) {
            names.push(name.to_owned());
        } else if names.is_empty() {
            // *By Monday the dam had gone*: no list of writers at all.
            return names;
        }
    }
    names
}

/// Two to five capitalised words, particles aside, none of them a role or a day: *Aoife van der Berg*.
fn is_name(words: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "bin", "al", "el", "dos"];
    let words: Vec<&str> = words.split_whitespace().collect();
    let is_word = |word: &&str| {
        let lower = word.to_lowercase();
        PARTICLES.contains(&lower.as_str())
            || (opens_upper(word)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
                && !ROLES.contains(&lower.as_str())
                && is_one_of(&lower, &WEEKDAYS).is_none()
                && !matches!(lower.as_str(), "the" | "news" | "a" | "our" | "next" | "last" | "this"))
    };
    (2..=5).contains(&words.len()) && words.iter().all(is_word) && words.first().is_some_and(|word| opens_upper(word))
}

fn opens_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{bare_byline, byline, day, is_caption};

    #[track_caller]
    fn writers(line: &str, want: &[&str]) {
        assert_eq!(
            byline(line).as_deref(),
            Some(&*want.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()),
            "{line}"
        );
    }

    #[test]
    fn a_byline_names_its_writers() {
        writers("By Jane Roe, Political Editor", &["Jane Roe"]);
        writers("BY JANE ROE AND TOM O’DEA", &["JANE ROE", "TOM O’DEA"]);
    }

    #[test]
    fn credits_of_every_manner_are_bylines() {
        writers("By Jane Roe and Tom O’Dea in Valletta", &["Jane Roe", "Tom O’Dea"]);
        writers("Words: Mireille van der Berg", &["Mireille van der Berg"]);
        writers("(Reporting by Ada Lind in Vell; Editing by Jo Marsh.)", &["Ada Lind"]);
        writers("Contributing: Ada Lind.", &["Ada Lind"]);
        writers("Ada Lind contributed to this report.", &["Ada Lind"]);
        writers("By staff reporters", &[]);
        for prose in [
            "By Monday the dam had gone",
            "By then he had left.",
            "Words fail me",
            "By far the best of them",
            "By Friday Night",
        ] {
            assert_eq!(byline(prose), None, "{prose}");
        }
    }

    #[test]
    fn a_bare_name_can_be_a_byline() {
        assert!(bare_byline("Jane Roe in Valletta").is_some());
        assert!(bare_byline("Jane Roe, Political Editor").is_some());
        assert!(bare_byline("Jane Roe was there").is_none());
        assert!(bare_byline("Confidence in the minister").is_none());
    }

    #[test]
    fn pictures_and_their_credits_are_captions() {
        for line in [
            "Photo: the bridge at low water",
            "Image caption The bridge at low water",
            "The bridge at low water (Picture: A. Roe/Agency)",
            "The bridge at low water. (Photo by Ada Lind)",
            "Ada Lind via Getty Images.",
            "File photo: the bridge",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "Photos of the bridge were shown to the court.",
            "Images show a gap (about a metre).",
            "Picture this: a bridge.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_a_day_tells_the_day() {
        for line in [
            "13 August 2031",
            "Wednesday, August 13, 2031",
            "Published: Wed 13 Aug 2031, 10:32 BST",
            "Last updated on 13th August 2031 at 9.05am",
            "2031-08-13",
        ] {
            assert_eq!(day(line).as_deref(), Some("2031-08-13"), "{line}");
        }
        assert_eq!(day("2031-08-13T10:32:00Z").as_deref(), Some("2031-08-13T10:32:00Z"));
        for line in
            ["In August 2031 they met", "13 August", "May 2031", "32 August 2031", "The 13 of August 2031 group"]
        {
            assert_eq!(day(line), None, "{line}");
        }
    }
}
