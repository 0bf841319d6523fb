//! How the columns of a plan look on the sheet.

use envcoop_core::plan::Column;
use envcoop_forms::workbook::Looks;
use rust_xlsxwriter::Format;

/// The header of a plan's column. Columns for people to fill have another colour than those that
/// come with the strategy.
pub(super) fn header(looks: &Looks, column: Option<Column>) -> Format {
    let is_given = matches!(
        column,
        Some(Column::Id | Column::Measures | Column::Title | Column::Stage | Column::Link)
    );
    looks.header(!is_given)
}

/// A cell under a plan's column, also below the last row.
pub(super) fn cell(looks: &Looks, column: Option<Column>) -> Format {
    match column {
        Some(Column::Start | Column::End | Column::Updated) => looks.date(),
        Some(Column::Budget) => looks.amount(),
        Some(Column::Id) => looks.id(),
        _ => looks.body(),
    }
}

/// A cell of a row that is there; `begins` where the row is the first of its measures.
pub(super) fn row_cell(looks: &Looks, column: Option<Column>, begins: bool) -> Format {
    Looks::lined(cell(looks, column), begins)
}
