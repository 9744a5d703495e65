//! Which files are in the folder: paths as the program writes them, and the numbers that it has open files under.

use std::ffi::{CStr, c_char, c_int};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::plan::variable;

/// Files with higher numbers are not followed; no test has so many.
const MOST_FILES: usize = 1024;
/// The longest path that is followed.
pub const MOST_BYTES: usize = 4096;

static FOLLOWED: [AtomicBool; MOST_FILES] = [const { AtomicBool::new(false) }; MOST_FILES];
static FOLDER: OnceLock<&'static [u8]> = OnceLock::new();

fn folder() -> &'static [u8] {
    FOLDER.get_or_init(|| variable(c"FAULTS_UNDER").map_or(b"", CStr::to_bytes))
}

/// A path without an allocation.
pub struct Name {
    bytes: [u8; MOST_BYTES],
    n_bytes: usize,
}

impl Name {
    const EMPTY: Self = Self { bytes: [0; MOST_BYTES], n_bytes: 0 };

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.n_bytes).unwrap_or_default()
    }

    fn push(&mut self, more: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.n_bytes..self.n_bytes + more.len()) {
            room.copy_from_slice(more);
            self.n_bytes += more.len();
        }
    }

    /// A link's target by the kernel's own answer.
    fn target(path: &CStr) -> Self {
        let mut name = Self::EMPTY;
        // SAFETY: the path ends with a zero byte, and the kernel writes no more bytes than the room is said to have.
        let n_bytes = unsafe { libc::syscall(libc::SYS_readlink, path.as_ptr(), name.bytes.as_mut_ptr(), MOST_BYTES) };
        name.n_bytes = usize::try_from(n_bytes).unwrap_or(0);
        name
    }

    /// The whole path of one that the program gave, seen from a folder that it has open or from where it is.
    fn whole(from: c_int, path: &[u8]) -> Self {
        if path.first() == Some(&b'/') {
            let mut name = Self::EMPTY;
            name.push(path);
            return name;
        }
        let mut name = if from == libc::AT_FDCWD { Self::target(c"/proc/self/cwd") } else { of_file(from) };
        if !path.is_empty() {
            name.push(b"/");
            name.push(path);
        }
        name
    }

    fn is_in_folder(&self) -> bool {
        let folder = folder();
        !folder.is_empty()
            && self.bytes().strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
    }
}

/// What an open file is called at the moment.
pub fn of_file(file: c_int) -> Name {
    let mut link = Name::EMPTY;
    link.push(b"/proc/self/fd/");
    let mut digits = [0; 10];
    let mut rest = file.max(0);
    let mut n_digits = 0;
    while let Some(digit) = digits.get_mut(n_digits) {
        *digit = b'0' + (rest % 10) as u8;
        n_digits += 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    for digit in digits.iter().take(n_digits).rev() {
        link.push(&[*digit]);
    }
    link.push(b"\0");
    CStr::from_bytes_with_nul(link.bytes()).map_or(Name::EMPTY, Name::target)
}

/// The whole path, where it is one of the folder's.
pub fn in_folder(from: c_int, path: *const c_char) -> Option<Name> {
    if path.is_null() || folder().is_empty() {
        return None;
    }
    // SAFETY: whoever calls the C library with a path gives it one that ends with a zero byte.
    let path = unsafe { CStr::from_ptr(path) }.to_bytes();
    let name = Name::whole(from, path);
    name.is_in_folder().then_some(name)
}

/// From now on an open file is followed, or not any more.
pub fn follow(file: c_int, is_followed: bool) {
    if let Some(place) = usize::try_from(file).ok().and_then(|file| FOLLOWED.get(file)) {
        place.store(is_followed, Ordering::SeqCst);
    }
}

/// Whether an open file is one of the folder's.
pub fn is_followed(file: c_int) -> bool {
    let place = usize::try_from(file).ok().and_then(|file| FOLLOWED.get(file));
    place.is_some_and(|place| place.load(Ordering::SeqCst))
}
