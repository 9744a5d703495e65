//! Pages and feeds over HTTP, under a policy: which addresses may be asked, how much is read, how long is waited.
//!
//! Nothing is asked that was not named by an address, and nothing is trusted that comes back: redirects are followed
//! here, hop by hop, and every address is judged as it is connected to. What the bytes mean is left to others.

mod address;
mod body;
mod fault;
pub mod hosts;
mod redirect;
mod resolver;
pub mod robots;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

pub use address::{address, is_web_address, shown};
pub use fault::FetchError;
use ureq::config::AutoHeaderValue;
use ureq::http::HeaderMap;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy};
use url::Url;

use redirect::Trail;
use resolver::Guard;

/// Who asks. The address is where whoever runs a server can read up on the program; it becomes a real one with the
/// project's first page.
pub const USER_AGENT: &str =
    concat!("nutgraf/", env!("CARGO_PKG_VERSION"), " (+https://nutgraf.example/; a reader's own program)");

/// What may be asked, and how much may come of it.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Addresses of this machine and of networks that are not the Internet may be asked.
    pub allow_private: bool,
    /// The most bytes of a body, packed and unpacked.
    pub max_bytes: usize,
    /// The most redirects that are followed.
    pub max_hops: usize,
    /// The most time for finding a name's address, and for reaching it.
    pub connect: Duration,
    /// The most time until an answer begins.
    pub first_byte: Duration,
    /// The most time for all of it, redirects included.
    pub whole: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_private: false,
            max_bytes: 20 << 20,
            max_hops: 10,
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(20),
            whole: Duration::from_secs(60),
        }
    }
}

/// What is hoped for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Want {
    /// An article, or anything else that can be read.
    #[default]
    Page,
    /// A feed.
    Feed,
}

