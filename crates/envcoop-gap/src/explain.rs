//! `explain`: the arithmetic of one measure, challenge or area, and the rows that decide it.

use std::fmt::Write as _;

use anyhow::bail;
use envcoop_cli::{
    ExitStatus, Grid, Session, SharedArgs, Target, judge, load_framework, read_plans,
};
use envcoop_core::evidence::Evidence;
use envcoop_core::framework::{Framework, MeasureIdx, Strength};
use envcoop_core::gap::{
    Gap, Interval, Member, NeedSums, State, area_members, challenge_members, overall_members,
};
use envcoop_core::need::{Answer, Answers, Need, answers};
use envcoop_core::plan::{Activity, Money};
use envcoop_core::summary::{heading, interval, purse};
use envcoop_core::table::Kind;
use envcoop_core::tally::Tally;
use envcoop_core::text::{Label, Lang, Text, nearest};

use crate::args::Explain;

pub(crate) fn run(
    args: &Explain,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = load_framework(&args.framework, session)?;
    let subject = find(&framework, &args.id)?;
    let mut terms = args.judging.terms(Default::default());
    let mut tally = Tally::new(&framework);
    let mut rows = Vec::new();
    let mut add = |row: &Activity<'_>, blank| {
        tally.add(row, terms.as_of, blank);
        if let Subject::Measure(measure) = subject
            && row.measures.iter().any(|share| share.measure == measure)
        {
            rows.push(Evidence::of(row, measure, answers(row, terms.as_of, blank)));
        }
    };
    terms.blank = read_plans(&args.plans, &framework, session, &mut add)?.blank;
    let gap = judge(&framework, &tally, terms, session)?;

    let lang = Lang::from(shared.lang);
    let width = target.width(session);
    let page = Page { gap: &gap, lang, width };
    let text = match &subject {
        Subject::Measure(measure) => page.measure(*measure, &rows),
        Subject::Group(group) => page.group(group),
    };
    target.write(session, |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Done)
}

/// What is to be explained.
enum Subject<'f> {
    Measure(MeasureIdx),
    Group(Group<'f>),
}

/// A group of measures and what it is called.
struct Group<'f> {
    id: &'f str,
    title: &'f Text,
    members: Vec<Member>,
}

fn find<'f>(framework: &'f Framework, id: &'f str) -> anyhow::Result<Subject<'f>> {
    if let Some(measure) = framework.measure_idx(id) {
        return Ok(Subject::Measure(measure));
    }
    let challenge = framework.challenges.iter().position(|c| c.id == id);
    let area = framework.areas.iter().position(|a| a.id == id);
    let (title, members) = match (challenge, area) {
        (Some(i), _) => (&framework.challenges[i].title, challenge_members(framework, i)),
        (_, Some(i)) => (&framework.areas[i].title, area_members(framework, i)),
        _ if id == OVERALL => (&framework.title, overall_members(framework)),
        _ => {
            let measures = framework.measures.iter().map(|m| &m.id);
            let challenges = framework.challenges.iter().map(|c| &c.id);
            let known = measures.chain(challenges).chain(framework.areas.iter().map(|a| &a.id));
            let hint = match nearest(id, known.map(String::as_str)) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => format!("; name a measure, a challenge, an area, or `{OVERALL}`"),
            };
            bail!("the framework `{}` has no `{id}`{hint}", framework.id);
        }
    };
    Ok(Subject::Group(Group { id, title, members }))
}

/// The name under which all measures together are explained.
const OVERALL: &str = "overall";

/// Writes the row's part of the budget; in brackets where it is not committed.
fn money(row: &Evidence) -> String {
    match row.part {
        None => String::new(),
        Some(Money { amount, currency }) if row.is_live => {
            format!("{currency} {}", amount.grouped())
        }
        Some(Money { amount, currency }) => format!("({currency} {})", amount.grouped()),
    }
}

