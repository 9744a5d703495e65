//! Programs that are run beside a session: by an argument vector and never through a shell, and never waited for
//! longer than a moment.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

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
    let mut child = command.spawn()?;
    let pid = rustix::process::Pid::from_child(&child);
    let (words, stdin) = (words.map(str::to_owned), child.stdin.take());
    let (send, ended) = channel();
    let thread = std::thread::Builder::new().name("program".to_owned());
    let attended = thread.spawn(move || {
        let _ = send.send(attend(&mut child, stdin, words));
    });
    attended?;
    if let Ok(status) = ended.recv_timeout(wait) {
        return status.map(Outcome::Ended);
    }
    if ends {
        // It may have ended just now; then there is nothing to end.
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    Ok(Outcome::Runs)
}

fn attend(
    child: &mut Child,
    stdin: Option<std::process::ChildStdin>,
    words: Option<String>,
) -> std::io::Result<ExitStatus> {
    if let (Some(mut stdin), Some(words)) = (stdin, words) {
        // A program that takes only some of it says by its status whether that was enough.
        let _ = stdin.write_all(words.as_bytes());
    }
    child.wait()
}
