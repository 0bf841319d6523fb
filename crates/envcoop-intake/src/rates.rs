//! Files of exchange rates.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::date;
use envcoop_core::judge::rates::{Rate, RateError, Rates};
use envcoop_core::money::Currency;
use envcoop_core::problem::{Problem, Problems, Severity, quoted};
use envcoop_core::text::Lang;
use envcoop_words as words;
use envcoop_words::problem::rate as say;

use crate::plan::list::{self, Line};

/// The columns of a file of rates.
const COLUMNS: [list::Column; 3] = [
    ("date", words::rate::DATE),
    ("currency", words::column::CURRENCY),
    ("rate", words::rate::RATE),
];

/// Reads a file of rates: `date,currency,rate`, where a rate is how many units of `into` one unit of
/// the currency is worth. Every problem is added to `problems`.
pub fn read(file: &Arc<str>, input: impl Read, into: Currency, problems: &mut Problems) -> Rates {
    let mut rates = Rates::new(Arc::clone(file), into);
    for line in list::read(file, input, COLUMNS, problems) {
        add(&mut rates, into, line, problems);
    }
    rates
}

fn add(rates: &mut Rates, into: Currency, line: Line<3>, problems: &mut Problems) {
    let Line { place, cells: [date, currency, rate] } = line;
    let mut fault = |&(column, _): &list::Column, say: &dyn Fn(Lang) -> (String, String)| {
        let problem = Problem::saying(Severity::Error, place.clone(), say);
        problems.push(problem.column(column));
    };
    let [date_column, currency_column, rate_column] = &COLUMNS;
    let day =
        date::read_day(&date).map_err(|error| fault(date_column, &|lang| error.said(lang, &date)));
    let code = currency.parse::<Currency>().map_err(|error| {
        fault(currency_column, &|lang| (error.said(lang), error.hint(lang, "USD")));
    });
    let parsed = Rate::parse(day.unwrap_or_default(), &rate, place.clone());
    if parsed.is_none() {
        fault(rate_column, &|lang| {
            (say::not_a_rate(lang, quoted(&rate)), say::NOT_A_RATE_HINT.get(lang).to_owned())
        });
    }
    let (Ok(date), Ok(currency), Some(value)) = (day, code, parsed) else { return };
    match rates.add(currency, value) {
        Ok(()) => {}
        Err(RateError::OfItself) => {
            fault(rate_column, &|lang| {
                (say::of_itself(lang, currency, quoted(&rate)), say::of_itself_hint(lang, into))
            });
        }
        Err(RateError::Repeated(first)) => {
            fault(date_column, &|lang| {
                let hint = words::problem::target::TWICE_HINT.get(lang).to_owned();
                (say::twice(lang, currency, date, &first), hint)
            });
        }
    }
}
