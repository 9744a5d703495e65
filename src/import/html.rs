//! Web pages: the article in them, what they tell of its publication, and how complete it is.
//!
//! A page is thinned, parsed by a library that reads whatever browsers do, freed of what is not the article's, and
//! gathered into pieces; what the pieces are beyond what the page says is `blocks`' business, as for any text.

mod facts;
mod gather;
mod head;
mod junk;
mod linked;
mod root;
mod thin;
mod tree;
mod whole;

use dom_query::Document as Page;
use url::Url;

use super::decode::Decoded;
use super::{ImportError, Origin, blocks, controls_warning};
use crate::article::{BlockKind, Maybe, Metadata, Party, Text, Warning, WarningCode};
use crate::clean;
use crate::document::Document;

pub(super) use facts::{address, plain};

use facts::{Facts, collapse, letters};
use gather::{Asked, Gathered};
use root::Root;
use whole::Verdict;

/// What a page is told that it does not say itself.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) headline: Option<String>,
    pub(super) is_mail: bool,
}

/// Reads a page.
pub(super) fn read(
    decoded: &Decoded<'_>,
    n_bytes: usize,
    origin: &Origin,
    told: &Told,
) -> Result<Document, ImportError> {
    let thinned = thin::thin(&decoded.text);
    let page = Page::from(thinned.as_str());
    let head = head::Head::of(&page);
    let mut tree = tree::Tree::of_page(&page);
    junk::mark(&mut tree);

    let of_elements = head::of_elements(&tree, head.title());
    let hint = of_elements.headline.clone().unwrap_or_else(|| head.title_hint());
    let mut facts = linked::read(&head.linked, &hint);
    let of_head = head.facts();
    facts.headline = headline(told, &facts, &of_elements, &of_head);
    facts.fill(of_head);
    facts.fill(of_elements);
    tidy(&mut facts);

    let asked = Asked {
        headline: facts.headline.as_deref().unwrap_or_default(),
        description: facts.description.as_deref().unwrap_or_default(),
        is_mail: told.is_mail,
    };
    let mut gathered = Gathered::default();
    if let Some(headline) = &facts.headline {
        gathered.add(headline, Some(BlockKind::Heading));
    }
    let n_head = gathered.pieces.len();
    let mut extractor = gather_article(&tree, page, &asked, &mut gathered);
    let is_from_body = facts.body.as_deref().is_some_and(|body| take_body(body, n_head, &asked, &mut gathered));
    if is_from_body {
        extractor = "nutgraf: articleBody of JSON-LD";
    }
    gathered.drop_pulled();
    let verdict = whole::judge(&mut gathered, &facts, &tree, is_from_body);
    let n_words =
        gathered.pieces.iter().skip(n_head).map(|piece| gathered.words(piece).split_whitespace().count()).sum();
    refuse_shell(&decoded.text, n_words, n_bytes)?;
    Ok(document(decoded, facts, gathered, &verdict, extractor, origin, told))
}

