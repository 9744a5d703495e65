//! `nutgraf remove`, `tag`, `mark`, `undo`, `backup`: what a reader does to articles of the library.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::interrupt::Interrupt;
use super::{Exit, Failure, add, library, output};
use crate::args::Global;
use crate::args::shelf::{Backup, Mark, MarkAs, Tag, Which};
use crate::library::Change;

/// Takes articles out of the library.
pub fn remove(global: &Global, which: &Which) -> Result<Exit, Failure> {
    change(global, which, &Change::Remove)
}

/// Gives articles a tag, or takes it away.
pub fn tag(global: &Global, args: &Tag) -> Result<Exit, Failure> {
    let tag = add::tags(std::slice::from_ref(&args.tag))?.concat();
    change(global, &args.which, &if args.remove { Change::Untag(tag) } else { Change::Tag(tag) })
}

/// Marks articles read or unread, or stars them.
pub fn mark(global: &Global, args: &Mark) -> Result<Exit, Failure> {
    let change_to = match args.mark {
        MarkAs::Read => Change::Read(true),
        MarkAs::Unread => Change::Read(false),
        MarkAs::Starred => Change::Starred(true),
        MarkAs::Unstarred => Change::Starred(false),
    };
    change(global, &args.which, &change_to)
}

fn change(global: &Global, which: &Which, change: &Change) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let keys = library::selected(&library, &which.which)?;
    let deed = library.change(&keys, change, library::now()).map_err(|error| library::failure(&error))?;
    match deed {
        Some(deed) => output::print(&format!("{}; `nutgraf undo` undoes it\n", deed.what)),
        None => output::print("that is so already; nothing was changed\n"),
    }
}

/// Undoes the last deed.
pub fn undo(global: &Global) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    match library.undo(library::now()).map_err(|error| library::failure(&error))? {
        Some(deed) => output::print(&format!("undone: {}\n", deed.what)),
        None => Err(Failure::new(Exit::Nothing, "there is nothing to undo")),
    }
}

/// Copies the library. Ctrl-C stops it and leaves nothing behind.
pub fn backup(global: &Global, args: &Backup) -> Result<Exit, Failure> {
    let mut library = library::open(global)?;
    let interrupt = Interrupt::note();
    let stop = Arc::clone(&interrupt.flag);
    if io::stderr().is_terminal() {
        output::progress("copying the library");
    }
    let copied = library.copy_to(&args.path, move || !stop.load(Ordering::Relaxed));
    output::progress("");
    if !copied.map_err(|error| library::failure(&error))? {
        return Ok(interrupt.exit());
    }
    let n_bytes = args.path.metadata().map_or(0, |metadata| metadata.len());
    let shown = super::input::shown(args.path.as_os_str());
    output::print(&format!("copied the library to {shown} ({:.1} MB)\n", n_bytes as f64 / 1e6))
}
