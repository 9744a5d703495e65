//! Reads a configuration file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::serve::{self, setting};
use super::source::Source;
use super::{Config, ConfigError, SETTINGS};
use crate::action::{ACTIONS, Declaration};
use crate::key::Key;
use crate::keymap::{Keymap, Rebinding};
use crate::spelling::{shown, suggestion};

pub(super) fn parse(text: &str) -> (Config, Vec<ConfigError>) {
    let (mut source, table) = Source::parse(text);
    let mut config = Config::default();
    for (name, value) in &table {
        let id: &str = name.get_ref();
        if source.is_broken(name.span().start) {
            continue;
        }
        if id == "keys" {
            keys(&mut source, value, &mut config);
        } else if id == "serve" {
            serving(&mut source, value, &mut config.serve);
        } else if let Some(setting) = SETTINGS.iter().find(|setting| setting.id == id) {
            if !(setting.take)(&mut config, value.get_ref()) {
                source.fault(value.span().start, format!("`{id}` takes {}", setting.values));
            }
        } else if let Some(row) = action(id) {
            source.fault(name.span().start, format!("`{}` is an action; it stands under a line [keys]", row.id));
        } else if setting::Setting::of(id).is_some() {
            source.fault(name.span().start, format!("`{id}` is about serving; it stands under a line [serve]"));
        } else {
            let hint = suggestion(id, SETTINGS.iter().map(|setting| setting.id).chain(["keys", "serve"]));
            source.fault(name.span().start, format!("there is no setting `{}`{hint}", shown(id)));
        }
    }
    (config, source.into_faults())
}

fn serving(source: &mut Source<'_>, value: &Spanned<DeValue<'_>>, serve: &mut serve::Serve) {
    let Some(table) = value.get_ref().as_table() else {
        source.fault(value.span().start, "`serve` is a table, begun by a line [serve]");
        return;
    };
    for (name, value) in table {
        let id: &str = name.get_ref();
        if source.is_broken(name.span().start) {
            continue;
        }
        let Some(row) = setting::Setting::of(id) else {
            let hint = suggestion(id, serve::SETTINGS.iter().map(|setting| setting.id));
            source.fault(name.span().start, format!("there is no setting `{}` of serving{hint}", shown(id)));
            continue;
        };
        let words = words(value.get_ref(), row.kind);
        let words: Option<Vec<&str>> = words.as_ref().map(|words| words.iter().map(String::as_str).collect());
        if !words.is_some_and(|words| (row.take)(serve, &words)) {
            source.fault(value.span().start, format!("`{id}` takes {}", row.values));
        }
    }
}

