//! Words and punctuation with their offsets, shape and classes; what they mean together is left to later stages.

use super::lexicon::{Classes, Lexicon, NO_WORD, fingerprint, lexicon};
use super::page::{Found, Page};

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// *water*
    Lower,
    /// *Water*
    Title,
    /// *WATER*, also a single capital
    Upper,
    /// *`McKay`*, *iPad*
    Mixed,
    /// *54*, *10,000*
    Number,
    /// Split off the word before: *'s*, *'ll*
    Clitic,
    /// Anything that is no word. Two scalars that make one mark are given as one: `''` as ″, two backticks as ‶,
    /// three full stops as …, two hyphens as —.
    Mark(char),
}

/// A word or a punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// First byte in the text.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// First scalar in the text.
    pub start_char: u32,
    /// One past the last scalar.
    pub end_char: u32,
    /// Index of its block.
    pub block: u32,
    /// What it looks like.
    pub shape: Shape,
    /// What the lexicon knows of it.
    pub classes: Classes,
    /// Its fingerprint, taken once for all stages.
    pub word: u64,
}

impl Token {
    /// What stands beyond the text's ends.
    pub const NONE: Self = Self {
        start_byte: 0,
        end_byte: 0,
        start_char: 0,
        end_char: 0,
        block: u32::MAX,
        shape: Shape::Mark('\0'),
        classes: Classes::NONE,
        word: NO_WORD,
    };

    /// Whether it has one class at least of these.
    pub fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// The mark that it is, if it is one.
    pub fn mark(&self) -> Option<char> {
        match self.shape {
            Shape::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether it is a word or a number.
    pub fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::Mark(_) | Shape::Clitic)
    }

    /// Whether it is a word that begins with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Mixed)
    }
}

/// Cuts every block into tokens, in order.
pub fn run(page: &Page<'_>, _found: &Found) -> Vec<Token> {
    let bytes: usize = page.areas().iter().map(|area| area.end_byte - area.start_byte).sum();
    let mut tokens = Vec::with_capacity(bytes / 5 + 1);
    let lexicon = lexicon();
    for (block, area) in page.areas().iter().enumerate() {
        let mut cursor = Cursor {
            rest: page.bytes(area.start_byte, area.end_byte),
            byte: area.start_byte as u32,
            char: area.start_char as u32,
        };
        while let Some(c) = cursor.peek() {
            if c.is_whitespace() {
                cursor.bump(c);
            } else if is_word_char(c) {
                let word = cursor.word(block as u32, lexicon);
                tokens.push(word);
                if let Some(clitic) = cursor.clitic(block as u32, lexicon) {
                    tokens.push(clitic);
                }
            } else {
                tokens.push(cursor.mark_token(c, block as u32));
            }
        }
    }
    tokens
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii() && (c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

#[derive(Clone, Copy)]
struct Cursor<'a> {
    rest: &'a str,
    byte: u32,
    char: u32,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn second(&self) -> Option<char> {
        let mut chars = self.rest.chars();
        chars.next();
        chars.next()
    }

    fn bump(&mut self, c: char) {
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.byte += c.len_utf8() as u32;
        self.char += 1;
    }

    /// Goes past so many scalars of ASCII.
    fn skip_ascii(&mut self, n: usize) {
        self.rest = self.rest.get(n..).unwrap_or_default();
        self.byte += n as u32;
        self.char += n as u32;
    }

    /// What stands between another place and this.
    fn since(&self, from: &Self) -> &'a str {
        from.rest.get(..(self.byte - from.byte) as usize).unwrap_or_default()
    }

    fn token(self, from: Self, block: u32, shape: Shape, classes: Classes, word: u64) -> Token {
        Token {
            start_byte: from.byte,
            end_byte: self.byte,
            start_char: from.char,
            end_char: self.char,
            block,
            shape,
            classes,
            word,
        }
    }

    fn mark_token(&mut self, c: char, block: u32) -> Token {
        let from = *self;
        self.bump(c);
        let mut mark = c;
        let twice = self.peek() == Some(c);
        match c {
            '\'' | '’' if twice && self.second() != Some(c) => {
                self.bump(c);
                mark = '″';
            }
            '`' if twice => {
                self.bump(c);
                mark = '‶';
            }
            '-' if twice => {
                while self.peek() == Some('-') {
                    self.bump('-');
                }
                mark = '—';
            }
            '.' if twice => {
                while self.peek() == Some('.') {
                    self.bump('.');
                }
                mark = '…';
            }
            _ => {}
        }
        let word = fingerprint(self.since(&from));
        self.token(from, block, Shape::Mark(mark), Classes::NONE, word)
    }

    fn word(&mut self, block: u32, lexicon: Lexicon) -> Token {
        let from = *self;
        let mut outline = Outline::default();
        while let Some(c) = self.peek() {
            // Most letters are small ones of ASCII: a row of them is taken at once.
            let n_small = self.rest.bytes().take_while(u8::is_ascii_lowercase).count();
            if n_small > 0 {
                outline.add_small(n_small);
                self.skip_ascii(n_small);
                continue;
            }
            if is_word_char(c) {
                outline.add(c);
                self.bump(c);
                continue;
            }
            let next = self.second().filter(|&next| is_word_char(next));
            let joins = match c {
                '-' | '‐' | '‑' => next.is_some(),
                '\'' | '’' => next.is_some() && !self.is_clitic_ahead(),
                '.' => match next {
                    Some(next) if next.is_numeric() => outline.last_digit,
                    Some(next) => outline.single || next.is_lowercase(),
                    None => false,
                },
                ',' => outline.last_digit && next.is_some_and(char::is_numeric),
                '&' => outline.last_upper && next.is_some_and(char::is_uppercase),
                _ => false,
            };
            if !joins {
                break;
            }
            if c == '.' {
                outline.dotted = true;
            }
            outline.single = false;
            self.bump(c);
            // A dotted abbreviation is a row of single letters.
            if c == '.' {
                outline.single = self.peek().is_some_and(char::is_alphabetic);
                outline.letters_since = 0;
            }
        }
        let mut word = fingerprint(self.since(&from));
        let mut classes = lexicon.classes_of(word);
        if self.peek() == Some('.') && self.takes_full_stop(&outline, classes, self.since(&from)) {
            self.bump('.');
            word = fingerprint(self.since(&from));
        } else if outline.is_abbreviation_only(classes) {
            classes = Classes::ABBREVIATION;
        }
        let shape = outline.shape();
        self.token(from, block, shape, classes, word)
    }

    /// Whether the full stop ahead belongs to the word: *Dr.*, *J.*, *U.S.*, *No. 5*.
    fn takes_full_stop(&self, outline: &Outline, classes: Classes, word: &str) -> bool {
        if self.second() == Some('.') {
            return false;
        }
        if matches!(word, "no" | "No" | "nos" | "Nos" | "vol" | "Vol" | "fig" | "Fig") {
            let after = self.rest.get(1..).unwrap_or_default().trim_start();
            return after.starts_with(|c: char| c.is_ascii_digit());
        }
        classes.any(Classes::ABBREVIATION) && !Outline::is_plain_month(classes, word)
            || outline.is_initial() && word != "I"
            || outline.dotted && outline.letters_since == 1
    }

    /// Whether the apostrophe ahead begins *'s*, *'ll*, *'re*, *'ve*, *'d* or *'m*.
    fn is_clitic_ahead(&self) -> bool {
        let mut chars = self.rest.chars();
        chars.next();
        let mut letters = ['\0'; 3];
        for slot in &mut letters {
            match chars.next() {
                Some(c) if is_word_char(c) => *slot = c.to_ascii_lowercase(),
                _ => break,
            }
        }
        matches!(letters, ['s' | 'd' | 'm', '\0', '\0'] | ['l', 'l', '\0'] | ['r' | 'v', 'e', '\0'])
    }

    fn clitic(&mut self, block: u32, lexicon: Lexicon) -> Option<Token> {
        let c = self.peek().filter(|&c| is_apostrophe(c))?;
        if !self.is_clitic_ahead() {
            return None;
        }
        let from = *self;
        self.bump(c);
        while let Some(c) = self.peek().filter(|&c| is_word_char(c)) {
            self.bump(c);
        }
        let word = fingerprint(self.since(&from));
        Some(self.token(from, block, Shape::Clitic, lexicon.classes_of(word), word))
    }
}

