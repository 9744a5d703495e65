//! What kinds of word there are to the annotation. Which words are of which kind is the lists' to say.
//!
//! The build makes tables of the lists and reads this file for it (`build.rs`).

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

macro_rules! classes {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal,)*) => {
        impl Classes {
            $($(#[doc = $doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

classes! {
    /// *he, they*
    PRONOUN = 0,
    /// *his, their*
    POSSESSIVE = 1,
    /// *the, some, three*
    DETERMINER = 2,
    /// *and, but*
    CONJUNCTION = 3,
    /// *that, because, who*
    SUBORDINATOR = 4,
    /// *of, during*
    PREPOSITION = 5,
    /// *has, would, isn't*
    AUXILIARY = 6,
    /// Adverbs that stand between subject and verb: *also, later*
    ADVERB = 7,
    /// *Monday*
    DAY = 8,
    /// *January*
    MONTH = 9,
    /// *today, week*
    TIME = 10,
    /// Written with a full stop: *Dr., vs.*
    ABBREVIATION = 11,
    /// *van, de, al*
    PARTICLE = 12,
    /// Often capitalised, never a name by itself
    COMMON = 13,
    /// *million*
    NUMBER = 14,
    /// Finite form of a reporting verb: *says, said*
    REPORTS = 15,
    /// Its -ing form
    REPORTING = 16,
    /// Its participle
    REPORTED = 17,
    /// Base form of it
    REPORT = 18,
    /// Class *say*
    SAY = 19,
    /// Class *tell*: the hearer is its object
    TELL = 20,
    /// Class *ask*
    ASK = 21,
    /// Class *urge*: takes an infinitive
    URGE = 22,
    /// Class *describe*: takes a noun phrase
    DESCRIBE = 23,
    /// Class *think*
    THINK = 24,
    /// Class *show*
    SHOW = 25,
    /// Form of address before a name
    TITLE = 26,
    /// Office, also a title before a name
    OFFICE = 27,
    /// Occupation or relation
    WORK = 28,
    /// Several unnamed people
    GROUP = 29,
    /// One unnamed person
    ANONYMOUS = 30,
    /// Something written
    DOCUMENT = 31,
    /// A body without a name: *the committee*
    BODY = 32,
    /// Said of men
    MALE = 33,
    /// Said of women
    FEMALE = 34,
    /// First name
    FIRST_NAME = 35,
    /// One word that names a place
    PLACE = 36,
    /// First word of a place's name
    PLACE_START = 37,
    /// Demonym or adjective of a country
    DEMONYM = 38,
    /// Last word of an organisation's name
    ORG_HEAD = 39,
    /// A body by itself: *UN*
    ORG_NAME = 40,
    /// *I, we, you*: a pronoun that names nobody in the third person
    OWN_VOICE = 41,
}

impl Classes {
    /// No class at all.
    pub const NONE: Self = Self(0);
    /// A person's office or occupation.
    pub const ROLE: Self = Self(Self::OFFICE.0 | Self::WORK.0);
    /// What can head a source without a name.
    pub const HEAD: Self = Self(Self::ROLE.0 | Self::GROUP.0 | Self::ANONYMOUS.0 | Self::DOCUMENT.0 | Self::BODY.0);

    /// Whether it has one class at least of `others`.
    pub const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// The set as a number, one bit a class.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set that is this number.
    pub const fn of_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
