//! What every kind of query costs on a library, as a reader meets it: parsing, finding, and reading what is shown.

use std::path::Path;
use std::time::{Duration, Instant};

use nutgraf::catalogue::{ListOrder, ListRequest, Sort, SpeakerKey};
use nutgraf::library::Library;

use super::made::{Chance, NOW, name, outlet, word};

/// Hits that a page has, and how often each query is asked.
const PAGE: usize = 50;
const ROUNDS: usize = 4;
const VARIANTS: usize = 12;

/// A row of the table: what, the median, the 95th percentile, the worst, in milliseconds, and how many hits.
struct Line {
    what: String,
    took: Vec<Duration>,
    n_hits: usize,
}

impl Line {
    fn print(&mut self) {
        self.took.sort_unstable();
        let at = |part: f64| {
            let index = ((self.took.len() as f64 - 1.0) * part).ceil() as usize;
            self.took.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
        };
        println!("{}\t{:.2}\t{:.2}\t{:.2}\t{}", self.what, at(0.5), at(0.95), at(1.0), self.n_hits);
    }
}

fn measure(what: &str, variants: usize, mut run: impl FnMut(usize) -> usize) {
    let mut line = Line { what: what.to_owned(), took: Vec::new(), n_hits: 0 };
    // Each query counts by its best round: what others do on the machine is none of its cost.
    for variant in 0..variants {
        let mut best = Duration::MAX;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            line.n_hits += run(variant);
            best = best.min(started.elapsed());
        }
        line.took.push(best);
    }
    line.n_hits /= ROUNDS * variants;
    line.print();
}

/// Queries of one kind, with words of the frequencies that its name promises.
struct Shape {
    what: &'static str,
    make: fn(&mut Chance) -> String,
}

fn common(chance: &mut Chance) -> String {
    word(chance.below(8))
}

fn usual(chance: &mut Chance) -> String {
    word(200 + chance.below(800))
}

fn rare(chance: &mut Chance) -> String {
    word(20_000 + chance.below(20_000))
}

fn last(speaker: usize) -> String {
    name(speaker).split(' ').next_back().unwrap_or_default().to_lowercase()
}

