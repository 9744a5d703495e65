//! Annotated articles from files.

use super::{ARTICLE, ends, home, home_with, json_lines, run, run_with_input, text};

#[test]
fn one_file_gives_an_object_and_several_an_array() {
    let home = home_with(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", ARTICLE.as_bytes())]);
    let one: serde_json::Value = serde_json::from_slice(&run(&home, &["annotate", "a.txt"]).stdout).unwrap();
    assert!(one["text"]["value"].as_str().unwrap().contains("rebuild the pier"));
    let two: serde_json::Value = serde_json::from_slice(&run(&home, &["annotate", "a.txt", "b.txt"]).stdout).unwrap();
    assert_eq!(two.as_array().unwrap().len(), 2);
    let lines = json_lines(&run(&home, &["annotate", "--format", "jsonl", "a.txt", "b.txt"]));
    assert_eq!(serde_json::Value::Array(lines), two);
}

#[test]
fn what_was_annotated_can_be_opened_and_annotated_again() {
    let home = home();
    let first = run(&home, &["annotate", "article.txt"]).stdout;
    let second = run_with_input(&home, &["annotate", "-"], &first);
    ends(&second, 0, &[]);
    assert_eq!(text(&second.stdout), text(&first));
}

#[test]
fn a_bad_file_among_good_ones_is_named_and_the_array_stays_valid() {
    let home = home();
    let output = run(&home, &["annotate", "nowhere.txt", "article.txt"]);
    ends(&output, 66, &["nowhere.txt"]);
    assert_eq!(serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap().len(), 1);
    let output = run(&home, &["annotate", "nowhere.txt", "nor-here.txt"]);
    ends(&output, 66, &["nowhere.txt", "nor-here.txt"]);
    assert_eq!(text(&output.stdout), "[]\n");
}

#[test]
fn attributions_of_a_file_count_in_the_file_as_it_is() {
    let article = "\r\n\r\n\"We will rebuild it,\" said Ada Brook.\r\n";
    let home = home_with(&[("crlf.txt", article.as_bytes())]);
    let lines = json_lines(&run(&home, &["annotate", "--format", "attributions", "crlf.txt"]));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], "crlf.txt");
    let part = &lines[0]["attributions"][0]["content"][0];
    let (start, end) = (part[0].as_u64().unwrap() as usize, part[1].as_u64().unwrap() as usize);
    let quoted: String = article.chars().skip(start).take(end - start).collect();
    assert!(quoted.contains("We will rebuild it"), "{quoted:?}");
}
