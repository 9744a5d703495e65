//! Which addresses may be asked: http and https, without a user and a password in them, on the Internet.
//!
//! Sources of the ranges: the IANA registries of special-purpose IPv4 and IPv6 addresses (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::FetchError;

/// The longest address that is asked, in bytes.
const MAX_BYTES: usize = 8 << 10;

/// How much of an address a message shows, in characters.
const SHOWN: usize = 160;

/// Whether a word is meant as an address on the web.
pub fn is_web_address(word: &str) -> bool {
    let scheme = word.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// Reads an address that somebody typed or that a file has.
pub fn address(word: &str) -> Result<Url, FetchError> {
    let bad = |what: &str| FetchError::Address { url: plain(word), what: what.to_owned() };
    if word.len() > MAX_BYTES {
        return Err(bad("too long for an address"));
    }
    let url = Url::parse(word.trim()).map_err(|error| bad(&error.to_string()))?;
    judge(&url)?;
    Ok(url)
}

/// An address as a message shows it: ASCII without controls, cut where it is very long, no password in it.
pub fn shown(url: &Url) -> String {
    let mut bare = url.clone();
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    plain(bare.as_str())
}

/// What a message shows of what came from elsewhere: letters and digits, and the signs of ASCII. Nothing of it steers a
/// terminal.
pub(super) fn is_plain(scalar: char) -> bool {
    scalar.is_alphanumeric() || scalar.is_ascii_graphic() || scalar == ' '
}

fn plain(word: &str) -> String {
    let mut plain: String = word.chars().filter(|c| is_plain(*c)).take(SHOWN).collect();
    if word.chars().nth(SHOWN).is_some() {
        plain.push('…');
    }
    plain
}

/// Refuses what is no address of the web, or carries a user and a password.
pub(super) fn judge(url: &Url) -> Result<(), FetchError> {
    let bad = |what: &str| Err(FetchError::Address { url: shown(url), what: what.to_owned() });
    if !matches!(url.scheme(), "http" | "https") {
        return bad("only http and https addresses are fetched");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return bad("it names no host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return bad("it holds a user name or a password, which are not sent; leave them out");
    }
    if url.as_str().len() > MAX_BYTES {
        return bad("too long for an address");
    }
    Ok(())
}

/// Whether the host is an address that is written out and not on the Internet, or a name of this machine.
pub(super) fn is_written_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => !is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_public(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

/// Whether a name can only be one of a local network.
pub(super) fn is_local_name(url: &Url) -> bool {
    const LOCAL: [&str; 6] = [".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp"];
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            !name.contains('.') || LOCAL.iter().any(|end| name.ends_with(end))
        }
        _ => false,
    }
}

/// Whether an address is one of the Internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        // This network, loopback, private, multicast and what is kept for later; carriers' own networks (RFC 6598),
        // link-local, private; protocol assignments, examples, the old 6to4 relays, private; benchmarks and examples.
        (0 | 10 | 127 | 224.., _, _)
        | (100, 64..=127, _)
        | (169, 254, _)
        | (172, 16..=31, _)
        | (192, 0, 0 | 2)
        | (192, 88, 99)
        | (192, 168, _)
        | (198, 18 | 19, _)
        | (198, 51, 100)
        | (203, 0, 113) => true,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let v4_of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        // An IPv4 address in IPv6 form: mapped, translated at the network's edge (NAT64), or carried (6to4).
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(v4_of(high, low))
        }
        // Teredo and other assignments for protocols, ORCHID among them; examples.
        [0x2001, 0..=0x1FF | 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => false,
        // All that is assigned to the Internet begins so.
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::{address, is_local_name, is_public, is_written_private};

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
            "2002:101:101::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "127.255.255.254",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2002:c0a8:101::",
            "2001::1",
            "2001:db8::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn an_address_of_this_machine_is_known_however_it_is_written() {
        for private in [
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://[::ffff:7f00:1]/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://127.0.0.1:8080/x",
        ] {
            assert!(is_written_private(&address(private).unwrap()), "{private}");
        }
        assert!(!is_written_private(&address("https://vell.example/").unwrap()));
        assert!(is_local_name(&address("http://printer/").unwrap()));
        assert!(is_local_name(&address("http://nas.local./").unwrap()));
        assert!(!is_local_name(&address("http://vell.example/").unwrap()));
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused_in_clean_words() {
        for (word, what) in [
            ("file:///etc/passwd", "only http and https"),
            ("ftp://vell.example/", "only http and https"),
            ("https://ada:secret@vell.example/", "leave them out"),
            ("http://", "empty host"),
            ("vell.example/\u{1B}[31m", "relative URL"),
            ("vell\u{202E}.example\u{2066}/é\u{9B}", "vell.example/é: relative URL"),
        ] {
            let said = address(word).unwrap_err().to_string();
            assert!(said.contains(what), "{said}");
            assert!(!said.contains("secret") && !said.contains('\u{1B}'), "{said:?}");
        }
    }
}
