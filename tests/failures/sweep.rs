//! An operation run once for every point at which it can go wrong, and what has to hold each time.
//!
//! `NUTGRAF_FAULTS=all` takes every point; without it, of many calls one after the other on the same file, the
//! first, the middle one and the last are taken, and of these a part.

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;
use std::process::{Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::layer::{self, Call, Fault};
use super::place::{Holds, Place};

/// Something that the program is asked to do.
pub struct Operation {
    pub name: &'static str,
    pub arguments: Vec<String>,
    /// What is there before.
    pub place: Place,
    /// It comes in parts, each of which is whole.
    pub is_stepwise: bool,
    /// Files that it writes beside the library, which are there whole or as they were before.
    pub writes: Vec<&'static str>,
}

impl Operation {
    pub fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }
}

/// What a run without a fault makes.
struct Whole {
    before: Holds,
    after: Holds,
    files_before: BTreeSet<String>,
    files_after: BTreeSet<String>,
    said: String,
    written: Vec<Written>,
}

/// A file that the operation writes, before and after.
struct Written {
    name: &'static str,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

/// Runs every operation with every fault at its points; of these only one in so many is taken unless all are asked for.
pub fn sweep(operations: &[Operation], faults: &[(Fault, usize)]) {
    let takes_all = std::env::var("NUTGRAF_FAULTS").is_ok_and(|value| value == "all");
    let wholes: Vec<Whole> = operations.iter().map(whole).collect();
    let mut jobs = Vec::new();
    for (turn, (operation, whole)) in operations.iter().zip(&wholes).enumerate() {
        for (nth, (fault, one_in)) in faults.iter().enumerate() {
            let place = operation.place.copy();
            let told = place.told();
            let mut command = place.command(&operation.arguments());
            layer::watched(&mut command, place.path(), fault.kinds, &told);
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}: {output:?}", operation.name);
            let calls = layer::calls(&told);
            let points: Vec<usize> = if takes_all {
                (1..=calls.len()).collect()
            } else {
                // Operations have most of their calls in common: each takes its turn at others of them.
                spread(&calls).into_iter().skip((turn + nth) % one_in).step_by(*one_in).collect()
            };
            jobs.extend(points.into_iter().map(|at| (operation, whole, *fault, at)));
        }
    }
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((operation, whole, fault, at)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = point(operation, whole, *fault, *at) {
                        let what = format!("{}, {fault:?} at {at}: {why}", operation.name);
                        failures.lock().unwrap().push(what);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    eprintln!("{} points of {} operations", jobs.len(), operations.len());
    assert!(failures.is_empty(), "{} of {} points:\n{}", failures.len(), jobs.len(), failures.join("\n"));
}

/// Of calls of a kind on the same file one after the other, the first, the middle one and the last.
fn spread(calls: &[Call]) -> Vec<usize> {
    let mut points = BTreeSet::new();
    // Where a file is read and locked in turn it is one run too.
    let asks = |call: &Call| matches!(call.kind.as_str(), "lock" | "look" | "read");
    let alike =
        |one: &Call, other: &Call| one.path == other.path && (one.kind == other.kind || (asks(one) && asks(other)));
    let mut n_before = 0;
    for run in calls.chunk_by(alike) {
        points.extend([1, run.len().div_ceil(2), run.len()].map(|n| n_before + n));
        n_before += run.len();
    }
    points.into_iter().collect()
}

fn whole(operation: &Operation) -> Whole {
    let before = operation.place.holds().unwrap();
    let files_before = operation.place.files();
    let place = operation.place.copy();
    let read = |place: &Place, name: &str| std::fs::read(place.path().join(name)).ok();
    let output = place.run(&operation.arguments());
    assert_eq!(output.status.code(), Some(0), "{}: {output:?}", operation.name);
    let written =
        |name: &&'static str| Written { name, before: read(&operation.place, name), after: read(&place, name) };
    let written = operation.writes.iter().map(written).collect();
    Whole {
        before,
        after: place.holds().unwrap(),
        files_before,
        files_after: place.files(),
        said: String::from_utf8(output.stdout).unwrap(),
        written,
    }
}

/// One run with a fault, and what has to hold after it.
fn point(operation: &Operation, whole: &Whole, fault: Fault, at: usize) -> Result<(), String> {
    let place = operation.place.copy();
    let told = place.told();
    let mut command = place.command(&operation.arguments());
    layer::faulty(&mut command, place.path(), fault, at, &told);
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let calls = layer::calls(&told);
    let hit = calls.iter().find(|call| call.is_hit);
    let where_hit = hit.map_or_else(|| "not hit".to_owned(), |call| format!("{} {}", call.kind, call.path));
    let seen = check(operation, whole, fault, &place, &output, hit.is_some());
    seen.map_err(|why| {
        let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        format!("[{where_hit}] {why}; {:?}; said {said:?}, complained {complained:?}", output.status)
    })
}

fn check(
    operation: &Operation,
    whole: &Whole,
    fault: Fault,
    place: &Place,
    output: &Output,
    is_hit: bool,
) -> Result<(), String> {
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    let is_killed = output.status.signal() == Some(9);
    let has_ended_well = output.status.code() == Some(0);
    ensure(is_killed == (fault.kills() && is_hit), "ends as by a kill, and only then")?;
    if fault.is_harmless() {
        ensure(has_ended_well, "what is no error goes well")?;
    }
    if !is_killed && !has_ended_well {
        complaint(&complained, output.status.code())?;
    }
    if has_ended_well && !is_killed {
        ensure(said == whole.said, "says what it says without a fault")?;
    }
    // What is left behind.
    let files = place.files();
    let odd: Vec<&String> = files.iter().filter(|name| !is_known(name, whole)).collect();
    let may_leave = is_killed || (fault.kinds.contains("unname") && is_hit);
    ensure(odd.is_empty() || may_leave, &format!("leaves {odd:?}"))?;
    for Written { name, before, after } in &whole.written {
        let there = std::fs::read(place.path().join(name)).ok();
        ensure(there == *before || is_same(name, there.as_ref(), after.as_ref()), &format!("{name} is there by half"))?;
        ensure(
            !has_ended_well || is_same(name, there.as_ref(), after.as_ref()),
            &format!("{name} was said to be written"),
        )?;
    }
    // What the library holds.
    let holds = place.holds()?;
    let is_between = whole.before.intersection(&whole.after).all(|line| holds.contains(line))
        && holds.iter().all(|line| whole.before.contains(line) || whole.after.contains(line) || operation.is_stepwise);
    let is_whole = holds == whole.before || holds == whole.after;
    ensure(
        is_whole || (operation.is_stepwise && is_between),
        &format!("is there by half: {}", differs(&holds, whole)),
    )?;
    if has_ended_well {
        ensure(holds == whole.after, &format!("was said to be saved: {}", differs(&holds, whole)))?;
    }
    if !operation.is_stepwise && !said.is_empty() && said == whole.said {
        ensure(holds == whole.after, "was said on standard output, and is not there")?;
    }
    for line in said.lines().filter(|line| line.starts_with("added ")) {
        let headline = line.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
        ensure(
            holds.iter().any(|held| held.starts_with("article|") && held.contains(&headline)),
            "an article that was said to be added",
        )?;
    }
    // The same once more, with nothing wrong.
    let is_done = holds == whole.after
        && whole.written.iter().all(|Written { name, after, .. }| {
            is_same(name, std::fs::read(place.path().join(name)).ok().as_ref(), after.as_ref())
        });
    if !is_done {
        let again = place.run(&operation.arguments());
        let complained = String::from_utf8_lossy(&again.stderr);
        ensure(again.status.code() == Some(0), &format!("again without a fault: {:?} {complained}", again.status))?;
        let holds = place.holds()?;
        ensure(holds == whole.after, &format!("again without a fault: {}", differs(&holds, whole)))?;
    }
    Ok(())
}

fn ensure(is_so: bool, what: &str) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(what.to_owned()) }
}

