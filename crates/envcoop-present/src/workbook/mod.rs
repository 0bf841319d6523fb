//! The whole report as one workbook, for people who open nothing else.
//!
//! No cell holds a formula and nothing asks the clock: the same plan, as of the same day, gives the
//! same bytes.

mod about;
mod activities;
mod changes;
mod chart;
mod matrix;
mod money;
mod summary;

use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::Blank;
use envcoop_forms::document::Block;
use envcoop_forms::table::Filled;
use envcoop_forms::workbook::{self as forms, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::{Workbook, Worksheet};

pub use self::activities::Rows;
use crate::tables;

/// A report as a workbook: what every sheet is made with.
pub struct Report<'b> {
    book: forms::Book<'b>,
    /// The program that makes it, with its version.
    tool: &'b str,
    /// The day that the file is dated; none where only the clock tells it.
    made_on: Option<Date>,
}

impl<'b> Report<'b> {
    /// Begins a report in these languages.
    pub fn new(
        framework: &'b Framework,
        langs: &'b [Lang],
        tool: &'b str,
        made_on: Option<Date>,
    ) -> Self {
        let title = |lang| words::report::TITLE.get(lang).to_owned();
        Report { book: forms::Book::new(langs, title, &framework.title), tool, made_on }
    }

    /// Makes every sheet and puts them in order.
    fn fill(
        &self,
        study: &Study,
        [activities, late]: [Option<Worksheet>; 2],
        workbook: &mut Workbook,
    ) -> Result<(), WorkbookError> {
        let book = &self.book;
        let facts = about::properties(self, study);
        workbook.set_properties(&book.properties(self.tool, self.made_on, facts)?);
        let summary = summary::fill(book, study, self.sheet(words::sheet::SUMMARY)?)?;
        let matrix = matrix::fill(book, study, self.sheet(words::sheet::MATRIX)?)?;
        let measures = self.table(words::sheet::MEASURES, tables::measures(study))?;
        let gaps = self.table(words::sheet::GAPS, tables::gaps(study))?;
        let money = [words::money::MONEY, words::money::PICTURE_TITLE];
        let money = money::fill(book, study, [self.sheet(money[0])?, self.sheet(money[1])?])?;
        let changes = match &study.changes {
            Some(changes) => {
                Some(changes::fill(book, changes, self.sheet(words::sheet::CHANGES)?)?)
            }
            None => None,
        };
        let about = about::fill(self, study, self.sheet(words::sheet::ABOUT)?)?;
        let first = [summary, matrix, measures, gaps].into_iter().chain(activities).chain(money);
        for sheet in first.chain(late).chain(changes).chain([about]) {
            workbook.push_worksheet(sheet);
        }
        Ok(())
    }

    /// Makes a sheet of one table.
    fn table(&self, name: Label, table: Filled<'_>) -> Result<Worksheet, WorkbookError> {
        let (looks, words) = (&self.book.looks, self.book.words);
        forms::fill(self.sheet(name)?, looks, words, &[Block::Table(table, None)])
    }

    fn sheet(&self, name: Label) -> Result<Worksheet, WorkbookError> {
        self.named(Worksheet::new(), name)
    }

    /// Gives a new sheet its name and its paper.
    fn named(&self, sheet: Worksheet, name: Label) -> Result<Worksheet, WorkbookError> {
        let title = format!("{} · {}", self.book.title, self.book.words.all(name, " / "));
        self.book.sheet(sheet, name, &title)
    }
}

/// Says what a blank means.
fn blank(blank: Blank) -> Label {
    match blank {
        Blank::Unmet => words::analysis::BLANK_IS_NONE,
        Blank::Unknown => words::analysis::BLANK_IS_UNKNOWN,
    }
}

/// Names the needs that count, in every language.
fn needs(book: &forms::Book<'_>, study: &Study, between: &str) -> String {
    let profile = study.gap.rules.profile;
    let in_lang = |&lang: &Lang| {
        let needs = profile.needs().iter().map(|need| need.label().get(lang));
        needs.collect::<Vec<_>>().join(lang.comma())
    };
    book.words.langs().iter().map(in_lang).collect::<Vec<_>>().join(between)
}
