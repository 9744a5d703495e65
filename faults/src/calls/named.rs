//! Calls on names: renaming, linking, taking away, folders, and looking at what is there.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use libc::mode_t;

use super::{fails, judged, plainly};
use crate::names::in_folder;
use crate::plan::{Kind, Verdict, end, judge};
use crate::tell;

/// Makes a call on a name; what was done is told where it is kept.
fn named(kind: Kind, told: &CStr, from: c_int, path: *const c_char, made: impl FnOnce() -> c_int) -> c_int {
    let Some(name) = in_folder(from, path) else { return made() };
    if let Verdict::Fail(error) = judge(kind, name.bytes()) {
        return fails(error);
    }
    let done = made();
    if done == 0 && tell::keeps() && !told.is_empty() {
        tell::with_names(told, name.bytes(), b"");
    }
    done
}

/// The same for a call on two names, the second of which comes into being.
fn moved(told: &CStr, from: (c_int, *const c_char), to: (c_int, *const c_char), made: impl FnOnce() -> c_int) -> c_int {
    let Some(name) = in_folder(to.0, to.1) else { return made() };
    if let Verdict::Fail(error) = judge(Kind::Name, name.bytes()) {
        return fails(error);
    }
    let source = in_folder(from.0, from.1);
    let done = made();
    if done == 0 && tell::keeps() {
        tell::with_names(told, source.as_ref().map_or(b"elsewhere", |source| source.bytes()), name.bytes());
    }
    done
}

/// Renames.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    moved(c"renamed", (libc::AT_FDCWD, from), (libc::AT_FDCWD, to), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"rename", fn(*const c_char, *const c_char) -> c_int)(from, to) }
    })
}

/// Renames.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn renameat(at: c_int, from: *const c_char, to_at: c_int, to: *const c_char) -> c_int {
    moved(c"renamed", (at, from), (to_at, to), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"renameat", fn(c_int, *const c_char, c_int, *const c_char) -> c_int)(at, from, to_at, to) }
    })
}

/// Gives a second name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn link(from: *const c_char, to: *const c_char) -> c_int {
    moved(c"linked", (libc::AT_FDCWD, from), (libc::AT_FDCWD, to), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"link", fn(*const c_char, *const c_char) -> c_int)(from, to) }
    })
}

/// Gives a second name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn linkat(at: c_int, from: *const c_char, to_at: c_int, to: *const c_char, how: c_int) -> c_int {
    moved(c"linked", (at, from), (to_at, to), || {
        let call = real!(c"linkat", fn(c_int, *const c_char, c_int, *const c_char, c_int) -> c_int);
        // SAFETY: the program's own arguments.
        unsafe { call(at, from, to_at, to, how) }
    })
}

/// Takes a name away.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    named(Kind::Unname, c"unnamed", libc::AT_FDCWD, path, || {
        // SAFETY: the program's own argument.
        unsafe { real!(c"unlink", fn(*const c_char) -> c_int)(path) }
    })
}

/// Takes a name away.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(at: c_int, path: *const c_char, how: c_int) -> c_int {
    named(Kind::Unname, c"unnamed", at, path, || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"unlinkat", fn(c_int, *const c_char, c_int) -> c_int)(at, path, how) }
    })
}

/// Makes a folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    named(Kind::Folder, c"folder", libc::AT_FDCWD, path, || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"mkdir", fn(*const c_char, mode_t) -> c_int)(path, mode) }
    })
}

/// Says who may do what.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn chmod(path: *const c_char, mode: mode_t) -> c_int {
    named(Kind::Modes, c"", libc::AT_FDCWD, path, || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"chmod", fn(*const c_char, mode_t) -> c_int)(path, mode) }
    })
}

/// Looks whether something may be done.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn access(path: *const c_char, what: c_int) -> c_int {
    named(Kind::Look, c"", libc::AT_FDCWD, path, || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"access", fn(*const c_char, c_int) -> c_int)(path, what) }
    })
}

/// Declares a call that looks at a path, and one that looks at an open file.
macro_rules! looks {
    ($(#[$meta:meta])* $path:ident $path_name:literal, $file:ident $file_name:literal) => {
        $(#[$meta])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $path(path: *const c_char, found: *mut c_void) -> c_int {
            named(Kind::Look, c"", libc::AT_FDCWD, path, || {
                // SAFETY: the program's own arguments.
                unsafe { real!($path_name, fn(*const c_char, *mut c_void) -> c_int)(path, found) }
            })
        }

        $(#[$meta])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $file(file: c_int, found: *mut c_void) -> c_int {
            plainly(judged(file, Kind::Look), || {
                // SAFETY: the program's own arguments.
                unsafe { real!($file_name, fn(c_int, *mut c_void) -> c_int)(file, found) }
            })
        }
    };
}

looks!(
    /// Looks at what is there.
    stat c"stat", fstat c"fstat"
);
looks!(
    /// Looks at what is there.
    stat64 c"stat64", fstat64 c"fstat64"
);

/// Looks at what is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn statx(
    at: c_int,
    path: *const c_char,
    flags: c_int,
    mask: u32,
    found: *mut libc::statx,
) -> c_int {
    let made = || {
        let call = real!(c"statx", fn(c_int, *const c_char, c_int, u32, *mut libc::statx) -> c_int);
        // SAFETY: the program's own arguments.
        unsafe { call(at, path, flags, mask, found) }
    };
    // SAFETY: a path ends with a zero byte.
    let is_file = !path.is_null() && flags & libc::AT_EMPTY_PATH != 0 && unsafe { *path } == 0;
    if is_file { plainly(judged(at, Kind::Look), made) } else { named(Kind::Look, c"", at, path, made) }
}
