//! A statement with its source in words: what is copied, and what every form that cites reads.
//!
//! Words stand in quotation marks only where the article quotes them, and with its own marks; what it only reports
//! stands in the article's own sentence, or beside its reporting words. What is doubtful is said.

mod bibtex;
mod clause;
mod csl;
mod imprint;
mod link;
mod markdown;
mod quoted;
mod said;
mod sentence;

use std::collections::HashMap;

use serde_json::{Value, json};

pub use imprint::{Day, Imprint, titled, web_address, without_credentials};
pub use markdown::{escaped as markdown_escaped, source as markdown_source};
pub use quoted::{GAP, one_line, unmarked};
pub use said::Said;

use super::sheet::one;
use super::{Item, Settings, escaped, standing};
use crate::article::gate::{is_mark, quoted_regions};
use crate::article::naming::ActorsById;
use crate::article::{Actor, Article, Form, Span, Statement, StatementId, format};
use crate::form::{Citation, Format};

/// Why there is no citation. The messages are for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CiteError {
    /// The statement is not in the article, or the reader has said that it is none.
    #[error("that is no statement of the article any more")]
    NoStatement,
    /// There is no address to lead to.
    #[error("the article has no web address; copy it in another form")]
    NoAddress,
    /// The words lead nowhere.
    #[error("these words are not found in the article's text, so no link leads to them; copy them in another form")]
    NoPlace,
}

/// A statement in a form to be cited, as it stands after the reader's judgements.
pub fn citation(article: &Article, id: &StatementId, form: Citation, settings: &Settings) -> Result<String, CiteError> {
    let mut cited = citations(article, std::slice::from_ref(id), form, settings);
    cited.pop().unwrap_or(Err(CiteError::NoStatement))
}

/// Several statements of one article, which is looked at once.
pub fn citations(
    article: &Article,
    ids: &[StatementId],
    form: Citation,
    settings: &Settings,
) -> Vec<Result<String, CiteError>> {
    let stands = &*standing(article);
    let desk = Desk::new(stands, settings);
    let file = if form == Citation::Json { format::to_value(article) } else { Value::Null };
    ids.iter().map(|id| one_citation(&desk, &file, id, form)).collect()
}

fn one_citation(desk: &Desk, file: &Value, id: &StatementId, form: Citation) -> Result<String, CiteError> {
    let article = desk.article;
    let statement = desk.statements.get(id).copied().ok_or(CiteError::NoStatement)?;
    Ok(match form {
        Citation::Plain => desk.plain(statement),
        Citation::Markdown => desk.markdown(statement),
        Citation::Bibtex => bibtex::entry(desk, Some(statement)),
        Citation::Csl => csl::item(desk, Some(statement)),
        Citation::Json => whole(article, file, id).ok_or(CiteError::NoStatement)?,
        Citation::WebAnnotation => super::web_annotation::alone(article, statement),
        Citation::Url => {
            let url = desk.imprint.url.as_ref().ok_or(CiteError::NoAddress)?;
            link::to(desk, statement, url).ok_or(CiteError::NoPlace)?
        }
    })
}

/// An article in a form to be cited, without a statement; whole as JSON and as Web Annotations.
pub fn of_article(article: &Article, form: Citation, settings: &Settings) -> Result<String, CiteError> {
    let stands = &*standing(article);
    let imprint = Imprint::of(stands, settings);
    Ok(match form {
        Citation::Plain => match imprint.address() {
            Some(address) => format!("{}. {address}", imprint.in_words()),
            None => imprint.in_words() + ".",
        },
        Citation::Markdown => markdown::source(&imprint) + "\n",
        Citation::Bibtex => bibtex::entry(&Desk::new(stands, settings), None),
        Citation::Csl => csl::item(&Desk::new(stands, settings), None),
        Citation::Json => one(Format::Json, &Item::new(article), settings),
        Citation::WebAnnotation => one(Format::WebAnnotation, &Item::new(article), settings),
        Citation::Url => imprint.url.ok_or(CiteError::NoAddress)?,
    })
}

/// Citations of one form as one text; nothing where there is none.
pub fn joined(form: Citation, citations: &[String]) -> Option<String> {
    if citations.is_empty() {
        return None;
    }
    Some(match form {
        Citation::Plain | Citation::Url => citations.join("\n") + "\n",
        Citation::Markdown | Citation::Bibtex => citations.join("\n"),
        Citation::Csl | Citation::Json | Citation::WebAnnotation => {
            let mut all = Vec::new();
            for citation in citations {
                match serde_json::from_str(citation) {
                    Ok(Value::Array(items)) => all.extend(items),
                    Ok(item) => all.push(item),
                    Err(_) => {}
                }
            }
            escaped(serde_json::to_string_pretty(&all).unwrap_or_default() + "\n")
        }
    })
}

