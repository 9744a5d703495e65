//! What can go wrong with fetching, in clean lines: where, what, what to do.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use url::Url;

use super::address::is_plain;
use super::resolver::PrivateAddress;
use super::{Policy, shown};

/// Why nothing was fetched. Addresses are shown cleaned and cut; nothing that a server wrote is repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No address that is fetched.
    #[error("{url}: {what}")]
    Address {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// An address of this machine or of a network that is not the Internet.
    #[error("{url}: {}an address that is not on the Internet; --allow-private lets it be asked", .address.map_or_else(|| "this is ".to_owned(), |address| format!("the name leads to {address}, ")))]
    Private {
        /// The address.
        url: String,
        /// What its name leads to.
        address: Option<IpAddr>,
    },
    /// A redirect that is not followed.
    #[error("{url}: redirects {what}")]
    Redirect {
        /// Where the redirect is.
        url: String,
        /// Where it leads, and why that is not followed.
        what: String,
    },
    /// The server could not be found or reached, or broke off.
    #[error("{url}: {what}; check the address and the connection")]
    Network {
        /// The address.
        url: String,
        /// What the system says.
        what: String,
    },
    /// It took too long.
    #[error("{url}: no whole answer within {} seconds", .whole.as_secs().max(1))]
    Timeout {
        /// The address.
        url: String,
        /// How long was waited.
        whole: Duration,
    },
    /// More came than is let in.
    #[error("{url}: larger than {} MiB, and was left off there", .max_bytes >> 20)]
    TooLarge {
        /// The address.
        url: String,
        /// The limit.
        max_bytes: usize,
    },
    /// An answer that cannot be read.
    #[error("{url}: the answer cannot be read: {what}")]
    Broken {
        /// The address.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// The server said no.
    #[error("{url}: the server answers {status} ({})", meaning(*.status))]
    Status {
        /// The address.
        url: String,
        /// 1xx, 3xx without a target, 4xx or 5xx.
        status: u16,
        /// In so many seconds it may be asked again.
        retry_after: Option<u64>,
    },
    /// The site asks programs not to fetch this.
    #[error("{url}: the site asks programs not to fetch it (robots.txt)")]
    Robots {
        /// The address.
        url: String,
    },
    /// The reader wants no more of it.
    #[error("interrupted")]
    Interrupted,
}

impl FetchError {
    /// What an error of the client means.
    pub(super) fn of(url: &Url, error: ureq::Error, policy: &Policy) -> Self {
        let url = shown(url);
        let network = |what: &str| Self::Network { url: url.clone(), what: what.to_owned() };
        match error {
            ureq::Error::Timeout(_) => {
                let whole = policy.whole;
                Self::Timeout { url, whole }
            }
            ureq::Error::HostNotFound => network("there is no such host"),
            ureq::Error::Io(error) => match error.kind() {
                io::ErrorKind::ConnectionRefused => network("nobody answers there (connection refused)"),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => network("the server broke off"),
                io::ErrorKind::TimedOut => Self::Timeout { url, whole: policy.whole },
                _ if error.raw_os_error().is_none() && error.to_string().contains("lookup") => {
                    network("there is no such host")
                }
                _ => network(&printable(&error.to_string())),
            },
            ureq::Error::Other(error) => match error.downcast::<PrivateAddress>() {
                Ok(private) => Self::Private { url, address: Some(private.0) },
                Err(error) => network(&printable(&error.to_string())),
            },
            ureq::Error::LargeResponseHeader(..) => Self::Broken { url, what: "its headers are too long".to_owned() },
            ureq::Error::Rustls(error) => network(&format!("no safe connection ({})", printable(&error.to_string()))),
            error @ (ureq::Error::Protocol(_) | ureq::Error::Http(_)) => {
                Self::Broken { url, what: printable(&error.to_string()) }
            }
            error => network(&printable(&error.to_string())),
        }
    }

    /// Whether asking again later may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Network { .. } | Self::Timeout { .. } | Self::Interrupted => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            _ => false,
        }
    }

    /// In how many seconds the server wants to be asked again.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// An error's text without what a terminal might obey.
fn printable(text: &str) -> String {
    text.chars().filter(|c| is_plain(*c)).take(200).collect()
}

fn meaning(status: u16) -> &'static str {
    match status {
        401 | 407 => "it wants a login",
        402 => "it wants a payment",
        403 => "it may not be read",
        404 => "there is no such page",
        410 => "the page is gone",
        429 => "asked too often; try later",
        451 => "not available here for legal reasons",
        503 => "not available now; try later",
        400..=499 => "it was refused",
        500.. => "something is wrong there",
        _ => "which means nothing here",
    }
}
