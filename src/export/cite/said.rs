//! A statement in words, without its source: what was said, who said it, how it is reported, and what is doubtful.

use super::Desk;
use super::clause::{clause, is_pronoun, possessive};
use super::quoted::{one_line, unmarked};
use crate::article::naming::kept_from_earlier;
use crate::article::{Actor, Anchor, Certainty, Kind, Maybe, ReviewStatus, SpeakerKind, Statement};

/// How the article had what was kept from an earlier version of it.
const EARLIER: &str = "from an earlier version";

/// A statement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The words: in the article's own quotation marks as far as it quotes them; else the article's sentence, or the
    /// words alone.
    pub words: String,
    /// The words are all quoted, or a sentence that says who says them: they can stand before their source.
    pub leads: bool,
    /// Who said it, with the role that the article gives: *Odile Marchetti, mayor*.
    pub who: String,
    /// How the article has it: *quoted*, *partly quoted*, *as reported (not quoted)*, *from an earlier version*.
    pub how: &'static str,
    /// The article's reporting words, where neither quotation marks nor a sentence say how it was said.
    pub cue: Option<String>,
    /// What is doubtful about it, and what the reader has said of it.
    pub doubts: Vec<String>,
}

impl Said {
    pub(super) fn of(desk: &Desk, statement: &Statement) -> Self {
        let speakers = desk.speakers(statement);
        let names = speakers.iter().map(|actor| one_line(&actor.name)).collect();
        let names = Some(joined(names)).filter(|names| !names.is_empty());
        let is_direct = statement.kind == Kind::Direct;
        // A name that the reader put there is not set into the article's sentence.
        let sentence =
            if is_direct || statement.has_readers_speaker() { None } else { clause(desk, statement, names.as_deref()) };
        let leads = is_direct || sentence.is_some();
        let cue = statement.cue.known().map(|cue| unmarked(cue.words(&desk.article.text)));
        Self {
            leads,
            cue: cue.filter(|cue| !leads && !cue.is_empty()),
            words: sentence.unwrap_or_else(|| desk.words(statement)),
            who: who(desk, statement, &speakers),
            how: match statement.kind {
                _ if statement.orphaned && statement.spans().next().is_none() => EARLIER,
                Kind::Direct => "quoted",
                Kind::Mixed => "partly quoted",
                Kind::Indirect | Kind::NoComment => "as reported (not quoted)",
            },
            doubts: doubts(desk, statement, speakers.is_empty()),
        }
    }

    /// The statement with where it was published, in one line.
    ///
    /// Words that are all quoted, and the article's sentences, stand first; a paraphrase alone never does, since words
    /// before a dash and a name are taken for that person's own.
    pub fn line(&self, place: &str) -> String {
        if self.leads {
            format!("{} — {} {place}", self.words, self.credit())
        } else {
            format!("{} {place}{}: {}", self.credit(), self.reported_as(), self.words)
        }
    }

    /// What stands right before the place of publication: `Odile Marchetti, mayor (speaker uncertain), quoted in`.
    pub fn credit(&self) -> String {
        // A sentence that names the speaker needs no second name.
        if self.leads && self.doubts.is_empty() && self.how != "quoted" && self.words.contains(&self.who) {
            return format!("{} in", self.how);
        }
        let doubts = if self.doubts.is_empty() { String::new() } else { format!(" ({})", self.doubts.join("; ")) };
        format!("{}{doubts}, {} {}", self.who, self.how, if self.how == EARLIER { "of" } else { "in" })
    }

    /// The article's reporting words, to be set behind the place of publication.
    pub fn reported_as(&self) -> String {
        self.cue.as_ref().map(|cue| format!(", with the reporting words [{cue}]")).unwrap_or_default()
    }
}

