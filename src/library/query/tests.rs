//! The search language, by what a reader writes.

use jiff::civil::{Date, date};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

use super::{Ask, Field, MAX_CHARS, Node, Query, parse, parse_typed};

const TODAY: Option<Date> = Some(date(2025, 8, 13));

/// The tree in a short form of its own: fields, quotation marks and stars, groups in brackets.
#[track_caller]
fn reads(text: &str, tree: &str) {
    let query = parse(text, TODAY).unwrap_or_else(|fault| panic!("{text:?}: {fault} at {:?}", fault.at));
    assert_eq!(query.to_string(), tree, "{text:?}");
}

#[track_caller]
fn typed(text: &str, tree: &str) {
    let query = parse_typed(text, TODAY).unwrap_or_else(|fault| panic!("{text:?}: {fault} at {:?}", fault.at));
    assert_eq!(query.to_string(), tree, "{text:?}");
}

/// Holds what is wrong, and the words that the fault points at.
#[track_caller]
fn refuses(text: &str, at: &str, says: &[&str]) {
    let fault = parse(text, TODAY).expect_err(text);
    let pointed: String = text.chars().skip(fault.at.start).take(fault.at.len()).collect();
    assert_eq!(pointed, at, "{text:?}: {fault}");
    for part in says {
        assert!(fault.message.contains(part), "{text:?}: {part:?} is not in: {fault}");
    }
    assert!(!fault.message.contains('\n'));
}

#[test]
fn a_control_parts_words_in_quotation_marks_as_it_does_outside() {
    reads("\"no\0roof\u{1b}\u{85}left\" a\0b", "\"no roof  left\" a b");
    reads("tag:\"har\0bour\"", "tag:\"har bour\"");
}

#[test]
fn clauses_beside_one_another_all_hold() {
    reads("speaker:keel harbour wall", "speaker:keel harbour wall");
    reads("  pier\tAND\n dam  ", "pier dam");
    reads("", "");
    reads(" \t", "");
}

#[test]
fn or_joins_its_neighbours_and_parentheses_group() {
    reads("pier dam OR weir", "pier (dam OR weir)");
    reads("a OR b OR c", "(a OR b OR c)");
    reads("(pier dam) OR weir", "((pier dam) OR weir)");
    reads("((pier))", "pier");
    reads("speaker:keel (outlet:post OR -kind:direct)", "speaker:keel (outlet:post OR -kind:direct)");
    reads("(pier(dam))weir", "(pier dam) weir");
    reads("（码头 OR 水坝）", "(码头 OR 水坝)");
}

#[test]
fn a_dash_or_not_excludes() {
    reads("pier -dam", "pier -dam");
    reads("-speaker:\"ada brook\"", "-speaker:\"ada brook\"");
    reads("NOT pier -(a b)", "-pier -(a b)");
    reads("--pier", "--pier");
    reads("well-known", "well-known");
    reads("pier -—", "pier");
}

#[test]
fn quotation_marks_of_any_form_hold_a_phrase() {
    reads("\"harbour wall\"", "\"harbour wall\"");
    reads("“harbour wall” „Mole“ «digue»", "\"harbour wall\" \"Mole\" \"digue\"");
    reads("speaker:“ada brook”", "speaker:\"ada brook\"");
    reads("\"OR\" \"-x\"", "\"OR\" \"-x\"");
    reads("pier\"dam\"", "pier \"dam\"");
}

#[test]
fn a_star_ends_a_word() {
    reads("harb* \"harbour wal\"* speaker:mar*", "harb* \"harbour wal\"* speaker:mar*");
    refuses("har*ur", "har*ur", &["end of a word"]);
}

#[test]
fn marks_alone_are_looked_past() {
    reads("pier & dam — !!! 🙂", "pier dam");
    reads("* pier", "pier");
}

#[test]
fn what_only_looks_like_a_field_is_a_word() {
    reads("10:30 https://vell.example/a :x", "10:30 https://vell.example/a :x");
}

