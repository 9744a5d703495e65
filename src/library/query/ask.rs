//! Fields and their values: the one table of what a clause can ask, and the reading of each value.

use jiff::civil::Date;

use super::{date, word};
use crate::article::{Kind, ReviewStatus};
use crate::catalogue::{ArticleKey, SpeakerKey};
use crate::spelling::{shown, suggestion};

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The words said.
    Text,
    /// Who says it.
    Speaker,
    /// Whom it is about.
    About,
    /// The speaker's role.
    Role,
    /// The outlet.
    Outlet,
    /// How it is reported.
    Kind,
    /// The article's language.
    Lang,
    /// From a day on.
    From,
    /// Up to a day.
    To,
    /// The article's tag.
    Tag,
    /// The article.
    Article,
    /// A state.
    Is,
    /// Words that the reader noted.
    Note,
    /// A saved search.
    Saved,
}

/// Every field: its name, and what to write after it.
pub const FIELDS: [(Field, &str, &str); 14] = [
    (Field::Text, "text", "a word or \"a phrase\" that was said"),
    (Field::Speaker, "speaker", "a name, #45 for the person of that number, or unknown"),
    (Field::About, "about", "a name, or #45 for the person of that number"),
    (Field::Role, "role", "a word of the speaker's role"),
    (Field::Outlet, "outlet", "a word of the outlet's name"),
    (Field::Kind, "kind", "direct, mixed, indirect or declined"),
    (Field::Lang, "lang", "a code, like en"),
    (Field::From, "from", "a day: 2025-08-13, 2025-08, 2025, today, yesterday, 7d"),
    (Field::To, "to", "a day: 2025-08-13, 2025-08, 2025, today, yesterday, 7d"),
    (Field::Tag, "tag", "a tag"),
    (Field::Article, "article", "an article's number"),
    (
        Field::Is,
        "is",
        "unread, read, starred, updated, incomplete, unattributed, disputed, corrected, confirmed or noted",
    ),
    (Field::Note, "note", "a word or \"a phrase\" of your notes"),
    (Field::Saved, "saved", "the name of a saved search; @name is the same"),
];

impl Field {
    /// Its name.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    /// What to write after it.
    pub fn takes(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(.., takes)| takes)
    }

    /// The field of a name; else what is wrong and which was probably meant.
    pub fn of(name: &str) -> Result<Self, String> {
        let lower = name.to_lowercase();
        let found = FIELDS.iter().find(|(_, known, _)| *known == lower);
        found.map(|(field, ..)| *field).ok_or_else(|| {
            let near = suggestion(name, FIELDS.iter().map(|(_, known, _)| *known)).replace("`?", ":`?");
            let all: Vec<String> = FIELDS.iter().map(|(_, known, _)| format!("{known}:")).collect();
            let help = if near.is_empty() { format!("; there are {}", all.join(" ")) } else { near };
            format!("no field is called `{}:`{help}", shown(name))
        })
    }
}

/// A state of a statement or its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The article is unread.
    Unread,
    /// The article was read.
    Read,
    /// The article is starred.
    Starred,
    /// The article came again with another text.
    Updated,
    /// The article is known not to be whole.
    Incomplete,
    /// Nobody is named for the statement.
    Unattributed,
    /// A reader made this of the statement.
    Judged(ReviewStatus),
    /// A reader noted something about the statement, its speaker or its article.
    Noted,
}

impl State {
    /// Every state with its name.
    pub const NAMES: [(Self, &'static str); 10] = [
        (Self::Unread, "unread"),
        (Self::Read, "read"),
        (Self::Starred, "starred"),
        (Self::Updated, "updated"),
        (Self::Incomplete, "incomplete"),
        (Self::Unattributed, "unattributed"),
        (Self::Judged(ReviewStatus::Disputed), "disputed"),
        (Self::Judged(ReviewStatus::Corrected), "corrected"),
        (Self::Judged(ReviewStatus::Confirmed), "confirmed"),
        (Self::Noted, "noted"),
    ];
}

/// Words that are looked for in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The words, as they were written.
    pub text: String,
    /// They stood in quotation marks.
    pub is_quoted: bool,
    /// The last one stands for every word that begins so.
    pub is_prefix: bool,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Words said, or a name of who said them.
    Word(Terms),
    /// Words in one of the fields `text`, `speaker`, `about`, `role` and `outlet`.
    In(Field, Terms),
    /// A person of the library, as `speaker` or `about`.
    Person(Field, SpeakerKey),
    /// How it is reported.
    Kind(Kind),
    /// The article's language.
    Lang(String),
    /// Not before this day.
    From(Date),
    /// Not after this day.
    To(Date),
    /// The article's tag.
    Tag(String),
    /// The article.
    Article(ArticleKey),
    /// A state.
    Is(State),
    /// Words that the reader noted.
    Note(Terms),
    /// What a saved search asks.
    Saved(String),
}

