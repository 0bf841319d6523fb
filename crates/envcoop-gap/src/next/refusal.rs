//! What is said where the question cannot be answered.

use envcoop_cli::{Refused, Session};
use envcoop_core::framework::Framework;
use envcoop_core::text::{Label, Lang};
use envcoop_next::{Clash, Refusal, Wish};
use envcoop_present::next;
use envcoop_words::problem::{meant, next as say};

/// Prints why the question cannot be answered, and the way out.
pub(super) fn print(
    refusal: &Refusal,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) -> anyhow::Error {
    match refusal {
        Refusal::Rows(problems) => problems.iter().for_each(|problem| session.problem(problem)),
        other => {
            let (message, hint) = words(other, framework, session.lang);
            session.error(&message, Some(&hint));
        }
    }
    Refused.into()
}

fn words(refusal: &Refusal, framework: &Framework, lang: Lang) -> (String, String) {
    let (message, hint) = match refusal {
        Refusal::Rows(_) => return (String::new(), String::new()),
        Refusal::Currencies(currencies) => {
            let codes: Vec<String> = currencies.iter().map(|code| format!("`{code}`")).collect();
            (say::currencies(lang, codes.join(lang.comma())), say::CURRENCIES_HINT)
        }
        Refusal::UnknownId { wish, near } => {
            let message = say::unknown_id(lang, option(wish));
            match near {
                Some(near) => return (message, meant::did_you_mean(lang, near)),
                None => (message, say::UNKNOWN_ID_HINT),
            }
        }
        Refusal::ApprovedAlready(id) => (say::approved(lang, id), say::APPROVED_HINT),
        Refusal::TooFine => (say::TOO_FINE.get(lang).to_owned(), say::TOO_FINE_HINT),
        Refusal::Clash(clash) => clash_words(clash, framework, lang),
    };
    (message, hint.get(lang).to_owned())
}

fn option(wish: &Wish) -> String {
    match wish {
        Wish::Must(id) => must(id),
        Wish::Never(id) => never(id),
    }
}

fn must(id: &str) -> String {
    format!("`--must {id}`")
}

fn never(id: &str) -> String {
    format!("`--never {id}`")
}

fn clash_words(clash: &Clash, framework: &Framework, lang: Lang) -> (String, Label) {
    match clash {
        Clash::Impossible { must: id, why } => {
            let reason = match why {
                Some(why) => next::reason(why, framework, lang),
                None => say::NEITHER.get(lang).to_owned(),
            };
            (say::impossible(lang, must(id), reason), say::IMPOSSIBLE_HINT)
        }
        Clash::Opposed { must: id, never: other, chain } => {
            let (must, never) = (must(id), never(other));
            let message = match chain.as_slice() {
                [_] => say::opposed(lang, must, never),
                chain => {
                    let ids: Vec<String> = chain.iter().map(|id| format!("`{id}`")).collect();
                    say::opposed_by(lang, must, never, ids.join(say::NEEDS.get(lang)))
                }
            };
            (message, say::OPPOSED_HINT)
        }
        Clash::TooDear { musts, needed, year, cost, budget } => {
            let list = |ids: &[String], word: &dyn Fn(&str) -> String| {
                ids.iter().map(|id| word(id)).collect::<Vec<_>>().join(lang.comma())
            };
            let limit = match year {
                Some(year) => say::limit_of_year(lang, year, budget),
                None => say::limit(lang, budget),
            };
            let (n, all) = (musts.len() as u64, list(musts, &must));
            let message = match needed.as_slice() {
                [] => say::too_dear(lang, all, n, cost, limit),
                ids => {
                    let needed = list(ids, &|id| format!("`{id}`"));
                    say::too_dear_with(lang, all, n, needed, cost, limit)
                }
            };
            (message, say::TOO_DEAR_HINT)
        }
    }
}
