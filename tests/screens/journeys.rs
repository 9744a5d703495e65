//! The journeys of the reader's contract that need no terminal, each tried as a new user would.

use super::desk::Desk;
use super::draft::vell;
use nutgraf::exchange::Effect;

pub(super) fn desk() -> Desk {
    Desk::reading(vell(), 80, 24)
}

/// Lines of the article in view at 80×24.
const VIEW_ROWS: u16 = 21;

fn row_of(desk: &Desk, words: &str) -> u16 {
    desk.find(words).unwrap_or_else(|| panic!("{words}:\n{}", desk.picture())).1
}

mod first_run {
    use super::*;

    #[test]
    fn the_list_shows_samples_enter_reads_and_q_q_leaves() {
        let mut desk = Desk::list(vec![("A flood", vell()), ("Another", vell())], 80, 24);
        assert!(desk.shows("A flood") && desk.shows("sample"), "{}", desk.picture());
        desk.keys("<Enter>");
        assert!(desk.shows("The river Vell burst"), "{}", desk.picture());
        assert!(desk.shows("sample"));
        desk.keys("q");
        assert!(desk.shows("Another"));
        assert_eq!(desk.effects, []);
        desk.keys("q");
        assert_eq!(desk.effects, [Effect::Quit]);
    }

    #[test]
    fn one_article_from_the_command_line_is_left_with_one_q() {
        let mut desk = desk();
        desk.keys("q");
        assert_eq!(desk.effects, [Effect::Quit]);
    }

    #[test]
    fn ctrl_c_quits_from_anywhere() {
        for keys in ["", "p", "/abc", "?", "n<Enter>", "L"] {
            let mut desk = desk();
            desk.keys(keys).keys("<C-c>");
            assert_eq!(desk.effects, [Effect::Quit], "after {keys}");
        }
    }

    #[test]
    fn an_article_that_does_not_open_says_why_and_leaves_the_list() {
        let session = nutgraf::session::Session::new(
            vec![nutgraf::exchange::Item { title: "x".into(), outlet: None, day: None, sample: true, fault: None }],
            None,
            super::super::desk::settings(),
        );
        let mut desk = Desk::start(session, Vec::new(), 80, 24);
        desk.keys("<Enter>");
        assert_eq!(desk.footer(), "gone");
        desk.keys("j");
        assert!(desk.shows("article 1/1"));
    }
}

mod jump {
    use super::*;

    #[test]
    fn n_goes_to_the_first_statement_and_the_status_line_says_where_one_is() {
        let mut desk = desk();
        desk.keys("n");
        assert_eq!(desk.at(), Some(1));
        assert!(
            desk.status().starts_with("statement 1/12 · direct · Odile Marchetti (mayor) · sure"),
            "{}",
            desk.status()
        );
        assert!(desk.status().contains("n: statements"));
    }

    #[test]
    fn n_puts_the_statement_at_a_third_of_the_height() {
        let mut desk = desk();
        desk.keys("3n");
        assert_eq!(row_of(&desk, "~  Jonas Müller") - 1, VIEW_ROWS / 3);
        desk.keys("n");
        assert_eq!(row_of(&desk, "\"  “There is a letter") - 1, VIEW_ROWS / 3);
    }

    #[test]
    fn n_takes_the_first_statement_at_or_below_the_top_of_the_view() {
        let mut desk = desk();
        desk.keys("n").keys("<PageDown><PageDown>");
        let top = desk.rows()[1].clone();
        desk.keys("n");
        let at = desk.at().unwrap();
        assert!(
            at > 5,
            "after scrolling away from statement 1 the next one is one in view, not 2: {at}, top was {top}"
        );
    }

    #[test]
    fn n_then_shift_n_returns_to_the_same_row() {
        let mut desk = desk();
        while desk.at() != Some(12) {
            let (rows, roles) = (desk.rows()[..23].to_vec(), desk.role_rows()[..23].to_vec());
            desk.keys("nN");
            assert_eq!(desk.rows()[..23], rows);
            assert_eq!(desk.role_rows()[..23], roles);
            desk.keys("jn");
        }
    }