/// What a word's letters look like so far.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one fact about the letters seen")]
struct Outline {
    n: usize,
    first_upper: bool,
    first_digit: bool,
    upper_later: bool,
    lower: bool,
    last_digit: bool,
    last_upper: bool,
    /// Only one letter since the word or its last full stop began.
    single: bool,
    letters_since: usize,
    dotted: bool,
}

impl Outline {
    fn add(&mut self, c: char) {
        let (upper, digit) = (c.is_uppercase(), c.is_numeric());
        if self.n == 0 {
            self.first_upper = upper;
            self.first_digit = digit;
        } else if upper {
            self.upper_later = true;
        }
        self.lower |= c.is_lowercase();
        self.last_digit = digit;
        self.last_upper = upper;
        self.n += 1;
        self.letters_since += 1;
        self.single = self.letters_since == 1 && !digit;
    }

    /// As [`Self::add`] for so many small letters.
    fn add_small(&mut self, n: usize) {
        self.lower = true;
        self.last_digit = false;
        self.last_upper = false;
        self.n += n;
        self.letters_since += n;
        self.single = self.letters_since == 1;
    }

    fn is_initial(&self) -> bool {
        self.n == 1 && self.first_upper
    }

    /// *May* and *March* are months that take no full stop; *Jan.* does.
    fn is_plain_month(classes: Classes, word: &str) -> bool {
        classes.any(Classes::MONTH) && word.len() > 4
    }

    /// Without its full stop *St* or *ed* is no abbreviation, unless it is written as a title: *Mr*, *Dr*.
    fn is_abbreviation_only(&self, classes: Classes) -> bool {
        classes == Classes::ABBREVIATION && !self.first_upper
    }

    fn shape(&self) -> Shape {
        if self.first_digit {
            Shape::Number
        } else if !self.first_upper {
            if self.upper_later { Shape::Mixed } else { Shape::Lower }
        } else if self.n == 1 || self.upper_later && !self.lower {
            Shape::Upper
        } else if self.upper_later {
            Shape::Mixed
        } else {
            Shape::Title
        }
    }
}
