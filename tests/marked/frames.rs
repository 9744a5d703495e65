//! What a sentence tells around a statement, one row a sentence.

use nutgraf::annotate::annotate;
use nutgraf::article::{Anchor, Kind, Maybe};
use nutgraf::import::document_in_place;

/// A sentence; whom, where or through what, and when its first statement was said, empty where it does not say.
const ROWS: [(&str, [&str; 3]); 36] = [
    ("“We sail,” Ann Roe told reporters in Vell on Friday.", ["reporters", "Vell", "on Friday"]),
    ("Ann Roe told the Vell Courier last week that the ferry would sail.", ["the Vell Courier", "", "last week"]),
    ("Ann Roe told a news conference in Vell that the ferry would sail.", ["", "a news conference in Vell", ""]),
    ("Ann Roe asked the harbour board: “Will we sail?”", ["the harbour board", "", ""]),
    ("Ann Roe urged the government to mend the pier.", ["the government", "", ""]),
    ("“We sail,” Ann Roe wrote to the board on 3 May.", ["the board", "", "on 3 May"]),
    ("In a letter to the board, Ann Roe said the ferry would sail.", ["the board", "a letter", ""]),
    ("“We sail,” Ann Roe said to applause.", ["", "", ""]),
    ("“We sail,” she said by telephone on Tuesday night.", ["", "telephone", "on Tuesday night"]),
    ("“We sail,” Ann Roe wrote on Lettera early on Thursday.", ["", "Lettera", "early on Thursday"]),
    ("“We sail,” Ann Roe said on Truth Social.", ["", "Truth Social", ""]),
    ("Ann Roe said in an interview with Radio Osk that the ferry would sail.", ["", "an interview with Radio Osk", ""]),
    ("Ann Roe said in a statement on Monday that the ferry would sail.", ["", "a statement", "on Monday"]),
    ("“We sail,” Ann Roe said during a debate in the Assembly.", ["", "a debate in the Assembly", ""]),
    ("Speaking at a rally in Vell on Sunday, Ann Roe said the ferry would sail.", ["", "a rally in Vell", "on Sunday"]),
    ("On Wednesday, Ann Roe said the ferry would sail.", ["", "", "On Wednesday"]),
    ("Yesterday Ann Roe said the ferry would sail.", ["", "", "Yesterday"]),
    ("Ann Roe, on Wednesday, said the ferry would sail.", ["", "", "on Wednesday"]),
    ("Ann Roe said two days later that the ferry would sail.", ["", "", "two days later"]),
    ("“We sail,” said Ann Roe in May 2019.", ["", "", "in May 2019"]),
    ("“We sail,” Ann Roe said through a spokesman.", ["", "a spokesman", ""]),
    ("“We sail,” Ann Roe told the crowd outside the harbour office.", ["the crowd", "the harbour office", ""]),
    ("“We sail,” Ann Roe told ABC’s This Week.", ["ABC’s This Week", "", ""]),
    // What the content tells, and what another clause tells, is not when or where it was said.
    ("Ann Roe said the ferry would sail on Monday.", ["", "", ""]),
    ("Ann Roe said that on Monday the ferry would sail from Vell.", ["", "", ""]),
    ("“We sail on Monday,” said Ann Roe.", ["", "", ""]),
    ("Ann Roe, who was arrested on Monday, said the ferry would sail.", ["", "", ""]),
    ("Before Monday, Ann Roe said the ferry would sail.", ["", "", ""]),
    ("After the talks on Saturday failed, Ann Roe said the ferry would sail.", ["", "", ""]),
    ("Ann Roe said in English that the ferry would sail.", ["", "", ""]),
    ("Ann Roe said in response that the ferry would sail.", ["", "", ""]),
    ("Ann Roe said on behalf of the board that the ferry would sail.", ["", "", ""]),
    ("Ann Roe said at the time that the ferry would sail.", ["", "", ""]),
    ("“We sail,” Ann Roe said before Monday’s hearing.", ["", "", ""]),
    ("Ann Roe urged a new course, saying the ferry would sail.", ["", "", ""]),
    ("According to a paper filed in court, the ferry will sail.", ["", "", ""]),
];

#[test]
fn a_frame_tells_to_whom_where_and_when() {
    let mut wrong = Vec::new();
    for (sentence, wanted) in ROWS {
        let article = annotate(&document_in_place(&format!("Notes from the harbour\n{sentence}")));
        let words = |anchor: &Maybe<Anchor>| anchor.known().map_or("", |one| one.words(&article.text)).to_owned();
        let Some(one) = article.statements.items().first() else {
            wrong.push(format!("{sentence}: no statement"));
            continue;
        };
        let given = [words(&one.addressee), words(&one.venue), words(&one.said_on)];
        if given != wanted {
            wrong.push(format!("{sentence}: wanted {wanted:?}, given {given:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn declining_to_comment_has_many_forms() {
    let declines = |sentence: &str| {
        let article = annotate(&document_in_place(&format!("Notes from the harbour\n{sentence}")));
        article.statements.items().iter().any(|one| one.kind == Kind::NoComment)
    };
    for sentence in [
        "Ann Roe declined to comment.",
        "Ann Roe would not comment on the pier.",
        "Ann Roe wouldn’t comment on the pier.",
        "Ann Roe refused to answer questions on Friday.",
        "Ann Roe refused to say whether the ferry would sail.",
        "Ann Roe would not say who paid for it.",
        "Ann Roe did not immediately respond to a request for comment.",
        "Vell Water did not return several phone calls.",
        "Vell Water has not responded to the allegations.",
        "Ann Roe could not be reached for comment.",
        "Ann Roe could not immediately be reached.",
        "Ann Roe had no immediate comment.",
        "Ann Roe was not available for comment.",
        "Ann Roe was unavailable for comment.",
        "Asked about the pier, Ann Roe did not respond.",
        "Neither Ann Roe nor Vell Water would comment.",
        "Vell Water refused to confirm or deny it.",
    ] {
        assert!(declines(sentence), "{sentence}");
    }
    for sentence in [
        "The sailor, who declined to be named, said the pier was safe.",
        "Ann Roe declined to be identified.",
        "An agreement could not be reached.",
        "Ann Roe did not say when the ferry would sail.",
        "Ann Roe would not say that.",
        "The crew did not respond to the fire.",
        "The audit does not discuss the pier.",
        "Ann Roe refused to sail.",
        "Ann Roe declined the medal.",
        "Ann Roe did not return to Vell.",
    ] {
        assert!(!declines(sentence), "{sentence}");
    }
}
