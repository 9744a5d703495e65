//! An answer from the web to articles.

use url::Url;

use crate::article::format::sha256_hex;
use crate::article::{Article, Maybe, Retrieval};
use crate::briefing;
use crate::fetch::Response;
use crate::import::{From, ImportError, Options, Origin};

/// The articles of a page; `at` is when it was fetched, in seconds since 1970.
pub fn articles(response: &Response, options: &Options, at: i64) -> Result<Vec<Article>, ImportError> {
    let kind = match (options.from, response.media_type.as_deref()) {
        (From::Auto, Some("text/html" | "application/xhtml+xml")) => From::Html,
        (From::Auto, Some("text/markdown" | "text/x-markdown")) => From::Markdown,
        (from, _) => from,
    };
    let name = response.final_url.path_segments().and_then(|mut parts| parts.next_back().map(str::to_owned));
    let origin = Origin {
        url: Some(response.final_url.to_string()),
        status: Some(response.status),
        media_type: response.media_type.clone(),
        charset: response.charset.clone(),
        retrieved_at: moment(at),
        ..Origin::default()
    };
    let name = name.filter(|name| name.contains('.'));
    let mut articles = briefing::from_bytes(&response.body, &Options { from: kind, name, origin, ..options.clone() })?;
    for article in &mut articles {
        note(article, response, at);
    }
    Ok(articles)
}

/// Notes how a page was come by.
fn note(article: &mut Article, response: &Response, at: i64) {
    let mut retrieval = article.retrieval.known().cloned().unwrap_or_default();
    let fill = |field: &mut Maybe<String>, value: Option<String>| {
        if let (true, Some(value)) = (field.known().is_none(), value) {
            *field = Maybe::Known(value);
        }
    };
    fill(&mut retrieval.retrieved_at, moment(at));
    fill(&mut retrieval.final_url, Some(response.final_url.to_string()));
    fill(&mut retrieval.media_type, response.media_type.clone());
    fill(&mut retrieval.body_sha256, Some(sha256_hex(&response.body)));
    if retrieval.http_status.known().is_none() {
        retrieval.http_status = Maybe::Known(response.status);
    }
    article.retrieval = Maybe::Known(Retrieval { ..retrieval });
    let own = article.metadata.url.known().and_then(|url| Url::parse(url).ok());
    if own.is_none_or(|own| is_front_page(&own) && !is_front_page(&response.final_url)) {
        article.metadata.url = Maybe::Known(response.final_url.to_string());
    }
}

/// Sites that name their front page as the address of every page would otherwise have one article only.
pub(super) fn is_front_page(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none()
}

/// A time as the file format has it.
pub(super) fn moment(at: i64) -> Option<String> {
    jiff::Timestamp::from_second(at).ok().map(|at| at.to_string())
}
