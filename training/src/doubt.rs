//! Calibrates the two confidences: a logistic regression on articles whose speakers are known, annotated by models
//! that have not seen them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::io::{self, BufRead};
use std::path::Path;

use nutgraf::annotate::attribution::Attribution;
use nutgraf::annotate::confidence::{Facts, NAMES, chance, facts};
use nutgraf::annotate::link::Linker;
use nutgraf::annotate::link::weigh::Weigh;
use nutgraf::annotate::page::{Found, Page, Stretch};
use nutgraf::annotate::resolve::{self, Speaker};
use nutgraf::article::{Kind, SpeakerKind};
use serde_json::Value;

use crate::articles::Marks;

/// Who a marked attribution's speaker is.
struct Known {
    names: Vec<String>,
    is_named: bool,
    is_person: bool,
}

/// Reads who the speakers are, by article and number of the attribution; what its reader doubted is left out.
fn speakers(path: &Path) -> io::Result<HashMap<String, HashMap<usize, Known>>> {
    let mut all = HashMap::new();
    for line in io::BufReader::new(std::fs::File::open(path)?).lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let mut known = HashMap::new();
        for one in value["speakers"].as_array().into_iter().flatten() {
            if one["sure"].as_bool() == Some(false) {
                continue;
            }
            let kind = one["type"].as_str().unwrap_or_default();
            let mut names: Vec<String> = one["speaker"].as_str().map(str::to_owned).into_iter().collect();
            names.extend(one["joint"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
            let is_person = kind == "person";
            let is_named = is_person || kind == "organisation";
            known.insert(one["i"].as_u64().unwrap_or(u64::MAX) as usize, Known { names, is_named, is_person });
        }
        all.insert(value["id"].as_str().unwrap_or_default().to_owned(), known);
    }
    Ok(all)
}

/// The articles whose speakers are known.
pub fn ids(path: &Path) -> io::Result<HashSet<String>> {
    Ok(speakers(path)?.into_keys().collect())
}

/// What is learnt from: features of statements, and whether each was right; about contents and about speakers.
#[derive(Default)]
pub struct Cases {
    contents: Vec<(Facts, bool)>,
    speakers: Vec<(Facts, bool)>,
}

/// Annotates articles with their labels and these weights, and compares. Labels and weights must come from models
/// that have not seen the articles.
pub fn gather(
    articles: Vec<&mut Marks>,
    weights: &impl Weigh,
    speakers_at: &Path,
    cases: &mut Cases,
) -> io::Result<()> {
    let all = speakers(speakers_at)?;
    for article in articles {
        let page = Page::new(&article.document.text, &article.document.blocks, true, None);
        let attributions = Linker::new(&page, &article.found, weights).run();
        article.found.attributions = attributions;
        let speakers = resolve::run(&page, &article.found);
        article.found.speakers = speakers;
        let found = &article.found;
        for (one, speaker) in found.attributions.iter().zip(&found.speakers) {
            if one.nested_in.is_some() || one.kind == Kind::NoComment {
                continue;
            }
            let facts = facts(one, speaker);
            let best = (0..article.marked.len())
                .map(|number| (share(found, &article.marked[number].content, &one.content), number))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let matched = best.filter(|(share, _)| *share >= 0.5).map(|(_, number)| number);
            cases.contents.push((facts, matched.is_some()));
            let known = matched.and_then(|number| Some((number, all.get(&article.id)?.get(&number)?)));
            if let Some((number, known)) = known {
                let right = is_right(&page, found, one, speaker, known, &article.marked[number].source);
                cases.speakers.push((facts, right));
            }
        }
    }
    Ok(())
}

/// Words that two lists of stretches share, of those that either has.
fn share(found: &Found, a: &[Stretch], b: &[Stretch]) -> f32 {
    let words = |parts: &[Stretch]| -> std::collections::BTreeSet<usize> {
        parts.iter().flat_map(|part| part.iter()).filter(|&index| found.token(index).is_word()).collect()
    };
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() as f32 / a.union(&b).count().max(1) as f32
}

fn is_right(
    page: &Page<'_>,
    found: &Found,
    one: &Attribution,
    speaker: &Speaker,
    known: &Known,
    marked: &[Stretch],
) -> bool {
    let names: Vec<&str> = speaker
        .figures
        .iter()
        .filter_map(|&figure| found.figures.get(figure))
        .map(|figure| found.words(page, figure.name))
        .collect();
    if known.is_named {
        return names.first().is_some_and(|said| known.names.iter().any(|name| is_same(said, name, known.is_person)));
    }
    let named = matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organisation) && !names.is_empty();
    !named && one.source.is_none_or(|own| marked.iter().any(|other| other.overlaps(own)))
}

