//! How the library is served: what the configuration and the options come to, the files that it takes, and the same
//! once more while the server runs.

use std::io;
use std::path::{Path, PathBuf};

use super::input::shown;
use super::settings::{self, Settings};
use super::{Exit, Failure, library};
use crate::args::Global;
use crate::args::serve::Serve as Args;
use crate::config::fault::Fault;
use crate::config::serve::Serve;
use crate::config::serve::setting::{About, Kind};
use crate::config::serve::{SETTINGS, setting::Setting};
use crate::ssh::key::{AuthorizedKeys, KeyError};

/// The file of the server's key, where none is named.
const HOST_KEY: &str = "ssh_host_ed25519_key";

/// How the library is served: the options, then the configuration, then the defaults; every file with its place. The
/// reader does without a line that is wrong; a server in the open that did without a limit would be another than was
/// meant.
pub fn settings(global: &Global, args: &Args, settings: &Settings) -> Result<Serve, Failure> {
    if !settings.faults.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "a library is not served while the configuration has faults; `nutgraf config check` names them",
        ));
    }
    let library = library::path(global)?;
    let serve = merged(settings.config.serve.clone(), settings::path(global).as_deref(), args, &library);
    if !serve.anonymous && serve.authorized_keys.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "nobody could come in: give --authorized-keys FILE for those whose keys it lists, --anonymous for anybody, or both",
        ));
    }
    Ok(serve)
}

/// What is set, with the options in it, and with a place for each file. A file that the configuration names is looked
/// for beside the configuration, since a server is not started where one happens to stand.
fn merged(mut serve: Serve, configuration: Option<&Path>, args: &Args, library: &Path) -> Serve {
    let folder = configuration.and_then(Path::parent).unwrap_or(Path::new(""));
    let beside = |folder: &Path, name: &str| folder.join(name).to_string_lossy().into_owned();
    for file in [&mut serve.host_key, &mut serve.authorized_keys] {
        if !file.is_empty() {
            *file = beside(folder, file);
        }
    }
    args.apply(&mut serve);
    if serve.host_key.is_empty() {
        serve.host_key = beside(library.parent().unwrap_or(Path::new("")), HOST_KEY);
    }
    serve
}

/// Those who may come in, and what is wrong with the list, one line each. Nobody where no list is named.
pub fn authorized(serve: &Serve) -> Result<(AuthorizedKeys, Vec<String>), Failure> {
    if serve.authorized_keys.is_empty() {
        return Ok((AuthorizedKeys::default(), Vec::new()));
    }
    let path = PathBuf::from(&serve.authorized_keys);
    let (keys, faults) = AuthorizedKeys::read(&path).map_err(|error| key_failure(&error))?;
    let name = shown(path.as_os_str());
    let mut said: Vec<String> = faults.iter().map(|fault: &Fault| format!("{name}: {fault}")).collect();
    if keys.is_empty() {
        let others = if serve.anonymous { "" } else { ", and so nobody comes in" };
        said.push(format!("{name}: no key in it lets anybody in{others}"));
    }
    Ok((keys, said))
}

/// What it means to a shell that a file of keys cannot be used.
pub fn key_failure(error: &KeyError) -> Failure {
    let exit = match error {
        KeyError::Missing(_) | KeyError::NoFolder(_) => Exit::NoInput,
        KeyError::Readable(_) | KeyError::Writable(_) => Exit::Usage,
        KeyError::Locked(_) | KeyError::Damaged(_) | KeyError::Kind { .. } => Exit::Damaged,
        KeyError::Io { .. } => Exit::Io,
    };
    Failure::new(exit, crate::clean::in_place(&error.to_string()))
}

/// What it means that an address cannot be listened on, and what to do.
pub fn listen_failure(address: &str, error: &io::Error) -> Failure {
    let what = match error.kind() {
        io::ErrorKind::AddrInUse => "another program listens there; stop it, or name another port with --listen",
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 are for root; listen on 2222 and let the firewall lead port 22 there (docs/serving.md says how)"
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine has no such address; 0.0.0.0 and [::] stand for all that it has"
        }
        _ => return Failure::new(Exit::Unavailable, format!("cannot listen on {address}: {error}")),
    };
    Failure::new(Exit::Unavailable, format!("cannot listen on {address}: {what}"))
}

