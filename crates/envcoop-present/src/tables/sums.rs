//! What rows and measures that belong together come to, and the columns that say it: of challenges,
//! areas, terms, cells of the matrix, owners, partners, years.

use std::borrow::Cow;
use std::collections::BTreeSet;

use envcoop_core::framework::{Area, MeasureIdx, Term};
use envcoop_core::judge::gap::{GroupGap, Interval, interval};
use envcoop_core::judge::rates::Converted;
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::money::Cents;
use envcoop_core::study::Study;
use envcoop_core::text::Label;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{Column, ColumnSpec, Forms, Kind, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, groups, table};

use super::columns::{
    AREA, CHALLENGE, COMMITTED, HIGH, ID, LIVE, LOW, PROPOSALS, PROPOSED, TITLE, high, low, number,
    text,
};
use super::titled;
use crate::headline::{money, money_lines};

/// What belongs together, and what it comes to.
pub(crate) struct Sum<'a> {
    pub(super) study: &'a Study,
    /// The id, name or year.
    pub(super) key: Cow<'a, str>,
    pub(super) title: Phrase<'a>,
    /// Of a term.
    pub(super) kind: Option<&'a Term>,
    /// Of a cell of the matrix, whose key is a challenge.
    pub(super) area: Option<&'a Area>,
    pub(super) group: Option<Cow<'a, GroupGap>>,
    /// Live rows, proposed ones, late ones, ones that are perhaps late.
    pub(super) rows: [u64; 4],
    /// The measures that rows of a name serve.
    pub(super) served: Option<&'a BTreeSet<MeasureIdx>>,
    /// Its money, where that is not the group's.
    pub(super) purse: Option<&'a Purse>,
}