/// A value in words; several only where there may be several.
fn words(value: &DeValue<'_>, kind: setting::Kind) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) if kind != setting::Kind::Flag => Some(vec![text.to_string()]),
        DeValue::Boolean(flag) if kind == setting::Kind::Flag => Some(vec![flag.to_string()]),
        DeValue::Integer(number) if kind == setting::Kind::One => Some(vec![number.to_string()]),
        DeValue::Array(list) if kind == setting::Kind::Many => {
            list.iter().map(|value| value.get_ref().as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}

fn keys(source: &mut Source<'_>, value: &Spanned<DeValue<'_>>, config: &mut Config) {
    let Some(table) = value.get_ref().as_table() else {
        source.fault(value.span().start, "`keys` is a table, begun by a line [keys]");
        return;
    };
    let rebindings: Vec<Rebinding> = rebindings(source, table);
    let (keymap, clashes) = Keymap::rebound(&rebindings);
    config.keymap = keymap;
    for clash in clashes {
        source.fault_on_line(clash.line, clash.message);
    }
}

fn rebindings(source: &mut Source<'_>, table: &DeTable<'_>) -> Vec<Rebinding> {
    let mut rebindings = Vec::new();
    for (name, value) in table {
        let id: &str = name.get_ref();
        let at = name.span().start;
        if source.is_broken(at) {
            continue;
        }
        let Some(row) = action(id) else {
            let hint = suggestion(id, ACTIONS.iter().map(|row| row.id));
            source.fault(at, format!("there is no action `{}`{hint}", shown(id)));
            continue;
        };
        match keys_of(value) {
            Ok(keys) => rebindings.push(Rebinding { action: row.action, keys, line: source.line(at) }),
            Err((at, message)) => source.fault(at, message),
        }
    }
    // A table's entries come by name; of two that want one key the earlier line is to hold.
    rebindings.sort_by_key(|rebinding| rebinding.line);
    rebindings
}

/// `"j"`, `["j", "down"]`, `"none"` or `[]`.
fn keys_of(value: &Spanned<DeValue<'_>>) -> Result<Vec<Key>, (usize, String)> {
    let one = |value: &Spanned<DeValue<'_>>| {
        let fail = |message: String| (value.span().start, message);
        let text = value.get_ref().as_str();
        let text =
            text.ok_or_else(|| fail("a key is written like \"j\", several like [\"j\", \"down\"]".to_owned()))?;
        text.parse::<Key>().map_err(|error| fail(error.to_string()))
    };
    let mut keys = match value.get_ref() {
        DeValue::String(text) if text == "none" => Vec::new(),
        DeValue::Array(list) => list.iter().map(one).collect::<Result<Vec<_>, _>>()?,
        _ => vec![one(value)?],
    };
    let mut seen = Vec::new();
    keys.retain(|key| {
        !seen.contains(key) && {
            seen.push(*key);
            true
        }
    });
    Ok(keys)
}

fn action(id: &str) -> Option<&'static Declaration> {
    ACTIONS.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::action::{Action, Place};
    use crate::config::{Config, Signs, When};
    use crate::key::Key;

    #[track_caller]
    fn fault(text: &str, line: usize, parts: &[&str]) {
        let (config, faults) = Config::parse(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].line, line, "{}", faults[0]);
        for part in parts {
            assert!(faults[0].message.contains(part), "{part:?} not in {}", faults[0]);
        }
        assert_eq!(config, Config::default(), "what is wrong changes nothing");
    }

    #[test]
    fn every_setting_is_taken() {
        let text = "theme = \"mine\"\nmeasure = 100\nmouse = false\nsigns = \"ascii\"\ncolor = \"never\"\nname = \"Ines Falk\"\nplain = true\n[keys]\nzen = \"Z\"\n";
        let (config, faults) = Config::parse(text);
        assert_eq!(faults, []);
        assert_eq!(config.keymap.keys(Action::Zen), [Key::char('Z')]);
        let plain = Config { keymap: Config::default().keymap, ..config };
        let wanted = Config {
            theme: "mine".to_owned(),
            measure: 100,
            mouse: false,
            signs: Signs::Ascii,
            color: When::Never,
            name: "Ines Falk".to_owned(),
            plain: true,
            ..Config::default()
        };
        assert_eq!(plain, wanted);
    }

    #[test]
    fn how_a_library_is_served_stands_under_a_line_of_its_own() {
        let text = "[serve]\nlisten = [\"0.0.0.0:22\", \"[::]:22\"]\nanonymous = true\nmax-sessions = 40\nidle = \"5 min\"\nexempt = [\"192.0.2.7\"]\n";
        let (config, faults) = Config::parse(text);
        assert_eq!(faults, []);
        let serve = config.serve;
        assert_eq!((serve.listen.len(), serve.anonymous, serve.limits.max_sessions), (2, true, 40));
        assert_eq!((serve.limits.idle.as_secs(), serve.limits.exempt.len()), (300, 1));
        assert_eq!(Config::parse("[serve]\nlisten = \"0.0.0.0:22\"\n").0.serve.listen, ["0.0.0.0:22"]);
    }

    #[test]
    fn what_is_wrong_with_serving_is_named_with_its_line() {
        fault("[serve]\nmax-sessions = 0\n", 2, &["`max-sessions`", "1 to 100000"]);
        fault("[serve]\n\nidle = 30\n", 3, &["`idle`", "like 30min"]);
        fault("[serve]\nanonymous = \"true\"\n", 2, &["`anonymous`", "true or false"]);
        fault("[serve]\nlisten = [22]\n", 2, &["`listen`"]);
        fault("[serve]\nhost-key = [\"a\"]\n", 2, &["`host-key`"]);
        fault("[serve]\nanonimous = true\n", 2, &["did you mean `anonymous`"]);
        fault("[serve]\n\"\\u001b[2J\" = true\n", 2, &["there is no setting"]);
        fault("max-sessions = 5\n", 1, &["[serve]"]);
        fault("serve = 5\n", 1, &["[serve]"]);
    }

    #[test]
    fn an_empty_configuration_is_the_default_one() {
        assert_eq!(Config::parse(""), (Config::default(), Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        fault("measure = 39\n", 1, &["`measure`", "40 to 200"]);
        fault("\nmeasure = 201", 2, &["40 to 200"]);
        fault("measure = \"wide\"", 1, &["40 to 200"]);
        fault("mouse = 1", 1, &["true or false"]);
        fault("signs = \"emoji\"", 1, &["auto, unicode or ascii"]);
        fault("color = true", 1, &["auto, always or never"]);
        fault("# mine\nmesure = 80\n", 2, &["`mesure`", "did you mean `measure`"]);
        fault("zen = \"Z\"\n", 1, &["[keys]"]);
        fault("keys = 3\n", 1, &["[keys]"]);
        fault("[keys]\nnext-statment = \"x\"\n", 2, &["did you mean `next-statement`"]);
        fault("[keys]\nzen = \"hyper-x\"\n", 2, &["`hyper-x` is no key", "ctrl-o"]);
        fault("[keys]\nzen = 3\n", 2, &["a key is written"]);
        fault("[keys]\nnext-statement = \"j\"\n", 2, &["next-statement", "line-down"]);
        fault("theme = \n", 1, &[]);
        fault("[keys]\nzen = [\"Z\"\n", 2, &[]);
    }

    #[test]
    fn a_broken_line_does_not_take_the_others_with_it() {
        let (config, faults) =
            Config::parse("measure = 100\nmouse = = false\ntheme = \"light\"\n[keys]\nzen = \"Z\"\n");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2], "{faults:?}");
        assert_eq!((config.measure, config.theme.as_str(), config.mouse), (100, "light", true));
        assert_eq!(config.keymap.keys(Action::Zen), [Key::char('Z')]);
    }

    #[test]
    fn the_earlier_line_keeps_a_key_that_two_want() {
        let (config, faults) = Config::parse("[keys]\nzen = \"Z\"\ntheme = \"Z\"\n");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
        assert_eq!(config.keymap.resolve(Place::Article, Key::char('Z')), Some(Action::Zen));
    }

    #[test]
    fn none_and_an_empty_list_unbind() {
        for none in ["\"none\"", "[]"] {
            let (config, faults) = Config::parse(&format!("[keys]\nzen = {none}\n"));
            assert_eq!((config.keymap.keys(Action::Zen), faults.as_slice()), (&[][..], &[][..]));
        }
    }

    #[test]
    fn messages_hold_no_escape_sequence() {
        let (_, faults) =
            Config::parse("\"\\u001b]0;pwned\\u0007\" = 1\n[keys]\nzen = \"\\u001b[2J\"\n\"a\\nb\" = 1\n");
        assert_eq!(faults.len(), 3);
        assert!(faults.iter().all(|fault| !fault.to_string().contains(char::is_control)), "{faults:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_configuration(text in any::<String>()) {
            let (_, faults) = Config::parse(&text);
            let n_lines = text.matches('\n').count() + 1;
            prop_assert!(faults.iter().all(|fault| (1..=n_lines).contains(&fault.line)));
        }

        #[test]
        fn any_bindings_leave_a_way_out(picks in prop::collection::vec((0usize..35, "[a-zA-Z?/]"), 0..40)) {
            let lines = picks.iter().filter_map(|(n, key)| {
                crate::action::ACTIONS.get(*n).map(|row| format!("{} = \"{key}\"\n", row.id))
            }).collect::<Vec<_>>().concat();
            let (config, _) = Config::parse(&format!("[keys]\n{lines}"));
            prop_assert!(!config.keymap.keys(Action::Leave).is_empty() || !config.keymap.keys(Action::Quit).is_empty());
        }
    }
}
