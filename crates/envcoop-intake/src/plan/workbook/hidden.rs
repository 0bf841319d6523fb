//! Which rows and columns of Office Open XML sheets are hidden, which `calamine` does not tell.

use super::cell::RawSheet;
use crate::plan::patch::each_sheet;
use crate::plan::patch::markup::{Does, Tags};

/// How a row or a column says that it is hidden.
const HIDES: [&str; 4] = ["hidden=\"1\"", "hidden=\"true\"", "hidden='1'", "hidden='true'"];

/// Finds what is hidden of sheets. A workbook that cannot be looked through so has said why already, or is
/// read all the same: nothing depends on it but a note.
pub(super) fn find(bytes: &[u8], sheets: &mut [RawSheet]) {
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    each_sheet(bytes, &names, &mut |at, markup| {
        // Most sheets hide nothing, and are not looked through tag by tag.
        if HIDES.iter().any(|says| markup.contains(says))
            && let Some(sheet) = sheets.get_mut(at)
        {
            read(markup, sheet);
        }
    });
}

fn read(markup: &str, sheet: &mut RawSheet) {
    let mut next_row = 0;
    for tag in Tags::new(markup).map_while(Result::ok).filter(|tag| tag.does != Does::Close) {
        let is_column = match tag.local() {
            "col" => true,
            "row" => false,
            _ => continue,
        };
        let number = |name: &str| tag.attribute(name)?.trim().parse::<u32>().ok()?.checked_sub(1);
        let is_hidden = tag.attribute("hidden").is_some_and(|says| ["1", "true"].contains(&&*says));
        if is_column {
            if let (true, Some(first), Some(last)) = (is_hidden, number("min"), number("max")) {
                sheet.hidden.columns.push((first, last));
            }
            continue;
        }
        let row = number("r").unwrap_or(next_row);
        next_row = row.saturating_add(1);
        if is_hidden {
            sheet.hidden.rows.push((row, row));
        }
    }
    sheet.hidden.rows.sort_unstable();
    sheet.hidden.columns.sort_unstable();
}
