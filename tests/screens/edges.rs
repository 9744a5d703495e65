//! What the journeys pass by: the same keys in the places where they lead elsewhere than hoped.

use std::sync::Arc;

use nutgraf::article::{Anchor, Article, Certainty, Extra, Kind, Maybe, Quote, Statement};
use nutgraf::exchange::{Event, Item, Target};
use nutgraf::session::Session;

use super::desk::{Desk, settings};
use super::draft::{Draft, vell};

fn desk() -> Desk {
    Desk::reading(vell(), 80, 24)
}

mod step {
    use super::*;

    #[test]
    fn after_a_counted_jump_shift_n_goes_to_the_statement_before_and_n_comes_back() {
        let mut desk = desk();
        desk.keys("5nN");
        assert_eq!(desk.at(), Some(4));
        desk.keys("n");
        assert_eq!(desk.at(), Some(5));
    }

    #[test]
    fn after_a_step_by_speaker_shift_n_goes_to_the_statement_before() {
        let mut desk = desk();
        desk.keys("2na");
        assert_eq!(desk.at(), Some(9));
        desk.keys("N");
        assert_eq!(desk.at(), Some(8));
    }

    #[test]
    fn from_the_end_shift_n_never_goes_to_the_top() {
        for keys in ["29nGN", "GnGN", "GnjN", "29nN"] {
            let mut desk = desk();
            desk.keys(keys);
            let at = desk.at().unwrap_or_else(|| panic!("{keys}: {}", desk.picture()));
            assert!((7..=11).contains(&at), "{keys}: {at}");
            assert!(desk.state().reading.as_ref().unwrap().top > 0, "{keys}");
        }
    }
}

mod speaker {
    use super::*;

    #[test]
    fn a_starts_from_the_view_when_the_current_statement_is_out_of_sight() {
        let mut desk = desk();
        desk.keys("10n");
        assert_eq!(desk.at(), Some(10));
        desk.keys("ga");
        assert_eq!(desk.at(), Some(1), "{}", desk.footer());
        assert_eq!(desk.footer(), "Odile Marchetti: 1 of 5");
        desk.keys("Ga");
        assert_eq!(desk.at(), Some(9), "{}", desk.picture());
        desk.keys("2n10N").keys("GA");
        assert_eq!(desk.at(), Some(2));
    }
}

mod list {
    use super::*;

    /// Three articles, of which the second does not open.
    fn desk() -> Desk {
        let items = ["One", "Two", "Three"]
            .map(|title| Item { title: title.to_owned(), outlet: None, day: None, sample: false, fault: None })
            .to_vec();
        let session = Session::new(items, Some((0, Arc::new(vell()))), settings());
        Desk::start(session, Vec::new(), 80, 24)
    }

    /// The entry that is asked for, answered as the test wants.
    fn press(desk: &mut Desk, key: char, opens: bool) -> Option<usize> {
        let effects = desk.session.handle(Event::Input(nutgraf::key::Input::Key(nutgraf::key::Key::char(key))));
        let wanted = effects.iter().find_map(|effect| match effect {
            nutgraf::exchange::Effect::Open(Target::Entry(item)) => Some(*item),
            _ => None,
        })?;
        let outcome = if opens { Ok(Arc::new(vell()).into()) } else { Err("two.html: is a directory".to_owned()) };
        desk.event(Event::Opened(Target::Entry(wanted), outcome));
        Some(wanted)
    }

    #[test]
    fn an_article_that_does_not_open_is_named_and_passed() {
        let mut desk = desk();
        assert_eq!(press(&mut desk, 'J', false), Some(1));
        assert_eq!(desk.footer(), "article 2/3: two.html: is a directory");
        assert!(desk.shows("The river Vell"), "the open one stays: {}", desk.picture());
        assert_eq!(press(&mut desk, 'J', true), Some(2));
        assert_eq!(press(&mut desk, 'K', false), Some(1));
        assert_eq!(press(&mut desk, 'K', true), Some(0));
        assert_eq!(press(&mut desk, 'J', false), Some(1));
        desk.keys("L");
        assert!(desk.status().starts_with("article 2/3"), "{}", desk.status());
    }
}

mod legend {
    use super::*;

