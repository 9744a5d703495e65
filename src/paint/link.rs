//! Cells that a terminal opens an address from (OSC 8). Terminals that do not know it leave it out.

use crate::flow::Link;

/// Ends whatever link the terminal is in.
pub(super) const END: &[u8] = b"\x1b]8;;\x1b\\";

/// The links of a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Links(Vec<Link>);

impl Links {
    /// The links as they are given, without those whose address a terminal could take for more than that.
    pub(super) fn new(mut links: Vec<Link>) -> Self {
        links.retain(|link| link.address.bytes().all(|byte| byte.is_ascii_graphic()));
        Self(links)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of a row.
    pub(super) fn of_row(&self, row: u16) -> Vec<&Link> {
        if self.0.is_empty() {
            return Vec::new();
        }
        self.0.iter().filter(|link| link.row == usize::from(row)).collect()
    }
}

/// Begins a link. Its parts share a name, so that a terminal shows them as one.
pub(super) fn begin(link: &Link, out: &mut Vec<u8>) {
    // Any name does that no other address on the screen has.
    let name = link.address.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    out.extend(format!("\x1b]8;id={name:x};{}\x1b\\", link.address).into_bytes());
}
