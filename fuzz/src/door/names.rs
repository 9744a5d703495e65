//! Names of files, arguments and the environment: fields parted by the byte FF. What the program says of them is clean.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use nutgraf::args;
use nutgraf::clean;
use nutgraf::config::{Signs, When};
use nutgraf::exchange::Item;
use nutgraf::import::{From, Options};
use nutgraf::session::{Session, Settings};
use nutgraf::theme::terminal::{depth, italics, through, unicode};

use super::{pages, stage};
use crate::holds::shown::Reader;
use crate::holds::words::{are_clean, is_a_clean_line};

/// Variables that the program reads of a terminal.
const VARS: [&str; 12] = [
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TMUX",
    "STY",
    "TERM_PROGRAM",
];

const WORDS: &str = "“We will close the pier,” said Ada Brook, the mayor of Vell.";

pub(super) fn work(bytes: &[u8]) {
    parsed(&bytes.split(|byte| *byte == 0xFF).collect::<Vec<_>>());
}

/// Reads a command line, and says what is wrong with it as the program does.
fn parsed(fields: &[&[u8]]) -> Option<String> {
    let words = fields.iter().map(|field| OsString::from_vec(field.to_vec()));
    let arguments = std::iter::once(OsString::from("nutgraf")).chain(words);
    let error = args::command().try_get_matches_from(arguments).err()?;
    Some(clean::text(&error.render().to_string()).text)
}

pub(super) fn take(bytes: &[u8]) {
    let fields: Vec<&[u8]> = bytes.split(|byte| *byte == 0xFF).collect();
    if let Some(said) = parsed(&fields) {
        are_clean("what is wrong with arguments", &said, &['\n']);
    }
    let value = |name: &str| {
        let n = VARS.iter().position(|known| *known == name)?;
        fields.get(n).map(|field| String::from_utf8_lossy(field).into_owned())
    };
    let (depth, unicode) = (depth(value, When::Auto), unicode(value, Signs::Auto));
    let _ = through(&value("TERM").unwrap_or_default());
    let settings = Settings { depth, unicode, italics: italics(value), ..Settings::default() };
    // A file of that name, and a list of files of such names.
    let name = String::from_utf8_lossy(fields[0]).into_owned();
    let options = Options { from: From::Auto, name: Some(name), ..Options::default() };
    pages::take(WORDS.as_bytes(), &options);
    let item = |field: &&[u8]| {
        let title = clean::line(&String::from_utf8_lossy(field));
        is_a_clean_line("a file's name", &title);
        Item { title, outlet: None, day: None, sample: false, fault: None }
    };
    let session = Session::new(fields.iter().take(40).map(item).collect(), None, settings);
    let mut reader = Reader::on(session, stage::articles(), (50, 12));
    for key in ["j", "j", "enter", "q", "/", "k", "esc"] {
        reader.press(key);
    }
}
