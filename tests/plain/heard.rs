//! What is said, key by key, with no terminal.

use std::sync::Arc;

use nutgraf::article::Article;
use nutgraf::article::format::read;
use nutgraf::catalogue::ListRequest;
use nutgraf::exchange::{Effect, Event, Item, Progress};
use nutgraf::key::Input;
use nutgraf::layout::LINEAR_SIZE;
use nutgraf::session::{Session, Settings};
use nutgraf::speech::{Said, Speech};

use super::desk::{Desk, parse, settings};
use super::draft::{Draft, vell};
use super::shelves::{Shelves, row};

/// A listener at a desk.
struct Ear {
    desk: Desk,
    speech: Speech,
}

impl Ear {
    fn of(desk: Desk) -> Self {
        Self { desk, speech: Speech::default() }
    }

    fn reading(article: Article) -> Self {
        let item = Item { title: "an article".into(), outlet: None, day: None, sample: false, fault: None };
        let article = Arc::new(article);
        let session = Session::new(vec![item], Some((0, Arc::clone(&article))), linear());
        Self::of(Desk::start(session, vec![article], LINEAR_SIZE.0, LINEAR_SIZE.1))
    }

    fn library(shelves: Shelves) -> Self {
        let request = ListRequest { limit: 240, ..ListRequest::default() };
        assert!(shelves.page(&request).is_ok());
        Self::of(Desk::library_with(shelves, vell(), linear(), LINEAR_SIZE.0, LINEAR_SIZE.1))
    }

    /// What is said now: lines, and what is typed as it stands.
    fn hear(&mut self) -> Vec<String> {
        let said = self.speech.after(&self.desk.session);
        said.into_iter()
            .map(|said| match said {
                Said::Line(words) => words,
                Said::Typed(words) => format!("{words}_"),
                Said::End => "|".to_owned(),
            })
            .collect()
    }

    /// Presses keys and gives what is said after the last one.
    fn keys(&mut self, keys: &str) -> Vec<String> {
        let mut heard = Vec::new();
        for key in parse(keys) {
            self.speech.before(&self.desk.session, &Input::Key(key));
            self.desk.event(Event::Input(Input::Key(key)));
            if self.desk.effects.drain(..).any(|effect| effect == Effect::Redraw) {
                self.speech.again();
            }
            heard = self.hear();
            assert!(!heard.is_empty(), "{key} of {keys} is answered with silence");
            for line in &heard {
                assert!(!line.chars().any(char::is_control), "{line:?}");
            }
        }
        heard
    }

    #[track_caller]
    fn says(&mut self, keys: &str, wanted: &[&str]) {
        assert_eq!(self.keys(keys), wanted, "after {keys}");
    }
}

fn linear() -> Settings {
    Settings { linear: true, mouse: false, ..settings() }
}

#[test]
fn an_article_is_introduced_with_what_it_is_and_what_is_in_it() {
    let mut ear = Ear::reading(vell());
    assert_eq!(
        ear.hear(),
        [
            "nutgraf, in plain lines. The key question mark reads what the keys do.",
            "Vell council blames delayed dam for flood.",
            "The Vell Courier, 2026-03-14.",
            "12 statements, 5 actors, a summary of 3 lines.",
            "Keys: j, next sentence; space, next paragraph; n, next statement; enter, why that speaker; s, summary; p, \
             actors; q, leave.",
        ]
    );
}

#[test]
fn statements_come_with_number_kind_speaker_and_doubt_in_words() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.says(
        "n",
        &[
            "Statement 1 of 12. Direct. Odile Marchetti, mayor. Sure.",
            "Quoted: “We will rebuild every house,”",
            "And further: “And this time behind a dam.”",
        ],
    );
    ear.says(
        "nn",
        &[
            "Statement 3 of 12. Indirect. Jonas Müller. Sure.",
            "In the article's words: the delay had been agreed with the council",
        ],
    );
    ear.says(
        "nn",
        &[
            "Statement 5 of 12. Indirect. A council aide (not named). Check, in doubt.",
            "In the article's words: the figures had been known since the autumn",
        ],
    );
    let declined = ear.keys("n");
    assert_eq!(declined[0], "Statement 6 of 12. Declined to comment. Nobody named. Sure.");
    ear.says(
        "<ctrl-l>",
        &[
            "Vell council blames delayed dam for flood.",
            "Statement 6 of 12. Declined to comment. Nobody named. Sure.",
            "In the article's words, declining: A spokesman for the builders, Harrow & Lund, declined to comment.",
        ],
    );
}

