//! What a column of any table may be for a plan, and the words by which people call it.

use std::collections::HashMap;
use std::sync::LazyLock;

use envcoop_core::plan::{Column, resembled};
use envcoop_core::text::{Label, Lang, trim};
use envcoop_words::field as words;

use super::key;
use super::unit::Unit;
use crate::table::layout::BETWEEN;

/// What a column of a table is for a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// A column of the plan.
    Column(Column),
    /// A longer text on what is done: helps to recognise measures.
    Description,
    /// Sector codes of the OECD DAC.
    Sectors,
    /// Countries that benefit.
    Recipients,
    /// First and last day in one cell.
    Period,
    /// A mark in the months in which it goes on, each a column of its own.
    Months,
    /// How much is done, in per cent: says the status where nothing else does.
    Progress,
    /// A number that only counts the rows.
    Number,
    /// A heading under which rows stand: fills blank cells below it.
    Section,
}

impl Default for Field {
    fn default() -> Field {
        Field::Column(Column::Note)
    }
}

impl Field {
    /// The fields that are no columns of the plan, with their codes in a mapping.
    const OTHERS: [(Field, &'static str); 8] = [
        (Field::Description, "description"),
        (Field::Sectors, "sectors"),
        (Field::Recipients, "recipients"),
        (Field::Period, "period"),
        (Field::Months, "months"),
        (Field::Progress, "progress"),
        (Field::Number, "number"),
        (Field::Section, "section"),
    ];

    /// Every field.
    pub fn all() -> impl Iterator<Item = Field> {
        let columns = Column::ALL.into_iter().map(Field::Column);
        columns.chain(Field::OTHERS.iter().map(|(field, _)| *field))
    }

    /// Returns the code in a mapping.
    pub fn code(self) -> &'static str {
        match self {
            Field::Column(column) => column.code(),
            other => Field::OTHERS.iter().find(|(f, _)| *f == other).map_or("", |(_, code)| code),
        }
    }

    /// Reads a code.
    pub fn of_code(code: &str) -> Option<Field> {
        Field::all().find(|field| field.code() == code)
    }

    /// Returns the name for people.
    pub fn label(self) -> Label {
        match self {
            Field::Column(column) => column.label(),
            Field::Description => words::label::DESCRIPTION,
            Field::Sectors => words::label::SECTORS,
            Field::Recipients => words::label::RECIPIENTS,
            Field::Period => words::label::PERIOD,
            Field::Months => words::label::MONTHS,
            Field::Progress => words::label::PROGRESS,
            Field::Number => words::label::NUMBER,
            Field::Section => words::label::SECTION,
        }
    }

    /// Returns the other words by which people call it in tables of their own making, in every language.
    fn words(self) -> impl Iterator<Item = &'static str> {
        let words = match self {
            Field::Column(Column::Id) => Some(words::ID),
            Field::Column(Column::Measures) => Some(words::MEASURES),
            Field::Column(Column::Title) => Some(words::TITLE),
            Field::Column(Column::Stage) => Some(words::STAGE),
            Field::Column(Column::Status) => Some(words::STATUS),
            Field::Column(Column::Owner) => Some(words::OWNER),
            Field::Column(Column::Partner) => Some(words::PARTNER),
            Field::Column(Column::Start) => Some(words::START),
            Field::Column(Column::End) => Some(words::END),
            Field::Column(Column::Budget) => Some(words::BUDGET),
            Field::Column(Column::Currency) => Some(words::CURRENCY),
            Field::Column(Column::Funder) => Some(words::FUNDER),
            Field::Column(Column::Evidence) => Some(words::EVIDENCE),
            Field::Column(Column::Updated) => Some(words::UPDATED),
            Field::Column(Column::Note) => Some(words::NOTE),
            Field::Column(Column::Link) => Some(words::LINK),
            Field::Description => Some(words::DESCRIPTION),
            Field::Sectors => Some(words::SECTORS),
            Field::Recipients => Some(words::RECIPIENTS),
            Field::Period => Some(words::PERIOD),
            // Its headers are the months themselves.
            Field::Months => None,
            Field::Progress => Some(words::PROGRESS),
            Field::Number => Some(words::NUMBER),
            Field::Section => Some(words::SECTION),
        };
        split(words)
    }

    /// Returns the words that name it only where the header says nothing else.
    fn words_alone(self) -> impl Iterator<Item = &'static str> {
        split((self == Field::Period).then_some(words::PERIOD_ALONE))
    }
}

