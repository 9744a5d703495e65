//! The server: what all connections share, and its life from the first that it listens to until it stops in order.

mod accept;
mod fault;
#[cfg(fuzzing)]
mod fuzzed;
mod listen;
mod reloading;
#[cfg(test)]
mod tests;
mod tidying;
mod turns;

use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use russh::keys::{PrivateKey, PublicKey};
use russh::server::Config;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::SharedCommands;
use super::key::{AuthorizedKeys, fingerprint};
use super::limit::Gate;
use super::log::{Event, Line, Log};
use super::protocol;
use crate::config::serve::{Limits, Serve};
use crate::host::now;
use crate::host::visitor::Shared;
use crate::paint::{Canvas, canvas};
use crate::session::Settings;

#[cfg(fuzzing)]
pub use fuzzed::Loopback;
use turns::{MAX_ASIDE, Turns};
pub(super) use turns::{Share, Turn};

/// Cells to draw in that are kept for the next who draws, so many of them and so large.
const N_CANVASES: usize = 4;
const MAX_KEPT_CELLS: u32 = 20_000;
/// How long what was told last may take to be written.
const LAST_LINES: Duration = Duration::from_secs(1);

/// On what terms a library is served. A reload makes new ones.
#[derive(Debug)]
pub struct Terms {
    /// Where, to whom, and with what limits.
    pub serve: Serve,
    /// Those who may come in, besides those that `serve` lets in.
    pub authorized: AuthorizedKeys,
    /// What sessions begin with.
    pub settings: Settings,
    /// What the owner should know of them, one line each.
    pub said: Vec<String>,
}

/// Makes the terms anew, from those that hold; where that fails, one line says why and they go on holding.
pub type Reload = Box<dyn FnMut(&Serve) -> Result<Terms, String> + Send>;

/// All that a server is made of.
pub struct Offer {
    /// What sessions share.
    pub shared: Arc<Shared>,
    /// The commands that visitors have.
    pub commands: SharedCommands,
    /// The server's own key.
    pub host_key: PrivateKey,
    /// On what terms it is served at first.
    pub terms: Terms,
    /// Asked when the owner wants them read again (SIGHUP).
    pub reload: Reload,
}

/// Why a library cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(String, #[source] io::Error),
    /// The system gives no threads or signals.
    #[error("the server cannot be started: {0}")]
    Unusable(#[source] io::Error),
}

/// What all connections share.
pub(super) struct Server {
    shared: Arc<Shared>,
    commands: SharedCommands,
    host_key: PrivateKey,
    holding: RwLock<Holding>,
    gate: Mutex<Gate>,
    log: Log,
    began: Instant,
    canvases: Mutex<Vec<Canvas>>,
    turns: Turns,
    stopping: watch::Sender<bool>,
    left: Notify,
}

/// What holds until the next reload.
#[derive(Clone)]
struct Holding {
    terms: Arc<Terms>,
    config: Arc<Config>,
}

impl Holding {
    fn new(terms: Terms, host_key: PrivateKey) -> Self {
        let config = protocol::config(host_key, &terms.serve.limits, terms.serve.anonymous);
        Self { terms: Arc::new(terms), config }
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("gate", &self.gate).finish_non_exhaustive()
    }
}

/// Serves until a signal ends it. `listens` is told each address that is listened on.
pub fn run(offer: Offer, listens: &mut dyn FnMut(SocketAddr)) -> Result<(), ServeError> {
    let mut listeners = Vec::new();
    for address in &offer.terms.serve.listen {
        let failed = |error| ServeError::Listen(address.clone(), error);
        let listener = listen::listen(address).map_err(failed)?;
        listens(listener.local_addr().map_err(failed)?);
        listeners.push(listener);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).max(2))
        .max_blocking_threads(MAX_ASIDE)
        .thread_name("serve")
        .enable_all()
        .build()
        .map_err(ServeError::Unusable)?;
    let log = Log::to_stderr(offer.terms.serve.log_addresses);
    let hook = fault::Hook::set(log.clone());
    let outcome = runtime.block_on(serve(offer, log.clone(), listeners)).map_err(ServeError::Unusable);
    runtime.shutdown_timeout(LAST_LINES);
    drop(hook);
    log.tell(&Line::new(Event::Stopped));
    log.flush(LAST_LINES);
    outcome
}

