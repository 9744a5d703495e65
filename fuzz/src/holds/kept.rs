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

/// The article comes back from its file as it was.
pub fn comes_back(article: &Article) {
    let file = format::write(article);
    let back = read(&file);
    if back != *article {
        let again = format::write(&back);
        panic!("an article came back as another\n{}", difference(&file, &again));
    }
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
    if back != *article {
        panic!(
            "an article came back from the library as another\n{}",
            difference(&format::write(article), &format::write(&back))
        );
    }
}

/// Where two texts part.
fn difference(one: &str, other: &str) -> String {
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(80)).take(240).collect::<String>();
    format!("  was {:?}\n  is  {:?}", near(one), near(other))
}
