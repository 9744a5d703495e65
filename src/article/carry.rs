//! Carries statement ids, reviews and notes over from an older annotation of the same article.
//!
//! A new statement takes the id of the old one whose content it overlaps most: Jaccard of at least .5, one to one,
//! best first. Overlap is counted in the words' places where both annotations are of the same text, and in the words
//! themselves where it was changed. An old statement that a reader judged or noted something about, and that finds no
//! match, is kept and marked `orphaned`. Actors are led by their names; one that a reader judged or noted something
//! about, and that the new annotation does not name, is kept too.

mod actors;
mod own;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::anchor::Anchorer;
use super::{
    Anchor, Article, Maybe, Note, NoteTarget, Review, Statement, StatementId, Text, Warning, WarningCode, gate,
};
use actors::Actors;
pub use own::Carried;
use own::{Meeting, Precedence};

/// The least overlap of two statements that count as one.
const SAME: f64 = 0.5;

/// The new annotation, with the ids, reviews and notes of the old one where their statements agree. Where both have a
/// judgement of one thing, the old one stays, which is the reader's own, unless the new one says all of that and more.
pub fn carry_over(old: &Article, new: Article) -> Article {
    carry_counted(old, new).article
}

/// The same, with how much of the new one's was left out.
pub fn carry_counted(old: &Article, mut new: Article) -> Carried {
    let matches = matches(old, &new);
    rename(old, &mut new, &matches);
    let kept = matches.into_iter().map(|(old, _)| (old, old.clone())).collect();
    carry(old, new, kept, false)
}

/// An annotation with the reviews and notes of another one besides its own; its ids stay, and so does what it has. A
/// judgement of the other's comes in where there was none, or where it says all that the own one says, and more.
pub fn take_in(own: &Article, other: &Article) -> Carried {
    if !has_remarks(other) {
        return Carried { article: own.clone(), n_left_out: 0 };
    }
    let kept = matches(other, own).into_iter().collect();
    carry(other, own.clone(), kept, true)
}

/// Whether a reader said something of it.
pub fn has_remarks(article: &Article) -> bool {
    !article.notes.items().is_empty()
        || article.statements.items().iter().any(|statement| statement.review.known().is_some())
        || article.actors.items().iter().any(|actor| actor.review.known().is_some())
}

/// Takes back everything that readers said of an article.
pub fn forget_remarks(article: &mut Article) {
    article.notes = Maybe::Absent;
    if let Maybe::Known(statements) = &mut article.statements {
        for statement in statements {
            statement.review = Maybe::Absent;
        }
    }
    if let Maybe::Known(actors) = &mut article.actors {
        for actor in actors {
            actor.review = Maybe::Absent;
        }
    }
    article.forget_implied();
}

/// Statements of two annotations that are one, by the old and the new id: one to one, best overlap first.
pub fn pairs(old: &Article, new: &Article) -> Vec<(StatementId, StatementId)> {
    matches(old, new).into_iter().map(|(from, to)| (from.clone(), to)).collect()
}

