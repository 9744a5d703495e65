//! The trained weights, read where they lie: 16-bit numbers in units of 1/2048, little-endian.

use super::weigh::Weigh;

/// One weight's unit.
pub const UNIT: f32 = 1.0 / 2048.0;

/// The weights that come with the program.
#[derive(Debug)]
pub struct BuiltIn(&'static [u8]);

/// The weights that come with the program.
pub static BUILT_IN: BuiltIn = BuiltIn(include_bytes!("../../../assets/model/link.bin"));

impl Weigh for BuiltIn {
    fn weight(&self, slot: u16) -> f32 {
        let at = slot as usize * 2;
        let bytes = self.0.get(at..at + 2).and_then(|pair| <[u8; 2]>::try_from(pair).ok());
        f32::from(i16::from_le_bytes(bytes.unwrap_or_default())) * UNIT
    }
}
