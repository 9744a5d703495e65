//! Judging and noting from a script: the same remarks as in the reader, signed with the configuration's name.

use super::super::{Exit, Failure, library, output, settings};
use crate::args::Global;
use crate::args::review::{Note, Review, Said};
use crate::article::anchor::{Anchorer, Claim, Place};
use crate::article::review::{About, Judgement, Remark, Signed, note_text, own_note, standing};
use crate::article::{ActorId, Article, Span, StatementId};
use crate::catalogue::ArticleKey;
use crate::clean;
use crate::host::moment;

/// Says something of a statement.
pub fn say(global: &Global, args: &Review) -> Result<Exit, Failure> {
    let mut seen = None;
    let (said, judgements) = match args {
        Review::Confirm(said) => (said, vec![Judgement::Confirm]),
        Review::Dispute(said) => (said, vec![Judgement::Dispute]),
        Review::Reject(said) => (said, vec![Judgement::NotAStatement]),
        Review::Withdraw(said) => (said, vec![Judgement::Withdraw]),
        Review::Correct { said, speaker, words } => {
            let (article, judgements) = corrections(global, said, speaker, words)?;
            seen = Some(article);
            (said, judgements)
        }
        Review::List { .. } | Review::Export { .. } => return Ok(Exit::Done),
    };
    let (key, id) = statement(said)?;
    let remarks: Vec<Remark> =
        judgements.into_iter().map(|judgement| Remark::Statement(id.clone(), judgement)).collect();
    keep(global, key, seen.as_ref(), &remarks, said.why.clone())
}

/// Notes something.
pub fn note(global: &Global, args: &Note) -> Result<Exit, Failure> {
    let unreadable = || {
        let about = clean::line(&args.about);
        let message = format!("{about}: name an article as 17, a statement as 17:s3, or somebody as 17@a2");
        Failure::new(Exit::Usage, message)
    };
    let number = |text: &str| text.parse().ok().map(ArticleKey).ok_or_else(unreadable);
    let (key, about) = match args.about.split_once([':', '@']) {
        None => (number(&args.about)?, About::Article),
        Some((key, id)) if args.about.contains(':') => (number(key)?, About::Statement(StatementId(id.to_owned()))),
        Some((key, id)) => (number(key)?, About::Actor(ActorId(id.to_owned()))),
    };
    let name = settings::load(global)?.config.name;
    let before = {
        let library = library::open(global)?;
        let article = library.article(key).map_err(|error| library::failure(&error))?;
        let article = article.ok_or_else(|| no_article(key))?;
        own_note(&article, &about, Some(name.as_str()).filter(|name| !name.is_empty())).map(note_text)
    };
    let before = before.map(|before| clean::line(&before.replace('\n', " ")));
    if args.text.is_empty() && !args.remove {
        let none = || Failure::new(Exit::Nothing, "nothing is noted there; give the words of the note");
        return output::print(&(before.ok_or_else(none)? + "\n"));
    }
    keep(global, key, None, &[Remark::Note(about, args.text.join(" "))], None)?;
    match before {
        Some(before) => output::print(&format!("the note before: {before}\n")),
        None => Ok(Exit::Done),
    }
}

fn no_article(key: ArticleKey) -> Failure {
    Failure::new(Exit::Nothing, format!("there is no article {} in the library", key.0))
}

fn keep(
    global: &Global,
    key: ArticleKey,
    seen: Option<&Article>,
    remarks: &[Remark],
    why: Option<String>,
) -> Result<Exit, Failure> {
    let name = settings::load(global)?.config.name;
    let now = library::now();
    let signed = Signed { by: Some(name).filter(|name| !name.is_empty()), at: Some(moment(now)), why };
    let mut library = library::open_to_write(global)?;
    for remark in remarks {
        let kept = library.remark(key, seen, remark, &signed, now).map_err(|error| library::failure(&error))?;
        let kept = kept.map_err(|refusal| Failure::new(Exit::Nothing, clean::line(&refusal.to_string())))?;
        output::print(&format!("{}; `nutgraf undo` undoes it\n", kept.deed.what))?;
    }
    Ok(Exit::Done)
}

fn statement(said: &Said) -> Result<(ArticleKey, StatementId), Failure> {
    let parts = said.statement.split_once(':');
    let named = parts.and_then(|(key, id)| Some((ArticleKey(key.parse().ok()?), StatementId(id.to_owned()))));
    named.ok_or_else(|| {
        let message = format!("{}: name a statement as 17:s3, article and id", clean::line(&said.statement));
        Failure::new(Exit::Usage, message)
    })
}

/// The corrections, of the article as it is read here.
fn corrections(
    global: &Global,
    said: &Said,
    speakers: &[String],
    words: &[String],
) -> Result<(Article, Vec<Judgement>), Failure> {
    let (key, _) = statement(said)?;
    if speakers.is_empty() && words.is_empty() {
        let message = "say what is right: --speaker 'Bruno Keel' for who said it, --words 'as it stands in the \
                       article' for what was said";
        return Err(Failure::new(Exit::Usage, message));
    }
    let library = library::open(global)?;
    let article = library.article(key).map_err(|error| library::failure(&error))?;
    let article = article.ok_or_else(|| no_article(key))?;
    for speaker in speakers {
        is_somebody(&article, speaker)?;
    }
    let mut judgements = Vec::new();
    if !speakers.is_empty() {
        judgements.push(Judgement::Speakers(speakers.iter().cloned().map(ActorId).collect()));
    }
    if !words.is_empty() {
        let spans = words.iter().map(|words| place(&article, words)).collect::<Result<_, _>>()?;
        judgements.push(Judgement::Content(spans));
    }
    Ok((article, judgements))
}

/// Refuses what looks like the id of an actor and is none: it is more likely a slip than a name.
fn is_somebody(article: &Article, speaker: &str) -> Result<(), Failure> {
    let stands = standing(article);
    let digits = speaker.trim_start_matches(|char: char| char.is_ascii_lowercase());
    let is_like_id = digits.len() < speaker.len()
        && !digits.is_empty()
        && speaker.len() - digits.len() <= 2
        && digits.chars().all(|char| char.is_ascii_digit());
    let actors = stands.actors.items();
    if !is_like_id || actors.iter().any(|actor| actor.id.0 == speaker || actor.name == speaker) {
        return Ok(());
    }
    let mut all: Vec<String> = actors.iter().take(9).map(|actor| format!("{} {}", actor.id.0, actor.name)).collect();
    if actors.len() > all.len() {
        all.push("…".to_owned());
    }
    let message = format!("nobody in the article is {speaker}; there are {}", clean::line(&all.join(", ")));
    Err(Failure::new(Exit::Usage, message))
}

/// The one place of words in an article.
fn place(article: &Article, words: &str) -> Result<Span, Failure> {
    let claim = Claim { exact: words.into(), ..Claim::default() };
    match Anchorer::new(&article.text).place(&claim) {
        Place::AsClaimed(span) | Place::Found(span) | Place::Moved(span) => Ok(span),
        Place::Ambiguous => {
            let message = format!("{}: the words stand in several places; give more of them", clean::line(words));
            Err(Failure::new(Exit::Nothing, message))
        }
        _ => {
            let message = format!("{}: the words do not stand in the article so", clean::line(words));
            Err(Failure::new(Exit::Nothing, message))
        }
    }
}
