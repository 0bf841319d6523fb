//! Shapes and text on an SVG canvas.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use envcoop_core::text::Lang;
use textwrap::{Options, WrapAlgorithm};

use crate::html::escape;
use crate::palette::{Color, INK, LINE, MET, PAPER, SOFT, UNKNOWN, UNMET, css};
use crate::workbook::width as columns;

/// Fonts that have Latin and Chinese characters on the usual systems.
const FONTS: &str =
    "system-ui, Segoe UI, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In a file of its own: it says what it shows, on white paper with a margin.
    Alone,
    /// In a page, which says what it shows.
    Page,
}

/// A canvas of a fixed width that grows downwards.
pub struct Canvas {
    /// Its width in pixels.
    pub width: f64,
    /// What tells its ids from those of other pictures in one page.
    key: String,
    title: String,
    about: String,
    lang: Lang,
    setting: Setting,
    shapes: String,
}

/// The margin of a picture in a file of its own, and the height of its title.
const MARGIN: f64 = 20.0;
const HEAD: f64 = 34.0;

/// Where a text begins, or what it ends or is centred at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// The height of its letters, in pixels.
    pub size: f64,
    /// Its colour.
    pub color: Color,
    /// Whether its letters are bold.
    pub is_bold: bool,
    /// What stands at the point given.
    pub anchor: Anchor,
}

impl Type {
    /// Dark text of a size.
    pub const fn plain(size: f64) -> Type {
        Type { size, color: INK, is_bold: false, anchor: Anchor::Start }
    }

    /// Grey text of a size.
    pub const fn soft(size: f64) -> Type {
        Type { color: SOFT, ..Type::plain(size) }
    }

    /// The same in bold.
    pub const fn bold(self) -> Type {
        Type { is_bold: true, ..self }
    }

    /// The same, anchored otherwise.
    pub const fn at(self, anchor: Anchor) -> Type {
        Type { anchor, ..self }
    }

    /// The same in another colour.
    pub const fn in_color(self, color: Color) -> Type {
        Type { color, ..self }
    }
}

/// A rectangle: left, top, width, height.
#[derive(Clone, Copy, Debug)]
pub struct Area(pub f64, pub f64, pub f64, pub f64);

/// How a rectangle is filled.
#[derive(Clone, Copy, Debug)]
pub enum Fill {
    /// One colour.
    Plain(Color),
    /// Stripes of a colour: what is not certain.
    Striped(Color),
    /// Thin lines: where there is nothing to fill.
    Void,
}

impl Canvas {
    /// Begins a picture. `key` tells its ids from those of other pictures in one page; its title and
    /// what it is about are read to those who do not see it.
    pub fn new(
        key: String,
        title: String,
        about: &str,
        width: f64,
        lang: Lang,
        setting: Setting,
    ) -> Self {
        Canvas { width, key, title, about: about.to_owned(), lang, setting, shapes: String::new() }
    }

