//! Names folded: two spellings of one name come to one key. Pure; who bears a name is decided in `decide`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::library) struct Name {
    /// Its words: small letters, no accents, no title, no honour after it.
    pub(in crate::library) words: Vec<String>,
    /// The words with spelling variants led to one form and initials between names left out. Equal for one name
    /// however it is spelled; empty where nothing is left of the name.
    pub(super) key: String,
    /// The initials between first name and surname: *george h w bush* has `hw`.
    pub(super) initials: String,
}

/// Forms of address and honours before a name. Written from general knowledge; offices are no part of it, since the
/// annotation takes them off as roles.
const TITLES: [&str; 31] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "baron",
    "madam",
    "madame",
    "monsieur",
    "mme",
    "rev",
    "reverend",
    "hon",
    "honourable",
    "honorable",
    "rt",
    "right",
    "the",
    "herr",
    "frau",
    "senor",
    "senora",
    "cllr",
];

/// What follows a name and says nothing about who it is. *Jr* and *Sr* stay: they tell father from son.
const HONOURS: [&str; 16] =
    ["mp", "msp", "mep", "kc", "qc", "obe", "mbe", "cbe", "kbe", "dbe", "phd", "md", "esq", "frs", "dphil", "mba"];

/// What a body's name ends with in law only.
const LEGAL: [&str; 17] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "plc",
    "llc",
    "llp",
    "corp",
    "corporation",
    "co",
    "gmbh",
    "ag",
    "sa",
    "spa",
    "nv",
    "bv",
    "oyj",
];

/// Endings that spell one ending of a Slavic name, as BGN/PCGN, the national systems and the press have it. *-ski* is
/// left out: it is Polish.
const ENDINGS: [(&str, &str); 10] = [
    ("skyy", "sky"),
    ("skiy", "sky"),
    ("skyi", "sky"),
    ("skyj", "sky"),
    ("skij", "sky"),
    ("skii", "sky"),
    ("iy", "y"),
    ("yy", "y"),
    ("eyev", "eev"),
    ("ayev", "aev"),
];

/// Whole words that are one name in several spellings, safe because the rest of the name has to agree as well.
const SPELLINGS: [(&str, &str); 22] = [
    ("aleksei", "alexey"),
    ("aleksey", "alexey"),
    ("alexei", "alexey"),
    ("sergei", "sergey"),
    ("serguei", "sergey"),
    ("andrei", "andrey"),
    ("dmitri", "dmitry"),
    ("dmitrii", "dmitry"),
    ("yuri", "yury"),
    ("yurii", "yury"),
    ("valeri", "valery"),
    ("valerii", "valery"),
    ("evgeny", "yevgeny"),
    ("evgeni", "yevgeny"),
    ("yevgeni", "yevgeny"),
    ("evgenii", "yevgeny"),
    ("ekaterina", "yekaterina"),
    ("mueller", "muller"),
    ("moeller", "moller"),
    ("schroeder", "schroder"),
    ("koehler", "kohler"),
    ("juergen", "jurgen"),
];

/// The shortest word whose ending is looked at.
const MIN_VARIED: usize = 5;

impl Name {
    /// Folds a person's name.
    pub(in crate::library) fn of_person(name: &str) -> Self {
        let mut words = folded(name);
        // One word is left, whatever it is: *Lady*, *The*.
        while words.len() > 1 && words.first().is_some_and(|word| TITLES.contains(&word.as_str())) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|word| HONOURS.contains(&word.as_str())) {
            words.pop();
        }
        let last = words.len().saturating_sub(1);
        let is_initial = |n: usize, word: &str| n > 0 && n < last && word.chars().count() == 1;
        // *J. K. Roe* has no first name that *K* could be left out behind.
        let has_first_name = words.first().is_some_and(|first| first.chars().count() > 1);
        let mut key = String::new();
        let mut initials = String::new();
        for (n, word) in words.iter().enumerate() {
            if is_initial(n, word) && has_first_name {
                initials.push_str(word);
            } else if is_initial(n, word) {
                key.push_str(word);
            } else {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&varied(word));
            }
        }
        Self { words, key, initials }
    }

    /// Folds the name of a body, a place or anything else.
    pub(super) fn of_body(name: &str) -> Self {
        let mut words = folded(name);
        if words.len() > 1 && words.first().is_some_and(|word| word == "the") {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|word| LEGAL.contains(&word.as_str())) {
            words.pop();
        }
        Self { key: words.join(" "), initials: String::new(), words }
    }

    /// All its words, spelled as they are: what tells two spellings of one name apart.
    pub(super) fn exact(&self) -> String {
        self.words.join(" ")
    }

    /// One word only: a surname, a stage name, initials.
    pub(super) fn is_bare(&self) -> bool {
        self.words.len() == 1
    }

    /// The last word.
    pub(in crate::library) fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Words by which the name is looked up: its own, and the forms that they are led to.
    pub(super) fn lookup_words(&self) -> Vec<String> {
        let mut words = self.words.clone();
        words.extend(self.words.iter().map(|word| varied(word)));
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Whether nothing speaks against the initials between the names: one has none, or they begin alike.
    pub(super) fn fits_initials(&self, other: &Self) -> bool {
        self.initials.starts_with(&other.initials) || other.initials.starts_with(&self.initials)
    }
}

