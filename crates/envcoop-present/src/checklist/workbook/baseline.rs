//! What was sent out, as data: merging tells by it what people changed.

use envcoop_core::plan::Document;
use envcoop_forms::workbook::{Book, WorkbookError, width};
use rust_xlsxwriter::{Color, IgnoreError, Worksheet};

use super::slots::Slot;

/// Fills the sheet with the plan's own texts under the columns' codes. Every cell is text, so that
/// no program changes one.
pub(super) fn fill(
    book: &Book<'_>,
    plan: &Document,
    slots: &[Slot<'_>],
    sheet: &mut Worksheet,
) -> Result<(), WorkbookError> {
    let text = book.looks.data();
    let header = text.clone().set_bold();
    for (col, slot) in (0u16..).zip(slots) {
        sheet.set_column_format(col, &text)?;
        sheet.write_string_with_format(0, col, slot.name, &header)?;
        let mut widest = width(slot.name);
        for (row, line) in (1u32..).zip(&plan.lines) {
            let cell = slot.text(line);
            widest = widest.max(width(cell));
            sheet.write_string_with_format(row, col, cell, &text)?;
        }
        sheet.set_column_width(col, (widest + 1).clamp(9, 50) as f64)?;
    }
    let (last_row, last_col) = (plan.lines.len() as u32, slots.len() as u16 - 1);
    sheet.ignore_error_range(0, 0, last_row, last_col, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 1)?.set_tab_color(Color::RGB(0xB8C0C5));
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_print_area(0, 0, last_row, last_col)?;
    Ok(())
}
