//! The tables of an analysis as people read them: intervals in one cell, money with its currency.

use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::gap::{Gap, GroupGap};
use envcoop_core::judge::similar::Range;
use envcoop_core::judge::years::YearGap;
use envcoop_core::money::Currency;
use envcoop_core::study::{By, Study};
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::Need;
use envcoop_core::who::Who;
use envcoop_forms::table::Kind;

use crate::summary::{OVERALL, interval, money};
use crate::tables::{self, cell_members, term_members};

/// A table whose cells are texts.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// Headers, and what stands under them.
    pub headers: Vec<(&'a str, Kind)>,
    /// Rows with one cell per header.
    pub rows: Vec<Vec<String>>,
}

/// Headers, each with its kind.
type Headers = [(Label, Kind)];

const MET: (Label, Kind) = (Label { en: "Met, %", zh: "满足度 %" }, Kind::Percent);
const ASSESSED: (Label, Kind) = (Label { en: "Assessed", zh: "已评估" }, Kind::Integer);
const LIVE: (Label, Kind) = (Label { en: "Activities", zh: "活动数" }, Kind::Integer);
const PROPOSALS: (Label, Kind) = (Label { en: "Proposals", zh: "拟议数" }, Kind::Integer);
const MONEY: (Label, Kind) =
    (Label { en: "Money committed (proposed)", zh: "已承诺资金（拟议）" }, Kind::Amount);

const GROUP: &Headers = &[
    MET,
    (Label { en: "Met", zh: "已满足" }, Kind::Integer),
    (Label { en: "Data gap", zh: "信息缺口" }, Kind::Integer),
    (Label { en: "Action gap", zh: "行动缺口" }, Kind::Integer),
    (Label { en: "N/A", zh: "不适用" }, Kind::Integer),
    ASSESSED,
    MONEY,
];

const PEOPLE: &Headers = &[
    LIVE,
    PROPOSALS,
    (Label { en: "Late", zh: "逾期" }, Kind::Integer),
    (Label { en: "Perhaps late", zh: "可能逾期" }, Kind::Integer),
    (Label { en: "Measures served", zh: "对应措施数" }, Kind::Integer),
    MONEY,
];

const YEAR: &Headers = &[MET, LIVE, PROPOSALS, ASSESSED, MONEY];

/// Returns the table that an analysis opens with: the grouping asked for, or challenges.
pub fn opening<'a>(study: &'a Study, lang: Lang) -> Sheet<'a> {
    let gap = &*study.gap;
    let framework = &*gap.framework;
    let titled = |id: &str, title: &str| format!("{id} {title}");
    match study.by.unwrap_or(By::Challenge) {
        By::Area => {
            let areas = framework.areas.iter().zip(&gap.areas);
            let rows = areas.map(|(a, group)| (titled(&a.id, a.title.get(lang)), group.clone()));
            grouped(study, Label { en: "Area", zh: "领域" }, rows, lang)
        }
        By::Term => {
            let rows = framework.terms.iter().map(|term| {
                let group = gap.group(&term_members(framework, &term.id));
                (titled(&term.id, term.title.get(lang)), group)
            });
            grouped(study, Label { en: "Term", zh: "主题或伙伴" }, rows, lang)
        }
        By::Owner => {
            people(study, Label { en: "Owner", zh: "负责人" }, &study.breakdown.owners, lang)
        }
        By::Partner => {
            people(study, Label { en: "Partner", zh: "合作方" }, &study.breakdown.partners, lang)
        }
        By::Year => years(study, &study.years, lang),
        By::Matrix => matrix(gap, lang),
        By::Challenge => {
            let challenges = framework.challenges.iter().zip(&gap.challenges);
            let rows =
                challenges.map(|(c, group)| (titled(&c.id, c.title.get(lang)), group.clone()));
            grouped(study, Label { en: "Challenge", zh: "挑战" }, rows, lang)
        }
    }
}

fn headers<'a>(first: Label, others: &Headers, lang: Lang) -> Vec<(&'a str, Kind)> {
    let others = others.iter().map(|(label, kind)| (label.get(lang), *kind));
    std::iter::once((first.get(lang), Kind::Text)).chain(others).collect()
}

fn assessed(group: &GroupGap) -> String {
    format!("{}/{}", group.assessed, group.measures())
}

fn grouped<'a>(
    study: &'a Study,
    name: Label,
    groups: impl Iterator<Item = (String, GroupGap)>,
    lang: Lang,
) -> Sheet<'a> {
    let overall = (OVERALL.get(lang).to_owned(), study.gap.overall.clone());
    let row = |(title, group): (String, GroupGap)| {
        let mut cells = vec![title, interval(group.interval)];
        cells.extend(group.states.iter().map(u64::to_string));
        cells.push(assessed(&group));
        cells.push(money(&group.money, study.exchange.as_ref(), lang));
        cells
    };
    let rows = groups.chain([overall]).map(row).collect();
    Sheet { headers: headers(name, GROUP, lang), rows }
}

