//! How a sheet prints.

use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use super::{Looks, Words};

/// Lets a sheet print on A4 as wide as a page, with a title and a subtitle on top and page numbers
/// below.
pub(super) fn set_paper(
    sheet: &mut Worksheet,
    looks: &Looks,
    in_langs: &Words<'_>,
    title: &str,
    subtitle: &str,
) {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.75, 0.6, 0.3, 0.3);
    let font = looks.font().unwrap_or("-");
    let (title, subtitle) = (shortened(title), shortened(subtitle));
    sheet.set_header(format!("&L&\"{font},Bold\"&14 {title}&R&\"{font},Regular\"&9 {subtitle}"));
    let page = in_langs.all(words::sheet::PAGE_OF, " / ");
    sheet.set_footer(format!("&L&\"{font},Regular\"&8 {title}&C&8&A&R&8 {page}"));
}

/// Prepares a text for a page's header or footer, which hold 255 UTF-16 units in all: it may be
/// shortened there, since it stands whole on a sheet.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    let (mut short, mut units) = (String::new(), 0);
    for c in text.chars() {
        // A single ampersand would open a code.
        let n = if c == '&' { 2 } else { c.len_utf16() };
        units += n;
        if units > MOST {
            short.push('…');
            break;
        }
        short.push(c);
        if c == '&' {
            short.push(c);
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shortened_to_what_a_header_holds() {
        assert_eq!(shortened("R&D"), "R&&D");
        assert_eq!(shortened(&"a".repeat(80)), "a".repeat(80));
        assert_eq!(shortened(&"&".repeat(41)), format!("{}…", "&".repeat(80)));
        assert_eq!(shortened(&"😀".repeat(41)).encode_utf16().count(), 81);
    }
}