    /// Draws a rectangle; `hint` shows when a pointer rests on it.
    pub fn rect(&mut self, Area(x, y, w, h): Area, fill: Fill, hint: &str) {
        let paint = match fill {
            Fill::Plain(color) => css(color),
            Fill::Striped(color) => format!("url(#{}-{:06x})", self.key, color),
            Fill::Void => format!("url(#{}-void)", self.key),
        };
        let (w, h) = (w.max(0.0), h.max(0.0));
        let place = format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{paint}\"",
            n(x),
            n(y),
            n(w),
            n(h)
        );
        let _ = match hint {
            "" => writeln!(self.shapes, "{place}/>"),
            hint => writeln!(self.shapes, "{place}><title>{}</title></rect>", escape(hint)),
        };
    }

    /// Draws the outline of a rectangle.
    pub fn frame(&mut self, Area(x, y, w, h): Area, color: Color) {
        let _ = writeln!(
            self.shapes,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{}\"/>",
            n(x),
            n(y),
            n(w),
            n(h),
            css(color)
        );
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), color: Color, width: f64) {
        let _ = writeln!(
            self.shapes,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>",
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            css(color),
            n(width)
        );
    }

    /// Writes a line of text on a base line.
    pub fn text(&mut self, (x, y): (f64, f64), text: impl Display, look: Type) {
        let anchor = match look.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if look.is_bold { " font-weight=\"600\"" } else { "" };
        let text = text.to_string();
        let _ = writeln!(
            self.shapes,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}>{}</text>",
            n(x),
            n(y),
            n(look.size),
            css(look.color),
            escape(&text)
        );
    }

    /// Writes text on as many lines as it takes in `width`, at most `most`; what is left out is
    /// marked and shows when a pointer rests on it.
    pub fn wrapped(&mut self, (x, y): (f64, f64), text: &str, width: f64, most: usize, look: Type) {
        let lines = wrap(text, width, look.size);
        let is_cut = lines.len() > most;
        if is_cut {
            let _ = writeln!(self.shapes, "<g><title>{}</title>", escape(text));
        }
        for (i, line) in lines.iter().take(most).enumerate() {
            let more = if is_cut && i + 1 == most { "…" } else { "" };
            self.text((x, y + i as f64 * look.size * 1.25), format_args!("{line}{more}"), look);
        }
        if is_cut {
            self.shapes.push_str("</g>\n");
        }
    }

    /// Draws what is met for certain, what may be met, and the rest of a whole.
    pub fn bar(&mut self, Area(x, y, w, h): Area, low: f64, high: f64, hint: &str) {
        self.rect(Area(x, y, w, h), Fill::Plain(UNMET), hint);
        self.rect(Area(x, y, w * low, h), Fill::Plain(MET), hint);
        self.rect(Area(x + w * low, y, w * (high - low), h), Fill::Striped(UNKNOWN), hint);
        self.frame(Area(x, y, w, h), LINE);
    }

    /// Explains the fills, from left to right. Returns nothing: a legend takes one line.
    pub fn legend(&mut self, (x, y): (f64, f64), entries: &[(Fill, &str)]) {
        let mut at = x;
        for (fill, words) in entries {
            self.rect(Area(at, y - 10.0, 14.0, 12.0), *fill, "");
            self.frame(Area(at, y - 10.0, 14.0, 12.0), LINE);
            self.text((at + 20.0, y), words, Type::soft(12.0));
            at += 20.0 + text_width(words, 12.0) + 22.0;
        }
    }

    /// Returns the picture.
    pub fn finish(mut self, height: f64) -> String {
        let white = css(PAPER);
        let mut view = Area(0.0, 0.0, self.width, height);
        let (mut paper, mut size) = (String::new(), "width=\"100%\"".to_owned());
        if self.setting == Setting::Alone {
            let title = std::mem::take(&mut self.title);
            let look = Type::plain(16.0).bold();
            // Bold letters are wider.
            let width = self.width * 0.9;
            let lines = wrap(&title, width, look.size).len() as f64;
            let head = HEAD + (lines - 1.0) * look.size * 1.25;
            self.wrapped((0.0, 14.0 - head), &title, width, usize::MAX, look);
            self.title = title;
            view = Area(
                -MARGIN,
                -head - MARGIN,
                self.width + 2.0 * MARGIN,
                height + head + 2.0 * MARGIN,
            );
            let Area(x, y, w, h) = view;
            // A program that puts the picture into a text asks for its size.
            size = format!("width=\"{}\" height=\"{}\"", n(w), n(h));
            paper = format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{white}\"/>\n",
                n(x),
                n(y),
                n(w),
                n(h)
            );
        }
        let Canvas { key, title, about, lang, shapes, .. } = self;
        let (title, about) = (escape(&title), escape(&about));
        let Area(x, y, w, h) = view;
        let mut defs = format!(
            "<pattern id=\"{key}-void\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"{white}\"/>\
             <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" stroke=\"{}\" stroke-width=\"1.4\"/></pattern>",
            css(LINE)
        );
        for color in crate::palette::STRIPED {
            let _ = write!(
                defs,
                "<pattern id=\"{key}-{color:06x}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"{white}\"/>\
                 <rect width=\"3.6\" height=\"6\" fill=\"{}\"/></pattern>",
                css(color)
            );
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" {size} lang=\"{}\" \
             font-family=\"{FONTS}\" role=\"img\" aria-labelledby=\"{key}-title {key}-about\">\n\
             <title id=\"{key}-title\">{title}</title>\n<desc id=\"{key}-about\">{about}</desc>\n\
             <defs>{defs}</defs>\n{paper}{shapes}</svg>\n",
            n(x),
            n(y),
            n(w),
            n(h),
            lang.code(),
        )
    }
}

/// Writes a coordinate with at most one decimal: pictures are the same bytes everywhere.
fn n(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{:.1}", tenths as f64 / 10.0)
    }
}

/// Returns about how wide a text is: fonts differ, so it is rather too much than too little.
pub fn text_width(text: &str, size: f64) -> f64 {
    columns(text) as f64 * size * 0.56
}

/// Breaks a text into lines of at most `width`: after blanks and hyphens, and anywhere in Chinese.
pub fn wrap(text: &str, width: f64, size: f64) -> Vec<String> {
    // A line that fits to the last column is not broken by a rounding.
    let columns = (width / text_width("0", size) + 1e-9).floor() as usize;
    let options = Options::new(columns).break_words(false).wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_after_blanks_and_in_chinese() {
        assert_eq!(wrap("one two three", 50.0, 10.0), ["one two", "three"]);
        assert_eq!(wrap("双边合作，多边合作", 60.0, 10.0), ["双边合作，", "多边合作"]);
        assert_eq!(wrap("", 50.0, 10.0), [""]);
        assert_eq!(wrap("incomprehensibilities", 50.0, 10.0), ["incomprehensibilities"]);
    }

    #[test]
    fn coordinates_have_one_decimal_at_most() {
        assert_eq!([n(1.0), n(0.25), n(-3.04), n(12.96)], ["1", "0.3", "-3", "13"]);
    }
}
