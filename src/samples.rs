//! The bundled samples: articles of our own, about people and places that do not exist.

use crate::article::{Maybe, Party};
use crate::import::{self, From, ImportError, Imported, Options};

/// An article that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Stands for a file's name where it is read.
    pub name: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The outlet, which does not exist.
    pub outlet: &'static str,
    /// The day of publication, `YYYY-MM-DD`.
    pub day: &'static str,
    /// What kind of text it is.
    pub from: From,
    /// The text as it would stand in a file.
    pub text: &'static str,
}

/// Every sample, in the order of the list.
pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "strait",
        title: "Rival presidents may meet over Sarn Strait as the ice closes in",
        outlet: "North Channel News",
        day: "2025-09-17",
        from: From::Text,
        text: include_str!("../assets/samples/strait.txt"),
    },
    Sample {
        name: "mill",
        title: "Tallowfield to shut its oldest mill with loss of 640 jobs",
        outlet: "The Wen Valley Courier",
        day: "2025-11-04",
        from: From::Text,
        text: include_str!("../assets/samples/mill.txt"),
    },
    Sample {
        name: "overtime",
        title: "Herons outlast Tramways in three overtimes to take the Lantern Cup",
        outlet: "The Halberd Bay Ledger",
        day: "2025-05-18",
        from: From::Text,
        text: include_str!("../assets/samples/overtime.txt"),
    },
    Sample {
        name: "seagrass",
        title: "Seagrass meadow found to be one plant, older than writing",
        outlet: "The Lantern Review",
        day: "2025-06-12",
        from: From::Markdown,
        text: include_str!("../assets/samples/seagrass.md"),
    },
    Sample {
        name: "bell",
        title: "Bell will ring again at Orrin library, twenty years after it fell silent",
        outlet: "The Orrin Gazette",
        day: "2025-03-11",
        from: From::Json,
        text: include_str!("../assets/samples/bell.json"),
    },
];

impl Sample {
    /// Reads the sample as any file is read, and adds the outlet and the day where the text does not tell them.
    pub fn read(&self) -> Result<Imported, ImportError> {
        let options = Options { from: self.from, name: Some(self.name.to_owned()), ..Options::default() };
        let mut imported = import::read(self.text.as_bytes(), &options)?;
        let metadata = match &mut imported {
            Imported::Document(document) => &mut document.metadata,
            Imported::Article(article) => &mut article.metadata,
            Imported::Documents(_) | Imported::Articles(_) => return Ok(imported),
        };
        if metadata.publisher.known().is_none() {
            metadata.publisher = Maybe::Known(Party { name: self.outlet.to_owned(), ..Party::default() });
        }
        if metadata.date_published.known().is_none() {
            metadata.date_published = Maybe::Known(self.day.to_owned());
        }
        Ok(imported)
    }
}
