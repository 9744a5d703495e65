//! What has to be on the disk before a file may be said to be there.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Waits until the disk has a name that was just given or changed; the file's own bytes are another thing. Where a
/// folder cannot be opened to ask for that, or its file system does not know the question, there is nothing to wait for.
pub fn settle_name(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(folder) = File::open(folder) else { return Ok(()) };
    match folder.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}
