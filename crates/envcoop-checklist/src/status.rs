//! `status`: how far a plan is, by challenge, area, owner and month.

use std::borrow::Cow;
use std::collections::BTreeMap;

use envcoop_cli::{
    ExitStatus, FrameworkArgs, PlanArgs, ResultArgs, Session, SharedArgs, load_framework,
    parse_date, read_plans, today,
};
use envcoop_core::date::Date;
use envcoop_core::framework::Framework;
use envcoop_core::judge::judged::{Judged, Rules};
use envcoop_core::plan::Cell;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Profile, Status};
use envcoop_core::who::{Who, fold_spellings};
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Forms, Kind, TableOf, TableSpec, Value};
use envcoop_present::tables::titled;
use envcoop_words as words;

#[derive(clap::Args, Debug)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    plans: PlanArgs,
    #[command(flatten)]
    framework: FrameworkArgs,
    /// Day at which lateness is judged [default: today].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    #[command(flatten)]
    result: ResultArgs,
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

impl Progress {
    fn n_rows(&self) -> u64 {
        self.done + self.due + self.late
    }

    fn merge(&mut self, other: &Progress) {
        self.done += other.done;
        self.due += other.due;
        self.late += other.late;
    }
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
    let output = args.result.begin(shared, session)?;
    let framework = load_framework(&args.framework, session)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let mut groups = Groups::default();
    let rules = Rules { profile: Profile::default(), as_of, blank: args.plans.reading.blank() };
    let add = &mut |row: &Judged<'_>| groups.add(&framework, row);
    let summary = read_plans(&args.plans, &framework, rules, session, add)?;
    let (n_refused, n_read) = (summary.n_refused, summary.n_read);
    let left_out = Phrase::each(|lang| words::row::left_out(lang, n_refused, n_read));
    let document = groups.document(&framework, as_of, (n_refused > 0).then_some(left_out));
    output.write(&document, "envcoop/status/1", session)?;
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

    fn document(
        self,
        framework: &'f Framework,
        as_of: Date,
        left_out: Option<Phrase<'static>>,
    ) -> Document<'f> {
        let legend = Phrase::each(|lang| words::progress::legend(lang, &framework.id, as_of));
        let named = |all: &BTreeMap<&str, Progress>, id: &'f str, title| Group {
            id: id.into(),
            name: titled(id, title),
            progress: all.get(id).copied().unwrap_or_default(),
        };
        let challenges = framework.challenges.iter();
        let challenges = challenges.map(|own| named(&self.challenges, &own.id, &own.title));
        let areas = framework.areas.iter().map(|own| named(&self.areas, &own.id, &own.title));
        let owners = fold_spellings(&self.owners, Progress::n_rows, Progress::merge);
        let mut owners: Vec<_> = owners.iter().collect();
        // Who is missing stands first: that is a gap.
        owners.sort_by_key(|(who, _)| matches!(who, Who::Named(_)));
        let owners = owners.into_iter().map(|(who, &progress)| {
            let name = Phrase::each(|lang| who.text(lang).to_owned());
            Group { id: who.code().to_owned().into(), name, progress }
        });
        let months = self.months.iter().map(|(month, &progress)| {
            let none = month.is_empty().then(|| words::progress::NO_DAY.into());
            let name = none.unwrap_or_else(|| month.clone().into());
            Group { id: month.clone().into(), name, progress }
        });
        let name = words::progress::ALL_ROWS.into();
        let all = Group { id: "".into(), name, progress: self.all };
        vec![
            Block::Title((&framework.title).into()),
            Block::Text([legend].into_iter().chain(left_out).map(Into::into).collect()),
            Group::table("challenges", words::challenge::CHALLENGE, challenges),
            Group::table("areas", words::area::AREA, areas),
            Group::table("owners", words::column::OWNER, owners),
            Group::table("months", words::progress::MONTH, months),
            Group::table("plan", words::progress::PLAN, [all]),
        ]
    }
}

/// Rows that belong together, and how far they are.
struct Group<'a> {
    id: Cow<'a, str>,
    name: Phrase<'a>,
    progress: Progress,
}

impl<'a> Group<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::progress::PLAN),
        columns: &[
            ColumnSpec::new("id", Kind::Text, words::column::ID, Label::EMPTY)
                .only_in(Forms::DATA)
                .of(|row| Value::some_text(row.id.clone())),
            ColumnSpec::shown(words::progress::PLAN, Kind::Text).of(|row| row.name.clone().into()),
            number("done", words::progress::DONE).of(|row| row.progress.done.into()),
            number("due", words::progress::DUE).of(|row| row.progress.due.into()),
            number("late", words::row::LATE_HEADING).of(|row| row.progress.late.into()),
            ColumnSpec::shown(words::progress::PLAN, Kind::Text)
                .width(BAR + 8, BAR + 8)
                .of(|row| row.progress.bar().into()),
        ],
    };

    fn table(
        name: &'static str,
        title: Label,
        groups: impl IntoIterator<Item = Group<'a>>,
    ) -> Block<'a> {
        let mut table = Self::TABLE.fill(groups);
        table.spec.name = name;
        table.title = title.into();
        table.columns[1].title = title.into();
        table.columns[5].title = "".into();
        Block::Table(table, None)
    }
}

const fn number(name: &'static str, title: Label) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Integer, title, Label::EMPTY).unit("rows")
}

/// The characters of a full bar.
const BAR: u8 = 20;

impl Progress {
    /// Draws the parts: done full, late marked, due light; empty where there is no row.
    fn bar(self) -> String {
        const WIDTH: u64 = BAR as u64;
        let all = self.done + self.due + self.late;
        if all == 0 {
            return String::new();
        }
        // What is there is seen, however little it is: a full bar says that all is done.
        let least = |n: u64| u64::from(n > 0);
        let end = |n: u64| (n * WIDTH + all / 2) / all;
        let done = end(self.done).max(least(self.done));
        let late = end(self.done + self.late).max(done + least(self.late));
        let late = late.min(WIDTH - least(self.due));
        let done = done.min(late - least(self.late));
        let [done, late, due] = [done, late - done, WIDTH - late].map(|n| n as usize);
        format!("{}{}{}", "█".repeat(done), "!".repeat(late), "░".repeat(due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bar_says_that_all_is_done() {
        let bar = |done, late, due| Progress { done, due, late }.bar();
        assert_eq!(bar(7, 0, 0), "█".repeat(20));
        assert_eq!(bar(999, 0, 1), "█".repeat(19) + "░");
        assert_eq!(bar(999, 1, 0), "█".repeat(19) + "!");
        assert_eq!(bar(1, 1, 998), "█!".to_owned() + &"░".repeat(18));
        for (done, late, due) in [(1, 2, 0), (2, 5, 1), (1, 7, 0), (3, 3, 3), (0, 1, 500)] {
            assert_eq!(bar(done, late, due).chars().count(), 20, "{done} {late} {due}");
        }
    }
}
