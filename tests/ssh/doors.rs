//! Who comes in, and what an SSH server can do that this one does not.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use crate::newsroom::{Newsroom, text};
use crate::pty::DEADLINE;
use crate::served::{HEADLINE, Served, make_key, wait_for_list};

/// A server for the key *ada* alone.
fn for_ada() -> Option<Served> {
    let served = Served::start()?;
    drop(served);
    let room = Newsroom::new();
    let public = fs::read_to_string(make_key(room.folder.path(), "ada").with_extension("pub")).unwrap();
    fs::write(room.folder.path().join("authorized_keys"), format!("# readers\n\n{public}")).unwrap();
    Some(Served::start_in(room, &["--authorized-keys", "$DIR/authorized_keys"], &[]))
}

#[test]
fn a_key_that_is_not_listed_is_turned_away() {
    let Some(mut served) = for_ada() else { return };
    let output = served.visitor().key("bea").asks("list").output();
    assert_eq!(output.status.code(), Some(255));
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("Permission denied"), "{}", text(&output.stderr));
    let output = served.visitor().keyless().asks("list").output();
    assert_eq!(output.status.code(), Some(255));
    let output = served.visitor().asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(HEADLINE));
    served.wait_for_events("login-failed", 1);
    served.wait_for_events("command", 1);
    assert_eq!(served.n_events("session-began") + served.n_events("command"), 1, "{}", served.log());
}

#[test]
fn a_key_that_was_taken_out_opens_no_more_sessions_on_a_connection_that_is_open() {
    let Some(mut served) = for_ada() else { return };
    let socket = served.folder().join("mux");
    let through = format!("ControlPath={}", socket.display());
    let master = served.visitor().first(&["ControlMaster=yes", &through]).listing();
    let again = served.visitor().first(&["ControlMaster=no", &through]);
    let output = again.asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(served.n_events("login"), 1, "it was to go through the connection that is open");
    fs::write(served.folder().join("authorized_keys"), "# nobody\n").unwrap();
    served.signal(rustix::process::Signal::HUP);
    served.wait_for_events("reloaded", 1);
    let output = served.visitor().first(&["ControlMaster=no", &through]).asks("list").output();
    assert_eq!(text(&output.stdout), "", "{}", served.log());
    assert_eq!(served.n_events("session-refused"), 1, "{}", served.log());
    drop(master);
}

#[test]
fn a_reload_takes_what_sessions_begin_with_for_those_that_begin_later() {
    let Some(mut served) = Served::start() else { return };
    let mut before = served.visitor().listing();
    let folder = served.folder().join("nutgraf");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "plain = true\n[serve]\nanonymous = true\n").unwrap();
    served.signal(rustix::process::Signal::HUP);
    served.wait_for_events("reloaded", 1);
    let mut after = served.visitor().key("bea").terminal();
    after.wait_for_text(HEADLINE);
    assert!(!after.screen().alternate_screen(), "{}", after.screen().contents());
    crate::served::open_newest(&mut before);
    assert!(before.screen().alternate_screen(), "what is open stays as it is");
}

#[test]
fn one_who_has_no_key_reads_where_anybody_may() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().keyless().terminal();
    wait_for_list(&mut terminal);
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    let output = served.visitor().keyless().asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn neither_keys_nor_anybody_is_no_way_to_start() {
    if Served::start().is_none() {
        return;
    }
    let room = Newsroom::new();
    fs::write(room.folder.path().join("a.txt"), "Pier\n\n“We will rebuild it,” said Ada Brook.\n").unwrap();
    room.done(&["add", "a.txt"]);
    room.ends(&["serve", "--listen", "127.0.0.1:0"], 2, &["--anonymous", "--authorized-keys"]);
}

