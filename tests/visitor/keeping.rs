//! What visitors leave: places, remarks, theme, read marks; kept apart from the library and from one another.

use std::sync::Arc;

use nutgraf::article::review::{About, Judgement, Remark, Signed, own_note};
use nutgraf::article::{ReviewStatus, StatementId};
use nutgraf::catalogue::{ArticleKey, ListRequest, Mine, Place, Visitor};
use nutgraf::host::visitor::{Guest, Shared};
use nutgraf::key::{Code, Input, Key};
use nutgraf::library::Body;
use nutgraf::library::visitor::{
    Leaving, MOST_CHARS, MOST_PLACES, MOST_REMARKS, MOST_REMARKS_KEYLESS, Placed, Saying, Visitors, beside,
};
use nutgraf::session::{Effect, Event, Session, Settings};
use nutgraf::state::Screen;

use super::house::{House, NOW, article, opened, revised, target};

fn key() -> Visitor {
    Visitor::Key("SHA256:ferry".to_owned())
}

fn other() -> Visitor {
    Visitor::Key("SHA256:pier".to_owned())
}

fn dispute(n: i64, id: &str) -> Effect {
    let remark = Remark::Statement(StatementId(id.to_owned()), Judgement::Dispute);
    Effect::Remark(target(n), remark, Some("who says".to_owned()))
}

fn note(n: i64, words: &str) -> Effect {
    Effect::Remark(target(n), Remark::Note(About::Article, words.to_owned()), None)
}

fn keep(guest: &mut Guest, n: i64, statement: &str, offset_char: usize) {
    opened(guest, n);
    let place = Place { statement: Some(statement.to_owned()), offset_char };
    assert_eq!(guest.carry_out(Effect::Keep(target(n), Some(place))), None);
}

fn begun(guest: &mut Guest) -> Session {
    let mut session = guest.session(Settings::default());
    let effects = session.handle(Event::Resize { cols: 80, rows: 24 });
    assert!(effects.is_empty(), "{effects:?}");
    session
}

#[track_caller]
fn press(session: &mut Session, guest: &mut Guest, code: Code) {
    let mut events = vec![Event::Input(Input::Key(Key::plain(code)))];
    while let Some(event) = events.pop() {
        for effect in session.handle(event) {
            events.extend(guest.carry_out(effect));
        }
    }
}

fn notice(session: &Session) -> String {
    session.state().notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn mine(house: &House, visitor: &Visitor) -> Mine {
    house.shared.mine(visitor).unwrap()
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

#[test]
fn a_code_leads_back_and_stands_in_no_file_and_no_log() {
    let house = House::new();
    let newcomer = house.shared.newcomer();
    let Visitor::Code(code) = newcomer.clone() else { panic!() };
    assert_eq!(house.shared.known_code(&code), Ok(Some(newcomer.clone())), "it works before anything is kept");
    let mut guest = house.guest(newcomer.clone());
    let greeting = notice(&begun(&mut guest));
    assert_eq!(greeting, format!("to come back to your place: ssh {code}@…"));
    assert!(greeting.chars().count() < 79);
    keep(&mut guest, 2, "s2", 3);
    guest.write();
    let typed = code.to_uppercase().replace('-', "");
    let known = Shared::open(&house.path()).unwrap().known_code(&typed).unwrap().unwrap();
    assert_eq!(known, newcomer);
    let again = notice(&begun(&mut house.guest(known.clone())));
    assert!(again.starts_with("Enter resumes at statement 2/2"), "{again}");
    assert!(!format!("{known:?} {:?}", house.guest(known.clone())).contains(&code));
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()));
    }
}

#[test]
fn a_code_leads_in_after_its_bearer_is_forgotten_and_one_that_nobody_was_given_does_not() {
    let house = House::new();
    let newcomer = house.shared.newcomer();
    let Visitor::Code(code) = newcomer.clone() else { panic!() };
    let mut guest = house.guest(newcomer.clone());
    assert!(begun(&mut guest).state().notice.is_some() && !guest.is_kept());
    assert_eq!(guest.keep(), None);
    assert!(!house.shared.mine(&newcomer).is_ok_and(|mine| mine.first_seen.is_some()), "who leaves nothing is nobody");
    keep(&mut guest, 2, "s2", 3);
    assert!(!guest.is_kept(), "not before it is written");
    guest.keep();
    assert!(guest.is_kept());
    assert_eq!(house.shared.forget(&newcomer), Ok(true));
    assert_eq!(house.shared.known_code(&code), Ok(Some(newcomer)));
    let other = ["bado", "kimu", "tozi", "rawo"];
    let n_known = (0..4).filter(|n| {
        let typed = [&other[*n..], &other[..*n]].concat().join("-");
        assert!(Shared::is_code(&typed));
        house.shared.known_code(&typed) != Ok(None)
    });
    assert!(n_known.count() < 2);
    assert_eq!(house.shared.known_code("ferry"), Ok(None));
    assert!(!house.guest(key()).is_kept());
}

