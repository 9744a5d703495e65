//! What stands beside the text: the actors, the statements with who said them, notes and doubts.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use super::markup::words;
use super::{Shown, View};
use crate::article::{ActorId, Certainty, Kind, Support};
use crate::export::remarks::{self, Remarks};

/// The summary; each line leads to the sentence that it is made of.
pub(super) fn summary(view: &View) -> String {
    let lines = view.article.summary.items();
    if lines.is_empty() {
        return String::new();
    }
    let mut html = section(view, "summary", "Summary");
    html.push_str("<ol>\n");
    for (index, line) in lines.iter().enumerate() {
        let text = words(&line.text);
        let has_place = line.evidence.iter().any(|anchor| anchor.span().is_some_and(|span| view.is_in_text(span)));
        let text = if has_place { format!("<a href=\"#{}-e{}\">{text}</a>", view.id, index + 1) } else { text };
        let doubt = if line.support.known() == Some(&Support::Unverified) {
            " <span class=\"doubt\">unverified</span>"
        } else {
            ""
        };
        let _ = writeln!(html, "<li dir=\"auto\">{text}{doubt}</li>");
    }
    html + "</ol>\n</section>\n"
}

/// Who is in the article, and where they say something.
pub(super) fn actors(view: &View) -> String {
    let actors = view.article.actors.items();
    if actors.is_empty() {
        return String::new();
    }
    let mut said: HashMap<&ActorId, Vec<&Shown>> = HashMap::new();
    for shown in &view.shown {
        for id in shown.statement.standing_speakers() {
            said.entry(id).or_default().push(shown);
        }
    }
    let mut html = section(view, "people", "Actors");
    html.push_str("<ul class=\"actors\">\n");
    for (index, actor) in actors.iter().enumerate() {
        let _ = write!(
            html,
            "<li class=\"{}\" id=\"{}-p{}\"><bdi class=\"who\">{}</bdi>",
            view.colour(&actor.id),
            view.id,
            index + 1,
            words(&actor.name)
        );
        if let Some(role) = view.desk.role(actor) {
            let _ = write!(html, ", <bdi>{}</bdi>", words(&role));
        }
        let n_mentions = actor.mentions.items().len();
        if let Some(statements) = said.get(&actor.id) {
            let noun = if statements.len() == 1 { "statement" } else { "statements" };
            let _ = write!(html, "<br><span class=\"small\">{noun}");
            for shown in statements {
                let _ = write!(html, " <a href=\"#{}-q{n}\">{n}</a>", view.id, n = shown.number);
            }
            html.push_str("</span>");
        } else if n_mentions > 0 {
            let times = if n_mentions == 1 { "once".to_owned() } else { format!("{n_mentions} times") };
            let _ = write!(html, "<br><span class=\"small\">mentioned {times}</span>");
        }
        html.push_str("</li>\n");
    }
    html + "</ul>\n</section>\n"
}

/// Every statement with who said it, how it is reported, and what is doubtful.
pub(super) fn statements(view: &View, placed: &BTreeSet<usize>) -> String {
    let mut html = section(view, "statements", "Statements");
    if view.shown.is_empty() {
        return html + "<p>None.</p>\n</section>\n";
    }
    let notes = Remarks::new(view.article);
    html.push_str("<ul class=\"quotes\">\n");
    for (index, shown) in view.shown.iter().enumerate() {
        let (said, statement) = (&shown.said, shown.statement);
        let _ = write!(html, "<li class=\"{}\" id=\"{}-q{}\">", shown.colour, view.id, shown.number);
        let _ = write!(html, "<p class=\"credit\">{}. <bdi class=\"who\">{}</bdi>", shown.number, words(&said.who));
        let _ = write!(html, " · <span class=\"kind\">{}</span>", words(said.how));
        if let Some(cue) = &said.cue {
            let _ = write!(html, " · reporting words: <i>{}</i>", words(cue));
        }
        if let Some(sure) = statement.confidence.known().and_then(|sure| sure.least()) {
            let _ = write!(html, " · {}", Certainty::of(sure).as_str());
        }
        for doubt in &said.doubts {
            let _ = write!(html, " · <span class=\"doubt\">{}</span>", words(doubt));
        }
        html.push_str("</p>\n");
        let text = words(&said.words);
        let _ = match statement.kind {
            Kind::Direct => writeln!(html, "<blockquote dir=\"auto\"><p>{text}</p></blockquote>"),
            _ => writeln!(html, "<p dir=\"auto\">{text}</p>"),
        };
        if let Some(reason) = remarks::reason(statement) {
            let _ = writeln!(html, "<p class=\"note\" dir=\"auto\">Review: {}</p>", words(&reason));
        }
        for note in notes.of_statement(&statement.id) {
            let _ = writeln!(html, "<p class=\"note\" dir=\"auto\">Note: {}</p>", words(&note));
        }
        if placed.contains(&index) {
            let _ = write!(
                html,
                "<p class=\"small\"><a href=\"#{}-s{n}\">In the text<span class=\"vh\">: statement {n}</span></a></p>",
                view.id,
                n = shown.number
            );
        }
        html.push_str("</li>\n");
    }
    html + "</ul>\n</section>\n"
}

/// What was doubtful about the article as a whole, and what the reader wrote about it.
pub(super) fn rest(view: &View, tags: &[String]) -> String {
    let notes = remarks::of_article(view.article);
    let mut html = String::new();
    if !notes.is_empty() || !tags.is_empty() {
        html.push_str(&section(view, "notes", "Notes"));
        for note in notes {
            let _ = writeln!(html, "<p class=\"small\" dir=\"auto\">{}</p>", words(&note));
        }
        if !tags.is_empty() {
            let tags: Vec<String> = tags.iter().map(|tag| format!("<bdi>{}</bdi>", words(tag))).collect();
            let _ = writeln!(html, "<p class=\"tags\">Tags: {}</p>", tags.join(", "));
        }
        html.push_str("</section>\n");
    }
    if !view.article.warnings.is_empty() {
        html.push_str(&section(view, "doubts", "Doubts"));
        html.push_str("<ul class=\"small\">\n");
        for warning in &view.article.warnings {
            let _ = writeln!(html, "<li dir=\"auto\">{}</li>", words(&warning.message));
        }
        html.push_str("</ul>\n</section>\n");
    }
    html
}

fn section(view: &View, class: &str, title: &str) -> String {
    let level = view.level + 1;
    let id = &view.id;
    format!(
        "<section class=\"{class}\" aria-labelledby=\"{id}-{class}\">\n<h{level} class=\"label\" id=\"{id}-{class}\">\
         {title}</h{level}>\n"
    )
}
