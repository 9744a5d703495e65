//! A stream of work done on several threads and given back in order, with memory that does not grow with its length.

use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Pieces of work under way for each thread: enough that none waits for another, few enough to be held in memory.
const AHEAD: usize = 4;

/// What comes next in the order of the work.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// The outcome of a piece of work.
    Done(T),
    /// A piece of work whose thread panicked.
    Lost,
    /// Nothing is ready: what was written so far should be let go before waiting.
    Waiting,
}

/// Does the work on so many threads and hands the outcomes to `sink` in the order of `source`, each as soon as those
/// before it are done. While outcomes are not taken, the source is not read on.
///
/// The threads are not waited for when the sink fails: the source may be standard input, which may never end.
pub fn in_order<I, O, E>(
    n_threads: usize,
    source: impl Iterator<Item = I> + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
    mut sink: impl FnMut(Next<O>) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send + 'static,
    O: Send + 'static,
{
    let n_threads = n_threads.max(1);
    // Each piece of work has a place for its outcome; the places queue up in order, and that queue is bounded.
    let (to_order, order) = sync_channel::<Receiver<O>>(n_threads * AHEAD);
    let (to_work, queue) = sync_channel::<(I, SyncSender<O>)>(n_threads * AHEAD);
    let (queue, work) = (Arc::new(Mutex::new(queue)), Arc::new(work));
    for _ in 0..n_threads {
        let (queue, work) = (Arc::clone(&queue), Arc::clone(&work));
        std::thread::spawn(move || {
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((item, place)) = next else { return };
                // A panic leaves the place empty; the sink is told. Nobody listening any more is no fault here.
                if let Ok(outcome) = catch_unwind(AssertUnwindSafe(|| work(item))) {
                    let _ = place.send(outcome);
                }
            }
        });
    }
    std::thread::spawn(move || {
        for item in source {
            let (place, outcome) = sync_channel(1);
            if to_order.send(outcome).is_err() || to_work.send((item, place)).is_err() {
                return;
            }
        }
    });
    loop {
        let Some(outcome) = wait(&order, &mut sink)? else { return Ok(()) };
        match wait(&outcome, &mut sink)? {
            Some(outcome) => sink(Next::Done(outcome))?,
            None => sink(Next::Lost)?,
        }
    }
}

/// Receives, and says so before it has to wait; none when nothing will come any more.
fn wait<T, O, E>(from: &Receiver<T>, sink: &mut impl FnMut(Next<O>) -> Result<(), E>) -> Result<Option<T>, E> {
    match from.try_recv() {
        Ok(value) => Ok(Some(value)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            sink(Next::Waiting)?;
            Ok(from.recv().ok())
        }
    }
}

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It has more bytes than are let in; it was passed over without being kept.
    TooLong,
}

/// Reads one line of at most so many bytes; none at the end.
pub fn read_line(from: &mut impl BufRead, max_bytes: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let (mut is_too_long, mut any) = (false, false);
    loop {
        let available = match from.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', available);
        let part = available.get(..end.unwrap_or(available.len())).unwrap_or_default();
        if line.len() + part.len() > max_bytes {
            is_too_long = true;
            line = Vec::new();
        } else if !is_too_long {
            line.extend_from_slice(part);
        }
        let n_bytes = part.len() + usize::from(end.is_some());
        from.consume(n_bytes);
        if end.is_some() {
            break;
        }
    }
    Ok(any.then_some(if is_too_long { Line::TooLong } else { Line::Whole(line) }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{AHEAD, Line, Next, in_order, read_line};

    fn collect(n_threads: usize, n: u64) -> Vec<u64> {
        let mut seen = Vec::new();
        let outcome: Result<(), ()> = in_order(
            n_threads,
            0..n,
            |number| {
                if number % 7 == 0 { (0..20_000).fold(number, u64::max).max(number) - 19_999 + number } else { number }
            },
            |next| {
                if let Next::Done(number) = next {
                    seen.push(number);
                }
                Ok(())
            },
        );
        outcome.unwrap();
        seen
    }

    #[test]
    fn outcomes_come_in_the_order_of_the_source() {
        for n_threads in [1, 3, 8] {
            assert_eq!(collect(n_threads, 300), (0..300).collect::<Vec<_>>());
        }
        assert!(collect(2, 0).is_empty());
    }

    #[test]
    fn the_source_is_read_only_so_far_ahead() {
        let n_read = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&n_read);
        let source = (0..10_000usize).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let mut most_ahead = 0;
        let mut n_done = 0;
        let outcome: Result<(), ()> = in_order(
            2,
            source,
            |n| n,
            |next| {
                if let Next::Done(_) = next {
                    n_done += 1;
                    most_ahead = most_ahead.max(n_read.load(Ordering::SeqCst).saturating_sub(n_done));
                }
                Ok(())
            },
        );
        assert_eq!((outcome, n_done), (Ok(()), 10_000));
        // The queue's places, one with the feeder, one with the sink.
        assert!(most_ahead <= 2 * AHEAD + 2, "{most_ahead}");
    }

    #[test]
    fn a_panic_loses_one_piece_of_work_and_no_other() {
        let mut seen = Vec::new();
        let work = |n: i32| if n == 2 { std::panic::resume_unwind(Box::new(())) } else { n };
        let outcome: Result<(), ()> = in_order(2, 0..5, work, |next| {
            if next != Next::Waiting {
                seen.push(next);
            }
            Ok(())
        });
        outcome.unwrap();
        assert_eq!(seen, [Next::Done(0), Next::Done(1), Next::Lost, Next::Done(3), Next::Done(4)]);
    }

    #[test]
    fn a_failing_sink_ends_it_though_the_source_never_ends() {
        let outcome = in_order(
            2,
            std::iter::repeat(1),
            |n| n,
            |next| if let Next::Done(_) = next { Err("full") } else { Ok(()) },
        );
        assert_eq!(outcome, Err("full"));
    }

    #[test]
    fn lines_longer_than_the_limit_are_passed_over() {
        let mut input = Cursor::new(b"ab\n\nabcdef\nabc\r\nlast".to_vec());
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input, 4).unwrap() {
            lines.push(line);
        }
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(lines, [whole("ab"), whole(""), Line::TooLong, whole("abc\r"), whole("last")]);
    }
}
