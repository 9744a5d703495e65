//! What an article says otherwise than another of its texts: statements gained, lost and changed.
//!
//! Both are compared as they stand. Which statements are one is the business of `carry`.

use std::collections::{HashMap, HashSet};

use super::naming::{ActorsById, speaker_words};
use super::review::standing;
use super::{Article, Kind, Statement, StatementId, carry};

/// One side of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The statement's id there.
    pub id: StatementId,
    /// How it is reported.
    pub kind: Kind,
    /// Who says it, in words.
    pub speaker: String,
    /// The words, on one line; interrupted ones joined by ` […] `.
    pub words: String,
}

/// A statement that one article has and the other has not, or has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In the older one.
    pub old: Option<Side>,
    /// In the newer one.
    pub new: Option<Side>,
}

impl Difference {
    /// What became of it, in a word.
    pub fn what(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "gained",
            (_, None) => "lost",
            _ => "changed",
        }
    }

    /// What was changed of one that both have.
    pub fn changed(&self) -> Vec<&'static str> {
        let (Some(old), Some(new)) = (&self.old, &self.new) else { return Vec::new() };
        let parts = [
            ("words", old.words != new.words),
            ("speaker", old.speaker != new.speaker),
            ("kind", old.kind != new.kind),
        ];
        parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
    }
}

/// What differs: lost statements in the older text's order, then gained and changed ones in the newer one's.
pub fn differences(old: &Article, new: &Article) -> Vec<Difference> {
    let (old, new) = (standing(old), standing(new));
    let pairs = carry::pairs(&old, &new);
    let kept: HashSet<&StatementId> = pairs.iter().map(|(from, _)| from).collect();
    let before: HashMap<&StatementId, &StatementId> = pairs.iter().map(|(from, to)| (to, from)).collect();
    let (old_actors, new_actors) = (ActorsById::new(&old), ActorsById::new(&new));
    let sides: HashMap<&StatementId, &Statement> = old.statements.items().iter().map(|one| (&one.id, one)).collect();
    let mut found: Vec<Difference> = old
        .statements
        .items()
        .iter()
        .filter(|statement| !kept.contains(&statement.id))
        .map(|statement| Difference { old: Some(side(&old, &old_actors, statement)), new: None })
        .collect();
    for statement in new.statements.items() {
        let now = side(&new, &new_actors, statement);
        let then = before.get(&statement.id).and_then(|id| sides.get(*id)).map(|one| side(&old, &old_actors, one));
        let difference = Difference { old: then, new: Some(now) };
        if difference.old.is_none() || !difference.changed().is_empty() {
            found.push(difference);
        }
    }
    found
}

fn side(article: &Article, actors: &ActorsById, statement: &Statement) -> Side {
    let parts: Vec<&str> = statement.content.iter().map(|part| part.words(&article.text).trim()).collect();
    Side {
        id: statement.id.clone(),
        kind: statement.kind,
        speaker: speaker_words(article, statement, &actors.speakers(statement)),
        words: parts.join(" […] ").split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;
    use crate::article::Article;
    use crate::article::format::read;

    fn article(text: &str, statements: &[(&str, &str)]) -> Article {
        let statements: Vec<_> = statements
            .iter()
            .map(|(words, who)| json!({ "content": [{ "exact": words }], "speakers": [who] }))
            .collect();
        read(&json!({ "text": { "value": text }, "statements": statements }).to_string()).unwrap()
    }

    #[test]
    fn what_was_gained_lost_and_changed_is_told_and_nothing_else() {
        let old = article(
            "“We sail on Monday,” said Keel. It would rain, Lind said. “Nobody asked us,” Marchetti said.",
            &[("“We sail on Monday,”", "Keel"), ("It would rain", "Lind"), ("“Nobody asked us,”", "Marchetti")],
        );
        let new = article(
            "“We sail on Tuesday,” said Keel. “Nobody asked us,” Brook said. The crew was safe, she added.",
            &[("“We sail on Tuesday,”", "Keel"), ("“Nobody asked us,”", "Brook"), ("The crew was safe", "Brook")],
        );
        let told: Vec<(&str, Vec<&str>)> =
            differences(&old, &new).iter().map(|one| (one.what(), one.changed())).collect();
        assert_eq!(
            told,
            [("lost", vec![]), ("changed", vec!["words"]), ("changed", vec!["speaker"]), ("gained", vec![])]
        );
        assert_eq!(differences(&old, &old), []);
    }
}
