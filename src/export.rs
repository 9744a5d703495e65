//! What an article becomes outside: one form a file.
//!
//! No form puts words in quotation marks that the text does not quote, and none lets a control character through.

mod array;
mod attributions;
mod brat;
mod briefing;
pub mod cite;
mod citron;
pub mod csv;
mod forms;
mod gqg;
mod html;
mod iri;
mod item;
mod json;
mod jsonl;
mod kept;
mod markdown;
mod quoted;
mod remarks;
mod schema_org;
mod sheet;
mod tei;
mod text;
mod web_annotation;

pub use attributions::{attributions_line, gold_line};
pub use briefing::briefing;
pub use forms::form;
pub use item::{Item, Settings, standing};
pub use sheet::{Form, Make, Page, Sheet, files, one};

use crate::clean;

/// JSON with the controls and direction overrides escaped that JSON writers leave as they are and that a terminal
/// must not meet. What it means does not change.
pub fn escaped(json: String) -> String {
    if clean::is_clean(&json) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for scalar in json.chars() {
        if clean::is_clean(scalar.encode_utf8(&mut [0; 4])) {
            escaped.push(scalar);
        } else {
            let mut units = [0; 2];
            escaped.extend(scalar.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    escaped
}
