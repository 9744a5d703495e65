//! Who else may read or change a file of keys, judged as OpenSSH judges it.

use std::fs::{File, Metadata};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::process::geteuid;

use super::KeyError;

/// Opens a file that is read once. A pipe or a device would hold the server up, and is none.
pub(super) fn open(path: &Path) -> Result<(File, Metadata), KeyError> {
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let opened = File::options().read(true).custom_flags(flags).open(path);
    let file = opened.map_err(|error| KeyError::io(path, error))?;
    let metadata = file.metadata().map_err(|error| KeyError::io(path, error))?;
    if !metadata.is_file() {
        let error = std::io::Error::other("this is no file");
        return Err(KeyError::Io { path: path.to_owned(), error });
    }
    Ok((file, metadata))
}

/// Refuses a private key that others can read. Somebody else's, like one that systemd lends, may be lent to a group.
pub(super) fn is_private(path: &Path, metadata: &Metadata) -> Result<(), KeyError> {
    let others = if metadata.uid() == geteuid().as_raw() { 0o077 } else { 0o007 };
    if metadata.mode() & others == 0 { Ok(()) } else { Err(KeyError::Readable(path.to_owned())) }
}

/// Refuses a file that others can change, or put another in the place of: it and every folder above belong to whoever
/// runs the server or to root, and only they may write. Folders like `/tmp`, in which nobody may touch what is not
/// theirs, are let pass.
pub(super) fn is_own(path: &Path, metadata: &Metadata) -> Result<(), KeyError> {
    if !is_own_here(metadata, 0) {
        return Err(KeyError::Writable(path.to_owned()));
    }
    let whole = path.canonicalize().map_err(|error| KeyError::io(path, error))?;
    for folder in whole.ancestors().skip(1) {
        let metadata = folder.metadata().map_err(|error| KeyError::io(folder, error))?;
        if !is_own_here(&metadata, STICKY) {
            return Err(KeyError::Writable(folder.to_owned()));
        }
    }
    Ok(())
}

const STICKY: u32 = 0o1000;

fn is_own_here(metadata: &Metadata, lets_pass: u32) -> bool {
    let owner = metadata.uid();
    let is_own = owner == 0 || owner == geteuid().as_raw();
    is_own && (metadata.mode() & 0o022 == 0 || metadata.mode() & lets_pass != 0)
}
