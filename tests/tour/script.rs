//! The tour's script: one step a line, the first word says what it is.

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Columns and rows.
    Size(u16, u16),
    /// What is said under the screen from here on.
    Caption(String),
    /// Keys that are pressed together.
    Keys(String),
    /// Words that are typed letter by letter.
    Type(String),
    /// Waits until the screen shows it; the tour fails where it never does.
    Until(String),
    /// Shows the screen for so many seconds.
    Hold(f64),
}

/// The steps of a script; a line that is none is a fault of the script.
pub fn read(text: &str) -> Vec<Step> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(step).collect()
}

fn step(line: &str) -> Step {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "size" => {
            let (cols, rows) = rest.split_once('x').unwrap();
            Step::Size(cols.parse().unwrap(), rows.parse().unwrap())
        }
        "caption" => Step::Caption(rest.to_owned()),
        "key" => Step::Keys(rest.split(' ').map(key).collect()),
        "type" => Step::Type(rest.to_owned()),
        "until" => Step::Until(rest.to_owned()),
        "hold" => Step::Hold(rest.parse().unwrap()),
        _ => panic!("the tour's script has no step `{line}`"),
    }
}

fn key(name: &str) -> &str {
    match name {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "space" => " ",
        other => other,
    }
}

/// The size of the screen.
pub fn size(steps: &[Step]) -> (u16, u16) {
    let size =
        steps.iter().find_map(|step| if let Step::Size(cols, rows) = step { Some((*cols, *rows)) } else { None });
    size.unwrap_or((100, 30))
}
