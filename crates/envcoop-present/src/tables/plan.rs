//! Tables along the plan: its rows and what is wrong with them. Those of rows are made row by row,
//! while a plan is read: they grow with it.

use envcoop_core::judge::judged::Judged;
use envcoop_core::plan::{Activity, Column};
use envcoop_core::problem::{Problem, shown};
use envcoop_core::vocabulary::Word;
use envcoop_forms::table::{Table, Value};

use super::PROBLEMS;

/// Returns the row of the `activities` table for a row of a plan: its cells, dates and amounts typed,
/// and where it stands.
pub fn activity<'a>(row: &'a Activity<'_>) -> Vec<Value<'a>> {
    let value = |&column: &Column| {
        let typed = match column {
            Column::Start => row.start.known().map(Value::Date),
            Column::End => row.end.known().map(Value::Date),
            Column::Updated => row.updated.known().map(Value::Date),
            Column::Budget => row.budget.known().map(|money| Value::Amount(money.amount)),
            _ => None,
        };
        typed.unwrap_or_else(|| match row.cells.get(column) {
            "" => Value::Blank,
            text => Value::text(text),
        })
    };
    let mut values: Vec<Value<'a>> = Column::ALL.iter().map(value).collect();
    values.push(Value::text(if row.is_live() { "yes" } else { "no" }));
    values.push(Value::text(&**row.file));
    values.push(Value::Integer(row.line));
    values
}

/// Returns the row of the `late` table for a row of a plan; none where it is not late.
pub fn late<'a>(judged: &Judged<'a>) -> Option<Vec<Value<'a>>> {
    if !judged.is_late() {
        return None;
    }
    let row = judged.row;
    let days = judged.days_past_due().and_then(|days| u64::try_from(days).ok());
    let cell = |column| match row.cells.get(column) {
        "" => Value::Blank,
        text => Value::text(text),
    };
    Some(vec![
        cell(Column::Id),
        cell(Column::Measures),
        cell(Column::Title),
        row.status.map(|status| Value::text(status.code())).unwrap_or(Value::Blank),
        cell(Column::Owner),
        judged.due().into(),
        days.into(),
        Value::text(&**row.file),
        Value::Integer(row.line),
    ])
}

/// One row per problem of the input.
pub fn problems(problems: &[Problem]) -> Table<'_> {
    let row = |(n, problem): (u64, &'_ Problem)| {
        let text = |text: &Option<String>| match text {
            Some(text) => Value::text(shown(text)),
            None => Value::Blank,
        };
        vec![
            Value::Integer(n),
            Value::text(problem.severity.word()),
            Value::text(problem.place.file.to_string()),
            if problem.place.line > 0 { Value::Integer(problem.place.line) } else { Value::Blank },
            text(&problem.column),
            Value::text(shown(&problem.message)),
            text(&problem.hint),
        ]
    };
    Table { spec: &PROBLEMS, rows: (1..).zip(problems).map(row).collect() }
}
