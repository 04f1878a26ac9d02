//! The texts that Vigie comes with, from the folder `words/`.

use crate::book::Book;
use include_dir::{Dir, include_dir};
use std::sync::LazyLock;

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../words");

static BOOK: LazyLock<Result<Book, Vec<String>>> = LazyLock::new(|| Book::from_files(files()));

/// Every file, by its name in the folder.
pub fn files() -> Vec<(&'static str, &'static str)> {
    let mut files = Vec::new();
    gather(&FOLDER, &mut files);
    files.sort_unstable();
    files
}

/// The book that they make.
///
/// # Panics
///
/// When a file is broken: they are built in, and a test reads them all.
#[expect(
    clippy::panic,
    reason = "built in and read by a test; no input reaches it"
)]
pub fn book() -> Book {
    match &*BOOK {
        Ok(book) => book.clone(),
        Err(faults) => panic!(
            "the words that are built in are broken: {}",
            faults.join("; ")
        ),
    }
}

fn gather(folder: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static str)>) {
    for file in folder.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((name, text));
        }
    }
    for folder in folder.dirs() {
        gather(folder, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_that_vigie_comes_with_can_be_read() {
        assert_eq!(Book::from_files(files()).err(), None);
        assert!(book().has("rockets"));
    }
}
