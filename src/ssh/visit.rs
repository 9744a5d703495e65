//! One visitor's session on one channel, without the channel: bytes in, bytes out. Waiting, the clock and the line are
//! left to the task around it.
//!
//! Every step is guarded: a fault ends this visit, gives its visitor's terminal back, and touches nobody else's.

#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::terminal::Terminal;
use crate::catalogue::Visitor;
use crate::decode::Decoder;
use crate::exchange::{Effect, Event};
use crate::face::Face;
use crate::face::modes::{self, Takes};
use crate::host::Sending;
use crate::host::visitor::Guest;
use crate::key::Input;
use crate::paint::{Canvas, clipboard};
use crate::session::{Session, Settings};

/// How a visit ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By its visitor.
    Quit,
    /// No key came for so long as the server waits.
    Idle,
    /// It lasted as long as a visit may.
    Lifetime,
    /// The server stops.
    Stopped,
    /// The connection is gone.
    Gone,
    /// By a fault of the program, told for the log.
    Fault(String),
}

impl Ending {
    /// Its name in the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Quit => "quit",
            Self::Idle => "idle",
            Self::Lifetime => "lifetime",
            Self::Stopped => "stopped",
            Self::Gone => "gone",
            Self::Fault(_) => "fault",
        }
    }

    /// The exit status, as `sysexits.h` has it.
    pub fn status(&self) -> u32 {
        match self {
            Self::Quit | Self::Gone => 0,
            Self::Idle | Self::Lifetime | Self::Stopped => 75,
            Self::Fault(_) => 70,
        }
    }

    /// What the visitor is told.
    fn words(&self) -> &'static str {
        match self {
            Self::Quit | Self::Gone => "",
            Self::Idle => "no key came for a long time, so the visit is over",
            Self::Lifetime => "a visit lasts no longer than this; connect again to read on",
            Self::Stopped => "the server stops",
            Self::Fault(_) => "something went wrong here, which is the program's fault; connect again to read on",
        }
    }
}

/// A visitor's session.
#[derive(Debug)]
pub struct Visit {
    session: Session,
    guest: Guest,
    decoder: Decoder,
    /// What was heard and not taken yet.
    heard: VecDeque<Input>,
    face: Face,
    /// The mouse is wanted.
    mouse: bool,
    /// What the terminal is taken for, once it is.
    taken: Option<Takes>,
    /// The latest size that was not taken yet.
    resized: Option<(u16, u16)>,
    /// A search for what is being typed.
    put_off: Option<Effect>,
    /// Words that are on their way to the terminal's clipboard; only the last are wanted.
    copied: Option<Sending>,
    /// What was said and is not painted over.
    said: Vec<u8>,
    /// Something may have changed on the screen.
    is_stale: bool,
    now_s: u64,
    ending: Option<Ending>,
    #[cfg(debug_assertions)]
    is_provoked: bool,
}

impl Visit {
    /// A visit on a terminal. A fault while it begins is given instead.
    pub fn begin(guest: Guest, terminal: &Terminal, settings: Settings) -> Result<Self, Ending> {
        let begin = AssertUnwindSafe(|| Self::new(guest.on_terminal(terminal.name()), terminal, settings));
        catch_unwind(begin).map_err(|fault| Ending::Fault(said(fault.as_ref())))
    }

    fn new(mut guest: Guest, terminal: &Terminal, settings: Settings) -> Self {
        let session = guest.session(terminal.settings(settings));
        Self {
            face: Face::new(&session, guest.has_links()),
            mouse: session.wants_mouse(),
            taken: None,
            session,
            guest,
            decoder: Decoder::default(),
            heard: VecDeque::new(),
            resized: Some(terminal.size()),
            put_off: None,
            copied: None,
            said: Vec::new(),
            is_stale: true,
            now_s: 0,
            ending: None,
            #[cfg(debug_assertions)]
            is_provoked: false,
        }
    }

    /// The next key meets a fault, so that a test can see what comes of one.
    #[cfg(debug_assertions)]
    pub fn provoke(&mut self) {
        self.is_provoked = true;
    }

    /// What time it is, in seconds since whenever the caller counts from.
    pub fn at(&mut self, now_s: u64) {
        self.now_s = now_s;
    }

    /// Hears bytes that came from the terminal; what they mean waits to be taken.
    pub fn hear(&mut self, bytes: &[u8]) {
        self.guarded(|visit| {
            let inputs = visit.decoder.feed(bytes);
            visit.note(inputs);
        });
    }

    /// Takes the next of what was heard; whether there was something.
    pub fn take_next(&mut self) -> bool {
        let Some(input) = self.heard.pop_front() else { return false };
        self.guarded(|visit| visit.take_in(input));
        true
    }

    /// Whether something was heard that is not taken yet.
    pub fn has_heard(&self) -> bool {
        !self.heard.is_empty()
    }

    /// Hears bytes and takes all that they mean.
    pub fn input(&mut self, bytes: &[u8]) {
        self.hear(bytes);
        while self.take_next() {}
    }

    /// All that came together was taken: what was put off meanwhile is asked now.
    pub fn settle(&mut self) {
        self.guarded(Self::ask_put_off);
    }

    /// Whether a lone Escape waits for what may follow it.
    pub fn is_pending(&self) -> bool {
        self.decoder.is_pending()
    }

    /// Nothing followed the Escape: it is heard as such.
    pub fn flush_escape(&mut self) {
        self.guarded(|visit| {
            let inputs = visit.decoder.flush();
            visit.note(inputs);
        });
    }