const TITLES: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "president",
    "senator",
    "sen",
    "rep",
    "gov",
    "governor",
    "secretary",
    "judge",
    "justice",
    "gen",
    "the",
    "of",
    "jr",
    "sr",
];

/// Whether two names are of one: persons by surname and no contrary first name, bodies by half of their words.
fn is_same(said: &str, name: &str, is_person: bool) -> bool {
    let words = |name: &str| -> Vec<String> {
        let head = name.split(',').next().unwrap_or_default().to_lowercase();
        head.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(|word| word.trim_end_matches("'s").trim_end_matches("’s").to_owned())
            .filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str()))
            .collect()
    };
    let (said, name) = (words(said), words(name));
    if is_person {
        let agrees = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
        return match (&said[..], &name[..]) {
            ([first, .., last], [other, .., surname]) => last == surname && agrees(first, other),
            ([.., last], [.., surname]) => last == surname,
            _ => false,
        };
    }
    let initials = |words: &[String]| words.iter().filter_map(|word| word.chars().next()).collect::<String>();
    let shared = said.iter().filter(|word| name.contains(word)).count();
    shared * 2 >= said.len().max(name.len()).max(1)
        || said.len() == 1 && said[0] == initials(&name)
        || name.len() == 1 && name[0] == initials(&said)
}

/// Passes over the cases, with all of them in every step.
const PASSES: usize = 4000;
/// Length of a step, and what pulls weights to nought: a hundredth of a case each.
const RATE: f32 = 0.3;
const PULL: f32 = 0.01;

fn learn(name: &str, cases: &[(Facts, bool)]) -> Facts {
    let mut weights: Facts = Facts::default();
    let n = cases.len().max(1) as f32;
    for _ in 0..PASSES {
        let mut slope = Facts::default();
        for (facts, right) in cases {
            let miss = f32::from(u8::from(*right)) - chance(&weights, facts);
            slope.iter_mut().zip(facts).for_each(|(slope, fact)| *slope += miss * fact);
        }
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight += RATE * (slope / n - PULL * *weight / 10.0);
        }
    }
    let right = cases.iter().filter(|(_, right)| *right).count();
    let sure: Vec<bool> =
        cases.iter().filter(|(facts, _)| chance(&weights, facts) >= 0.9).map(|(_, right)| *right).collect();
    let right_of_sure = sure.iter().filter(|right| **right).count();
    eprintln!(
        "confidence of the {name}: {} cases, {right} right; sure of {}, {right_of_sure} of them right",
        cases.len(),
        sure.len()
    );
    weights
}

/// The table of weights as the program reads it.
pub fn table(cases: &Cases) -> String {
    let (content, speaker) = (learn("content", &cases.contents), learn("speaker", &cases.speakers));
    let mut table =
        String::from("# feature, weight for the content, weight for the speaker; made by the package training\n");
    for (at, name) in NAMES.iter().enumerate() {
        let _ = writeln!(table, "{name}\t{:.4}\t{:.4}", content[at], speaker[at]);
    }
    table
}