#[test]
fn every_field_reads_its_values() {
    reads("KIND:Declined kind:no_comment kind:direct", "kind:declined kind:declined kind:direct");
    reads("lang:en lang:pt_BR", "lang:en lang:pt-br");
    reads("from:2025 to:2025", "from:2025-01-01 to:2025-12-31");
    reads("from:2024-02 to:2024-02", "from:2024-02-01 to:2024-02-29");
    reads("from:7d to:yesterday from:today", "from:2025-08-06 to:2025-08-12 from:2025-08-13");
    reads(
        "tag:harbour tag:\"to read\" article:17 article:#18",
        "tag:\"harbour\" tag:\"to read\" article:17 article:18",
    );
    reads("is:unread is:Starred speaker:unknown", "is:unread is:starred is:unattributed");
    reads("speaker:\"unknown\"", "speaker:\"unknown\"");
    reads(
        "speaker:#45 about:#3 role:mayor outlet:post text:pier",
        "speaker:#45 about:#3 role:mayor outlet:post text:pier",
    );
    reads("tag:★ tag:\"*!\"", "tag:\"★\" tag:\"*!\"");
    refuses("speaker:\"!\"", "speaker:\"!\"", &["does not fit `speaker:`"]);
    reads("saved:mine @mine", "saved:\"mine\" saved:\"mine\"");
    reads("speaker：基爾", "speaker:基爾");
}

#[test]
fn a_fault_points_at_the_word_and_says_what_to_write() {
    refuses("pier speker:keel", "speker:", &["`speker:`", "did you mean `speaker:`?"]);
    refuses("xyzzy:1", "xyzzy:", &["speaker:", "article:"]);
    refuses("speaker: keel", "speaker:", &["nothing stands after", "a name"]);
    refuses("speaker:\"\"", "speaker:\"\"", &["nothing stands after"]);
    refuses("pier \"harbour wall", "\"harbour wall", &["not closed"]);
    refuses("pier \"!\"", "\"!\"", &["no word"]);
    refuses("(pier dam", "(", &["not closed", "`)`"]);
    refuses("pier) dam", ")", &["closes none"]);
    refuses("pier ()", "()", &["nothing stands"]);
    refuses("pier - dam", "-", &["`-word`"]);
    refuses("pier -", "-", &["`-word`"]);
    refuses("OR pier", "OR", &["between two"]);
    refuses("pier OR", "OR", &["between two"]);
    refuses("pier OR !!!", "OR", &["between two"]);
    refuses("pier AND", "AND", &["between two"]);
    refuses("(pier OR) dam", "OR", &["between two"]);
    refuses("pier OR OR dam", "OR", &["between two"]);
    refuses("pier NOT", "NOT", &["NOT word"]);
    refuses("kind:dirct", "kind:dirct", &["did you mean `direct`?"]);
    refuses("kind:loud", "kind:loud", &["direct, mixed, indirect or declined"]);
    refuses("is:unred", "is:unred", &["did you mean `unread`?"]);
    refuses("from:soon", "from:soon", &["2025-08-13", "yesterday"]);
    refuses("to:2025-02-30", "to:2025-02-30", &["no day of the calendar"]);
    refuses("article:x", "article:x", &["number"]);
    refuses("speaker:#x", "speaker:#x", &["#45"]);
    refuses("lang:english!", "lang:english!", &["like en"]);
    refuses("é “é” speker:x", "speker:", &["speaker"]);
    assert!(parse("from:7d", None).unwrap_err().message.contains("today is not known"));
}

#[test]
fn hostile_queries_are_refused_before_they_cost_anything() {
    for hostile in ["(", "-", "a OR ", "\"", "speaker:", "NOT "] {
        let long = hostile.repeat(100_000);
        assert!(parse(&long, TODAY).unwrap_err().message.contains("too long"));
        assert!(parse_typed(&long, TODAY).is_err());
    }
    for hostile in ["(", "-", "-(", "NOT "] {
        let deep = format!("{}x", hostile.repeat(900));
        assert!(parse(&deep, TODAY).unwrap_err().message.contains("20 at most"), "{hostile}");
    }
    let wide = "a ".repeat(MAX_CHARS / 2);
    assert!(parse(&wide, TODAY).unwrap_err().message.contains("100 things at most"));
}

