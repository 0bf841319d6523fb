//! A review of rows that seem to be the same project: what its columns are called, what a decision says,
//! and the decisions as an edited copy of the plan, in the column `same_as`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use envcoop_words as words;

use super::asked::is_header;
use super::decision::{is_no, is_yes};
use super::{Stray, key};
use crate::edit::merge::Edited;
use crate::plan::{Column, Document, Heading, Line, SAME_AS, grammar, is_same_as};
use crate::problem::Place;
use crate::text::{Lang, folded, trim};

/// A column of such a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedTwin {
    /// The id of the row, and of the one that seems to be the same project.
    Id(Which),
    /// What is done.
    Title(Which),
    /// From when to when.
    Dates(Which),
    /// What it adds to sums of money.
    Money(Which),
    /// Why the two seem to be the same project.
    Why,
    /// What a person decides.
    Decision,
}

/// One of two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The row of the plan, or the one that was read first.
    Row,
    /// The other.
    Twin,
}

impl AskedTwin {
    /// Every column, in order: what the two say stands side by side.
    pub const ALL: [AskedTwin; 10] = [
        AskedTwin::Id(Which::Row),
        AskedTwin::Id(Which::Twin),
        AskedTwin::Decision,
        AskedTwin::Why,
        AskedTwin::Title(Which::Row),
        AskedTwin::Title(Which::Twin),
        AskedTwin::Dates(Which::Row),
        AskedTwin::Dates(Which::Twin),
        AskedTwin::Money(Which::Row),
        AskedTwin::Money(Which::Twin),
    ];

    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        match self {
            AskedTwin::Id(Which::Row) => Column::Id.code(),
            AskedTwin::Id(Which::Twin) => "twin_id",
            AskedTwin::Title(Which::Row) => Column::Title.code(),
            AskedTwin::Title(Which::Twin) => "twin_title",
            AskedTwin::Dates(Which::Row) => "dates",
            AskedTwin::Dates(Which::Twin) => "twin_dates",
            AskedTwin::Money(Which::Row) => "money",
            AskedTwin::Money(Which::Twin) => "twin_money",
            AskedTwin::Why => "why",
            AskedTwin::Decision => "decision",
        }
    }

    /// Returns its header for people.
    pub fn title(self, lang: Lang) -> String {
        let (label, which) = match self {
            AskedTwin::Id(which) => (Column::Id.label(), which),
            AskedTwin::Title(which) => (Column::Title.label(), which),
            AskedTwin::Dates(which) => (words::same::DATES, which),
            AskedTwin::Money(which) => (words::money::MONEY, which),
            AskedTwin::Why => (words::table::WHY, Which::Row),
            AskedTwin::Decision => (words::edit::DECISION, Which::Row),
        };
        let label = label.get(lang);
        match which {
            Which::Row => label.to_owned(),
            Which::Twin => words::same::of_other(lang, label),
        }
    }

    /// Returns the column with this header: its name in data, or its title in one language or two.
    pub fn of_header(header: &str) -> Option<AskedTwin> {
        let is_own = |own: &AskedTwin| is_header(header, own.name(), |lang| own.title(lang));
        AskedTwin::ALL.into_iter().find(is_own)
    }

    /// Tells whether a table with these headers is such a review.
    pub fn are_headers<'h>(headers: impl IntoIterator<Item = &'h str>) -> bool {
        let found: Vec<AskedTwin> = headers.into_iter().filter_map(AskedTwin::of_header).collect();
        let [row, twin] = [Which::Row, Which::Twin].map(AskedTwin::Id);
        [row, twin, AskedTwin::Decision].iter().all(|own| found.contains(own))
    }
}

/// Two rows as a person gives them back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewedTwins {
    /// Their number in the review.
    pub number: u64,
    /// The id of the row.
    pub id: String,
    /// The id of the other.
    pub twin: String,
    /// What the person decided.
    pub decision: String,
    /// Where the decision stands.
    pub place: Option<Place>,
    /// Cells outside the column of decisions that hold nothing but a decision.
    pub strays: Vec<Stray>,
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided<'r> {
    /// There is none yet.
    Open,
    /// They are two projects.
    Two,
    /// They are one: the money of the first counts, and it names the second.
    One(&'r str, &'r str),
}