async fn serve(offer: Offer, log: Log, listeners: Vec<StdListener>) -> io::Result<()> {
    let Offer { shared, commands, host_key, terms, reload } = offer;
    let server = Arc::new(Server {
        shared,
        commands,
        gate: Mutex::new(Gate::new(terms.serve.limits.clone())),
        holding: RwLock::new(Holding::new(terms, host_key.clone())),
        host_key,
        log,
        began: Instant::now(),
        canvases: Mutex::default(),
        turns: Turns::default(),
        stopping: watch::Sender::new(false),
        left: Notify::new(),
    });
    let known_by = fingerprint(server.host_key.public_key());
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let hup = signal(SignalKind::hangup())?;
    for listener in listeners {
        let listener = TcpListener::from_std(listener)?;
        if let Ok(address) = listener.local_addr() {
            server.tell(&Line::new(Event::Listening).with("on", address).with("host-key", &known_by));
        }
        tokio::spawn(accept::accept(Arc::clone(&server), listener));
    }
    tokio::spawn(tidying::tidy(Arc::clone(&server)));
    let mut reloading = tokio::spawn(reloading::when_asked(Arc::clone(&server), hup, reload));
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        _ = &mut reloading => {}
    }
    reloading.abort();
    server.tell(&Line::new(Event::Stopping).with("sessions", server.gate().counts().sessions));
    server.stopping.send_replace(true);
    let grace = server.terms().serve.limits.stop_grace;
    tokio::select! {
        _ = timeout(grace, server.all_left()) => {}
        // A second signal ends the wait.
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

impl Server {
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    pub(super) fn settings(&self) -> Settings {
        self.terms().settings.clone()
    }

    pub(super) fn commands(&self) -> SharedCommands {
        Arc::clone(&self.commands)
    }

    /// The terms that hold now.
    pub(super) fn terms(&self) -> Arc<Terms> {
        Arc::clone(&self.holding().terms)
    }

    fn holding(&self) -> Holding {
        self.holding.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, terms: Terms) {
        self.log.set_addresses(terms.serve.log_addresses);
        self.gate().change(terms.serve.limits.clone());
        let holding = Holding::new(terms, self.host_key.clone());
        *self.holding.write().unwrap_or_else(PoisonError::into_inner) = holding;
    }

    pub(super) fn limits(&self) -> Limits {
        self.terms().serve.limits.clone()
    }

    /// Whether anybody may come in.
    pub(super) fn is_open(&self) -> bool {
        self.terms().serve.anonymous
    }

    /// Whether whoever holds a key may come in from there.
    pub(super) fn admits(&self, key: &PublicKey, address: std::net::IpAddr) -> bool {
        let terms = self.terms();
        terms.serve.anonymous || terms.authorized.admits(key, address, now())
    }

    pub(super) fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self, line: &Line) {
        self.log.tell(line);
    }

    pub(super) fn since_began(&self) -> Duration {
        self.began.elapsed()
    }

    /// Turns true once the server stops.
    pub(super) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    pub(super) fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Lends cells to draw in, so that a session that waits has none.
    pub(super) fn lend(&self, draw: impl FnOnce(&mut Canvas)) {
        let taken = self.canvases.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut lent = taken.unwrap_or_else(|| canvas(0, 0));
        draw(&mut lent);
        let mut canvases = self.canvases.lock().unwrap_or_else(PoisonError::into_inner);
        if canvases.len() < N_CANVASES && lent.area.area() <= MAX_KEPT_CELLS {
            canvases.push(lent);
        }
    }

    /// A connection is over.
    pub(super) fn left(&self) {
        self.left.notify_waiters();
    }

    async fn all_left(&self) {
        loop {
            let left = self.left.notified();
            let counts = self.gate().counts();
            if counts.waiting + counts.connections == 0 {
                return;
            }
            left.await;
        }
    }
}

/// Waits until the server stops.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stops| *stops).await;
}
