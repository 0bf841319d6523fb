//! What a plan can hardly mean, in a line each, with how often it is found and the way out.

use std::collections::BTreeMap;

use envcoop_core::framework::Framework;
use envcoop_core::judge::advice::{Advice, Doubt};
use envcoop_core::money::{Cents, Currency};
use envcoop_core::problem::shown;
use envcoop_core::study::Study;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Filled, Forms, Kind, TableOf, TableSpec};
use envcoop_words::advice as words;
use serde_json::{Value as Json, json};

/// Says all that is advised, a line each; rows left out stand in the headline, whether advice is wanted
/// or not.
pub fn lines(study: &Study) -> Vec<Phrase<'static>> {
    told(study).map(|own| line(own, &study.gap.framework)).collect()
}

/// Returns what is advised beside the headline.
pub fn told(study: &Study) -> impl Iterator<Item = &Advice> {
    study.advice.iter().filter(|own| own.doubt != Doubt::LeftOut)
}

/// Says what is advised, with the word for it in front.
pub fn line(advice: &Advice, framework: &Framework) -> Phrase<'static> {
    let said = said(advice, framework);
    Phrase::each(|lang| words::line(lang, said.get(lang)))
}

/// Says what is advised.
pub fn said(advice: &Advice, framework: &Framework) -> Phrase<'static> {
    let (n, what, year) = (advice.count, shown(&advice.what), framework.source.year);
    let other = shown(&advice.other);
    Phrase::each(|lang| match advice.doubt {
        Doubt::AllProposed => words::all_proposed(lang, n),
        Doubt::UnreadColumn => words::unread_column(lang, n, &what),
        Doubt::OneOwner => words::one_owner(lang, n, &what),
        Doubt::SmallAmounts => words::small_amounts(lang, n, &what),
        Doubt::UnconfirmedMoney => words::unconfirmed_money(lang, n),
        Doubt::LeftOut => words::left_out(lang, n),
        Doubt::BeforeStrategy => words::before_strategy(lang, n, year, &what),
        Doubt::Twice if advice.money.is_empty() => words::twice(lang, n, &what, &other),
        Doubt::Twice => words::twice_with_money(lang, n, &what, &other, amounts(&advice.money)),
    })
}

/// Writes amounts, each with its currency.
pub(crate) fn amounts(money: &BTreeMap<Currency, Cents>) -> String {
    let amount =
        |(currency, amount): (&Currency, &Cents)| format!("{currency} {}", amount.grouped());
    money.iter().map(amount).collect::<Vec<_>>().join(", ")
}

/// Returns what is advised, for programs.
pub fn json(advice: &[Advice]) -> Json {
    let one = |own: &Advice| {
        let money = own.money.iter().map(|(currency, amount)| {
            json!({"currency": currency.to_string(), "amount": amount.to_string()})
        });
        json!({
            "doubt": own.doubt.code(),
            "count": own.count,
            "what": own.what,
            "other": own.other,
            "money": money.collect::<Json>(),
        })
    };
    advice.iter().map(one).collect()
}

/// Lists what is advised.
pub fn table<'a>(advice: &'a [Advice], framework: &'a Framework) -> Filled<'a> {
    Advised::TABLE.fill(advice.iter().map(|own| Advised { own, framework }))
}

/// An advice on a plan for a strategy.
struct Advised<'a> {
    own: &'a Advice,
    framework: &'a Framework,
}

impl<'a> Advised<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "advice", ..TableSpec::shown(words::ADVICE) },
        columns: &[
            ColumnSpec::shown(words::DOUBT, Kind::Text)
                .named("doubt")
                .only_in(Forms::DATA)
                .of(|row| row.own.doubt.code().into()),
            ColumnSpec::shown(words::COUNT, Kind::Integer)
                .named("count")
                .of(|row| row.own.count.into()),
            ColumnSpec::shown(words::NAMED, Kind::Text)
                .named("what")
                .only_in(Forms::DATA)
                .of(|row| row.own.what.as_str().into()),
            ColumnSpec::shown(words::ADVICE, Kind::Text)
                .named("text")
                .of(|row| said(row.own, row.framework).into()),
        ],
    };
}
