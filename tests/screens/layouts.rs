//! Sizes, panes, overlays, mouse, themes, empty states.

use std::sync::Arc;

use nutgraf::article::{Anchor, Extra, Kind, Maybe, Quote, Statement, Warning, WarningCode};
use nutgraf::exchange::Effect;
use nutgraf::key::MouseAction;
use nutgraf::session::{Session, Settings};
use nutgraf::theme::{Depth, Theme};

use super::desk::{Desk, settings};
use super::draft::{Draft, vell};

fn desk() -> Desk {
    Desk::reading(vell(), 80, 24)
}

#[test]
fn a_window_that_is_too_small_says_so_and_recovers() {
    let mut desk = desk();
    desk.keys("4n");
    let picture = desk.picture();
    for (cols, rows) in [(38, 9), (39, 10), (40, 9), (1, 1), (80, 9)] {
        desk.resize(cols, rows);
        if cols > 30 {
            let text = format!("window too small: {cols}×{rows}, nutgraf needs 40×10");
            assert_eq!(desk.rows().join(" ").split_whitespace().collect::<Vec<_>>().join(" "), text);
        }
    }
    desk.resize(80, 24);
    assert_eq!(desk.picture(), picture);
}

#[test]
fn the_smallest_window_shows_article_status_and_footer() {
    let mut desk = Desk::reading(vell(), 40, 10);
    desk.keys("n");
    assert!(desk.status().starts_with("statement 1/12 · Odile Marchetti"), "{}", desk.picture());
    assert!(desk.footer().contains("? keys"), "{}", desk.footer());
}

#[test]
fn the_pane_at_80_columns_closes_with_escape_and_the_view_is_as_before() {
    let mut desk = desk();
    desk.keys("jjjn");
    let before = desk.picture();
    for pane in ["s", "p", "c", "<Tab>", "<S-Tab>"] {
        desk.keys(pane);
        assert!(desk.shows("│"), "{}", desk.picture());
        desk.keys("<Esc>");
        assert_eq!(desk.picture(), before, "after {pane}");
    }
}

#[test]
fn tab_goes_through_article_summary_actors_and_quotes() {
    let mut desk = desk();
    for title in ["─ summary", "─ actors", "─ quotes"] {
        desk.keys("<Tab>");
        assert!(desk.shows(title), "{}", desk.picture());
    }
    desk.keys("<Tab>");
    assert!(!desk.shows("│"));
}

#[test]
fn zen_shows_the_article_alone_and_back() {
    let mut desk = Desk::reading(vell(), 120, 40);
    desk.keys("n");
    let before = desk.picture();
    desk.keys("z");
    assert!(!desk.shows("─ summary") && desk.shows("“We will rebuild"), "{}", desk.picture());
    desk.keys("zn").keys("N");
    assert_eq!(desk.picture(), before);
}

#[test]
fn the_card_scrolls_and_leaves_the_statement_in_sight() {
    for (cols, rows) in [(80, 24), (40, 12), (120, 40), (40, 10)] {
        let mut desk = Desk::reading(vell(), cols, rows);
        desk.keys("11n");
        let before = desk.picture();
        desk.keys("<Enter>");
        assert!(desk.role_rows().iter().any(|row| row.contains("CC")), "{cols}×{rows}\n{}", desk.picture());
        desk.keys("G");
        assert!(desk.rows().iter().any(|row| row.contains("wardrobe") || row.contains("lane")), "{}", desk.picture());
        desk.keys("<Esc>");
        assert_eq!(desk.picture(), before);
    }
}

#[test]
fn the_header_names_an_article_without_headline_and_repeats_no_paragraph() {
    let first = "The ferry from Norrholm was late again on Monday, and nobody on the quay was told why it was.";
    let article = Arc::new(Draft::new().paragraph(first).paragraph(&"More of it. ".repeat(200)).build());
    let named = |title: &str| {
        let item =
            nutgraf::exchange::Item { title: title.to_owned(), outlet: None, day: None, sample: false, fault: None };
        let session = Session::new(vec![item], Some((0, Arc::clone(&article))), settings());
        Desk::start(session, vec![Arc::clone(&article)], 80, 24)
    };
    assert_eq!(named("ferry.txt").rows()[0].trim(), "ferry.txt");
    for title in [first, "The ferry  from Norrholm was…"] {
        let mut desk = named(title);
        assert_eq!(desk.rows()[0], "", "{}", desk.picture());
        desk.keys("G");
        assert!(desk.rows()[0].contains("The ferry"), "{}", desk.picture());
    }
}

