//! Filters, searches, quotes and the list, walked by keys from wherever a journey has led.

use super::desk::Desk;
use super::draft::vell;
use super::journeys::desk;

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
        // What is reported is read with the word that reports it.
        assert!(quotes[3].trim().starts_with("≈ told: that the"), "{quotes:?}");
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
        assert_eq!(desk.state().reading.as_ref().unwrap().target, Some(nutgraf::exchange::Target::Entry(1)));
        desk.keys("5J");
        assert_eq!(desk.state().reading.as_ref().unwrap().target, Some(nutgraf::exchange::Target::Entry(2)));
        desk.keys("J");
        assert_eq!(desk.footer(), "this is the last article");
        desk.keys("2K");
        assert_eq!(desk.state().reading.as_ref().unwrap().target, Some(nutgraf::exchange::Target::Entry(0)));
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
        use nutgraf::exchange::Event;
        let mut desk = desk();
        desk.keys("<Enter>");
        desk.event(Event::Opened(nutgraf::exchange::Target::Entry(2), Ok(std::sync::Arc::new(vell()).into())));
        assert_eq!(desk.state().reading.as_ref().unwrap().target, Some(nutgraf::exchange::Target::Entry(0)));
    }
}
