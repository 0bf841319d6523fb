//! Tables as GitHub Markdown.

use std::fmt::Write;

use envcoop_core::text::{Lang, misleads};

use crate::table::{Filled, Forms};

/// Returns a table as a Markdown table, as people of a language read it.
pub fn filled(table: &Filled<'_>, lang: Lang) -> String {
    let view = table.view(Forms::TEXT);
    let mut out = String::new();
    for column in view.columns() {
        let _ = write!(out, "| {} ", escape(column.title.get(lang)));
    }
    out.push_str("|\n");
    for column in view.columns() {
        out.push_str(if column.spec.kind.is_number() { "|--:" } else { "|---" });
    }
    out.push_str("|\n");
    for row in view.rows() {
        for value in row {
            let _ = write!(out, "| {} ", escape(&value.said(lang)));
        }
        out.push_str("|\n");
    }
    out
}

/// Escapes what Markdown or HTML would take for markup, and makes line ends blanks.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => {}
            '\n' | '\t' => escaped.push(' '),
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '&' => escaped.push_str("&amp;"),
            c if misleads(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}
