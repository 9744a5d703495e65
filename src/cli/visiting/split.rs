//! A command line cut into words. SSH sends it as one string, with the client's own shell's quotation marks gone; there
//! is no shell on this side, and nothing in the line is expanded.
//!
//! Blanks part words. Single quotation marks group what is between them as it stands. Double ones group too, and
//! `\"` and `\\` stand between them for the sign alone. Elsewhere a backslash takes the next sign as it stands. Double
//! quotation marks are kept beside the word without them, since in a search they mean a phrase.

/// The longest line, in bytes: more than the longest query in any script.
pub const MAX_BYTES: usize = 20_000;

/// One word of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Without the marks that group.
    pub plain: String,
    /// With the double quotation marks that group in it.
    pub quoted: String,
}

impl Word {
    fn push(&mut self, char: char) {
        self.plain.push(char);
        self.quoted.push(char);
    }
}

/// The words of a line, or one line on what is wrong with it.
pub fn words(line: &str) -> Result<Vec<Word>, String> {
    if line.len() > MAX_BYTES {
        return Err(format!("the command is too long: {} bytes, and {MAX_BYTES} at most", line.len()));
    }
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut rest = line.chars();
    while let Some(char) = rest.next() {
        match char {
            _ if char.is_whitespace() => words.extend(word.take()),
            '\'' => single(word.get_or_insert_default(), &mut rest)?,
            '"' => double(word.get_or_insert_default(), &mut rest)?,
            '\\' => match rest.next() {
                Some(next) => word.get_or_insert_default().push(next),
                None => return Err("nothing stands after the \\ at the end; \\\\ is a backslash itself".to_owned()),
            },
            char => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    Ok(words)
}

/// What stands in single quotation marks, the first of which is taken.
fn single(word: &mut Word, rest: &mut impl Iterator<Item = char>) -> Result<(), String> {
    for char in rest {
        if char == '\'' {
            return Ok(());
        }
        word.push(char);
    }
    Err("a ' is not closed; write \\' for an apostrophe, and close what it groups with another '".to_owned())
}

/// What stands in double quotation marks, the first of which is taken.
fn double(word: &mut Word, rest: &mut impl Iterator<Item = char>) -> Result<(), String> {
    word.quoted.push('"');
    while let Some(char) = rest.next() {
        match char {
            '"' => {
                word.quoted.push('"');
                return Ok(());
            }
            '\\' => match rest.next() {
                Some(next @ ('"' | '\\')) => word.push(next),
                Some(next) => {
                    word.push('\\');
                    word.push(next);
                }
                None => break,
            },
            char => word.push(char),
        }
    }
    Err("a \" is not closed; write \\\" for the sign itself, and close a phrase with another \"".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_BYTES, words};

    fn plain(line: &str) -> Vec<String> {
        words(line).unwrap().into_iter().map(|word| word.plain).collect()
    }

    fn quoted(line: &str) -> Vec<String> {
        words(line).unwrap().into_iter().map(|word| word.quoted).collect()
    }

    #[test]
    fn blanks_part_words_and_marks_group_them() {
        assert_eq!(plain(" search  pier\tdam\n"), ["search", "pier", "dam"]);
        assert_eq!(plain("speaker 'Ada Brook' x"), ["speaker", "Ada Brook", "x"]);
        assert_eq!(plain(r#"speaker "Ada Brook""#), ["speaker", "Ada Brook"]);
        assert_eq!(plain(r"speaker Ada\ Brook \'x \\"), ["speaker", "Ada Brook", "'x", r"\"]);
        assert_eq!(plain("a'b c'd \"\" ''"), ["ab cd", "", ""]);
        assert!(plain("").is_empty() && plain(" \n ").is_empty());
    }

    #[test]
    fn a_phrase_stays_one_beside_the_word_without_its_marks() {
        assert_eq!(
            quoted(r#"search "the old  wall" speaker:"ada brook""#),
            ["search", "\"the old  wall\"", "speaker:\"ada brook\""]
        );
        assert_eq!(quoted(r#"search '"the wall" pier'"#), ["search", "\"the wall\" pier"]);
        assert_eq!(quoted(r#""a \" b \\ c \d""#), [r#""a " b \ c \d""#]);
    }

    #[test]
    fn nothing_is_expanded() {
        let line = "search $HOME `id` $(id) ~ * ? {a,b} ; | & > < # !1";
        assert_eq!(plain(line).join(" "), line);
    }

    #[test]
    fn what_is_not_closed_is_said() {
        for (line, named) in [("search keel's", "'"), ("search \"pier", "\""), ("search pier\\", "\\"), ("\"a\\", "\"")]
        {
            assert!(words(line).unwrap_err().contains(named), "{line}");
        }
    }

    #[test]
    fn a_line_without_end_is_refused() {
        assert!(words(&"x".repeat(MAX_BYTES)).is_ok());
        assert!(words(&"x".repeat(MAX_BYTES + 1)).unwrap_err().contains("too long"));
    }

    proptest! {
        #[test]
        fn any_word_comes_through_in_single_marks(given in proptest::collection::vec("[^']{0,12}", 0..6)) {
            let line: Vec<String> = given.iter().map(|word| format!("'{word}'")).collect();
            prop_assert_eq!(plain(&line.join(" ")), given);
        }

        #[test]
        fn any_line_is_words_or_a_fault_and_no_sign_is_made_up(line in any::<String>()) {
            if let Ok(words) = words(&line) {
                let count = |text: &str| text.chars().filter(|char| !char.is_whitespace()).count();
                let n: usize = words.iter().map(|word| count(&word.quoted)).sum();
                prop_assert!(n <= count(&line));
            }
        }
    }
}