#[test]
fn the_cards_lines_are_made_once_for_a_statement_and_a_width() {
    let mut desk = desk();
    let lines = |desk: &Desk| Arc::clone(&desk.state().reading.as_ref().unwrap().card);
    desk.keys("n<Enter>");
    let first = lines(&desk);
    assert!(!first.lines.is_empty());
    desk.keys("jjG<Esc><Enter>");
    assert!(Arc::ptr_eq(&first, &lines(&desk)));
    desk.keys("n");
    assert_ne!(first, lines(&desk));
    let wide = lines(&desk);
    desk.resize(60, 24);
    assert_ne!(wide, lines(&desk));
}

#[test]
fn the_card_follows_n() {
    let mut desk = desk();
    desk.keys("n<Enter>n");
    assert!(desk.shows("evidence: statement 2/12"), "{}", desk.picture());
    assert!(desk.shows("reporters"));
}

#[test]
fn help_scrolls_to_its_end_and_closes_with_the_same_key() {
    let mut desk = desk();
    let before = desk.picture();
    desk.keys("?G");
    assert!(desk.shows("Quit at once"), "{}", desk.picture());
    desk.keys("?");
    assert_eq!(desk.picture(), before);
}

#[test]
fn every_warning_can_be_read_and_the_status_line_says_how() {
    let mut article = vell();
    assert!(article.warnings.is_empty());
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("W");
    assert_eq!(desk.footer(), "there are no warnings about this article");
    article.warnings.push(Warning::new(WarningCode::UnbalancedQuote, "a mark has no partner").at("/text/blocks/3"));
    article
        .warnings
        .push(Warning::new(WarningCode::DowngradedStatement, "it is a paraphrase").at("/statements/4/kind"));
    article.warnings.extend((0..40).map(|n| Warning::new(WarningCode::InvalidField, format!("doubt {n} \u{1b}[2J"))));
    let mut desk = Desk::reading(article, 80, 24);
    assert!(desk.status().contains("W: 42 warnings"), "{}", desk.status());
    let before = desk.picture();
    desk.keys("W");
    for words in ["a mark has no partner", "/text/blocks/3", "statement 5/12: it is a paraphrase", "doubt 0"] {
        assert!(desk.shows(words), "{words}\n{}", desk.picture());
    }
    assert!(!desk.shows("doubt 39") && desk.footer().contains("esc close"), "{}", desk.picture());
    desk.keys("G");
    assert!(desk.shows("42") && desk.shows("doubt 39"), "{}", desk.picture());
    desk.resize(40, 10).keys("gG");
    assert!(desk.shows("doubt 39"), "{}", desk.picture());
    desk.resize(80, 24).keys("W");
    assert_eq!(desk.picture(), before);
    desk.keys("W<Esc>");
    assert_eq!(desk.picture(), before);
}

#[test]
fn help_names_the_keys_as_they_are_now() {
    let (keymap, clashes) = nutgraf::keymap::Keymap::rebound(&[nutgraf::keymap::Rebinding {
        action: nutgraf::action::Action::NextStatement,
        keys: vec!["ctrl-n".parse().unwrap()],
        line: 1,
    }]);
    assert!(clashes.is_empty());
    let article = Arc::new(vell());
    let item = nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: false, fault: None };
    let session = Session::new(vec![item], Some((0, Arc::clone(&article))), Settings { keymap, ..settings() });
    let mut desk = Desk::start(session, vec![article], 80, 24);
    assert!(desk.footer().starts_with("ctrl-n next"), "{}", desk.footer());
    desk.keys("<C-n>");
    assert_eq!(desk.at(), Some(1));
    desk.keys("?");
    assert!(desk.shows("ctrl-n "), "{}", desk.picture());
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut desk = Desk::reading(vell(), 120, 24);
    let first = desk.rows()[1].clone();
    desk.mouse(MouseAction::WheelDown, 10, 5);
    assert_ne!(desk.rows()[1], first);
    desk.mouse(MouseAction::WheelUp, 10, 5);
    assert_eq!(desk.rows()[1], first);
    let (col, row) = desk.find("“We will rebuild every house,” …").unwrap();
    desk.mouse(MouseAction::WheelDown, col, row);
    assert_eq!(desk.find("“We will rebuild every house,” …"), None, "{}", desk.picture());
}

