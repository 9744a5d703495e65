//! Descriptions: *the mayor*, *the US president*, *a spokesman*, and bodies that are called by a name and a common
//! noun: *the Roe campaign*.

use crate::article::Form;

use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::{Gender, Naming, Scan, Sort};

/// Common nouns that make a name of the words before them.
const BODIES: [&str; 9] =
    ["campaign", "administration", "government", "council", "ministry", "committee", "police", "parliament", "embassy"];

impl Scan<'_> {
    /// *the US president*, *a spokesman*; the capitalised words inside it are names of their own only where they
    /// do not lead up to a name (*the chancellor Ilse Brandt*).
    pub(super) fn description(&self, index: usize, sentence: Stretch, namings: &mut Vec<Naming>) -> usize {
        let mut end = index + 1;
        let mut head = None;
        while end < sentence.end && end < index + 6 {
            let token = self.token(end);
            if !token.is_word() || token.is(Classes::PREPOSITION.or(Classes::CONJUNCTION).or(Classes::AUXILIARY)) {
                break;
            }
            // A capitalised body has a name: it is no description.
            let body = token.is(Classes::BODY) && !token.is(Classes::ROLE);
            if body && token.is_capital() {
                return index + 1;
            }
            if (body || token.is(Classes::ROLE)) && !token.is(Classes::FIRST_NAME) {
                head = Some(end);
            } else if head.is_some() {
                break;
            }
            end += 1;
        }
        let Some(head) = head else { return index + 1 };
        if self.token(head + 1).is_capital() {
            // Leads up to a name: the run that begins there looks back for it, or has the role at its head.
            return (index + 1..=head).find(|&index| self.token(index).is_capital()).unwrap_or(head + 1);
        }
        let body = !self.token(head).is(Classes::ROLE);
        if body && self.is_named_body(index, head) {
            namings.push(Naming::new(Form::Name, Stretch::new(index + 1, head + 1), Sort::Organisation));
            return head + 1;
        }
        let sort = if body { Sort::Organisation } else { Sort::Person };
        let mut naming = Naming::new(Form::Nominal, Stretch::new(index, head + 1), sort);
        naming.role = Stretch::new(index + 1, head + 1);
        naming.gender = Gender::of(self.token(head));
        namings.push(naming);
        head + 1
    }

    /// *the Roe campaign*, *the Vellian government*: after *the*, a capital and one of a few common nouns.
    fn is_named_body(&self, determiner: usize, head: usize) -> bool {
        let proper = self.token(determiner + 1);
        self.word(determiner).eq_ignore_ascii_case("the")
            && head > determiner + 1
            && proper.is_capital()
            && !proper.is(Classes::ROLE.or(Classes::TITLE).or(Classes::NUMBER).or(Classes::DAY).or(Classes::MONTH))
            && BODIES.contains(&self.word(head))
            && !self.token(head + 1).is(Classes::HEAD)
    }
}
