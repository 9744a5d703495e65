//! `nutgraf visitors`: what the library's owner sees of those who were there, hands on and forgets.

use std::process::Command;

use nutgraf::article::review::{About, Remark};
use nutgraf::catalogue::Visitor;
use nutgraf::exchange::Effect;
use serde_json::Value;

use super::house::{House, opened, revised, target};

fn run(house: &House, words: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_nutgraf"))
        .arg("visitors")
        .args(words)
        .env_clear()
        .env("HOME", house.folder.path())
        .env("NUTGRAF_LIBRARY", house.path())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_owner_lists_hands_on_and_forgets_what_visitors_left() {
    let house = House::new();
    assert_eq!(run(&house, &["list"]).1, "nothing is kept of any visitor\n");
    for visitor in [Visitor::Key("SHA256:ferry".to_owned()), house.shared.newcomer()] {
        let mut guest = house.guest(visitor);
        opened(&mut guest, 1);
        let note = Remark::Note(About::Article, "quayfog".to_owned());
        revised(&mut guest, Effect::Remark(target(1), note, None)).unwrap();
        guest.write();
    }
    let (code, out, _) = run(&house, &["list"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("SHA256:ferry") && out.contains("without a key") && out.contains("2 visitors"), "{out}");
    let (_, out, _) = run(&house, &["list", "--json"]);
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed["visitors"].as_array().map(Vec::len), Some(2));
    let (code, out, _) = run(&house, &["export", "SHA256:ferry"]);
    let exported: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &exported["left"]["remarks"][0]["note"]), (Some(0), &Value::from("quayfog")));
    assert_eq!(run(&house, &["export"]).1.lines().count(), 2);
    assert_eq!(run(&house, &["forget", "SHA256:ferry"]).0, Some(0));
    let (code, _, err) = run(&house, &["forget", "SHA256:ferry"]);
    assert!(code == Some(1) && err.contains("nothing is kept of SHA256:ferry"), "{err}");
    assert_eq!(run(&house, &["forget"]).0, Some(2));
    assert_eq!(run(&house, &["forget", "--all"]).1, "1 visitor forgotten\n");
    assert_eq!(run(&house, &["list"]).1, "nothing is kept of any visitor\n");
}
