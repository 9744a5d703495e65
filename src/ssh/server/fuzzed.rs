//! A server on loopback for the fuzzer, in its process: nobody's signals, a port of its own, a log that is looked at.
//! What a connection meets is what it meets anywhere.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};

use russh::keys::PrivateKey;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::{Holding, Server, Terms, Turns, accept};
use crate::config::serve::{Limits, Serve, Startups};
use crate::host::visitor::Shared;
use crate::session::Settings;
use crate::ssh::SharedCommands;
use crate::ssh::key::AuthorizedKeys;
use crate::ssh::limit::Gate;
use crate::ssh::log::Log;

/// Longer than anything takes that is no fault.
const PATIENCE: Duration = Duration::from_secs(15);

/// The server.
#[derive(Debug)]
pub struct Loopback {
    runtime: Runtime,
    address: SocketAddr,
    server: Arc<Server>,
}

impl Loopback {
    /// Serves a library to anybody, one connection after another without end.
    pub fn start(
        shared: Arc<Shared>,
        commands: SharedCommands,
        host_key: PrivateKey,
        log: impl Write + Send + 'static,
    ) -> io::Result<Self> {
        let limits = Limits {
            startups: Startups { start: 1_000, rate: 1, full: 2_000 },
            penalty: Duration::ZERO,
            max_codes_per_source: 0,
            ..Limits::default()
        };
        let serve = Serve { anonymous: true, limits: limits.clone(), ..Serve::default() };
        let settings = Settings::default();
        let terms = Terms { serve, authorized: AuthorizedKeys::default(), settings, said: Vec::new() };
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let server = Arc::new(Server {
            shared,
            commands,
            gate: Mutex::new(Gate::new(limits)),
            holding: RwLock::new(Holding::new(terms, host_key.clone())),
            host_key,
            log: Log::to(log, true),
            began: Instant::now(),
            canvases: Mutex::default(),
            turns: Turns::default(),
            stopping: watch::Sender::new(false),
            left: Notify::new(),
        });
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(accept::accept(Arc::clone(&server), listener));
        Ok(Self { runtime, address, server })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What runs it; a client may run there too.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Waits until every connection is over and what was told of it is written; whether that came in time.
    pub fn settle(&self) -> bool {
        let left = self.runtime.block_on(async { timeout(PATIENCE, self.server.all_left()).await.is_ok() });
        self.server.log.flush(PATIENCE);
        left
    }
}
