//! What visitors leave: places, remarks, theme, read marks; kept apart from the library and from one another.

use nutgraf::article::ReviewStatus;
use nutgraf::article::review::{About, own_note};
use nutgraf::catalogue::{ArticleKey, ListRequest, Mine, Visitor};
use nutgraf::exchange::{Effect, Event};
use nutgraf::host::visitor::{Guest, Shared};
use nutgraf::key::{Code, Input, Key};
use nutgraf::library::visitor::{Visitors, beside};
use nutgraf::session::{Session, Settings};
use nutgraf::state::Screen;

use super::house::{
    House, NOW, article, begun, dispute, keep, key, mine, note, notice, opened, other, revised, target,
};

#[track_caller]
fn press(session: &mut Session, guest: &mut Guest, code: Code) {
    let mut events = vec![Event::Input(Input::Key(Key::plain(code)))];
    while let Some(event) = events.pop() {
        for effect in session.handle(event) {
            events.extend(guest.carry_out(effect));
        }
    }
}

#[test]
fn journey_nine_the_same_key_goes_on_at_statement_and_offset_whatever_the_window() {
    let house = House::new();
    let mut guest = house.guest(key());
    let mut session = begun(&mut guest);
    assert_eq!(notice(&session), "", "somebody new is offered nothing");
    press(&mut session, &mut guest, Code::Char('j'));
    press(&mut session, &mut guest, Code::Enter);
    press(&mut session, &mut guest, Code::Char('n'));
    press(&mut session, &mut guest, Code::Char('n'));
    assert!(guest.is_waiting(), "a place waits until nobody presses anything");
    assert_eq!(guest.write(), None);
    assert!(!guest.is_waiting());
    drop((guest, session));

    // Another server, after the first is gone.
    let shared = Shared::open(&house.path()).unwrap();
    let mut guest = Guest::new(shared, key());
    let mut session = guest.session(Settings::default());
    assert_eq!(notice(&session), "Enter resumes at statement 2/2 of “Vell council meets, part 2”");
    session.handle(Event::Resize { cols: 40, rows: 12 });
    assert_eq!(session.state().screen, Screen::List);
    press(&mut session, &mut guest, Code::Enter);
    let reading = session.state().shown().unwrap();
    assert_eq!((reading.target, reading.at), (Some(target(2)), Some(1)));
    assert!(notice(&session).starts_with("resumed at statement 2/2"), "{}", notice(&session));
}

#[test]
fn a_session_at_the_far_end_of_a_long_list_begins_there() {
    let house = House::new();
    let many: Vec<_> = (10..500)
        .map(|n| nutgraf::library::Arrival::asked(article(n, 12, &format!("The bridge holds, says number {n} of all"))))
        .collect();
    house.owner().add(&many, NOW).unwrap();
    keep(&mut house.guest(key()), 1, "s2", 3);
    let mut guest = house.guest(key());
    keep(&mut guest, 1, "s2", 3);
    guest.write();
    let session = begun(&mut house.guest(key()));
    assert_eq!(session.state().shelf.selected().map(|row| row.id), Some(ArticleKey(1)));
    assert!(session.drawn().iter().any(|line| line.contains("part 1")), "{:?}", session.drawn());
}

#[test]
fn what_was_read_is_marked_for_whoever_read_it_and_for_nobody_else() {
    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    guest.write();
    let list = || Effect::List { request: ListRequest { limit: 9, ..ListRequest::default() }, keep: None, total: 0 };
    let read = |guest: &mut Guest| match guest.carry_out(list()) {
        Some(Event::Listed(_, Ok(Ok(page)))) => {
            let read: Vec<i64> = page.rows.iter().filter(|row| row.is_read).map(|row| row.id.0).collect();
            (read, page.n_unread)
        }
        other => panic!("{other:?}"),
    };
    let mut again = house.guest(key());
    begun(&mut again);
    assert_eq!(read(&mut again), (vec![1], 2));
    assert_eq!(read(&mut house.guest(other())), (vec![], 3));
    assert!(house.owner().row(ArticleKey(1)).unwrap().is_some_and(|row| !row.is_read));
}

#[test]
fn the_theme_that_was_chosen_is_the_one_to_begin_with() {
    let house = House::new();
    let mut guest = house.guest(key());
    let mut session = begun(&mut guest);
    let before = session.state().theme;
    let theme = nutgraf::keymap::Keymap::default().keys(nutgraf::action::Action::Theme)[0];
    for effect in session.handle(Event::Input(Input::Key(theme))) {
        guest.carry_out(effect);
    }
    guest.write();
    assert_ne!(session.state().theme, before);
    assert_eq!(begun(&mut house.guest(key())).state().theme, session.state().theme);
    assert_eq!(begun(&mut house.guest(other())).state().theme, before);
}

