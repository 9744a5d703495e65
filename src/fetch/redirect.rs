//! The way from an address to where it leads: hop by hop, never in circles, never away from the web.

use url::Url;

use super::{FetchError, address, shown};

/// The addresses of one question, the first one first.
#[derive(Debug)]
pub(super) struct Trail {
    hops: Vec<Url>,
    here: Url,
    max_hops: usize,
    is_for_good: bool,
}

impl Trail {
    pub(super) fn new(mut start: Url, max_hops: usize) -> Self {
        start.set_fragment(None);
        Self { hops: Vec::new(), here: start, max_hops, is_for_good: true }
    }

    pub(super) fn here(&self) -> &Url {
        &self.here
    }

    /// Goes where a `Location` says.
    pub(super) fn follow(&mut self, location: &[u8], is_for_good: bool) -> Result<(), FetchError> {
        let refused = |what: String| FetchError::Redirect { url: shown(&self.here), what };
        // Bytes that are no ASCII are UTF-8 on every server that sends any.
        let location = String::from_utf8_lossy(location);
        let mut target =
            self.here.join(location.trim()).map_err(|error| refused(format!("to what is no address ({error})")))?;
        target.set_fragment(None);
        if !matches!(target.scheme(), "http" | "https") {
            return Err(refused(format!("to {}, and only http and https addresses are fetched", shown(&target))));
        }
        address::judge(&target).map_err(|error| refused(format!("elsewhere: {error}")))?;
        if self.here.scheme() == "https" && target.scheme() == "http" {
            let target = shown(&target);
            return Err(refused(format!("from https to http, where it could be changed on the way ({target})")));
        }
        if target == self.here || self.hops.contains(&target) {
            return Err(refused("in a circle".to_owned()));
        }
        if self.hops.len() >= self.max_hops {
            return Err(refused(format!("more than {} times", self.max_hops)));
        }
        self.is_for_good &= is_for_good;
        self.hops.push(std::mem::replace(&mut self.here, target));
        Ok(())
    }

    /// Where it ended, and where the first address has moved for good.
    pub(super) fn end(self) -> (Url, Option<Url>) {
        let moved = (self.is_for_good && !self.hops.is_empty()).then(|| self.here.clone());
        (self.here, moved)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::Trail;

    fn trail(start: &str) -> Trail {
        Trail::new(Url::parse(start).unwrap(), 3)
    }

    #[track_caller]
    fn refuses(start: &str, location: &str, what: &str) {
        let said = trail(start).follow(location.as_bytes(), true).unwrap_err().to_string();
        assert!(said.contains(what), "{said}");
    }

    #[test]
    fn a_redirect_leads_to_the_web_only() {
        refuses("http://vell.example/", "file:///etc/passwd", "only http and https");
        refuses("http://vell.example/", "javascript:alert(1)", "only http and https");
        refuses("http://vell.example/", "http://a:b@vell.example/", "leave them out");
        refuses("http://vell.example/", "http://[", "no address");
        refuses("https://vell.example/", "http://vell.example/", "from https to http");
        refuses("http://vell.example/a#b", "/a#c", "in a circle");
    }

    #[test]
    fn redirects_are_counted_and_relative_ones_join() {
        let mut way = trail("http://vell.example/a/b?c");
        way.follow(b"../d", true).unwrap();
        assert_eq!(way.here().as_str(), "http://vell.example/d");
        way.follow(b"//quay.example/e", true).unwrap();
        way.follow(b"https://quay.example/e", false).unwrap();
        assert!(way.follow(b"/f", true).unwrap_err().to_string().contains("more than 3 times"));
        let (end, moved) = way.end();
        assert_eq!((end.as_str(), moved), ("https://quay.example/e", None));
    }

    #[test]
    fn a_page_has_moved_for_good_only_if_every_hop_says_so() {
        let mut way = trail("http://vell.example/feed");
        way.follow(b"/feed.xml", true).unwrap();
        assert_eq!(way.end().1.unwrap().as_str(), "http://vell.example/feed.xml");
        assert_eq!(trail("http://vell.example/").end().1, None);
    }
}
