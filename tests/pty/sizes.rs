//! Windows of every size, that change while keys come.

use super::*;

#[test]
fn a_storm_of_resizes_leaves_a_right_screen() {
    let mut terminal = Terminal::reading();
    let before = article_of(terminal.screen());
    for step in 0..100u16 {
        terminal.claim_size(1 + step * 37 % 200, 1 + step * 23 % 70);
    }
    for (cols, rows) in [(1, 1), (2, 2), (300, 1), (1, 100), (500, 300), (80, 24)] {
        terminal.claim_size(cols, rows);
    }
    terminal.send("g");
    terminal.wait("the screen as it was", |screen| article_of(screen) == before);
    terminal.send("q");
    terminal.ended_clean(0);
}