fn joined(mut names: Vec<String>) -> String {
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

fn who(desk: &Desk, statement: &Statement, speakers: &[&Actor]) -> String {
    let role = |actor: &Actor| role(desk, actor);
    match speakers {
        [] => source(desk, statement),
        [actor] => match role(actor) {
            Some(role) => format!("{}, {role}", one_line(&actor.name)),
            None => one_line(&actor.name),
        },
        several => joined(
            several
                .iter()
                .map(|actor| match role(actor) {
                    Some(role) => format!("{} ({role})", one_line(&actor.name)),
                    None => one_line(&actor.name),
                })
                .collect(),
        ),
    }
}

/// The first role of an actor. Where the article has a pronoun in it (*her deputy*), the name stands in brackets; where
/// nobody knows whose, there is no role.
pub(super) fn role(desk: &Desk, actor: &Actor) -> Option<String> {
    let words = unmarked(&actor.role()?);
    if words.is_empty() {
        return None;
    }
    let Some(first) = possessive(&words) else { return Some(words) };
    let evidence = actor.roles.items().first()?.evidence.first().and_then(Anchor::span)?;
    let owner = desk.owner(evidence.start(), first.chars().count())?;
    Some(format!("[{owner}’s]{}", words.get(first.len()..)?))
}

/// The article's words for somebody whom it does not name; none of them where the reader says that nobody is named.
fn source(desk: &Desk, statement: &Statement) -> String {
    if statement.has_readers_speaker() {
        return "nobody named".to_owned();
    }
    let words = statement.source.known().map(|source| unmarked(source.words(&desk.article.text)));
    match words.filter(|words| words.chars().any(char::is_alphanumeric)) {
        Some(words) if is_pronoun(&words) => format!("somebody not identified ({words})"),
        Some(words) => {
            let named = statement.source.known().and_then(Anchor::span).and_then(|span| desk.named(span, None));
            named.unwrap_or(words)
        }
        None => "nobody named".to_owned(),
    }
}

fn doubts(desk: &Desk, statement: &Statement, is_unnamed: bool) -> Vec<String> {
    let mut doubts = Vec::new();
    let review = statement.review.known();
    let status = review.map(|review| review.status);
    let has_other_words = review.is_some_and(|review| review.other_content().is_some());
    if is_unnamed && !statement.has_readers_speaker() && statement.speaker_kind.known() == Some(&SpeakerKind::Anonymous)
    {
        doubts.push("not named".to_owned());
    }
    // What is corrected has no probability any more; the other one is as it was.
    if let Maybe::Known(confidence) = &statement.confidence
        && status != Some(ReviewStatus::Confirmed)
    {
        let is_doubtful = |sure: Option<f64>| sure.map(Certainty::of) == Some(Certainty::Check);
        if !is_unnamed && is_doubtful(confidence.speaker) && !statement.has_readers_speaker() {
            doubts.push("speaker uncertain".to_owned());
        }
        if is_doubtful(confidence.content) && !has_other_words {
            doubts.push("words uncertain".to_owned());
        }
    }
    match status {
        Some(ReviewStatus::Disputed) => doubts.push("disputed by the reader".to_owned()),
        Some(ReviewStatus::Corrected) if !statement.has_readers_speaker() && !has_other_words => {
            doubts.push("corrected by the reader".to_owned());
        }
        Some(ReviewStatus::Corrected | ReviewStatus::Confirmed) | None => {}
    }
    if statement.has_readers_speaker() {
        doubts.push("speaker corrected by the reader".to_owned());
    }
    let is_renamed = |actor: &Actor| actor.review.known().is_some_and(|review| review.other_name().is_some());
    if desk.speakers(statement).into_iter().any(is_renamed) {
        doubts.push("named so by the reader".to_owned());
    }
    if has_other_words {
        doubts.push("words corrected by the reader".to_owned());
    }
    if let Some(outer) = statement.nested_in.known().and_then(|id| desk.statements.get(id)) {
        let by: Vec<String> = outer.standing_speakers().iter().filter_map(|id| desk.name(id)).collect();
        doubts.push(match joined(by) {
            by if by.is_empty() => "within what somebody else is reported to have said".to_owned(),
            by => format!("within what {by} is reported to have said"),
        });
    }
    if let Some(kept) = kept_from_earlier(statement) {
        doubts.push(kept.to_owned());
    } else if statement.content.iter().any(|part| part.span().is_none()) {
        doubts.push("not found in the article’s text".to_owned());
    }
    doubts
}
