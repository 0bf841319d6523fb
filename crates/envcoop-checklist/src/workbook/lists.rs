//! The words that cells may hold, and what the strategy's ids stand for: drop-downs refer here.

use envcoop_core::money::Currency;
use envcoop_core::plan::grammar::UNKNOWN;
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use rust_xlsxwriter::Worksheet;

use super::{Book, LISTS, words};

/// A list that drop-downs refer to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    Statuses,
    Stages,
    Links,
    Measures,
    Currencies,
}

impl Name {
    /// Returns the name that the workbook defines.
    pub(super) fn text(self) -> &'static str {
        match self {
            Name::Statuses => "Statuses",
            Name::Stages => "Stages",
            Name::Links => "Links",
            Name::Measures => "Measures",
            Name::Currencies => "Currencies",
        }
    }
}

/// The widths of the columns.
const ID_WIDTH: usize = 20;
const WIDTH: usize = 56;

/// A line of a list: the code, and its name in every language.
type Entry<'e> = (&'e str, &'e str, &'e str);

/// The currencies that stand first in the list, those of this work.
const FIRST_CURRENCIES: [&str; 6] = ["CNY", "USD", "EUR", "JPY", "GBP", "XDR"];

/// Fills the sheet, one list below the other so that it can be read and printed. Returns the names
/// to define and the ranges that they stand for.
pub(super) fn fill(
    book: &Book<'_>,
    sheet: &mut Worksheet,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let framework = book.framework;
    for (col, width) in [(0, ID_WIDTH), (1, WIDTH), (2, WIDTH)] {
        sheet.set_column_width(col, width as f64)?;
        sheet.set_column_format(col, &book.looks.text())?;
    }
    let mut lists = Lists { book, sheet, row: 0, names: Vec::new() };
    // Labels stand in the first language's column; the drop-down offers what is read back.
    let labels = match book.words.lang() {
        Lang::En => 'B',
        Lang::Zh => 'C',
    };
    lists.add(
        words::STATUSES,
        Some((Name::Statuses, labels)),
        &with_unknown(entries::<Status>()),
    )?;
    lists.add(words::STAGES, Some((Name::Stages, labels)), &with_unknown(entries::<Stage>()))?;
    lists.add(words::LINKS, Some((Name::Links, labels)), &entries::<Link>())?;
    let areas: Vec<_> = framework
        .areas
        .iter()
        .map(|a| (&*a.id, a.title.get(Lang::En), a.title.get(Lang::Zh)))
        .collect();
    lists.add(words::AREAS, None, &areas)?;
    let challenges = framework.challenges.iter();
    let challenges: Vec<_> =
        challenges.map(|c| (&*c.id, c.title.get(Lang::En), c.title.get(Lang::Zh))).collect();
    lists.add(words::CHALLENGES, None, &challenges)?;
    let measures = framework.measures.iter();
    let measures: Vec<_> =
        measures.map(|m| (&*m.id, m.title.get(Lang::En), m.title.get(Lang::Zh))).collect();
    lists.add(words::MEASURES, Some((Name::Measures, 'A')), &measures)?;
    // Codes of currencies need no paper.
    let printed = lists.row - 2;
    let others = Currency::all().filter(|code| !FIRST_CURRENCIES.contains(code));
    let currencies: Vec<Entry<'_>> =
        FIRST_CURRENCIES.into_iter().chain(others).map(|code| (code, "", "")).collect();
    lists.add(words::CURRENCIES, Some((Name::Currencies, 'A')), &currencies)?;
    let names = lists.names;
    sheet.set_print_area(0, 0, printed, 2)?;
    Ok(names)
}

fn entries<W: Word>() -> Vec<Entry<'static>> {
    let entry = |word: &W| (word.code(), word.label().en, word.label().zh);
    W::ALL.iter().map(entry).collect()
}

/// Adds the mark for what is not known, which a drop-down would refuse otherwise.
fn with_unknown(mut entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    entries.push((UNKNOWN, UNKNOWN, UNKNOWN));
    entries
}

struct Lists<'l, 'b> {
    book: &'l Book<'b>,
    sheet: &'l mut Worksheet,
    /// The next free row.
    row: u32,
    names: Vec<(&'static str, String)>,
}

impl Lists<'_, '_> {
    /// Adds a list under its title. `name` is the name to define and the column that it stands for.
    fn add(
        &mut self,
        title: Label,
        name: Option<(Name, char)>,
        entries: &[Entry<'_>],
    ) -> anyhow::Result<()> {
        let Book { words, looks, .. } = self.book;
        let heading = looks.heading();
        let titles = [words.all(title, " / "), "English".to_owned(), "中文".to_owned()];
        for (col, text) in (0u16..).zip(titles) {
            self.sheet.write_string_with_format(self.row, col, text, &heading)?;
        }
        let first = self.row + 1;
        let (code, text) =
            (looks.name().set_num_format(envcoop_forms::workbook::TEXT), looks.ruled());
        for (row, (id, en, zh)) in (first..).zip(entries) {
            self.sheet.write_string_with_format(row, 0, *id, &code)?;
            self.sheet.write_string_with_format(row, 1, *en, &text)?;
            self.sheet.write_string_with_format(row, 2, *zh, &text)?;
            self.sheet
                .set_row_height(row, looks.height([(*id, ID_WIDTH), (*en, WIDTH), (*zh, WIDTH)]))?;
        }
        let last = self.row + entries.len() as u32;
        if let Some((name, column)) = name {
            let range = format!("${column}${}:${column}${}", first + 1, last + 1);
            self.names.push((name.text(), self.book.reference(LISTS, &range)));
        }
        self.row = last + 2;
        Ok(())
    }
}
