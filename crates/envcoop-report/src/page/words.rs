//! The page's own words, in every shipped language.

use envcoop_core::date::Date;
use envcoop_core::framework::LinkWeights;
use envcoop_core::judge::gap::Gap;
use envcoop_core::study::Input;
use envcoop_core::text::{Label, Lang, count};
use envcoop_core::vocabulary::Blank;
use envcoop_present::summary;

macro_rules! labels {
    ($($name:ident: $en:literal, $zh:literal;)+) => {
        $(pub(super) const $name: Label = Label { en: $en, zh: $zh };)+
    };
}

// The head.
labels! {
    SKIP: "Skip to the figures", "跳至正文";
    KIND: "Gap analysis", "缺口分析";
    LANGUAGE: "Language", "语言";
    AS_OF: "As of", "截至日期";
    PROFILE: "What is asked of each measure", "对每项措施的要求";
    BLANK: "A blank cell means", "空白单元格表示";
    STRATEGY: "Strategy", "战略";
    SOURCE: "Its source", "来源";
    ROWS_READ: "Rows read", "读取行数";
    INPUTS: "Made from", "数据来源";
    BASELINE: "Compared with", "对比基线";
    CONTENTS: "Contents", "目录";
}

// Headings.
labels! {
    CHALLENGES: "How the challenges are met", "各挑战的满足情况";
    MAP: "Areas against challenges", "领域与挑战对照";
    CHANGES: "What changed since the baseline", "较基线的变化";
    GAPS: "Measures with gaps, worst first", "有缺口的措施（由重到轻）";
    TIMELINE: "Timeline", "时间安排";
    MONEY: "Money", "资金";
    LATE: "Late activities", "逾期活动";
    PEOPLE: "Owners and partners", "负责人与合作方";
    TERMS: "Themes, conventions, partners of the strategy", "战略中的主题、公约与伙伴";
    OUTSIDE: "What stands outside the figures", "未计入的内容";
    PROBLEMS: "Problems of the input", "输入数据的问题";
    FIGURES: "How each figure comes about", "各数字的由来";
}

/// The sections, by id, in order.
pub(super) const SECTIONS: [(&str, Label); 12] = [
    ("challenges", CHALLENGES),
    ("map", MAP),
    ("changes", CHANGES),
    ("gaps", GAPS),
    ("timeline", TIMELINE),
    ("money", MONEY),
    ("late", LATE),
    ("people", PEOPLE),
    ("terms", TERMS),
    ("outside", OUTSIDE),
    ("problems", PROBLEMS),
    ("figures", FIGURES),
];

