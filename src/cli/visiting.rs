//! The command line of visitors: what they may ask of a library that is served, without a terminal and without a
//! process of their own. The commands are the program's; here stand who may have which, and the line that asks.

mod asked;
mod mine;
mod split;
mod subset;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::reply::{MOST_ROWS, Reply};
use super::{Exit, Failure, list, search, show, speaker, today};
use crate::catalogue::Visitor;
use crate::host::visitor::Shared;
use crate::library::Library;
use crate::ssh::{Answered, Commands, Manner, SharedCommands};
use asked::{Asked, Line};

/// The commands of a library that is served.
#[derive(Debug)]
struct Visiting {
    shared: Arc<Shared>,
}

/// The commands that visitors have of what is shared.
pub fn commands(shared: Arc<Shared>) -> SharedCommands {
    Arc::new(Visiting { shared })
}

impl Commands for Visiting {
    fn answer(&self, visitor: &Visitor, line: &str, manner: Manner) -> Answered {
        let mut reply = Reply::to_visitor(manner);
        self.shared.greet(visitor);
        let outcome = self.outcome(visitor, line, &mut reply);
        reply.ended(outcome)
    }
}

impl Visiting {
    fn outcome(&self, visitor: &Visitor, line: &str, to: &mut Reply) -> Result<Exit, Failure> {
        let words = split::words(line).map_err(|message| Failure::new(Exit::Usage, message))?;
        let Line { asked, is_plain } = asked::read(&words, to.width_col)?;
        to.is_bold &= !is_plain;
        match asked {
            Asked::Told(text) => to.print(&text),
            Asked::Mine(mine) => mine::answer(&self.shared, visitor, &mine, to),
            Asked::Show(key) => self.ask(to, |library, to| show::answer(library, key, to)),
            Asked::Search(mut args) => {
                within(&mut args.limit, to);
                self.ask(to, |library, to| search::answer(library, &args, to))
            }
            Asked::Speaker(mut args) => {
                within(&mut args.limit, to);
                self.ask(to, |library, to| speaker::answer(library, &args, to).map(|_| Exit::Done))
            }
            Asked::Today(mut args) => {
                within(&mut args.limit, to);
                self.ask(to, |library, to| today::answer(library, &args, to))
            }
            Asked::List(mut args) => {
                within(&mut args.limit, to);
                self.ask(to, |library, to| list::answer(library, &args, to))
            }
        }
    }

    fn ask(
        &self,
        to: &mut Reply,
        command: impl FnOnce(&Library, &mut Reply) -> Result<Exit, Failure>,
    ) -> Result<Exit, Failure> {
        let outcome = self.shared.ask(|library| Ok(command(library, &mut *to)));
        outcome.unwrap_or_else(|error| Err(to.unanswered(&error)))
    }
}

/// Holds a limit to what visitors are given at once, and says so.
fn within(limit: &mut usize, to: &mut Reply) {
    if *limit > MOST_ROWS {
        to.complain(&format!("--limit {limit}: visitors are given {MOST_ROWS} at most, and that is what is given"));
        *limit = MOST_ROWS;
    }
}
