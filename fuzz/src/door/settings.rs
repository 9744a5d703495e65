//! Files that somebody writes for the program: the configuration with its keys and limits, a theme, the list of keys
//! that let in. What is wrong in them is told, and what is told is clean.

#[cfg(feature = "ssh")]
use jiff::tz::TimeZone;
use nutgraf::config::Config;
use nutgraf::config::fault::Fault;
#[cfg(feature = "ssh")]
use nutgraf::ssh::key::AuthorizedKeys;
use nutgraf::theme::{Depth, Look, Theme, file};

use crate::holds::words::is_a_clean_line;

fn are_told(text: &str, faults: &[Fault]) {
    let n_lines = text.lines().count().max(1);
    for fault in faults {
        is_a_clean_line("a fault", &fault.to_string());
        assert!((1..=n_lines + 1).contains(&fault.line), "a fault on line {} of {n_lines}", fault.line);
    }
}

pub(super) fn work(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Config::parse(&text);
    let _ = file::parse(&text);
    #[cfg(feature = "ssh")]
    let _ = AuthorizedKeys::parse(&text, &TimeZone::UTC);
}

pub(super) fn take(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (config, faults) = Config::parse(&text);
    are_told(&text, &faults);
    // What holds, written as the program writes it, holds.
    let rows = nutgraf::config::serve::SETTINGS.iter();
    let lines: Vec<String> = rows.map(|row| format!("{} = {}", row.id, row.toml(&config.serve))).collect();
    let written = format!("[serve]\n{}\n", lines.join("\n"));
    let (again, faults) = Config::parse(&written);
    assert!(faults.is_empty(), "what was taken is refused: {faults:?}\n{written}");
    assert_eq!(again.serve, config.serve, "limits came back as others\n{written}");
    let (_, faults) = file::parse(&text);
    are_told(&text, &faults);
    let theme = Theme::own("own", text.clone().into_owned());
    for depth in [Depth::Mono, Depth::Ansi16, Depth::Ansi256, Depth::True] {
        let _ = Look::new(&theme, depth, true);
    }
    #[cfg(feature = "ssh")]
    are_told(&text, &AuthorizedKeys::parse(&text, &TimeZone::UTC).1);
}
