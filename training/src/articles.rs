//! Marked articles: their text as the annotator sees it, and who is marked to have said what.

use std::io::{self, BufRead};
use std::path::Path;

use nutgraf::annotate::page::{Found, Page, Stretch};
use nutgraf::annotate::{self};
use nutgraf::document::Document;
use nutgraf::import;
use serde_json::Value;

/// An attribution as marked, in tokens.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Parts of the content.
    pub content: Vec<Stretch>,
    /// Parts of the cue.
    pub cue: Vec<Stretch>,
    /// Parts of the source.
    pub source: Vec<Stretch>,
}

/// An article with what is marked in it.
pub struct Marks {
    /// Its id.
    pub id: String,
    /// Its text and blocks.
    pub document: Document,
    /// What the annotator knows before it asks a model.
    pub found: Found,
    /// What is marked.
    pub marked: Vec<Marked>,
    /// The tag of every token, as its number.
    pub tags: Vec<u8>,
}

impl Marks {
    /// The page for the annotator's stages.
    pub fn page(&self) -> Page<'_> {
        Page::new(&self.document.text, &self.document.blocks, true, None)
    }
}

/// Reads JSON Lines of `{"id", "text", "attributions"}`.
pub fn read(path: &Path) -> io::Result<Vec<Marks>> {
    let file = io::BufReader::new(std::fs::File::open(path)?);
    let lines: Vec<String> = file.lines().collect::<io::Result<_>>()?;
    lines.iter().map(|line| article(line)).collect()
}

fn article(line: &str) -> io::Result<Marks> {
    let value: Value = serde_json::from_str(line)?;
    let document = import::document_in_place(value["text"].as_str().unwrap_or_default());
    let found = annotate::facts(&Page::new(&document.text, &document.blocks, true, None));
    let stretches = |value: &Value| -> Vec<Stretch> {
        value.as_array().into_iter().flatten().filter_map(|pair| stretch(&found, pair)).collect()
    };
    let marked: Vec<Marked> = value["attributions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| Marked {
            content: stretches(&one["content"]),
            cue: stretches(&one["cue"]),
            source: stretches(&one["source"]),
        })
        .collect();
    let tags = tags(&found, &marked);
    Ok(Marks { id: value["id"].as_str().unwrap_or_default().to_owned(), document, found, marked, tags })
}

/// The tokens that share a character with a span.
fn stretch(found: &Found, pair: &Value) -> Option<Stretch> {
    let (start, end) = (pair[0].as_u64()? as u32, pair[1].as_u64()? as u32);
    let first = found.tokens.partition_point(|token| token.end_char <= start);
    let last = found.tokens.partition_point(|token| token.start_char < end);
    (first < last).then(|| Stretch::new(first, last))
}

fn tags(found: &Found, marked: &[Marked]) -> Vec<u8> {
    let mut tags = vec![0_u8; found.tokens.len()];
    for one in marked {
        for (parts, opens) in [(&one.content, 1_u8), (&one.cue, 3), (&one.source, 5)] {
            for part in parts {
                let mut block = u32::MAX;
                let mut before = usize::MAX;
                for index in part.iter() {
                    // A span over a paragraph's end begins anew in the next.
                    let begins = found.token(index).block != block || before.wrapping_add(1) != index;
                    block = found.token(index).block;
                    if tags[index] == 0 {
                        tags[index] = if begins { opens } else { opens + 1 };
                        before = index;
                    }
                }
            }
        }
    }
    tags
}
