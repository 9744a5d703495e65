//! Whom the server lets in: keys in a file as OpenSSH's `authorized_keys` is.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use jiff::tz::TimeZone;
use russh::keys::PublicKey;

use super::terms::Terms;
use super::{KeyError, fingerprint, is_good_kind, modes, read};
use crate::config::fault::Fault;

/// Keys that let in, each under its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorizedKeys {
    by_fingerprint: BTreeMap<String, Vec<Terms>>,
}

impl AuthorizedKeys {
    /// Reads a file that nobody else may write to. Lines that are wrong are left out and named.
    pub fn read(path: &Path) -> Result<(Self, Vec<Fault>), KeyError> {
        let (file, metadata) = modes::open(path)?;
        modes::is_own(path, &metadata)?;
        let bytes = read(file, path)?;
        Ok(Self::parse(&String::from_utf8_lossy(&bytes), &TimeZone::system()))
    }

    /// Reads the lines; times without a zone are in the one that is given.
    pub fn parse(text: &str, zone: &TimeZone) -> (Self, Vec<Fault>) {
        let mut keys = Self::default();
        let mut faults = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match entry(line, zone) {
                Ok((key, terms)) => keys.by_fingerprint.entry(fingerprint(&key)).or_default().push(terms),
                Err(message) => faults.push(Fault { line: n + 1, message }),
            }
        }
        (keys, faults)
    }

    /// Whether a key lets in somebody who comes from an address, at an instant in seconds since 1970.
    pub fn admits(&self, key: &PublicKey, address: IpAddr, now: i64) -> bool {
        let lines = self.by_fingerprint.get(&fingerprint(key));
        lines.is_some_and(|lines| lines.iter().any(|terms| terms.are_met(address, now)))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.by_fingerprint.len()
    }

    /// Whether nobody is let in.
    pub fn is_empty(&self) -> bool {
        self.by_fingerprint.is_empty()
    }
}

/// One line: a key, or options and a key.
fn entry(line: &str, zone: &TimeZone) -> Result<(PublicKey, Terms), String> {
    let (options, key) = if is_key(line) { (None, line) } else { cut(line)? };
    let terms = options.map_or(Ok(Terms::default()), |options| Terms::parse(options, zone))?;
    if key.split_whitespace().next().is_some_and(|kind| kind.contains("-cert-v0")) {
        return Err("certificates are not taken; list the key itself".to_owned());
    }
    // Between the parts any number of blanks may stand.
    let parts: Vec<&str> = key.split_whitespace().take(2).collect();
    let key = PublicKey::from_openssh(&parts.join(" ")).map_err(|_| "this is no public key".to_owned())?;
    is_good_kind(&key)?;
    Ok((key, terms))
}

/// Whether a line begins with a key and not with options.
fn is_key(line: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-", "rsa-", "webauthn-"].iter().any(|kind| line.starts_with(kind))
}

