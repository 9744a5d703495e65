//! Where an article was published: outlet, headline, day, address, and when it was seen there. What is not known is
//! left out, or said.

use std::fmt::Write;

use url::Url;

use super::quoted::one_line;
use crate::article::Article;
use crate::export::Settings;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// From 1.
    pub month: Option<u8>,
    /// From 1.
    pub day: Option<u8>,
}

impl Day {
    /// Of an RFC 3339 moment, or of what of it is there: the day where it was published. A date that cannot be is no
    /// date, whatever of it could be.
    pub fn of(date: &str) -> Option<Self> {
        let (day, time) = date.find(['T', 't', ' ']).and_then(|at| date.split_at_checked(at)).unwrap_or((date, ""));
        let mut parts = day.split('-');
        let year = digits(parts.next(), 4)?.parse().ok()?;
        let mut part = || match parts.next() {
            None => Some(None),
            some => digits(some, 2)?.parse().ok().map(Some),
        };
        let (month, day): (Option<u8>, Option<u8>) = (part()?, part()?);
        let can_be = match (month, day) {
            (Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            (Some(month), None) => (1..=12).contains(&month),
            (None, _) => true,
        };
        (can_be && is_time(time)).then_some(Self { year, month, day })
    }

    /// As citations have it: `13 Aug 2025`.
    pub fn in_words(self) -> String {
        let month = self.month.and_then(|month| MONTHS.get(usize::from(month) - 1));
        match (self.day, month) {
            (Some(day), Some(month)) => format!("{day} {month} {}", self.year),
            (None, Some(month)) => format!("{month} {}", self.year),
            (_, None) => self.year.to_string(),
        }
    }

    /// As ISO 8601 has it, as far as it is known.
    pub fn iso(self) -> String {
        let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
        format!("{:04}{}{}", self.year, part(self.month), part(self.day))
    }

    /// As CSL has it: `[2025, 8, 13]`.
    pub fn parts(self) -> Vec<u16> {
        [Some(self.year), self.month.map(u16::from), self.day.map(u16::from)].into_iter().flatten().collect()
    }
}

/// How many days a month has; none where there is no such month.
fn days(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Whether what stands behind a day could be a time, as far as its hours and minutes say.
fn is_time(time: &str) -> bool {
    let mut parts = time.trim_start_matches(['T', 't', ' ']).split([':', '+', 'Z', 'z', '-']);
    let mut is_below = |end: u8| {
        let part = parts.next().unwrap_or_default();
        part.is_empty() || part.parse::<u8>().is_ok_and(|part| part < end)
    };
    is_below(24) && is_below(60)
}

fn digits(part: Option<&str>, n: usize) -> Option<&str> {
    part.filter(|part| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where an article was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    /// The outlet; else the host of the address.
    pub outlet: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub day: Option<Day>,
    /// Its web address; no other scheme than http and https.
    pub url: Option<String>,
    /// When it was seen there; never without an address.
    pub accessed: Option<Day>,
    /// Its language.
    pub language: Option<String>,
}

impl Imprint {
    /// What is known of an article.
    pub fn of(article: &Article, settings: &Settings) -> Self {
        let metadata = &article.metadata;
        let retrieval = article.retrieval.known();
        let known = |words: &str| Some(one_line(words)).filter(|words| !words.is_empty());
        let final_url = retrieval.and_then(|retrieval| retrieval.final_url.known());
        let url = metadata.url.known().and_then(|url| web_address(url));
        let url = url.or_else(|| final_url.and_then(|url| web_address(url)));
        let outlet = metadata.publisher.known().and_then(|outlet| known(&outlet.name));
        let host = || Url::parse(url.as_deref()?).ok()?.host_str().map(str::to_owned);
        let retrieved = retrieval.and_then(|retrieval| Day::of(retrieval.retrieved_at.known()?));
        let today = || settings.today.as_deref().and_then(Day::of);
        Self {
            outlet: outlet.or_else(host),
            headline: article.headline().and_then(known),
            authors: metadata.author.items().iter().filter_map(|author| known(&author.name)).collect(),
            day: metadata.date_published.known().and_then(|date| Day::of(date)),
            accessed: url.as_ref().and_then(|_| retrieved.or_else(today)),
            language: metadata.in_language.known().and_then(|tag| known(tag)),
            url,
        }
    }

    /// The outlet, or what can be said in its place.
    pub fn outlet_words(&self) -> String {
        self.outlet.clone().unwrap_or_else(|| match self.authors.as_slice() {
            [] => "an article of an unnamed outlet".to_owned(),
            authors => format!("an article by {}", authors.join(", ")),
        })
    }

    /// Outlet, headline, day: `ITV News, “headline”, 13 Aug 2025`.
    ///
    /// The marks around the headline say that it is a title; marks in it become inner ones.
    pub fn in_words(&self) -> String {
        let headline = self.headline.as_deref().map_or_else(|| "without a headline".to_owned(), titled);
        let day = self.day.map_or_else(|| "undated".to_owned(), Day::in_words);
        format!("{}, {headline}, {day}", self.outlet_words())
    }

    /// The address and when it was seen: `https://… (accessed 22 Nov 2026)`.
    pub fn address(&self) -> Option<String> {
        let url = self.url.as_ref()?;
        Some(match self.accessed {
            Some(day) => format!("{url} (accessed {})", day.in_words()),
            None => url.clone(),
        })
    }
}

/// A title in quotation marks; double marks in it become single ones, so that it ends where it ends.
pub fn titled(title: &str) -> String {
    let scalars: Vec<char> = title.trim().chars().collect();
    let is_blank = |scalar: Option<&char>| scalar.is_none_or(|scalar| scalar.is_whitespace());
    let mut is_open = false;
    let mut inner = String::with_capacity(title.len() + 8);
    for (at, &scalar) in scalars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| scalars.get(before));
        // Which mark opens depends on the language: one opens where a word begins with it, closes where one ends.
        let begins = is_blank(before) || before.is_some_and(|before| "([—–-/‘“„«¿¡".contains(*before));
        let is_alone = is_blank(before) && is_blank(scalars.get(at + 1));
        inner.push(match scalar {
            '「' | '『' => '‘',
            '」' | '』' => '’',
            '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '＂' => {
                is_open = if is_alone { !is_open } else { begins };
                if is_open { '‘' } else { '’' }
            }
            other => other,
        });
    }
    format!("“{inner}”")
}

