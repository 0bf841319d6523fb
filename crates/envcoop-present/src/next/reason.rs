//! Why a proposal cannot be ranked.

use envcoop_core::framework::Framework;
use envcoop_core::text::{Label, Lang};
use envcoop_next::Why;

/// Writes why a proposal cannot be ranked.
pub fn reason(why: &Why, framework: &Framework, lang: Lang) -> String {
    let words = |en, zh| Label { en, zh }.get(lang).to_owned();
    let with = |en: &str, zh: &str, value: &str| match lang {
        Lang::En => en.replace('#', value),
        Lang::Zh => zh.replace('#', value),
    };
    match why {
        Why::NotApplicable(measure) => with(
            "a row says that its measure `#` does not apply",
            "其措施 `#` 已注明不适用",
            &framework.measure(*measure).id,
        ),
        Why::NoBudget => words("it has no budget", "无预算"),
        Why::UnknownBudget => words("its budget is not known", "预算不明"),
        Why::OtherCurrency(currency) => {
            with("its budget is in `#`", "其预算币种为 `#`", currency.code())
        }
        Why::NoStart => words("it has no start, so no year", "无开始日期，年份不明"),
        Why::OtherYear(year) => with(
            "it starts in #, for which there is no budget",
            "其开始年份 # 无预算",
            &year.to_string(),
        ),
        Why::UnknownNeeds => words("what it comes after is not known", "前置行不明"),
        Why::NeedsDropped(id) => with(
            "it needs `#`, which is neither live nor proposed",
            "其前置行 `#` 已取消或不适用",
            id,
        ),
        Why::NeedsLeftOut(id) => {
            with("it needs `#`, which cannot be ranked", "其前置行 `#` 无法排序", id)
        }
    }
}