/// What citing statements of one article needs, found once.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// The article, as it stands.
    pub article: &'a Article,
    /// Where it was published.
    pub imprint: Imprint,
    regions: Vec<Span>,
    /// Speech that the article sets off without quotation marks, in order and not overlapping.
    set_off: Vec<Span>,
    actors: ActorsById<'a>,
    statements: HashMap<&'a StatementId, &'a Statement>,
    /// Whom a pronoun means, by where it begins and ends.
    pronouns: HashMap<(usize, usize), &'a Actor>,
}

impl<'a> Desk<'a> {
    /// Looks at an article once.
    pub fn new(article: &'a Article, settings: &Settings) -> Self {
        Self {
            article,
            imprint: Imprint::of(article, settings),
            regions: quoted_regions(&article.text, &article.blocks),
            set_off: quoted::set_off(article),
            actors: ActorsById::new(article),
            statements: article.statements.items().iter().rev().map(|one| (&one.id, one)).collect(),
            pronouns: pronouns(article),
        }
    }

    /// A statement in words.
    pub fn said(&self, statement: &Statement) -> Said {
        Said::of(self, statement)
    }

    /// A statement's words alone, on one line; in the article's marks as far as it quotes them.
    pub fn words(&self, statement: &Statement) -> String {
        quoted::words(self.article, &self.regions, statement)
    }

    /// What of a statement the article quotes, without the marks.
    pub fn quoted_words(&self, statement: &Statement) -> Vec<String> {
        quoted::quoted_words(self.article, &self.regions, statement)
    }

    /// Who says it, as actors of the article.
    pub fn speakers(&self, statement: &Statement) -> Vec<&'a Actor> {
        self.actors.speakers(statement)
    }

    /// The role of an actor as it can be read without the article.
    pub fn role(&self, actor: &Actor) -> Option<String> {
        said::role(self, actor)
    }

    /// A statement with its citation in Markdown.
    pub fn markdown(&self, statement: &Statement) -> String {
        markdown::citation(&self.said(statement), &self.imprint, statement.kind)
    }

    /// A statement with its citation in one line.
    pub fn plain(&self, statement: &Statement) -> String {
        let line = self.said(statement).line(&self.imprint.in_words());
        let line = ended(line);
        match self.imprint.address() {
            Some(address) => format!("{line} {address}"),
            None => line,
        }
    }
}

/// A line with a full stop at its end, unless its last words have one.
fn ended(line: String) -> String {
    let words = line.trim_end_matches(|scalar: char| is_mark(scalar) || scalar == ')');
    if words.ends_with(['.', '!', '?', '…', '。', '！', '？']) && !words.ends_with("[…]") {
        line
    } else {
        line + "."
    }
}

fn pronouns(article: &Article) -> HashMap<(usize, usize), &Actor> {
    let mut pronouns = HashMap::new();
    for actor in article.actors.items() {
        let mentions = actor.mentions.items().iter().filter(|mention| mention.form == Form::Pronoun);
        for span in mentions.filter_map(|mention| mention.anchor.span()) {
            pronouns.entry((span.start(), span.end())).or_insert(actor);
        }
    }
    pronouns
}

/// The statement as the annotated article has it, with what finds the article again and the actors that it names.
fn whole(article: &Article, file: &Value, id: &StatementId) -> Option<String> {
    let part = |name: &str| file.get(name).cloned().unwrap_or(Value::Null);
    let statements = file.get("statements")?.as_array()?;
    let statement = statements.iter().find(|statement| statement.get("id").and_then(Value::as_str) == Some(&id.0))?;
    let mut named: Vec<&str> = Vec::new();
    for field in ["speakers", "about"] {
        named.extend(statement.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str));
    }
    named.extend(statement.get("relayed_by").and_then(Value::as_str));
    let corrected = statement.pointer("/review/speakers").and_then(Value::as_array);
    named.extend(corrected.into_iter().flatten().filter_map(Value::as_str));
    let others = statement.get("alternatives").and_then(Value::as_array).into_iter().flatten();
    named.extend(others.filter_map(|other| other.get("speaker")?.as_str()));
    let actors = file.get("actors").and_then(Value::as_array).into_iter().flatten();
    let actors: Vec<Value> = actors
        .filter(|actor| actor.get("id").and_then(Value::as_str).is_some_and(|id| named.contains(&id)))
        .map(|actor| {
            let mut actor = actor.clone();
            // Where else the actor is mentioned is the article's business.
            if let Some(fields) = actor.as_object_mut() {
                fields.shift_remove("mentions");
            }
            actor
        })
        .collect();
    let about = json!({
        "schema_version": format::SCHEMA_VERSION,
        "article_id": article.id,
        "article": part("article"),
        "retrieval": part("retrieval"),
        "statement": statement,
        "actors": actors,
    });
    let json = serde_json::to_string_pretty(&about).unwrap_or_default();
    Some(escaped(json + "\n"))
}

#[cfg(test)]
mod tests;
