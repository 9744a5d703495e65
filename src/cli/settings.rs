//! The configuration file and the user's themes: where they are, and what they and the arguments come to.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, Xdg};

use super::input::{Input, shown};
use super::{Exit, Failure, output};
use crate::args::Global;
use crate::config::Config;
use crate::config::fault::Fault;
use crate::spelling::{self, suggestion};
use crate::theme::Theme;

/// A configuration or a theme is a few kilobytes; this much is read of a file at most.
const MAX_BYTES: u64 = 1 << 20;

/// What holds for this run.
#[derive(Debug)]
pub struct Settings {
    /// The configuration, with the arguments' choices in it.
    pub config: Config,
    /// Bundled themes and the user's own, none parsed.
    pub themes: Vec<Theme>,
    /// Where in `themes` the chosen one is.
    pub theme_index: usize,
    /// What is wrong with the configuration file, each with the file's name.
    pub faults: Vec<String>,
}

impl Settings {
    /// Names on standard error what is wrong with the configuration.
    pub fn complain(&self) {
        self.faults.iter().for_each(|fault| output::complain(fault));
    }
}

/// Whether the terminal can do more than take line after line.
pub fn moves_cursor() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether everything is to be said in plain lines: by an option, the terminal, or the configuration.
pub fn is_plain(global: &Global) -> bool {
    let configured = || path(global).and_then(|path| text(&path).ok()).is_some_and(|text| Config::parse(&text).0.plain);
    global.plain || !moves_cursor() || configured()
}

/// Where the configuration is looked for; none where there is no home directory.
pub fn path(global: &Global) -> Option<PathBuf> {
    let own = global.config.as_ref().map(PathBuf::from);
    own.or_else(|| Xdg::new().ok().map(|xdg| xdg.config_dir().join("nutgraf").join("config.toml")))
}

/// Reads the configuration and the user's themes. What is wrong in them is named and left out; only a theme or a file
/// that an argument names must be there.
pub fn load(global: &Global) -> Result<Settings, Failure> {
    let mut faults = Vec::new();
    let path = path(global);
    let text = match &path {
        Some(path) => configuration(path, global.config.is_some(), &mut faults)?,
        None => String::new(),
    };
    let (mut config, wrong) = Config::parse(&text);
    let mut report = |wrong: &Fault| {
        let name = path.as_ref().map(|path| shown(path.as_os_str())).unwrap_or_default();
        faults.push(format!("{name}: {wrong}"));
    };
    wrong.iter().for_each(&mut report);
    let themes = themes(path.as_deref());
    let find = |name: &str| themes.iter().position(|theme| theme.name == name);
    let mut chosen = find(&config.theme);
    if chosen.is_none() {
        report(&Fault { line: line_of_theme(&text), message: unknown_theme(&config.theme, &themes) });
    }
    if let Some(name) = &global.theme {
        chosen = find(name);
        if chosen.is_none() {
            return Err(Failure::new(Exit::Usage, unknown_theme(name, &themes)));
        }
    }
    if let Some(when) = global.color {
        config.color = when;
    }
    config.plain |= global.plain;
    Ok(Settings { config, theme_index: chosen.unwrap_or(0), themes, faults })
}

/// The text of the configuration; none is as good as an empty one, unless an argument names it.
fn configuration(path: &Path, must_be: bool, faults: &mut Vec<String>) -> Result<String, Failure> {
    match text(path) {
        Ok(text) => Ok(text),
        Err(error) if must_be => Err(Input::Path(path.to_owned()).failure(&error)),
        Err(error) => {
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                faults.push(Input::Path(path.to_owned()).failure(&error).message);
            }
            Ok(String::new())
        }
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The bundled themes, then the user's own by name; an own one stands in for a bundled one of the same name.
pub fn themes(config: Option<&Path>) -> Vec<Theme> {
    let mut themes = Theme::all_bundled();
    let folder = config.and_then(Path::parent).map(|folder| folder.join("themes"));
    let Some(entries) = folder.and_then(|folder| folder.read_dir().ok()) else { return themes };
    let mut own: Vec<(OsString, PathBuf)> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| Some((path.file_stem()?.to_owned(), path)))
        .collect();
    own.sort();
    for (name, path) in own {
        let (name, Ok(text)) = (shown(&name), text(&path)) else { continue };
        let theme = Theme::own(name, text);
        match themes.iter_mut().find(|known| known.name == theme.name) {
            Some(known) => *known = theme,
            None => themes.push(theme),
        }
    }
    themes
}

fn unknown_theme(name: &str, themes: &[Theme]) -> String {
    let known = || themes.iter().map(|theme| theme.name.as_str());
    let list = known().collect::<Vec<_>>().join(", ");
    format!("there is no theme `{}`{}; there are {list}", spelling::shown(name), suggestion(name, known()))
}

/// The line that chooses the theme.
fn line_of_theme(text: &str) -> usize {
    let is_theme = |line: &str| line.trim_start().trim_start_matches(['"', '\'']).starts_with("theme");
    text.lines().position(is_theme).map_or(1, |n| n + 1)
}
