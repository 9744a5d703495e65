//! Faults of the program, told in the log, wherever they are met. What becomes of whoever met one is theirs.

use std::panic::{PanicHookInfo, set_hook, take_hook};

use crate::ssh::log::{Event, Line, Log};
use crate::ssh::visit::said;

type Former = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// Tells faults as long as it lives.
pub(super) struct Hook(Option<Former>);

impl Hook {
    pub(super) fn set(log: Log) -> Self {
        let former = take_hook();
        set_hook(Box::new(move |fault| {
            let place = fault.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
            log.tell(&Line::new(Event::SessionBroke).with("at", place).with("why", said(fault.payload())));
        }));
        Self(Some(former))
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        if let Some(former) = self.0.take() {
            set_hook(former);
        }
    }
}
