//! What the library answers: searches, a speaker's page, shares, the day; and the way from one to the other and back.

use nutgraf::catalogue::{ArticleKey, Part, SavedSearch, SpeakerKey};
use nutgraf::exchange::{Effect, Event, Identity, Progress, Target, Work};
use nutgraf::session::Settings;
use nutgraf::theme::{Depth, Theme};

use super::desk::{Desk, looks_like, settings};
use super::draft::vell;
use super::shelves::Shelves;

fn desk() -> Desk {
    Desk::library(Shelves::of(30).with_hits(400), vell(), 80, 24)
}

mod search {
    use super::*;

    #[test]
    fn what_is_typed_is_found_while_it_is_typed() {
        let mut desk = desk();
        desk.keys("Shouse 12");
        assert!(desk.cursor.is_some());
        looks_like(&desk, "search-80x24");
        assert!(desk.roles_of("rebuild house 12").ends_with("mm"), "{}", desk.picture());
        desk.keys("<Backspace><Backspace>xyz");
        assert!(desk.shows("nothing found") && desk.shows("without “xyz” there would be hits"), "{}", desk.picture());
    }

    #[test]
    fn it_fits_small_windows_and_plain_terminals() {
        for (cols, rows) in [(40, 10), (80, 24), (120, 40)] {
            let plain = Settings { unicode: false, depth: Depth::Mono, themes: Theme::all_bundled(), ..settings() };
            let mut desk = Desk::library_with(Shelves::of(30).with_hits(400), vell(), plain, cols, rows);
            desk.keys("Sdam<Enter>jjv");
            for _ in 0..3 {
                let ours = desk.rows().iter().all(|row| row.replace(['“', '”'], "").is_ascii());
                assert!(ours, "{}", desk.picture());
                desk.keys("q");
            }
        }
        let mut desk = Desk::library(Shelves::of(30).with_hits(400), vell(), 40, 10);
        looks_like(desk.keys("Sdam<Enter>j"), "search-40x10");
    }

    #[test]
    fn enter_opens_the_article_at_the_statement_n_goes_on_and_q_comes_back() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>").keys("3j");
        let before = desk.rows();
        desk.keys("<Enter>");
        assert_eq!(desk.at(), Some(4), "{}", desk.picture());
        assert!(desk.status().starts_with("statement 4/12"), "{}", desk.status());
        desk.keys("n");
        assert_eq!(desk.at(), Some(5));
        for back in ["q", "<Esc>", "<C-o><C-o>"] {
            desk.keys(back);
            assert_eq!(desk.rows()[..22], before[..22], "{back}");
            desk.keys("<Enter>");
            assert_eq!(desk.at(), Some(4));
            desk.keys("n");
        }
        desk.keys("qq");
        assert!(desk.status().starts_with("article 1/30"), "{}", desk.picture());
        desk.keys("q");
        assert_eq!(desk.effects, [Effect::Quit]);
    }

    #[test]
    fn hits_come_in_parts_and_no_more_are_kept_than_are_near() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>");
        for _ in 0..200 {
            desk.keys("j");
            assert!(desk.state().hits.sheet.rows.len() <= 160);
        }
        assert!(desk.shows("house 200 "), "{}", desk.picture());
        for _ in 0..150 {
            desk.keys("k");
            assert!(desk.state().hits.sheet.rows.len() <= 160);
        }
        assert!(desk.shows("house 50 ") && desk.status().starts_with("statement 51"), "{}", desk.picture());
        for _ in 0..60 {
            desk.keys("k");
        }
        assert!(desk.shows("house 0 ") && desk.status().starts_with("statement 1 "), "{}", desk.picture());
    }

    #[test]
    fn a_fault_is_pointed_at_and_the_line_stays() {
        let mut desk = desk();
        desk.keys("Sdam speeker:x<Enter>");
        looks_like(&desk, "search-fault-80x24");
        assert!(desk.state().entry.is_some());
    }

    #[test]
    fn of_several_people_one_is_chosen_by_going_up_to_them() {
        let mut desk = desk();
        desk.keys("Sspeaker:marchetti<Enter>");
        assert!(desk.shows("2 people match “marchetti”"), "{}", desk.picture());
        desk.keys("k<Enter>");
        assert!(desk.shows("search: speaker:#8") && !desk.shows("people match"), "{}", desk.picture());
    }

    #[test]
    fn a_word_that_was_seen_by_its_beginning_is_found_by_it() {
        let mut desk = desk();
        desk.keys("Smarch");
        assert!(desk.shows("Odile Marchetti"));
        desk.keys("<Down>");
        assert!(desk.cursor.is_none() && desk.shows("Odile Marchetti"), "{}", desk.picture());
    }

    #[test]
    fn searches_are_saved_and_offered_again() {
        let mut desk = desk();
        desk.keys("Shouse 7<Enter>Bsevens<Enter>");
        assert_eq!(desk.shelves.saved, [SavedSearch { name: "sevens".to_owned(), query: "house 7".to_owned() }]);
        desk.keys("S<C-u>");
        assert!(desk.shows("Saved searches") && desk.shows("sevens  house 7"), "{}", desk.picture());
        assert!(desk.shows("Earlier searches"));
        desk.keys("<Down><Enter>");
        assert!(desk.shows("search: house 7") && desk.shows("house 7 "), "{}", desk.picture());
        desk.keys("S<Up>");
        assert!(desk.shows("search: house 7"));
    }

    #[test]
    fn an_empty_line_says_how_to_ask() {
        let mut desk = desk();
        desk.keys("S");
        assert!(desk.shows("speaker:brook"), "{}", desk.picture());
        desk.keys("<Esc>");
        assert!(desk.status().starts_with("article 1/30"), "{}", desk.picture());
    }

    #[test]
    fn another_order_asks_again() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>w");
        assert!(desk.shows("most relevant first"), "{}", desk.picture());
    }
}

