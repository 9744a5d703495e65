//! The bundled samples in the reader: each can be walked from its first statement to its last.

use nutgraf::{briefing, import, samples};

use super::desk::Desk;

#[test]
fn every_sample_opens_with_its_panes_filled_and_every_statement_can_be_reached() {
    for sample in samples::SAMPLES {
        let options =
            import::Options { from: sample.from, name: Some(sample.name.to_owned()), ..import::Options::default() };
        let article = briefing::from_bytes(sample.text.as_bytes(), &options).unwrap().remove(0);
        let n = article.statements.items().len();
        for (cols, rows) in [(80, 24), (120, 40), (40, 12)] {
            let mut desk = Desk::list(vec![(sample.title, article.clone())], cols, rows);
            desk.keys("<Enter>");
            assert!(n > 0, "{} has statements", sample.name);
            for number in 1..=n {
                desk.keys("n");
                assert!(
                    desk.status().starts_with(&format!("statement {number}/{n}")),
                    "{}: {}",
                    sample.name,
                    desk.picture()
                );
                let lit = desk.role_rows().iter().any(|row| row.contains('C'));
                assert!(lit, "{} {cols}×{rows}:\n{}", sample.name, desk.picture());
            }
        }
    }
}
