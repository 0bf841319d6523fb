//! The tables of a gap analysis: every output format is made from these.

mod by;
mod changes;
mod gaps;
mod people;
mod plan;
mod spec;
mod strategy;

pub use self::by::by;
pub use self::changes::{challenge_changes, changes};
pub use self::gaps::{gaps, lateness, priorities, worst_first};
pub use self::people::{owner_money, owners, partner_money, partners};
pub use self::plan::{activity, late, problems};
pub use self::spec::{
    ACTIVITIES, ALL, AREAS, BY_AREA, BY_CHALLENGE, BY_MATRIX, BY_OWNER, BY_PARTNER, BY_TERM,
    BY_YEAR, CHALLENGE_CHANGES, CHALLENGES, CHANGES, GAPS, LATE, MATRIX, MEASURES, MONEY, NEEDS,
    OF_BASELINE, OWNER_MONEY, OWNERS, PARTNER_MONEY, PARTNERS, PROBLEMS, TERM_MONEY, TERMS,
    TIMELINE,
};
pub use self::strategy::{
    areas, cell_members, challenges, matrix, measures, money, needs, term_members, term_money,
    terms, timeline,
};
use envcoop_core::framework::Framework;
use envcoop_core::judge::gap::Interval;
use envcoop_core::judge::tally::Purse;
use envcoop_core::judge::witness::Witness;
use envcoop_core::percent::Percent;
use envcoop_core::text::Text;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::Value;

/// Returns the rounded percentages of an interval; blanks where nothing applies.
fn bounds<'a>(interval: Option<Interval>) -> [Value<'a>; 2] {
    let low: Option<Percent> = interval.map(|i| i.low.percent());
    let high: Option<Percent> = interval.map(|i| i.high.percent());
    [low.into(), high.into()]
}

/// The id, file and line of a row that decides something; blanks where none does.
fn place_of<'a>(row: Option<&'a Witness>) -> [Value<'a>; 3] {
    match row {
        None => [Value::Blank, Value::Blank, Value::Blank],
        Some(witness) => [
            Value::text(&*witness.id),
            Value::text(&*witness.place.file),
            Value::Integer(witness.place.line),
        ],
    }
}

/// One row per currency of a purse, each beginning with `key`.
fn purse_rows<'a>(key: &[Value<'a>], purse: &Purse) -> Vec<Vec<Value<'a>>> {
    let row =
        |(currency, sums): (&envcoop_core::money::Currency, &envcoop_core::judge::tally::Sums)| {
            let mut row = key.to_vec();
            row.push(Value::text(currency.to_string()));
            row.extend([Value::Amount(sums.committed), Value::Amount(sums.proposed)]);
            row
        };
    purse.iter().map(row).collect()
}

/// Finds a challenge's or area's title by id.
pub fn title_of<'f>(framework: &'f Framework, id: &str) -> Option<&'f Text> {
    let challenges = framework.challenges.iter().map(|c| (&c.id, &c.title));
    let areas = framework.areas.iter().map(|a| (&a.id, &a.title));
    let measures = framework.measures.iter().map(|m| (&m.id, &m.title));
    challenges.chain(areas).chain(measures).find(|(own, _)| *own == id).map(|(_, title)| title)
}

/// Names something of the strategy by its id and title.
pub fn titled(id: &str, title: &Text) -> Phrase<'static> {
    Phrase::each(|lang| format!("{id} {}", title.get(lang)))
}
