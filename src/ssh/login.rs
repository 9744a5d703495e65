//! One connection: who comes in, and what its channels may ask for. Replies are given here, in the order of the
//! requests; what is asked for is done by the channel's own task.

use std::collections::HashMap;
use std::sync::Arc;

use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Disconnect, Pty};
use tokio::sync::mpsc;
use tokio::task::block_in_place;

use super::channel::{self, Asker, Wish};
use super::key::{fingerprint, is_good};
use super::limit::{Offence, Refusal};
use super::line::Wire;
use super::log::Event;
use super::pass::Pass;
use super::terminal::Terminal;
use crate::catalogue::Visitor;
use crate::host::visitor::Shared;

/// The user name of those who want nothing kept.
const GUEST: &str = "guest";
/// Longer command lines are not looked at.
const MAX_COMMAND_BYTES: usize = 8 << 10;
/// The exit status of what may go later: `EX_TEMPFAIL`.
const TRY_AGAIN: u32 = 75;

/// One connection.
#[derive(Debug)]
pub(super) struct Login {
    pass: Arc<Pass>,
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
    /// Why it gets nothing, where it has no seat.
    refusal: Option<Refusal>,
    wishes: mpsc::Sender<Wish>,
}

impl Login {
    pub(super) fn new(pass: Arc<Pass>, wire: Arc<Wire>) -> Self {
        Self { pass, wire, visitor: None, user: String::new(), channels: HashMap::new() }
    }

    fn accept(&mut self, user: &str, visitor: Visitor) -> Auth {
        user.clone_into(&mut self.user);
        self.visitor = Some(visitor);
        Auth::Accept
    }

    fn reject(&self, offence: Offence) -> Auth {
        self.pass.offend(offence);
        Auth::reject()
    }

    /// Meets a wish, or refuses it where one was met already.
    fn begin(&mut self, channel: ChannelId, session: &mut Session, wish: impl FnOnce(&Asked) -> Wish) -> Outcome {
        let Some(asked) = self.channels.get_mut(&channel).filter(|asked| !asked.has_begun) else {
            return session.channel_failure(channel);
        };
        asked.has_begun = true;
        let wish = match asked.refusal {
            Some(refusal) => Wish::Refused(refusal.sentence(), TRY_AGAIN, asked.has_terminal),
            None => wish(asked),
        };
        match asked.wishes.try_send(wish) {
            Ok(()) => session.channel_success(channel),
            Err(_) => session.channel_failure(channel),
        }
    }

    /// Something was asked for that nobody gets.
    fn deny(&self, what: &'static str) {
        let line = self.pass.line(Event::Denied).with("what", what);
        let server = self.pass.server();
        server.tell(&match &self.visitor {
            Some(visitor) => line.visitor(visitor),
            None => line,
        });
    }
}

type Outcome = Result<(), russh::Error>;

impl Handler for Login {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        // What every client asks first is no failed login.
        if !self.pass.server().is_open() {
            return Ok(Auth::reject());
        }
        if user == GUEST {
            return Ok(self.accept(user, Visitor::Nobody));
        }
        let shared = self.pass.server().shared();
        match block_in_place(|| shared.known_code(user)) {
            Ok(Some(visitor)) => return Ok(self.accept(user, visitor)),
            Ok(None) => {}
            // Whose code it is cannot be told, which is no fault of theirs: they read, and are told that nothing is kept.
            Err(_) => return Ok(self.accept(user, Visitor::Nobody)),
        }
        if Shared::is_code(user) {
            // Counted now, since whoever guesses may log in otherwise afterwards.
            self.pass.offend(Offence::Code);
            self.pass.settle();
        }
        Ok(Auth::reject())
    }

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        let is_welcome = is_good(offer.public_key, offer.algorithm)
            && self.pass.server().admits(offer.public_key, self.pass.address());
        Ok(if is_welcome { Auth::Accept } else { self.reject(Offence::Login) })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let is_welcome =
            is_good(key.public_key, key.algorithm) && self.pass.server().admits(key.public_key, self.pass.address());
        Ok(if is_welcome {
            self.accept(user, Visitor::Key(fingerprint(key.public_key)))
        } else {
            self.reject(Offence::Login)
        })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        _: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if !self.pass.server().is_open() {
            return Ok(self.reject(Offence::Login));
        }
        let shared = self.pass.server().shared();
        let visitor = block_in_place(|| shared.newcomer());
        Ok(self.accept(user, visitor))
    }

    async fn auth_succeeded(&mut self, session: &mut Session) -> Outcome {
        self.wire.let_in();
        if let Err(refusal) = self.pass.logged_in() {
            self.pass.server().tell(&self.pass.line(Event::Refused).with("reason", refusal.name()));
            return session.disconnect(Disconnect::TooManyConnections, refusal.sentence(), "");
        }
        if let Some(visitor) = &self.visitor {
            self.pass.server().tell(&self.pass.line(Event::Login).visitor(visitor));
        }
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
        let server = self.pass.server();
        // One without a seat stays only until it is told why, and there are no more of them than of others.
        let seat =
            if self.channels.len() < server.limits().max_channels { self.pass.seat() } else { Err(Refusal::Channels) };
        let refusal = seat.as_ref().err().copied();
        if let Some(refusal) = refusal {
            let line = self.pass.line(Event::SessionRefused).visitor(&visitor);
            server.tell(&line.with("reason", refusal.name()));
            if refusal == Refusal::Channels {
                reply.reject(ChannelOpenFailure::ResourceShortage).await;
                return Ok(());
            }
        }
        let (sender, receiver) = mpsc::channel(1);
        let asked =
            Asked { terminal: Terminal::default(), has_terminal: false, has_begun: false, refusal, wishes: sender };
        self.channels.insert(channel.id(), asked);
        let asker =
            Asker { pass: Arc::clone(&self.pass), wire: Arc::clone(&self.wire), visitor, user: self.user.clone() };
        reply.accept().await;
        tokio::spawn(channel::run(channel, receiver, asker, seat.ok()));
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
                    false,
                )
            }
        })
    }

    async fn exec_request(&mut self, channel: ChannelId, line: &[u8], session: &mut Session) -> Outcome {
        let line = str::from_utf8(line).ok().filter(|line| line.len() <= MAX_COMMAND_BYTES).map(str::to_owned);
        self.begin(channel, session, |asked| match line {
            Some(line) => Wish::Command(line, asked.has_terminal.then(|| asked.terminal.clone())),
            None => Wish::Refused("nutgraf: the command is too long, or is no text in UTF-8", 2, asked.has_terminal),
        })
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