/// Returns the words of a list in every language.
fn split(words: Option<Label>) -> impl Iterator<Item = &'static str> {
    let all =
        |words: Label| Lang::ALL.into_iter().flat_map(move |lang| words.get(lang).split("; "));
    words.into_iter().flat_map(all).filter(|word| !word.is_empty())
}

/// How well a header names a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It looks like a word for it.
    Resembles,
    /// A word for it stands in it.
    Contains,
    /// It is a word for it.
    Is,
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The field.
    pub field: Field,
    /// How well it is named.
    pub fit: Fit,
    /// In what amounts are counted.
    pub unit: Unit,
}

/// Tells whether a text is none that stands in a header: blank, or long.
fn is_no_header(text: &str) -> bool {
    trim(text).is_empty() || text.chars().nth(120).is_some()
}

/// Finds the field that a header names; nothing where it is a column of the person's own.
pub fn named(header: &str) -> Option<Named> {
    if is_no_header(header) {
        return None;
    }
    let (texts, unit) = parts(header);
    if let Some(field) = shared(header) {
        return Some(Named { field, fit: Fit::Contains, unit });
    }
    let by_is = texts.iter().find_map(|text| Some((Fit::Is, is(text)?)));
    let by_part = || texts.iter().find_map(|text| Some((Fit::Contains, contains(text)?)));
    let by_look = || {
        let texts = texts.iter().filter(|text| others(&key(text)).is_empty());
        let column = texts.into_iter().find_map(|text| resembled(text))?;
        Some((Fit::Resembles, Field::Column(column)))
    };
    let (fit, field) = by_is.or_else(by_part).or_else(by_look)?;
    Some(Named { field, fit, unit })
}

/// Returns what may name the field: the whole header, its two lines, and what it says in each of two
/// languages; and the unit that stands there.
fn parts(header: &str) -> (Vec<String>, Unit) {
    let (name, mut unit) = Unit::split(header);
    let mut parts = vec![name.replace(BETWEEN, "")];
    if let Some((group, last)) = name.rsplit_once(BETWEEN) {
        let (group, of_group) = Unit::split(group.rsplit(BETWEEN).next().unwrap_or_default());
        unit = unit.or(&of_group);
        parts.extend([last.to_owned(), group]);
    }
    let is_wide = |c: char| (c as u32) > 0x2e80;
    let is_both =
        |part: &&String| part.contains(is_wide) && part.contains(|c: char| c.is_ascii_alphabetic());
    let of_both: Vec<String> = parts.iter().filter(is_both).cloned().collect();
    for part in of_both {
        let one = |wide: bool| -> String {
            part.chars().map(|c| if is_wide(c) == wide { c } else { ' ' }).collect()
        };
        parts.extend([true, false].map(|wide| trim(&one(wide)).to_owned()));
    }
    (parts, unit)
}

/// Finds the field of a header that names who leads and who takes part side by side:
/// `牵头处室/配合处室`. The first leads.
fn shared(header: &str) -> Option<Field> {
    const OWNER: Field = Field::Column(Column::Owner);
    let names: Option<Vec<Field>> =
        header.split(['/', '／', '、']).map(|own| is(trim(own))).collect();
    let names = names.filter(|names| names.len() > 1 && names[0] == OWNER)?;
    let is_who = |own: &Field| matches!(own, Field::Column(Column::Owner | Column::Partner));
    (!header.contains(BETWEEN) && names.iter().all(is_who)).then_some(OWNER)
}

/// Tells whether a text stands in headers.
pub fn is_known(text: &str) -> bool {
    !is_no_header(text)
        && parts(text).0.iter().any(|text| is(text).is_some() || contains(text).is_some())
}

/// Tells whether a text is a word by which people call a column.
pub fn names(text: &str) -> bool {
    !is_no_header(text) && parts(text).0.iter().any(|text| is(text).is_some())
}

/// Tells whether a text is a header of what is done.
pub fn names_title(text: &str) -> bool {
    let is_title =
        |text: &&str| is(text).or_else(|| contains(text)) == Some(Field::Column(Column::Title));
    !is_no_header(text) && parts(text).0.iter().any(|text| is_title(&&**text))
}

/// A word for a field, as headers are held against it.
struct Word {
    field: Field,
    /// The word in small letters, between blanks.
    text: String,
    key: String,
    is_ascii: bool,
}

