//! What a session asks of the library, answered: the same at the desk and for visitors. What is remembered of it is the
//! business of those who ask.

use jiff::ToSpan;
use jiff::civil::Date;

use super::now;
use crate::catalogue::{ArticleKey, Day, Found, ListPage, ListRequest, QueryFault, Sort};
use crate::exchange::{DayRequest, SearchRequest, Speakers, Who};
use crate::library::{Library, LibraryError};

/// An answer, what is wrong with the query, or that there is no answer.
pub(super) type Asked<T> = Result<Result<T, QueryFault>, LibraryError>;

pub(super) fn search(library: &Library, request: &SearchRequest) -> Asked<Found> {
    let SearchRequest { text, sort, offset, limit, typed } = request;
    if *typed && *sort == Sort::Newest && *offset == 0 {
        library.search_typed(text, *limit, now())
    } else {
        library.search(text, *sort, *offset, *limit, now())
    }
}

/// Somebody's page; with it the article that was the last to have come in before it was made. The inner error is one
/// clean line.
pub(super) fn speaker(
    library: &Library,
    who: &Who,
) -> Result<Result<(Speakers, Option<ArticleKey>), String>, LibraryError> {
    let key = match who {
        Who::Speaker(key) => *key,
        Who::Actor { article, actor, name } => {
            let known = match article {
                Some(article) => library.appears_as(*article, actor)?,
                None => None,
            };
            let people = if known.is_some() { Vec::new() } else { library.people(name)? };
            let mut so_called = people.iter().filter(|person| person.name == *name);
            match (known, so_called.next(), so_called.next(), people.as_slice()) {
                (Some(key), ..) => key,
                (None, Some(one), None, _) | (None, _, _, [one]) => one.id,
                (None, None, None, []) => return Ok(Err(format!("{name} is in no article of the library"))),
                _ => return Ok(Ok((Speakers::Several(people), None))),
            }
        }
    };
    // What comes in while the page is made is new the next time.
    let latest = library.latest_arrival()?;
    let page = library.speaker_page(key)?;
    Ok(page
        .map(|page| (Speakers::One(Box::new(page)), Some(latest)))
        .ok_or_else(|| "that person is not in the library any more".to_owned()))
}

/// The inner error is one clean line.
pub(super) fn day(library: &Library, request: &DayRequest) -> Result<Result<Day, String>, LibraryError> {
    let day = match &request.from {
        Some(day) => day.parse::<Date>().ok().and_then(|day| day.checked_add(request.by.days()).ok()),
        None => library.latest_day()?,
    };
    match day {
        Some(day) => library.day(day).map(Ok),
        None => Ok(Err("there are no articles in the library".to_owned())),
    }
}

/// A part of the list; where the row to keep is not in it, the part as far further down as the list has grown.
pub(super) fn list(
    library: &Library,
    request: ListRequest,
    keep: Option<ArticleKey>,
    total: usize,
) -> (ListRequest, Asked<ListPage>) {
    let ask = |request: &ListRequest| library.list(request, now());
    let first = ask(&request);
    let (Some(key), Ok(Ok(page))) = (keep, &first) else { return (request, first) };
    let has = |page: &ListPage| page.rows.iter().any(|row| row.id == key);
    if has(page) || page.total <= total {
        return (request, first);
    }
    let moved = ListRequest { offset: request.offset + (page.total - total), ..request.clone() };
    match ask(&moved) {
        Ok(Ok(page)) if has(&page) => (moved, Ok(Ok(page))),
        _ => (request, first),
    }
}

/// What a key that asks for an article that is gone is answered with.
pub(super) fn gone(key: ArticleKey) -> String {
    format!("article {} is not in the library any more", key.0)
}