#[test]
fn a_click_selects_and_a_second_click_is_enter() {
    let mut desk = desk();
    desk.click("rebuild every");
    assert_eq!(desk.at(), Some(1));
    desk.click("The river");
    assert_eq!(desk.at(), Some(1), "plain text selects nothing");
    desk.click("rebuild every");
    assert!(desk.shows("evidence: statement 1/12"), "{}", desk.picture());
    let mut desk = Desk::reading(vell(), 120, 40);
    desk.click("Tomasz Wieczorek ·");
    assert_eq!(desk.roles_of("Tomasz Wieczorek ·"), "SSSSSSSSSSSSSSSSSS");
    desk.click("Tomasz Wieczorek ·");
    assert!(desk.status().contains("only Tomasz Wieczorek"), "{}", desk.status());
}

#[test]
fn a_click_in_the_list_selects_and_a_second_one_reads() {
    let mut desk = Desk::list(vec![("One", vell()), ("Two", vell())], 80, 24);
    desk.click("Two");
    assert_eq!(desk.state().list_at, 1);
    desk.click("Two");
    assert!(desk.shows("The river Vell"));
}

#[test]
fn the_mouse_goes_back_to_the_terminal_with_a_key() {
    let mut desk = desk();
    let had = desk.session.wants_mouse();
    desk.keys("M");
    assert_eq!(desk.effects, [Effect::Mouse(!had)]);
    assert_eq!(desk.session.wants_mouse(), !had);
}

#[test]
fn suspend_and_redraw_are_asked_of_the_outside() {
    let mut desk = desk();
    desk.keys("<C-z><C-l>");
    desk.event(nutgraf::exchange::Event::Resumed);
    assert_eq!(desk.effects, [Effect::Suspend, Effect::Redraw, Effect::Redraw]);
}

#[test]
fn t_takes_the_next_theme_and_names_it() {
    let article = Arc::new(vell());
    let item = nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: false, fault: None };
    let session = Session::new(vec![item], Some((0, Arc::clone(&article))), Settings::default());
    let mut desk = Desk::start(session, vec![article], 80, 24);
    let names: Vec<String> = Theme::all_bundled().into_iter().map(|theme| theme.name).collect();
    for name in names.iter().cycle().skip(1).take(names.len() + 1) {
        desk.keys("t");
        assert_eq!(desk.footer(), format!("theme {name}"));
        assert_eq!(&desk.session.look().name, name);
    }
}

#[test]
fn statements_and_the_current_one_stand_out_in_every_theme_at_every_depth() {
    for (number, theme) in Theme::all_bundled().into_iter().enumerate() {
        for depth in [Depth::Mono, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let article = Arc::new(vell());
            let item =
                nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: false, fault: None };
            let settings = Settings { theme_index: number, depth, ..Settings::default() };
            let session = Session::new(vec![item], Some((0, Arc::clone(&article))), settings);
            let mut desk = Desk::start(session, vec![article], 80, 24);
            desk.keys("nn");
            let style = |words: &str| {
                let (col, row) = desk.find(words).unwrap();
                desk.buffer()[(col, row)].style()
            };
            let (plain, other, current) = (style("lower town"), style("We will rebuild"), style("that the works"));
            assert_ne!(plain, other, "{} at {depth:?}", theme.name);
            assert_ne!(plain, current, "{} at {depth:?}", theme.name);
            assert_ne!(other, current, "{} at {depth:?}", theme.name);
        }
    }
}

