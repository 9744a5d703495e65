//! Bodies and parties: their short forms, and the signs by which a name of one word is a body's.

use crate::article::ActorKind;

use super::super::lexicon::{Classes, fingerprint};
use super::super::mention::{Gender, Naming, Sort};
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
