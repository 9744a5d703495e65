//! Reads a body: unpacked here, so that what it unpacks to is counted as it comes.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use flate2::bufread::MultiGzDecoder;
use url::Url;

use super::{FetchError, Policy, shown};

/// How much is read at a time, and so between two looks at the limits.
const BLOCK_BYTES: usize = 32 << 10;

/// What a body may cost.
pub(super) struct Limits<'a> {
    pub(super) max_bytes: usize,
    pub(super) end: Instant,
    pub(super) cancel: &'a AtomicBool,
}

/// Why a body was left off.
#[derive(Debug)]
pub(super) enum Fault {
    TooLarge,
    Timeout,
    Interrupted,
    Packing(String),
    Read(io::Error),
}

impl Fault {
    /// What it means for whoever asked.
    pub(super) fn at(self, url: &Url, policy: &Policy) -> FetchError {
        let url_shown = shown(url);
        match self {
            Self::TooLarge => FetchError::TooLarge { url: url_shown, max_bytes: policy.max_bytes },
            Self::Timeout => FetchError::Timeout { url: url_shown, whole: policy.whole },
            Self::Interrupted => FetchError::Interrupted,
            Self::Packing(what) => FetchError::Broken { url: url_shown, what },
            Self::Read(error) => match error.downcast::<ureq::Error>() {
                Ok(error) => FetchError::of(url, error, policy),
                Err(error) => FetchError::of(url, ureq::Error::Io(error), policy),
            },
        }
    }
}

/// Reads all of a body, packed as the header says.
pub(super) fn read(from: impl Read, packing: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    // Packed or not, no more than the limit comes over the wire.
    let mut wire = BufReader::with_capacity(BLOCK_BYTES, Watched { from, limits, n_bytes: 0, fault: None });
    let packing = packing.trim().to_ascii_lowercase();
    let is_packed = match packing.as_str() {
        "" | "identity" => false,
        // A server may say so and send the page as it is.
        "gzip" | "x-gzip" => wire.fill_buf().map_or(&[][..], |head| head).starts_with(&[0x1F, 0x8B]),
        other => return Err(Fault::Packing(format!("packed as {other}, which was not asked for"))),
    };
    if is_packed {
        let mut decoder = MultiGzDecoder::new(wire);
        let read = unpack(&mut decoder, limits);
        let fault = decoder.get_mut().get_mut().fault.take();
        read.map_err(|error| fault.unwrap_or(error))
    } else {
        let read = unpack(&mut wire, limits);
        let fault = wire.get_mut().fault.take();
        read.map_err(|error| fault.unwrap_or(error))
    }
}

fn unpack(from: &mut impl Read, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let n = match from.read(&mut block) {
            Ok(0) => return Ok(body),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
                return Err(Fault::Packing("its packing (gzip) is damaged".to_owned()));
            }
            Err(error) => return Err(Fault::Read(error)),
        };
        if body.len() + n > limits.max_bytes {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(block.get(..n).unwrap_or_default());
        // A little on the wire can unpack to much.
        if limits.cancel.load(Ordering::Relaxed) {
            return Err(Fault::Interrupted);
        }
    }
}

/// What comes over the wire, counted and timed.
struct Watched<'a, R> {
    from: R,
    limits: &'a Limits<'a>,
    n_bytes: usize,
    /// Why reading was left off, which an error on its way through a decoder does not tell.
    fault: Option<Fault>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let fault = if self.limits.cancel.load(Ordering::Relaxed) {
            Some(Fault::Interrupted)
        } else if Instant::now() >= self.limits.end {
            Some(Fault::Timeout)
        } else if self.n_bytes > self.limits.max_bytes {
            Some(Fault::TooLarge)
        } else {
            None
        };
        if fault.is_some() {
            self.fault = fault;
            return Err(io::Error::other("left off"));
        }
        let n = self.from.read(into)?;
        self.n_bytes += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write, repeat};
    use std::sync::atomic::AtomicBool;
    use std::time::{Duration, Instant};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{Fault, Limits, read};

    fn packed(bytes: impl Read) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        std::io::copy(&mut { bytes }, &mut encoder).unwrap();
        encoder.flush().unwrap();
        encoder.finish().unwrap()
    }

    fn limits(cancel: &AtomicBool) -> Limits<'_> {
        Limits { max_bytes: 1 << 20, end: Instant::now() + Duration::from_secs(600), cancel }
    }

    #[test]
    fn a_packed_body_is_unpacked_and_one_that_only_claims_to_be_is_taken_as_it_is() {
        let cancel = AtomicBool::new(false);
        assert_eq!(read(&packed(&b"words"[..])[..], "gzip", &limits(&cancel)).unwrap(), b"words");
        assert_eq!(read(&b"words"[..], "gzip", &limits(&cancel)).unwrap(), b"words");
        assert_eq!(read(&b"words"[..], "", &limits(&cancel)).unwrap(), b"words");
        assert!(matches!(read(&b"words"[..], "br", &limits(&cancel)), Err(Fault::Packing(_))));
        let cut = packed(&b"words"[..]);
        assert!(read(&cut[..cut.len() - 6], "gzip", &limits(&cancel)).is_err());
    }

    #[test]
    fn a_bomb_is_cut_off_at_the_limit_and_so_is_a_body_without_an_end() {
        let cancel = AtomicBool::new(false);
        let bomb = packed(repeat(b'x').take(100 << 20));
        assert!(bomb.len() < 1 << 20);
        assert!(matches!(read(&bomb[..], "gzip", &limits(&cancel)), Err(Fault::TooLarge)));
        assert!(matches!(read(repeat(b'x'), "", &limits(&cancel)), Err(Fault::TooLarge)));
        // Empty members without end unpack to nothing at all.
        let member = packed(&b""[..]);
        let endless = std::iter::repeat_n(member, 200_000).flatten().collect::<Vec<_>>();
        assert!(matches!(read(&endless[..], "gzip", &limits(&cancel)), Err(Fault::TooLarge)));
    }

    #[test]
    fn time_and_the_reader_end_it_too() {
        let cancel = AtomicBool::new(false);
        let late = Limits { end: Instant::now(), ..limits(&cancel) };
        assert!(matches!(read(repeat(b'x'), "", &late), Err(Fault::Timeout)));
        let cancel = AtomicBool::new(true);
        assert!(matches!(read(repeat(b'x'), "", &limits(&cancel)), Err(Fault::Interrupted)));
    }
}
