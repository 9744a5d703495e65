//! Lists: order, windows, groups, folding.

use nutgraf::catalogue::{ArticleKey, ListOrder, ListPage, ListRequest};
use nutgraf::library::Change;
use serde_json::json;

use super::stage::{NOW, Stage, article};

fn stage() -> Stage {
    let mut stage = Stage::new();
    let told = |n: usize, day: &str, outlet: &str| {
        let text =
            format!("Story {n}\n\nThe {n} boats of harbour {n} were counted by {n} people on quay {n}, and {n} left.");
        let publisher = if outlet.is_empty() { json!(null) } else { json!({ "name": outlet }) };
        article(
            &text,
            json!({ "headline": format!("Story {n}"), "datePublished": format!("{day}T08:00:00Z"), "publisher": publisher }),
            json!({}),
        )
    };
    for one in [
        told(1, "2026-11-20", "Vell Courier"),
        told(2, "2026-11-22", "keel daily"),
        told(3, "2026-11-22", ""),
        told(4, "2026-11-21", "Keel Daily"),
        told(5, "2026-11-22", "Arden Post"),
    ] {
        stage.add(&[one]);
    }
    stage
}

fn page(stage: &Stage, request: &ListRequest) -> ListPage {
    stage.library.list(request, NOW).unwrap().unwrap()
}

fn all(order: ListOrder) -> ListRequest {
    ListRequest { order, limit: 50, ..ListRequest::default() }
}

fn keys(page: &ListPage) -> Vec<i64> {
    page.rows.iter().map(|row| row.id.0).collect()
}

#[test]
fn a_list_has_the_newest_day_first_and_in_it_the_unread() {
    let mut stage = stage();
    assert_eq!(keys(&page(&stage, &all(ListOrder::Day))), [5, 3, 2, 4, 1]);
    stage.library.opened(ArticleKey(5)).unwrap();
    let after = page(&stage, &all(ListOrder::Day));
    assert_eq!(keys(&after), [3, 2, 5, 4, 1]);
    assert_eq!((after.total, after.n_unread, after.is_more), (5, 4, false));
    let groups: Vec<&str> = after.rows.iter().map(|row| row.group.as_str()).collect();
    assert_eq!(groups, ["2026-11-22", "2026-11-22", "2026-11-22", "2026-11-21", "2026-11-20"]);
}

#[test]
fn windows_put_together_are_the_list() {
    let stage = stage();
    for order in [ListOrder::Day, ListOrder::Outlet, ListOrder::Tag] {
        let whole = keys(&page(&stage, &all(order)));
        for size in 1..=5 {
            let mut joined = Vec::new();
            while joined.len() < whole.len() {
                let offset = joined.len();
                let window = page(&stage, &ListRequest { order, offset, limit: size, ..ListRequest::default() });
                assert_eq!(window.total, 5, "{order:?}");
                assert!(!window.rows.is_empty());
                joined.extend(keys(&window));
            }
            assert_eq!(joined, whole, "{order:?} by {size}");
        }
    }
}

#[test]
fn outlets_stand_in_their_order_and_what_has_none_at_the_end() {
    let stage = stage();
    let page = page(&stage, &all(ListOrder::Outlet));
    assert_eq!(keys(&page), [5, 2, 4, 1, 3]);
    assert_eq!(page.rows[4].group, "");
}

#[test]
fn an_article_stands_under_each_of_its_tags() {
    let mut stage = stage();
    let tag = |name: &str| Change::Tag(name.to_owned());
    stage.library.change(&[ArticleKey(1), ArticleKey(4)], &tag("boats"), NOW).unwrap();
    stage.library.change(&[ArticleKey(4)], &tag("arden"), NOW).unwrap();
    let page = page(&stage, &all(ListOrder::Tag));
    assert_eq!(keys(&page), [4, 4, 1, 5, 3, 2]);
    assert_eq!(page.total, 6);
    assert_eq!(page.rows[0].group, "arden");
    assert_eq!(page.rows[1].tags, ["arden", "boats"]);
}

#[test]
fn what_is_folded_is_counted_on_its_first_and_listed_when_unfolded() {
    let mut stage = Stage::new();
    let wire = "The harbour of Vell was closed on Friday after a crane fell into the water near the old customs house. \
        Nobody was hurt, the port said, but eleven boats could not leave and the ferry to Arden was moved to the \
        northern quay until the crane is lifted, which divers expect to take at least four days.";
    for (outlet, head) in
        [("Vell Courier", "Crane falls into harbour"), ("Arden Post", "Ferry moved after crane falls")]
    {
        let fields =
            json!({ "headline": head, "publisher": { "name": outlet }, "datePublished": "2026-11-20T08:00:00Z" });
        stage.add(&[article(wire.replace("  ", " ").as_str(), fields.clone(), json!({}))]);
        // The same text is the same article; an outlet of its own changes a word or two.
        let text = wire.replace("eleven boats", "11 boats").replace("Nobody was hurt", "No one was hurt");
        stage.add(&[article(&text, fields, json!({}))]);
    }
    let folded = page(&stage, &all(ListOrder::Day));
    let unfolded = page(&stage, &ListRequest { unfolded: true, ..all(ListOrder::Day) });
    assert_eq!((folded.rows.len(), folded.total), (1, 1));
    assert_eq!((unfolded.rows.len(), unfolded.total), (2, 2));
    assert_eq!(folded.rows[0].n_folded, 1);
    assert_eq!(folded.n_unread, 1, "what is folded is not counted beside it");
    for (shows_all, n) in [(false, 1), (true, 2)] {
        let chosen = stage.library.select_listed("crane", shows_all, usize::MAX, NOW).unwrap().unwrap();
        assert_eq!(chosen.len(), n, "what is chosen is what the list shows");
    }
}
