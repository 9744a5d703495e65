//! What the journeys pass by: the same keys in the places where they lead elsewhere than hoped.

use super::desk::Desk;
use super::draft::vell;

fn desk() -> Desk {
    Desk::reading(vell(), 80, 24)
}

mod step {
    use super::*;

    #[test]
    fn after_a_counted_jump_shift_n_goes_to_the_statement_before_and_n_comes_back() {
        let mut desk = desk();
        desk.keys("5nN");
        assert_eq!(desk.at(), Some(4));
        desk.keys("n");
        assert_eq!(desk.at(), Some(5));
    }

    #[test]
    fn after_a_step_by_speaker_shift_n_goes_to_the_statement_before() {
        let mut desk = desk();
        desk.keys("2na");
        assert_eq!(desk.at(), Some(9));
        desk.keys("N");
        assert_eq!(desk.at(), Some(8));
    }

    #[test]
    fn from_the_end_shift_n_never_goes_to_the_top() {
        for keys in ["29nGN", "GnGN", "GnjN", "29nN"] {
            let mut desk = desk();
            desk.keys(keys);
            let at = desk.at().unwrap_or_else(|| panic!("{keys}: {}", desk.picture()));
            assert!((7..=11).contains(&at), "{keys}: {at}");
            assert!(desk.state().reading.as_ref().unwrap().top > 0, "{keys}");
        }
    }
}
