//! What a reader says of an article: menus, lines, marking words anew; and how it is shown afterwards.

use std::sync::Arc;

use nutgraf::action::Place;
use nutgraf::article::review::{About, Identity, Judgement, Remark, Signed, apply};
use nutgraf::article::{ActorId, Article, StatementId};
use nutgraf::exchange::{Copied, Effect, Event, Extract, Revised, Target};
use nutgraf::form::{Citation, Format};

use super::desk::{Desk, looks_like};
use super::draft::vell;

const HERE: Target = Target::Entry(0);

fn statement(number: usize) -> StatementId {
    vell().statements.items()[number].id.clone()
}

/// Answers what was asked for as the outside does: keeps the remark in the article.
#[track_caller]
fn kept(desk: &mut Desk, article: &mut Article) {
    let Some(Effect::Remark(target, remark, why)) = desk.effects.pop() else {
        panic!("nothing was said: {:?}\n{}", desk.effects, desk.picture())
    };
    let signed = Signed { by: Some("Ada Brook".into()), at: Some("2026-03-15T10:00:00Z".into()), why };
    apply(article, &remark, &signed).unwrap();
    let revised = Revised { target, article: Arc::new(article.clone()), words: "done".into() };
    desk.event(Event::Revised(target, Ok(revised)));
}

#[test]
fn a_statement_is_confirmed_disputed_with_a_reason_or_said_to_be_none_by_a_menu() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("nx");
    assert_eq!(desk.state().place(), Place::Menu);
    desk.keys("<Enter>");
    let id = statement(desk.at().unwrap() - 1);
    assert_eq!(desk.effects, [Effect::Remark(HERE, Remark::Statement(id.clone(), Judgement::Confirm), None)]);
    desk.effects.clear();
    desk.keys("x2no letter<Enter>");
    let why = Some("no letter".to_owned());
    assert_eq!(desk.effects, [Effect::Remark(HERE, Remark::Statement(id.clone(), Judgement::Dispute), why)]);
    desk.effects.clear();
    desk.keys("xjjj<Enter>");
    assert_eq!(desk.effects, [Effect::Remark(HERE, Remark::Statement(id, Judgement::NotAStatement), None)]);
}

#[test]
fn escape_leaves_a_menu_and_everything_as_it_was() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("n");
    let before = desk.picture();
    for keys in ["x<Esc>", "xq", "Y<Esc>", "x3<Esc>", "x2words<Esc>", "e<Esc>", "|<Esc>", "m<Esc>"] {
        desk.keys(keys);
        assert_eq!(desk.picture(), before, "{keys}");
    }
    assert!(desk.effects.is_empty());
}

