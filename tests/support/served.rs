//! A library served over SSH by the built binary, its log, and visitors with OpenSSH's own client.
//!
//! Nothing here sleeps: what is waited for is a line of the log, a fact in `/proc` or on a screen, with a deadline.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::newsroom::Newsroom;
use super::process::Process;
use super::pty::{DEADLINE, Terminal};
use super::tools;

/// The headline of the first article, the newest.
pub const HEADLINE: &str = "Harbour council hears thirty-three speakers";
/// The first words of its first paragraph.
pub const FIRST_WORDS: &str = "Paragraph 1 tells";
/// A headline further down in the list.
pub const OTHER_HEADLINE: &str = "Lighthouse keeper of Quarrow retires";

/// An article with a statement in each of 33 numbered paragraphs, about people who do not exist.
fn long_article() -> String {
    let paragraph = |n| {
        format!("Paragraph {n} tells how the evening went on.\n\n“The pier was closed {n} times,” Mara Velk said.\n\n")
    };
    let paragraphs = (1..=33).map(paragraph).collect::<Vec<_>>().concat();
    format!("{HEADLINE}\n\n{paragraphs}For those who do not drive the ferry stays.\n")
}

fn short_article() -> String {
    format!(
        "{OTHER_HEADLINE}\n\nThe keeper of the light at Quarrow leaves after forty years.\n\n\
         “I shall miss the fog most of all,” said Ilse Tarn, the keeper.\n\n\
         Ilse Tarn added that her lamp had never once failed the herring fleet.\n"
    )
}

/// A library of those two, made once for all tests.
fn template() -> &'static Path {
    static MADE: OnceLock<Newsroom> = OnceLock::new();
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let room = MADE.get_or_init(|| {
        let room = Newsroom::new();
        add_to(&room, "quarrow.txt", &short_article(), "2026-11-02");
        add_to(&room, "harbour.txt", &long_article(), "2026-11-03");
        room
    });
    PATH.get_or_init(|| room.path())
}

/// Adds an article of this text and day, as the owner does, with another process.
#[track_caller]
fn add_to(room: &Newsroom, name: &str, text: &str, day: &str) {
    let (headline, body) = text.split_once("\n\n").unwrap();
    let mail = format!(
        "---\ntitle: {headline}\ndate: {day}\npublisher: The Quarrow Post\nurl: https://quarrow.example/{}\n---\n\n# {headline}\n\n{body}",
        name.trim_end_matches(".txt")
    );
    let name = name.replace(".txt", ".md");
    fs::write(room.folder.path().join(&name), mail).unwrap();
    room.done(&["add", &name]);
}

/// Whether the tools are there; a failure where they are required.
fn has_tools() -> bool {
    // Both end at once on an option that they do not know.
    ["ssh", "ssh-keygen"].into_iter().all(|tool| tools::has(tool, "-?"))
}

/// A server, its folder and its log.
pub struct Served {
    pub room: Newsroom,
    child: Child,
    port: u16,
    log: Arc<Mutex<String>>,
}

impl Served {
    /// Serves to anybody. Nothing where the tools are not there.
    #[track_caller]
    pub fn start() -> Option<Self> {
        Self::start_with(&["--anonymous"], &[])
    }

    /// Serves with these options, in which `$DIR` is the folder, and this environment.
    #[track_caller]
    pub fn start_with(options: &[&str], environment: &[(&str, &str)]) -> Option<Self> {
        has_tools().then(|| Self::start_in(Newsroom::new(), options, environment))
    }

