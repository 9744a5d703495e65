use super::{Sketch, terms_from_bytes};
use crate::article::format::read;

fn sketch(headline: &str, text: &str) -> Sketch {
    let file = serde_json::json!({ "article": { "headline": headline }, "text": { "value": text } });
    Sketch::of(&read(&file.to_string()).unwrap())
}

fn numbered(range: std::ops::Range<usize>) -> String {
    range.map(|n| format!("word{}", n * 7919 % 1000)).collect::<Vec<_>>().join(" ")
}

#[test]
fn likeness_is_the_part_of_shingles_in_common() {
    let whole = sketch("", &numbered(0..400));
    assert!((whole.likeness(&whole) - 1.0).abs() < 1e-9);
    assert!(whole.likeness(&sketch("", &numbered(400..800))) < 0.1);
    let half = sketch("", &numbered(0..200));
    let likeness = whole.likeness(&half);
    assert!((0.3..0.7).contains(&likeness), "{likeness}");
    assert!(whole.containment(&half) > 0.85);
}

#[test]
fn case_marks_and_headline_do_not_count() {
    let text = numbered(0..100);
    assert!(
        (sketch("One", &text).likeness(&sketch("Two", &text.to_uppercase().replace(' ', ", "))) - 1.0).abs() < 1e-9
    );
}

#[test]
fn a_text_too_short_is_like_nothing() {
    let short = sketch("", "It rained in Vell all day.");
    assert!(short.minima.is_empty() && short.bands().is_empty());
    assert!(short.likeness(&short) < 1e-9);
}

#[test]
fn what_is_kept_comes_back() {
    let sketch = sketch("Pier 4 to open", &format!("On Monday Ada Brook opened it. {}", numbered(0..60)));
    let (back, day) = Sketch::from_bytes(&sketch.hashes_to_bytes(20_000), &sketch.terms_to_bytes());
    assert_eq!((back, day), (sketch.clone(), 20_000));
    assert_eq!(terms_from_bytes(&sketch.terms_to_bytes()), sketch.terms);
    assert_eq!(Sketch::from_bytes(&[], &[]), (Sketch::default(), 0));
    assert!(Sketch::from_bytes(&[1, 2, 3], &[9; 11]).0.minima.is_empty());
}

#[test]
fn names_and_numbers_are_telling_and_the_first_word_of_a_sentence_is_not() {
    let sketch = sketch("", "Rain fell. Then Marchetti spoke of 14 boats; she left.");
    let telling: Vec<u32> = sketch.terms.iter().filter(|term| term.is_telling).map(|term| term.hash).collect();
    let mut want = ["marchetti", "14"].map(super::term_of);
    want.sort_unstable();
    assert_eq!(telling, want);
}
