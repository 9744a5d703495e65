//! `nutgraf serve`: a library shown to visitors over SSH.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::settings::{self, Settings};
use super::{Exit, Failure, library, output};
use crate::args::Global;
use crate::args::serve::Serve as Args;
use crate::catalogue::Visitor;
use crate::config::serve::Serve;
use crate::host::visitor::Shared;
use crate::session;
use crate::ssh::{self, Answered, Commands, Manner, Offer};

/// Serves until a signal ends it.
pub fn run(global: &Global, args: &Args) -> Result<Exit, Failure> {
    if !args.anonymous && args.authorized_keys.is_none() {
        return Err(Failure::new(
            Exit::Usage,
            "nobody could come in: give --authorized-keys FILE for those whose keys it lists, --anonymous for anybody, or both",
        ));
    }
    let settings = settings::load(global)?;
    settings.complain();
    let path = library::path(global)?;
    let shared = Shared::open(&path).map_err(|error| library::failure(&error))?;
    let host_key = args.host_key.as_ref().map_or_else(|| beside(&path), PathBuf::from);
    let host_key = ssh::key::host_key(&host_key).map_err(|why| Failure::new(Exit::Io, why))?;
    let authorized = match &args.authorized_keys {
        Some(file) => ssh::key::authorized(Path::new(file)).map_err(|why| Failure::new(Exit::NoInput, why))?,
        None => Vec::new(),
    };
    let mut serve = Serve { anonymous: args.anonymous, ..Serve::default() };
    if !args.listen.is_empty() {
        serve.listen.clone_from(&args.listen);
    }
    let offer =
        Offer { shared, settings: of_session(settings), commands: Arc::new(NotYet), serve, host_key, authorized };
    let mut listens = |address| output::complain(&format!("listening on {address}"));
    ssh::run(offer, &mut listens).map_err(|why| Failure::new(Exit::Unavailable, why))?;
    Ok(Exit::Done)
}

/// The host key's place, where none is named.
fn beside(library: &Path) -> PathBuf {
    library.with_file_name("ssh_host_ed25519_key")
}

/// What every session begins with. Keys and themes are the server's; signs, colours and the mouse are the visitor's.
fn of_session(settings: Settings) -> session::Settings {
    let Settings { config, themes, theme_index, .. } = settings;
    session::Settings {
        keymap: config.keymap,
        themes,
        theme_index,
        measure: config.measure,
        linear: config.plain,
        mouse: false,
        ..session::Settings::default()
    }
}

#[derive(Debug)]
struct NotYet;

impl Commands for NotYet {
    fn answer(&self, _: &Visitor, _: &str, _: Manner) -> Answered {
        Answered { err: "nutgraf: commands are not there yet\n".to_owned(), code: 2, ..Answered::default() }
    }
}
