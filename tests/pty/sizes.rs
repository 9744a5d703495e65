//! Windows of every size, that change while keys come.

use super::*;
use crate::everywhere::{At, all, everywhere};

/// A hundred sizes between the smallest and the largest, and the ones at the edges.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let between = (0..100_u16).map(|step| (1 + step * 137 % 500, 1 + step * 83 % 300));
    between.chain([(1, 1), (2, 2), (300, 1), (1, 100), (500, 300), (3, 10)])
}

#[test]
fn a_storm_of_resizes_while_keys_come_leaves_a_right_screen_everywhere() {
    let mut places = all();
    places.retain(|at| *at != At::Enter);
    everywhere(&places, &[], |at, reader| {
        let terminal = &mut reader.terminal;
        // Keys that leave everybody where they are.
        let keys = match at {
            At::Article => "nN",
            At::Card | At::Help => "jk",
            At::Prompt | At::Search => "x\x7f",
            _ => "\x0c",
        };
        let before = article_of(terminal.screen());
        for (cols, rows) in sizes() {
            terminal.claim_size(cols, rows);
            terminal.send(keys);
        }
        terminal.claim_size(80, 24);
        terminal.send("\x0c");
        if at == At::Article {
            // Where one is stands fast, not the line at the top.
            terminal.send("g7n");
        }
        terminal.wait("the screen as it was", |screen| article_of(screen) == before);
        reader.ends(143, |_, program| program.signal(Signal::TERM));
    });
}
