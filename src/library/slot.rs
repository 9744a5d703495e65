//! Numbers that follow time: an article's slot, and after it the ids of its statements.

use rusqlite::{Connection, OptionalExtension, params};

/// Ids that a minute has.
pub(super) const IDS_A_MINUTE: i64 = 1 << 16;

/// The most statements of one article that the library knows; more stay in the article.
pub(super) const MOST_STATEMENTS: usize = 60_000;

/// A publication this much later than now is a clock's or a feed's mistake: the article is put where it arrived.
const AHEAD_SECONDS: i64 = 48 * 60 * 60;

/// The first id of the minute of an instant, in seconds since 1970; what was published before that has ids below 0.
pub(super) fn first_of(seconds: i64) -> i64 {
    seconds.div_euclid(60).saturating_mul(IDS_A_MINUTE)
}

/// The instant of an id, to the minute.
pub(super) fn seconds_of(id: i64) -> i64 {
    id.div_euclid(IDS_A_MINUTE) * 60
}

/// The instant that an article is sorted by: its publication, or its arrival where that is unknown or cannot be.
pub(super) fn instant(published: Option<i64>, now: i64) -> i64 {
    // The year 1 to the year 9999 are what an RFC 3339 date can say.
    published
        .filter(|&seconds| seconds <= now.saturating_add(AHEAD_SECONDS) && seconds >= -62_135_596_800)
        .unwrap_or(now)
}

/// The first free run of `n_ids + 1` ids from the minute of an instant on. A full minute spills into those after it.
pub(super) fn free(connection: &Connection, seconds: i64, n_ids: i64) -> rusqlite::Result<i64> {
    let mut before =
        connection.prepare_cached("SELECT slot + n_ids FROM article WHERE slot <= ?1 ORDER BY slot DESC LIMIT 1")?;
    let mut start = first_of(seconds);
    // Steps over what is taken grow, so that a minute in which thousands arrived costs few of them.
    let mut step = n_ids;
    loop {
        let end: Option<i64> = before.query_row(params![start + n_ids], |row| row.get(0)).optional()?;
        if end.is_none_or(|end| end < start) {
            return Ok(start);
        }
        let far: Option<i64> = before.query_row(params![start + step], |row| row.get(0)).optional()?;
        start = far.or(end).unwrap_or(start).max(start) + 1;
        step = (step * 2 + 64).min(IDS_A_MINUTE);
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD_SECONDS, first_of, instant};

    #[test]
    fn later_minutes_have_greater_ids_also_before_1970() {
        let instants = [-62_135_596_800, -61, -1, 0, 59, 60, 1_763_856_000, 253_402_300_799];
        let ids = instants.map(first_of);
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(first_of(0), first_of(59));
        assert_ne!(first_of(-1), first_of(0));
    }

    #[test]
    fn what_says_it_is_from_the_future_stands_where_it_arrived() {
        let now = 1_763_856_000;
        assert_eq!(instant(Some(now + AHEAD_SECONDS + 1), now), now);
        assert_eq!(instant(Some(now + 3600), now), now + 3600);
        assert_eq!(instant(Some(i64::MAX), now), now);
        assert_eq!(instant(Some(i64::MIN), now), now);
        assert_eq!(instant(None, now), now);
    }
}
