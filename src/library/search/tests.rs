//! Searching, against a small library of invented articles, and against a reading of every statement.

use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use serde_json::json;
use tempfile::TempDir;

use super::super::query::word::Words;
use super::super::query::{Ask, Field, Node, State, Terms, parse};
use super::super::{Arrival, Library};
use crate::article::format::read;
use crate::catalogue::{ArticleKey, Found, ListRequest, Sort};

/// 13 August 2025, noon.
const NOW: i64 = 1_755_086_400;

/// What a test says of a statement: kind, speaker, whom it is about, the words.
type Said = (&'static str, &'static str, &'static str, &'static str);

/// What a test says of an article.
struct Made {
    day: &'static str,
    outlet: &'static str,
    lang: &'static str,
    headline: &'static str,
    tags: &'static [&'static str],
    is_read: bool,
    said: &'static [Said],
}

/// Oldest first, so that the first has the number 1.
const ARTICLES: [Made; 6] = [
    Made {
        day: "2025-06-01",
        outlet: "Vell Courier",
        lang: "en",
        headline: "Pier to be rebuilt",
        tags: &["harbour"],
        is_read: true,
        said: &[
            ("direct", "Ada Brook", "", "We will rebuild the pier"),
            ("indirect", "Bruno Keel", "Ada Brook", "the harbour wall is older than the pier"),
        ],
    },
    Made {
        day: "2025-07-01",
        outlet: "Vell Courier",
        lang: "en-GB",
        headline: "Rain over the weir",
        tags: &["weather", "harbour"],
        is_read: false,
        said: &[
            ("mixed", "Odile Marchetti", "", "the dam “holds”, and the Café stays open"),
            ("indirect", "", "", "the weir was closed"),
        ],
    },
    Made {
        day: "2025-07-02",
        outlet: "Osten Blatt",
        lang: "de",
        headline: "Hafen",
        tags: &[],
        is_read: false,
        said: &[],
    },
    Made {
        day: "2025-08-01",
        outlet: "Osten Post",
        lang: "en",
        headline: "Harbour vote",
        tags: &[],
        is_read: true,
        said: &[
            ("direct", "Odile Marchetti", "Bruno Keel", "the harbour, the harbour and again the harbour"),
            ("no_comment", "Bruno Keel", "", "declined to comment"),
            ("direct", "Clara Brook", "", "a wall in the harbour"),
        ],
    },
    Made {
        day: "2025-08-12",
        outlet: "Osten Post",
        lang: "en",
        headline: "Sanctions",
        tags: &["weather"],
        is_read: false,
        said: &[
            ("direct", "Ada Brook", "", "对制裁没有意见"),
            ("direct", "Ada Brook", "", "the pier is a wall of cafés"),
        ],
    },
    Made {
        day: "2025-08-13",
        outlet: "Vell Courier",
        lang: "en",
        headline: "Dam and pier",
        tags: &["weather", "alone"],
        is_read: false,
        said: &[("mixed", "Bruno Keel", "Ada Brook", "dam “dam”"), ("direct", "Bruno Keel", "", "pier pier pier")],
    },
];

fn arrival(made: &Made) -> Arrival {
    let mut text = format!("{} in {} on {}.\n", made.headline, made.outlet, made.day);
    let mut actors: Vec<serde_json::Value> = Vec::new();
    let mut statements = Vec::new();
    let mut actor = |name: &str| {
        let id = name.replace(' ', "-");
        if !name.is_empty() && !actors.iter().any(|actor| actor["name"] == name) {
            actors.push(json!({ "id": id, "name": name, "kind": "person" }));
        }
        if name.is_empty() { json!([]) } else { json!([id]) }
    };
    for (n, (kind, speaker, about, words)) in made.said.iter().enumerate() {
        let start = text.chars().count();
        let (open, close) = if *kind == "direct" { ("“", "”") } else { ("", "") };
        text.extend([open, words, close]);
        let end = text.chars().count();
        text.extend([", said ", speaker, " of ", about, ".\n"]);
        statements.push(json!({ "id": format!("s{n}"), "kind": kind, "content": [{ "start": start, "end": end }],
            "speakers": actor(speaker), "about": actor(about) }));
    }
    let file = json!({
        "text": { "value": text }, "actors": actors, "statements": statements,
        "article": { "headline": made.headline, "publisher": { "name": made.outlet }, "inLanguage": made.lang,
            "datePublished": format!("{}T12:00:00Z", made.day) }
    });
    let article = read(&file.to_string()).unwrap();
    let tags = made.tags.iter().map(|&tag| tag.to_owned()).collect();
    Arrival { tags, ..Arrival::asked(article) }
}

