//! Less than is needed: memory, files that may be open, room for files. It works, or one line says what is wrong; the
//! terminal is given back and the library is whole whatever happens.

use std::process::{Command, Output};
use std::thread::scope;

use super::*;

/// Runs a line of the shell, in which `$NUTGRAF` is the binary, without a terminal.
fn run(folder: &std::path::Path, line: &str) -> Output {
    Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("NUTGRAF", env!("CARGO_BIN_EXE_nutgraf"))
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[track_caller]
fn is_whole(folder: &std::path::Path, n_articles: i64) {
    let library = rusqlite::Connection::open(folder.join("nutgraf/library.db")).unwrap();
    let whole: String = library.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    let n: i64 = library.query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!((whole.as_str(), n), ("ok", n_articles));
}

/// Ended by itself with a line of its own, or as far as it should.
#[track_caller]
fn ends_in_words(output: &Output, codes: &[i32], what: &str) {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let code = output.status.code();
    assert!(code.is_some_and(|code| codes.contains(&code)), "{what}: {:?} {said}", output.status);
    assert!(code == Some(0) || said.starts_with("nutgraf: ") && said.lines().count() == 1, "{what}: {code:?} {said:?}");
}

#[test]
fn a_file_that_may_not_grow_is_told_of_in_one_line_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), pty::article()).unwrap();
    std::fs::write(folder.path().join("b.txt"), pty::article().replace("Velk", "Holt")).unwrap();
    assert!(run(folder.path(), "\"$NUTGRAF\" add a.txt && \"$NUTGRAF\" note 1 mine").status.success());
    let before = run(folder.path(), "\"$NUTGRAF\" search counted; \"$NUTGRAF\" review list").stdout;
    for blocks in [0, 1, 100] {
        for command in [
            "note 1 more",
            "add b.txt",
            "tag ports 1",
            "remove 1",
            "backup all.db",
            "export 1 --format html --output all.html",
            "annotate a.txt > all.json",
        ] {
            let output = run(folder.path(), &format!("ulimit -f {blocks}; exec \"$NUTGRAF\" {command}"));
            ends_in_words(&output, &[0, 74], command);
            if output.status.success() {
                run(folder.path(), "\"$NUTGRAF\" undo");
            }
            let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains(".part")).collect();
            assert!(left.is_empty(), "{command}: {left:?} is left");
            run(folder.path(), "rm -f all.db all.html");
        }
    }
    is_whole(folder.path(), 1);
    let after = run(folder.path(), "\"$NUTGRAF\" search counted; \"$NUTGRAF\" review list").stdout;
    assert_eq!(String::from_utf8(before), String::from_utf8(after));
}

#[test]
fn a_disk_that_fills_while_it_is_read_is_told_of_and_the_reading_goes_on() {
    let line = r#""$NUTGRAF" add "$ARTICLE" > added; "$NUTGRAF" note 1 first > noted; (ulimit -f 0; exec "$NUTGRAF")"#;
    let mut terminal = Terminal::start(line);
    terminal.wait_for_text("Library · 1 article");
    terminal.send("*");
    terminal.wait("why not", says_that_it_is_full);
    terminal.send("\r");
    terminal.wait_for_article();
    terminal.send("7n");
    terminal.wait_for_text("your place is not kept: ");
    terminal.send("mmine\r");
    // What was typed is not lost with it.
    terminal.wait_for_text("kept for this session only");
    terminal.wait("why not", says_that_it_is_full);
    terminal.send("\x1b\x1b");
    terminal.send("n");
    terminal.wait_for_text("statement 8/100");
    terminal.send("\x03");
    terminal.ended_clean(0);
    is_whole(terminal.folder(), 1);
    let kept = run(terminal.folder(), "\"$NUTGRAF\" review list");
    assert!(String::from_utf8(kept.stdout).unwrap().contains("first"));
}

fn says_that_it_is_full(screen: &vt100::Screen) -> bool {
    screen.contents().contains("disk")
}

/// Memory that the binary cannot do without, in kB.
fn least_memory_kb() -> u64 {
    let works = |kb: u64| {
        run(std::path::Path::new("/"), &format!("ulimit -c 0; ulimit -v {kb}; exec \"$NUTGRAF\" --version"))
            .status
            .success()
    };
    let (mut too_little, mut enough) = (1_000, 2_000_000);
    while enough - too_little > 200 {
        let middle = u64::midpoint(too_little, enough);
        *(if works(middle) { &mut enough } else { &mut too_little }) = middle;
    }
    enough
}