    /// The same in a folder that may have a library already, or keys.
    #[track_caller]
    pub fn start_in(room: Newsroom, options: &[&str], environment: &[(&str, &str)]) -> Self {
        if !room.path().exists() {
            fs::copy(template(), room.path()).unwrap();
        }
        let folder = room.folder.path().to_owned();
        let programs = fake_programs(&folder);
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
        command
            .args(["serve", "--library"])
            .arg(room.path())
            .args(["--listen", "127.0.0.1:0", "--host-key"])
            .arg(folder.join("host_key"))
            .args(options.iter().map(|option| option.replace("$DIR", folder.to_str().unwrap())))
            .current_dir(&folder)
            .env_clear()
            .envs([("PATH", format!("{}:{path}", programs.display())), ("LC_ALL", "C.UTF-8".to_owned())])
            .envs([("HOME", &folder), ("XDG_CONFIG_HOME", &folder), ("XDG_DATA_HOME", &folder)])
            .envs([("XDG_STATE_HOME", &folder), ("BROWSER", &programs.join("xdg-open"))])
            .env("DISPLAY", ":99")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, its_log) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut log = its_log.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut served = Self { room, child, port: 0, log };
        served.wait("the server listens", |served| {
            assert!(served.child.try_wait().unwrap().is_none(), "the server ended:\n{}", served.log());
            port_in(&served.log()).is_some()
        });
        served.port = port_in(&served.log()).unwrap();
        served
    }

    /// The same library and keys served anew, once this server has ended.
    #[track_caller]
    pub fn again(mut self, options: &[&str]) -> Self {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let room = std::mem::replace(&mut self.room, Newsroom::new());
        Self::start_in(room, options, &[])
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.room.folder.path()
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it has told so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// How many lines of the log tell of this event.
    pub fn n_events(&self, event: &str) -> usize {
        let event = format!("event={event} ");
        self.log().lines().filter(|line| format!("{line} ").contains(&event)).count()
    }

    /// Waits until so many lines tell of this event.
    #[track_caller]
    pub fn wait_for_events(&mut self, event: &str, n: usize) {
        self.wait(&format!("{n} × {event}"), |served| served.n_events(event) >= n);
    }

    /// Waits until something is so that no screen shows.
    #[track_caller]
    pub fn wait(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !is_so(self) {
            assert!(Instant::now() < end, "{what} did not come; the log:\n{}", self.log());
            std::thread::yield_now();
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }

    /// Its process.
    pub fn process(&self) -> Process {
        Process::of(self.child.id())
    }

    pub fn signal(&self, signal: Signal) {
        self.process().signal(signal);
    }

    /// Waits until it has ended.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        self.wait("the server's end", |served| {
            status = served.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// It runs, nobody is connected, and as many sessions have ended as have begun.
    #[track_caller]
    pub fn is_left_by_all(&mut self) {
        self.wait("the last connection's end", |served| served.process().n_connections(served.port) == 0);
        self.wait("the last session's end", |served| {
            served.n_events("session-began") == served.n_events("session-ended") + served.n_events("session-broke")
                && served.n_events("connected") == served.n_events("disconnected")
        });
        assert!(self.child.try_wait().unwrap().is_none(), "the server ended:\n{}", self.log());
    }

    /// Whether the server has started any of the programs that a reader at a desk may start.
    pub fn has_started_a_program(&self) -> bool {
        self.folder().join("started").exists()
    }

    /// Adds an article as the owner does, with another process.
    #[track_caller]
    pub fn add(&self, headline: &str, body: &str) {
        add_to(&self.room, "added.txt", &format!("{headline}\n\n{body}"), "2026-11-20");
    }

    /// A key of this name, made when it is first wanted; its file.
    pub fn key(&self, name: &str) -> PathBuf {
        make_key(self.folder(), name)
    }

    /// A visitor with the key *ada*.
    pub fn visitor(&self) -> Client<'_> {
        let known_hosts = self.folder().join("known_hosts");
        let client = Client { served: self, user: "reader".to_owned(), options: Vec::new(), remote: None };
        client
            .option("BatchMode=yes")
            .option("StrictHostKeyChecking=accept-new")
            .option(&format!("UserKnownHostsFile={}", known_hosts.display()))
            .option("GlobalKnownHostsFile=/dev/null")
            .option("IdentityAgent=none")
            .option("IdentitiesOnly=yes")
            .option("LogLevel=ERROR")
            .option("ControlPath=none")
            .key("ada")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!("the end of the server's log:\n{}", lines[lines.len().saturating_sub(30)..].join("\n"));
        }
    }
}

/// The key of this name in the folder, made when it is first wanted.
pub fn make_key(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("key_{name}"));
    if !file.exists() {
        let mut command = Command::new("ssh-keygen");
        command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(&file);
        assert!(command.status().unwrap().success());
    }
    file
}

/// Programs that a desk has and a server must not start; each leaves a mark.
fn fake_programs(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let programs = folder.join("programs");
    fs::create_dir_all(&programs).unwrap();
    for name in ["xdg-open", "x-www-browser", "firefox", "wl-copy", "xclip", "xsel", "pbcopy", "tmux"] {
        let file = programs.join(name);
        fs::write(&file, format!("#!/bin/sh\necho {name} \"$@\" >> '{}'\n", folder.join("started").display())).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    programs
}

fn port_in(log: &str) -> Option<u16> {
    let line = log.lines().find(|line| line.contains("listening"))?;
    let after = line.rsplit("127.0.0.1:").next()?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok().filter(|port| *port > 0)
}

/// A visitor about to connect.
#[derive(Clone)]
pub struct Client<'s> {
    served: &'s Served,
    user: String,
    options: Vec<String>,
    remote: Option<String>,
}

