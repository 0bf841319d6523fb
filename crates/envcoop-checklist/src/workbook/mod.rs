//! A plan as a workbook that can be mailed around: sheets for people, and a copy of what was sent
//! out by which edits are recognised.
//!
//! No cell holds a formula and nothing asks the clock: the same plan gives the same bytes.

mod about;
mod baseline;
mod checklist;
mod guide;
mod lists;
mod looks;
mod review;
mod slots;
mod words;

use std::io::Write;

use anyhow::{Context, bail};
use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document};
use envcoop_core::text::{Label, Lang};
use envcoop_forms::workbook::{
    CELL_LIMIT, Looks, SHEET_LIMIT, Words, beyond_cell, made_on, set_paper,
};
use envcoop_intake::plan::workbook::{BASELINE, CHECKLIST};
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet};

use self::slots::slots;

/// What a workbook says of itself beside its plan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// The year that the plan is for, where it is for one.
    pub(crate) year: Option<i16>,
    /// The day from which rows past their end are marked, where the user or the environment fixed
    /// one.
    pub(crate) as_of: Option<Date>,
}

/// Every sheet's name, in the order in which they stand.
#[cfg(test)]
const SHEETS: [Label; 6] = [CHECKLIST, REVIEW, GUIDE, LISTS, ABOUT, BASELINE];
const REVIEW: Label = Label { en: "Review", zh: "复核" };
const GUIDE: Label = Label { en: "How to", zh: "说明" };
const LISTS: Label = Label { en: "Lists", zh: "选项" };
const ABOUT: Label = Label { en: "About", zh: "关于" };

/// How many rows below the last have formats and drop-downs, for rows that people add.
const SPARE_ROWS: u32 = 200;

/// What every sheet is made of.
struct Book<'b> {
    framework: &'b Framework,
    plan: &'b Document,
    facts: &'b Facts,
    words: Words<'b>,
    looks: Looks,
}

/// Writes a plan as a workbook in one language or in two: the first one's words stand in the cells
/// that are read back.
///
/// # Errors
/// Names the row whose text is longer than a cell can hold; nothing is cut. Says so where the plan
/// is larger than a sheet.
pub(crate) fn write(
    framework: &Framework,
    plan: &Document,
    langs: &[Lang],
    facts: &Facts,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    check_limits(plan)?;
    let words = Words::new(langs);
    let book = Book { framework, plan, facts, words, looks: Looks::new(langs) };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&book)?);
    let slots = slots(plan);
    // Names are defined before sheets refer to them: `Lists` says where each list stands.
    let mut lists = book.sheet(LISTS)?;
    let names = lists::fill(&book, &mut lists)?;
    let mut about = book.sheet(ABOUT)?;
    let as_of = about::fill(&book, &mut about)?;
    for (name, range) in names.iter().chain([&as_of]) {
        workbook.define_name(*name, range)?;
    }
    let mut checklist = book.sheet(CHECKLIST)?;
    checklist::fill(&book, &slots, &mut checklist)?;
    let mut guide = book.sheet(GUIDE)?;
    guide::fill(&book, &mut guide)?;
    let mut baseline = book.sheet(BASELINE)?;
    baseline::fill(&book, &slots, &mut baseline)?;
    let mut review = book.sheet(REVIEW)?;
    let has_review = review::fill(&book, &mut review)?;
    let review = has_review.then_some(review);
    for sheet in [checklist].into_iter().chain(review).chain([guide, lists, about, baseline]) {
        workbook.push_worksheet(sheet);
    }
    let bytes = workbook.save_to_buffer().context("the workbook cannot be made")?;
    out.write_all(&bytes)?;
    Ok(())
}

impl Book<'_> {
    /// Makes a sheet that prints on A4 as wide as a page, with the title on top and page numbers
    /// below.
    fn sheet(&self, name: Label) -> anyhow::Result<Worksheet> {
        let mut sheet = Worksheet::new();
        sheet.set_name(self.words.first(name))?;
        let strategy = self.framework.title.get(self.words.lang());
        set_paper(&mut sheet, &self.looks, &self.words, &self.title(), strategy);
        Ok(sheet)
    }

    /// Returns how a formula refers to a range of a sheet.
    fn reference(&self, sheet: Label, range: &str) -> String {
        format!("='{}'!{range}", self.words.first(sheet))
    }

    /// Returns the title of the plan.
    fn title(&self) -> String {
        let Some(year) = self.facts.year else { return self.words.all(words::PLAN, " / ") };
        let of_year = self.words.langs().iter().map(|lang| match lang {
            Lang::En => format!("Planning checklist {year}"),
            Lang::Zh => format!("{year}年规划清单"),
        });
        of_year.collect::<Vec<_>>().join(" / ")
    }

    /// Returns the title of the strategy.
    fn strategy(&self) -> String {
        self.words.text(&self.framework.title, " / ")
    }
}

