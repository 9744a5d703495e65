//! `nutgraf config`: where the configuration is, an example of it, and what is wrong with it.

use super::input::shown;
use super::{Exit, Failure, output, settings};
use crate::args::{Global, Question};
use crate::config::example;

/// Answers a question about the configuration.
pub fn run(global: &Global, question: Question) -> Result<Exit, Failure> {
    match question {
        Question::Path => match settings::path(global) {
            Some(path) => output::print(&format!("{}\n", shown(path.as_os_str()))),
            None => Err(Failure::new(Exit::Usage, "there is no home directory; name the file with --config PATH")),
        },
        Question::Default => output::print(&example()),
        Question::Check => check(global),
    }
}

/// Names everything that is wrong, with its line, on standard error; the status tells whether there was anything.
fn check(global: &Global) -> Result<Exit, Failure> {
    let settings = settings::load(global)?;
    settings.complain();
    let mut n_faults = settings.faults.len();
    for theme in &settings.themes {
        for fault in theme.faults() {
            output::complain(&format!("theme {}: {fault}", theme.name));
            n_faults += 1;
        }
    }
    if n_faults > 0 {
        return Ok(Exit::Usage);
    }
    let path = settings::path(global);
    let name = path.as_ref().map(|path| shown(path.as_os_str())).unwrap_or_default();
    let there = path.is_some_and(|path| path.exists());
    output::print(&if there {
        format!("{name}: in order\n")
    } else {
        format!("{name}: not there; the defaults hold\n")
    })
}