/// An address as it may be printed and linked: http or https, without blanks and marks.
pub fn web_address(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    let is_plain =
        |scalar: char| scalar.is_ascii_graphic() && !matches!(scalar, '"' | '<' | '>' | '\\' | '`' | '{' | '}');
    let address = address.trim();
    let has_secret = !url.username().is_empty() || url.password().is_some();
    let bare = without_credentials(url);
    let kept = if !has_secret && address.chars().all(is_plain) { address } else { bare.as_str() };
    Some(kept.chars().map(|scalar| if is_plain(scalar) { scalar.to_string() } else { percent(scalar) }).collect())
}

/// An address without a name and a password in it: they are nobody's to read.
pub fn without_credentials(mut url: Url) -> Url {
    // An address that cannot have any has none.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url
}

fn percent(scalar: char) -> String {
    let mut safe = String::new();
    for byte in scalar.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(safe, "%{byte:02X}");
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{Day, titled, web_address};

    #[test]
    fn a_day_is_said_as_far_as_it_is_known() {
        for (date, words, iso) in [
            ("2025-08-13T23:10:00+02:00", "13 Aug 2025", "2025-08-13"),
            ("2025-08-03", "3 Aug 2025", "2025-08-03"),
            ("2025-08", "Aug 2025", "2025-08"),
            ("2025", "2025", "2025"),
            ("2024-02-29T23:59", "29 Feb 2024", "2024-02-29"),
        ] {
            let day = Day::of(date).unwrap();
            assert_eq!((day.in_words().as_str(), day.iso().as_str()), (words, iso), "{date}");
        }
        for date in [
            "",
            "yesterday",
            "13.8.2025",
            "-2025-01-01",
            "2025-02-31",
            "2025-02-29",
            "2025-13-01",
            "2025-04-31",
            "2025-00",
            "2025-02-03T25:61",
            "2025-1-1",
        ] {
            assert_eq!(Day::of(date), None, "{date}");
        }
    }

    #[test]
    fn a_title_ends_where_it_ends() {
        for (title, inner) in [
            ("Mayor: “We sail” on \"Monday\"", "Mayor: ‘We sail’ on ‘Monday’"),
            ("Mayor calls ferry \"safe\"", "Mayor calls ferry ‘safe’"),
            ("\"Safe\", she says", "‘Safe’, she says"),
            ("Fähre „sicher“, »schnell« (\"neu\")", "Fähre ‘sicher’, ‘schnell’ (‘neu’)"),
            ("Le « sûr »", "Le ‘ sûr ’"),
        ] {
            assert_eq!(titled(title), format!("“{inner}”"));
        }
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        for bad in ["", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vell.example/a", "https://"] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
        let kept = "https://vell.example/a_b%20c?x=1&y=(2)#z";
        assert_eq!(web_address(kept).as_deref(), Some(kept));
        for address in ["https://keel:secret@vell.example/a?b=1#c", "https://keel@vell.example/a?b=1#c"] {
            assert_eq!(web_address(address).as_deref(), Some("https://vell.example/a?b=1#c"), "no secret goes out");
        }
        let odd = web_address("https://vell.example/a b\"<\u{202e}é>").unwrap();
        assert!(odd.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>".contains(&byte)), "{odd}");
    }
}
