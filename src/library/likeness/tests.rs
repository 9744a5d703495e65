use std::fmt::Write;

use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use super::{sketch, withdraw};
use crate::article::format::read;
use crate::catalogue::ArticleKey;
use crate::library::Library;

struct Bench {
    _folder: TempDir,
    library: Library,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        Self { _folder: folder, library }
    }

    fn add(&self, day: i64, minute: i64, complete: Option<bool>, headline: &str, text: &str) -> ArticleKey {
        let slot = day * 1_000_000 + minute;
        let tx = &self.library.connection;
        tx.execute(
            "INSERT INTO article (slot, day, urn, text_sha256, headline, added, n_words, n_statements, n_ids, complete, model)
             VALUES (?1, ?2, '', x'', '', 0, 0, 0, 0, ?3, '')",
            (slot, day, complete),
        )
        .unwrap();
        let key = ArticleKey(tx.last_insert_rowid());
        let file = json!({ "article": { "headline": headline }, "text": { "value": text } });
        sketch(tx, key, &read(&file.to_string()).unwrap(), slot).unwrap();
        key
    }

    /// Every article: its head if it has one, and how many are folded into it.
    fn folds(&self) -> Vec<(i64, Option<i64>, i64)> {
        let mut query = self.library.connection.prepare("SELECT id, fold, n_folded FROM article ORDER BY id").unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
    }

    fn check(&self) {
        for (id, fold, n) in self.folds() {
            let into = self.folds().iter().filter(|(_, fold, _)| *fold == Some(id)).count();
            assert_eq!(i64::try_from(into).unwrap(), n, "{id} counts what is folded into it");
            assert!(fold.is_none() || n == 0, "{id} is folded and no head");
            assert!(
                fold.is_none_or(|head| self.folds().iter().any(|(other, fold, _)| *other == head && fold.is_none()))
            );
        }
    }
}

const WIRE: &str = "VELL — The harbour board voted on Tuesday to close Pier 4 for eleven weeks after divers found cracks \
in nine of its forty piles, a report to the board shows.\n\
The pier carries the ferry to Orn and about three thousand passengers a day. Its chairwoman, Odile Marchetti, told the \
board that boats would leave from the old fish quay until the piles had been replaced.\n\
“We would rather be late than sorry,” Marchetti said. “Nobody will walk on that pier before the engineers have.”\n\
Bruno Keel, who leads the ferry workers' union, said the quay had no shelter and no ramp for wheelchairs. He asked the \
board to pay for both before the first boat leaves.\n\
The work is to cost 2.4 million crowns, of which the county pays a third. The board meets again in October.";

/// One report by a template, as automatic writers have it.
fn quake(place: &str, magnitude: &str, depth: &str, when: &str, region: &str) -> String {
    format!(
        "An earthquake of magnitude {magnitude} was registered {when} at a depth of {depth} kilometres near {place}, the \
Seismic Service of {region} reports. According to the service the tremor was felt by people in the surrounding towns. \
There were no immediate reports of damage or of people who were hurt. The service advises residents to stay away from \
damaged walls, to check their gas pipes and to expect aftershocks in the coming days. Reports of what was felt can be \
sent to the service through its page, where all tremors of the last thirty days are listed as well. This article was \
written by a program from the data of the service and was not read by an editor before it was published here."
    )
}

#[test]
fn wire_copy_under_another_headline_is_folded_into_the_first() {
    let bench = Bench::new();
    let first = bench.add(1, 5, None, "Pier 4 to close for eleven weeks", WIRE);
    let copy = WIRE
        .replace("VELL — The harbour board", "The board of the harbour")
        .replace(" The board meets again in October.", "");
    let second = bench.add(1, 50, None, "Ferry passengers sent to the fish quay", &copy);
    assert_eq!(bench.folds(), [(first.0, None, 1), (second.0, Some(first.0), 0)]);
}

