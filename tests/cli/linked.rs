//! What other programs read goes out as files, and comes back through the command line.

use std::fs;

use super::{ARTICLE, good, home_with, refused, run, text};

#[test]
fn brats_files_come_back_from_the_annotations_and_from_their_folder() {
    let home = home_with(&[("article.txt", ARTICLE.as_bytes())]);
    good(&run(&home, &["export", "article.txt", "--format", "brat", "--output", "out"]));
    let names: Vec<String> = fs::read_dir(home.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let annotations =
        names.iter().find(|name| std::path::Path::new(name).extension().is_some_and(|ext| ext == "ann")).unwrap();
    let path = format!("out/{annotations}");
    for arguments in [vec!["show", &path], vec!["show", "--from", "brat", &path], vec!["show", "out"]] {
        let shown = good(&run(&home, &arguments));
        assert!(
            shown.contains("Ada Brook") && shown.contains("\"We will rebuild the pier,\""),
            "{arguments:?}: {shown}"
        );
    }
    let added = good(&run(&home, &["add", "out"]));
    assert!(added.starts_with("added"), "{added}");
    fs::remove_file(home.path().join("out").join(annotations.replace(".ann", ".txt"))).unwrap();
    refused(&run(&home, &["show", &path]), 65, "beside the .ann file there must be the .txt file");
}

#[test]
fn web_annotations_come_back_from_a_file_and_from_a_pipe() {
    let home = home_with(&[("article.txt", ARTICLE.as_bytes())]);
    let exported = good(&run(&home, &["export", "article.txt", "--format", "web-annotation"]));
    fs::write(home.path().join("pier.jsonld"), &exported).unwrap();
    let first = good(&run(&home, &["annotate", "--format", "jsonl", "pier.jsonld"]));
    let piped = super::run_with_input(
        &home,
        &["annotate", "--format", "jsonl", "--from", "web-annotation", "-"],
        exported.as_bytes(),
    );
    assert_eq!(text(&piped.stdout), first);
    assert!(good(&run(&home, &["add", "--from", "web-annotation", "pier.jsonld"])).starts_with("added"));
}
