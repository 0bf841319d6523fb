//! `status`: how far a plan is, by challenge, area, owner and month.

use std::collections::BTreeMap;
use std::io::Write;

use envcoop_cli::{
    ExitStatus, FrameworkArgs, PlanArgs, Session, SharedArgs, load_framework, parse_date,
    read_plans, today,
};
use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::plan::Cell;
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::{Profile, Status};
use envcoop_core::who::Who;
use envcoop_forms::table::Kind;
use envcoop_forms::terminal::Grid;

#[derive(clap::Args, Debug)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    plans: PlanArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
    /// Day at which lateness is judged [default: today].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
}

/// Rows by how far they are.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// Completed.
    done: u64,
    /// Neither completed nor late.
    due: u64,
    /// Late, by the rule of every gap.
    late: u64,
}

/// Progress by what rows are grouped by.
#[derive(Default)]
struct Groups<'f> {
    challenges: BTreeMap<&'f str, Progress>,
    areas: BTreeMap<&'f str, Progress>,
    owners: BTreeMap<Who, Progress>,
    months: BTreeMap<String, Progress>,
    all: Progress,
}

pub(crate) fn run(
    args: &StatusArgs,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let framework = load_framework(&args.framework, session)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let mut groups = Groups::default();
    let rules = Rules { profile: Profile::default(), as_of, blank: args.plans.reading.blank() };
    read_plans(&args.plans, &framework, rules, session, &mut |row| groups.add(&framework, row))?;
    let lang = Lang::from(shared.lang);
    let text = groups.text(&framework, as_of, lang, session.streams.out.width());
    session.streams.out.write_all(text.as_bytes())?;
    Ok(ExitStatus::Done)
}

impl<'f> Groups<'f> {
    fn add(&mut self, framework: &'f Framework, judged: &Judged<'_>) {
        let row = judged.row;
        // What was given up or does not apply is nothing to do.
        if matches!(row.status, Some(Status::Cancelled | Status::NotApplicable)) {
            return;
        }
        let add = |progress: &mut Progress| match row.status {
            Some(Status::Completed) => progress.done += 1,
            _ if judged.is_late() => progress.late += 1,
            _ => progress.due += 1,
        };
        add(&mut self.all);
        let measures = || row.measures.iter().map(|share| framework.measure(share.measure));
        let mut challenges: Vec<&str> = measures().filter_map(|m| m.primary_challenge()).collect();
        let mut areas: Vec<&str> = measures().map(|m| m.area.as_str()).collect();
        for (names, groups) in
            [(&mut challenges, &mut self.challenges), (&mut areas, &mut self.areas)]
        {
            names.sort_unstable();
            names.dedup();
            names.iter().for_each(|name| add(groups.entry(name).or_default()));
        }
        for who in Who::of(row.owner) {
            add(self.owners.entry(who).or_default());
        }
        let month = match row.end {
            Cell::Known(end) => format!("{:04}-{:02}", end.year(), end.month()),
            Cell::Blank | Cell::Unknown => String::new(),
        };
        add(self.months.entry(month).or_default());
    }

    fn text(&self, framework: &Framework, as_of: Date, lang: Lang, width: Option<u16>) -> String {
        let label = |en, zh| Label { en, zh }.get(lang);
        let no_day = label("(no day)", "（未定）");
        let titled = |id: &str, title: &str| format!("{id} {title}");
        let challenges = framework.challenges.iter().map(|c| {
            (titled(&c.id, c.title.get(lang)), self.challenges.get(c.id.as_str()).copied())
        });
        let areas = framework
            .areas
            .iter()
            .map(|a| (titled(&a.id, a.title.get(lang)), self.areas.get(a.id.as_str()).copied()));
        let mut owners: Vec<_> = self.owners.iter().collect();
        // Who is missing stands first: that is a gap.
        owners.sort_by_key(|(who, _)| matches!(who, Who::Named(_)));
        let owners = owners.into_iter().map(|(who, p)| (who.text(lang).to_owned(), Some(*p)));
        let month = |name: &String| if name.is_empty() { no_day.to_owned() } else { name.clone() };
        let months = self.months.iter().map(|(name, p)| (month(name), Some(*p)));
        let mut out = format!(
            "{}\n",
            match lang {
                Lang::En => format!("{}, as of {as_of}: █ done, ! late, ░ due", framework.id),
                Lang::Zh => format!("{}，截至 {as_of}：█ 已完成，! 逾期，░ 待办", framework.id),
            }
        );
        let mut grid = |title: &str, rows: &mut dyn Iterator<Item = (String, Option<Progress>)>| {
            let headers = [
                (title, Kind::Text),
                (label("Done", "已完成"), Kind::Integer),
                (label("Due", "待办"), Kind::Integer),
                (label("Late", "逾期"), Kind::Integer),
                ("", Kind::Text),
            ];
            let mut grid = Grid::new(headers, width);
            for (name, progress) in rows {
                let progress = progress.unwrap_or_default();
                let Progress { done, due, late } = progress;
                let [done, due, late] = [done, due, late].map(|n| n.to_string());
                grid.row([name, done, due, late, progress.bar()]);
            }
            out.push('\n');
            out.push_str(&grid.render());
        };
        grid(label("Challenge", "挑战"), &mut challenges.into_iter());
        grid(label("Area", "领域"), &mut areas.into_iter());
        grid(label("Owner", "负责人"), &mut owners.into_iter());
        grid(label("Month", "月份"), &mut months.into_iter());
        let all = std::iter::once((label("all rows", "全部").to_owned(), Some(self.all)));
        grid(label("Plan", "计划"), &mut all.into_iter());
        out
    }
}

impl Progress {
    /// Draws the parts: done full, late marked, due light; empty where there is no row.
    fn bar(self) -> String {
        const WIDTH: u64 = 20;
        let all = self.done + self.due + self.late;
        if all == 0 {
            return String::new();
        }
        let end = |n: u64| ((n * WIDTH + all / 2) / all) as usize;
        let (done, late) = (end(self.done), end(self.done + self.late));
        let rest = WIDTH as usize - late;
        format!("{}{}{}", "█".repeat(done), "!".repeat(late - done), "░".repeat(rest))
    }
}
