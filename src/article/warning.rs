//! The doubts that import, annotation and loading report, declared once.

use super::{Extra, Maybe};

/// What kind of doubt a warning of our own is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningCode {
    /// Bytes were no valid text in the encoding taken.
    InvalidEncoding,
    /// The text was not UTF-8; another encoding was taken.
    EncodingGuessed,
    /// Control characters, escape sequences or direction overrides were taken out.
    ControlsRemoved,
    /// A quotation mark has no partner; its span was mended.
    UnbalancedQuote,
    /// The text breaks off.
    BreaksOff,
    /// Another language than English: only quotation marks were looked for.
    LanguageUnsupported,
    /// A span was found elsewhere than the file says.
    Reanchored,
    /// A span was not found, or found more than once.
    UnanchoredSpan,
    /// A direct statement is not marked as speech by the text; it is shown as indirect.
    DowngradedStatement,
    /// An id names nothing in the file.
    DanglingId,
    /// A field has a value that the format does not allow; it was set aside.
    InvalidField,
    /// A role without evidence was set aside.
    RoleWithoutEvidence,
    /// A summary line without evidence.
    SummaryWithoutEvidence,
    /// The text's digest is another than the file says: the text was changed.
    TextChanged,
    /// A reviewed statement matches none of the new annotation; it was kept.
    OrphanedReview,
    /// The source holds less than the article: a teaser, or what stands before a paywall.
    TextTruncated,
}

impl WarningCode {
    /// Every code with its name in the file format.
    pub const NAMES: [(Self, &'static str); 16] = [
        (Self::InvalidEncoding, "invalid-encoding"),
        (Self::EncodingGuessed, "encoding-guessed"),
        (Self::ControlsRemoved, "controls-removed"),
        (Self::UnbalancedQuote, "unbalanced-quote"),
        (Self::BreaksOff, "breaks-off"),
        (Self::LanguageUnsupported, "language-unsupported"),
        (Self::Reanchored, "reanchored"),
        (Self::UnanchoredSpan, "unanchored-span"),
        (Self::DowngradedStatement, "downgraded-statement"),
        (Self::DanglingId, "dangling-id"),
        (Self::InvalidField, "invalid-field"),
        (Self::RoleWithoutEvidence, "role-without-evidence"),
        (Self::SummaryWithoutEvidence, "summary-without-evidence"),
        (Self::TextChanged, "text-changed"),
        (Self::OrphanedReview, "orphaned-review"),
        (Self::TextTruncated, "text-truncated"),
    ];

    /// The name in the file format, in kebab-case.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(code, _)| *code == self).map_or("", |(_, name)| name)
    }
}

/// A doubt that import, annotation or loading reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What kind of doubt: the name of a [`WarningCode`], or another program's code, kept as written.
    pub code: String,
    /// A sentence for the reader.
    pub message: String,
    /// JSON Pointer to the field it is about, where there is one.
    pub path: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

impl Warning {
    /// A warning about no field in particular.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Self { code: code.name().to_owned(), message: message.into(), path: Maybe::Absent, extra: Extra::new() }
    }

    /// The same warning about a field, named by its JSON Pointer.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Maybe::Known(path.into());
        self
    }
}
