use proptest::prelude::*;

use super::*;
use crate::key::{Mouse, MouseAction};

/// All input that the bytes give, the last Escape among it.
fn decoded(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs = decoder.feed(bytes);
    inputs.extend(decoder.flush());
    inputs
}

fn keys(bytes: &[u8]) -> Vec<Key> {
    decoded(bytes).into_iter().filter_map(|input| if let Input::Key(key) = input { Some(key) } else { None }).collect()
}

#[track_caller]
fn one(bytes: &[u8], key: Key) {
    assert_eq!(decoded(bytes), [Input::Key(key)], "{}", bytes.escape_ascii());
}

fn alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

fn with_ctrl(key: Key) -> Key {
    Key { ctrl: true, ..key }
}

fn with_shift(key: Key) -> Key {
    Key { shift: true, ..key }
}

#[test]
fn typed_characters_come_as_they_are() {
    one(b"n", Key::char('n'));
    one(b"N", Key::char('N'));
    one(b"?", Key::char('?'));
    one(b" ", Key::char(' '));
    one("é".as_bytes(), Key::char('é'));
    one("Ü".as_bytes(), Key::char('Ü'));
    one("語".as_bytes(), Key::char('語'));
    one("😀".as_bytes(), Key::char('😀'));
}

#[test]
fn controls_are_control_keys() {
    one(b"\x03", Key::ctrl('c'));
    one(b"\x1a", Key::ctrl('z'));
    one(b"\x0c", Key::ctrl('l'));
    one(b"\r", Key::plain(Code::Enter));
    one(b"\t", Key::plain(Code::Tab));
    one(b"\x7f", Key::plain(Code::Backspace));
    one(b"\x08", Key::plain(Code::Backspace));
    one(b"\x1b\x7f", alt(Key::plain(Code::Backspace)));
}

#[test]
fn every_terminals_home_and_end_are_known() {
    for bytes in [b"\x1b[H".as_slice(), b"\x1bOH", b"\x1b[1~", b"\x1b[7~"] {
        one(bytes, Key::plain(Code::Home));
    }
    for bytes in [b"\x1b[F".as_slice(), b"\x1bOF", b"\x1b[4~", b"\x1b[8~"] {
        one(bytes, Key::plain(Code::End));
    }
}

#[test]
fn arrows_pages_and_function_keys_are_known() {
    one(b"\x1b[A", Key::plain(Code::Up));
    one(b"\x1bOB", Key::plain(Code::Down));
    one(b"\x1b[5~", Key::plain(Code::PageUp));
    one(b"\x1b[6~", Key::plain(Code::PageDown));
    one(b"\x1b[2~", Key::plain(Code::Insert));
    one(b"\x1b[3~", Key::plain(Code::Delete));
    one(b"\x1b[Z", Key::plain(Code::BackTab));
    one(b"\x1bOP", Key::plain(Code::F(1)));
    one(b"\x1b[11~", Key::plain(Code::F(1)));
    one(b"\x1b[[A", Key::plain(Code::F(1)));
    one(b"\x1b[24~", Key::plain(Code::F(12)));
}

#[test]
fn modifiers_of_xterm_and_kitty_are_known() {
    one(b"\x1b[1;5A", with_ctrl(Key::plain(Code::Up)));
    one(b"\x1b[1;2B", with_shift(Key::plain(Code::Down)));
    one(b"\x1b[5;3~", alt(Key::plain(Code::PageUp)));
    one(b"\x1b[1;5P", with_ctrl(Key::plain(Code::F(1))));
    one(b"\x1b[99;5u", Key::ctrl('c'));
    one(b"\x1b[110;2u", Key::char('N'));
    one(b"\x1b[9;2u", Key::plain(Code::BackTab));
    one(b"\x1b[27u", Key::plain(Code::Esc));
    one(b"\x1b[27;5;99~", Key::ctrl('c'));
}

#[test]
fn a_release_a_lone_modifier_and_desktop_keys_are_no_keys() {
    assert_eq!(decoded(b"\x1b[110;1:3u"), []);
    assert_eq!(decoded(b"\x1b[57441u"), []);
    assert_eq!(decoded(b"\x1b[110;9u"), []);
    // A key that is held comes again.
    one(b"\x1b[110;1:2u", Key::char('n'));
}

