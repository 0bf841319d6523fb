//! Sheets of Office Open XML workbooks.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use envcoop_core::problem::quoted;
use envcoop_core::text::Text;
use envcoop_words::problem::{book as say, sheet};

use super::cell::{
    Area, Hidden, RawCell, RawSheet, Room, Value, Wanted, address, day, duration, iso_day,
    may_lack_zero, number,
};
use super::container::Fault;

/// A workbook that is open.
pub(super) struct Book<'b>(Xlsx<Cursor<&'b [u8]>>);

impl<'b> Book<'b> {
    /// Opens a workbook.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        Xlsx::new(Cursor::new(bytes)).map(Book).map_err(fault)
    }

    /// Reads the sheets in the order of the workbook, each as far as wanted.
    pub fn sheets(&mut self, wanted: Wanted<'_>) -> Result<Vec<RawSheet>, Fault> {
        let sheets = self.0.sheets_metadata().iter();
        let names: Vec<(String, bool)> = sheets
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        let mut room = Room::default();
        let mut sheets = Vec::new();
        let is_1904 = self.0.has_1904_epoch();
        for (name, is_whole) in names {
            let hidden = Hidden { is_whole, ..Hidden::default() };
            let mut sheet = RawSheet { name, is_1904, hidden, ..RawSheet::default() };
            let n_rows = wanted(&sheet.name);
            if n_rows > 0 {
                self.cells(&mut sheet, n_rows, &mut room)?;
            }
            if n_rows == usize::MAX {
                let merged = self.0.merge_cells_by_sheet_name(&sheet.name).map_err(fault)?;
                let area = |area: calamine::Dimensions| Area { first: area.start, last: area.end };
                sheet.merged = merged.into_iter().map(area).collect();
            }
            sheets.push(sheet);
        }
        Ok(sheets)
    }

    fn cells(&mut self, sheet: &mut RawSheet, n_rows: usize, room: &mut Room) -> Result<(), Fault> {
        let is_1904 = sheet.is_1904;
        let mut reader = match self.0.worksheet_cells_reader(&sheet.name) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
            Err(error) => return Err(fault(error)),
        };
        let mut rows_left = n_rows;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(fault)? {
            let value = match cell.value {
                DataRef::Empty if cell.formula.is_some() => Value::Unstored,
                DataRef::Empty => continue,
                DataRef::Int(n) => Value::Number(n.to_string()),
                DataRef::Float(n) => Value::Number(number(n)),
                DataRef::Bool(true) => Value::Text("TRUE".to_owned()),
                DataRef::Bool(false) => Value::Text("FALSE".to_owned()),
                DataRef::String(text) => Value::text(&text),
                DataRef::SharedString(text) => Value::text(text),
                DataRef::DateTime(n) if n.is_duration() => Value::Text(duration(n.as_f64())),
                DataRef::DateTime(n) => Value::Text(day(n.as_f64(), is_1904)),
                DataRef::DateTimeIso(text) => Value::text(iso_day(&text)),
                DataRef::DurationIso(text) => Value::text(&text),
                DataRef::Error(error) => Value::Error(error.to_string()),
            };
            if !sheet.push(RawCell { at: cell.pos, value }, &mut rows_left, room)? {
                break;
            }
        }
        drop(reader);
        sheet.cells.sort_by_key(|cell| cell.at);
        self.add_zeros(sheet)?;
        match sheet.cells.windows(2).find(|pair| pair[0].at == pair[1].at) {
            Some(pair) => {
                let address = address(pair[0].at);
                Err(Fault::damaged(Text::new(|lang| say::cell_twice(lang, &sheet.name, &address))))
            }
            None => Ok(()),
        }
    }

    /// Writes a month that was typed as a number as its cell shows it: `2027.10`.
    fn add_zeros(&mut self, sheet: &mut RawSheet) -> Result<(), Fault> {
        let may_lack = |cell: &RawCell| matches!(&cell.value, Value::Number(n) if may_lack_zero(n));
        if !sheet.cells.iter().any(may_lack) {
            return Ok(());
        }
        let mut reader = self.0.worksheet_cells_reader(&sheet.name).map_err(fault)?;
        let shows = |style: &Style| {
            style.number_format.as_ref().is_some_and(|own| has_two_decimals(&own.format_code))
        };
        let shows: Vec<bool> = reader.styles().iter().map(shows).collect();
        while let Some((row, column, style)) = reader.next_style_id().map_err(fault)? {
            let found = sheet.cells.binary_search_by_key(&(row, column), |cell| cell.at);
            if let Ok(at) = found
                && may_lack(&sheet.cells[at])
                && shows.get(style) == Some(&true)
                && let Value::Number(number) = &mut sheet.cells[at].value
            {
                number.push('0');
            }
        }
        Ok(())
    }
}

/// Tells whether a format shows two decimals.
fn has_two_decimals(format: &str) -> bool {
    let positive = format.split(';').next().unwrap_or_default();
    let behind = positive.split_once('.').map_or("", |(_, behind)| behind);
    let n_zeros = behind.len() - behind.trim_start_matches('0').len();
    let goes_on = behind[n_zeros..].starts_with(['#', '?']);
    n_zeros == 2 && !goes_on && !positive.contains(['%', 'E', 'e'])
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::CellError(text) => {
            Fault::new(Text::new(|lang| say::unknown_error(lang, quoted(&text))), sheet::ERROR_HINT)
        }
        XlsxError::Password => Fault::password(),
        XlsxError::Zip(error) => error.into(),
        XlsxError::Unrecognized { typ: "sheet:type", val } => {
            Fault::new(Text::new(|lang| say::other_kind(lang, quoted(&val))), say::OTHER_KIND_HINT)
        }
        error => Fault::broken(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_how_many_decimals_it_shows() {
        for format in ["0.00", "#,##0.00", "0.00_ ", "0.00;[Red]-0.00", "0.00\"年\""] {
            assert!(has_two_decimals(format), "{format}");
        }
        for format in ["General", "0", "0.0", "0.000", "0.00#", "0.00%", "0.00E+00", "", "."] {
            assert!(!has_two_decimals(format), "{format}");
        }
    }
}
