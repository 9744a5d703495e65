//! Lines that strangers cause without coming in: so many a second are told, and of the others how many there were.

/// So many are told in a second.
const MOST: u32 = 20;

/// What was told of late, and what was not.
#[derive(Debug, Default)]
pub struct Sparse {
    second: u64,
    n_told: u32,
    n_left_out: u64,
}

impl Sparse {
    /// One more, in a second since any beginning. To be told, together with how many were left out before; or left out.
    pub fn next(&mut self, second: u64) -> Option<u64> {
        if second != self.second {
            (self.second, self.n_told) = (second, 0);
        }
        if self.n_told >= MOST {
            self.n_left_out += 1;
            return None;
        }
        self.n_told += 1;
        Some(std::mem::take(&mut self.n_left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Sparse};

    #[test]
    fn so_many_a_second_are_told_and_the_next_says_how_many_were_not() {
        let mut sparse = Sparse::default();
        let told = (0..1000).filter_map(|_| sparse.next(7)).collect::<Vec<_>>();
        assert_eq!(told, vec![0; MOST as usize]);
        assert_eq!([sparse.next(8), sparse.next(8)], [Some(1000 - u64::from(MOST)), Some(0)]);
    }
}
