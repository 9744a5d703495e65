//! The forms in which articles, statements and citations leave the program: declared here, made by `export`, offered by
//! the reader's menus and the command line.

/// A form for articles and their statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Annotated articles, indented; one an object, several an array.
    Json,
    /// Annotated articles, one a line.
    Jsonl,
    /// Statements with their citations, to be read and edited.
    Markdown,
    /// The same as plain text.
    Text,
    /// A table of statements for spreadsheets (RFC 4180).
    Csv,
    /// W3C Web Annotations, one a statement (JSON-LD).
    WebAnnotation,
    /// schema.org's `NewsArticle` with its quotations and claims (JSON-LD).
    SchemaOrg,
    /// TEI, with what was said marked in the text.
    Tei,
    /// brat's standoff: a `.txt` and an `.ann` file an article.
    Brat,
    /// Lines as GDELT's quotation graph has them; direct quotations only.
    Gqg,
    /// JSON as Citron writes it.
    Citron,
    /// One self-contained page.
    Html,
}

impl Format {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 12] = [
        (Self::Json, "json"),
        (Self::Jsonl, "jsonl"),
        (Self::Markdown, "markdown"),
        (Self::Text, "text"),
        (Self::Csv, "csv"),
        (Self::WebAnnotation, "web-annotation"),
        (Self::SchemaOrg, "schema-org"),
        (Self::Tei, "tei"),
        (Self::Brat, "brat"),
        (Self::Gqg, "gqg"),
        (Self::Citron, "citron"),
        (Self::Html, "html"),
    ];
}

/// In which form it is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Citation {
    /// Words with their citation.
    Plain,
    /// The same as a Markdown quotation with a link.
    Markdown,
    /// A BibTeX entry.
    Bibtex,
    /// CSL-JSON, as Zotero and pandoc read it.
    Csl,
    /// The statement as the annotated article has it.
    Json,
    /// A W3C Web Annotation.
    WebAnnotation,
    /// The article's address with a text fragment that leads to the words.
    Url,
}

impl Citation {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 7] = [
        (Self::Plain, "plain"),
        (Self::Markdown, "markdown"),
        (Self::Bibtex, "bibtex"),
        (Self::Csl, "csl"),
        (Self::Json, "json"),
        (Self::WebAnnotation, "web-annotation"),
        (Self::Url, "url"),
    ];
}
