//! Plain tables: read from CSV; laid out, the first column to the left, the others to the right.

/// Lays out rows, the first of which is the header.
#[must_use]
pub fn aligned(rows: &[Vec<String>]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..n_columns).map(|i| width(i).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(i, (cell, &width))| match i {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// Returns the header of a table.
#[must_use]
pub fn header<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).into()
}

/// Takes a CSV text apart, which must be well formed; the header is the first record.
#[must_use]
pub fn records(csv: &str) -> Vec<Vec<String>> {
    let (mut records, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match (c, is_quoted) {
            ('"', true) if chars.next_if_eq(&'"').is_some() => cell.push('"'),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => cells.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                cells.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut cells));
            }
            (c, _) => cell.push(c),
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_below_each_other() {
        let rows = [header(["file", "rows"]), header(["a.xml", "7"]), header(["b.xml", "12345"])];
        assert_eq!(aligned(&rows), "file    rows\na.xml      7\nb.xml  12345\n");
    }

    #[test]
    fn records_are_taken_apart() {
        let csv = "\u{feff}id,title\r\nA,\"a, \"\"b\"\"\nc\"\n\"B,1\",\n";
        let expected = [["id", "title"], ["A", "a, \"b\"\nc"], ["B,1", ""]];
        assert_eq!(records(csv), expected);
    }
}