/// How and for whom the explanation is written.
struct Page<'g, 'a> {
    gap: &'g Gap<'a>,
    lang: Lang,
    width: Option<u16>,
}

impl Page<'_, '_> {
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        Label { en, zh }.get(self.lang)
    }

    fn grid<const N: usize>(&self, headers: [(&'static str, &'static str, Kind); N]) -> Grid {
        Grid::new(headers.map(|(en, zh, kind)| (self.word(en, zh), kind)), self.width)
    }

    fn measure(&self, idx: MeasureIdx, rows: &[Evidence]) -> String {
        let Page { gap, lang, .. } = self;
        let measure = gap.framework.measure(idx);
        let result = &gap.measures[idx.at()];
        let tally = &gap.tally.measures[idx.at()];
        let mut out =
            format!("{} {}\n{}\n", measure.id, measure.title.get(*lang), heading(gap, *lang));
        for answers in &measure.answers {
            let strength = match answers.strength {
                Strength::Primary => self.word("primary", "主要"),
                Strength::Secondary => self.word("secondary", "次要"),
            };
            let why = answers.why.get(*lang);
            let _ = writeln!(out, "{} ({strength}): {why}", answers.challenge);
        }

        if let Some((row, reason)) = &tally.not_applicable {
            let label = State::NotApplicable.label().get(*lang);
            let _ = writeln!(out, "\n{label}: {reason} ({}, {})", row.id, row.place);
            return out;
        }
        let mut grid = self.grid([
            ("Need", "需求", Kind::Text),
            ("Weight", "权重", Kind::Integer),
            ("Answer", "结论", Kind::Text),
            ("Decided by", "依据行", Kind::Text),
            ("Rows met", "满足行数", Kind::Integer),
            ("Unknown", "不明", Kind::Integer),
            ("Unmet", "未满足", Kind::Integer),
        ]);
        for &need in gap.terms.profile.needs() {
            let needs = &tally.needs[need as usize];
            let decided = needs.witness();
            grid.row([
                need.code().to_owned(),
                gap.framework.policy.need_weights.of(need).to_string(),
                result.answers.get(need).code().to_owned(),
                decided.map_or_else(|| "–".to_owned(), |row| format!("{} ({})", row.id, row.place)),
                needs.rows[Answer::Met as usize].to_string(),
                needs.rows[Answer::Unknown as usize].to_string(),
                needs.rows[Answer::Unmet as usize].to_string(),
            ]);
        }
        let _ = write!(out, "\n{}\n", grid.render());
        self.arithmetic(&mut out, result.sums, result.interval);
        let label = self.word("state", "状态");
        let _ = writeln!(out, "{label}: {}", result.state.label().get(*lang));
        self.rows(&mut out, rows, &purse(&tally.money).replace('\n', ", "));
        out
    }

    /// Writes how the sums of weights make the percentages.
    fn arithmetic(&self, out: &mut String, sums: NeedSums, bounds: Option<Interval>) {
        let Some(Interval { low, high }) = bounds else {
            let _ = writeln!(
                out,
                "{}",
                self.word("nothing applies: no percentage", "无适用措施，不计百分比")
            );
            return;
        };
        let [met, unknown, all] = sums.decimals();
        let _ = writeln!(
            out,
            "low  = {} / {} = {met} / {all} = {} %",
            self.word("met", "已满足"),
            self.word("all", "全部"),
            low.percent()
        );
        let _ = writeln!(
            out,
            "high = ({} + {}) / {} = ({met} + {unknown}) / {all} = {} %",
            self.word("met", "已满足"),
            self.word("unknown", "不明"),
            self.word("all", "全部"),
            high.percent()
        );
    }

    fn rows(&self, out: &mut String, rows: &[Evidence], committed: &str) {
        if rows.is_empty() {
            let _ = writeln!(out, "\n{}", self.word("no row serves it", "没有任何行对应该措施"));
            return;
        }
        let mut grid = self.grid([
            ("Row", "行", Kind::Text),
            ("Place", "位置", Kind::Text),
            ("Status", "状态", Kind::Text),
            ("Share", "份额", Kind::Percent),
            ("Met", "满足", Kind::Text),
            ("Unknown", "不明", Kind::Text),
            ("Money", "资金", Kind::Amount),
        ]);
        grid.set_paths(1);
        for row in rows {
            let needs = |wanted| match &row.answers {
                Some(answers) => list(self.gap.terms.profile.needs(), answers, wanted),
                None => "–".to_owned(),
            };
            grid.row([
                row.id.clone(),
                row.place.to_string(),
                row.status.map_or_else(|| "?".to_owned(), |status| status.to_string()),
                row.share.map_or_else(String::new, |share| format!("{share} %")),
                needs(Answer::Met),
                needs(Answer::Unknown),
                money(row),
            ]);
        }
        let _ = write!(out, "\n{}", grid.render());
        if rows.iter().any(|row| row.part.is_some()) {
            let sum = if committed.is_empty() { "0" } else { committed };
            let words = self
                .word("(money in brackets is of rows that do not count)", "（括号内为不计入的行）");
            let _ = writeln!(out, "{}: {sum} {words}", self.word("committed", "已承诺"));
        }
    }

    fn group(&self, group: &Group<'_>) -> String {
        let Page { gap, lang, .. } = self;
        let title = group.title.get(*lang);
        let mut out = format!("{} {title}\n{}\n", group.id, heading(gap, *lang));
        let mut grid = self.grid([
            ("Measure", "措施", Kind::Text),
            ("Weight", "权重", Kind::Integer),
            ("Met", "满足", Kind::Integer),
            ("Unknown", "不明", Kind::Integer),
            ("All", "全部", Kind::Integer),
            ("Low–high, %", "下限–上限 %", Kind::Percent),
            ("State", "状态", Kind::Text),
        ]);
        let mut decided = self.grid([
            ("Measure", "措施", Kind::Text),
            ("Need", "需求", Kind::Text),
            ("Answer", "结论", Kind::Text),
            ("Decided by", "依据行", Kind::Text),
        ]);
        for member in &group.members {
            let measure = gap.framework.measure(member.measure);
            let result = &gap.measures[member.measure.at()];
            let applies = result.state != State::NotApplicable;
            let sums = if applies { result.sums.decimals() } else { ["–"; 3].map(str::to_owned) };
            let [met, unknown, all] = sums;
            grid.row([
                format!("{} {}", measure.id, measure.title.get(*lang)),
                member.weight.to_string(),
                met,
                unknown,
                all,
                interval(result.interval),
                result.state.label().get(*lang).to_owned(),
            ]);
            if !applies {
                continue;
            }
            for &need in gap.terms.profile.needs() {
                let row = gap.tally.measures[member.measure.at()].needs[need as usize].witness();
                decided.row([
                    measure.id.clone(),
                    need.code().to_owned(),
                    result.answers.get(need).code().to_owned(),
                    row.map_or_else(|| "–".to_owned(), |row| format!("{} ({})", row.id, row.place)),
                ]);
            }
        }
        let result = gap.group(&group.members);
        let _ = write!(out, "\n{}\n", grid.render());
        let words = self.word(
            "each sum is of weight × figure over the measures that apply",
            "各项为适用措施的“权重 × 数值”之和",
        );
        let _ = writeln!(out, "{words}");
        self.arithmetic(&mut out, result.sums, result.interval);
        let money = purse(&result.money).replace('\n', ", ");
        if !money.is_empty() {
            let _ = writeln!(out, "{}: {money}", self.word("committed", "已承诺"));
        }
        let _ = write!(out, "\n{}", decided.render());
        out
    }
}

fn list(needs: &[Need], answers: &Answers, wanted: Answer) -> String {
    let found: Vec<&str> =
        needs.iter().filter(|&&need| answers.get(need) == wanted).map(|need| need.code()).collect();
    if found.is_empty() { "–".to_owned() } else { found.join(", ") }
}