#[test]
fn the_text_is_read_by_sentences_and_paragraphs_and_nothing_is_left_out_or_said_twice() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.says(
        "j",
        &["Introduction: Four hundred homes stood under water on Friday, a year after the works were put off."],
    );
    ear.says("j", &["Byline: By Ines Okafor"]);
    ear.says("j", &["The river Vell burst its banks before dawn on Friday and filled the lower town within an hour."]);
    ear.says("j", &["Nobody was killed."]);
    ear.says("k", &["The river Vell burst its banks before dawn on Friday and filled the lower town within an hour."]);
    ear.says("<space>", &["Nobody was killed."]);
    let paragraph = ear.keys("<space>");
    assert_eq!(paragraph[0], "Statement 1, direct, Odile Marchetti, sure.");
    assert!(paragraph[1].starts_with("“We will rebuild every house,” said the mayor"), "{paragraph:?}");
    // What is read is where one is: its statement is the one that Enter explains and that n goes on from.
    assert_eq!(ear.keys("<enter>")[0], "Evidence: statement 1 of 12.");
    ear.says("<esc>", &["Closed."]);
    assert!(ear.keys("n")[0].starts_with("Statement 2 of 12."));

    let mut ear = Ear::reading(vell());
    ear.hear();
    let mut heard = Vec::new();
    loop {
        let said = ear.keys("<space>");
        if said == ["Nothing further that way."] {
            break;
        }
        heard.extend(said.into_iter().filter(|line| !line.starts_with("Statement ")));
    }
    let labels = [
        "Introduction: ",
        "Byline: ",
        "Heading: ",
        "Item: ",
        "Set off as a quotation: ",
        "Not the article's own words: ",
    ];
    let bare = |line: &String| labels.iter().find_map(|label| line.strip_prefix(label)).unwrap_or(line).to_owned();
    let text = vell().text.as_str().split_whitespace().skip(7).collect::<Vec<_>>().join(" ");
    assert_eq!(heard.iter().map(bare).collect::<Vec<_>>().join(" "), text, "after the headline");
}

#[test]
fn panes_say_their_rows_and_lead_to_the_text() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.says(
        "s",
        &[
            "Summary, 3 lines. A digit goes to the sentence behind a line.",
            "Line 1 of 3. The river Vell burst its banks before dawn on Friday and filled the lower town within an hour.",
        ],
    );
    assert!(ear.keys("j")[0].starts_with("Line 2 of 3."));
    ear.says(
        "1",
        &[
            "The sentence behind summary line 1.",
            "Back in the text.",
            "The river Vell burst its banks before dawn on Friday and filled the lower town within an hour.",
        ],
    );
    let actors = ear.keys("p");
    assert_eq!(actors[0], "5 actors. Letters narrow the list.");
    assert!(actors[1].starts_with("Odile Marchetti. Mayor. 5 statements, "), "{actors:?}");
    let narrowed = ear.keys("wie");
    assert!(narrowed[0].starts_with("wie: 1 actor") && narrowed[1].contains("Tomasz Wieczorek"), "{narrowed:?}");
    assert_eq!(ear.keys("<enter>")[0], "2 statements by Tomasz Wieczorek; Esc shows all.");
    assert!(ear.keys("n").iter().any(|line| line.contains("of 2. ")));
}

