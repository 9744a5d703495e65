//! The journeys of the reader's contract that need no terminal, each tried as a new user would.

use super::desk::Desk;
use super::draft::vell;
use nutgraf::session::Effect;

fn desk() -> Desk {
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
            vec![nutgraf::session::Item { title: "x".into(), outlet: None, day: None, sample: true, fault: None }],
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

mod filter {
    use super::*;

    #[test]
    fn f_goes_through_the_kinds_and_says_what_is_left() {
        let mut desk = desk();
        for said in [
            "direct only: 5 of 12",
            "mixed only: 2 of 12",
            "indirect only: 4 of 12",
            "declined only: 1 of 12",
            "all kinds: 12 of 12",
        ] {
            desk.keys("f");
            assert!(desk.footer().starts_with(said), "{said}: {}", desk.footer());
        }
    }

    #[test]
    fn what_the_filter_leaves_out_has_no_sign() {
        let mut desk = desk();
        desk.keys("f");
        assert!(desk.shows("\"  “We will") && !desk.shows("≈  She"), "{}", desk.picture());
        desk.keys("nn");
        assert!(desk.status().starts_with("statement 2/5"));
    }

    #[test]
    fn escape_undoes_one_thing_at_a_time() {
        let mut desk = desk();
        desk.keys("f/the<Enter>s?");
        for still in [
            (true, true, true),   // help closed
            (false, true, true),  // the search cleared
            (false, false, true), // the filter cleared
            (false, false, false),
        ] {
            desk.keys("<Esc>");
            let reading = desk.state().reading.as_ref().unwrap();
            let now = (
                reading.finding.is_some(),
                !reading.lit.filter.is_open(),
                reading.focus != nutgraf::state::Pane::Article,
            );
            assert_eq!(now, still);
            assert_eq!(desk.state().overlay, None);
        }
    }
}

mod find {
    use super::*;

    #[test]
    fn the_first_match_is_lit_while_typing_and_the_counter_says_which() {
        let mut desk = desk();
        desk.keys("/mul");
        assert!(desk.footer().starts_with("/mul") && desk.footer().ends_with("1/3"), "{}", desk.footer());
        assert_eq!(desk.roles_of("Müller"), "MMM222");
        assert_eq!(desk.cursor, Some((4, 23)));
        desk.keys("<Enter>n");
        assert!(desk.status().starts_with("match 2/3: mul"), "{}", desk.status());
        assert!(desk.status().contains("n: matches"));
    }

    #[test]
    fn matches_wrap_like_statements() {
        let mut desk = desk();
        desk.keys("/Marchetti<Enter>nn");
        assert!(desk.status().starts_with("match 3/3"), "{}", desk.status());
        desk.keys("n");
        assert!(desk.footer().starts_with("the last match"), "{}", desk.footer());
        desk.keys("n");
        assert!(desk.status().starts_with("match 1/3"), "{}", desk.status());
    }

    #[test]
    fn a_match_in_boilerplate_is_found() {
        let mut desk = desk();
        desk.keys("/follow the vell<Enter>");
        assert!(desk.roles_of("Follow the Vell").chars().all(|role| role == 'M'), "{}", desk.picture());
    }

    #[test]
    fn escape_while_typing_gives_the_view_back() {
        let mut desk = desk();
        desk.keys("jjn");
        let before = desk.picture();
        desk.keys("/wardrobe");
        assert!(desk.shows("wardrobe until"));
        desk.keys("<Esc>");
        assert_eq!(desk.picture(), before);
    }

    #[test]
    fn escape_after_a_search_returns_n_to_statements() {
        let mut desk = desk();
        desk.keys("/Vell<Enter><Esc>n");
        assert!(desk.status().starts_with("statement "), "{}", desk.status());
        assert!(desk.status().contains("n: statements"));
    }

    #[test]
    fn what_is_not_there_is_said_to_be_missing_and_nothing_moves() {
        let mut desk = desk();
        let before = desk.rows()[..22].to_vec();
        desk.keys("/zebra");
        assert!(desk.footer().ends_with("no match"));
        desk.keys("<Enter>");
        assert_eq!(desk.footer(), "no match for zebra");
        assert_eq!(desk.rows()[..22], before);
    }

    #[test]
    fn earlier_searches_come_back_with_up_and_an_empty_line_finds_the_last_one_again() {
        let mut desk = desk();
        desk.keys("/river<Enter>/Carrow<Enter>/<Up><Up>");
        assert!(desk.footer().starts_with("/river"), "{}", desk.footer());
        desk.keys("<Down>");
        assert!(desk.footer().starts_with("/Carrow"));
        desk.keys("<Esc>/<Enter>");
        assert!(desk.status().contains(": Carrow"), "{}", desk.status());
    }

    #[test]
    fn what_is_pasted_is_cleaned_and_goes_into_the_line_only() {
        let mut desk = desk();
        desk.paste("nnn");
        assert_eq!(desk.at(), None);
        desk.keys("/").paste("the \u{1b}[31mri\u{202e}ver\nVell");
        assert!(desk.footer().starts_with("/the [31mriver Vell"), "{}", desk.footer());
    }

    #[test]
    fn a_jump_back_leads_to_where_the_search_began() {
        let mut desk = desk();
        desk.keys("jj");
        let before = desk.rows()[..22].to_vec();
        desk.keys("/wardrobe<Enter><Esc><C-o>");
        assert_eq!(desk.rows()[..22], before);
    }
}

mod quotes {
    use super::*;

    #[test]
    fn enter_on_a_quote_jumps_to_it() {
        let mut desk = desk();
        desk.keys("cjjj<Enter>");
        assert_eq!(desk.at(), Some(4));
        assert!(desk.shows("“There is a letter with her signature under it,”"));
        assert!(!desk.shows("─ quotes"));
    }

    #[test]
    fn quotes_can_be_grouped_by_speaker() {
        let mut desk = desk();
        desk.keys("cw");
        let rows = desk.rows();
        let quotes: Vec<&str> = rows.iter().filter_map(|row| row.split_once('│')).map(|(_, quote)| quote).collect();
        assert!(quotes[0].contains("by speaker"), "{quotes:?}");
        assert_eq!(quotes[1].trim(), "Odile Marchetti");
        assert!(quotes[2].trim().starts_with("\" “We will rebuild"), "{quotes:?}");
        assert!(quotes[3].trim().starts_with("≈ that the works"), "{quotes:?}");
    }

    #[test]
    fn a_speaker_keeps_one_colour_everywhere() {
        let mut desk = Desk::reading(vell(), 120, 40);
        desk.keys("3n");
        let all: Vec<String> = desk
            .rows()
            .iter()
            .zip(desk.role_rows())
            .filter_map(|(row, roles)| {
                let at = row.find("Odile Marchetti").map(|at| row[..at].chars().count())?;
                Some(roles.chars().skip(at).take(15).collect())
            })
            .collect();
        assert!(all.len() >= 3, "{}", desk.picture());
        assert!(all.iter().all(|roles| roles == "111111111111111"), "{all:?}\n{}", desk.picture());
    }

    #[test]
    fn a_paraphrase_is_never_in_quotation_marks() {
        let article = vell();
        let text = "the delay had been agreed with the council";
        assert!(article.text.as_str().contains(text));
        for keys in ["3n", "3n<Enter>", "c", "cw", "s", "p", "3n<Enter>jjjjjj"] {
            for (cols, rows) in [(80, 24), (120, 40), (200, 60)] {
                let mut desk = Desk::reading(vell(), cols, rows);
                desk.keys(keys);
                for row in desk.rows() {
                    for (at, _) in row.match_indices("the delay") {
                        let before = row[..at].chars().next_back();
                        assert!(!before.is_some_and(|char| "“\"‘'«".contains(char)), "{keys}: {row}");
                    }
                }
            }
        }
    }
}

mod list {
    use super::*;

    fn desk() -> Desk {
        Desk::list(vec![("One", vell()), ("Two", vell()), ("Three", vell())], 80, 24)
    }

    #[test]
    fn the_next_and_previous_article_open_without_the_list() {
        let mut desk = desk();
        desk.keys("<Enter>J");
        assert_eq!(desk.state().reading.as_ref().unwrap().item, Some(1));
        desk.keys("5J");
        assert_eq!(desk.state().reading.as_ref().unwrap().item, Some(2));
        desk.keys("J");
        assert_eq!(desk.footer(), "this is the last article");
        desk.keys("2K");
        assert_eq!(desk.state().reading.as_ref().unwrap().item, Some(0));
    }

    #[test]
    fn an_article_left_and_opened_again_is_where_one_was() {
        let mut desk = desk();
        desk.keys("<Enter>8n");
        let picture = desk.picture();
        desk.keys("J").keys("K");
        assert_eq!(desk.picture(), picture);
    }

    #[test]
    fn escape_in_the_list_goes_back_to_the_open_article() {
        let mut desk = desk();
        desk.keys("<Enter>3n");
        let picture = desk.picture();
        desk.keys("L");
        assert!(desk.shows("Three"));
        desk.keys("<Esc>");
        assert_eq!(desk.picture(), picture);
    }

    #[test]
    fn keys_of_the_article_say_in_the_list_that_none_is_open() {
        let mut desk = desk();
        desk.keys("n");
        assert!(desk.footer().starts_with("no article is open"));
    }

    #[test]
    fn a_late_answer_to_an_earlier_wish_is_not_shown() {
        use nutgraf::session::Event;
        let mut desk = desk();
        desk.keys("<Enter>");
        desk.event(Event::Opened(2, Ok(std::sync::Arc::new(vell()))));
        assert_eq!(desk.state().reading.as_ref().unwrap().item, Some(0));
    }
}