mod speaker {
    use super::*;

    #[test]
    fn the_page_tells_of_a_person_and_leads_to_what_they_said() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>v");
        looks_like(&desk, "speaker-80x24");
        assert_eq!(desk.rows().iter().filter(|row| row.contains("new  The Vell Courier")).count(), 2);
        desk.keys("j<Enter>");
        assert_eq!(desk.at(), Some(2));
        desk.keys("q");
        assert!(desk.shows("Odile Marchetti · mayor of Vell"), "{}", desk.picture());
        desk.keys("w");
        assert!(desk.shows("2 about them"), "{}", desk.picture());
        desk.keys("q");
        assert!(desk.shows("search: dam"), "{}", desk.picture());
    }

    #[test]
    fn back_from_another_page_through_an_article_each_key_goes_one_screen_back() {
        for back in ["q", "<Esc>", "<C-o>"] {
            let mut desk = desk();
            desk.keys("Sdam<Enter>jv");
            let first = desk.rows()[0].clone();
            desk.keys("j<Enter>");
            let article = desk.rows()[0].clone();
            assert_ne!(article, first);
            desk.keys("v").keys("k<Enter>");
            let pages = |desk: &Desk| desk.state().back.len();
            let mut left = pages(&desk);
            for _ in 0..12 {
                if desk.shows("Library") {
                    break;
                }
                desk.keys(back);
                // Esc has more to do in an article than to leave it; nothing ever adds a screen to come back to.
                assert!(pages(&desk) <= left, "{back}: {}", desk.picture());
                left = pages(&desk);
            }
            assert!(desk.shows("Library"), "{back}: {}", desk.picture());
        }
    }

    #[test]
    fn the_status_line_says_who_in_the_smallest_window_too() {
        let mut desk = Desk::library(Shelves::of(30).with_hits(400), vell(), 40, 10);
        desk.keys("Sdam<Enter><Enter>");
        assert!(desk.status().starts_with("statement 1/12"), "{}", desk.picture());
        assert!(desk.status().contains("Ode") || desk.status().contains("Odi"), "{}", desk.status());
    }

    #[test]
    fn from_one_page_to_anothers_and_back_each_q_goes_one_screen_back() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>jv");
        let first = desk.rows()[0].clone();
        let at = |desk: &Desk| desk.rows()[0].clone();
        // The other bearer of the name stands above the statements.
        desk.keys("k<Enter>");
        assert_ne!(at(&desk), first, "{}", desk.picture());
        desk.keys("q");
        assert_eq!(at(&desk), first, "{}", desk.picture());
        desk.keys("q");
        assert!(desk.shows("search: dam"), "{}", desk.picture());
        desk.keys("q");
        assert!(desk.shows("Library"), "{}", desk.picture());
    }

    #[test]
    fn from_the_article_it_is_the_current_statements_speaker_or_the_selected_actor() {
        let mut desk = desk();
        desk.keys("<Enter>v");
        assert!(desk.footer().starts_with("no speaker is at hand"), "{}", desk.footer());
        desk.keys("nv");
        assert!(desk.shows("Odile Marchetti · mayor of Vell"), "{}", desk.picture());
        desk.keys("q3nv");
        assert!(desk.shows("2 people of that name") && desk.shows("Eva Müller"), "{}", desk.picture());
        desk.keys("j<Enter>");
        assert!(desk.shows("· mayor of Vell"), "{}", desk.picture());
        desk.keys("q");
        assert!(desk.shows("Vell council") && desk.at() == Some(4), "{}", desk.picture());
    }

    #[test]
    fn one_comes_back_to_the_article_that_one_came_from() {
        let mut desk = desk();
        desk.keys("3j<Enter>2nv").keys("<Enter>");
        assert_eq!(desk.state().reading.as_ref().unwrap().target, Some(Target::Article(ArticleKey(1))));
        desk.keys("q").keys("q");
        let reading = desk.state().reading.as_ref().unwrap();
        assert_eq!(reading.target, Some(Target::Article(ArticleKey(3))));
        assert_eq!(desk.at(), Some(2));
    }

    #[test]
    fn a_namesake_can_be_said_to_be_the_same() {
        let mut desk = desk();
        desk.keys("Sdam<Enter>v").keys("=");
        assert!(desk.footer().starts_with("first go to the person"), "{}", desk.footer());
        desk.keys("k=");
        let merge = Effect::Identify(Identity::Merge { keep: SpeakerKey(7), join: SpeakerKey(8) });
        assert!(desk.shelves.asked.contains(&merge), "{:?}", desk.shelves.asked);
        desk.keys("g-jj-");
        let form = Identity::Split(SpeakerKey(7), Part::Form("Marchetti".to_owned()));
        let article = Identity::Split(SpeakerKey(7), Part::Articles(vec![ArticleKey(0)]));
        for split in [form, article] {
            assert!(desk.shelves.asked.contains(&Effect::Identify(split)), "{:?}", desk.shelves.asked);
        }
    }
}

