//! The settings beside the keys, declared once: reading, the example and the manual go by this table.

use toml::de::DeValue;

use super::{Config, MEASURE};
use crate::article::scalar::is_forbidden;

/// Which signs are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    /// By the locale.
    Auto,
    /// Any.
    Unicode,
    /// ASCII only.
    Ascii,
}

impl Signs {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Auto, "auto"), (Self::Unicode, "unicode"), (Self::Ascii, "ascii")];
}

/// When colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As the terminal and `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` say.
    Auto,
    /// Whatever they say.
    Always,
    /// Never.
    Never,
}

impl When {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Auto, "auto"), (Self::Always, "always"), (Self::Never, "never")];
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in the file.
    pub id: &'static str,
    /// What can be written, in a few words.
    pub values: &'static str,
    /// A sentence about it, without full stop.
    pub help: &'static str,
    /// Its value in a configuration, as TOML.
    pub written: fn(&Config) -> String,
    /// Takes a value over; false when it is none of those that can be written.
    pub(super) take: fn(&mut Config, &DeValue<'_>) -> bool,
}

/// Every setting, in the order of the example.
pub const SETTINGS: &[Setting] = &[
    Setting {
        id: "theme",
        values: "dark, light, high-contrast, mono, or NAME for your own themes/NAME.toml beside this file",
        help: "What the screen looks like",
        written: |config| quoted(&config.theme),
        take: |config, value| take(&mut config.theme, value.as_str().map(str::to_owned)),
    },
    Setting {
        id: "measure",
        values: "40 to 200 columns",
        help: "The article's widest line",
        written: |config| config.measure.to_string(),
        take: |config, value| {
            let number = value.as_integer().and_then(|number| number.to_string().parse().ok());
            take(&mut config.measure, number.filter(|columns| MEASURE.contains(columns)))
        },
    },
    Setting {
        id: "mouse",
        values: "true or false",
        help: "Whether the wheel scrolls and a click selects from the start; the terminal's own selection then needs shift; over SSH never before it is asked for",
        written: |config| config.mouse.to_string(),
        take: |config, value| take(&mut config.mouse, value.as_bool()),
    },
    Setting {
        id: "signs",
        values: "auto, unicode or ascii",
        help: "The signs of gutter and panes; auto goes by the locale",
        written: |config| quoted(name(&Signs::NAMES, config.signs)),
        take: |config, value| take(&mut config.signs, named(&Signs::NAMES, value)),
    },
    Setting {
        id: "color",
        values: "auto, always or never",
        help: "When colour is used; auto goes by the terminal and by NO_COLOR, CLICOLOR and CLICOLOR_FORCE",
        written: |config| quoted(name(&When::NAMES, config.color)),
        take: |config, value| take(&mut config.color, named(&When::NAMES, value)),
    },
    Setting {
        id: "name",
        values: "a name of up to 100 letters and signs, or \"\" for none",
        help: "The name that judgements and notes are signed with; it goes with the articles that you export",
        written: |config| quoted(&config.name),
        take: |config, value| {
            let name = value.as_str().map(|name| name.trim().to_owned());
            let is_name = |name: &String| name.chars().count() <= 100 && !name.chars().any(is_forbidden);
            take(&mut config.name, name.filter(is_name))
        },
    },
    Setting {
        id: "plain",
        values: "true or false",
        help: "Whether the reader speaks in plain lines one after another, for screen readers, as with --plain",
        written: |config| config.plain.to_string(),
        take: |config, value| take(&mut config.plain, value.as_bool()),
    },
];

fn take<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

fn named<T: Copy>(names: &[(T, &str)], value: &DeValue<'_>) -> Option<T> {
    let wanted = value.as_str()?;
    names.iter().find(|(_, name)| *name == wanted).map(|(value, _)| *value)
}

fn name<T: Copy + PartialEq>(names: &[(T, &'static str)], value: T) -> &'static str {
    names.iter().find(|(known, _)| *known == value).map_or("", |(_, name)| name)
}

/// A string as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
