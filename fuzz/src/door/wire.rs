//! The line to the server itself, over loopback. An input that begins with an even byte is what a client sends before
//! it is in, byte for byte; any other is what one does that speaks the protocol: who it says it is, then one thing
//! after another on its channels.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use nutgraf::cli::visiting;
use nutgraf::host::visitor::Shared;
use nutgraf::ssh::Loopback;
use russh::client::{self, Handle, Msg};
use russh::keys::key::safe_rng;
use russh::keys::{Algorithm, PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, Sig};
use tokio::time::timeout;

use super::stage;
use crate::holds::terminal::{are_lines, is_a_screen};
use crate::holds::words::are_clean;

/// Longer than anything takes that is no fault.
const PATIENCE: Duration = Duration::from_secs(15);
/// Things that a client does.
const N_DEEDS: usize = 24;

/// What the server has told and nobody has looked at.
static TOLD: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static SERVER: LazyLock<Loopback> = LazyLock::new(|| {
    let shared = Shared::open(&stage::library()).expect("a library");
    let commands = visiting::commands(Arc::clone(&shared));
    Loopback::start(shared, commands, key(), Ear).expect("a server")
});
static OWN_KEY: LazyLock<Arc<PrivateKey>> = LazyLock::new(|| Arc::new(key()));

fn key() -> PrivateKey {
    PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).expect("a key")
}

/// Takes the log.
struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        TOLD.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whoever serves is who they say.
struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// Before the login alone: what is painted after it depends on how fast the line is.
pub(super) fn work(bytes: &[u8]) {
    before_the_login(bytes);
    assert!(SERVER.settle(), "a connection is not over");
}

pub(super) fn take(bytes: &[u8]) {
    match bytes.split_first() {
        Some((first, rest)) if first.is_multiple_of(2) => before_the_login(rest),
        Some((_, rest)) => SERVER.runtime().block_on(after_the_login(rest)),
        None => {}
    }
    assert!(SERVER.settle(), "a connection is not over");
    let told = std::mem::take(&mut *TOLD.lock().expect("the log"));
    let told = String::from_utf8(told).expect("the log is UTF-8");
    are_clean("the log", &told, &['\n']);
    for line in told.lines() {
        assert!(line.starts_with("time=") && line.contains(" event="), "a line of somebody else in the log: {line:?}");
    }
}

/// Sends bytes, and hears what the server says.
fn before_the_login(bytes: &[u8]) {
    let mut line = TcpStream::connect(SERVER.address()).expect("the server is there");
    line.set_read_timeout(Some(PATIENCE)).expect("patience");
    // It may have hung up by then.
    let _ = line.write_all(bytes).and_then(|()| line.shutdown(Shutdown::Write));
    let mut heard = Vec::new();
    if let Err(error) = line.read_to_end(&mut heard) {
        assert!(error.kind() != std::io::ErrorKind::WouldBlock, "the server neither answers nor hangs up");
    }
}

/// What is left of an input, a piece after another.
struct Left<'a>(&'a [u8]);

