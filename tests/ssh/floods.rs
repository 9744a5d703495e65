//! Whoever sends much, or takes nothing, waits for the others as they wait for them.

use std::io::Write;
use std::process::{Child, Stdio};
use std::thread::JoinHandle;

use rustix::process::Signal;

use crate::newsroom::text;
use crate::served::{HEADLINE, Served};

/// As many as one address may have.
const N_FLOODS: usize = 20;
const OPTIONS: &[&str] = &["--anonymous", "--max-sessions-per-source", "30", "--startups", "50:30:100"];

/// A client in a terminal, as far as the server can tell, that never stops pressing a key which asks the library.
struct Flood {
    ssh: Child,
    keys: Option<JoinHandle<()>>,
}

impl Flood {
    fn begin(served: &Served) -> Self {
        let client = served.visitor().arguments(&["-tt"]);
        let mut command = client.command();
        command.env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut ssh = command.spawn().unwrap();
        let mut keys = ssh.stdin.take().unwrap();
        let keys = std::thread::spawn(move || while keys.write_all(&[b'w'; 4096]).is_ok() {});
        Self { ssh, keys: Some(keys) }
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        let _ = self.ssh.kill();
        let _ = self.ssh.wait();
        let _ = self.keys.take().map(JoinHandle::join);
    }
}

fn flood(served: &mut Served) -> Vec<Flood> {
    // The key is made once.
    served.key("ada");
    let floods = (0..N_FLOODS).map(|_| Flood::begin(served)).collect();
    served.wait_for_events("session-began", N_FLOODS);
    floods
}

#[test]
fn a_flood_of_keys_from_many_sessions_holds_up_nobody_and_no_signal() {
    let Some(mut served) = Served::start_with(OPTIONS, &[]) else { return };
    let floods = flood(&mut served);
    // Others come in, ask and read.
    let output = served.visitor().key("bea").asks("help").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut other = served.visitor().key("bea").reading();
    for n in 1..=5 {
        other.send("n");
        other.wait_for_text(&format!("statement {n}/33"));
    }
    let output = served.visitor().key("bea").asks("list").output();
    assert!(text(&output.stdout).contains(HEADLINE), "{}", text(&output.stderr));
    // And the owner is heard.
    served.signal(Signal::TERM);
    other.wait_for_text("the server stops");
    assert_eq!(served.ended().code(), Some(0), "{}", served.log());
    drop(floods);
}

#[test]
fn a_flood_of_keys_lasts_no_longer_than_a_session_may() {
    let options = [OPTIONS, &["--lifetime", "4s"]].concat();
    let Some(mut served) = Served::start_with(&options, &[]) else { return };
    let floods = flood(&mut served);
    served.wait_for_events("session-ended", N_FLOODS);
    let log = served.log();
    let n_of_age =
        log.lines().filter(|line| line.contains("session-ended") && line.contains("reason=lifetime")).count();
    assert_eq!(n_of_age, N_FLOODS, "{log}");
    drop(floods);
    served.is_left_by_all();
}

#[test]
fn those_who_flood_and_go_are_gone() {
    let Some(mut served) = Served::start_with(OPTIONS, &[]) else { return };
    drop(flood(&mut served));
    served.wait_for_events("session-ended", N_FLOODS);
    served.is_left_by_all();
    let mut other = served.visitor().reading();
    other.send("4n");
    other.wait_for_text("statement 4/33");
}

#[test]
fn keys_that_come_together_are_all_taken_before_the_end_that_follows_them() {
    let Some(mut served) = Served::start() else { return };
    // Nothing is typed after that: the client says so at once.
    let keys = format!("g\\r{}", "n".repeat(7));
    let line = format!("printf '{keys}' | {}", served.visitor().arguments(&["-tt"]).line());
    let mut terminal = crate::pty::Terminal::start(&line);
    terminal.wait_for_text("ENDED");
    served.is_left_by_all();
    let mut again = served.visitor().terminal();
    again.wait_for_text("statement 7/33");
}
