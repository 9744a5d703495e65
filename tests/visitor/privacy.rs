//! What the owner keeps to themselves is in no answer, and cannot be asked for.

use nutgraf::catalogue::{ListOrder, ListRequest, Sort};
use nutgraf::exchange::{DayRequest, Effect, Event, SearchRequest, Who};

use super::house::{House, target};

/// Words that only the owner's notes, tags, stars and searches have.
const OWNERS: [&str; 6] = ["ownertag", "ownerwhy", "ownernote", "ownerword", "ownerstory", "ownersearch"];

fn asked() -> Vec<Effect> {
    let list = |query: &str, order| Effect::List {
        request: ListRequest { query: query.to_owned(), order, limit: 50, ..ListRequest::default() },
        keep: None,
        total: 0,
    };
    let search = |text: &str, typed| {
        Effect::Search(SearchRequest { text: text.to_owned(), sort: Sort::Newest, offset: 0, limit: 50, typed })
    };
    let marchetti = Who::Actor { article: None, actor: "a1".to_owned(), name: "Odile Marchetti".to_owned() };
    vec![
        Effect::Open(target(3)),
        Effect::Reread(target(3)),
        list("", ListOrder::Day),
        list("", ListOrder::Outlet),
        list("", ListOrder::Tag),
        list("pier", ListOrder::Day),
        search("pier", false),
        search("pie", true),
        Effect::Speaker(marchetti),
        Effect::Day(DayRequest { from: None, by: 0 }),
        Effect::Tally("pier".to_owned()),
    ]
}

#[test]
fn no_answer_has_what_the_owner_noted_tagged_starred_or_read() {
    let house = House::new();
    for effect in asked() {
        let mut guest = house.nobody();
        let answer = format!("{:?}", guest.carry_out(effect.clone()));
        assert!(!answer.contains("Err"), "{effect:?}: {answer}");
        for word in OWNERS {
            assert!(!answer.contains(word), "{effect:?}: {answer}");
        }
        for mark in ["is_read: true", "is_starred: true", "seen: Some", "n_unread: 2", "n_unread: 0"] {
            assert!(!answer.contains(mark), "{mark}: {effect:?}: {answer}");
        }
    }
}

/// What the test above looks for is there for the owner: it could find it.
#[test]
fn the_owner_has_all_of_it() {
    let house = House::new();
    let library = house.owner();
    let article = format!("{:?}", library.article(nutgraf::catalogue::ArticleKey(3)).unwrap());
    let list = format!("{:?}", library.list(&ListRequest { limit: 9, ..ListRequest::default() }, super::house::NOW));
    let found = format!("{:?}", library.search("pier", Sort::Newest, 0, 9, super::house::NOW));
    for word in ["ownerwhy", "ownernote", "ownerword", "ownerstory"] {
        assert!(article.contains(word), "{word}");
    }
    assert!(list.contains("ownertag") && list.contains("is_starred: true") && list.contains("n_unread: 2"));
    assert!(found.contains("ownernote") && found.contains("ownerword"));
}

#[test]
fn what_the_owner_judged_is_what_the_library_says() {
    let house = House::new();
    let mut guest = house.nobody();
    let article = super::house::opened(&mut guest, 3).article;
    let review = article.statements.items()[0].review.known().unwrap();
    assert_eq!(review.status, nutgraf::article::ReviewStatus::Disputed);
    assert_eq!(review.by.known().map(String::as_str), Some("Ines Falk"));
}

#[test]
fn what_the_owner_has_read_moves_nothing_in_the_list() {
    let house = House::new();
    let mut library = house.owner();
    // All of one day: the owner has the unread ones first.
    let more = [super::house::article(4, 13, "The bridge holds"), super::house::article(5, 13, "The mill closes")];
    library.add(&more.map(nutgraf::library::Arrival::asked), super::house::NOW).unwrap();
    let keys = |effect: Option<Event>| match effect {
        Some(Event::Listed(_, Ok(Ok(page)))) => page.rows.iter().map(|row| row.id.0).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let mut guest = house.nobody();
    let list = Effect::List { request: ListRequest { limit: 9, ..ListRequest::default() }, keep: None, total: 0 };
    let before = keys(guest.carry_out(list.clone()));
    library.change(&[nutgraf::catalogue::ArticleKey(5)], &nutgraf::library::Change::Read(true), 1).unwrap();
    assert_eq!(keys(guest.carry_out(list)), before);
}

#[test]
fn what_the_owner_keeps_cannot_be_asked_for_in_any_way() {
    let house = House::new();
    let mut guest = house.nobody();
    for query in ["tag:ownertag", "-is:read", "pier OR is:starred", "note:ownernote", "is:noted", "@ownersearch"] {
        let request = ListRequest { query: query.to_owned(), limit: 9, ..ListRequest::default() };
        let search = SearchRequest { text: query.to_owned(), limit: 9, ..SearchRequest::default() };
        let typed = SearchRequest { typed: true, ..search.clone() };
        let answers = [
            guest.carry_out(Effect::List { request, keep: None, total: 0 }),
            guest.carry_out(Effect::Search(search)),
            guest.carry_out(Effect::Search(typed)),
            guest.carry_out(Effect::Tally(query.to_owned())),
        ];
        for answer in answers {
            let fault = match answer {
                Some(
                    Event::Listed(_, Ok(Err(fault)))
                    | Event::Found(_, Ok(Err(fault)))
                    | Event::Tally(_, Ok(Err(fault))),
                ) => fault,
                other => panic!("{query}: {other:?}"),
            };
            assert!(fault.message.contains("not shown to visitors"), "{query}: {}", fault.message);
        }
        let cited = guest.carry_out(Effect::Copy(
            nutgraf::exchange::Extract::Search(query.to_owned()),
            nutgraf::form::Citation::Plain,
        ));
        assert!(matches!(&cited, Some(Event::Copied(Err(why))) if why.contains("not shown to visitors")), "{cited:?}");
    }
}

#[test]
fn nothing_can_be_written_through_a_visitors_library() {
    let house = House::new();
    let mut library = nutgraf::library::Library::open_for_visitors(&house.path()).unwrap();
    let key = nutgraf::catalogue::ArticleKey(1);
    assert!(library.change(&[key], &nutgraf::library::Change::Starred(true), 1).is_err());
    assert!(library.save_search("mine", "pier", 1).is_err());
    assert!(library.saved_searches().unwrap().is_empty() && library.last_deed().unwrap().is_none());
}
