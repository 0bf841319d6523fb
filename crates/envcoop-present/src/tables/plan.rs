//! Tables along the plan: its rows and what is wrong with them. Those of rows are made row by row,
//! while a plan is read: they grow with it.

use envcoop_core::judge::judged::Judged;
use envcoop_core::plan::grammar::UNKNOWN;
use envcoop_core::plan::{
    Cell, Column as Of, Extra, Placeholder, SAME_AS as SAME_AS_CODE, is_same_as, placeholder,
};
use envcoop_core::problem::{Problem, shown};
use envcoop_core::text::{Label, Text, trim};
use envcoop_core::vocabulary::{Link, Word};
use envcoop_forms::palette::STEPS;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Forms, Kind, Schema, TableOf, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{input, problem, row, sheet, table};

use super::columns::{self, CURRENCY, TITLE, number, text, to, yes};

/// A row of a plan.
struct Entry<'a>(&'a Judged<'a>);

const ID: ColumnSpec = text("id", column::ID, about::ROW_ID).width(17, 17);
const MEASURES: ColumnSpec = text("measures", column::MEASURES, about::MEASURES).width(13, 13);
const NAME: ColumnSpec = TITLE.width(42, 42);
const STATUS: ColumnSpec = text("status", column::STATUS, about::STATUS).width(13, 13).wider_by(9);
const OWNER: ColumnSpec = name("owner", column::OWNER, about::OWNER);
const FILE: ColumnSpec = name("file", column::FILE, about::FILE_GIVEN);
const LINE: ColumnSpec =
    ColumnSpec::new("line", Kind::Integer, column::LINE, about::LINE_COUNTED).width(9, 9);

const LIVE: ColumnSpec = word("live", column::LIVE, about::LIVE);
const OWN_COLUMNS: ColumnSpec = remark("own_columns", column::OWN_COLUMNS, about::OWN_COLUMNS);
const SAME_AS: ColumnSpec =
    text(SAME_AS_CODE, column::SAME_AS, about::SAME_AS).only_in(Forms::DATA);
const MONEY_AT: ColumnSpec =
    text("money_at", column::MONEY_AT, about::MONEY_AT).only_in(Forms::DATA);
/// What the table of activities has beside the columns of a plan.
const ADDED: [ColumnSpec; 4] = [LIVE, FILE, LINE, OWN_COLUMNS];

/// A column of names.
const fn name(name: &'static str, title: Label, about: Label) -> ColumnSpec {
    text(name, title, about).width(17, 17).prose()
}

/// A column of remarks.
const fn remark(name: &'static str, title: Label, about: Label) -> ColumnSpec {
    text(name, title, about).width(26, 26).prose()
}

/// A column of words: in two languages side by side, two.
const fn word(name: &'static str, title: Label, about: Label) -> ColumnSpec {
    text(name, title, about).width(9, 9).wider_by(4)
}

/// A column of days, some of which may not be known.
const fn day(name: &'static str, title: Label, about: Label) -> ColumnSpec {
    text(name, title, about).width(12, 12).typed(Kind::Date)
}

