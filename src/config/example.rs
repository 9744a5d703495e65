//! A complete example configuration, printed from the tables: every line as it is by default.

use std::fmt::Write;

use super::setting::quoted;
use super::{Config, SETTINGS, serve};
use crate::action::ACTIONS;
use crate::key::Key;

/// Every setting and every key, commented out, with what it does.
pub fn example() -> String {
    let config = Config::default();
    let mut text = String::from(
        "# nutgraf: every setting as it is by default. Take away a line's # to change it.\n\
         # `nutgraf config check` names the lines that are wrong; they are skipped, and the rest holds.\n",
    );
    // Writing to a String cannot fail.
    for setting in SETTINGS {
        let _ = write!(text, "\n# {}:\n# {}.\n", setting.help, setting.values);
        let _ = writeln!(text, "#{} = {}", setting.id, (setting.written)(&config));
    }
    text.push_str(
        "\n# Which key does what: one key, a list of keys, or \"none\". A key is written like j, G, ?, ctrl-o, alt-x,\n\
         # space, enter, esc, tab, shift-tab, up, pgdn, home or F1.\n[keys]\n",
    );
    for row in ACTIONS {
        let _ = write!(text, "\n# {}\n#{} = {}\n", row.help, row.id, written(config.keymap.keys(row.action)));
    }
    text.push_str(
        "\n# How `nutgraf serve` shows the library to visitors over SSH. Its options have the same names, and go before\n\
         # what stands here. Files are looked for beside this one.\n[serve]\n",
    );
    for setting in serve::SETTINGS {
        let _ = write!(text, "\n# {}:\n# {}.\n", setting.help, setting.values);
        let _ = writeln!(text, "#{} = {}", setting.id, setting.toml(&config.serve));
    }
    text
}

fn written(keys: &[Key]) -> String {
    match keys {
        [] => quoted("none"),
        [key] => quoted(&key.to_string()),
        keys => format!("[{}]", keys.iter().map(|key| quoted(&key.to_string())).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::example;
    use crate::action::ACTIONS;
    use crate::config::{Config, SETTINGS};

    /// The example with every setting's line taken into force.
    fn in_force() -> String {
        let lines = example();
        let lines = lines.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_example_reads_back_as_the_defaults_commented_or_not() {
        assert_eq!(Config::parse(&example()), (Config::default(), Vec::new()));
        assert_eq!(Config::parse(&in_force()), (Config::default(), Vec::new()));
    }

    #[test]
    fn the_example_has_every_setting_and_every_action() {
        let table: toml::Table = in_force().parse().unwrap();
        assert!(SETTINGS.iter().all(|setting| table.contains_key(setting.id)));
        assert!(ACTIONS.iter().all(|row| table["keys"].get(row.id).is_some()));
        assert!(super::serve::SETTINGS.iter().all(|setting| table["serve"].get(setting.id).is_some()));
    }
}
