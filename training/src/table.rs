//! Writes the model file that `label::model` reads.

use nutgraf::annotate::label::chain::{N_TAGS, Scores, Steps};
use nutgraf::annotate::label::model::{BUCKET_BYTES, MAGIC, PAD_BYTES, ROWS, ROWS_FROM, place, slot};

use crate::chain::{ByHash, Words};

/// A feature on its way into a bucket: its largest weight, itself, its check and its weights.
type Entry = (f32, u64, u16, [u8; N_TAGS]);

/// The file's bytes. Of features that do not fit, those of the smallest weights are left out.
pub fn bytes(words: &Words, index: &ByHash<u32>, own: &[Scores], steps: &[Steps], n_buckets: usize) -> Vec<u8> {
    let mut sizes: Vec<f32> = own.iter().flatten().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    // The largest few in ten thousand are cut, so that the rest is told apart more finely.
    let most = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000)).copied().unwrap_or(1.0);
    let scale = most / 127.0;
    let n_slots = (words.0.len() * 2).max(1);
    let mut out = Vec::new();
    out.extend(MAGIC);
    out.extend((n_buckets as u32).to_le_bytes());
    out.extend((n_slots as u32).to_le_bytes());
    out.extend(scale.to_le_bytes());
    for score in steps.iter().flatten().flatten() {
        out.extend(score.to_le_bytes());
    }
    let mut slots = vec![0_u32; n_slots];
    let mut sorted: Vec<(&u64, &u8)> = words.0.iter().collect();
    sorted.sort();
    for (word, class) in sorted {
        let (first, key) = slot(*word, n_slots);
        if let Some(at) = (0..64).map(|step| (first + step) % n_slots).find(|&at| slots[at] == 0) {
            slots[at] = key | u32::from(*class);
        }
    }
    for slot in slots {
        out.extend(slot.to_le_bytes());
    }
    out.resize(out.len().next_multiple_of(BUCKET_BYTES), 0);
    let mut buckets: Vec<Vec<Entry>> = vec![Vec::new(); n_buckets];
    for (feature, number) in index {
        let row = own[*number as usize];
        let size = row.iter().map(|weight| weight.abs()).fold(0.0, f32::max);
        let weights = row.map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8);
        if weights.iter().any(|weight| *weight != 0) {
            let (bucket, check) = place(*feature, n_buckets);
            buckets[bucket].push((size, *feature, check, weights));
        }
    }
    let mut n_left_out = 0;
    for mut bucket in buckets {
        bucket.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // Two features with one check: the weaker goes.
        let mut rows: Vec<(u16, [u8; N_TAGS])> = Vec::new();
        for (_, _, check, weights) in bucket {
            if rows.len() < ROWS && rows.iter().all(|(other, _)| *other != check) {
                rows.push((check, weights));
            } else {
                n_left_out += 1;
            }
        }
        let mut raw = [0_u8; BUCKET_BYTES];
        for (at, (check, weights)) in rows.iter().enumerate() {
            raw[at * 2..at * 2 + 2].copy_from_slice(&check.to_le_bytes());
            raw[ROWS_FROM + at * N_TAGS..ROWS_FROM + (at + 1) * N_TAGS].copy_from_slice(weights);
        }
        out.extend(raw);
    }
    out.extend([0; PAD_BYTES]);
    eprintln!("scale {scale:.4}, left out {n_left_out}, {} bytes", out.len());
    out
}
