//! The sheet that people work on.

use envcoop_core::judge::need::deciding_column;
use envcoop_core::plan::{Column, Document};
use envcoop_core::text::Lang;
use envcoop_core::vocabulary::Status;
use envcoop_forms::workbook::{Book, WorkbookError, width, write};
use envcoop_words as words;
use rust_xlsxwriter::DataValidationErrorStyle::{Stop, Warning};
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, Formula, IgnoreError, Note, Worksheet, utility,
};

use super::slots::{Slot, content};
use super::{SPARE_ROWS, about, lists, looks};

pub(super) fn fill(
    book: &Book<'_>,
    plan: &Document,
    slots: &[Slot<'_>],
    sheet: &mut Worksheet,
) -> Result<(), WorkbookError> {
    let lang = book.words.lang();
    let last_col = slots.len() as u16 - 1;
    let last_row = plan.lines.len() as u32;
    let begins = first_of_measures(plan);
    let mut widths = Vec::new();
    for (col, slot) in (0u16..).zip(slots) {
        let header = header(slot, lang);
        sheet.write_string_with_format(0, col, header, &looks::header(&book.looks, slot.column))?;
        if let Some(note) = translation(book, slot) {
            sheet.insert_note(0, col, &note)?;
        }
        sheet.set_column_format(col, &looks::cell(&book.looks, slot.column))?;
        let formats = [false, true].map(|begins| looks::row_cell(&book.looks, slot.column, begins));
        let mut widest = 0;
        for ((row, line), &begins) in (1u32..).zip(&plan.lines).zip(&begins) {
            let content = content(slot.column, slot.text(line), lang);
            widest = widest.max(content.width());
            write(sheet, row, col, &content, &formats[usize::from(begins)])?;
        }
        let width = column_width(slot, header, widest);
        sheet.set_column_width(col, width as f64)?;
        widths.push(width);
    }
    sheet.set_row_height(0, 24)?;
    for (row, line) in (1u32..).zip(&plan.lines) {
        let cells = slots.iter().map(|slot| slot.text(line)).zip(widths.iter().copied());
        sheet.set_row_height(row, book.looks.height(cells))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last_row, last_col)?;
    let spare = last_row + SPARE_ROWS;
    // Ids and codes may be digits alone in a plan's own columns: they are meant as text.
    sheet.ignore_error_range(1, 0, spare, last_col, IgnoreError::NumberStoredAsText)?;
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_print_area(0, 0, last_row, last_col)?;
    drop_downs(book, slots, spare, sheet)?;
    marks(book, slots, spare, sheet)
}

/// Tells for each row whether its measures are others than those of the row above.
fn first_of_measures(plan: &Document) -> Vec<bool> {
    let mut above = None;
    let measures = plan.lines.iter().map(|line| plan.text(line, Column::Measures));
    measures
        .map(|measures| above.replace(measures).is_some_and(|above| above != measures))
        .collect()
}

/// Returns the header of a column: a label that every reader of plans knows, or the plan's own.
fn header<'s>(slot: &Slot<'s>, lang: Lang) -> &'s str {
    slot.column.map_or(slot.name, |column| column.label().get(lang))
}

/// Returns the header in the workbook's other language. It cannot stand in the cell, where it would
/// not be recognised when the plan is read.
fn translation(book: &Book<'_>, slot: &Slot<'_>) -> Option<Note> {
    let label = slot.column?.label();
    let others = book.words.langs().get(1..)?.iter().map(|&lang| label.get(lang));
    let others = others.collect::<Vec<_>>().join(" / ");
    let note = Note::new(&others).add_author_prefix(false).set_width(96).set_height(28);
    (!others.is_empty()).then_some(match book.looks.font() {
        Some(font) => note.set_font_name(font).set_font_size(10),
        None => note,
    })
}

