//! How a plan writes the words of its closed columns: by their codes, or by the labels of a language.
//! What is written into a plan is spelt as it is there.

use std::borrow::Cow;

use crate::plan::{Column, Document};
use crate::text::{Lang, trim};
use crate::vocabulary::{Link, Stage, Status, Word};

/// The ways to write a word: its code, then its label in each language.
const WAYS: usize = 1 + Lang::COUNT;

/// The columns whose words are closed.
const CLOSED: [Column; 3] = [Column::Status, Column::Stage, Column::Link];

/// The way in which a plan writes the words of each closed column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling([usize; CLOSED.len()]);

impl Spelling {
    /// Finds out how a plan writes its words: as most cells of the column do; where that says
    /// nothing, as most words of the plan do, then as its headers do.
    pub fn of(plan: &Document) -> Spelling {
        let by_column = CLOSED.map(|column| {
            let at = plan.position(column);
            let cells = plan.lines.iter().filter_map(|line| line.cells.get(at?));
            counted(cells.filter_map(|text| Some((trim(text), ways(column, text)?))))
        });
        let headers = counted(plan.headings.iter().filter_map(|heading| {
            let column = heading.column?;
            Some((trim(&heading.text), every_way(column)))
        }));
        let of_all = |way: usize| -> usize { by_column.iter().map(|counts| counts[way]).sum() };
        Spelling(by_column.map(|own| {
            // The first of equals; `max_by_key` returns the last.
            let ways = (0..WAYS).rev();
            ways.max_by_key(|&way| (own[way], of_all(way), headers[way])).unwrap_or(0)
        }))
    }

    /// Returns a cell as the plan writes it; what is no word of a closed column is as it was.
    pub fn written<'t>(&self, column: Option<Column>, text: &'t str) -> Cow<'t, str> {
        let spelt = CLOSED.iter().zip(self.0).find(|(closed, _)| Some(**closed) == column);
        let spelt = spelt.and_then(|(&column, way)| Some(ways(column, text)?[way]));
        spelt.map_or(Cow::Borrowed(text), Cow::Borrowed)
    }
}

/// Returns every way to write the word that a cell says; nothing where it says none.
fn ways(column: Column, text: &str) -> Option<[&'static str; WAYS]> {
    let text = trim(text);
    match column {
        Column::Status => Status::read(text).map(every_way),
        Column::Stage => Stage::read(text).map(every_way),
        Column::Link => Link::read(text).map(every_way),
        _ => None,
    }
}

fn every_way<W: Word>(word: W) -> [&'static str; WAYS] {
    std::array::from_fn(|way| match way.checked_sub(1) {
        None => word.code(),
        Some(lang) => word.label().get(Lang::ALL[lang]),
    })
}

/// Counts how many texts are written in each way.
fn counted<'t>(texts: impl Iterator<Item = (&'t str, [&'static str; WAYS])>) -> [usize; WAYS] {
    let mut counts = [0; WAYS];
    for (text, ways) in texts {
        for (count, way) in counts.iter_mut().zip(ways) {
            *count += usize::from(text == way);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Heading, Line};

    fn plan(headers: [&str; 3], statuses: &[&str], stage: &str) -> Document {
        let line = |status: &&str| Line {
            number: 0,
            cells: ["A1", status, stage].map(str::to_owned).to_vec(),
        };
        let headings = headers.map(Heading::new).to_vec();
        Document { headings, lines: statuses.iter().map(line).collect() }
    }

    fn check(plan: &Document, status: &str, stage: &str, link: &str) {
        let spelling = Spelling::of(plan);
        for (column, text, expected) in [
            (Column::Status, " 计划 ", status),
            (Column::Stage, "FUND", stage),
            (Column::Link, "rule", link),
            (Column::Owner, "计划", "计划"),
            (Column::Status, "delayed", "delayed"),
            (Column::Status, "?", "?"),
        ] {
            assert_eq!(spelling.written(Some(column), text), expected, "{plan:?}");
        }
    }

    #[test]
    fn words_are_spelt_as_most_of_the_column_then_of_the_plan_then_its_headers() {
        let codes = ["id", "status", "stage"];
        let chinese = ["编号", "状态", "阶段"];
        check(&plan(codes, &["planned", "ongoing", "拟议"], ""), "planned", "fund", "rule");
        check(&plan(codes, &["拟议", "拟议", "ongoing"], ""), "计划", "筹资", "规则");
        check(&plan(codes, &["拟议", "拟议"], "fund"), "计划", "fund", "rule");
        check(&plan(chinese, &["", "?"], ""), "计划", "筹资", "规则");
        check(&plan(codes, &[], ""), "planned", "fund", "rule");
        check(&plan(["ID", "Status", "Stage"], &["Planned"], ""), "Planned", "Fund", "Rule");
    }
}
