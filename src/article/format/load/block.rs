//! The text's blocks and sentences: checked, put in order, and made from its lines where the file has none.

use super::super::field::Field;
use super::super::wire::{List, WireBlock, WireSentence, WireText};
use super::{Loader, Path, digest_differs, known};
use crate::article::{Block, BlockKind, Extra, Maybe, Sentence, Span, Text, WarningCode};

/// What the file's `text` says besides the words.
pub(super) struct TextParts {
    pub(super) blocks: Vec<Block>,
    pub(super) sentences: Maybe<Vec<Sentence>>,
    pub(super) extra: Extra,
}

impl Loader<'_> {
    pub(super) fn text(&mut self, wire: WireText, text: &Text, path: &Path) -> TextParts {
        let mut extra = wire.extra;
        if let Maybe::Known(length) = self.take(wire.length, &mut extra, path, "length")
            && length != text.n_chars()
        {
            self.warn(WarningCode::TextChanged, &path.key("length"), || {
                format!("the file says {length} scalars, the text has {}", text.n_chars())
            });
        }
        if let Maybe::Known(unit) = self.take(wire.unit, &mut extra, path, "unit")
            && unit != super::super::UNIT
        {
            self.invalid(&path.key("unit"), || {
                "the unit is not unicode-scalar; offsets are read as scalars".to_owned()
            });
        }
        if let Maybe::Known(digest) = self.take(wire.sha256, &mut extra, path, "sha256")
            && digest_differs(text, &digest)
        {
            self.warn(WarningCode::TextChanged, &path.key("sha256"), || {
                "the text is not the one that was annotated; its digest differs".to_owned()
            });
        }
        let (blocks, places) = self.blocks(wire.blocks, text, &mut extra, path);
        let sentences = self.sentences(wire.sentences, text, &blocks, &places, &mut extra, path);
        TextParts { blocks, sentences, extra }
    }

    /// The blocks, and for each entry of the file where it went.
    fn blocks(
        &mut self,
        field: Field<List<WireBlock>>,
        text: &Text,
        extra: &mut Extra,
        path: &Path,
    ) -> (Vec<Block>, Vec<Option<usize>>) {
        let mut n_entries = 0;
        let listed = self.list(field, extra, path, "blocks", |this, wire, path| {
            let Path::Index(_, index) = *path else { return None };
            n_entries = index + 1;
            let WireBlock { kind, start, end, mut extra } = wire;
            let kind = known(this.take(kind, &mut extra, path, "kind")).unwrap_or(BlockKind::Paragraph);
            let span = this.bare_span(start, end, text, &mut extra, path)?;
            Some((index, Block { kind, span, extra }))
        });
        let mut listed = known(listed).unwrap_or_default();
        listed.sort_by_key(|(_, block)| block.span);
        let mut places = vec![None; n_entries];
        let mut blocks: Vec<Block> = Vec::with_capacity(listed.len());
        for (index, block) in listed {
            if blocks.last().is_some_and(|last| last.span.end() > block.span.start()) {
                let blocks_path = path.key("blocks");
                self.invalid(&blocks_path.index(index), || {
                    "the block overlaps the one before; it is left out".to_owned()
                });
                continue;
            }
            if let Some(place) = places.get_mut(index) {
                *place = Some(blocks.len());
            }
            blocks.push(block);
        }
        if blocks.is_empty() {
            blocks = blocks_of_lines(text);
        }
        (blocks, places)
    }

    fn sentences(
        &mut self,
        field: Field<List<WireSentence>>,
        text: &Text,
        blocks: &[Block],
        places: &[Option<usize>],
        extra: &mut Extra,
        path: &Path,
    ) -> Maybe<Vec<Sentence>> {
        let listed = self.list(field, extra, path, "sentences", |this, wire, path| {
            let WireSentence { start, end, block, mut extra } = wire;
            let said = known(this.take(block, &mut extra, path, "block"));
            extra.remove("block");
            let span = this.bare_span(start, end, text, &mut extra, path)?;
            let is_around = |&index: &usize| blocks.get(index).is_some_and(|block: &Block| block.span.covers(span));
            let moved = said.and_then(|said| places.get(said).copied().flatten()).filter(is_around);
            let found =
                || blocks.partition_point(|block| block.span.start() <= span.start()).checked_sub(1).filter(is_around);
            let block = moved.or_else(found);
            if block.is_none() {
                this.invalid(path, || "the sentence lies in no block; it is left out".to_owned());
            }
            Some((path.last_index(), Sentence { span, block: block?, extra }))
        });
        let mut listed = match listed {
            Maybe::Known(listed) => listed,
            Maybe::Absent => return Maybe::Absent,
            Maybe::Unknown => return Maybe::Unknown,
        };
        listed.sort_by_key(|(_, sentence)| sentence.span);
        let mut sentences: Vec<Sentence> = Vec::with_capacity(listed.len());
        for (index, sentence) in listed {
            if sentences.last().is_some_and(|last| last.span.end() > sentence.span.start()) {
                let list_path = path.key("sentences");
                self.invalid(&list_path.index(index), || {
                    "the sentence overlaps the one before; it is left out".to_owned()
                });
            } else {
                sentences.push(sentence);
            }
        }
        Maybe::Known(sentences)
    }

    /// A span of offsets only, not empty.
    fn bare_span(
        &mut self,
        start: Field<usize>,
        end: Field<usize>,
        text: &Text,
        extra: &mut Extra,
        path: &Path,
    ) -> Option<Span> {
        let start = known(self.take(start, extra, path, "start"));
        let end = known(self.take(end, extra, path, "end"));
        let span = start.zip(end).and_then(|(start, end)| text.span(start, end)).filter(|span| !span.is_empty());
        if span.is_none() {
            let n_chars = text.n_chars();
            self.invalid(path, || {
                format!("start and end give no place in the text of {n_chars} scalars; it is left out")
            });
        }
        span
    }
}

impl Path<'_> {
    pub(super) fn last_index(&self) -> usize {
        match self {
            Self::Index(_, index) => *index,
            Self::Root | Self::Key(..) => 0,
        }
    }
}

/// One paragraph a line; where blank lines part the text and most paragraphs have several lines (hard-wrapped
/// text), one paragraph between blank lines.
pub(super) fn blocks_of_lines(text: &Text) -> Vec<Block> {
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut groups: Vec<(usize, usize, usize)> = Vec::new();
    let mut after_blank = true;
    let mut byte = 0;
    for line in text.as_str().split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            after_blank = true;
        } else {
            let start = byte + (line.len() - line.trim_start().len());
            let end = start + words.len();
            lines.push((start, end));
            match groups.last_mut().filter(|_| !after_blank) {
                Some((_, last, n_lines)) => (*last, *n_lines) = (end, *n_lines + 1),
                None => groups.push((start, end, 1)),
            }
            after_blank = false;
        }
        byte += line.len();
    }
    let n_wrapped = groups.iter().filter(|(_, _, n_lines)| *n_lines > 1).count();
    let is_wrapped = groups.len() > 1 && 2 * n_wrapped > groups.len() && has_wrapped_width(text.as_str());
    let chosen = if is_wrapped { groups.into_iter().map(|(start, end, _)| (start, end)).collect() } else { lines };
    chosen
        .into_iter()
        .filter_map(|(start, end)| text.span_of_bytes(start, end))
        .map(|span| Block::new(BlockKind::Paragraph, span))
        .collect()
}

/// No line is longer than hard-wrapped text's usually are.
fn has_wrapped_width(text: &str) -> bool {
    text.lines().all(|line| line.chars().nth(100).is_none())
}
