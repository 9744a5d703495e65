//! Who is known again and who is forgotten: codes, the end of what is kept, and that nothing of it is left over.

use nutgraf::article::review::{About, Remark, Signed};
use nutgraf::catalogue::{ArticleKey, Mine, Place, Visitor};
use nutgraf::host::visitor::Shared;
use nutgraf::library::Body;
use nutgraf::library::visitor::{
    Leaving, MOST_CHARS, MOST_PLACES, MOST_REMARKS, MOST_REMARKS_KEYLESS, Placed, Saying, Visitors, beside,
};

use super::house::{House, NOW, begun, dispute, keep, key, mine, note, notice, opened, other, revised};

#[test]
fn a_code_leads_back_and_stands_in_no_file_and_no_log() {
    let house = House::new();
    let newcomer = house.shared.newcomer();
    let Visitor::Code(code) = newcomer.clone() else { panic!() };
    assert_eq!(house.shared.known_code(&code), Ok(Some(newcomer.clone())), "it works before anything is kept");
    let mut guest = house.guest(newcomer.clone());
    let greeting = notice(&begun(&mut guest));
    assert_eq!(greeting, format!("to come back to your place: ssh {code}@HOST"));
    assert!(greeting.chars().count() < 79);
    keep(&mut guest, 2, "s2", 3);
    guest.write();
    let typed = code.to_uppercase().replace('-', "");
    let known = Shared::open(&house.path()).unwrap().known_code(&typed).unwrap().unwrap();
    assert_eq!(known, newcomer);
    let again = notice(&begun(&mut house.guest(known.clone())));
    assert!(again.starts_with("Enter resumes at statement 2/2"), "{again}");
    assert!(!format!("{known:?} {:?}", house.guest(known.clone())).contains(&code));
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()));
    }
}

#[test]
fn a_code_leads_in_after_its_bearer_is_forgotten_and_one_that_nobody_was_given_does_not() {
    let house = House::new();
    let newcomer = house.shared.newcomer();
    let Visitor::Code(code) = newcomer.clone() else { panic!() };
    let mut guest = house.guest(newcomer.clone());
    assert!(begun(&mut guest).state().notice.is_some() && !guest.is_kept());
    assert_eq!(guest.keep(), None);
    assert!(!house.shared.mine(&newcomer).is_ok_and(|mine| mine.first_seen.is_some()), "who leaves nothing is nobody");
    keep(&mut guest, 2, "s2", 3);
    assert!(!guest.is_kept(), "not before it is written");
    guest.keep();
    assert!(guest.is_kept());
    assert_eq!(house.shared.forget(&newcomer), Ok(true));
    assert_eq!(house.shared.known_code(&code), Ok(Some(newcomer)));
    let other = ["bado", "kimu", "tozi", "rawo"];
    let n_known = (0..4).filter(|n| {
        let typed = [&other[*n..], &other[..*n]].concat().join("-");
        assert!(Shared::is_code(&typed));
        house.shared.known_code(&typed) != Ok(None)
    });
    assert!(n_known.count() < 2);
    assert_eq!(house.shared.known_code("ferry"), Ok(None));
    assert!(!house.guest(key()).is_kept());
}

#[test]
fn where_codes_cannot_be_told_nobody_is_called_a_guesser_and_newcomers_are_told_that_nothing_is_kept() {
    let house = House::new();
    std::fs::write(house.folder.path().join("visitors.secret"), "half").unwrap();
    let why = house.shared.known_code("bado-kimu-tozi-rawo").unwrap_err();
    assert!(why.contains("not kept") && !why.contains('/'), "{why}");
    assert_eq!(house.shared.known_code("ferry"), Ok(None), "what is no code is none");
    let newcomer = house.shared.newcomer();
    assert_eq!(newcomer, Visitor::Nobody);
    assert_eq!(notice(&begun(&mut house.guest(newcomer))), "nothing of this visit is kept");
}

#[test]
fn what_is_forgotten_stands_in_no_file_any_more() {
    let house = House::new();
    let has = |words: &str| {
        std::fs::read_dir(house.folder.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(words.len()).any(|part| part == words.as_bytes())
        })
    };
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    revised(&mut guest, note(1, "quayfog")).unwrap();
    assert!(has("quayfog"));
    assert_eq!(house.shared.forget(&key()), Ok(true));
    assert!(!has("quayfog"));
    // By the owner too, while it is served.
    revised(&mut guest, note(1, "pierfog")).unwrap();
    assert!(has("pierfog"));
    assert_eq!(Visitors::open(&beside(&house.path())).unwrap().forget_all().unwrap(), 1);
    assert!(!has("pierfog"));
}

#[test]
fn a_visitor_takes_along_what_they_left_and_has_it_forgotten() {
    let house = House::new();
    let mut guest = house.guest(key());
    keep(&mut guest, 2, "s2", 3);
    revised(&mut guest, dispute(2, "s1")).unwrap();
    revised(&mut guest, note(2, "a word nobody else has: quayfog #later")).unwrap();
    guest.write();
    keep(&mut house.guest(other()), 1, "s1", 1);
    let all = mine(&house, &key());
    assert_eq!((all.places.len(), all.remarks.len(), all.n_read), (1, 2, 1));
    assert_eq!(all.places[0].headline, "Vell council meets, part 2");
    let said = &all.remarks[1];
    assert_eq!((said.judgement.as_deref(), said.why.as_deref()), (Some("dispute"), Some("who says")));
    assert_eq!(said.words.as_deref(), Some("“The ferry is safe,”"));
    assert!(all.remarks[0].note.as_deref().is_some_and(|note| note.contains("quayfog")));
    assert_eq!(house.shared.forget(&key()), Ok(true));
    assert_eq!(house.shared.forget(&key()), Ok(false));
    assert_eq!(mine(&house, &key()), Mine::default());
}