#[test]
fn what_is_being_typed_is_no_fault_yet() {
    typed("p", "p*");
    typed("pier ", "pier");
    typed("pier d", "pier d*");
    typed("speaker:", "");
    typed("pier speaker:", "pier");
    typed("speaker:kee", "speaker:kee*");
    typed("speaker:\"ada br", "speaker:\"ada br\"*");
    typed("speaker:\"", "");
    typed("\"harbour wall\"", "\"harbour wall\"");
    typed("(pier OR", "pier");
    typed("(pier OR d", "(pier OR d*)");
    typed("pier -", "pier");
    typed("pier NOT", "pier");
    typed("pier (", "pier");
    typed("kind:dir", "");
    typed("pier kind:direct", "pier kind:direct");
    typed("from:2025-", "");
    typed("from:2025-0", "");
    assert!(parse_typed("speker:x", TODAY).is_err());
    assert!(parse_typed("kind:dir pier", TODAY).is_err());
}

#[test]
fn every_prefix_of_an_ordinary_query_can_be_typed() {
    let text = "speaker:\"ada brook\" -(pier OR dam) from:2025-08-13 kind:direct is:unread \"harbour wall\" weir";
    for n_chars in 0..=text.len() {
        let part: String = text.chars().take(n_chars).collect();
        parse_typed(&part, TODAY).unwrap_or_else(|fault| panic!("{part:?}: {fault}"));
    }
}

#[test]
fn a_node_knows_where_it_is_written() {
    let text = "pier -(ada OR “b c”) speaker:keel";
    let query = parse(text, TODAY).unwrap();
    let written = |node: &Node| -> String { text.chars().skip(node.at().start).take(node.at().len()).collect() };
    let parts: Vec<String> = query.root.as_ref().unwrap().parts().iter().map(written).collect();
    assert_eq!(parts, ["pier", "-(ada OR “b c”)", "speaker:keel"]);
}

#[test]
fn clauses_say_whether_they_are_excluded() {
    let query = parse("pier -(dam -weir)", TODAY).unwrap();
    let root = query.root.unwrap();
    let excluded: Vec<bool> = root.clauses().iter().map(|(_, is_excluded)| *is_excluded).collect();
    assert_eq!(excluded, [false, true, false]);
    assert!(matches!(root.clauses()[0].0, Ask::Word(terms) if terms.text == "pier"));
}

/// The query without its places.
fn placeless(query: &Query) -> Query {
    fn strip(node: &Node) -> Node {
        let at = 0..0;
        match node {
            Node::Clause { ask, .. } => Node::Clause { at, ask: ask.clone() },
            Node::Not { of, .. } => Node::Not { at, of: Box::new(strip(of)) },
            Node::All { of, .. } => Node::All { at, of: of.iter().map(strip).collect() },
            Node::Any { of, .. } => Node::Any { at, of: of.iter().map(strip).collect() },
        }
    }
    Query { root: query.root.as_ref().map(strip) }
}

fn piece() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        Just("("),
        Just(")"),
        Just("-"),
        Just(" OR "),
        Just(" AND "),
        Just(" NOT "),
        Just("\""),
        Just("“"),
        Just("”"),
        Just(" "),
        Just("*"),
        Just("@"),
        Just(":"),
        Just("：")
    ];
    let fields = super::FIELDS.map(|(_, name, _)| format!("{name}:"));
    prop_oneof![
        4 => plain.prop_map(str::to_owned),
        2 => proptest::sample::select(fields.to_vec()),
        2 => proptest::sample::select(vec!["direct", "7d", "2025-08", "unread", "#45", "unknown", "en", "17"]).prop_map(str::to_owned),
        4 => "[a-z]{1,4} ?",
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_fail_and_what_it_prints_reads_the_same(pieces in proptest::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let n_chars = text.chars().count();
        for outcome in [parse(&text, TODAY), parse_typed(&text, TODAY)] {
            match outcome {
                Ok(query) => {
                    let printed = query.to_string();
                    let again = parse(&printed, TODAY).unwrap_or_else(|fault| panic!("{text:?} {printed:?}: {fault}"));
                    assert_eq!(placeless(&again), placeless(&query), "{text:?} {printed:?}");
                    if let Some(root) = &query.root {
                        assert!(root.at().start < root.at().end && root.at().end <= n_chars, "{text:?}");
                    }
                }
                Err(fault) => assert!(fault.at.start <= fault.at.end && fault.at.end <= n_chars, "{text:?} {fault:?}"),
            }
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in any::<String>()) {
        let _ = (parse(&text, TODAY), parse_typed(&text, None));
    }
}

#[test]
fn every_field_has_a_name_and_a_help() {
    for (field, name, takes) in super::FIELDS {
        assert_eq!((Field::of(name), field.takes()), (Ok(field), takes));
    }
}