/// Whether a short form is the initials of a body's name: *VHA*, *V.H.A.* of *Vell Harbour Authority*; small words
/// between the others may be left out (*`BoE`*, *UN* of *the United Nations*).
pub(super) fn is_initials_of(short: &str, full: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_shouted = letters.len() >= 2
        && letters.len() <= 8
        && letters.iter().filter(|c| c.is_uppercase()).count() * 2 > letters.len()
        && !short.trim().contains(' ');
    if !is_shouted {
        return false;
    }
    let folded_short = folded(short).concat();
    let words = folded(full);
    if words.len() < 2 {
        return false;
    }
    let first = |word: &String| word.chars().next();
    let small = ["of", "the", "for", "and", "in", "on", "to", "de", "du", "des"];
    let all: String = words.iter().filter_map(first).collect();
    let big: String = words.iter().filter(|word| !small.contains(&word.as_str())).filter_map(first).collect();
    let without_the: String = words.iter().filter(|word| *word != "the").filter_map(first).collect();
    [all, big, without_the].contains(&folded_short)
}

/// The words of a text folded: small letters, no accents, letters and digits only. *U.S.* is one word, *Jean-Luc* two,
/// *O'Neill* and *Vell's* one.
pub(in crate::library) fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/' | '_' | ',' | '‐' | '‑'))
    {
        if is_dotted(piece) {
            let word: String = piece.chars().filter(|&c| c != '.').flat_map(fold_letter).collect();
            push(&mut words, word);
            continue;
        }
        let mut word = String::new();
        if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            word.push_str(piece);
            word.make_ascii_lowercase();
            push(&mut words, word);
            continue;
        }
        for c in piece.nfkd() {
            if c.is_alphanumeric() {
                word.extend(fold_letter(c));
            } else if c == '&' {
                push(&mut words, std::mem::take(&mut word));
                words.push("and".to_owned());
            } else if !(is_combining_mark(c) || matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´')) {
                push(&mut words, std::mem::take(&mut word));
            }
        }
        push(&mut words, word);
    }
    words
}

fn push(words: &mut Vec<String>, word: String) {
    if !word.is_empty() {
        words.push(word);
    }
}

/// *U.S.*, *J.K*, *H.*
fn is_dotted(piece: &str) -> bool {
    let mut letters = 0;
    let mut was_letter = false;
    for c in piece.chars() {
        match c {
            '.' if was_letter => was_letter = false,
            c if c.is_alphabetic() && !was_letter => {
                letters += 1;
                was_letter = true;
            }
            _ => return false,
        }
    }
    letters > 1 || letters == 1 && !was_letter
}

/// A letter in its plain small form; those that Unicode does not decompose are listed.
fn fold_letter(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        'ħ' | 'Ħ' => "h",
        _ => "",
    };
    let other = plain.is_empty().then(|| c.to_lowercase().filter(|&c| !is_combining_mark(c)));
    plain.chars().chain(other.into_iter().flatten())
}

