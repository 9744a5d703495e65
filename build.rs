//! Makes the tables of words that the annotation looks words up in, and asks the linker for what makes the start quick.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

#[allow(dead_code, reason = "the library uses more of it")]
#[path = "src/annotate/lexicon/class.rs"]
mod class;
#[path = "src/annotate/lexicon/lists.rs"]
mod lists;
#[allow(dead_code, reason = "the library reads, and this writes")]
#[path = "src/annotate/lexicon/table.rs"]
mod table;
#[allow(dead_code, reason = "the library uses more of it")]
#[path = "src/annotate/lexicon/word.rs"]
mod word;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "assets/lexicon", "src/annotate/lexicon"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?);
    let (long_places, place_starts) = lists::long_places();
    let (holders, holder_starts) = lists::holders();
    for (name, entries) in [
        ("words.bin", lists::words()),
        ("countries.bin", lists::countries()),
        ("long-places.bin", place_starts),
        ("holders.bin", holder_starts),
    ] {
        std::fs::write(folder.join(name), lists::written(&entries))?;
    }
    std::fs::write(folder.join("long-places.tsv"), long_places)?;
    std::fs::write(folder.join("holders.tsv"), holders)?;
    if knows_short_relocations() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// Whether programs of this machine's C library can have their relative relocations packed (`DT_RELR`, glibc 2.36). The
/// program has some forty thousand of them, each a word in a table, and the loader goes through all of them before the
/// first line runs: unpacked they take a megabyte that is read at every start.
///
/// Only what is built to run here is asked for: a program that was linked so does not start with an older library.
fn knows_short_relocations() -> bool {
    let is = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|value| value == wanted);
    if !(is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu"))
        || std::env::var("HOST") != std::env::var("TARGET")
    {
        return false;
    }
    let Ok(answer) = Command::new("cc").arg("-print-file-name=libc.so.6").output() else { return false };
    let path = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    let mark = b"GLIBC_ABI_DT_RELR";
    std::fs::read(Path::new(&path)).is_ok_and(|library| library.windows(mark.len()).any(|window| window == mark))
}