impl<'a> Entry<'a> {
    const ACTIVITIES: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "activities",
            sheet::ACTIVITIES,
            table::about::ACTIVITIES,
            &["id"],
            &[],
        ),
        columns: &[
            ID.of(|row| row.cell(Of::Id)),
            MEASURES.of(|row| row.cell(Of::Measures)),
            NAME.of(|row| row.cell(Of::Title)),
            word("stage", column::STAGE, about::STAGE)
                .of(|row| row.word(Of::Stage, row.0.row.stage.known())),
            STATUS.of(|row| row.word(Of::Status, row.0.row.status)),
            OWNER.of(|row| row.cell(Of::Owner)),
            name("partner", column::PARTNER, about::PARTNER).of(|row| row.cell(Of::Partner)),
            day("start", column::START, about::START).of(|row| Self::typed(row.0.row.start)),
            day("end", column::END, about::END).of(|row| Self::typed(row.0.row.end)),
            text("budget", column::BUDGET, about::BUDGET)
                .width(17, 17)
                .typed(Kind::Amount)
                .of(Self::budget),
            CURRENCY.width(10, 10).of(Self::currency),
            name("funder", column::FUNDER, about::FUNDER).of(|row| row.cell(Of::Funder)),
            remark("evidence", column::EVIDENCE, about::EVIDENCE).of(|row| row.cell(Of::Evidence)),
            day("updated", column::UPDATED, about::UPDATED)
                .of(|row| Self::typed(row.0.row.updated)),
            remark("note", column::NOTE, about::NOTE).of(|row| row.cell(Of::Note)),
            word("link", column::LINK, about::LINK).of(Self::link),
            LIVE.of(|row| yes(row.0.row.is_live())),
            FILE.of(Self::file),
            LINE.of(|row| row.0.row.line.into()),
            SAME_AS.of(Self::same_as),
            MONEY_AT.of(|row| row.0.row.money_at.into()),
            OWN_COLUMNS.of(Self::own_columns),
        ],
    };

    const LATE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "late",
            row::LATE_ACTIVITIES,
            table::about::LATE,
            &["id"],
            &[to("id", "activities")],
        ),
        columns: &[
            ID.of(|row| row.cell(Of::Id)),
            MEASURES.of(|row| row.cell(Of::Measures)),
            NAME.of(|row| row.cell(Of::Title)),
            ColumnSpec { about: about::STATUS_OF_LATE, ..STATUS }
                .of(|row| row.0.row.status.map_or(Value::Blank, Value::of)),
            OWNER.of(|row| row.cell(Of::Owner)),
            ColumnSpec::new("due", Kind::Date, row::DUE, about::DUE)
                .width(12, 12)
                .of(|row| row.0.due().into()),
            number("days", "days", row::DAYS_LATE, about::DAYS_LATE)
                .width(9, 9)
                .of(|row| row.0.days_past_due().and_then(|days| u64::try_from(days).ok()).into()),
            FILE.of(Self::file),
            LINE.of(|row| row.0.row.line.into()),
        ],
    };

    /// A cell as it stands in the plan.
    fn cell(&self, column: Of) -> Value<'a> {
        Value::some_text(self.0.row.cells.get(column))
    }

    /// What a cell means.
    fn typed(cell: Cell<impl Into<Value<'a>>>) -> Value<'a> {
        match cell {
            Cell::Known(known) => known.into(),
            Cell::Unknown => UNKNOWN.into(),
            Cell::Blank => Value::Blank,
        }
    }

    fn budget(&self) -> Value<'a> {
        let text = self.0.row.cells.get(Of::Budget);
        match self.0.row.budget {
            Cell::Known(own) => own.amount.into(),
            // An amount in a currency that is not known, or the other way round, stands as it is.
            _ => placeholder(text).map_or_else(|| self.cell(Of::Budget), |own| Self::meant(own.0)),
        }
    }

    fn currency(&self) -> Value<'a> {
        let text = self.0.row.cells.get(Of::Currency);
        placeholder(text).map_or_else(|| self.cell(Of::Currency), |own| Self::meant(own.0))
    }

    fn meant(placeholder: Placeholder) -> Value<'a> {
        match placeholder {
            Placeholder::Unknown => UNKNOWN.into(),
            Placeholder::None => Value::Blank,
        }
    }

    /// Returns the ids that the row names as the same project.
    fn same_as(&self) -> Value<'a> {
        let extras = self.0.row.extras.iter().filter(|own| is_same_as(own.header));
        let texts: Vec<&str> =
            extras.map(|own| trim(own.text)).filter(|text| !text.is_empty()).collect();
        Value::some_text(texts.join(";"))
    }

    /// What stands in the columns that the plan has beside those of the format, each with its header.
    /// Where this table is read as a plan, its own columns are none of these, and what it has of this
    /// kind stays as it is.
    fn own_columns(&self) -> Value<'a> {
        let extras = self.0.row.extras;
        let is_this_table =
            ADDED.iter().all(|column| extras.iter().any(|own| own.header == column.name));
        let text = |own: &Extra<'_>| {
            let (header, text) = (trim(own.header), trim(own.text));
            match header {
                _ if text.is_empty() => None,
                // It has a column of its own, so that this table, read as a plan, says the same.
                header if is_same_as(header) => None,
                header if is_this_table && header == MONEY_AT.name => None,
                header if is_this_table && header == OWN_COLUMNS.name => Some(text.to_owned()),
                header if is_this_table && ADDED.iter().any(|own| own.name == header) => None,
                header => Some(format!("{header}: {text}")),
            }
        };
        Value::some_text(extras.iter().filter_map(text).collect::<Vec<_>>().join("; "))
    }

    /// A word of a closed vocabulary; what is none as it stands.
    fn word(&self, column: Of, word: Option<impl Word>) -> Value<'a> {
        let code = self.0.row.cells.get(column);
        let word = word.filter(|_| !code.is_empty());
        word.map_or_else(|| self.cell(column), |word| Value::word(code, word.label()))
    }

    /// Who tied it to its measures: what nobody has checked is to be seen.
    fn link(&self) -> Value<'a> {
        let link = self.0.row.link;
        let value = self.word(Of::Link, Some(link));
        if link == Link::Rule { value.shaded(STEPS[2].1) } else { value }
    }

    fn file(&self) -> Value<'a> {
        (&**self.0.row.file).into()
    }
}

