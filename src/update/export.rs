//! What is written to a file, given to a command, or opened in a browser: which part of what is at hand.

use crate::catalogue::ListRequest;
use crate::exchange::{Chosen, Effect, Extract, Target};
use crate::form::Format;
use crate::state::errand::Errand;
use crate::state::menu::{Choice, Menu, MenuRow};
use crate::state::{Screen, State};

use super::hand::{Hand, at_hand};
use super::{menu, note};

/// What each form is for, and how its file's name ends; nothing for a folder.
const FORMS: [(Format, &str, &str, &str); 12] = [
    (Format::Json, "annotated article (JSON)", "everything, and comes back whole", "json"),
    (Format::Jsonl, "annotated articles (JSON Lines)", "the same, an article a line", "jsonl"),
    (Format::Markdown, "statements (Markdown)", "each with its citation", "md"),
    (Format::Text, "statements (plain text)", "each with its citation", "txt"),
    (Format::Csv, "table of statements (CSV)", "for spreadsheets", "csv"),
    (Format::WebAnnotation, "Web Annotations", "JSON-LD, a statement each", "jsonld"),
    (Format::SchemaOrg, "schema.org", "JSON-LD, as search engines read it", "jsonld"),
    (Format::Tei, "TEI", "XML with what was said marked in the text", "xml"),
    (Format::Brat, "brat", "a folder with a .txt and an .ann file each", ""),
    (Format::Gqg, "GDELT quotation lines", "direct quotations only", "jsonl"),
    (Format::Citron, "Citron", "JSON as Citron writes it", "json"),
    (Format::Html, "page (HTML)", "to be read in any browser", "html"),
];

/// The parts that can be taken out here, what is nearest first, each with what it is called.
fn parts(state: &State) -> Vec<(Extract, String)> {
    let hand = at_hand(state);
    let mut parts = Vec::new();
    let whose = if state.screen == Screen::Article { "this article" } else { "the selected article" };
    if let Hand::Statement(target, id) = &hand {
        parts.push((Extract::Statement(*target, id.clone()), "this statement".to_owned()));
    }
    if let Some(target) = hand.target() {
        parts.push((Extract::Article(target), whose.to_owned()));
    }
    match state.screen {
        Screen::Hits if !state.hits.text.is_empty() => {
            parts.push((Extract::Search(state.hits.text.clone()), "all statements that were found".to_owned()));
        }
        Screen::List => parts.extend(listed(state)),
        _ => {}
    }
    parts
}

/// What is marked in the library's list, or all that it shows.
fn listed(state: &State) -> Option<(Extract, String)> {
    let marks = &state.shelf.marks;
    if state.listing != crate::state::Listing::Library {
        return None;
    }
    if !marks.all && !marks.keys.is_empty() {
        let n = marks.keys.len();
        let words = format!("the {n} marked article{}", if n == 1 { "" } else { "s" });
        return Some((Extract::Listed(Chosen::Articles(marks.keys.iter().copied().collect())), words));
    }
    let ListRequest { query, unfolded, .. } = &state.shelf.request;
    let words = if query.is_empty() { "all articles of the library" } else { "all articles that are listed" };
    let listed = Chosen::Listed { query: query.clone(), unfolded: *unfolded || query.is_empty() };
    Some((Extract::Listed(listed), words.to_owned()))
}

/// Opens the menu of what is exported, or of the forms where there is only one thing.
pub(super) fn choose(state: &mut State) {
    // A statement alone is copied; a file holds an article, or what was found.
    let parts: Vec<_> = parts(state).into_iter().filter(|(part, _)| !matches!(part, Extract::Statement(..))).collect();
    match parts.as_slice() {
        [] => state.say("there is nothing to export here: open an article, or search"),
        [(extract, _)] => choose_format(state, extract),
        _ => {
            let rows = parts.into_iter().map(|(part, words)| {
                let detail = match part {
                    Extract::Search(_) => "those statements of each article",
                    Extract::Listed(_) => "each with all of its statements",
                    Extract::Statement(..) | Extract::Article(_) => "",
                };
                MenuRow::new(words, detail, Choice::Formats(part))
            });
            let menu = Menu::new("export", rows.collect());
            menu::open(state, menu);
        }
    }
}

