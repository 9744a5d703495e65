//! What is spoken on the line: modern algorithms only, no compression, and little of anything kept.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::ssh_key::EcdsaCurve;
use russh::keys::{Algorithm, HashAlg, PrivateKey};
use russh::server::Config;
use russh::{MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex, mac};

use crate::config::serve::Limits;

/// Keys and pastes that a client may send before they are read.
const WINDOW_BYTES: u32 = 16 << 10;
const PACKET_BYTES: u32 = 4 << 10;
/// Messages that wait between a channel and the protocol, either way.
const N_MESSAGES: usize = 4;
/// A client that says nothing is asked whether it is there, so that what stands between keeps the line open and the
/// kernel sees when it has broken. Who does not answer may be stopped, or asleep: how long a session waits is its own
/// affair.
const KEEPALIVE: Duration = Duration::from_secs(30);
/// However many questions are not answered.
const NEVER: usize = 0;
/// A refused login takes at least so long; the first question of every client, what it may try, does not.
const REJECTION: Duration = Duration::from_millis(100);

const KEX: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];
const CIPHERS: &[cipher::Name] = &[cipher::CHACHA20_POLY1305, cipher::AES_256_GCM, cipher::AES_128_GCM];
const MACS: &[mac::Name] = &[mac::HMAC_SHA256_ETM, mac::HMAC_SHA512_ETM];
const COMPRESSION: &[compression::Name] = &[compression::NONE];
/// The server's own key is the first; the others are of visitors.
const KEYS: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::SkEd25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
    Algorithm::SkEcdsaSha2NistP256,
    Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
    Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
];

/// How the protocol is spoken. `is_open` where visitors without a key may come in.
pub(super) fn config(host_key: PrivateKey, limits: &Limits, is_open: bool) -> Arc<Config> {
    let mut methods = vec![MethodKind::PublicKey];
    if is_open {
        methods.push(MethodKind::KeyboardInteractive);
    }
    Arc::new(Config {
        // No version: it would tell nobody but those who look for old ones.
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-nutgraf")),
        methods: MethodSet::from(methods.as_slice()),
        auth_rejection_time: REJECTION,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![host_key],
        window_size: WINDOW_BYTES,
        maximum_packet_size: PACKET_BYTES,
        channel_buffer_size: N_MESSAGES,
        event_buffer_size: N_MESSAGES,
        preferred: Preferred {
            kex: Cow::Borrowed(KEX),
            key: Cow::Borrowed(KEYS),
            host_key_certificates: Cow::Borrowed(&[]),
            cipher: Cow::Borrowed(CIPHERS),
            mac: Cow::Borrowed(MACS),
            compression: Cow::Borrowed(COMPRESSION),
        },
        // The first question, what may be tried, is a rejected attempt too.
        max_auth_attempts: limits.max_auth_tries as usize + 1,
        // How long one may sit and read is the visit's affair.
        inactivity_timeout: None,
        keepalive_interval: Some(KEEPALIVE),
        keepalive_max: NEVER,
        nodelay: true,
        ..Config::default()
    })
}
