//! A library of a few articles in a folder of its own, for doors behind which one is looked through. It is made once.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use nutgraf::article::Article;
use nutgraf::briefing::from_bytes;
use nutgraf::import::Options;
use nutgraf::library::{Arrival, Library};
use serde_json::json;
use tempfile::TempDir;

/// When it is: seconds since 1970.
pub(super) const NOW: i64 = 1_795_424_400;

struct Stage {
    folder: TempDir,
    articles: Vec<Arc<Article>>,
}

static STAGE: LazyLock<Stage> = LazyLock::new(|| {
    let articles: Vec<Article> = [
        (
            "Pier to close",
            "Vell Courier",
            "“We will close the pier on Monday for repairs,” said Ada Brook, the mayor of Vell. Bruno Keel, a ferry captain, said that the quay had no roof.\n\nShe declined to comment on the cost. “It’s ‘all hands’ now,” Keel said.",
        ),
        ("Bees on the roof", "Orn Gazette", "“You have to move slowly and never in black,” said Lotte Brook, a beekeeper from Orn."),
        ("漢字 and Łódź", "Coast Radio", "Jonas Müller told the Courier that the dam, „eine Frechheit“, was late.\n\n– No, said Ada Brook."),
    ]
    .iter()
    .enumerate()
    .flat_map(|(n, (headline, outlet, words))| {
        let file = json!({
            "article": { "headline": headline, "publisher": { "name": outlet }, "url": format!("https://vell.example/{n}"),
                "datePublished": format!("2026-11-{:02}T09:00:00Z", 20 + n) },
            "text": { "value": format!("{headline}\n\n{words}") },
        });
        from_bytes(file.to_string().as_bytes(), &Options::default()).expect("an article")
    })
    .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let arrivals: Vec<Arrival> = articles.iter().cloned().map(Arrival::asked).collect();
    Library::open_to_write(&folder.path().join("library.db")).expect("a library").add(&arrivals, NOW).expect("kept");
    Stage { folder, articles: articles.into_iter().map(Arc::new).collect() }
});

/// Where it is.
pub(super) fn library() -> PathBuf {
    STAGE.folder.path().join("library.db")
}

/// What is in it.
pub(super) fn articles() -> Vec<Arc<Article>> {
    STAGE.articles.clone()
}
