//! A marked article: its text, and who says what in it. The form is told in `tests/marked.rs`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// An article with its marks taken out.
pub struct MarkedArticle {
    /// The file's name without its ending.
    pub name: String,
    /// The text as a reader would meet it.
    pub text: String,
    /// By number.
    pub statements: Vec<Said>,
}

/// A statement as a reader marked it. All places count scalars of the text.
pub struct Said {
    /// Its number in the file.
    pub number: usize,
    /// `direct`, `mixed`, `indirect` or `no_comment`.
    pub kind: String,
    /// Each speaker with the forms of the name that are right, the fullest first; none where nobody is told.
    pub speakers: Vec<Vec<String>>,
    /// `person`, `organisation`, `group`, `anonymous` or `document`.
    pub sort: String,
    /// Persons and bodies that the content is about.
    pub about: Vec<String>,
    /// Number of the statement that it stands in.
    pub nested_in: Option<usize>,
    /// What was said.
    pub content: Vec<Range<usize>>,
    /// The words that report it.
    pub cue: Vec<Range<usize>>,
    /// Who said it.
    pub source: Vec<Range<usize>>,
    /// Whom it was said to.
    pub addressee: Vec<Range<usize>>,
    /// Where or through what.
    pub venue: Vec<Range<usize>>,
    /// When.
    pub day: Vec<Range<usize>>,
}

impl Said {
    /// Whether the speaker has a name of its own.
    pub fn is_named(&self) -> bool {
        matches!(self.sort.as_str(), "person" | "organisation") && !self.speakers.is_empty()
    }
}

type Places = BTreeMap<(usize, char), Vec<Range<usize>>>;

impl MarkedArticle {
    /// Whether rules may not be developed on it.
    pub fn is_for_judging(&self) -> bool {
        self.name.ends_with("-judge")
    }

    /// Every article of the set, by name.
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/marked");
        let mut copies: Vec<Self> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                Self::read(&name, &std::fs::read_to_string(&path).unwrap())
            })
            .collect();
        copies.sort_by(|one, other| one.name.cmp(&other.name));
        copies
    }

    fn read(name: &str, file: &str) -> Self {
        let (marked, table) = file.split_once("\n====\n").unwrap_or_else(|| panic!("{name}: no line ===="));
        let (text, mut places) = unmarked(name, marked);
        let statements: Vec<Said> =
            table.lines().filter(|row| !row.is_empty()).map(|row| said(name, row, &mut places)).collect();
        assert!(places.is_empty(), "{name}: marks of statements that the table has not: {places:?}");
        for (at, one) in statements.iter().enumerate() {
            assert!(!one.content.is_empty(), "{name}: statement {} has no content", one.number);
            let twice = statements.iter().take(at).any(|other| other.number == one.number);
            assert!(!twice, "{name}: statement {} stands twice in the table", one.number);
            if let Some(outer) = one.nested_in {
                assert!(statements.iter().any(|other| other.number == outer), "{name}: no statement {outer}");
            }
        }
        Self { name: name.to_owned(), text, statements }
    }
}

/// The text without marks, and the place of every mark by number and letter.
fn unmarked(name: &str, marked: &str) -> (String, Places) {
    let mut text = String::new();
    let mut places = Places::new();
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    let mut n_chars = 0;
    let mut rest = marked;
    while let Some(scalar) = rest.chars().next() {
        rest = &rest[scalar.len_utf8()..];
        match scalar {
            '{' => {
                let (mark, after) = rest.split_once('|').unwrap_or_else(|| panic!("{name}: a mark without |"));
                let letter = mark.chars().next().filter(|letter| "csqavd".contains(*letter));
                let number = mark.get(1..).and_then(|digits| digits.parse().ok());
                let (Some(letter), Some(number)) = (letter, number) else { panic!("{name}: what is {{{mark}| ?") };
                open.push((number, letter, n_chars));
                rest = after;
            }
            '}' => {
                let near = text.get(text.len().saturating_sub(30)..).unwrap_or_default();
                let (number, letter, start) = open.pop().unwrap_or_else(|| panic!("{name}: stray }} after {near}"));
                places.entry((number, letter)).or_default().push(start..n_chars);
            }
            _ => {
                text.push(scalar);
                n_chars += 1;
            }
        }
    }
    assert!(open.is_empty(), "{name}: marks never closed: {open:?}");
    (text, places)
}

/// `12 mixed | Luc Abelard / Lulu Abelard + Diane Roux | person | about: Théo Abelard; Vell Water | in: 3`
fn said(name: &str, row: &str, places: &mut Places) -> Said {
    let mut fields = row.split('|').map(str::trim);
    let mut next = || fields.next().unwrap_or_else(|| panic!("{name}: too short: {row}"));
    let (number, kind) = next().split_once(' ').unwrap_or_else(|| panic!("{name}: no kind: {row}"));
    let number = number.parse().unwrap_or_else(|_| panic!("{name}: no number: {row}"));
    let speakers = next();
    let sort = next().to_owned();
    let (mut about, mut nested_in) = (Vec::new(), None);
    for field in fields {
        if let Some(names) = field.strip_prefix("about:") {
            about = names.split(';').map(|one| one.trim().to_owned()).collect();
        } else if let Some(outer) = field.strip_prefix("in:") {
            nested_in = Some(outer.trim().parse().unwrap());
        } else {
            panic!("{name}: what is {field} ?");
        }
    }
    assert!(matches!(kind, "direct" | "mixed" | "indirect" | "no_comment"), "{name}: what kind is {row} ?");
    assert!(
        matches!(sort.as_str(), "person" | "organisation" | "group" | "anonymous" | "document"),
        "{name}: what sort of speaker is {row} ?"
    );
    let mut take = |letter| places.remove(&(number, letter)).unwrap_or_default();
    Said {
        number,
        kind: kind.to_owned(),
        speakers: speakers
            .split('+')
            .filter(|one| !one.trim().is_empty())
            .map(|one| one.split('/').map(|form| form.trim().to_owned()).collect())
            .collect(),
        sort,
        about,
        nested_in,
        content: take('c'),
        cue: take('q'),
        source: take('s'),
        addressee: take('a'),
        venue: take('v'),
        day: take('d'),
    }
}
