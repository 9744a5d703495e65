//! One connection as the protocol has it. Replies are given here, in the order of the requests; who comes in, and what
//! becomes of what a channel asks for, is decided elsewhere.

use std::sync::Arc;

use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Disconnect, Pty};

use super::channel::{self, Asker};
use super::channels::Channels;
use super::limit::Refusal;
use super::line::Wire;
use super::log::Event;
use super::login::Login;
use super::pass::Pass;

/// One connection.
#[derive(Debug)]
pub(super) struct Connection {
    pass: Arc<Pass>,
    wire: Arc<Wire>,
    login: Login,
    channels: Channels,
}

impl Connection {
    pub(super) fn new(pass: Arc<Pass>, wire: Arc<Wire>) -> Self {
        Self { login: Login::new(Arc::clone(&pass)), pass, wire, channels: Channels::default() }
    }

    /// Something was asked for that nobody gets.
    fn deny(&self, what: &'static str) {
        self.pass.tell_first(Event::Denied, "what", what, self.login.visitor());
    }

    /// A session is not let in.
    fn refuse(&self, reason: &'static str) {
        self.pass.tell_first(Event::SessionRefused, "reason", reason, self.login.visitor());
    }
}

type Outcome = Result<(), russh::Error>;

/// Says whether a request was met.
fn reply(is_met: bool, channel: ChannelId, session: &mut Session) -> Outcome {
    if is_met { session.channel_success(channel) } else { session.channel_failure(channel) }
}

impl Handler for Connection {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        Ok(self.login.by_name(user))
    }

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        Ok(self.login.by_offer(offer.public_key, offer.algorithm))
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        Ok(self.login.by_key(user, key.public_key, key.algorithm))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        _: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        Ok(self.login.without_key(user))
    }

    async fn auth_succeeded(&mut self, session: &mut Session) -> Outcome {
        self.wire.let_in();
        match self.login.succeeded() {
            Ok(()) => Ok(()),
            Err(refusal) => session.disconnect(Disconnect::TooManyConnections, refusal.sentence(), ""),
        }
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Outcome {
        let Some(visitor) = self.login.visitor().cloned() else { return Ok(()) };
        if !self.login.is_welcome() {
            self.refuse("not-welcome");
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        // One without a seat stays only until it is told why, and there are no more of them than of others.
        let max_channels = self.pass.server().limits().max_channels;
        let seat = if self.channels.n_open() < max_channels { self.pass.seat() } else { Err(Refusal::Channels) };
        let refusal = seat.as_ref().err().copied();
        if let Some(refusal) = refusal {
            self.refuse(refusal.name());
            if refusal == Refusal::Channels {
                reply.reject(ChannelOpenFailure::ResourceShortage).await;
                return Ok(());
            }
        }
        let wishes = self.channels.open(channel.id(), refusal);
        let (pass, wire) = (Arc::clone(&self.pass), Arc::clone(&self.wire));
        let asker = Asker { pass, wire, visitor, user: self.login.user().to_owned() };
        reply.accept().await;
        tokio::spawn(channel::run(channel, wishes, asker, seat.ok()));
        Ok(())
    }

    async fn channel_open_x11(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Outcome {
        self.deny("x11");
        Ok(())
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Outcome {
        // That the handle is dropped refuses it.
        self.deny("forwarding");
        Ok(())
    }

    async fn channel_open_direct_streamlocal(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Outcome {
        self.deny("forwarding");
        Ok(())
    }

    async fn tcpip_forward(&mut self, _: &str, _: &mut u32, _: &mut Session) -> Result<bool, Self::Error> {
        self.deny("forwarding");
        Ok(false)
    }

    async fn streamlocal_forward(&mut self, _: &str, _: &mut Session) -> Result<bool, Self::Error> {
        self.deny("forwarding");
        Ok(false)
    }

    async fn agent_request(&mut self, _: ChannelId, _: &mut Session) -> Result<bool, Self::Error> {
        self.deny("agent");
        Ok(false)
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
        reply(self.channels.terminal(channel, term, (cols, rows)), channel, session)
    }

    async fn env_request(&mut self, channel: ChannelId, name: &str, value: &str, session: &mut Session) -> Outcome {
        reply(self.channels.variable(channel, name, value), channel, session)
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
        self.channels.resize(channel, (cols, rows));
        Ok(())
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Outcome {
        reply(self.channels.shell(channel), channel, session)
    }

    async fn exec_request(&mut self, channel: ChannelId, line: &[u8], session: &mut Session) -> Outcome {
        reply(self.channels.command(channel, line), channel, session)
    }

    async fn subsystem_request(&mut self, channel: ChannelId, _: &str, session: &mut Session) -> Outcome {
        self.deny("subsystem");
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
        self.deny("x11");
        session.channel_failure(channel)
    }
}