/// One row per row of the plan: see [`activity`].
pub const ACTIVITIES: &dyn Schema = &Entry::ACTIVITIES;

/// One row per row of the plan that is late: see [`late`].
pub const LATE: &dyn Schema = &Entry::LATE;

/// Returns the row of [`ACTIVITIES`] for a row of a plan: its cells, dates and amounts typed, and
/// where it stands.
pub fn activity<'a>(judged: &'a Judged<'a>) -> Vec<Value<'a>> {
    Entry::ACTIVITIES.cells(&Entry(judged))
}

/// Returns the row of [`LATE`] for a row of a plan; none where it is not late.
pub fn late<'a>(judged: &'a Judged<'a>) -> Option<Vec<Value<'a>>> {
    judged.is_late().then(|| Entry::LATE.cells(&Entry(judged)))
}

/// What is said of a problem, in every language.
fn said(text: &Text) -> Value<'static> {
    Value::Phrase(Phrase::each(|lang| shown(text.get(lang))))
}

/// A problem and its number, from 1.
pub(super) struct Numbered<'a>(u64, &'a Problem);

impl<'a> Numbered<'a> {
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: columns::table("problems", input::PROBLEMS, table::about::PROBLEMS, &["n"], &[]),
        columns: &[
            number("n", "", column::NO, about::NO).of(|row| row.0.into()),
            text("severity", column::SEVERITY, about::SEVERITY)
                .of(|row| Value::word(row.1.severity.word(), row.1.severity.label())),
            FILE.of(|row| (&*row.1.place.file).into()),
            ColumnSpec { about: about::LINE_OF_PROBLEM, ..LINE }
                .of(|row| Some(row.1.place.line).filter(|&line| line > 0).into()),
            text("column", problem::COLUMN, about::COLUMN)
                .of(|row| row.1.column.as_deref().map(shown).into()),
            text("message", column::MESSAGE, about::MESSAGE).of(|row| said(&row.1.message)),
            text("hint", column::WAY_OUT, about::WAY_OUT)
                .of(|row| row.1.hint.as_ref().map_or(Value::Blank, said)),
        ],
    };
}

/// One row per problem of the input.
pub fn problems(problems: &[Problem]) -> Filled<'_> {
    Numbered::TABLE.fill((1..).zip(problems).map(|(n, problem)| Numbered(n, problem)))
}
