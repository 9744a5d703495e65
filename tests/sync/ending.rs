//! Slow servers, the reader's wish to stop, and two runs at once.

use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::newsroom::{Newsroom, item, page, rss, text};
use crate::server::{Answer, DEADLINE, Server};
use crate::{courier, following};

/// Sends a signal to a program that runs.
fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Waits until the library holds so many articles.
#[track_caller]
fn wait_for_articles(room: &Newsroom, n: usize) {
    let end = Instant::now() + DEADLINE;
    while room.headlines().len() < n {
        assert!(Instant::now() < end, "{} articles of {n}", room.headlines().len());
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_server_that_hangs_delays_nobody() {
    let server = Server::start();
    let room = Newsroom::new();
    for (n, title) in ["Slow News", "Vell Courier", "Quay Daily", "The Strait"].iter().enumerate() {
        let path = format!("/{n}.xml");
        server.on(&path, Answer::feed(rss(title, &[item(title, &format!("/{n}"))])));
        server.on(&format!("/{n}"), Answer::page(page(title, n)));
        // Each on a host of its own.
        room.done(&["feed", "add", &server.url_of(n as u8 + 1, &path)]);
    }
    server.on("/0.xml", Answer::feed(rss("Slow News", &[item("Slow News", "/0")])).held("slow"));
    let child = room.command(&["sync"]).spawn().unwrap();
    // The others are in while the slow one has not answered: it is let go only then.
    wait_for_articles(&room, 3);
    server.open("slow");
    let output = child.wait_with_output().unwrap();
    let said = text(&output.stdout);
    assert_eq!((output.status.code(), said.lines().count()), (Some(0), 4), "{said}");
    assert!(said.lines().last().unwrap().starts_with("Slow News"), "{said}");
    assert_eq!(room.headlines().len(), 4);
}

#[test]
fn a_host_is_asked_no_more_than_two_things_at_once() {
    let server = courier(12);
    let room = following(&server);
    room.done(&["sync"]);
    assert!(server.most_at_once() <= 2, "{}", server.most_at_once());
}

#[test]
fn ctrl_c_keeps_what_is_there_and_the_next_run_goes_on() {
    let server = courier(8);
    for k in 4..8 {
        server.on(&format!("/news/{k}"), Answer::page(page(&format!("Story {k}"), k)).held("rest"));
    }
    let room = following(&server);
    for (number, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        server.forget();
        let child = room.command(&["sync"]).spawn().unwrap();
        server.wait_for("/news/4", 1);
        wait_for_articles(&room, 4);
        signal(&child, number);
        let output = child.wait_with_output().unwrap();
        let said = text(&output.stdout);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(code), ""), "{said}");
        assert!(said.contains("interrupted after"), "{said}");
        assert_eq!(room.headlines().len(), 4);
    }
    server.open("rest");
    assert_eq!(room.done(&["sync"]), "Vell Courier  4 new, 4 known\n");
    assert_eq!(room.sorted(), (0..8).map(|k| format!("Story {k}")).collect::<Vec<_>>());
}

#[test]
fn ctrl_c_ends_the_waiting_for_a_page() {
    let server = Server::start();
    server.on("/news", Answer::page(page("Pier", 1)).held("never"));
    let room = Newsroom::new();
    for arguments in [&["show"][..], &["add"], &[]] {
        server.forget();
        let url = server.url("/news");
        let child = room.command(&[arguments, &[url.as_str()]].concat()).spawn().unwrap();
        server.wait_for("/news", 1);
        signal(&child, Signal::INT);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(130), ""), "{arguments:?}");
    }
}

#[test]
fn two_runs_at_once_bring_nothing_twice_and_both_end_well() {
    let server = courier(40);
    for (n, title) in ["Quay Daily", "The Strait"].iter().enumerate() {
        let items: Vec<String> = (0..40).map(|k| item(&format!("Story {k}"), &format!("/news/{k}"))).collect();
        server.on(&format!("/{n}.xml"), Answer::feed(rss(title, &items)));
    }
    let room = following(&server);
    room.done(&["feed", "add", &server.url("/0.xml"), &server.url("/1.xml")]);
    let runs: Vec<Child> = (0..3).map(|_| room.command(&["sync"]).spawn().unwrap()).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{}", text(&output.stdout));
    }
    let mut want: Vec<String> = (0..40).map(|k| format!("Story {k}")).collect();
    want.sort();
    assert_eq!(room.sorted(), want);
    assert!(!room.done(&["list"]).contains("version 2"), "nothing was taken for an update");
}
