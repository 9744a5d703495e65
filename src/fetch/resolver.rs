//! Finds a name's addresses and lets only those through that may be asked.
//!
//! The connection is made to the very addresses that are given out here, so that a name cannot mean one thing when it
//! is judged and another when it is connected to.

use std::fmt;
use std::net::IpAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Proxy};

use super::address::is_public;

/// The resolver under the policy.
pub(super) struct Guard {
    allow_private: bool,
    /// The reader's own proxy, which commonly is on this machine.
    proxy: Option<(String, u16)>,
    inner: DefaultResolver,
}

/// A name leads to addresses that may not be asked; one of them.
#[derive(Debug, thiserror::Error)]
#[error("{0} is no address of the Internet")]
pub(super) struct PrivateAddress(pub(super) IpAddr);

impl Guard {
    pub(super) fn new(allow_private: bool, proxy: Option<&Proxy>) -> Self {
        let proxy = proxy.map(|proxy| (proxy.host().to_owned(), proxy.port()));
        Self { allow_private, proxy, inner: DefaultResolver::default() }
    }

    fn is_proxy(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().or(match uri.scheme_str() {
            Some("http") => Some(80),
            Some("https") => Some(443),
            _ => None,
        });
        // An address without a scheme is the proxy's own, as it is connected to.
        self.proxy
            .as_ref()
            .is_some_and(|(host, own)| uri.host() == Some(host) && port.is_none_or(|port| port == *own))
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.allow_private || self.is_proxy(uri) {
            return Ok(found);
        }
        let mut allowed = self.empty();
        let mut refused = None;
        for address in &found {
            if is_public(address.ip()) {
                allowed.push(*address);
            } else {
                refused = Some(address.ip());
            }
        }
        match refused {
            Some(address) if allowed.is_empty() => Err(Error::Other(Box::new(PrivateAddress(address)))),
            _ => Ok(allowed),
        }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("allow_private", &self.allow_private).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use ureq::Agent;
    use ureq::unversioned::resolver::Resolver;
    use ureq::unversioned::transport::NextTimeout;

    use super::Guard;

    fn resolves(guard: &Guard, uri: &str) -> bool {
        let config = Agent::config_builder().build();
        guard.resolve(&uri.parse().unwrap(), &config, NextTimeout::default()).is_ok()
    }

    #[test]
    fn a_name_that_leads_to_this_machine_is_not_resolved_unless_that_is_allowed() {
        assert!(!resolves(&Guard::new(false, None), "http://localhost:80/"));
        assert!(!resolves(&Guard::new(false, None), "http://[::ffff:127.0.0.1]:80/"));
        assert!(resolves(&Guard::new(true, None), "http://127.0.0.1:80/"));
    }

    #[test]
    fn the_readers_own_proxy_may_be_on_this_machine() {
        let proxy = ureq::Proxy::new("http://127.0.0.1:3128").unwrap();
        let guard = Guard::new(false, Some(&proxy));
        assert!(resolves(&guard, "http://127.0.0.1:3128"));
        assert!(!resolves(&guard, "http://127.0.0.1:80/"));
        assert!(!resolves(&guard, "http://127.0.0.1/"));
    }
}
