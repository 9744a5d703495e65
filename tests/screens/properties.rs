//! What holds for every article, every key and every size.

use nutgraf::article::{Article, Block, BlockKind, Maybe, Text};
use nutgraf::exchange::Event;
use nutgraf::flow::{Flowed, cells, is_forbidden, wrap};
use nutgraf::key::{Code, Input, Key, Mouse, MouseAction};
use proptest::prelude::*;

use super::desk::Desk;
use super::draft::{Draft, vell};
use super::shelves::Shelves;

/// Text with everything in it that wraps badly.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,12}".prop_map(|word| word),
        3 => Just(" ".to_owned()),
        1 => prop::sample::select(vec![
            "\n", "\n\n", "\t", "  ", "\r\n", "漢字仮名", "「", "」。", "👩‍👩‍👧‍👦", "🇩🇪", "e\u{301}\u{302}", "\u{301}", "שלום",
            "مرحبا", "\u{a0}", "\u{200b}", "\u{ad}", "-", "—", "/", "“", "”", "…", "क्षि", "ﷺ", "\u{1b}[1m", "\u{202e}", "\u{fe0f}",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn key() -> impl Strategy<Value = Event> {
    let char = prop_oneof![
        8 => prop::sample::select("nNaAspcwf/jkdu bgG[]zt?LJKM0123456789qSvVXrTRU*+%DhliFB=".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    let code = prop_oneof![
        10 => char.prop_map(Code::Char),
        4 => prop::sample::select(vec![
            Code::Enter, Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Up, Code::Down, Code::Left, Code::Right,
            Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::Backspace, Code::Delete, Code::F(1),
        ]),
    ];
    let key = (code, prop::bool::weighted(0.1), prop::bool::weighted(0.02))
        .prop_map(|(code, ctrl, alt)| Event::Input(Input::Key(Key { ctrl, alt, ..Key::plain(code) })));
    let action = prop::sample::select(vec![MouseAction::Press, MouseAction::WheelUp, MouseAction::WheelDown]);
    let mouse = (action, 0u16..130, 0u16..60)
        .prop_map(|(action, col, row)| Event::Input(Input::Mouse(Mouse { action, col, row })));
    let paste = nasty().prop_map(|text| Event::Input(Input::Paste(text)));
    let resize = (1u16..160, 1u16..60).prop_map(|(cols, rows)| Event::Resize { cols, rows });
    prop_oneof![20 => key, 2 => mouse, 1 => paste, 2 => resize]
}

fn article() -> impl Strategy<Value = Article> {
    let sentence = "[A-Za-z ,]{1,60}".prop_map(|words| words);
    let paragraph =
        (nasty(), sentence, 0usize..6, "[dmin]").prop_map(|(before, said, who, kind)| (before, said, who, kind));
    let other = prop::collection::vec(paragraph, 0..14).prop_map(|paragraphs| {
        let mut draft =
            Draft::new().actor("a0", "Ann Öst", "").actor("a1", "Bo 漢字", "mayor").actor("a2", "C\u{301}", "");
        for (number, (before, said, who, kind)) in paragraphs.into_iter().enumerate() {
            let before: String = before.chars().filter(|char| !"{}|".contains(*char)).collect();
            let id = number / 2;
            let kind = if number % 2 == 0 { kind } else { "i".to_owned() };
            draft = draft.paragraph(&format!("{before} {{{id}{kind}|x{said}}} {{{id}s|they}} said. {before}"));
            if who < 3 {
                draft = draft.said_by(id, &[&format!("a{who}")]);
            }
            if number == 3 {
                draft = draft.summary("they");
            }
        }
        draft.build()
    });
    prop_oneof![1 => Just(vell()), 3 => other]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn lines_cover_the_text_in_order_and_are_never_wider_than_the_measure(text in nasty(), measure in 4u16..90) {
        let mut lines = Vec::new();
        wrap(&text, measure, |start, end| lines.push((start, end)));
        let mut done = 0;
        for &(start, end) in &lines {
            prop_assert!(done <= start && start <= end, "{lines:?}");
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            let left_out = &text[done..start];
            prop_assert!(left_out.chars().all(|c| c.is_whitespace() || c == '\u{200b}'), "{left_out:?} is in no line");
            let line = &text[start..end];
            let width: u16 = cells(line).map(|cell| cell.width_col).sum();
            prop_assert!(width <= measure || cells(line).filter(|cell| cell.width_col > 0).count() <= 1, "{width}: {line:?}");
            done = end;
        }
        prop_assert!(text[done..].chars().all(|c| c.is_whitespace() || c == '\u{200b}'), "{:?} is in no line", &text[done..]);
    }

    #[test]
    fn offsets_of_lines_agree_in_scalars_and_bytes(paragraphs in prop::collection::vec((nasty(), 0usize..8), 0..6), measure in 4u16..90) {
        let mut value = String::new();
        let mut spans = Vec::new();
        for (paragraph, kind) in paragraphs {
            let start = value.chars().count();
            value.push_str(&paragraph);
            spans.push((BlockKind::NAMES[kind].0, start, value.chars().count()));
            value.push('\n');
        }
        value.push_str("words outside all blocks");
        let text = Text::new(value);
        let mut article = Draft::new().build();
        article.blocks = spans.iter().map(|&(kind, start, end)| Block::new(kind, text.span(start, end).unwrap())).collect();
        article.sentences = Maybe::Absent;
        article.text = text;
        let flow = Flowed::new(&article, measure);
        let mut done = 0;
        for (number, line) in flow.lines().iter().enumerate() {
            prop_assert_eq!(article.text.byte_of(line.start_char), line.start_byte);
            prop_assert_eq!(article.text.byte_of(line.end_char), line.end_byte);
            prop_assert!(done <= line.start_char);
            done = line.end_char;
            if !line.gap && line.start_char < line.end_char {
                prop_assert_eq!(flow.line_of_char(line.start_char), number);
                prop_assert_eq!(flow.line_of_char(line.end_char - 1), number);
            }
        }
        prop_assert!(flow.lines().last().is_some_and(|line| line.end_byte == article.text.as_str().len()));
    }

    #[test]
    fn no_key_no_size_and_no_article_breaks_the_reader(
        article in article(),
        nasty in nasty(),
        has_library: bool,
        fails_after in 0usize..80,
        events in prop::collection::vec(key(), 1..60),
    ) {
        let mut desk = if has_library {
            let mut shelves = Shelves::of(400).with_hits(180);
            // Whatever came in long ago is clean, and yet of any length and in any writing.
            let nasty: String = nasty.chars().filter(|char| !is_forbidden(*char)).collect();
            (shelves.rows[1].headline, shelves.rows[2].outlet) = (nasty.clone(), Some(nasty.clone()));
            (shelves.rows[3].group, shelves.hits[1].content) = (nasty.clone(), nasty.clone());
            (shelves.hits[2].speakers, shelves.hits[2].source) = (Vec::new(), Some(nasty));
            Desk::library(shelves, article, 80, 24)
        } else {
            let mut desk = Desk::list(vec![("One", article), ("Two", vell())], 80, 24);
            desk.keys("<Enter>");
            desk
        };
        for (number, event) in events.into_iter().enumerate() {
            desk.shelves.fails = number >= fails_after;
            // The buffer has the session's size, as the terminal's has.
            match event {
                Event::Resize { cols, rows } => { desk.resize(cols, rows); }
                event => desk.event(event),
            }
            let area = desk.buffer().area;
            for y in 0..area.height {
                let mut x = 0;
                while x < area.width {
                    let symbol = desk.buffer()[(x, y)].symbol();
                    prop_assert!(!symbol.chars().any(is_forbidden), "{symbol:?} at {x},{y}");
                    x += (unicode_width::UnicodeWidthStr::width(symbol) as u16).max(1);
                }
                prop_assert_eq!(x, area.width, "row {} runs over the edge", y);
            }
            if let Some((col, row)) = desk.cursor {
                prop_assert!(col < area.width && row < area.height);
            }
            if let Some(reading) = &desk.state().reading {
                let statements = reading.article.statements.items();
                prop_assert!(reading.at.is_none_or(|at| at < statements.len()));
                prop_assert!(reading.top <= reading.flow.lines().len());
                prop_assert!(reading.cast.is_empty() || reading.actors_cursor.at < reading.cast.len());
            }
        }
    }
}
