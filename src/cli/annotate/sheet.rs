//! Annotated articles on standard output: what stands before, between and after them in each form.

use std::io::Write;

use super::Outcome;
use crate::args::Form;
use crate::cli::{Failure, show};

/// Output is let go in pieces of this size, and whenever there is nothing else to do.
const BLOCK_BYTES: usize = 1 << 16;

/// The output: articles as they come, with what the form has between them.
pub(super) struct Sheet {
    form: Form,
    /// In JSON, an array even for one article.
    is_array: bool,
    n_written: usize,
    pending: Vec<u8>,
}

impl Sheet {
    /// An empty output.
    pub(super) fn new(form: Form, is_array: bool) -> Self {
        Self { form, is_array, n_written: 0, pending: Vec::new() }
    }

    /// Adds what came of a piece of work.
    pub(super) fn write(&mut self, outcome: &Outcome) -> Result<(), Failure> {
        self.is_array |= outcome.articles.len() > 1;
        for article in &outcome.articles {
            let before = match (self.form, self.n_written) {
                (Form::Json, 0) if self.is_array => "[\n",
                (Form::Json, 1..) => ",\n",
                (Form::Text, 1..) => show::RULE,
                _ => "",
            };
            self.pending.extend_from_slice(before.as_bytes());
            self.pending.extend_from_slice(article.trim_end_matches('\n').as_bytes());
            // In an array, what follows decides between a comma and the end.
            if self.form != Form::Json {
                self.pending.push(b'\n');
            }
            self.n_written += 1;
            self.let_go_of_blocks()?;
        }
        if let (Some(error), Form::Jsonl | Form::Attributions) = (&outcome.error, self.form) {
            self.pending.extend_from_slice(error.as_bytes());
            self.pending.push(b'\n');
        }
        self.let_go_of_blocks()
    }

    /// Ends the output.
    pub(super) fn close(&mut self) -> Result<(), Failure> {
        let end = match (self.form, self.n_written) {
            (Form::Json, 0) if self.is_array => "[]\n",
            (Form::Json, 1..) if self.is_array => "\n]\n",
            (Form::Json, 1..) => "\n",
            _ => "",
        };
        self.pending.extend_from_slice(end.as_bytes());
        self.let_go()
    }

    fn let_go_of_blocks(&mut self) -> Result<(), Failure> {
        if self.pending.len() < BLOCK_BYTES { Ok(()) } else { self.let_go() }
    }

    /// Writes what is pending, whole lines all of it.
    pub(super) fn let_go(&mut self) -> Result<(), Failure> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut out = std::io::stdout().lock();
        let written = out.write_all(&self.pending).and_then(|()| out.flush());
        self.pending.clear();
        written.map_err(|error| Failure::of_output(&error))
    }
}
