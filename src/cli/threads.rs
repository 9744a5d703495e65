//! Work on all cores, and on one where the system gives no threads.

use rayon::ThreadPoolBuilder;

use super::{Exit, Failure};

/// Does work that asks rayon for all cores.
pub fn on_all<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let alone = || ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let pool = ThreadPoolBuilder::new().build().or_else(|_| alone()).map_err(|_| none())?;
    Ok(pool.install(work))
}

/// Why work that needs a thread was not begun.
pub fn none() -> Failure {
    Failure::new(Exit::Io, "the system starts no more threads for this program; end some others, or lift the limit")
}
