//! A newsroom for tests: the program with a library of its own, and feeds and pages of invented outlets to serve.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use nutgraf::catalogue::{ArticleKey, ListRequest};
use nutgraf::library::Library;
use tempfile::TempDir;

/// A folder with a library in it, and nothing else of this machine.
pub struct Newsroom {
    pub folder: TempDir,
}

impl Newsroom {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library.db")
    }

    /// The program as a shell would start it, private addresses allowed.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.strict(arguments);
        command.arg("--allow-private");
        command
    }

    /// The same without that.
    pub fn strict(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("NUTGRAF_LIBRARY", self.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs, and holds that it went well and said nothing on standard error.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let stderr = text(&output.stderr);
        assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""), "{arguments:?}: {}", text(&output.stdout));
        text(&output.stdout)
    }

    /// Runs, and holds the status and that all of this is said.
    #[track_caller]
    pub fn ends(&self, arguments: &[&str], status: i32, says: &[&str]) -> String {
        let output = self.run(arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
        for part in says {
            assert!(said.contains(part), "{part:?} is not in {said}");
        }
        assert!(!said.contains("panicked") && is_safe(&said), "{said:?}");
        said
    }

    pub fn library(&self) -> Library {
        Library::open(&self.path()).unwrap()
    }

    /// Every article's number and headline, the newest first.
    pub fn headlines(&self) -> Vec<(ArticleKey, String)> {
        let request = ListRequest { limit: 100_000, unfolded: true, ..ListRequest::default() };
        let page = self.library().list(&request, 0).unwrap().unwrap();
        page.rows.into_iter().map(|row| (row.id, row.headline)).collect()
    }

    /// Headlines in order of the alphabet.
    pub fn sorted(&self) -> Vec<String> {
        let mut headlines: Vec<String> = self.headlines().into_iter().map(|(_, headline)| headline).collect();
        headlines.sort();
        headlines
    }

    /// The text of the article with this headline.
    #[track_caller]
    pub fn text_of(&self, headline: &str) -> String {
        let (key, _) = self
            .headlines()
            .into_iter()
            .find(|(_, known)| known == headline)
            .unwrap_or_else(|| panic!("no {headline}"));
        self.library().article(key).unwrap().unwrap().text.as_str().to_owned()
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Holds nothing that a terminal would obey.
pub fn is_safe(text: &str) -> bool {
    let is_odd = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{202A}'..='\u{202E}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    !text.contains(is_odd)
}

/// An article's page, long enough to be one. The number makes it unlike others.
pub fn page(headline: &str, n: usize) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline}</title></head><body><article><h1>{headline}</h1>{}</article></body></html>",
        body(n)
    )
}

/// Paragraphs of an invented story, about 180 words.
pub fn body(n: usize) -> String {
    const NAMES: [&str; 8] =
        ["Ada Brook", "Tom Reyes", "Ida Brandt", "Ole Marsh", "Nell Varga", "Jon Pike", "Una Holt", "Rafe Quill"];
    const THINGS: [&str; 7] = ["pier", "ferry", "orchard", "tramway", "lighthouse", "market hall", "reservoir"];
    let (name, other) = (NAMES[n % 8], NAMES[(n / 8 + 3) % 8]);
    let (thing, place) = (THINGS[n % 7], format!("Lower Vell ward {n}"));
    format!(
        "<p>The council of {place} decided on Tuesday to rebuild the {thing} over the coming {} months, after a long evening of argument about what it may cost the town.</p>\
         <p>“We will rebuild the {thing}, and we will do it for less than {} crowns,” said {name}, the mayor of {place}, as the members left the hall.</p>\
         <p>{other}, who speaks for the harbour traders, said the plan was welcome but late. “We asked for a new {thing} in the year of the flood number {n},” {other} said. “Nobody listened then.”</p>\
         <p>The work is to begin in the spring. Engineers had warned that the beams under the {thing} would not bear another winter, and that {n} of them had been replaced with timber of the wrong kind by a contractor that no longer exists.</p>\
         <p>According to the treasurer, the money comes from a reserve that was meant for the schools’ roofs; parents’ groups have called a meeting for Friday at the old customs house in {place}, number {n}.</p>",
        n % 30 + 2,
        n * 37 + 900,
    )
}

/// A feed of RSS 2.0 with these items, each written by hand or by [`item`].
pub fn rss(title: &str, items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title><link>https://{}.example/</link><language>en</language>{}</channel></rss>",
        title.to_lowercase().replace(' ', "-"),
        items.concat()
    )
}

/// An item with a teaser, its page at the path.
pub fn item(title: &str, path: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{path}</link><guid isPermaLink=\"false\">{path}</guid><pubDate>Tue, 03 Jun 2025 09:05:30 GMT</pubDate>\
         <description>What the council of Lower Vell decided about {title} and what it may cost.</description></item>"
    )
}
