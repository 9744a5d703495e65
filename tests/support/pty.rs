//! A real terminal for the built binary: a pty whose screen is parsed, under a shell with job control that notes
//! what it finds before and after.
//!
//! Nothing here sleeps: what is waited for is a fact on the screen, in a file or in `/proc`, with a deadline.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[path = "modes.rs"]
pub mod modes;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Long enough for a busy machine; a fact that does not come by then will not come.
pub const DEADLINE: Duration = Duration::from_secs(30);
/// What the shell's screen shows before the program starts.
pub const SHELL_SCREEN: &str = "the shell's own screen";

/// Runs `$1` as its foreground job and writes what it finds into `$DIR`. While the job is stopped it shows
/// STOPPED and obeys a line: `bg` (until it stops again), `wait`, or anything else for `fg`.
const SHELL: &str = r#"
set -m
trap '' HUP
stopped() { jobs > "$DIR/jobs"; grep -q Stopped "$DIR/jobs"; }
printf '%s\n' "$SCREEN"
stty -g > "$DIR/before"
eval "$1"
code=$?
while stopped; do
    stty -g > "$DIR/stopped"
    echo STOPPED
    read answer
    case $answer in
        bg) bg > "$DIR/bg"; until stopped; do :; done ;;
        wait) wait %1; code=$? ;;
        *) fg > "$DIR/fg"; code=$? ;;
    esac
done
stty -g > "$DIR/after"
times > "$DIR/times"
echo "$code" > "$DIR/code.new"
mv "$DIR/code.new" "$DIR/code"
echo "ENDED $code"
read answer
"#;

/// A terminal with a shell in it that runs one line.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    shell: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    /// The reader lets go of the terminal after what it reads next.
    closing: Arc<AtomicBool>,
    /// Held, it keeps the reader from reading on.
    pause: Arc<Mutex<()>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    is_pardoned: bool,
    folder: Option<TempDir>,
}

impl Terminal {
    /// Starts a line in which `$NUTGRAF` is the binary and `$ARTICLE` a file of [`article`].
    pub fn start(line: &str) -> Self {
        Self::start_with(line, &[])
    }

