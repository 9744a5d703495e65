//! The patterns by which rules find statements, and how far each is believed where no model was asked.

/// The pattern by which a statement was found; what the rules believe goes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// *“…,” said X* or *“…,” X said*
    QuoteThenCue,
    /// *X said: “…”*
    CueThenQuote,
    /// *X said that …*
    Clause,
    /// *…, X said*
    Postposed,
    /// *according to X*
    AccordingTo,
    /// *…, saying …*
    Participle,
    /// A quotation that goes on from a statement before.
    Carried,
    /// A quotation in a sentence without a cue.
    Implied,
    /// *Name: “…”* and *“…” — Name*
    Label,
    /// *NAME: …* without quotation marks
    Transcript,
    /// A passage set off as quoted.
    Block,
    /// *declined to comment*
    NoComment,
    /// *Q: …* and *A: …*
    Interview,
    /// *— We shall see, says X. — Or not.*
    Dialogue,
}

impl Way {
    /// Belief in the content's edges and in the source, 0 to 1, set by hand: what a statement has that no model
    /// weighed. The confidences shown are calibrated on top of it.
    pub fn belief(self) -> (f32, f32) {
        match self {
            Self::QuoteThenCue => (0.95, 0.96),
            Self::CueThenQuote => (0.93, 0.95),
            Self::Clause => (0.8, 0.92),
            Self::Postposed | Self::AccordingTo => (0.75, 0.9),
            Self::Participle => (0.75, 0.82),
            Self::Implied => (0.5, 0.5),
            Self::Label | Self::NoComment => (0.85, 0.9),
            Self::Transcript => (0.9, 0.9),
            Self::Carried | Self::Interview | Self::Dialogue => (0.85, 0.8),
            Self::Block => (0.75, 0.6),
        }
    }
}