/// The words for all fields: those that name one, and all of them to be looked for in a header.
struct Words {
    by_key: HashMap<String, Field>,
    all: Vec<Word>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut by_key = HashMap::new();
    let mut all = Vec::new();
    for field in Field::all() {
        let plan = match field {
            Field::Column(column) => vec![column.label().get(Lang::Zh), column.code()],
            _ => Vec::new(),
        };
        for word in field.words().chain(field.words_alone()) {
            by_key.entry(key(word)).or_insert(field);
        }
        all.extend(field.words().chain(plan).map(|word| Word {
            field,
            text: format!(" {} ", word.to_lowercase()),
            key: key(word),
            is_ascii: word.is_ascii(),
        }));
    }
    Words { by_key, all }
});

fn is(name: &str) -> Option<Field> {
    let own = key(name);
    if own.is_empty() {
        return None;
    }
    let by_word = WORDS.by_key.get(&own).copied();
    let of_plan = || Column::of_header(name).or_else(|| Column::of_header(&own));
    by_word.or_else(|| of_plan().map(Field::Column))
}

/// The most characters, and the most words of a language with blanks, of a header in which a word is
/// looked for: what is longer is about something else as well.
const MOST: (usize, usize) = (24, 3);

/// Finds the field of the word that stands last in a header: it says what the column is, what stands
/// before it only which (`项目负责人`, `project status`). Of a language with blanks whole words count.
fn contains(name: &str) -> Option<Field> {
    if name.chars().count() > MOST.0 || name.split_whitespace().count() > MOST.1 {
        return None;
    }
    let folded = format!(" {} ", name.to_lowercase().replace(['_', '-', '/'], " "));
    let chinese = key(name);
    let others = others(&chinese);
    let is_cut = |end: usize| others.iter().any(|&(from, to)| from < end && end < to);
    let end = |word: &Word| match word.is_ascii {
        true => {
            let at = folded.rfind(&word.text)?;
            Some(at + word.text.len() - 2)
        }
        false if word.key.chars().count() < 2 => None,
        false => {
            let ends = chinese.rmatch_indices(&word.key).map(|(at, own)| at + own.len());
            ends.into_iter().find(|end| !is_cut(*end))
        }
    };
    let found = WORDS.all.iter().filter_map(|word| Some((end(word)?, word.key.len(), word.field)));
    found.max_by_key(|(end, length, _)| (*end, *length)).map(|(.., field)| field)
}

/// Finds the words in a header as which another word may go on: `合作方式` is no `合作方`. Returns where
/// each begins and ends.
fn others(key: &str) -> Vec<(usize, usize)> {
    let all = split(Some(words::OTHERS));
    all.flat_map(|word| key.match_indices(word).map(|(at, own)| (at, at + own.len()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_field() {
        let mut seen = std::collections::BTreeMap::new();
        for field in Field::all() {
            for word in field.words() {
                assert_eq!(named(word).map(|named| named.field), Some(field), "{word}");
                let other = seen.insert(key(word), field);
                assert!(other.is_none_or(|other| other == field), "{word}: {other:?} {field:?}");
            }
        }
    }

    #[test]
    fn headers_of_own_making_are_understood() {
        use Column::{Budget, End, Id, Note, Owner, Partner, Start, Status, Title};
        for (header, field) in [
            ("序号", Field::Number),
            ("工作任务", Field::Column(Title)),
            ("主要工作内容", Field::Column(Title)),
            ("责任处室", Field::Column(Owner)),
            ("项目负责人", Field::Column(Owner)),
            ("配合单位", Field::Column(Partner)),
            ("完成时限", Field::Column(End)),
            ("起止时间", Field::Period),
            ("经费(万元)", Field::Column(Budget)),
            ("经费预算（万元） / 金额", Field::Column(Budget)),
            ("时间 / 开始", Field::Column(Start)),
            ("进展情况", Field::Column(Status)),
            ("进度（%）", Field::Progress),
            ("备注", Field::Column(Note)),
            ("类别", Field::Section),
            ("Project title", Field::Column(Title)),
            ("project_id", Field::Column(Id)),
            ("Project status", Field::Column(Status)),
            ("Planned end date", Field::Column(End)),
            ("Recipient country", Field::Recipients),
            ("No.", Field::Number),
            ("时间", Field::Period),
            ("时间进度", Field::Period),
            ("牵头处室/配合处室", Field::Column(Owner)),
            ("牵头单位、配合单位", Field::Column(Owner)),
            ("国外合作方", Field::Column(Partner)),
        ] {
            assert_eq!(named(header).map(|named| named.field), Some(field), "{header}");
        }
        for own in [
            "合作方式",
            "对应国际合作方向",
            "来访时间",
            "风险",
            "电话",
            "latitude",
            "Remarkable",
            "",
        ] {
            assert_eq!(named(own).map(|named| named.field), None, "{own}");
        }
    }
}
