//! What is forgotten in time is forgotten also while nobody visits.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::interval;

use super::Server;

/// It is done once a day; where that could not be done it is not put off for another.
const BETWEEN: Duration = Duration::from_secs(60 * 60);

/// Goes on for as long as the server runs.
pub(super) async fn tidy(server: Arc<Server>) {
    let mut due = interval(BETWEEN);
    loop {
        due.tick().await;
        let shared = server.shared();
        // A fault in it ends this time alone.
        let _ = spawn_blocking(move || shared.tidy()).await;
    }
}