// Columns and single words.
labels! {
    CHALLENGE: "Challenge", "挑战";
    AREA: "Area", "领域";
    MEASURE: "Measure", "措施";
    MEASURES: "Measures", "措施";
    LOW: "low", "下限";
    HIGH: "high", "上限";
    LOW_HIGH: "Met, low–high", "满足度（下限–上限）";
    MET: "met", "已满足";
    UNKNOWN: "unknown", "不明";
    UNMET: "unmet", "未满足";
    ALL_WEIGHTS: "all", "全部";
    STATE: "State", "状态";
    STATUS: "Status", "进展状态";
    NEED: "Need", "需求";
    WEIGHT: "Weight", "权重";
    ANSWER: "Answer", "结论";
    DECIDED_BY: "Decided by", "依据行";
    ROWS_MET: "Rows met", "满足行数";
    ROW: "Row", "行";
    SHARE: "Share", "份额";
    ASSESSED: "Assessed", "已评估";
    COMMITTED: "Committed", "已承诺";
    PROPOSED: "Proposed", "拟议";
    CURRENCY: "Currency", "币种";
    ACTIVITY: "Activity", "活动";
    ACTIVITIES: "Activities", "活动数";
    PROPOSALS: "Proposals", "拟议数";
    N_LATE: "Late", "逾期";
    OWNER: "Owner", "负责人";
    OWNERS: "Owners", "负责人";
    PARTNERS: "Partners", "合作方";
    DUE: "Due", "应至日期";
    DAYS_LATE: "Days late", "逾期天数";
    TERM: "Term", "术语";
    REASON: "Reason", "理由";
    PLACE: "Place", "位置";
    COLUMN: "Column", "列";
    PROBLEM: "Problem", "问题";
    CHANGE: "Change", "变化";
    BEFORE: "Before", "原先";
    NOW: "Now", "现在";
    CAUSE: "Because of", "原因";
    MISSING: "What is missing, and the row that decides", "缺口及依据行";
    NEXT: "Next step", "下一步";
    PRIMARY: "primary", "主要";
    SECONDARY: "secondary", "次要";
    YES: "yes", "是";
    NO: "no", "否";
    SUM: "Sum", "合计";
    TOTAL: "All areas", "全部领域";
    NONE: "None.", "无。";
    BECAUSE: "Reason", "理由";
    ALL: "All", "全部";
    SEARCH: "Search", "搜索";
    AS_TABLE: "The same as a table", "以表格显示";
    WHOLE_AREA: "Area as a whole", "领域整体";
    WHOLE_CHALLENGE: "Challenge as a whole", "挑战整体";
    NOT_APPLICABLE: "Measures that do not apply", "不适用的措施";
    NOT_APPLICABLE_SHORT: "n/a", "不适用";
    UNSERVED: "Measures that no activity serves", "没有任何活动对应的措施";
    ORPHANS: "Rows that serve no measure", "未对应任何措施的行";
    OF_ORPHANS: "rows that serve no measure (in no figure above)", "未对应任何措施的行（未计入以上数字）";
}

// Sentences.
labels! {
    HOW_TO_READ: "Two figures, never one: the first is the share of what the measures need that is met for certain, the second is where it would stand if everything unknown turned out well. Every figure is a link to the table from which it can be worked out again.", "每项都有两个数字，从不合并：前者为各措施所需中确定已满足的比例，后者为所有不明之处均属满足时的比例。点击任一数字，可查看其计算过程。";
    CHALLENGES_CAPTION: "Challenges: what is met, how many measures are in which state, and the money committed", "各挑战：满足度、各状态措施数与已承诺资金";
    KEY_MET: "met for certain", "确定已满足";
    KEY_MAYBE: "unknown: may be met", "不明：可能满足";
    KEY_REST: "not met", "未满足";
    MAP_ABOUT: "Each cell says how the measures of an area meet a challenge, low to high in per cent; the colour follows the low figure.", "每格为某领域的措施对某挑战的满足度（下限–上限，%）；颜色按下限。";
    MAP_CAPTION: "Areas of work by challenge, per cent met from low to high", "各工作领域对各挑战的满足度（下限–上限，%）";
    VOID: "no measure of this area answers this challenge: nothing to cover", "该领域没有针对此挑战的措施，无需覆盖";
    KEY_NA: "no measure applies", "无适用措施";
    GAPS_ABOUT: "An action gap stays whatever the unknowns turn out to be; a data gap may close by finding out. A word with “?” is not known.", "行动缺口：无论不明之处结果如何都存在；信息缺口：查明情况即可能消除。带“?”者为不明。";
    NO_GAPS: "Every measure that applies is met.", "所有适用措施均已满足。";
    NONE_FOUND: "No measure with a gap fits these choices.", "没有符合条件的缺口。";
    MONEY_CAPTION: "Money by challenge and currency; a measure's money counts in its primary challenge", "按挑战与币种的资金；措施资金计入其主要挑战";
    LATE_CAPTION: "Activities that are late, by days", "逾期活动（按天数）";
    PEOPLE_ABOUT: "A row with several names counts for each of them; its money is split among them equally. “+2?” means two more that may be late.", "一行有多个名称时各计一次，资金平均分配。“+2?”表示另有两项可能逾期。";
    TERMS_ABOUT: "Plain mean of the measures that are about each term, each measure once; rows that serve any of them.", "与各术语相关的措施的简单平均，每项措施计一次；以及对应其中任一措施的行数。";
    NOT_APPLICABLE_CAPTION: "Measures left out of every denominator, and why", "不计入任何分母的措施及理由";
    PROBLEMS_CAPTION: "What was wrong with the input", "输入数据中的问题";
    NO_PROBLEMS: "Nothing was wrong with the input.", "输入数据没有问题。";
    CHANGES_BY_CHALLENGE: "Challenges before and now", "各挑战的变化";
    CHANGES_CAPTION: "Needs that are answered otherwise than before", "结论有变化的需求";
    FIGURES_ABOUT: "A measure's need takes the best answer that any row gives, and counts with its weight. Fractions are exact and rounded once, when shown, to one decimal. Of the rows behind a measure ✓ says that the row meets the need, ? that it is not known, ✗ that it does not; blank is a row that does not count.", "措施的每项需求取各行中最好的结论，并按权重计入。分数精确计算，仅在显示时四舍五入至一位小数。在各行中，✓ 表示满足，? 表示不明，✗ 表示未满足；空白表示该行不计入。";
    OVERALL_ABOUT: "Plain means: an area is the mean of its measures, the whole is the mean of all measures, each once. Measures that do not apply leave every sum.", "简单平均：领域为其措施的平均，整体为全部措施的平均，每项计一次。不适用的措施不计入任何合计。";
    SUMS_CAPTION: "Sums are of weight × figure over the measures that apply", "合计为适用措施的“权重 × 数值”之和";
    NEEDS_CAPTION: "What it needs", "需求";
    ROWS_CAPTION: "The rows behind it", "相关各行";
    NO_ROWS: "No row serves it.", "没有任何行对应该措施。";
    NOTHING_APPLIES: "nothing applies: no percentage", "无适用措施，不计百分比";
}

