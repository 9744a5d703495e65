//! Days as outlets write them.

/// The day that a line is about, as `YYYY-MM-DD`.
pub(super) fn day(line: &str) -> Option<String> {
    let head = line.get(..10)?;
    let is_day =
        head.bytes().enumerate().all(|(n, byte)| if matches!(n, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    is_day.then(|| head.to_owned())
}