mod shares {
    use super::*;

    #[test]
    fn they_are_bars_and_enter_goes_to_the_speaker() {
        let mut desk = desk();
        desk.keys("<Enter>%");
        looks_like(&desk, "shares-80x24");
        assert!(desk.shelves.asked.contains(&Effect::Tally("article:0".to_owned())));
        desk.keys("<Enter>");
        assert!(desk.shows("Odile Marchetti · mayor of Vell"), "{}", desk.picture());
        desk.keys("qGk<Enter>").keys("qq");
        assert!(desk.shows("The river Vell"), "{}", desk.picture());
    }

    #[test]
    fn an_article_outside_the_library_is_counted_here() {
        let mut desk = Desk::reading(vell(), 80, 24);
        desk.keys("%");
        assert_eq!(desk.effects, []);
        let row = desk.rows().into_iter().find(|row| row.contains("Odile Marchetti")).unwrap();
        assert!(row.contains('%') && row.contains("5 statements"), "{row}");
        assert!(desk.shows("nobody named"));
        desk.keys("q");
        assert!(desk.shows("The river Vell"));
    }
}

mod day {
    use super::*;

    #[test]
    fn it_leads_to_the_evidence_and_to_other_days() {
        let mut desk = desk();
        desk.keys("D");
        looks_like(&desk, "day-80x24");
        desk.keys("j<Enter>");
        assert!(desk.roles_of("Jonas Müller, who chairs").contains('E'), "{}", desk.picture());
        desk.keys("q");
        assert!(desk.shows("The day 2026-03-14"), "{}", desk.picture());
        desk.keys("h");
        assert!(desk.shows("The day 2026-03-13"));
        desk.keys("2l");
        assert!(desk.shows("The day 2026-03-15"), "{}", desk.picture());
        desk.keys("q");
        assert!(desk.status().starts_with("article 1/30"), "{}", desk.picture());
    }
}