#[test]
fn what_a_visitor_says_is_seen_by_them_alone_and_never_touches_the_library() {
    let house = House::new();
    let before = house.owner().article(ArticleKey(1)).unwrap();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    let said = revised(&mut guest, dispute(1, "s1")).unwrap();
    assert!(said.words.contains("for you alone"), "{}", said.words);
    let said = revised(&mut guest, note(1, "ask again #later")).unwrap();
    let review = said.article.statements.items()[0].review.known().unwrap().clone();
    assert_eq!((review.status, review.by.known().map(String::as_str)), (ReviewStatus::Disputed, Some("you")));
    assert!(own_note(&said.article, &About::Article, Some("you")).is_some());

    let mut again = house.guest(key());
    assert_eq!(opened(&mut again, 1).article, said.article);
    let mut stranger = house.guest(other());
    assert!(opened(&mut stranger, 1).article.statements.items()[0].review.known().is_none());
    assert_eq!(house.owner().article(ArticleKey(1)).unwrap(), before);

    assert!(matches!(again.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
    let now = revised(&mut again, Effect::Reread(target(1))).unwrap().article;
    assert!(own_note(&now, &About::Article, Some("you")).is_none());
    assert!(now.statements.items()[0].review.known().is_some());
    assert!(matches!(stranger.carry_out(Effect::Undo), Some(Event::Changed(Err(_)))), "the other's stays");
}

#[test]
fn what_was_said_is_led_to_the_newer_text_and_what_fits_no_more_is_told_of() {
    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    revised(&mut guest, dispute(1, "s1")).unwrap();
    revised(&mut guest, dispute(1, "s2")).unwrap();
    // The same page again, corrected: the first statement stands elsewhere under another id, the second is gone.
    let newer = serde_json::json!({
        "article": { "url": "https://courier.example/vell/1", "headline": "Vell council meets, part 1" },
        "text": { "value": "Corrected on Tuesday. “The dam came too late,” Odile Marchetti said.\n" },
        "actors": [{ "id": "a1", "kind": "person", "name": "Odile Marchetti" }],
        "statements": [{ "id": "s9", "kind": "direct", "marking": "quoted",
            "content": [{ "exact": "“The dam came too late,”" }], "speakers": ["a1"] }],
    });
    let newer = nutgraf::article::format::read(&newer.to_string()).unwrap();
    house.owner().add(&[nutgraf::library::Arrival::asked(newer)], NOW + 1).unwrap();
    let mut guest = house.guest(key());
    let now = opened(&mut guest, 1).article;
    assert!(now.text.as_str().starts_with("Corrected"));
    let statement = now.statements.items().iter().find(|one| one.start_char().is_some()).unwrap();
    assert_eq!(statement.review.known().map(|review| review.status), Some(ReviewStatus::Disputed));
    let told = guest.write().unwrap();
    assert!(told.contains("a remark of yours does not fit") && told.contains("mine"), "{told}");
    assert_eq!(mine(&house, &key()).remarks.len(), 2, "nothing of it is lost");
}

#[test]
fn two_sessions_of_one_key_keep_the_remarks_of_both_and_the_place_of_the_last() {
    let house = House::new();
    let (mut one, mut two) = (house.guest(key()), house.guest(key()));
    keep(&mut one, 1, "s1", 1);
    keep(&mut two, 1, "s2", 2);
    revised(&mut one, dispute(1, "s1")).unwrap();
    revised(&mut two, dispute(1, "s2")).unwrap();
    one.write();
    two.write();
    let all = mine(&house, &key());
    assert_eq!(all.places.iter().map(|place| place.statement.as_deref()).collect::<Vec<_>>(), [Some("s2")]);
    assert_eq!(all.remarks.len(), 2);
    let article = opened(&mut one, 1).article;
    assert!(article.statements.items().iter().all(|statement| statement.review.known().is_some()));
}

#[test]
fn of_nobody_nothing_is_kept_and_they_are_told() {
    let house = House::new();
    let mut guest = house.nobody();
    assert_eq!(notice(&begun(&mut guest)), "nothing of this visit is kept");
    opened(&mut guest, 1);
    let said = revised(&mut guest, dispute(1, "s1")).unwrap();
    assert!(said.words.starts_with("for this session only"), "{}", said.words);
    assert!(opened(&mut guest, 1).article.statements.items()[0].review.known().is_some(), "it holds for the session");
    assert!(opened(&mut house.nobody(), 1).article.statements.items()[0].review.known().is_none());
    assert!(matches!(guest.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
    assert!(opened(&mut guest, 1).article.statements.items()[0].review.known().is_none());
    keep(&mut guest, 1, "s2", 5);
    assert_eq!(guest.write(), None);
    assert_eq!(mine(&house, &Visitor::Nobody), Mine::default());
    let all = Visitors::open_existing(&beside(&house.path())).unwrap();
    assert!(all.is_none_or(|all| all.all().unwrap().is_empty()));
}

/// Another program that writes to the visitors' database, until it is dropped.
fn locked(house: &House) -> rusqlite::Connection {
    let lock = rusqlite::Connection::open(beside(&house.path())).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    lock
}

#[test]
fn while_another_program_writes_to_the_database_reading_goes_on_and_nothing_is_lost() {
    let house = House::new();
    let mut guest = house.guest(key());
    keep(&mut guest, 1, "s1", 1);
    revised(&mut guest, dispute(1, "s1")).unwrap();
    guest.write();
    let lock = locked(&house);
    let mut again = house.guest(key());
    assert!(notice(&begun(&mut again)).starts_with("Enter resumes at statement 1/2"));
    assert!(opened(&mut again, 1).article.statements.items()[0].review.known().is_some());
    keep(&mut again, 2, "s2", 7);
    assert_eq!((again.write(), again.is_waiting(), again.is_kept()), (None, true, false));
    let why = revised(&mut again, dispute(2, "s1")).unwrap_err();
    assert!(why.contains("at this moment"), "{why}");
    assert_eq!((again.keep(), again.is_waiting()), (None, true));
    drop(lock);
    assert_eq!((again.keep(), again.is_waiting(), again.is_kept()), (None, false, true));
    assert_eq!(mine(&house, &key()).places.len(), 2);
}

#[test]
fn what_could_not_be_written_is_written_when_it_can_be() {
    let house = House::new();
    let path = beside(&house.path());
    std::fs::create_dir(&path).unwrap();
    let mut guest = house.guest(key());
    begun(&mut guest);
    keep(&mut guest, 1, "s2", 3);
    assert!(guest.write().unwrap().contains("not kept"));
    assert!(guest.is_waiting() && !guest.is_kept());
    std::fs::remove_dir(&path).unwrap();
    assert_eq!((guest.write(), guest.is_waiting()), (None, true), "it is not tried with every key");
    assert_eq!((guest.keep(), guest.is_kept()), (None, true));
    assert_eq!(mine(&house, &key()).places.len(), 1);
}

#[test]
fn what_is_read_and_folded_or_removed_since_is_not_counted_as_read_of_what_is_there() {
    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    opened(&mut guest, 3);
    house.owner().change(&[ArticleKey(3)], &nutgraf::library::Change::Remove, NOW).unwrap();
    let request = ListRequest { limit: 9, ..ListRequest::default() };
    match guest.carry_out(Effect::List { request, keep: None, total: 0 }) {
        Some(Event::Listed(_, Ok(Ok(page)))) => assert_eq!((page.rows.len(), page.n_unread), (2, 1)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_visitor_takes_along_says_how_each_statement_is_reported() {
    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    revised(&mut guest, dispute(1, "s1")).unwrap();
    revised(&mut guest, dispute(1, "s2")).unwrap();
    revised(&mut guest, note(1, "ask again")).unwrap();
    let said = mine(&house, &key()).remarks;
    let kinds: Vec<_> = said.iter().map(|remark| remark.kind.as_deref()).collect();
    assert_eq!(kinds, [None, Some("indirect"), Some("direct")]);
    assert!(said[1].words.as_ref().is_some_and(|words| !words.contains(['“', '"'])), "{:?}", said[1].words);
    assert!(said.iter().all(|remark| remark.doubts.is_empty()));
}

#[test]
fn a_damaged_database_is_told_of_once_and_reading_goes_on() {
    let house = House::new();
    std::fs::write(beside(&house.path()), "this is no database, however long one looks at it. ".repeat(100)).unwrap();
    let mut guest = house.guest(key());
    begun(&mut guest);
    keep(&mut guest, 1, "s2", 3);
    let told = guest.write().unwrap();
    assert!(told.contains("not kept") && !told.contains('/'), "{told}");
    keep(&mut guest, 1, "s1", 4);
    assert_eq!(guest.write(), None, "once");
    let said = revised(&mut guest, dispute(1, "s1"));
    assert!(said.is_ok() || said.is_err_and(|why| why.contains("not kept")));
}

#[test]
fn the_database_is_for_its_owners_eyes_and_the_library_knows_nothing_of_it() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    let before = std::fs::read(house.path()).unwrap();
    let mut guest = house.guest(key());
    keep(&mut guest, 1, "s2", 3);
    revised(&mut guest, dispute(1, "s1")).unwrap();
    guest.write();
    let mode = std::fs::metadata(beside(&house.path())).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read(house.path()).unwrap(), before);
}
