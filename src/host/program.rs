//! Programs that are run beside a session: by an argument vector and never through a shell, and never waited for
//! longer than a moment. Each is attended until it has ended, so that none is left behind dead or stopped.

use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitOptions, kill_process_group, waitpid};

/// What came of a program within the time.
pub(super) enum Outcome {
    /// It ended so.
    Ended(ExitStatus),
    /// It runs still.
    Runs,
}

/// A program that has nothing to do with this terminal: keys that end the one do not end the other.
pub(super) fn apart(program: &str, arguments: &[String]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command
}

/// Starts it, gives it words on its standard input and waits so long for its end. What runs longer is ended where
/// `ends` says so, else left to itself; nobody waits for it then, and it leaves nothing behind.
pub(super) fn run(mut command: Command, words: Option<&str>, wait: Duration, ends: bool) -> std::io::Result<Outcome> {
    if words.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child: Child = command.spawn()?;
    let pid = Pid::from_child(&child);
    let (words, stdin) = (words.map(str::to_owned), child.stdin.take());
    let (send, ended) = channel();
    let thread = std::thread::Builder::new().name("program".to_owned());
    let attended = thread.spawn(move || {
        let _ = send.send(attend(pid, stdin, words));
    });
    if let Err(error) = attended {
        let _ = kill_process_group(pid, Signal::KILL);
        let _ = waitpid(Some(pid), WaitOptions::empty());
        return Err(error);
    }
    if let Ok(status) = ended.recv_timeout(wait) {
        return status.map(Outcome::Ended);
    }
    if ends {
        // It may have ended just now; then there is nothing to end.
        let _ = kill_process_group(pid, Signal::KILL);
        let _ = ended.recv_timeout(wait);
    }
    Ok(Outcome::Runs)
}

/// Gives a program its words and waits for its end. One that is stopped, as whoever asks for this terminal is, would
/// wait for ever: it is ended.
fn attend(pid: Pid, stdin: Option<std::process::ChildStdin>, words: Option<String>) -> std::io::Result<ExitStatus> {
    if let (Some(mut stdin), Some(words)) = (stdin, words) {
        // A program that takes only some of it says by its status whether that was enough.
        let _ = stdin.write_all(words.as_bytes());
    }
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) if status.stopped() => {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            Ok(Some((_, status))) => return Ok(ExitStatus::from_raw(status.as_raw())),
            Ok(None) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Outcome, apart, run};

    /// Longer than any machine needs.
    const LONG: Duration = Duration::from_mins(1);

    fn shell(words: &str) -> std::process::Command {
        apart("sh", &["-c".to_owned(), words.to_owned()])
    }

    /// A process is gone, and not merely dead.
    fn wait_until_gone(pid: &str) {
        let waits = std::time::Instant::now();
        while std::path::Path::new("/proc").join(pid).exists() {
            assert!(waits.elapsed() < LONG, "process {pid} is left behind");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_program_that_stops_for_want_of_a_terminal_is_ended_and_did_not_run() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("pid");
        let words = format!("echo $$ > {}; kill -TTIN $$; exit 0", told.display());
        let outcome = run(shell(&words), None, LONG, false).unwrap();
        assert!(matches!(outcome, Outcome::Ended(status) if !status.success()));
        wait_until_gone(std::fs::read_to_string(told).unwrap().trim());
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("pid");
        let words = format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 600", told.display());
        let start = || run(shell(&words), Some("words"), Duration::from_millis(50), true).unwrap();
        // A slow machine may not have come so far that it says who it is.
        let pid = loop {
            assert!(matches!(start(), Outcome::Runs));
            if let Ok(pid) = std::fs::read_to_string(&told) {
                break pid;
            }
        };
        wait_until_gone(pid.trim());
    }
}
