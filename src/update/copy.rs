//! Words taken out by copying: in which form, and what is said of it afterwards.

use crate::exchange::{Copied, Effect, Extract};
use crate::form::Citation;
use crate::state::boxed::Boxed;
use crate::state::menu::{Choice, Menu, MenuRow};
use crate::state::{Overlay, State};

use super::hand::{self, Hand, at_hand};
use super::menu;

/// What each form is for.
const FORMS: [(Citation, &str, &str); 7] = [
    (Citation::Plain, "words and citation", "who said it, where and when"),
    (Citation::Markdown, "Markdown", "a quotation with a link"),
    (Citation::Bibtex, "BibTeX", "for LaTeX and JabRef"),
    (Citation::Csl, "CSL-JSON", "for Zotero and pandoc"),
    (Citation::Json, "JSON", "as the annotated article has it"),
    (Citation::WebAnnotation, "Web Annotation", "JSON-LD for annotation tools"),
    (Citation::Url, "link to the words", "an address that leads to them in a browser"),
];

/// Copies the statement at hand with its citation.
pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let hand = at_hand(state);
    let Hand::Statement(target, id) = hand else {
        hand::no_statement(state);
        return Vec::new();
    };
    vec![Effect::Copy(Extract::Statement(target, id), Citation::Plain)]
}

/// Lets the reader choose the form.
pub(super) fn choose(state: &mut State) {
    let hand = at_hand(state);
    let title = if let Hand::Statement(..) = hand { "copy as" } else { "cite the article as" };
    let Some(extract) = hand.extract() else {
        hand::no_statement(state);
        return;
    };
    let mut rows: Vec<MenuRow> = FORMS
        .iter()
        .map(|(form, label, detail)| MenuRow::new(*label, *detail, Choice::Copy(extract.clone(), *form)))
        .collect();
    rows.push(MenuRow::new(
        "show to select",
        "words and citation, for the terminal's own selection",
        Choice::Show(extract),
    ));
    menu::open(state, Menu::new(title, rows));
}

/// Words were copied, as far as one can know.
pub(super) fn copied(state: &mut State, outcome: Result<(String, Copied), String>) -> Vec<Effect> {
    let more = super::key_name(state, crate::action::Action::CopyAs);
    match outcome {
        Ok((_, Copied::Kept(place))) => state.say(format!("copied: {place} has it")),
        Ok((_, Copied::Passed(place))) => {
            state.say(format!("in {place}, and sent to the terminal; if it is not in the clipboard, {more} shows it"));
        }
        Ok((_, Copied::Sent)) => {
            state.say(format!("sent to the terminal; if it is not in the clipboard, {more} shows it to select"));
        }
        Ok((text, Copied::Show(why))) => return show(state, why, text),
        Err(why) => state.fail(why),
    }
    Vec::new()
}

/// Shows words to be selected by hand; the mouse is the terminal's for so long.
fn show(state: &mut State, why: String, text: String) -> Vec<Effect> {
    let lends_mouse = state.mouse;
    if !why.is_empty() {
        state.say(why);
    }
    state.boxed = Boxed::new(text, lends_mouse);
    state.overlay = Some(Overlay::Boxed { top: 0 });
    if lends_mouse { vec![Effect::Mouse(false)] } else { Vec::new() }
}

/// The box is closed.
pub(super) fn closed(state: &mut State) -> Vec<Effect> {
    let lent = std::mem::take(&mut state.boxed).lends_mouse;
    if lent && state.mouse { vec![Effect::Mouse(true)] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::FORMS;
    use crate::form::Citation;

    #[test]
    fn every_form_of_a_citation_is_offered_in_the_tables_order() {
        let offered: Vec<Citation> = FORMS.iter().map(|row| row.0).collect();
        assert_eq!(offered, Citation::NAMES.map(|row| row.0));
    }
}
