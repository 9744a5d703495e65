//! What a test needs beyond Rust: where it is missing the test says so and is skipped, or fails where tools are
//! required.

use std::process::{Command, Stdio};

/// Whether a program is there; `question` is an argument that it answers at once.
pub fn has(program: &str, question: &str) -> bool {
    let asked =
        Command::new(program).arg(question).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    found(asked.is_ok(), program)
}

/// Whether something that was looked for is there.
pub fn found(is_there: bool, what: &str) -> bool {
    if !is_there {
        assert!(std::env::var_os("NUTGRAF_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "there is no {what}");
        eprintln!("skipped: there is no {what}");
    }
    is_there
}
