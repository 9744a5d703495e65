//! The loop of a session on the local terminal: waits, takes all that came together, and paints once. `pipe` gives the
//! terminal to a command for a while.

mod pipe;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::decode::Decoder;
use crate::exchange::{Effect, Event};
use crate::face::Face;
use crate::face::modes::Takes;
use crate::host::{Host, Sending};
use crate::key::Input;
use crate::paint::{Canvas, canvas, clipboard};
use crate::session::Session;

use super::modes::{self, Guard};
use super::signals::{self, Call, Signals};
use super::tty::Tty;
use super::{Ending, TermError};

/// How long a lone Escape waits for a sequence to follow it. Sequences come in one packet nearly always, and a
/// person does not notice this.
const ESCAPE_WAIT: Duration = Duration::from_millis(30);
/// Where the reader is is written down once no key has come for so long.
const IDLE: Duration = Duration::from_secs(1);
const READ_BYTES: usize = 4096;
/// So much input is taken together at most before the screen is painted.
const MAX_READS: usize = 16;

/// A session and the terminal that it runs on.
pub(super) struct Desk<'host> {
    session: Session,
    host: &'host mut Host,
    tty: Tty,
    signals: Signals,
    decoder: Decoder,
    face: Face,
    canvas: Canvas,
    /// When it began.
    since: Instant,
    /// What is to be written next.
    out: Vec<u8>,
    mouse: bool,
    /// A search for what is being typed.
    put_off: Option<Effect>,
    /// Signals that were caught while something else was going on.
    calls: VecDeque<Call>,
}

/// Whether a fault was asked for with this key, to try what becomes of the terminal then.
#[cfg(debug_assertions)]
fn is_fatal(input: &Input) -> bool {
    let asked = std::env::var("NUTGRAF_PANIC").ok().and_then(|key| key.chars().next());
    matches!(input, Input::Key(key) if asked.is_some() && key.typed() == asked)
}

/// What stands in the way of going on.
type Flow = Result<(), Ending>;

impl<'host> Desk<'host> {
    pub(super) fn new(session: Session, host: &'host mut Host, tty: Tty, signals: Signals) -> Self {
        let mouse = session.wants_mouse();
        let face = Face::new(&session, host.has_links());
        host.send_nothing(face.is_lasting());
        Self {
            face,
            session,
            host,
            tty,
            signals,
            decoder: Decoder::default(),
            canvas: canvas(0, 0),
            since: Instant::now(),
            out: Vec::new(),
            mouse,
            put_off: None,
            calls: VecDeque::new(),
        }
    }

    /// Takes the terminal, runs the session and gives the terminal back.
    pub(super) fn run(mut self) -> Result<Ending, TermError> {
        if let Err(ending) = self.wait_for_foreground() {
            return Ok(ending);
        }
        let guard = Guard;
        self.out = modes::take(self.tty.output(), self.takes()).map_err(TermError::Unusable)?;
        let ending = self.go().err().unwrap_or(Ending::Quit);
        drop(guard);
        Ok(ending)
    }

    /// What the terminal is taken for.
    fn takes(&self) -> Takes {
        self.face.takes(self.mouse)
    }

    /// The loop, which only an ending ends.
    fn go(&mut self) -> Result<std::convert::Infallible, Ending> {
        self.resize()?;
        loop {
            self.paint()?;
            // A frame that was cut off by a signal is painted anew once that is answered.
            while !self.calls.is_empty() {
                self.answer_calls()?;
                self.paint()?;
            }
            let idle = self.host.is_waiting().then_some(IDLE);
            let timeout = if self.decoder.is_pending() { Some(ESCAPE_WAIT) } else { idle };
            let ready =
                self.tty.wait(self.signals.fd(), self.host.wakes(), false, timeout).map_err(|_| Ending::Gone)?;
            if ready.signal {
                self.calls.extend(self.signals.caught());
            }
            self.answer_calls()?;
            if ready.news {
                for event in self.host.news() {
                    self.tell(event)?;
                }
            }
            if ready.input {
                self.read()?;
            } else if ready.nothing() && self.decoder.is_pending() {
                let inputs = self.decoder.flush();
                self.take_in(inputs)?;
                self.ask_put_off()?;
            } else if ready.nothing()
                && let Some(why) = self.host.write()
            {
                self.tell(Event::Warned(why))?;
            }
        }
    }

