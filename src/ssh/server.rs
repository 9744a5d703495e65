//! The server: listens, gives every connection a task, and stops in order.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use russh::keys::PrivateKey;
use russh::server::{Config, run_stream};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::timeout;

use super::SharedCommands;
use super::line::Line;
use super::login::Login;
use super::protocol;
use super::visit::Ending;
use crate::catalogue::Visitor;
use crate::config::serve::{Limits, Serve};
use crate::host::visitor::Shared;
use crate::paint::{Canvas, canvas};
use crate::session::Settings;

/// Threads that step in where the library makes others wait.
const MAX_ASIDE: usize = 16;
/// Commands that are answered at the same time.
const MAX_COMMANDS: usize = 2;
/// Cells to draw in that are kept for the next who draws.
const N_CANVASES: usize = 4;
/// Bytes that a client may send before it is logged in.
const MAX_HANDSHAKE_BYTES: u64 = 256 << 10;
/// How long the server waits when it cannot take a connection, for want of files.
const BREATH: Duration = Duration::from_millis(100);

/// All that a server is made of.
pub struct Offer {
    /// What sessions share.
    pub shared: Arc<Shared>,
    /// What sessions begin with.
    pub settings: Settings,
    /// The commands that visitors have.
    pub commands: SharedCommands,
    /// How it is served.
    pub serve: Serve,
    /// The server's own key.
    pub host_key: PrivateKey,
    /// The fingerprints of those who may come in; nobody is asked for one of these where anybody may.
    pub authorized: Vec<String>,
}

/// What all connections share.
pub(super) struct Server {
    shared: Arc<Shared>,
    settings: Settings,
    commands: SharedCommands,
    serve: Serve,
    authorized: Vec<String>,
    began: Instant,
    canvases: Mutex<Vec<Canvas>>,
    turns: Semaphore,
    stopping: watch::Sender<bool>,
    n_connections: AtomicUsize,
    ended: tokio::sync::Notify,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("serve", &self.serve).finish_non_exhaustive()
    }
}

/// Serves until a signal ends it. `listens` is told each address that is listened on. The error is one line.
pub fn run(offer: Offer, listens: &mut dyn FnMut(SocketAddr)) -> Result<(), String> {
    let mut listeners = Vec::new();
    for address in &offer.serve.listen {
        let failed = |error: io::Error| format!("{address}: {error}");
        let listener = StdListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        listens(listener.local_addr().map_err(failed)?);
        listeners.push(listener);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).max(2))
        .max_blocking_threads(MAX_ASIDE)
        .thread_name("serve")
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let outcome = runtime.block_on(serve(offer, listeners)).map_err(|error| error.to_string());
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

async fn serve(offer: Offer, listeners: Vec<StdListener>) -> io::Result<()> {
    let Offer { shared, settings, commands, serve, host_key, authorized } = offer;
    let config = protocol::config(host_key, &serve.limits, serve.anonymous);
    let server = Arc::new(Server {
        shared,
        settings,
        commands,
        serve,
        authorized,
        began: Instant::now(),
        canvases: Mutex::default(),
        turns: Semaphore::new(MAX_COMMANDS),
        stopping: watch::Sender::new(false),
        n_connections: AtomicUsize::new(0),
        ended: tokio::sync::Notify::new(),
    });
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    for listener in listeners {
        let listener = TcpListener::from_std(listener)?;
        tokio::spawn(accept(Arc::clone(&server), Arc::clone(&config), listener));
    }
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    server.stopping.send_replace(true);
    let grace = server.limits().stop_grace;
    tokio::select! {
        _ = timeout(grace, server.all_ended()) => {}
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

async fn accept(server: Arc<Server>, config: Arc<Config>, listener: TcpListener) {
    let mut stop = server.stopping();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stops| *stops) => return,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(connection(Arc::clone(&server), Arc::clone(&config), stream));
            }
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(server: Arc<Server>, config: Arc<Config>, stream: TcpStream) {
    server.n_connections.fetch_add(1, Ordering::Relaxed);
    let line = Line::new(stream, MAX_HANDSHAKE_BYTES);
    let wire = line.wire();
    let login = Login::new(Arc::clone(&server), Arc::clone(&wire));
    let grace = server.limits().login_grace;
    let speaking = async {
        if let Ok(Ok(session)) = timeout(grace, run_stream(config, line, login)).await {
            let _ = session.await;
        }
    };
    let watching = async {
        tokio::time::sleep(grace).await;
        if !wire.is_let_in() {
            wire.cut();
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = speaking => {}
        () = watching => {}
    }
    server.n_connections.fetch_sub(1, Ordering::Relaxed);
    server.ended.notify_waiters();
}

impl Server {
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings.clone()
    }

    pub(super) fn commands(&self) -> SharedCommands {
        Arc::clone(&self.commands)
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.serve.limits
    }

    /// Whether anybody may come in.
    pub(super) fn is_open(&self) -> bool {
        self.serve.anonymous
    }

    /// Whether a key may come in.
    pub(super) fn knows(&self, fingerprint: &str) -> bool {
        self.is_open() || self.authorized.iter().any(|known| known == fingerprint)
    }

    /// Seconds since the server began.
    pub(super) fn now_s(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    /// Turns true once the server stops.
    pub(super) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Waits for a turn to answer a command.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    /// Lends cells to draw in, so that a session that waits has none.
    pub(super) fn lend(&self, draw: impl FnOnce(&mut Canvas)) {
        let taken = self.canvases.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut lent = taken.unwrap_or_else(|| canvas(0, 0));
        draw(&mut lent);
        let mut canvases = self.canvases.lock().unwrap_or_else(PoisonError::into_inner);
        if canvases.len() < N_CANVASES {
            canvases.push(lent);
        }
    }

    pub(super) fn note_login(&self, visitor: Option<&Visitor>) {
        let who = match visitor {
            Some(Visitor::Key(fingerprint)) => fingerprint,
            Some(Visitor::Code(_)) => "code",
            Some(Visitor::Nobody) | None => "guest",
        };
        self.note(&format!("login visitor={who}"));
    }

    pub(super) fn note_command(&self, status: u8) {
        self.note(&format!("command status={status}"));
    }

    pub(super) fn note_ended(&self, ending: &Ending, lasted: Duration) {
        self.note(&format!("session-ended reason={} lasted={}", ending.name(), lasted.as_secs()));
    }

    fn note(&self, event: &str) {
        let _ = writeln!(io::stderr(), "at={} event={event}", self.now_s());
    }

    async fn all_ended(&self) {
        loop {
            let ended = self.ended.notified();
            if self.n_connections.load(Ordering::Relaxed) == 0 {
                return;
            }
            ended.await;
        }
    }
}