/// The new annotation with what was said of the old one, whose statements lead to the new one's by `kept`.
fn carry<'a>(
    old: &'a Article,
    mut new: Article,
    mut kept: HashMap<&'a StatementId, StatementId>,
    is_new_own: bool,
) -> Carried {
    if !has_remarks(old) {
        return Carried { article: new, n_left_out: 0 };
    }
    let mut precedence = Precedence { is_new_own, n_left_out: 0 };
    let noted: HashSet<&StatementId> = old.notes.items().iter().filter_map(noted_statement).collect();
    let text = new.text.clone();
    let mut anchorer = Anchorer::new(&text);
    let mut actors = Actors::new(old, &mut new, &mut anchorer);
    let now: HashMap<&StatementId, &StatementId> = kept.iter().map(|(old, new)| (new, *old)).collect();
    let before: HashMap<&StatementId, &Statement> =
        old.statements.items().iter().map(|statement| (&statement.id, statement)).collect();
    if let Maybe::Known(statements) = &mut new.statements {
        for statement in statements.iter_mut() {
            let Some(before) = now.get(&statement.id).and_then(|id| before.get(*id)) else { continue };
            let Maybe::Known(review) = &before.review else { continue };
            let carried = carry_review(review, &mut actors, &mut anchorer, &old.text);
            let stays = statement.review.known().is_some_and(|there| {
                !precedence.takes_old(|is_new_own| {
                    if is_new_own { Meeting::of_reviews(there, &carried) } else { Meeting::of_reviews(&carried, there) }
                })
            });
            if !stays {
                statement.review = Maybe::Known(carried);
            }
        }
    }
    let mut taken: HashSet<StatementId> = new.statements.items().iter().map(|one| one.id.clone()).collect();
    let mut next = 1;
    let mut orphans = Vec::new();
    for before in old.statements.items() {
        let is_judged = before.review.known().is_some() || noted.contains(&before.id);
        if !is_judged || kept.contains_key(&before.id) {
            continue;
        }
        let mut id = before.id.clone();
        while !taken.insert(id.clone()) {
            id = StatementId(format!("s{next}"));
            next += 1;
        }
        new.warnings.push(Warning::new(
            WarningCode::OrphanedReview,
            format!("statement {} has a review or a note, but the new annotation has none like it; it was kept", id.0),
        ));
        orphans.push(Statement { id: id.clone(), ..orphan(before, &mut anchorer, &old.text, &mut actors) });
        kept.insert(&before.id, id);
    }
    if !orphans.is_empty() {
        add_statements(&mut new, orphans, old);
    }
    carry_notes(old, &mut new, &mut anchorer, &mut actors, &kept, &mut precedence);
    actors.carry_reviews(old, &mut new, &mut precedence);
    new.add_implied(actors.into_implied());
    gate::apply(&mut new);
    Carried { article: new, n_left_out: precedence.n_left_out }
}

/// A judgement with its words and speakers where they stand now.
fn carry_review(review: &Review, actors: &mut Actors, anchorer: &mut Anchorer, text: &Text) -> Review {
    let mut carried = Review { speakers: actors.all(&review.speakers), ..review.clone() };
    if let Maybe::Known(content) = &mut carried.content {
        for part in content.iter_mut() {
            *part = anchorer.carry(part, text);
        }
        content.sort_by_key(Anchor::position);
    }
    carried
}

fn noted_statement(note: &Note) -> Option<&StatementId> {
    match note.target.known() {
        Some(NoteTarget::Statement(id)) => Some(id),
        _ => None,
    }
}

/// What two statements are compared by: the places of their words in one text, or the words.
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Token {
    Place(usize),
    Word(String),
}

/// The words of a text with their places in scalars, lower case.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut is_inside = false;
    for (index, scalar) in text.chars().enumerate() {
        if !scalar.is_alphanumeric() {
            is_inside = false;
            continue;
        }
        if !is_inside {
            words.push((index, String::new()));
        }
        is_inside = true;
        if let Some((_, word)) = words.last_mut() {
            word.extend(scalar.to_lowercase());
        }
    }
    words
}

fn tokens(statement: &Statement, text: &Text, by_place: bool) -> BTreeSet<Token> {
    let by_place = by_place && statement.content.iter().all(|part| part.span().is_some());
    let part_tokens = |part: &Anchor| -> Vec<Token> {
        let words = words(part.words(text));
        match part.span().filter(|_| by_place) {
            Some(span) => words.into_iter().map(|(index, _)| Token::Place(span.start() + index)).collect(),
            None => words.into_iter().map(|(_, word)| Token::Word(word)).collect(),
        }
    };
    statement.content.iter().flat_map(part_tokens).collect()
}

