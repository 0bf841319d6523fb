//! How the page looks: the palette as names of the style, then the style itself.

use std::fmt::Write as _;

use envcoop_core::text::Lang;
use envcoop_forms::palette::{
    ACTION, ALARM, BAD, EMPTY, FOCUS, FRAME, GOOD, INK, LINE, MET, NOT_APPLICABLE, PANEL, PAPER,
    SOFT, SOUGHT, STEPS, UNKNOWN, UNMET, css, properties,
};
use maud::{Markup, html};

/// Returns the hatching of what is not certain, for every bar of the page.
pub(super) fn patterns() -> Markup {
    let (size, turned) = ("6", "rotate(45)");
    html! {
        svg class="away" width="0" height="0" aria-hidden="true" { defs {
            pattern id="hatch" width=(size) height=(size) patternUnits="userSpaceOnUse" patternTransform=(turned) {
                rect width=(size) height=(size) fill=(css(PAPER)) {}
                rect width="3.6" height=(size) fill=(css(UNKNOWN)) {}
            }
        } }
    }
}

/// Returns the style of a page in these languages.
pub(super) fn style(langs: &[Lang]) -> String {
    let mut style = properties(&[
        ("ink", INK),
        ("soft", SOFT),
        ("line", LINE),
        ("met", MET),
        ("unmet", UNMET),
        ("alarm", ALARM),
        ("action", ACTION),
        ("void", EMPTY.ink),
        ("na-paper", NOT_APPLICABLE.paper),
        ("na-ink", NOT_APPLICABLE.ink),
        ("paper", PAPER),
        ("panel", PANEL),
        ("good", GOOD),
        ("bad", BAD),
        ("sought", SOUGHT),
        ("frame", FRAME),
        ("focus", FOCUS),
    ]);
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
