//! What the header of a column says: a column of the plan, in the plan's own word or in another one
//! that people have for it, or a column of the person's own.

use std::sync::LazyLock;

use envcoop_words::header as words;

use crate::cell::currency;
use crate::money::Currency;
use crate::plan::Column;
use crate::text::{Label, Lang, nearest, trim};

/// The header under which a row names the rows that it needs, for what to do next.
pub const AFTER: &str = "after";

/// Tells whether a header is that of the rows that a row needs.
pub fn is_after(header: &str) -> bool {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| [AFTER].into_iter().chain(parts(words::AFTER)).collect());
    let name = trim(header);
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The header under which a row names the rows that are the same project.
pub const SAME_AS: &str = "same_as";

/// Tells whether a header is that of the rows that are the same project as the row.
pub fn is_same_as(header: &str) -> bool {
    let name = trim(header);
    same_as_words().any(|word| word.eq_ignore_ascii_case(name))
}

/// Returns every header that [`is_same_as`] knows; ASCII letters may stand in either case.
pub fn same_as_words() -> impl Iterator<Item = &'static str> {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| [SAME_AS].into_iter().chain(parts(words::SAME_AS)).collect());
    WORDS.iter().copied()
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The header as it stands in the file.
    pub text: String,
    /// The column of the plan that it names; nothing where the format does not know it.
    pub column: Option<Column>,
    /// The currency in which it counts, where it says so: `Budget (CNY)`.
    pub currency: Option<&'static str>,
}

impl Heading {
    /// Makes the heading that a header is, whatever stands beside it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let named = Named::of(&text);
        let column = named.map(Named::column);
        let currency = match named {
            Some(Named::Loosely(Column::Budget)) => without_unit(&text).1.and_then(currency),
            _ => None,
        };
        Heading { text, column, currency }
    }

    /// Makes the headings of a header. Where one names a column exactly, another word for it is a
    /// column of the person's own.
    pub fn all(names: impl IntoIterator<Item = String>) -> Vec<Heading> {
        let mut all: Vec<Heading> = names.into_iter().map(Heading::new).collect();
        let is_exact =
            |heading: &Heading| matches!(Named::of(&heading.text), Some(Named::Exactly(_)));
        let exact: Vec<Column> =
            all.iter().filter(|own| is_exact(own)).filter_map(|own| own.column).collect();
        for heading in all.iter_mut().filter(|heading| !is_exact(heading)) {
            heading.column = heading.column.filter(|column| !exact.contains(column));
        }
        all
    }

    /// Returns the language in which some of the headers name columns; nothing where that is the first
    /// language, whose words are those of data.
    pub fn lang_of(headings: &[Heading]) -> Option<Lang> {
        let speaks = |lang: Lang| {
            headings.iter().any(|own| own.column.is_some_and(|column| own.is_in(lang, column)))
        };
        Lang::ALL.into_iter().find(|&lang| lang != Lang::default() && speaks(lang))
    }

    fn is_in(&self, lang: Lang, column: Column) -> bool {
        let name = trim(&self.text).to_lowercase();
        let (name, _) = without_unit(&name);
        let label = column.label().get(lang).to_lowercase();
        name == label || others(column).get(lang).split("; ").any(|word| word == name)
    }

    /// Returns the column that another word than the plan's own stands for.
    pub fn loosely(&self) -> Option<Column> {
        self.column.filter(|_| matches!(Named::of(&self.text), Some(Named::Loosely(_))))
    }

    /// Tells whether the header says in brackets in what it counts, or what else it is.
    pub fn has_unit(&self) -> bool {
        without_unit(&self.text).1.is_some()
    }

    /// Returns the column that a header of the person's own looks like.
    pub fn resembles(&self) -> Option<Column> {
        if self.column.is_some() { None } else { resembled(&self.text) }
    }
}

/// How a header names a column of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// By its code or a language's label.
    Exactly(Column),
    /// By another word that means nothing else in a plan.
    Loosely(Column),
}

impl Named {
    fn of(header: &str) -> Option<Named> {
        let name = trim(header).to_lowercase();
        if let Some(column) = Column::ALL.into_iter().find(|&column| is_exactly(column, &name)) {
            return Some(Named::Exactly(column));
        }
        let (name, unit) = without_unit(&name);
        let is_called = |&column: &Column| {
            is_exactly(column, name) || synonyms(column).any(|word| is_lower(word, name))
        };
        let column = Column::ALL.into_iter().find(is_called)?;
        // An amount in ten thousands is no amount yet.
        let is_read = column != Column::Budget || unit.is_none_or(|unit| currency(unit).is_some());
        is_read.then_some(Named::Loosely(column))
    }

    fn column(self) -> Column {
        match self {
            Named::Exactly(column) | Named::Loosely(column) => column,
        }
    }
}

impl Column {
    /// Finds the column that a header names: by code, by any language's label, or by another word for
    /// it.
    pub fn of_header(header: &str) -> Option<Column> {
        Named::of(header).map(Named::column)
    }
}

/// Returns the column that a header looks like, without naming it: a slip of the pen, or an amount
/// in another unit.
pub fn resembled(header: &str) -> Option<Column> {
    if Named::of(header).is_some() {
        return None;
    }
    let name = trim(header).to_lowercase();
    let (name, _) = without_unit(&name);
    if let Some(column) = Column::of_header(name) {
        return Some(column);
    }
    let words = || {
        Column::ALL.into_iter().flat_map(|column| {
            let labels = Lang::ALL.map(|lang| column.label().get(lang));
            [column.code()]
                .into_iter()
                .chain(labels)
                .chain(synonyms(column))
                .map(move |w| (w, column))
        })
    };
    let near = nearest(name, words().map(|(word, _)| word))?;
    words().find(|(word, _)| *word == near).map(|(_, column)| column)
}

