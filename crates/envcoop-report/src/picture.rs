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
pub(crate) use envcoop_forms::canvas::Setting;
use envcoop_forms::canvas::{Canvas, text_width};

/// A picture that can be asked for.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Its name, also the file's.
    pub(crate) name: &'static str,
    /// Its title.
    pub(crate) title: Label,
    /// What it shows.
    pub(crate) about: Label,
    /// Draws it: one `svg` element.
    pub(crate) draw: fn(&Scene<'_>) -> String,
}

/// What is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    /// The analysis.
    pub(crate) gap: &'a Gap,
    /// The earlier one that it is compared with.
    pub(crate) before: Option<&'a Gap>,
    /// The language of words and titles.
    pub(crate) lang: Lang,
    /// Where the picture stands.
    pub(crate) setting: Setting,
}

impl Scene<'_> {
    /// Begins to draw a picture.
    fn canvas(&self, picture: &Picture, width: f64) -> Canvas {
        let Scene { gap, lang, setting, .. } = *self;
        let as_of = gap.rules.as_of;
        let strategy = gap.framework.title.get(lang);
        let title = picture.title.get(lang);
        let title = match lang {
            Lang::En => format!("{title}: {strategy}, as of {as_of}"),
            Lang::Zh => format!("{title}：{strategy}，截至 {as_of}"),
        };
        let key = format!("{}-{}", picture.name, lang.code());
        Canvas::new(key, title, picture.about.get(lang), width, lang, setting)
    }
}

/// Every picture, in the order in which they are listed.
pub(crate) const PICTURES: [&Picture; 4] =
    [&challenges::PICTURE, &matrix::PICTURE, &timeline::PICTURE, &money::PICTURE];

/// When each measure is worked on.
pub(crate) const TIMELINE: &Picture = &timeline::PICTURE;
/// Money by challenge.
pub(crate) const MONEY: &Picture = &money::PICTURE;

/// Returns how wide a column of ids is: as wide as its widest asks for, and at least `least`.
fn id_width<'i>(ids: impl Iterator<Item = &'i String>, size: f64, least: f64) -> f64 {
    ids.map(|id| text_width(id, size)).fold(least, f64::max)
}
