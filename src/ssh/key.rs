//! Keys: the server's own, those of whom it lets in, and what a key is called.

mod authorized;
mod host;
mod modes;
mod origin;
mod terms;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use authorized::AuthorizedKeys;
pub use host::host_key;
use russh::keys::ssh_key::public::KeyData;
use russh::keys::{Algorithm, HashAlg, PublicKey};
use rustix::io::Errno;
use thiserror::Error;

/// A file of keys is a few kilobytes; a longer one is none.
const MAX_BYTES: u64 = 1 << 20;
/// The shortest RSA key that is taken.
const MIN_RSA_BITS: u32 = 2048;

/// Why a file of keys cannot be used. A path is shown as the system has it; whoever prints it cleans it.
#[derive(Debug, Error)]
pub enum KeyError {
    /// There is none.
    #[error("{0}: there is no such file")]
    Missing(PathBuf),
    /// There is no folder that it could be made in.
    #[error("{0}: the server's key cannot be made there, since there is no such folder; make it first")]
    NoFolder(PathBuf),
    /// Others may read the server's own key.
    #[error(
        "{0}: others may read this key, so that it proves nothing; `chmod 600` it if nobody has read it, else remove it and a new one is made"
    )]
    Readable(PathBuf),
    /// Others may change who comes in.
    #[error("{0}: others may write to it, and so let anybody in; `chmod go-w` it, or give it to yourself or root")]
    Writable(PathBuf),
    /// A passphrase is needed.
    #[error("{0}: this key is locked by a passphrase, and a server has nobody to type it; give one without")]
    Locked(PathBuf),
    /// It is no private key.
    #[error("{0}: this is no private key in OpenSSH's form; remove it and a new one is made, or name another")]
    Damaged(PathBuf),
    /// It is a key, but none that a server is known by here.
    #[error("{path}: this is a key of the kind {kind}; the server takes ssh-ed25519 keys")]
    Kind {
        /// The file.
        path: PathBuf,
        /// The kind that it is.
        kind: String,
    },
    /// Reading or writing failed.
    #[error("{path}: {}", said(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What it means that a key's file was not read or written, and what to do.
fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; make room and try again".to_owned()
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "may not be read or written; check the permissions of the file and of its folder".to_owned()
        }
        _ if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
            "the disk fails; see to it and try again".to_owned()
        }
        _ => format!("{error}; name another file"),
    }
}

impl KeyError {
    fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        if error.kind() == io::ErrorKind::NotFound { Self::Missing(path) } else { Self::Io { path, error } }
    }
}

/// A key's fingerprint, as OpenSSH shows it: `SHA256:…`.
pub fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// Whether a key that somebody proves to have is good enough to know them by: of a modern kind, and long enough. The
/// algorithm is the one that the proof was made with, since an RSA key can also sign in a way that is broken.
pub fn is_good(key: &PublicKey, algorithm: &Algorithm) -> bool {
    is_good_kind(key).is_ok() && !matches!(algorithm, Algorithm::Rsa { hash: None })
}

/// Whether a key can be known by; else what to say of it.
fn is_good_kind(key: &PublicKey) -> Result<(), String> {
    match key.key_data() {
        KeyData::Ed25519(_) | KeyData::Ecdsa(_) | KeyData::SkEd25519(_) | KeyData::SkEcdsaSha2NistP256(_) => Ok(()),
        KeyData::Rsa(rsa) if rsa.key_size() >= MIN_RSA_BITS => Ok(()),
        KeyData::Rsa(rsa) => {
            Err(format!("an RSA key of {} bits is too short; {MIN_RSA_BITS} is the least", rsa.key_size()))
        }
        _ => Err(format!("a key of the kind {} is not taken", key.algorithm())),
    }
}

/// What stands in a file, which has to be a file of a sensible length.
fn read(file: File, path: &Path) -> Result<Vec<u8>, KeyError> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| KeyError::io(path, error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(KeyError::Io { path: path.to_owned(), error: io::Error::other("the file is too long for keys") });
    }
    Ok(bytes)
}