impl<'a> Sum<'a> {
    pub(crate) const ID: Column<'a, Self> = ID.of(Self::key);
    pub(crate) const TITLE: Column<'a, Self> = TITLE.of(|row| row.title.clone().into());
    /// Id and title in one, or the name.
    pub(super) const NAME: Column<'a, Self> =
        ColumnSpec::shown(words::area::AREA, Kind::Text).of(|row| match (&row.title, &*row.key) {
            (Phrase::Text(title), id) => titled(id, title).into(),
            (title, _) => title.clone().into(),
        });
    pub(crate) const LOW: Column<'a, Self> =
        LOW.only_in(Forms::APART).of(|row| low(row.interval()));
    pub(crate) const HIGH: Column<'a, Self> =
        HIGH.only_in(Forms::APART).of(|row| high(row.interval()));
    pub(super) const LOW_HIGH: Column<'a, Self> =
        ColumnSpec::shown(groups::MET_PERCENT, Kind::Percent)
            .only_in(Forms::TEXT)
            .of(|row| interval(row.interval()).into());
    pub(super) const N_MEASURES: Column<'a, Self> =
        number("measures", "measures", column::N_MEASURES, about::N_MEASURES)
            .only_in(Forms::APART)
            .of(|row| row.of_group(GroupGap::measures));
    pub(crate) const N_MET: Column<'a, Self> = number("met", "measures", table::MET, about::MET)
        .of(|row| row.of_group(|own| own.states[0]));
    pub(crate) const N_DATA_GAP: Column<'a, Self> =
        number("data_gap", "measures", table::DATA_GAP, about::DATA_GAP)
            .of(|row| row.of_group(|own| own.states[1]));
    pub(crate) const N_ACTION_GAP: Column<'a, Self> =
        number("action_gap", "measures", table::ACTION_GAP, about::ACTION_GAP)
            .of(|row| row.of_group(|own| own.states[2]));
    pub(crate) const N_NOT_APPLICABLE: Column<'a, Self> =
        number("not_applicable", "measures", words::measure::NOT_APPLICABLE, about::NOT_APPLICABLE)
            .only_in(Forms::APART)
            .of(|row| row.of_group(|own| own.states[3]));
    pub(super) const N_A: Column<'a, Self> = ColumnSpec::shown(groups::N_A, Kind::Integer)
        .only_in(Forms::TEXT)
        .of(|row| row.of_group(|own| own.states[3]));
    pub(crate) const N_ASSESSED: Column<'a, Self> =
        number("assessed", "measures", words::measure::ASSESSED, about::N_ASSESSED)
            .only_in(Forms::APART)
            .of(|row| row.of_group(|own| own.assessed));
    pub(super) const ASSESSED: Column<'a, Self> =
        ColumnSpec::shown(words::measure::ASSESSED, Kind::Integer)
            .only_in(Forms::TEXT)
            .of(|row| row.group.as_deref().map_or(Value::DASH, |own| assessed(own).into()));
    pub(super) const N_COVERED: Column<'a, Self> =
        number("covered", "measures", column::COVERED, about::COVERED)
            .only_in(Forms::APART)
            .of(|row| row.of_group(|own| own.covered));
    pub(super) const LIVE: Column<'a, Self> = LIVE.of(|row| row.rows[0].into());
    pub(super) const PROPOSALS: Column<'a, Self> = PROPOSALS.of(|row| row.rows[1].into());
    pub(super) const N_LATE: Column<'a, Self> =
        number("late", "rows", words::row::LATE_HEADING, about::LATE).of(|row| row.rows[2].into());
    pub(super) const PERHAPS_LATE: Column<'a, Self> =
        number("perhaps_late", "rows", table::PERHAPS_LATE, about::PERHAPS_LATE)
            .of(|row| row.rows[3].into());
    pub(super) const N_SERVED: Column<'a, Self> =
        number("measures", "measures", table::MEASURES_SERVED, about::N_SERVED)
            .of(|row| row.served.map(|served| served.len() as u64).into());
    pub(super) const SERVED: Column<'a, Self> =
        text("served", column::SERVES, about::SERVED).only_in(Forms::APART).of(|row| {
            let id = |&measure| row.study.gap.framework.measure(measure).id.as_str().into();
            row.served.into_iter().flatten().map(id).collect()
        });
    pub(super) const PURSE: Column<'a, Self> =
        text("committed", COMMITTED.title, about::COMMITTED_BY_CURRENCY)
            .only_in(Forms::DATA)
            .of(|row| row.by_currency(|sums| sums.committed));
    pub(super) const IDEAS: Column<'a, Self> =
        text("proposed", PROPOSED.title, about::PROPOSED_BY_CURRENCY)
            .only_in(Forms::DATA)
            .of(|row| row.by_currency(|sums| sums.proposed));
    pub(super) const INTO: Column<'a, Self> =
        text("currency", column::IN_ONE_CURRENCY, about::INTO)
            .only_in(Forms::DATA)
            .of(|row| row.study.exchange.as_ref().map(|exchange| exchange.into.to_string()).into());
    pub(super) const IN_ONE: Column<'a, Self> = ColumnSpec::new(
        "committed_converted",
        Kind::Amount,
        column::COMMITTED_CONVERTED,
        about::COMMITTED_CONVERTED,
    )
    .only_in(Forms::DATA)
    .of(|row| row.converted().map(|converted| converted.sums.committed).into());
    pub(super) const IDEAS_IN_ONE: Column<'a, Self> = ColumnSpec::new(
        "proposed_converted",
        Kind::Amount,
        column::PROPOSED_CONVERTED,
        about::PROPOSED_CONVERTED,
    )
    .only_in(Forms::DATA)
    .of(|row| row.converted().map(|converted| converted.sums.proposed).into());
    pub(super) const WITHOUT: Column<'a, Self> =
        text("without", column::NOT_CONVERTED, about::NOT_CONVERTED).only_in(Forms::DATA).of(
            |row| {
                let without =
                    row.converted().map(|converted| converted.without).unwrap_or_default();
                without.into_iter().map(|code| code.to_string().into()).collect()
            },
        );
    pub(super) const MONEY: Column<'a, Self> =
        ColumnSpec::shown(groups::MONEY, Kind::Amount).of(|row| {
            Phrase::each(|lang| money(row.purse(), row.study.exchange.as_ref(), lang)).into()
        });
    /// Committed money of each currency in one cell, then its sum where there are rates.
    pub(crate) const COMMITTED: Column<'a, Self> =
        ColumnSpec::new("money", Kind::Amount, words::money::MONEY_COMMITTED, Label::EMPTY)
            .only_in(Forms::SHEET)
            .of(|row| {
                let exchange = row.study.exchange.as_ref();
                Phrase::each(|lang| {
                    let [committed, _] = money_lines(row.purse(), exchange, lang);
                    committed.join("\n")
                })
                .into()
            });
    /// What kind of term it is: an id, or what the strategy calls a kind of its own.
    pub(super) const KIND: Column<'a, Self> = text("kind", column::KIND, about::KIND).of(|row| {
        let kind = row.kind.map(|term| term.kind.as_str());
        let own = kind.and_then(|kind| row.study.gap.framework.own_kind(kind));
        own.map_or_else(|| kind.into(), |own| (&own.title).into())
    });
    pub(super) const OF_CHALLENGE: Column<'a, Self> =
        text(CHALLENGE.name, CHALLENGE.title, about::CHALLENGE).of(Self::key);
    pub(super) const OF_AREA: Column<'a, Self> = text(AREA.name, AREA.title, about::AREA)
        .only_in(Forms::DATA)
        .of(|row| row.area.map(|area| area.id.as_str()).into());
    /// The same for people: on its sheet, a table has room for the title.
    pub(super) const AREA_TITLED: Column<'a, Self> = text(AREA.name, AREA.title, about::AREA)
        .prose()
        .only_in(Forms::SHEET)
        .of(|row| row.area.map(|area| titled(&area.id, &area.title)).into());
    pub(super) const OWNER: Column<'a, Self> =
        text("owner", column::OWNER, about::NAME).of(Self::key);
    pub(super) const PARTNER: Column<'a, Self> =
        text("partner", column::PARTNER, about::NAME).of(Self::key);

    /// Begins with nothing but a name.
    pub(super) fn new(
        study: &'a Study,
        key: impl Into<Cow<'a, str>>,
        title: impl Into<Phrase<'a>>,
    ) -> Self {
        Sum {
            study,
            key: key.into(),
            title: title.into(),
            kind: None,
            area: None,
            group: None,
            rows: [0; 4],
            served: None,
            purse: None,
        }
    }

    /// The id, name or year.
    pub(super) fn key(&self) -> Value<'a> {
        self.key.clone().into()
    }

    fn interval(&self) -> Option<Interval> {
        self.group.as_deref().and_then(|group| group.interval)
    }

    fn of_group(&self, count: fn(&GroupGap) -> u64) -> Value<'a> {
        self.group.as_deref().map(count).into()
    }

    fn purse(&self) -> &Purse {
        static NONE: Purse = Purse::new();
        let of_group = self.group.as_deref().map(|group| &group.money);
        self.purse.or(of_group).unwrap_or(&NONE)
    }

    fn by_currency(&self, amount: fn(&Sums) -> Cents) -> Value<'a> {
        let some = self.purse().iter().map(|(code, sums)| (code, amount(sums)));
        let texts = some
            .filter(|(_, amount)| amount.0 != 0)
            .map(|(code, amount)| format!("{code} {amount}"));
        Value::some_text(texts.collect::<Vec<_>>().join("; "))
    }

    fn converted(&self) -> Option<Converted> {
        self.study.exchange.as_ref().map(|exchange| exchange.convert(self.purse()))
    }
}

/// How many of the measures of a group a person has tied a row to.
pub(super) fn assessed(group: &GroupGap) -> String {
    format!("{}/{}", group.assessed, group.measures())
}
