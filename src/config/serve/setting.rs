//! The settings of serving, declared once: the options of `nutgraf serve`, the part `[serve]` of the configuration, the
//! manual page and the guide go by this table.

use core::net::SocketAddr;
use core::ops::RangeInclusive;
use core::time::Duration;

use super::{Network, Serve, Startups, span};
use crate::article::scalar::is_forbidden;

/// Addresses that can be listened on, at most.
const MAX_LISTEN: usize = 16;
const DAY: u64 = 86_400;

/// How a setting is written as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    One,
    /// Any number of values; a list in the configuration, and the option given again.
    Many,
    /// A file or its place.
    File,
    /// Yes or no; the option alone is yes.
    Flag,
}

/// What a setting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Where, and with which files.
    Place,
    /// Who comes in.
    Visitors,
    /// How much they may take.
    Limit,
}

/// One setting of serving.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name, in the file and as an option.
    pub id: &'static str,
    /// How it is written as an option.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What stands for its value in help.
    pub value: &'static str,
    /// What can be written, in a few words.
    pub values: &'static str,
    /// A sentence about it, without full stop.
    pub help: &'static str,
    /// Its values, as they are written.
    pub written: fn(&Serve) -> Vec<String>,
    /// Takes values over; false when they are none of those that can be written.
    pub take: fn(&mut Serve, &[&str]) -> bool,
}

impl Setting {
    /// The setting of a name.
    pub fn of(id: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.id == id)
    }

    /// Its value as TOML.
    pub fn toml(&self, serve: &Serve) -> String {
        let written = (self.written)(serve);
        let quoted = |text: &String| toml::Value::from(text.as_str()).to_string();
        match self.kind {
            Kind::Many => format!("[{}]", written.iter().map(quoted).collect::<Vec<_>>().join(", ")),
            Kind::Flag => written.concat(),
            Kind::One | Kind::File => {
                let text = written.concat();
                if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() { text } else { quoted(&text) }
            }
        }
    }

    /// Its value by default in words, for help and guide.
    pub fn by_default(&self) -> String {
        (self.written)(&Serve::default()).join(" ")
    }
}