#[test]
fn the_host_key_is_made_once_and_only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let Some(served) = Served::start() else { return };
    let file = served.folder().join("host_key");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&file).unwrap();
    let shown = Command::new("ssh-keygen").arg("-lf").arg(&file).output().unwrap();
    let fingerprint = text(&shown.stdout).split(' ').nth(1).unwrap().to_owned();
    assert!(fingerprint.starts_with("SHA256:"), "{fingerprint}");
    assert!(served.log().contains(&format!("host-key={fingerprint}")), "{}", served.log());
    assert_eq!(served.visitor().asks("help").output().status.code(), Some(0));
    let mut served = served;
    served.signal(rustix::process::Signal::TERM);
    assert_eq!(served.ended().code(), Some(0));
    let served = served.again(&["--anonymous"]);
    assert_eq!(fs::read(&file).unwrap(), before);
    // The client knows it again, and would stop if it were another.
    let output = served.visitor().first(&["StrictHostKeyChecking=yes", "HostKeyAlias=quarrow"]).asks("help").output();
    assert_eq!(output.status.code(), Some(255), "an alias that is not known must not be taken");
    let known = fs::read_to_string(served.folder().join("known_hosts")).unwrap();
    let key = known.split_once(' ').unwrap().1.to_owned();
    fs::write(served.folder().join("known_hosts"), format!("quarrow {key}")).unwrap();
    let output = served.visitor().first(&["StrictHostKeyChecking=yes", "HostKeyAlias=quarrow"]).asks("help").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn forwarding_to_other_machines_is_refused() {
    let Some(mut served) = Served::start() else { return };
    // Somebody who must not be reached through the server.
    let inner = TcpListener::bind("127.0.0.1:0").unwrap();
    inner.set_nonblocking(true).unwrap();
    let inner_port = inner.local_addr().unwrap().port();
    for kind in ["-L", "-D"] {
        let outer = free_port();
        let forward = if kind == "-L" {
            format!("127.0.0.1:{outer}:127.0.0.1:{inner_port}")
        } else {
            format!("127.0.0.1:{outer}")
        };
        let mut terminal = served.visitor().arguments(&[kind, &forward]).listing();
        let mut through = TcpStream::connect(("127.0.0.1", outer)).unwrap();
        through.set_read_timeout(Some(DEADLINE)).unwrap();
        if kind == "-D" {
            // SOCKS 4: connect to the inner port.
            let mut ask = vec![4, 1];
            ask.extend(inner_port.to_be_bytes());
            ask.extend([127, 0, 0, 1, 0]);
            through.write_all(&ask).unwrap();
        }
        let mut got = Vec::new();
        let _ = through.read_to_end(&mut got);
        assert!(!got.starts_with(&[0, 90]) || inner.accept().is_err(), "{kind}: {got:?}");
        assert!(inner.accept().is_err(), "{kind} reached the other machine");
        // Who asked reads on.
        terminal.send("\x03");
        terminal.wait_for_text("ENDED 0");
    }
    served.wait_for_events("denied", 2);
    served.is_left_by_all();
}

#[test]
fn forwarding_from_the_server_is_refused() {
    let Some(served) = Served::start() else { return };
    let port = free_port();
    let output = served
        .visitor()
        .option("ExitOnForwardFailure=yes")
        .arguments(&["-R", &format!("{port}:127.0.0.1:1")])
        .asks("list")
        .output();
    assert_eq!(output.status.code(), Some(255), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("remote port forwarding failed"), "{}", text(&output.stderr));
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "the server listens on it");
    let path = served.folder().join("their.sock");
    let forward = format!("{}:127.0.0.1:1", path.display());
    let output = served.visitor().option("ExitOnForwardFailure=yes").arguments(&["-R", &forward]).asks("list").output();
    assert_eq!(output.status.code(), Some(255));
    assert!(!path.exists());
}

#[test]
fn agent_and_display_are_refused() {
    let Some(served) = Served::start() else { return };
    for forward in ["-A", "-X", "-Y"] {
        let output = served.visitor().arguments(&["-v", forward]).asks("list").output();
        assert_eq!(output.status.code(), Some(0), "{forward}: {}", text(&output.stderr));
        assert!(text(&output.stdout).contains(HEADLINE));
    }
    let mut terminal = served.visitor().arguments(&["-A", "-X"]).terminal();
    wait_for_list(&mut terminal);
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
}

