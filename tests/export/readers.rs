//! Citations as other programs read them.

use nutgraf::article::StatementId;
use nutgraf::article::format::read;
use nutgraf::export::cite::citation;
use nutgraf::export::standing;
use nutgraf::form::Citation;
use serde_json::{Value, json};

use super::*;

/// An article with every sign that LaTeX, JSON and YAML mind in every field.
fn odd() -> Article {
    let text = "“We {will} sail_on 100% of $5 & #3 ~ ^ \\ days,” said Odile Marchetti. She feared <b>rain</b>.";
    let file = json!({
        "id": "urn:sha256:0a1b2c3d4e5f",
        "article": { "headline": "{Ferry} & \\harbour_50%: $1 #2 ~x^y “said” -- O'Neil", "url": "https://vell.example/a_b%20c?x=1&y={2}",
            "publisher": { "name": "Vell & Sons_Courier" }, "author": [{ "name": "Ines {Falk} and Son" }, { "name": "O'Neil, B." }],
            "datePublished": "2025-08-13T06:00:00Z", "inLanguage": "en-GB" },
        "text": { "value": text },
        "actors": [{ "id": "p1", "name": "Odile Marchetti" }],
        "statements": [{ "id": "s1", "kind": "direct", "speakers": ["p1"],
            "content": [{ "start": 0, "end": text.split_once('”').unwrap().0.chars().count() + 1 }] }],
    });
    read(&file.to_string()).unwrap()
}

fn cited(article: &Article, form: Citation) -> String {
    let id: StatementId = article.statements.items()[0].id.clone();
    citation(article, &id, form, &settings()).unwrap()
}

fn pandoc(from: &str, text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cited");
    std::fs::write(&path, text).unwrap();
    let output = Command::new("pandoc").args(["-f", from, "-t", "csljson"]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn another_program_reads_the_same_in_bibtex_and_in_csl() {
    if !has("pandoc", "--version") {
        return;
    }
    let article = odd();
    let ours: Value = serde_json::from_str(&cited(&article, Citation::Csl)).unwrap();
    let from_csl = pandoc("csljson", &cited(&article, Citation::Csl));
    let from_bibtex = pandoc("biblatex", &cited(&article, Citation::Bibtex));
    // What is typography to the reader of BibTeX is not compared: dashes, quotation marks, case marks.
    let plain = |value: &Value| -> String {
        let text = value.as_str().unwrap_or_default().replace("<span class=\"nocase\">", "").replace("</span>", "");
        text.chars().filter(|c| c.is_alphanumeric() || "{}&\\_%$#~^<>".contains(*c)).collect()
    };
    for read in [&from_csl, &from_bibtex] {
        assert_eq!(read.as_array().unwrap().len(), 1);
        for field in ["title", "note"] {
            assert_eq!(plain(&read[0][field]), plain(&ours[0][field]), "{field}: {read}");
        }
        assert_eq!(read[0]["URL"], ours[0]["URL"]);
        assert_eq!(read[0]["issued"]["date-parts"], json!([[2025, 8, 13]]));
        assert_eq!(read[0]["accessed"]["date-parts"], json!([[2026, 11, 22]]));
        assert_eq!(read[0]["author"].as_array().unwrap().len(), 2, "{}", read[0]["author"]);
    }
    assert_eq!(from_csl[0]["container-title"], "Vell & Sons_Courier");
    assert_eq!(from_bibtex[0]["id"], ours[0]["id"], "an entry keeps its name");
}

#[test]
fn another_program_reads_every_entry_of_generated_articles() {
    if !has("pandoc", "--version") {
        return;
    }
    let (mut bibtex, mut csl, mut n) = (String::new(), Vec::new(), 0);
    for (index, mut article) in some(ARTICLES).into_iter().enumerate() {
        article.id = format!("urn:sha256:{index:08x}");
        for statement in standing(&article).statements.items().iter().take(1) {
            bibtex += &citation(&article, &statement.id, Citation::Bibtex, &settings()).unwrap();
            let item = citation(&article, &statement.id, Citation::Csl, &settings()).unwrap();
            csl.extend(serde_json::from_str::<Vec<Value>>(&item).unwrap());
            n += 1;
        }
    }
    assert!(n > ARTICLES / 10, "{n}");
    assert_eq!(pandoc("biblatex", &bibtex).as_array().unwrap().len(), n);
    assert_eq!(pandoc("csljson", &Value::from(csl).to_string()).as_array().unwrap().len(), n);
}
