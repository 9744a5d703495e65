//! Lines that are typed about one thing: notes, reasons, names, files, commands; and what Enter makes of them.

use crate::article::ActorId;
use crate::article::review::{About, Identity, Judgement, Remark};
use crate::exchange::{Effect, Extract, Target};
use crate::state::errand::Errand;
use crate::state::judged;
use crate::state::{Entry, Purpose, State, Wish};

use super::hand::{self, Hand, at_hand};
use super::{export, prompt};

/// Opens a line.
pub(super) fn type_line(state: &mut State, errand: Errand, text: &str) {
    state.menu = None;
    state.entry = Some(Entry { errand: Some(errand), ..Entry::new(Purpose::Errand, text) });
}

/// Opens the line for a note on what is at hand.
pub(super) fn write(state: &mut State) -> Vec<Effect> {
    let (target, about) = match at_hand(state) {
        Hand::Statement(target, id) => (target, About::Statement(id)),
        Hand::Actor(target, id) => (target, About::Actor(id)),
        Hand::Article(target) => (target, About::Article),
        Hand::Nothing => {
            state.say("a note is on a statement, an actor or an article, and none is selected");
            return Vec::new();
        }
    };
    on(state, target, about)
}

/// Opens the line for a note on something; what was noted there already stands in it, so that nothing is lost.
pub(super) fn on(state: &mut State, target: Target, about: About) -> Vec<Effect> {
    let Some(article) = hand::article(state, target) else {
        return super::revised::consult(state, target, Wish::Note(about));
    };
    let text = judged::own(&article, &about, state.name.as_deref());
    type_line(state, Errand::Note(target, about), &text);
    Vec::new()
}

/// Enter on such a line.
pub(super) fn confirm(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(entry) = state.entry.take() else { return Vec::new() };
    let Some(errand) = entry.errand else { return Vec::new() };
    let why = (!text.is_empty()).then(|| text.to_owned());
    let say = |target: Target, remark: Remark, why: Option<String>| vec![Effect::Remark(target, remark, why)];
    match errand {
        Errand::Why(target, id, judgement) => say(target, Remark::Statement(id, judgement), why),
        Errand::WhyActor(target, id) => say(target, Remark::Actor(id, Identity::Dispute), why),
        Errand::Note(target, about) => {
            if entry.origin_text == text {
                return Vec::new();
            }
            say(target, Remark::Note(about, text.to_owned()), None)
        }
        Errand::Path(extract, format) => export::to(state, extract, format, text),
        _ if text.is_empty() => Vec::new(),
        Errand::Speaker(target, id, mut speakers) => {
            speakers.push(ActorId(text.to_owned()));
            say(target, Remark::Statement(id, Judgement::Speakers(speakers)), None)
        }
        Errand::Rename(target, id) => say(target, Remark::Actor(id, Identity::Rename(text.to_owned())), None),
        Errand::Split(target, id) => say(target, Remark::Actor(id, Identity::Split(text.to_owned())), None),
        Errand::Command(extract) => pipe(state, extract, text),
    }
}

fn pipe(state: &mut State, extract: Extract, command: &str) -> Vec<Effect> {
    prompt::remember(&mut state.commands, command);
    vec![Effect::Pipe(extract, command.to_owned())]
}
