//! What is cited, in words: one statement or article, or all that a search finds. It is asked for at the desk and by
//! visitors alike, and goes nowhere from here.

use url::Url;

use super::now;
use crate::article::Article;
use crate::clean;
use crate::exchange::Extract;
use crate::export::{Settings, cite};
use crate::form::Citation;
use crate::library::{Library, LibraryError};

/// Statements that are cited at once; each may take its whole article with it.
const MOST_CITED: usize = 500;
/// Bytes of text that are copied, or given to a command.
const MOST_BYTES: usize = 16 << 20;

/// A citation of a statement of an article, or of the article itself. The error is one clean line.
pub(super) fn of_one(article: &Article, extract: &Extract, form: Citation) -> Result<String, String> {
    let settings = settings();
    match extract {
        Extract::Statement(_, id) => cite::citation(article, id, form, &settings),
        _ => cite::of_article(article, form, &settings),
    }
    .map_err(|error| error.to_string())
}

/// Citations of all that a search finds, each article read and looked at once; not of more than a key can wait for.
/// The inner error is one clean line.
pub(super) fn of_all(library: &Library, query: &str, form: Citation) -> Result<Result<String, String>, LibraryError> {
    if query.trim().is_empty() {
        return Ok(Err("say what to search for first".to_owned()));
    }
    let settings = settings();
    let mut chosen = match library.choose(query, now())? {
        Ok(chosen) => chosen,
        Err(fault) => return Ok(Err(fault.message)),
    };
    if let Err(why) = refuse_above(chosen.n_left(), MOST_CITED, "statements", "cite") {
        return Ok(Err(why));
    }
    let mut all = Vec::new();
    let mut n_bytes = 0;
    while let Some((key, statements)) = library.next_chosen(&mut chosen)? {
        let Some(article) = library.article(key)? else { continue };
        for cited in cite::citations(&article, &statements, form, &settings) {
            // One without an address, or without a place, is no reason to have none of the others.
            let Ok(cited) = cited else { continue };
            n_bytes += cited.len();
            all.push(cited);
        }
        if let Err(why) = refuse_long(n_bytes) {
            return Ok(Err(why));
        }
    }
    Ok(cite::joined(form, &all).ok_or_else(|| "nothing was found to cite in this form".to_owned()))
}

/// What several articles that are chosen at once are answered with.
pub(super) fn of_several() -> String {
    "choose one article to cite; an export has them all".to_owned()
}

/// A citation without anything in it that a terminal would obey, whatever form it has.
pub(super) fn cleaned(citation: &str) -> String {
    clean::text(citation).text.trim_end().to_owned()
}

/// An address of the words, or of their article where they have none of their own, as one that a browser may be given;
/// `words` cites.
pub(super) fn address(
    extract: &Extract,
    mut words: impl FnMut(&Extract, Citation) -> Result<String, String>,
) -> Result<String, String> {
    let of_words = words(extract, Citation::Url);
    let address = match extract {
        Extract::Statement(target, _) if of_words.is_err() => words(&Extract::Article(*target), Citation::Url),
        _ => of_words,
    };
    link(&address.map_err(|_| "the article has no web address that a browser could open".to_owned())?)
}

/// An address as one that a browser may be given: http or https with a host, and nothing in it that is no part of
/// one.
pub(super) fn link(address: &str) -> Result<String, String> {
    let url =
        Url::parse(address.trim()).map_err(|_| "the article has no address that a browser could open".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("only http and https are opened, and the article's address begins with {}:", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("the article's address names no site".to_owned());
    }
    Ok(url.into())
}

/// Refuses what a key would have to wait for too long.
pub(super) fn refuse_above(n: usize, most: usize, what: &str, doing: &str) -> Result<(), String> {
    if n <= most {
        return Ok(());
    }
    Err(format!("{n} {what} are too many to {doing} (at most {most}); narrow the search, or export them to a file"))
}

pub(super) fn refuse_long(n_bytes: usize) -> Result<(), String> {
    if n_bytes <= MOST_BYTES {
        return Ok(());
    }
    Err("that is too much text to take along at once; narrow the search, or export it to a file".to_owned())
}

/// What holds for an export that is made now.
pub(super) fn settings() -> Settings {
    Settings { today: today() }
}

/// The day where the reader is, like `2026-11-22`.
fn today() -> Option<String> {
    let now = jiff::Timestamp::from_second(now()).ok()?;
    Some(now.to_zoned(jiff::tz::TimeZone::system()).date().to_string())
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn only_http_and_https_with_a_site_are_opened() {
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "-version",
            "",
            "//a.example",
            "ftp://a.example/",
        ] {
            assert!(link(address).is_err(), "{address}");
        }
        assert_eq!(
            link(" https://a.example/x y'\"$(id)`id`#:~:text=a b ").unwrap(),
            "https://a.example/x%20y'%22$(id)%60id%60#:~:text=a%20b"
        );
        assert_eq!(link("HTTP://A.example").unwrap(), "http://a.example/");
    }
}
