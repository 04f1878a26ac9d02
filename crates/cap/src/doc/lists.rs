//! Lists inside one element: words between white space, in double quotes when a word holds white space.

/// The words of an `addresses` or `incidents` element. A quote that never closes runs to the end.
pub fn split_quoted(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if !word.is_empty() {
            words.push(word.to_owned());
        }
        rest = after.trim_start();
    }
    words
}

/// The element's text for these words; a quote inside a word that needs quoting cannot be written and is dropped.
pub fn join_quoted(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        if word.contains(char::is_whitespace) || word.starts_with('"') {
            format!("\"{}\"", word.replace('"', ""))
        } else {
            word.clone()
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_blanks_stand_in_quotes() {
        let words = split_quoted(" one \"two words\"\n three ");
        assert_eq!(words, ["one", "two words", "three"]);
        assert_eq!(join_quoted(&words), "one \"two words\" three");
        assert_eq!(split_quoted("\"never closed"), ["never closed"]);
    }
}