/// Returns the title of the page.
pub(super) fn page_title(gap: &Gap, lang: Lang) -> String {
    let title = gap.framework.title.get(lang);
    match lang {
        Lang::En => format!("Gap analysis: {title}, as of {}", gap.rules.as_of),
        Lang::Zh => format!("缺口分析：{title}，截至 {}", gap.rules.as_of),
    }
}

/// Says in a sentence how it stands.
pub(super) fn lead(gap: &Gap, lang: Lang) -> String {
    let [met, data, action, not_applicable] = gap.overall.states;
    let measures = gap.overall.measures();
    // The two figures stand on one line.
    let share = summary::interval(gap.overall.interval).replace('–', "\u{2060}–\u{2060}");
    match lang {
        Lang::En => format!(
            "Of {}, {met} {} fully met, {action} {} action, {data} {} only information, and {not_applicable} {} not apply. \
             Of all that they need, {share}\u{a0}% is met.",
            count(measures, "measure", "measures"),
            verb(met, "is", "are"),
            verb(action, "lacks", "lack"),
            verb(data, "lacks", "lack"),
            verb(not_applicable, "does", "do"),
        ),
        Lang::Zh => format!(
            "{measures} 项措施中，{met} 项已满足，{action} 项缺行动，{data} 项仅缺信息，{not_applicable} 项不适用。总体满足度为 {share}\u{a0}%。"
        ),
    }
}

fn verb(n: u64, one: &'static str, more: &'static str) -> &'static str {
    if n == 1 { one } else { more }
}

/// Says what a blank means.
pub(super) fn blank(blank: Blank) -> Label {
    match blank {
        Blank::Unmet => Label { en: "there is none", zh: "没有" },
        Blank::Unknown => Label { en: "not known", zh: "不明" },
    }
}

/// Tells an input by its size and digest.
pub(super) fn size(input: &Input, lang: Lang) -> String {
    let (bytes, digest) = (input.bytes, &input.sha256);
    match lang {
        Lang::En => format!("{bytes} bytes, SHA-256 {digest}"),
        Lang::Zh => format!("{bytes} 字节，SHA-256 {digest}"),
    }
}