#[test]
fn alt_goes_with_the_character_after_it() {
    one(b"\x1bn", alt(Key::char('n')));
    one("\x1bé".as_bytes(), alt(Key::char('é')));
    one(b"\x1b[", alt(Key::char('[')));
    one(b"\x1bO", alt(Key::char('O')));
    one(b"\x1b]", alt(Key::char(']')));
}

#[test]
fn a_lone_escape_waits_until_the_caller_gives_up() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert!(decoder.is_pending());
    assert_eq!(decoder.flush(), [Input::Key(Key::plain(Code::Esc))]);
    assert!(!decoder.is_pending());
    assert_eq!(decoder.flush(), []);
}

#[test]
fn two_escapes_are_two_keys_and_the_second_may_begin_a_sequence() {
    let esc = Key::plain(Code::Esc);
    assert_eq!(keys(b"\x1b\x1b"), [esc, esc]);
    assert_eq!(keys(b"\x1b\x1b[A"), [esc, Key::plain(Code::Up)]);
}

#[test]
fn a_sequence_in_two_packets_is_one_key() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b["), []);
    assert!(decoder.is_pending());
    assert_eq!(decoder.feed(b"1;5A"), [Input::Key(with_ctrl(Key::plain(Code::Up)))]);
    assert!(!decoder.is_pending());
}

#[test]
fn a_key_or_wheel_report_that_a_slow_line_splits_is_never_typed() {
    let wheel = Input::Mouse(Mouse { action: MouseAction::WheelUp, col: 34, row: 11 });
    let old_press = Input::Mouse(Mouse { action: MouseAction::Press, col: 0, row: 0 });
    for (bytes, input) in [
        (b"\x1b[<64;35;12M".as_slice(), wheel),
        (b"\x1b[M !!", old_press),
        (b"\x1b[1;5A", Input::Key(with_ctrl(Key::plain(Code::Up)))),
        (b"\x1b[[A", Input::Key(Key::plain(Code::F(1)))),
    ] {
        for cut in 3..bytes.len() {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.feed(&bytes[..cut]), [], "{}", bytes.escape_ascii());
            assert!(!decoder.is_pending(), "{} after {cut} bytes", bytes.escape_ascii());
            assert_eq!(decoder.flush(), []);
            assert_eq!(
                decoder.feed(&bytes[cut..]),
                std::slice::from_ref(&input),
                "{} after {cut} bytes",
                bytes.escape_ascii()
            );
        }
    }
}

#[test]
fn an_answer_that_a_slow_line_splits_is_not_typed_and_escape_leads_out_of_one_cut_short() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b]11;rgb:0"), []);
    assert_eq!(decoder.flush(), []);
    assert_eq!(decoder.feed(b"/0/0\x07q"), [Input::Key(Key::char('q'))]);
    assert_eq!(decoder.feed(b"\x1b]11;rgb:0"), []);
    assert_eq!(decoder.feed(b"\x1b"), []);
    assert!(decoder.is_pending());
    assert_eq!(decoder.flush(), []);
    assert_eq!(decoder.feed(b"q"), [Input::Key(Key::char('q'))]);
}

#[test]
fn the_mouse_is_read_in_its_modern_and_old_form() {
    let press = |col, row| Input::Mouse(Mouse { action: MouseAction::Press, col, row });
    assert_eq!(decoded(b"\x1b[<0;1;1M"), [press(0, 0)]);
    assert_eq!(decoded(b"\x1b[<0;200;50M"), [press(199, 49)]);
    assert_eq!(decoded(b"\x1b[<0;200;50m"), []);
    assert_eq!(decoded(b"\x1b[<64;3;4M"), [Input::Mouse(Mouse { action: MouseAction::WheelUp, col: 2, row: 3 })]);
    assert_eq!(decoded(b"\x1b[<65;3;4M"), [Input::Mouse(Mouse { action: MouseAction::WheelDown, col: 2, row: 3 })]);
    assert_eq!(decoded(b"\x1b[M !!"), [press(0, 0)]);
    // Right button, movement, and positions that do not exist.
    assert_eq!(decoded(b"\x1b[<2;1;1M\x1b[<35;1;1M"), []);
    assert_eq!(keys(b"\x1b[<0;0;0M\x1b[<0;;Mq"), [Key::char('q')]);
}

