//! Judging and noting from a script: the same remarks as in the reader, signed with the configuration's name.

use super::super::{Exit, Failure, library, output, settings};
use crate::args::Global;
use crate::args::review::{Note, Review, Said};
use crate::article::anchor::{Anchorer, Claim, Place};
use crate::article::review::{About, Judgement, Remark, Signed};
use crate::article::{ActorId, Article, Span, StatementId};
use crate::catalogue::ArticleKey;
use crate::host::moment;
use crate::import::clean;

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
    keep(global, key, None, &[Remark::Note(about, args.text.join(" "))], None)
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
    let library = library::open(global)?;
    let article = library.article(key).map_err(|error| library::failure(&error))?;
    let missing = || Failure::new(Exit::Nothing, format!("article {} is not in the library", key.0));
    let article = article.ok_or_else(missing)?;
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