/// What a field's value asks, or what is wrong with it. The value has at least one scalar.
pub fn ask(field: Field, terms: Terms, today: Option<Date>) -> Result<Ask, String> {
    let value = terms.text.trim();
    match field {
        Field::Speaker if !terms.is_quoted && value.eq_ignore_ascii_case("unknown") => Ok(Ask::Is(State::Unattributed)),
        Field::Speaker | Field::About if value.starts_with('#') => {
            number(value).map(|key| Ask::Person(field, SpeakerKey(key))).ok_or_else(|| refused(field, value))
        }
        Field::Text | Field::Speaker | Field::About | Field::Role | Field::Outlet if word::has_word(value) => {
            Ok(Ask::In(field, terms))
        }
        Field::Note if word::has_word(value) => Ok(Ask::Note(terms)),
        Field::Kind => {
            let kind = Kind::NAMES.iter().map(|(kind, name)| (*kind, *name)).chain(SHOWN_KINDS);
            named(field, value, kind).map(Ask::Kind)
        }
        Field::Is => named(field, value, State::NAMES).map(Ask::Is),
        Field::Lang => {
            let is_code =
                |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|char| char.is_ascii_alphanumeric());
            let mut parts = value.split(['-', '_']);
            let is_language = parts.next().is_some_and(|first| is_code(first) && first.len() > 1) && parts.all(is_code);
            let lower = value.to_ascii_lowercase().replace('_', "-");
            if is_language { Ok(Ask::Lang(lower)) } else { Err(refused(field, value)) }
        }
        Field::From => {
            date::days(value, today).map(|(first, _)| Ask::From(first)).map_err(|why| dated(field, value, why))
        }
        Field::To => date::days(value, today).map(|(_, last)| Ask::To(last)).map_err(|why| dated(field, value, why)),
        Field::Article => number(value).map(|key| Ask::Article(ArticleKey(key))).ok_or_else(|| refused(field, value)),
        Field::Tag if !value.is_empty() => Ok(Ask::Tag(value.to_owned())),
        Field::Saved if !value.is_empty() => Ok(Ask::Saved(value.to_owned())),
        _ => Err(refused(field, value)),
    }
}

/// The kinds as a reader sees them, where that is not the name in the file format.
const SHOWN_KINDS: [(Kind, &str); 1] = [(Kind::NoComment, "declined")];

fn named<T>(field: Field, value: &str, names: impl IntoIterator<Item = (T, &'static str)>) -> Result<T, String> {
    let lower = value.to_lowercase();
    let mut known = Vec::new();
    for (meaning, name) in names {
        if name == lower {
            return Ok(meaning);
        }
        known.push(name);
    }
    let near = suggestion(value, known);
    Err(if near.is_empty() {
        refused(field, value)
    } else {
        format!("`{}:` knows no `{}`{near}", field.name(), shown(value))
    })
}

fn number(value: &str) -> Option<i64> {
    let digits = value.strip_prefix('#').unwrap_or(value);
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn refused(field: Field, value: &str) -> String {
    format!("`{}` does not fit `{}:`, which takes {}", shown(value), field.name(), field.takes())
}

fn dated(field: Field, value: &str, why: date::Why) -> String {
    match why {
        date::Why::NoSuchDay => format!("`{}` is no day of the calendar", shown(value)),
        date::Why::NoToday => format!("`{}` cannot be told here, where today is not known", shown(value)),
        date::Why::Unreadable => refused(field, value),
    }
}
