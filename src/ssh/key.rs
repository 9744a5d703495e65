//! Keys in files: the server's own, and those of visitors who may come in.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::ssh_key::{AuthorizedKeys, LineEnding};
use russh::keys::{HashAlg, PrivateKey};

/// The server's key; made where there is none. The error is one line.
pub fn host_key(path: &Path) -> Result<PrivateKey, String> {
    let failed = |why: String| format!("the host key {}: {why}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => PrivateKey::from_openssh(text).map_err(|error| failed(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path).map_err(failed),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn make(path: &Path) -> Result<PrivateKey, String> {
    let mut seed = [0; 32];
    let read = fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut seed));
    read.map_err(|error| format!("/dev/urandom: {error}"))?;
    let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
    let text = key.to_openssh(LineEnding::LF).map_err(|error| error.to_string())?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| error.to_string())?;
    Ok(key)
}

/// The fingerprints of those who may come in. The error is one line.
pub fn authorized(path: &Path) -> Result<Vec<String>, String> {
    let failed = |why: String| format!("the authorized keys {}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    AuthorizedKeys::new(&text)
        .map(|entry| entry.map(|entry| entry.public_key().fingerprint(HashAlg::Sha256).to_string()))
        .collect::<Result<_, _>>()
        .map_err(|error| failed(error.to_string()))
}
