//! The tables that an analysis is read by: intervals in one cell, money with its currency.

use std::collections::BTreeMap;

use envcoop_core::framework::{Area, Measure};
use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::gap::{Gap, GroupGap, interval};
use envcoop_core::judge::similar::{Range, Similar};
use envcoop_core::judge::tally::Purse;
use envcoop_core::judge::years::YearGap;
use envcoop_core::money::Currency;
use envcoop_core::study::{By, Study};
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::Need;
use envcoop_core::who::Who;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Kind, TableOf, TableSpec, Value};
use envcoop_words as words;

use crate::headline::{OVERALL, money};
use crate::tables::{cell_members, term_members, titled, worst_first};

const NAME: ColumnSpec = ColumnSpec::shown(words::area::AREA, Kind::Text);
const MET: ColumnSpec = ColumnSpec::shown(words::groups::MET_PERCENT, Kind::Percent);
const ASSESSED: ColumnSpec = ColumnSpec::shown(words::measure::ASSESSED, Kind::Integer);
const LIVE: ColumnSpec = ColumnSpec::shown(words::row::ACTIVITIES, Kind::Integer);
const PROPOSALS: ColumnSpec = ColumnSpec::shown(words::row::PROPOSALS, Kind::Integer);
const MONEY: ColumnSpec = ColumnSpec::shown(words::groups::MONEY, Kind::Amount);
const CELL: ColumnSpec = ColumnSpec::shown(words::groups::MET_PERCENT, Kind::Percent);

/// Returns the table that an analysis opens with: the grouping asked for, or challenges.
pub fn opening(study: &Study) -> Filled<'_> {
    let gap = &*study.gap;
    let framework = &*gap.framework;
    match study.by.unwrap_or(By::Challenge) {
        By::Challenge => {
            let own = framework.challenges.iter().zip(&gap.challenges);
            let own = own.map(|(c, group)| (titled(&c.id, &c.title), group.clone()));
            Group::table(study, words::challenge::CHALLENGE, own)
        }
        By::Area => {
            let own = framework.areas.iter().zip(&gap.areas);
            let own = own.map(|(a, group)| (titled(&a.id, &a.title), group.clone()));
            Group::table(study, words::area::AREA, own)
        }
        By::Term => {
            let own = framework.terms.iter().map(|term| {
                let group = gap.group(&term_members(framework, &term.id));
                (titled(&term.id, &term.title), group)
            });
            Group::table(study, words::table::TERM, own)
        }
        By::Owner => Person::table(study, words::column::OWNER, &study.breakdown.owners),
        By::Partner => Person::table(study, words::column::PARTNER, &study.breakdown.partners),
        By::Year => Year::TABLE.fill(study.years.iter().map(|own| Year { study, own })),
        By::Matrix => matrix(gap),
    }
}

/// Measures that belong together.
struct Group<'a> {
    study: &'a Study,
    name: Phrase<'a>,
    own: GroupGap,
}

impl<'a> Group<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::challenge::CHALLENGE),
        columns: &[
            NAME.of(|row| row.name.clone().into()),
            MET.of(|row| interval(row.own.interval).into()),
            ColumnSpec::shown(words::table::MET, Kind::Integer).of(|row| row.own.states[0].into()),
            ColumnSpec::shown(words::table::DATA_GAP, Kind::Integer)
                .of(|row| row.own.states[1].into()),
            ColumnSpec::shown(words::table::ACTION_GAP, Kind::Integer)
                .of(|row| row.own.states[2].into()),
            ColumnSpec::shown(words::groups::N_A, Kind::Integer).of(|row| row.own.states[3].into()),
            ASSESSED.of(|row| assessed(&row.own).into()),
            MONEY.of(|row| purse(row.study, &row.own.money)),
        ],
    };

    fn table(
        study: &'a Study,
        name: Label,
        groups: impl Iterator<Item = (Phrase<'a>, GroupGap)>,
    ) -> Filled<'a> {
        let overall = (OVERALL.into(), study.gap.overall.clone());
        let rows = groups.chain([overall]).map(|(name, own)| Group { study, name, own });
        named(Self::TABLE.fill(rows), name)
    }
}

/// Somebody who does something.
struct Person<'a> {
    study: &'a Study,
    who: &'a Who,
    sums: &'a RowSums,
}

