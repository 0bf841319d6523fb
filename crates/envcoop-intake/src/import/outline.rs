//! Rows of a number and a title between full rows: which of them are headings, by what the numbering of
//! the sheet proves.
//!
//! A heading counts for itself: its number is of a higher level than those below it (`一、` over `1`,
//! `1` over `1.1`), or the rows count from one again, or on as if it were not there. A row of which only
//! the details are not known yet stands in the count of its neighbours, and stays a row.

use std::sync::Arc;

use envcoop_core::text::trim;

use super::kind::{PLAIN, level};
use crate::table::{Row, State};

/// How many rows in a row are looked at together: so many headings never stand upon each other.
const MOST_PENDING: usize = 8;
/// The deepest level of numbers that rows hardly ever have of themselves: `一、`, `（一）`.
pub(super) const OF_HEADINGS: u8 = 2;
/// The level of a plain number.
const PLAIN_NUMBER: u8 = 3;

/// A row of a number and a title, until a full row follows.
pub(super) struct Pending {
    /// Where it stands.
    pub(super) place: (Arc<str>, u64),
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
    label: String,
    is_wide: bool,
}

impl Pending {
    fn row(row: &Row<'_>) -> Pending {
        Pending {
            place: (Arc::clone(&row.part.place), row.number),
            cells: row.cells.iter().map(|cell| cell.text.to_owned()).collect(),
            is_heading: false,
            label: String::new(),
            is_wide: row.is_wide(),
        }
    }
}

/// What was seen of a sheet so far.
#[derive(Default)]
pub(super) struct Outline {
    pending: Vec<Pending>,
    sheet: Option<Arc<str>>,
    /// The number of the last heading, and of the last row.
    heading: Option<u64>,
    row: Option<u64>,
}

impl Outline {
    /// Takes the next row of the table; `title` are the columns that say what is done. Returns the rows
    /// about which it decides, and whether this one is among those that are decided later.
    pub(super) fn take(&mut self, row: &Row<'_>, title: &[usize]) -> (Vec<Pending>, bool) {
        let mut decided = Vec::new();
        if self.sheet.as_ref() != Some(&row.part.place) {
            decided = self.end();
            *self = Outline { sheet: Some(Arc::clone(&row.part.place)), ..Outline::default() };
        }
        let (label, is_bare) = label(row, title);
        if is_bare && level(&label) < PLAIN {
            if self.pending.len() == MOST_PENDING {
                decided.extend(self.end());
            }
            self.pending.push(Pending { label, ..Pending::row(row) });
            return (decided, true);
        }
        if !is_bare {
            self.decide(&label);
        }
        decided.append(&mut self.pending);
        self.row = number(&label);
        (decided, false)
    }

    /// Returns the rows that no full row follows: they are no headings.
    pub(super) fn end(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    /// Decides about the rows that wait, before a full row.
    fn decide(&mut self, full: &str) {
        for at in 0..self.pending.len() {
            let below = self.pending.get(at + 1).map_or(full, |next| &next.label);
            let is_heading =
                self.pending[at].is_wide || self.is_over(&self.pending[at].label, below);
            let own = &mut self.pending[at];
            own.is_heading = is_heading;
            match number(&own.label) {
                // What stands higher begins a new count of headings below it.
                None if is_heading => self.heading = None,
                own if is_heading => self.heading = own,
                own => self.row = own,
            }
        }
    }

    /// Tells whether a row stands over the one below it.
    fn is_over(&self, own: &str, below: &str) -> bool {
        let (own_level, below_level) = (level(own), level(below));
        if own_level != below_level {
            return is_higher(own_level, below_level);
        }
        let (Some(own), Some(below)) = (number(own), number(below)) else { return false };
        let is_next = own == self.heading.unwrap_or(0) + 1;
        is_next && (below == 1 || self.row.is_some_and(|row| below == row + 1))
    }
}

/// Tells whether rows of one level stand over those of another: above rows without numbers only what
/// rows hardly ever have of themselves.
pub(super) fn is_higher(own: u8, below: u8) -> bool {
    own < below && (below < PLAIN || own <= OF_HEADINGS)
}

/// Returns the number and the title of a row as one text, and whether nothing else stands in it.
pub(super) fn label(row: &Row<'_>, title: &[usize]) -> (String, bool) {
    let Some(&first) = title.first() else { return (String::new(), false) };
    let filled = (0..row.cells.len()).filter(|&at| !row.text(at).is_empty());
    let is_number = |at: usize| at < first && level(&format!("{} -", row.text(at))) < PLAIN;
    let number = filled.clone().find(|&at| is_number(at));
    let own = filled.clone().find(|at| title.contains(at));
    let is_own = |at: &usize| {
        (Some(*at) == number || Some(*at) == own) && row.cells[*at].state == State::Own
    };
    let is_bare = own.is_some() && filled.clone().all(|at| is_own(&at));
    let texts = [number, own].map(|at| at.map_or("", |at| row.text(at)));
    (texts.join(" ").trim_start().to_owned(), is_bare)
}

/// Returns the name of the group that a heading begins: its number and title, or what it says where the
/// titles of its rows have a column of their own.
pub(super) fn name(row: &Row<'_>, title: &[usize]) -> String {
    let (whole, _) = label(row, title);
    let label = without_total(&whole);
    if title.iter().any(|&at| !row.text(at).is_empty()) {
        return label.to_owned();
    }
    let texts = (0..row.cells.len()).map(|at| row.text(at));
    let said = texts
        .filter(|text| *text != whole.trim())
        .find(|text| text.chars().any(char::is_alphabetic));
    [label, said.unwrap_or_default()].join(" ").trim().to_owned()
}

/// Takes off a heading that it holds what its rows add up to: `双边合作（小计）`.
fn without_total(label: &str) -> &str {
    let ends = ["（小计）", "(小计)", "（合计）", "(合计)", "小计", "合计"];
    let rest = ends.iter().find_map(|end| trim(label).strip_suffix(end));
    rest.map(trim).filter(|rest| !rest.is_empty()).unwrap_or(trim(label))
}

/// Returns the plain number with which a row begins.
fn number(label: &str) -> Option<u64> {
    let digits = label.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|_| level(label) == PLAIN_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Part};