/// The article's elements, with the lines that stand between the headline and them.
fn gather_article(tree: &tree::Tree, page: Page, asked: &Asked<'_>, gathered: &mut Gathered) -> &'static str {
    let root = if asked.is_mail { Root::Places(vec![0], "nutgraf: mail body") } else { root::find(tree, page) };
    let (first, extractor) = match &root {
        Root::Places(places, extractor) => (places.first().copied(), *extractor),
        Root::Found(_, extractor) => (None, *extractor),
    };
    // What stands under the headline is often no part of what is marked as the article.
    let headline = letters(asked.headline);
    let h1 = tree.nodes.iter().enumerate().find(|(place, node)| {
        matches!(node.name, "h1" | "h2" | "h3") && !node.is_gone && letters(&tree.text(*place, 1000)) == headline
    });
    if let Some((h1, node)) = h1 {
        let until = first.unwrap_or_else(|| first_prose(tree, h1));
        if h1 < until {
            let mut between = Gathered::default();
            gather::gather_range(tree, node.end.max(h1 + 1), until, asked, &mut between);
            let description = letters(asked.description);
            for piece in between.pieces.iter().take(12) {
                let words = between.words(piece);
                let is_standfirst = piece.given == Some(BlockKind::Standfirst)
                    || (!description.is_empty() && letters(words) == description)
                    || (piece.given == Some(BlockKind::Heading) && words.split_whitespace().count() >= 6);
                if is_standfirst {
                    gathered.add(words, Some(BlockKind::Standfirst));
                } else if super::credits::byline(words).is_some() || super::credits::day(words).is_some() {
                    gathered.add(words, Some(BlockKind::Byline));
                }
            }
            gathered.n_removed += between.n_removed;
        }
    }
    match &root {
        Root::Places(places, _) => places.iter().for_each(|place| gather::gather(tree, *place, asked, gathered)),
        Root::Found(found, _) => gather::gather(found, 0, asked, gathered),
    }
    extractor
}

fn first_prose(tree: &tree::Tree, from: usize) -> usize {
    let is_prose = |node: &&tree::Node| node.name == "p" && !node.is_gone && node.n_prose_bytes > 0;
    tree.nodes.iter().skip(from).position(|node| is_prose(&node)).map_or(from, |n| from + n)
}

/// The words that JSON-LD has, where they are more than the page shows.
fn take_body(body: &str, n_head: usize, asked: &Asked<'_>, gathered: &mut Gathered) -> bool {
    let count = |words: &str| words.split_whitespace().count();
    let found: usize = gathered.pieces.iter().skip(n_head).map(|piece| count(gathered.words(piece))).sum();
    let body = if body.contains("</") || body.contains("&lt;") || body.contains("<br") || body.contains("<p>") {
        let page = Page::from(thin::thin(&body.replace("&lt;", "<").replace("&gt;", ">")).as_str());
        let tree = tree::Tree::of_page(&page);
        let mut of_body = Gathered::default();
        gather::gather(&tree, 0, asked, &mut of_body);
        of_body
    } else {
        let mut of_body = Gathered::default();
        let body = if body.contains('&') { unescaped(body) } else { body.to_owned() };
        for line in body.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            of_body.add(line, None);
        }
        of_body
    };
    let n_body: usize = body.pieces.iter().map(|piece| count(body.words(piece))).sum();
    if n_body < 60 || n_body * 2 < found * 3 {
        return false;
    }
    // The headline stays, what was gathered below it goes.
    let end = n_head.checked_sub(1).and_then(|n| gathered.pieces.get(n)).map_or(0, |piece| piece.bytes.end);
    gathered.text.truncate(end);
    gathered.pieces.truncate(n_head);
    for piece in &body.pieces {
        gathered.add(body.words(piece), piece.given);
    }
    true
}

fn unescaped(words: &str) -> String {
    Page::fragment(words.replace('<', "&lt;")).text().to_string()
}

/// The headline: what stands over the article where the page's own entries mean the same, else what those say.
fn headline(told: &Told, linked: &Facts, of_elements: &Facts, of_head: &Facts) -> Option<String> {
    if told.headline.is_some() {
        return told.headline.clone();
    }
    let shown = of_elements.headline.as_ref();
    let said = linked.headline.as_ref().or(of_head.headline.as_ref());
    match (shown, said) {
        (Some(shown), Some(said)) => {
            // A page's only heading may be the outlet's name.
            let outlet = linked.publisher.as_ref().or(of_head.publisher.as_ref()).map(|party| letters(&party.name));
            let is_outlet = outlet.is_some_and(|outlet| letters(shown) == outlet);
            let is_title = facts::is_alike(shown, said) || shown.split_whitespace().count() >= 4;
            Some(if is_title && !is_outlet { shown.clone() } else { said.clone() })
        }
        (shown, said) => shown.or(said).cloned(),
    }
    .map(|headline| clean::line(&headline))
    .filter(|headline| !headline.is_empty())
}

