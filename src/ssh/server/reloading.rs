//! The terms that the owner wants read again while the server runs.

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::signal::unix::Signal;
use tokio::task::spawn_blocking;

use super::{Reload, Server, Terms};
use crate::config::serve::Serve;
use crate::ssh::log::{Event, Line};

/// Reads them again at each signal. Ends where the signal means that the terminal is gone on which the server was
/// started: nobody would see it run on.
pub(super) async fn when_asked(server: Arc<Server>, mut hup: Signal, mut reload: Reload) {
    let has_terminal = || io::stderr().is_terminal();
    let had_terminal = has_terminal();
    while hup.recv().await.is_some() {
        if had_terminal && !has_terminal() {
            return;
        }
        let holds = server.terms();
        let made = spawn_blocking(move || (anew(&mut reload, &holds.serve), reload));
        let Ok((made, again)) = made.await else { return };
        reload = again;
        match made {
            Ok(terms) => {
                terms.said.iter().for_each(|said| server.tell(&Line::new(Event::Warning).with("why", said)));
                server.hold(terms);
                server.tell(&Line::new(Event::Reloaded));
            }
            Err(why) => server.tell(&Line::new(Event::ReloadFailed).with("why", why)),
        }
    }
}

/// Makes the terms anew. A fault of the program in there is one more reason why they cannot be.
fn anew(reload: &mut Reload, holds: &Serve) -> Result<Terms, String> {
    let made = catch_unwind(AssertUnwindSafe(|| reload(holds)));
    made.unwrap_or_else(|_| Err("a fault of nutgraf; the line before says where".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Reload, anew};
    use crate::config::serve::Serve;

    #[test]
    fn a_fault_while_the_configuration_is_read_is_told_and_the_next_reload_is_made() {
        let mut n_asked = 0;
        let mut reload: Reload = Box::new(move |_| {
            n_asked += 1;
            assert!(n_asked > 1, "provoked");
            Err("line 3".to_owned())
        });
        assert!(anew(&mut reload, &Serve::default()).unwrap_err().contains("fault"));
        assert_eq!(anew(&mut reload, &Serve::default()).unwrap_err(), "line 3");
    }
}