fn people<'a>(
    study: &'a Study,
    name: Label,
    people: &std::collections::BTreeMap<Who, RowSums>,
    lang: Lang,
) -> Sheet<'a> {
    let row = |(who, sums): (&Who, &RowSums)| {
        let mut cells = vec![who.text(lang).to_owned()];
        cells.extend(sums.counts().map(|n| n.to_string()));
        cells.push(sums.measures.len().to_string());
        cells.push(money(&sums.money, study.exchange.as_ref(), lang));
        cells
    };
    Sheet { headers: headers(name, PEOPLE, lang), rows: people.iter().map(row).collect() }
}

fn years<'a>(study: &'a Study, years: &[YearGap], lang: Lang) -> Sheet<'a> {
    let row = |year: &YearGap| {
        let group = year.group.as_ref();
        vec![
            year.year.map_or_else(|| "?".to_owned(), |year| year.to_string()),
            interval(group.and_then(|group| group.interval)),
            year.live.to_string(),
            year.proposed.to_string(),
            group.map_or_else(|| "–".to_owned(), assessed),
            money(&year.money, study.exchange.as_ref(), lang),
        ]
    };
    let name = Label { en: "Year", zh: "年份" };
    Sheet { headers: headers(name, YEAR, lang), rows: years.iter().map(row).collect() }
}

/// One row per area, one column per challenge. A dash stands where the strategy has no measure; where
/// it has some and no activity serves any, the cell says so.
fn matrix<'a>(gap: &'a Gap, lang: Lang) -> Sheet<'a> {
    let framework = &*gap.framework;
    let cell = |challenge, area| {
        let group = gap.group(&cell_members(framework, challenge, area));
        if group.measures() == 0 {
            return "–".to_owned();
        }
        let figure = match group.interval {
            None => Label { en: "n/a", zh: "不适用" }.get(lang).to_owned(),
            Some(_) if group.is_uncovered() => Need::Activity.gap_word().get(lang).to_owned(),
            known => interval(known),
        };
        format!("{figure}\n{}", assessed(&group))
    };
    let rows = framework.areas.iter().enumerate().map(|(j, area)| {
        let mut cells = vec![format!("{} {}", area.id, area.title.get(lang))];
        cells.extend((0..framework.challenges.len()).map(|i| cell(i, j)));
        cells
    });
    let mut headers = headers(Label { en: "Area", zh: "领域" }, &[], lang);
    headers.extend(framework.challenges.iter().map(|c| (c.id.as_str(), Kind::Percent)));
    Sheet { headers, rows: rows.collect() }
}

/// What the cells of a matrix mean.
pub const MATRIX_KEY: Label = Label {
    en: "low–high in per cent, and how many measures are assessed;\n\
         –: the strategy has no measure here; uncovered: it has, and no activity serves any",
    zh: "下限–上限（%）及已评估措施数；\n–：战略在此没有措施；未覆盖：有措施，但没有任何活动对应",
};

/// The heading of what measures without money may cost.
pub const COSTS: Label = Label {
    en: "Measures without money: what similar ones have here (a range, no promise)",
    zh: "无资金的措施：本计划中同类措施的资金（仅为区间，不代表承诺）",
};

/// Returns, for each measure without money, the range of what similar measures have, worst first; no
/// rows where there is none.
pub fn costs<'a>(study: &'a Study, lang: Lang) -> Sheet<'a> {
    let first = Label { en: "Id", zh: "编号" };
    let others = [
        (Label { en: "Measure", zh: "措施" }, Kind::Text),
        (Label { en: "Similar: those of", zh: "同类：同属" }, Kind::Text),
        (Label { en: "Rests on", zh: "依据措施数" }, Kind::Integer),
        (Label { en: "From–to", zh: "区间" }, Kind::Amount),
    ];
    let mut rows = Vec::new();
    for result in tables::worst_first(&study.gap) {
        let Some(similar) = study.similar.of(result) else { continue };
        let measure = study.gap.framework.measure(result.measure);
        let lines = |line: &dyn Fn(&Currency, &Range) -> String| {
            let lines: Vec<String> =
                similar.ranges.iter().map(|(c, range)| line(c, range)).collect();
            lines.join("\n")
        };
        rows.push(vec![
            measure.id.clone(),
            measure.title.get(lang).to_owned(),
            similar.kin.id().to_owned(),
            lines(&|_, range| range.measures.to_string()),
            lines(&|code, range| range_words(*code, range)),
        ]);
    }
    Sheet { headers: headers(first, &others, lang), rows }
}

/// Writes `CNY 50.00–1,200.00`; one amount where both ends are the same.
pub fn range_words(code: Currency, range: &Range) -> String {
    if range.from == range.to {
        return format!("{code} {}", range.from.grouped());
    }
    format!("{code} {}–{}", range.from.grouped(), range.to.grouped())
}
