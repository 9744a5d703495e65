//! The article's text with its statements marked, block by block.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::markup::stretch;
use super::{Shown, View};
use crate::article::{BlockKind, Span};

/// What happens at a place of the text.
#[derive(Default)]
struct Cut {
    /// Parts of statements that end here, and that begin here: by number of the part.
    ends: Vec<usize>,
    begins: Vec<usize>,
    /// Statements whose first part begins here.
    labels: Vec<usize>,
    /// Lines of the summary whose evidence begins here.
    evidence: Vec<usize>,
}

/// The text as HTML. Which statements have a place in it is noted in `placed`.
pub(super) fn text(view: &View, placed: &mut BTreeSet<usize>) -> String {
    let mut writer = Writer::new(view);
    let mut html = String::new();
    let mut is_list = false;
    for (index, block) in view.article.blocks.iter().enumerate() {
        let is_shown = view.is_shown(index, block);
        let marked = writer.block(block.span, placed, is_shown);
        if !is_shown {
            continue;
        }
        let is_item = block.kind == BlockKind::ListItem;
        if is_item != is_list {
            html.push_str(if is_item { "<ul>\n" } else { "</ul>\n" });
            is_list = is_item;
        }
        let (open, close) = tags(block.kind, view.level + 2);
        let _ = writeln!(html, "{open}{marked}{close}");
    }
    if is_list {
        html.push_str("</ul>\n");
    }
    html
}

fn tags(kind: BlockKind, level: u8) -> (String, String) {
    let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
    match kind {
        BlockKind::Heading => (format!("<h{level} dir=\"auto\">"), format!("</h{level}>")),
        BlockKind::Standfirst => pair("<p class=\"standfirst\" dir=\"auto\">", "</p>"),
        BlockKind::Paragraph | BlockKind::Boilerplate => pair("<p dir=\"auto\">", "</p>"),
        BlockKind::Blockquote => pair("<blockquote><p dir=\"auto\">", "</p></blockquote>"),
        BlockKind::ListItem => pair("<li dir=\"auto\">", "</li>"),
        BlockKind::Caption => pair("<p class=\"caption\" dir=\"auto\">", "</p>"),
        BlockKind::Byline => pair("<p class=\"byline\" dir=\"auto\">", "</p>"),
    }
}

/// Goes through the text once, from its beginning to its end.
struct Writer<'a> {
    view: &'a View<'a>,
    cuts: std::iter::Peekable<std::collections::btree_map::IntoIter<usize, Cut>>,
    parts: Vec<(Span, usize)>,
    /// Parts that have begun, innermost last: by where they begin, shorter ones later.
    open: BTreeSet<(usize, std::cmp::Reverse<usize>, usize)>,
}

impl<'a> Writer<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let mut cuts: BTreeMap<usize, Cut> = BTreeMap::new();
        let mut parts = Vec::new();
        for (index, shown) in view.shown.iter().enumerate() {
            if let Some(start) = shown.statement.start_char() {
                cuts.entry(start).or_default().labels.push(index);
            }
            for span in shown.statement.spans() {
                let number = parts.len();
                parts.push((span, index));
                cuts.entry(span.start()).or_default().begins.push(number);
                cuts.entry(span.end()).or_default().ends.push(number);
            }
        }
        for (index, line) in view.article.summary.items().iter().enumerate() {
            if let Some(span) = line.evidence.iter().find_map(crate::article::Anchor::span) {
                cuts.entry(span.start()).or_default().evidence.push(index);
            }
        }
        Self { view, cuts: cuts.into_iter().peekable(), parts, open: BTreeSet::new() }
    }

    fn block(&mut self, block: Span, placed: &mut BTreeSet<usize>, is_shown: bool) -> String {
        let mut html = String::new();
        // What begins or ends between two blocks.
        while let Some((_, cut)) = self.cuts.next_if(|(at, _)| *at < block.start()) {
            self.pass(&cut);
        }
        let mut at = block.start();
        while let Some((place, cut)) = self.cuts.next_if(|(place, _)| *place < block.end()) {
            self.words(at, place, &mut html);
            at = place;
            if is_shown {
                for line in &cut.evidence {
                    let _ = write!(html, "<span class=\"place\" id=\"{}-e{}\"></span>", self.view.id, line + 1);
                }
                for &index in &cut.labels {
                    if let Some(shown) = self.view.shown.get(index) {
                        html.push_str(&label(self.view, shown));
                        placed.insert(index);
                    }
                }
            }
            self.pass(&cut);
        }
        self.words(at, block.end(), &mut html);
        html
    }

    fn pass(&mut self, cut: &Cut) {
        for &number in &cut.ends {
            if let Some((span, _)) = self.parts.get(number) {
                self.open.remove(&(span.start(), std::cmp::Reverse(span.end()), number));
            }
        }
        for &number in &cut.begins {
            if let Some((span, _)) = self.parts.get(number).filter(|(span, _)| !span.is_empty()) {
                self.open.insert((span.start(), std::cmp::Reverse(span.end()), number));
            }
        }
    }

    /// Words between two places, all in the same statement or in none.
    fn words(&self, from: usize, to: usize, html: &mut String) {
        let words = self.view.article.text.span(from, to).map(|span| stretch(self.view.article.text.slice(span)));
        let Some(words) = words.filter(|words| !words.is_empty()) else { return };
        let innermost = self.open.last().and_then(|(.., number)| self.parts.get(*number));
        match innermost.and_then(|(_, index)| self.view.shown.get(*index)) {
            Some(shown) => {
                let _ = write!(html, "<mark class=\"{} {}\">{words}</mark>", shown.statement.kind.word(), shown.colour);
            }
            None => html.push_str(&words),
        }
    }
}

/// The sign before a statement: how it is reported and its number, with all of it in words for whoever sees neither
/// signs nor colours. It leads to the statement in the list.
fn label(view: &View, shown: &Shown) -> String {
    let kind = shown.statement.kind;
    let doubt = if shown.said.doubts.is_empty() { "" } else { "?" };
    let mut words = format!("Statement {}, {}, {}", shown.number, shown.said.how, shown.said.who);
    for doubt in &shown.said.doubts {
        words.push_str(", ");
        words.push_str(doubt);
    }
    let sign = super::markup::words(kind.sign());
    format!(
        "<a class=\"sign {}\" id=\"{id}-s{n}\" href=\"#{id}-q{n}\"><span aria-hidden=\"true\">{n}{sign}{doubt}</span>\
         <span class=\"vh\">{}: </span></a>",
        shown.colour,
        super::markup::words(&words),
        id = view.id,
        n = shown.number,
    )
}
