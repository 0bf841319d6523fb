//! What is wrong with a command line, said in the reader's language.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use envcoop_core::reason::said;
use envcoop_core::text::Lang;
use envcoop_words::problem::{meant, usage as say};

/// Returns what is wrong with a command line, and the way out; nothing where clap has to say it.
pub(crate) fn fault(error: &Error, lang: Lang) -> Option<(String, String)> {
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let joined = |kind| {
        let quoted: Vec<String> = all(kind).iter().map(|text| format!("`{text}`")).collect();
        quoted.join(lang.comma())
    };
    let near = |kind| {
        let near = all(kind).into_iter().next();
        near.map(|near| meant::did_you_mean(lang, near))
    };
    let (option, value) = (joined(ContextKind::InvalidArg), joined(ContextKind::InvalidValue));
    let (message, hint) = match error.kind() {
        ErrorKind::MissingRequiredArgument => (say::missing(lang, option), None),
        ErrorKind::UnknownArgument => {
            (say::unknown_option(lang, option), near(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let command = joined(ContextKind::InvalidSubcommand);
            (say::unknown_command(lang, command), near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if matches!(&*value, "" | "``") => {
            (say::no_value(lang, option), None)
        }
        ErrorKind::InvalidValue => {
            let valid = || meant::expected_one_of(lang, joined(ContextKind::ValidValue));
            let hint = near(ContextKind::SuggestedValue).unwrap_or_else(valid);
            (say::no_value_of(lang, value, option), Some(hint))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| said(lang, why));
            (say::no_value_of(lang, value, option), why)
        }
        ErrorKind::ArgumentConflict => {
            let other = joined(ContextKind::PriorArg);
            let message = match other == option {
                true => say::twice(lang, option),
                false => say::exclude(lang, option, other),
            };
            (message, None)
        }
        _ => return None,
    };
    Some((message, hint.unwrap_or_else(|| say::SEE_HELP.get(lang).to_owned())))
}
