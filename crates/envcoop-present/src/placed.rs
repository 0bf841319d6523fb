//! Where a row stands: people read its file and line in one column, programs in two.

use envcoop_core::problem::Place;
use envcoop_forms::table::{Column, ColumnSpec, Forms, Kind};
use envcoop_words as words;

/// A row of a table that says where something stands.
pub trait Placed: Sized {
    /// Where it stands; none where it stands nowhere.
    fn place(&self) -> Option<&Place>;

    /// The place, for people.
    const PLACE: Column<'static, Self> = ColumnSpec::shown(words::problem::PLACE, Kind::Text)
        .paths()
        .of(|row| row.place().map(Place::to_string).into());
    /// The file as given on the command line, for programs.
    const FILE: Column<'static, Self> = ColumnSpec::shown(words::problem::PLACE, Kind::Text)
        .named("file")
        .only_in(Forms::DATA)
        .of(|row| row.place().map(|place| place.file.to_string()).into());
    /// The line, counted from 1, for programs.
    const LINE: Column<'static, Self> = ColumnSpec::shown(words::problem::PLACE, Kind::Integer)
        .named("line")
        .only_in(Forms::DATA)
        .of(|row| row.place().map(|place| place.line).into());
}
