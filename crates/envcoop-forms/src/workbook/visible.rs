//! Text that every program opens and shows.

use std::borrow::Cow;

/// Returns a text as a cell can hold it: line ends are those of cells, and a character that XML
/// cannot hold, or that controls a terminal or a printer, is shown as a raised dot. Programs disagree
/// on the escapes that a workbook has for such characters. What turns the direction of text stays:
/// it belongs to the languages that need it.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.chars().all(|c| is_plain(c) || matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                shown.push('\n');
            }
            c if is_plain(c) || matches!(c, '\n' | '\t') => shown.push(c),
            _ => shown.push('\u{b7}'),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_cell_can_hold_is_a_dot_and_the_rest_stays() {
        assert_eq!(visible("=1+1 <b>\t\u{202e}工\n"), "=1+1 <b>\t\u{202e}工\n");
        assert_eq!(visible("a\0b\u{1f}c\u{7f}d\u{9b}e\u{fffe}f\u{ffff}"), "a·b·c·d·e·f·");
        assert_eq!(visible("a\r\nb\rc\n\rd"), "a\nb\nc\n\nd");
    }
}