const SHAPES: &[Shape] = &[
    Shape { what: "a rare word", make: rare },
    Shape { what: "a usual word", make: usual },
    Shape { what: "a very common word", make: common },
    Shape { what: "two common words", make: |c| format!("{} {}", common(c), common(c)) },
    Shape { what: "a common and a rare word", make: |c| format!("{} {}", common(c), rare(c)) },
    Shape { what: "three usual words", make: |c| format!("{} {} {}", usual(c), usual(c), usual(c)) },
    Shape { what: "two usual words", make: |c| format!("{} {}", usual(c), usual(c)) },
    Shape { what: "phrase of common words", make: |c| format!("\"{} {}\"", common(c), common(c)) },
    Shape { what: "phrase of usual words", make: |c| format!("\"{} {}\"", usual(c), usual(c)) },
    Shape { what: "phrase of three common words", make: |c| format!("\"{} {} {}\"", common(c), common(c), common(c)) },
    Shape { what: "one letter and a star", make: |c| format!("{}*", &"bdfghklmnprstvw"[c.below(15)..][..1]) },
    Shape { what: "two letters and a star", make: |c| format!("{}*", &usual(c)[..2]) },
    Shape { what: "three letters and a star", make: |c| format!("{}*", usual(c).chars().take(3).collect::<String>()) },
    Shape { what: "four letters and a star", make: |c| format!("{}*", rare(c).chars().take(4).collect::<String>()) },
    Shape { what: "a common word and two letters and a star", make: |c| format!("{} {}*", common(c), &usual(c)[..2]) },
    Shape { what: "OR of common words", make: |c| format!("{} OR {}", common(c), common(c)) },
    Shape { what: "OR of ten words", make: |c| (0..10).map(|_| usual(c)).collect::<Vec<_>>().join(" OR ") },
    Shape { what: "a common word without another", make: |c| format!("{} -{}", word(0), word(1 + c.below(7))) },
    Shape { what: "a rare word without a common one", make: |c| format!("{} -{}", rare(c), common(c)) },
    Shape { what: "only without a common word", make: |c| format!("-{}", common(c)) },
    Shape { what: "only without much", make: |c| format!("-({} OR {} OR kind:direct)", common(c), common(c)) },
    Shape {
        what: "parentheses",
        make: |c| {
            format!("({} OR {}) ({} OR speaker:{}) -{}", usual(c), usual(c), common(c), last(c.below(50)), rare(c))
        },
    },
    Shape { what: "speaker:NAME, often quoted", make: |c| format!("speaker:{}", last(c.below(10))) },
    Shape { what: "speaker:\"FULL NAME\"", make: |c| format!("speaker:\"{}\"", name(c.below(1000))) },
    Shape {
        what: "a rare speaker and a common word",
        make: |c| format!("speaker:\"{}\" {}", name(30_000 + c.below(20_000)), common(c)),
    },
    Shape {
        what: "an often quoted speaker and a common word",
        make: |c| format!("speaker:{} {}", last(c.below(10)), common(c)),
    },
    Shape {
        what: "an often quoted speaker and a rare word",
        make: |c| format!("speaker:{} {}", last(c.below(10)), rare(c)),
    },
    Shape { what: "speaker:#NUMBER", make: |c| format!("speaker:#{}", 1 + c.below(40)) },
    Shape {
        what: "speaker:#NUMBER and a common word",
        make: |c| format!("speaker:#{} {}", 1 + c.below(40), common(c)),
    },
    Shape { what: "speaker:unknown and a common word", make: |c| format!("speaker:unknown {}", common(c)) },
    Shape { what: "about:NAME", make: |c| format!("about:{}", last(c.below(1000))) },
    Shape { what: "about:NAME and a common word", make: |c| format!("about:{} {}", last(c.below(10)), common(c)) },
    Shape { what: "role:WORD", make: |c| format!("role:{} {}", word(500 + c.below(200)), common(c)) },
    Shape { what: "outlet:NAME", make: |c| format!("outlet:\"{}\"", outlet(c.below(200))) },
    Shape {
        what: "outlet:NAME and a common word",
        make: |c| format!("outlet:\"{}\" {}", outlet(c.below(200)), common(c)),
    },
    Shape { what: "kind:direct and a common word", make: |c| format!("kind:direct {}", common(c)) },
    Shape { what: "lang:de and a common word", make: |c| format!("lang:de {}", common(c)) },
    Shape { what: "a month", make: |c| format!("from:2023-{0:02} to:2023-{0:02}", 1 + c.below(12)) },
    Shape {
        what: "a common word in a month",
        make: |c| format!("{0} from:2021-{1:02} to:2021-{1:02}", common(c), 1 + c.below(12)),
    },
    Shape {
        what: "a rare word in a month",
        make: |c| format!("{0} from:2021-{1:02} to:2021-{1:02}", rare(c), 1 + c.below(12)),
    },
    Shape { what: "a common word before 2021", make: |c| format!("{} to:2020", common(c)) },
    Shape { what: "a tag on few articles", make: |_| "tag:rare".to_owned() },
    Shape { what: "a tag on few articles and a common word", make: |c| format!("tag:rare {}", common(c)) },
    Shape { what: "a tag on few articles and a rare word", make: |c| format!("tag:rare {}", rare(c)) },
    Shape { what: "a tag on a tenth and a common word", make: |c| format!("tag:common {}", common(c)) },
    Shape { what: "a tag on a tenth and a rare word", make: |c| format!("tag:common {}", rare(c)) },
    Shape { what: "a tag on a tenth and a usual word", make: |c| format!("tag:common {}", usual(c)) },
    Shape { what: "is:unread (few) and a common word", make: |c| format!("is:unread {}", common(c)) },
    Shape { what: "is:unread (few) and a rare word", make: |c| format!("is:unread {}", rare(c)) },
    Shape { what: "is:read (most) and a common word", make: |c| format!("is:read {}", common(c)) },
    Shape { what: "is:starred and a common word", make: |c| format!("is:starred {}", common(c)) },
    Shape { what: "-is:read and a common word", make: |c| format!("-is:read {}", common(c)) },
    Shape { what: "-tag:common and a common word", make: |c| format!("-tag:common {}", common(c)) },
    Shape { what: "is:incomplete and a usual word", make: |c| format!("is:incomplete {}", usual(c)) },
    Shape { what: "a tag or a word", make: |c| format!("tag:rare OR {}", rare(c)) },
    Shape { what: "a tag or a word, without a word", make: |c| format!("(tag:common OR {}) -{}", usual(c), common(c)) },
    Shape { what: "article:NUMBER", make: |c| format!("article:{}", 1 + c.below(1000)) },
    Shape { what: "nothing fits, four clauses", make: |c| format!("{} {} kind:direct zzzz", common(c), usual(c)) },
    Shape {
        what: "nothing fits, for two together",
        make: |c| format!("{} {} {} lang:de", rare(c), rare(c), common(c)),
    },
];

