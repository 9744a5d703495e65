//! An export under way: what a form writes before, between and after its articles, and of each article.
//!
//! An article is asked for once and let go, so that a library of any size can be written. Where it goes, to a file or
//! a pipe, is left to whoever carries it out.

use std::borrow::Cow;

use super::forms::form;
use super::item::standing;
use super::{Item, Settings};
use crate::form::Format;

/// How a form is written. Each is a constant of its own file; [`form`] is the table of them.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What its files' names end with, without the dot.
    pub extension: &'static str,
    /// What the annotated article has and this form has not, in one sentence.
    pub loses: &'static str,
    /// The reader's judgements are honoured. Annotated JSON alone keeps them beside what the machine said.
    pub stands: bool,
    /// How articles become text.
    pub make: Make,
}

/// How articles become text.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// One text for all of them.
    Sheet {
        /// What stands before the first article, which is given where there is any.
        open: fn(Option<&Item>, &Page) -> String,
        /// An article. Where nothing comes of it, nothing stands between it and the next either.
        item: fn(&Item, &Page) -> String,
        /// What stands between two articles.
        between: &'static str,
        /// What stands after the last.
        close: fn(&Page) -> String,
    },
    /// Files for each article, name and text. No two articles of a library share a name.
    Files(fn(&Item, &Settings) -> Vec<(String, String)>),
}

/// What a form knows of the text that it is writing.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What was said of the whole export.
    pub settings: &'a Settings,
    /// There may be any number of articles; else there is one.
    pub several: bool,
    /// The article's number in the export, from 1; at the end, how many were written.
    pub number: usize,
    /// The headlines of the articles written so far, for forms that end with a table of contents.
    pub headlines: &'a [String],
}

/// An export of one text under way.
#[derive(Debug)]
pub struct Sheet {
    format: Format,
    settings: Settings,
    several: bool,
    n_written: usize,
    headlines: Vec<String>,
}

impl Sheet {
    /// Begins a text; there may be any number of articles, or there is one.
    pub fn new(format: Format, several: bool, settings: Settings) -> Self {
        Self { format, settings, several, n_written: 0, headlines: Vec::new() }
    }

    /// What an article adds to the text, with what stands before it.
    pub fn item(&mut self, item: &Item) -> String {
        let form = form(self.format);
        let Make::Sheet { open, item: write, between, .. } = form.make else { return String::new() };
        let article = if form.stands { standing(item.article) } else { Cow::Borrowed(item.article) };
        let item = &Item { article: &article, kept: Some(item.article), ..*item };
        let page = Page { number: self.n_written + 1, ..self.page() };
        let words = write(item, &page);
        if words.is_empty() && self.several {
            return words;
        }
        let lead = if self.n_written == 0 { open(Some(item), &page) } else { between.to_owned() };
        self.n_written += 1;
        if self.several && self.format == Format::Html {
            self.headlines.push(item.article.headline().unwrap_or_default().to_owned());
        }
        lead + &words
    }

    /// The end of the text.
    pub fn end(&self) -> String {
        let Make::Sheet { open, close, .. } = form(self.format).make else { return String::new() };
        let page = self.page();
        let lead = if self.n_written == 0 { open(None, &page) } else { String::new() };
        lead + &close(&page)
    }

    fn page(&self) -> Page<'_> {
        Page { settings: &self.settings, several: self.several, number: self.n_written, headlines: &self.headlines }
    }
}

/// The text of one article in a form of one text.
pub fn one(format: Format, item: &Item, settings: &Settings) -> String {
    let mut sheet = Sheet::new(format, false, settings.clone());
    let text = sheet.item(item);
    text + &sheet.end()
}

/// The files of one article in a form of several files; none in any other form.
pub fn files(format: Format, item: &Item, settings: &Settings) -> Vec<(String, String)> {
    let Make::Files(write) = form(format).make else { return Vec::new() };
    let article = standing(item.article);
    write(&Item { article: &article, kept: Some(item.article), ..*item }, settings)
}

/// Nothing, for forms that begin or end with nothing.
pub(super) fn no_opening(_: Option<&Item>, _: &Page) -> String {
    String::new()
}

/// See [`no_opening`].
pub(super) fn no_close(_: &Page) -> String {
    String::new()
}
