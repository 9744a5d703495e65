//! What a library is served with over SSH: where, to whom, and the limits that stand in the open. Declared once; the
//! configuration file, the options of `serve` and the server read it.

mod network;
pub mod setting;
mod span;

use core::time::Duration;

pub use network::Network;
pub use setting::SETTINGS;

/// How a library is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serve {
    /// Addresses and ports listened on, like `127.0.0.1:2222`, `[::]:2222`.
    pub listen: Vec<String>,
    /// The server's own key; made where there is none. Beside the library where it is empty.
    pub host_key: String,
    /// Who may come in: keys as OpenSSH's `authorized_keys` has them; none where it is empty.
    pub authorized_keys: String,
    /// Anybody may come in, with any key or none.
    pub anonymous: bool,
    /// Whether the log names the addresses that visitors come from.
    pub log_addresses: bool,
    /// The limits.
    pub limits: Limits,
}

/// What one visitor, one address and all together may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections that are not yet logged in.
    pub startups: Startups,
    /// How long a connection may take to log in.
    pub login_grace: Duration,
    /// Keys that a connection may offer.
    pub max_auth_tries: u32,
    /// Sessions at the same time.
    pub max_sessions: usize,
    /// Sessions at the same time from one address (a network of 64 bits in IPv6).
    pub max_sessions_per_source: usize,
    /// Channels of one connection.
    pub max_channels: usize,
    /// Codes that newcomers without a key are given from one address an hour.
    pub max_codes_per_source: usize,
    /// What a failed login costs its address; what is worse costs a multiple of it. Penalties add up, and once they
    /// come to three of these the address is shut out until they are over. None are given where it is nothing.
    pub penalty: Duration,
    /// The longest that an address is shut out.
    pub max_penalty: Duration,
    /// Addresses that have no penalties and no limit per source: proxies, behind which everybody has one address.
    pub exempt: Vec<Network>,
    /// A session without a key for so long is closed.
    pub idle: Duration,
    /// No session lasts longer.
    pub lifetime: Duration,
    /// How long sessions have to end when the server stops.
    pub stop_grace: Duration,
}

/// Connections not yet logged in, as OpenSSH's `MaxStartups` has them: beyond `start` they are refused with a
/// probability of `rate` percent, which grows to all of them at `full`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Startups {
    /// Up to here all are let in.
    pub start: u32,
    /// Percent refused beyond.
    pub rate: u32,
    /// From here all are refused.
    pub full: u32,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            listen: vec!["127.0.0.1:2222".to_owned()],
            host_key: String::new(),
            authorized_keys: String::new(),
            anonymous: false,
            log_addresses: true,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            startups: Startups { start: 10, rate: 30, full: 100 },
            // Whoever compares the server's fingerprint for the first time needs a moment.
            login_grace: Duration::from_secs(60),
            max_auth_tries: 6,
            max_sessions: 500,
            max_sessions_per_source: 20,
            max_channels: 4,
            // A class, or an office, whose members have no keys and one address.
            max_codes_per_source: 60,
            penalty: Duration::from_secs(5),
            max_penalty: Duration::from_secs(600),
            exempt: Vec::new(),
            idle: Duration::from_secs(30 * 60),
            lifetime: Duration::from_secs(12 * 3600),
            stop_grace: Duration::from_secs(5),
        }
    }
}
