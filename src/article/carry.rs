//! Carries statement ids, reviews and notes over from an older annotation of the same article.
//!
//! A new statement takes the id of the old one whose content it overlaps most: Jaccard of at least .5, one to one,
//! best first. Overlap is counted in the words' places where both annotations are of the same text, and in the words
//! themselves where it was changed. An old statement that a reader judged or noted something about, and that finds no
//! match, is kept and marked `orphaned`.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::anchor::Anchorer;
use super::{
    Actor, ActorId, Anchor, Article, Maybe, Note, NoteTarget, Review, Statement, StatementId, Text, Warning,
    WarningCode, gate,
};

/// The least overlap of two statements that count as one.
const SAME: f64 = 0.5;

/// The new annotation, with the ids, reviews and notes of the old one where their statements agree.
pub fn carry_over(old: &Article, mut new: Article) -> Article {
    let matches = matches(old, &new);
    rename(old, &mut new, &matches);
    let mut actors = Actors::new(old, &new);
    let kept: HashSet<&StatementId> = matches.iter().map(|(old, _)| *old).collect();
    let noted: HashSet<&StatementId> = old.notes.items().iter().filter_map(noted_statement).collect();

    let text = new.text.clone();
    let mut anchorer = Anchorer::new(&text);
    let reviews: HashMap<&StatementId, &Statement> =
        old.statements.items().iter().map(|statement| (&statement.id, statement)).collect();
    if let Maybe::Known(statements) = &mut new.statements {
        for statement in statements.iter_mut() {
            if let Some(before) = reviews.get(&statement.id).filter(|_| kept.contains(&statement.id))
                && let Maybe::Known(review) = &before.review
            {
                statement.review = Maybe::Known(actors.review(review));
            }
        }
    }
    let mut orphans = Vec::new();
    for before in old.statements.items() {
        let is_judged = before.review.known().is_some() || noted.contains(&before.id);
        if !is_judged || kept.contains(&before.id) {
            continue;
        }
        new.warnings.push(Warning::new(
            WarningCode::OrphanedReview,
            format!(
                "statement {} has a review or a note, but the new annotation has none like it; it was kept",
                before.id.0
            ),
        ));
        orphans.push(orphan(before, &mut anchorer, &old.text, &mut actors));
    }
    if !orphans.is_empty() {
        add_statements(&mut new, orphans, old);
    }
    carry_notes(old, &mut new, &mut anchorer, &mut actors);
    let implied = actors.implied;
    if !implied.is_empty() {
        match &mut new.actors {
            Maybe::Known(listed) => listed.extend(implied),
            none => *none = Maybe::Known(implied),
        }
    }
    gate::apply(&mut new);
    new
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

/// Leads the old annotation's actors to the new one's, by name.
struct Actors {
    ids: HashMap<ActorId, ActorId>,
    names: HashMap<ActorId, String>,
    taken: HashSet<ActorId>,
    implied: Vec<Actor>,
}

impl Actors {
    fn new(old: &Article, new: &Article) -> Self {
        let mut by_name: HashMap<&str, &ActorId> = HashMap::new();
        for actor in new.actors.items() {
            for alias in actor.aliases.items() {
                by_name.entry(alias).or_insert(&actor.id);
            }
        }
        // A name goes before another actor's alias.
        by_name.extend(new.actors.items().iter().map(|actor| (actor.name.as_str(), &actor.id)));
        let same = |actor: &Actor| {
            let mut names = std::iter::once(&actor.name).chain(actor.aliases.items());
            names.find_map(|name| by_name.get(name.as_str())).map(|id| (actor.id.clone(), (*id).clone()))
        };
        Self {
            ids: old.actors.items().iter().filter_map(same).collect(),
            names: old.actors.items().iter().map(|actor| (actor.id.clone(), actor.name.clone())).collect(),
            taken: new.actors.items().iter().map(|actor| actor.id.clone()).collect(),
            implied: Vec::new(),
        }
    }

    /// The new annotation's actor; one that it does not have is named by the reader alone.
    fn id(&mut self, old: &ActorId) -> ActorId {
        if let Some(id) = self.ids.get(old) {
            return id.clone();
        }
        let name = self.names.get(old).cloned().unwrap_or_else(|| old.0.clone());
        // An implied actor's id is its name; only an unlucky id of another actor can stand in the way.
        let id = ActorId(name.clone());
        if self.taken.insert(id.clone()) {
            self.implied.push(Actor { implied: true, ..Actor::named(name.clone(), name) });
        }
        self.ids.insert(old.clone(), id.clone());
        id
    }

    fn all(&mut self, ids: &Maybe<Vec<ActorId>>) -> Maybe<Vec<ActorId>> {
        match ids {
            Maybe::Known(ids) => Maybe::Known(ids.iter().map(|id| self.id(id)).collect()),
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Absent => Maybe::Absent,
        }
    }

    fn review(&mut self, review: &Review) -> Review {
        Review { speakers: self.all(&review.speakers), ..review.clone() }
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
        kept.review = Maybe::Known(actors.review(review));
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
fn carry_notes(old: &Article, new: &mut Article, anchorer: &mut Anchorer, actors: &mut Actors) {
    let Maybe::Known(before) = &old.notes else { return };
    let mut notes = before.clone();
    for note in &mut notes {
        match &mut note.target {
            Maybe::Known(NoteTarget::Place(anchor)) => *anchor = anchorer.carry(anchor, &old.text),
            Maybe::Known(NoteTarget::Actor(id)) => *id = actors.id(id),
            Maybe::Known(NoteTarget::Statement(_) | NoteTarget::Other(_)) | Maybe::Unknown | Maybe::Absent => {}
        }
    }
    for note in new.notes.items() {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    new.notes = Maybe::Known(notes);
}

#[cfg(test)]
mod tests;
