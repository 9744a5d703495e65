//! A library with its owner's marks in it, and visitors.

use std::path::PathBuf;
use std::sync::Arc;

use nutgraf::article::format::read;
use nutgraf::article::review::{About, Judgement, Remark, Signed};
use nutgraf::article::{Article, StatementId};
use nutgraf::catalogue::{ArticleKey, Mine, Place, Visitor};
use nutgraf::exchange::{Effect, Event, Revised, Target};
use nutgraf::host::visitor::{Guest, Shared};
use nutgraf::library::{Arrival, Change, Library};
use nutgraf::session::{Session, Settings};
use serde_json::json;

/// Seconds since 1970 of all that is done.
pub const NOW: i64 = 1_755_086_400;

pub fn article(n: usize, day: u32, said: &str) -> Article {
    let value = json!({
        "schema_version": "1.0",
        "article": {
            "url": format!("https://courier.example/vell/{n}"),
            "headline": format!("Vell council meets, part {n}"),
            "publisher": { "name": "The Vell Courier" },
            "datePublished": format!("2025-08-{day:02}T08:00:00Z"),
        },
        "text": { "value": format!("“{said},” Odile Marchetti said.\n\nShe said that the works would go on, number {n}.\n") },
        "actors": [{ "id": "a1", "kind": "person", "name": "Odile Marchetti" }],
        "statements": [
            { "id": "s1", "kind": "direct", "marking": "quoted", "content": [{ "exact": format!("“{said},”") }],
              "cue": { "exact": "said", "suffix": "." }, "speakers": ["a1"], "confidence": { "content": 0.95, "speaker": 0.95 } },
            { "id": "s2", "kind": "indirect", "content": [{ "exact": format!("that the works would go on, number {n}") }],
              "source": { "exact": "She" }, "cue": { "exact": "said", "prefix": "She " }, "speakers": ["a1"], "confidence": { "content": 0.95, "speaker": 0.95 } },
        ],
    });
    read(&value.to_string()).unwrap()
}

pub struct House {
    pub folder: tempfile::TempDir,
    pub shared: Arc<Shared>,
}

impl House {
    /// Three articles, the newest of which the owner has read, starred, tagged, judged and noted.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        let articles = [
            article(1, 11, "The dam came too late"),
            article(2, 12, "The ferry is safe"),
            article(3, 13, "The pier stays shut"),
        ];
        let arrivals: Vec<_> = articles.into_iter().map(Arrival::asked).collect();
        library.add(&arrivals, NOW).unwrap();
        let newest = ArticleKey(3);
        for change in [Change::Read(true), Change::Starred(true), Change::Tag("ownertag".to_owned())] {
            library.change(&[newest], &change, NOW).unwrap();
        }
        let signed = Signed { by: Some("Ines Falk".to_owned()), at: None, why: Some("ownerwhy".to_owned()) };
        let id = StatementId("s1".to_owned());
        let remarks = [
            Remark::Statement(id.clone(), Judgement::Dispute),
            Remark::Note(About::Statement(id), "ownernote #ownerword".to_owned()),
            Remark::Note(About::Article, "ownerstory".to_owned()),
        ];
        for remark in remarks {
            library.remark(newest, None, &remark, &signed, NOW).unwrap().unwrap();
        }
        library.save_search("ownersearch", "pier", NOW).unwrap().unwrap();
        let latest = library.latest_arrival().unwrap();
        library.mark_seen(library.people("Marchetti").unwrap()[0].id, latest).unwrap();
        drop(library);
        let shared = Shared::open(&folder.path().join("library.db")).unwrap();
        Self { folder, shared }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library.db")
    }

    pub fn guest(&self, visitor: Visitor) -> Guest {
        Guest::new(Arc::clone(&self.shared), visitor).on_terminal("xterm-256color")
    }

    pub fn nobody(&self) -> Guest {
        self.guest(Visitor::Nobody)
    }

    pub fn owner(&self) -> Library {
        Library::open_to_write(&self.path()).unwrap()
    }
}

pub fn target(key: i64) -> Target {
    Target::Article(ArticleKey(key))
}

/// An article as a guest gets it.
#[track_caller]
pub fn opened(guest: &mut Guest, key: i64) -> nutgraf::exchange::Opened {
    match guest.carry_out(Effect::Open(target(key))) {
        Some(Event::Opened(_, Ok(opened))) => opened,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn revised(guest: &mut Guest, effect: Effect) -> Result<Revised, String> {
    match guest.carry_out(effect) {
        Some(Event::Revised(_, revised)) => revised,
        other => panic!("{other:?}"),
    }
}

pub fn key() -> Visitor {
    Visitor::Key("SHA256:ferry".to_owned())
}

pub fn other() -> Visitor {
    Visitor::Key("SHA256:pier".to_owned())
}

pub fn dispute(n: i64, id: &str) -> Effect {
    let remark = Remark::Statement(StatementId(id.to_owned()), Judgement::Dispute);
    Effect::Remark(target(n), remark, Some("who says".to_owned()))
}

pub fn note(n: i64, words: &str) -> Effect {
    Effect::Remark(target(n), Remark::Note(About::Article, words.to_owned()), None)
}

pub fn keep(guest: &mut Guest, n: i64, statement: &str, offset_char: usize) {
    opened(guest, n);
    let place = Place { statement: Some(statement.to_owned()), offset_char };
    assert_eq!(guest.carry_out(Effect::Keep(target(n), Some(place))), None);
}

pub fn begun(guest: &mut Guest) -> Session {
    let mut session = guest.session(Settings::default());
    let effects = session.handle(Event::Resize { cols: 80, rows: 24 });
    assert!(effects.is_empty(), "{effects:?}");
    session
}

pub fn notice(session: &Session) -> String {
    session.state().notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

pub fn mine(house: &House, visitor: &Visitor) -> Mine {
    house.shared.mine(visitor).unwrap()
}