impl ReviewedTwins {
    /// Returns where the decision stands; `file` is where the review does.
    pub fn place(&self, file: &Arc<str>) -> Place {
        let row = || Place { file: Arc::clone(file), line: self.number };
        self.place.clone().unwrap_or_else(row)
    }

    /// Reads the decision; nothing where it cannot be read.
    fn decided(&self) -> Option<Decided<'_>> {
        let text = folded(trim(&self.decision));
        // A list for people says behind an id what it means.
        let names = |id: &str| {
            let rest = text.strip_prefix(&*key(id));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        let (id, twin) = (trim(&self.id), trim(&self.twin));
        match text.to_lowercase() {
            _ if text.is_empty() => Some(Decided::Open),
            _ if names(id) => Some(Decided::One(id, twin)),
            _ if names(twin) => Some(Decided::One(twin, id)),
            text if is_no(&text) => Some(Decided::Two),
            text if is_yes(&text) => Some(Decided::One(id, twin)),
            _ => None,
        }
    }
}

/// What such a review says.
#[derive(Clone, Debug)]
pub struct TakenTwins {
    /// The decisions as an edited copy of the plan, with what the plan says.
    pub edited: Edited,
    /// Ids of the rows without a decision.
    pub open: Vec<String>,
    /// Decisions that cannot be read.
    pub unclear: Vec<ReviewedTwins>,
    /// Decisions that a row counts which the plan does not have.
    pub gone: Vec<Unmet>,
    /// Decisions against what the plan says by now: that the other row counts.
    pub otherwise: Vec<Unmet>,
    /// How many pairs the review has, decided or not.
    pub n_rows: u64,
    /// Decisions of open pairs that stand in a column that is for something else.
    pub strays: Vec<Stray>,
}

/// A decision that the plan does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The id of the row that was decided to count.
    pub counted: String,
    /// The id of the other.
    pub other: String,
    /// Where the decision stands.
    pub place: Place,
}

