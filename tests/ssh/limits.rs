//! Standing in the open: those who do not log in, or come in too great a number, are let go, and others read on.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

use crate::newsroom::text;
use crate::pty::DEADLINE;
use crate::served::{HEADLINE, Served, wait_for_list};

fn knock(served: &Served) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", served.port())).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}

/// The same from another of the machine's own addresses, which the server takes for another visitor's.
fn knock_from(served: &Served, address: &str) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let from: SocketAddr = format!("{address}:0").parse().unwrap();
    socket.bind(&from.into()).unwrap();
    socket.connect(&SocketAddr::from(([127, 0, 0, 1], served.port())).into()).unwrap();
    socket.set_read_timeout(Some(DEADLINE)).unwrap();
    socket.into()
}

/// Waits until the server has cut the line.
#[track_caller]
fn is_cut(mut stream: TcpStream) {
    let mut rest = Vec::new();
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "it is not cut: {error}");
    }
}

#[test]
fn whoever_says_nothing_before_login_is_cut() {
    let options = ["--anonymous", "--login-grace", "1s", "--exempt", "127.0.0.1"];
    let Some(mut served) = Served::start_with(&options, &[]) else { return };
    let began = Instant::now();
    let silent = knock(&served);
    let mut half = knock(&served);
    half.write_all(b"SSH-2.0-half").unwrap();
    let mut whole = knock(&served);
    whole.write_all(b"SSH-2.0-whole\r\n").unwrap();
    for stream in [silent, half, whole] {
        is_cut(stream);
    }
    assert!(began.elapsed() >= Duration::from_millis(900), "cut before its time");
    served.is_left_by_all();
    let output = served.visitor().asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn a_byte_at_a_time_buys_no_time() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--login-grace", "1s"], &[]) else { return };
    let mut stream = knock(&served);
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let began = Instant::now();
    // A client that begins well, and then trickles a packet that never ends.
    let mut hello = b"SSH-2.0-slow\r\n".to_vec();
    hello.extend([0, 0, 0x80, 0, 4, 20]);
    let mut n_sent = 0;
    let mut buffer = [0; 4096];
    loop {
        let byte = hello.get(n_sent).copied().unwrap_or(b'x');
        n_sent += 1;
        // The time between two bytes is the read's timeout.
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            _ => {}
        }
        if stream.write_all(&[byte]).is_err() {
            break;
        }
        assert!(began.elapsed() < DEADLINE, "it still reads after {n_sent} bytes");
    }
    served.is_left_by_all();
}

#[test]
fn a_late_greeting_buys_no_time() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--login-grace", "1s"], &[]) else { return };
    let mut first = knock_from(&served, "127.0.0.2");
    first.set_read_timeout(Some(Duration::from_millis(40))).unwrap();
    let mut buffer = [0; 4096];
    for byte in b"SSH-2.0-late" {
        first.write_all(&[*byte]).unwrap();
        // The time between two bytes is the read's timeout.
        let _ = first.read(&mut buffer);
    }
    // Somebody who comes much later than the first, and before its greeting is whole.
    let second = knock_from(&served, "127.0.0.3");
    served.wait_for_events("connected", 2);
    first.write_all(b"\r\n").unwrap();
    served.wait_for_events("disconnected", 2);
    let log = served.log();
    let cut: Vec<&str> = log.lines().filter(|line| line.contains("event=disconnected")).collect();
    assert!(
        cut[0].contains("127.0.0.2") && cut[0].contains("reason=grace"),
        "the first to come was not the first cut: {log}"
    );
    drop(second);
}

#[test]
fn whoever_only_asks_for_the_servers_key_is_not_shut_out_and_whoever_hangs_up_without_end_is() {
    let Some(mut served) = Served::start() else { return };
    for _ in 0..2 {
        let mut scan = Command::new("ssh-keyscan");
        let output = scan.args(["-p", &served.port().to_string(), "127.0.0.1"]).output().unwrap();
        assert!(text(&output.stdout).contains("ssh-ed25519"), "{}", text(&output.stderr));
    }
    served.wait("their end", |served| served.n_events("connected") == served.n_events("disconnected"));
    let output = served.visitor().asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", served.log());
    assert_eq!(served.n_events("shut-out"), 0, "{}", served.log());
    while served.n_events("shut-out") == 0 {
        let n = served.n_events("disconnected");
        assert!(n < 60, "nobody is shut out: {}", served.log());
        drop(knock_from(&served, "127.0.0.2"));
        served.wait_for_events("disconnected", n + 1);
    }
    let shut_out: Vec<String> =
        served.log().lines().filter(|line| line.contains("shut-out")).map(str::to_owned).collect();
    assert!(shut_out[0].contains("address=127.0.0.2 offence=no-login"), "{shut_out:?}");
    assert_eq!(served.visitor().asks("list").output().status.code(), Some(0), "another address is not meant");
}

#[test]
fn what_a_client_asks_for_again_and_again_is_one_line_and_a_number() {
    let Some(mut served) = Served::start() else { return };
    let forwards: Vec<String> =
        (1..=7).flat_map(|n| ["-R".to_owned(), format!("{}:127.0.0.1:1", 40_000 + n)]).collect();
    let forwards: Vec<&str> = forwards.iter().map(String::as_str).collect();
    let output = served.visitor().arguments(&forwards).asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    served.wait_for_events("disconnected", 1);
    assert_eq!(served.n_events("denied"), 1, "{}", served.log());
    assert!(served.log().contains("denied=forwarding:7"), "{}", served.log());
}