#[test]
fn there_is_an_end_to_what_one_visitor_leaves_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut visitors = Visitors::open(&folder.path().join("visitors.db")).unwrap();
    let placed = |n: i64| {
        let place = Some(Place { statement: None, offset_char: 9 });
        let mut text = [0; 32];
        text[..8].copy_from_slice(&n.to_be_bytes());
        (text, Placed { article: ArticleKey(n), headline: String::new(), place })
    };
    let leaving = |numbers: std::ops::RangeInclusive<i64>| Leaving {
        places: numbers.map(placed).collect(),
        ..Leaving::default()
    };
    assert_eq!(visitors.leave(&key(), &leaving(1..=MOST_PLACES), NOW).unwrap(), Ok(None));
    let why = visitors.leave(&key(), &leaving(MOST_PLACES + 1..=MOST_PLACES + 1), NOW).unwrap().unwrap().unwrap();
    assert!(why.contains("the oldest one gave way"), "{why}");
    let kept = visitors.mine(&key()).unwrap().places;
    assert_eq!((kept.len() as i64, kept[0].article.0), (MOST_PLACES, MOST_PLACES + 1));
    assert!(!kept.iter().any(|place| place.article.0 == 1));

    let house = House::new();
    let mut guest = house.guest(key());
    opened(&mut guest, 1);
    let why = revised(&mut guest, note(1, &"quay ".repeat(MOST_CHARS))).unwrap_err();
    assert!(why.contains("too long"), "{why}");
    assert!(mine(&house, &key()).remarks.is_empty());
    let body = Body::from(Vec::new());
    let remark = Remark::Note(About::Article, "again".to_owned());
    let saying = Saying {
        article: ArticleKey(1),
        headline: "",
        version: [1; 32],
        body: &body,
        remark: &remark,
        words: None,
        kind: None,
        doubts: &[],
        instead: &[],
    };
    for _ in 0..MOST_REMARKS {
        visitors.say(&key(), &saying, &Signed::default(), NOW).unwrap().unwrap();
    }
    let why = visitors.say(&key(), &saying, &Signed::default(), NOW).unwrap().unwrap_err();
    assert!(why.contains("and no more"), "{why}");
    assert_eq!(visitors.say(&other(), &saying, &Signed::default(), NOW).unwrap(), Ok(()), "others have room");
    let code = Visitor::Code("bado-kimu-tozi-rawo".to_owned());
    let n_kept =
        (0..MOST_REMARKS).take_while(|_| visitors.say(&code, &saying, &Signed::default(), NOW).unwrap().is_ok());
    assert_eq!(n_kept.count() as i64, MOST_REMARKS_KEYLESS);
}

#[test]
fn who_has_no_key_and_does_not_come_back_is_forgotten_after_thirty_days() {
    let folder = tempfile::tempdir().unwrap();
    let mut visitors = Visitors::open(&folder.path().join("visitors.db")).unwrap();
    let leaving = Leaving { theme: Some("ink".to_owned()), ..Leaving::default() };
    let code = |n: u8| Visitor::Code(format!("code {n}"));
    let day = 24 * 60 * 60;
    visitors.leave(&code(1), &leaving, NOW).unwrap().unwrap();
    visitors.leave(&code(2), &leaving, NOW + 2 * day).unwrap().unwrap();
    visitors.leave(&code(3), &leaving, NOW).unwrap().unwrap();
    visitors.leave(&key(), &leaving, NOW).unwrap().unwrap();
    // Who comes back is here, though they leave nothing new.
    assert!(!visitors.is_back(&code(3), NOW + day / 2).unwrap(), "once a day is enough");
    assert!(visitors.is_back(&code(3), NOW + day).unwrap() && !visitors.is_back(&code(4), NOW + day).unwrap());
    visitors.touch(&code(3), NOW + 20 * day).unwrap();
    visitors.touch(&code(4), NOW + 20 * day).unwrap();
    assert_eq!(visitors.expire(NOW + 31 * day).unwrap(), 1);
    let known = [code(1), code(2), code(3), code(4), key()].map(|visitor| visitors.knows(&visitor).unwrap());
    assert_eq!(known, [false, true, true, false, true]);
}

#[test]
fn who_did_not_come_back_is_forgotten_when_the_server_starts_and_comes_back_by_coming() {
    let house = House::new();
    let leaving = Leaving { theme: Some("ink".to_owned()), ..Leaving::default() };
    let (gone, here) = (house.shared.newcomer(), house.shared.newcomer());
    let mut visitors = Visitors::open(&beside(&house.path())).unwrap();
    let now = nutgraf::host::now();
    let day = 24 * 60 * 60;
    visitors.leave(&gone, &leaving, now - 31 * day).unwrap().unwrap();
    visitors.leave(&here, &leaving, now - 29 * day).unwrap().unwrap();
    house.shared.tidy();
    assert!(!visitors.knows(&gone).unwrap() && visitors.knows(&here).unwrap());
    assert!(visitors.is_back(&here, now).unwrap());
    begun(&mut house.guest(here.clone()));
    assert!(!visitors.is_back(&here, now).unwrap(), "that they were here today is written");
}
