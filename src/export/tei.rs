//! TEI P5: the article as a text with what was said marked in it (`said`), who is in it (`listPerson`, `listOrg`), and
//! how sure each statement is. Several articles stand in a `teiCorpus`.
//!
//! `direct` is true only where the article marks all of the words as speech; in a partly quoted statement its quoted
//! words stand in `q`. What crosses a paragraph's end, or another statement, is cut, and its pieces are linked.

mod inline;
mod people;
mod prose;

use std::fmt::Write as _;

use super::cite::Day;
use super::sheet::{Form, Make, Page};
use super::{Item, iri};
use crate::article::format::Named;
use crate::article::{Article, Kind, Maybe, NoteTarget, Party, Statement};
use crate::clean;
use inline::Pieces;
use people::People;

pub(super) const FORM: Form = Form {
    extension: "xml",
    loses: "Sentences, addressees, venues and days of statements, evidence, alternatives, the summary, and where in the \
            text a place is that was lost. Statements kept \
            from an earlier version of the text. Of more than sixteen statements in one another the innermost are not marked.",
    stands: true,
    make: Make::Sheet { open, item, between: "\n", close },
};

const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

fn open(_: Option<&Item>, page: &Page) -> String {
    let mut head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    if page.several {
        // Writing into a string cannot fail.
        let _ = writeln!(head, "<teiCorpus xmlns=\"{NAMESPACE}\">");
        head.push_str("<teiHeader><fileDesc><titleStmt><title>Annotated articles</title></titleStmt>");
        head.push_str("<publicationStmt><p>Made with nutgraf</p></publicationStmt>");
        head.push_str("<sourceDesc><p>News articles</p></sourceDesc></fileDesc></teiHeader>\n");
    }
    head
}

fn close(page: &Page) -> String {
    match (page.several, page.number) {
        (false, _) => "\n".to_owned(),
        // A corpus has one text at least.
        (true, 0) => format!(
            "<TEI>{}<text><body><p/></body></text></TEI>\n</teiCorpus>\n",
            header("No article", "<p>None</p>", "")
        ),
        (true, _) => "\n</teiCorpus>\n".to_owned(),
    }
}

fn item(item: &Item, page: &Page) -> String {
    let article = item.article;
    // Names are good for one file only.
    let prefix = if page.several { format!("t{}.", page.number) } else { String::new() };
    let people = People::new(article, &prefix);
    let statements: Vec<&Statement> = item.statements().filter(|statement| !statement.orphaned).collect();
    let mut pieces = Pieces::new(&prefix);
    let body = prose::body(article, &statements, &people, &mut pieces);
    let headline = article.headline().map_or_else(|| "An article".to_owned(), line);
    let mut tei = format!("<TEI xmlns=\"{NAMESPACE}\" xml:id=\"{prefix}text\"");
    if let Maybe::Known(tag) = &article.metadata.in_language
        && is_language(tag)
    {
        let _ = write!(tei, " xml:lang=\"{}\"", escaped(tag));
    }
    tei.push_str(">\n");
    tei.push_str(&header(&headline, &source(article), &(taxonomy(&prefix) + &people.list())));
    let _ = write!(tei, "\n<text><body>\n{body}</body>");
    let back = back(article, &statements, &people, &pieces);
    if !back.is_empty() {
        let _ = write!(tei, "\n<back><div type=\"annotations\">\n{back}</div></back>");
    }
    tei.push_str("</text>\n</TEI>");
    tei
}

fn header(title: &str, source: &str, people: &str) -> String {
    let title = escaped(title);
    format!(
        "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>\
         <publicationStmt><p>Made with nutgraf {}; the annotations were made by a program and may be wrong</p></publicationStmt>\
         <sourceDesc>{source}</sourceDesc></fileDesc>{people}</teiHeader>",
        env!("CARGO_PKG_VERSION")
    )
}

/// The kinds of statements, for the text to point to.
fn taxonomy(prefix: &str) -> String {
    let mut taxonomy = String::from("<encodingDesc><classDecl><taxonomy>");
    for (kind, name) in Kind::NAMES {
        let meaning = match kind {
            Kind::Direct => "all of it is marked as speech by the article",
            Kind::Mixed => "part of it stands in the article's quotation marks",
            Kind::Indirect => "a paraphrase",
            Kind::NoComment => "somebody declined to comment",
        };
        let _ = write!(taxonomy, "<category xml:id=\"{prefix}{name}\"><catDesc>{meaning}</catDesc></category>");
    }
    taxonomy.push_str("</taxonomy></classDecl></encodingDesc>");
    taxonomy
}

