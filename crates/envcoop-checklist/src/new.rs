//! `new`: a checklist of the strategy's actions.

use std::io::Write;

use envcoop_cli::{
    ExitStatus, PlanArgs, ReadingArgs, Session, SharedArgs, Target, load_framework, read_portfolio,
    study, today,
};
use envcoop_core::judge::scope::Scope;
use envcoop_core::study::{Portfolio, Wanted};
use envcoop_core::text::{Lang, Text, count};
use envcoop_core::vocabulary::Stage;
use envcoop_forms::{markdown, terminal};
use envcoop_intake::plan::write_json;
use envcoop_present::checklist::workbook::{self, Facts};
use envcoop_present::checklist::{calendar, page};

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
            reading: ReadingArgs {
                blank: args.gaps.blank,
                encoding: args.gaps.encoding,
                literal: args.gaps.literal,
                keep_going: args.gaps.keep_going,
                max_left_out: args.gaps.max_left_out,
            },
        };
        let rules = args.gaps.judging.rules(&plans.reading);
        let mut portfolio = Portfolio::new(Scope::everything(&framework), rules, Wanted::default());
        read_portfolio(&plans, &mut portfolio, session, &mut |_| {})?;
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
    out.finish(session)?;
    if n_undated > 0 {
        let rows = count(n_undated, "row has", "rows have");
        session.warning(&format!("{rows} no due date and no event"), None);
    }
    let mut measures: Vec<&str> = items.iter().map(|item| item.measure.id.as_str()).collect();
    measures.dedup();
    let n_actions = count(items.len() as u64, "action", "actions");
    let n_measures = count(measures.len() as u64, "measure", "measures");
    session.note(&format!("{n_actions} of {n_measures}, due in {year}"));
    Ok(ExitStatus::Done)
}
