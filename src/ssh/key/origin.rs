//! Where a key may come from, as `from="…"` of OpenSSH's `authorized_keys` has it: addresses, networks and addresses
//! with `*` and `?`, separated by commas; `!` before one excludes it. Names of machines are not looked up.

use std::net::IpAddr;

use crate::config::serve::Network;

/// A list of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origins(Vec<(bool, Part)>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Network(Network),
    Wild(String),
}

impl Origins {
    /// Reads a list; says what is wrong with it otherwise.
    pub(super) fn parse(list: &str) -> Result<Self, String> {
        let parts: Result<Vec<_>, String> = list.split(',').map(part).collect();
        parts.map(Self)
    }

    /// Whether an address is meant: by one of them at least, and by none with a `!`.
    pub(super) fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let fits = |part: &Part| match part {
            Part::Network(network) => network.has(address),
            Part::Wild(pattern) => is_like(pattern.as_bytes(), address.to_string().as_bytes()),
        };
        let is_excluded = self.0.iter().any(|(is_excluding, part)| *is_excluding && fits(part));
        !is_excluded && self.0.iter().any(|(is_excluding, part)| !is_excluding && fits(part))
    }
}

fn part(text: &str) -> Result<(bool, Part), String> {
    let (is_excluding, text) = text.strip_prefix('!').map_or((false, text), |text| (true, text));
    if let Ok(network) = text.parse() {
        return Ok((is_excluding, Part::Network(network)));
    }
    let is_address = |byte: u8| byte.is_ascii_hexdigit() || b".:*?".contains(&byte);
    if text.contains(['*', '?']) && text.bytes().all(is_address) {
        return Ok((is_excluding, Part::Wild(text.to_ascii_lowercase())));
    }
    Err("`from=` takes addresses and networks here, like 192.0.2.0/24 or 2001:db8::/32".to_owned())
}

/// Whether a text fits a pattern with `*` and `?`. Linear in what it goes back: at most to the last `*`.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                back = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || text.get(t) == Some(byte) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = back else { return false };
                back = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::Origins;

    #[track_caller]
    fn check(list: &str, address: &str, wanted: bool) {
        assert_eq!(Origins::parse(list).unwrap().has(address.parse().unwrap()), wanted, "{list} {address}");
    }

    #[test]
    fn addresses_networks_and_patterns_are_known_and_exclusions_win() {
        check("192.0.2.7", "192.0.2.7", true);
        check("192.0.2.7", "::ffff:192.0.2.7", true);
        check("192.0.2.7", "192.0.2.8", false);
        check("192.0.2.0/24,2001:db8::/32", "2001:db8::5", true);
        check("!192.0.2.7,192.0.2.0/24", "192.0.2.7", false);
        check("192.0.2.0/24,!192.0.2.7", "192.0.2.7", false);
        check("192.0.2.0/24,!192.0.2.7", "192.0.2.8", true);
        check("!192.0.2.7", "192.0.2.8", false);
        check("192.0.2.*", "192.0.2.44", true);
        check("192.0.*.?", "192.0.2.44", false);
        check("*", "2001:db8::1", true);
        check("2001:DB8::*", "2001:db8::1", true);
    }

    #[test]
    fn names_of_machines_are_refused_rather_than_never_fitting() {
        for list in ["news.example", "*.news.example", "", "192.0.2.7,", "192.0.2.0/40", "!"] {
            assert!(Origins::parse(list).is_err(), "{list}");
        }
    }
}
