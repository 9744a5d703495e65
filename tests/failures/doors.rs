//! Folders and files that let nobody in, paths that lead nowhere, and a library with broken bytes in it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::commands::desk;
use super::place::{Place, in_memory};
use super::sweep::complaint;

/// Runs the program as somebody whom permissions hold back. Nothing where that cannot be.
struct Anybody {
    folder: tempfile::TempDir,
    program: PathBuf,
    is_root: bool,
}

impl Anybody {
    fn new() -> Option<Self> {
        let is_root = rustix::process::geteuid().is_root();
        if is_root && !super::tools::has("setpriv", "--version") {
            return None;
        }
        let folder = in_memory();
        let program = folder.path().join("nutgraf");
        // The one that cargo made may be in a folder that only root looks into.
        fs::copy(env!("CARGO_BIN_EXE_nutgraf"), &program).unwrap();
        allow(folder.path(), 0o755);
        allow(&program, 0o755);
        Some(Self { folder, program, is_root })
    }

    fn run(&self, place: &Place, arguments: &[&str]) -> Output {
        let mut command = if self.is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command.args(arguments).current_dir(place.path()).env_clear();
        command.env("HOME", self.folder.path()).env("NUTGRAF_LIBRARY", place.library());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).stdin(Stdio::null()).output().unwrap()
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// It fails in one clean line that says this, and the library is as it was.
#[track_caller]
fn is_refused(output: &Output, code: i32, says: &str) {
    let complained = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    assert!(complained.contains(says), "{says:?} is not in {complained}");
    if code == 74 {
        complaint(&complained, output.status.code()).unwrap_or_else(|why| panic!("{why}: {complained}"));
    }
}

#[test]
fn a_library_of_somebody_else_is_read_and_not_written() {
    let Some(anybody) = Anybody::new() else { return };
    let place = desk();
    let before = (place.holds().unwrap(), place.files());
    allow(place.path(), 0o555);
    allow(&place.library(), 0o444);
    let listed = anybody.run(&place, &["list"]);
    assert_eq!(listed.status.code(), Some(0), "{listed:?}");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("Ferry is late again"));
    is_refused(&anybody.run(&place, &["tag", "slow", "1"]), 74, "the library cannot be written; check its permissions");
    is_refused(&anybody.run(&place, &["add", "quay.txt"]), 74, "the library cannot be written; check its permissions");
    is_refused(
        &anybody.run(&place, &["export", "1", "--format", "json", "--output", "out.json"]),
        74,
        "may not be written; check",
    );
    is_refused(
        &anybody.run(&place, &["backup", "copy.db"]),
        74,
        "copy.db: the library cannot be written; check its permissions",
    );
    allow(place.path(), 0o755);
    assert_eq!((place.holds().unwrap(), place.files()), before, "nothing was made or changed");
}

#[test]
fn a_library_that_may_not_be_read_says_so() {
    let Some(anybody) = Anybody::new() else { return };
    let place = desk();
    allow(place.path(), 0o755);
    allow(&place.library(), 0o000);
    is_refused(&anybody.run(&place, &["list"]), 74, "the library cannot be opened; check the permissions");
    is_refused(&anybody.run(&place, &["tag", "slow", "1"]), 74, "check the permissions");
    allow(&place.library(), 0o644);
    assert!(place.done(&["list"]).contains("Ferry is late again"));
}

#[test]
fn a_path_that_leads_through_a_file_or_in_a_circle_is_named() {
    let place = desk();
    symlink("there", place.path().join("here")).unwrap();
    symlink("here", place.path().join("there")).unwrap();
    let at = |library: &str, arguments: &[&str]| {
        place.command(arguments).env("NUTGRAF_LIBRARY", place.path().join(library)).output().unwrap()
    };
    is_refused(&at("pier.txt/library.db", &["add", "quay.txt"]), 74, "a part of the path is no folder");
    is_refused(&at("here/library.db", &["add", "quay.txt"]), 74, "a part of the path is no folder");
    is_refused(&at("here", &["add", "quay.txt"]), 74, "the library cannot be opened");
    is_refused(&place.run(&["add", "here"]), 74, "lead in a circle");
    is_refused(
        &place.run(&["export", "1", "--format", "json", "--output", "pier.txt/out.json"]),
        74,
        "a part of the path is no folder",
    );
    is_refused(&place.run(&["backup", "pier.txt/copy.db"]), 74, "pier.txt/copy.db");
    assert_eq!(place.holds().unwrap(), desk().holds().unwrap());
}

#[test]
fn a_library_with_broken_bytes_says_so_and_a_copy_takes_its_place() {
    const PAGE: usize = 4096;
    let whole = desk();
    whole.done(&["backup", "copy.db"]);
    let bytes = fs::read(whole.library()).unwrap();
    let step = if std::env::var("NUTGRAF_FAULTS").is_ok_and(|value| value == "all") { 1 } else { 5 };
    let mut n_told = 0;
    for page in (0..bytes.len() / PAGE).step_by(step) {
        let place = whole.copy();
        let mut broken = bytes.clone();
        broken[page * PAGE..(page + 1) * PAGE]
            .iter_mut()
            .skip(if page == 0 { 100 } else { 0 })
            .for_each(|byte| *byte ^= 0x5a);
        fs::write(place.library(), &broken).unwrap();
        for arguments in [&["list"][..], &["show", "1"], &["search", "late"]] {
            let output = place.run(arguments);
            let complained = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1 | 65 | 74)), "page {page}, {arguments:?}: {output:?}");
            assert!(!complained.contains("panicked") && complained.lines().count() <= 1, "page {page}: {complained}");
            if complained.contains("damaged") {
                n_told += 1;
                assert!(complained.contains("library.db") && complained.contains("a copy that `nutgraf backup`"));
            }
            assert!(fs::read(place.library()).unwrap() == broken, "page {page}: whoever asks changes nothing");
        }
        fs::copy(place.path().join("copy.db"), place.library()).unwrap();
        assert_eq!(place.holds().unwrap(), whole.holds().unwrap());
    }
    assert!(n_told > 3, "damage was told {n_told} times");
}