/// Every setting, in the order of the example.
pub const SETTINGS: &[Setting] = &[
    Setting {
        id: "listen",
        kind: Kind::Many,
        about: About::Place,
        value: "ADDRESS:PORT",
        values: "addresses with a port, like 127.0.0.1:2222, 0.0.0.0:2222 for all of IPv4, [::]:2222 for all of IPv6; 16 at most",
        help: "Where to listen; other machines reach it only on an address that is not 127.0.0.1",
        written: |serve| serve.listen.clone(),
        take: |serve, words| {
            let is_fine = (1..=MAX_LISTEN).contains(&words.len()) && words.iter().all(|word| is_listen(word));
            put(&mut serve.listen, is_fine.then(|| words.iter().map(|word| (*word).to_owned()).collect()))
        },
    },
    Setting {
        id: "host-key",
        kind: Kind::File,
        about: About::Place,
        value: "FILE",
        values: "a file, or \"\" for ssh_host_ed25519_key beside the library",
        help: "The server's own key, which visitors know it by; made at the first start",
        written: |serve| vec![serve.host_key.clone()],
        take: |serve, words| put(&mut serve.host_key, path(words)),
    },
    Setting {
        id: "authorized-keys",
        kind: Kind::File,
        about: About::Visitors,
        value: "FILE",
        values: "a file as OpenSSH's authorized_keys is, or \"\" for none",
        help: "Let in those whose keys this file lists",
        written: |serve| vec![serve.authorized_keys.clone()],
        take: |serve, words| put(&mut serve.authorized_keys, path(words)),
    },
    Setting {
        id: "anonymous",
        kind: Kind::Flag,
        about: About::Visitors,
        value: "true|false",
        values: "true or false",
        help: "Let in anybody, with any key or none",
        written: |serve| vec![serve.anonymous.to_string()],
        take: |serve, words| put(&mut serve.anonymous, flag(words)),
    },
    Setting {
        id: "log-addresses",
        kind: Kind::Flag,
        about: About::Visitors,
        value: "true|false",
        values: "true or false",
        help: "Whether the log names the addresses that visitors come from, which are personal data",
        written: |serve| vec![serve.log_addresses.to_string()],
        take: |serve, words| put(&mut serve.log_addresses, flag(words)),
    },
    Setting {
        id: "max-sessions",
        kind: Kind::One,
        about: About::Limit,
        value: "N",
        values: "1 to 100000",
        help: "Sessions at the same time; count 0.4 MB of memory for each",
        written: |serve| vec![serve.limits.max_sessions.to_string()],
        take: |serve, words| put(&mut serve.limits.max_sessions, count(words, 1..=100_000)),
    },
    Setting {
        id: "max-sessions-per-source",
        kind: Kind::One,
        about: About::Limit,
        value: "N",
        values: "1 to 100000",
        help: "Sessions, and connections, at the same time from one address; in IPv6 from one network of 64 bits",
        written: |serve| vec![serve.limits.max_sessions_per_source.to_string()],
        take: |serve, words| put(&mut serve.limits.max_sessions_per_source, count(words, 1..=100_000)),
    },
    Setting {
        id: "max-channels",
        kind: Kind::One,
        about: About::Limit,
        value: "N",
        values: "1 to 64",
        help: "Sessions at the same time on one connection",
        written: |serve| vec![serve.limits.max_channels.to_string()],
        take: |serve, words| put(&mut serve.limits.max_channels, count(words, 1..=64)),
    },
    Setting {
        id: "max-codes-per-source",
        kind: Kind::One,
        about: About::Limit,
        value: "N",
        values: "0 to 100000",
        help: "Logins without key or code that get a code of their own, an hour from one address (in IPv6 from one network of 64 bits); whoever comes beyond that reads, and nothing is kept of them",
        written: |serve| vec![serve.limits.max_codes_per_source.to_string()],
        take: |serve, words| put(&mut serve.limits.max_codes_per_source, count(words, 0..=100_000)),
    },
    Setting {
        id: "idle",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "1s to 30d, like 30min",
        help: "A session in which no key is pressed for so long is closed; its place is kept",
        written: |serve| vec![span::written(serve.limits.idle)],
        take: |serve, words| put(&mut serve.limits.idle, time(words, 1..=30 * DAY)),
    },
    Setting {
        id: "lifetime",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "1s to 365d, like 12h",
        help: "No session lasts longer",
        written: |serve| vec![span::written(serve.limits.lifetime)],
        take: |serve, words| put(&mut serve.limits.lifetime, time(words, 1..=365 * DAY)),
    },
    Setting {
        id: "startups",
        kind: Kind::One,
        about: About::Limit,
        value: "START:RATE:FULL",
        values: "three numbers, like 10:30:100",
        help: "Connections that are not logged in: up to the first number all are let in; from there so many percent are refused, and evenly more up to the last number, from which all are",
        written: |serve| {
            let Startups { start, rate, full } = serve.limits.startups;
            vec![format!("{start}:{rate}:{full}")]
        },
        take: |serve, words| put(&mut serve.limits.startups, one(words).and_then(startups)),
    },
    Setting {
        id: "login-grace",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "1s to 1h",
        help: "How long a connection may take to log in",
        written: |serve| vec![span::written(serve.limits.login_grace)],
        take: |serve, words| put(&mut serve.limits.login_grace, time(words, 1..=3600)),
    },
    Setting {
        id: "max-auth-tries",
        kind: Kind::One,
        about: About::Limit,
        value: "N",
        values: "1 to 100",
        help: "Keys that a connection may offer, and codes that it may name",
        written: |serve| vec![serve.limits.max_auth_tries.to_string()],
        take: |serve, words| put(&mut serve.limits.max_auth_tries, count(words, 1..=100)),
    },
    Setting {
        id: "penalty",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "0s for none, to 1h",
        help: "What a failed login, or a code that nobody has, costs its address; breaking the protocol, connecting too often and not logging in in time cost twice as much, going without a login costs a fifth; an address that comes to three times as much is shut out until it is over",
        written: |serve| vec![span::written(serve.limits.penalty)],
        take: |serve, words| put(&mut serve.limits.penalty, time(words, 0..=3600)),
    },
    Setting {
        id: "max-penalty",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "1s to 1d",
        help: "No address is shut out longer at once",
        written: |serve| vec![span::written(serve.limits.max_penalty)],
        take: |serve, words| put(&mut serve.limits.max_penalty, time(words, 1..=DAY)),
    },
    Setting {
        id: "exempt",
        kind: Kind::Many,
        about: About::Limit,
        value: "ADDRESS",
        values: "addresses and networks, like 192.0.2.7 or 2001:db8::/32",
        help: "Addresses without penalties and without a limit of their own: a proxy, behind which everybody has its address",
        written: |serve| serve.limits.exempt.iter().map(ToString::to_string).collect(),
        take: |serve, words| {
            let networks: Option<Vec<Network>> = words.iter().map(|word| word.parse().ok()).collect();
            put(&mut serve.limits.exempt, networks)
        },
    },
    Setting {
        id: "stop-grace",
        kind: Kind::One,
        about: About::Limit,
        value: "TIME",
        values: "0s to 10min",
        help: "How long sessions have to end when the server stops",
        written: |serve| vec![span::written(serve.limits.stop_grace)],
        take: |serve, words| put(&mut serve.limits.stop_grace, time(words, 0..=600)),
    },
];

fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

fn one<'w>(words: &[&'w str]) -> Option<&'w str> {
    if let [word] = words { Some(word) } else { None }
}

fn flag(words: &[&str]) -> Option<bool> {
    one(words)?.parse().ok()
}

fn path(words: &[&str]) -> Option<String> {
    one(words).filter(|path| !path.chars().any(is_forbidden)).map(str::to_owned)
}

