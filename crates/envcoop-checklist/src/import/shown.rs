//! What each column of a table becomes, for a person to review.

use envcoop_core::text::{Lang, Text};
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Kind, TableOf, TableSpec};
use envcoop_intake::import::Survey;
use envcoop_intake::mapping::field::Field;
use envcoop_intake::mapping::propose::{Proposed, Sure};
use envcoop_intake::mapping::{Mapping, Pick, Rule, key};
use envcoop_words::import as words;

/// A column of a table.
struct Row<'a> {
    header: &'a str,
    rules: Vec<&'a Rule>,
    samples: String,
    sure: Option<Sure>,
    remark: Option<&'a Text>,
    is_dropped: bool,
}

/// Lists the columns of a table: what each becomes, what stands in it, and how sure that is.
pub(super) fn columns<'a>(
    name: &'a str,
    survey: &'a Survey,
    mapping: &'a Mapping,
    proposed: Option<&'a [Proposed]>,
) -> Document<'a> {
    let rows = survey.names.iter().zip(&survey.profiles).enumerate();
    let rows = rows.filter(|(_, (header, profile))| !header.is_empty() || profile.n > 0);
    let rows = rows.map(move |(at, (header, profile))| {
        let proposed = proposed.and_then(|all| all.get(at));
        let is_own = |from: &String| key(from) == key(header);
        Row {
            header,
            rules: mapping.rules.iter().filter(|rule| rule.from.iter().any(is_own)).collect(),
            samples: profile.samples().map(short).collect::<Vec<_>>().join(" | "),
            sure: proposed.filter(|own| own.field.is_some()).map(|own| own.sure),
            remark: proposed.and_then(|own| own.remark.as_ref()),
            is_dropped: mapping.drop.iter().any(|drop| key(drop) == key(header)),
        }
    });
    let title = Phrase::each(|lang| words::columns_of(lang, name));
    vec![Block::heading(title), Block::Table(Row::TABLE.fill(rows), None)]
}

impl<'a> Row<'a> {
    const TABLE: TableOf<'a, Row<'a>> = TableOf {
        spec: TableSpec::shown(words::COLUMNS),
        columns: &[
            ColumnSpec::shown(words::HEADER_OF_TABLE, Kind::Text)
                .named("header")
                .of(|row| row.header.to_owned().into()),
            ColumnSpec::shown(words::BECOMES, Kind::Text)
                .named("becomes")
                .of(|row| becomes(row).into()),
            ColumnSpec::shown(words::SAMPLE, Kind::Text)
                .named("sample")
                .of(|row| row.samples.clone().into()),
            ColumnSpec::shown(words::HOW_SURE, Kind::Text).named("sure").of(|row| sure(row).into()),
        ],
    };
}

fn becomes(row: &Row<'_>) -> Phrase<'static> {
    let fields: Vec<(Field, String, Pick)> = row
        .rules
        .iter()
        .map(|rule| {
            let unit = [rule.unit.power_word(), rule.unit.currency.as_deref()];
            let unit: Vec<&str> = unit.into_iter().flatten().collect();
            (
                rule.to,
                if unit.is_empty() { String::new() } else { format!(" ({})", unit.join(" ")) },
                rule.pick,
            )
        })
        .collect();
    let is_dropped = row.is_dropped;
    Phrase::each(|lang| match &fields[..] {
        [] if is_dropped => words::DROPPED.get(lang).to_owned(),
        [] => words::KEPT.get(lang).to_owned(),
        fields => {
            let one = |(field, unit, pick): &(Field, String, Pick)| {
                let name = format!("{}{unit}", field.code());
                if *pick == Pick::Sum { words::becomes_part(lang, name) } else { name }
            };
            fields.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    })
}

fn sure(row: &Row<'_>) -> Phrase<'static> {
    let remark = row.remark.cloned();
    let sure = row.sure;
    Phrase::each(|lang| {
        let word = match sure {
            Some(Sure::Sure) => words::SURE.get(lang),
            Some(Sure::Guess) => words::GUESS.get(lang),
            None => "",
        };
        let remark = remark.as_ref().map(|remark| remark.get(lang));
        [Some(word).filter(|word| !word.is_empty()), remark]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(": ")
    })
}

/// Says of a rule of a mapping what its reader should know: how sure it is, and a sample.
pub(super) fn remark(
    field: Field,
    survey: &Survey,
    mapping: &Mapping,
    proposed: Option<&[Proposed]>,
    lang: Lang,
) -> String {
    let rule = mapping.rule(field);
    let at = rule
        .and_then(|rule| rule.from.first())
        .and_then(|from| survey.names.iter().position(|name| key(name) == key(from)));
    let Some(at) = at else { return String::new() };
    let sure = proposed.and_then(|all| all.get(at)).map(|own| match own.sure {
        Sure::Sure => words::SURE.get(lang),
        Sure::Guess => words::GUESS.get(lang),
    });
    let sample = survey.profiles.get(at).and_then(|profile| profile.samples().next()).map(short);
    let parts = [sure.map(str::to_owned), sample.map(|text| format!("“{text}”"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(": ").replace(['\n', '\r'], " ")
}

/// Cuts a sample.
fn short(text: &str) -> String {
    const MOST: usize = 14;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
