//! `xlsx`: the whole report as one workbook, for people who open nothing else.
//!
//! No cell holds a formula and nothing asks the clock: the same plan, as of the same day, gives the
//! same bytes.

mod about;
mod activities;
mod cell;
mod changes;
mod chart;
mod gaps;
mod looks;
mod matrix;
mod money;
mod summary;
mod words;

use anyhow::{Context, bail};
use envcoop_cli::{ExitStatus, Refused, Session, SharedArgs, Target};
use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::judged::Judged;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, count};
use envcoop_forms::workbook::{
    Grid, Looks, Words, columns as grid_columns, made_on, put_first, set_paper, visible,
};
use envcoop_present::tables;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet};

use self::activities::Streamed;
use crate::args::Xlsx;
use crate::portfolio::{Plans, framework};

const SUMMARY: Label = Label { en: "Summary", zh: "概要" };
const MATRIX: Label = Label { en: "Matrix", zh: "矩阵" };
const MEASURES: Label = Label { en: "Measures", zh: "措施" };
const GAPS: Label = Label { en: "Gaps", zh: "缺口" };
const ACTIVITIES: Label = Label { en: "Activities", zh: "活动" };
const MONEY: Label = Label { en: "Money", zh: "资金" };
const SUMS: Label = Label { en: "Money by challenge", zh: "各挑战资金" };
const LATE: Label = Label { en: "Late", zh: "逾期" };
const CHANGES: Label = Label { en: "Changes", zh: "变化" };
const ABOUT: Label = Label { en: "About", zh: "关于" };
/// Every sheet's name, in the order in which they stand.
#[cfg(test)]
const SHEETS: [Label; 10] =
    [SUMMARY, MATRIX, MEASURES, GAPS, ACTIVITIES, MONEY, SUMS, LATE, CHANGES, ABOUT];

/// The columns of measures that are printed; the others stand to their right.
const PRINTED: [&str; 10] =
    ["id", "title", "state", "low", "high", "unmet", "unknown", "reason", "start", "end"];

/// What every sheet is made of.
struct Book<'b> {
    framework: &'b Framework,
    words: Words<'b>,
    looks: Looks,
    /// The day that the file is dated; none where only the clock tells it.
    fixed_day: Option<Date>,
}

pub(crate) fn run(
    args: &Xlsx,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    if target.width(session).is_some() {
        bail!("a workbook is not for a terminal; name a file with `-o FILE.xlsx`");
    }
    let framework = framework(&args.report, session)?;
    let langs = shared.lang.langs();
    let book = Book {
        framework: &framework,
        words: Words::new(langs),
        looks: Looks::new(langs),
        fixed_day: args.report.judging.fixed_day(),
    };
    let mut workbook = Workbook::new();
    let mut streamed = Streamed::begin(&book, &mut workbook, args.constant_memory)?;
    let mut row = |judged: &Judged<'_>| streamed.add(&book, judged);
    let plans = Plans::read(&args.report, &framework, session, &mut row)?;
    if streamed.problems.n_errors() > 0 {
        session.problems(&streamed.problems);
        return Err(Refused.into());
    }
    let mut out = target.begin()?;
    let study = plans.study(session)?;
    session.stage("writing the workbook");
    book.fill(&study, streamed, &mut workbook)?;
    workbook.save_to_writer(&mut out).context("the workbook cannot be made")?;
    out.finish(session)?;
    let n_sheets = count(workbook.worksheets_mut().len() as u64, "sheet", "sheets");
    session.note(&format!("{}: {n_sheets} written", args.output.output.display()));
    Ok(ExitStatus::Done)
}

impl Book<'_> {
    /// Makes every sheet and puts them in order.
    fn fill(
        &self,
        study: &Study,
        streamed: Streamed<'_>,
        workbook: &mut Workbook,
    ) -> anyhow::Result<()> {
        workbook.set_properties(&self.properties(study)?);
        workbook.push_worksheet(summary::fill(self, study, self.sheet(SUMMARY)?)?);
        workbook.push_worksheet(matrix::fill(self, study, self.sheet(MATRIX)?)?);
        workbook.push_worksheet(self.measures(study)?);
        workbook.push_worksheet(gaps::fill(self, study, self.sheet(GAPS)?)?);
        let (activities, late) = streamed.end()?;
        workbook.push_worksheet(activities);
        let money = [self.sheet(MONEY)?, self.sheet(SUMS)?];
        for sheet in money::fill(self, study, money)? {
            workbook.push_worksheet(sheet);
        }
        if let Some(late) = late {
            workbook.push_worksheet(late);
        }
        if let Some(changes) = &study.changes {
            workbook.push_worksheet(changes::fill(self, changes, self.sheet(CHANGES)?)?);
        }
        workbook.push_worksheet(about::fill(self, study, self.sheet(ABOUT)?)?);
        Ok(())
    }

    fn measures(&self, study: &Study) -> anyhow::Result<Worksheet> {
        let spec = &tables::MEASURES;
        let mut rows = cell::rows(self.words, |lang| tables::measures(&study.gap, lang));
        let mut columns = grid_columns(self.words, spec, &rows);
        put_first(&PRINTED, spec, &mut columns, &mut rows);
        let mut grid = Grid::begin(&self.looks, self.sheet(MEASURES)?, 0, columns)?;
        rows.iter().try_for_each(|row| grid.push(row))?;
        Ok(grid.printing(PRINTED.len()).with_bars()?.end()?)
    }

    /// Makes a sheet that prints on A4 as wide as a page, with the title on top and page numbers
    /// below.
    fn sheet(&self, name: Label) -> anyhow::Result<Worksheet> {
        self.named(Worksheet::new(), name)
    }

    /// Gives a new sheet its name and its paper.
    fn named(&self, mut sheet: Worksheet, name: Label) -> anyhow::Result<Worksheet> {
        sheet.set_name(self.words.first(name))?;
        let title = format!("{} · {}", self.title(), self.words.all(name, " / "));
        let strategy = self.framework.title.get(self.words.lang());
        set_paper(&mut sheet, &self.looks, &self.words, &title, &visible(strategy));
        Ok(sheet)
    }

    /// Writes a line that runs over the columns.
    fn line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        sheet.write_string_with_format(row, 0, text, format)?;
        sheet.set_row_height(row, self.looks.height([(text, usize::from(u16::MAX))]))?;
        Ok(())
    }

    /// Writes the title of a sheet into its first row.
    fn headline(&self, sheet: &mut Worksheet, text: &str) -> anyhow::Result<()> {
        const HEIGHT: f64 = 28.0;
        sheet.write_string_with_format(0, 0, text, &self.looks.title())?;
        sheet.set_row_height(0, HEIGHT)?;
        Ok(())
    }

    /// Returns the title of the workbook.
    fn title(&self) -> String {
        self.words.all(words::TITLE, " / ")
    }

    /// Says what the file is, for programs and for the properties that an office program shows.
    fn properties(&self, study: &Study) -> anyhow::Result<DocProperties> {
        let subject = self.words.text(&self.framework.title, " / ");
        let mut properties = DocProperties::new()
            .set_title(self.title())
            .set_subject(visible(&subject))
            .set_author(about::TOOL)
            .set_creation_datetime(&made_on(self.fixed_day)?);
        for (key, value) in about::properties(self, study) {
            properties = properties.set_custom_property(key, visible(&value).into_owned());
        }
        Ok(properties)
    }
}

#[cfg(test)]
mod tests {
    use envcoop_core::text::Lang;

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
}