    #[test]
    fn the_same_number_of_steps_back_leads_to_the_same_screen() {
        let mut desk = desk();
        desk.keys("jjn");
        let picture = desk.picture();
        desk.keys("nnn").keys("NNN");
        assert_eq!(desk.picture(), picture);
    }

    #[test]
    fn at_the_last_statement_n_stays_and_says_so_and_a_second_n_wraps() {
        let mut desk = desk();
        desk.keys("12n");
        assert_eq!(desk.at(), Some(12));
        let rows = desk.rows()[..22].to_vec();
        desk.keys("n");
        assert_eq!(desk.at(), Some(12));
        assert_eq!(desk.rows()[..22], rows);
        assert!(desk.footer().starts_with("the last statement"), "{}", desk.footer());
        desk.keys("n");
        assert_eq!(desk.at(), Some(1));
    }

    #[test]
    fn another_key_in_between_forgets_the_wrap() {
        let mut desk = desk();
        desk.keys("12nn").keys("f<Esc>").keys("n");
        assert_eq!(desk.at(), Some(12));
        assert!(desk.footer().starts_with("the last statement"));
    }

    #[test]
    fn a_count_multiplies() {
        let mut desk = desk();
        desk.keys("5n");
        assert_eq!(desk.at(), Some(5));
        desk.keys("2N");
        assert_eq!(desk.at(), Some(3));
        desk.keys("99999999999999999999n");
        assert_eq!(desk.at(), Some(12));
    }

    #[test]
    fn a_statement_in_several_parts_lights_all_of_them() {
        let mut desk = desk();
        desk.keys("n");
        assert!(desk.roles_of("“We will rebuild").chars().all(|role| role == 'C'));
        assert!(desk.roles_of("“And this time").chars().all(|role| role == 'C'));
        assert!(!desk.roles_of("said the mayor").contains('C'));
    }

    #[test]
    fn resize_keeps_the_same_statement_in_view_and_the_old_size_brings_the_old_view_back() {
        let mut desk = desk();
        desk.keys("7n");
        let picture = desk.picture();
        for (cols, rows) in [(40, 12), (120, 40), (41, 10), (100, 11), (60, 50)] {
            desk.resize(cols, rows);
            assert_eq!(desk.at(), Some(7));
            assert!(desk.role_rows().iter().any(|row| row.contains("CC")), "{cols}×{rows}:\n{}", desk.picture());
        }
        desk.resize(80, 24);
        assert_eq!(desk.picture(), picture);
    }

    #[test]
    fn a_goes_to_the_same_speaker_and_says_which_of_how_many() {
        let mut desk = desk();
        desk.keys("na");
        assert_eq!(desk.at(), Some(2));
        assert_eq!(desk.footer(), "Odile Marchetti: 2 of 5");
        desk.keys("a");
        assert_eq!(desk.at(), Some(9));
        desk.keys("A");
        assert_eq!(desk.at(), Some(2));
        desk.keys("5a");
        assert_eq!(desk.at(), Some(12), "a joint statement is theirs too");
    }

    #[test]
    fn a_minor_doubt_is_seen_without_colour() {
        let mut desk = desk();
        desk.keys("5n");
        assert!(desk.shows("~? A council aide"));
        assert!(desk.status().contains("· check"));
    }
}

mod trace {
    use super::*;

    #[test]
    fn s_2_underlines_the_sentence_enter_shows_the_card_and_ctrl_o_goes_back() {
        let mut desk = desk();
        desk.keys("G");
        let before = desk.picture();
        desk.keys("s2");
        assert!(desk.roles_of("Jonas Müller, who chairs").chars().all(|role| role == 'E'), "{}", desk.picture());
        assert!(!desk.roles_of("“There is a letter").contains('E'));
        desk.keys("<Enter>");
        assert!(desk.shows("evidence: statement 3/12"), "{}", desk.picture());
        assert!(desk.shows("by another form of the name"));
        assert!(desk.shows("Jonas Müller, who chairs"), "the sentence stays in sight");
        desk.keys("<C-o>");
        assert_eq!(desk.picture(), before);
        desk.keys("]");
        assert!(desk.roles_of("Jonas Müller, who chairs").chars().all(|role| role == 'E'));
    }

