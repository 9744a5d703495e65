//! Reading as a visitor: open, search, copy; and what is refused.

use std::sync::Arc;

use nutgraf::catalogue::{ArticleKey, SavedSearch, SpeakerKey, Visitor};
use nutgraf::exchange::{Change, Chosen, Copied, Effect, Event, Extract, Identity, Progress, SearchRequest, Work};
use nutgraf::form::{Citation, Format};
use nutgraf::host::visitor::Guest;
use nutgraf::host::{Sending, Through};
use nutgraf::library::{Arrival, Library};

use super::house::{House, NOW, article, opened, target};

#[test]
fn those_who_read_one_article_share_it() {
    let house = House::new();
    let (mut one, mut other) = (house.nobody(), house.nobody());
    let (first, second) = (opened(&mut one, 1).article, opened(&mut other, 1).article);
    assert!(Arc::ptr_eq(&first, &second));
    assert!(!Arc::ptr_eq(&first, &opened(&mut one, 2).article));
}

#[test]
fn journey_seven_holds_from_a_served_session() {
    let house = House::new();
    let mut guest = house.nobody();
    let statement = |id: &str| {
        Effect::Copy(Extract::Statement(target(1), nutgraf::article::StatementId(id.to_owned())), Citation::Plain)
    };
    let Some(Event::Copied(Ok((words, Copied::Sent)))) = guest.carry_out(statement("s1")) else { panic!() };
    assert!(
        words.starts_with("“The dam came too late” — Odile Marchetti, quoted in The Vell Courier, “Vell council meets, part 1”, 11 Aug 2025. https://courier.example/vell/1 (accessed "),
        "{words}"
    );
    assert_eq!(guest.to_send(), Some(Sending { text: words, through: Through::Nothing }));
    assert_eq!(guest.to_send(), None, "it is sent once");
    let Some(Event::Copied(Ok((words, Copied::Sent)))) = guest.carry_out(statement("s2")) else { panic!() };
    assert!(
        words.starts_with("[Odile Marchetti] said that the works would go on, number 1 — as reported (not quoted)"),
        "{words}"
    );
}

#[test]
fn what_stands_before_the_terminal_is_told_by_its_name() {
    let house = House::new();
    let copy = || Effect::Copy(Extract::Article(target(1)), Citation::Plain);
    for (term, wanted) in [
        ("xterm", Some(Through::Nothing)),
        ("screen-256color", Some(Through::ScreenOrTmux)),
        ("linux", None),
        ("", None),
    ] {
        let mut guest = Guest::new(Arc::clone(&house.shared), Visitor::Nobody).on_terminal(term);
        let answer = guest.carry_out(copy());
        assert_eq!(guest.to_send().map(|sending| sending.through), wanted, "{term}");
        let is_shown = matches!(answer, Some(Event::Copied(Ok((_, Copied::Show(_))))));
        assert_eq!(is_shown, wanted.is_none(), "{term}");
    }
}

#[test]
fn a_link_goes_to_the_visitors_own_terminal_and_no_browser_is_started() {
    let house = House::new();
    let mut guest = house.nobody();
    let browse = Effect::Browse(Extract::Article(target(2)));
    let Some(Event::Copied(Ok((link, Copied::Show(why))))) = guest.carry_out(browse) else { panic!() };
    assert_eq!(link, "https://courier.example/vell/2");
    assert!(why.contains("your terminal") && why.contains("your own machine"), "{why}");
    assert_eq!(guest.to_send().map(|sending| sending.text), Some(link));
}

#[test]
fn what_visitors_may_not_is_refused_in_a_sentence_and_nothing_is_touched() {
    let house = House::new();
    let mut guest = house.nobody();
    let path = house.folder.path().join("out.txt");
    let extract = Extract::Article(target(1));
    let effects = [
        Effect::Export {
            extract: extract.clone(),
            format: Format::Text,
            path: path.display().to_string(),
            replaces: true,
        },
        Effect::Pipe(extract, format!("touch {}", path.display())),
        Effect::Work(Work::Sync),
        Effect::Work(Work::Add("https://courier.example/".to_owned())),
        Effect::Change(Chosen::Articles(vec![ArticleKey(1)]), Change::Remove),
        Effect::Change(Chosen::Listed { query: String::new(), unfolded: false }, Change::Read(true)),
        Effect::Identify(Identity::Merge { keep: SpeakerKey(1), join: SpeakerKey(2) }),
        Effect::Save(SavedSearch { name: "a".to_owned(), query: "pier".to_owned() }),
        Effect::Saved,
        Effect::Suspend,
    ];
    for effect in effects {
        let answer = guest.carry_out(effect.clone());
        let why = match answer {
            Some(
                Event::Done(Err(why))
                | Event::Work(Progress::Done(Err(why), None))
                | Event::Changed(Err(why))
                | Event::Saved(Err(why)),
            ) => why,
            other => panic!("{effect:?}: {other:?}"),
        };
        assert!(!why.is_empty() && !why.contains(char::is_control), "{why}");
    }
    assert!(!path.exists());
    assert!(house.owner().row(ArticleKey(1)).unwrap().is_some_and(|row| !row.is_read));
}