#[test]
fn without_unicode_every_sign_is_ascii() {
    let article = Arc::new(
        Draft::new().paragraph("{1m|that \"all\" is well}, {1s|Ann Lee} {1c|said}. {2n|He declined.}").build(),
    );
    let item = nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: false, fault: None };
    for (cols, rows) in [(80, 24), (120, 40)] {
        let settings = Settings { unicode: false, ..settings() };
        let session = Session::new(vec![item.clone()], Some((0, Arc::clone(&article))), settings);
        let mut desk = Desk::start(session, vec![Arc::clone(&article)], cols, rows);
        for keys in ["n", "<Enter>", "<Esc>s", "p", "<Esc>c", "?", "<Esc>z"] {
            desk.keys(keys);
            assert!(desk.rows().iter().all(|row| row.is_ascii()), "{keys}: {}", desk.picture());
        }
        assert!(desk.shows("=  that"), "{}", desk.picture());
    }
}

#[test]
fn an_article_without_statements_actors_or_summary_says_so() {
    let plain = || Draft::new().paragraph("Nobody says anything here.").build();
    let mut desk = Desk::reading(plain(), 120, 40);
    for text in ["no statements found", "no actors found", "no summary"] {
        assert!(desk.shows(text), "{text}:\n{}", desk.picture());
    }
    desk.keys("n");
    assert_eq!(desk.footer(), "no statements were found in this article");
    desk.keys("<Enter>");
    assert!(desk.footer().starts_with("no statements are lit"));
    desk.keys("s1");
    assert_eq!(desk.footer(), "there is no summary");
    let empty = Draft::new().build();
    assert!(Desk::reading(empty, 80, 24).shows("this article has no text"));
    assert!(Desk::list(Vec::new(), 80, 24).shows("no articles"));
}

#[test]
fn a_statement_whose_words_are_not_in_the_text_is_shown_as_such_and_n_passes_it() {
    let mut article = vell();
    let lost = Anchor::Lost {
        quote: Quote { exact: "words that are gone".to_owned(), ..Quote::default() },
        claimed: Some((4, 9)),
        extra: Extra::new(),
    };
    let mut statements = article.statements.items().to_vec();
    statements.push(Statement::new("lost", Kind::Indirect, vec![lost]));
    article.statements = Maybe::Known(statements);
    article.warnings.push(Warning::new(WarningCode::UnanchoredSpan, "not found").at("/statements/12/content/0"));
    let mut desk = Desk::reading(article, 80, 24);
    desk.keys("13n");
    assert_eq!(desk.at(), Some(12));
    desk.keys("nn");
    assert_eq!(desk.at(), Some(1), "the lost one is no stop: after the twelfth it wraps");
    desk.keys("cG");
    assert!(desk.shows("(not in the text) words"), "{}", desk.picture());
    desk.keys("<Enter>");
    assert!(desk.shows("these words are not found in the text"), "{}", desk.picture());
    desk.keys("G");
    assert!(desk.shows("warning"), "{}", desk.picture());
}

#[test]
fn the_status_line_gives_up_the_least_important_first() {
    let mut last = usize::MAX;
    for cols in (40..=120).rev() {
        let mut desk = Desk::reading(vell(), cols, 24);
        desk.keys("2n");
        let status = desk.status();
        assert!(status.starts_with("statement 2/12 · "), "{cols}: {status}");
        assert!(status.contains("Odile Marchetti"), "{cols}: {status}");
        let words =
            ["mixed", "(mayor)", "sure", "n: statements", "%"].iter().filter(|word| status.contains(**word)).count();
        assert!(words <= last, "{cols}: {status}");
        last = words;
    }
    assert!(last < 5);
}

#[test]
fn the_footer_says_how_to_leave_a_search_or_a_filter() {
    let mut desk = desk();
    assert!(!desk.footer().contains("esc"));
    desk.keys("fn");
    assert!(desk.footer().starts_with("esc show all"), "{}", desk.footer());
    desk.keys("/Vell<Enter>");
    assert!(desk.footer().starts_with("esc end search"), "{}", desk.footer());
    desk.keys("<Esc>n<Esc>n");
    assert!(desk.footer().starts_with("n next"), "{}", desk.footer());
}