    #[test]
    fn help_begins_with_what_the_signs_and_the_words_of_doubt_mean() {
        for (cols, rows) in [(80, 24), (60, 24)] {
            let mut desk = Desk::reading(vell(), cols, rows);
            desk.keys("?");
            for (sign, words) in
                [("\"", "Direct"), ("≈", "Mixed"), ("~", "Indirect"), ("∅", "Declined"), ("?", "After")]
            {
                let row = desk.rows().into_iter().find(|row| row.contains(words)).unwrap();
                assert!(row.trim().starts_with(sign), "{row}");
            }
            for words in ["sure  ", "0.90 or more", "likely  ", "0.70 or more", "check  "] {
                assert!(desk.shows(words), "{words}:\n{}", desk.picture());
            }
        }
        assert_eq!([0.9, 0.89, 0.7, 0.69].map(|p| Certainty::of(p).as_str()), ["sure", "likely", "likely", "check"]);
    }
}

mod status {
    use super::*;

    /// One statement of four has its words in the text.
    fn mostly_lost() -> Article {
        let mut article = Draft::new().paragraph("{1s|Ann Lee} {1c|said} {1d|“all is well”}.").build();
        let mut statements = article.statements.items().to_vec();
        for words in ["It rained.", "It snowed.", "It blew."] {
            let quote = Quote { exact: words.to_owned(), ..Quote::default() };
            let lost = Anchor::Lost { quote, claimed: None, extra: Extra::new() };
            statements.push(Statement::new(words, Kind::Indirect, vec![lost]));
        }
        article.statements = Maybe::Known(statements);
        article
    }

    #[test]
    fn statements_without_a_place_are_counted_and_their_card_has_the_files_words() {
        let mut desk = Desk::reading(mostly_lost(), 80, 24);
        assert!(desk.status().starts_with("1 statement, 3 not in the text"), "{}", desk.status());
        desk.keys("n");
        assert!(desk.status().starts_with("statement 1/1 · direct"), "{}", desk.status());
        assert!(desk.status().contains("3 not in the text"), "{}", desk.status());
        desk.keys("cjj<Enter>");
        for words in ["It snowed.", "these words are not found in the text", "statement not in the text"] {
            assert!(desk.shows(words), "{words}:\n{}", desk.picture());
        }
        let mut direct = Desk::reading(mostly_lost(), 80, 24);
        direct.keys("f");
        assert!(direct.status().starts_with("1 statement "), "the filter leaves the others out: {}", direct.status());
        assert!(!direct.status().contains("not in the text"), "{}", direct.status());
    }

    #[test]
    fn the_filter_is_named_at_every_width_longer_than_the_role() {
        for cols in 40..=120 {
            for keys in ["fn", "pmarch<Enter>n", "pmarch<Enter>ff", "pmarch<Enter>fn"] {
                let mut desk = Desk::reading(vell(), cols, 24);
                desk.keys(keys);
                let status = desk.status();
                assert!(status.contains("only ") || status.contains("filtered"), "{cols} {keys}: {status}");
                assert!(!status.contains("(mayor)") || status.contains("only "), "{cols} {keys}: {status}");
            }
        }
        let mut desk = desk();
        desk.keys("pmarch<Enter>fn");
        assert!(desk.status().contains("only direct, Odile Marchetti"), "{}", desk.status());
    }
}

mod find {
    use super::*;

    #[test]
    fn enter_opens_the_statement_under_the_match_and_no_other() {
        let mut desk = desk();
        desk.keys("n/burst<Enter><Enter>");
        assert_eq!(desk.footer(), "no statement here");
        assert_eq!(desk.state().overlay, None);
        desk.keys("<Esc>/letter<Enter><Enter>");
        assert!(desk.shows("evidence: statement 4/12"), "{}", desk.picture());
    }

    #[test]
    fn the_card_closes_at_a_match_outside_of_statements() {
        let mut desk = desk();
        desk.keys("/dam<Enter>n<Enter>");
        assert!(desk.shows("evidence: statement 1/12"), "{}", desk.picture());
        desk.keys("n");
        assert_eq!(desk.footer(), "no statement here");
        assert_eq!(desk.state().overlay, None);
        desk.keys("n<Enter>");
        assert!(desk.shows("evidence: statement 10/12"), "{}", desk.picture());
    }

    #[test]
    fn after_a_jump_to_a_quote_enter_opens_that_one() {
        let mut desk = desk();
        desk.keys("/burst<Enter>cj<Enter><Enter>");
        assert!(desk.shows("evidence: statement 2/12"), "{}", desk.picture());
    }
}

mod footer {
    use super::*;

