//! Tables of money, each currency by itself, and what measures without any may cost.

use std::collections::BTreeMap;

use envcoop_core::framework::Measure;
use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::similar::{Range, Similar};
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::money::Currency;
use envcoop_core::study::Study;
use envcoop_core::who::Who;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{
    Column, ColumnSpec, Filled, Forms, Kind, Reference, Schema, TableOf, TableSpec, Value,
};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, table};

use super::columns::{
    self, AREA, CHALLENGE, COMMITTED, CURRENCY, MEASURE, PROPOSED, TITLE, text, to,
};
use super::{term_members, worst_first};
use crate::headline::OVERALL;

pub(super) const OF_MEASURES: &dyn Schema = &Coin::MONEY;
pub(super) const OF_TERMS: &dyn Schema = &Coin::TERM_MONEY;
pub(super) const OF_OWNERS: &dyn Schema = &Coin::OWNER_MONEY;
pub(super) const OF_PARTNERS: &dyn Schema = &Coin::PARTNER_MONEY;

/// Money of one currency.
struct Coin<'a> {
    /// Whose it is: an id or a name.
    key: &'a str,
    title: Phrase<'a>,
    measure: Option<&'a Measure>,
    currency: Currency,
    sums: Sums,
}

impl<'a> Coin<'a> {
    const CURRENCY: Column<'a, Self> =
        CURRENCY.printed(3).of(|row| row.currency.to_string().into());
    const COMMITTED: Column<'a, Self> = COMMITTED.printed(4).of(|row| row.sums.committed.into());
    const PROPOSED: Column<'a, Self> = PROPOSED.printed(5).of(|row| row.sums.proposed.into());
    /// On its sheet, a table has room for the title.
    const TITLE: Column<'a, Self> =
        TITLE.width(46, 46).printed(2).only_in(Forms::SHEET).of(|row| row.title.clone().into());

    const MONEY: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "money",
            words::money::MONEY,
            table::about::MONEY,
            &["measure", "currency"],
            &[to("measure", "measures")],
        ),
        columns: &[
            MEASURE.printed(1).of(Self::key),
            Self::TITLE,
            AREA.printed(6).of(|row| row.measure.map(|measure| measure.area.as_str()).into()),
            CHALLENGE.printed(7).of(|row| row.measure.and_then(Measure::primary_challenge).into()),
            Self::CURRENCY,
            Self::COMMITTED,
            Self::PROPOSED,
        ],
    };

    /// On a sheet only: data adds it up.
    const OF_CHALLENGES: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::money::PICTURE_TITLE),
        columns: &[
            text(CHALLENGE.name, CHALLENGE.title, about::CHALLENGE).printed(1).of(Self::key),
            Self::TITLE,
            Self::CURRENCY,
            Self::COMMITTED,
            Self::PROPOSED,
        ],
    };

    const TERM_MONEY: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "term_money",
            table::TERM_MONEY,
            table::about::TERM_MONEY,
            &["term", "currency"],
            &[to("term", "terms")],
        ),
        columns: &[
            text("term", table::TERM, about::TERM).of(Self::key),
            Self::CURRENCY,
            Self::COMMITTED,
            Self::PROPOSED,
        ],
    };

    const OWNER_MONEY: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "owner_money",
            table::OWNER_MONEY,
            table::about::OWNER_MONEY,
            &["owner", "currency"],
            &[Reference { column: "owner", table: "owners", key: "owner" }],
        ),
        columns: &[
            text("owner", column::OWNER, about::NAME).of(Self::key),
            Self::CURRENCY,
            Self::COMMITTED,
            Self::PROPOSED,
        ],
    };

    const PARTNER_MONEY: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "partner_money",
            table::PARTNER_MONEY,
            table::about::PARTNER_MONEY,
            &["partner", "currency"],
            &[Reference { column: "partner", table: "partners", key: "partner" }],
        ),
        columns: &[
            text("partner", column::PARTNER, about::NAME).of(Self::key),
            Self::CURRENCY,
            Self::COMMITTED,
            Self::PROPOSED,
        ],
    };

    /// Makes a row for each currency of a purse.
    fn each(
        key: &'a str,
        title: Phrase<'a>,
        measure: Option<&'a Measure>,
        purse: &Purse,
    ) -> Vec<Self> {
        let coin = |(&currency, &sums): (&Currency, &Sums)| Coin {
            key,
            title: title.clone(),
            measure,
            currency,
            sums,
        };
        purse.iter().map(coin).collect()
    }

    fn of_names(by: &'a BTreeMap<Who, RowSums>) -> impl Iterator<Item = Self> {
        by.iter()
            .flat_map(|(who, sums)| Coin::each(who.code(), who.code().into(), None, &sums.money))
    }

    fn key(&self) -> Value<'a> {
        self.key.into()
    }
}

/// One row per measure and currency.
pub fn money(study: &Study) -> Filled<'_> {
    let gap = &*study.gap;
    Coin::MONEY.fill(gap.measures.iter().flat_map(|result| {
        let measure = gap.framework.measure(result.measure);
        let purse = &gap.tally.measures[result.measure.at()].money;
        Coin::each(&measure.id, (&measure.title).into(), Some(measure), purse)
    }))
}

/// One row per challenge and currency, then those of all measures.
pub(crate) fn challenge_money(study: &Study) -> Filled<'_> {
    let groups = study.gap.framework.challenges.iter().zip(&study.gap.challenges);
    let each = groups.flat_map(|(challenge, group)| {
        Coin::each(&challenge.id, (&challenge.title).into(), None, &group.money)
    });
    let overall = Coin::each("", OVERALL.into(), None, &study.gap.overall.money);
    Coin::OF_CHALLENGES.fill(each.chain(overall))
}

/// One row per term and currency.
pub fn term_money(study: &Study) -> Filled<'_> {
    let framework = &study.gap.framework;
    Coin::TERM_MONEY.fill(framework.terms.iter().flat_map(|term| {
        let group = study.gap.group(&term_members(framework, &term.id));
        Coin::each(&term.id, (&term.title).into(), None, &group.money)
    }))
}

/// One row per owner and currency.
pub fn owner_money(study: &Study) -> Filled<'_> {
    Coin::OWNER_MONEY.fill(Coin::of_names(&study.breakdown.owners))
}

/// One row per partner and currency.
pub fn partner_money(study: &Study) -> Filled<'_> {
    Coin::PARTNER_MONEY.fill(Coin::of_names(&study.breakdown.partners))
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

/// Writes `CNY 50.00–1,200.00`; one amount where both ends are the same.
pub fn range_words(code: Currency, range: &Range) -> String {
    if range.from == range.to {
        return format!("{code} {}", range.from.grouped());
    }
    format!("{code} {}–{}", range.from.grouped(), range.to.grouped())
}