pub(super) fn as_of(day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("as of {day}: "),
        Lang::Zh => format!("截至 {day}："),
    }
}

/// Says what a share was on an earlier day.
pub(super) fn was(share: &str, day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{day}: {share}"),
        Lang::Zh => format!("{day}：{share}"),
    }
}

/// Names a step of the heat map, in per cent.
pub(super) fn step(from: i32, to: &str, is_last: bool, lang: Lang) -> String {
    match (lang, is_last) {
        (Lang::En, false) => format!("low from {from} to under {to} %"),
        (Lang::En, true) => format!("low from {from} to {to} %"),
        (Lang::Zh, false) => format!("下限 {from} 至不足 {to} %"),
        (Lang::Zh, true) => format!("下限 {from} 至 {to} %"),
    }
}

pub(super) fn n_gaps(n: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} not fully met", count(n as u64, "measure is", "measures are")),
        Lang::Zh => format!("{n} 项措施未完全满足"),
    }
}

/// Says how many rows are late and how many of them are listed.
pub(super) fn late(n: u64, listed: usize, lang: Lang) -> String {
    let more = n.saturating_sub(listed as u64);
    match (lang, n, more) {
        (Lang::En, 0, _) => "No activity is late.".to_owned(),
        (Lang::Zh, 0, _) => "没有逾期活动。".to_owned(),
        (Lang::En, _, 0) => format!(
            "{} late: under way past its end, planned past its start, or suspended.",
            count(n, "activity is", "activities are")
        ),
        (Lang::Zh, _, 0) => {
            format!("{n} 项活动逾期：进行中已过结束日、计划中已过开始日，或已暂停。")
        }
        (Lang::En, ..) => format!(
            "{n} activities are late: under way past their end, planned past their start, or suspended. The {listed} that are late by most days are listed; `envcoop-report csv` lists the {more} others as well."
        ),
        (Lang::Zh, ..) => format!(
            "{n} 项活动逾期：进行中已过结束日、计划中已过开始日，或已暂停。此处列出逾期天数最多的 {listed} 项；其余 {more} 项见 `envcoop-report csv`。"
        ),
    }
}

pub(super) fn more_people(n: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {n} more with fewer activities: `envcoop-report csv` lists all"),
        Lang::Zh => format!("另有 {n} 个（活动较少）；完整列表见 `envcoop-report csv`"),
    }
}

pub(super) fn more_rows(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {n} more:"),
        Lang::Zh => format!("另有 {n} 行："),
    }
}

pub(super) fn more_problems(n: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {n} more: `envcoop-report csv` lists all"),
        Lang::Zh => format!("另有 {n} 个；完整列表见 `envcoop-report csv`"),
    }
}

/// Lists the terms that no measure is about.
pub(super) fn without_measures(terms: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("No measure is about these by itself: {terms}."),
        Lang::Zh => format!("没有专门针对以下术语的措施：{terms}。"),
    }
}

/// Says how the measures of a challenge are weighted.
pub(super) fn challenge_about(weights: &LinkWeights, lang: Lang) -> String {
    let LinkWeights { primary, secondary } = weights;
    match lang {
        Lang::En => format!(
            "Mean of the measures that answer it, weighted {primary} where it is what they are there for and {secondary} where they help as well; money counts in the former only."
        ),
        Lang::Zh => format!(
            "对应措施的加权平均：主要对应权重 {primary}，次要对应权重 {secondary}；资金仅计入主要对应。"
        ),
    }
}

pub(super) fn subtotal(area: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Subtotal {area}"),
        Lang::Zh => format!("{area} 小计"),
    }
}

pub(super) fn changes(counts: &str, day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Needs, the baseline as of {day}: {counts}."),
        Lang::Zh => format!("需求变化（基线截至 {day}）：{counts}。"),
    }
}
