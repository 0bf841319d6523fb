//! What is said where the question cannot be answered.

use envcoop_cli::{Refused, Session};
use envcoop_core::framework::Framework;
use envcoop_core::text::Lang;
use envcoop_next::{Clash, Refusal, Wish};
use envcoop_present::next;

/// Prints why the question cannot be answered, and the way out.
pub(super) fn print(
    refusal: &Refusal,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Error {
    match refusal {
        Refusal::Rows(problems) => problems.iter().for_each(|problem| session.problem(problem)),
        other => {
            let (message, hint) = words(other, framework);
            session.error(&message, Some(&hint));
        }
    }
    Refused.into()
}

fn words(refusal: &Refusal, framework: &Framework) -> (String, String) {
    match refusal {
        Refusal::Rows(_) => (String::new(), String::new()),
        Refusal::Currencies(currencies) => {
            let codes: Vec<String> = currencies.iter().map(|code| format!("`{code}`")).collect();
            (
                format!("the proposals have budgets in several currencies: {}", codes.join(", ")),
                "name one with `--currency`; proposals in another one are listed as left out"
                    .to_owned(),
            )
        }
        Refusal::UnknownId { wish, near } => {
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the id of a row of status `proposed`".to_owned(),
            };
            (format!("{}: no row of the plan has this id", option(wish)), hint)
        }
        Refusal::ApprovedAlready(id) => (
            format!("`--never {id}`: the row is approved already"),
            "only rows of status `proposed` can be left out; change its status in the plan"
                .to_owned(),
        ),
        Refusal::TooFine => (
            "the weights of the framework, or the amounts, are too large or too fine for exact sums"
                .to_owned(),
            "write weights with fewer decimals, or amounts with fewer digits".to_owned(),
        ),
        Refusal::Clash(clash) => clash_words(clash, framework),
    }
}

fn option(wish: &Wish) -> String {
    match wish {
        Wish::Must(id) => must(id),
        Wish::Never(id) => format!("`--never {id}`"),
    }
}

fn must(id: &str) -> String {
    format!("`--must {id}`")
}

fn clash_words(clash: &Clash, framework: &Framework) -> (String, String) {
    match clash {
        Clash::Impossible { must: id, why } => {
            let reason = match why {
                Some(why) => next::reason(why, framework, Lang::En),
                None => "the row is neither live nor proposed".to_owned(),
            };
            let hint = "correct the row, or leave the option out".to_owned();
            (format!("{} cannot be had: {reason}", must(id)), hint)
        }
        Clash::Opposed { must: id, never, chain } => {
            let both = format!("{} and `--never {never}` clash", must(id));
            let message = match chain.as_slice() {
                [_] => both,
                chain => {
                    let ids: Vec<String> = chain.iter().map(|id| format!("`{id}`")).collect();
                    format!("{both}: {}", ids.join(" needs "))
                }
            };
            (message, "leave one of the two out".to_owned())
        }
        Clash::TooDear { musts, needed, year, cost, budget } => {
            let list = |ids: &[String], word: &dyn Fn(&str) -> String| {
                ids.iter().map(|id| word(id)).collect::<Vec<_>>().join(", ")
            };
            let s = if musts.len() == 1 { "s" } else { "" };
            let with = match needed.as_slice() {
                [] => String::new(),
                ids => format!(" (which need{s} {})", list(ids, &|id| format!("`{id}`"))),
            };
            let of = year.map_or(String::new(), |year| format!(" of {year}"));
            let all = list(musts, &must);
            (
                format!("{all}{with} cost{s} {cost}, more than the budget{of} of {budget}"),
                "raise `--budget`, or leave one of these out".to_owned(),
            )
        }
    }
}
