//! Repairs of a plan that have one safe answer.

use crate::plan::{Column, Document, tidy};

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

/// Finds every repair: labels to codes, dates to ISO form, blanks at edges.
pub fn repairs(plan: &Document) -> Vec<Repair> {
    let columns: Vec<(usize, Column)> =
        plan.headings.iter().enumerate().filter_map(|(i, h)| Some((i, h.column?))).collect();
    let mut found = Vec::new();
    for (row, line) in plan.lines.iter().enumerate() {
        for &(cell, column) in &columns {
            let from = &line.cells[cell];
            let to = tidy(Some(column), from);
            if to != *from {
                let (from, to) = (from.clone(), to.into_owned());
                found.push(Repair { row, cell, column, from, to });
            }
        }
    }
    found
}
