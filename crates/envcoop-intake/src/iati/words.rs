//! The code lists that are read: a number in version 2 of the standard, often a word in version 1.

use crate::iati::Role;

/// Words as version 1 writes them, and the code of version 2 for each.
pub(super) type Words = &'static [(&'static str, u8)];

/// Activity status.
pub(super) const STATUS: Words = &[
    ("pipeline", 1),
    ("implementation", 2),
    ("completion", 3),
    ("finalisation", 3),
    ("post-completion", 4),
    ("closed", 4),
    ("cancelled", 5),
    ("suspended", 6),
];

/// Organisation role.
pub(super) const ROLE: Words =
    &[("funding", 1), ("accountable", 2), ("extending", 3), ("implementing", 4)];

/// Activity date type.
pub(super) const DATE: Words =
    &[("start-planned", 1), ("start-actual", 2), ("end-planned", 3), ("end-actual", 4)];

/// Policy marker of the DAC.
pub(super) const MARKER: Words = &[
    ("gender", 1),
    ("aid to environment", 2),
    ("environment", 2),
    ("participatory", 3),
    ("trade", 4),
    ("biodiversity", 5),
    ("biological diversity", 5),
    ("aid targeting the objectives of the convention on biological", 5),
    ("aid targeting the objectives of the framework convention on climate change - mitigation", 6),
    ("aid targeting the objectives of the framework convention on climate change - adaptation", 7),
    ("climate change - mitigation", 6),
    ("climate change mitigation", 6),
    ("climate change - adaptation", 7),
    ("climate change adaptation", 7),
    ("desertification", 8),
    ("combat desertification", 8),
    ("aid targeting the objectives of the convention to combat", 8),
    ("reproductive", 9),
    ("disaster", 10),
    ("disability", 11),
    ("nutrition", 12),
];

/// Significance of a policy marker.
pub(super) const SIGNIFICANCE: Words =
    &[("0", 0), ("3", 3), ("4", 4), ("not targeted", 0), ("significant", 1), ("principal", 2)];

/// Reads a code: a number that the list knows, or a text that begins with one of its words.
pub(super) fn code(words: Words, text: &str) -> Option<u8> {
    let text = text.to_ascii_lowercase();
    let by_word = || words.iter().find(|(word, _)| text.starts_with(word)).map(|&(_, code)| code);
    match text.parse::<u8>() {
        Ok(number) => words.iter().map(|&(_, code)| code).find(|&code| code == number),
        Err(_) => by_word(),
    }
}

/// Returns the role that a code of [`ROLE`] stands for.
pub(super) fn role(code: u8) -> Role {
    match code {
        1 => Role::Funding,
        2 => Role::Accountable,
        3 => Role::Extending,
        _ => Role::Implementing,
    }
}

/// Tells whether a vocabulary attribute means that of the DAC, which is the default.
pub(super) fn is_dac(vocabulary: &str) -> bool {
    matches!(vocabulary, "" | "1") || vocabulary.eq_ignore_ascii_case("dac")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_numbers_and_as_words() {
        assert_eq!(code(STATUS, "3"), Some(3));
        assert_eq!(code(STATUS, "Pipeline/identification"), Some(1));
        assert_eq!(code(STATUS, "Post-completion"), Some(4));
        assert_eq!(code(SIGNIFICANCE, "0"), Some(0));
        assert_eq!(code(SIGNIFICANCE, "Principal objective"), Some(2));
        assert_eq!(code(MARKER, "Climate change - mitigation (UNFCCC)"), Some(6));
        assert_eq!(code(ROLE, "Implementing").map(role), Some(Role::Implementing));
        for unknown in ["9", "0", "-1", "", "done"] {
            assert_eq!(code(STATUS, unknown), None, "{unknown}");
        }
    }
}