mod work {
    use super::*;

    #[test]
    fn it_goes_on_beside_the_reading_and_is_left_off_by_the_same_key() {
        let mut desk = desk();
        desk.keys("F");
        assert_eq!(desk.effects, [Effect::Work(Work::Sync)]);
        assert!(desk.status().ends_with("fetching the feeds"), "{}", desk.status());
        desk.event(Event::Work(Progress::Going("feeds 3/12".to_owned())));
        desk.keys("<Enter>");
        assert!(desk.shows("The river Vell") && desk.status().contains("feeds 3/12"), "{}", desk.picture());
        desk.keys("F");
        assert_eq!(desk.effects.last(), Some(&Effect::StopWork));
        desk.event(Event::Work(Progress::Done(Ok("4 new articles".to_owned()), None)));
        assert_eq!(desk.footer(), "4 new articles");
        assert!(!desk.status().contains("feeds"));
    }

    #[test]
    fn a_change_of_many_articles_goes_on_beside_the_reading_too() {
        let mut desk = desk();
        desk.keys("V");
        desk.event(Event::Work(Progress::Begun("marking".to_owned())));
        assert!(desk.status().ends_with("marking") && desk.state().shelf.marks.is_empty(), "{}", desk.status());
        desk.event(Event::Work(Progress::Going("marking 256/1200".to_owned())));
        assert!(desk.status().ends_with("marking 256/1200"), "{}", desk.status());
        desk.keys("F");
        assert_eq!(desk.effects.last(), Some(&Effect::StopWork));
        desk.shelves.asked.clear();
        desk.event(Event::Work(Progress::Done(Ok("marked 512 articles read; left off there".to_owned()), None)));
        assert_eq!(desk.footer(), "marked 512 articles read; left off there");
        assert!(matches!(desk.shelves.asked[..], [Effect::List { .. }]), "the list follows: {:?}", desk.shelves.asked);
    }

    #[test]
    fn an_address_is_brought_in_and_opened() {
        let mut desk = desk();
        desk.keys("ihttps://vell.example/1<Enter>");
        assert_eq!(desk.effects, [Effect::Work(Work::Add("https://vell.example/1".to_owned()))]);
        let key = ArticleKey(4);
        desk.event(Event::Work(Progress::Done(Ok("added".to_owned()), Some(key))));
        assert!(desk.shows("The river Vell"), "{}", desk.picture());
    }
}

#[test]
fn a_library_that_is_gone_says_so_once_a_key_and_is_left_alone() {
    let mut desk = Desk::library(Shelves::of(1_000).with_hits(400), vell(), 80, 24);
    desk.keys("Sdam<Enter>40j");
    desk.shelves.fails = true;
    desk.shelves.asked.clear();
    for keys in ["j", "G", "g", "q", "G", "g", "Sx", "<Esc>", "D", "%", "r"] {
        desk.keys(keys);
        assert!(desk.shelves.asked.len() <= 3, "{keys}: {:?}", desk.shelves.asked);
        desk.shelves.asked.clear();
    }
    assert!(desk.footer().contains("the library is gone"), "{}", desk.footer());
    desk.shelves.fails = false;
    desk.keys("qGg");
    assert!(desk.status().starts_with("article 1/1000") && desk.shows("Article 0 "), "{}", desk.picture());
}
