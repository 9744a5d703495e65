//! Which words a text marks as speech.

use super::quoted_regions;
use crate::article::format::read;
use crate::article::{Article, Kind, Marking};
use serde_json::json;

/// An article of one statement whose parts are marked `⟦…⟧` in the text.
#[track_caller]
fn article(marked: &str, kind: &str, block: &str, speaker: &str) -> Article {
    let mut text = String::new();
    let mut content = Vec::new();
    let mut n_chars = 0;
    for scalar in marked.chars() {
        match scalar {
            '⟦' => content.push(json!({ "start": n_chars })),
            '⟧' => content.last_mut().unwrap()["end"] = json!(n_chars),
            _ => {
                text.push(scalar);
                n_chars += 1;
            }
        }
    }
    let mut file = json!({
        "text": { "value": text },
        "statements": [{ "id": "s1", "kind": kind, "content": content, "speakers": [speaker] }]
    });
    if !block.is_empty() {
        file["text"]["blocks"] = json!([{ "kind": block, "start": 0, "end": n_chars }]);
    }
    read(&file.to_string()).unwrap()
}

#[track_caller]
fn passes(marked: &str, marking: Marking) {
    let article = article(marked, "direct", "", "Odile Marchetti");
    let statement = &article.statements.items()[0];
    assert_eq!((statement.kind, statement.marking.known()), (Kind::Direct, Some(&marking)), "{marked}");
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
}

#[track_caller]
fn fails(marked: &str) {
    let article = article(marked, "direct", "", "Odile Marchetti");
    let statement = &article.statements.items()[0];
    assert_eq!((statement.kind, statement.marking.known()), (Kind::Indirect, None), "{marked}");
    assert_eq!(article.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>(), ["downgraded-statement"]);
}

#[test]
fn every_style_of_quotation_marks_marks_speech() {
    for marked in [
        "She said: ⟦“We will sail.”⟧",
        "She said: “⟦We will sail⟧.”",
        "She said: ⟦\"We will sail.\"⟧",
        "⟦''We will sail,''⟧ she said.",
        "⟦``We will sail,''⟧ she said.",
        "⟦‘We’ll sail,’⟧ she said.",
        "⟦‘The workers’ boats will sail,’⟧ she said.",
        "⟦'We'll sail,'⟧ she said.",
        "⟦„Wir segeln“⟧, sagte sie.",
        "⟦„Wir segeln”⟧, sagte sie.",
        "⟦«Nous partons»⟧, dit-elle.",
        "⟦« Nous partons »⟧, dit-elle.",
        "⟦»Wir segeln«⟧, sagte sie.",
        "⟦‹Wir segeln›⟧, sagte sie.",
        "⟦”Vi seglar”⟧, sade hon.",
        "⟦「出航する」⟧と彼女は言った。",
        "⟦“We will sail,”⟧ she said. ⟦“Tomorrow.”⟧",
        "⟦“We will sail\"⟧, she said.",
        "⟦\"We will sail”⟧, she said.",
        "⟦“He told me ‘go’ and I went.”⟧",
        "She said: ⟦“We will sail⟧",
        "The mayor, ‘90s star, said ⟦‘we sail’⟧.",
    ] {
        passes(marked, Marking::Quoted);
    }
}

#[test]
fn speech_over_several_paragraphs_need_not_be_closed_before_the_last() {
    passes("She said: ⟦“We will sail.⟧\n\n⟦“We will sail on Monday.”⟧\n\nThen she left.", Marking::Quoted);
    passes("⟦“We will sail.⟧\n⟦“We will sail on Monday.⟧\n⟦“And we will return.”⟧", Marking::Quoted);
    passes("She said: ⟦“We will sail.\n“We will sail on Monday.”⟧\nThen she left.", Marking::Quoted);
}