impl<'a> Person<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::column::OWNER),
        columns: &[
            NAME.of(|row| Phrase::each(|lang| row.who.text(lang).to_owned()).into()),
            LIVE.of(|row| row.sums.live.into()),
            PROPOSALS.of(|row| row.sums.proposed.into()),
            ColumnSpec::shown(words::row::LATE_HEADING, Kind::Integer)
                .of(|row| row.sums.late.into()),
            ColumnSpec::shown(words::table::PERHAPS_LATE, Kind::Integer)
                .of(|row| row.sums.perhaps_late.into()),
            ColumnSpec::shown(words::table::MEASURES_SERVED, Kind::Integer)
                .of(|row| (row.sums.measures.len() as u64).into()),
            MONEY.of(|row| purse(row.study, &row.sums.money)),
        ],
    };

    fn table(study: &'a Study, name: Label, people: &'a BTreeMap<Who, RowSums>) -> Filled<'a> {
        let rows = people.iter().map(|(who, sums)| Person { study, who, sums });
        named(Self::TABLE.fill(rows), name)
    }
}

/// A calendar year.
struct Year<'a> {
    study: &'a Study,
    own: &'a YearGap,
}

impl<'a> Year<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::table::YEAR),
        columns: &[
            NAME.titled(words::table::YEAR).of(|row| {
                row.own.year.map_or_else(|| "?".to_owned(), |year| year.to_string()).into()
            }),
            MET.of(|row| interval(row.own.group.as_ref().and_then(|own| own.interval)).into()),
            LIVE.of(|row| row.own.live.into()),
            PROPOSALS.of(|row| row.own.proposed.into()),
            ASSESSED
                .of(|row| row.own.group.as_ref().map_or(Value::DASH, |own| assessed(own).into())),
            MONEY.of(|row| purse(row.study, &row.own.money)),
        ],
    };
}

/// A measure without money, and what similar ones have.
struct Cost<'a> {
    measure: &'a Measure,
    similar: &'a Similar,
}

impl<'a> Cost<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::costs::HEADING),
        columns: &[
            ColumnSpec::shown(words::column::ID, Kind::Text)
                .of(|row| row.measure.id.as_str().into()),
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text)
                .of(|row| (&row.measure.title).into()),
            ColumnSpec::shown(words::costs::SIMILAR, Kind::Text)
                .of(|row| row.similar.kin.id().into()),
            ColumnSpec::shown(words::costs::RESTS_ON, Kind::Integer)
                .of(|row| row.lines(|_, range| range.measures.to_string())),
            ColumnSpec::shown(words::costs::FROM_TO, Kind::Amount).of(|row| row.lines(range_words)),
        ],
    };

    /// Says something of each currency, a line for each.
    fn lines(&self, line: impl Fn(Currency, &Range) -> String) -> Value<'a> {
        let lines = self.similar.ranges.iter().map(|(&code, range)| line(code, range));
        lines.collect::<Vec<_>>().join("\n").into()
    }
}

/// Returns, for each measure without money, the range of what similar measures have, worst first; no
/// rows where there is none.
pub fn costs(study: &Study) -> Filled<'_> {
    let gap = &study.gap;
    Cost::TABLE.fill(worst_first(gap).into_iter().filter_map(|result| {
        let similar = study.similar.of(result)?;
        Some(Cost { measure: gap.framework.measure(result.measure), similar })
    }))
}

/// An area, as a line of the matrix.
struct Line<'a>(&'a Area);

impl<'a> Line<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::area::AREA),
        columns: &[NAME.of(|Line(area)| titled(&area.id, &area.title).into())],
    };
}

/// One row per area, one column per challenge. A dash stands where the strategy has no measure; where
/// it has some and no activity serves any, the cell says so.
fn matrix(gap: &Gap) -> Filled<'_> {
    let framework = &*gap.framework;
    let mut table = Line::TABLE.fill(framework.areas.iter().map(Line));
    for (i, challenge) in framework.challenges.iter().enumerate() {
        table.add(CELL, challenge.id.as_str().into(), |j| {
            let group = gap.group(&cell_members(framework, i, j));
            if group.measures() == 0 {
                return Value::DASH;
            }
            let figure = |lang: Lang| match group.interval {
                None => words::state::NOT_APPLICABLE_SHORT.get(lang).to_owned(),
                Some(_) if group.is_uncovered() => Need::Activity.gap_word().get(lang).to_owned(),
                known => interval(known),
            };
            Phrase::each(|lang| format!("{}\n{}", figure(lang), assessed(&group))).into()
        });
    }
    table
}

fn named(mut table: Filled<'_>, name: Label) -> Filled<'_> {
    table.columns[0].title = name.into();
    table
}

fn assessed(group: &GroupGap) -> String {
    format!("{}/{}", group.assessed, group.measures())
}

fn purse<'a>(study: &Study, purse: &Purse) -> Value<'a> {
    Phrase::each(|lang| money(purse, study.exchange.as_ref(), lang)).into()
}

/// Writes `CNY 50.00–1,200.00`; one amount where both ends are the same.
pub fn range_words(code: Currency, range: &Range) -> String {
    if range.from == range.to {
        return format!("{code} {}", range.from.grouped());
    }
    format!("{code} {}–{}", range.from.grouped(), range.to.grouped())
}
