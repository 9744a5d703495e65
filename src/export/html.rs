//! One self-contained page: the text with its statements marked, the summary, the actors, who said what. It has no
//! script and fetches nothing, follows the reader's light or dark, and says in words what colours say.

mod lists;
mod markup;
mod text;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use markup::{lang, words};

use super::Item;
use super::cite::{Day, Desk, Said};
use super::sheet::{Form, Make, Page};
use crate::article::{ActorId, Article, Block, BlockKind, Span, Statement};

pub(super) const FORM: Form = Form {
    extension: "html",
    loses: "Boilerplate, evidence other than the summary's, places in the text as numbers and the figures of \
            confidence; where statements overlap, the inner one is marked.",
    stands: true,
    make: Make::Sheet { open, item, between: "\n", close },
};

const STYLE: &str = include_str!("html/style.css");

/// Colours for speakers; whoever has less to say than so many others shares one.
const N_COLOURS: usize = 8;

fn open(first: Option<&Item>, page: &Page) -> String {
    let title = match first.filter(|_| !page.several) {
        Some(item) => item.article.headline().unwrap_or("An article"),
        None => "Who said what",
    };
    let title = words(title);
    let title = if title.is_empty() { "An article" } else { title.as_str() };
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"nutgraf\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#articles\">Skip to the text</a>\n"
    );
    if page.several {
        html.push_str(
            "<header class=\"page\">\n<h1>Who said what</h1>\n<p class=\"to-contents\"><a href=\"#contents\">\
             Contents</a></p>\n</header>\n",
        );
    }
    html + "<main id=\"articles\" tabindex=\"-1\">\n"
}

fn close(page: &Page) -> String {
    let mut html = String::from("</main>\n");
    if page.several {
        html.push_str("<nav class=\"contents\" id=\"contents\" aria-labelledby=\"contents-title\">\n");
        html.push_str("<h2 id=\"contents-title\">Contents</h2>\n");
        if page.headlines.is_empty() {
            html.push_str("<p>Nothing.</p>\n");
        } else {
            html.push_str("<ol>\n");
            for (index, headline) in page.headlines.iter().enumerate() {
                let _ = writeln!(html, "<li dir=\"auto\"><a href=\"#a{}\">{}</a></li>", index + 1, titled(headline));
            }
            html.push_str("</ol>\n");
        }
        html.push_str("</nav>\n");
    }
    html + "<footer class=\"foot\">\n<p>Made with nutgraf. Who said what was found by a program, and it errs; what it \
            doubts is said. What the article does not quote stands here without quotation marks, and nothing here says \
            what is true.</p>\n</footer>\n</body>\n</html>\n"
}

fn titled(headline: &str) -> String {
    let headline = words(headline);
    if headline.is_empty() { "(no headline)".to_owned() } else { headline }
}

/// A statement as the page shows it.
struct Shown<'a> {
    statement: &'a Statement,
    /// Its number in the article, from 1: the same whichever statements were asked for.
    number: usize,
    said: Said,
    colour: String,
}

/// What an article's part of the page is made from.
struct View<'a> {
    article: &'a Article,
    desk: Desk<'a>,
    shown: Vec<Shown<'a>>,
    colours: HashMap<&'a ActorId, usize>,
    /// What its ids begin with.
    id: String,
    /// Of the headline's heading.
    level: u8,
}

impl<'a> View<'a> {
    fn new(item: &Item<'a>, page: &Page) -> Self {
        let article = item.article;
        let desk = Desk::new(article, page.settings);
        let colours = colours(item);
        let asked = item.asked();
        let shown = article.statements.items().iter().enumerate().filter(|(_, statement)| asked.has(&statement.id));
        let shown = shown
            .map(|(index, statement)| Shown {
                statement,
                number: index + 1,
                said: desk.said(statement),
                colour: class(&colours, statement.standing_speakers().first()),
            })
            .collect();
        Self { article, shown, desk, colours, id: format!("a{}", page.number), level: if page.several { 2 } else { 1 } }
    }

    fn colour(&self, actor: &ActorId) -> String {
        class(&self.colours, Some(actor))
    }

