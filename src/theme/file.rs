//! The theme file: one parser for the bundled themes and the user's own.

use std::ops::Range;

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Role, bundled, colour};
use crate::config::fault::Fault;
use crate::config::source::Source;
use crate::spelling::{shown, suggestion};

const N_ROLES: usize = Role::NAMES.len();

/// A style in full colour, and the one for terminals with sixteen colours or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where the terminal shows 256 colours or more.
    pub full: Style,
    /// Where it shows fewer, if the theme says something apart for that.
    pub sixteen: Option<Style>,
}

/// A parsed theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Styles {
    /// By role, in the order of the roles.
    pub roles: [Entry; N_ROLES],
    /// Of speakers, by the order of their first statements, then from the start again.
    pub speakers: Vec<Entry>,
}

impl Default for Styles {
    fn default() -> Self {
        Self { roles: [Entry::default(); N_ROLES], speakers: Vec::new() }
    }
}

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// Reads a theme file. What is wrong is left out and named; the rest holds. A user's theme that names no `base`
/// stands on the first bundled one.
pub fn parse(text: &str) -> (Styles, Vec<Fault>) {
    read(text, true)
}

/// Reads one of the bundled themes, which stand on no other.
pub fn parse_bundled(text: &str) -> (Styles, Vec<Fault>) {
    read(text, false)
}

fn read(text: &str, has_base: bool) -> (Styles, Vec<Fault>) {
    let (source, table) = Source::parse(text);
    let mut reader = Reader { source };
    let mut styles = if has_base { reader.base(&table) } else { Styles::default() };
    for (name, value) in &table {
        if reader.source.is_broken(name.span().start) {
            continue;
        }
        match name.get_ref().as_ref() {
            "base" => {}
            "speakers" => reader.speakers(value, &mut styles),
            "styles" => reader.styles(value, &mut styles),
            other => {
                let hint = suggestion(other, ["base", "speakers", "styles"]);
                reader.fault(name.span().start, format!("a theme has no `{}`{hint}", shown(other)));
            }
        }
    }
    (styles, reader.source.into_faults())
}

struct Reader<'t> {
    source: Source<'t>,
}

