//! The server's own end of a line, with clients that take nothing or leave at once, as no real one can be made to.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::{Duration, Instant};

use russh::client::{self, Handle};
use russh::keys::key::safe_rng;
use russh::keys::{Algorithm, PrivateKey, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Notify, watch};
use tokio::task::yield_now;
use tokio::time::timeout;

use super::{Holding, Server, Terms, Turns, accept};
use crate::catalogue::Visitor;
use crate::config::serve::{Limits, Serve};
use crate::host::visitor::Shared;
use crate::library::Library;
use crate::paint::canvas;
use crate::session::Settings;
use crate::ssh::key::AuthorizedKeys;
use crate::ssh::limit::Gate;
use crate::ssh::log::Log;
use crate::ssh::{Answered, Commands, Manner};

/// Long enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);
/// More than any window.
const LONG_BYTES: usize = 3 << 20;

/// Commands: `long` is answered at length, `held` once the gate is opened, anything else at once.
#[derive(Default)]
struct Desk {
    n_begun: AtomicUsize,
    n_at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Desk {
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

impl Commands for Desk {
    fn answer(&self, _: &Visitor, line: &str, _: Manner) -> Answered {
        self.n_begun.fetch_add(1, Ordering::SeqCst);
        let n = self.n_at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(n, Ordering::SeqCst);
        if line == "held" {
            let is_open = self.is_open.lock().unwrap();
            drop(self.opened.wait_while(is_open, |is_open| !*is_open).unwrap());
        }
        self.n_at_once.fetch_sub(1, Ordering::SeqCst);
        let n_bytes = if line == "long" { LONG_BYTES } else { 1 };
        Answered { out: "x".repeat(n_bytes), ..Answered::default() }
    }
}

/// A server on this machine, with an empty library.
struct Served {
    server: Arc<Server>,
    desk: Arc<Desk>,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Served {
    async fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        drop(Library::open_to_write(&path).unwrap());
        let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        let serve = Serve { anonymous: true, limits: limits.clone(), ..Serve::default() };
        let settings = Settings::default();
        let terms = Terms { serve, authorized: AuthorizedKeys::default(), settings, said: Vec::new() };
        let desk = Arc::new(Desk::default());
        let server = Arc::new(Server {
            shared: Shared::open(&path).unwrap(),
            commands: Arc::clone(&desk) as _,
            gate: Mutex::new(Gate::new(limits)),
            holding: RwLock::new(Holding::new(terms, key.clone())),
            host_key: key,
            log: Log::to(io::sink(), true),
            began: Instant::now(),
            canvases: Mutex::default(),
            turns: Turns::default(),
            stopping: watch::Sender::new(false),
            left: Notify::new(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(accept::accept(Arc::clone(&server), listener));
        Self { server, desk, address, _folder: folder }
    }

    /// A guest whose channels all have a window of so many bytes. One of a single byte is never opened again.
    async fn guest(&self, window_size: u32) -> Handle<Trusting> {
        self.guest_from(1, window_size).await
    }

    /// The same from another source: the address 127.0.0.`host`.
    async fn guest_from(&self, host: u8, window_size: u32) -> Handle<Trusting> {
        let config = Arc::new(client::Config { window_size, ..client::Config::default() });
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::new(127, 0, 0, host), 0).into()).unwrap();
        let stream = socket.connect(self.address).await.unwrap();
        let mut guest = client::connect_stream(config, stream, Trusting).await.unwrap();
        assert!(guest.authenticate_none("guest").await.unwrap().success());
        guest
    }
}

struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

async fn asks(guest: &Handle<Trusting>, line: &str) -> Channel<client::Msg> {
    let channel = guest.channel_open_session().await.unwrap();
    channel.exec(false, line).await.unwrap();
    channel
}

async fn reads(guest: &Handle<Trusting>) -> Channel<client::Msg> {
    let channel = guest.channel_open_session().await.unwrap();
    channel.request_pty(false, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(false).await.unwrap();
    channel
}

/// How a channel ends: how much came on it, and the exit status.
async fn end(channel: &mut Channel<client::Msg>) -> (usize, Option<u32>) {
    let (mut n_bytes, mut status) = (0, None);
    let ending = async {
        while let Some(message) = channel.wait().await {
            match message {
                ChannelMsg::Data { data } => n_bytes += data.len(),
                ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                ChannelMsg::Close => break,
                _ => {}
            }
        }
    };
    within(ending).await;
    (n_bytes, status)
}

async fn within<T>(what: impl Future<Output = T>) -> T {
    timeout(DEADLINE, what).await.expect("it does not come")
}

async fn until(is_so: impl Fn() -> bool) {
    within(async {
        while !is_so() {
            yield_now().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_whose_clients_leave_take_their_turn_all_the_same() {
    let served = Served::start(Limits { max_channels: 64, ..Limits::default() }).await;
    let (guest, other) = (served.guest(1 << 20).await, served.guest_from(2, 1 << 20).await);
    // Two are being answered; whoever leaves while they wait is not answered at all.
    let first = [asks(&guest, "held").await, asks(&other, "held").await];
    until(|| served.desk.n_begun.load(Ordering::SeqCst) == 2).await;
    for channel in &first {
        channel.close().await.unwrap();
    }
    let others = served.guest(1 << 20).await;
    let mut waiting = asks(&others, "now").await;
    // What was left goes on, and so nobody else has its turn, or its seat, however much time passes.
    for _ in 0..50 {
        others.channel_open_session().await.unwrap().close().await.unwrap();
        assert_eq!(served.desk.n_begun.load(Ordering::SeqCst), 2);
    }
    let n_seats = served.server.gate().counts().sessions;
    assert!(n_seats >= 3, "{n_seats} are counted");
    served.desk.open();
    assert_eq!(end(&mut waiting).await, (1, Some(0)));
    assert_eq!(served.desk.most_at_once.load(Ordering::SeqCst), 2);
    until(|| served.server.gate().counts().sessions == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_takes_is_let_go_after_as_long_as_a_session_may_be_idle_or_last() {
    let second = Duration::from_secs(1);
    for limits in [Limits { idle: second, ..Limits::default() }, Limits { lifetime: second, ..Limits::default() }] {
        let served = Served::start(limits).await;
        let guest = served.guest(1).await;
        let mut channel = asks(&guest, "long").await;
        assert_eq!(end(&mut channel).await, (1, Some(75)));
        until(|| served.server.gate().counts().sessions == 0).await;
        assert_eq!(served.server.turns().unsent_kb(), 64 << 10, "its room is given back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_takes_does_not_hold_the_servers_end_up() {
    let served = Served::start(Limits::default()).await;
    let guest = served.guest(1).await;
    let mut channel = asks(&guest, "long").await;
    // The one byte that has room.
    while !matches!(within(channel.wait()).await, Some(ChannelMsg::Data { .. })) {}
    served.server.stopping.send_replace(true);
    assert_eq!(end(&mut channel).await, (0, Some(75)));
    within(served.server.all_left()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_takes_no_last_word_ends_alone() {
    let served = Served::start(Limits::default()).await;
    let guest = served.guest(1).await;
    let other = asks(&guest, "long").await;
    let mut channel = reads(&guest).await;
    channel.eof().await.unwrap();
    assert_eq!(end(&mut channel).await, (1, Some(0)));
    assert!(!guest.is_closed(), "the line is still there");
    assert_eq!(served.server.gate().counts().sessions, 1, "and so is the other");
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_answers_that_nobody_takes_have_room_for_so_many_and_the_next_is_told() {
    let limits = Limits { max_sessions_per_source: 100, max_channels: 64, ..Limits::default() };
    let served = Served::start(limits).await;
    let guest = served.guest(1).await;
    let (second, third) = (served.guest_from(2, 1).await, served.guest_from(3, 1 << 20).await);
    let mut held = Vec::new();
    for _ in 0..(32 << 20) / LONG_BYTES {
        held.push(asks(&guest, "long").await);
    }
    until(|| served.server.turns().unsent_kb() < (32 << 10) + (LONG_BYTES >> 10)).await;
    // Whoever comes from there has no more; who comes from elsewhere has.
    let neighbour = served.guest(1 << 20).await;
    assert_eq!(end(&mut asks(&neighbour, "long").await).await, (0, Some(75)));
    assert_eq!(end(&mut asks(&third, "long").await).await, (LONG_BYTES, Some(0)));
    for _ in 0..(32 << 20) / LONG_BYTES {
        held.push(asks(&second, "long").await);
    }
    let fourth = served.guest_from(4, 1).await;
    held.push(asks(&fourth, "long").await);
    until(|| served.server.turns().unsent_kb() < LONG_BYTES >> 10).await;
    assert_eq!(end(&mut asks(&third, "long").await).await, (0, Some(75)));
    // What is short has room always.
    assert_eq!(end(&mut asks(&third, "now").await).await, (1, Some(0)));
    drop((guest, second, fourth));
    drop(held);
    until(|| served.server.turns().unsent_kb() == 64 << 10).await;
    assert_eq!(end(&mut asks(&third, "long").await).await, (LONG_BYTES, Some(0)));
}

#[tokio::test]
async fn the_cells_of_a_large_screen_are_not_kept() {
    let served = Served::start(Limits::default()).await;
    let n_kept = || served.server.canvases.lock().unwrap().len();
    served.server.lend(|lent| *lent = canvas(1000, 120));
    assert_eq!(n_kept(), 0);
    served.server.lend(|lent| *lent = canvas(200, 60));
    assert_eq!(n_kept(), 1);
}