/// Returns the width of a column: its widest cell, within what suits its kind.
fn column_width(slot: &Slot<'_>, header: &str, widest: usize) -> usize {
    let (least, most) = match slot.column {
        Some(Column::Id) => (8, 20),
        Some(Column::Measures) => (9, 16),
        Some(Column::Title) => (30, 50),
        Some(Column::Stage) => (8, 10),
        Some(Column::Link | Column::Currency) => (7, 10),
        Some(Column::Status) => (11, 14),
        Some(Column::Start | Column::End | Column::Updated) => (11, 12),
        Some(Column::Budget) => (12, 20),
        Some(Column::Note) => (18, 36),
        _ => (11, 24),
    };
    // Text needs a little air at its sides; a header, room for the button of the filter.
    let of_cells = (widest + 1).clamp(least, most);
    of_cells.max((width(header) + 3).min(most.max(12)))
}

fn drop_downs(
    book: &Book<'_>,
    slots: &[Slot<'_>],
    last_row: u32,
    sheet: &mut Worksheet,
) -> Result<(), WorkbookError> {
    for (column, name, style, message) in [
        (Column::Status, lists::STATUSES, Stop, words::checklist::CHOOSE),
        (Column::Stage, lists::STAGES, Stop, words::checklist::CHOOSE),
        (Column::Link, lists::LINKS, Stop, words::checklist::CHOOSE),
        (Column::Measures, lists::MEASURES, Warning, words::checklist::SEVERAL_MEASURES),
        (Column::Currency, lists::CURRENCIES, Warning, words::checklist::CURRENCY),
    ] {
        let Some(col) = position(slots, column) else { continue };
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(format!("={name}")))
            .set_error_title(book.words.first(column.label()))?
            .set_error_message(book.words.all(message, "\n"))?
            .set_error_style(style);
        sheet.add_data_validation(1, col, last_row, col, &list)?;
    }
    Ok(())
}

/// Colours statuses, and the days by which rows are late. Colours repeat what cells say in words.
fn marks(
    book: &Book<'_>,
    slots: &[Slot<'_>],
    last_row: u32,
    sheet: &mut Worksheet,
) -> Result<(), WorkbookError> {
    let Some(status) = position(slots, Column::Status) else { return Ok(()) };
    let cell = |col| format!("${}2", utility::column_number_to_name(col));
    let status_cell = cell(status);
    for word in Status::ALL {
        let Some(format) = book.looks.status(word) else { continue };
        let rule = ConditionalFormatFormula::new()
            .set_rule(Formula::new(format!("={}", is_one_of(&status_cell, &[word]))))
            .set_format(format);
        sheet.add_conditional_format(1, status, last_row, status, &rule)?;
    }
    for word in Status::ALL {
        let Some(day) = deciding_column(word).and_then(|column| position(slots, column)) else {
            continue;
        };
        let (as_of, day_cell) = (about::AS_OF, cell(day));
        let late = format!(
            "=AND(ISNUMBER({as_of}),ISNUMBER({day_cell}),{day_cell}<{as_of},{})",
            is_one_of(&status_cell, &[word])
        );
        let rule = ConditionalFormatFormula::new()
            .set_rule(Formula::new(late))
            .set_format(book.looks.late());
        sheet.add_conditional_format(1, day, last_row, day, &rule)?;
    }
    Ok(())
}

/// Tests for statuses in every spelling that a plan may use: people paste from other sheets.
fn is_one_of(cell: &str, statuses: &[Status]) -> String {
    let spellings = statuses.iter().flat_map(|status| {
        let labels = Lang::ALL.map(|lang| status.label().get(lang));
        // Formulas compare text without regard to case.
        let code = Some(status.code()).filter(|code| !labels[0].eq_ignore_ascii_case(code));
        labels.into_iter().chain(code)
    });
    let tests: Vec<String> = spellings.map(|text| format!("{cell}=\"{text}\"")).collect();
    format!("OR({})", tests.join(","))
}

fn position(slots: &[Slot<'_>], column: Column) -> Option<u16> {
    let at = slots.iter().position(|slot| slot.column == Some(column))?;
    u16::try_from(at).ok()
}