impl Reader<'_> {
    fn fault(&mut self, byte: usize, message: impl Into<String>) {
        self.source.fault(byte, message);
    }

    fn base(&mut self, table: &DeTable<'_>) -> Styles {
        let standing =
            |wanted: &str| bundled().iter().find(|(name, _)| *name == wanted).map(|(_, text)| parse_bundled(text).0);
        let default = || bundled().first().map(|(_, text)| parse_bundled(text).0).unwrap_or_default();
        let Some(value) = table.get("base") else { return default() };
        let name = value.get_ref().as_str().unwrap_or_default();
        standing(name).unwrap_or_else(|| {
            let known = bundled().iter().map(|(name, _)| *name);
            let list = known.clone().collect::<Vec<_>>().join(", ");
            let hint = suggestion(name, known);
            self.fault(value.span().start, format!("`base` is one of {list}, not `{}`{hint}", shown(name)));
            default()
        })
    }

    fn speakers(&mut self, value: &Spanned<DeValue<'_>>, styles: &mut Styles) {
        let Some(list) = value.get_ref().as_array() else {
            self.fault(value.span().start, "`speakers` is a list of styles, like [{ fg = \"cyan\" }, \"yellow\"]");
            return;
        };
        styles.speakers.clear();
        for value in list {
            let entry = match value.get_ref() {
                DeValue::Table(_) => self.entry(value),
                _ => self.colour(value).map(|colour| Entry { full: Style::new().fg(colour), sixteen: None }),
            };
            styles.speakers.extend(entry);
        }
    }

    fn styles(&mut self, value: &Spanned<DeValue<'_>>, styles: &mut Styles) {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span().start, "`styles` is a table, begun by a line [styles]");
            return;
        };
        for (name, value) in table {
            if self.source.is_broken(name.span().start) {
                continue;
            }
            let name_text: &str = name.get_ref();
            let known = Role::NAMES.iter().position(|(_, known)| *known == name_text);
            if let Some(slot) = known.and_then(|at| styles.roles.get_mut(at)) {
                if let Some(entry) = self.entry(value) {
                    *slot = entry;
                }
            } else {
                let hint = suggestion(name_text, Role::NAMES.iter().map(|(_, name)| *name));
                self.fault(name.span().start, format!("no part of the screen is called `{}`{hint}", shown(name_text)));
            }
        }
    }

    /// A style with, perhaps, another one under `sixteen`.
    fn entry(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span().start, "a style is written like { fg = \"cyan\", bold = true }");
            return None;
        };
        let sixteen = table.get("sixteen").and_then(|value| {
            let Some(inner) = value.get_ref().as_table() else {
                self.fault(value.span().start, "`sixteen` is a style, like { fg = \"cyan\", bold = true }");
                return None;
            };
            if let Some((key, _)) = inner.get_key_value("sixteen") {
                self.fault(key.span().start, "`sixteen` stands in a style, not in another `sixteen`");
            }
            Some(self.style(inner))
        });
        Some(Entry { full: self.style(table), sixteen })
    }

    fn style(&mut self, table: &DeTable<'_>) -> Style {
        let mut style = Style::new();
        for (name, value) in table {
            let name_text: &str = name.get_ref();
            match (name_text, MODIFIERS.iter().find(|(known, _)| *known == name_text)) {
                ("sixteen", _) => {}
                ("fg", _) => style.fg = self.colour(value),
                ("bg", _) => style.bg = self.colour(value),
                (_, Some((_, modifier))) => match value.get_ref().as_bool() {
                    Some(true) => style = style.add_modifier(*modifier),
                    Some(false) => style = style.remove_modifier(*modifier),
                    None => self.fault(value.span().start, format!("`{name_text}` is true or false")),
                },
                (other, None) => {
                    let known = ["fg", "bg", "sixteen"].into_iter().chain(MODIFIERS.iter().map(|(name, _)| *name));
                    let hint = suggestion(other, known);
                    self.fault(
                        name.span().start,
                        format!(
                            "a style has no `{}`{hint}; it has fg, bg, bold, dim, italic, underline, reverse, sixteen",
                            shown(other)
                        ),
                    );
                }
            }
        }
        style
    }

    fn colour(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Color> {
        let Range { start, .. } = value.span();
        let (found, written) = match value.get_ref() {
            DeValue::String(name) => (colour::parse(name), name.as_ref().to_owned()),
            DeValue::Integer(number) => {
                let number = number.to_string();
                (number.parse().ok().map(colour::indexed), number)
            }
            other => (None, other.type_str().to_owned()),
        };
        if found.is_none() {
            let hint = suggestion(&written, colour::names());
            self.fault(
                start,
                format!(
                    "`{}` is no colour{hint}; a colour is \"cyan\", \"bright-cyan\", 0 to 255, or \"#rrggbb\"",
                    shown(&written)
                ),
            );
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::{Entry, parse, parse_bundled};
    use crate::theme::{Role, bundled};

    #[track_caller]
    fn fault(text: &str, line: usize, parts: &[&str]) {
        let faults = parse(text).1;
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].line, line, "{}", faults[0]);
        for part in parts {
            assert!(faults[0].message.contains(part), "{part:?} not in {}", faults[0]);
        }
    }

    #[test]
    fn roles_are_listed_in_their_order() {
        for (n, (role, _)) in Role::NAMES.iter().enumerate() {
            assert_eq!(*role as usize, n);
        }
    }

    #[test]
    fn the_bundled_themes_have_every_style_and_no_fault() {
        for (name, text) in bundled() {
            assert_eq!(parse_bundled(text).1, [], "{name}");
            let table: toml::Table = text.parse().unwrap();
            for (_, role) in Role::NAMES {
                assert!(table["styles"].get(role).is_some(), "{name} lacks {role}");
            }
        }
    }

    #[test]
    fn an_own_theme_changes_what_it_names_and_inherits_the_rest() {
        let light = parse_bundled(bundled()[1].1).0;
        let (own, faults) = parse(
            "base = \"light\"\nspeakers = [\"cyan\", 208]\n[styles]\nmatch = { bg = \"#00ff00\", bold = true }\n",
        );
        assert_eq!(faults, []);
        let wanted = Style::new().bg(Color::Rgb(0, 255, 0)).add_modifier(Modifier::BOLD);
        assert_eq!(own.roles[Role::Match as usize], Entry { full: wanted, sixteen: None });
        assert_eq!(own.roles[Role::Text as usize], light.roles[Role::Text as usize]);
        assert_eq!(own.speakers[1].full.fg, Some(Color::Indexed(208)));
    }

    #[test]
    fn faults_name_line_and_word() {
        fault("bace = 1\n", 1, &["`bace`", "`base`"]);
        fault("base = \"drak\"\n", 1, &["`drak`", "did you mean `dark`"]);
        fault("[styles]\n\nhedding = { bold = true }\n", 3, &["`hedding`", "`heading`"]);
        fault("[styles]\ntext = { fg = \"mauvelous\" }\n", 2, &["`mauvelous`", "#rrggbb"]);
        fault("[styles]\ntext = { fg = 256 }\n", 2, &["`256`"]);
        fault("[styles]\ntext = { bolt = true }\n", 2, &["`bolt`", "did you mean `bold`"]);
        fault("[styles]\ntext = { bold = 1 }\n", 2, &["`bold`", "true or false"]);
        fault("[styles]\ntext = \"red\"\n", 2, &["a style is written"]);
        fault("speakers = 3\n", 1, &["`speakers`"]);
        fault("styles = 3\n", 1, &["[styles]"]);
    }

    #[test]
    fn what_is_wrong_is_left_out_and_the_rest_holds() {
        let (own, faults) =
            parse("[styles]\ntext = { fg = \"nope\", bold = true }\ndim = = 3\nmatch = { reverse = true }\n");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3], "{faults:?}");
        assert_eq!(own.roles[Role::Text as usize].full, Style::new().add_modifier(Modifier::BOLD));
        assert_eq!(own.roles[Role::Match as usize].full, Style::new().add_modifier(Modifier::REVERSED));
    }

    proptest! {
        #[test]
        fn any_text_is_a_theme(text in any::<String>()) {
            let (_, faults) = parse(&text);
            let n_lines = text.matches('\n').count() + 1;
            prop_assert!(faults.iter().all(|fault| (1..=n_lines).contains(&fault.line)));
        }
    }
}