/// Opens the menu of the forms.
pub(super) fn choose_format(state: &mut State, extract: &Extract) {
    let rows = FORMS.iter().map(|(format, label, detail, _)| {
        MenuRow::new(*label, *detail, Choice::Type(Errand::Path(extract.clone(), *format)))
    });
    let menu = Menu::new("export as", rows.collect());
    menu::open(state, menu);
}

/// A name for the file, from what it holds.
pub(super) fn file_name(state: &State, extract: &Extract, format: Format) -> String {
    let end = FORMS.iter().find(|row| row.0 == format).map_or("", |row| row.3);
    let title = match extract {
        Extract::Statement(target, _) | Extract::Article(target) => title(state, *target),
        Extract::Listed(Chosen::Articles(_)) => "articles".to_owned(),
        Extract::Search(query) | Extract::Listed(Chosen::Listed { query, .. }) if query.is_empty() => {
            "library".to_owned()
        }
        Extract::Search(query) | Extract::Listed(Chosen::Listed { query, .. }) => query.clone(),
    };
    let mut name = String::new();
    for char in title.chars().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            name.push(char);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= 48 {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    let name = if name.is_empty() { "article" } else { name };
    if end.is_empty() { name.to_owned() } else { format!("{name}.{end}") }
}

fn title(state: &State, target: Target) -> String {
    let open = state.reading.as_ref().filter(|reading| reading.target == Some(target));
    let headline = open.and_then(|reading| reading.article.headline().map(str::to_owned));
    let listed = || match target {
        Target::Entry(item) => state.items.get(item).map(|item| item.title.clone()),
        Target::Article(key) => {
            state.shelf.number_of(key).and_then(|number| state.shelf.row(number)).map(|row| row.headline.clone())
        }
    };
    headline.or_else(listed).unwrap_or_default()
}

/// Writes to a file whose name was typed.
pub(super) fn to(state: &mut State, extract: Extract, format: Format, path: &str) -> Vec<Effect> {
    if path.is_empty() {
        state.say("nothing was written: a file needs a name");
        return Vec::new();
    }
    vec![Effect::Export { extract, format, path: path.to_owned(), replaces: false }]
}

/// Asks whether a file that is there already may be replaced.
pub(super) fn ask(state: &mut State, extract: &Extract, format: Format, path: &str) {
    let rows = vec![
        MenuRow::new("keep it", "nothing is written", Choice::Leave),
        MenuRow::new("another name", "", Choice::Type(Errand::Path(extract.clone(), format))),
        MenuRow::new("replace it", "what it holds is lost", Choice::Replace(extract.clone(), format, path.to_owned())),
    ];
    menu::open(state, Menu::new(format!("{path} is there already"), rows));
}

/// Opens the line for a command, or first the menu of what it gets.
pub(super) fn pipe(state: &mut State) {
    let mut parts = parts(state);
    match parts.len() {
        0 => state.say("there is nothing to give a command here: open an article, or search"),
        1 => {
            let (extract, _) = parts.remove(0);
            note::type_line(state, Errand::Command(extract), "");
        }
        _ => {
            let rows = parts.into_iter().map(|(part, words)| {
                let detail = match part {
                    Extract::Statement(..) => "its words and citation",
                    Extract::Article(_) => "as plain text",
                    Extract::Search(_) | Extract::Listed(_) => "every statement with its citation",
                };
                MenuRow::new(words, detail, Choice::Type(Errand::Command(part)))
            });
            let menu = Menu::new("give to a command", rows.collect());
            menu::open(state, menu);
        }
    }
}

/// Opens the source of what is at hand in a browser.
pub(super) fn browse(state: &mut State) -> Vec<Effect> {
    let Some(extract) = at_hand(state).extract() else {
        state.say("there is no article here whose source could be opened");
        return Vec::new();
    };
    vec![Effect::Browse(extract)]
}

#[cfg(test)]
mod tests {
    use super::FORMS;
    use crate::export::{self, Make};
    use crate::form::Format;

    #[test]
    fn every_form_is_offered_in_the_tables_order() {
        let offered: Vec<Format> = FORMS.iter().map(|row| row.0).collect();
        assert_eq!(offered, Format::NAMES.map(|row| row.0));
    }

    #[test]
    fn files_end_as_the_forms_say() {
        for (format, _, _, end) in FORMS {
            let form = export::form(format);
            let wanted = if let Make::Files(_) = form.make { "" } else { form.extension };
            assert_eq!(end, wanted, "{format:?}");
        }
    }
}
