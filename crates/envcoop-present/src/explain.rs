//! The arithmetic of one measure, challenge or area, and the rows that decide it.

use std::fmt::{self, Write as _};

use envcoop_core::framework::{MeasureIdx, Strength};
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::gap::{
    Gap, Interval, MeasureGap, Member, NeedSums, State, area_members, challenge_members,
    overall_members,
};
use envcoop_core::judge::need::Answers;
use envcoop_core::judge::scope::Scope;
use envcoop_core::judge::similar::Similar;
use envcoop_core::judge::tally::Purse;
use envcoop_core::plan::Money;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang, Text, count, nearest};
use envcoop_core::vocabulary::{Answer, Need, Profile};
use envcoop_forms::table::Kind;
use envcoop_forms::terminal::Grid;

use crate::groups;
use crate::headline::{self, heading, interval};
use crate::restrictions::restrictions;
use crate::tables::{cell_members, term_members};

/// What is to be explained.
pub enum Subject<'f> {
    /// A measure.
    Measure(MeasureIdx),
    /// Measures together.
    Group(Group<'f>),
}

/// A group of measures and what it is called.
pub struct Group<'f> {
    /// The id that it was asked for by.
    pub id: &'f str,
    /// Its title.
    pub title: String,
    /// The measures, each with its weight.
    pub members: Vec<Member>,
}

/// An id that stands for nothing that can be explained: why, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingToExplain(String);

impl fmt::Display for NothingToExplain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NothingToExplain {}

/// Finds what an id stands for, among the measures that are kept.
///
/// # Errors
/// The id stands for nothing, or for what is left out.
pub fn find<'f>(
    scope: &'f Scope,
    id: &'f str,
    lang: Lang,
) -> Result<Subject<'f>, NothingToExplain> {
    let framework = &*scope.framework;
    if let Some(measure) = framework.measure_idx(id) {
        return Ok(Subject::Measure(measure));
    }
    if scope.whole.measure_idx(id).is_some() {
        return Err(NothingToExplain(format!(
            "measure `{id}` is left out by the filter, or nothing of it is due yet"
        )));
    }
    let group = |title: &Text, members| {
        let title = title.get(lang).to_owned();
        Ok(Subject::Group(Group { id, title, members }))
    };
    let challenge = |id: &str| framework.challenges.iter().position(|c| c.id == id);
    let area = |id: &str| framework.areas.iter().position(|a| a.id == id);
    if let Some(i) = challenge(id) {
        return group(&framework.challenges[i].title, challenge_members(framework, i));
    }
    if let Some(i) = area(id) {
        return group(&framework.areas[i].title, area_members(framework, i));
    }
    if let Some(term) = framework.term(id) {
        return group(&term.title, term_members(framework, id));
    }
    let cell = id.split_once('/').and_then(|(c, a)| Some((challenge(c)?, area(a)?)));
    if let Some((i, j)) = cell {
        let [c, a] = [&framework.challenges[i].title, &framework.areas[j].title];
        let title = format!("{} / {}", c.get(lang), a.get(lang));
        return Ok(Subject::Group(Group { id, title, members: cell_members(framework, i, j) }));
    }
    if id == OVERALL {
        return group(&framework.title, overall_members(framework));
    }
    let measures = scope.whole.measures.iter().map(|m| &m.id);
    let challenges = framework.challenges.iter().map(|c| &c.id);
    let areas = framework.areas.iter().map(|a| &a.id);
    let known =
        measures.chain(challenges).chain(areas).chain(framework.terms.iter().map(|t| &t.id));
    let hint = match nearest(id, known.map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!(
            "; name a measure, a challenge, an area, a cell such as `C1/W1`, a term, or `{OVERALL}`"
        ),
    };
    Err(NothingToExplain(format!("the framework `{}` has no `{id}`{hint}", framework.id)))
}

/// Writes the explanation of a subject; `rows` are those behind a measure.
pub fn write(
    study: &Study,
    subject: &Subject<'_>,
    rows: &[Evidence],
    lang: Lang,
    width: Option<u16>,
) -> String {
    let page = Page { study, gap: &study.gap, lang, width };
    match subject {
        Subject::Measure(measure) => page.measure(*measure, rows),
        Subject::Group(group) => page.group(group),
    }
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
struct Page<'g> {
    study: &'g Study,
    gap: &'g Gap,
    lang: Lang,
    width: Option<u16>,
}

