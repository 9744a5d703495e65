//! What annotation finds in small articles of our own: `tests/golden/annotate/*.txt`, each a text, a line `====`,
//! and what is found in it, a line each:
//!
//! `kind | speakers | content parts`, with `<` before nested ones, `?` where nobody is named, and
//! `actor | kind | name | roles`, `sentence | words`, `warning | code`, `summary | line` where the file has such lines.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::fmt::Write as _;
use std::path::Path;

use nutgraf::annotate::annotate;
use nutgraf::article::format::sha256_hex;
use nutgraf::article::{ActorKind, Article, Kind, Maybe, Resolution, Statement};
use nutgraf::import::document_in_place;

/// What was found, in the words of the golden files; only the sorts of lines that the file asks for.
fn told(article: &Article, wanted: &str) -> String {
    let mut lines = String::new();
    for statement in article.statements.items() {
        let kind = Kind::NAMES.iter().find(|(kind, _)| *kind == statement.kind).map_or("", |(_, name)| name);
        let speakers: Vec<&str> = statement
            .speakers
            .items()
            .iter()
            .filter_map(|id| article.actor(id).map(|actor| actor.name.as_str()))
            .collect();
        let source = statement.source.known().map_or("", |source| source.words(&article.text));
        let speakers = match speakers[..] {
            [] if source.is_empty() => "?".to_owned(),
            [] => format!("? {source}"),
            _ => speakers.join(" + "),
        };
        let content: Vec<String> =
            statement.content.iter().map(|part| part.words(&article.text).replace('\n', " ")).collect();
        let nested = if statement.nested_in.known().is_some() { "< " } else { "" };
        let _ = writeln!(lines, "{nested}{kind} | {speakers} | {}", content.join(" … "));
    }
    if wanted.contains("\nactor |") {
        for actor in article.actors.items() {
            let kind = actor.kind.known().and_then(|kind| ActorKind::NAMES.iter().find(|(other, _)| other == kind));
            let roles: Vec<String> = actor
                .roles
                .items()
                .iter()
                .map(|role| match &role.affiliation {
                    Maybe::Known(body) => format!("{} ({body})", role.title),
                    _ => role.title.clone(),
                })
                .collect();
            let _ = writeln!(lines, "actor | {} | {} | {}", kind.map_or("", |k| k.1), actor.name, roles.join("; "));
        }
    }
    if wanted.contains("\nsentence |") {
        for sentence in article.sentences.items() {
            let _ = writeln!(lines, "sentence | {}", article.text.slice(sentence.span));
        }
    }
    if wanted.contains("\nwarning |") {
        for warning in &article.warnings {
            let _ = writeln!(lines, "warning | {}", warning.code);
        }
    }
    if wanted.contains("\nsummary |") {
        for line in article.summary.items() {
            let _ = writeln!(lines, "summary | {}", line.text);
        }
    }
    lines.replace(" \n", "\n")
}

#[track_caller]
fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/annotate").join(format!("{name}.txt"));
    let file = std::fs::read_to_string(&path).unwrap();
    let (text, wanted) = file.split_once("\n====\n").expect("a golden file has a line of four equals signs");
    let article = annotate(&document_in_place(text));
    let wanted = format!("\n{wanted}");
    let found = format!("\n{}", told(&article, &wanted));
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        std::fs::write(&path, format!("{text}\n===={found}")).unwrap();
        return;
    }
    assert_eq!(found, wanted, "{name}");
}

macro_rules! golden {
    ($($promise:ident = $name:literal;)*) => {
        $(#[test]
        fn $promise() {
            check($name);
        })*

        /// Every golden file is checked by one of the tests above.
        #[test]
        fn no_golden_file_is_forgotten() {
            let known = [$($name),*];
            for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/annotate")).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                assert!(known.contains(&name.as_str()), "{name}.txt has no test");
            }
        }
    };
}

