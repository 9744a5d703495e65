//! What codes are sealed with: chance in a file of its own beside the visitors' database, for its owner's eyes alone.
//! Whoever has the database without this file cannot try codes on it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::LibraryError;
use crate::article::format::sha256_hex;
use crate::library::settle_name;

/// How much chance it is.
const N_BYTES: usize = 32;
/// What SHA-256 takes at once.
const BLOCK_BYTES: usize = 64;

/// The secret of one visitors' database.
pub struct Secret([u8; N_BYTES]);

/// It is shown to nobody.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The one beside a visitors' database, which is made where there is none.
    pub fn beside(visitors: &Path) -> Result<Self, LibraryError> {
        let path = visitors.with_extension("secret");
        let failed = |error: &io::Error| LibraryError::of_file(&path, error);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(&path).map_err(|error| failed(&error))?;
                // What stands there now counts, whoever was faster.
                fs::read(&path)
            }
            outcome => outcome,
        };
        let bytes = bytes.map_err(|error| failed(&error))?;
        let whole = <[u8; N_BYTES]>::try_from(bytes.as_slice());
        whole.map(Self).map_err(|_| LibraryError::Io {
            path: path.clone(),
            what: format!("is not {N_BYTES} bytes; move it away, and codes begin anew"),
        })
    }

    /// What some bytes come to under this secret (HMAC with SHA-256, RFC 2104). Each use has a name of its own, so that
    /// what is sealed for one says nothing of another.
    pub fn seal(&self, usage: &str, bytes: &[u8]) -> [u8; 32] {
        hmac(&self.0, &[usage.as_bytes(), b"\0", bytes])
    }

    /// The name that the bearer of a code stands under.
    pub(super) fn name(&self, code: &str) -> String {
        sha256_hex(&self.seal("visitor", code.as_bytes()))
    }
}

fn hmac(key: &[u8; N_BYTES], parts: &[&[u8]]) -> [u8; 32] {
    let begun = |pad: u8| {
        let mut block = [pad; BLOCK_BYTES];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        Sha256::new_with_prefix(block)
    };
    let inner = parts.iter().fold(begun(0x36), Digest::chain_update).finalize();
    begun(0x5c).chain_update(inner).finalize().into()
}

/// Makes it beside its place and then links it there, so that it is there whole or not at all, and never instead of
/// another.
fn make(path: &Path) -> io::Result<()> {
    let (mut secret, mut name) = ([0; N_BYTES], [0; 8]);
    let filled = getrandom::fill(&mut secret).and_then(|()| getrandom::fill(&mut name));
    filled.map_err(|error| io::Error::other(error.to_string()))?;
    let beside = path.with_extension(format!("{:x}.new", u64::from_be_bytes(name)));
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).and_then(|mut file| {
        file.write_all(&secret)?;
        file.sync_all()?;
        fs::hard_link(&beside, path)?;
        settle_name(path)
    });
    drop(fs::remove_file(&beside));
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::{Secret, hmac};

    #[test]
    fn what_is_sealed_is_hmac_as_others_have_it() {
        // As `openssl dgst -sha256 -mac HMAC` has it, of a key of 32 bytes 0x0b.
        let sealed = hmac(&[0x0b; 32], &[b"Hi ", b"There"]);
        let wanted = "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7";
        assert_eq!(sealed.map(|byte| format!("{byte:02x}")).concat(), wanted);
    }

    #[test]
    fn a_secret_is_made_once_for_its_owners_eyes_and_another_database_has_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("visitors.db");
        let first = Secret::beside(&path).unwrap();
        let file = folder.path().join("visitors.secret");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(first.name("a"), Secret::beside(&path).unwrap().name("a"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        assert_ne!(first.name("a"), Secret::beside(&folder.path().join("other.db")).unwrap().name("a"));
        assert_ne!(first.seal("one", b"a"), first.seal("other", b"a"));
        fs::write(&file, "short").unwrap();
        assert!(Secret::beside(&path).is_err(), "what is damaged is not made anew: codes would lead nowhere");
    }
}