#[test]
fn words_outside_the_marks_are_no_direct_speech() {
    for marked in [
        "She said ⟦the ferry would sail⟧.",
        "“We will sail,” ⟦she said⟧. “Tomorrow.”",
        "⟦“We will sail,” she said.⟧",
        "⟦“We will sail,”⟧ she said, ⟦and would return⟧.",
        "“We will sail,” she said.\n⟦Then she left.⟧",
        "The ‘new’ ferry ⟦will sail⟧, said the ‘old’ captain.",
        "The captain's ferry ⟦will sail⟧ and the workers' boats too.",
        "She said “we sail and then left. ⟦The ferry stayed.⟧ It rained.\nThen night fell.",
        "⟦“”⟧ she said.",
    ] {
        fails(marked);
    }
}

#[test]
fn a_mark_without_partner_reaches_to_the_end_of_its_sentence() {
    passes("She said “⟦we sail tomorrow⟧. It rained.\nThen night fell.", Marking::Quoted);
}

#[test]
fn a_block_quotation_marks_speech() {
    let article = article("⟦We will sail on Monday.⟧", "direct", "blockquote", "Odile Marchetti");
    let statement = &article.statements.items()[0];
    assert_eq!((statement.kind, statement.marking.known()), (Kind::Direct, Some(&Marking::Block)));
    fails("⟦We will sail on Monday.⟧");
}

#[test]
fn a_label_marks_speech() {
    passes("Q: ⟦Will you sail?⟧", Marking::Label);
    passes("MARCHETTI: ⟦We will sail.⟧\nQ: When?", Marking::Label);
    passes("Odile Marchetti: ⟦We will sail.⟧", Marking::Label);
    passes("MARCHETTI: ⟦We will sail.⟧\n⟦On Monday.⟧", Marking::Label);
    fails("The plan of the council: ⟦we will sail⟧.");
    fails("He said: ⟦we will sail.⟧");
    fails("She looked at the sea. MARCHETTI: ⟦We will sail.⟧");
    fails("MARCHETTI: ⟦We will sail.\nQ: When?⟧");
}

#[test]
fn a_dash_and_a_name_mark_speech() {
    passes("⟦We will sail.⟧ — Odile Marchetti, mayor", Marking::Dash);
    passes("⟦We will sail.⟧\n– Odile Marchetti", Marking::Dash);
    fails("⟦We will sail⟧ — Monday is the day");
    fails("⟦We will sail⟧ — the harbour never sleeps");
    fails("It rained. ⟦We will sail⟧ — Odile Marchetti");
    fails("—⟦⟧ Odile Marchetti, ⟦we will sail⟧");
}

#[test]
fn a_mixed_statement_needs_a_quoted_part() {
    let mixed = article("She said ⟦the ferry would “sail on Monday”⟧.", "mixed", "", "Odile Marchetti");
    assert_eq!(mixed.statements.items()[0].kind, Kind::Mixed);
    let bare = article("She said ⟦the ferry would sail on Monday⟧.", "mixed", "", "Odile Marchetti");
    assert_eq!(bare.statements.items()[0].kind, Kind::Indirect);
    assert_eq!(bare.warnings[0].code, "downgraded-statement");
}

#[test]
fn a_part_whose_place_is_lost_is_no_direct_speech_and_has_no_marks() {
    let file = json!({
        "text": { "value": "She said: “We will sail.”" },
        "statements": [{ "kind": "direct", "content": [{ "exact": "“We will sink.”" }] }]
    });
    let article = read(&file.to_string()).unwrap();
    let statement = &article.statements.items()[0];
    assert_eq!(statement.kind, Kind::Indirect);
    assert_eq!(super::printable_parts(&article, statement), ["We will sink."]);
}

#[test]
fn printed_direct_words_stand_in_the_articles_own_marks() {
    let article = article("She said: «⟦We will sail.⟧»", "direct", "", "Odile Marchetti");
    assert_eq!(super::printable_parts(&article, &article.statements.items()[0]), ["«We will sail.»"]);
}

#[test]
fn regions_are_in_order_and_apart() {
    let sample = "“a” \"b\" 'c d' ``e'' «f» »g« „h“ ‘i’ ” “ ' '' `` \" ‹ 「\n".repeat(50);
    let article = read(&json!({ "text": { "value": sample } }).to_string()).unwrap();
    let regions = quoted_regions(&article.text, &article.blocks);
    assert!(regions.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    assert!(regions.len() > 50);
}
