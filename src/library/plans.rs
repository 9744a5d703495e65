//! What the database does for the statements about people, likeness, pages and days: none reads a whole table.
//!
//! The statements are taken from the source files as they stand, so that a new one is looked at without being listed.

use crate::library::Library;

const FILES: [(&str, &str); 11] = [
    ("search/forms.rs", include_str!("search/forms.rs")),
    ("people.rs", include_str!("people.rs")),
    ("people/desk.rs", include_str!("people/desk.rs")),
    ("people/deed.rs", include_str!("people/deed.rs")),
    ("people/moving.rs", include_str!("people/moving.rs")),
    ("likeness.rs", include_str!("likeness.rs")),
    ("speaker.rs", include_str!("speaker.rs")),
    ("stats.rs", include_str!("stats.rs")),
    ("story.rs", include_str!("story.rs")),
    ("search/hits.rs", include_str!("search/hits.rs")),
    ("index.rs", include_str!("index.rs")),
];

/// Statements that read a table from its end, a table of a few rows, or what is at hand.
const ALLOWED: [&str; 7] = [
    // So many of the newest.
    "SELECT id FROM statement ORDER BY id DESC LIMIT",
    "SELECT id, content, EXISTS",
    "SELECT (SELECT min(id) FROM statement)",
    "SELECT max(day) FROM article",
    // What the reader has said, which is little.
    "SELECT EXISTS (SELECT 1 FROM choice)",
    "SELECT folded, article, speaker FROM choice WHERE speaker",
    "UPDATE choice SET speaker",
];

/// The texts in quotation marks that speak SQL.
fn statements(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut parts = source.split('"');
    // Every second part is inside; a mark that is escaped or stands in a comment shifts that, so each is looked at.
    parts.next();
    for part in parts {
        let text = part.trim();
        let is_sql = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "].iter().any(|verb| text.starts_with(verb));
        if is_sql && !text.contains('{') {
            found.push(text.to_owned());
        }
    }
    found
}

#[test]
fn no_statement_about_people_or_days_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
    let mut n_seen = 0;
    let mut wrong = Vec::new();
    for (file, source) in FILES {
        let code = source.split("#[cfg(test)]").next().unwrap();
        for sql in statements(code) {
            let Ok(mut plan) = library.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) else {
                wrong.push(format!("{file}: not understood: {sql}"));
                continue;
            };
            n_seen += 1;
            let no_values = vec![rusqlite::types::Null; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(no_values), |row| row.get::<_, String>(3)).unwrap();
            for step in steps.map(Result::unwrap) {
                // What a statement has made itself, or the index of full text, which knows what it looks for.
                let is_harmless = step.contains("VIRTUAL TABLE") || step.contains("CONSTANT ROW");
                let is_own = ["newest", "near", "(subquery"].iter().any(|name| step.contains(name));
                if step.starts_with("SCAN")
                    && !is_harmless
                    && !is_own
                    && !ALLOWED.iter().any(|known| sql.starts_with(known))
                {
                    wrong.push(format!("{file}: {step}: {sql}"));
                }
            }
        }
    }
    assert!(n_seen > 60, "only {n_seen} statements seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
