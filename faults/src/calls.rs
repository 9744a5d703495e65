//! The calls themselves, under the C library's own names: each asks what becomes of it, and makes the real one.

#![allow(clippy::missing_safety_doc, reason = "what each asks of its caller is what the C library asks")]
#![allow(unused_unsafe, reason = "the real function is looked up where it is called")]

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use libc::{gid_t, mode_t, off_t, size_t, ssize_t, uid_t};

use crate::names::{follow, in_folder, is_followed, of_file};
use crate::plan::{Kind, Verdict, end, judge};
use crate::tell;

/// The C library's own function of a name.
macro_rules! real {
    ($name:literal, fn($($argument:ty),*) -> $answer:ty) => {{
        static FOUND: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
        let mut found = FOUND.load(Ordering::Relaxed);
        if found.is_null() {
            // SAFETY: the name ends with a zero byte.
            found = unsafe { libc::dlsym(libc::RTLD_NEXT, $name.as_ptr()) };
            if found.is_null() {
                // Whoever calls a function that the C library has not got ends here.
                end();
            }
            FOUND.store(found, Ordering::Relaxed);
        }
        // SAFETY: that is how the C library declares the function of this name.
        unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($argument),*) -> $answer>(found) }
    }};
}

mod named;

fn fails<T: From<i8>>(error: c_int) -> T {
    // SAFETY: the C library's own place for it in this thread.
    unsafe { *libc::__errno_location() = error };
    T::from(-1)
}

/// An open file's inode, by the kernel's own answer.
fn inode(file: c_int) -> u64 {
    let mut found = std::mem::MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: `AT_EMPTY_PATH` asks for the file itself, and the room is a `stat`'s.
    let asked =
        unsafe { libc::syscall(libc::SYS_newfstatat, file, c"".as_ptr(), found.as_mut_ptr(), libc::AT_EMPTY_PATH) };
    // SAFETY: all zeros is a `stat` too.
    if asked == 0 { unsafe { found.assume_init() }.st_ino } else { 0 }
}

/// Whether there is such a file, by the kernel's own answer.
fn is_there(from: c_int, path: *const c_char) -> bool {
    // SAFETY: the path ends with a zero byte, as whoever opens it says.
    unsafe { libc::syscall(libc::SYS_faccessat, from, path, libc::F_OK) == 0 }
}

fn bytes<'a>(from: *const c_void, n_bytes: usize) -> &'a [u8] {
    if from.is_null() || n_bytes == 0 {
        return &[];
    }
    // SAFETY: whoever writes gives as many bytes as they say.
    unsafe { std::slice::from_raw_parts(from.cast(), n_bytes) }
}

/// What becomes of a call on an open file; nothing for a file that is not followed.
fn judged(file: c_int, kind: Kind) -> Verdict {
    if is_followed(file) { judge(kind, of_file(file).bytes()) } else { Verdict::Pass }
}

// --- Opening.

fn open_at(from: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    let name = in_folder(from, path);
    // What is there already is opened only, whatever is to happen where it is not; no disk is too full for that.
    let makes = name.is_some() && flags & libc::O_CREAT != 0 && !is_there(from, path);
    let kind = if makes { Kind::Make } else { Kind::Open };
    if let Some(name) = &name
        && let Verdict::Fail(error) = judge(kind, name.bytes())
    {
        return fails(error);
    }
    // SAFETY: the program's own arguments.
    let file = unsafe { real!(c"openat64", fn(c_int, *const c_char, c_int, mode_t) -> c_int)(from, path, flags, mode) };
    if file >= 0 {
        follow(file, name.is_some());
        if let Some(name) = name.filter(|_| tell::keeps()) {
            if kind == Kind::Make {
                tell::with_file(c"made", inode(file), name.bytes());
            }
            if flags & libc::O_TRUNC != 0 {
                tell::cut(inode(file), 0);
            }
        }
    }
    file
}

/// Opens. Declared with three arguments where C has an open end: they are passed the same way on Linux.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    open_at(libc::AT_FDCWD, path, flags, mode)
}

/// Opens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    open_at(libc::AT_FDCWD, path, flags, mode)
}

/// Opens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat(from: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    open_at(from, path, flags, mode)
}

/// Opens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat64(from: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    open_at(from, path, flags, mode)
}

/// Opens to write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn creat(path: *const c_char, mode: mode_t) -> c_int {
    open_at(libc::AT_FDCWD, path, libc::O_CREAT | libc::O_WRONLY | libc::O_TRUNC, mode)
}

/// Opens to write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn creat64(path: *const c_char, mode: mode_t) -> c_int {
    open_at(libc::AT_FDCWD, path, libc::O_CREAT | libc::O_WRONLY | libc::O_TRUNC, mode)
}

/// Closes; that may be told to fail, and closes all the same, as the kernel does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn close(file: c_int) -> c_int {
    let verdict = judged(file, Kind::Close);
    follow(file, false);
    // SAFETY: the program's own argument.
    let closed = unsafe { real!(c"close", fn(c_int) -> c_int)(file) };
    if let Verdict::Fail(error) = verdict { fails(error) } else { closed }
}

