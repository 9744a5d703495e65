//! What is on its way to a client: one piece at a time, and the next only once the line has taken it, so that on a slow
//! line frames are left out and never stored.

use std::future::{Future, pending};
use std::io;
use std::pin::{Pin, pin};
use std::time::Duration;

use russh::ChannelWriteHalf;
use russh::server::Msg;
use tokio::time::timeout;

use crate::ssh::line::Wire;

/// How long a client may take nothing at all when it is sent the last bytes.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);

/// Sends bytes, and waits until the line has taken them.
pub(super) async fn deliver(
    write: &ChannelWriteHalf<Msg>,
    wire: &Wire,
    ext: Option<u32>,
    bytes: Vec<u8>,
) -> io::Result<()> {
    // What is written is longer than what is sent.
    let until = wire.n_written() + bytes.len() as u64;
    let sent = match ext {
        None => write.data_bytes(bytes).await,
        Some(ext) => write.extended_data_bytes(ext, bytes).await,
    };
    sent.map_err(io::Error::other)?;
    wire.taken(until).await
}

/// Waits for what is done with a line as long as the line takes anything: others may send much on it. Nothing where it
/// stands still.
pub(super) async fn patiently<T>(wire: &Wire, what: impl Future<Output = T>) -> Option<T> {
    let mut what = pin!(what);
    loop {
        let n_written = wire.n_written();
        match timeout(FAREWELL, what.as_mut()).await {
            Ok(done) => return Some(done),
            Err(_) if wire.stands_still(n_written) || wire.is_cut() => return None,
            Err(_) => {}
        }
    }
}

/// The bytes of a visit on their way.
pub(super) struct Delivery<'a> {
    write: &'a ChannelWriteHalf<Msg>,
    wire: &'a Wire,
    sending: Option<Sending<'a>>,
}

type Sending<'a> = Pin<Box<dyn Future<Output = io::Result<()>> + Send + 'a>>;

impl<'a> Delivery<'a> {
    pub(super) fn new(write: &'a ChannelWriteHalf<Msg>, wire: &'a Wire) -> Self {
        Self { write, wire, sending: None }
    }

    /// Whether something is on its way.
    pub(super) fn is_busy(&self) -> bool {
        self.sending.is_some()
    }

    /// Sends bytes while nothing is on its way.
    pub(super) fn send(&mut self, bytes: Vec<u8>) {
        self.sending = Some(Box::pin(deliver(self.write, self.wire, None, bytes)));
    }

    /// Waits until what is on its way was taken. May be dropped and asked again.
    pub(super) async fn taken(&mut self) -> io::Result<()> {
        let Some(sending) = &mut self.sending else { return pending().await };
        let taken = sending.await;
        self.sending = None;
        taken
    }

    /// Sends the last bytes after what is on its way. Who takes nothing is not waited for.
    pub(super) async fn finish(mut self, bytes: Vec<u8>) {
        let n_written = self.wire.n_written();
        let parting = async {
            if self.is_busy() {
                self.taken().await?;
            }
            deliver(self.write, self.wire, None, bytes).await
        };
        // Where only this channel takes nothing, others of the connection go on.
        if timeout(FAREWELL, parting).await.is_err() && self.wire.stands_still(n_written) {
            self.wire.cut();
        }
    }
}
