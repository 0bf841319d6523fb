//! What the workbook says, in every language.

use envcoop_core::text::Label;
use envcoop_core::vocabulary::Blank;

macro_rules! labels {
    ($($name:ident: $en:expr, $zh:expr;)+) => {
        $(pub(super) const $name: Label = Label { en: $en, zh: $zh };)+
    };
}

labels! {
    TITLE: "Gap report", "缺口分析报告";
    YES: "yes", "是";
    NO: "no", "否";

    AS_OF: "As of", "截至日期";
    STRATEGY: "Strategy", "战略框架";
    PROFILE: "Needs that count", "计入的需求";
    BLANK: "A blank means", "空白表示";
    THERE_IS_NONE: "there is none", "没有";
    NOT_KNOWN: "not published: it is not known", "未公布，不详";
    BASELINE: "Compared with", "对比基线";

    COMMITTED: "Money committed", "已承诺资金";
    BOUNDS: "Low is the share of needs met for certain, high adds those that are not known: the truth lies between the two.",
        "下限为确定满足的需求所占比例，上限另计入不明部分；实际情况介于两者之间。";
    GAPS_MEAN: "A data gap asks for information, an action gap for action; currencies are never added to each other.",
        "信息缺口需要核实信息，行动缺口需要采取行动；不同币种的资金不相加。";
    CHART: "How the challenges are met, per cent", "各挑战满足程度（%）";
    FIGURES: "Figures of the chart", "图表数据";
    MET: "Met for certain", "确定满足";
    UNKNOWN: "Not known", "不明";
    UNMET: "Not met", "未满足";

    HEAT_MAP: "Challenges by areas of work", "挑战与工作领域";
    HEAT_MAP_MEANS: "Each cell: low–high in per cent, coloured by low; one number where both are the same.",
        "每格为下限–上限（%），按下限着色；两者相同时只写一个数。";
    LEGEND: "Colours", "颜色";
    NO_MEASURE: "the strategy has no measure here", "战略框架在此无措施";
    NONE_APPLIES: "no measure applies", "措施均不适用";
    ALL_CELLS: "All cells as a table", "矩阵各格数据";

    OWNER: "Owner", "负责人";
    DUE: "Due", "截止日期";
    ACTION: "Action", "行动";

    WHAT_CHANGED: "What changed, need by need", "逐项变化";

    INPUTS: "Plan as it was read", "读取的规划";
    BASELINE_INPUTS: "Baseline as it was read", "读取的基线";
    BASELINE_AS_OF: "Baseline as of", "基线截至日期";
    ROWS: "Rows", "行数";
    PROBLEMS: "Problems of the input", "输入中的问题";
    STRATEGY_ID: "Id and version of the strategy", "框架编号与版本";
    SOURCE: "Source of the strategy", "框架来源";
    SOURCE_NOTE: "About the source", "来源说明";
    WRITTEN_BY: "Written by", "生成工具";
    DOTS: "Raised dots", "间隔号";
    DOTS_MEAN: "A control character, or one that no workbook can hold, is shown as ·.",
        "控制字符及工作簿无法保存的字符显示为“·”。";
}

/// What the figures mean: a name and its meaning.
pub(super) const FORMULAS: [(Label, Label); 6] = [
    (
        Label { en: "Low", zh: "下限" },
        Label {
            en: "weights of the needs that are met ÷ weights of all needs that count",
            zh: "已满足需求的权重之和 ÷ 计入的全部需求的权重之和",
        },
    ),
    (
        Label { en: "High", zh: "上限" },
        Label {
            en: "the same, with what is not known counted as met",
            zh: "同上，不明的需求视为已满足",
        },
    ),
    (
        Label { en: "State", zh: "状态" },
        Label {
            en: "met: low is 100 %; data gap: only high is 100 %; action gap: high is under 100 %; \
                 not applicable: a row says so and why, and the measure leaves every mean",
            zh: "已满足：下限为 100 %；信息缺口：仅上限为 100 %；行动缺口：上限低于 100 %；\
                 不适用：有行说明理由，该措施不计入任何均值",
        },
    ),
    (
        Label { en: "Challenge", zh: "挑战" },
        Label {
            en: "mean of the measures that answer it, weighted by the strength of the link; an area \
                 and all measures together: plain mean, each measure once",
            zh: "应对该挑战的各措施按关联强度加权的均值；领域及全部措施为简单平均，每项措施只计一次",
        },
    ),
    (
        Label { en: "Money", zh: "资金" },
        Label {
            en: "a row's budget is split over its measures by share, to the cent; committed: rows that \
                 count; proposed: rows that are proposed; a challenge's comes through primary links only, so \
                 that the challenges add up to all measures; currencies are never added to each other; \
                 rows that serve no measure are in no sum",
            zh: "每行预算按份额分摊到各措施，精确到分；已承诺：计入的行；拟议：拟议的行；挑战的资金仅按主要关联计入，\
                 各挑战之和等于全部措施之和；不同币种不相加；未对应任何措施的行不计入合计",
        },
    ),
    (
        Label { en: "Rounding", zh: "舍入" },
        Label {
            en: "shares are exact and rounded once, to one decimal, half away from zero",
            zh: "比例按分数精确计算，仅在显示时四舍五入到一位小数",
        },
    ),
];

/// Says what a blank means.
pub(super) fn blank(blank: Blank) -> Label {
    match blank {
        Blank::Unmet => THERE_IS_NONE,
        Blank::Unknown => NOT_KNOWN,
    }
}
