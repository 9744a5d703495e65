//! `nutgraf serve`: a library shown to visitors over SSH.

use std::path::Path;
use std::sync::Arc;

use super::settings::{self, Settings};
use super::{Exit, Failure, library, output, serving};
use crate::args::Global;
use crate::args::serve::Serve as Args;
use crate::catalogue::Visitor;
use crate::host::visitor::Shared;
use crate::session;
use crate::ssh::{self, Answered, Commands, Manner, Offer};

/// Serves until a signal ends it.
pub fn run(global: &Global, args: &Args) -> Result<Exit, Failure> {
    let settings = settings::load(global)?;
    settings.complain();
    let serve = serving::settings(global, args, &settings)?;
    let shared = Shared::open(&library::path(global)?).map_err(|error| library::failure(&error))?;
    let host_key = ssh::key::host_key(Path::new(&serve.host_key)).map_err(|error| serving::key_failure(&error))?;
    let (authorized, wrong) = serving::authorized(&serve)?;
    for fault in &wrong {
        output::complain(fault);
    }
    let authorized = authorized.without_terms();
    let offer =
        Offer { shared, settings: of_session(settings), commands: Arc::new(NotYet), serve, host_key, authorized };
    let mut listens = |address| output::complain(&format!("listening on {address}"));
    ssh::run(offer, &mut listens).map_err(|why| Failure::new(Exit::Unavailable, why))?;
    Ok(Exit::Done)
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
