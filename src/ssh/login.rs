//! One connection: who comes in, and what its channels may ask for. Replies are given here, in the order of the
//! requests; what is asked for is done by the channel's own task.

use std::collections::HashMap;
use std::sync::Arc;

use russh::keys::HashAlg;
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Pty};
use tokio::sync::mpsc;

use super::channel::{self, Asker, Wish};
use super::line::Wire;
use super::server::Server;
use super::terminal::Terminal;
use crate::catalogue::Visitor;

/// The user name of those who want nothing kept.
const GUEST: &str = "guest";
/// Longer command lines are not looked at.
const MAX_COMMAND_BYTES: usize = 8 << 10;

/// One connection.
#[derive(Debug)]
pub(super) struct Login {
    server: Arc<Server>,
    wire: Arc<Wire>,
    visitor: Option<Visitor>,
    user: String,
    channels: HashMap<ChannelId, Asked>,
}

/// What a channel has asked for so far.
#[derive(Debug)]
struct Asked {
    terminal: Terminal,
    has_terminal: bool,
    has_begun: bool,
    wishes: mpsc::Sender<Wish>,
}

impl Login {
    pub(super) fn new(server: Arc<Server>, wire: Arc<Wire>) -> Self {
        Self { server, wire, visitor: None, user: String::new(), channels: HashMap::new() }
    }

    fn accept(&mut self, user: &str, visitor: Visitor) -> Auth {
        user.clone_into(&mut self.user);
        self.visitor = Some(visitor);
        Auth::Accept
    }

    /// Meets a wish, or refuses it where one was met already.
    fn begin(&mut self, channel: ChannelId, session: &mut Session, wish: impl FnOnce(&Asked) -> Wish) -> Outcome {
        let Some(asked) = self.channels.get_mut(&channel).filter(|asked| !asked.has_begun) else {
            return session.channel_failure(channel);
        };
        asked.has_begun = true;
        let wish = wish(asked);
        match asked.wishes.try_send(wish) {
            Ok(()) => session.channel_success(channel),
            Err(_) => session.channel_failure(channel),
        }
    }
}

type Outcome = Result<(), russh::Error>;

impl Handler for Login {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        if self.server.is_open() && user == GUEST {
            return Ok(self.accept(user, Visitor::Nobody));
        }
        Ok(Auth::reject())
    }

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        let fingerprint = offer.public_key.fingerprint(HashAlg::Sha256).to_string();
        Ok(if self.server.knows(&fingerprint) { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let fingerprint = key.public_key.fingerprint(HashAlg::Sha256).to_string();
        if self.server.knows(&fingerprint) {
            return Ok(self.accept(user, Visitor::Key(fingerprint)));
        }
        Ok(Auth::reject())
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        _: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if self.server.is_open() {
            return Ok(self.accept(user, Visitor::Nobody));
        }
        Ok(Auth::reject())
    }

    async fn auth_succeeded(&mut self, _: &mut Session) -> Outcome {
        self.wire.let_in();
        self.server.note_login(self.visitor.as_ref());
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Outcome {
        self.channels.retain(|_, asked| !asked.wishes.is_closed());
        let Some(visitor) = self.visitor.clone() else { return Ok(()) };
        if self.channels.len() >= self.server.limits().max_channels {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        let (sender, receiver) = mpsc::channel(1);
        let asked = Asked { terminal: Terminal::default(), has_terminal: false, has_begun: false, wishes: sender };
        self.channels.insert(channel.id(), asked);
        let asker =
            Asker { server: Arc::clone(&self.server), wire: Arc::clone(&self.wire), visitor, user: self.user.clone() };
        reply.accept().await;
        tokio::spawn(channel::run(channel, receiver, asker));
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "the trait's")]
    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        cols: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Outcome {
        match self.channels.get_mut(&channel) {
            Some(asked) if !asked.has_begun && !asked.has_terminal => {
                asked.has_terminal = true;
                asked.terminal.set_name(term);
                asked.terminal.resize(cols, rows);
                session.channel_success(channel)
            }
            _ => session.channel_failure(channel),
        }
    }

    async fn env_request(&mut self, channel: ChannelId, name: &str, value: &str, session: &mut Session) -> Outcome {
        let is_heard = self.channels.get_mut(&channel).is_some_and(|asked| asked.terminal.set(name, value));
        if is_heard { session.channel_success(channel) } else { session.channel_failure(channel) }
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        cols: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &mut Session,
    ) -> Outcome {
        // One that has begun is told by its own messages.
        if let Some(asked) = self.channels.get_mut(&channel).filter(|asked| !asked.has_begun) {
            asked.terminal.resize(cols, rows);
        }
        Ok(())
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Outcome {
        self.begin(channel, session, |asked| {
            if asked.has_terminal {
                Wish::Visit(asked.terminal.clone())
            } else {
                Wish::Refused(
                    "nutgraf: reading needs a terminal: ssh -t; without one there are commands: ssh HOST help",
                    2,
                )
            }
        })
    }

    async fn exec_request(&mut self, channel: ChannelId, line: &[u8], session: &mut Session) -> Outcome {
        let line = str::from_utf8(line).ok().filter(|line| line.len() <= MAX_COMMAND_BYTES).map(str::to_owned);
        self.begin(channel, session, |asked| match line {
            Some(line) => Wish::Command(line, asked.has_terminal.then(|| asked.terminal.clone())),
            None => Wish::Refused("nutgraf: the command is too long, or is no text in UTF-8", 2),
        })
    }

    async fn subsystem_request(&mut self, channel: ChannelId, _: &str, session: &mut Session) -> Outcome {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Outcome {
        session.channel_failure(channel)
    }
}