#[test]
fn finding_echoes_what_is_typed_and_then_says_the_match() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.says("/", &["Find in the article: _"]);
    ear.says("d", &["d_"]);
    ear.says("amx", &["x_"]);
    // What is not typed at the end is told as it stands then, on a line of its own.
    ear.says("<backspace>", &["|", "Find in the article: dam_"]);
    let found = ear.keys("<enter>");
    assert_eq!(found[0], "Match 1 of 4 for dam.");
    assert!(ear.keys("n")[0].starts_with("Match 2 of 4"));
    ear.keys("/");
    ear.says("<esc>", &["Left."]);
    let none = ear.keys("/zebra<enter>");
    assert_eq!(none, ["No match for zebra."]);
}

#[test]
fn menus_and_the_marking_of_words_are_told_row_by_row() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.keys("nnn");
    let menu = ear.keys("x");
    assert!(menu[0].ends_with(" rows. A digit takes one.") && menu[1].contains("1 of "), "{menu:?}");
    let next = ear.keys("j");
    assert!(next.len() == 1 && next[0].contains("2 of "), "{next:?}");
    ear.says("<esc>", &["Closed."]);
    // The row that marks the words anew, wherever it stands.
    let mut row = ear.keys("x")[1].clone();
    while !row.to_lowercase().contains("word") {
        row = ear.keys("j")[0].clone();
    }
    let marking = ear.keys("<enter>");
    assert!(
        marking.contains(&"Marked in the text: the delay had been agreed with the council".to_owned()),
        "{marking:?}"
    );
    let moved = ear.keys("l");
    assert!(moved.contains(&"Marked in the text: delay had been agreed with the council".to_owned()), "{moved:?}");
    ear.says("<esc>", &["Left as it was."]);
}

#[test]
fn a_key_that_changes_nothing_is_answered_too() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    ear.says("k", &["Nothing further that way."]);
    ear.says("Q", &["This key does nothing here; question mark reads the keys."]);
    for key in ["t", "z", "M"] {
        ear.says(key, &["This changes the screen only, and in plain lines there is none."]);
    }
    ear.says("5", &["5 times."]);
    assert!(ear.keys("n")[0].starts_with("Statement 5 of 12."));
}

#[test]
fn help_reads_every_key_in_words_and_can_be_gone_through() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    let help = ear.keys("?");
    assert!(help[0].starts_with("What the keys do, "));
    assert!(help.contains(&"capital N: Go to the previous statement or match.".to_owned()), "{help:?}");
    assert!(help.contains(&"control l: Say again where you are.".to_owned()), "{help:?}");
    assert!(!help.iter().any(|line| line.contains("theme") || line.contains("mouse")), "{help:?}");
    ear.says("j", &[help[2].as_str()]);
    ear.says("G", &[help[help.len() - 2].as_str()]);
    ear.says("j", &["Nothing further that way."]);
    ear.says("<esc>", &["Closed."]);
}

#[test]
fn the_library_is_listed_filtered_and_searched_by_ear() {
    let mut shelves = Shelves::of(30);
    shelves.rows[1].is_starred = true;
    shelves.rows[1].tags = vec!["ferry".to_owned()];
    let mut ear = Ear::library(shelves);
    let begun = ear.hear();
    assert_eq!(
        begun[1..],
        [
            "The library: 30 articles, 20 unread.",
            "2026-12-28.",
            "Article 0 of the ferry. The Vell Courier. 2026-12-28. Read. 12 statements. 1 of 30.",
        ]
    );
    ear.says(
        "j",
        &["Article 1 of the ferry. The Vell Courier. 2026-12-28. Unread. Starred. 12 statements. Tags: ferry. 2 of 30."],
    );
    assert_eq!(ear.keys("9j")[0], "2026-12-27.", "the next group is named");
    ear.says("/", &["Show articles that fit: _"]);
    ear.says("2", &["2_"]);
    let filtered = ear.keys("9<enter>");
    assert_eq!(filtered[0], "The library, articles that fit 29: 1 article.");
    assert!(filtered[2].starts_with("Article 29 of the ferry."), "{filtered:?}");
    ear.keys("<esc>");
    let fault = ear.keys("/speeker:x<enter>");
    assert!(fault.iter().any(|line| line.starts_with("No field is called that")), "{fault:?}");
}