/// Options and what is behind them: they end with the first blank that is not between quotation marks.
fn cut(line: &str) -> Result<(Option<&str>, &str), String> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, scalar) in line.char_indices() {
        match scalar {
            '"' if !is_escaped => is_quoted = !is_quoted,
            ' ' | '\t' if !is_quoted => {
                let (options, key) = line.split_at_checked(at).unwrap_or((line, ""));
                return Ok((Some(options), key.trim_start()));
            }
            _ => {}
        }
        is_escaped = scalar == '\\' && !is_escaped;
    }
    // Options alone; what is wrong with them is said first.
    Terms::parse(line, &TimeZone::UTC)?;
    Err("there is no key behind the options".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use russh::keys::key::safe_rng;
    use russh::keys::{Algorithm, EcdsaCurve, PrivateKey, PublicKey};

    use super::super::KeyError;
    use super::AuthorizedKeys;

    fn key(algorithm: Algorithm) -> PublicKey {
        PrivateKey::random(&mut safe_rng(), algorithm).unwrap().public_key().clone()
    }

    fn written(key: &PublicKey) -> String {
        key.to_openssh().unwrap()
    }

    fn parse(text: &str) -> (AuthorizedKeys, Vec<(usize, String)>) {
        let (keys, faults) = AuthorizedKeys::parse(text, &TimeZone::UTC);
        (keys, faults.into_iter().map(|fault| (fault.line, fault.message)).collect())
    }

    fn admits(keys: &AuthorizedKeys, key: &PublicKey, address: &str) -> bool {
        keys.admits(key, address.parse().unwrap(), 0)
    }

    #[test]
    fn listed_keys_of_every_modern_kind_let_in_and_others_do_not() {
        let all = [
            key(Algorithm::Ed25519),
            key(Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }),
            key(Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 }),
            key(Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 }),
        ];
        let lines: Vec<String> = all.iter().map(|key| format!("{} ines@desk.example\n", written(key))).collect();
        let (keys, faults) = parse(&format!("# the desk\n\n  \n{}", lines.concat()));
        assert_eq!((faults.as_slice(), keys.len()), (&[][..], 4));
        assert!(all.iter().all(|key| admits(&keys, key, "192.0.2.1")));
        assert!(!admits(&keys, &key(Algorithm::Ed25519), "192.0.2.1"));
    }

    #[test]
    fn keys_on_tokens_and_long_rsa_keys_are_taken_and_short_ones_are_not() {
        // Made with `ssh-keygen`; the private halves were thrown away.
        let long = include_str!("../../../tests/fixtures/keys/rsa-3072.pub");
        let short = include_str!("../../../tests/fixtures/keys/rsa-1024.pub");
        let token = include_str!("../../../tests/fixtures/keys/sk-ed25519.pub");
        let (keys, faults) = parse(&format!("{long}{token}{short}"));
        assert_eq!(keys.len(), 2, "{faults:?}");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].0 == 3 && faults[0].1.contains("1024 bits"), "{faults:?}");
    }

    #[test]
    fn terms_hold_for_their_line_and_any_line_may_let_in() {
        let key = key(Algorithm::Ed25519);
        let text = format!(
            "from=\"192.0.2.0/24\",restrict {key}\nfrom=\"203.0.113.9\"\t{key}  two words\n",
            key = written(&key)
        );
        let (keys, faults) = parse(&text);
        assert_eq!(faults, []);
        let found = ["192.0.2.4", "203.0.113.9", "203.0.113.8"].map(|address| admits(&keys, &key, address));
        assert_eq!(found, [true, true, false]);
    }

    #[test]
    fn a_line_that_is_wrong_is_named_and_lets_nobody_in_while_the_others_hold() {
        let (good, bad) = (key(Algorithm::Ed25519), key(Algorithm::Ed25519));
        let text = format!(
            "{good}\ncommand=\"x y\" {bad}\ncert-authority {bad}\nssh-ed25519 AAAA\nssh-dss {rest}\nrestrict\n{bad} \u{1b}[2J\nssh-ed25519-cert-v01@openssh.com AAAA\n!! {bad}\n",
            good = written(&good),
            bad = written(&bad).replace("ssh-ed25519", "ecdsa-sha2-nistp256"),
            rest = written(&bad).split_once(' ').unwrap().1,
        );
        let (keys, faults) = parse(&text);
        assert_eq!(faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 9], "{faults:?}");
        assert!(faults.iter().all(|fault| !fault.1.contains(char::is_control)));
        assert!(admits(&keys, &good, "192.0.2.1") && !admits(&keys, &bad, "192.0.2.1"));
    }

    #[test]
    fn a_file_that_others_may_change_is_refused_with_the_folder_that_lets_them() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("keys");
        fs::create_dir(&inner).unwrap();
        let path = inner.join("authorized_keys");
        fs::write(&path, written(&key(Algorithm::Ed25519))).unwrap();
        let mode = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        mode(&path, 0o644);
        mode(&inner, 0o755);
        assert_eq!(AuthorizedKeys::read(&path).unwrap().0.len(), 1);
        for (changed, bad, good) in [(&path, 0o664, 0o644), (&path, 0o646, 0o644), (&inner, 0o777, 0o755)] {
            mode(changed, bad);
            let refused = AuthorizedKeys::read(&path).unwrap_err();
            assert!(
                matches!(&refused, KeyError::Writable(path) if path.ends_with(changed.file_name().unwrap())),
                "{refused}"
            );
            mode(changed, good);
        }
        let missing = AuthorizedKeys::read(&inner.join("none"));
        assert!(matches!(missing, Err(KeyError::Missing(_))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_lets_nobody_in_by_chance(text in any::<String>(), line in "[a-z\\-=\", ]{0,40}ssh-ed25519 [A-Za-z0-9+/=]{0,80}") {
            let (keys, faults) = parse(&format!("{text}\n{line}"));
            prop_assert!(keys.is_empty());
            prop_assert!(faults.iter().all(|fault| !fault.1.contains(char::is_control)));
        }
    }
}