#[test]
fn without_memory_it_ends_in_words_and_gives_the_terminal_back() {
    let least_kb = least_memory_kb();
    let ended = |more_kb: u64| {
        let line = format!(
            "\"$NUTGRAF\" add \"$ARTICLE\" > added; (ulimit -c 0; ulimit -v {}; exec \"$NUTGRAF\" \"$ARTICLE\" big.txt)",
            least_kb + more_kb
        );
        let folder = tempfile::tempdir().unwrap();
        let big = (0..12_000).map(|n| format!("Paragraph {n} tells how it went on.\n\n")).collect::<Vec<_>>().concat();
        std::fs::write(folder.path().join("big.txt"), format!("The long one\n\n{big}")).unwrap();
        let mut terminal = Terminal::start_in(folder, &line, &[]);
        let is_over = |screen: &vt100::Screen| screen.contents().contains("ENDED");
        terminal.wait("the article or the end", |screen| is_over(screen) || screen.contents().contains(FIRST_WORDS));
        if !is_over(terminal.screen()) {
            terminal.send("J");
            terminal
                .wait("the other or the end", |screen| is_over(screen) || screen.contents().contains("The long one"));
        }
        let is_aborted = is_over(terminal.screen()) && terminal.has_shown("\x1b[?1049h");
        if !is_over(terminal.screen()) {
            terminal.send("\x03");
        }
        terminal.wait("the end", is_over);
        let code: i32 = terminal.note("code").unwrap().trim().parse().unwrap();
        terminal.ended_clean(code);
        let shown = terminal.screen().contents();
        assert!([0, 74, 127, 134].contains(&code), "{code}: {shown}");
        assert!(code != 134 || shown.contains("no memory was left"), "{shown}");
        is_whole(terminal.folder(), 1);
        is_aborted
    };
    let n_aborted: usize = scope(|scope| {
        let all = [0, 1_000, 3_000, 6_000, 9_000, 13_000].map(|more_kb| scope.spawn(move || ended(more_kb)));
        all.into_iter().map(|one| usize::from(one.join().unwrap())).sum()
    });
    assert!(n_aborted > 0, "memory never ran out with the terminal taken");
}

#[test]
fn an_abort_gives_the_terminal_back_and_is_told_of() {
    for signal in [Signal::ABORT, Signal::BUS, Signal::TRAP] {
        let mut terminal = Terminal::start("(ulimit -c 0; exec \"$NUTGRAF\" \"$ARTICLE\")");
        terminal.wait_for_article();
        take_mouse(&mut terminal);
        terminal.program().signal(signal);
        terminal.ended_clean(128 + signal.as_raw());
        assert!(terminal.screen().contents().contains("nutgraf had to end at once"));
    }
}

#[test]
fn with_few_files_open_at_once_it_works_or_says_why_not() {
    scope(|scope| {
        for n_files in [4, 6, 8, 9, 11, 14] {
            scope.spawn(move || {
                let limit = format!("ulimit -n {n_files}; exec \"$NUTGRAF\"");
                let line = format!("\"$NUTGRAF\" add \"$ARTICLE\" > added; ({limit} \"$ARTICLE\")");
                let mut terminal = Terminal::start(&line);
                terminal.wait("the article or the end", |screen| {
                    screen.contents().contains("ENDED") || screen.contents().contains(FIRST_WORDS)
                });
                if terminal.screen().alternate_screen() {
                    // Whatever these need that is not to be had is told of.
                    terminal.send("7n");
                    terminal.wait_for_text("statement 7/100");
                    terminal.send("|\rtrue\r");
                    terminal.wait("what came of it", |screen| {
                        ["Press Enter", "was not run", "how the command ended"]
                            .iter()
                            .any(|words| screen.contents().contains(words))
                    });
                    terminal.send("\r");
                    terminal.wait("the reader", |screen| screen.alternate_screen() && screen.hide_cursor());
                    terminal.send("\x03");
                }
                terminal.wait_for_text("ENDED");
                let code: i32 = terminal.note("code").unwrap().trim().parse().unwrap();
                terminal.ended_clean(code);
                let shown = terminal.screen().contents();
                assert!(code == 0 || (code == 74 && shown.contains("nutgraf: ")), "{n_files}: {shown}");
                for command in ["show bridge.txt", "list", "note 1 mine"] {
                    let output = run(terminal.folder(), &format!("{limit} {command}"));
                    ends_in_words(&output, &[0, 66, 74], &format!("{n_files}: {command}"));
                }
                is_whole(terminal.folder(), 1);
            });
        }
    });
}
