//! Pages by their address, as arguments name them.

use crate::args::Global;
use crate::article::Article;

use super::Failure;

/// The articles of a page, annotated; Ctrl-C ends the waiting for it.
#[cfg(feature = "fetch")]
pub fn articles(address: &str, global: &Global) -> Result<Vec<Article>, Failure> {
    use crate::fetch::Conditions;
    use crate::import::Options;
    use crate::sync::page;

    let response = web::get(address, global, Conditions::default())?;
    let options = Options { from: global.from, max_bytes: global.max_size, ..Options::default() };
    page::articles(&response, &options, super::library::now()).map_err(|error| {
        let message = format!("{address}: {error}");
        Failure::new(super::Exit::Damaged, crate::clean::line(&message))
    })
}

/// This program was built without the network.
#[cfg(not(feature = "fetch"))]
pub fn articles(address: &str, _: &Global) -> Result<Vec<Article>, Failure> {
    let message = format!("{address}: this build does not fetch pages; save the page as a file and open that");
    Err(Failure::new(super::Exit::Usage, crate::clean::line(&message)))
}

#[cfg(feature = "fetch")]
pub use web::{client, get};

#[cfg(feature = "fetch")]
mod web {
    use std::io::{self, IsTerminal};
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::time::Duration;

    use crate::args::Global;
    use crate::clean;
    use crate::cli::interrupt::Interrupt;
    use crate::cli::{Exit, Failure, output, threads};
    use crate::fetch::{self, Client, Conditions, FetchError, Policy, Response};
    use crate::import::ANNOTATED_FACTOR;

    /// How soon Ctrl-C is heard.
    const TICK: Duration = Duration::from_millis(50);

    /// A client under the policy that the options say.
    pub fn client(global: &Global, cancel: Arc<AtomicBool>) -> Client {
        // A page holds its text in a great deal of markup; an annotated article is larger than its text.
        let max_bytes =
            global.max_size.saturating_mul(ANNOTATED_FACTOR).min(Policy::default().max_bytes.max(global.max_size));
        Client::new(Policy { allow_private: global.allow_private, max_bytes, ..Policy::default() }, cancel)
    }

    /// Asks for an address. What hangs is left behind as soon as a signal comes.
    pub fn get(address: &str, global: &Global, conditions: Conditions) -> Result<Response, Failure> {
        let url = fetch::address(address).map_err(|error| failure(&error))?;
        let interrupt = Interrupt::note();
        let client = client(global, Arc::clone(&interrupt.flag));
        if io::stderr().is_terminal() {
            output::progress(&format!("fetching {}", fetch::shown(&url)));
        }
        let (to, answer) = channel();
        let asking = std::thread::Builder::new().spawn(move || {
            // Nobody listening any more is no fault.
            let _ = to.send(client.get(&url, &conditions));
        });
        asking.map_err(|_| threads::none())?;
        let got = loop {
            match answer.recv_timeout(TICK) {
                Ok(got) => break Some(got),
                Err(RecvTimeoutError::Timeout) if !interrupt.has_come() => {}
                Err(_) => break None,
            }
        };
        output::progress("");
        match got {
            _ if interrupt.has_come() => Err(interrupt.failure()),
            Some(got) => got.map_err(|error| failure(&error)),
            None => Err(Failure::new(Exit::Unavailable, format!("{}: could not be fetched", clean::line(address)))),
        }
    }

    /// What it means to a shell that nothing was fetched.
    fn failure(error: &FetchError) -> Failure {
        let exit = match error {
            FetchError::Address { .. } => Exit::Usage,
            FetchError::Status { status: 404 | 410, .. } => Exit::NoInput,
            FetchError::TooLarge { .. } | FetchError::Broken { .. } => Exit::Damaged,
            _ => Exit::Unavailable,
        };
        Failure::new(exit, clean::line(&error.to_string()))
    }
}
