//! Rows that seem to be the same project, pair by pair, for a person to settle.

use envcoop_core::framework::Framework;
use envcoop_core::judge::suspicion::{Pair, Side, Suspected};
use envcoop_core::plan::Money;
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Forms, Kind, TableOf, TableSpec, Value};
use envcoop_words as words;

use crate::advice::amounts;

/// Lists every pair, both rows one above the other for people, and how much money may count twice.
pub fn document<'a>(suspected: &'a Suspected, framework: &'a Framework) -> Document<'a> {
    let mut document = vec![Block::Title((&framework.title).into())];
    if suspected.pairs.is_empty() {
        document.push(Block::text(words::same::NONE));
    } else {
        let mut lines = vec![Phrase::each(|lang| words::same::list(lang, suspected.n_pairs))];
        if !suspected.money.is_empty() {
            let money = amounts(&suspected.money);
            lines.push(Phrase::each(|lang| words::same::list_money(lang, &money)));
        }
        document.push(Block::Text(lines.into_iter().map(Into::into).collect()));
    }
    let pairs = Suspect::TABLE.fill(suspected.pairs.iter().map(Suspect));
    document.push(match suspected.pairs.is_empty() {
        true => Block::Data(pairs),
        false => Block::Table(pairs, Some(words::same::EACH_SIDE.into())),
    });
    let n_more = suspected.n_pairs - suspected.pairs.len() as u64;
    if n_more > 0 {
        document.push(Block::text(Phrase::each(|lang| words::same::more(lang, n_more))));
    }
    let money = suspected.money.iter().map(|(&currency, &amount)| Money { amount, currency });
    document.push(Block::Data(MONEY.fill(money)));
    document
}

/// Money that may count twice, for programs.
const MONEY: TableOf<'static, Money> = TableOf {
    spec: TableSpec { name: "money", ..TableSpec::shown(words::money::MONEY) },
    columns: &[
        ColumnSpec::shown(words::column::CURRENCY, Kind::Text)
            .named("currency")
            .of(|own| own.currency.to_string().into()),
        ColumnSpec::shown(words::money::MONEY, Kind::Amount)
            .named("amount")
            .of(|own| own.amount.into()),
    ],
};

/// Two rows that seem to be the same project.
struct Suspect<'a>(&'a Pair);

impl<'a> Suspect<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "pairs", ..TableSpec::shown(words::same::PAIRS) },
        columns: &[
            text(words::row::ROW).of(|own| own.each(|side| side.id.to_string())),
            text(words::column::TITLE).of(|own| own.each(|side| side.title.to_string())),
            text(words::same::DATES).of(|own| own.each(dates)),
            text(words::money::MONEY).of(|own| own.each(money)),
            text(words::problem::PLACE).of(|own| own.each(|side| side.place.to_string())),
            ColumnSpec::shown(words::table::WHY, Kind::Text)
                .named("why")
                .of(|own| Value::of(own.0.likeness)),
            data("id", Kind::Text).of(|own| own.0.row.id.as_ref().into()),
            data("title", Kind::Text).of(|own| own.0.row.title.as_ref().into()),
            data("start", Kind::Date).of(|own| own.0.row.start.into()),
            data("end", Kind::Date).of(|own| own.0.row.end.into()),
            data("amount", Kind::Amount).of(|own| own.0.row.money.map(|own| own.amount).into()),
            data("currency", Kind::Text).of(|own| currency(&own.0.row)),
            data("file", Kind::Text).of(|own| own.0.row.place.file.to_string().into()),
            data("line", Kind::Integer).of(|own| own.0.row.place.line.into()),
            data("twin_id", Kind::Text).of(|own| own.0.twin.id.as_ref().into()),
            data("twin_title", Kind::Text).of(|own| own.0.twin.title.as_ref().into()),
            data("twin_start", Kind::Date).of(|own| own.0.twin.start.into()),
            data("twin_end", Kind::Date).of(|own| own.0.twin.end.into()),
            data("twin_amount", Kind::Amount)
                .of(|own| own.0.twin.money.map(|own| own.amount).into()),
            data("twin_currency", Kind::Text).of(|own| currency(&own.0.twin)),
            data("twin_file", Kind::Text).of(|own| own.0.twin.place.file.to_string().into()),
            data("twin_line", Kind::Integer).of(|own| own.0.twin.place.line.into()),
        ],
    };

    /// Writes what each of the two says, a line each.
    fn each(&self, say: impl Fn(&Side) -> String) -> Value<'a> {
        let line = |side: &Side| match say(side) {
            text if text.is_empty() => "–".to_owned(),
            text => text,
        };
        format!("{}\n{}", line(&self.0.row), line(&self.0.twin)).into()
    }
}

const fn text(title: envcoop_core::text::Label) -> ColumnSpec {
    ColumnSpec::shown(title, Kind::Text).only_in(Forms::PEOPLE)
}

const fn data(name: &'static str, kind: Kind) -> ColumnSpec {
    ColumnSpec::shown(words::same::PAIRS, kind).named(name).only_in(Forms::DATA)
}

/// Says from when to when.
pub(crate) fn dates(side: &Side) -> String {
    let day = |day: Option<envcoop_core::date::Date>| day.map(|day| day.to_string());
    match (day(side.start), day(side.end)) {
        (None, None) => String::new(),
        (start, end) => format!("{}..{}", start.unwrap_or_default(), end.unwrap_or_default()),
    }
}

/// Says what a row adds to sums of money.
pub(crate) fn money(side: &Side) -> String {
    side.money.map_or_else(String::new, |own| format!("{} {}", own.currency, own.amount.grouped()))
}

fn currency(side: &Side) -> Value<'static> {
    side.money.map(|own| own.currency.to_string()).into()
}