#[test]
fn files_cannot_be_had() {
    let Some(mut served) = Served::start() else { return };
    for subsystem in ["sftp", "netconf", "\u{1b}]0;x\u{7}"] {
        let output = served.visitor().arguments(&["-s"]).asks(subsystem).output();
        assert_ne!(output.status.code(), Some(0), "{subsystem:?}");
        assert_eq!(text(&output.stdout), "");
    }
    served.wait_for_events("denied", 3);
    assert!(!served.log().contains('\u{1b}'), "{:?}", served.log());
    for protocol in ["-O", "-s"] {
        let mut command = std::process::Command::new("scp");
        let key = served.key("ada");
        let known = served.folder().join("known_hosts");
        command.args([
            protocol,
            "-q",
            "-F",
            "none",
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "IdentityAgent=none",
        ]);
        command.args(["-o".to_owned(), format!("UserKnownHostsFile={}", known.display())]);
        command.args(["-o", "StrictHostKeyChecking=accept-new", "-i"]).arg(key);
        command
            .args(["-P", &served.port().to_string(), "reader@127.0.0.1:/etc/passwd"])
            .arg(served.folder().join("got"));
        let output = command.output().unwrap();
        assert!(!output.status.success(), "{protocol}");
        assert!(!served.folder().join("got").exists(), "{protocol}");
    }
    served.is_left_by_all();
}

#[test]
fn only_the_terminals_own_variables_are_heard() {
    let Some(served) = Served::start() else { return };
    let client = served.visitor().option("SendEnv=NUTGRAF_* LANG LC_* NO_COLOR COLORTERM PATH LD_PRELOAD BROWSER");
    let hostile = [
        ("NUTGRAF_LIBRARY", "/nonexistent"),
        ("NUTGRAF_PANIC", "reader"),
        ("LD_PRELOAD", ""),
        ("BROWSER", "touch started"),
        ("LC_ALL", "C.UTF-8"),
        ("LC_TIME", "\u{1b}]0;x\u{7}"),
    ];
    let mut terminal = client.terminal_with(&hostile);
    wait_for_list(&mut terminal);
    crate::served::open_newest(&mut terminal);
    assert!(!terminal.has_shown("\x1b]0;x"));
    // NO_COLOR is one of them: bold and underline stay, colours go.
    let coloured = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        ["\x1b[3", ";3", "\x1b[9", "\x1b[4", ";4", "[38"].iter().any(|colour| {
            text.split(colour)
                .skip(1)
                .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest[1..].starts_with(['m', ';']))
        })
    };
    assert!(coloured(terminal.raw()), "there are colours by default");
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    let mut terminal = client.terminal_with(&[("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8")]);
    wait_for_list(&mut terminal);
    crate::served::open_newest(&mut terminal);
    let text = String::from_utf8_lossy(terminal.raw()).into_owned();
    assert!(!text.contains("\x1b[38;") && !text.contains(";38;") && !text.contains("48;5"), "{text:?}");
}

#[test]
fn a_hostile_name_reaches_no_log_and_no_screen() {
    let Some(mut served) = Served::start() else { return };
    for name in ["\u{1b}]0;owned\u{7}", "a\nevent=login visitor=root", "\u{202e}toor", &"x".repeat(5000)] {
        let output = served.visitor().user(name).asks("list").output();
        assert!(output.status.code().is_some());
    }
    // The client itself refuses some of them.
    assert!(served.n_events("login") >= 2, "{}", served.log());
    served.is_left_by_all();
    let log = served.log();
    assert!(crate::newsroom::is_safe(&log), "{log:?}");
    assert!(log.lines().all(|line| line.len() < 2000 && !line.starts_with("event=login visitor=root")), "{log}");
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
