//! Separated text: of a record only the cells that changed are written.

use std::ops::Range;

use envcoop_core::delimited::{guard, quoted_cell};
use envcoop_core::text::line_ends;

use super::text::Encoded;
use super::{Edits, Fault, Splice};

/// How a file is written.
#[derive(Debug)]
pub(crate) struct TextForm {
    /// What separates cells.
    pub(crate) separator: u8,
    /// Whether cells that look like formulas have an apostrophe in front.
    pub(crate) is_guarded: bool,
    /// Where the header stands.
    pub(crate) header: Range<usize>,
    /// Where each row stands.
    pub(crate) rows: Vec<Range<usize>>,
}

/// Returns a file with what changed.
pub(crate) fn patch(
    form: &TextForm,
    file: Encoded<'_>,
    edits: &Edits<'_>,
) -> Result<Vec<u8>, Fault> {
    let n_new = edits.new_headings().count();
    let width = edits.n_columns() + n_new;
    let mut splices = Vec::new();
    let header = Record::new(file.text, &form.header, form.separator);
    let names = edits.new_headings().map(|heading| &*heading.text);
    let names: Vec<(usize, &str)> = (edits.n_columns()..).zip(names).collect();
    if n_new > 0 {
        header.change(form, &names, width, &mut splices);
    }
    for (row, span) in form.rows.iter().enumerate() {
        let changed = edits.changed(row);
        if changed.is_empty() && n_new == 0 {
            continue;
        }
        let record = Record::new(file.text, span, form.separator);
        record.change(form, &changed, if n_new > 0 { width } else { 0 }, &mut splices);
    }
    let line_end = match &file.text[header.end..] {
        rest if rest.starts_with("\r\n") => "\r\n",
        rest if rest.starts_with('\r') => "\r",
        _ => "\n",
    };
    let last = form.rows.last().unwrap_or(&form.header);
    let last = Record::new(file.text, last, form.separator);
    let is_quoted = last.is_quoted();
    for row in edits.added() {
        let cells = row.iter().map(|text| form.cell(text, is_quoted));
        let cells = cells.collect::<Vec<_>>().join(&form.separator());
        splices.push(Splice::insert(last.end, format!("{line_end}{cells}")));
    }
    file.spliced(splices)
}

impl TextForm {
    fn separator(&self) -> String {
        char::from(self.separator).to_string()
    }

    fn cell(&self, text: &str, is_quoted: bool) -> String {
        // What looks guarded would lose its apostrophe when it is read.
        let is_guarded = self.is_guarded || guard::remove(text) != text;
        let text = if is_guarded { guard::apply(text) } else { text.into() };
        match is_quoted {
            true => format!("\"{}\"", line_ends(&text).replace('"', "\"\"")),
            false => quoted_cell(&text).into_owned(),
        }
    }
}

/// Where the cells of a record stand, quotes included.
struct Record<'t> {
    text: &'t str,
    cells: Vec<Range<usize>>,
    /// Where its line ends.
    end: usize,
}

impl<'t> Record<'t> {
    fn new(text: &'t str, span: &Range<usize>, separator: u8) -> Record<'t> {
        let record = &text[span.clone()];
        let line_end = ['\r', '\n'];
        let start = span.end - record.trim_start_matches(line_end).len();
        let end = start.max(span.start + record.trim_end_matches(line_end).len());
        let bytes = text.as_bytes();
        let mut cells = Vec::new();
        let mut from = start;
        let mut at = start;
        let mut in_quotes = bytes.get(start) == Some(&b'"') && start < end;
        if in_quotes {
            at += 1;
        }
        while at < end {
            match bytes[at] {
                // A quote that is written twice opens again what it closed.
                b'"' if in_quotes && bytes[at + 1..end].first() == Some(&b'"') => at += 1,
                b'"' if in_quotes => in_quotes = false,
                b if b == separator && !in_quotes => {
                    cells.push(from..at);
                    from = at + 1;
                    in_quotes = bytes[from..end].first() == Some(&b'"');
                    at += usize::from(in_quotes);
                }
                _ => {}
            }
            at += 1;
        }
        cells.push(from..end);
        Record { text, cells, end }
    }

    /// Tells whether every cell that holds something is quoted.
    fn is_quoted(&self) -> bool {
        let mut filled = self.cells.iter().filter(|cell| !cell.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|cell| self.text[cell.clone()].starts_with('"'))
    }

    /// Changes cells, and makes the record at least `width` cells long.
    fn change(
        &self,
        form: &TextForm,
        changed: &[(usize, &str)],
        width: usize,
        splices: &mut Vec<Splice>,
    ) {
        let n = self.cells.len();
        let all_quoted = self.is_quoted();
        for &(at, text) in changed.iter().filter(|(at, _)| *at < n) {
            let was = &self.text[self.cells[at].clone()];
            let is_quoted = was.starts_with('"') || (was.is_empty() && all_quoted);
            let is_quoted = is_quoted && !(was.is_empty() && text.is_empty());
            splices.push(Splice::new(self.cells[at].clone(), form.cell(text, is_quoted)));
        }
        let last = changed.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
        let mut behind = String::new();
        for at in n..width.max(last) {
            behind.push(char::from(form.separator));
            if let Some((_, text)) = changed.iter().find(|(changed, _)| *changed == at) {
                behind.push_str(&form.cell(text, all_quoted && !text.is_empty()));
            }
        }
        if !behind.is_empty() {
            splices.push(Splice::insert(self.end, behind));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_with_their_quotes() {
        for (record, expected) in [
            ("a;b;c", &["a", "b", "c"][..]),
            ("\n\"a;b\";\"\"\"\";\r\n", &["\"a;b\"", "\"\"\"\"", ""]),
            (";;", &["", "", ""]),
            ("", &[""]),
            ("a\"b;\"c\"d\";\"e;f", &["a\"b", "\"c\"d\"", "\"e;f"]),
            ("\"a\"\";b\"", &["\"a\"\";b\""]),
            ("\"", &["\""]),
            ("环;\"境\"", &["环", "\"境\""]),
        ] {
            let found = Record::new(record, &(0..record.len()), b';');
            let cells: Vec<&str> = found.cells.iter().map(|cell| &record[cell.clone()]).collect();
            assert_eq!(cells, expected);
        }
    }
}
