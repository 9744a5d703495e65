//! The doors through which hostile input comes, and what must hold behind each whatever comes. What an input is made of
//! is left to whoever brings it: a fuzzer, the committed seeds, a test that makes inputs up.
//!
//! Behind every door: nothing panics, nothing hangs (the engine's own limit), memory stays within a multiple of the
//! input, work grows as the input does ([`pass`] holds these three), and nothing that steers a terminal comes out of
//! the input into anything that is shown, said, logged, copied or exported (`holds`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice, reason = "a failed unwrap is a finding")]

mod door;
mod holds;
pub mod meter;

pub use door::DOORS;
use meter::measured;

/// A way in.
#[derive(Clone, Copy)]
pub struct Door {
    /// What seeds, dictionary and corpus are called.
    pub name: &'static str,
    /// Takes an input and holds everything behind it to what must hold.
    take: fn(&[u8]),
    /// Takes an input as the program does, without looking at what comes of it.
    work: fn(&[u8]),
    /// The most memory that may be held: so many bytes for each of the input, and so many besides.
    memory: (usize, usize),
}

/// Inputs are tried again and again until they are so long, and twice that, to see how work grows.
const LONG_BYTES: usize = 16 << 10;
/// One of so many inputs is tried so.
const GROWN: u64 = 48;
/// Twice as much may be so much more work, in percent, and so many bytes besides.
const MOST_PERCENT: usize = 260;
const BESIDES_BYTES: usize = 4 << 20;

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Door {
    /// Has what is made once made before anything is counted.
    pub fn warm_up(&self) {
        for bytes in [&b""[..], b"\xFF", b"{}", b"Ada Brook said: \"The pier stays.\"\n"] {
            (self.take)(bytes);
            (self.work)(bytes);
        }
    }
}

/// Brings an input to a door and holds all that is behind it to what must hold. Panics where it does not.
pub fn pass(door: &Door, bytes: &[u8]) {
    let taken = measured(|| (door.take)(bytes));
    let (each, besides) = door.memory;
    let room = besides + each * bytes.len();
    assert!(taken.most <= room, "{}: {} bytes held for an input of {}", door.name, taken.most, bytes.len());
    // The same input is always judged the same way, so that a finding can be had again.
    if !bytes.is_empty() && fingerprint(bytes).is_multiple_of(GROWN) {
        grows_with_the_input(door, bytes);
    }
}

/// Twice the input is about twice the work.
pub fn grows_with_the_input(door: &Door, bytes: &[u8]) {
    let long = bytes.repeat((LONG_BYTES / bytes.len()).max(1));
    let longer = [&long[..], &long[..]].concat();
    let once = measured(|| (door.work)(&long)).asked;
    let twice = measured(|| (door.work)(&longer)).asked;
    let most = once / 100 * MOST_PERCENT + BESIDES_BYTES;
    assert!(twice <= most, "{}: {} bytes are {once} of work, twice as many {twice}", door.name, long.len());
}

/// FNV-1a.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
