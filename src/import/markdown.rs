//! Markdown to a document: its blocks are the writer's own, its marks become plain words. Links become their text,
//! pictures their captions, code its lines; raw HTML loses its tags.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::article::{BlockKind, Maybe, Metadata, Text};
use crate::document::Document;

use super::decode::Decoded;
use super::lines::{Piece, WRAP_WIDTHS, ends_sentence};
use super::{ImportError, blocks, controls_warning, front};
use crate::clean;

/// Reads Markdown (`CommonMark` with tables, footnotes and strikethrough).
pub(super) fn read(decoded: &Decoded<'_>, n_bytes: usize) -> Result<Document, ImportError> {
    // Cleaned before, so that a control character cannot hide a mark, and after, because an entity may name one.
    let cleaned = clean::text(&decoded.text);
    let (matter, body) = front::split(&cleaned.text).unwrap_or(("", &cleaned.text));
    let mut page = Page::default();
    for event in
        Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH)
    {
        page.take(event);
    }
    page.flush();
    if page.pieces.is_empty() {
        return Err(ImportError::Nothing { n_bytes });
    }
    let text = Text::new(page.text);
    let (blocks, found) = blocks::find(&text, &page.pieces);
    let mut metadata = Metadata::default();
    front::read(matter, &mut metadata);
    fill(&mut metadata, found);
    let mut warnings = decoded.warnings.clone();
    warnings.extend(controls_warning(cleaned.n_removed + page.n_removed));
    Ok(Document { text, blocks, metadata, retrieval: Maybe::Absent, warnings })
}

/// What the text tells stands where the front matter says nothing.
fn fill(metadata: &mut Metadata, found: Metadata) {
    fn or<T>(said: &mut Maybe<T>, found: Maybe<T>) {
        if said.known().is_none() {
            *said = found;
        }
    }
    or(&mut metadata.headline, found.headline);
    or(&mut metadata.author, found.author);
    or(&mut metadata.date_published, found.date_published);
    or(&mut metadata.in_language, found.in_language);
}

/// The page as it is built up, piece by piece.
#[derive(Default)]
struct Page {
    text: String,
    pieces: Vec<Piece>,
    /// Of the piece at hand.
    words: String,
    /// Where the source's line began in it.
    line_start_byte: usize,
    /// Captions of pictures in it, to stand after it.
    captions: Vec<String>,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    /// The mark that the next piece of a list opens with.
    mark: Option<String>,
    /// The raw HTML block at hand.
    html: String,
    is_heading: bool,
    n_quotes: usize,
    n_items: usize,
    n_pictures: usize,
    is_code: bool,
    is_row: bool,
    n_removed: usize,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.n_pictures > 0 => {
                if let Some(caption) = self.captions.last_mut() {
                    caption.push_str(&words);
                }
            }
            Event::Text(words) if self.is_code => {
                for line in words.lines() {
                    self.words.push_str(line);
                    self.flush();
                }
            }
            Event::Text(words) | Event::Code(words) => self.words.push_str(&words),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            // A block of it comes line by line, and a comment or a script may go over several.
            Event::Html(tags) => self.html.push_str(&tags),
            Event::InlineHtml(tags) => self.words.push_str(&without_tags(&tags)),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => self.flush(),
            Tag::TableRow | Tag::TableHead => {
                self.flush();
                self.is_row = true;
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.is_heading = *level <= HeadingLevel::H6;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.n_quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.is_code = true;
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.flush();
                self.n_items += 1;
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", number.saturating_sub(1))
                    }
                    _ => "• ".to_owned(),
                };
                self.mark = Some(mark);
            }
            Tag::Image { .. } => {
                self.n_pictures += 1;
                self.captions.push(String::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::TableRow | TagEnd::TableHead => {
                self.flush();
                self.is_row = false;
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.words.push_str(&without_tags(&html));
                self.flush();
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.is_heading = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.is_code = false;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.n_items = self.n_items.saturating_sub(1);
                self.mark = None;
            }
            TagEnd::TableCell => self.words.push_str(" | "),
            TagEnd::Image => self.n_pictures = self.n_pictures.saturating_sub(1),
            _ => {}
        }
    }

    /// A line end is a space, except where the text has a paragraph a line and no blank ones between: there a line is
    /// longer than anybody wraps, and ends as a sentence does.
    fn end_line(&mut self) {
        let line = self.words.get(self.line_start_byte..).unwrap_or_default();
        if line.chars().count() > *WRAP_WIDTHS.end() && ends_sentence(line) {
            self.flush();
        } else {
            self.words.push(' ');
            self.line_start_byte = self.words.len();
        }
    }

    /// Ends the piece at hand, and the captions that belong to it.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.line_start_byte = 0;
        let kind = if self.is_heading {
            Some(BlockKind::Heading)
        } else if self.is_code {
            // Nobody says what a program's text quotes.
            Some(BlockKind::Boilerplate)
        } else if self.n_quotes > 0 {
            Some(BlockKind::Blockquote)
        } else if self.n_items > 0 {
            Some(BlockKind::ListItem)
        } else if self.is_row {
            // Neither a crosshead nor a caption, however short it is.
            Some(BlockKind::Paragraph)
        } else {
            None
        };
        self.add(&words, kind);
        for caption in std::mem::take(&mut self.captions) {
            self.add(&caption, Some(BlockKind::Caption));
        }
    }

    fn add(&mut self, words: &str, given: Option<BlockKind>) {
        let cleaned = clean::text(words);
        self.n_removed += cleaned.n_removed;
        let mut line = String::with_capacity(cleaned.text.len());
        for word in cleaned.text.split([' ', '\n']).filter(|word| !word.is_empty()) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let line = line.trim_end_matches(" |").trim();
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        if given == Some(BlockKind::ListItem)
            && let Some(mark) = self.mark.take()
        {
            self.text.push_str(&mark);
        }
        self.text.push_str(line);
        self.pieces.push(Piece { bytes: start..self.text.len(), n_lines: 1, given });
    }
}

