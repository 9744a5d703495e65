//! A theme as one session draws it: reduced to the terminal's colours, with what must differ still differing.

use ratatui::style::{Color, Modifier, Style};

use super::file::{Entry, Styles, parse_bundled};
use super::{Depth, Role, Theme, bundled, colour};

/// A theme as one session draws it: its styles with the colours that its terminal shows.
///
/// [`Role::Text`] is laid under everything; a statement's kind, then the speaker, then [`Role::Evidence`],
/// [`Role::Current`] and the matches are laid upon it in that order.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The theme's name.
    pub name: String,
    /// Signs beyond ASCII may be drawn.
    pub unicode: bool,
    styles: Reduced,
}

impl Look {
    /// Reduces a theme to what a terminal shows.
    ///
    /// Text, statements, the current statement, evidence and matches differ from each other in every look. Where a
    /// theme's own styles do not keep them apart at this depth, the attributes of the bundled `mono` theme are added
    /// to them; where that does not either, they stand in for them.
    pub fn new(theme: &Theme, depth: Depth, unicode: bool) -> Self {
        let (own, _) = theme.parse();
        let mut styles = Reduced::new(&own, depth);
        if !styles.tells_apart() {
            let mono = bundled().iter().find(|(name, _)| *name == "mono").map(|(_, text)| parse_bundled(text).0);
            let mono = Reduced::new(&mono.unwrap_or_default(), Depth::Mono);
            styles.add(&mono);
            if !styles.tells_apart() {
                styles = mono;
            }
        }
        Self { name: theme.name.clone(), unicode, styles }
    }

    /// The same without slanted letters, but where they keep apart what must differ.
    #[must_use]
    pub fn upright(mut self) -> Self {
        let is_slanted = |style: &Style| style.add_modifier.contains(Modifier::ITALIC);
        let slanted: Vec<usize> =
            (0..).zip(&self.styles.roles).filter(|row| is_slanted(row.1)).map(|row| row.0).collect();
        for at in slanted {
            let mut styles = self.styles.clone();
            styles.roles.iter_mut().skip(at).take(1).for_each(|style| style.add_modifier.remove(Modifier::ITALIC));
            if styles.tells_apart() {
                self.styles = styles;
            }
        }
        self.styles.speakers.iter_mut().for_each(|style| style.add_modifier.remove(Modifier::ITALIC));
        self
    }

    /// The style of a part of the screen.
    pub fn style(&self, role: Role) -> Style {
        self.styles.style(role)
    }

    /// The style of a speaker's name; `index` counts the article's speakers by first statement.
    pub fn speaker(&self, index: usize) -> Style {
        let speakers = &self.styles.speakers;
        index.checked_rem(speakers.len()).and_then(|at| speakers.get(at)).copied().unwrap_or_default()
    }
}

/// Roles whose words stand in the article as statements.
const STATEMENTS: [Role; 4] = [Role::Direct, Role::Mixed, Role::Indirect, Role::NoComment];

#[derive(Clone, Debug, PartialEq)]
struct Reduced {
    roles: [Style; Role::NAMES.len()],
    speakers: Vec<Style>,
}

impl Reduced {
    fn new(styles: &Styles, depth: Depth) -> Self {
        let reduced = |entry: &Entry| {
            let style = match entry.sixteen {
                Some(sixteen) if depth <= Depth::Ansi16 => sixteen,
                _ => entry.full,
            };
            let colour = |colour: Option<Color>| colour.and_then(|colour| colour::reduce(colour, depth));
            Style { fg: colour(style.fg), bg: colour(style.bg), ..style }
        };
        let mut roles = [Style::new(); Role::NAMES.len()];
        roles.iter_mut().zip(&styles.roles).for_each(|(slot, entry)| *slot = reduced(entry));
        Self { roles, speakers: styles.speakers.iter().map(reduced).collect() }
    }