#[test]
fn two_stories_by_one_template_stay_two() {
    let bench = Bench::new();
    bench.add(1, 1, None, "Earthquake near Orn", &quake("Orn", "4.1", "12", "on Monday at 03:14", "Upper Vell"));
    bench.add(
        1,
        2,
        None,
        "Earthquake near Tarn",
        &quake("Tarn Hollow", "3.6", "31", "on Tuesday at 17:52", "Lower Sund"),
    );
    assert!(bench.folds().iter().all(|(_, fold, _)| fold.is_none()));
}

#[test]
fn the_earliest_is_the_head_whatever_came_in_first_and_a_whole_text_goes_before_a_part() {
    let bench = Bench::new();
    let late = bench.add(2, 9, None, "", WIRE);
    let early = bench.add(2, 1, None, "", WIRE);
    assert_eq!(bench.folds(), [(late.0, Some(early.0), 0), (early.0, None, 1)]);
    let part = bench.add(1, 1, Some(false), "", WIRE);
    assert_eq!(bench.folds().last(), Some(&(part.0, Some(early.0), 0)));
    bench.check();
}

#[test]
fn the_same_again_a_week_later_is_news_again() {
    let bench = Bench::new();
    bench.add(8, 1, None, "", WIRE);
    bench.add(15, 1, None, "", WIRE);
    assert!(bench.folds().iter().all(|(_, fold, _)| fold.is_none()));
    // Days that lie in two weeks' buckets are compared all the same.
    bench.add(17, 1, None, "", WIRE);
    assert_eq!(bench.folds()[2].1, Some(2));
}

#[test]
fn taking_the_head_away_makes_the_next_one_head() {
    let bench = Bench::new();
    let keys: Vec<ArticleKey> = (0..4).map(|n| bench.add(1, n, None, "", WIRE)).collect();
    withdraw(&bench.library.connection, keys[0]).unwrap();
    assert_eq!(bench.folds(), [(1, None, 0), (2, None, 2), (3, Some(2), 0), (4, Some(2), 0)]);
    withdraw(&bench.library.connection, keys[3]).unwrap();
    assert_eq!(bench.folds(), [(1, None, 0), (2, None, 1), (3, Some(2), 0), (4, None, 0)]);
}

#[test]
fn nothing_is_left_of_a_sketch_that_was_taken_back() {
    let bench = Bench::new();
    let key = bench.add(1, 1, None, "", WIRE);
    withdraw(&bench.library.connection, key).unwrap();
    for table in ["sketch", "band"] {
        let n: i64 =
            bench.library.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(n, 0, "{table}");
    }
}

#[test]
fn a_group_takes_no_more_than_its_measure() {
    let bench = Bench::new();
    bench.library.connection.execute_batch("BEGIN").unwrap();
    for n in 0..300 {
        let mut text = WIRE.to_owned();
        write!(text, " Edition {n}.").unwrap();
        bench.add(1, 1000 - n, None, "", &text);
    }
    bench.library.connection.execute_batch("COMMIT").unwrap();
    bench.check();
    assert_eq!(bench.folds().iter().filter(|(_, fold, _)| fold.is_none()).count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn groups_hold_together_whatever_comes_and_goes(steps in prop::collection::vec((0..9_i64, 0..3_u8, any::<bool>()), 1..20)) {
        let bench = Bench::new();
        let mut standing = Vec::new();
        for (n, (minute, text, goes)) in (0_i64..).zip(steps) {
            if goes && !standing.is_empty() {
                let key: ArticleKey = standing.remove(minute as usize % standing.len());
                withdraw(&bench.library.connection, key).unwrap();
            } else {
                let text = match text { 0 => WIRE.to_owned(), 1 => WIRE.replace("harbour", "river"), _ => quake("Orn", "4.1", "12", "today", "Vell") };
                standing.push(bench.add(1, minute * 100 + n, (minute == 3).then_some(false), "", &text));
            }
            bench.check();
        }
    }
}