golden! {
    a_statement_is_found_in_every_clause_pattern = "patterns";
    sentences_end_where_they_end = "sentences";
    no_sentence_runs_into_a_block_of_marks = "marks-alone";
    quotation_marks_of_every_style_pair = "marks";
    single_marks_are_told_from_apostrophes = "single";
    a_quotation_over_paragraphs_is_one_statement = "paragraphs";
    unbalanced_marks_are_mended_with_a_warning = "unbalanced";
    names_carry_their_titles_and_roles = "roles";
    one_person_is_one_actor_however_named = "aliases";
    two_of_one_surname_are_kept_apart = "surnames";
    pronouns_lead_back_to_who_spoke = "pronouns";
    several_speak_together = "joint";
    statements_inside_statements_are_nested = "nested";
    declined_comments_are_no_words = "no-comment";
    transcripts_and_bylines_name_the_speaker = "labels";
    scare_quotes_and_titles_are_no_speech = "scare";
    boilerplate_says_nothing = "boilerplate";
    single_marks_hold_speech_over_possessives_and_paragraphs = "single-speech";
    a_nickname_is_part_of_one_name = "nicknames";
    openers_datelines_and_titles_are_no_actors = "choosy";
    roles_stand_in_the_text_not_in_the_table = "offices";
    who_told_is_not_who_was_told = "told";
    what_was_not_said_is_no_statement = "unsaid";
    whole_offices_belong_to_the_name_beside_them = "whole-offices";
    calls_and_explanations_are_no_statements = "calls";
    one_surname_goes_to_whom_the_pronoun_fits = "strands";
    small_words_name_nobody_and_small_first_names_do = "small-names";
    a_role_belongs_to_the_name_it_is_set_beside = "neighbours";
    descriptions_lead_back_to_who_bears_the_role = "descriptions";
    contents_are_whole_clauses = "clauses";
    a_source_is_about_the_word_that_heads_it = "sources";
    a_body_is_one_actor_by_initials_and_short_names = "bodies";
    departments_parties_and_honours_are_no_names = "departments";
    a_former_mayor_is_not_the_mayor = "formers";
    nobody_is_listed_twice_and_no_opener_or_day_at_all = "once";
    a_lead_without_a_name_looks_ahead_for_the_bearer = "ahead";
    a_lead_without_a_name_means_the_first_new_speaker = "ahead-new";
    a_trade_in_the_place_of_a_name_means_whom_one_spoke_of = "epithets";
    a_description_goes_with_the_name_it_is_set_beside = "set-beside";
    a_name_that_only_modifies_is_nobody_spoken_of = "modifiers";
    nobody_is_named_in_what_his_pronoun_says = "not-oneself";
    a_bare_surname_stays_with_whom_it_spoke_of = "focus";
    a_summary_of_a_news_story_stands_alone = "standing";
    the_summary_is_verbatim_and_names_who_opens_a_line = "summary";
    no_line_of_a_summary_hangs_repeats_or_advertises = "summary-bare";
    an_interview_is_summed_up_by_what_is_not_question_and_answer = "summary-interview";
    openings_that_hang_are_explained_or_left_out = "summary-openings";
    a_transcript_is_summed_up_by_labelled_words = "summary-transcript";
    a_short_article_is_summed_up_whole = "summary-short";
    a_live_page_is_summed_up_without_its_hours = "summary-live";
    a_list_is_summed_up_by_its_items = "summary-list";
}

#[test]
fn another_language_gives_quotations_only_and_says_so() {
    let mut document =
        document_in_place("« Le pont tiendra », a dit la maire Odile Marchetti.\n\nElle a ajouté : « Nous verrons. »");
    document.metadata.in_language = Maybe::Known("fr".to_owned());
    let article = annotate(&document);
    let statements = article.statements.items();
    assert_eq!(statements.len(), 2);
    for statement in statements {
        assert_eq!(
            (statement.kind, statement.speakers.items().len()),
            (Kind::Direct, 0),
            "{statement:?} {:?}",
            article.warnings
        );
    }
    assert!(
        statements.iter().all(|s| s.confidence.known().is_some_and(|c| c.content < Some(0.7) && c.speaker < Some(0.7)))
    );
    assert!(article.warnings.iter().any(|warning| warning.code == "language-unsupported"));
    assert!(article.actors.items().is_empty() && article.summary.items().is_empty());
}

#[test]
fn offsets_count_scalars_and_roles_have_evidence() {
    let text = "Notes from the harbour\n🙂 Überraschung: “Né à Vell,” said Odile Marchetti, the mayor of Vell.";
    let article = annotate(&document_in_place(text));
    let statement = &article.statements.items()[0];
    assert_eq!(statement.content[0].words(&article.text), "“Né à Vell,”");
    let role = &article.actors.items().iter().find(|a| a.name == "Odile Marchetti").unwrap().roles.items()[0];
    assert_eq!(role.title, "mayor");
    assert!(role.evidence[0].words(&article.text).contains("the mayor of Vell"));
}

