//! The doors, one a file, and the table of them.

mod feed;
mod forms;
mod keys;
mod library;
mod names;
mod pages;
mod query;
mod settings;
mod stage;
#[cfg(feature = "ssh")]
mod visit;
#[cfg(fuzzing)]
mod wire;

use crate::Door;

/// Every door.
pub const DOORS: &[Door] = &[
    Door { name: "text", take: pages::take_text, work: pages::work_text, memory: ARTICLE },
    Door { name: "html", take: pages::take_html, work: pages::work_html, memory: ARTICLE },
    Door { name: "mail", take: pages::take_mail, work: pages::work_mail, memory: ARTICLE },
    Door { name: "json", take: pages::take_json, work: pages::work_json, memory: ARTICLE },
    Door { name: "forms", take: forms::take, work: forms::work, memory: ARTICLE },
    Door { name: "library", take: library::take, work: library::work, memory: ARTICLE },
    Door { name: "feed", take: feed::take, work: feed::work, memory: (2_000, 16 << 20) },
    Door { name: "settings", take: settings::take, work: settings::work, memory: (2_000, 16 << 20) },
    Door { name: "query", take: query::take, work: query::work, memory: (2_000, 32 << 20) },
    Door { name: "keys", take: keys::take, work: keys::work, memory: (2_000, 32 << 20) },
    #[cfg(feature = "ssh")]
    Door { name: "visit", take: visit::take, work: visit::work, memory: (2_000, 32 << 20) },
    Door { name: "names", take: names::take, work: names::work, memory: (2_000, 32 << 20) },
    // Only the engine's build has the server in its process.
    #[cfg(fuzzing)]
    Door { name: "wire", take: wire::take, work: wire::work, memory: (8_000, 64 << 20) },
];

/// An article, its exports and the screens that show it.
const ARTICLE: (usize, usize) = (4_000, 64 << 20);