/// A word with spelling variants led to one form.
pub(in crate::library) fn varied(word: &str) -> String {
    if let Some((_, one)) = SPELLINGS.iter().find(|(variant, _)| *variant == word) {
        return (*one).to_owned();
    }
    if word.len() >= MIN_VARIED {
        for (ending, one) in ENDINGS {
            if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) {
                return format!("{stem}{one}");
            }
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Name, folded, is_initials_of};

    #[track_caller]
    fn one(forms: &[&str]) {
        let keys: std::collections::BTreeSet<String> = forms.iter().map(|form| Name::of_person(form).key).collect();
        assert_eq!(keys.len(), 1, "{keys:?}");
    }

    #[track_caller]
    fn apart(forms: &[&str]) {
        let keys: std::collections::BTreeSet<String> = forms.iter().map(|form| Name::of_person(form).key).collect();
        assert_eq!(keys.len(), forms.len(), "{keys:?}");
    }

    #[test]
    fn titles_accents_case_and_marks_do_not_tell_people_apart() {
        one(&[
            "Odile Marchetti",
            "Dame Odile Marchetti",
            "ODILE MARCHETTI",
            "Odile Marchetti, MP",
            "Dr. Odile Marchetti",
        ]);
        one(&["Bjørn Łęcki", "Bjorn Lecki", "BJØRN ŁĘCKI"]);
        one(&["Jean-Luc O’Dell", "Jean Luc O'Dell", "Jean‑Luc ODell"]);
        one(&["Rt. Hon. Ada Brook KC MP", "Ada Brook"]);
    }

    #[test]
    fn initials_between_names_are_left_out_of_the_key_and_kept_apart() {
        one(&["Bruno J. Keel", "Bruno Keel", "Bruno J Keel"]);
        one(&["J. K. Roe", "J.K. Roe", "JK Roe"]);
        let (one, other, none) =
            (Name::of_person("Bruno H. W. Keel"), Name::of_person("Bruno W. Keel"), Name::of_person("Bruno Keel"));
        assert!(!one.fits_initials(&other) && one.fits_initials(&none) && none.fits_initials(&other));
    }

    #[test]
    fn safe_spelling_variants_come_to_one_key() {
        one(&["Vasyl Orlenskyy", "Vasyl Orlensky", "Vasyl Orlenskiy", "Vasyl Orlenskyi", "Vasyl Orlenskij"]);
        one(&["Sergei Pavlov", "Sergey Pavlov"]);
        one(&["Dmitriy Orlov", "Dmitry Orlov", "Dmitri Orlov", "Dmitrii Orlov"]);
        one(&["Hanna Müller", "Hanna Mueller", "Hanna Muller"]);
    }

    #[test]
    fn other_people_keep_other_keys() {
        apart(&["Jan Kowalski", "Jan Kowalsky"]);
        apart(&["Joe Roe", "Jo Roe", "Joel Roe"]);
        apart(&["Bruno Keel", "Bruno Keel Jr."]);
        apart(&["Michael Noe", "Michal Noe"]);
        apart(&["Yi Wang", "Y Wang"]);
    }

    #[test]
    fn a_body_is_known_without_article_and_legal_form() {
        for name in ["The Vell Harbour Company, Ltd.", "Vell Harbour Company", "VELL HARBOUR COMPANY PLC"] {
            assert_eq!(Name::of_body(name).key, "vell harbour company");
        }
        assert_eq!(Name::of_body("Brook & Keel").key, Name::of_body("Brook and Keel").key);
        assert_eq!(Name::of_body("The Co").key, "co");
    }

    #[test]
    fn a_name_is_never_folded_to_nothing_but_by_having_no_letters() {
        for name in ["The", "Dr", "MP", "Lady", "Sir Sir"] {
            assert!(!Name::of_person(name).key.is_empty() && !Name::of_body(name).key.is_empty(), "{name}");
        }
        assert_eq!(Name::of_person("…").key, "");
    }

    #[test]
    fn initials_are_those_of_the_words() {
        for (short, full) in [
            ("VHA", "Vell Harbour Authority"),
            ("V.H.A.", "Vell Harbour Authority"),
            ("BoV", "Bank of Vell"),
            ("VNW", "Vell Network for the Waters"),
        ] {
            assert!(is_initials_of(short, full), "{short}");
        }
        for (short, full) in
            [("VHB", "Vell Harbour Authority"), ("Vha", "Vell Harbour Authority"), ("V", "Vell"), ("VE", "Vell")]
        {
            assert!(!is_initials_of(short, full), "{short}");
        }
    }

    #[test]
    fn folding_cuts_words_where_readers_do() {
        assert_eq!(
            folded("U.S. Steel’s Jean-Luc (Vell/Orn) 2nd"),
            ["us", "steels", "jean", "luc", "vell", "orn", "2nd"]
        );
        assert_eq!(folded(" … "), Vec::<String>::new());
    }
}
