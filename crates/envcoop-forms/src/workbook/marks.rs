//! Colours of figures: as in every picture and page, beside words or numbers.

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatType, Format, FormatBorder,
    FormatDiagonalBorder, Worksheet, XlsxError,
};

use crate::palette::{EMPTY, LINE, STEPS, Shade};

/// Lays a shade over a format.
pub fn shaded(format: Format, shade: Shade) -> Format {
    format.set_background_color(Color::RGB(shade.paper)).set_font_color(Color::RGB(shade.ink))
}

/// Draws what the strategy itself leaves empty: a line from corner to corner.
pub fn crossed_out(format: Format) -> Format {
    format
        .set_font_color(Color::RGB(EMPTY.ink))
        .set_border_diagonal(FormatBorder::Thin)
        .set_border_diagonal_color(Color::RGB(LINE))
        .set_border_diagonal_type(FormatDiagonalBorder::BorderUp)
}

/// Draws a bar into each cell of a column, as long as its percentage.
pub fn bars(sheet: &mut Worksheet, rows: (u32, u32), col: u16) -> Result<(), XlsxError> {
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100)
        .set_fill_color(Color::RGB(STEPS[3].1.paper))
        .set_border_off(true)
        .set_solid_fill(true);
    if rows.0 <= rows.1 {
        sheet.add_conditional_format(rows.0, col, rows.1, col, &bar)?;
    }
    Ok(())
}
