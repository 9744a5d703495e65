//! The library's list: windows of it, groups, filter, marks, and what is done to its articles.

use nutgraf::catalogue::{ArticleKey, ListOrder, Place, Row};
use nutgraf::exchange::{Change, Chosen, Effect, Event, Target};
use nutgraf::session::{Session, Settings};
use nutgraf::theme::{Depth, Theme};

use super::desk::{Desk, looks_like, settings};
use super::draft::vell;
use super::shelves::{Shelves, row};

fn desk(n: i64) -> Desk {
    Desk::library(Shelves::of(n), vell(), 80, 24)
}

/// A list of every kind of row.
fn mixed() -> Shelves {
    let days = ["2026-03-14", "2026-03-13"];
    let rows = vec![
        Row {
            n_folded: 3,
            tags: vec!["flood".to_owned()],
            ..row(0, days[0], "Vell council blames delayed dam for flood")
        },
        Row { is_starred: true, complete: Some(false), ..row(1, days[0], "Minister promises help without forms") },
        Row { is_read: true, outlet: None, ..row(2, days[0], "Two hundred soldiers for the lower town") },
        Row {
            is_read: true,
            is_starred: true,
            version: 2,
            ..row(
                3,
                days[1],
                "A headline that is far too long for any row of a list on a narrow screen, and for most wide ones",
            )
        },
    ];
    Shelves { rows, ..Shelves::default() }
}

#[test]
fn a_row_says_by_signs_what_an_article_is() {
    let mut desk = Desk::library(mixed(), vell(), 80, 24);
    looks_like(&desk, "library-80x24");
    looks_like(desk.keys("jX"), "library-marked-80x24");
    looks_like(&Desk::library(mixed(), vell(), 40, 10), "library-40x10");
    let plain = Settings { unicode: false, depth: Depth::Mono, themes: Theme::all_bundled(), ..settings() };
    let desk = Desk::library_with(mixed(), vell(), plain, 80, 24);
    assert!(desk.rows().iter().all(|row| row.is_ascii()), "{}", desk.picture());
    assert!(desk.shows("  N  Vell council") && desk.shows("  N* Minister") && desk.shows("     Two hundred"));
}

#[test]
fn the_status_line_tells_the_rest_of_the_selected_row() {
    let mut desk = Desk::library(mixed(), vell(), 120, 24);
    assert!(
        desk.status().starts_with("article 1/4 · unread · 12 statements · 3 more say the same"),
        "{}",
        desk.status()
    );
    desk.keys("j");
    assert!(desk.status().contains("incomplete"), "{}", desk.status());
    desk.keys("G");
    assert!(desk.status().contains("read · 12 statements · updated, text 2"), "{}", desk.status());
}

#[test]
fn a_hundred_thousand_articles_are_walked_through_windows() {
    let mut desk = desk(100_000);
    desk.keys("G");
    assert!(desk.status().starts_with("article 100000/100000") && desk.shows("Article 99999"), "{}", desk.picture());
    desk.keys("kk<PageUp>");
    assert!(desk.shows("Article 99979"), "{}", desk.picture());
    desk.keys("g");
    assert!(desk.status().starts_with("article 1/100000") && desk.shows("Article 0 "), "{}", desk.picture());
    let rows = |desk: &Desk| desk.state().shelf.page.rows.len();
    assert!(rows(&desk) <= 240);
    for _ in 0..40 {
        let at = desk.state().shelf.at;
        desk.keys("<PageDown>");
        assert!(desk.state().shelf.at > at && rows(&desk) <= 240);
        assert!(
            desk.role_rows().iter().any(|row| row.starts_with(" SSS") || row.starts_with("SSS")),
            "{}",
            desk.picture()
        );
    }
    assert!(desk.shelves.asked.len() < 12, "a window serves many keys: {}", desk.shelves.asked.len());
}