// --- Reading and writing.

/// Makes a call of so many bytes, or of half of them.
fn of_bytes(verdict: Verdict, n_bytes: usize, made: impl FnOnce(usize) -> ssize_t) -> ssize_t {
    match verdict {
        Verdict::Fail(error) => fails(i32::from(error as i16)),
        Verdict::Pass => made(n_bytes),
        Verdict::Half { is_last } => {
            let done = made(if is_last { n_bytes / 2 } else { n_bytes.div_ceil(2) });
            if is_last { end() } else { done }
        }
    }
}

/// Where an open file is at the moment.
fn position(file: c_int) -> u64 {
    // SAFETY: no memory is touched.
    let at = unsafe { libc::syscall(libc::SYS_lseek, file, 0, libc::SEEK_CUR) };
    u64::try_from(at).unwrap_or(0)
}

fn tell_written(file: c_int, from: *const c_void, n_done: ssize_t, offset: Option<u64>) {
    let Ok(n_done @ 1..) = usize::try_from(n_done) else { return };
    if !tell::keeps() {
        return;
    }
    if is_followed(file) {
        let offset = offset.unwrap_or_else(|| position(file).saturating_sub(n_done as u64));
        tell::wrote(inode(file), offset, bytes(from, n_done));
    } else if file == libc::STDOUT_FILENO {
        tell::said(bytes(from, n_done));
    }
}

/// Reads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(file: c_int, to: *mut c_void, n_bytes: size_t) -> ssize_t {
    of_bytes(judged(file, Kind::Read), n_bytes, |n_bytes| {
        // SAFETY: the program's own arguments, or fewer bytes than it has room for.
        unsafe { real!(c"read", fn(c_int, *mut c_void, size_t) -> ssize_t)(file, to, n_bytes) }
    })
}

fn read_at(file: c_int, to: *mut c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    of_bytes(judged(file, Kind::Read), n_bytes, |n_bytes| {
        // SAFETY: the program's own arguments, or fewer bytes than it has room for.
        unsafe { real!(c"pread64", fn(c_int, *mut c_void, size_t, off_t) -> ssize_t)(file, to, n_bytes, offset) }
    })
}

/// Reads at a place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pread(file: c_int, to: *mut c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    read_at(file, to, n_bytes, offset)
}

/// Reads at a place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pread64(file: c_int, to: *mut c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    read_at(file, to, n_bytes, offset)
}

/// Writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(file: c_int, from: *const c_void, n_bytes: size_t) -> ssize_t {
    let done = of_bytes(judged(file, Kind::Write), n_bytes, |n_bytes| {
        // SAFETY: the program's own arguments, or fewer bytes than it gives.
        unsafe { real!(c"write", fn(c_int, *const c_void, size_t) -> ssize_t)(file, from, n_bytes) }
    });
    tell_written(file, from, done, None);
    done
}

/// Writes from several places; of a followed file one after the other, so that half of it can be told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn writev(file: c_int, parts: *const libc::iovec, n_parts: c_int) -> ssize_t {
    let is_told = file == libc::STDOUT_FILENO && tell::keeps();
    if !is_followed(file) && !is_told {
        // SAFETY: the program's own arguments.
        return unsafe { real!(c"writev", fn(c_int, *const libc::iovec, c_int) -> ssize_t)(file, parts, n_parts) };
    }
    let n_parts = usize::try_from(n_parts).unwrap_or(0);
    // SAFETY: whoever writes gives as many parts as they say.
    let parts = if n_parts == 0 { &[][..] } else { unsafe { std::slice::from_raw_parts(parts, n_parts) } };
    let Some(part) = parts.iter().find(|part| part.iov_len > 0) else { return 0 };
    // One part is what a short write is; the program goes on with the next.
    // SAFETY: the part is as long as it says.
    unsafe { write(file, part.iov_base, part.iov_len) }
}

fn write_at(file: c_int, from: *const c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    let done = of_bytes(judged(file, Kind::Write), n_bytes, |n_bytes| {
        // SAFETY: the program's own arguments, or fewer bytes than it gives.
        unsafe { real!(c"pwrite64", fn(c_int, *const c_void, size_t, off_t) -> ssize_t)(file, from, n_bytes, offset) }
    });
    tell_written(file, from, done, Some(offset as u64));
    done
}

/// Writes at a place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(file: c_int, from: *const c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    write_at(file, from, n_bytes, offset)
}

/// Writes at a place.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(file: c_int, from: *const c_void, n_bytes: size_t, offset: off_t) -> ssize_t {
    write_at(file, from, n_bytes, offset)
}

// --- What else is done with an open file.

/// Makes a call that gives 0 or an error.
fn plainly(verdict: Verdict, made: impl FnOnce() -> c_int) -> c_int {
    if let Verdict::Fail(error) = verdict { fails(error) } else { made() }
}