fn is_exactly(column: Column, name: &str) -> bool {
    column.code() == name || Lang::ALL.iter().any(|&lang| is_lower(column.label().get(lang), name))
}

/// Tells whether a text is a word in lower case. Our words have no letter whose case depends on what
/// stands beside it.
fn is_lower(word: &str, text: &str) -> bool {
    word.chars().flat_map(char::to_lowercase).eq(text.chars())
}

/// Splits a header from what stands in brackets behind it: `预算（元）`, `Budget (CNY)`.
fn without_unit(header: &str) -> (&str, Option<&str>) {
    let header = trim(header);
    let Some(open) = header.find(['(', '（']) else { return (header, None) };
    let (name, unit) = header.split_at(open);
    match unit.strip_suffix([')', '）']) {
        Some(unit) if !trim(name).is_empty() => {
            (trim(name), Some(trim(unit.trim_start_matches(['(', '（']))))
        }
        _ => (header, None),
    }
}

/// Returns the currency that a unit names, by its code or in words.
fn currency(unit: &str) -> Option<&'static str> {
    let named = currency::read(unit)?.value;
    Currency::all().find(|code| *code == named.code())
}

/// Returns the other words for a column, in every language.
fn synonyms(column: Column) -> impl Iterator<Item = &'static str> {
    static WORDS: LazyLock<[Vec<&str>; Column::COUNT]> =
        LazyLock::new(|| Column::ALL.map(|column| parts(others(column)).collect()));
    WORDS[column as usize].iter().copied()
}

fn others(column: Column) -> Label {
    match column {
        Column::Id => words::ID,
        Column::Measures => words::MEASURES,
        Column::Title => words::TITLE,
        Column::Stage => words::STAGE,
        Column::Status => words::STATUS,
        Column::Owner => words::OWNER,
        Column::Partner => words::PARTNER,
        Column::Start => words::START,
        Column::End => words::END,
        Column::Budget => words::BUDGET,
        Column::Currency => words::CURRENCY,
        Column::Funder => words::FUNDER,
        Column::Evidence => words::EVIDENCE,
        Column::Updated => words::UPDATED,
        Column::Note => words::NOTE,
        Column::Link => words::LINK,
    }
}

fn parts(words: Label) -> impl Iterator<Item = &'static str> {
    Lang::ALL.into_iter().flat_map(move |lang| words.get(lang).split("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_tell_their_language_unless_they_are_those_of_data() {
        let lang =
            |names: &str| Heading::lang_of(&Heading::all(names.split(',').map(str::to_owned)));
        for names in ["编号,对应措施,名称,状态", "id,经费（元）,status", "id,status,责任单位"]
        {
            assert_eq!(lang(names), Some(Lang::Zh), "{names}");
        }
        for names in ["id,measures,title,status", "Id,Title,Status,进展", "甲,乙"] {
            assert_eq!(lang(names), None, "{names}");
        }
    }

    #[test]
    fn every_word_for_a_column_means_one() {
        let mut seen = std::collections::BTreeMap::new();
        for column in Column::ALL {
            let labels = Lang::ALL.map(|lang| column.label().get(lang).to_lowercase());
            let mut own: Vec<String> =
                synonyms(column).map(str::to_lowercase).chain(labels).collect();
            own.push(column.code().to_owned());
            own.sort();
            own.dedup();
            for word in own {
                assert_eq!(Column::of_header(&word), Some(column), "{word}");
                assert_eq!(seen.insert(word.clone(), column), None, "{word}");
            }
        }
    }

    #[test]
    fn a_header_in_other_words_is_read() {
        let header =
            "ID,Measure,Title,Status,Owners,Start date,End date (planned),Budget (CNY),Risk";
        let headings = Heading::all(header.split(',').map(str::to_owned));
        let columns: Vec<_> = headings.iter().map(|own| own.column).collect();
        use Column::{Budget, End, Id, Measures, Owner, Start, Status, Title};
        let named = [Id, Measures, Title, Status, Owner, Start, End, Budget].map(Some);
        assert_eq!(columns[..8], named);
        assert_eq!((columns[8], headings[8].resembles()), (None, None));
        assert_eq!((headings[7].currency, headings[0].currency), (Some("CNY"), None));
        assert_eq!(headings.iter().filter(|own| own.loosely().is_some()).count(), 5);
        let header = "编号,措施,状态,责任人,起始时间,完成时限,经费（元）,币种";
        let headings = Heading::all(header.split(',').map(str::to_owned));
        assert!(headings.iter().all(|own| own.column.is_some()), "{headings:?}");
        assert_eq!(headings[6].currency, Some("CNY"));
    }

    #[test]
    fn the_plans_own_word_comes_first() {
        let headings = Heading::all(["负责单位", "负责人", "Owner group"].map(str::to_owned));
        let columns: Vec<_> = headings.iter().map(|own| own.column).collect();
        assert_eq!(columns, [None, Some(Column::Owner), None]);
        let both = Heading::all(["责任人", "牵头单位"].map(str::to_owned));
        assert!(both.iter().all(|own| own.column == Some(Column::Owner)), "{both:?}");
    }

    #[test]
    fn what_only_looks_like_a_column_is_not_read() {
        for (header, column) in [
            ("Ownr", Some(Column::Owner)),
            ("Statuss", Some(Column::Status)),
            ("预算（万元）", Some(Column::Budget)),
            ("Budget (thousands)", Some(Column::Budget)),
            ("Risk", None),
            ("风险", None),
            ("after", None),
        ] {
            assert_eq!(Column::of_header(header), None, "{header}");
            assert_eq!(resembled(header), column, "{header}");
        }
    }
}