/// Says what the file is, for programs and for the properties that an office program shows.
fn properties(book: &Book<'_>) -> anyhow::Result<DocProperties> {
    let created = made_on(book.facts.as_of)?;
    let mut properties = DocProperties::new()
        .set_title(book.title())
        .set_subject(book.strategy())
        .set_author(about::TOOL)
        .set_creation_datetime(&created);
    for (key, value) in about::properties(book) {
        properties = properties.set_custom_property(key, value);
    }
    Ok(properties)
}

fn check_limits(plan: &Document) -> anyhow::Result<()> {
    let (rows, columns) = SHEET_LIMIT;
    let most = rows - 1 - SPARE_ROWS as usize;
    if plan.lines.len() > most {
        bail!("{} rows do not fit on a sheet, which holds {most} here", plan.lines.len());
    }
    if plan.headings.len() + Column::COUNT > columns {
        bail!("{} columns do not fit on a sheet, which has {columns}", plan.headings.len());
    }
    for line in &plan.lines {
        for (heading, text) in plan.headings.iter().zip(&line.cells) {
            if let Some(n) = beyond_cell(text) {
                bail!(
                    "row `{}`: column {}: {n} characters are more than the {CELL_LIMIT} that a \
                     workbook's cell holds; shorten the text, or write CSV",
                    plan.text(line, Column::Id),
                    heading.text,
                );
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;
    use envcoop_core::plan::{Heading, canonical};
    use envcoop_core::problem::Problems;
    use envcoop_intake::plan::PlanFile;

    use super::*;

    #[test]
    fn sheet_names_are_short_plain_and_unlike() {
        for lang in Lang::ALL {
            let mut names: Vec<_> = SHEETS.iter().map(|s| s.get(lang).to_lowercase()).collect();
            for name in &names {
                assert!(name.encode_utf16().count() <= 31, "{name}");
                assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']), "{name}");
            }
            names.sort();
            names.dedup();
            assert_eq!(names.len(), SHEETS.len());
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_refused_with_its_row() {
        let mut plan = Document::new();
        let long = "字".repeat(CELL_LIMIT + 1);
        plan.push(|heading| match heading.column {
            Some(Column::Id) => "A-1".into(),
            Some(Column::Note) => (&*long).into(),
            _ => "".into(),
        });
        let error = check_limits(&plan).expect_err("it is too long").to_string();
        assert!(error.starts_with("row `A-1`: column note: 32768 characters"), "{error}");
        for cell in &mut plan.lines[0].cells {
            cell.pop();
        }
        assert!(check_limits(&plan).is_ok());
    }

    #[test]
    fn cells_that_a_spreadsheet_would_change_come_back_as_they_were() {
        let own = ["=1+1", "@cmd", "007", "1E3", "+86 10", "'x", "_x0041_", "a\nb", "  ", "3-1"];
        let mut plan = Document::new();
        plan.headings.insert(0, Heading::new("our code"));
        plan.headings.push(Heading::new("=plus"));
        for (n, text) in own.iter().enumerate() {
            let id = format!("A-{n}");
            plan.push(|heading| match heading.column {
                Some(Column::Id) => id.clone().into(),
                Some(Column::Status) => ["suspended", "?", "not-applicable"][n % 3].into(),
                Some(Column::Stage) => ["", "?", "verify"][n % 3].into(),
                Some(Column::End) => ["2027-02-28", "?", "1899-05-05", "2027-02-30"][n % 4].into(),
                Some(Column::Budget) => ["0.07", "?", "10000000000000.01", "12"][n % 4].into(),
                Some(Column::Link) => ["", "rule", "human"][n % 3].into(),
                Some(Column::Currency) => "CNY".into(),
                Some(Column::Measures) => "W1.1:60;W2.1:40".into(),
                _ => (*text).into(),
            });
        }
        let framework = shipped("mini").expect("it is shipped").expect("it is sound");
        for langs in [&[Lang::En][..], &[Lang::Zh], &[Lang::En, Lang::Zh]] {
            let mut bytes = Vec::new();
            write(&framework, &plan, langs, &Facts::default(), &mut bytes).expect("it is written");
            let mut problems = Problems::default();
            let file = "a.xlsx".into();
            let back = PlanFile::read(&file, &*bytes, None, &framework, &mut problems);
            let back = back.unwrap_or_else(|| panic!("{problems:?}"));
            let base = back.base.expect("there is a baseline");
            for read in [&back.plan, &base] {
                assert_eq!(read.lines.len(), plan.lines.len());
                for (line, ours) in read.lines.iter().zip(&plan.lines) {
                    for (heading, text) in plan.headings.iter().zip(&ours.cells) {
                        let at = read.headings.iter().position(|h| match heading.column {
                            Some(column) => h.column == Some(column),
                            None => h.text == heading.text,
                        });
                        let cell = &line.cells[at.expect("the column is there")];
                        let of = |text| canonical(heading.column, text).into_owned();
                        assert_eq!(of(cell), of(text), "{} {langs:?}", heading.text);
                    }
                }
            }
        }
    }
}
