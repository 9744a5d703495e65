//! Links with text fragments, followed as the WICG's draft says a browser does.

use nutgraf::export::cite::{citation, one_line};
use nutgraf::form::Citation;

use super::*;

fn decoded(words: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = words.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = [rest.next().unwrap(), rest.next().unwrap()].map(char::from).iter().collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The first place that a directive leads to, in the folded text.
fn followed<'a>(page: &'a str, directive: &str) -> Option<&'a str> {
    let mut parts: Vec<&str> = directive.strip_prefix("text=")?.split(',').collect();
    let mut prefix = None;
    let mut suffix = None;
    if parts[0].ends_with('-') {
        prefix = Some(decoded(parts.remove(0).trim_end_matches('-')).to_lowercase());
    }
    if parts.last()?.starts_with('-') {
        suffix = Some(decoded(parts.pop()?.trim_start_matches('-')).to_lowercase());
    }
    let start = decoded(parts[0]).to_lowercase();
    let end = parts.get(1).map(|end| decoded(end).to_lowercase());
    assert!(parts.len() <= 2, "{directive}");
    page.match_indices(&start).find_map(|(at, _)| {
        if let Some(prefix) = &prefix {
            page[..at].trim_end().ends_with(prefix.as_str()).then_some(())?;
        }
        let mut stop = at + start.len();
        if let Some(end) = &end {
            stop += page[stop..].find(end.as_str())? + end.len();
        }
        if let Some(suffix) = &suffix {
            page[stop..].trim_start().starts_with(suffix.as_str()).then_some(())?;
        }
        Some(&page[at..stop])
    })
}

fn letters(words: &str) -> String {
    words.chars().filter(|scalar| scalar.is_alphanumeric()).collect()
}

/// How many parts of statements a link leads to, and how many it misses.
fn count(articles: impl IntoIterator<Item = Article>) -> (usize, usize) {
    let (mut n_followed, mut n_missed) = (0, 0);
    for mut article in articles {
        article.metadata.url = nutgraf::article::Maybe::Known("https://vell.example/a?b=c#top".to_owned());
        let page = one_line(article.text.as_str()).to_lowercase();
        for statement in article.statements.items() {
            let Ok(link) = citation(&article, &statement.id, Citation::Url, &settings()) else { continue };
            let (address, fragment) = link.split_once(":~:").unwrap();
            assert_eq!(address, "https://vell.example/a?b=c#top");
            let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"%._,-&=".contains(&byte);
            assert!(fragment.bytes().all(safe), "{fragment}");
            let parts = statement.spans().filter(|span| !letters(article.text.slice(*span)).is_empty());
            for (directive, span) in fragment.split('&').zip(parts) {
                let said = letters(&one_line(article.text.slice(span)).to_lowercase());
                let is_found = followed(&page, directive).is_some_and(|found| letters(found) == said);
                *if is_found { &mut n_followed } else { &mut n_missed } += 1;
            }
        }
    }
    (n_followed, n_missed)
}

#[test]
fn a_link_leads_to_the_words_that_were_said() {
    let samples = nutgraf::samples::SAMPLES.iter();
    let samples = samples.flat_map(|sample| nutgraf::briefing::from_imported(sample.read().unwrap()));
    let (n_followed, n_missed) = count(samples);
    assert!(n_followed > 60 && n_missed == 0, "{n_followed} followed, {n_missed} missed");
    // Generated statements begin and end within words, of which many stand there again and again.
    let (n_followed, n_missed) = count(some(ARTICLES));
    assert!(n_missed * 7 < n_followed, "{n_followed} followed, {n_missed} missed");
}
