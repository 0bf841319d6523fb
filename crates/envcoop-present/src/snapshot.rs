//! An analysis as facts, and how a plan differs from a snapshot of it.

use envcoop_core::judge::snapshot::{Difference, Snapshot};
use envcoop_core::problem::Place;
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec};
use envcoop_words as words;

use crate::placed::Placed;

/// Writes a snapshot: line by line as it is kept, and as a table.
pub fn document(snapshot: &Snapshot) -> Document<'_> {
    let lines = snapshot.write().lines().map(|line| line.to_owned().into()).collect();
    vec![Block::Account(
        FACTS.fill(snapshot.facts().map(|(subject, fact)| [subject, fact.to_owned()])),
        lines,
    )]
}

/// Writes the differences from a snapshot that stands in a file.
pub fn differences<'a>(file: &'a str, differences: &[Difference]) -> Document<'a> {
    let table = DIFFERENCES.fill(differences.iter().cloned());
    vec![Block::Title(file.into()), Block::Account(table, differences.iter().map(line).collect())]
}

const SUBJECT: ColumnSpec =
    ColumnSpec::shown(words::snapshot::SUBJECT, Kind::Text).named("subject");

const FACTS: TableOf<'static, [String; 2]> = TableOf {
    spec: TableSpec { name: "facts", ..TableSpec::shown(words::snapshot::FACTS) },
    columns: &[
        SUBJECT.of(|[subject, _]| subject.clone().into()),
        ColumnSpec::shown(words::snapshot::FACT, Kind::Text)
            .named("fact")
            .of(|[_, fact]| fact.clone().into()),
    ],
};

const DIFFERENCES: TableOf<'static, Difference> = TableOf {
    spec: TableSpec { name: "differences", ..TableSpec::shown(words::snapshot::DIFFERENCES) },
    columns: &[
        SUBJECT.of(|own| own.subject.clone().into()),
        ColumnSpec::shown(words::change::BEFORE_HEADING, Kind::Text)
            .named("was")
            .of(|own| own.was.clone().into()),
        ColumnSpec::shown(words::change::NOW, Kind::Text)
            .named("now")
            .of(|own| own.now.clone().into()),
        Difference::PLACE,
        Difference::FILE,
        Difference::LINE,
    ],
};

impl Placed for Difference {
    fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

fn line(own: &Difference) -> Phrase<'static> {
    let place = own.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
    Phrase::each(|lang| {
        let [was, now] = [&own.was, &own.now]
            .map(|fact| fact.as_deref().unwrap_or(words::value::NONE.get(lang)));
        format!("{}: {was} -> {now}{place}", own.subject)
    })
}