#[test]
fn codes_are_given_to_so_many_newcomers_of_an_address_and_the_others_read_with_nothing_kept() {
    let Some(served) = Served::start_with(&["--anonymous", "--max-codes-per-source", "1"], &[]) else { return };
    let first = served.visitor().keyless().listing();
    assert!(!first.screen().contents().contains("nothing of this visit is kept"), "{}", first.screen().contents());
    let mut second = served.visitor().keyless().terminal();
    second.wait_for_text("nothing of this visit is kept");
    wait_for_list(&mut second);
    assert!(served.log().contains("visitor=guest reason=max-codes-per-source"), "{}", served.log());
    // A key needs no code.
    let third = served.visitor().listing();
    assert!(!third.screen().contents().contains("nothing of this visit is kept"), "{}", third.screen().contents());
}

#[test]
fn what_is_no_ssh_is_cut_and_costs_no_memory() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--login-grace", "2s"], &[]) else { return };
    let before_kb = served.process().resident_kb();
    for greeting in
        [&b"GET / HTTP/1.1\r\nHost: quarrow.example\r\n\r\n"[..], b"\x16\x03\x01\x02\x00\x01", b"\r\n\r\n\r\n"]
    {
        let mut stream = knock(&served);
        let _ = stream.write_all(greeting);
        // And then as much as is taken, 8 MB at most.
        for _ in 0..512 {
            if stream.write_all(&[b'A'; 16384]).is_err() {
                break;
            }
        }
        is_cut(stream);
    }
    // A packet that says it is as long as can be said.
    let mut stream = knock(&served);
    let _ = stream.write_all(b"SSH-2.0-long\r\n\xff\xff\xff\xff\x04\x14");
    is_cut(stream);
    served.wait("their end", |served| served.process().n_connections(served.port()) == 0);
    let after_kb = served.process().resident_kb();
    assert!(after_kb < before_kb + 8_000, "{before_kb} kB before, {after_kb} kB after");
    assert!(crate::newsroom::is_safe(&served.log()), "{:?}", served.log());
}

#[test]
fn too_many_that_have_not_logged_in_are_refused_and_those_inside_read_on() {
    let options = ["--anonymous", "--startups", "3:100:5", "--login-grace", "60s"];
    let Some(mut served) = Served::start_with(&options, &[]) else { return };
    let mut inside = served.visitor().reading();
    let mut held: Vec<TcpStream> = (0..3).map(|_| knock(&served)).collect();
    served.wait_for_events("connected", 4);
    // Those beyond are let go, with a word or without.
    for _ in 0..5 {
        is_cut(knock(&served));
    }
    served.wait_for_events("refused", 5);
    let output = served.visitor().asks("list").output();
    assert_eq!(output.status.code(), Some(255), "{}", text(&output.stdout));
    inside.send("4n");
    inside.wait_for_text("statement 4/33");
    // Once they have gone there is room again.
    held.clear();
    served.wait("their end", |served| served.process().n_connections(served.port()) == 1);
    let output = served.visitor().asks("list").output();
    assert!(text(&output.stdout).contains(HEADLINE), "{}{}", text(&output.stderr), served.log());
}

#[test]
fn sessions_are_counted_by_address() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--max-sessions-per-source", "2"], &[]) else { return };
    let mut one = served.visitor().listing();
    let two = served.visitor().listing();
    let mut third = served.visitor().terminal();
    third.wait_for_text("ENDED");
    assert!(!third.screen().contents().contains("ENDED 0"), "{}", third.screen().contents());
    one.send("\x03");
    one.ended_clean(0);
    served.wait("its end", |served| served.process().n_connections(served.port()) == 1);
    let mut third = served.visitor().terminal();
    wait_for_list(&mut third);
    drop(two);
}

#[test]
fn all_sessions_together_are_bounded_and_who_comes_too_late_is_told() {
    let Some(served) = Served::start_with(&["--anonymous", "--max-sessions", "1"], &[]) else { return };
    let _one = served.visitor().listing();
    let mut late = served.visitor().key("bea").terminal();
    late.wait_for_text("ENDED");
    let shown = late.screen().contents();
    assert!(!shown.contains("ENDED 0") && shown.contains("All places are taken"), "{shown}");
    assert!(served.n_events("session-refused") + served.n_events("refused") >= 1, "{}", served.log());
}

#[test]
fn a_session_without_a_key_for_long_is_closed_with_a_word() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--idle", "1s"], &[]) else { return };
    let mut terminal = served.visitor().listing();
    terminal.wait_for_text("ENDED");
    terminal.is_given_back();
    assert!(terminal.screen().contents().contains("no key came"), "{}", terminal.screen().contents());
    served.is_left_by_all();
}

#[test]
fn no_session_lasts_longer_than_it_may() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--lifetime", "2s"], &[]) else { return };
    let mut terminal = served.visitor().listing();
    terminal.wait_for_text("ENDED");
    terminal.is_given_back();
    served.is_left_by_all();
}

#[test]
fn whoever_guesses_is_shut_out_for_a_while() {
    let Some(mut served) = Served::start_with(&["--anonymous", "--penalty", "5s"], &[]) else { return };
    // Names that look like codes and are none, until the address is shut out.
    for end in ["ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du"] {
        let guess = format!("bufu-namo-rako-{end}{end}");
        let guess = served.visitor().keyless().first(&["KbdInteractiveAuthentication=no"]).user(&guess);
        assert_eq!(guess.asks("list").output().status.code(), Some(255));
    }
    served.wait_for_events("shut-out", 1);
    let output = served.visitor().asks("list").output();
    assert_eq!(output.status.code(), Some(255), "{}", served.log());
}