/// Raw HTML without its tags, comments, scripts and styles. A tag is a space: it may have parted two words.
fn without_tags(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        words.push(' ');
        let is = |name: &str| after.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let end = if is("!--") {
            "-->"
        } else if is("script") {
            "</script>"
        } else if is("style") {
            "</style>"
        } else {
            ">"
        };
        rest = after.split_once(end).map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::article::BlockKind::{self, Blockquote, Boilerplate, Byline, Caption, Heading, ListItem, Paragraph};
    use crate::document::Document;
    use crate::import::decode::decode;

    fn document(markdown: &str) -> Document {
        read(&decode(markdown.as_bytes()), markdown.len()).unwrap()
    }

    #[track_caller]
    fn has(markdown: &str, want: &[(BlockKind, &str)]) {
        let document = document(markdown);
        let found: Vec<_> = document.blocks.iter().map(|block| (block.kind, document.text.slice(block.span))).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn marks_become_blocks_and_plain_words() {
        has(
            "# Ferries *late* again\n\nBy Ada Lind\n\nThe [ferry line](https://a.example) said **nobody** was hurt in\nthe fog, which lay over the sound for most of the morning.\n\n![The quay](q.jpg)\n\n> We are &ldquo;sorry&rdquo;.\n\n1. First\n2. Second\n   - inner\n\n## What next\n\n```\ncode line\n```\n\nFollow us on WhatsApp\n",
            &[
                (Heading, "Ferries late again"),
                (Byline, "By Ada Lind"),
                (
                    Paragraph,
                    "The ferry line said nobody was hurt in the fog, which lay over the sound for most of the morning.",
                ),
                (Caption, "The quay"),
                (Blockquote, "We are “sorry”."),
                (ListItem, "1. First"),
                (ListItem, "2. Second"),
                (ListItem, "• inner"),
                (Heading, "What next"),
                (Boilerplate, "code line"),
                (Boilerplate, "Follow us on WhatsApp"),
            ],
        );
    }

    #[test]
    fn a_table_has_a_paragraph_a_row() {
        has(
            "# Votes\n\nThe council met in the old hall on Monday to hear what the engineers had found.\n\n| Name | Vote |\n|---|---|\n| Ada Lind | for |\n| By Ida Brandt | |\n\nThe next meeting of the council is in the old hall on Tuesday, as always.\n",
            &[
                (Heading, "Votes"),
                (Paragraph, "The council met in the old hall on Monday to hear what the engineers had found."),
                (Paragraph, "Name | Vote"),
                (Paragraph, "Ada Lind | for"),
                (Paragraph, "By Ida Brandt"),
                (Paragraph, "The next meeting of the council is in the old hall on Tuesday, as always."),
            ],
        );
    }

    #[test]
    fn a_paragraph_a_line_is_read_as_such() {
        let line = "The ferry line said that nobody was hurt in the fog, which lay over the sound for most of the morning and lifted at noon.";
        has(
            &format!("{line}\n{line}\n\nShort\nlines."),
            &[(Paragraph, line), (Paragraph, line), (Paragraph, "Short lines.")],
        );
    }

    #[test]
    fn raw_html_leaves_its_words_and_nothing_else() {
        has(
            "<div class=\"x\"><p>Kept words\n<!-- gone\nand gone --> end</p></div>\n\n<script>\nalert(1)\n</script>\n\nOne<br>two &#27;[31m three.\n",
            &[(Paragraph, "Kept words end"), (Paragraph, "One two three.")],
        );
    }

    #[test]
    fn front_matter_stands_over_what_the_text_tells() {
        let document = document(
            "---\ntitle: The title\nauthor: Ida Brandt\n---\n# Another\n\nThe words of the story, and some more of them, so that it is one.\n",
        );
        assert_eq!(document.metadata.headline.known().map(String::as_str), Some("The title"));
        assert_eq!(document.metadata.author.items().len(), 1);
    }
}
