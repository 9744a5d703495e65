//! The search in the library: what is asked, and what was found.

use crate::catalogue::{Found, QueryFault, SavedSearch, Sort};
use crate::exchange::SearchRequest;

use super::sheet::{PAGE_HITS, Sheet, SheetRow, Stream};

/// A search in the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// What was asked last.
    pub text: String,
    /// The order.
    pub sort: Sort,
    /// What was asked for and has not come yet.
    pub asked: Option<SearchRequest>,
    /// What was found.
    pub sheet: Sheet,
    /// What is wrong with what is typed.
    pub fault: Option<QueryFault>,
    /// How many were found so far, and that there are more; nothing before a search.
    pub n_found: Option<(usize, bool)>,
    /// Relevance was weighed among so many of the newest only.
    pub ranked: Option<usize>,
    /// Saved searches.
    pub saved: Vec<SavedSearch>,
}

impl Hits {
    /// The order of what was found, in words.
    pub fn order(&self) -> String {
        match (self.sort, self.ranked) {
            (Sort::Newest, _) => "newest first".to_owned(),
            (Sort::Relevance, None) => "most relevant first".to_owned(),
            (Sort::Relevance, Some(n)) => format!("most relevant of the newest {n} first"),
        }
    }

    /// A search for a text as it stands.
    pub fn request(&self, text: &str, typed: bool) -> SearchRequest {
        SearchRequest { text: text.to_owned(), sort: self.sort, offset: 0, limit: PAGE_HITS, typed }
    }

    /// Shows what was found.
    pub fn show(&mut self, request: SearchRequest, found: Found) {
        let mut rows = Vec::new();
        for namesakes in found.namesakes {
            rows.push(SheetRow::Heading(format!(
                "{} people match “{}”: Enter takes one",
                namesakes.n, namesakes.asked
            )));
            rows.extend(namesakes.people.into_iter().map(SheetRow::Person));
        }
        let n_rows = rows.len();
        let hits: Vec<SheetRow> = found.hits.into_iter().map(|hit| SheetRow::Hit(Box::new(hit), false)).collect();
        if n_rows > 0 && !hits.is_empty() {
            rows.push(SheetRow::Heading("Statements".to_owned()));
        }
        if hits.is_empty() {
            rows.push(SheetRow::Note("nothing found".to_owned()));
            rows.extend(found.blame.map(|blame| SheetRow::Note(format!("without “{blame}” there would be hits"))));
        }
        self.n_found = Some((hits.len(), found.is_more));
        self.ranked = found.ranked;
        self.fault = None;
        self.text.clone_from(&request.text);
        // More of it is asked for once it is meant so; while it is typed every letter makes it another search.
        let is_more = found.is_more && !request.typed;
        let stream = Stream { request, is_more, asked: None };
        let has_hits = !hits.is_empty();
        self.sheet = Sheet::streaming(rows, hits, stream);
        if has_hits && n_rows > 0 {
            // One goes up to choose among people; what was looked for is statements.
            (self.sheet.at, self.sheet.top) = (self.sheet.first_hit, 0);
        }
    }

    /// Shows searches to choose from, before anything is typed.
    pub fn offer(&mut self, searches: &[String]) {
        let mut rows = Vec::new();
        if !self.saved.is_empty() {
            rows.push(SheetRow::Heading("Saved searches".to_owned()));
            rows.extend(self.saved.iter().map(|saved| SheetRow::Search(Some(saved.name.clone()), saved.query.clone())));
        }
        if !searches.is_empty() {
            rows.push(SheetRow::Heading("Earlier searches".to_owned()));
            rows.extend(searches.iter().rev().map(|text| SheetRow::Search(None, text.clone())));
        }
        if rows.is_empty() {
            for words in [
                "Words are looked for in what was said; “two words” as they stand; -word without it.",
                "speaker:brook  about:harbour  role:mayor  outlet:courier  kind:direct",
                "from:2026-01-01  to:2026-03-31  speaker:unknown  OR and parentheses",
            ] {
                rows.push(SheetRow::Note(words.to_owned()));
            }
        }
        (self.n_found, self.ranked, self.fault) = (None, None, None);
        self.text.clear();
        self.sheet = Sheet::new(rows);
    }
}