impl Client<'_> {
    pub fn option(mut self, option: &str) -> Self {
        self.options.extend(["-o".to_owned(), option.to_owned()]);
        self
    }

    /// Options that come before all others: the client takes the first of a kind.
    pub fn first(mut self, options: &[&str]) -> Self {
        let options = options.iter().flat_map(|option| ["-o".to_owned(), (*option).to_owned()]);
        self.options = options.chain(std::mem::take(&mut self.options)).collect();
        self
    }

    /// Options that are not `-o`.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.options.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// With another key, and that alone.
    pub fn key(mut self, name: &str) -> Self {
        if let Some(at) = self.options.iter().position(|option| option.starts_with("IdentityFile=")) {
            self.options.drain(at - 1..=at);
        }
        let file = self.served.key(name);
        self.option(&format!("IdentityFile={}", file.display()))
    }

    /// With no key at all. Questions are allowed, since a method that asks nothing is one that asks.
    pub fn keyless(self) -> Self {
        self.first(&["PubkeyAuthentication=no", "BatchMode=no", "NumberOfPasswordPrompts=1"])
    }

    pub fn user(mut self, user: &str) -> Self {
        user.clone_into(&mut self.user);
        self
    }

    /// Asks for a command.
    pub fn asks(mut self, line: &str) -> Self {
        self.remote = Some(line.to_owned());
        self
    }

    fn all_arguments(&self) -> Vec<String> {
        let mut all = vec!["-F".to_owned(), "none".to_owned()];
        all.extend(self.options.iter().cloned());
        all.extend(["-p".to_owned(), self.served.port.to_string(), "-l".to_owned(), self.user.clone()]);
        all.push("127.0.0.1".to_owned());
        // The client takes options of its own after the host, too.
        all.extend(self.remote.iter().flat_map(|line| ["--".to_owned(), line.clone()]));
        all
    }

    /// Without a terminal: nothing but pipes.
    pub fn command(&self) -> Command {
        let mut command = Command::new("ssh");
        command.args(self.all_arguments());
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.served.folder());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs without a terminal to the end, which must come.
    #[track_caller]
    pub fn output(&self) -> Output {
        let child = self.command().spawn().unwrap();
        let pid = child.id();
        let (send, done) = std::sync::mpsc::channel();
        std::thread::spawn(move || send.send(child.wait_with_output().unwrap()));
        done.recv_timeout(DEADLINE).unwrap_or_else(|_| {
            Process::of(pid).signal(Signal::KILL);
            panic!("ssh {:?} does not end; the log:\n{}", self.all_arguments(), self.served.log())
        })
    }

    /// The shell line that connects.
    pub fn line(&self) -> String {
        let quoted = |argument: &String| format!("'{}'", argument.replace('\'', r"'\''"));
        format!("ssh {}", self.all_arguments().iter().map(quoted).collect::<Vec<_>>().join(" "))
    }

    /// In a terminal of 80×24.
    pub fn terminal(&self) -> Terminal {
        Terminal::start(&self.line())
    }

    /// In a terminal with this environment, sent or not.
    pub fn terminal_with(&self, environment: &[(&str, &str)]) -> Terminal {
        Terminal::start_with(&self.line(), environment)
    }

    /// In a terminal of a size that a shell sets first.
    pub fn terminal_of(&self, cols: u16, rows: u16) -> Terminal {
        Terminal::start(&format!("stty cols {cols} rows {rows}; {}", self.line()))
    }

    /// In a terminal, with the list on it.
    #[track_caller]
    pub fn listing(&self) -> Terminal {
        let mut terminal = self.terminal();
        wait_for_list(&mut terminal);
        terminal
    }

    /// In a terminal, with the newest article on it.
    #[track_caller]
    pub fn reading(&self) -> Terminal {
        let mut terminal = self.listing();
        open_newest(&mut terminal);
        terminal
    }
}

#[track_caller]
pub fn wait_for_list(terminal: &mut Terminal) {
    terminal.wait("the list", |screen| screen.alternate_screen() && screen.contents().contains(OTHER_HEADLINE));
}

#[track_caller]
pub fn open_newest(terminal: &mut Terminal) {
    terminal.send("g\r");
    terminal.wait_for_text(FIRST_WORDS);
}
