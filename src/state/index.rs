//! What is worked out about an article once, when it is opened: order, speakers, counts.

use std::collections::{HashMap, HashSet};

use crate::article::{Actor, ActorId, Article, Kind, NoteTarget, Statement, StatementId, naming};

use super::fold;

/// One row of the actors pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// Index into the article's actors.
    pub actor: usize,
    /// Statements by the actor.
    pub n_statements: usize,
    /// Places that refer to the actor.
    pub n_mentions: usize,
    /// Words of the actor in quotation marks.
    pub n_quoted_words: usize,
}

/// What an actor is called, folded, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedNames {
    /// Name and aliases.
    pub names: String,
    /// Roles and affiliations.
    pub roles: String,
}

/// What is worked out about an article once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// Statements with a place in the text, by where they begin.
    pub order: Vec<usize>,
    /// Statements without one.
    pub lost: Vec<usize>,
    /// For each statement, first scalar and one past the last; `None` without a place.
    pub extents: Vec<Option<(usize, usize)>>,
    /// For each statement, its speakers as indexes into the article's actors.
    pub speakers: Vec<Vec<usize>>,
    /// For each actor, the number of the colour that it keeps: by first statement.
    pub colours: Vec<Option<usize>>,
    /// The actors pane: those who say most first.
    pub cast: Vec<Cast>,
    /// Words in quotation marks, of all speakers.
    pub n_quoted_words: usize,
    /// The ids of statements and actors that have notes.
    noted: (HashSet<StatementId>, HashSet<ActorId>),
    /// The index into the article's actors that an id names.
    numbers: HashMap<ActorId, usize>,
}

impl Index {
    /// Works it out.
    pub fn new(article: &Article) -> Self {
        let statements = article.statements.items();
        let actors = article.actors.items();
        let mut numbers = HashMap::with_capacity(actors.len());
        for (number, actor) in actors.iter().enumerate() {
            numbers.entry(actor.id.clone()).or_insert(number);
        }
        let extents: Vec<_> = statements.iter().map(extent).collect();
        let mut order: Vec<usize> =
            (0..statements.len()).filter(|&n| extents.get(n).is_some_and(Option::is_some)).collect();
        order.sort_by_key(|&number| (extents.get(number).copied().flatten(), number));
        let lost = (0..statements.len()).filter(|&n| extents.get(n).is_none_or(Option::is_none)).collect();
        let speakers: Vec<Vec<usize>> = statements
            .iter()
            .map(|statement| statement.standing_speakers().iter().filter_map(|id| numbers.get(id).copied()).collect())
            .collect();
        let mut colours = vec![None; actors.len()];
        let mut taken = 0;
        let mut said = vec![0; actors.len()];
        let mut quoted = vec![0; actors.len()];
        let mut n_quoted_words = 0;
        for &number in &order {
            for &speaker in speakers.get(number).into_iter().flatten() {
                if let Some(colour @ None) = colours.get_mut(speaker) {
                    *colour = Some(taken);
                    taken += 1;
                }
            }
        }
        for (number, statement) in statements.iter().enumerate() {
            let words = quoted_words(article, statement);
            n_quoted_words += words;
            for &speaker in speakers.get(number).into_iter().flatten() {
                if let (Some(said), Some(quoted)) = (said.get_mut(speaker), quoted.get_mut(speaker)) {
                    *said += 1;
                    *quoted += words;
                }
            }
        }
        let mut cast: Vec<Cast> = actors
            .iter()
            .enumerate()
            .map(|(number, actor)| Cast {
                actor: number,
                n_statements: said.get(number).copied().unwrap_or(0),
                n_mentions: actor.mentions.items().len(),
                n_quoted_words: quoted.get(number).copied().unwrap_or(0),
            })
            .collect();
        cast.sort_by_key(|row| std::cmp::Reverse((row.n_statements, row.n_mentions)));
        let noted = noted(article);
        Self { order, lost, extents, speakers, colours, cast, n_quoted_words, noted, numbers }
    }