#[test]
fn where_codes_cannot_be_told_nobody_is_called_a_guesser_and_newcomers_are_told_that_nothing_is_kept() {
    let house = House::new();
    std::fs::write(house.folder.path().join("visitors.secret"), "half").unwrap();
    let why = house.shared.known_code("bado-kimu-tozi-rawo").unwrap_err();
    assert!(why.contains("not kept") && !why.contains('/'), "{why}");
    assert_eq!(house.shared.known_code("ferry"), Ok(None), "what is no code is none");
    let newcomer = house.shared.newcomer();
    assert_eq!(newcomer, Visitor::Nobody);
    assert_eq!(notice(&begun(&mut house.guest(newcomer))), "nothing of this visit is kept");
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
    assert_eq!((guest.keep(), guest.is_kept()), (None, true));
    assert_eq!(mine(&house, &key()).places.len(), 1);
}

#[test]
fn what_is_forgotten_stands_in_no_file_any_more() {
    let house = House::new();
    let has = |words: &str| {
        std::fs::read_dir(house.folder.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(words.len()).any(|part| part == words.as_bytes())
        })
    };
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    revised(&mut guest, note(1, "quayfog")).unwrap();
    assert!(has("quayfog"));
    assert_eq!(house.shared.forget(&key()), Ok(true));
    assert!(!has("quayfog"));
    // By the owner too, while it is served.
    revised(&mut guest, note(1, "pierfog")).unwrap();
    assert!(has("pierfog"));
    assert_eq!(Visitors::open(&beside(&house.path())).unwrap().forget_all().unwrap(), 1);
    assert!(!has("pierfog"));
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
fn a_visitor_takes_along_what_they_left_and_has_it_forgotten() {
    let house = House::new();
    let mut guest = house.guest(key());
    keep(&mut guest, 2, "s2", 3);
    revised(&mut guest, dispute(2, "s1")).unwrap();
    revised(&mut guest, note(2, "a word nobody else has: quayfog #later")).unwrap();
    guest.write();
    keep(&mut house.guest(other()), 1, "s1", 1);
    let all = mine(&house, &key());
    assert_eq!((all.places.len(), all.remarks.len(), all.n_read), (1, 2, 1));
    assert_eq!(all.places[0].headline, "Vell council meets, part 2");
    let said = &all.remarks[1];
    assert_eq!((said.judgement.as_deref(), said.why.as_deref()), (Some("dispute"), Some("who says")));
    assert_eq!(said.words.as_deref(), Some("“The ferry is safe,”"));
    assert!(all.remarks[0].note.as_deref().is_some_and(|note| note.contains("quayfog")));
    assert_eq!(house.shared.forget(&key()), Ok(true));
    assert_eq!(house.shared.forget(&key()), Ok(false));
    assert_eq!(mine(&house, &key()), Mine::default());
}

