//! The bytes that take a terminal for a session, and those that give it back: alternate screen, cursor, bracketed paste
//! and mouse. What the kernel keeps of a local terminal is `term`'s.

/// Bracketed paste.
const PASTE_ON: &[u8] = b"\x1b[?2004h";
const PASTE_OFF: &[u8] = b"\x1b[?2004l";
/// Buttons and wheel, in the form without a limit on columns; not every movement, which would wake an idle reader.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";
const SCREEN_ON: &[u8] = b"\x1b[?1049h";
const CURSOR_OFF: &[u8] = b"\x1b[?25l";
/// No half a frame, no style; the alternate screen cleared before it is left, since tmux otherwise leaves rows of it
/// behind after a resize; the cursor.
const SCREEN_OFF: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[2J\x1b[1;1H\x1b[?1049l\x1b[?25h";

/// What a terminal is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A screen of its own.
    Screen {
        /// With the mouse.
        mouse: bool,
    },
    /// Lines that are appended to what stands there: nothing but keys one by one is asked of the terminal.
    Lines,
}

/// Takes a terminal.
pub fn take(takes: Takes) -> Vec<u8> {
    let screen = if takes == Takes::Lines { &[] } else { SCREEN_ON };
    [screen, &take_again(takes)].concat()
}

/// Sets again what a shell may have changed, on a screen that is still there: no cursor, and what a terminal must be
/// told for pastes and the mouse to be read.
pub fn take_again(takes: Takes) -> Vec<u8> {
    let Takes::Screen { mouse: has_mouse } = takes else { return Vec::new() };
    [CURSOR_OFF, PASTE_ON, if has_mouse { mouse(true) } else { &[] }].concat()
}

/// Gives a terminal back; `is_open` where the last of appended lines is not ended.
pub fn give_back(takes: Takes, is_open: bool) -> Vec<u8> {
    let Takes::Screen { mouse: has_mouse } = takes else {
        return if is_open { b"\r\n".to_vec() } else { Vec::new() };
    };
    [if has_mouse { mouse(false) } else { &[] }, PASTE_OFF, SCREEN_OFF].concat()
}

/// Ends what a frame that was cut off had begun: a sequence, a region that scrolls, and a link where the terminal
/// `has_links`.
pub fn cut_off(has_links: bool) -> Vec<u8> {
    let link: &[u8] = if has_links { b"\x1b]8;;\x1b\\" } else { b"" };
    [b"\x1b\\", link, b"\x1b[r"].concat()
}

/// Takes the mouse, or leaves it to the terminal.
pub fn mouse(on: bool) -> &'static [u8] {
    if on { MOUSE_ON } else { MOUSE_OFF }
}
