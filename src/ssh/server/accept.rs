//! Connections: who is let in, and how each ends.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use russh::Disconnect;
use russh::server::run_stream;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};

use super::{Server, stopped};
use crate::ssh::connection::Connection;
use crate::ssh::limit::Offence;
use crate::ssh::line::{Line as TcpLine, Wire};
use crate::ssh::log::{Event, Line, Sparse};
use crate::ssh::pass::Pass;

/// Bytes that a client may send before it is logged in: the handshake is less than a tenth of that.
const MAX_HANDSHAKE_BYTES: u64 = 128 << 10;
/// How long the server waits when it cannot take a connection, for want of files.
const BREATH: Duration = Duration::from_millis(200);
/// How long a client may take to go once it is told to.
const GOING: Duration = Duration::from_secs(1);

/// Takes connections until the server stops.
pub(super) async fn accept(server: Arc<Server>, listener: TcpListener) {
    let mut stop = server.stopping();
    let mut refusals = Sparse::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => return,
        };
        let (stream, address) = match accepted {
            Ok((stream, address)) => (stream, address.ip()),
            Err(error) => {
                server.tell(&Line::new(Event::Warning).with("why", format_args!("no connection is taken: {error}")));
                sleep(BREATH).await;
                continue;
            }
        };
        // Bound here, so that the gate is not held while it is refused.
        let let_in = server.gate().connect(server.since_began(), address, chance());
        match let_in {
            Ok(ticket) => {
                let pass = Pass::new(Arc::clone(&server), ticket, address);
                tokio::spawn(connection(pass, stream));
            }
            Err(refusal) => {
                // A line before the protocol begins, which clients show when they are asked to say more.
                let _ = stream.try_write(format!("{}\r\n", refusal.sentence()).as_bytes());
                if let Some(n_left_out) = refusals.next(server.since_began().as_secs()) {
                    let line = Line::new(Event::Refused).address(address).with("reason", refusal.name());
                    server.tell(&if n_left_out == 0 { line } else { line.with("others", n_left_out) });
                }
            }
        }
    }
}

/// Any number.
fn chance() -> u32 {
    RandomState::new().build_hasher().finish() as u32
}

/// How a connection ended.
enum Over {
    /// By its client, or the line.
    Gone,
    /// It did not log in in time.
    Grace,
    /// What came was not what the protocol allows.
    Broken(russh::Error),
    /// Nothing was asked for on it for long.
    Unused,
    /// The server stops.
    Stopped,
}

async fn connection(pass: Arc<Pass>, stream: TcpStream) {
    let server = Arc::clone(pass.server());
    let log_in_until = Instant::now() + server.limits().login_grace;
    server.tell(&pass.line(Event::Connected));
    let line = TcpLine::new(stream, MAX_HANDSHAKE_BYTES);
    let wire = line.wire();
    let over = speak(&pass, line, &wire, log_in_until).await;
    wire.cut();
    if !wire.is_let_in() {
        // What came before counts, if anything did.
        match &over {
            Over::Grace => pass.offend(Offence::Grace),
            Over::Broken(_) => pass.offend(Offence::Broken),
            Over::Gone if wire.has_flooded() => pass.offend(Offence::Broken),
            Over::Gone => pass.offend(Offence::NoLogin),
            Over::Unused | Over::Stopped => {}
        }
        pass.settle();
    }
    let line = pass.line(Event::Disconnected);
    let line = match over {
        Over::Gone => line.with("reason", "gone"),
        Over::Grace => line.with("reason", "grace"),
        Over::Unused => line.with("reason", "unused"),
        Over::Stopped => line.with("reason", "stopped"),
        Over::Broken(error) => line.with("reason", "broken").with("why", error),
    };
    server.tell(&pass.tallied(line));
}

async fn speak(pass: &Arc<Pass>, line: TcpLine, wire: &Wire, log_in_until: Instant) -> Over {
    let server = pass.server();
    let mut stop = server.stopping();
    let connection = Connection::new(Arc::clone(pass), line.wire());
    let greeting = timeout_at(log_in_until, run_stream(server.holding().config, line, connection));
    let greeted = tokio::select! {
        greeted = greeting => greeted,
        () = stopped(&mut stop) => return Over::Stopped,
    };
    let mut session = match greeted {
        Err(_) => return Over::Grace,
        Ok(Err(error)) => return of_error(error),
        Ok(Ok(session)) => session,
    };
    let handle = session.handle();
    let over = tokio::select! {
        spoken = &mut session => return spoken.map_or_else(of_error, |()| Over::Gone),
        over = attend(pass, wire, log_in_until) => over,
    };
    if !wire.is_let_in() {
        return over;
    }
    if matches!(over, Over::Unused) {
        let why = "nothing was asked for".to_owned();
        let _ = timeout(GOING, handle.disconnect(Disconnect::ByApplication, why, String::new())).await;
    }
    // A client whose channels are closed goes by itself. Told to disconnect, it would not show what it was sent last,
    // and so would leave its terminal as it is: whoever does not go is cut off without a word.
    let _ = timeout(GOING, session).await;
    over
}

/// Waits until the connection is to be ended: nobody logs in, nobody uses it, or the server stops.
async fn attend(pass: &Pass, wire: &Wire, log_in_until: Instant) -> Over {
    let mut stop = pass.server().stopping();
    tokio::select! {
        () = sleep_until(log_in_until) => {}
        () = stopped(&mut stop) => {}
    }
    if !wire.is_let_in() {
        let stops = *stop.borrow();
        return if stops { Over::Stopped } else { Over::Grace };
    }
    tokio::select! {
        () = unused(pass) => return Over::Unused,
        () = stopped(&mut stop) => {}
    }
    // Those who are there are told, each in their own channel.
    pass.until_seated(false).await;
    Over::Stopped
}

/// Waits until the connection has had no channel for so long as a visit may be idle.
async fn unused(pass: &Pass) {
    loop {
        pass.until_seated(false).await;
        if timeout(pass.server().limits().idle, pass.until_seated(true)).await.is_err() {
            return;
        }
    }
}

/// What an error of the protocol is: that the line broke is nobody's offence.
fn of_error(error: russh::Error) -> Over {
    match error {
        russh::Error::IO(_)
        | russh::Error::Disconnect
        | russh::Error::HUP
        | russh::Error::KeepaliveTimeout
        | russh::Error::InactivityTimeout
        | russh::Error::ConnectionTimeout
        | russh::Error::NoCommonAlgo { .. } => Over::Gone,
        error => Over::Broken(error),
    }
}