impl Page<'_> {
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        Label { en, zh }.get(self.lang)
    }

    fn word_of(&self, answer: bool) -> String {
        if answer { self.word("yes", "是") } else { self.word("no", "否") }.to_owned()
    }

    fn grid<const N: usize>(&self, headers: [(&'static str, &'static str, Kind); N]) -> Grid {
        Grid::new(headers.map(|(en, zh, kind)| (self.word(en, zh), kind)), self.width)
    }

    /// Says what is explained, and under which terms and restrictions.
    fn opening(&self, id: &str, title: &str) -> String {
        let mut out = format!("{id} {title}\n{}\n", heading(self.gap, self.lang));
        restrictions(self.study).iter().for_each(|line| {
            let _ = writeln!(out, "{}", line.get(self.lang));
        });
        out
    }

    fn measure(&self, idx: MeasureIdx, rows: &[Evidence]) -> String {
        let Page { gap, lang, .. } = self;
        let measure = gap.framework.measure(idx);
        let result = &gap.measures[idx.at()];
        let tally = &gap.tally.measures[idx.at()];
        let mut out = self.opening(&measure.id, measure.title.get(*lang));
        if gap.is_targeted {
            let words = self.word("must reach", "应达到");
            let _ = writeln!(out, "{words}: {}", result.profile.code());
        }
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
        for &need in result.profile.needs() {
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
        let assessed = self.word("assessed", "已评估");
        let _ = writeln!(out, "{assessed}: {}", self.word_of(result.is_assessed));
        if let Some(similar) = self.study.similar.of(result) {
            let _ = writeln!(out, "{}", self.similar(similar));
        }
        self.rows(&mut out, rows, result.profile);
        self.money(&mut out, &tally.money);
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

    /// Says what similar measures cost.
    fn similar(&self, similar: &Similar) -> String {
        let ranges = similar.ranges.iter().map(|(code, range)| {
            let (words, n) = (groups::range_words(*code, range), range.measures);
            match self.lang {
                Lang::En => format!("{words} ({})", count(n, "measure", "measures")),
                Lang::Zh => format!("{words}（{n} 项措施）"),
            }
        });
        let ranges = ranges.collect::<Vec<_>>().join(self.lang.comma());
        let id = similar.kin.id();
        match self.lang {
            Lang::En => format!("similar measures ({id}) have {ranges}: a range, no promise"),
            Lang::Zh => format!("同类措施（{id}）的资金为 {ranges}：仅为区间，不代表承诺"),
        }
    }

    /// Writes committed and proposed money, each with its sum in one currency where there are rates.
    fn money(&self, out: &mut String, purse: &Purse) {
        let words = [self.word("committed", "已承诺"), self.word("proposed", "拟议")];
        let lines = headline::money_lines(purse, self.study.exchange.as_ref(), self.lang);
        for (word, lines) in words.into_iter().zip(lines).filter(|(_, lines)| !lines.is_empty()) {
            let _ = writeln!(out, "{word}: {}", lines.join(", ").replace(", =", " ="));
        }
        if let Some(exchange) = self.study.exchange.as_ref() {
            let _ = writeln!(out, "{}", headline::rates(exchange, self.lang));
        }
    }

    fn rows(&self, out: &mut String, rows: &[Evidence], profile: Profile) {
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
                Some(answers) => list(profile.needs(), answers, wanted),
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
            let words = self
                .word("money in brackets is of rows that do not count", "括号内为不计入的行的资金");
            let _ = writeln!(out, "{words}");
        }
    }

    fn group(&self, group: &Group<'_>) -> String {
        let Page { gap, lang, .. } = self;
        let mut out = self.opening(group.id, &group.title);
        let whole = gap.common_whole(&group.members);
        let mut grid = self.grid([
            ("Measure", "措施", Kind::Text),
            ("Weight", "权重", Kind::Integer),
            ("Met", "满足", Kind::Integer),
            ("Unknown", "不明", Kind::Integer),
            ("All", "全部", Kind::Integer),
            ("Low–high, %", "下限–上限 %", Kind::Percent),
            ("Assessed", "已评估", Kind::Text),
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
                weight(member, result, whole),
                met,
                unknown,
                all,
                interval(result.interval),
                self.word_of(result.is_assessed),
                result.state.label().get(*lang).to_owned(),
            ]);
            if !applies {
                continue;
            }
            for &need in result.profile.needs() {
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
        let assessed = self.word("assessed", "已评估");
        let _ = writeln!(out, "{assessed}: {}/{}", result.assessed, result.measures());
        self.money(&mut out, &result.money);
        let _ = write!(out, "\n{}", decided.render());
        out
    }
}

/// Writes a measure's weight in a mean; where profiles differ, times the number that brings it to the
/// common whole.
fn weight(member: &Member, result: &MeasureGap, whole: Option<i128>) -> String {
    match whole.filter(|_| result.applies()) {
        None => member.weight.to_string(),
        Some(whole) => format!("{} × {}", member.weight, whole / result.sums.all),
    }
}

fn list(needs: &[Need], answers: &Answers, wanted: Answer) -> String {
    let found: Vec<&str> =
        needs.iter().filter(|&&need| answers.get(need) == wanted).map(|need| need.code()).collect();
    if found.is_empty() { "–".to_owned() } else { found.join(", ") }
}