fn library() -> (TempDir, Library) {
    let folder = TempDir::new().unwrap();
    let mut library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
    for made in &ARTICLES {
        library.add(&[arrival(made)], NOW).unwrap();
    }
    for (n, made) in ARTICLES.iter().enumerate() {
        library
            .connection
            .execute("UPDATE article SET is_read = ?2 WHERE id = ?1", (n as i64 + 1, made.is_read))
            .unwrap();
    }
    (folder, library)
}

#[track_caller]
fn search(library: &Library, query: &str) -> Found {
    library.search(query, Sort::Newest, 0, 100, NOW).unwrap().unwrap_or_else(|fault| panic!("{query}: {fault}"))
}

/// Article and statement of each hit: `6.s1 4.s0`.
fn places(found: &Found) -> String {
    let places: Vec<String> = found.hits.iter().map(|hit| format!("{}.{}", hit.article.0, hit.statement)).collect();
    places.join(" ")
}

#[test]
fn statements_are_found_newest_first_by_every_field() {
    let (_folder, library) = library();
    for (query, hits) in [
        ("pier", "5.s1 6.s1 1.s1 1.s0"),
        ("text:brook", ""),
        ("speaker:brook", "5.s0 5.s1 4.s2 1.s0"),
        ("brook wall", "5.s1 4.s2"),
        ("speaker:\"ada brook\"", "5.s0 5.s1 1.s0"),
        ("about:brook", "6.s0 1.s1"),
        ("outlet:\"vell courier\" dam", "6.s0 2.s0"),
        ("kind:declined", "4.s1"),
        ("lang:en kind:mixed", "6.s0 2.s0"),
        ("lang:en-gb", "2.s0 2.s1"),
        ("from:2025-08-12 to:yesterday", "5.s0 5.s1"),
        ("from:7d pier", "5.s1 6.s1"),
        ("tag:harbour", "2.s0 2.s1 1.s0 1.s1"),
        ("article:4 harbour", "4.s0 4.s2"),
        ("is:unread pier", "5.s1 6.s1"),
        ("is:read pier", "1.s0 1.s1"),
        ("speaker:unknown", "2.s1"),
        ("is:unattributed", "2.s1"),
        ("cafe*", "5.s1 2.s0"),
        ("\"harbour wall\"", "1.s1"),
        ("制裁", "5.s0"),
        ("pier OR dam -speaker:keel", "5.s1 2.s0 1.s0"),
        ("tag:weather OR dam", "5.s0 5.s1 6.s0 6.s1 2.s0 2.s1"),
        ("tag:alone -dam", "6.s1"),
        ("-tag:alone pier", "5.s1 1.s0 1.s1"),
        ("-tag:harbour -speaker:brook", "6.s0 6.s1 4.s0 4.s1"),
        ("speaker:#1 wall", "5.s1"),
        ("-tag:harbour (pier OR (dam is:unread))", "5.s1 6.s0 6.s1"),
    ] {
        let found = search(&library, query);
        let mut hits: Vec<&str> = hits.split_whitespace().collect();
        let order: Vec<i64> = found.hits.iter().map(|hit| hit.id.0).collect();
        assert!(order.is_sorted_by(|one, other| one > other), "{query}");
        let mut found: Vec<String> = places(&found).split_whitespace().map(str::to_owned).collect();
        hits.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, hits, "{query}");
    }
}

