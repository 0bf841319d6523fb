//! The colours of every picture, page and workbook. Each stands beside words or numbers, never alone.

use envcoop_core::percent::Percent;

/// A colour, as 0xRRGGBB.
pub type Color = u32;

macro_rules! colors {
    ($($(#[$about:meta])+ $constant:ident $name:literal = $color:literal;)+) => {
        $($(#[$about])+ pub const $constant: Color = $color;)+
        /// Every colour with a name of its own, as styles know it.
        pub const NAMED: &[(&str, Color)] = &[$(($name, $color)),+];
    };
}

colors! {
    /// Text.
    INK "ink" = 0x1B2021;
    /// Text that matters less; still 4.5 to 1 on white.
    SOFT "soft" = 0x54605F;
    /// Rules and grids.
    LINE "line" = 0xCDD6D4;
    /// What is met for certain.
    MET "met" = 0x0B5A4A;
    /// What may be met: it is drawn hatched as well.
    UNKNOWN "unknown" = 0x8FC1B3;
    /// What is not met.
    UNMET "unmet" = 0xEEF1F0;
    /// Late, or the day of the report.
    ALARM "alarm" = 0x8A2B06;
    /// What lacks action.
    ACTION "action" = 0xD07A2D;
    /// Proposed money.
    PROPOSED "proposed" = 0xD8B365;
    /// The paper behind a group on a page.
    PALE "pale" = 0xEEF3F1;
    /// The paper of a page.
    PAPER "paper" = 0xFFFFFF;
    /// The paper behind what a page asks for, and behind sums.
    PANEL "panel" = 0xF4F7F6;
    /// The paper behind what is met, and behind totals.
    GOOD "good" = 0xE3F1EC;
    /// The paper behind what is not met.
    BAD "bad" = 0xFBE9E1;
    /// The paper behind a notice.
    NOTICE "notice" = 0xFDF2EC;
    /// The paper behind the place that a link led to.
    SOUGHT "sought" = 0xFFF3C4;
    /// The frame of a control.
    FRAME "frame" = 0x7D8A88;
    /// The frame of what has the focus.
    FOCUS "focus" = 0x1A5FB4;
    /// Rules of a sheet.
    SHEET_LINE "sheet-line" = 0xD5DCE0;
    /// Text of a sheet.
    SHEET_INK "sheet-ink" = 0x1D2B33;
    /// Text of a sheet that matters less, and the end of a group of rows.
    FAINT "faint" = 0x6B7780;
    /// The header of a column that is given.
    GIVEN "given" = 0x5A6870;
    /// The header of a column for people to fill, and headings of a sheet.
    TO_FILL "to-fill" = 0x14616B;
    /// The paper behind ids.
    TINT "tint" = 0xF4F6F7;
    /// The paper of a cell to fill.
    ENTRY "entry" = 0xFFF8E1;
}

/// Returns the colours of these names as custom properties of a style, in their order.
///
/// A name may stand for another of the palette: `("deep", MET)`.
pub fn properties(colors: &[(&str, Color)]) -> String {
    let properties = colors.iter().map(|(name, color)| format!(" --{name}: {};", css(*color)));
    format!(":root {{{} }}\n", properties.collect::<String>())
}

/// What is drawn striped.
pub const STRIPED: [Color; 2] = [UNKNOWN, PROPOSED];

/// A background and the text on it, at least 4.5 to 1 apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shade {
    /// The background.
    pub paper: Color,
    /// The text.
    pub ink: Color,
}

/// Where the strategy itself has no measure.
pub const EMPTY: Shade = Shade { paper: PAPER, ink: SOFT };
/// Where no measure applies.
pub const NOT_APPLICABLE: Shade = Shade { paper: 0xE4E8E7, ink: 0x4A5655 };

/// A row that is planned, on a sheet.
pub const PLANNED: Shade = Shade { paper: 0xE6F1F3, ink: TO_FILL };
/// A row that is under way, on a sheet.
pub const ONGOING: Shade = Shade { paper: 0xDCEAFB, ink: 0x1B4F8A };
/// A row that is completed, on a sheet.
pub const COMPLETED: Shade = Shade { paper: 0xDDF2E0, ink: 0x1E6B34 };
/// A row that is suspended, on a sheet.
pub const SUSPENDED: Shade = Shade { paper: 0xFFF0C9, ink: 0x7A5200 };
/// A row that was given up or does not apply, on a sheet.
pub const GIVEN_UP: Shade = Shade { paper: 0xECEEEF, ink: GIVEN };
/// An end that has passed, on a sheet.
pub const OVERDUE: Shade = Shade { paper: 0xFBE1DE, ink: 0x9C1C12 };

/// The steps of a heat map: from which percentage on, in tenths, and how it looks.
pub const STEPS: [(i32, Shade); 5] = [
    (0, Shade { paper: 0x8A2B06, ink: PAPER }),
    (200, Shade { paper: 0xF2B27A, ink: INK }),
    (400, Shade { paper: 0xFBE7C6, ink: INK }),
    (600, Shade { paper: 0xBFE0D5, ink: INK }),
    (800, Shade { paper: MET, ink: PAPER }),
];

/// Returns how a percentage looks in a heat map.
pub fn shade(percent: Percent) -> Shade {
    let step = STEPS.iter().rev().find(|(from, _)| percent.0 >= *from);
    step.map_or(STEPS[0].1, |(_, shade)| *shade)
}

/// Writes a colour as pages and pictures do, `#rrggbb`.
pub fn css(color: Color) -> String {
    format!("#{color:06x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast(a: Color, b: Color) -> f64 {
        let luminance = |color: Color| {
            let channel = |shift: u32| {
                let c = f64::from((color >> shift) & 0xff) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_shade() {
        let shades = STEPS.iter().map(|(_, shade)| *shade).chain([
            EMPTY,
            NOT_APPLICABLE,
            PLANNED,
            ONGOING,
            COMPLETED,
            SUSPENDED,
            GIVEN_UP,
            OVERDUE,
        ]);
        for Shade { paper, ink } in shades {
            assert!(contrast(paper, ink) >= 4.5, "{paper:06x} {ink:06x}");
        }
        for ink in [INK, SOFT, MET, ALARM] {
            assert!(contrast(ink, PAPER) >= 4.5, "{ink:06x}");
        }
    }

    #[test]
    fn a_colour_has_one_name() {
        let mut names: Vec<_> = NAMED.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), NAMED.len());
        assert_eq!(properties(&[("ink", INK)]), ":root { --ink: #1b2021; }\n");
    }

    #[test]
    fn a_percentage_takes_the_step_that_it_has_reached() {
        assert_eq!(shade(Percent(0)), STEPS[0].1);
        assert_eq!(shade(Percent(199)), STEPS[0].1);
        assert_eq!(shade(Percent(200)), STEPS[1].1);
        assert_eq!(shade(Percent(1000)), STEPS[4].1);
    }
}