    fn read(&mut self) -> Flow {
        let mut bytes = [0; READ_BYTES];
        for _ in 0..MAX_READS {
            let n_bytes = self.tty.read(&mut bytes).map_err(|_| Ending::Gone)?;
            let inputs = self.decoder.feed(bytes.get(..n_bytes).unwrap_or_default());
            self.take_in(inputs)?;
            if n_bytes < READ_BYTES {
                break;
            }
        }
        self.ask_put_off()
    }

    fn take_in(&mut self, inputs: Vec<Input>) -> Flow {
        // Looked at when somebody is there to see it, and never while nobody is.
        if !inputs.is_empty() && self.host.has_news() {
            self.tell(Event::LibraryChanged)?;
        }
        for input in inputs {
            #[cfg(debug_assertions)]
            assert!(!is_fatal(&input), "a fault was asked for with NUTGRAF_PANIC");
            // Letters typed together are searched for together; any other key is for what was found.
            if !matches!(input, Input::Key(key) if key.typed().is_some()) {
                self.ask_put_off()?;
            }
            self.face.before(&self.session, &input);
            self.tell(Event::Input(input))?;
            self.face.after(&self.session, self.since.elapsed().as_secs(), &mut self.out);
            modes::line(self.face.is_open());
        }
        Ok(())
    }

    /// Asks what was put off while more was typed.
    fn ask_put_off(&mut self) -> Flow {
        match self.put_off.take().and_then(|effect| self.host.carry_out(effect)) {
            Some(event) => self.tell(event),
            None => Ok(()),
        }
    }

