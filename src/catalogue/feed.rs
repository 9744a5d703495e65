//! A feed as a list shows it.

use serde::Serialize;

/// A feed that the library follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FeedRow {
    /// Its number.
    pub id: i64,
    /// Where it is fetched.
    pub url: String,
    /// As it calls itself, once it was fetched.
    pub title: Option<String>,
    /// The site that it belongs to.
    pub site: Option<String>,
    /// Given to its articles.
    pub tags: Vec<String>,
    /// When it was asked last, RFC 3339.
    pub checked: Option<String>,
    /// What came of it, in one line.
    pub outcome: Option<String>,
    /// Attempts since the last one that went well.
    pub n_failures: i64,
    /// Articles that it has brought.
    pub n_articles: i64,
}

impl FeedRow {
    /// What to call it: its title, else its address.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.url)
    }
}

/// What came of asking a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedResult {
    /// It was read.
    Read,
    /// The server says that nothing has changed.
    Unchanged,
    /// It was not asked: it failed before, and its time has not come.
    Waiting,
    /// It could not be fetched or read.
    Failed,
    /// The reader broke it off.
    Interrupted,
}

/// A feed after `nutgraf sync`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedOutcome {
    /// The feed's number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Where it is fetched.
    pub url: String,
    /// What came of it.
    pub result: FeedResult,
    /// Why, where it failed or waits.
    pub why: Option<String>,
    /// Articles that the library has got.
    pub n_new: usize,
    /// Articles that have another text now.
    pub n_updated: usize,
    /// Items that the library had already.
    pub n_known: usize,
    /// Items of which only the feed's own teaser could be had, or nothing.
    pub n_incomplete: usize,
}

impl FeedOutcome {
    /// The outcome in words, without the feed's name: *12 new, 3 updated, 40 known*.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        match self.result {
            FeedResult::Read | FeedResult::Interrupted => {
                parts.push(format!("{} new", self.n_new));
                if self.n_updated > 0 {
                    parts.push(format!("{} updated", self.n_updated));
                }
                parts.push(format!("{} known", self.n_known));
            }
            FeedResult::Unchanged => {
                parts.push("not modified".to_owned());
                if self.n_new + self.n_updated > 0 {
                    parts.push(format!("{} completed", self.n_new + self.n_updated));
                }
            }
            FeedResult::Waiting | FeedResult::Failed => {}
        }
        if self.n_incomplete > 0 {
            parts.push(format!("{} incomplete", self.n_incomplete));
        }
        let why = self.why.as_deref().unwrap_or_default();
        match self.result {
            FeedResult::Failed => format!("failed: {why}"),
            FeedResult::Waiting => why.to_owned(),
            FeedResult::Interrupted => format!("interrupted after {}", parts.join(", ")),
            _ if why.is_empty() => parts.join(", "),
            _ => format!("{} ({why})", parts.join(", ")),
        }
    }
}