#[test]
fn a_hit_says_all_that_is_shown_of_it() {
    let (_folder, library) = library();
    let found = search(&library, "about:keel harbour");
    let hit = &found.hits[0];
    assert_eq!(hit.article, ArticleKey(4));
    assert_eq!(
        (hit.day.as_str(), hit.outlet.as_deref(), hit.headline.as_str()),
        ("2025-08-01", Some("Osten Post"), "Harbour vote")
    );
    assert_eq!(hit.speakers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Odile Marchetti"]);
    assert_eq!(hit.lit, [5..12, 18..25, 40..47]);
}

#[test]
fn a_page_leaves_out_those_before_it_and_says_whether_more_follow() {
    let (_folder, library) = library();
    for query in ["pier", "pier OR tag:nothing"] {
        let all = search(&library, query);
        let first = library.search(query, Sort::Newest, 0, 3, NOW).unwrap().unwrap();
        let rest = library.search(query, Sort::Newest, 3, 3, NOW).unwrap().unwrap();
        assert_eq!((first.hits.len(), first.is_more, rest.hits.len(), rest.is_more), (3, true, 1, false), "{query}");
        assert_eq!([first.hits, rest.hits].concat(), all.hits);
    }
}

#[test]
fn relevance_puts_first_what_says_most_of_it() {
    let (_folder, library) = library();
    let found = library.search("pier", Sort::Relevance, 0, 10, NOW).unwrap().unwrap();
    assert_eq!(places(&found).split(' ').next(), Some("6.s1"));
    assert_eq!(found.ranked, None, "all of them were weighed");
    let second = library.search("pier", Sort::Relevance, 1, 1, NOW).unwrap().unwrap();
    assert_eq!(second.hits[0], found.hits[1]);
    assert!(second.is_more);
}

#[test]
fn people_of_one_name_are_told() {
    let (_folder, library) = library();
    let found = search(&library, "speaker:brook wall");
    let namesakes = &found.namesakes[0];
    assert_eq!((namesakes.asked.as_str(), namesakes.n), ("brook", 2));
    let people: Vec<(&str, usize)> =
        namesakes.people.iter().map(|person| (person.name.as_str(), person.n_statements)).collect();
    assert_eq!(people, [("Ada Brook", 3), ("Clara Brook", 1)]);
    assert!(search(&library, "speaker:keel").namesakes.is_empty());
    assert!(search(&library, "speaker:\"ada brook\"").namesakes.is_empty());
    assert!(search(&library, "-speaker:brook").namesakes.is_empty());
}

#[test]
fn without_a_hit_the_clause_to_blame_is_named_as_it_was_written() {
    let (_folder, library) = library();
    for (query, blame) in [
        ("speaker:keel  speaker:zzz pier", Some("speaker:zzz")),
        ("speaker:keel cafe", Some("cafe")),
        ("pier -(speaker:brook OR speaker:keel)", Some("-(speaker:brook OR speaker:keel)")),
        ("zzz", None),
        ("zzz yyy", None),
        ("pier", None),
    ] {
        assert_eq!(search(&library, query).blame.as_deref(), blame, "{query}");
    }
}

#[test]
fn what_is_being_typed_finds_what_begins_so() {
    let (_folder, library) = library();
    let typed = |query: &str| places(&library.search_typed(query, 10, NOW).unwrap().unwrap());
    assert_eq!(typed("speaker:marc"), "4.s0 2.s0");
    assert_eq!(typed("speaker:keel pi"), places(&search(&library, "speaker:keel pi*")));
    assert_eq!(typed("\"harbour w"), "1.s1");
    assert_eq!(typed("speaker:keel kind:de"), typed("speaker:keel"));
    assert!(library.search_typed("speker:keel", 10, NOW).unwrap().is_err());
}

#[test]
fn saved_searches_stand_for_their_queries() {
    let (_folder, mut library) = library();
    library.save_search("brooks", "speaker:brook OR about:brook", NOW).unwrap().unwrap();
    library.save_search("@walls", "@brooks wall", NOW).unwrap().unwrap();
    assert_eq!(places(&search(&library, "@walls -about:brook")), places(&search(&library, "speaker:brook wall")));
    assert_eq!(places(&search(&library, "saved:brooks")), places(&search(&library, "speaker:brook OR about:brook")));
    assert_eq!(search(&library, "@brooks kind:declined").blame.as_deref(), Some("kind:declined"));
    let names: Vec<String> = library.saved_searches().unwrap().into_iter().map(|saved| saved.name).collect();
    assert_eq!(names, ["brooks", "walls"]);
    let fault = library.save_search("brooks", "pier @walls", NOW).unwrap().unwrap_err();
    assert!(fault.message.contains("asks for itself"), "{fault}");
    let fault = library.save_search("me", "@me", NOW).unwrap().unwrap_err();
    assert!(fault.message.contains("asks for itself"), "{fault}");
    assert_eq!(library.saved_searches().unwrap().len(), 2);
    assert!(library.save_search("a b", "pier", NOW).unwrap().is_err());
    assert!(library.save_search("x", "speker:y", NOW).unwrap().is_err());
    assert!(library.save_search("x", " ", NOW).unwrap().is_err());
    assert!(library.forget_search("brooks").unwrap());
    assert!(!library.forget_search("brooks").unwrap());
    let fault = library.search("pier @walls", Sort::Newest, 0, 9, NOW).unwrap().unwrap_err();
    assert!(fault.message.contains("@brooks") && fault.at == (5..11), "{fault:?}");
}

#[test]
fn a_list_is_filtered_by_the_same_language() {
    let (_folder, library) = library();
    for (query, articles) in [
        ("pier", &[6, 5, 1][..]),
        ("lang:de", &[3]),
        ("outlet:osten", &[5, 4, 3]),
        ("hafen", &[3]),
        ("speaker:keel", &[6, 4, 1]),
        ("speaker:keel sanctions", &[]),
        ("speaker:brook vote", &[4]),
        ("speaker:keel -harbour", &[6]),
        ("is:unread", &[6, 5, 3, 2]),
        ("is:unread -tag:weather", &[3]),
        ("-speaker:brook", &[6, 3, 2]),
        ("tag:harbour OR lang:de", &[3, 2, 1]),
        ("from:2025-07 to:2025-07", &[3, 2]),
        ("kind:declined", &[4]),
        ("article:3", &[3]),
        ("-pier -dam", &[4, 3]),
    ] {
        let keys = library.select(query, NOW).unwrap().unwrap();
        assert_eq!(keys.iter().map(|key| key.0).collect::<Vec<_>>(), articles, "{query}");
        for n in 0..articles.len() {
            let request = ListRequest { query: query.to_owned(), offset: n, limit: 1, ..ListRequest::default() };
            let page = library.list(&request, NOW).unwrap().unwrap();
            assert_eq!(page.rows.iter().map(|row| row.id.0).collect::<Vec<_>>(), articles[n..=n], "{query} {n}");
            assert_eq!(page.is_more, n + 1 < articles.len(), "{query} {n}");
        }
    }
}

#[test]
fn a_removed_article_is_not_found() {
    let (_folder, mut library) = library();
    library.change(&[ArticleKey(6)], &super::super::Change::Remove, NOW).unwrap();
    assert_eq!(places(&search(&library, "pier speaker:keel")), "1.s1");
    library.undo(NOW).unwrap();
    assert_eq!(places(&search(&library, "pier speaker:keel")), "6.s1 1.s1");
}

/// Whether a statement fits, by reading it.
fn fits(made: &Made, number: usize, said: &Said, node: &Node) -> bool {
    let (kind, speaker, about, words) = *said;
    let has = |text: &str, terms: &Terms| {
        let wanted: Vec<String> = Words::of(&terms.text).iter().map(str::to_owned).collect();
        let text: Vec<String> = Words::of(text).iter().map(str::to_owned).collect();
        text.windows(wanted.len()).any(|window| {
            let (last, before) = wanted.split_last().unwrap();
            let is_last = |word: &String| if terms.is_prefix { word.starts_with(last.as_str()) } else { word == last };
            window[..before.len()] == *before && is_last(&window[before.len()])
        })
    };
    match node {
        Node::Not { of, .. } => !fits(made, number, said, of),
        Node::All { of, .. } => of.iter().all(|node| fits(made, number, said, node)),
        Node::Any { of, .. } => of.iter().any(|node| fits(made, number, said, node)),
        Node::Clause { ask, .. } => match ask {
            Ask::Word(terms) => has(words, terms) || has(speaker, terms),
            Ask::In(Field::Text, terms) => has(words, terms),
            Ask::In(Field::Speaker, terms) => has(speaker, terms),
            Ask::In(Field::About, terms) => has(about, terms),
            Ask::In(Field::Outlet, terms) => has(made.outlet, terms),
            Ask::Kind(asked) => crate::article::Kind::NAMES.iter().any(|(known, name)| known == asked && *name == kind),
            Ask::Lang(tag) => made.lang.to_lowercase() == *tag || made.lang.split('-').next() == Some(tag),
            Ask::From(day) => made.day >= day.to_string().as_str(),
            Ask::To(day) => made.day <= day.to_string().as_str(),
            Ask::Tag(name) => made.tags.contains(&name.as_str()),
            Ask::Article(key) => key.0 == number as i64 + 1,
            Ask::Is(State::Unread) => !made.is_read,
            Ask::Is(State::Read) => made.is_read,
            Ask::Is(State::Unattributed) => speaker.is_empty(),
            // None is asked for that would fit.
            Ask::Is(State::Starred | State::Updated | State::Incomplete | State::Judged(_) | State::Noted)
            | Ask::In(..)
            | Ask::Note(_)
            | Ask::Person(..)
            | Ask::Saved(_) => false,
        },
    }
}

fn clause() -> impl Strategy<Value = String> {
    let clauses = vec![
        "pier",
        "dam",
        "harbour",
        "wall",
        "the",
        "brook",
        "h*",
        "w*",
        "\"harbour wall\"",
        "\"the pi\"*",
        "text:keel",
        "speaker:brook",
        "speaker:keel",
        "speaker:\"ada brook\"",
        "about:brook",
        "about:keel",
        "outlet:vell",
        "outlet:osten",
        "kind:direct",
        "kind:indirect",
        "kind:mixed",
        "lang:en",
        "lang:en-gb",
        "lang:de",
        "from:2025-07",
        "from:2025-08-12",
        "to:2025-07",
        "to:2025-08-01",
        "tag:harbour",
        "tag:weather",
        "tag:none",
        "article:1",
        "article:4",
        "is:unread",
        "is:read",
        "is:starred",
        "is:updated",
        "is:incomplete",
        "is:unattributed",
    ];
    proptest::sample::select(clauses).prop_map(str::to_owned)
}

fn any_query() -> impl Strategy<Value = String> {
    let clauses = prop_oneof![3 => clause(), 1 => clause().prop_map(|clause| format!("-{clause}"))];
    clauses.prop_recursive(3, 12, 3, |inner| {
        let joined = (
            proptest::collection::vec(inner, 1..4),
            prop_oneof![Just(" "), Just(" OR ")],
            prop_oneof![Just(""), Just("-")],
        );
        joined.prop_map(|(parts, between, sign)| format!("{sign}({})", parts.join(between)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_is_answered_as_by_reading_every_statement(queries in proptest::collection::vec(any_query(), 60)) {
        let (_folder, library) = library();
        for query in queries {
            let root = parse(&query, None).unwrap().root.unwrap();
            let mut wanted = Vec::new();
            for (number, made) in ARTICLES.iter().enumerate() {
                for (n, said) in made.said.iter().enumerate() {
                    if fits(made, number, said, &root) {
                        wanted.push(format!("{}.s{n}", number + 1));
                    }
                }
            }
            let found = search(&library, &query);
            let mut found: Vec<String> = places(&found).split_whitespace().map(str::to_owned).collect();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{query}");
        }
    }
}
