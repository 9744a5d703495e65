//! Who comes in on a connection: by a key, by a code, without either, or not at all. What it is spoken in is the
//! connection's.

use std::sync::Arc;

use russh::keys::{Algorithm, PublicKey};
use russh::server::Auth;
use tokio::task::block_in_place;

use super::key::{fingerprint, is_good};
use super::limit::{Offence, Refusal};
use super::log::Event;
use super::pass::Pass;
use crate::catalogue::Visitor;
use crate::host::visitor::Shared;

/// The user name of those who want nothing kept.
const GUEST: &str = "guest";

/// The login on one connection.
#[derive(Debug)]
pub(super) struct Login {
    pass: Arc<Pass>,
    visitor: Option<Visitor>,
    user: String,
    /// By which they came in; none where anybody may.
    key: Option<PublicKey>,
    /// Nothing is kept of them, since too many newcomers came from there.
    is_beyond: bool,
}

impl Login {
    pub(super) fn new(pass: Arc<Pass>) -> Self {
        Self { pass, visitor: None, user: String::new(), key: None, is_beyond: false }
    }

    /// Who it is, once they are in.
    pub(super) fn visitor(&self) -> Option<&Visitor> {
        self.visitor.as_ref()
    }

    /// The name that they gave.
    pub(super) fn user(&self) -> &str {
        &self.user
    }

    /// Somebody shows nothing but a name.
    pub(super) fn by_name(&mut self, user: &str) -> Auth {
        // What every client asks first is no failed login.
        if !self.pass.server().is_open() {
            return Auth::reject();
        }
        if user == GUEST {
            return self.accept(user, Visitor::Nobody);
        }
        let shared = self.pass.server().shared();
        match block_in_place(|| shared.known_code(user)) {
            Ok(Some(visitor)) => return self.accept(user, visitor),
            Ok(None) => {}
            // Whose code it is cannot be told, which is no fault of theirs: they read, and are told that nothing is kept.
            Err(_) => return self.accept(user, Visitor::Nobody),
        }
        if Shared::is_code(user) {
            // Counted now, since whoever guesses may log in otherwise afterwards.
            self.pass.offend(Offence::Code);
            self.pass.settle();
        }
        Auth::reject()
    }

    /// Somebody asks whether a key would let them in.
    pub(super) fn by_offer(&self, key: &PublicKey, algorithm: &Algorithm) -> Auth {
        if self.lets_in(key, algorithm) { Auth::Accept } else { self.reject() }
    }

    /// Somebody has shown that a key is theirs.
    pub(super) fn by_key(&mut self, user: &str, key: &PublicKey, algorithm: &Algorithm) -> Auth {
        if !self.lets_in(key, algorithm) {
            return self.reject();
        }
        self.key = Some(key.clone());
        self.accept(user, Visitor::Key(fingerprint(key)))
    }

    /// Somebody has no key.
    pub(super) fn without_key(&mut self, user: &str) -> Auth {
        let server = Arc::clone(self.pass.server());
        if !server.is_open() {
            return self.reject();
        }
        // Bound here, so that the gate is not held meanwhile.
        let may_be_kept = server.gate().newcomer(server.since_began(), self.pass.address());
        self.is_beyond = !may_be_kept;
        let shared = server.shared();
        let visitor = if may_be_kept { block_in_place(|| shared.newcomer()) } else { Visitor::Nobody };
        self.accept(user, visitor)
    }

    /// The login is done. Why they have to go all the same, where no place is left.
    pub(super) fn succeeded(&self) -> Result<(), Refusal> {
        let server = self.pass.server();
        if let Err(refusal) = self.pass.logged_in() {
            server.tell(&self.pass.line(Event::Refused).with("reason", refusal.name()));
            return Err(refusal);
        }
        if let Some(visitor) = &self.visitor {
            let line = self.pass.line(Event::Login).visitor(visitor);
            server.tell(&if self.is_beyond { line.with("reason", "max-codes-per-source") } else { line });
        }
        Ok(())
    }

    /// Whether they would still be let in: keys are taken out, and expire, while connections stay open.
    pub(super) fn is_welcome(&self) -> bool {
        let server = self.pass.server();
        match &self.key {
            Some(key) => server.admits(key, self.pass.address()),
            None => server.is_open(),
        }
    }

    fn lets_in(&self, key: &PublicKey, algorithm: &Algorithm) -> bool {
        is_good(key, algorithm) && self.pass.server().admits(key, self.pass.address())
    }

    fn accept(&mut self, user: &str, visitor: Visitor) -> Auth {
        user.clone_into(&mut self.user);
        self.visitor = Some(visitor);
        Auth::Accept
    }

    fn reject(&self) -> Auth {
        self.pass.offend(Offence::Login);
        Auth::reject()
    }
}