    /// The same with more environment.
    pub fn start_with(line: &str, environment: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), line, environment)
    }

    /// The same in a folder that another terminal has left.
    pub fn start_in(folder: TempDir, line: &str, environment: &[(&str, &str)]) -> Self {
        let path = folder.path().join("bridge.txt");
        fs::write(&path, article()).unwrap();
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", SHELL, "sh", line]);
        command.cwd(folder.path());
        command.env_clear();
        let home = folder.path().to_str().unwrap();
        let path_variable = std::env::var("PATH").unwrap();
        let own = [
            ("PATH", path_variable.as_str()),
            ("NUTGRAF", env!("CARGO_BIN_EXE_nutgraf")),
            ("ARTICLE", path.to_str().unwrap()),
            ("SCREEN", SHELL_SCREEN),
            ("DIR", home),
            ("HOME", home),
            ("XDG_CONFIG_HOME", home),
            ("XDG_DATA_HOME", home),
            ("XDG_STATE_HOME", home),
            ("TERM", "xterm-256color"),
            ("LC_ALL", "C.UTF-8"),
        ];
        for (name, value) in own.iter().chain(environment) {
            command.env(name, value);
        }
        let shell = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let writer = pair.master.take_writer().unwrap();
        let mut source = pair.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        let closing = Arc::new(AtomicBool::new(false));
        let pause = Arc::new(Mutex::new(()));
        let (its_closing, its_pause) = (Arc::clone(&closing), Arc::clone(&pause));
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            // An error is how the end of a pty shows.
            while let Ok(n_bytes @ 1..) = source.read(&mut bytes) {
                if send.send(bytes[..n_bytes].to_vec()).is_err() || its_closing.load(Ordering::SeqCst) {
                    return;
                }
                drop(its_pause.lock());
            }
        });
        let parser = vt100::Parser::new(nonzero(24), nonzero(80), 0);
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            shell,
            output,
            reader: Some(reader),
            closing,
            pause,
            parser,
            raw: Vec::new(),
            is_pardoned: false,
            folder: Some(folder),
        }
    }

    /// Opens the article and waits until it is shown.
    #[track_caller]
    pub fn reading() -> Self {
        let mut terminal = Self::start("\"$NUTGRAF\" \"$ARTICLE\"");
        terminal.wait_for_article();
        terminal
    }

    #[track_caller]
    pub fn wait_for_article(&mut self) {
        self.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains(FIRST_WORDS));
    }

    /// Types, or lets the terminal send, all in one write.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Takes what comes within the time; false when nothing does, or when the other side is gone.
    fn pump(&mut self, wait: Duration) -> bool {
        match self.output.recv_timeout(wait) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                self.raw.extend(bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// Waits until the screen shows what it should.
    #[track_caller]
    pub fn wait(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !is_so(self.parser.screen()) {
            assert!(Instant::now() < end, "{what} did not come; the screen:\n{}", self.parser.screen().contents());
            self.pump(Duration::from_millis(20));
        }
    }

    #[track_caller]
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    /// Waits until something is so that no screen shows.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !is_so(self) {
            assert!(Instant::now() < end, "{what} did not come; the screen:\n{}", self.parser.screen().contents());
            self.pump(Duration::from_millis(20));
        }
    }

    /// Whether nothing at all is written for so long.
    pub fn is_silent_for(&mut self, time: Duration) -> bool {
        !self.pump(time)
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Whether this has been written, whatever became of it on the screen.
    pub fn has_shown(&self, text: &str) -> bool {
        self.raw.windows(text.len()).any(|bytes| bytes == text.as_bytes())
    }

    /// All bytes that have come so far.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// How many bytes have come so far.
    pub fn n_bytes(&self) -> usize {
        self.raw.len()
    }

    /// Gives the terminal another size; the parser has it first, as a real one has.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.parser.set_size(nonzero(rows), nonzero(cols));
        self.claim_size(cols, rows);
    }

    /// Tells the program of another size than the screen has, and spares the screen that: it would cut off what
    /// the shell has on it.
    pub fn claim_size(&mut self, cols: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    /// Where the program's files are.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.as_ref().unwrap().path()
    }

    /// The folder, to start another terminal in it.
    pub fn keep(&mut self) -> TempDir {
        self.folder.take().unwrap()
    }

    /// The terminal's device, to look at it from outside.
    pub fn device(&self) -> PathBuf {
        self.master.as_ref().unwrap().tty_name().unwrap()
    }

    /// The process id of the program under test, once it runs.
    #[track_caller]
    pub fn program(&mut self) -> super::process::Process {
        self.program_named("nutgraf")
    }

    /// The process of this name that the shell has started.
    #[track_caller]
    pub fn program_named(&mut self, name: &str) -> super::process::Process {
        let shell = self.shell.process_id().unwrap();
        let mut found = None;
        self.wait_until("the process", |_| {
            found = super::process::Process::named_in_session(name, shell);
            found.is_some()
        });
        found.unwrap()
    }

    /// Keeps the far side from reading while `act` runs, as a stalled line does.
    pub fn stalled<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let pause = Arc::clone(&self.pause);
        let held = pause.lock().unwrap();
        let result = act(self);
        drop(held);
        result
    }

    /// Lets the terminal vanish, as when its window is closed, with no signal to the program.
    pub fn vanish(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // So that the reader wakes and lets go.
        self.send(b"\x0c");
        self.reader.take().unwrap().join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// The shell's note of this name, once it is written.
    pub fn note(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder().join(name)).ok()
    }

    /// The line has ended with this code, and the shell finds its terminal as it was.
    #[track_caller]
    pub fn ended_clean(&mut self, code: i32) {
        self.wait("the end", |screen| screen.contents().contains("ENDED"));
        let shown = self.screen().contents();
        assert!(shown.contains(&format!("ENDED {code}\n")) || shown.ends_with(&format!("ENDED {code}")), "{shown}");
        self.is_given_back();
        assert_eq!(self.note("before"), self.note("after"), "the terminal's modes (stty -g) differ");
        let text = String::from_utf8_lossy(&self.raw);
        for query in
            ["\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[5n", "\x1b[6n", "\x1b[?u", "\x1b[>q", "$p", ";?\x07", ";?\x1b"]
        {
            assert!(!text.contains(query), "the terminal was asked something: {query:?}");
        }
    }

    /// Whatever was set in between was set by others, and only what is left in the end counts.
    pub fn pardon(&mut self) {
        self.is_pardoned = true;
    }

    /// Nothing that was started is left, dead or alive.
    #[track_caller]
    pub fn nobody_is_left(&mut self) {
        let shell = self.shell.process_id().unwrap();
        self.wait_until("an end of all that was started", |_| super::process::Process::n_in_session(shell) <= 1);
    }

    /// Processor time of all that has ended under the shell, in milliseconds.
    #[track_caller]
    pub fn spent_ms(&self) -> u64 {
        // The second line has what the shell's children took: minutes and seconds in its own mode, and in the kernel's.
        let times = self.note("times").unwrap();
        let words = times.lines().nth(1).unwrap().split_whitespace();
        words
            .map(|word| {
                let (minutes, seconds) = word.trim_end_matches('s').split_once('m').unwrap();
                let seconds = minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap();
                (seconds * 1000.0) as u64
            })
            .sum()
    }

    /// What the program sets is unset, and the shell's screen is there.
    #[track_caller]
    pub fn is_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left on");
        assert!(!screen.hide_cursor(), "the cursor is left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is left on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is left on");
        assert!(!screen.application_keypad() && !screen.application_cursor());
        let plain = screen.fgcolor() == vt100::Color::Default
            && screen.bgcolor() == vt100::Color::Default
            && !(screen.bold() || screen.dim() || screen.italic() || screen.underline() || screen.inverse());
        assert!(plain, "a style is left on");
        assert!(screen.contents().contains(SHELL_SCREEN), "the shell's screen is lost:\n{}", screen.contents());
        let modes = modes::Modes::after(&self.raw);
        if self.is_pardoned { modes.pardoned() } else { modes }.are_given_back();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The program ends with its terminal, if it runs still; the shell ignores that, and is ended.
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// The first words of the first paragraph of [`article`].
pub const FIRST_WORDS: &str = "Paragraph 1 tells";
/// Its last words.
pub const LAST_WORDS: &str = "the ferry stays";

/// An article of a hundred paragraphs about people who do not exist.
pub fn article() -> String {
    let paragraph = |number| {
        format!("Paragraph {number} tells how the vote went on.\n\n“We counted {number} times,” Mara Velk said.\n\n")
    };
    let paragraphs = (1..=100).map(paragraph).collect::<Vec<_>>().concat();
    format!("Vell council votes for a second bridge\n\n{paragraphs}For those who do not drive {LAST_WORDS}.\n")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn nonzero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}
