//! What the list of warnings says: every doubt about the article, and which statement it is about.

use crate::article::Warning;
use crate::flow::wrapped;

use super::card::clipped;
use super::reading::Reading;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningLine {
    /// The warning's number, on its first line.
    pub number: Option<usize>,
    /// What it says, or how that goes on.
    pub words: String,
}

/// The list's lines, made once for a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarningFlow {
    /// The width that they were wrapped for.
    pub width_col: u16,
    /// Columns of the numbers, the space after them included.
    pub number_cols: u16,
    /// The lines, from the top.
    pub lines: Vec<WarningLine>,
}

impl WarningFlow {
    /// The warnings of an article for a width.
    pub fn new(reading: &Reading, width_col: u16) -> Self {
        let warnings = &reading.article.warnings;
        let number_cols = warnings.len().to_string().len() as u16 + 2;
        let measure = width_col.saturating_sub(number_cols).max(8);
        let order = &reading.index.order;
        let mut places = vec![None; reading.article.statements.items().len()];
        for (rank, &number) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(number) {
                *place = Some(format!("statement {}/{}: ", rank + 1, order.len()));
            }
        }
        let mut lines = Vec::new();
        for (number, warning) in warnings.iter().enumerate() {
            let words = words(&places, warning);
            for (row, range) in wrapped(&words, measure).into_iter().enumerate() {
                let words = words.get(range).unwrap_or_default().to_owned();
                lines.push(WarningLine { number: (row == 0).then_some(number + 1), words });
            }
        }
        Self { width_col, number_cols, lines }
    }
}

/// What is doubted and where, with its code in the file format; `places` says for each statement which it is.
fn words(places: &[Option<String>], warning: &Warning) -> String {
    let path = warning.path.known().map(String::as_str).unwrap_or_default();
    let statement = path.strip_prefix("/statements/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
    let place = match statement.and_then(|number| places.get(number)) {
        Some(Some(place)) => place.clone(),
        Some(None) => "a statement that is not in the text: ".to_owned(),
        None if path.is_empty() => String::new(),
        None => format!("{}: ", clipped(path)),
    };
    let code = if warning.code.is_empty() { String::new() } else { format!(" [{}]", clipped(&warning.code)) };
    format!("{place}{}{code}", clipped(&warning.message))
}