#[test]
fn a_paste_is_one_input_and_its_keys_do_nothing() {
    let paste = |text: &str| Input::Paste(text.to_owned());
    assert_eq!(decoded(b"\x1b[200~quit\r\x03q\x1b[201~"), [paste("quit\r\x03q")]);
    assert_eq!(decoded(b"\x1b[200~a\x1b[20\x1b[201~b"), [paste("a\x1b[20"), Input::Key(Key::char('b'))]);
    assert_eq!(decoded(b"\x1b[200~\xff\x1b[201~"), [paste("\u{fffd}")]);
}

#[test]
fn an_endless_paste_keeps_a_bounded_part() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(bytes.len() + 3 * frame::MAX_PASTE_BYTES, b'x');
    bytes.extend(b"\x1b[201~q");
    let inputs = decoded(&bytes);
    assert!(matches!(&inputs[0], Input::Paste(text) if text.len() == frame::MAX_PASTE_BYTES));
    assert_eq!(inputs[1..], [Input::Key(Key::char('q'))]);
}

#[test]
fn invalid_bytes_are_dropped_and_the_key_after_them_counts() {
    for bytes in [
        b"\xffq".as_slice(),
        b"\xc3q",
        b"\xe2\x80q",
        b"\xf0\x9fq",
        b"\x80q",
        b"\xc0\x80q",
        b"\x1b\xc3q",
        b"\x1b[1;\x80q",
        b"\x1b[;5Aq",
        b"\x1b[=5Aq",
        b"\x1b[?1;2cq",
        b"\x1b[>41;0cq",
        b"\x1b[12;40Rq",
        b"\x1b[Iq",
        b"\x1b]11;rgb:0/0/0\x07q",
        b"\x1b]11;rgb:0/0/0\x1b\\q",
        b"\x1bP>|xterm\x1b\\q",
        b"\xc2\x9bq",
    ] {
        assert_eq!(keys(bytes), [Key::char('q')], "{}", bytes.escape_ascii());
    }
    assert_eq!(keys(&[b"\x1b[".as_slice(), &[b'1'; 5000], b"Aq"].concat()), [Key::char('q')]);
    assert_eq!(keys(b"\x1b[1\x1b[A"), [Key::plain(Code::Up)]);
}

/// Bytes that look like a terminal's more often than random ones do.
fn terminal_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            b"\x1b".as_slice(),
            b"\x1b[",
            b"\x1bO",
            b"\x1b[<0;12;7M",
            b"\x1b[<0;0;0M",
            b"\x1b[M",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b[1;5A",
            b"\x1b[97;2:1u",
            b"\x1b[0;0;0M",
            b"\x1b]0;",
            b"\x07",
            b";",
            b"65535",
            "語".as_bytes(),
            b"q",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_in_any_split_give_the_same_and_never_panic(
        bytes in terminal_bytes(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        let mut start = 0;
        for cut in cuts.into_iter().chain([bytes.len()]) {
            inputs.extend(decoder.feed(&bytes[start..cut]));
            start = cut;
        }
        inputs.extend(decoder.flush());
        prop_assert_eq!(inputs, decoded(&bytes));
    }

    #[test]
    fn whatever_came_ctrl_c_counts_at_once_unless_a_paste_is_open(bytes in terminal_bytes()) {
        let mut decoder = Decoder::default();
        decoder.feed(&bytes);
        decoder.flush();
        let mut after = decoder.feed(b"\x03");
        if after.is_empty() {
            after = decoder.feed(b"\x1b[201~\x03");
            after.retain(|input| !matches!(input, Input::Paste(_)));
        }
        prop_assert_eq!(after, [Input::Key(Key::ctrl('c'))]);
    }
}
