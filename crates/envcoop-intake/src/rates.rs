//! Files of exchange rates.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::date;
use envcoop_core::judge::rates::{Rate, RateError, Rates};
use envcoop_core::money::Currency;
use envcoop_core::problem::{Problem, Problems, quoted};
use envcoop_words as words;

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
    let mut fault = |&(column, _): &list::Column, message: String, hint: String| {
        problems.push(Problem::error(place.clone(), message).column(column).hint(hint));
    };
    let [date_column, currency_column, rate_column] = &COLUMNS;
    let day = date::read(&date)
        .map_err(|e| (format!("not a date: {}", quoted(&date)), e.hint()))
        .and_then(|day| date::impossible_year(day).map_or(Ok(day), Err))
        .map_err(|(message, hint)| fault(date_column, message, hint));
    let code = currency.parse::<Currency>().map_err(|error| {
        fault(currency_column, error.to_string(), error.hint("USD"));
    });
    let parsed = Rate::parse(day.unwrap_or_default(), &rate, place.clone());
    if parsed.is_none() {
        let hint = "write a number above zero with a dot for decimals, for instance `7.1835`; \
                    at most 9 digits before the dot and 12 after it";
        fault(rate_column, format!("not a rate: {}", quoted(&rate)), hint.to_owned());
    }
    let (Ok(date), Ok(currency), Some(value)) = (day, code, parsed) else { return };
    match rates.add(currency, value) {
        Ok(()) => {}
        Err(RateError::OfItself) => {
            let message = format!("one {currency} is one {currency}, not {}", quoted(&rate));
            let hint = format!("rates are units of {into} for one unit of another currency");
            fault(rate_column, message, hint);
        }
        Err(RateError::Repeated(first)) => {
            let message = format!("the rate of {currency} of {date} stands already at {first}");
            fault(date_column, message, "keep one of the two lines".to_owned());
        }
    }
}