    #[test]
    fn a_line_without_a_statement_has_a_card_too() {
        let mut desk = desk();
        desk.keys("s1<Enter>");
        assert!(desk.shows("evidence: summary line 1"), "{}", desk.picture());
        assert!(desk.shows("paragraph"), "{}", desk.picture());
    }

    #[test]
    fn a_line_that_is_not_there_is_said_to_be_missing() {
        let mut desk = desk();
        desk.keys("s7");
        assert_eq!(desk.footer(), "the summary has lines 1 to 3");
    }

    #[test]
    fn digits_are_counts_everywhere_else() {
        let mut desk = desk();
        desk.keys("2n");
        assert_eq!(desk.at(), Some(2));
        desk.keys("c2n");
        assert_eq!(desk.at(), Some(4));
    }

    #[test]
    fn enter_on_a_summary_line_goes_there_too() {
        let mut desk = desk();
        desk.keys("sj<Enter>");
        assert!(desk.roles_of("Jonas Müller, who chairs").contains('E'), "{}", desk.picture());
    }
}

mod actor {
    use super::*;

    #[test]
    fn typing_plain_letters_finds_the_accented_name_and_enter_lights_only_that_actors_statements() {
        let mut desk = desk();
        desk.keys("pmuller");
        assert!(desk.shows("1 of 5"), "{}", desk.picture());
        assert!(!desk.shows("Ada Finch"));
        desk.keys("<Enter>");
        assert!(desk.footer().starts_with("3 statements by Jonas Müller"), "{}", desk.footer());
        assert!(desk.shows("~  Jonas Müller") && !desk.shows("≈  She told"), "{}", desk.picture());
        assert!(desk.roles_of("“And this time").chars().all(|role| role == '.'), "{}", desk.picture());
        desk.keys("n");
        assert!(desk.status().starts_with("statement 1/3"), "{}", desk.status());
        desk.keys("nn");
        assert_eq!(desk.at(), Some(12));
        assert!(desk.status().contains("only Jonas Müller"), "{}", desk.status());
        desk.keys("<Esc>");
        assert!(desk.status().starts_with("statement 12/12"), "{}", desk.status());
    }

    #[test]
    fn names_are_folded_for_those_only_who_narrow() {
        let mut desk = desk();
        let folded = |desk: &Desk| desk.state().reading.as_ref().unwrap().folded.clone();
        desk.keys("np<Enter>p");
        assert_eq!(folded(&desk), None);
        desk.keys("m");
        assert!(folded(&desk).is_some());
    }

    #[test]
    fn narrowing_takes_roles_and_words_in_any_order() {
        let mut desk = desk();
        desk.keys("pMINISTER tom");
        assert!(desk.shows("1 of 5") && desk.shows("Wieczorek"), "{}", desk.picture());
        desk.keys("<Backspace><Backspace><Backspace><Backspace>xyz");
        assert!(desk.shows("no actor has that name or role"));
        desk.keys("<Esc>");
        assert!(desk.shows("Ada Finch"));
    }

    #[test]
    fn an_actor_who_says_nothing_is_shown_at_the_first_mention() {
        let mut desk = desk();
        desk.keys("Gpokafor<Enter>");
        assert!(desk.footer().starts_with("no statements by Ines Okafor"), "{}", desk.footer());
        assert_eq!(desk.roles_of("Okafor"), "EEEEEE");
    }

    #[test]
    fn letters_in_the_actors_pane_do_nothing_but_narrow() {
        let mut desk = desk();
        desk.keys("pq z?");
        assert_eq!(desk.effects, []);
        assert!(desk.shows("actors: q z?"), "{}", desk.picture());
        assert!(desk.cursor.is_some());
    }
}
