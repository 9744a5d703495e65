//! What a whole unit means: asks `termina::Parser` and turns its events into the reader's own keys.

use termina::Event;
use termina::Parser;
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::key::{Code, Input, Key, Mouse, MouseAction};

/// The input that a whole unit stands for; nothing for a release, an answer or an unknown sequence.
pub(super) fn of(parser: &mut Parser, unit: &[u8]) -> Option<Input> {
    match unit {
        // Terminals that send this for Backspace outnumber the people who bind Ctrl-h.
        [0x08] => return Some(Input::Key(Key::plain(Code::Backspace))),
        [0x1b, 0x08] => return Some(Input::Key(Key { alt: true, ..Key::plain(Code::Backspace) })),
        // The parser drops what stands before a byte that it cannot place, and reads the rest as typed, so
        // that it gets no sequence which is no key or mouse event by its look.
        [0x1b, b'[', b'0'..=b'9' | b'<' | b'M' | b'[', ..] | [0x1b, b'[', b'A'..=b'Z'] => {}
        [0x1b, b'[', ..] => return None,
        _ => {}
    }
    match modify_other_keys(unit) {
        Some(rewritten) => parser.parse(&rewritten, false),
        None => parser.parse(unit, false),
    }
    let event = parser.pop();
    if event.is_none() || parser.pop().is_some() {
        // The parser may still wait for more of what is whole, or has read it as several: begin anew.
        *parser = Parser::default();
        return None;
    }
    match event? {
        Event::Key(event) => key(event).map(Input::Key),
        Event::Mouse(event) => mouse(event).map(Input::Mouse),
        _ => None,
    }
}

/// xterm's `CSI 27 ; modifiers ; code ~` (modifyOtherKeys) as `CSI code ; modifiers u`, which the parser knows.
fn modify_other_keys(unit: &[u8]) -> Option<Vec<u8>> {
    let inner = unit.strip_prefix(b"\x1b[27;")?.strip_suffix(b"~")?;
    let (modifiers, code) = std::str::from_utf8(inner).ok()?.split_once(';')?;
    Some(format!("\x1b[{code};{modifiers}u").into_bytes())
}

fn key(event: KeyEvent) -> Option<Key> {
    let modifiers = event.modifiers;
    // Keys with these modifiers belong to the desktop, not to the key that they go with.
    if event.kind == KeyEventKind::Release || modifiers.intersects(Modifiers::SUPER | Modifiers::HYPER) {
        return None;
    }
    let ctrl = modifiers.contains(Modifiers::CONTROL);
    let alt = modifiers.intersects(Modifiers::ALT | Modifiers::META);
    let mut shift = modifiers.contains(Modifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(char) if char.is_control() => return None,
        KeyCode::Char(char) if ctrl => Code::Char(char.to_ascii_lowercase()),
        KeyCode::Char(char) => {
            let upper = char.to_uppercase();
            let single = upper.len() == 1;
            let char = if shift && single { upper.last().unwrap_or(char) } else { char };
            shift = false;
            Code::Char(char)
        }
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab if shift => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::Function(number @ 1..=24) => Code::F(number),
        _ => return None,
    };
    if code == Code::BackTab {
        shift = false;
    }
    Some(Key { code, ctrl, alt, shift })
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let action = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseAction::Press,
        MouseEventKind::ScrollUp => MouseAction::WheelUp,
        MouseEventKind::ScrollDown => MouseAction::WheelDown,
        _ => return None,
    };
    Some(Mouse { action, col: event.column, row: event.row })
}
