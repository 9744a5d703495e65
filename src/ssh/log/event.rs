//! What can happen to a server that its owner may want to know, in one table.

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The server listens.
    Listening,
    /// A connection came.
    Connected,
    /// A connection was not let in.
    Refused,
    /// Somebody logged in.
    Login,
    /// Somebody may not.
    LoginFailed,
    /// A source is shut out.
    ShutOut,
    /// A session began.
    SessionBegan,
    /// A session was not let in.
    SessionRefused,
    /// A session ended.
    SessionEnded,
    /// A command without a terminal was answered.
    Command,
    /// Something was asked for that visitors do not get.
    Denied,
    /// A session broke; the others did not.
    SessionBroke,
    /// What a visitor left could not be kept.
    KeepingFailed,
    /// A connection is closed.
    Disconnected,
    /// The configuration was read again.
    Reloaded,
    /// The configuration could not be read again; what held before holds.
    ReloadFailed,
    /// Something is wrong that does not stop the server.
    Warning,
    /// The server stops.
    Stopping,
    /// The server has stopped.
    Stopped,
    /// Lines were not written, since nobody took them.
    Lost,
}

impl Event {
    /// Each with its name in the log and what it means.
    pub const NAMES: [(Self, &'static str, &'static str); 20] = [
        (Self::Listening, "listening", "the server listens on an address; visitors know it by `host-key`"),
        (Self::Connected, "connected", "a connection came"),
        (
            Self::Refused,
            "refused",
            "a connection was not let in; `reason` says why; `others` is how many before it were not told",
        ),
        (Self::Login, "login", "somebody logged in"),
        (Self::LoginFailed, "login-failed", "somebody did not log in, or may not; `offence` says which"),
        (Self::ShutOut, "shut-out", "an address is shut out, `for` so long, after an `offence`"),
        (Self::SessionBegan, "session-began", "a session began"),
        (
            Self::SessionRefused,
            "session-refused",
            "a session was not let in; `reason` says why; told once of each reason on a connection",
        ),
        (Self::SessionEnded, "session-ended", "a session ended; `reason` says how"),
        (Self::Command, "command", "a command without a terminal was answered, with `status`"),
        (
            Self::Denied,
            "denied",
            "something was asked for that visitors do not get, like forwarding; told once of each kind on a connection",
        ),
        (Self::SessionBroke, "session-broke", "a session ended by a fault of nutgraf; the others go on"),
        (Self::KeepingFailed, "keeping-failed", "what a visitor left could not be written down"),
        (Self::Disconnected, "disconnected", "a connection is closed; with the numbers of what was told once"),
        (Self::Reloaded, "reloaded", "configuration and keys were read again"),
        (Self::ReloadFailed, "reload-failed", "they could not be read again; what held before holds"),
        (Self::Warning, "warning", "something is wrong that does not stop the server"),
        (Self::Stopping, "stopping", "the server takes no more connections and ends its sessions"),
        (Self::Stopped, "stopped", "the server has stopped"),
        (Self::Lost, "lost", "`n` lines were left out, since nobody took them"),
    ];

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }
}

#[cfg(test)]
mod tests {
    use super::Event;

    #[test]
    fn every_event_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = Event::NAMES.iter().map(|row| row.1).collect();
        assert_eq!(names.len(), Event::NAMES.len());
        for (event, name, _) in Event::NAMES {
            assert_eq!(event.name(), name);
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        }
    }
}