#[test]
fn there_is_an_end_to_what_one_visitor_leaves_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut visitors = Visitors::open(&folder.path().join("visitors.db")).unwrap();
    let placed = |n: i64| {
        let place = Some(Place { statement: None, offset_char: 9 });
        let mut text = [0; 32];
        text[..8].copy_from_slice(&n.to_be_bytes());
        (text, Placed { article: ArticleKey(n), headline: String::new(), place })
    };
    let leaving = |numbers: std::ops::RangeInclusive<i64>| Leaving {
        places: numbers.map(placed).collect(),
        ..Leaving::default()
    };
    assert_eq!(visitors.leave(&key(), &leaving(1..=MOST_PLACES), NOW).unwrap(), Ok(None));
    let why = visitors.leave(&key(), &leaving(MOST_PLACES + 1..=MOST_PLACES + 1), NOW).unwrap().unwrap().unwrap();
    assert!(why.contains("the oldest one gave way"), "{why}");
    let kept = visitors.mine(&key()).unwrap().places;
    assert_eq!((kept.len() as i64, kept[0].article.0), (MOST_PLACES, MOST_PLACES + 1));
    assert!(!kept.iter().any(|place| place.article.0 == 1));

    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    let why = revised(&mut guest, note(1, &"quay ".repeat(MOST_CHARS))).unwrap_err();
    assert!(why.contains("too long"), "{why}");
    assert!(mine(&house, &key()).remarks.is_empty());
    let body = Body::from(Vec::new());
    let remark = Remark::Note(About::Article, "again".to_owned());
    let saying = Saying {
        article: ArticleKey(1),
        headline: "",
        version: [1; 32],
        body: &body,
        remark: &remark,
        words: None,
        kind: None,
        doubts: &[],
        instead: &[],
    };
    for _ in 0..MOST_REMARKS {
        visitors.say(&key(), &saying, &Signed::default(), NOW).unwrap().unwrap();
    }
    let why = visitors.say(&key(), &saying, &Signed::default(), NOW).unwrap().unwrap_err();
    assert!(why.contains("and no more"), "{why}");
    assert_eq!(visitors.say(&other(), &saying, &Signed::default(), NOW).unwrap(), Ok(()), "others have room");
    let code = Visitor::Code("bado-kimu-tozi-rawo".to_owned());
    let n_kept =
        (0..MOST_REMARKS).take_while(|_| visitors.say(&code, &saying, &Signed::default(), NOW).unwrap().is_ok());
    assert_eq!(n_kept.count() as i64, MOST_REMARKS_KEYLESS);
}

#[test]
fn who_has_no_key_and_does_not_come_back_is_forgotten_after_thirty_days() {
    let folder = tempfile::tempdir().unwrap();
    let mut visitors = Visitors::open(&folder.path().join("visitors.db")).unwrap();
    let leaving = Leaving { theme: Some("ink".to_owned()), ..Leaving::default() };
    let code = |n: u8| Visitor::Code(format!("code {n}"));
    let day = 24 * 60 * 60;
    visitors.leave(&code(1), &leaving, NOW).unwrap().unwrap();
    visitors.leave(&code(2), &leaving, NOW + 2 * day).unwrap().unwrap();
    visitors.leave(&code(3), &leaving, NOW).unwrap().unwrap();
    visitors.leave(&key(), &leaving, NOW).unwrap().unwrap();
    // Who comes back is here, though they leave nothing new.
    assert!(!visitors.is_back(&code(3), NOW + day / 2).unwrap(), "once a day is enough");
    assert!(visitors.is_back(&code(3), NOW + day).unwrap() && !visitors.is_back(&code(4), NOW + day).unwrap());
    visitors.touch(&code(3), NOW + 20 * day).unwrap();
    visitors.touch(&code(4), NOW + 20 * day).unwrap();
    assert_eq!(visitors.expire(NOW + 31 * day).unwrap(), 1);
    let known = [code(1), code(2), code(3), code(4), key()].map(|visitor| visitors.knows(&visitor).unwrap());
    assert_eq!(known, [false, true, true, false, true]);
}

#[test]
fn who_did_not_come_back_is_forgotten_when_the_server_starts_and_comes_back_by_coming() {
    let house = House::new();
    let leaving = Leaving { theme: Some("ink".to_owned()), ..Leaving::default() };
    let (gone, here) = (house.shared.newcomer(), house.shared.newcomer());
    let mut visitors = Visitors::open(&beside(&house.path())).unwrap();
    let now = nutgraf::host::now();
    let day = 24 * 60 * 60;
    visitors.leave(&gone, &leaving, now - 31 * day).unwrap().unwrap();
    visitors.leave(&here, &leaving, now - 29 * day).unwrap().unwrap();
    house.shared.tidy();
    assert!(!visitors.knows(&gone).unwrap() && visitors.knows(&here).unwrap());
    assert!(visitors.is_back(&here, now).unwrap());
    begun(&mut house.guest(here.clone()));
    assert!(!visitors.is_back(&here, now).unwrap(), "that they were here today is written");
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
    let _ = Arc::clone(&house.shared);
}