    /// Tells the session what happened, and does what it asks for.
    fn tell(&mut self, event: Event) -> Flow {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(event) {
                match effect {
                    Effect::Mouse(_) if self.face.is_lasting() => {}
                    Effect::Mouse(on) => {
                        self.mouse = on;
                        self.out.extend(modes::mouse(on));
                    }
                    Effect::Redraw => self.face.forget(),
                    Effect::Suspend if signals::can_stop() => {
                        signals::ask_job_to_stop();
                        self.calls.extend(self.signals.caught());
                        self.answer_calls()?;
                    }
                    Effect::Suspend => {}
                    Effect::Quit => return Err(Ending::Quit),
                    // Only the last of several is wanted.
                    Effect::Search(request) if request.typed => self.put_off = Some(Effect::Search(request)),
                    Effect::Pipe(extract, command) => {
                        let outcome = match self.host.piped(&extract) {
                            Ok(text) => self.pipe(&command, text)?,
                            Err(why) => Err(why),
                        };
                        events.push_back(Event::Done(outcome));
                    }
                    other => {
                        events.extend(self.host.carry_out(other));
                        if let Some(Sending { text, through }) = self.host.to_send() {
                            self.out.extend(clipboard(&text, through));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn answer_calls(&mut self) -> Flow {
        // An end comes before all else.
        if let Some(ending) = self.called_to_end() {
            return Err(ending);
        }
        while let Some(call) = self.calls.pop_front() {
            match call {
                Call::Resize => self.resize()?,
                Call::Stop if signals::can_stop() => self.suspend()?,
                Call::Stop => {}
                Call::Continue => {
                    self.wait_for_foreground()?;
                    let bytes = modes::take_again(self.tty.output(), self.takes()).map_err(|_| Ending::Gone)?;
                    self.come_back(&bytes)?;
                }
                Call::End(number) => return Err(Ending::Signal(number)),
            }
        }
        Ok(())
    }

    fn called_to_end(&self) -> Option<Ending> {
        self.calls
            .iter()
            .find_map(|call| if let Call::End(number) = call { Some(Ending::Signal(*number)) } else { None })
    }

    /// Gives the terminal to the shell until this process is continued.
    fn suspend(&mut self) -> Flow {
        // Stopped, it may never run on.
        self.host.write();
        // What was not written yet is painted anew afterwards.
        if !self.face.is_lasting() {
            self.out.clear();
        }
        modes::give_back();
        // Whoever stopped it may have let it go on meanwhile, and will not do so twice.
        self.calls.extend(self.signals.caught());
        if !self.calls.contains(&Call::Continue) {
            signals::stop();
            self.calls.extend(self.signals.caught());
        }
        self.calls.retain(|call| !matches!(call, Call::Continue | Call::Stop));
        self.wait_for_foreground()?;
        let bytes = modes::take(self.tty.output(), self.takes()).map_err(|_| Ending::Gone)?;
        self.come_back(&bytes)
    }

    fn come_back(&mut self, bytes: &[u8]) -> Flow {
        self.out.extend(bytes);
        self.resize()?;
        self.tell(Event::Resumed)
    }

    /// In the background, stops until a shell gives this process the terminal; only then may its modes be set. A
    /// signal that ends the process ends the wait too.
    fn wait_for_foreground(&mut self) -> Flow {
        while !modes::is_foreground(self.tty.output()) {
            if let Some(ending) = self.called_to_end() {
                return Err(ending);
            }
            signals::stop_in_background();
            let caught = self.signals.caught();
            let continued = caught.contains(&Call::Continue);
            self.calls.extend(caught.into_iter().filter(|call| !matches!(call, Call::Continue | Call::Stop)));
            if !continued && self.called_to_end().is_none() {
                // It did not stop, so no shell is there that could ever give it the terminal.
                return Err(Ending::Gone);
            }
        }
        Ok(())
    }

    fn resize(&mut self) -> Flow {
        let (cols, rows) = self.face.resize(self.tty.size());
        self.tell(Event::Resize { cols, rows })
    }

    fn paint(&mut self) -> Flow {
        let n_bytes_before = self.out.len();
        self.face.show(&self.session, &mut self.canvas, self.since.elapsed().as_secs(), &mut self.out);
        modes::line(self.face.is_open());
        self.write(n_bytes_before)
    }

    /// Writes what is to be written. A terminal that is slow to take it holds up no signal: one that ends or stops
    /// the process breaks the frame off, but not what stands in so many bytes before it.
    fn write(&mut self, n_bytes_before: usize) -> Flow {
        let mut n_written = 0;
        let mut wait = self.tty.must_wait_before_writing();
        while let Some(rest) = self.out.get(n_written..).filter(|rest| !rest.is_empty()) {
            if wait {
                let ready = self.tty.wait(self.signals.fd(), None, true, None).map_err(|_| Ending::Gone)?;
                if ready.signal {
                    self.calls.extend(self.signals.caught());
                    if self.calls.iter().any(|call| !matches!(call, Call::Resize)) {
                        self.face.cut_off();
                        modes::cut_off(self.host.has_links());
                        break;
                    }
                }
                if !ready.output {
                    continue;
                }
            }
            // Noted first: an abort may come right after the bytes are out.
            let is_first = modes::begin();
            let n_bytes = self.tty.write(rest).map_err(|_| Ending::Gone)?;
            n_written += n_bytes;
            if is_first && n_bytes == 0 {
                modes::not_begun();
            }
            wait = n_bytes == 0 || self.tty.must_wait_before_writing();
        }
        // Words that were not taken yet are said later, and modes are set later; a frame is painted anew.
        if !self.face.is_lasting() {
            self.out.truncate(n_written.max(n_bytes_before));
        }
        self.out.drain(..n_written);
        Ok(())
    }
}
