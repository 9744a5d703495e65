//! `nutgraf reannotate`: the library's articles annotated anew. Batches are transactions, so it can be broken off.

use rayon::prelude::*;

use super::interrupt::Interrupt;
use super::{Exit, Failure, library, output, threads};
use crate::args::Global;
use crate::args::shelf::Reannotate;
use crate::briefing;
use crate::catalogue::ArticleKey;
use crate::library::{Library, Rework};

/// Articles that are annotated together and committed together.
const BATCH: usize = 32;

/// Annotates what was named, or what an earlier version annotated.
pub fn run(global: &Global, args: &Reannotate) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let interrupt = Interrupt::note();
    let mut todo = Todo::new(&library, args)?;
    let mut n_done = 0;
    let mut n_others = 0;
    while let Some(batch) = todo.next(&library)? {
        let (mut ours, mut others) = (Vec::new(), Vec::new());
        for key in batch {
            let is_ours = library.is_ours(key).map_err(|error| library::failure(&error))?;
            if is_ours { &mut ours } else { &mut others }.push(key);
        }
        n_others += others.len();
        let taken = ours.iter().map(|&key| library.take_out(key)).collect::<Result<Vec<_>, _>>();
        let taken: Vec<Rework> = taken.map_err(|error| library::failure(&error))?.into_iter().flatten().collect();
        let anew = |rework: Rework| Rework { article: briefing::reannotated(&rework.article), ..rework };
        let reworked: Vec<Rework> = threads::on_all(|| taken.into_par_iter().map(anew).collect())?;
        n_done += library.put_back(&reworked, library::now()).map_err(|error| library::failure(&error))?;
        output::progress(&format!("annotated {n_done}/{}", todo.n_articles));
        if interrupt.has_come() {
            output::progress("");
            output::complain(&format!("stopped after {n_done} of {}; the next run goes on there", todo.n_articles));
            return Ok(interrupt.exit());
        }
    }
    output::progress("");
    let articles = if n_done == 1 { "1 article".to_owned() } else { format!("{n_done} articles") };
    let others = match n_others {
        0 => String::new(),
        n => format!("; {n} annotated by other programs were left as they are"),
    };
    output::print(&format!("annotated {articles}{others}\n"))
}

/// What is still to be done.
struct Todo {
    /// What was named; without, what is out of date is asked for batch by batch.
    named: Option<std::vec::IntoIter<ArticleKey>>,
    annotator: String,
    after: ArticleKey,
    n_articles: usize,
}

impl Todo {
    fn new(library: &Library, args: &Reannotate) -> Result<Self, Failure> {
        let annotator = briefing::annotator();
        let (named, n_articles) = if args.which.is_empty() {
            (None, library.n_outdated(&annotator).map_err(|error| library::failure(&error))?)
        } else {
            let keys = library::selected(library, &args.which)?;
            let n_articles = keys.len();
            (Some(keys.into_iter()), n_articles)
        };
        Ok(Self { named, annotator, after: ArticleKey(i64::MIN), n_articles })
    }

    fn next(&mut self, library: &Library) -> Result<Option<Vec<ArticleKey>>, Failure> {
        let batch = match &mut self.named {
            Some(named) => named.take(BATCH).collect(),
            None => library.outdated(&self.annotator, self.after, BATCH).map_err(|error| library::failure(&error))?,
        };
        self.after = batch.last().copied().unwrap_or(self.after);
        Ok((!batch.is_empty()).then_some(batch))
    }
}
