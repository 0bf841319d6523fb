//! Help in the reader's language. Its English stands beside the options; what other languages say
//! instead is found by it, in the catalogue of words.

use anstyle::{Effects, Style};
use clap::{Arg, Command};
use envcoop_core::text::Lang;
use envcoop_words::help::said;
use envcoop_words::list::COLON;
use envcoop_words::usage as words;

/// Returns a command with its help in a language.
pub(crate) fn in_language(mut command: Command, lang: Lang) -> Command {
    if lang == Lang::default() {
        return command;
    }
    // What clap adds itself, as `--help`, is there only when the command is complete.
    command.build();
    translated(command, lang)
}

fn translated(command: Command, lang: Lang) -> Command {
    let text = |english: Option<String>| english.and_then(|text| said(lang, &text));
    let about = text(command.get_about().map(ToString::to_string));
    let long_about = text(command.get_long_about().map(ToString::to_string));
    let after = text(command.get_after_help().map(ToString::to_string));
    let heading = Style::new().effects(Effects::BOLD | Effects::UNDERLINE);
    let usage = words::USAGE.get(lang);
    let mut command = command
        .mut_args(|arg| option(arg, lang))
        .mut_subcommands(|own| translated(own, lang))
        .subcommand_help_heading(words::COMMANDS.get(lang))
        .subcommand_value_name(words::COMMAND.get(lang))
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{heading}{usage}{heading:#}{{usage}}\n\n\
             {{all-args}}{{after-help}}"
        ));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(about) = long_about {
        command = command.long_about(about);
    }
    match after {
        Some(after) => command.after_help(after),
        None => command,
    }
}

/// Returns an option with its help, the values that it takes and the one that it has by default.
fn option(arg: Arg, lang: Lang) -> Arg {
    let heading = arg.get_help_heading().and_then(|heading| said(lang, heading));
    let text = |help: Option<String>| help.and_then(|help| said(lang, &help));
    let short = text(arg.get_help().map(ToString::to_string));
    let long = text(arg.get_long_help().map(ToString::to_string));
    let arg = arg.help_heading(heading);
    if arg.get_id() == "help" {
        let text = words::PRINT_HELP.get(lang);
        return arg.help(text).long_help(text);
    }
    let Some(short) = short.or(long) else { return arg };
    if !arg.get_action().takes_values() {
        return arg.help(short);
    }
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let line = |value: &clap::builder::PossibleValue| {
        let help = value.get_help().map(ToString::to_string).unwrap_or_default();
        format!("\n- {}", words::value(lang, value.get_name(), said(lang, &help).unwrap_or(&help)))
    };
    let lines: String = values.iter().map(line).collect();
    let defaults = arg.get_default_values().first().map(|value| value.to_string_lossy());
    let default = defaults.map(|value| words::default_value(lang, value));
    let mut brief = short.to_owned();
    let mut whole = long.unwrap_or(short).to_owned();
    if !names.is_empty() {
        brief += &words::values(lang, names.join(lang.comma()));
        whole += &format!("\n\n{}{lines}", words::VALUES_HEADING.get(lang));
    }
    if let Some(default) = &default {
        brief += &format!(" {default}");
        whole += &format!("\n\n{default}");
    }
    arg.help(brief).long_help(whole).hide_possible_values(true).hide_default_value(true)
}

/// Puts into a language what clap writes itself in what it has laid out.
pub(crate) fn frame(text: &str, lang: Lang) -> String {
    let first = Lang::default();
    let mut text = text.to_owned();
    let framed = [words::USAGE, words::ANY_OPTIONS, words::ALIAS, words::ARGUMENTS, words::OPTIONS];
    for word in framed {
        text = text.replace(word.get(first), word.get(lang));
    }
    // A heading ends in a colon, and on a terminal the end of its style follows.
    for end in ["\n", "\u{1b}[0m\n"] {
        text = text.replace(&format!(":{end}"), &format!("{}{end}", COLON.get(lang).trim_end()));
    }
    text
}
