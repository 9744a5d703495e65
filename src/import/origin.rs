//! Where bytes came from, as far as whoever fetched them knows, and what of it an article keeps.

use crate::article::{Maybe, Retrieval};

/// What a fetcher tells of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address that it came from, after redirects: what relative addresses in it are relative to.
    pub url: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// As the server says, parameters apart: `text/html`.
    pub media_type: Option<String>,
    /// The encoding that the server says.
    pub charset: Option<String>,
    /// When, in RFC 3339.
    pub retrieved_at: Option<String>,
    /// Of the bytes as they came, hexadecimal; import fills it.
    pub body_sha256: Option<String>,
}

impl Origin {
    /// The media type and the encoding of a `Content-Type` field.
    #[must_use]
    pub fn with_content_type(mut self, content_type: &str) -> Self {
        let mut parts = content_type.split(';');
        let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        self.media_type = (!media_type.is_empty()).then(|| crate::clean::line(&media_type));
        self.charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        self
    }

    /// What an article keeps of it.
    pub(super) fn retrieval(&self) -> Retrieval {
        let known = |value: &Option<String>| {
            value.as_deref().map_or(Maybe::Absent, |value| Maybe::Known(crate::clean::line(value)))
        };
        Retrieval {
            retrieved_at: known(&self.retrieved_at),
            final_url: self.url.as_deref().map_or(Maybe::Absent, |url| Maybe::Known(crate::clean::text(url).text)),
            http_status: self.status.filter(|status| (100..=599).contains(status)).map_or(Maybe::Absent, Maybe::Known),
            media_type: known(&self.media_type),
            body_sha256: known(&self.body_sha256),
            ..Retrieval::default()
        }
    }
}