    /// Returns the lines that are headings; of each line the number, the title and an owner.
    fn headings(lines: &str) -> Vec<&str> {
        let part = Part { place: "t".into(), ..Part::default() };
        let (mut outline, mut found) = (Outline::default(), Vec::new());
        let lines: Vec<&str> = lines.lines().map(str::trim).collect();
        let mut keep = |decided: Vec<Pending>| {
            found.extend(decided.iter().filter(|own| own.is_heading).map(|own| own.place.1));
        };
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<Cell<'_>> =
                line.split(',').map(|text| Cell { text, ..Cell::default() }).collect();
            let row = Row { part: &part, number: at as u64, index: None, cells: &cells };
            keep(outline.take(&row, &[1]).0);
        }
        keep(outline.end());
        found.into_iter().map(|at| lines[at as usize]).collect()
    }

    #[test]
    fn a_group_has_the_name_of_its_heading_whatever_column_it_stands_in() {
        let part = Part { place: "t".into(), ..Part::default() };
        let name = |line: &str| {
            let cells: Vec<Cell<'_>> =
                line.split(',').map(|text| Cell { text, ..Cell::default() }).collect();
            name(&Row { part: &part, number: 1, index: None, cells: &cells }, &[2])
        };
        assert_eq!(name("（一）,双边合作,,,90"), "（一） 双边合作");
        assert_eq!(name("（一）,,双边合作,,90"), "（一） 双边合作");
        assert_eq!(name(",,（一）双边合作,,90"), "（一）双边合作");
        assert_eq!(name("一、双边合作（小计）,,,,90"), "一、双边合作");
    }

    #[test]
    fn a_heading_is_proven_by_the_numbers_around_it() {
        for (lines, expected) in [
            ("一,大气,\n1,监测,甲\n2,评估,甲\n二,水,\n1,调查,乙", vec!["一,大气,", "二,水,"]),
            ("一、,大气,\n（一）,国内,\n1,监测,甲", vec!["一、,大气,", "（一）,国内,"]),
            (
                "1,大气领域,\n1,监测,甲\n2,评估,甲\n2,水领域,\n1,调查,乙",
                vec!["1,大气领域,", "2,水领域,"],
            ),
            (
                "1,大气领域,\n1,监测,甲\n2,评估,甲\n2,水领域,\n3,调查,乙",
                vec!["1,大气领域,", "2,水领域,"],
            ),
            ("1,大气,\n1.1,监测,甲\n1.2,评估,甲\n2,水,\n2.1,调查,乙", vec!["1,大气,", "2,水,"]),
            (",一、大气,\n,监测,甲\n,二、水,\n,调查,乙", vec![",一、大气,", ",二、水,"]),
        ] {
            assert_eq!(headings(lines), expected, "{lines}");
        }
    }

    #[test]
    fn a_row_without_details_stays_a_row() {
        for lines in [
            "1,监测,甲\n2,评估,\n3,调查,乙",
            "1,监测,\n2,评估,甲",
            "1,监测,甲\n2,评估,",
            "一,监测,甲\n二,评估,\n三,调查,乙",
            "1,监测,\n2,评估,\n3,调查,",
            "1,监测,甲\n2,评估,\n1,调查,乙\n2,论坛,乙",
            ",监测,\n,评估,甲",
            "1,监测,\n,评估,甲",
        ] {
            assert_eq!(headings(lines), Vec::<&str>::new(), "{lines}");
        }
    }
}
