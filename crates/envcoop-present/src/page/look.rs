//! How the page looks: the palette as names of the style, then the style itself.

use std::fmt::Write as _;

use envcoop_core::text::Lang;
use envcoop_forms::palette::{
    ACTION, ALARM, EMPTY, INK, LINE, MET, NOT_APPLICABLE, PROPOSED, SOFT, STEPS, UNKNOWN, UNMET,
    css,
};

/// The hatching of what is not certain, for every bar of the page.
pub(super) const PATTERNS: &str = "\
<svg class=\"away\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\
<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><rect width=\"3.6\" height=\"6\" fill=\"UNKNOWN\"/>\
</pattern></defs></svg>\n";

/// Returns the style of a page in these languages.
pub(super) fn style(langs: &[Lang]) -> String {
    let colors = [
        ("ink", INK),
        ("soft", SOFT),
        ("line", LINE),
        ("met", MET),
        ("unknown", UNKNOWN),
        ("unmet", UNMET),
        ("alarm", ALARM),
        ("action", ACTION),
        ("proposed", PROPOSED),
        ("void", EMPTY.ink),
        ("na-paper", NOT_APPLICABLE.paper),
        ("na-ink", NOT_APPLICABLE.ink),
    ];
    let mut style = ":root {".to_owned();
    for (name, color) in colors {
        let _ = write!(style, " --{name}: {};", css(color));
    }
    style.push_str(" }\n");
    for (i, (_, shade)) in STEPS.iter().enumerate() {
        let (paper, ink) = (css(shade.paper), css(shade.ink));
        let _ = writeln!(style, ".s{i}, .s{i} a {{ background: {paper}; color: {ink}; }}");
    }
    // Of two languages the first shows, until the other is asked for.
    if let [first, others @ ..] = langs {
        for other in others {
            let (first, other) = (first.code(), other.code());
            let is_other = format!("body:has(#lang-{other}:checked)");
            let _ = writeln!(
                style,
                ":is(i, div)[lang=\"{other}\"], {is_other} :is(i, div)[lang=\"{first}\"] {{ display: none; }}\n\
                 {is_other} :is(i, div)[lang=\"{other}\"] {{ display: revert; }}"
            );
        }
    }
    style.push_str(include_str!("page.css"));
    style
}
