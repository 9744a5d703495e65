//! What the test is told of the calls: lines in a file that the program does not know of, written by the kernel's own
//! calls, so that a program that is killed has told all that it did.
//!
//! `call 17 write hit PATH` stands before a call, `pass` in the place of `hit` where nothing goes wrong. Where the
//! bytes are asked for, what was done stands after the call: `wrote INODE OFFSET HEX`, `cut INODE LENGTH`,
//! `settled INODE PATH`, `made INODE PATH`, `renamed FROM TO`, `linked FROM TO`, `unnamed PATH`, `folder PATH`, and
//! `said HEX` for what went to standard output.

use std::ffi::{CStr, c_int};
use std::hint::spin_loop;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::plan::{Kind, variable};

static FILE: OnceLock<c_int> = OnceLock::new();
static IS_TELLING: AtomicBool = AtomicBool::new(false);
static KEEPS: OnceLock<bool> = OnceLock::new();

/// The file that is told to, below 0 where there is none.
fn file() -> c_int {
    *FILE.get_or_init(|| {
        let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND | libc::O_CLOEXEC;
        variable(c"FAULTS_TELL").map_or(-1, |path| {
            // SAFETY: the path ends with a zero byte.
            let file = unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags, 0o600) };
            // SAFETY: out of the way of the numbers that programs expect.
            let moved = unsafe { libc::syscall(libc::SYS_fcntl, file, libc::F_DUPFD_CLOEXEC, 900) };
            // SAFETY: its own file.
            unsafe { libc::syscall(libc::SYS_close, file) };
            moved as c_int
        })
    })
}

/// Whether what was written is wanted as well.
pub fn keeps() -> bool {
    *KEEPS.get_or_init(|| variable(c"FAULTS_KEEP").is_some_and(|text| text == c"1")) && file() >= 0
}

/// One line at a time.
struct Line;

impl Line {
    fn begin() -> Self {
        while IS_TELLING.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        Self
    }

    fn put(&self, mut bytes: &[u8]) -> &Self {
        while !bytes.is_empty() {
            // SAFETY: the bytes are there for as long as the call takes.
            let n_bytes = unsafe { libc::syscall(libc::SYS_write, file(), bytes.as_ptr(), bytes.len()) };
            let Some(rest) = usize::try_from(n_bytes).ok().filter(|n| *n > 0).and_then(|n| bytes.get(n..)) else {
                break;
            };
            bytes = rest;
        }
        self
    }

    fn number(&self, number: u64) -> &Self {
        let mut digits = [0; 20];
        let (mut rest, mut at) = (number, digits.len());
        while at > 0 {
            at -= 1;
            if let Some(digit) = digits.get_mut(at) {
                *digit = b'0' + (rest % 10) as u8;
            }
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.put(digits.get(at..).unwrap_or_default())
    }

    fn hex(&self, bytes: &[u8]) -> &Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for part in bytes.chunks(2048) {
            let mut text = [0; 4096];
            for (pair, byte) in text.chunks_exact_mut(2).zip(part) {
                pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
            }
            self.put(text.get(..part.len() * 2).unwrap_or_default());
        }
        self
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.put(b"\n");
        IS_TELLING.store(false, Ordering::Release);
    }
}

/// Tells a call that is about to be made, or to go wrong.
pub fn call(n: u64, kind: Kind, is_hit: bool, name: &[u8]) {
    if file() >= 0 {
        let hit: &[u8] = if is_hit { b" hit " } else { b" pass " };
        Line::begin().put(b"call ").number(n).put(b" ").put(kind.name().to_bytes()).put(hit).put(name);
    }
}

/// Tells what was written where.
pub fn wrote(inode: u64, offset: u64, bytes: &[u8]) {
    Line::begin().put(b"wrote ").number(inode).put(b" ").number(offset).put(b" ").hex(bytes);
}

/// Tells what the program said.
pub fn said(bytes: &[u8]) {
    Line::begin().put(b"said ").hex(bytes);
}

/// Tells what was done with an open file.
pub fn with_file(what: &CStr, inode: u64, name: &[u8]) {
    Line::begin().put(what.to_bytes()).put(b" ").number(inode).put(b" ").put(name);
}

/// Tells the length that an open file was given.
pub fn cut(inode: u64, length: u64) {
    Line::begin().put(b"cut ").number(inode).put(b" ").number(length);
}

/// Tells what was done with names. Those of the tests have no space in them.
pub fn with_names(what: &CStr, one: &[u8], other: &[u8]) {
    let line = Line::begin();
    line.put(what.to_bytes()).put(b" ").put(one);
    if !other.is_empty() {
        line.put(b" ").put(other);
    }
}
