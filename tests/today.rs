//! A day's stories, on a day of invented news that was marked by hand, through the real way in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use nutgraf::article::{Kind, Maybe};
use nutgraf::briefing;
use nutgraf::catalogue::{ArticleKey, Day};
use nutgraf::import::Options;
use nutgraf::library::{Added, Arrival, Change, Library};
use tempfile::TempDir;

/// `2025-11-12T12:00:00Z`.
const NOON: i64 = 1_762_948_800;

struct Marked {
    story: &'static str,
    outlet: &'static str,
    time: &'static str,
    text: String,
}

fn marked() -> Vec<Marked> {
    let mut all: Vec<Marked> = Vec::new();
    for line in include_str!("today/marked.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("=== ") {
            let mut cells = head.split(" | ");
            let mut next = || cells.next().unwrap();
            all.push(Marked { story: next(), outlet: next(), time: next(), text: String::new() });
        } else {
            let text = &mut all.last_mut().unwrap().text;
            text.push_str(line);
            text.push_str("\n\n");
        }
    }
    all
}

fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
    (folder, library)
}

fn arrival(marked: &Marked) -> Arrival {
    let mut article = briefing::from_bytes(marked.text.as_bytes(), &Options::default()).unwrap().remove(0);
    let outlet = nutgraf::article::Party { name: marked.outlet.to_owned(), ..Default::default() };
    article.metadata.publisher = Maybe::Known(outlet);
    // In the middle of the day, so that every time zone but those of the date line has it.
    let minute = marked.time.replace(':', "").parse::<u32>().unwrap() / 4;
    article.metadata.date_published =
        Maybe::Known(format!("2025-11-12T{:02}:{:02}:00Z", 10 + minute / 300, minute % 60));
    Arrival::asked(article)
}

/// The library with the marked day; the number of each article by its place in the file.
fn filled() -> (TempDir, Library, Vec<ArticleKey>) {
    let (folder, mut library) = library();
    let arrivals: Vec<Arrival> = marked().iter().map(arrival).collect();
    let added = library.add(&arrivals, NOON).unwrap();
    let keys = added.iter().map(|added| match added {
        Added::New(key) => *key,
        other => panic!("{other:?}"),
    });
    (folder, library, keys.collect())
}

fn the_day(library: &Library) -> Day {
    library.day(date(2025, 11, 12)).unwrap()
}

/// Pairs of articles in one story.
fn pairs<T: Ord + Copy>(groups: impl Iterator<Item = Vec<T>>) -> BTreeSet<(T, T)> {
    let mut pairs = BTreeSet::new();
    for mut group in groups {
        group.sort_unstable();
        for (at, one) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs
}

#[test]
fn stories_are_those_that_were_marked_by_hand() {
    let (_folder, library, keys) = filled();
    let marked = marked();
    assert!(marked.len() >= 30);
    let mut by_story: BTreeMap<&str, Vec<ArticleKey>> = BTreeMap::new();
    for (marked, key) in marked.iter().zip(&keys) {
        by_story.entry(marked.story).or_default().push(*key);
    }
    let day = the_day(&library);
    let want = pairs(by_story.into_values());
    let got = pairs(day.stories.iter().map(|story| story.articles.iter().map(|row| row.id).collect()));
    let n_right = want.intersection(&got).count() as f64;
    let (precision, recall) = (n_right / got.len() as f64, n_right / want.len() as f64);
    println!(
        "{} articles, {} stories; pairs: precision {precision:.3}, recall {recall:.3}",
        keys.len(),
        day.stories.len()
    );
    let name = |key: ArticleKey| {
        keys.iter().position(|known| *known == key).map(|at| (marked[at].story, marked[at].text.lines().next()))
    };
    for (one, other) in want.symmetric_difference(&got) {
        let what = if want.contains(&(*one, *other)) { "missed" } else { "wrong" };
        println!("{what}: {:?} / {:?}", name(*one), name(*other));
    }
    assert!(precision >= 0.95 && recall >= 0.85, "precision {precision:.3}, recall {recall:.3}");
}