    fn style(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// Adds another's attributes, not its colours.
    fn add(&mut self, other: &Self) {
        for (own, other) in self.roles.iter_mut().zip(&other.roles) {
            *own = own.add_modifier(other.add_modifier);
        }
    }

    /// Whether a reader can tell text, statements, the current statement, evidence and matches from each other, and
    /// in lists the selected row from the others.
    fn tells_apart(&self) -> bool {
        let look = |roles: &[Role]| {
            let style = roles.iter().fold(self.style(Role::Text), |style, role| style.patch(self.style(*role)));
            visible(style)
        };
        let text = look(&[]);
        let in_text = STATEMENTS.iter().all(|&kind| {
            all_differ(&[
                text,
                look(&[kind]),
                look(&[kind, Role::Current]),
                look(&[Role::Evidence]),
                look(&[Role::Match]),
                look(&[Role::CurrentMatch]),
            ]) && all_differ(&[
                look(&[kind]),
                look(&[kind, Role::Evidence]),
                look(&[kind, Role::Current]),
                look(&[kind, Role::Match]),
                look(&[kind, Role::CurrentMatch]),
            ]) && all_differ(&[look(&[kind, Role::Current]), look(&[kind, Role::Current, Role::Match])])
                && STATEMENTS.iter().all(|&other| look(&[other]) != look(&[kind, Role::Current]))
        });
        in_text
            && all_differ(&[text, look(&[Role::Selected]), look(&[Role::SelectedAside])])
            && all_differ(&[look(&[Role::Pane]), look(&[Role::FocusedPane])])
            && all_differ(&[text, look(&[Role::Dim])])
    }
}

/// What of a style shows: the terminal's own colour is no colour.
fn visible(style: Style) -> (Option<Color>, Option<Color>, Modifier) {
    let own = |colour: Option<Color>| colour.filter(|&colour| colour != Color::Reset);
    (own(style.fg), own(style.bg), style.add_modifier)
}

fn all_differ<T: PartialEq>(looks: &[T]) -> bool {
    looks.iter().enumerate().all(|(n, look)| looks.iter().skip(n + 1).all(|other| other != look))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::{Look, STATEMENTS};
    use crate::theme::{Depth, Role, Theme, colour};

    const DEPTHS: [Depth; 4] = [Depth::Mono, Depth::Ansi16, Depth::Ansi256, Depth::True];

    fn looks() -> impl Iterator<Item = (Look, Depth)> {
        let themes = Theme::all_bundled().into_iter();
        themes.flat_map(|theme| DEPTHS.map(|depth| (Look::new(&theme, depth, true), depth)))
    }

    #[test]
    fn a_terminal_without_slanted_letters_is_asked_for_none() {
        for (look, depth) in looks() {
            let upright = look.upright();
            let is_slanted = |role: Role| upright.style(role).add_modifier.contains(Modifier::ITALIC);
            // Without colours nothing else is left to mark the match that one is on.
            let has_colour = depth != Depth::Mono && upright.name != "mono";
            let is_needed = |role: Role| !has_colour && role == Role::CurrentMatch;
            let slanted = Role::NAMES.iter().filter(|row| is_slanted(row.0) && !is_needed(row.0));
            assert_eq!(slanted.map(|row| row.1).collect::<Vec<_>>(), [""; 0], "{} at {depth:?}", upright.name);
        }
    }

    fn on_text(look: &Look, roles: &[Role]) -> Style {
        roles.iter().fold(look.style(Role::Text), |style, role| style.patch(look.style(*role)))
    }

    #[track_caller]
    fn pairwise_different(look: &Look, depth: Depth) {
        for kind in STATEMENTS {
            let named = [
                ("text", on_text(look, &[])),
                ("statement", on_text(look, &[kind])),
                ("current", on_text(look, &[kind, Role::Current])),
                ("evidence", on_text(look, &[Role::Evidence])),
                ("match", on_text(look, &[Role::Match])),
                ("current match", on_text(look, &[Role::CurrentMatch])),
            ];
            for (n, (one, style)) in named.iter().enumerate() {
                for (other, other_style) in &named[n + 1..] {
                    assert_ne!(style, other_style, "{one} and {other} ({kind:?}) in {} at {depth:?}", look.name);
                }
            }
        }
    }

    #[test]
    fn text_statement_current_evidence_and_match_differ_in_every_theme_at_every_depth() {
        for (look, depth) in looks() {
            pairwise_different(&look, depth);
        }
    }

    #[test]
    fn the_current_statement_differs_from_every_other_statement() {
        for (look, depth) in looks() {
            for kind in STATEMENTS {
                for other in STATEMENTS {
                    let (current, other) = (on_text(&look, &[kind, Role::Current]), on_text(&look, &[other]));
                    assert_ne!(current, other, "{} at {depth:?}", look.name);
                }
            }
        }
    }

    #[test]
    fn the_current_statement_differs_in_its_speakers_colour_too() {
        for (look, depth) in looks() {
            for speaker in 0..12 {
                let plain = look.style(Role::Text).patch(look.style(Role::Direct)).patch(look.speaker(speaker));
                assert_ne!(plain, plain.patch(look.style(Role::Current)), "{} at {depth:?}", look.name);
            }
        }
    }

    #[test]
    fn no_colour_is_left_where_none_is_shown() {
        for (look, _) in looks().filter(|(_, depth)| *depth == Depth::Mono) {
            for (role, name) in Role::NAMES {
                let style = look.style(role);
                assert_eq!((style.fg, style.bg), (None, None), "{name} in {}", look.name);
            }
            assert_eq!(look.speaker(3).fg, None);
        }
    }

    #[test]
    fn only_named_colours_are_used_where_sixteen_are_shown() {
        for (look, _) in looks().filter(|(_, depth)| *depth == Depth::Ansi16) {
            let styles =
                Role::NAMES.map(|(role, _)| look.style(role)).into_iter().chain((0..12).map(|n| look.speaker(n)));
            for colour in styles.flat_map(|style| [style.fg, style.bg]).flatten() {
                assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{colour:?} in {}", look.name);
            }
        }
    }

    #[test]
    fn at_least_eight_speakers_have_colours_of_their_own_even_among_sixteen() {
        for theme in Theme::all_bundled().into_iter().filter(|theme| theme.name != "mono") {
            for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
                let look = Look::new(&theme, depth, true);
                let colours: HashSet<_> = (0..8).filter_map(|n| look.speaker(n).fg).collect();
                assert_eq!(colours.len(), 8, "{} at {depth:?}", theme.name);
            }
        }
    }

