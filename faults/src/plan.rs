//! What the environment asks for, and what that means for the call that is just made.

use std::ffi::{CStr, c_char, c_int};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::tell;

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Opens a file that is there, or a folder.
    Open,
    /// Opens a file that is not there yet, and so makes it.
    Make,
    /// Reads.
    Read,
    /// Writes.
    Write,
    /// Sets a file's length.
    Cut,
    /// Asks for room on the disk.
    Room,
    /// Waits until what was written is on the disk.
    Settle,
    /// Gives a name: rename, link.
    Name,
    /// Takes a name away.
    Unname,
    /// Makes a folder.
    Folder,
    /// Says who may do what with a file, or whose it is.
    Modes,
    /// Takes or leaves a lock, or asks who has it.
    Lock,
    /// Maps a file into memory.
    Map,
    /// Looks at what is there.
    Look,
    /// Closes a file.
    Close,
}

/// The kinds and their names.
pub const KINDS: [(Kind, &CStr); 15] = [
    (Kind::Open, c"open"),
    (Kind::Make, c"make"),
    (Kind::Read, c"read"),
    (Kind::Write, c"write"),
    (Kind::Cut, c"cut"),
    (Kind::Room, c"room"),
    (Kind::Settle, c"settle"),
    (Kind::Name, c"name"),
    (Kind::Unname, c"unname"),
    (Kind::Folder, c"folder"),
    (Kind::Modes, c"modes"),
    (Kind::Lock, c"lock"),
    (Kind::Map, c"map"),
    (Kind::Look, c"look"),
    (Kind::Close, c"close"),
];

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static CStr {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or(c"", |(_, name)| *name)
    }

    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// The errors that can be asked for.
const ERRORS: [(&CStr, c_int); 12] = [
    (c"ENOSPC", libc::ENOSPC),
    (c"EDQUOT", libc::EDQUOT),
    (c"EIO", libc::EIO),
    (c"EACCES", libc::EACCES),
    (c"EPERM", libc::EPERM),
    (c"EROFS", libc::EROFS),
    (c"EINTR", libc::EINTR),
    (c"ENOMEM", libc::ENOMEM),
    (c"EMFILE", libc::EMFILE),
    (c"ENOLCK", libc::ENOLCK),
    (c"ELOOP", libc::ELOOP),
    (c"EFBIG", libc::EFBIG),
];

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It does nothing and gives this error.
    Error(c_int),
    /// `short`: it writes or reads half of it, and says so. No error: a program has to go on with the rest.
    Short,
    /// `torn`: half of it is written, then the program is gone as by a kill.
    Torn,
    /// `kill`: the program is gone before the call.
    Kill,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is made as it is.
    Pass,
    /// It is not made, and this is the error.
    Fail(c_int),
    /// Half of it is made; if this is so the program ends with it.
    Half {
        /// Whether it is the program's last call.
        is_last: bool,
    },
}

struct Plan {
    kinds: u32,
    at: u64,
    how: How,
    goes_on: bool,
}

static PLAN: OnceLock<Plan> = OnceLock::new();
static N_CALLS: AtomicU64 = AtomicU64::new(0);

/// What a variable of the environment says.
pub fn variable(name: &CStr) -> Option<&'static CStr> {
    // SAFETY: the name ends with a zero byte. The program under test changes none of these variables, so that what is
    // found stays where it is.
    unsafe {
        let found: *const c_char = libc::getenv(name.as_ptr());
        (!found.is_null()).then(|| CStr::from_ptr(found))
    }
}

fn plan() -> &'static Plan {
    PLAN.get_or_init(|| {
        let number = |name| variable(name).and_then(|text| text.to_str().ok()).and_then(|text| text.parse().ok());
        let kinds = variable(c"FAULTS_KINDS").map_or(u32::MAX, |text| {
            let asked = text.to_bytes().split(|&byte| byte == b',');
            let bit = |name: &[u8]| {
                KINDS.iter().find(|(_, known)| known.to_bytes() == name).map_or(0, |(kind, _)| kind.bit())
            };
            asked.fold(0, |all, name| all | bit(name))
        });
        let how = variable(c"FAULTS_HOW").map_or(How::Error(libc::EIO), |text| match text.to_bytes() {
            b"short" => How::Short,
            b"torn" => How::Torn,
            b"kill" => How::Kill,
            _ => How::Error(ERRORS.iter().find(|(name, _)| *name == text).map_or(libc::EIO, |(_, error)| *error)),
        });
        let goes_on = variable(c"FAULTS_ON").is_some_and(|text| text == c"1");
        Plan { kinds, at: number(c"FAULTS_AT").unwrap_or(0), how, goes_on }
    })
}

/// Whether calls count by now.
fn is_time() -> bool {
    variable(c"FAULTS_WHEN").is_none_or(|path| {
        // SAFETY: the path ends with a zero byte.
        unsafe { libc::syscall(libc::SYS_faccessat, libc::AT_FDCWD, path.as_ptr(), libc::F_OK) == 0 }
    })
}

/// Counts a call that concerns the folder, tells it, and says what becomes of it.
pub fn judge(kind: Kind, name: &[u8]) -> Verdict {
    let plan = plan();
    if plan.kinds & kind.bit() == 0 || !is_time() {
        return Verdict::Pass;
    }
    let n = N_CALLS.fetch_add(1, Ordering::SeqCst) + 1;
    let is_hit = plan.at != 0 && (n == plan.at || (plan.goes_on && n > plan.at));
    tell::call(n, kind, is_hit, name);
    if !is_hit {
        return Verdict::Pass;
    }
    let is_of_bytes = matches!(kind, Kind::Write | Kind::Read);
    match plan.how {
        How::Error(error) => Verdict::Fail(error),
        How::Short | How::Torn if is_of_bytes => Verdict::Half { is_last: plan.how == How::Torn },
        How::Short => Verdict::Pass,
        How::Torn | How::Kill => end(),
    }
}

/// Ends the program as a kill does: no line of it runs any more.
pub fn end() -> ! {
    // SAFETY: neither call touches memory; no signal handler can be set for this one.
    unsafe {
        libc::kill(libc::getpid(), libc::SIGKILL);
        libc::_exit(137)
    }
}