#[test]
fn enter_opens_marks_read_and_q_comes_back_to_the_same_row() {
    let mut desk = desk(50);
    desk.keys("4j");
    let before = desk.rows();
    desk.keys("<Enter>");
    assert!(desk.shows("The river Vell"), "{}", desk.picture());
    desk.keys("J").keys("q");
    assert!(desk.status().starts_with("article 6/50 · read"), "{}", desk.status());
    assert_eq!(
        before.iter().filter(|row| row.contains('•')).count(),
        desk.rows().iter().filter(|row| row.contains('•')).count() + 2
    );
    desk.keys("q");
    assert_eq!(desk.effects, [Effect::Quit]);
}

#[test]
fn the_filter_is_seen_while_it_is_typed_and_escape_takes_it_back() {
    let mut desk = desk(200);
    desk.keys("/Article 19");
    assert!(desk.cursor.is_some() && desk.shows("show: Article 19") && desk.shows("11 articles"), "{}", desk.picture());
    desk.keys("<Enter>");
    assert!(desk.cursor.is_none() && desk.status().starts_with("article 1/11"), "{}", desk.picture());
    desk.keys("/x");
    assert!(desk.shows("no article fits"), "{}", desk.picture());
    desk.keys("<Esc>");
    assert!(desk.status().starts_with("article 1/11"), "{}", desk.picture());
    desk.keys("<Esc>");
    assert!(desk.status().starts_with("article 1/200"), "{}", desk.picture());
}

#[test]
fn a_fault_of_the_filter_is_pointed_at_under_the_line() {
    let mut desk = desk(20);
    desk.keys("/speeker:x");
    looks_like(&desk, "library-fault-80x24");
    desk.keys("<Enter>");
    assert!(desk.state().entry.is_some(), "the line stays to be mended");
    desk.keys("<Esc>");
    assert!(desk.state().shelf.fault.is_none() && desk.status().starts_with("article 1/20"));
}

#[test]
fn what_is_done_is_done_to_the_selected_row_or_to_what_is_marked() {
    let mut desk = desk(20);
    desk.keys("jr");
    assert!(desk.status().contains("· read"), "{}", desk.status());
    desk.keys("gXXX").keys("*");
    assert!(desk.footer().contains("changed 3 articles"), "{}", desk.footer());
    assert_eq!(desk.shelves.rows.iter().filter(|row| row.is_starred).count(), 3);
    assert!(desk.state().shelf.marks.is_empty());
    desk.keys("VR");
    assert_eq!(desk.shelves.rows.len(), 0);
    assert!(desk.shows("no articles"), "{}", desk.picture());
    desk.keys("U");
    assert_eq!(desk.effects, [Effect::Undo]);
}

#[test]
fn marking_everything_promises_no_more_than_was_counted_and_leaves_folded_copies_alone() {
    let mut desk = Desk::library(Shelves { counts_on: true, ..Shelves::of(300) }, vell(), 80, 24);
    desk.keys("/Article<Enter>V");
    assert!(desk.footer().contains("everything listed is marked, at least 240"), "{}", desk.footer());
    desk.keys("V").keys("/<C-u>Article 29<Enter>V");
    assert!(desk.footer().contains("all 11 are marked"), "{}", desk.footer());
    for unfolded in [false, true] {
        desk.keys("*");
        let listed = Chosen::Listed { query: "Article 29".to_owned(), unfolded };
        assert!(
            matches!(desk.shelves.asked.iter().rev().find(|effect| matches!(effect, Effect::Change(..))),
            Some(Effect::Change(chosen, _)) if *chosen == listed),
            "{:?}",
            desk.shelves.asked
        );
        desk.keys("+").keys("V");
    }
    desk.keys("V").keys("ww").keys("V");
    assert!(desk.footer().contains("everything listed is marked"), "{}", desk.footer());
}

#[test]
fn tags_are_edited_as_a_line() {
    let mut desk = Desk::library(mixed(), vell(), 80, 24);
    desk.keys("T");
    assert!(desk.footer().starts_with("tags: flood"), "{}", desk.footer());
    desk.keys("<C-w>dam,vell <Enter>");
    assert_eq!(desk.shelves.rows[0].tags, ["dam", "vell"]);
    assert!(desk.shows("#dam #vell"), "{}", desk.picture());
    desk.keys("XXgT");
    assert_eq!(desk.footer(), "tags:");
    desk.keys("-dam, new<Enter>");
    let wanted = Change::Tag { add: vec!["new".to_owned()], take: vec!["dam".to_owned()] };
    let both = Chosen::Articles(vec![ArticleKey(0), ArticleKey(1)]);
    assert!(desk.shelves.asked.contains(&Effect::Change(both, wanted)), "{:?}", desk.shelves.asked);
}