fn number<T: core::str::FromStr>(digits: &str) -> Option<T> {
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn count<T: core::str::FromStr + PartialOrd>(words: &[&str], range: RangeInclusive<T>) -> Option<T> {
    number(one(words)?).filter(|number| range.contains(number))
}

fn time(words: &[&str], seconds: RangeInclusive<u64>) -> Option<Duration> {
    span::read(one(words)?).filter(|time| seconds.contains(&time.as_secs()))
}

fn startups(text: &str) -> Option<Startups> {
    let mut parts = text.split(':').map(number);
    let (Some(start), Some(rate), Some(full), None) = (parts.next()?, parts.next()?, parts.next()?, parts.next())
    else {
        return None;
    };
    ((1..=full).contains(&start) && rate <= 100 && full <= 100_000).then_some(Startups { start, rate, full })
}

/// An address with a port, or the name of a machine with one.
fn is_listen(text: &str) -> bool {
    if text.parse::<SocketAddr>().is_ok() {
        return true;
    }
    let is_name = |name: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        // What is made of digits alone is an address that is not one.
        !name.is_empty() && name.bytes().all(is_part) && name.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    text.rsplit_once(':').is_some_and(|(name, port)| is_name(name) && number::<u16>(port).is_some())
}

#[cfg(test)]
mod tests {
    use super::{SETTINGS, Serve, Setting};

    #[track_caller]
    fn taken(id: &str, words: &[&str]) -> Option<Vec<String>> {
        let setting = Setting::of(id).unwrap();
        let mut serve = Serve::default();
        let is_taken = (setting.take)(&mut serve, words);
        assert!(is_taken || serve == Serve::default(), "{id} {words:?}: what is wrong changes nothing");
        is_taken.then(|| (setting.written)(&serve))
    }

    #[test]
    fn every_default_is_one_that_can_be_written() {
        for setting in SETTINGS {
            let written = (setting.written)(&Serve::default());
            let words: Vec<&str> = written.iter().map(String::as_str).collect();
            assert_eq!(taken(setting.id, &words), Some(written), "{}", setting.id);
        }
    }

    #[test]
    fn what_is_taken_is_what_was_written_and_stands_in_its_own_place() {
        for (id, words) in [
            ("listen", vec!["0.0.0.0:22", "[::]:2222", "localhost:0"]),
            ("host-key", vec!["/etc/nutgraf/key"]),
            ("authorized-keys", vec!["keys"]),
            ("anonymous", vec!["true"]),
            ("log-addresses", vec!["false"]),
            ("max-sessions", vec!["7"]),
            ("max-sessions-per-source", vec!["8"]),
            ("max-channels", vec!["9"]),
            ("max-codes-per-source", vec!["17"]),
            ("idle", vec!["10s"]),
            ("lifetime", vec!["11h"]),
            ("startups", vec!["1:2:3"]),
            ("login-grace", vec!["12s"]),
            ("max-auth-tries", vec!["13"]),
            ("penalty", vec!["14s"]),
            ("max-penalty", vec!["15min"]),
            ("exempt", vec!["192.0.2.0/24"]),
            ("stop-grace", vec!["16s"]),
        ] {
            let setting = Setting::of(id).unwrap();
            let mut serve = Serve::default();
            assert!((setting.take)(&mut serve, &words), "{id}");
            assert_eq!((setting.written)(&serve), words, "{id}");
            let is_same = |other: &&Setting| (other.written)(&serve) == (other.written)(&Serve::default());
            assert_eq!(SETTINGS.iter().filter(is_same).count(), SETTINGS.len() - 1, "{id} changes itself alone");
        }
    }

    #[test]
    fn what_cannot_be_written_is_not_taken() {
        for (id, words) in [
            ("listen", vec![]),
            ("listen", vec!["2222"]),
            ("listen", vec!["127.0.0.1"]),
            ("listen", vec!["127.0.0.1:99999"]),
            ("listen", vec!["300.0.0.1:22"]),
            ("listen", vec!["::1:2222"]),
            ("listen", vec!["a\u{1b}b:22"]),
            ("listen", vec!["localhost:22"; 17]),
            ("host-key", vec!["a\nb"]),
            ("anonymous", vec!["yes"]),
            ("max-sessions", vec!["0"]),
            ("max-sessions", vec!["+5"]),
            ("max-channels", vec!["65"]),
            ("max-channels", vec!["1", "2"]),
            ("idle", vec!["0s"]),
            ("idle", vec!["30"]),
            ("startups", vec!["10:30"]),
            ("startups", vec!["10:30:100:1"]),
            ("startups", vec!["10:101:100"]),
            ("startups", vec!["10:30:9"]),
            ("startups", vec!["0:30:9"]),
            ("penalty", vec!["2h"]),
            ("exempt", vec!["news.example"]),
            ("stop-grace", vec!["11min"]),
        ] {
            assert_eq!(taken(id, &words), None, "{id} {words:?}");
        }
    }
}
