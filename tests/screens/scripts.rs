//! Writing systems: columns stay whole on a terminal, whatever the text is written in.

use nutgraf::session::Settings;
use unicode_width::UnicodeWidthStr;

use super::desk::Desk;
use super::draft::Draft;

/// Draws a screen into an emulated terminal cell by cell and gives its rows back.
fn on_a_terminal(desk: &Desk) -> Vec<String> {
    let area = desk.buffer().area;
    let mut terminal = vt100::Parser::new(area.height.try_into().unwrap(), area.width.try_into().unwrap(), 0);
    for y in 0..area.height {
        terminal.process(format!("\x1b[{};1H", y + 1).as_bytes());
        let mut x = 0;
        while x < area.width {
            let symbol = desk.buffer()[(x, y)].symbol();
            terminal.process(symbol.as_bytes());
            x += (UnicodeWidthStr::width(symbol) as u16).max(1);
        }
        assert_eq!(x, area.width, "row {y} is as wide as the screen: {:?}", desk.rows()[y as usize]);
    }
    terminal.screen().rows(0, area.width).map(|row| row.trim_end().to_owned()).collect()
}

fn article(text: &str) -> Draft {
    Draft::new().heading("Scripts").paragraph(text)
}

#[test]
fn east_asian_text_breaks_between_characters_and_fills_the_lines() {
    let words =
        "{1s|山田市長}は記者団に{1d|「橋は来年までに必ず直す。町の人をこれ以上待たせない」}と{1c|語った}。".to_owned();
    let long = format!("{words}{}", "川の水は夜のうちに引き、学校は月曜に始まる。".repeat(6));
    let mut desk = Desk::reading(article(&long).build(), 60, 24);
    desk.keys("n");
    let rows = on_a_terminal(&desk);
    assert_eq!(rows, desk.rows());
    let full = rows.iter().filter(|row| UnicodeWidthStr::width(row.as_str()) >= 55).count();
    assert!(full >= 5, "{rows:#?}");
    for row in &rows {
        let first = row.trim_start().chars().next().unwrap_or(' ');
        assert!(!"。、」".contains(first), "closing marks begin no line: {row}");
    }
    assert!(desk.roles_of("「橋は来年").chars().all(|role| role == 'C'), "{}", desk.picture());
}

#[test]
fn emoji_and_combining_marks_keep_the_panes_in_line() {
    let text =
        "The crew 👩‍🚒🚒 wrote ❤\u{fe0f} and 🇩🇪 flags, cafe\u{301} na\u{308}ive, Z\u{351}\u{36b}\u{343}algo. ".repeat(8);
    let mut desk = Desk::reading(article(&text).actor("a", "Zoë 👩‍🚒 Cafe\u{301}", "").build(), 120, 24);
    desk.keys("p");
    let rule = desk.find("│").unwrap().0;
    for (y, row) in desk.rows().iter().enumerate().take(22).skip(1) {
        let at = row.find('│').map(|at| UnicodeWidthStr::width(&row[..at]));
        assert_eq!(at, Some(rule as usize), "row {y}: {row}");
    }
    assert!(desk.shows("❤\u{fe0f}") && desk.shows("cafe\u{301}"), "{}", desk.picture());
}

#[test]
fn right_to_left_text_stays_in_logical_order_within_its_columns() {
    let text = "{1s|ראש העיר} {1c|אמר}: {1d|״נבנה את הגשר מחדש לפני החורף״}. وقال المهندس إن المياه ستنحسر قريبا. "
        .to_owned()
        + &"المياه تنحسر. ".repeat(12);
    let mut desk = Desk::reading(article(&text).build(), 80, 24);
    desk.keys("ns");
    assert_eq!(on_a_terminal(&desk), desk.rows());
    assert!(desk.shows("ראש העיר אמר"), "{}", desk.picture());
}

#[test]
fn a_word_longer_than_the_line_is_broken_and_nothing_is_lost() {
    let word = "Donaudampfschifffahrt".repeat(20);
    let mut desk = Desk::reading(article(&format!("See https://example.org/{word} now.")).build(), 50, 24);
    desk.keys("");
    let all: String = desk.rows().iter().skip(1).map(|row| row.trim().to_owned()).collect();
    assert!(all.contains(&word), "{}", desk.picture());
}

#[test]
fn what_steers_a_terminal_reaches_no_cell() {
    let hostile = "a\u{1b}]0;pwn\u{7}b\u{9b}2Jc\u{202e}d\u{2066}e\u{0}f\u{7f}";
    let mut article = article(&format!("Before {hostile} after.")).actor("x", &format!("X {hostile}"), "").build();
    article.metadata.headline = nutgraf::article::Maybe::Known(hostile.to_owned());
    let item = nutgraf::exchange::Item {
        title: hostile.to_owned(),
        outlet: Some(hostile.to_owned()),
        day: Some(hostile.to_owned()),
        sample: true,
        fault: None,
    };
    let article = std::sync::Arc::new(article);
    let opening = Some((0, std::sync::Arc::clone(&article)));
    let session = nutgraf::session::Session::new(vec![item.clone(), item], opening, Settings::default());
    let mut desk = Desk::start(session, vec![article], 120, 30);
    for keys in ["p", "<Esc>L", "<Enter>", "/zz<Enter>"] {
        desk.keys(keys);
        for cell in &desk.buffer().content {
            assert!(!cell.symbol().chars().any(nutgraf::flow::is_forbidden), "{:?}", cell.symbol());
        }
    }
    desk.event(nutgraf::exchange::Event::Opened(nutgraf::exchange::Target::Entry(9), Err(hostile.to_owned())));
}

#[test]
fn tabs_stand_at_their_stops() {
    let desk = Desk::reading(article("a\tbb\tccc\td").build(), 60, 24);
    assert!(desk.shows("a   bb  ccc d"), "{}", desk.picture());
}

#[test]
fn import_screen_and_painter_forbid_the_same_scalars() {
    use nutgraf::flow::{Shown, cells, is_forbidden};
    use nutgraf::paint::{PaintOptions, Painter};
    let mut n_forbidden = 0;
    for scalar in '\0'..=char::MAX {
        let text = format!("a{scalar}b");
        let told = nutgraf::clean::text(&text).n_removed > 0;
        assert!(!told || is_forbidden(scalar), "{scalar:?} is taken out on import");
        if !is_forbidden(scalar) {
            continue;
        }
        n_forbidden += 1;
        assert!(!nutgraf::clean::text(&text).text.contains(scalar) || scalar == '\n', "{scalar:?} is let in");
        for cell in cells(&text) {
            assert!(!matches!(cell.shown, Shown::Text(symbol) if symbol.contains(scalar)), "{scalar:?} is drawn");
        }
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 4, 1));
        buffer[(1, 0)].set_symbol(text.trim_end_matches('b'));
        let mut bytes = Vec::new();
        Painter::new(PaintOptions::default()).paint(&buffer, None, &mut bytes);
        // The painter's own escape sequences are ASCII, and its rows end without line ends.
        let painted = String::from_utf8(bytes).unwrap();
        let is_own = matches!(scalar, '\u{1b}' | '\r' | '\n');
        assert!(is_own || !painted.contains(scalar), "{scalar:?} is painted");
    }
    assert!(n_forbidden > 200, "{n_forbidden}");
}
