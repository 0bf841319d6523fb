//! `new`: a checklist of the strategy's actions.

use std::io::Write;

use envcoop_cli::{
    ExitStatus, PlanArgs, ReadingArgs, Session, SharedArgs, Target, ThreadsArg, load_framework,
    read_portfolio, study, today,
};
use envcoop_core::judge::scope::Scope;
use envcoop_core::study::{Portfolio, Wanted};
use envcoop_core::text::{Lang, Text};
use envcoop_core::vocabulary::Stage;
use envcoop_forms::{markdown, terminal};
use envcoop_intake::plan::write_json;
use envcoop_present::checklist::workbook::{self, Facts};
use envcoop_present::checklist::{calendar, page};
use envcoop_words::checklist as words;

use crate::args::{Format, New};
use crate::select::select;
use crate::{TOOL, write};

pub(crate) fn run(
    args: &New,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let format = args.format()?;
    let target = Target::new(&args.output, session)?;
    if format == Format::Xlsx {
        target.refuse_terminal(session)?;
    }
    let framework = load_framework(&args.framework, session)?;
    let measures = args.filter.filter().keep(&framework)?;
    let stages: Vec<Stage> = args.stage.iter().map(|&stage| stage.into()).collect();
    let year = args.year.unwrap_or_else(|| today().year() + 1);

    let items = if args.gaps.gaps.is_empty() {
        select(&framework, &measures, &stages, None, year)
    } else {
        let plans = PlanArgs {
            plans: args.gaps.gaps.clone(),
            part: None,
            reading: ReadingArgs {
                blank: args.gaps.blank,
                encoding: args.gaps.encoding,
                literal: args.gaps.literal,
                lenient: args.gaps.lenient,
                keep_going: args.gaps.keep_going,
                max_left_out: args.gaps.max_left_out,
                threads: ThreadsArg::default(),
                assume_unique: false,
            },
        };
        let rules = args.gaps.judging.rules(&plans.reading);
        let mut portfolio = Portfolio::new(Scope::everything(&framework), rules, Wanted::default());
        read_portfolio(&plans, &mut portfolio, session)?;
        let gap = study(portfolio, session)?.gap;
        select(&framework, &measures, &stages, Some(&gap), year)
    };

    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    let langs = shared.lang.langs();
    let mut out = target.begin()?;
    let heading = || Text::new(|lang| format!("{} {year}", framework.title.get(lang)));
    let mut n_undated = 0;
    match format {
        Format::Table => {
            out.write_all(terminal::render(&write::table(&items), lang, width).as_bytes())?;
        }
        Format::Csv => write::csv(&write::plan(&items, langs), args.audience.into(), &mut out)?,
        Format::Markdown => {
            let tasks = write::tasks(&framework, &items, year);
            out.write_all(markdown::render(&tasks, lang).as_bytes())?;
        }
        Format::Json => write_json(&write::plan(&items, langs), true, &mut out)?,
        Format::Xlsx => {
            let as_of = args.gaps.judging.fixed_day();
            let facts = Facts { framework: &framework, tool: TOOL, year: Some(year), as_of };
            out.write_all(&workbook::write(&write::plan(&items, langs), &facts, langs)?)?;
        }
        Format::Html => {
            page::write(&framework, &write::plan(&items, langs), &heading(), langs, &mut out)?;
        }
        Format::Ics => {
            let plan = write::plan(&items, langs);
            n_undated = calendar::write(&framework, &plan, &heading(), lang, &mut out)?;
        }
    }
    out.finish_over(&args.output.output, session)?;
    if n_undated > 0 {
        session.warning(&words::undated(session.lang, n_undated), None);
    }
    let mut measures: Vec<&str> = items.iter().map(|item| item.measure.id.as_str()).collect();
    measures.dedup();
    let [n_actions, n_measures] = [items.len(), measures.len()].map(|n| n as u64);
    session.note(&words::made(session.lang, n_actions, n_measures, year));
    Ok(ExitStatus::Done)
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;
    use envcoop_core::plan::{Column, Document, Heading, canonical};
    use envcoop_core::problem::Problems;
    use envcoop_intake::plan::PlanFile;

    use super::*;

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
        let facts = Facts { framework: &framework, tool: TOOL, year: None, as_of: None };
        for langs in [&[Lang::En][..], &[Lang::Zh], &[Lang::En, Lang::Zh]] {
            let bytes = workbook::write(&plan, &facts, langs).expect("it is written");
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