    #[test]
    fn the_dark_theme_keeps_the_terminals_own_background() {
        let look = Look::new(&Theme::all_bundled()[0], Depth::True, true);
        assert_eq!((look.name.as_str(), look.style(Role::Text)), ("dark", Style::new()));
    }

    /// Contrast of WCAG 2.2: 4.5 is what it asks for running text (success criterion 1.4.3).
    fn contrast(one: Color, other: Color) -> f64 {
        let luminance = |colour: Color| {
            let channel = |value: u8| {
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            let [red, green, blue] = colour::values(colour).unwrap();
            0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn words_can_be_read_on_their_ground() {
        for (theme, ground) in [
            ("dark", Color::Rgb(30, 30, 30)),
            ("light", Color::Rgb(253, 253, 246)),
            ("high-contrast", Color::Rgb(0, 0, 0)),
        ] {
            let theme = Theme::all_bundled().into_iter().find(|known| known.name == theme).unwrap();
            let look = Look::new(&theme, Depth::True, true);
            let current = look.style(Role::Current).bg.unwrap_or(ground);
            for n in 0..10 {
                let fg = look.speaker(n).fg.unwrap();
                assert!(contrast(fg, ground) >= 4.5, "speaker {n} in {}: {}", theme.name, contrast(fg, ground));
                assert!(contrast(fg, current) >= 3.5, "speaker {n} in {}: {}", theme.name, contrast(fg, current));
            }
            for (role, name) in Role::NAMES {
                let style = on_text(&look, &[role]);
                let (Some(fg), bg) = (style.fg, style.bg.unwrap_or(ground)) else { continue };
                let wanted = if matches!(role, Role::Dim | Role::Bar | Role::Pane) { 3.0 } else { 4.5 };
                assert!(contrast(fg, bg) >= wanted, "{name} in {}: {}", theme.name, contrast(fg, bg));
            }
        }
    }

    #[test]
    fn a_theme_that_makes_everything_alike_is_still_told_apart() {
        let flat = Role::NAMES.map(|(_, name)| format!("{name} = {{ fg = \"red\", bold = true }}\n")).concat();
        for depth in DEPTHS {
            pairwise_different(&Look::new(&Theme::own("flat", format!("[styles]\n{flat}")), depth, true), depth);
        }
    }

    proptest! {
        #[test]
        fn any_own_theme_tells_apart_what_must_differ(picks in prop::collection::vec((0usize..Role::NAMES.len(), 0u8..=255, any::<[bool; 4]>()), 0..20)) {
            let lines = picks.iter().map(|(role, fg, [bold, italic, underline, reverse])| {
                let name = Role::NAMES[*role].1;
                format!("{name} = {{ fg = {fg}, bold = {bold}, italic = {italic}, underline = {underline}, reverse = {reverse} }}\n")
            }).collect::<Vec<_>>().concat();
            let theme = Theme::own("own", format!("[styles]\n{lines}"));
            for depth in DEPTHS {
                pairwise_different(&Look::new(&theme, depth, true), depth);
            }
        }
    }
}