#[test]
fn what_the_owner_adds_appears_without_a_restart() {
    let house = House::new();
    let mut guest = house.nobody();
    assert!(!guest.has_news());
    house.owner().add(&[Arrival::asked(article(4, 14, "The bridge holds"))], NOW).unwrap();
    assert!(guest.has_news() && !guest.has_news());
    assert!(opened(&mut guest, 4).article.text.as_str().contains("The bridge holds"));
    let mut late = house.nobody();
    assert!(!late.has_news(), "whoever comes later has seen it");
}

#[test]
fn another_file_in_the_librarys_place_is_noticed_and_a_missing_one_is_told_of() {
    let house = House::new();
    let mut guest = house.nobody();
    let before = opened(&mut guest, 1).article;
    let path = house.path();
    let gone = house.folder.path().join("gone.db");
    std::fs::rename(&path, &gone).unwrap();
    assert!(guest.has_news());
    let refused = guest.carry_out(Effect::Open(target(1)));
    let Some(Event::Opened(_, Err(why))) = refused else { panic!("{refused:?}") };
    assert!(why.contains("not there just now") && !why.contains('/'), "{why}");
    let other = house.folder.path().join("other.db");
    Library::open_to_write(&other).unwrap().add(&[Arrival::asked(article(9, 20, "The mill closes"))], NOW).unwrap();
    std::fs::rename(&other, &path).unwrap();
    assert!(guest.has_news());
    let after = opened(&mut guest, 1).article;
    assert!(after.text.as_str().contains("The mill closes") && before.text.as_str().contains("The dam"));
}

#[test]
fn a_newer_library_is_told_of_in_a_clear_line_and_the_session_goes_on() {
    let house = House::new();
    let mut guest = house.nobody();
    house.shared.ask(Library::latest_day).unwrap();
    set_version(&house.path(), 99);
    assert!(guest.has_news());
    let Some(Event::Opened(_, Err(why))) = guest.carry_out(Effect::Open(target(1))) else { panic!() };
    assert!(why.contains("newer than this server") && !why.contains('/'), "{why}");
}

/// Writes a database's version where it stands in the file's header, as a program of another version would leave it.
fn set_version(path: &std::path::Path, version: u32) {
    use std::io::{Seek, SeekFrom, Write};
    // Whoever closes last leaves no log behind.
    let file = std::fs::read(path).unwrap();
    let other = path.with_extension("other");
    std::fs::write(&other, file).unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(&other).unwrap();
    file.seek(SeekFrom::Start(60)).unwrap();
    file.write_all(&version.to_be_bytes()).unwrap();
    std::fs::rename(other, path).unwrap();
}

#[test]
fn a_question_that_takes_too_long_is_broken_off_and_the_next_one_answered() {
    use std::time::Duration;
    let house = House::new();
    let mut owner = house.owner();
    let many: Vec<_> =
        (10..140).map(|n| Arrival::asked(article(n, 15, &format!("The bridge holds, {n} times")))).collect();
    owner.add(&many, NOW).unwrap();
    let mut library = Library::open_for_visitors(&house.path()).unwrap();
    let ask = |library: &Library| library.tally("", NOW);
    let error = library.within(Duration::ZERO, ask).err().unwrap();
    assert!(matches!(error, nutgraf::library::LibraryError::TooLong(_)), "{error}");
    assert_eq!(library.within(Duration::from_secs(60), ask).unwrap().unwrap().n_statements, 266);
    let mut guest = house.nobody();
    let search = SearchRequest { text: "bridge".to_owned(), limit: 9, ..SearchRequest::default() };
    assert!(matches!(guest.carry_out(Effect::Search(search)), Some(Event::Found(_, Ok(Ok(_))))));
}

#[test]
fn the_help_and_the_footer_promise_visitors_nothing_that_is_the_owners() {
    let house = House::new();
    let mut session = house.nobody().session(nutgraf::session::Settings::default());
    session.handle(Event::Resize { cols: 100, rows: 200 });
    let list = session.drawn().join("\n");
    assert!(!list.contains("undo") && !list.contains("star"), "{list}");
    session.handle(Event::Input(nutgraf::key::Input::Key(nutgraf::key::Key::char('?'))));
    let help = session.drawn().join("\n");
    assert!(help.contains("Go to the list of articles") && help.contains("Undo what you said last"), "{help}");
    for owners in ["shell", "saved search", "browser", "from files", "or tag", "Export", "Star the"] {
        assert!(!help.contains(owners), "{owners}: {help}");
    }
}

#[test]
fn what_the_program_says_itself_is_in_the_terminals_signs() {
    let ascii = nutgraf::session::Settings { unicode: false, ..nutgraf::session::Settings::default() };
    let mut session = nutgraf::session::Session::new(Vec::new(), None, ascii)
        .greeted("Enter resumes at 2/3 of “Vell council” …".to_owned());
    session.handle(Event::Resize { cols: 80, rows: 24 });
    let last = session.drawn().pop().unwrap_or_default();
    assert_eq!(last, "Enter resumes at 2/3 of \"Vell council\" ...");
}