    /// The actor that an id names, by one look whatever their number.
    pub fn actor<'a>(&self, article: &'a Article, id: &ActorId) -> Option<&'a Actor> {
        article.actors.items().get(*self.numbers.get(id)?)
    }

    /// What narrowing looks in, for each row of the cast. Only those who narrow need it, so it is no part of opening an
    /// article.
    pub fn folded_names(&self, article: &Article) -> Vec<FoldedNames> {
        let actors = article.actors.items();
        self.cast.iter().map(|row| actors.get(row.actor).map(folded_names).unwrap_or_default()).collect()
    }

    /// Whether something is noted about a statement.
    pub fn is_noted(&self, statement: &Statement) -> bool {
        self.noted.0.contains(&statement.id)
    }

    /// Whether something is noted about an actor.
    pub fn is_noted_actor(&self, actor: &Actor) -> bool {
        self.noted.1.contains(&actor.id)
    }

    /// Where a statement begins, in scalars.
    pub fn start_char(&self, statement: usize) -> Option<usize> {
        self.extents.get(statement).copied().flatten().map(|(start, _)| start)
    }

    /// The number of the colour of a statement's first speaker.
    pub fn colour(&self, statement: usize) -> Option<usize> {
        let first = self.speakers.get(statement)?.first()?;
        self.colours.get(*first).copied().flatten()
    }
}

fn noted(article: &Article) -> (HashSet<StatementId>, HashSet<ActorId>) {
    let mut noted = (HashSet::new(), HashSet::new());
    for note in article.notes.items() {
        match note.target.known() {
            Some(NoteTarget::Statement(id)) => noted.0.insert(id.clone()),
            Some(NoteTarget::Actor(id)) => noted.1.insert(id.clone()),
            _ => false,
        };
    }
    noted
}

fn folded_names(actor: &Actor) -> FoldedNames {
    let roles = actor.roles.items().iter();
    let roles = roles.flat_map(|role| [&role.title].into_iter().chain(role.affiliation.known()));
    FoldedNames {
        names: folded_lines([&actor.name].into_iter().chain(actor.aliases.items())),
        roles: folded_lines(roles),
    }
}

fn folded_lines<'a>(words: impl Iterator<Item = &'a String>) -> String {
    fold::plain(&words.map(String::as_str).collect::<Vec<_>>().join("\n"))
}

fn extent(statement: &Statement) -> Option<(usize, usize)> {
    let start = statement.start_char()?;
    let end = statement.spans().map(crate::article::Span::end).max()?;
    Some((start, end))
}

/// Words that a statement has in quotation marks, or marked as speech in another way.
fn quoted_words(article: &Article, statement: &Statement) -> usize {
    let words = |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let parts = statement.spans().map(|span| article.text.slice(span));
    match statement.kind {
        Kind::Direct => parts.map(words).sum(),
        Kind::Mixed => parts
            .map(|part| {
                // Every second stretch between marks is inside them.
                let mut inside = false;
                let mut n = 0;
                for stretch in part.split_inclusive(['“', '”', '"', '«', '»', '„']) {
                    if inside {
                        n += words(stretch);
                    }
                    inside = match stretch.chars().last() {
                        Some('“' | '«' | '„') => true,
                        Some('”' | '»') => false,
                        Some('"') => !inside,
                        _ => inside,
                    };
                }
                n
            })
            .sum(),
        Kind::Indirect | Kind::NoComment => 0,
    }
}

/// The speakers of a statement in words: names, or what the text calls them.
pub fn speaker_words(article: &Article, index: &Index, statement: usize) -> String {
    named(article, index, statement, naming::speaker_words)
}

/// The same with the role that the article gives a single speaker: *Odile Marchetti (mayor of Vell)*. For several there
/// is no room on a status line.
pub fn speaker_with_role(article: &Article, index: &Index, statement: usize) -> String {
    let is_one = index.speakers.get(statement).is_some_and(|speakers| speakers.len() == 1);
    named(article, index, statement, if is_one { naming::speakers_with_roles } else { naming::speaker_words })
}

fn named(
    article: &Article,
    index: &Index,
    statement: usize,
    name: impl Fn(&Article, &Statement, &[&Actor]) -> String,
) -> String {
    let actors = article.actors.items();
    let numbers = index.speakers.get(statement).into_iter().flatten();
    let speakers: Vec<&Actor> = numbers.filter_map(|&number| actors.get(number)).collect();
    article.statements.items().get(statement).map_or_else(String::new, |statement| name(article, statement, &speakers))
}
