//! In which language the user is spoken to.

use std::ffi::OsString;

use envcoop_core::text::Lang;

/// Returns the language of the system's settings; the first one where they name none that is spoken.
pub(crate) fn of_system() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    of_settings(set.into_iter().flatten())
}

/// Reads settings as `zh_CN.UTF-8`; the first one that says something counts.
fn of_settings(mut settings: impl Iterator<Item = String>) -> Lang {
    let set = settings.find(|own| !own.is_empty()).unwrap_or_default();
    of_code(set.split(['_', '.', '@', '-']).next().unwrap_or_default()).unwrap_or_default()
}

/// Returns the language that the command line names with `--lang`; nothing where it names none, or
/// all of them. It is asked before the command line is understood: what is wrong with that is said in
/// it, too.
pub(crate) fn of_arguments(args: &[OsString]) -> Option<Lang> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--");
    let mut found = None;
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            found = args.next();
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            found = Some(value.to_owned().into());
        }
    }
    found.and_then(|code| of_code(&code))
}

fn of_code(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_setting_that_says_something_counts() {
        let of = |set: &[&str]| of_settings(set.iter().map(|own| (*own).to_owned()));
        for set in [&["zh_CN.UTF-8"][..], &["", "zh"], &["zh_TW", "en_US.UTF-8"], &["zh-Hans"]] {
            assert_eq!(of(set), Lang::Zh, "{set:?}");
        }
        for set in [&[][..], &["C", "zh_CN.UTF-8"], &["en_GB.UTF-8"], &["de_DE"], &["zha"]] {
            assert_eq!(of(set), Lang::En, "{set:?}");
        }
    }

    #[test]
    fn the_command_line_names_one_language_or_none() {
        let of = |line: &str| {
            of_arguments(&line.split(' ').map(OsString::from).collect::<Vec<OsString>>())
        };
        assert_eq!(of("tool --lang zh plan.csv"), Some(Lang::Zh));
        assert_eq!(of("tool --lang=en plan.csv --lang=zh"), Some(Lang::Zh));
        for line in ["tool plan.csv", "tool --lang both", "tool --lang", "tool -- --lang zh"] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
