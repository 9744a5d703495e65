//! Generated texts equal what the declarations print; `NUTGRAF_BLESS=1 cargo test --test docs` rewrites them.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::{Path, PathBuf};

use nutgraf::cli::{keys, manual};
use nutgraf::config;
use nutgraf::export::{self, Make};
use nutgraf::form::Format;
use nutgraf::library::query;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares a file with what it should be, or makes it so.
#[track_caller]
fn holds(name: &str, wanted: &str) {
    let found = std::fs::read_to_string(path(name)).unwrap_or_default();
    if found == wanted {
        return;
    }
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        std::fs::write(path(name), wanted).unwrap();
        return;
    }
    let line = wanted.lines().zip(found.lines()).position(|(wanted, found)| wanted != found);
    let line = line.unwrap_or_else(|| wanted.lines().count().min(found.lines().count()));
    panic!(
        "{name} differs from the declarations at line {}:\n  file     {:?}\n  declared {:?}\nNUTGRAF_BLESS=1 cargo test --test docs rewrites it",
        line + 1,
        found.lines().nth(line),
        wanted.lines().nth(line),
    );
}

/// The text with a marked part replaced: what stands between `<!-- name -->` and `<!-- /name -->`, each on a line.
#[track_caller]
fn with_part(text: &str, name: &str, part: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("no line {open}"));
    let (_, after) = rest.split_once(&close).unwrap_or_else(|| panic!("no line {close}"));
    format!("{before}{open}{part}{close}{after}")
}

#[test]
fn the_readme_has_every_key() {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let wanted = with_part(&readme, "keys", &keys::markdown());
    holds("README.md", &wanted);
}

#[test]
fn the_guide_has_every_field_of_the_search_language() {
    let guide = std::fs::read_to_string(path("docs/library.md")).unwrap();
    let rows: Vec<String> = query::FIELDS.iter().map(|(_, name, takes)| format!("| `{name}:` | {takes} |\n")).collect();
    let table = format!("| field | what to write after it |\n|---|---|\n{}", rows.concat());
    let wanted = with_part(&guide, "fields", &table);
    holds("docs/library.md", &wanted);
}

#[test]
fn the_guide_to_exports_has_every_form_and_what_it_loses() {
    let guide = std::fs::read_to_string(path("docs/exports.md")).unwrap();
    let rows: Vec<String> = Format::NAMES
        .iter()
        .map(|(format, name)| {
            let form = export::form(*format);
            let files = if matches!(form.make, Make::Files(_)) {
                "a folder of files".to_owned()
            } else {
                format!("`.{}`", form.extension)
            };
            format!("| `{name}` | {files} | {} |\n", form.loses)
        })
        .collect();
    let table = format!("| form | file | what it loses |\n|---|---|---|\n{}", rows.concat());
    let wanted = with_part(&guide, "forms", &table);
    holds("docs/exports.md", &wanted);
}

#[test]
fn the_manual_page_is_the_one_that_is_printed() {
    holds("docs/nutgraf.1", &manual::page());
}

#[test]
fn the_example_configuration_is_the_one_that_is_printed() {
    holds("docs/config.toml", &config::example());
}

/// The guide to serving has the table of settings and the log's events.
#[cfg(feature = "ssh")]
mod serving {
    use clap::FromArgMatches;
    use nutgraf::args::{self, Args, Command};
    use nutgraf::config::serve::{SETTINGS, Serve};
    use nutgraf::ssh::log::Event;

    use super::{holds, path, with_part};

    #[test]
    fn the_guide_to_serving_has_every_setting_and_every_event() {
        let guide = std::fs::read_to_string(path("docs/serving.md")).unwrap();
        let setting = |setting: &nutgraf::config::serve::setting::Setting| {
            let default = match setting.by_default() {
                none if none.is_empty() => "none".to_owned(),
                default => format!("`{default}`"),
            };
            let values = setting.values.replace("\"\"", "`\"\"`");
            format!("| `{}` | {default} | {} ({values}) |\n", setting.id, setting.help)
        };
        let rows: String = SETTINGS.iter().map(setting).collect();
        let settings = format!("| setting | by default | what it is |\n|---|---|---|\n{rows}");
        let event = |(_, name, help): &(Event, &str, &str)| format!("| `{name}` | {help} |\n");
        let rows: String = Event::NAMES.iter().map(event).collect();
        let events = format!("| event | what happened |\n|---|---|\n{rows}");
        let wanted = with_part(&with_part(&guide, "settings", &settings), "events", &events);
        holds("docs/serving.md", &wanted);
    }

    #[test]
    fn the_service_starts_a_command_that_there_is_and_leaves_sessions_time_to_end() {
        let unit = std::fs::read_to_string(path("assets/systemd/nutgraf-serve.service")).unwrap();
        let value = |name: &str| {
            let mut lines = unit.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            lines.next_back().unwrap_or_else(|| panic!("no {name}="))
        };
        let words = value("ExecStart").split_whitespace();
        let args = Args::from_arg_matches(&args::command().try_get_matches_from(words).unwrap()).unwrap();
        assert!(matches!(args.command, Some(Command::Serve(_))), "{args:?}");
        let stop: u64 = value("TimeoutStopSec").trim_end_matches('s').parse().unwrap();
        assert!(stop > Serve::default().limits.stop_grace.as_secs());
        assert_eq!((value("User"), value("KillSignal")), ("nutgraf", "SIGTERM"));
        let made = std::fs::read_to_string(path("assets/systemd/nutgraf.conf")).unwrap();
        assert!(made.lines().any(|line| line.starts_with("u nutgraf ")), "the user of the service is made");
    }
}

#[test]
fn the_threat_model_names_walls_and_tests_that_are_there() {
    let text = std::fs::read_to_string(path("SECURITY.md")).unwrap();
    // Every second piece stands between backticks.
    let named =
        text.split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains(char::is_whitespace));
    let named: Vec<&str> = named.collect();
    assert!(named.len() > 50, "{named:?}");
    let gone: Vec<&&str> = named.iter().filter(|name| !path(name).exists()).collect();
    assert!(gone.is_empty(), "SECURITY.md names what is not there: {gone:?}");
}
