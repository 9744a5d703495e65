//! A stream of work done on several threads and given back in order, with memory that grows neither with its length
//! nor, beyond a bound, with the number of threads.

use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Pieces of work under way for each thread: enough that none waits for another, few enough to be held in memory.
const AHEAD: usize = 4;

/// What all work under way may weigh; a single piece may weigh more. Thousands of articles, or three of the largest.
const MAX_UNDER_WAY_BYTES: usize = 32 << 20;

/// What comes next in the order of the work.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// The outcome of a piece of work.
    Done(T),
    /// A piece of work whose thread panicked; the last one when it was the source that did.
    Lost,
    /// The last one: the system gives no thread to work on.
    NoThread,
    /// Nothing is ready: what was written so far should be let go before waiting.
    Waiting,
}

/// Does the work on so many threads and hands the outcomes to `sink` in the order of `source`, each as soon as those
/// before it are done. While outcomes are not taken, or work under way weighs too many bytes, the source is not read
/// on.
///
/// The threads are not waited for when the sink fails: the source may be standard input, which may never end.
pub fn in_order<I, O, E>(
    n_threads: usize,
    source: impl Iterator<Item = I> + Send + 'static,
    weigh_bytes: impl Fn(&I) -> usize + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
    mut sink: impl FnMut(Next<O>) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send + 'static,
    O: Send + 'static,
{
    let n_threads = n_threads.max(1);
    // Each piece of work has a place for its outcome; the places queue up in order, and that queue is bounded. None
    // is its true end.
    let (to_order, order) = sync_channel::<Option<Place<O>>>(n_threads * AHEAD);
    let (to_work, queue) = sync_channel::<(I, SyncSender<O>)>(n_threads * AHEAD);
    let (queue, work) = (Arc::new(Mutex::new(queue)), Arc::new(work));
    let load = Arc::new(Load::default());
    for n in 0..n_threads {
        let (queue, work) = (Arc::clone(&queue), Arc::clone(&work));
        let begun = std::thread::Builder::new().spawn(move || {
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((item, place)) = next else { return };
                // A panic leaves the place empty; the sink is told. Nobody listening any more is no fault here.
                if let Ok(outcome) = catch_unwind(AssertUnwindSafe(|| work(item))) {
                    let _ = place.send(outcome);
                }
            }
        });
        // Where the system gives no more threads, those that there are do the work.
        if begun.is_err() {
            if n == 0 {
                return sink(Next::NoThread);
            }
            break;
        }
    }
    let end = End(Arc::clone(&load));
    let reading = std::thread::Builder::new().spawn(move || {
        for item in source {
            let n_bytes = weigh_bytes(&item);
            let (sender, outcome) = sync_channel(1);
            if !load.take_on(n_bytes)
                || to_order.send(Some(Place { n_bytes, outcome })).is_err()
                || to_work.send((item, sender)).is_err()
            {
                return;
            }
        }
        let _ = to_order.send(None);
    });
    if reading.is_err() {
        return sink(Next::NoThread);
    }
    loop {
        let Place { n_bytes, outcome } = match wait(&order, &mut sink)? {
            Some(Some(place)) => place,
            Some(None) => return Ok(()),
            None => return sink(Next::Lost),
        };
        match wait(&outcome, &mut sink)? {
            Some(outcome) => sink(Next::Done(outcome))?,
            None => sink(Next::Lost)?,
        }
        end.0.put_down(n_bytes);
    }
}

/// Where the outcome of a piece of work will be, and what the piece weighs.
struct Place<O> {
    n_bytes: usize,
    outcome: Receiver<O>,
}

/// What the work under way weighs; none once nobody takes outcomes any more.
struct Load {
    n_bytes: Mutex<Option<usize>>,
    is_less: Condvar,
}

impl Default for Load {
    fn default() -> Self {
        Self { n_bytes: Mutex::new(Some(0)), is_less: Condvar::new() }
    }
}

