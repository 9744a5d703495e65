//! Back and forward through jumps.

use super::reading::Mark;

/// How many jumps are remembered.
const MAX_JUMPS: usize = 100;

/// Where jumps began, and where one came back from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jumps {
    back: Vec<Mark>,
    forward: Vec<Mark>,
}

impl Jumps {
    /// Remembers where a jump begins; what lay ahead is forgotten.
    pub fn push(&mut self, from: Mark) {
        self.forward.clear();
        if self.back.last() != Some(&from) {
            self.back.push(from);
        }
        if self.back.len() > MAX_JUMPS {
            self.back.remove(0);
        }
    }

    /// The same with every mark made anew.
    #[must_use]
    pub fn mapped(&self, mark: impl Fn(&Mark) -> Mark) -> Self {
        Self { back: self.back.iter().map(&mark).collect(), forward: self.forward.iter().map(&mark).collect() }
    }

    /// Whether there is nowhere to go back to.
    pub fn is_empty(&self) -> bool {
        self.back.is_empty()
    }

    /// Where the last jump began; `here` is where to come forward to again.
    pub fn back(&mut self, here: Mark) -> Option<Mark> {
        let to = self.back.pop()?;
        self.forward.push(here);
        Some(to)
    }

    /// Where one came back from.
    pub fn forward(&mut self, here: Mark) -> Option<Mark> {
        let to = self.forward.pop()?;
        self.back.push(here);
        Some(to)
    }
}
