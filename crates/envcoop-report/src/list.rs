//! `list`: the tables and pictures that there are.

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_core::text::Label;
use envcoop_forms::document::Block;
use envcoop_forms::table::{ColumnSpec, Kind, Schema, TableOf, TableSpec};
use envcoop_present::picture::{PICTURES, Picture};
use envcoop_words as words;

use crate::args::List;
use crate::csv::schemas;

const NAME: ColumnSpec = ColumnSpec::new("name", Kind::Text, words::report::TABLE, Label::EMPTY);
const TITLE: ColumnSpec = ColumnSpec::new("title", Kind::Text, words::column::TITLE, Label::EMPTY);
const ABOUT: ColumnSpec =
    ColumnSpec::new("about", Kind::Text, words::report::WHAT_IT_HOLDS, Label::EMPTY);

const TABLES: TableOf<'_, &dyn Schema> = TableOf {
    spec: TableSpec { name: "tables", ..TableSpec::shown(words::report::TABLE) },
    columns: &[
        NAME.of(|table| table.spec().name.into()),
        TITLE.of(|table| table.spec().title.into()),
        ABOUT.of(|table| table.spec().about.into()),
    ],
};

const PICTURE: TableOf<'_, &Picture> = TableOf {
    spec: TableSpec { name: "pictures", ..TableSpec::shown(words::report::PICTURE) },
    columns: &[
        NAME.titled(words::report::PICTURE).of(|picture| picture.name.into()),
        TITLE.of(|picture| picture.title.into()),
        ABOUT.titled(words::report::WHAT_IT_SHOWS).of(|picture| picture.about.into()),
    ],
};

pub(crate) fn run(
    args: &List,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let blocks = [
        Block::Table(TABLES.fill(schemas(true, true)), None),
        Block::Table(PICTURE.fill(PICTURES), None),
    ];
    output.write(&blocks, "envcoop/list/1", session)?;
    Ok(ExitStatus::Done)
}