    /// Notes the terminal's size. It is taken when the screen is painted next, so that of many only the last counts.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.resized = Some(size);
        self.is_stale = true;
    }

    /// Whether something waits to be kept of the visitor.
    pub fn is_waiting(&self) -> bool {
        self.guest.is_waiting()
    }

    /// Keeps what waits; one line where that failed, which the visitor is told too.
    pub fn write(&mut self) -> Option<String> {
        let mut failure = None;
        self.guarded(|visit| {
            failure = visit.guest.write();
            if let Some(why) = &failure {
                visit.tell(Event::Warned(why.clone()));
            }
        });
        failure
    }

    /// Keeps what waits, though the visit has ended; one line where that failed.
    pub fn keep(&mut self) -> Option<String> {
        let failure = catch_unwind(AssertUnwindSafe(|| self.guest.keep()));
        failure.unwrap_or_else(|fault| Some(said(fault.as_ref())))
    }

    /// Whether there may be something to paint.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Whether what is painted must all be taken by the line before more is read: lines are not painted over.
    pub fn is_lasting(&self) -> bool {
        self.face.is_lasting()
    }

    /// Adds the bytes that make the terminal show what there is to show now.
    pub fn paint(&mut self, lent: &mut Canvas, out: &mut Vec<u8>) {
        let already = out.len();
        self.guarded(|visit| visit.show(lent, out));
        if self.ending.is_some() {
            // Half a frame is none.
            out.truncate(already);
        }
    }

    /// Ends the visit, if it has not ended.
    pub fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    /// How the visit ended, if it has.
    pub fn ended(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// The last bytes: the terminal as it was, and one line where there is something to say.
    pub fn farewell(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(takes) = self.taken {
            bytes = modes::give_back(takes, self.face.is_open());
        }
        let why = self.ending.as_ref().map_or("", Ending::words);
        // What is kept of somebody without a key is found again by their code alone.
        let kept = match self.guest.visitor() {
            _ if !self.guest.is_kept() => String::new(),
            Visitor::Code(code) => format!("to come back to your place: ssh {code}@HOST"),
            Visitor::Key(_) if !why.is_empty() => "your place is kept".to_owned(),
            Visitor::Key(_) | Visitor::Nobody => String::new(),
        };
        let between = if why.is_empty() || kept.is_empty() { "" } else { "; " };
        if !(why.is_empty() && kept.is_empty()) {
            bytes.extend(format!("nutgraf: {why}{between}{kept}\r\n").as_bytes());
        }
        bytes
    }

    /// Does a step, unless the visit has ended. A fault in it ends the visit; what is left half changed by it is not
    /// looked at again.
    fn guarded(&mut self, step: impl FnOnce(&mut Self)) {
        if self.ending.is_some() {
            return;
        }
        if let Err(fault) = catch_unwind(AssertUnwindSafe(|| step(self))) {
            self.ending = Some(Ending::Fault(said(fault.as_ref())));
        }
    }

    fn note(&mut self, inputs: Vec<Input>) {
        // Looked at when somebody is there to see it, and never while nobody is.
        if !inputs.is_empty() && self.guest.has_news() {
            self.tell(Event::LibraryChanged);
        }
        self.heard.extend(inputs);
    }

    fn take_in(&mut self, input: Input) {
        #[cfg(debug_assertions)]
        assert!(!self.is_provoked, "a fault was asked for with NUTGRAF_PANIC");
        // Letters typed together are searched for together; any other key is for what was found.
        if !matches!(input, Input::Key(key) if key.typed().is_some()) {
            self.ask_put_off();
        }
        self.face.before(&self.session, &input);
        self.tell(Event::Input(input));
        self.face.after(&self.session, self.now_s, &mut self.said);
    }

    fn ask_put_off(&mut self) {
        if let Some(effect) = self.put_off.take()
            && let Some(event) = self.ask(effect)
        {
            self.tell(event);
        }
    }

    /// Asks the guest for what may need the library. Other visits on this thread do not wait for that.
    fn ask(&mut self, effect: Effect) -> Option<Event> {
        tokio::task::block_in_place(|| self.guest.carry_out(effect))
    }

    /// Tells the session what happened, and does what of its wishes a visitor may have.
    fn tell(&mut self, event: Event) {
        self.is_stale = true;
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(event) {
                match effect {
                    Effect::Mouse(on) => self.mouse = on,
                    Effect::Redraw => self.face.forget(),
                    Effect::Quit => return self.end(Ending::Quit),
                    // Only the last of several is wanted.
                    Effect::Search(request) if request.typed => self.put_off = Some(Effect::Search(request)),
                    // Nothing is asked for it.
                    Effect::Keep(..) => events.extend(self.guest.carry_out(effect)),
                    other => {
                        events.extend(self.ask(other));
                        self.copied = self.guest.to_send().or(self.copied.take());
                    }
                }
            }
        }
    }

    fn show(&mut self, lent: &mut Canvas, out: &mut Vec<u8>) {
        if let Some(size) = self.resized.take() {
            let (cols, rows) = self.face.resize(size);
            self.tell(Event::Resize { cols, rows });
        }
        let takes = self.face.takes(self.mouse);
        match self.taken.replace(takes) {
            None => out.extend(modes::take(takes)),
            Some(before) if before != takes => out.extend(modes::mouse(self.mouse)),
            Some(_) => {}
        }
        if let Some(Sending { text, through }) = self.copied.take()
            && !self.face.is_lasting()
        {
            out.extend(clipboard(&text, through));
        }
        out.append(&mut self.said);
        self.face.show(&self.session, lent, self.now_s, out);
        self.is_stale = false;
    }
}

/// What a fault said.
pub(super) fn said(fault: &dyn Any) -> String {
    let said = fault.downcast_ref::<&str>().map(|said| (*said).to_owned());
    said.or_else(|| fault.downcast_ref::<String>().cloned()).unwrap_or_default()
}