    #[test]
    fn q_is_called_by_where_it_leads() {
        let mut desk = Desk::list(vec![("One", vell()), ("Two", vell())], 80, 24);
        assert!(desk.footer().contains("q quit"), "{}", desk.footer());
        desk.keys("<Enter>");
        assert!(desk.footer().contains("q list"), "{}", desk.footer());
        assert!(!desk.footer().contains("quit"), "{}", desk.footer());
        assert!(Desk::reading(vell(), 80, 24).footer().contains("q quit"));
    }

    #[test]
    fn enter_is_offered_only_where_there_is_something_to_take() {
        for (pane, words) in [('s', "go to sentence"), ('p', "only theirs"), ('c', "go to it")] {
            let mut full = desk();
            assert!(full.keys(&pane.to_string()).footer().contains(words), "{}", full.footer());
            let mut empty = Desk::reading(Draft::new().paragraph("Nobody says anything.").build(), 80, 24);
            assert!(!empty.keys(&pane.to_string()).footer().contains("enter"), "{}", empty.footer());
        }
    }
}

mod actors {
    use super::*;

    #[test]
    fn a_name_goes_before_an_affiliation() {
        let article = Draft::new()
            .paragraph("{1s|Ann Lee}, head of Norrland Ferries, {1c|said} {1d|“all is well”}.")
            .actor("lee", "Ann Lee", "head of Norrland Ferries")
            .actor("ferries", "Norrland Ferries", "")
            .said_by(1, &["lee"])
            .build();
        let mut desk = Desk::reading(article, 80, 24);
        desk.keys("pnorr");
        assert!(desk.shows("2 of 2"), "{}", desk.picture());
        let reading = desk.state().reading.as_ref().unwrap();
        let first = reading.index.cast[reading.cast[0]].actor;
        assert_eq!(reading.article.actors.items()[first].name, "Norrland Ferries");
        desk.keys("<Enter>");
        assert!(desk.footer().contains("no statements by Norrland Ferries"), "{}", desk.footer());
    }

    #[test]
    fn the_footer_names_a_key_to_help_that_works_there_and_offers_no_enter_on_nobody() {
        let mut desk = desk();
        desk.keys("p");
        assert!(desk.footer().contains("F1 keys"), "{}", desk.footer());
        desk.keys("<F1>");
        assert!(desk.shows("signs and keys"), "{}", desk.picture());
        desk.keys("<Esc>xyz");
        assert!(!desk.footer().contains("enter"), "{}", desk.footer());
    }
}

mod burst {
    use super::*;

    fn send(desk: &mut Desk, bytes: &[u8]) {
        for input in nutgraf::decode::Decoder::default().feed(bytes) {
            desk.event(Event::Input(input));
        }
    }

    #[test]
    fn escape_and_a_key_in_one_burst_are_both_heard() {
        for (before, bytes, after) in [
            ("n<Enter>", b"\x1bn".as_slice(), "<Esc>n"),
            ("/dam", b"\x1bn", "<Esc>n"),
            ("pmull", b"\x1b\r", "<Esc><Enter>"),
            ("5n<Enter>", b"\x1b\x0f", "<Esc><C-o>"),
            ("?", b"\x1bN", "<Esc>N"),
        ] {
            let (mut burst, mut apart) = (desk(), desk());
            burst.keys(before);
            send(&mut burst, bytes);
            apart.keys(before).keys(after);
            assert_eq!(burst.picture(), apart.picture(), "{before} {after}");
            assert_eq!(burst.at(), apart.at(), "{before} {after}");
        }
    }

    #[test]
    fn what_is_bound_to_alt_stays_itself() {
        let (keymap, _) = nutgraf::keymap::Keymap::rebound(&[nutgraf::keymap::Rebinding {
            action: nutgraf::action::Action::PreviousStatement,
            keys: vec!["alt-n".parse().unwrap()],
            line: 1,
        }]);
        let article = Arc::new(vell());
        let settings = nutgraf::session::Settings { keymap, ..settings() };
        let item = Item { title: "x".to_owned(), outlet: None, day: None, sample: false, fault: None };
        let session = Session::new(vec![item], Some((0, Arc::clone(&article))), settings);
        let mut desk = Desk::start(session, vec![article], 80, 24);
        desk.keys("4n");
        send(&mut desk, b"\x1bn");
        assert_eq!(desk.at(), Some(3));
        desk.keys("/two words");
        send(&mut desk, b"\x1b\x7f");
        assert_eq!(desk.state().entry.as_ref().map(|entry| entry.line.text()), Some("two "));
    }
}
