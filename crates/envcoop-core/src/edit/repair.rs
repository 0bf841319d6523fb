//! Repairs of a plan that have one safe answer.

use std::borrow::Cow;

use crate::framework::Framework;
use crate::plan::{Column, Document, Spelling, plain, tidy};
use crate::text::{line_ends, trim};

/// A cell that can be written better without changing what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Position of the row in the plan.
    pub row: usize,
    /// Position of the cell in the row.
    pub cell: usize,
    /// The column.
    pub column: Column,
    /// What stands there.
    pub from: String,
    /// What will stand there.
    pub to: String,
}

/// Finds every repair: words in the spelling of the plan, days, amounts, currencies and measures in the
/// form of a plan, no blanks at edges. A plan that was repaired has nothing left to repair.
pub fn repairs(plan: &Document, framework: &Framework) -> Vec<Repair> {
    let spelling = Spelling::of(plan);
    let plain = plain(plan, framework);
    let columns: Vec<(usize, Column)> =
        plan.headings.iter().enumerate().filter_map(|(i, h)| Some((i, h.column?))).collect();
    let mut found = Vec::new();
    for (row, line) in plan.lines.iter().enumerate() {
        for &(cell, column) in &columns {
            let from = &line.cells[cell];
            let to = repaired(spelling, column, &plain.lines[row].cells[cell]);
            if to != *from {
                let (from, to) = (from.clone(), to.into_owned());
                found.push(Repair { row, cell, column, from, to });
            }
        }
    }
    found
}

fn repaired(spelling: Spelling, column: Column, from: &str) -> Cow<'_, str> {
    let trimmed = trim(from);
    let tidied = match tidy(Some(column), from) {
        // Nobody sees how the lines of a cell end.
        Cow::Owned(text) if text == line_ends(trimmed) => Cow::Borrowed(trimmed),
        text => text,
    };
    match spelling.written(Some(column), &tidied) {
        Cow::Borrowed(text) if text == tidied => tidied,
        text => Cow::Owned(text.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;
    use crate::plan::{Heading, Line};

    #[test]
    fn what_was_repaired_is_not_repaired_again() {
        let mini = shipped("mini").expect("it is shipped").expect("it is sound");
        for (statuses, expected) in [
            (["拟议", "拟议 ", "ongoing"], &[(1, "拟议"), (2, "进行中")][..]),
            (["Planned", "Ongoing", "计划"], &[(2, "Planned")]),
            (["planned", "ONGOING", "计划"], &[(1, "ongoing"), (2, "planned")]),
            (["delayed", "?", ""], &[]),
        ] {
            let line = |status: &str| Line {
                number: 0,
                cells: [status, "a\r\nb", "c\r\nd "].map(str::to_owned).to_vec(),
            };
            let headings = ["status", "note", "our own"].map(Heading::new).to_vec();
            let mut plan = Document { headings, lines: statuses.map(line).to_vec() };
            let found = repairs(&plan, &mini);
            let told: Vec<(usize, &str)> = found.iter().map(|r| (r.row, &*r.to)).collect();
            assert_eq!(told, expected);
            for repair in found {
                plan.lines[repair.row].cells[repair.cell] = repair.to;
            }
            assert_eq!(repairs(&plan, &mini), []);
        }
    }
}
