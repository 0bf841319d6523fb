//! `list`: the tables and pictures that there are.

use std::io::Write;

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_core::text::{Label, Lang};
use envcoop_forms::table::Kind;
use envcoop_forms::terminal::Grid;
use envcoop_present::picture::PICTURES;

use crate::csv::specs;

pub(crate) fn run(
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let lang = Lang::from(shared.lang);
    let width = session.streams.out.width();
    let heading = |en, zh| (Label { en, zh }.get(lang), Kind::Text);
    let mut tables = Grid::new(
        [heading("Table", "表"), heading("Title", "名称"), heading("What it holds", "内容")],
        width,
    );
    for spec in specs(true) {
        tables.row([spec.name, spec.title.get(lang), spec.about].map(str::to_owned));
    }
    let mut pictures = Grid::new(
        [heading("Picture", "图"), heading("Title", "名称"), heading("What it shows", "内容")],
        width,
    );
    for picture in PICTURES {
        let words = [picture.name, picture.title.get(lang), picture.about.get(lang)];
        pictures.row(words.map(str::to_owned));
    }
    write!(session.streams.out, "{}\n{}", tables.render(), pictures.render())?;
    Ok(ExitStatus::Done)
}
