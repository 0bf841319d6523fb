//! Pictures of an analysis, each as one SVG element: alone in a file, or within a page.
//!
//! A picture holds nothing but shapes and text: it fetches nothing, runs nothing, and sets no style
//! that a page's policy would refuse. Colours stand beside numbers and words.

mod challenges;
mod matrix;
mod money;
mod timeline;

use envcoop_core::judge::gap::Gap;
use envcoop_core::text::{Label, Lang};
pub use envcoop_forms::canvas::Setting;
use envcoop_forms::canvas::{Canvas, text_width};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;

/// A picture that can be asked for.
#[derive(Debug)]
pub struct Picture {
    /// Its name, also the file's.
    pub name: &'static str,
    /// Its title.
    pub title: Label,
    /// What it shows.
    pub about: Label,
    /// Draws it: one `svg` element.
    pub draw: fn(&Scene<'_>) -> String,
}

/// What is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The analysis.
    pub gap: &'a Gap,
    /// The earlier one that it is compared with.
    pub before: Option<&'a Gap>,
    /// What the analysis is restricted to.
    pub restricted: &'a [Phrase<'a>],
    /// The language of words and titles.
    pub lang: Lang,
    /// Where the picture stands.
    pub setting: Setting,
}

impl Scene<'_> {
    /// Begins to draw a picture.
    fn canvas(&self, picture: &Picture, width: f64) -> Canvas {
        let Scene { gap, lang, setting, restricted, .. } = *self;
        let as_of = gap.rules.as_of;
        let strategy = gap.framework.title.get(lang);
        let title = picture.title.get(lang);
        let title = words::picture::title(lang, title, strategy, as_of);
        let lines = restricted.iter().map(|line| line.get(lang));
        let title = std::iter::once(&*title).chain(lines).collect::<Vec<_>>();
        let title = title.join(words::list::SEMICOLON.get(lang));
        let key = format!("{}-{}", picture.name, lang.code());
        Canvas::new(key, title, picture.about.get(lang), width, lang, setting)
    }
}

/// Every picture, in the order in which they are listed.
pub const PICTURES: [&Picture; 4] =
    [&challenges::PICTURE, &matrix::PICTURE, &timeline::PICTURE, &money::PICTURE];

/// When each measure is worked on.
pub const TIMELINE: &Picture = &timeline::PICTURE;
/// Money by challenge.
pub const MONEY: &Picture = &money::PICTURE;

/// Returns how wide a column of ids is: as wide as its widest asks for, and at least `least`.
fn id_width<'i>(ids: impl Iterator<Item = &'i String>, size: f64, least: f64) -> f64 {
    ids.map(|id| text_width(id, size)).fold(least, f64::max)
}
