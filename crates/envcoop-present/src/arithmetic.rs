//! How sums of weights make the percentages.

use envcoop_core::judge::gap::{Interval, NeedSums};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;

/// Says how sums make the percentages: `low = met / all = 3 / 5 = 60.0 %`, then `high`; one line where
/// nothing applies.
pub fn arithmetic<'a>(sums: NeedSums, interval: Option<Interval>) -> Vec<Phrase<'a>> {
    let Some(Interval { low, high }) = interval else {
        return vec![words::figure::NOTHING_APPLIES.into()];
    };
    let [met, unknown, all] = &sums.decimals();
    let (low, high) = (low.percent(), high.percent());
    vec![
        Phrase::each(|lang| words::figure::low_arithmetic(lang, met, all, low)),
        Phrase::each(|lang| words::figure::high_arithmetic(lang, met, unknown, all, high)),
    ]
}
