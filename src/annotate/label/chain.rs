//! The chain: the likeliest tags of a sequence, and how likely each is, under scores a token and a transition.
//!
//! A linear-chain conditional random field (Lafferty, `McCallum` and Pereira 2001): Viterbi for the best sequence,
//! forward and backward sums for the probability of each tag. Time is linear in the length.

/// Number of tags.
pub const N_TAGS: usize = 7;

/// What a token is of an attribution. The numbers are those of the model file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// Of none.
    #[default]
    Outside = 0,
    /// First of a content.
    OpensContent = 1,
    /// Within a content.
    InContent = 2,
    /// First of a cue.
    OpensCue = 3,
    /// Within a cue.
    InCue = 4,
    /// First of a source.
    OpensSource = 5,
    /// Within a source.
    InSource = 6,
}

impl Tag {
    /// All tags by number.
    pub const ALL: [Self; N_TAGS] = [
        Self::Outside,
        Self::OpensContent,
        Self::InContent,
        Self::OpensCue,
        Self::InCue,
        Self::OpensSource,
        Self::InSource,
    ];

    /// Whether it goes on from the tag before it.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::InContent | Self::InCue | Self::InSource)
    }

    /// Whether a token with it is of a content.
    pub fn is_content(self) -> bool {
        matches!(self, Self::OpensContent | Self::InContent)
    }
}

/// Scores of one token, one a tag.
pub type Scores = [f32; N_TAGS];
/// Scores of the steps from each tag (row) to each tag.
pub type Steps = [Scores; N_TAGS];

/// The score of what cannot be.
pub const NEVER: f32 = -1.0e9;

/// Whether a tag may follow another, numbers of [`Tag`]: what goes on needs something to go on from.
pub fn may_follow(before: usize, tag: usize) -> bool {
    match tag {
        2 => before == 1 || before == 2,
        4 => before == 3 || before == 4,
        6 => before == 5 || before == 6,
        _ => true,
    }
}

/// Whether a tag may stand first, as its number.
pub fn may_open(tag: usize) -> bool {
    !matches!(tag, 2 | 4 | 6)
}

/// The likeliest sequence. `steps` gives the scores of the step into a token, [`NEVER`] for those that cannot be, and
/// whether a content may neither begin nor end there.
pub fn best<'a>(scores: &[Scores], steps: impl Fn(usize) -> (&'a Steps, bool)) -> Vec<u8> {
    let mut back: Vec<[u8; N_TAGS]> = Vec::with_capacity(scores.len());
    let Some(first) = scores.first() else { return Vec::new() };
    let mut so_far = *first;
    for (tag, slot) in so_far.iter_mut().enumerate() {
        if !may_open(tag) {
            *slot = NEVER;
        }
    }
    for (index, own) in scores.iter().enumerate().skip(1) {
        let (step, is_held) = steps(index);
        let mut next = [NEVER * 2.0; N_TAGS];
        let mut from = [0_u8; N_TAGS];
        for (before, (&score, row)) in so_far.iter().zip(step).enumerate() {
            for tag in 0..N_TAGS {
                let bar = if is_held && is_content(before) != is_content(tag) { NEVER } else { 0.0 };
                let total = score + row[tag] + bar;
                if total > next[tag] {
                    next[tag] = total;
                    from[tag] = before as u8;
                }
            }
        }
        for (slot, own) in next.iter_mut().zip(own) {
            *slot += own;
        }
        back.push(from);
        so_far = next;
    }
    let mut tag = (0..N_TAGS).max_by(|&a, &b| so_far[a].total_cmp(&so_far[b])).unwrap_or(0);
    let mut tags = vec![0_u8; scores.len()];
    for index in (0..scores.len()).rev() {
        if let Some(slot) = tags.get_mut(index) {
            *slot = tag as u8;
        }
        if let Some(from) = index.checked_sub(1).and_then(|before| back.get(before)) {
            tag = from[tag] as usize;
        }
    }
    tags
}

fn is_content(tag: usize) -> bool {
    tag == Tag::OpensContent as usize || tag == Tag::InContent as usize
}

/// Forward and backward sums, scaled to one at each token, so that nothing runs over.
#[derive(Debug, Default)]
pub struct Sums {
    /// Exponentials of the tokens' scores, shifted by their largest.
    pub own: Vec<Scores>,
    /// Forward sums; each token's add up to one.
    pub forward: Vec<Scores>,
    /// Backward sums under the same scale.
    pub backward: Vec<Scores>,
    /// What the forward sums were divided by.
    pub scale: Vec<f32>,
    /// Log of the sum over all sequences.
    pub log_total: f64,
}

impl Sums {
    /// Sums a sequence. `steps` gives exponentials of the scores of the step into a token, zero for what cannot be.
    pub fn run<'a>(&mut self, scores: &[Scores], steps: impl Fn(usize) -> &'a Steps) {
        let n = scores.len();
        self.own.clear();
        self.forward.clear();
        self.scale.clear();
        self.log_total = 0.0;
        for own in scores {
            let most = own.iter().copied().fold(f32::MIN, f32::max);
            self.log_total += f64::from(most);
            self.own.push(own.map(|score| (score - most).exp()));
        }
        let mut before = [0.0_f32; N_TAGS];
        for (index, own) in self.own.iter().enumerate() {
            let mut next = [0.0_f32; N_TAGS];
            if index == 0 {
                for tag in (0..N_TAGS).filter(|&tag| may_open(tag)) {
                    next[tag] = own[tag];
                }
            } else {
                let step = steps(index);
                for from in 0..N_TAGS {
                    for tag in 0..N_TAGS {
                        next[tag] += before[from] * step[from][tag];
                    }
                }
                for tag in 0..N_TAGS {
                    next[tag] *= own[tag];
                }
            }
            let sum = next.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            next = next.map(|value| value / sum);
            self.log_total += f64::from(sum.ln());
            self.scale.push(sum);
            self.forward.push(next);
            before = next;
        }
        self.backward.clear();
        self.backward.resize(n, [1.0; N_TAGS]);
        for index in (0..n.saturating_sub(1)).rev() {
            let step = steps(index + 1);
            let (own, after, scale) = (self.own[index + 1], self.backward[index + 1], self.scale[index + 1]);
            let mut sum = [0.0_f32; N_TAGS];
            for from in 0..N_TAGS {
                for tag in 0..N_TAGS {
                    sum[from] += step[from][tag] * own[tag] * after[tag];
                }
            }
            self.backward[index] = sum.map(|value| value / scale);
        }
    }

    /// The probability of each tag at a token.
    pub fn marginal(&self, index: usize) -> Scores {
        let (Some(forward), Some(backward)) = (self.forward.get(index), self.backward.get(index)) else {
            return [0.0; N_TAGS];
        };
        std::array::from_fn(|tag| forward[tag] * backward[tag])
    }
}
