//! How a plan's columns and cells stand on a sheet: in which order, and as what kind of value.

use envcoop_core::plan::{Column, Document, Line};
use envcoop_core::text::{Lang, line_ends, trim};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_core::{date, money};
use envcoop_forms::workbook::{Content, amount, serial};

/// A column of the sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'d> {
    /// The column of the plan; none where the format does not know it.
    pub(super) column: Option<Column>,
    /// The column's code, or the header of one that the format does not know.
    pub(super) name: &'d str,
    /// Where it stands in the plan, if it does.
    at: Option<usize>,
}

impl Slot<'_> {
    /// Returns the text of a row under this column.
    pub(super) fn text<'l>(&self, line: &'l Line) -> &'l str {
        self.at.and_then(|at| line.cells.get(at)).map_or("", String::as_str)
    }
}

/// Returns the columns of the sheet: those of the format in its order, then the plan's own.
pub(super) fn slots(plan: &Document) -> Vec<Slot<'_>> {
    let known = Column::ALL.into_iter().map(|column| Slot {
        column: Some(column),
        name: column.code(),
        at: plan.position(column),
    });
    let headings = plan.headings.iter().enumerate();
    let own = headings.filter(|(_, heading)| heading.column.is_none()).map(|(at, heading)| Slot {
        column: None,
        name: &heading.text,
        at: Some(at),
    });
    known.chain(own).collect()
}

/// Returns how a cell stands on the sheet: words as labels in `lang`, dates and amounts as values
/// that can be sorted and added. What is not understood, `?` included, stays as text.
pub(super) fn content(column: Option<Column>, text: &str, lang: Lang) -> Content<'_> {
    let trimmed = trim(text);
    let of_value = match column {
        Some(Column::Status) => label(Status::read(trimmed), lang),
        Some(Column::Stage) => label(Stage::read(trimmed), lang),
        Some(Column::Link) => label(Link::read(trimmed), lang),
        Some(Column::Start | Column::End | Column::Updated) => {
            date::parse(trimmed).ok().and_then(serial).map(Content::Day)
        }
        Some(Column::Budget) => {
            money::parse_amount(trimmed).ok().and_then(amount).map(Content::Amount)
        }
        _ => None,
    };
    of_value.unwrap_or_else(|| Content::Text(line_ends(text)))
}

fn label<W: Word>(word: Option<W>, lang: Lang) -> Option<Content<'static>> {
    word.map(|word| Content::Text(word.label().get(lang).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_understood_becomes_a_value() {
        let text = |text: &'static str| Content::Text(text.into());
        let of = |column, cell| content(Some(column), cell, Lang::Zh);
        assert_eq!(of(Column::Status, "ongoing"), text("进行中"));
        assert_eq!(of(Column::Status, "?"), text("?"));
        assert_eq!(of(Column::Budget, "0.07"), Content::Amount(0.07));
        assert_eq!(of(Column::Budget, "9999999999999.99"), Content::Amount(9_999_999_999_999.99));
        assert_eq!(of(Column::Budget, "10000000000000.01"), text("10000000000000.01"));
        assert_eq!(of(Column::Budget, "-5"), text("-5"));
        assert_eq!(of(Column::End, "1900-02-28"), text("1900-02-28"));
        assert_eq!(of(Column::End, "2027-02-29"), text("2027-02-29"));
        assert_eq!(of(Column::End, "1900-03-01"), Content::Day(61.0));
        assert_eq!(of(Column::End, "2027-02-28"), Content::Day(46_446.0));
        assert_eq!(of(Column::Title, "2027-02-28"), text("2027-02-28"));
        assert_eq!(of(Column::Note, "a\r\nb"), text("a\nb"));
    }
}
