use super::*;

fn host(sources: Vec<Source>) -> Host {
    Host::new(sources, Options::default())
}

#[test]
fn a_clock_that_is_set_before_1970_counts_down() {
    let at = |n_before| seconds(SystemTime::UNIX_EPOCH - Duration::from_secs(n_before));
    assert_eq!((at(0), at(61)), (0, -61));
    assert_eq!(seconds(SystemTime::UNIX_EPOCH + Duration::from_secs(61)), 61);
}

#[test]
fn every_sample_is_listed_as_one_and_opens() {
    let mut host = Host::samples(Options::default());
    let items = host.items();
    assert_eq!(items.len(), SAMPLES.len());
    for (place, item) in items.iter().enumerate() {
        assert!(item.sample && item.outlet.is_some() && item.day.is_some());
        let article = host.open(Target::Entry(place)).unwrap().article;
        assert!(!article.text.as_str().is_empty());
        // It is still listed as a sample once it was read.
        assert_eq!(host.items()[place], *item);
    }
}

#[test]
fn a_file_is_listed_by_its_name_and_read_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vote\u{1b}[31m.txt");
    std::fs::write(&path, "Council votes\n\n“We will build it,” Mara Velk said.\n").unwrap();
    let mut host = host(vec![Source::Path(path.clone())]);
    let title = &host.items()[0].title;
    assert!(title.contains("vote") && !title.contains('\u{1b}'), "{title:?}");
    let article = host.open(Target::Entry(0)).unwrap().article;
    assert!(article.text.as_str().contains("Mara Velk"));
    // It stays open though the file goes.
    std::fs::remove_file(path).unwrap();
    assert!(Arc::ptr_eq(&host.open(Target::Entry(0)).unwrap().article, &article));
}

#[test]
fn what_cannot_be_opened_is_told_in_one_clean_line() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.txt");
    std::fs::write(&empty, "").unwrap();
    let missing = folder.path().join("no\nsuch\u{1b}]0;x.txt");
    let mut host = host(vec![Source::Path(empty), Source::Path(missing), Source::Path(folder.path().to_owned())]);
    for item in 0..4 {
        let message = host.open(Target::Entry(item)).unwrap_err();
        assert!(!message.is_empty() && !message.contains(char::is_control), "{message:?}");
    }
    assert!(host.open(Target::Entry(0)).unwrap_err().contains("empty.txt"));
}

#[test]
fn a_file_over_the_limit_is_refused_without_being_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.txt");
    std::fs::write(&path, "word ".repeat(1000)).unwrap();
    let options = Options { max_bytes: 100, ..Options::default() };
    let message = Host::new(vec![Source::Path(path)], options).open(Target::Entry(0)).unwrap_err();
    assert!(message.contains("too large"), "{message}");
}

#[test]
fn a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    for path in [pipe, PathBuf::from("/dev/zero")] {
        let message = host(vec![Source::Path(path)]).open(Target::Entry(0)).unwrap_err();
        assert!(message.contains("no regular file; pipe it in instead"), "{message}");
    }
}

/// A host with a library of three small articles.
fn host_with_library(folder: &Path) -> Host {
    let (archive, _) = Archive::new(folder.join("library.db"));
    let mut host = host(Vec::new()).with_library(Some(archive));
    let library = host.archive.as_mut().unwrap().to_write().unwrap();
    for day in ["Monday", "Tuesday", "Wednesday"] {
        let text = format!("Ferry is late on {day}\n\n“It was late on {day},” said Ada Brook, the mayor of Vell.\n");
        let articles = briefing::from_bytes(text.as_bytes(), &Options::default()).unwrap();
        let arrivals: Vec<_> = articles.into_iter().map(crate::library::Arrival::asked).collect();
        library.add(&arrivals, 1_755_086_400).unwrap();
    }
    host
}