impl Load {
    /// Waits until so much more can be borne; false when it need not be any more.
    fn take_on(&self, more_bytes: usize) -> bool {
        let is_too_much = |n_bytes: &mut Option<usize>| {
            n_bytes.is_some_and(|n_bytes| n_bytes > 0 && n_bytes.saturating_add(more_bytes) > MAX_UNDER_WAY_BYTES)
        };
        let n_bytes = self.n_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut n_bytes = self.is_less.wait_while(n_bytes, is_too_much).unwrap_or_else(PoisonError::into_inner);
        *n_bytes = n_bytes.map(|n_bytes| n_bytes.saturating_add(more_bytes));
        n_bytes.is_some()
    }

    fn put_down(&self, fewer_bytes: usize) {
        self.change(|n_bytes| n_bytes.map(|n_bytes| n_bytes.saturating_sub(fewer_bytes)));
    }

    fn change(&self, to: impl Fn(Option<usize>) -> Option<usize>) {
        let mut n_bytes = self.n_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *n_bytes = to(*n_bytes);
        self.is_less.notify_all();
    }
}

/// Lets the thread that reads the source go, however this one ends.
struct End(Arc<Load>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.change(|_| None);
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

    use super::{AHEAD, Line, MAX_UNDER_WAY_BYTES, Next, in_order, read_line};

    fn collect(n_threads: usize, n: u64) -> Vec<u64> {
        let mut seen = Vec::new();
        let outcome: Result<(), ()> = in_order(
            n_threads,
            0..n,
            |_| 1,
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
            |_| 0,
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
        let outcome: Result<(), ()> = in_order(
            2,
            0..5,
            |_| 1,
            work,
            |next| {
                if next != Next::Waiting {
                    seen.push(next);
                }
                Ok(())
            },
        );
        outcome.unwrap();
        assert_eq!(seen, [Next::Done(0), Next::Done(1), Next::Lost, Next::Done(3), Next::Done(4)]);
    }

    #[test]
    fn a_source_that_panics_is_not_taken_for_one_that_ends() {
        let source = (0..).inspect(|&n| {
            if n == 2 {
                std::panic::resume_unwind(Box::new(()))
            }
        });
        let mut seen = Vec::new();
        let outcome: Result<(), ()> = in_order(
            2,
            source,
            |_| 1,
            |n: i32| n,
            |next| {
                if next != Next::Waiting {
                    seen.push(next);
                }
                Ok(())
            },
        );
        outcome.unwrap();
        assert_eq!(seen, [Next::Done(0), Next::Done(1), Next::Lost]);
    }

    #[test]
    fn heavy_work_is_read_ahead_by_its_weight_however_many_threads_there_are() {
        for (n_bytes, at_once) in [(MAX_UNDER_WAY_BYTES / 4, 4), (MAX_UNDER_WAY_BYTES * 2, 1)] {
            let n_read = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&n_read);
            let source = (0..200usize).inspect(move |_| {
                counter.fetch_add(1, Ordering::SeqCst);
            });
            let (mut most_ahead, mut seen) = (0, Vec::new());
            let outcome: Result<(), ()> = in_order(
                8,
                source,
                move |_| n_bytes,
                |n| n,
                |next| {
                    if let Next::Done(n) = next {
                        most_ahead = most_ahead.max(n_read.load(Ordering::SeqCst) - seen.len());
                        seen.push(n);
                    }
                    Ok(())
                },
            );
            outcome.unwrap();
            assert_eq!(seen, (0..200).collect::<Vec<_>>());
            // One more is in the reader's hand.
            assert!(most_ahead <= at_once + 1, "{most_ahead} of {n_bytes} bytes");
        }
    }

    #[test]
    fn a_failing_sink_ends_it_though_the_source_never_ends() {
        let outcome = in_order(
            2,
            std::iter::repeat(1),
            |_| MAX_UNDER_WAY_BYTES,
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
