//! `nutgraf serve`: a library shown to visitors over SSH.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use super::serving::Again;
use super::settings::{self, Settings};
use super::{Exit, Failure, library, output, serving};
use crate::args::Global;
use crate::args::serve::Serve as Args;
use crate::host::visitor::Shared;
use crate::session;
use crate::ssh::{self, Offer, Reload, ServeError, Terms};

/// Serves until a signal ends it.
pub fn run(global: &Global, args: &Args) -> Result<Exit, Failure> {
    let settings = settings::load(global)?;
    settings.complain();
    let serve = serving::settings(global, args, &settings)?;
    let shared = Shared::open(&library::path(global)?).map_err(|error| library::failure(&error))?;
    let host_key = ssh::key::host_key(Path::new(&serve.host_key)).map_err(|error| serving::key_failure(&error))?;
    let (authorized, said) = serving::authorized(&serve)?;
    for fault in &said {
        output::complain(fault);
    }
    let offer = Offer {
        commands: super::visiting::commands(Arc::clone(&shared)),
        shared,
        host_key,
        terms: Terms { serve, authorized, settings: of_session(settings), said },
        reload: reload(global.clone(), args.clone()),
    };
    // The log says it too; on a terminal somebody tries it.
    let mut listens = |address: SocketAddr| {
        if io::stderr().is_terminal() {
            output::complain(&format!("to read from here: {}; Ctrl-C stops the server", from_here(address)));
        }
    };
    match ssh::run(offer, &mut listens) {
        Ok(()) => Ok(Exit::Done),
        Err(ServeError::Listen(address, error)) => Err(serving::listen_failure(&address, &error)),
        Err(error) => Err(Failure::new(Exit::Unavailable, error.to_string())),
    }
}

/// The command that visits an address from the machine that serves.
fn from_here(address: SocketAddr) -> String {
    let host = if address.ip().is_unspecified() { "localhost".to_owned() } else { address.ip().to_string() };
    format!("ssh -p {} {host}", address.port())
}

/// Reads configuration and keys again when the owner asks for it.
fn reload(global: Global, args: Args) -> Reload {
    Box::new(move |holds| {
        let Again { serve, authorized, settings, said } = serving::again(&global, &args, holds)?;
        Ok(Terms { serve, authorized, settings: of_session(settings), said })
    })
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