fn tidy(facts: &mut Facts) {
    let headline = facts.headline.clone().unwrap_or_default();
    if facts.alternative_headline.as_ref().is_some_and(|other| letters(other) == letters(&headline)) {
        facts.alternative_headline = None;
    }
    facts.description = facts.description.take().filter(|words| letters(words) != letters(&headline));
    facts.authors.retain(|author| !author.name.is_empty());
}

/// Pages that are put together in the browser, or that ask for consent first, have no words to read.
fn refuse_shell(html: &str, n_words: usize, n_bytes: usize) -> Result<(), ImportError> {
    if n_words >= 25 {
        return Ok(());
    }
    let lower = clean::head(html, 4 << 20).to_ascii_lowercase();
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let why = if has(&[
        "enable javascript",
        "javascript is disabled",
        "requires javascript",
        "need to enable js",
        "turn on javascript",
    ]) || has(&[
        "id=\"__next\"",
        "id=\"__next_data__\"",
        "window.__initial_state__",
        "id=\"root\"></div>",
        "id=\"app\"></div>",
    ]) {
        "the page is put together by JavaScript and has no article in it; open it in a browser and save its text"
    } else if has(&[
        "cookie consent",
        "before you continue",
        "accept cookies",
        "accept all cookies",
        "we value your privacy",
        "consent-page",
    ]) {
        "the page asks for consent and has no article in it; open it in a browser and save its text"
    } else if has(&["captcha", "are you a robot", "checking your browser", "verify you are human"]) {
        "the page asks whether you are human and has no article in it; open it in a browser and save its text"
    } else if n_words == 0 {
        return Err(ImportError::Nothing { n_bytes });
    } else {
        return Ok(());
    };
    Err(ImportError::NoArticle { why })
}

fn document(
    decoded: &Decoded<'_>,
    facts: Facts,
    gathered: Gathered,
    verdict: &Verdict,
    extractor: &str,
    origin: &Origin,
    told: &Told,
) -> Document {
    let base = origin
        .url
        .as_deref()
        .and_then(|url| Url::parse(url).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let text = Text::new(gathered.text);
    let (blocks, found) = blocks::find(&text, &gathered.pieces);
    let mut metadata = facts.into_metadata(base.as_ref());
    fill(&mut metadata, found, told.is_mail);
    let mut warnings = decoded.warnings.clone();
    warnings.extend(controls_warning(gathered.n_removed));
    let mut retrieval = origin.retrieval();
    retrieval.extractor = Maybe::Known(extractor.to_owned());
    (retrieval.complete, retrieval.truncation_reason) = match verdict {
        Verdict::Whole => (Maybe::Known(true), Maybe::Absent),
        Verdict::Unknown => (Maybe::Unknown, Maybe::Absent),
        Verdict::Part(why) => {
            warnings.push(Warning::new(WarningCode::TextTruncated, format!("this is not all of the article: {why}")));
            (Maybe::Known(false), Maybe::Known(why.clone()))
        }
    };
    Document { text, blocks, metadata, retrieval: Maybe::Known(retrieval), warnings }
}

/// What the text itself tells stands where the page says nothing; of the language the text knows best.
fn fill(metadata: &mut Metadata, found: Metadata, is_mail: bool) {
    if metadata.headline.known().is_none() {
        metadata.headline = found.headline;
    }
    if metadata.author.known().is_none() {
        metadata.author = found.author;
    }
    if metadata.date_published.known().is_none() && !is_mail {
        metadata.date_published = found.date_published;
    }
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_other = match (metadata.in_language.known(), found.in_language.known()) {
        (Some(said), Some(found)) => primary(said) != primary(found),
        (None, _) => true,
        _ => false,
    };
    if is_other {
        metadata.in_language = found.in_language;
    }
    if let Maybe::Known(publisher) = &mut metadata.publisher {
        *publisher = Party { name: clean::line(&collapse(&publisher.name)), ..std::mem::take(publisher) };
    }
}
