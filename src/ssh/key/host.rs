//! The server's own key, which its visitors know it by. It is made once and never overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use russh::keys::key::safe_rng;
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, PrivateKey};

use super::{KeyError, modes, read};

/// Reads the server's key, or makes it where there is none.
pub fn host_key(path: &Path) -> Result<PrivateKey, KeyError> {
    match existing(path) {
        Err(KeyError::Missing(_)) => make(path)?,
        outcome => return outcome,
    }
    // What stands there now counts, whoever was faster.
    existing(path)
}

fn existing(path: &Path) -> Result<PrivateKey, KeyError> {
    let (file, metadata) = modes::open(path)?;
    modes::is_private(path, &metadata)?;
    let key = PrivateKey::from_openssh(read(file, path)?).map_err(|_| KeyError::Damaged(path.to_owned()))?;
    if key.is_encrypted() {
        return Err(KeyError::Locked(path.to_owned()));
    }
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(KeyError::Kind { path: path.to_owned(), kind: key.algorithm().to_string() });
    }
    Ok(key)
}

/// Makes a key beside its place and then links it there, so that it is there whole or not at all, and never instead of
/// another.
fn make(path: &Path) -> Result<(), KeyError> {
    let failed = |error| KeyError::Io { path: path.to_owned(), error };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(KeyError::NoFolder(path.to_owned()));
    }
    let other = |error: russh::keys::ssh_key::Error| failed(io::Error::other(error.to_string()));
    let mut key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).map_err(other)?;
    key.set_comment("nutgraf serve");
    let text = key.to_openssh(LineEnding::LF).map_err(other)?;
    let beside = Beside(beside(path));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside.0).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    match fs::hard_link(&beside.0, path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(failed(error)),
    }
    // That a power cut could still take it is no reason not to start.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// A name that no other process or thread makes a key under at this moment.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}-{:?}.new", std::process::id(), std::thread::current().id()).replace(['(', ')'], ""));
    path.with_file_name(name)
}

/// A file that goes when it is not needed any more.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::sync::Barrier;
    use std::thread;

    use russh::keys::key::safe_rng;
    use russh::keys::ssh_key::LineEnding;
    use russh::keys::{Algorithm, EcdsaCurve, PrivateKey};

    use super::super::{KeyError, fingerprint};
    use super::host_key;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("host_key");
        (folder, path)
    }

    fn put(path: &PathBuf, text: &str, mode: u32) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_key_that_only_the_owner_reads_and_later_ones_keep_it() {
        let (folder, path) = folder();
        let first = host_key(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
        let second = host_key(&path).unwrap();
        assert_eq!(fingerprint(first.public_key()), fingerprint(second.public_key()));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn servers_that_start_at_once_agree_on_one_key() {
        let (folder, path) = folder();
        let all = Barrier::new(8);
        let made: Vec<String> = thread::scope(|scope| {
            let start = || {
                all.wait();
                fingerprint(host_key(&path).unwrap().public_key())
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|key| *key == made[0]), "{made:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_others_read_is_refused_and_left_as_it_is() {
        let (_folder, path) = folder();
        host_key(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        for mode in [0o640, 0o604, 0o660] {
            put(&path, &text, mode);
            assert!(matches!(host_key(&path), Err(KeyError::Readable(_))), "{mode:o}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn what_is_no_key_is_refused_and_left_as_it_is() {
        let (_folder, path) = folder();
        host_key(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let half: String = text.chars().take(text.len() / 2).collect();
        for damaged in ["", "not a key\n", half.as_str(), &"x".repeat(100_000)] {
            put(&path, damaged, 0o600);
            assert!(matches!(host_key(&path), Err(KeyError::Damaged(_))), "{damaged:.20}");
            assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        }
        put(&path, &"x".repeat(2 << 20), 0o600);
        assert!(matches!(host_key(&path), Err(KeyError::Io { .. })));
    }

    #[test]
    fn keys_of_another_kind_or_with_a_passphrase_are_refused_for_what_they_are() {
        let (_folder, path) = folder();
        let curve = Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 };
        let other = PrivateKey::random(&mut safe_rng(), curve).unwrap();
        put(&path, &other.to_openssh(LineEnding::LF).unwrap(), 0o600);
        let refused = host_key(&path).unwrap_err().to_string();
        assert!(refused.contains("ecdsa-sha2-nistp256") && refused.contains("ssh-ed25519"), "{refused}");
        let locked = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        let locked = locked.encrypt(&mut safe_rng(), "word").unwrap();
        put(&path, &locked.to_openssh(LineEnding::LF).unwrap(), 0o600);
        assert!(matches!(host_key(&path), Err(KeyError::Locked(_))));
    }

    #[test]
    fn a_place_where_no_key_can_be_is_named() {
        let (folder, path) = folder();
        assert!(matches!(host_key(&folder.path().join("no/such/key")), Err(KeyError::NoFolder(_))));
        assert!(matches!(host_key(folder.path()), Err(KeyError::Io { .. })));
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        assert!(matches!(host_key(&path), Err(KeyError::Missing(_))), "a link to nowhere is not written through");
    }
}
