//! How a cell stands in delimited text: quoted, guarded against formulas, mistaken for a value.

pub mod guard;
pub mod lookalike;

use std::borrow::Cow;

use crate::text::line_ends;

/// Returns a cell quoted where it holds a separator, a quote, a line end or an edge blank. Line ends
/// inside a cell are LF.
pub fn quoted_cell(text: &str) -> Cow<'_, str> {
    let special = |b: u8| matches!(b, b',' | b';' | b'\t' | b'"' | b'\r' | b'\n');
    let edge_blank = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if !edge_blank && !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("\"{}\"", line_ends(text).replace('"', "\"\"")))
}