impl Want {
    fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9, */*;q=0.5",
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                 application/xml;q=0.8, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
            }
        }
    }
}

/// What is known of an earlier answer, so that the server can say that nothing has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// What is hoped for.
    pub want: Want,
    /// `ETag` of the earlier answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the earlier answer.
    pub modified: Option<String>,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 2xx, or 304 where conditions were given and hold.
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub final_url: Url,
    /// Where the page has moved for good, if every redirect on the way said so.
    pub moved: Option<Url>,
    /// As the server says, in small letters and without parameters: `text/html`.
    pub media_type: Option<String>,
    /// The encoding that the server says.
    pub charset: Option<String>,
    /// For the next conditions.
    pub etag: Option<String>,
    /// For the next conditions.
    pub modified: Option<String>,
    /// Unpacked.
    pub body: Vec<u8>,
}

impl Response {
    /// Nothing has changed since the earlier answer.
    pub fn is_unchanged(&self) -> bool {
        self.status == 304
    }
}

/// Asks servers. Shared between threads; connections are kept for the next question.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    policy: Policy,
    proxy: Option<Proxy>,
    cancel: Arc<AtomicBool>,
}

impl Client {
    /// A client under a policy, which gives up at the next chance once `cancel` is set.
    ///
    /// The proxy that the environment names (`ALL_PROXY`, `HTTPS_PROXY`, `HTTP_PROXY`, but for the hosts in
    /// `NO_PROXY`) is used. A name's address is then the proxy's affair: only addresses that are written out, and names
    /// that can only be local, are judged here.
    pub fn new(policy: Policy, cancel: Arc<AtomicBool>) -> Self {
        let proxy = Proxy::try_from_env();
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept_encoding(AutoHeaderValue::None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(64 << 10)
            .max_idle_connections(32)
            .max_idle_connections_per_host(hosts::AT_ONCE)
            .timeout_resolve(Some(policy.connect))
            .timeout_connect(Some(policy.connect))
            .timeout_recv_response(Some(policy.first_byte))
            .proxy(proxy.clone())
            .build();
        let guard = Guard::new(policy.allow_private, proxy.as_ref());
        let agent = Agent::with_parts(config, DefaultConnector::new(), guard);
        Self { agent, policy, proxy, cancel }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Asks for what an address names, and follows redirects.
    pub fn get(&self, url: &Url, conditions: &Conditions) -> Result<Response, FetchError> {
        let end = Instant::now() + self.policy.whole;
        let mut trail = Trail::new(url.clone(), self.policy.max_hops);
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(FetchError::Interrupted);
            }
            let here = trail.here().clone();
            self.judge(&here)?;
            let response = self.ask(&here, conditions, end)?;
            let status = response.status().as_u16();
            if matches!(status, 301 | 302 | 303 | 307 | 308)
                && let Some(target) = response.headers().get("location")
            {
                trail.follow(target.as_bytes(), matches!(status, 301 | 308))?;
                continue;
            }
            return self.answer(trail, status, response, end);
        }
    }

    /// Refuses an address before anything is asked about it.
    fn judge(&self, url: &Url) -> Result<(), FetchError> {
        address::judge(url)?;
        if self.policy.allow_private {
            return Ok(());
        }
        let is_by_proxy =
            self.proxy.as_ref().is_some_and(|proxy| !url.as_str().parse().is_ok_and(|uri| proxy.is_no_proxy(&uri)));
        // The proxy itself is nobody's article.
        let is_proxy = self.proxy.as_ref().is_some_and(|proxy| {
            url.host_str() == Some(proxy.host()) && url.port_or_known_default() == Some(proxy.port())
        });
        if address::is_written_private(url) || is_proxy || (is_by_proxy && address::is_local_name(url)) {
            return Err(FetchError::Private { url: shown(url), address: None });
        }
        Ok(())
    }

    fn ask(&self, url: &Url, conditions: &Conditions, end: Instant) -> Result<ureq::http::Response<Body>, FetchError> {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::Timeout { url: shown(url), whole: self.policy.whole });
        }
        let mut bare = url.clone();
        bare.set_fragment(None);
        let mut request =
            self.agent.get(bare.as_str()).header("accept", conditions.want.accept()).header("accept-encoding", "gzip");
        if let Some(etag) = &conditions.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(modified) = &conditions.modified {
            request = request.header("if-modified-since", modified);
        }
        request
            .config()
            .timeout_global(Some(left))
            .build()
            .call()
            .map_err(|error| FetchError::of(url, error, &self.policy))
    }

    fn answer(
        &self,
        trail: Trail,
        status: u16,
        response: ureq::http::Response<Body>,
        end: Instant,
    ) -> Result<Response, FetchError> {
        let (parts, body) = response.into_parts();
        let (final_url, moved) = trail.end();
        if !(200..300).contains(&status) && status != 304 {
            let retry_after = text(&parts.headers, "retry-after").and_then(|value| retry_after(&value));
            return Err(FetchError::Status { url: shown(&final_url), status, retry_after });
        }
        let content_type = text(&parts.headers, "content-type").unwrap_or_default().to_ascii_lowercase();
        let media_type = content_type.split(';').next().map(str::trim).filter(|kind| !kind.is_empty());
        let charset = content_type
            .split(';')
            .skip(1)
            .find_map(|parameter| parameter.trim().strip_prefix("charset="))
            .map(|name| name.trim_matches(['"', '\'', ' ']).to_owned());
        let body = if status == 304 {
            Vec::new()
        } else {
            let packing = text(&parts.headers, "content-encoding").unwrap_or_default();
            let reader = body.into_with_config().limit(u64::MAX).reader();
            let limits = body::Limits { max_bytes: self.policy.max_bytes, end, cancel: &self.cancel };
            body::read(reader, &packing, &limits).map_err(|what| what.at(&final_url, &self.policy))?
        };
        Ok(Response {
            status,
            moved,
            media_type: media_type.map(str::to_owned),
            charset: charset.filter(|name| !name.is_empty() && name.len() < 40),
            etag: text(&parts.headers, "etag"),
            modified: text(&parts.headers, "last-modified"),
            final_url,
            body,
        })
    }
}

/// A header's value, if it is short and holds nothing but visible ASCII and spaces.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    let is_plain = value.len() <= 512 && value.iter().all(|byte| (0x20..0x7F).contains(byte));
    (is_plain && !value.is_empty()).then(|| String::from_utf8_lossy(value).trim().to_owned())
}

/// `Retry-After` in seconds from now: a number of them, or a date.
fn retry_after(value: &str) -> Option<u64> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(seconds);
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    Some(u64::try_from(at.as_second()).ok()?.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::retry_after;

    #[test]
    fn a_server_says_when_to_come_again_in_seconds_or_by_date() {
        assert_eq!(retry_after("120"), Some(120));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
        assert!(retry_after("Wed, 21 Oct 2065 07:28:00 GMT").is_some_and(|seconds| seconds > 1 << 29));
        assert_eq!(retry_after("soon"), None);
    }
}