/// Where the article was published.
fn source(article: &Article) -> String {
    let about = &article.metadata;
    let mut bibl = String::from("<bibl>");
    let mut put = |name: &str, words: &str| {
        let _ = write!(bibl, "<{name}>{}</{}>", escaped(words), name.split(' ').next().unwrap_or(name));
    };
    for Party { name, .. } in about.author.items() {
        put("author", &line(name));
    }
    if let Some(headline) = article.headline() {
        put("title", &line(headline));
    }
    if let Some(publisher) = about.publisher.known() {
        put("publisher", &line(&publisher.name));
    }
    if let Some(date) = about.date_published.known().filter(|date| Day::of(date).is_some()) {
        put("date", &line(date));
    }
    if let Some(address) = iri::address(article) {
        put("idno type=\"url\"", &address);
    }
    put("idno type=\"article\"", &line(&article.id));
    bibl.push_str("</bibl>");
    bibl
}

/// What has no place in the text: how sure each statement is, what the reader makes of it, notes.
fn back(article: &Article, statements: &[&Statement], people: &People, pieces: &Pieces) -> String {
    let mut back = String::new();
    for (number, statement) in statements.iter().enumerate() {
        let Some(target) = pieces.targets(number) else { continue };
        if let Some(sure) = statement.confidence.known() {
            for (aspect, degree) in
                [("locus=\"location\"", sure.content), ("match=\"@who\" locus=\"value\"", sure.speaker)]
            {
                let Some(degree) = degree else { continue };
                let _ = writeln!(back, "<certainty target=\"{target}\" {aspect} degree=\"{degree}\"/>");
            }
        }
        if let Some(review) = statement.review.known() {
            let words = review.note.known().map_or_else(String::new, |note| format!(": {}", clean::in_place(note)));
            let by = review.by.known().map_or_else(String::new, |by| format!(" ({})", line(by)));
            let words = escaped(&format!("{}{by}{words}", review.status.name()));
            let _ = writeln!(back, "<note type=\"review\" target=\"{target}\">{words}</note>");
        }
    }
    for actor in article.actors.items() {
        if let (Maybe::Known(review), Some(target)) = (&actor.review, people.reference(&actor.id)) {
            let words = review.note.known().map_or_else(String::new, |note| format!(": {note}"));
            let words = escaped(&format!("{}{words}", review.status.name()));
            let _ = writeln!(back, "<note type=\"review\" target=\"{target}\">{words}</note>");
        }
    }
    let numbers: std::collections::HashMap<_, _> =
        statements.iter().enumerate().map(|(number, statement)| (&statement.id, number)).collect();
    for note in article.notes.items() {
        let target = match note.target.known() {
            Some(NoteTarget::Statement(id)) => match numbers.get(id).map(|number| pieces.targets(*number)) {
                Some(Some(target)) => Some(target),
                _ => continue,
            },
            Some(NoteTarget::Actor(id)) => people.reference(id),
            _ => None,
        };
        let mut words = note.body.known().map_or_else(String::new, |body| clean::in_place(body));
        for tag in note.tags.items() {
            let _ = write!(words, " #{}", line(tag));
        }
        let target = target.map_or_else(String::new, |target| format!(" target=\"{target}\""));
        let _ = writeln!(back, "<note type=\"reader\"{target}>{}</note>", escaped(words.trim()));
    }
    back
}

/// A tag as XML takes it.
fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(n, part)| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphabetic() || (n > 0 && byte.is_ascii_digit()))
    })
}

/// Text for an element or an attribute. What XML 1.0 forbids, and what a terminal would obey, is replaced.
fn escaped(text: &str) -> String {
    let text = clean::in_place(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    for scalar in text.chars() {
        match scalar {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(scalar),
        }
    }
    escaped
}

/// Words on one line.
fn line(words: &str) -> String {
    clean::in_place(words).split_whitespace().collect::<Vec<_>>().join(" ")
}
