//! Why a proposal cannot be ranked.

use envcoop_core::framework::Framework;
use envcoop_core::text::Lang;
use envcoop_next::Why;
use envcoop_words::why;

/// Writes why a proposal cannot be ranked.
pub fn reason(reason: &Why, framework: &Framework, lang: Lang) -> String {
    match reason {
        Why::NotApplicable(measure) => why::not_applicable(lang, &framework.measure(*measure).id),
        Why::NoBudget => why::NO_BUDGET.get(lang).to_owned(),
        Why::UnknownBudget => why::UNKNOWN_BUDGET.get(lang).to_owned(),
        Why::OtherCurrency(currency) => why::other_currency(lang, currency.code()),
        Why::NoStart => why::NO_START.get(lang).to_owned(),
        Why::OtherYear(year) => why::other_year(lang, year),
        Why::UnknownNeeds => why::UNKNOWN_NEEDS.get(lang).to_owned(),
        Why::NeedsDropped(id) => why::needs_dropped(lang, id),
        Why::NeedsLeftOut(id) => why::needs_left_out(lang, id),
    }
}
