//! The table of forms: each is a file of its own with its constant `FORM`.

use super::sheet::Form;
use super::{brat, citron, csv, gqg, html, json, jsonl, markdown, schema_org, tei, text, web_annotation};
use crate::form::Format;

/// How a form is written.
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
        Format::Html => html::FORM,
    }
}
