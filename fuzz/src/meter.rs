//! An allocator that counts: what is held, the most that was held, and all that was ever asked for. The last is how
//! much work was done, told without a clock. Counting is for the whole process.
#![allow(unsafe_code, reason = "an allocator is unsafe by its trait; it gives everything on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counted. Without it as the global allocator all counts stay nothing.
#[derive(Clone, Copy, Debug)]
pub struct Meter;

fn more(n_bytes: usize) {
    ASKED.fetch_add(n_bytes, Ordering::Relaxed);
    let held = HELD.fetch_add(n_bytes, Ordering::Relaxed) + n_bytes;
    MOST.fetch_max(held, Ordering::Relaxed);
}

fn less(n_bytes: usize) {
    HELD.fetch_sub(n_bytes, Ordering::Relaxed);
}

// SAFETY: every call is the system allocator's own, with the arguments that came.
unsafe impl GlobalAlloc for Meter {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        less(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // Both stand side by side while one is copied to the other.
        more(new_size);
        // SAFETY: the caller's promises are passed on.
        let moved = unsafe { System.realloc(at, layout, new_size) };
        less(layout.size());
        moved
    }
}

/// What a piece of work took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// The most bytes held beyond those held before.
    pub most: usize,
    /// All bytes that were asked for.
    pub asked: usize,
}

/// Does a piece of work and says what it took.
pub fn measured(work: impl FnOnce()) -> Taken {
    let (held, asked) = (HELD.load(Ordering::Relaxed), ASKED.load(Ordering::Relaxed));
    MOST.store(held, Ordering::Relaxed);
    work();
    Taken {
        most: MOST.load(Ordering::Relaxed).saturating_sub(held),
        asked: ASKED.load(Ordering::Relaxed).wrapping_sub(asked),
    }
}