#[test]
fn a_tag_keeps_its_spaces_and_what_the_line_never_held_is_not_taken() {
    let policy = Row { tags: vec!["climate policy".to_owned(), "-5 degrees".to_owned()], ..mixed().rows.remove(1) };
    let mut desk = Desk::library(Shelves { rows: vec![policy], ..Shelves::default() }, vell(), 80, 24);
    desk.keys("T");
    assert!(desk.footer().starts_with("tags: climate policy, -5 degrees"), "{}", desk.footer());
    desk.keys("<Enter>");
    assert!(!desk.shelves.asked.iter().any(|effect| matches!(effect, Effect::Change(..))), "{:?}", desk.shelves.asked);
    desk.keys("T");
    desk.shelves.rows[0].tags.push("storm".to_owned());
    desk.shelves.rows.insert(0, row(77, "2026-12-29", "New"));
    desk.event(Event::LibraryChanged);
    desk.keys(", flood relief<Enter>");
    let wanted = Change::Tag { add: vec!["flood relief".to_owned()], take: Vec::new() };
    let one = Chosen::Articles(vec![ArticleKey(1)]);
    assert!(desk.shelves.asked.contains(&Effect::Change(one, wanted)), "{:?}", desk.shelves.asked);
}

#[test]
fn another_order_and_unfolding_ask_the_library() {
    let mut desk = desk(20);
    desk.keys("w+");
    let orders = desk.shelves.asked.iter().filter_map(|effect| match effect {
        Effect::List { request, .. } => Some((request.order, request.unfolded)),
        _ => None,
    });
    let orders = orders.collect::<Vec<_>>();
    assert_eq!(orders, [(ListOrder::Outlet, false), (ListOrder::Outlet, true)]);
}

#[test]
fn the_list_keeps_its_place_when_another_program_adds_articles() {
    let mut desk = desk(300);
    desk.keys("150j");
    let before = desk.rows();
    for number in 0..5 {
        desk.shelves.rows.insert(0, row(1000 + number, "2026-12-29", "New"));
    }
    desk.event(Event::LibraryChanged);
    assert_eq!(desk.rows()[2..22], before[2..22]);
    assert!(desk.status().starts_with("article 156/305"), "{}", desk.status());
}

#[test]
fn a_place_is_kept_as_one_moves_and_offered_again() {
    let mut desk = desk(9);
    desk.keys("<Enter>");
    assert_eq!(desk.kept, None, "at the beginning there is nothing to keep");
    desk.keys("7n");
    let Some(Effect::Keep(target, Some(place))) = desk.kept.clone() else { panic!("{:?}", desk.kept) };
    assert_eq!((target, place.statement.as_deref()), (Target::Article(ArticleKey(0)), Some("s7")));
    for (cols, rows) in [(80, 24), (40, 12), (120, 40)] {
        let article = std::sync::Arc::new(vell());
        let items =
            vec![nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: false, fault: None }];
        let session = Session::new(items, Some((0, article)), settings()).resumed(Some(&place));
        let mut again = Desk::start(session, Vec::new(), cols, rows);
        assert!(again.shows("resumed at statement 7/12 (g goes"), "{}", again.picture());
        // On a narrow screen the notice has the status line's row until a key comes.
        again.keys("0");
        assert!(again.status().starts_with("statement 7/12"), "{}", again.status());
        assert!(again.role_rows().iter().any(|row| row.contains("CC")), "{}", again.picture());
        assert_eq!(again.kept, None);
        again.keys("g");
        assert!(matches!(again.kept, Some(Effect::Keep(..))));
    }
    let far = Place { statement: Some("gone".to_owned()), offset_char: 1_000_000 };
    let session = Session::new(Vec::new(), Some((0, std::sync::Arc::new(vell()))), settings()).resumed(Some(&far));
    assert!(Desk::start(session, Vec::new(), 80, 24).footer().starts_with("resumed at 100%"));
}
