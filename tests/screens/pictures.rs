//! Whole screens as pictures.

use super::desk::{Desk, looks_like};
use super::draft::vell;

#[test]
fn an_article_at_80_by_24_fills_the_screen_with_its_text() {
    looks_like(Desk::reading(vell(), 80, 24).keys("nn"), "reading-80x24");
}

#[test]
fn a_pane_at_80_by_24_stands_beside_the_article() {
    looks_like(Desk::reading(vell(), 80, 24).keys("np"), "actors-80x24");
}

#[test]
fn a_wide_screen_shows_all_panes() {
    looks_like(Desk::reading(vell(), 120, 40).keys("nnn"), "reading-120x40");
}

#[test]
fn the_card_says_why_it_says_who_said_it() {
    looks_like(Desk::reading(vell(), 80, 24).keys("5n<Enter>"), "card-80x24");
}

#[test]
fn a_narrow_screen_shows_the_article_alone() {
    looks_like(Desk::reading(vell(), 40, 12).keys("nn"), "reading-40x12");
}

#[test]
fn a_pane_on_a_narrow_screen_takes_the_articles_place() {
    looks_like(Desk::reading(vell(), 40, 12).keys("nc"), "quotes-40x12");
}

#[test]
fn the_list_labels_samples() {
    let articles = vec![("Vell council blames delayed dam for flood", vell()), ("Another one", vell())];
    looks_like(&Desk::list(articles, 80, 24), "list-80x24");
}

#[test]
fn help_says_what_every_key_does() {
    looks_like(Desk::reading(vell(), 80, 24).keys("?"), "help-80x24");
}
