//! The words that cells may hold, and what the strategy's ids stand for: drop-downs refer here.

use envcoop_core::framework::Framework;
use envcoop_core::money::Currency;
use envcoop_core::plan::Column;
use envcoop_core::plan::grammar::UNKNOWN;
use envcoop_core::text::{Label, Lang, Text};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::workbook::{Book, TEXT, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::{Worksheet, utility};

/// The names that the workbook defines for lists that drop-downs refer to.
pub(super) const STATUSES: &str = "Statuses";
pub(super) const STAGES: &str = "Stages";
pub(super) const LINKS: &str = "Links";
pub(super) const MEASURES: &str = "Measures";
pub(super) const CURRENCIES: &str = "Currencies";

/// The widths of the columns.
const ID_WIDTH: usize = 20;
const WIDTH: usize = 56;

/// A line of a list: the code, and its name.
type Entry<'e> = (&'e str, Phrase<'e>);

/// The currencies that stand first in the list, those of this work.
const FIRST_CURRENCIES: [&str; 6] = ["CNY", "USD", "EUR", "JPY", "GBP", "XDR"];

/// Fills the sheet, one list below the other so that it can be read and printed. Returns the names
/// to define and the ranges that they stand for.
pub(super) fn fill(
    book: &Book<'_>,
    framework: &Framework,
    sheet: &mut Worksheet,
) -> Result<Vec<(&'static str, String)>, WorkbookError> {
    for (col, width) in (0u16..).zip([ID_WIDTH].into_iter().chain(Lang::ALL.map(|_| WIDTH))) {
        sheet.set_column_width(col, width as f64)?;
        sheet.set_column_format(col, &book.looks.text())?;
    }
    let mut lists = Lists { book, sheet, row: 0, first: 0, names: Vec::new() };
    // Labels stand in the first language's column; the drop-down offers what is read back.
    let label = 1 + book.words.lang() as u16;
    let unknown = || (UNKNOWN, UNKNOWN.into());
    lists.add(Column::Status.label(), words_of::<Status>().chain([unknown()]))?;
    lists.name(STATUSES, label);
    lists.add(Column::Stage.label(), words_of::<Stage>().chain([unknown()]))?;
    lists.name(STAGES, label);
    lists.add(Column::Link.label(), words_of::<Link>())?;
    lists.name(LINKS, label);
    let areas = framework.areas.iter().map(|area| (&area.id, &area.title));
    lists.add(words::table::AREA_OF_WORK, areas.map(titled))?;
    let challenges = framework.challenges.iter().map(|c| (&c.id, &c.title));
    lists.add(words::challenge::CHALLENGE, challenges.map(titled))?;
    let measures = framework.measures.iter().map(|measure| (&measure.id, &measure.title));
    lists.add(words::measure::MEASURE, measures.map(titled))?;
    lists.name(MEASURES, 0);
    // Codes of currencies need no paper.
    let printed = lists.row - 2;
    let others = Currency::all().filter(|code| !FIRST_CURRENCIES.contains(code));
    let currencies = FIRST_CURRENCIES.into_iter().chain(others);
    lists.add(Column::Currency.label(), currencies.map(|code| (code, "".into())))?;
    lists.name(CURRENCIES, 0);
    let names = lists.names;
    sheet.set_print_area(0, 0, printed, Lang::COUNT as u16)?;
    Ok(names)
}

fn titled<'f>((id, title): (&'f String, &'f Text)) -> Entry<'f> {
    (id, title.into())
}

fn words_of<W: Word>() -> impl Iterator<Item = Entry<'static>> {
    W::ALL.iter().map(|word| (word.code(), word.label().into()))
}

struct Lists<'l, 'b> {
    book: &'l Book<'b>,
    sheet: &'l mut Worksheet,
    /// The next free row.
    row: u32,
    /// The first row of the last list.
    first: u32,
    names: Vec<(&'static str, String)>,
}

impl Lists<'_, '_> {
    /// Adds a list under its title.
    fn add<'e>(
        &mut self,
        title: Label,
        entries: impl Iterator<Item = Entry<'e>>,
    ) -> Result<(), WorkbookError> {
        let Book { words: in_langs, looks, .. } = self.book;
        let heading = looks.heading();
        self.sheet.write_string_with_format(self.row, 0, in_langs.all(title, " / "), &heading)?;
        for (col, lang) in (1u16..).zip(Lang::ALL) {
            let name = words::language::NAME.get(lang);
            self.sheet.write_string_with_format(self.row, col, name, &heading)?;
        }
        let (code, text) = (looks.name().set_num_format(TEXT), looks.ruled());
        self.first = self.row + 1;
        self.row = self.first;
        for (id, name) in entries {
            self.sheet.write_string_with_format(self.row, 0, id, &code)?;
            for (col, lang) in (1u16..).zip(Lang::ALL) {
                self.sheet.write_string_with_format(self.row, col, name.get(lang), &text)?;
            }
            let names = Lang::ALL.map(|lang| (name.get(lang), WIDTH));
            let height = looks.height([(id, ID_WIDTH)].into_iter().chain(names));
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    /// Gives a column of the last list a name.
    fn name(&mut self, name: &'static str, col: u16) {
        let column = utility::column_number_to_name(col);
        let range = format!("${column}${}:${column}${}", self.first + 1, self.row - 1);
        self.names.push((name, self.book.reference(words::sheet::LISTS, &range)));
    }
}
