//! The verbatim gate: what is called direct speech must be marked as speech by the text.

use super::{Article, Kind, Maybe, Warning, WarningCode};

/// Makes every direct statement indirect whose words the text does not mark as speech.
pub fn apply(article: &mut Article) {
    let text = &article.text;
    let Maybe::Known(statements) = &mut article.statements else { return };
    for statement in statements.iter_mut().filter(|statement| statement.kind == Kind::Direct) {
        let marked = statement.content.iter().all(|part| {
            part.span().is_some_and(|span| text.slice(span).starts_with(['“', '"', '„', '«', '‘', '\'', '`', '”', '»']))
        });
        if !marked {
            statement.kind = Kind::Indirect;
            let message = format!("statement {} is not marked as speech by the text", statement.id.0);
            article.warnings.push(Warning::new(WarningCode::DowngradedStatement, message));
        }
    }
}