/// Makes an edited copy of the decisions of a review that stands in `file`. Whoever is decided to count
/// names the other under `same_as`; that two rows are two projects, the plan says already.
pub fn take(file: &Arc<str>, reviewed: Vec<ReviewedTwins>, plan: &Document) -> TakenTwins {
    let at = plan.headings.iter().position(|heading| is_same_as(&heading.text));
    let header = at.map_or(SAME_AS, |at| plan.headings[at].text.as_str());
    let headings: Vec<Heading> = [Column::Id.code(), header].map(Heading::new).into();
    let empty = || Document { headings: headings.clone(), lines: Vec::new() };
    let mut taken = TakenTwins {
        edited: Edited { file: Arc::clone(file), plan: empty(), base: None },
        open: Vec::new(),
        unclear: Vec::new(),
        gone: Vec::new(),
        otherwise: Vec::new(),
        n_rows: reviewed.len() as u64,
        strays: Vec::new(),
    };
    let named = |line: &Line| {
        let text = at.and_then(|at| line.cells.get(at)).map_or("", String::as_str);
        trim(text).to_owned()
    };
    let rows: HashMap<_, String> =
        plan.lines.iter().map(|line| (key(plan.text(line, Column::Id)), named(line))).collect();
    let names = |cell: &str, id: &str| grammar::parts(cell).any(|own| key(own) == key(id));
    // What each row names by now, and where the first decision about it stands.
    let mut cells: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for row in reviewed {
        let (kept, other) = match row.decided() {
            Some(Decided::Open) => {
                taken.open.push(row.id);
                taken.strays.extend(row.strays);
                continue;
            }
            Some(Decided::Two) => continue,
            Some(Decided::One(kept, other)) => (kept.to_owned(), other.to_owned()),
            None => {
                taken.unclear.push(row);
                continue;
            }
        };
        let unmet =
            || Unmet { counted: kept.clone(), other: other.clone(), place: row.place(file) };
        let Some(cell) = rows.get(&key(&kept)) else {
            taken.gone.push(unmet());
            continue;
        };
        let other_cell = rows.get(&key(&other)).map_or("", String::as_str);
        let other_cell = cells.get(&other).map_or(other_cell, |(_, cell)| cell);
        if names(other_cell, &kept) {
            taken.otherwise.push(unmet());
            continue;
        }
        let (_, cell) = cells.entry(kept.clone()).or_insert_with(|| (row.number, cell.clone()));
        if !names(cell, &other) {
            let is_first = cell.is_empty() || grammar::is_unknown(cell);
            *cell = if is_first { other } else { format!("{cell};{other}") };
        }
    }
    let (mut copy, mut sent) = (empty(), empty());
    for (id, (number, cell)) in cells {
        let was = rows.get(&key(&id)).cloned().unwrap_or_default();
        sent.lines.push(Line { number, cells: vec![id.clone(), was] });
        copy.lines.push(Line { number, cells: vec![id, cell] });
    }
    taken.edited.plan = copy;
    taken.edited.base = Some(sent);
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(decision: &str) -> ReviewedTwins {
        ReviewedTwins {
            number: 7,
            id: "A1".to_owned(),
            twin: "B1".to_owned(),
            decision: decision.to_owned(),
            ..ReviewedTwins::default()
        }
    }

    #[test]
    fn a_header_is_known_by_its_name_and_in_every_language() {
        for own in AskedTwin::ALL {
            let [en, zh] = [Lang::En, Lang::Zh].map(|lang| own.title(lang));
            for header in [own.name(), &en, &zh, &format!("{en}\n{zh}")] {
                assert_eq!(AskedTwin::of_header(header), Some(own), "{header}");
            }
        }
        assert!(!AskedTwin::are_headers(["id", "title", "decision"]));
    }

    #[test]
    fn a_decision_says_whose_money_counts() {
        let one = |kept, other| Some(Decided::One(kept, other));
        for (text, decided) in [
            ("　", Some(Decided::Open)),
            ("n", Some(Decided::Two)),
            ("n：两个项目", Some(Decided::Two)),
            ("y", one("A1", "B1")),
            ("是", one("A1", "B1")),
            ("A1: its money counts", one("A1", "B1")),
            ("Ｂ1：计其资金", one("B1", "A1")),
            ("B1", one("B1", "A1")),
            ("B12", None),
            ("perhaps", None),
        ] {
            assert_eq!(pair(text).decided(), decided, "{text}");
        }
    }

    #[test]
    fn what_the_plan_names_already_stays() {
        let line =
            |id: &str, same: &str| Line { number: 2, cells: vec![id.to_owned(), same.to_owned()] };
        let plan = |a: &str, b: &str| Document {
            headings: ["id", "同一项目"].map(Heading::new).into(),
            lines: vec![line("A1", a), line("B1", b)],
        };
        let cells = |plan: Document, decision: &str| {
            let taken = take(&"r.xlsx".into(), vec![pair(decision)], &plan);
            assert_eq!(taken.edited.plan.headings[1].text, "同一项目");
            let lines = taken.edited.plan.lines.iter().map(|line| line.cells.join("="));
            (lines.collect::<Vec<_>>().join(" "), taken.otherwise.len())
        };
        assert_eq!(cells(plan("", ""), "y"), ("A1=B1".to_owned(), 0));
        assert_eq!(cells(plan("C1", ""), "y"), ("A1=C1;B1".to_owned(), 0));
        assert_eq!(cells(plan("Ｂ1", ""), "y"), ("A1=Ｂ1".to_owned(), 0));
        assert_eq!(cells(plan("?", ""), "B1"), ("B1=A1".to_owned(), 0));
        assert_eq!(cells(plan("", "A1"), "y"), (String::new(), 1));
        assert_eq!(cells(plan("", ""), "n"), (String::new(), 0));
    }
}
