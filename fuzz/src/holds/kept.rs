//! What was accepted is saved and loaded to an equal value.

use nutgraf::article::Article;
use nutgraf::article::format;
use nutgraf::import::{self, From, Imported, Options};
use nutgraf::library::{Added, Arrival, Library};

/// Read as a file that somebody opens, cleaned at the door.
fn read(file: &str) -> Article {
    let options = Options { from: From::Json, max_bytes: usize::MAX / 16, ..Options::default() };
    match import::read(file.as_bytes(), &options) {
        Ok(Imported::Article(article)) => article,
        Ok(_) => panic!("one article became several"),
        Err(error) => panic!("an article that was accepted is refused: {error}"),
    }
}

/// The article comes back from its file as it was. What a foreign file says oddly of a field that has a value of its own
/// by then is gone once the article was written; from there on nothing changes at all.
pub fn comes_back(article: &Article) {
    let back = read(&format::write(article));
    assert!(
        format::to_value(&back) == format::to_value(article),
        "an article came back as another\n{}",
        difference(article, &back)
    );
    let again = read(&format::write(&back));
    assert!(again == back, "an article came back as another the second time\n{}", difference(&back, &again));
}

/// The same as the library reads it, which cleans nothing. A doubt about an id is told at the first place that has it;
/// where that place was left out, the next one has it once the article was written. From there on nothing changes at all.
pub fn comes_back_as_it_is(article: &Article) {
    let read = |article: &Article| format::read(&format::write(article)).expect("what was written");
    let but_doubts = |article: &Article| {
        let mut value = format::to_value(article);
        value.as_object_mut().and_then(|fields| fields.remove("warnings"));
        value
    };
    let back = read(article);
    let is_same = but_doubts(&back) == but_doubts(article);
    assert!(is_same, "an article came back as another\n{}", difference(article, &back));
    let again = read(&back);
    assert!(again == back, "an article came back as another the second time\n{}", difference(&back, &again));
}

/// The article comes back from a library as it was.
pub fn comes_back_from_the_library(article: &Article) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = Library::open_to_write(&folder.path().join("library.db")).expect("a library");
    let added = library.add(&[Arrival::asked(article.clone())], 1_795_424_400).expect("kept");
    let key = match added[..] {
        [Added::New(key)] => key,
        ref other => panic!("a first article was {other:?}"),
    };
    let back = library.article_for_export(key).expect("read").expect("there");
    assert!(
        format::to_value(&back) == format::to_value(article),
        "an article came back from the library as another\n{}",
        difference(article, &back)
    );
}

/// Where two articles part.
fn difference(one: &Article, other: &Article) -> String {
    let (one, other) = (format!("{one:?}"), format!("{other:?}"));
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(120)).take(320).collect::<String>();
    format!("  was {}\n  is  {}", near(&one), near(&other))
}
