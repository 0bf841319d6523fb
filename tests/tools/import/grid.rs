//! Sheets as people make them, drawn in text.

use std::collections::BTreeMap;

use envcoop_tests::read;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// Returns the cells of a drawing: a line for each row, bars between cells, `^` for a cell that is
/// merged with the one above and `<` for one that is merged with the one at its left.
fn cells(drawing: &str) -> Vec<Vec<String>> {
    let rows = drawing.lines().map(str::trim).filter(|line| !line.is_empty());
    rows.map(|line| line.split('|').map(|cell| cell.trim().replace("\\n", "\n")).collect())
        .collect()
}

/// Makes a workbook of a drawing: numbers are numbers, `2027-06-30` is a day, `40%` a percentage as
/// spreadsheets store it.
pub(super) fn xlsx(name: &str, drawing: &str) -> Vec<u8> {
    let rows = cells(drawing);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let percent = Format::new().set_num_format("0%");
    let plain = Format::new();
    // The first cell of each merged area, and its last.
    let mut merged: BTreeMap<(u32, u16), (u32, u16)> = BTreeMap::new();
    let first = |mut row: usize, mut column: usize| {
        loop {
            match rows[row].get(column).map(String::as_str) {
                Some("^") => row -= 1,
                Some("<") => column -= 1,
                _ => return (row as u32, column as u16),
            }
        }
    };
    for (row, line) in rows.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            if matches!(text.as_str(), "^" | "<") {
                let last = merged.entry(first(row, column)).or_default();
                *last = (last.0.max(row as u32), last.1.max(column as u16));
            }
        }
    }
    for ((row, column), last) in merged {
        sheet.merge_range(row, column, last.0, last.1.max(column), "", &plain).expect("an area");
    }
    for (row, line) in rows.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            let share = text.strip_suffix('%').and_then(|text| text.parse::<f64>().ok());
            let done = match text.as_str() {
                "" | "^" | "<" => continue,
                text if text.len() == 10 && text.parse::<envcoop_core::date::Date>().is_ok() => {
                    let date = ExcelDateTime::parse_from_str(text).expect("a day");
                    sheet.write_datetime_with_format(row, column, &date, &day)
                }
                _ if share.is_some() => {
                    let share = share.unwrap_or_default() / 100.0;
                    sheet.write_number_with_format(row, column, share, &percent)
                }
                text => match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number),
                    Err(_) => sheet.write_string(row, column, text),
                },
            };
            done.expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Writes a drawing as separated text, as a spreadsheet does: of merged cells the first has the text.
pub(super) fn csv(drawing: &str) -> String {
    let quoted = |cell: &String| match cell.as_str() {
        "^" | "<" => String::new(),
        cell if cell.contains([',', '"', '\n']) => format!("\"{}\"", cell.replace('"', "\"\"")),
        cell => cell.to_owned(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    cells(drawing).iter().map(line).collect()
}

/// Reads rows of a plan that was written, a line for each: the columns asked for, between bars.
pub(super) fn rows(plan: &str, columns: &[&str]) -> Vec<String> {
    let text = read(plan);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let at = |name: &&str| headers.iter().position(|own| own == *name);
    let places: Vec<Option<usize>> = columns.iter().map(at).collect();
    let row = |record: csv::StringRecord| {
        let cell =
            |place: &Option<usize>| place.map_or("no such column", |at| &record[at]).to_owned();
        places.iter().map(cell).collect::<Vec<_>>().join("|")
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}
