//! A day's stories, on a day of invented news that was marked by hand, through the real way in.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

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

#[test]
fn a_story_is_told_by_its_articles_own_lines_people_and_quotations() {
    let (_folder, library, keys) = filled();
    let marked = marked();
    let day = the_day(&library);
    assert_eq!((day.day.as_str(), day.n_articles, day.n_unread), ("2025-11-12", 35, 35));
    for story in &day.stories {
        let members: BTreeSet<ArticleKey> = story.articles.iter().map(|row| row.id).collect();
        assert!(!story.summary.is_empty() && story.summary.len() <= 3, "{:?}", story.articles[0].headline);
        for line in &story.summary {
            assert!(members.contains(&line.article));
            let article = library.article(line.article).unwrap().unwrap();
            assert_eq!(article.summary.items()[line.line].text, line.text);
        }
        let mut said = BTreeSet::new();
        for quote in &story.quotes {
            assert!(members.contains(&quote.article));
            assert!(matches!(quote.kind, Kind::Direct | Kind::Mixed) && !quote.speakers.is_empty());
            assert!(said.insert(quote.content.clone()), "{} is there twice", quote.content);
        }
        let counts: Vec<usize> = story.people.iter().map(|person| person.n_statements).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
    }
    let pier = &day.stories[0];
    assert_eq!(pier.articles.len(), 5, "what most outlets report stands first");
    assert!(
        pier.articles
            .iter()
            .all(|row| keys.iter().zip(&marked).any(|(key, marked)| *key == row.id && marked.story == "pier"))
    );
    assert!(pier.people.iter().any(|person| person.name == "Odile Marchetti"));
    let speakers: BTreeSet<&str> = pier.quotes.iter().map(|quote| quote.speakers[0].1.as_str()).collect();
    assert_eq!(speakers.len(), pier.quotes.len(), "each is somebody else's: {speakers:?}");
}

#[test]
fn what_was_read_stands_below_what_was_not() {
    let (_folder, mut library, _) = filled();
    let first: Vec<ArticleKey> = the_day(&library).stories[0].articles.iter().map(|row| row.id).collect();
    library.change(&first, &Change::Read(true), NOON).unwrap();
    let day = the_day(&library);
    assert_eq!(day.n_unread, 30);
    assert_eq!(day.stories.last().unwrap().articles.len(), first.len());
}

#[test]
fn copies_count_for_their_story_and_have_no_place_of_their_own() {
    let (_folder, mut library) = library();
    let marked = marked();
    let alone = arrival(&marked[0]);
    let copy = |outlet: &'static str, headline: &str| {
        let text = marked[34].text.replacen("School in Orn keeps bees on its roof", headline, 1);
        let more = "The honey tastes of lime trees, the pupils say, because there are eleven of them around the school. The bees came \
            from a keeper in Upper Tarn who retired last spring and wanted to see them in good hands.\n\n";
        arrival(&Marked { story: "bees", outlet, time: marked[34].time, text: text + more })
    };
    let bees = [copy("Orn Gazette", "School in Orn keeps bees on its roof"), copy("Coast Radio", "Honey from the gym")];
    library.add(&[alone], NOON).unwrap();
    library.add(&bees, NOON).unwrap();
    let day = the_day(&library);
    assert_eq!((day.n_articles, day.stories.len()), (3, 2));
    let first = &day.stories[0];
    assert_eq!((first.articles.len(), first.articles[0].n_folded), (1, 1), "{:?}", first.articles);
}

#[test]
fn a_day_without_articles_has_no_stories_and_the_latest_day_is_known() {
    let (_folder, library) = library();
    assert_eq!(library.latest_day().unwrap(), None);
    assert_eq!(
        the_day(&library),
        Day { day: "2025-11-12".to_owned(), stories: Vec::new(), n_articles: 0, n_unread: 0 }
    );
    let (_folder, mut library, keys) = filled();
    assert_eq!(library.latest_day().unwrap(), Some(date(2025, 11, 12)));
    assert_eq!(library.day(date(2025, 11, 11)).unwrap().n_articles, 0);
    library.change(&keys, &Change::Remove, NOON).unwrap();
    assert_eq!((the_day(&library).n_articles, library.latest_day().unwrap()), (0, None));
}
