//! Why a remark is not taken: each a sentence for the reader.

/// Why a remark is not taken. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The library has no such article any more.
    #[error("article {0} is not in the library any more")]
    NoArticle(i64),
    /// Another text or annotation has taken the place of what the reader saw.
    #[error("the article has changed meanwhile; read it again")]
    Changed,
    /// The id names no statement.
    #[error("the article has no statement {0}")]
    NoStatement(String),
    /// The id names no actor.
    #[error("nobody in the article is {0}")]
    NoActor(String),
    /// There is no judgement to take back.
    #[error("there is no judgement to take back")]
    NothingSaid,
    /// The edges have no words between them.
    #[error("there are no words between these edges; mark at least one word")]
    NoWords,
    /// The edges lie outside the text.
    #[error("the edges lie outside the article's text")]
    Outside,
    /// An actor merged into itself.
    #[error("{0} cannot be joined to itself")]
    Itself(String),
    /// A merger that would go round in a circle.
    #[error("{from} cannot be joined to {into}: {into} is joined to {from} already")]
    Circle {
        /// Who was to be merged.
        from: String,
        /// Into whom.
        into: String,
    },
    /// A name without letters or digits.
    #[error("a name needs at least one letter or digit")]
    NoName,
    /// A form that the article does not use.
    #[error("the article never calls {name} \u{201C}{form}\u{201D}")]
    NotAForm {
        /// The actor.
        name: String,
        /// The form.
        form: String,
    },
    /// The actor's own name cannot be taken from them.
    #[error("{0} is the name itself; give the actor another name, or say of each statement who said it")]
    OwnName(String),
    /// More than anybody types.
    #[error("that is too long: at most {most} characters are kept")]
    TooLong {
        /// How many.
        most: usize,
    },
}
