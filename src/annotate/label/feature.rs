//! What a word looks like to the model: hashed features of one block's tokens.
//!
//! Training and use call the same code, so that a weight means in use what it meant in training. A feature is a
//! 64-bit hash of its template's number and of what fills the template; hashing spares the model a dictionary
//! (Weinberger et al., *Feature hashing for large scale multitask learning*, 2009).

mod facts;

use facts::Facet;
pub use facts::Facts;

/// Templates, at most as many hashes a token.
pub const MOST: usize = 64;
/// Boundary classes of [`Facts::boundary`].
pub const N_BOUNDARIES: usize = 96;

/// The words that the training text has in lower case often enough to be trusted when capitalised.
pub trait Vocabulary {
    /// The class of a word by its fingerprint: 0 for a word that is not in the vocabulary.
    fn class(&self, word: u64) -> u8;
}

/// Two numbers in one, well mixed.
fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 31)
}

impl Facts {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.facets.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.facets.is_empty()
    }

    /// The class of the boundary before a token, below [`N_BOUNDARIES`].
    pub fn boundary(&self, index: usize) -> usize {
        self.at(index, 0).boundary as usize
    }

    /// Whether a token stands inside paired quotation marks, or is the closing one.
    pub fn is_within_quotation(&self, index: usize) -> bool {
        self.at(index, 0).within
    }

    /// Writes the hashes of a token's features; gives how many.
    pub fn features(&self, index: usize, out: &mut [u64; MOST]) -> usize {
        let mut n = 0;
        let mut add = |value: u64| {
            if let Some(slot) = out.get_mut(n) {
                *slot = mix((n as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93), value);
                n += 1;
            }
        };
        let [l3, l2, l1, me, r1, r2, r3]: [&Facet; 7] = std::array::from_fn(|at| self.at(index, at.cast_signed() - 3));
        let grammar = |facet: &Facet| mix(facet.class, u64::from(facet.shape));
        let cluster = |facet: &Facet| u64::from(facet.cluster);
        let rules =
            |facets: [&Facet; 3]| facets.iter().fold(1, |so_far: u64, facet| so_far << 8 | u64::from(facet.rule));
        add(1);
        // Words around.
        for facet in [l3, l2, l1, me, r1, r2, r3] {
            add(facet.word);
        }
        add(mix(l1.word, me.word));
        add(mix(me.word, r1.word));
        // Their grammar.
        for facet in [l3, l2, l1, me, r1, r2, r3] {
            add(grammar(facet));
        }
        add(mix(l1.class, me.class));
        add(mix(me.class, r1.class));
        add(mix(mix(l2.class, l1.class), me.class));
        add(mix(mix(l1.class, me.class), r1.class));
        add(mix(mix(me.class, r1.class), r2.class));
        for facet in [l1, me, r1] {
            add(cluster(facet) << 1 | 1);
        }
        add(mix(cluster(l1), cluster(me)));
        add(mix(cluster(me), cluster(r1)));
        add(me.suffix);
        // Marks.
        let quote = u64::from(me.quote);
        add(quote + 1);
        add(mix(u64::from(l1.quote) << 8 | quote, u64::from(r1.quote)));
        // Names.
        let naming = u64::from(me.naming);
        add(naming + 1);
        add(mix(u64::from(l1.naming) << 8 | naming, u64::from(r1.naming)));
        add(mix(naming, r1.class));
        add(mix(naming, l1.class));
        add(mix(naming, me.after_name));
        add(mix(naming, me.before_name));
        // What the rules say.
        let rule = u64::from(me.rule) << 8 | u64::from(me.way);
        add(rule + 1);
        add(rules([l1, me, r1]));
        add(mix(rule, me.word));
        add(mix(rule, quote));
        add(mix(rule, naming));
        // The cues of the sentence.
        add(me.left_cue | 1);
        add(me.right_cue | 1);
        add(mix(me.left_cue, me.class));
        add(mix(me.right_cue, me.class));
        // Clause, sentence and paragraph.
        add(mix(me.clause, u64::from(me.since).min(4)));
        add(mix(me.clause, me.class));
        let place = u64::from(me.place);
        add(place + 1);
        add(mix(place / 10, me.class));
        add(me.sentence);
        add(mix(me.sentence, me.class));
        add(mix(me.sentence, rule));
        add(mix(self.paragraph, me.class));
        n
    }
}
