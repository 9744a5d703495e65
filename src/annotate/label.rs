//! Which words are content, cue and source, as a trained model sees them.
//!
//! A linear-chain model over each block's tokens, with the rules' findings among its features. What belongs to what
//! is left to linking. The model is trained by the package `training`.

pub mod chain;
pub mod feature;
pub mod model;

use std::sync::LazyLock;

use crate::article::BlockKind;

use super::page::{Found, Page, Stretch};
use chain::{Scores, Sums, Tag};
use feature::{Facts, MOST};
use model::{Aligned, Model};

/// What the model says of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Label {
    /// The tag of the likeliest sequence.
    pub tag: Tag,
    /// How likely it is that the token is of a content, of a cue, of a source; 0 to 1.
    pub odds: [f32; 3],
}

static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../assets/model/labels.bin"));
static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(&FILE.0));

/// How much less a token counts as outside than the model has it: training drops features at random, which makes
/// it shy, so that it marks a little less than the training articles have.
const LEAN: f32 = 0.1;

/// Labels every token; none where the text is not English.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Label> {
    match &*MODEL {
        Some(model) if page.english => with(model, page, found),
        _ => Vec::new(),
    }
}

/// Labels every token by a given model.
pub fn with(model: &Model, page: &Page<'_>, found: &Found) -> Vec<Label> {
    let mut labels = Vec::with_capacity(found.tokens.len());
    let (mut facts, mut sums) = (Facts::default(), Sums::default());
    let (mut features, mut scores): ([u64; MOST], Vec<Scores>) = ([0; MOST], Vec::new());
    facts.begin(found);
    let mut first = 0;
    while first < found.tokens.len() {
        let number = found.token(first).block;
        let rest = found.tokens.get(first..).unwrap_or_default();
        let block = Stretch::new(first, first + rest.partition_point(|token| token.block == number).max(1));
        first = block.end;
        if !is_read(page.kind_of(number as usize)) {
            labels.resize(block.end, Label::default());
            continue;
        }
        facts.gather(page, found, block, model);
        scores.clear();
        for index in 0..facts.len() {
            let n = facts.features(index, &mut features);
            let mut own = model.scores(features.get(..n).unwrap_or_default());
            own[Tag::Outside as usize] -= LEAN;
            scores.push(own);
        }
        // What stands in paired marks is said as a whole or not at all.
        let step = |index: usize| (model.steps(facts.boundary(index)), facts.is_within_quotation(index));
        let tags = chain::best(&scores, step);
        sums.run(&scores, |index| model.powers(facts.boundary(index)));
        for (index, tag) in tags.iter().enumerate() {
            let odds = sums.marginal(index);
            let [_, opens_content, in_content, opens_cue, in_cue, opens_source, in_source] = odds;
            labels.push(Label {
                tag: Tag::ALL.get(usize::from(*tag)).copied().unwrap_or_default(),
                odds: [opens_content + in_content, opens_cue + in_cue, opens_source + in_source],
            });
        }
    }
    labels
}

/// Bylines, captions and what belongs to the page say nothing.
pub fn is_read(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption)
}