/// A database that is copied is compared by what it holds, not here.
fn is_same(name: &str, one: Option<&Vec<u8>>, other: Option<&Vec<u8>>) -> bool {
    if name.contains(".db") { one.is_some() == other.is_some() } else { one == other }
}

/// What was there before or is there after; the database's own files go with its next start.
fn is_known(name: &String, whole: &Whole) -> bool {
    let is_database = ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end));
    whole.files_before.contains(name) || whole.files_after.contains(name) || is_database
}

fn differs(holds: &Holds, whole: &Whole) -> String {
    let short =
        |lines: Vec<&String>| lines.iter().take(3).map(|line| line.chars().take(60).collect()).collect::<Vec<String>>();
    format!(
        "lacks {:?}, has {:?}",
        short(whole.after.difference(holds).collect()),
        short(holds.difference(&whole.after).collect())
    )
}

/// What is no failed write: a file that may not be read, and what the database takes for damage when it cannot read.
fn says_less(complained: &str, code: Option<i32>) -> bool {
    (code == Some(66) && complained.contains("may not be read"))
        || (code == Some(65) && complained.contains("damaged, or the disk fails"))
}

/// One clean line that says what, where and what to do.
pub fn complaint(complained: &str, code: Option<i32>) -> Result<(), String> {
    ensure(
        matches!(code, Some(74 | 75)) || says_less(complained, code),
        "the exit status of a read or write that failed",
    )?;
    let line = complained.strip_suffix('\n').unwrap_or(complained);
    ensure(line.starts_with("nutgraf: ") && !line.contains('\n'), "one line")?;
    ensure(!line.contains(char::is_control) && line.chars().count() < 300, "a clean line")?;
    ensure(!line.contains("panicked"), "no panic")?;
    ensure(line.matches(": ").count() >= 2, "says where")?;
    let says_what_to_do = line.contains("; ");
    ensure(says_what_to_do, "says what to do")?;
    ensure(!["os error", "SQL", "I/O", "errno"].iter().any(|jargon| line.contains(jargon)), "in words that people know")
}