#[test]
fn what_is_done_to_all_that_is_listed_is_done_to_every_article() {
    use crate::exchange::{Change, Chosen, Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    for (query, n) in [("", 3), ("tuesday", 1)] {
        let chosen = Chosen::Listed { query: query.to_owned(), unfolded: false };
        let effect = Effect::Change(chosen, Change::Star(true));
        let Some(Event::Changed(Ok(words))) = host.carry_out(effect) else { panic!("{query}") };
        assert!(words.contains(&format!("{n} article")), "{query}: {words}");
        assert!(matches!(host.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
    }
}

#[test]
fn articles_that_are_listed_or_marked_go_out_whole_and_searches_have_statements() {
    use crate::exchange::{Chosen, Extract};
    use crate::form::Format;
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    let library = host.archive.as_mut().unwrap().to_write().unwrap();
    let without = briefing::from_bytes(
        b"Ferry market opens on Tuesday\n\nFish was cheap in Vell, and bread was not.\n",
        &Options::default(),
    )
    .unwrap();
    let without: Vec<_> = without.into_iter().map(crate::library::Arrival::asked).collect();
    library.add(&without, 1_755_086_400).unwrap();
    let mut written = |extract: Extract, n: usize| {
        let path = folder.path().join("out.txt");
        let done = host.export(&extract, Format::Text, path.to_str().unwrap(), true);
        let said = if n == 1 { "1 article written".to_owned() } else { format!("{n} articles written") };
        assert!(matches!(&done, crate::exchange::Event::Done(Ok(words)) if words.starts_with(&said)), "{done:?}");
        std::fs::read_to_string(path).unwrap()
    };
    let listed = |query: &str| Extract::Listed(Chosen::Listed { query: query.to_owned(), unfolded: true });
    // One of them has no statement at all.
    let text = written(listed("tuesday"), 2);
    assert!(text.contains("No statements.") && text.contains("It was late"), "{text}");
    assert_eq!(written(listed(""), 4).matches("It was late").count(), 3);
    let marked = Extract::Listed(Chosen::Articles(vec![crate::catalogue::ArticleKey(4)]));
    assert!(written(marked, 1).contains("No statements."));
    assert_eq!(written(Extract::Search("late tuesday".to_owned()), 1).matches("It was late").count(), 1);
}

#[test]
fn a_search_is_cited_only_where_it_is_small_enough_to_wait_for() {
    use crate::exchange::Extract;
    use crate::form::Citation;
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    let cited = host.citation(&Extract::Search("late".to_owned()), Citation::Plain).unwrap();
    assert_eq!(cited.lines().count(), 3, "{cited}");
    let all: Vec<String> = (0..600).map(|n| format!("“It was late again, {n} times,” said Ada Brook.")).collect();
    let articles =
        briefing::from_bytes(format!("Late\n\n{}\n", all.join("\n\n")).as_bytes(), &Options::default()).unwrap();
    let arrivals: Vec<_> = articles.into_iter().map(crate::library::Arrival::asked).collect();
    host.archive.as_mut().unwrap().to_write().unwrap().add(&arrivals, 1_755_086_400).unwrap();
    let why = host.citation(&Extract::Search("late".to_owned()), Citation::Plain).unwrap_err();
    assert!(why.starts_with("603 statements are too many to cite") && why.contains("export them to a file"), "{why}");
    assert!(host.text_for_pipe(&Extract::Search("late".to_owned())).is_ok(), "a command gets more");
}

#[test]
fn tags_that_are_given_and_taken_at_once_are_one_deed() {
    use crate::catalogue::ArticleKey;
    use crate::exchange::{Change, Chosen, Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    let tag = |add: &[&str], take: &[&str]| {
        let owned = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect();
        let chosen = Chosen::Articles(vec![ArticleKey(1)]);
        Effect::Change(chosen, Change::Tag { add: owned(add), take: owned(take) })
    };
    host.carry_out(tag(&["dam", "old wall"], &[]));
    host.carry_out(tag(&["flood"], &["old wall", "dam"]));
    let tags = |host: &Host| host.library().unwrap().row(ArticleKey(1)).unwrap().unwrap().tags;
    assert_eq!(tags(&host), ["flood"]);
    for wanted in [vec!["dam", "old wall"], vec![]] {
        assert!(matches!(host.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
        assert_eq!(tags(&host), wanted);
    }
}

#[test]
fn the_list_follows_a_row_that_other_rows_have_pushed_down() {
    use crate::catalogue::ListRequest;
    use crate::exchange::{Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    let (_, page) = host.first_page().unwrap();
    let last = page.rows[2].id;
    let request = ListRequest { offset: 1, limit: 1, ..ListRequest::default() };
    // As if there had been two articles, of which this was the second.
    let Some(Event::Listed(got, Ok(Ok(page)))) = host.carry_out(Effect::List { request, keep: Some(last), total: 2 })
    else {
        panic!("no list came")
    };
    assert_eq!((got.offset, page.rows[0].id), (2, last));
}

#[test]
fn a_place_is_kept_for_what_is_open_and_never_for_a_sample() {
    use crate::exchange::Effect;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut host = Host::samples(Options::default()).with_library(Some(Archive::new(path.clone()).0));
    let place = Some(Place { statement: None, offset_char: 9 });
    host.open(Target::Entry(0)).unwrap();
    host.carry_out(Effect::Keep(Target::Entry(0), place));
    assert!(!host.is_waiting());
    assert_eq!(host.write(), None);
    assert!(!path.exists());
}

#[test]
fn what_is_said_of_a_file_brings_it_into_the_library_where_it_is_kept_and_can_be_undone() {
    use crate::article::review::{Judgement, Remark};
    use crate::exchange::{Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vote.txt");
    std::fs::write(&path, "Council votes\n\n“We will build it,” Mara Velk said.\n").unwrap();
    let library = folder.path().join("library.db");
    let (archive, _) = Archive::new(library.clone());
    let mut host = host(vec![Source::Path(path)]).with_library(Some(archive)).signing(" Ines Falk ");
    let entry = Target::Entry(0);
    let id = host.open(entry).unwrap().article.statements.items()[0].id.clone();
    let remark = Remark::Statement(id.clone(), Judgement::Dispute);
    let revised = |host: &mut Host, effect| match host.carry_out(effect) {
        Some(Event::Revised(_, revised)) => revised,
        other => panic!("{other:?}"),
    };
    let kept = revised(&mut host, Effect::Remark(entry, remark, Some("who says".to_owned()))).unwrap();
    assert_eq!(kept.words, "kept in the library as article 1");
    assert_eq!(kept.target, Target::Article(crate::catalogue::ArticleKey(1)));
    let review = kept.article.statement(&id).unwrap().review.known().unwrap().clone();
    assert_eq!(review.by.known().map(String::as_str), Some("Ines Falk"));
    assert_eq!(review.note.known().map(String::as_str), Some("who says"));
    // The entry is that article from now on.
    assert_eq!(host.open(entry).unwrap().article, kept.article);
    let other = crate::library::Library::open(&library).unwrap();
    assert_eq!(other.article(crate::catalogue::ArticleKey(1)).unwrap().as_ref(), Some(&*kept.article));
    assert!(matches!(host.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
    let now = revised(&mut host, Effect::Reread(entry)).unwrap();
    assert!(now.article.statement(&id).unwrap().review.known().is_none());
    let refused = Effect::Remark(entry, Remark::Statement(id, Judgement::Withdraw), None);
    assert_eq!(revised(&mut host, refused).unwrap_err(), "there is no judgement to take back");
}

#[test]
fn what_is_said_of_a_sample_or_without_a_library_holds_for_the_session_and_says_so() {
    use crate::article::review::{Judgement, Remark};
    use crate::exchange::{Effect, Event};
    let mut host = Host::samples(Options::default());
    let target = Target::Entry(0);
    let id = host.open(target).unwrap().article.statements.items()[0].id.clone();
    let remark = Effect::Remark(target, Remark::Statement(id.clone(), Judgement::Confirm), None);
    let Some(Event::Revised(_, Ok(revised))) = host.carry_out(remark) else { panic!("not kept") };
    assert!(revised.words.contains("kept for this session only"), "{}", revised.words);
    assert!(host.open(target).unwrap().article.statement(&id).unwrap().review.known().is_some());
    assert!(matches!(host.carry_out(Effect::Undo), Some(Event::Changed(Ok(_)))));
    assert!(host.open(target).unwrap().article.statement(&id).unwrap().review.known().is_none());
}

#[test]
fn what_is_said_of_an_old_file_never_replaces_the_text_that_the_library_has() {
    use crate::article::review::{Judgement, Remark};
    use crate::exchange::{Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let page = |text: &str| {
        let file = serde_json::json!({ "article": { "url": "https://vell.example/quay" }, "text": { "value": text } });
        let path = folder.path().join(format!("{}.json", text.len()));
        std::fs::write(&path, file.to_string()).unwrap();
        path
    };
    let old = page("“We will build it,” Mara Velk said. “It is late,” said Bruno Keel.\n");
    let newer = page("The council met. “We will build it,” Mara Velk said.\n");
    let newer = super::read(&newer, &Options::default()).unwrap();
    let (archive, _) = Archive::new(folder.path().join("library.db"));
    let mut host = host(vec![Source::Path(old)]).with_library(Some(archive));
    let library = host.archive.as_mut().unwrap().to_write().unwrap();
    library.add(&[crate::library::Arrival::asked(newer.clone())], 1_755_086_400).unwrap();
    let entry = Target::Entry(0);
    let opened = host.open(entry).unwrap().article;
    let mut say = |n: usize| {
        let remark = Remark::Statement(opened.statements.items()[n].id.clone(), Judgement::Dispute);
        match host.carry_out(Effect::Remark(entry, remark, None)) {
            Some(Event::Revised(_, outcome)) => outcome,
            other => panic!("{other:?}"),
        }
    };
    let why = say(1).unwrap_err();
    assert!(why.contains("number 1, with another text"), "{why}");
    let kept = say(0).unwrap();
    assert!(kept.words.contains("another text"), "{}", kept.words);
    assert_eq!(kept.article.text, newer.text);
    assert!(kept.article.statements.items().iter().any(|one| one.review.known().is_some()));
}

#[test]
fn whoever_notes_something_of_an_article_has_not_read_it() {
    use crate::article::review::{About, Remark};
    use crate::catalogue::ArticleKey;
    use crate::exchange::{Effect, Event};
    let folder = tempfile::tempdir().unwrap();
    let mut host = host_with_library(folder.path());
    let target = Target::Article(ArticleKey(1));
    let is_read = |host: &mut Host| {
        assert_eq!(host.write(), None);
        host.library().unwrap().row(ArticleKey(1)).unwrap().unwrap().is_read
    };
    for effect in
        [Effect::Reread(target), Effect::Remark(target, Remark::Note(About::Article, "late again".to_owned()), None)]
    {
        assert!(matches!(host.carry_out(effect), Some(Event::Revised(_, Ok(_)))));
        assert!(!is_read(&mut host));
    }
    host.open(target).unwrap();
    assert!(is_read(&mut host));
}