/// What holds after the configuration and the list of keys were read again.
#[derive(Debug)]
pub struct Again {
    /// How it is served. What cannot change while the server runs is as it was.
    pub serve: Serve,
    /// Those who may come in.
    pub authorized: AuthorizedKeys,
    /// What else is configured: themes, keys.
    pub settings: Settings,
    /// What the owner should know, one line each.
    pub said: Vec<String>,
}

/// Reads configuration and keys again. Where one of them is wrong nothing changes, and the error, one line, says why.
pub fn again(global: &Global, args: &Args, holds: &Serve) -> Result<Again, String> {
    let settings = settings::load(global).map_err(|failure| failure.message)?;
    if let Some(fault) = settings.faults.first() {
        let more = settings.faults.len() - 1;
        return Err(if more == 0 { fault.clone() } else { format!("{fault}; and {more} more") });
    }
    let mut serve = self::settings(global, args, &settings).map_err(|failure| failure.message)?;
    let mut said = kept(&mut serve, holds);
    let (authorized, wrong) = authorized(&serve).map_err(|failure| failure.message)?;
    said.extend(wrong);
    Ok(Again { serve, authorized, settings, said })
}

/// Puts back what cannot change while the server runs, and names it.
fn kept(serve: &mut Serve, holds: &Serve) -> Vec<String> {
    let is_fixed = |setting: &&Setting| setting.about == About::Place;
    let mut said = Vec::new();
    for setting in SETTINGS.iter().filter(is_fixed) {
        let before = (setting.written)(holds);
        if (setting.written)(serve) == before {
            continue;
        }
        let words: Vec<&str> = before.iter().map(String::as_str).collect();
        (setting.take)(serve, &words);
        let what = if setting.kind == Kind::File { "file" } else { "address" };
        said.push(format!("`{}` names another {what}; it holds once the server is started anew", setting.id));
    }
    said
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::FromArgMatches;

    use super::{Again, again, listen_failure, merged};
    use crate::args::{self, Args, Command, Global};
    use crate::cli::{Exit, Failure, settings};
    use crate::config::serve::Serve;

    /// A folder with a configuration, and a command line that uses it.
    struct Desk {
        folder: tempfile::TempDir,
        global: Global,
        args: args::serve::Serve,
    }

    impl Desk {
        fn new(configuration: &str, options: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
            let (config, library) = (path("config.toml"), path("library.db"));
            fs::write(&config, configuration).unwrap();
            let words = ["nutgraf", "serve", "--config", &config, "--library", &library];
            let words = words.into_iter().chain(options.split_whitespace());
            let args = Args::from_arg_matches(&args::command().try_get_matches_from(words).unwrap()).unwrap();
            let Some(Command::Serve(serve)) = args.command else { panic!("{:?}", args.command) };
            Self { global: args.global, args: serve, folder }
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.folder.path().join(name), text).unwrap();
        }

        fn settings(&self) -> Result<Serve, Failure> {
            super::settings(&self.global, &self.args, &settings::load(&self.global)?)
        }

        fn again(&self, holds: &Serve) -> Result<Again, String> {
            again(&self.global, &self.args, holds)
        }
    }

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIASJjgEvdeNQZJE7JhETBOyye75o0ETNq3t/91xxC4sA\n";

    #[test]
    fn a_server_that_nobody_could_enter_is_not_started_and_says_what_to_give() {
        let desk = Desk::new("", "");
        let failure = desk.settings().unwrap_err();
        assert_eq!(failure.exit, Exit::Usage);
        assert!(failure.message.contains("--authorized-keys") && failure.message.contains("--anonymous"));
        assert!(Desk::new("", "--anonymous").settings().unwrap().anonymous);
        assert!(Desk::new("[serve]\nanonymous = true\n", "").settings().unwrap().anonymous);
    }

    #[test]
    fn options_go_before_the_configuration_and_that_before_the_defaults() {
        let text = "[serve]\nanonymous = true\nmax-sessions = 40\nmax-channels = 2\n";
        let serve = Desk::new(text, "--max-sessions 7").settings().unwrap();
        let limits = serve.limits;
        assert_eq!((limits.max_sessions, limits.max_channels, limits.max_auth_tries), (7, 2, 6));
    }

    #[test]
    fn a_configuration_with_a_fault_is_not_served_with_half_of_it() {
        let desk = Desk::new("[serve]\nanonymous = true\nlog-addresses = \"no\"\n", "");
        let failure = desk.settings().unwrap_err();
        assert!(failure.exit == Exit::Usage && failure.message.contains("config check"), "{failure:?}");
    }

    #[test]
    fn files_have_their_places_beside_the_library_the_configuration_or_where_one_stands() {
        let args = Desk::new("", "--authorized-keys mine").args;
        let (configuration, library) = (Path::new("/etc/nutgraf/config.toml"), Path::new("/srv/news/library.db"));
        let of = |set: Serve| {
            let serve = merged(set, Some(configuration), &args, library);
            (serve.host_key, serve.authorized_keys)
        };
        let wanted = |key: &str| (key.to_owned(), "mine".to_owned());
        assert_eq!(of(Serve::default()), wanted("/srv/news/ssh_host_ed25519_key"));
        let set = Serve { host_key: "key".to_owned(), authorized_keys: "set".to_owned(), ..Serve::default() };
        assert_eq!(of(set), wanted("/etc/nutgraf/key"));
    }

    #[test]
    fn a_reload_takes_limits_and_keys_and_names_what_has_to_wait() {
        let desk = Desk::new("[serve]\nauthorized-keys = \"keys\"\n", "");
        desk.write("keys", KEY);
        let holds = desk.settings().unwrap();
        desk.write(
            "config.toml",
            "theme = \"light\"\nmeasure = 60\nplain = true\n[serve]\nauthorized-keys = \"keys\"\nlisten = [\"127.0.0.1:0\"]\nmax-sessions = 3\nhost-key = \"other\"\n",
        );
        desk.write("keys", &format!("{KEY}nonsense\n"));
        let again = desk.again(&holds).unwrap();
        assert_eq!(again.serve.limits.max_sessions, 3);
        assert_eq!((&again.serve.listen, &again.serve.host_key), (&holds.listen, &holds.host_key));
        assert_eq!(again.authorized.len(), 1);
        assert_eq!((again.settings.config.measure, again.settings.config.plain), (60, true));
        assert_eq!(again.settings.themes[again.settings.theme_index].name, "light");
        assert_eq!(again.said.len(), 3, "{:?}", again.said);
        assert!(again.said[0].contains("`listen`") && again.said[1].contains("`host-key`"));
        assert!(again.said[2].contains("line 2"), "{:?}", again.said);
    }

    #[test]
    fn a_reload_of_something_broken_changes_nothing_and_says_what_is_wrong() {
        let desk = Desk::new("[serve]\nauthorized-keys = \"keys\"\n", "");
        desk.write("keys", KEY);
        let holds = desk.settings().unwrap();
        desk.write("config.toml", "[serve]\nauthorized-keys = \"keys\"\nmax-sessions = 0\nidle = 5\n");
        let broken = desk.again(&holds).unwrap_err();
        assert!(broken.contains("line 3") && broken.contains("and 1 more"), "{broken}");
        desk.write("config.toml", "[serve]\nauthorized-keys = \"gone\"\n");
        assert!(desk.again(&holds).unwrap_err().contains("there is no such file"));
        desk.write("config.toml", "");
        assert!(desk.again(&holds).unwrap_err().contains("nobody could come in"));
    }

    #[test]
    fn an_address_that_cannot_be_listened_on_says_what_to_do() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let error = std::net::TcpListener::bind(&address).unwrap_err();
        let failure = listen_failure(&address, &error);
        assert_eq!(failure.exit, Exit::Unavailable);
        assert!(failure.message.contains(&address) && failure.message.contains("--listen"), "{}", failure.message);
        let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert!(listen_failure("0.0.0.0:22", &error).message.contains("2222"));
    }
}
