//! The command line: calls the command that was asked for and turns its outcome into an exit status.
//!
//! The only room that writes to standard output and standard error.

mod add;
pub mod annotate;
mod answer;
mod chart;
pub mod configuration;
mod diff;
pub mod exit;
mod export;
#[cfg(feature = "fetch")]
mod feed;
mod input;
mod interrupt;
pub mod keys;
mod library;
mod lines;
mod list;
pub mod manual;
mod output;
mod page;
mod read;
mod reannotate;
mod reply;
mod review;
mod saying;
mod search;
#[cfg(feature = "ssh")]
mod serve;
#[cfg(feature = "ssh")]
pub mod serving;
mod settings;
mod shelf;
mod show;
mod speaker;
mod stats;
#[cfg(feature = "fetch")]
mod sync;
mod threads;
mod today;
#[cfg(feature = "ssh")]
pub mod visiting;
#[cfg(feature = "ssh")]
mod visitors;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};

pub use exit::{Exit, Failure};

use crate::args::{self, Args, Command};
use crate::clean;

/// Runs the program with its arguments, its name first, and gives the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    abort::catch();
    interrupt::survive_full_files();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = args::of_files(&arguments).map_or_else(|| parse(arguments), Ok);
    let outcome = match parsed {
        Ok(args) => dispatch(args),
        Err(error) => say(&error),
    };
    match outcome {
        Ok(exit) => exit.code(),
        Err(failure) => {
            output::complain(&failure.message);
            failure.exit.code()
        }
    }
}

fn parse(arguments: Vec<OsString>) -> Result<Args, clap::Error> {
    let mut matches = args::command().try_get_matches_from(arguments)?;
    refuse_idle(&matches)?;
    Args::from_arg_matches_mut(&mut matches)
}

/// Refuses what says how articles are read where none is.
fn refuse_idle(matches: &ArgMatches) -> Result<(), clap::Error> {
    let Some((name @ ("config" | "keys" | "completions" | "man"), own)) = matches.subcommand() else { return Ok(()) };
    for (id, option) in [("from", "--from"), ("max_size", "--max-size")] {
        if own.value_source(id) == Some(ValueSource::CommandLine) {
            let message = format!("{option} does nothing for `{name}`, which reads no article; leave it out\n");
            return Err(clap::Error::raw(ErrorKind::ArgumentConflict, message));
        }
    }
    Ok(())
}

fn dispatch(args: Args) -> Result<Exit, Failure> {
    let Args { global, command, files } = args;
    if command.is_some() && !files.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "a command stands before its files; a file whose name is a command's is opened as ./NAME, or after --",
        ));
    }
    if global.theme.is_some() {
        // A theme that is not there is refused even where nothing is painted in it.
        settings::load(&global)?;
    }
    if settings::is_plain(&global) {
        output::be_plain();
    }
    match command {
        None => read::run(&global, &files),
        Some(Command::Show { file }) => show::run(&global, &[file]),
        Some(Command::Annotate { files, format, jobs }) => annotate::run(&global, &files, format, jobs),
        Some(Command::Add(args)) => add::run(&global, &args),
        Some(Command::List(args)) => list::run(&global, &args),
        Some(Command::Search(args)) => search::run(&global, &args),
        Some(Command::Remove(which)) => shelf::remove(&global, &which),
        Some(Command::Tag(args)) => shelf::tag(&global, &args),
        Some(Command::Mark(args)) => shelf::mark(&global, &args),
        Some(Command::Undo) => shelf::undo(&global),
        Some(Command::Speaker(args)) => speaker::run(&global, &args),
        Some(Command::Stats(args)) => stats::run(&global, &args),
        Some(Command::Today(args)) => today::run(&global, &args),
        Some(Command::Reannotate(args)) => reannotate::run(&global, &args),
        Some(Command::Backup(args)) => shelf::backup(&global, &args),
        Some(Command::Export(args)) => export::run(&global, &args),
        Some(Command::Review { command }) => review::run(&global, &command),
        Some(Command::Note(args)) => review::note(&global, &args),
        Some(Command::Diff(args)) => diff::run(&global, &args),
        #[cfg(feature = "fetch")]
        Some(Command::Feed { command }) => feed::run(&global, command),
        #[cfg(feature = "fetch")]
        Some(Command::Sync(args)) => sync::run(&global, &args),
        #[cfg(feature = "ssh")]
        Some(Command::Serve(args)) => serve::run(&global, &args),
        #[cfg(feature = "ssh")]
        Some(Command::Visitors { command }) => visitors::run(&global, &command),
        Some(Command::Config { question }) => configuration::run(&global, question),
        Some(Command::Keys) => keys::run(&global),
        Some(Command::Completions { shell }) => manual::completions(shell),
        Some(Command::Man) => output::print(&manual::page()),
    }
}

/// Help and version go to standard output; what was wrong with the arguments goes to standard error.
fn say(error: &clap::Error) -> Result<Exit, Failure> {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => output::print(&text),
        _ => {
            // clap repeats the arguments, and those may hold anything.
            let text = clean::text(&text).text;
            output::complain(text.trim_end().trim_start_matches("error: "));
            Ok(Exit::Usage)
        }
    }
}