impl<'a> Left<'a> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> u32 {
        u32::from_be_bytes([0, 0, self.byte(), self.byte()])
    }

    /// Bytes up to the next FF.
    fn bytes(&mut self) -> &'a [u8] {
        let end = self.0.iter().position(|byte| *byte == 0xFF).unwrap_or(self.0.len());
        let (field, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        field
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

/// Logs in and does what the input says. That the server refuses something, or hangs up, is no fault.
async fn after_the_login(bytes: &[u8]) {
    let mut left = Left(bytes);
    let deeds = async {
        let config = client::Config { window_size: 1 << 20, ..client::Config::default() };
        let Ok(mut guest) = client::connect(Arc::new(config), SERVER.address(), Trusting).await else { return };
        if logs_in(&mut guest, &mut left).await {
            let _ = does(&mut guest, &mut left).await;
        }
    };
    assert!(timeout(PATIENCE, deeds).await.is_ok(), "the server leaves a client waiting");
}

async fn logs_in(guest: &mut Handle<Trusting>, left: &mut Left<'_>) -> bool {
    let how = left.byte();
    let user = left.text();
    let outcome = match how % 4 {
        0 => guest.authenticate_none("guest").await,
        1 => guest.authenticate_none(&user).await,
        2 => guest.authenticate_publickey(&user, PrivateKeyWithHashAlg::new(Arc::clone(&OWN_KEY), None)).await,
        _ => {
            let asked = guest.authenticate_keyboard_interactive_start(&user, None::<String>).await;
            return matches!(asked, Ok(client::KeyboardInteractiveAuthResponse::Success));
        }
    };
    outcome.is_ok_and(|outcome| outcome.success())
}

async fn does(guest: &mut Handle<Trusting>, left: &mut Left<'_>) -> Result<(), russh::Error> {
    let mut channel: Option<Channel<Msg>> = Some(guest.channel_open_session().await?);
    let (mut is_plain, mut has_terminal, mut has_begun) = (true, false, false);
    for _ in 0..N_DEEDS {
        if left.0.is_empty() {
            break;
        }
        let deed = left.byte();
        let Some(open) = &channel else {
            channel = Some(guest.channel_open_session().await?);
            (is_plain, has_terminal, has_begun) = (true, false, false);
            continue;
        };
        match deed % 16 {
            0 | 1 => {
                let term = left.text();
                let (cols, rows) = (left.number(), left.number());
                if !has_terminal {
                    is_plain =
                        matches!(term.as_str(), "" | "dumb" | "unknown") || !term.bytes().all(|b| b.is_ascii_graphic());
                    has_terminal = true;
                }
                open.request_pty(deed % 2 == 0, &term, cols, rows, 0, 0, &[]).await?;
            }
            2 => open.set_env(true, left.text(), left.text()).await?,
            3 => {
                has_begun = true;
                open.request_shell(true).await?;
            }
            4 => {
                has_begun = true;
                open.exec(true, left.bytes()).await?;
            }
            5 => open.window_change(left.number(), left.number(), 0, 0).await?,
            6..=9 => open.data_bytes(left.bytes().to_vec()).await?,
            10 => open.request_subsystem(true, left.text()).await?,
            11 => open.signal(Sig::Custom(left.text())).await?,
            12 => open.eof().await?,
            13 => open.request_x11(true, false, left.text(), left.text(), 0).await?,
            14 => {
                let _ = guest.channel_open_direct_tcpip(left.text(), 1, "x", 2).await;
            }
            _ => {
                if let Some(open) = channel.take().filter(|_| has_begun) {
                    hears(open, is_plain, has_terminal).await?;
                }
            }
        }
    }
    match channel {
        Some(open) if has_begun => hears(open, is_plain, has_terminal).await,
        _ => Ok(()),
    }
}

/// Says that nothing more comes, and takes all that is said until the channel is over.
async fn hears(mut channel: Channel<Msg>, is_plain: bool, has_terminal: bool) -> Result<(), russh::Error> {
    channel.eof().await?;
    let (mut out, mut err) = (Vec::new(), Vec::new());
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Data { data } => out.extend_from_slice(&data),
            ChannelMsg::ExtendedData { data, .. } => err.extend_from_slice(&data),
            ChannelMsg::Close => break,
            _ => {}
        }
    }
    let _ = channel.close().await;
    is_heard_clean(&out, is_plain, has_terminal);
    is_heard_clean(&err, true, false);
    Ok(())
}

/// Answers to commands have tabs, which screens have not.
fn is_heard_clean(bytes: &[u8], is_plain: bool, has_terminal: bool) {
    let without_tabs: Vec<u8> = bytes.iter().map(|byte| if *byte == b'\t' { b' ' } else { *byte }).collect();
    if is_plain && !has_terminal { are_lines(&without_tabs) } else { is_a_screen(&without_tabs) }
}
