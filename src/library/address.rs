//! Addresses as they are compared: two that lead to one article are one.

use url::Url;

/// Parameters that say who followed a link from where, and nothing about the page.
///
/// Source: the documented parameters of the advertising and newsletter services that set them (Google, Meta,
/// Microsoft, Mailchimp, `HubSpot`, Matomo, Yandex and X), and `CMP`, `ns_` and
/// `at_` of the outlets' own counting (Adobe Analytics, Comscore, AT Internet).
const TRACKERS: &[&str] = &[
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "igshid", "igsh", "mc_cid", "mc_eid", "yclid",
    "twclid", "_hsenc", "_hsmi", "_ga", "_gl", "cmp", "cmpid", "ftag", "ref_src", "ref_url", "smid", "s_cid", "ocid",
];
const TRACKER_STARTS: &[&str] = &["utm_", "ns_", "at_", "mtm_", "pk_", "hsa_"];

/// What an address is compared by: without scheme, `www.`, user, fragment, trackers and a slash at the end. Nothing
/// for what is no web address.
pub(super) fn key(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    let kept: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !is_tracker(pair)).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{host}{port}{path}{query}"))
}

/// Whether two addresses are on one site: the same host, or one a part of the other (`m.vell.example`).
pub(super) fn is_one_site(one: &str, other: &str) -> bool {
    let host = |address: &str| {
        let url = Url::parse(address.trim()).ok()?;
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
    };
    let (Some(one), Some(other)) = (host(one), host(other)) else { return false };
    let is_part = |part: &str, whole: &str| part.strip_suffix(whole).is_some_and(|rest| rest.ends_with('.'));
    one == other || is_part(&one, &other) || is_part(&other, &one)
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.is_empty() || TRACKERS.contains(&name.as_str()) || TRACKER_STARTS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{is_one_site, key};

    #[test]
    fn a_site_is_a_host_and_its_parts() {
        let pier = "https://vell.example/news/pier";
        for other in ["http://www.vell.example/", "https://m.vell.example/pier", "https://VELL.example./x"] {
            assert!(is_one_site(pier, other) && is_one_site(other, pier), "{other}");
        }
        for other in
            ["https://evil.example/pier", "https://notvell.example/", "https://vell.example.evil.example/", "pier"]
        {
            assert!(!is_one_site(pier, other) && !is_one_site(other, pier), "{other}");
        }
    }

    #[test]
    fn one_page_has_one_key_whatever_was_added_to_its_address() {
        for address in [
            "https://vell.example/news/pier",
            "http://www.vell.example/news/pier/",
            "https://VELL.example:443/news/pier#quay",
            "https://ada:pw@vell.example/news/pier?utm_source=x&fbclid=1",
            "https://vell.example/news/pier?UTM_Source=x&",
        ] {
            assert_eq!(key(address).as_deref(), Some("vell.example/news/pier"), "{address}");
        }
    }

    #[test]
    fn what_may_be_another_page_has_another_key() {
        let addresses = [
            "https://vell.example/news/pier",
            "https://vell.example/News/pier",
            "https://m.vell.example/news/pier",
            "https://vell.example:8080/news/pier",
            "https://vell.example/news/pier?id=2",
            "https://vell.example/news/pier?id=3&utm_id=2",
        ];
        let keys: std::collections::BTreeSet<_> = addresses.iter().map(|address| key(address)).collect();
        assert_eq!(keys.len(), addresses.len());
    }

    #[test]
    fn only_web_addresses_have_a_key() {
        for address in ["", "pier", "file:///etc/passwd", "javascript:alert(1)", "urn:x:1", "mailto:a@b.example"] {
            assert_eq!(key(address), None, "{address}");
        }
    }
}
