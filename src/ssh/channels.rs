//! The channels of one connection, and what each has asked for so far. What is asked for is done by the channel's own
//! task, one thing a channel.

use std::collections::HashMap;

use russh::ChannelId;
use tokio::sync::mpsc;

use super::channel::Wish;
use super::limit::Refusal;
use super::terminal::Terminal;

/// Longer command lines are not looked at.
const MAX_COMMAND_BYTES: usize = 8 << 10;
/// The exit status of what may go later: `EX_TEMPFAIL`.
const TRY_AGAIN: u32 = 75;

/// The channels of a connection.
#[derive(Debug, Default)]
pub(super) struct Channels(HashMap<ChannelId, Asked>);

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

impl Channels {
    /// How many there are. Those whose task is over are forgotten.
    pub(super) fn n_open(&mut self) -> usize {
        self.0.retain(|_, asked| !asked.wishes.is_closed());
        self.0.len()
    }

    /// One more, and where its wishes come from; with a refusal it is told that, whatever it asks for.
    pub(super) fn open(&mut self, channel: ChannelId, refusal: Option<Refusal>) -> mpsc::Receiver<Wish> {
        let (wishes, receiver) = mpsc::channel(1);
        let asked = Asked { terminal: Terminal::default(), has_terminal: false, has_begun: false, refusal, wishes };
        self.0.insert(channel, asked);
        receiver
    }

    /// It has a terminal. Whether it may: once, and before it begins.
    pub(super) fn terminal(&mut self, channel: ChannelId, name: &str, (cols, rows): (u32, u32)) -> bool {
        let Some(asked) = self.waiting(channel).filter(|asked| !asked.has_terminal) else { return false };
        asked.has_terminal = true;
        asked.terminal.set_name(name);
        asked.terminal.resize(cols, rows);
        true
    }

    /// Its terminal has another size. One that has begun is told by its own messages.
    pub(super) fn resize(&mut self, channel: ChannelId, (cols, rows): (u32, u32)) {
        if let Some(asked) = self.waiting(channel) {
            asked.terminal.resize(cols, rows);
        }
    }

    /// A variable of its environment. Whether it is heard.
    pub(super) fn variable(&mut self, channel: ChannelId, name: &str, value: &str) -> bool {
        self.0.get_mut(&channel).is_some_and(|asked| asked.terminal.set(name, value))
    }

    /// It wants to visit. Whether anything is done about it.
    pub(super) fn shell(&mut self, channel: ChannelId) -> bool {
        self.begin(channel, |asked| {
            if asked.has_terminal {
                return Wish::Visit(asked.terminal.clone());
            }
            let what = "nutgraf: reading needs a terminal: ssh -t; without one there are commands: ssh HOST help";
            Wish::Refused(what, 2, false)
        })
    }

    /// It wants a command answered. Whether anything is done about it.
    pub(super) fn command(&mut self, channel: ChannelId, line: &[u8]) -> bool {
        let line = str::from_utf8(line).ok().filter(|line| line.len() <= MAX_COMMAND_BYTES).map(str::to_owned);
        self.begin(channel, |asked| match line {
            Some(line) => Wish::Command(line, asked.has_terminal.then(|| asked.terminal.clone())),
            None => Wish::Refused("nutgraf: the command is too long, or is no text in UTF-8", 2, asked.has_terminal),
        })
    }

    /// Hands a wish to the channel's task, unless it was given one before.
    fn begin(&mut self, channel: ChannelId, wish: impl FnOnce(&Asked) -> Wish) -> bool {
        let Some(asked) = self.waiting(channel) else { return false };
        asked.has_begun = true;
        let wish = match asked.refusal {
            Some(refusal) => Wish::Refused(refusal.sentence(), TRY_AGAIN, asked.has_terminal),
            None => wish(asked),
        };
        asked.wishes.try_send(wish).is_ok()
    }

    fn waiting(&mut self, channel: ChannelId) -> Option<&mut Asked> {
        self.0.get_mut(&channel).filter(|asked| !asked.has_begun)
    }
}