#[test]
fn what_a_search_finds_is_told_once_the_line_is_taken_with_paraphrases_called_so() {
    let mut ear = Ear::library(Shelves::of(3).with_hits(30));
    ear.hear();
    let opened = ear.keys("S");
    assert_eq!(opened.last().unwrap(), "Search: _", "{opened:?}");
    for letter in "dam".chars() {
        ear.says(&letter.to_string(), &[&format!("{letter}_")]);
    }
    let found = ear.keys("<enter>");
    assert!(found[0].contains("for dam, newest first."), "{found:?}");
    let words = found.iter().position(|line| line.starts_with("Quoted: ") || line.contains("words: ")).unwrap();
    assert!(found[words - 1].ends_with("Number 1."), "{found:?}");
    assert!(found[words + 1].starts_with("Article: "), "{found:?}");
    let next = ear.keys("j");
    assert!(next[0].ends_with("Number 2."), "{next:?}");
}

#[test]
fn long_work_is_told_of_when_asked_and_its_end_as_a_notice() {
    let mut ear = Ear::library(Shelves::of(3));
    ear.hear();
    ear.says("F", &["Fetching the feeds."]);
    ear.desk.event(Event::Work(Progress::Going("3 of 9 feeds".to_owned())));
    assert_eq!(ear.hear(), Vec::<String>::new());
    assert_eq!(ear.speech.progress(&ear.desk.session), Some(Said::Line("3 of 9 feeds.".to_owned())));
    assert_eq!(ear.speech.progress(&ear.desk.session), None);
    ear.desk.event(Event::Work(Progress::Done(Ok("9 feeds, 4 new articles".to_owned()), None)));
    assert_eq!(ear.hear(), ["9 feeds, 4 new articles."]);
}

#[test]
fn hostile_words_reach_no_ear_as_anything_but_words() {
    let file = r#"{"article": {"headline": "a\u001b]0;pwn\u0007b\u202ec"},
        "text": {"value": "One \u001b[2Jtwo.\u2028Three \u202efour."}}"#;
    let mut ear = Ear::reading(read(file).unwrap());
    let heard = ear.hear();
    assert!(!heard.iter().any(|line| line.chars().any(nutgraf::flow::is_forbidden)), "{heard:?}");
    let mut shelves = Shelves::of(0);
    shelves.rows.push(row(0, "2026-01-01", "a\u{1b}[31m\u{202e}b\r\nc"));
    let heard = Ear::library(shelves).hear();
    assert!(!heard.iter().any(|line| line.chars().any(nutgraf::flow::is_forbidden)), "{heard:?}");
}

#[test]
fn text_without_sentences_is_read_by_its_blocks() {
    let mut ear = Ear::reading(read(r#"{"text": {"value": "One. Two.\nThree."}}"#).unwrap());
    let heard = ear.hear();
    assert_eq!(heard.last().unwrap(), "One. Two.");
    ear.says("j", &["Three."]);
    let mut ear = Ear::reading(Draft::new().build());
    assert!(!ear.hear().is_empty());
}

#[test]
fn menus_that_letters_narrow_and_lines_with_words_in_them_are_said_in_words() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    for typed in ["nx3Zolu", "<Backspace>"] {
        let heard = ear.keys(typed).join(" ");
        assert!(heard.contains("Another name: Z") && !heard.contains('─'), "{heard}");
    }
    ear.keys("<Esc>p");
    let heard = ear.keys("<F4>5");
    assert_eq!(heard[0], "Words stand in the line already; control u empties it.");
}

#[test]
fn in_a_box_no_key_is_answered_with_what_is_drawn_and_no_number_counts() {
    let mut ear = Ear::reading(vell());
    ear.hear();
    let copied = ("words".to_owned(), nutgraf::exchange::Copied::Show("no clipboard".into()));
    ear.desk.event(Event::Copied(Ok(copied)));
    ear.hear();
    ear.says("<Down>", &["Nothing further that way."]);
    assert!(!ear.keys("2").join(" ").contains("times"));
}
