//! The table of forms: each is a file of its own with its constant `FORM`.

use super::sheet::{Form, Make, no_close, no_opening};
use super::{brat, citron, csv, gqg, json, jsonl, markdown, schema_org, tei, text, web_annotation};
use crate::form::Format;

/// How a form is written.
#[allow(clippy::match_same_arms, reason = "each form has its line")]
pub fn form(format: Format) -> Form {
    match format {
        Format::Json => json::FORM,
        Format::Jsonl => jsonl::FORM,
        Format::Markdown => markdown::FORM,
        Format::Text => text::FORM,
        Format::Csv => csv::FORM,
        Format::WebAnnotation => web_annotation::FORM,
        Format::SchemaOrg => schema_org::FORM,
        Format::Tei => tei::FORM,
        Format::Brat => brat::FORM,
        Format::Gqg => gqg::FORM,
        Format::Citron => citron::FORM,
        Format::Html => COMING,
    }
}

/// In the place of a form that is not written yet.
const COMING: Form = Form {
    extension: "txt",
    loses: "Everything: it is not written yet.",
    stands: true,
    make: Make::Sheet { open: no_opening, item: |_, _| String::new(), between: "", close: no_close },
};
