//! `nutgraf show`: briefings as plain text, and what the reader prints where there is no terminal.

use std::ffi::OsString;

use super::input::{Input, inputs};
use super::{Exit, Failure, library, output};
use crate::args::Global;
use crate::article::Article;
use crate::catalogue::ArticleKey;
use crate::{briefing, export};

/// Between two briefings.
pub const RULE: &str = "\n* * *\n\n";

/// Prints the briefings of files, one after the other. What cannot be read is named, and the others are printed.
pub fn run(global: &Global, files: &[OsString]) -> Result<Exit, Failure> {
    let width_col = output::width_col();
    let mut exit = Exit::Done;
    let mut n_printed = 0;
    for input in inputs(files)? {
        match articles(&input, global) {
            Ok(articles) => {
                for article in articles {
                    let rule = if n_printed == 0 { "" } else { RULE };
                    output::print(&format!("{rule}{}", page(&article, width_col)))?;
                    n_printed += 1;
                }
            }
            Err(failure) if matches!(failure.exit, Exit::Signal(_)) => return Err(failure),
            Err(failure) => {
                output::complain(&failure.message);
                exit = if exit == Exit::Done { failure.exit } else { exit };
            }
        }
    }
    Ok(exit)
}

/// Answers with the briefing of a library's article.
#[cfg(feature = "ssh")]
pub fn answer(
    library: &crate::library::Library,
    key: ArticleKey,
    to: &mut super::reply::Reply,
) -> Result<Exit, Failure> {
    let article = library.article(key).map_err(|error| to.unanswered(&error))?;
    let article = article.ok_or_else(|| missing(key, ""))?;
    let page = page(&article, to.width_col);
    to.print(&page)
}

fn missing(key: ArticleKey, nor: &str) -> Failure {
    Failure::new(Exit::NoInput, format!("there is no article {} in the library{nor}", key.0))
}

/// The articles of an input, annotated.
pub fn articles(input: &Input, global: &Global) -> Result<Vec<Article>, Failure> {
    if let Input::Address(address) = input {
        return super::page::articles(address, global);
    }
    if let Some(key) = number(input) {
        let article = library::open(global)?.article(key).map_err(|error| library::failure(&error))?;
        return article.map(|article| vec![article]).ok_or_else(|| missing(key, ", and no such file"));
    }
    let bytes = input.read(global.max_size)?;
    briefing::from_bytes(&bytes, &input.options(global.from, global.max_size)).map_err(|error| input.refused(&error))
}

/// The number of an article in the library, where an argument is one and names no file.
fn number(input: &Input) -> Option<ArticleKey> {
    let Input::Path(path) = input else { return None };
    let digits = path.to_str().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|_| !path.exists()).map(ArticleKey)
}

/// A briefing that ends with one newline.
pub fn page(article: &Article, width_col: usize) -> String {
    let mut page = export::briefing(article, width_col);
    if !page.ends_with('\n') {
        page.push('\n');
    }
    page
}