    /// Whether a place is in the text as the page has it.
    fn is_in_text(&self, span: Span) -> bool {
        let blocks = &self.article.blocks;
        let at = blocks.partition_point(|block| block.span.end() <= span.start());
        blocks.get(at).is_some_and(|block| self.is_shown(at, block) && block.span.contains(span.start()))
    }

    /// Whether the page's text has a block: no boilerplate, and the headline stands above.
    fn is_shown(&self, index: usize, block: &Block) -> bool {
        let is_headline = index == 0
            && block.kind == BlockKind::Heading
            && Some(self.article.text.slice(block.span)) == self.article.headline();
        block.kind != BlockKind::Boilerplate && !block.span.is_empty() && !is_headline
    }
}

fn class(colours: &HashMap<&ActorId, usize>, speaker: Option<&ActorId>) -> String {
    match speaker.and_then(|id| colours.get(id)) {
        Some(number) => format!("s{number}"),
        None => "none".to_owned(),
    }
}

/// Colours for those who say most.
fn colours<'a>(item: &Item<'a>) -> HashMap<&'a ActorId, usize> {
    let mut counts: Vec<(&ActorId, usize)> = Vec::new();
    let mut at: HashMap<&ActorId, usize> = HashMap::new();
    for statement in item.statements() {
        for id in statement.standing_speakers() {
            let index = *at.entry(id).or_insert_with(|| {
                counts.push((id, 0));
                counts.len() - 1
            });
            if let Some(count) = counts.get_mut(index) {
                count.1 += 1;
            }
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.into_iter().enumerate().take(N_COLOURS).map(|(index, (id, _))| (id, index + 1)).collect()
}

fn item(item: &Item, page: &Page) -> String {
    let view = View::new(item, page);
    let (id, level) = (&view.id, view.level);
    let imprint = &view.desk.imprint;
    let lang = lang(imprint.language.as_deref());
    let mut html = format!("<article class=\"one\" id=\"{id}\" aria-labelledby=\"{id}-title\">\n<header>\n");
    let headline = titled(imprint.headline.as_deref().unwrap_or_default());
    let _ = writeln!(html, "<h{level} class=\"headline\" id=\"{id}-title\" dir=\"auto\"{lang}>{headline}</h{level}>");
    let mut facts: Vec<String> = imprint.outlet.iter().map(|outlet| format!("<bdi>{}</bdi>", words(outlet))).collect();
    facts.push(imprint.day.map_or_else(|| "undated".to_owned(), time));
    if !imprint.authors.is_empty() {
        let authors: Vec<String> = imprint.authors.iter().map(|name| format!("<bdi>{}</bdi>", words(name))).collect();
        facts.push(format!("by {}", authors.join(", ")));
    }
    let _ = writeln!(html, "<p class=\"source\">{}</p>", facts.join(" · "));
    if let Some(url) = &imprint.url {
        let accessed = imprint.accessed.map(|day| format!(" (accessed {})", time(day))).unwrap_or_default();
        let _ = writeln!(
            html,
            "<p class=\"source\"><a href=\"{url}\" rel=\"noreferrer noopener\">Read it where it was published</a>\
             {accessed}</p>",
            url = words(url)
        );
    }
    html.push_str("</header>\n");
    let mut placed = BTreeSet::new();
    let text = text::text(&view, &mut placed);
    html.push_str(&lists::summary(&view));
    let label = level + 1;
    let _ = writeln!(
        html,
        "<div class=\"columns\">\n<section class=\"text\" aria-labelledby=\"{id}-text\">\n\
         <h{label} class=\"label\" id=\"{id}-text\">Article</h{label}>\n<div{lang}>\n{text}</div>\n</section>\n\
         <aside aria-label=\"Actors and statements\">"
    );
    html.push_str(&lists::actors(&view));
    html.push_str(&lists::statements(&view, &placed));
    html.push_str(&lists::rest(&view, item.tags));
    html + "</aside>\n</div>\n</article>\n"
}

fn time(day: Day) -> String {
    format!("<time datetime=\"{}\">{}</time>", day.iso(), day.in_words())
}