fn cut(file: c_int, length: off_t) -> c_int {
    plainly(judged(file, Kind::Cut), || {
        // SAFETY: the program's own arguments.
        let done = unsafe { real!(c"ftruncate64", fn(c_int, off_t) -> c_int)(file, length) };
        if done == 0 && is_followed(file) && tell::keeps() {
            tell::cut(inode(file), length as u64);
        }
        done
    })
}

/// Sets the length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate(file: c_int, length: off_t) -> c_int {
    cut(file, length)
}

/// Sets the length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(file: c_int, length: off_t) -> c_int {
    cut(file, length)
}

/// Asks for room; the error is the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_fallocate(file: c_int, offset: off_t, n_bytes: off_t) -> c_int {
    match judged(file, Kind::Room) {
        Verdict::Fail(error) => error,
        // SAFETY: the program's own arguments.
        _ => unsafe { real!(c"posix_fallocate64", fn(c_int, off_t, off_t) -> c_int)(file, offset, n_bytes) },
    }
}

/// Asks for room; the error is the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_fallocate64(file: c_int, offset: off_t, n_bytes: off_t) -> c_int {
    // SAFETY: the same function by another name.
    unsafe { posix_fallocate(file, offset, n_bytes) }
}

fn settled(file: c_int, done: c_int) -> c_int {
    if done == 0 && is_followed(file) && tell::keeps() {
        tell::with_file(c"settled", inode(file), of_file(file).bytes());
    }
    done
}

/// Waits for the disk.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(file: c_int) -> c_int {
    plainly(judged(file, Kind::Settle), || {
        // SAFETY: the program's own argument.
        settled(file, unsafe { real!(c"fsync", fn(c_int) -> c_int)(file) })
    })
}

/// Waits for the disk.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(file: c_int) -> c_int {
    plainly(judged(file, Kind::Settle), || {
        // SAFETY: the program's own argument.
        settled(file, unsafe { real!(c"fdatasync", fn(c_int) -> c_int)(file) })
    })
}

/// Says who may do what.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fchmod(file: c_int, mode: mode_t) -> c_int {
    plainly(judged(file, Kind::Modes), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"fchmod", fn(c_int, mode_t) -> c_int)(file, mode) }
    })
}

/// Says whose it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fchown(file: c_int, owner: uid_t, group: gid_t) -> c_int {
    plainly(judged(file, Kind::Modes), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"fchown", fn(c_int, uid_t, gid_t) -> c_int)(file, owner, group) }
    })
}

/// Takes a lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flock(file: c_int, what: c_int) -> c_int {
    plainly(judged(file, Kind::Lock), || {
        // SAFETY: the program's own arguments.
        unsafe { real!(c"flock", fn(c_int, c_int) -> c_int)(file, what) }
    })
}

fn control(file: c_int, command: c_int, argument: *mut c_void) -> c_int {
    let locks = matches!(command, libc::F_SETLK | libc::F_SETLKW | libc::F_GETLK | libc::F_OFD_SETLK);
    // Leaving a lock does not fail on any disk.
    let leaves = locks && command != libc::F_GETLK && !argument.is_null() && {
        // SAFETY: these commands come with a lock.
        let lock = unsafe { &*argument.cast::<libc::flock>() };
        c_int::from(lock.l_type) == libc::F_UNLCK
    };
    let verdict = if locks && !leaves { judged(file, Kind::Lock) } else { Verdict::Pass };
    plainly(verdict, || {
        // SAFETY: the program's own arguments; what it leaves out is not looked at.
        let done = unsafe { real!(c"fcntl64", fn(c_int, c_int, *mut c_void) -> c_int)(file, command, argument) };
        if matches!(command, libc::F_DUPFD | libc::F_DUPFD_CLOEXEC) && done >= 0 {
            follow(done, is_followed(file));
        }
        done
    })
}

/// Locks, and other things. Declared with three arguments where C has an open end: they are passed the same way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fcntl(file: c_int, command: c_int, argument: *mut c_void) -> c_int {
    control(file, command, argument)
}

/// Locks, and other things.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fcntl64(file: c_int, command: c_int, argument: *mut c_void) -> c_int {
    control(file, command, argument)
}

fn map(at: *mut c_void, length: size_t, may: c_int, flags: c_int, file: c_int, offset: off_t) -> *mut c_void {
    if file >= 0
        && let Verdict::Fail(error) = judged(file, Kind::Map)
    {
        let _: c_int = fails(error);
        return libc::MAP_FAILED;
    }
    // By the kernel's own number: whoever loads a program maps before the C library can be asked for its function.
    // SAFETY: the program's own arguments.
    unsafe { libc::syscall(libc::SYS_mmap, at, length, may, flags, file, offset) as *mut c_void }
}

/// Maps a file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap(
    at: *mut c_void,
    length: size_t,
    may: c_int,
    flags: c_int,
    file: c_int,
    offset: off_t,
) -> *mut c_void {
    map(at, length, may, flags, file, offset)
}

/// Maps a file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap64(
    at: *mut c_void,
    length: size_t,
    may: c_int,
    flags: c_int,
    file: c_int,
    offset: off_t,
) -> *mut c_void {
    map(at, length, may, flags, file, offset)
}
