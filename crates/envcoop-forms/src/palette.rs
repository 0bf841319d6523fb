//! The colours of every picture, page and workbook. Each stands beside words or numbers, never alone.

use envcoop_core::percent::Percent;

/// A colour, as 0xRRGGBB.
pub type Color = u32;

/// Text.
pub const INK: Color = 0x1B2021;
/// Text that matters less; still 4.5 to 1 on white.
pub const SOFT: Color = 0x54605F;
/// Rules and grids.
pub const LINE: Color = 0xCDD6D4;
/// What is met for certain.
pub const MET: Color = 0x0B5A4A;
/// What may be met: it is drawn hatched as well.
pub const UNKNOWN: Color = 0x8FC1B3;
/// What is not met.
pub const UNMET: Color = 0xEEF1F0;
/// Late, or the day of the report.
pub const ALARM: Color = 0x8A2B06;
/// What lacks action.
pub const ACTION: Color = 0xD07A2D;
/// Proposed money.
pub const PROPOSED: Color = 0xD8B365;

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
pub const EMPTY: Shade = Shade { paper: 0xFFFFFF, ink: SOFT };
/// Where no measure applies.
pub const NOT_APPLICABLE: Shade = Shade { paper: 0xE4E8E7, ink: 0x4A5655 };

/// The steps of a heat map: from which percentage on, in tenths, and how it looks.
pub const STEPS: [(i32, Shade); 5] = [
    (0, Shade { paper: 0x8A2B06, ink: 0xFFFFFF }),
    (200, Shade { paper: 0xF2B27A, ink: INK }),
    (400, Shade { paper: 0xFBE7C6, ink: INK }),
    (600, Shade { paper: 0xBFE0D5, ink: INK }),
    (800, Shade { paper: MET, ink: 0xFFFFFF }),
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
        let shades = STEPS.iter().map(|(_, shade)| *shade).chain([EMPTY, NOT_APPLICABLE]);
        for Shade { paper, ink } in shades {
            assert!(contrast(paper, ink) >= 4.5, "{paper:06x} {ink:06x}");
        }
        for ink in [INK, SOFT, MET, ALARM] {
            assert!(contrast(ink, 0xFFFFFF) >= 4.5, "{ink:06x}");
        }
    }

    #[test]
    fn a_percentage_takes_the_step_that_it_has_reached() {
        assert_eq!(shade(Percent(0)), STEPS[0].1);
        assert_eq!(shade(Percent(199)), STEPS[0].1);
        assert_eq!(shade(Percent(200)), STEPS[1].1);
        assert_eq!(shade(Percent(1000)), STEPS[4].1);
    }
}