#[test]
fn somebody_else_is_chosen_by_letters_several_by_ticks_and_a_name_is_typed() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("nx3muller");
    assert_eq!(desk.state().place(), Place::Narrow);
    let actor = |name: &str| vell().actors.items().iter().find(|actor| actor.name.contains(name)).unwrap().id.clone();
    desk.keys("<Enter>");
    let Some(Effect::Remark(_, Remark::Statement(_, Judgement::Speakers(speakers)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    assert_eq!(speakers, [actor("Müller")]);
    desk.keys("x3<Tab><Tab><Enter>");
    let Some(Effect::Remark(_, Remark::Statement(_, Judgement::Speakers(speakers)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    assert_eq!(speakers.len(), 2);
    desk.keys("x3another<Enter>Dame Vera Holt<Enter>");
    let Some(Effect::Remark(_, Remark::Statement(_, Judgement::Speakers(speakers)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    assert_eq!(speakers, [ActorId("Dame Vera Holt".into())]);
    desk.keys("x3nobody<Enter>");
    let Some(Effect::Remark(_, Remark::Statement(_, Judgement::Speakers(speakers)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    assert!(speakers.is_empty());
}

#[test]
fn a_correction_is_shown_as_one_and_the_reader_stays_where_they_are() {
    let mut article = vell();
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("nx3muller<Enter>");
    let (at, top) = (desk.at(), desk.state().reading.as_ref().unwrap().top);
    kept(&mut desk, &mut article);
    assert_eq!(desk.footer(), "done");
    assert_eq!((desk.at(), desk.state().reading.as_ref().unwrap().top), (at, top));
    assert!(desk.status().contains("corrected") && desk.status().contains("Müller"), "{}", desk.status());
    desk.keys("<Enter>");
    desk.resize(80, 40);
    assert!(desk.shows("corrected, Ada Brook, 2026-03-15"), "{}", desk.picture());
    assert!(desk.shows("machine") && desk.shows("said by"), "{}", desk.picture());
}

#[test]
fn what_is_no_statement_goes_and_the_list_brings_it_back() {
    let mut article = vell();
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("nx4");
    let n = desk.state().reading.as_ref().unwrap().article.statements.items().len();
    kept(&mut desk, &mut article);
    assert_eq!(desk.state().reading.as_ref().unwrap().article.statements.items().len(), n - 1);
    desk.keys("C");
    assert!(desk.shows("not a statement"), "{}", desk.picture());
    desk.keys("<Delete>");
    kept(&mut desk, &mut article);
    assert_eq!(desk.state().reading.as_ref().unwrap().article.statements.items().len(), n);
}

#[test]
fn an_actor_is_joined_renamed_parted_removed_from_the_pane_and_from_a_statement() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("p<F4>");
    assert_eq!(desk.state().place(), Place::Menu);
    desk.keys("3<Down><Enter>");
    assert!(matches!(&desk.effects[..], [Effect::Remark(_, Remark::Actor(_, Identity::Merge(_)), None)]));
    desk.effects.clear();
    desk.keys("<F4>5<C-u>Odile M.<Enter>");
    let said = desk.effects.pop();
    assert!(
        matches!(&said, Some(Effect::Remark(_, Remark::Actor(_, Identity::Rename(name)), None)) if name == "Odile M."),
        "{said:?}"
    );
    desk.keys("<F4>4the mayor<Enter>");
    assert!(matches!(desk.effects.pop(), Some(Effect::Remark(_, Remark::Actor(_, Identity::Split(_)), None))));
    desk.keys("<Esc>nx");
    assert!(desk.shows("about "), "{}", desk.picture());
}

#[test]
fn a_note_is_written_shown_by_a_sign_read_and_changed_in_the_line() {
    let mut article = vell();
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("nmask the board #dam<Enter>");
    let id = statement(desk.at().unwrap() - 1);
    let about = About::Statement(id);
    let text = "ask the board #dam".to_owned();
    assert_eq!(desk.effects, [Effect::Remark(HERE, Remark::Note(about, text), None)]);
    kept(&mut desk, &mut article);
    desk.keys("0");
    assert!(desk.shows("\"† “We will") && desk.status().contains("noted"), "{}", desk.picture());
    desk.resize(80, 40).keys("<Enter>");
    assert!(desk.shows("note        ask the board #dam"), "{}", desk.picture());
    desk.keys("<Esc>m");
    assert!(desk.footer().contains("ask the board #dam"), "{}", desk.footer());
    desk.keys(", twice<Enter>");
    let Some(Effect::Remark(_, Remark::Note(_, text), None)) = desk.effects.pop() else { panic!() };
    assert_eq!(text, "ask the board #dam, twice");
}

#[test]
fn a_long_note_scrolls_within_its_line() {
    let mut desk = Desk::reading(vell(), 40, 10);
    desk.keys("nm");
    desk.paste(&"words and words ".repeat(124));
    desk.keys("the end");
    let line = desk.state().entry.as_ref().unwrap().line.text().to_owned();
    assert!(line.len() <= 2_000 && line.len() > 1_900, "{}", line.len());
    desk.keys("<End>");
    assert!(desk.footer().ends_with("words the end"), "{} {line}", desk.footer());
    desk.keys("<Home>");
    assert!(desk.footer().contains("words and words"), "{}", desk.footer());
}

#[test]
fn words_are_marked_anew_by_words_and_sentences() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("nx5");
    assert_eq!(desk.state().place(), Place::Marking, "{}", desk.picture());
    assert!(desk.status().starts_with("moving the start"), "{}", desk.status());
    desk.keys("l<Tab>h");
    assert!(desk.status().starts_with("moving the end"), "{}", desk.status());
    desk.keys("<Enter>");
    let Some(Effect::Remark(_, Remark::Statement(id, Judgement::Content(spans)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    let article = vell();
    let before = article.statements.items().iter().find(|statement| statement.id == id).unwrap();
    let words = |spans: Vec<nutgraf::article::Span>| {
        let parts: Vec<&str> = spans.into_iter().map(|span| article.text.slice(span)).collect();
        parts.join(" ").split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut was = words(before.spans().collect());
    was.remove(0);
    was.pop();
    assert_eq!(words(spans), was);
    desk.keys("x5<Enter>");
    assert!(desk.effects.is_empty(), "nothing was marked otherwise");
    desk.keys("x5jj<Esc>");
    assert!(desk.effects.is_empty() && desk.state().marking.is_none());
}

#[test]
fn undoing_reads_the_open_article_again() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("U");
    assert_eq!(desk.effects.pop(), Some(Effect::Undo));
    desk.event(Event::Changed(Ok("undone".into())));
    assert_eq!(desk.effects.pop(), Some(Effect::Reread(HERE)));
    assert_eq!(desk.footer(), "undone");
}

#[test]
fn a_file_becomes_an_article_of_the_library_once_something_is_said_of_it() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("nx1");
    let target = Target::Article(nutgraf::catalogue::ArticleKey(7));
    let revised = Revised { target, article: Arc::new(vell()), words: String::new() };
    desk.event(Event::Revised(HERE, Ok(revised)));
    desk.effects.clear();
    desk.keys("y");
    let Some(Effect::Copy(Extract::Statement(copied, _), Citation::Plain)) = desk.effects.pop() else { panic!() };
    assert_eq!(copied, target);
}

#[test]
fn copying_says_only_what_is_known_and_every_form_can_be_chosen() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("y");
    assert!(desk.footer().contains("n goes to the next one") && desk.effects.is_empty());
    desk.keys("n");
    for (number, (form, _)) in Citation::NAMES.iter().enumerate() {
        desk.keys(&format!("Y{}", number + 1));
        assert!(matches!(desk.effects.pop(), Some(Effect::Copy(_, wanted)) if wanted == *form));
    }
    for (copied, words) in [
        (Copied::Sent, "sent to the terminal"),
        (Copied::Passed("tmux's buffer".into()), "sent to the terminal"),
        (Copied::Kept("the clipboard (xclip)".into()), "copied: the clipboard (xclip)"),
    ] {
        let is_kept = matches!(copied, Copied::Kept(_));
        desk.event(Event::Copied(Ok(("words".into(), copied))));
        assert!(desk.shows(words), "{}", desk.picture());
        assert_eq!(desk.shows("copied"), is_kept);
    }
}

#[test]
fn an_export_has_a_name_to_begin_with_and_a_file_that_is_there_is_asked_about() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("e3");
    assert!(desk.footer().ends_with("write to: vell-council-blames-delayed-dam-for-flood.md"), "{}", desk.footer());
    desk.keys("<Enter>");
    let Some(Effect::Export { extract, format, path, replaces: false }) = desk.effects.pop() else { panic!() };
    assert_eq!((&extract, format), (&Extract::Article(HERE), Format::Markdown));
    desk.event(Event::Occupied { extract, format, path: path.clone() });
    assert!(desk.shows("is there already"), "{}", desk.picture());
    desk.keys("<Enter>");
    assert!(desk.effects.is_empty(), "what is there is kept by default");
    desk.event(Event::Occupied { extract: Extract::Article(HERE), format, path });
    desk.keys("3");
    assert!(matches!(desk.effects.pop(), Some(Effect::Export { replaces: true, .. })));
}

#[test]
fn what_is_marked_or_listed_is_exported_as_whole_articles() {
    use nutgraf::exchange::Chosen;
    for (keys, wanted) in [("Xe", "the 1 marked article"), ("e", "all articles of the library")] {
        let mut desk = Desk::library(super::shelves::Shelves::of(30), vell(), 80, 24);
        desk.keys(keys);
        assert!(desk.shows(wanted) && desk.shows("each with all of its statements"), "{}", desk.picture());
        desk.keys("25<Enter>");
        let Some(Effect::Export { extract: Extract::Listed(chosen), .. }) = desk.effects.pop() else { panic!() };
        assert_eq!(matches!(&chosen, Chosen::Articles(keys) if keys.len() == 1), keys.starts_with('X'), "{chosen:?}");
    }
}

#[test]
fn a_command_gets_what_is_chosen_and_lines_are_remembered() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("n|2wc -w<Enter>");
    assert_eq!(desk.effects.pop(), Some(Effect::Pipe(Extract::Article(HERE), "wc -w".into())));
    desk.keys("|1<Up><Enter>");
    assert!(matches!(desk.effects.pop(), Some(Effect::Pipe(Extract::Statement(..), line)) if line == "wc -w"));
}

#[test]
fn menus_boxes_and_marking_look_so() {
    looks_like(Desk::reading(vell(), 80, 24).keys("nx"), "correct-80x24");
    looks_like(Desk::reading(vell(), 40, 10).keys("nx"), "correct-40x10");
    looks_like(Desk::reading(vell(), 80, 24).keys("nx3m"), "speakers-80x24");
    looks_like(Desk::reading(vell(), 40, 10).keys("nY"), "copy-as-40x10");
    looks_like(Desk::reading(vell(), 80, 24).keys("nx5lll<Tab>hh"), "marking-80x24");
    looks_like(Desk::reading(vell(), 40, 10).keys("nx5lll"), "marking-40x10");
    for (cols, rows) in [(80, 24), (40, 10)] {
        let mut desk = Desk::reading(vell(), cols, rows);
        desk.keys("n");
        let text = "“There is a letter with her signature under it,” — Jürgen Müller, quoted in The Vell Courier. \
            https://courier.example/vell/flood (accessed 23 Nov 2026)";
        desk.event(Event::Copied(Ok((text.into(), Copied::Show("this terminal has no clipboard".into())))));
        looks_like(&desk, &format!("box-{cols}x{rows}"));
    }
}

#[test]
fn a_statement_that_was_found_is_copied_there_and_corrected_once_its_article_is_read() {
    let mut desk = Desk::library(super::shelves::Shelves::of(30).with_hits(400), vell(), 80, 24);
    desk.keys("Srebuild<Enter>");
    desk.effects.clear();
    desk.keys("y");
    let found = Target::Article(nutgraf::catalogue::ArticleKey(0));
    assert!(matches!(
        desk.effects.pop(),
        Some(Effect::Copy(Extract::Statement(target, _), Citation::Plain)) if target == found
    ));
    desk.keys("x");
    assert_eq!(desk.effects.pop(), Some(Effect::Reread(found)));
    let revised = Revised { target: found, article: Arc::new(vell()), words: String::new() };
    desk.event(Event::Revised(found, Ok(revised)));
    assert_eq!(desk.state().place(), Place::Menu, "{}", desk.picture());
    desk.keys("1");
    assert!(matches!(desk.effects.pop(), Some(Effect::Remark(target, Remark::Statement(..), None)) if target == found));
}

#[test]
fn a_name_that_nobody_has_is_offered_as_it_was_typed_and_ticks_are_never_dropped() {
    let mut desk = Desk::reading(vell(), 80, 24);
    desk.keys("nx3Zo Lund");
    assert!(desk.shows("another name: Zo Lund"), "{}", desk.picture());
    desk.keys("<Enter>");
    assert!(desk.footer().ends_with("said by: Zo Lund"), "{}", desk.footer());
    desk.keys("<Enter>");
    let Some(Effect::Remark(_, Remark::Statement(_, Judgement::Speakers(speakers)), None)) = desk.effects.pop() else {
        panic!("{}", desk.picture())
    };
    assert_eq!(speakers, [ActorId("Zo Lund".into())]);
    desk.keys("x3<Tab>nobody<Enter>");
    assert!(desk.effects.is_empty() && desk.shows("some are ticked"), "{}", desk.picture());
    assert!(desk.state().menu.is_some());
}

#[test]
fn where_the_reader_says_that_nobody_is_named_nobody_is() {
    let mut article = vell();
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("nx3nobody<Enter>");
    kept(&mut desk, &mut article);
    assert!(desk.status().contains("nobody named") && desk.status().contains("corrected"), "{}", desk.status());
    assert!(!desk.status().contains("Marchetti"), "{}", desk.status());
}

#[test]
fn judgements_of_actors_are_in_the_list_and_an_article_without_note_is_not_called_noted() {
    let mut article = vell();
    let mut desk = Desk::reading(article.clone(), 80, 24);
    desk.keys("C");
    assert!(desk.shows("write a note on the article"), "{}", desk.picture());
    desk.keys("<Esc>p<F4>5<C-u>Odile M.<Enter>");
    kept(&mut desk, &mut article);
    desk.keys("<Esc>C");
    assert!(desk.shows("corrected: called Odile M."), "{}", desk.picture());
    desk.keys("<Delete>");
    assert!(matches!(&desk.effects[..], [Effect::Remark(_, Remark::Actor(_, Identity::Withdraw), None)]));
    kept(&mut desk, &mut article);
    desk.keys("C");
    assert!(desk.shows("nothing said of this article yet"), "{}", desk.picture());
}

#[test]
fn an_article_that_somebody_else_wrote_to_is_read_anew_before_anything_is_said_of_it() {
    let shelves = super::shelves::Shelves::of(30);
    let mut desk = Desk::library(shelves, vell(), 80, 24);
    desk.keys("<Enter>nx");
    let target = desk.state().reading.as_ref().unwrap().target.unwrap();
    desk.effects.clear();
    desk.event(Event::LibraryChanged);
    assert_eq!(desk.effects.pop(), Some(Effect::Reread(target)));
    let same = Revised { target, article: Arc::new(vell()), words: String::new() };
    desk.event(Event::Revised(target, Ok(same)));
    assert_eq!(desk.state().place(), Place::Menu, "nothing changed");
    let mut article = vell();
    let remark = Remark::Statement(statement(0), Judgement::Dispute);
    apply(&mut article, &remark, &Signed::default()).unwrap();
    desk.event(Event::Revised(target, Ok(Revised { target, article: Arc::new(article), words: String::new() })));
    assert_ne!(desk.state().place(), Place::Menu);
    assert!(desk.footer().contains("choose again") && desk.status().contains("disputed"), "{}", desk.picture());
    desk.event(Event::Work(nutgraf::exchange::Progress::Done(Ok("fetched".into()), None)));
    assert!(desk.effects.contains(&Effect::Reread(target)), "{:?}", desk.effects);
}

#[test]
fn a_found_statement_shows_what_was_said_of_it_at_once() {
    let mut desk = Desk::library(super::shelves::Shelves::of(30).with_hits(400), vell(), 80, 24);
    desk.keys("Srebuild<Enter>");
    desk.effects.clear();
    desk.keys("x");
    let Some(Effect::Reread(target)) = desk.effects.pop() else { panic!() };
    let mut article = vell();
    desk.event(Event::Revised(
        target,
        Ok(Revised { target, article: Arc::new(article.clone()), words: String::new() }),
    ));
    desk.keys("2<Enter>");
    kept(&mut desk, &mut article);
    assert!(desk.status().contains("disputed"), "{}", desk.picture());
}
