//! A command of the reader's, run in their own shell on the screen that the shell has: words on its standard input,
//! its output seen until Enter is pressed. Keys that end or stop the command do not end the reader, and whatever the
//! command did to the terminal is undone.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTSTP};

use super::super::Ending;
use super::super::modes;
use super::super::signals::{self, Call};
use super::Desk;

/// What is to be said of the command.
type Said = Result<String, String>;

/// How a command ended, and whether it took all that it was given.
struct Ended {
    status: std::io::Result<ExitStatus>,
    took_all: bool,
}

impl Desk<'_> {
    /// Gives the terminal to a command until it has ended and Enter was pressed.
    pub(super) fn pipe(&mut self, command: &str, words: String) -> Result<Said, Ending> {
        self.host.write();
        // What was not written yet is painted anew afterwards; lines are not.
        if self.face.is_lasting() {
            self.write(0)?;
        }
        self.out.clear();
        modes::give_back();
        let before = modes::modes(self.tty.output()).map_err(|_| Ending::Gone)?;
        let said = self.run_command(command, words);
        modes::set(self.tty.output(), &before);
        if !self.face.is_lasting() {
            self.put(modes::MENDING)?;
        }
        let said = said?;
        let line = match &said {
            Ok(words) | Err(words) => format!("\r\n{words}. Press Enter to come back."),
        };
        self.put(line.as_bytes())?;
        self.wait_for_enter()?;
        self.wait_for_foreground()?;
        let bytes = modes::take(self.tty.output(), self.takes()).map_err(|_| Ending::Gone)?;
        self.come_back(&bytes)?;
        Ok(said)
    }

    fn run_command(&mut self, command: &str, words: String) -> Result<Said, Ending> {
        let shell = std::env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or_else(|| "/bin/sh".into());
        let (Ok(output), Ok(errors)) = (self.tty.shared(), self.tty.shared()) else {
            return Ok(Err("the command was not run: the terminal cannot be shared".to_owned()));
        };
        let child =
            Command::new(&shell).arg("-c").arg(command).stdin(Stdio::piped()).stdout(output).stderr(errors).spawn();
        let child = match child {
            Ok(child) => child,
            Err(error) => return Ok(Err(format!("the command was not run: {}: {error}", shell.to_string_lossy()))),
        };
        match self.attend(child, words)? {
            Some(ended) => Ok(said(ended)),
            None => Ok(Err("nothing is known of how the command ended".to_owned())),
        }
    }

    /// Waits for the command, and for signals meanwhile: those of keys are the command's.
    fn attend(&mut self, child: Child, words: String) -> Result<Option<Ended>, Ending> {
        let Ok((mut wake, far)) = UnixStream::pair() else { return Ok(None) };
        let command = Pid::from_child(&child);
        let thread = std::thread::Builder::new().name("command".to_owned());
        let Ok(thread) = thread.spawn(move || {
            let ended = feed(child, &words);
            drop(far);
            ended
        }) else {
            return Ok(None);
        };
        loop {
            let mut fds = [
                PollFd::from_borrowed_fd(self.signals.fd(), PollFlags::IN),
                PollFd::new(&wake, PollFlags::IN),
                // The command has it; here it is only seen whether it is still there.
                PollFd::from_borrowed_fd(self.tty.output(), PollFlags::empty()),
            ];
            let polled = rustix::event::poll(&mut fds, None);
            let is_over = polled.is_ok() && !fds[1].revents().is_empty();
            if polled.is_ok() && fds[2].revents().contains(PollFlags::HUP) {
                end(command, Signal::HUP);
                return Err(Ending::Gone);
            }
            for call in self.signals.caught() {
                match call {
                    // The command stopped with the whole job; the shell has the terminal until both go on.
                    Call::Stop if signals::can_stop() => signals::stop(),
                    // What ends the reader ends what runs for them.
                    Call::End(number) if number != SIGINT && number != SIGQUIT => {
                        end(command, Signal::from_named_raw(number).unwrap_or(Signal::TERM));
                        return Err(Ending::Signal(number));
                    }
                    // The size is asked for when the screen is taken again.
                    Call::End(_) | Call::Stop | Call::Continue | Call::Resize => {}
                }
            }
            if is_over {
                let _ = wake.read(&mut [0]);
                return Ok(thread.join().ok());
            }
        }
    }

    /// Reads until a line ends, in the terminal's own way of editing lines.
    fn wait_for_enter(&mut self) -> Result<(), Ending> {
        let mut byte = [0; 64];
        loop {
            let ready = self.tty.wait(self.signals.fd(), None, false, None).map_err(|_| Ending::Gone)?;
            if ready.signal {
                for call in self.signals.caught() {
                    match call {
                        Call::End(SIGINT | SIGQUIT) => return Ok(()),
                        Call::End(number) => return Err(Ending::Signal(number)),
                        Call::Stop if signals::can_stop() => signals::stop(),
                        _ => {}
                    }
                }
            }
            if ready.input {
                let n_bytes = match self.tty.read(&mut byte) {
                    Ok(n_bytes) => n_bytes,
                    // The end of the file is a key too, and means the same here.
                    Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                    Err(_) => return Err(Ending::Gone),
                };
                if byte.get(..n_bytes).is_some_and(|bytes| bytes.contains(&b'\n') || bytes.contains(&b'\r')) {
                    return Ok(());
                }
            }
        }
    }

    /// Writes these bytes now.
    fn put(&mut self, bytes: &[u8]) -> Result<(), Ending> {
        self.out.extend(bytes);
        self.write(self.out.len())
    }
}

/// Ends a command, and what it has started: a shell that is ended leaves that running.
fn end(command: Pid, signal: Signal) {
    let mut all = vec![command];
    let mut n_seen = 0;
    while let Some(pid) = all.get(n_seen) {
        // Where the system does not tell it is the command alone.
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?)));
        n_seen += 1;
    }
    for pid in all {
        // It may have ended by itself.
        let _ = kill_process(pid, signal);
    }
}

fn feed(mut child: Child, words: &str) -> Ended {
    let took_all = match child.stdin.take() {
        Some(mut stdin) => match stdin.write_all(words.as_bytes()) {
            Ok(()) => true,
            Err(error) => error.kind() != ErrorKind::BrokenPipe,
        },
        None => false,
    };
    Ended { status: wait(&mut child), took_all }
}

/// Waits until it has ended. What stops by itself would never end, and is let go on, unless a shell does that.
fn wait(child: &mut Child) -> std::io::Result<ExitStatus> {
    let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else { return child.wait() };
    loop {
        let status = match waitpid(Some(id), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) => status,
            Ok(None) | Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        if !status.stopped() {
            return Ok(ExitStatus::from_raw(status.as_raw()));
        }
        if status.stopping_signal() != Some(SIGTSTP) || !signals::can_stop() {
            kill_process(id, Signal::CONT)?;
        }
    }
}

fn said(ended: Ended) -> Said {
    let rest = if ended.took_all { "" } else { ", without reading all of it" };
    match ended.status {
        Ok(status) if status.success() => Ok(format!("the command is done{rest}")),
        Ok(status) => Err(match (status.code(), status.signal()) {
            (Some(127), _) => "the command was not found (status 127)".to_owned(),
            (Some(code), _) => format!("the command ended with status {code}{rest}"),
            (None, Some(signal)) => format!("the command was ended by signal {signal}{rest}"),
            (None, None) => "the command ended, and nothing is known of how".to_owned(),
        }),
        Err(error) => Err(format!("nothing is known of how the command ended: {error}")),
    }
}
