//! What a client of the served library sends once it is in: fields parted by the byte FF, which no text has. A name, the
//! terminal's, variables, sizes, a command; whatever follows is typed.

use std::sync::{Arc, LazyLock};

use nutgraf::catalogue::Visitor;
use nutgraf::cli::visiting;
use nutgraf::host::visitor::{Guest, Shared};
use nutgraf::paint::canvas;
use nutgraf::session::Settings;
use nutgraf::ssh::log::{Event, Line};
use nutgraf::ssh::visit::{Ending, Visit};
use nutgraf::ssh::{Manner, SharedCommands, Terminal};

use super::stage;
use crate::holds::terminal::{are_lines, is_a_screen};
use crate::holds::words::{are_clean, is_a_clean_line};

/// Bytes that come together.
const PART: usize = 16;
/// Bytes that are typed; what comes of more is what comes of these.
const MOST: usize = 600;

static SHARED: LazyLock<Arc<Shared>> = LazyLock::new(|| Shared::open(&stage::library()).expect("a library"));
static COMMANDS: LazyLock<SharedCommands> = LazyLock::new(|| visiting::commands(Arc::clone(&SHARED)));

/// What the program's own commands set words off with.
const BOLD: [&str; 2] = ["\x1b[1m", "\x1b[22m"];

/// What a client sends, cut into what it says.
struct Said<'a> {
    user: &'a str,
    terminal: Terminal,
    command: &'a str,
    typed: &'a [u8],
}

fn said(bytes: &[u8]) -> Said<'_> {
    let mut fields = bytes.splitn(6, |byte| *byte == 0xFF);
    let mut next = || fields.next().unwrap_or_default();
    let (user, term, vars, size, command, typed) = (next(), next(), next(), next(), next(), next());
    let mut terminal = Terminal::default();
    terminal.set_name(text(term));
    for line in text(vars).split('\n') {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        terminal.set(name, value);
    }
    if let [a, b, c, d, ..] = size {
        terminal.resize(u32::from(*a) << 4 | u32::from(*b), u32::from(*c) << 4 | u32::from(*d));
    }
    Said { user: text(user), terminal, command: text(command), typed: &typed[..typed.len().min(MOST)] }
}

/// The protocol takes nothing else for a text.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_else(|fault| std::str::from_utf8(&bytes[..fault.valid_up_to()]).unwrap())
}

pub(super) fn work(bytes: &[u8]) {
    let said = said(bytes);
    let manner = Manner { width_col: 80, unicode: true, is_bold: false };
    let _ = COMMANDS.answer(&Visitor::Nobody, said.command, manner);
}

pub(super) fn take(bytes: &[u8]) {
    let said = said(bytes);
    is_logged(&said);
    is_answered(&said);
    visits(&said);
}

fn is_logged(said: &Said<'_>) {
    let line = Line::new(Event::Login).with("user", said.user).with("term", said.terminal.name());
    let line = line.with("command", said.command).written(stage::NOW, true);
    are_clean("a line of the log", line.strip_suffix('\n').expect("a line"), &[]);
}

fn is_answered(said: &Said<'_>) {
    let size = said.terminal.size();
    for manner in [
        Manner { width_col: usize::from(size.0), unicode: said.terminal.has_unicode(), is_bold: true },
        Manner { width_col: 80, unicode: true, is_bold: false },
    ] {
        let answered = COMMANDS.answer(&Visitor::Nobody, said.command, manner);
        let mut out = answered.out;
        if manner.is_bold {
            for own in BOLD {
                out = out.replace(own, "");
            }
        }
        are_clean("an answer", &out, &['\n', '\t', '\r']);
        are_clean("a complaint", &answered.err, &['\n']);
    }
    if said.command.is_empty() {
        return;
    }
    for kept in
        COMMANDS.answer(&Visitor::Nobody, "help", Manner { width_col: 80, unicode: true, is_bold: false }).out.lines()
    {
        is_a_clean_line("help", kept);
    }
}

fn visits(said: &Said<'_>) {
    let guest = Guest::new(Arc::clone(&SHARED), Visitor::Nobody).named(said.user);
    let (mut terminal, mut cells) = (said.terminal.clone(), canvas(0, 0));
    let mut visit = match Visit::begin(guest, &terminal, Settings::default()) {
        Ok(visit) => visit,
        Err(ending) => panic!("a visit did not begin: {ending:?}"),
    };
    let mut show = |visit: &mut Visit| {
        let mut out = Vec::new();
        if visit.is_stale() {
            visit.paint(&mut cells, &mut out);
        }
        if visit.is_lasting() { are_lines(&out) } else { is_a_screen(&out) }
    };
    show(&mut visit);
    for part in said.typed.chunks(PART) {
        visit.input(part);
        visit.settle();
        if let [first, second, ..] = part
            && first.is_multiple_of(16)
        {
            visit.resize(terminal.resize(u32::from(*first), u32::from(*second)));
        }
        show(&mut visit);
    }
    if visit.is_pending() {
        visit.flush_escape();
        visit.settle();
        show(&mut visit);
    }
    assert!(!matches!(visit.ended(), Some(Ending::Fault(_))), "{:?}", visit.ended());
    visit.end(Ending::Idle);
    let farewell = visit.farewell();
    if visit.is_lasting() { are_lines(&farewell) } else { is_a_screen(&farewell) }
}