/// Measures everything, each line as tab-separated fields; the caller makes a table of it.
pub fn measure_all(path: &Path) {
    let started = Instant::now();
    let library = Library::open(path).expect("a library");
    let first = library.search("", Sort::Newest, 0, PAGE, NOW).expect("read").expect("parsed");
    println!(
        "opening, and the newest page\t{0:.2}\t{0:.2}\t{0:.2}\t{1}",
        started.elapsed().as_secs_f64() * 1e3,
        first.hits.len()
    );

    let mut chance = Chance::new(7);
    let speakers: Vec<i64> = (0..200).map(|_| 1 + chance.below(2_000) as i64).collect();
    measure("statements by a speaker, a page of 20", 200, |n| {
        library.said_by(SpeakerKey(speakers[n]), 0, 20).expect("read").len()
    });
    measure("statements by a speaker, a page of 50", 200, |n| {
        library.said_by(SpeakerKey(speakers[n]), 0, 50).expect("read").len()
    });
    measure("a speaker's whole page", 50, |n| {
        library.speaker_page(SpeakerKey(speakers[n])).expect("read").map_or(0, |page| page.by.len())
    });
    for sort in [Sort::Newest, Sort::Relevance] {
        for shape in SHAPES {
            let mut chance = Chance::new(11);
            let queries: Vec<String> = (0..VARIANTS).map(|_| (shape.make)(&mut chance)).collect();
            let what = format!("{}{}", shape.what, if sort == Sort::Relevance { ", by relevance" } else { "" });
            measure(&what, VARIANTS, |n| {
                library.search(&queries[n], sort, 0, PAGE, NOW).expect("read").expect("parsed").hits.len()
            });
        }
    }
    keystrokes(&library);
    lists(&library);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim();
    println!("# memory at its highest: {peak}");
}

/// Every letter of queries that are being typed.
fn keystrokes(library: &Library) {
    let mut chance = Chance::new(13);
    let mut line = Line { what: "a letter typed".to_owned(), took: Vec::new(), n_hits: 0 };
    for _ in 0..8 {
        let texts = [
            format!("speaker:{} {}", last(chance.below(20)), usual(&mut chance)),
            format!("{} {} {}", common(&mut chance), usual(&mut chance), common(&mut chance)),
            format!("\"{} {}\" -{}", common(&mut chance), common(&mut chance), usual(&mut chance)),
            format!("speaker:\"{}\" kind:direct from:2023 {}", name(chance.below(5_000)), rare(&mut chance)),
            format!("tag:common is:read {} OR {}", usual(&mut chance), rare(&mut chance)),
        ];
        for text in &texts {
            for n_bytes in 1..=text.len() {
                let mut took = Duration::MAX;
                let mut found = Err(());
                for _ in 0..ROUNDS {
                    let started = Instant::now();
                    found = library.search_typed(&text[..n_bytes], PAGE, NOW).expect("read").map_err(drop);
                    took = took.min(started.elapsed());
                }
                if let Ok(found) = found {
                    line.n_hits += found.hits.len();
                    if took > Duration::from_millis(30) {
                        eprintln!("{:?} took {took:?}", &text[..n_bytes]);
                    }
                    line.took.push(took);
                }
            }
        }
    }
    line.n_hits /= line.took.len().max(1);
    line.print();
}

/// Windows of lists, at their beginning, middle and end.
fn lists(library: &Library) {
    let total =
        library.list(&ListRequest { limit: 1, ..ListRequest::default() }, NOW).expect("read").expect("parsed").total;
    for (place, offset) in [("first", 0), ("middle", total / 2), ("last", total.saturating_sub(100))] {
        for (order, by) in [(ListOrder::Day, "day"), (ListOrder::Outlet, "outlet"), (ListOrder::Tag, "tag")] {
            let request = ListRequest { order, offset, limit: 100, ..ListRequest::default() };
            measure(&format!("list by {by}, the {place} 100"), 4, |_| {
                library.list(&request, NOW).expect("read").expect("parsed").rows.len()
            });
        }
    }
    for query in ["speaker:#3", &word(300), "outlet:post", "is:unread", "-tag:common", "tag:common", "is:read lang:de"]
    {
        let request = ListRequest { query: query.to_owned(), limit: 100, ..ListRequest::default() };
        let what = if query == word(300) { "a usual word" } else { query };
        measure(&format!("list of {what}"), 4, |_| {
            library.list(&request, NOW).expect("read").expect("parsed").rows.len()
        });
    }
}