/// Pairs of old and new ids, one to one, best overlap first.
fn matches<'a>(old: &'a Article, new: &Article) -> Vec<(&'a StatementId, StatementId)> {
    let is_same_text = old.text.as_str() == new.text.as_str();
    let mut pairs = Vec::new();
    let (mut old_taken, mut new_taken) = (HashSet::new(), HashSet::new());
    // By place first; by words for what has lost its place, and for everything when the text was changed.
    let passes: &[bool] = if is_same_text { &[true, false] } else { &[false] };
    for &by_place in passes {
        let sets = |article: &Article, taken: &HashSet<usize>| -> Vec<(usize, BTreeSet<Token>)> {
            let items = article.statements.items().iter().enumerate().filter(|(index, _)| !taken.contains(index));
            let is_lost = |statement: &Statement| statement.content.iter().any(|part| part.span().is_none());
            items
                .filter(|(_, statement)| by_place || !is_same_text || is_lost(statement) || statement.orphaned)
                .map(|(index, statement)| (index, tokens(statement, &article.text, by_place)))
                .collect()
        };
        let before = sets(old, &old_taken);
        // What lost its place may be found again anywhere.
        let after: Vec<(usize, BTreeSet<Token>)> = if is_same_text && !by_place {
            let items = new.statements.items().iter().enumerate().filter(|(index, _)| !new_taken.contains(index));
            items.map(|(index, statement)| (index, tokens(statement, &new.text, false))).collect()
        } else {
            sets(new, &new_taken)
        };
        for (i, j) in best_pairs(&before, &after) {
            if old_taken.contains(&i) || new_taken.contains(&j) {
                continue;
            }
            if let (Some(from), Some(to)) = (old.statements.items().get(i), new.statements.items().get(j)) {
                old_taken.insert(i);
                new_taken.insert(j);
                pairs.push((&from.id, to.id.clone()));
            }
        }
    }
    pairs
}

