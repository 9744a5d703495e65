//! What a site asks programs to leave alone: `robots.txt` as RFC 9309 has it.
//!
//! Asked before pages are fetched in bulk. A feed is made for programs, and a single page that a person names is
//! fetched for that person: neither asks.

use url::Url;

/// The rules that hold for this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<(bool, String)>,
    is_closed: bool,
}

/// How much of a file is read, as the standard asks at the least.
const MAX_BYTES: usize = 512 << 10;

/// Rules that are looked at; and stars in one of them: a rule with more is passed over, so that none takes long.
const MAX_RULES: usize = 5000;
const MAX_STARS: usize = 16;

impl Rules {
    /// Everything may be fetched: there is no file.
    pub fn open() -> Self {
        Self::default()
    }

    /// Nothing may: the file is there and the server cannot give it.
    pub fn closed() -> Self {
        Self { rules: Vec::new(), is_closed: true }
    }

    /// Reads a file. The groups that name this program hold, else those for all.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..MAX_BYTES).unwrap_or(bytes));
        let (mut own, mut others) = (None::<Vec<(bool, String)>>, Vec::new());
        let (mut is_for_us, mut is_for_all, mut is_among_names) = (false, false, false);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match field.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !is_among_names {
                        (is_for_us, is_for_all) = (false, false);
                    }
                    is_among_names = true;
                    let name: String = value
                        .chars()
                        .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
                        .collect::<String>()
                        .to_ascii_lowercase();
                    is_for_us |= name == "nutgraf";
                    is_for_all |= value.starts_with('*');
                    if is_for_us {
                        own.get_or_insert_default();
                    }
                }
                kind @ ("allow" | "disallow") => {
                    is_among_names = false;
                    let rule = (kind == "allow", value.to_owned());
                    if !value.starts_with(['/', '*']) || value.matches('*').count() > MAX_STARS {
                        continue;
                    }
                    if is_for_us && let Some(own) = own.as_mut().filter(|own| own.len() < MAX_RULES) {
                        own.push(rule.clone());
                    }
                    if is_for_all && others.len() < MAX_RULES {
                        others.push(rule);
                    }
                }
                _ => is_among_names = false,
            }
        }
        Self { rules: own.unwrap_or(others), is_closed: false }
    }

    /// The server could not say.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Whether a page may be fetched: the longest rule that fits decides, and *allow* where two are as long.
    pub fn allow(&self, url: &Url) -> bool {
        if self.is_closed {
            return false;
        }
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let fits = self.rules.iter().filter(|(_, pattern)| is_match(pattern, &path));
        fits.max_by_key(|(is_allowed, pattern)| (pattern.len(), *is_allowed)).is_none_or(|(is_allowed, _)| *is_allowed)
    }
}

/// Whether a rule's path fits: `*` is anything, `$` at the end is the end.
fn is_match(pattern: &str, path: &str) -> bool {
    let (pattern, is_to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let parts: Vec<&str> = pattern.split('*').collect();
    let Some(mut rest) = parts.first().and_then(|first| path.strip_prefix(first)) else { return false };
    for (n, part) in parts.iter().enumerate().skip(1) {
        if is_to_end && n + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    !is_to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::Rules;

    #[track_caller]
    fn allows(rules: &Rules, path: &str, want: bool) {
        assert_eq!(rules.allow(&Url::parse("https://vell.example").unwrap().join(path).unwrap()), want, "{path}");
    }

    #[test]
    fn the_longest_rule_that_fits_decides() {
        let rules = Rules::parse(
            b"User-agent: *\nDisallow: /shop # all of it\nAllow: /shop/news\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow:\n",
        );
        allows(&rules, "/news/1", true);
        allows(&rules, "/shop/1", false);
        allows(&rules, "/shop/news/1", true);
        allows(&rules, "/x/report.pdf", false);
        allows(&rules, "/x/report.pdf?x", true);
        allows(&rules, "/a-b-c", false);
        allows(&rules, "/a-c", true);
    }

    #[test]
    fn a_group_for_this_program_stands_in_for_the_one_for_all() {
        let rules = Rules::parse(
            b"User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: NutGraf/1.0\nCrawl-delay: 1\nDisallow: /private\n",
        );
        allows(&rules, "/news", true);
        allows(&rules, "/private/1", false);
        allows(&Rules::parse(b"User-agent: *\nDisallow: /\nUser-agent: nutgraf\n"), "/news", true);
        allows(&Rules::parse(b"User-agent: other\nDisallow: /"), "/news", true);
    }

    #[test]
    fn without_a_file_all_is_open_and_where_it_cannot_be_given_all_is_closed() {
        allows(&Rules::open(), "/", true);
        allows(&Rules::closed(), "/", false);
        allows(&Rules::parse(b"<!doctype html><p>Not found: sorry"), "/", true);
    }

    #[test]
    fn a_rule_of_stars_takes_no_time() {
        let rules = Rules::parse(format!("User-agent: *\nDisallow: /{}x$", "*a".repeat(5000)).as_bytes());
        allows(&rules, &format!("/{}", "a".repeat(5000)), true);
    }
}
