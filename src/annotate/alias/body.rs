//! Bodies and parties: their short forms, and the signs by which a name of one word is a body's.

use crate::article::ActorKind;

use super::super::lexicon::{Classes, fingerprint};
use super::super::mention::{Gender, Naming, Sort};
use super::super::page::Stretch;
use super::super::token::Shape;
use super::{Figure, Register};

/// Short forms are looked for among so many figures at most.
const MOST_SEARCHED: usize = 60;

impl Register<'_> {
    /// *the Fed* after *the Federal Reserve*: a body's first word cut short.
    pub(super) fn clipped(&self, naming: &Naming) -> Option<usize> {
        let word = self.word(naming.name.first);
        let the = self.found.before(naming.name.first).is(Classes::DETERMINER) || naming.initial;
        if !the || !(3..=5).contains(&word.len()) || naming.titled || naming.sort == Sort::Place {
            return None;
        }
        self.figures.iter().take(MOST_SEARCHED).position(|figure| {
            let full = self.word(figure.name.first);
            figure.kind == ActorKind::Organisation
                && figure.name.len() > 1
                && full.len() > word.len() + 2
                && full.starts_with(word)
        })
    }

    /// What a body may be called for short: *IHA* for *International Harbour Authority*, *DOH* for *Department of
    /// Harbours*, *HM* for *Department of Harbour Maintenance*, and what the text gives in brackets after its name.
    pub(super) fn initials(&self, naming: &Naming) -> Vec<String> {
        let letters = |all: bool, after: usize| -> String {
            let of = (after..naming.name.end)
                .filter(|&i| all && self.found.token(i).is_word() || self.found.token(i).is_capital());
            of.filter_map(|index| self.word(index).chars().next()).collect()
        };
        let mut short = vec![letters(false, naming.name.first), letters(true, naming.name.first)];
        if let Some(of) = naming.name.iter().find(|&index| self.word(index) == "of") {
            short.push(letters(false, of + 1));
        }
        let open = naming.name.end;
        if self.found.token(open).is_mark('(') && self.found.token(open + 2).is_mark(')') {
            short.push(self.word(open + 1).replace('.', ""));
        }
        short.retain(|word| word.len() > 1);
        short
    }

    /// A short form without the full stops between its letters: *I.H.A.*
    pub(super) fn short_key(&self, index: usize) -> u64 {
        let word = self.word(index);
        if word.contains('.') && self.found.token(index).is_capital() {
            fingerprint(&word.replace('.', ""))
        } else {
            fingerprint(word)
        }
    }

    /// *Harbour Council* for *Vellian Harbour Council*: one name ends with all of the other.
    pub(super) fn same_body(&self, naming: &Naming) -> Option<usize> {
        if naming.sort != Sort::Organisation {
            return None;
        }
        let last = self.found.token(naming.name.end.saturating_sub(1)).word;
        let ends = |long: Stretch, short: Stretch| {
            short.len() > 1
                && long.len() > short.len()
                && short.iter().zip(long.end - short.len()..long.end).all(|(a, b)| self.word(a) == self.word(b))
        };
        self.by_word.get(&last)?.iter().copied().find(|&number| {
            self.figures.get(number).is_some_and(|figure| {
                figure.kind == ActorKind::Organisation
                    && (ends(figure.name, naming.name) || ends(naming.name, figure.name))
                    && self.found.token(naming.name.end.saturating_sub(1)).is_capital()
            })
        })
    }

    /// *The Vell Times*: where the text writes a body's article with a capital inside a sentence, it is part of its name.
    pub(super) fn with_articles(&mut self) {
        let found = self.found;
        for number in 0..self.figures.len() {
            let Some(figure) = self.figures.get(number) else { continue };
            if figure.kind != ActorKind::Organisation {
                continue;
            }
            let name = |naming: &Naming| naming.name.len() == figure.name.len();
            let whole = figure
                .namings
                .iter()
                .take(60)
                .filter_map(|&index| found.namings.get(index))
                .filter(|n| name(n))
                .find_map(|naming| {
                    let the = naming.name.first.checked_sub(1)?;
                    let sentence = found.sentence_of(the).and_then(|s| found.sentences.get(s))?;
                    let inside =
                        the > sentence.stretch.first && found.before(the).mark().is_none_or(|mark| mark == ',');
                    (self.word(the) == "The" && inside).then(|| Stretch::new(the, naming.name.end))
                });
            if let (Some(whole), Some(figure)) = (whole, self.figures.get_mut(number)) {
                figure.name = whole;
            }
        }
    }

    /// *Tories* after *Tory*, and the other way round.
    pub(super) fn singular_of(&self, naming: &Naming) -> Option<usize> {
        let word = self.word(naming.name.first);
        let other = match (word.strip_suffix("ies"), word.strip_suffix('y'), word.strip_suffix('s')) {
            (Some(stem), ..) if stem.len() > 1 => format!("{stem}y"),
            (_, Some(stem), _) if stem.len() > 1 => format!("{stem}ies"),
            (_, _, Some(stem)) if stem.len() > 3 => stem.to_owned(),
            _ if word.len() > 3 => format!("{word}s"),
            _ => return None,
        };
        let figure = self.by_name.get(&fingerprint(&other)).copied()?;
        let plain = matches!(naming.sort, Sort::Unknown | Sort::Organisation) && !naming.titled;
        let body = |kind: ActorKind| matches!(kind, ActorKind::Other | ActorKind::Organisation);
        self.figures.get(figure).filter(|f| plain && body(f.kind) && f.name.len() == 1).map(|_| figure)
    }

    /// A name of one word that is no person's by any sign, and which the text treats as a body: *Tarn, which*,
    /// *Tarn's shares*, *the papermaker Tarn*.
    pub(super) fn kind_by_company(&self, figure: &Figure) -> Option<ActorKind> {
        let namings = || figure.namings.iter().take(60).filter_map(|&index| self.found.namings.get(index));
        let human = figure.gender != Gender::Unknown || namings().any(|n| n.titled || n.name.len() > 1);
        if human || !matches!(figure.kind, ActorKind::Person | ActorKind::Other) {
            return None;
        }
        let acts = namings().any(|naming| {
            let after = naming.stretch.end;
            let (next, before) = (self.found.token(after), self.found.before(naming.name.first));
            next.is_mark(',') && self.word(after + 1) == "which"
                || next.shape == Shape::Clitic
                    && (after + 1..after + 3).any(|index| COMPANY.contains(&self.word(index)))
                || next.shape == Shape::Lower && COMPANY.contains(&self.page.word(next))
                || TRADES.iter().any(|trade| self.page.word(before).ends_with(trade)) && before.shape == Shape::Lower
                || before.shape == Shape::Lower && before.is(Classes::BODY) && !before.is(Classes::ROLE)
        });
        acts.then_some(ActorKind::Organisation)
    }
}

/// What a company has, and a person seldom.
const COMPANY: [&str; 18] = [
    "shares",
    "profits",
    "profit",
    "sales",
    "revenue",
    "board",
    "chief",
    "chairman",
    "chairwoman",
    "headquarters",
    "shareholders",
    "spokesman",
    "spokeswoman",
    "products",
    "customers",
    "subsidiary",
    "directors",
    "employees",
];

/// Endings of the words for those who make and sell.
const TRADES: [&str; 9] =
    ["maker", "retailer", "airline", "company", "firm", "broker", "supermarket", "brewer", "manufacturer"];