/// Every pair that overlaps enough, best first; in text order among equals.
fn best_pairs(before: &[(usize, BTreeSet<Token>)], after: &[(usize, BTreeSet<Token>)]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<&Token, Vec<usize>> = HashMap::new();
    for (at, (_, tokens)) in after.iter().enumerate() {
        for token in tokens {
            holders.entry(token).or_default().push(at);
        }
    }
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (i, tokens) in before {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for at in tokens.iter().filter_map(|token| holders.get(token)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        for (at, n) in shared {
            if let Some((j, others)) = after.get(at) {
                let jaccard = n as f64 / (tokens.len() + others.len() - n) as f64;
                if jaccard >= SAME {
                    scored.push((jaccard, *i, *j));
                }
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    scored.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// Gives matched statements their old ids, and new ones ids that no old statement had.
fn rename(old: &Article, new: &mut Article, matches: &[(&StatementId, StatementId)]) {
    let matched: HashMap<StatementId, StatementId> =
        matches.iter().map(|(from, to)| (to.clone(), (*from).clone())).collect();
    let mut taken: HashSet<StatementId> = old.statements.items().iter().map(|statement| statement.id.clone()).collect();
    let mut names: HashMap<StatementId, StatementId> = HashMap::new();
    let mut next = 1;
    for statement in new.statements.items() {
        let id = match matched.get(&statement.id) {
            Some(id) => id.clone(),
            None if !taken.contains(&statement.id) => statement.id.clone(),
            None => loop {
                let id = StatementId(format!("s{next}"));
                next += 1;
                if !taken.contains(&id) && new.statement(&id).is_none() {
                    break id;
                }
            },
        };
        taken.insert(id.clone());
        names.insert(statement.id.clone(), id);
    }
    let rename = |id: &mut StatementId| {
        if let Some(name) = names.get(id) {
            *id = name.clone();
        }
    };
    if let Maybe::Known(statements) = &mut new.statements {
        for statement in statements {
            rename(&mut statement.id);
            if let Maybe::Known(outer) = &mut statement.nested_in {
                rename(outer);
            }
        }
    }
    if let Maybe::Known(lines) = &mut new.summary {
        for line in lines {
            if let Maybe::Known(ids) = &mut line.statements {
                ids.iter_mut().for_each(rename);
            }
        }
    }
    if let Maybe::Known(notes) = &mut new.notes {
        for note in notes {
            if let Maybe::Known(NoteTarget::Statement(id)) = &mut note.target {
                rename(id);
            }
        }
    }
}

/// An old statement as it is kept beside the new ones.
fn orphan(before: &Statement, anchorer: &mut Anchorer, text: &Text, actors: &mut Actors) -> Statement {
    let mut kept = before.clone();
    let singles = [&mut kept.cue, &mut kept.source, &mut kept.addressee, &mut kept.venue, &mut kept.said_on];
    let lists = kept.content.iter_mut().chain(match &mut kept.resolution_evidence {
        Maybe::Known(evidence) => evidence.as_mut_slice(),
        Maybe::Absent | Maybe::Unknown => &mut [],
    });
    let singles = singles.into_iter().filter_map(|field| match field {
        Maybe::Known(anchor) => Some(anchor),
        Maybe::Absent | Maybe::Unknown => None,
    });
    for anchor in lists.chain(singles) {
        *anchor = anchorer.carry(anchor, text);
    }
    kept.speakers = actors.all(&before.speakers);
    kept.about = actors.all(&before.about);
    if let Maybe::Known(relay) = &mut kept.relayed_by {
        *relay = actors.id(relay);
    }
    if let Maybe::Known(alternatives) = &mut kept.alternatives {
        for alternative in alternatives {
            alternative.speaker = actors.id(&alternative.speaker);
        }
    }
    if let Maybe::Known(review) = &before.review {
        kept.review = Maybe::Known(carry_review(review, actors, anchorer, text));
    }
    kept.orphaned = true;
    kept
}

/// Puts kept statements in their place among the new ones, with the provenance that they name.
fn add_statements(new: &mut Article, orphans: Vec<Statement>, old: &Article) {
    let entries = match &mut new.provenance {
        Maybe::Known(entries) => entries,
        none => {
            *none = Maybe::Known(Vec::new());
            match none {
                Maybe::Known(entries) => entries,
                Maybe::Absent | Maybe::Unknown => return,
            }
        }
    };
    for entry in old.provenance.items() {
        let is_named = orphans.iter().any(|statement| statement.provenance.known() == Some(&entry.id));
        if is_named && !entries.iter().any(|known| known.id == entry.id) {
            entries.push(entry.clone());
        }
    }
    if entries.is_empty() {
        new.provenance = Maybe::Absent;
    }
    let mut statements: Vec<Statement> = new.statements.items().iter().cloned().chain(orphans).collect();
    let ids: HashSet<StatementId> = statements.iter().map(|statement| statement.id.clone()).collect();
    for statement in &mut statements {
        if statement.orphaned && statement.nested_in.known().is_some_and(|outer| !ids.contains(outer)) {
            statement.nested_in = Maybe::Absent;
        }
    }
    statements.sort_by_key(|statement| statement.start_char().unwrap_or(usize::MAX));
    new.statements = Maybe::Known(statements);
}

/// The reader's notes, led to where their targets stand now, before the new annotation's own.
fn carry_notes(
    old: &Article,
    new: &mut Article,
    anchorer: &mut Anchorer,
    actors: &mut Actors,
    kept: &HashMap<&StatementId, StatementId>,
    precedence: &mut Precedence,
) {
    let Maybe::Known(before) = &old.notes else { return };
    let mut notes = before.clone();
    for note in &mut notes {
        match &mut note.target {
            Maybe::Known(NoteTarget::Place(anchor)) => *anchor = anchorer.carry(anchor, &old.text),
            Maybe::Known(NoteTarget::Actor(id)) => *id = actors.id(id),
            Maybe::Known(NoteTarget::Statement(id)) => {
                if let Some(now) = kept.get(id) {
                    *id = now.clone();
                }
            }
            Maybe::Known(NoteTarget::Other(_)) | Maybe::Unknown | Maybe::Absent => {}
        }
    }
    // One note of one reader about one thing; where nobody says who wrote them, they are several.
    let key = |note: &Note| note.by.known().map(|by| (by.clone(), about(note)));
    let mut of_reader: HashMap<_, usize> = HashMap::new();
    for (at, note) in notes.iter().enumerate() {
        if let Some(key) = key(note) {
            of_reader.entry(key).or_insert(at);
        }
    }
    let unsigned: HashSet<String> =
        notes.iter().filter(|note| note.by.known().is_none()).map(|note| format!("{note:?}")).collect();
    for there in new.notes.items() {
        let same = key(there).and_then(|key| notes.get_mut(*of_reader.get(&key)?));
        let Some(carried) = same else {
            if there.by.known().is_some() || !unsigned.contains(&format!("{there:?}")) {
                notes.push(there.clone());
            }
            continue;
        };
        let takes_old = precedence.takes_old(|is_new_own| {
            if is_new_own { Meeting::of_notes(there, carried) } else { Meeting::of_notes(carried, there) }
        });
        if !takes_old {
            *carried = there.clone();
        }
    }
    new.notes = Maybe::Known(notes);
}

/// What a note is about, to be compared.
fn about(note: &Note) -> String {
    format!("{:?}", note.target.known())
}

#[cfg(test)]
mod tests;