#[test]
fn no_opener_day_or_headline_word_becomes_an_actor() {
    let openers = [
        "Still",
        "Meanwhile",
        "However",
        "Yesterday",
        "Monday",
        "January",
        "Today",
        "Nevertheless",
        "Later",
        "Earlier",
        "Whenever",
        "Wherever",
        "Also",
        "Speaking",
        "Then",
        "Tuesday",
        "Afterwards",
        "Instead",
        "Perhaps",
        "Officials",
    ];
    for opener in openers {
        let text = format!(
            "{opener} in Vell: Marchetti Speaks\n\nOdile Marchetti came to the pier. {opener}, Ms Marchetti was late.\n\n\
             {opener} Marchetti spoke, and nobody left. “It was late,” Ms. Marchetti said."
        );
        let article = annotate(&document_in_place(&text));
        let persons = article.actors.items().iter().filter(|actor| actor.kind != Maybe::Known(ActorKind::Place));
        let names: Vec<&str> = persons.map(|actor| actor.name.as_str()).filter(|name| *name != "Vell").collect();
        assert_eq!(names, ["Odile Marchetti"], "{opener}");
    }
}

#[test]
fn the_candidates_for_a_pronoun_share_the_belief() {
    let text = "Nils Ahl met Tomas Breck in Vell on Monday. They talked about the pier. He said it would hold.";
    let article = annotate(&document_in_place(text));
    let is_his = |one: &&Statement| one.content[0].words(&article.text).contains("would hold");
    let statement = article.statements.items().iter().find(is_his).unwrap();
    assert_eq!(statement.resolution, Maybe::Known(Resolution::Pronoun));
    let sure = statement.confidence.known().and_then(|confidence| confidence.speaker).unwrap_or(0.0);
    let shares: Vec<f64> = statement.alternatives.items().iter().map(|one| one.confidence).collect();
    assert_eq!(shares.len(), 1, "{shares:?}");
    assert!(shares[0] > 0.02 && sure > shares[0] && sure + shares[0] <= 1.0, "{sure} {shares:?}");
}

#[test]
fn an_office_that_only_the_table_knows_is_a_guess() {
    let text = "Joe Biden spoke in Vell on Monday, in the rain. The US president said the talks had failed.";
    let mut document = document_in_place(text);
    let sure = |document: &nutgraf::document::Document| {
        let article = annotate(document);
        assert!(article.actors.items().iter().all(|actor| actor.roles.items().is_empty()), "{:?}", article.actors);
        let statement = &article.statements.items()[0];
        assert_eq!(statement.resolution, Maybe::Known(Resolution::Office));
        statement.confidence.known().and_then(|confidence| confidence.speaker).unwrap_or(1.0)
    };
    assert!(sure(&document) <= 0.6);
    document.metadata.date_published = Maybe::Known("2022-03-01".to_owned());
    assert!(sure(&document) < 0.9);
}

#[test]
fn an_empty_text_gives_an_empty_article() {
    let article = annotate(&document_in_place(""));
    assert!(article.statements.items().is_empty() && article.actors.items().is_empty() && article.warnings.is_empty());
}

#[test]
fn provenance_names_the_program_and_the_text() {
    let article = annotate(&document_in_place("Nothing happened in Vell on Monday, its mayor said."));
    let provenance = &article.provenance.items()[0];
    assert_eq!(provenance.agent.known().map(|agent| agent.name.as_str()), Some("nutgraf"));
    let files = ["labels.bin", "link.bin", "confidence.tsv"].map(|name| format!("assets/model/{name}"));
    let weights: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    let model = provenance.agent.known().and_then(|agent| agent.model_sha256.known());
    assert_eq!(model, Some(&sha256_hex(&weights)), "training writes assets/model/sha256");
    assert_eq!(provenance.created_at, Maybe::Unknown);
    assert_eq!(provenance.input_text_sha256.known().map(String::len), Some(64));
    assert!(article.statements.items().iter().all(|s| s.provenance.known() == Some(&provenance.id)));
}
