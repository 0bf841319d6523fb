//! What workbooks say, in every language.

use envcoop_core::plan::Column;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::Status;

macro_rules! labels {
    ($($name:ident: $en:expr, $zh:expr;)+) => {
        $(pub(super) const $name: Label = Label { en: $en, zh: $zh };)+
    };
}

labels! {
    PLAN: "Plan", "规划";
    CHOOSE: "Choose one of the words in the list, or ? where it is not known.",
        "请从列表中选择；不详时填“?”。";
    SEVERAL_MEASURES: "This is not one measure of the list. Several measures are written like W1.1;W2.3. Keep it?",
        "不是列表中的单项措施。多项措施的写法如 W1.1;W2.3。是否保留？";
    CURRENCY: "This is not a currency code of the list, for instance CNY. Keep it?",
        "不是列表中的币种代码（如 CNY）。是否保留？";

    STATUSES: "Status", "状态";
    STAGES: "Stage", "阶段";
    LINKS: "Link", "关联方式";
    AREAS: "Area of work", "工作领域";
    CHALLENGES: "Challenge", "挑战";
    MEASURES: "Measure", "措施";
    CURRENCIES: "Currency", "币种";

    FRAMEWORK: "Strategy", "战略框架";
    FRAMEWORK_ID: "Id of the strategy", "框架编号";
    FRAMEWORK_VERSION: "Version of the strategy", "框架版本";
    SOURCE: "Source", "来源";
    OCCASION: "Occasion and year", "场合与年份";
    SOURCE_NOTE: "About the source", "来源说明";
    YEAR: "Year of the checklist", "清单年度";
    LANG: "Language", "语言";
    LANGUAGE: "English", "中文";
    WRITTEN_BY: "Written by", "生成工具";
    FORMAT: "Format", "格式";
    AS_OF: "As of", "基准日期";
    AS_OF_MEANS: "Set a day here: on the checklist, ends before it are marked unless the row is completed, cancelled or not applicable.",
        "在此填写日期：清单中早于该日期的结束日期会标色，已完成、已取消和不适用的除外。";

    GUIDE_TITLE: "How to fill in this workbook", "填写说明";
    STATUSES_MEAN: "What the statuses mean", "各状态的含义";
    COLUMNS_MEAN: "What to write in each column", "各列填写内容";
}

/// What to do, step by step; `{a}` and `{b}` stand for two measures of the strategy.
pub(super) const STEPS: [Label; 14] = [
    Label {
        en: "Each row of the first sheet is one step: what to do (Title), for which measure of the strategy (Measures) and by when (End).",
        zh: "第一张表每行是一项工作：做什么（名称）、服务于哪项措施（对应措施）、何时完成（结束日期）。",
    },
    Label {
        en: "Fill in the columns with a green heading: who answers for it, with whom, from when to when, with what money. Those with a grey heading come with the strategy.",
        zh: "请填写绿色表头各列：由谁负责、与谁合作、起止日期、经费。灰色表头各列来自战略框架。",
    },
    Label {
        en: "Choose Status, Stage and Currency from the list in the cell, and change Status as the work goes on. The sheet Lists says what every id stands for.",
        zh: "状态、阶段、币种请从单元格下拉列表中选择，并随工作进展更新状态。“选项”表列出各编号的含义。",
    },
    Label {
        en: "Write dates as year-month-day, for instance 2027-06-30. Both Start and End belong to the work.",
        zh: "日期按“年-月-日”填写，如 2027-06-30。开始日期和结束日期均包含在内。",
    },
    Label {
        en: "Write a budget as a plain number with at most two decimals and give its currency beside it; fill in both cells or neither.",
        zh: "预算填写数字，最多两位小数，并在旁边注明币种；两格同时填写或同时留空。",
    },
    Label {
        en: "An empty cell means: there is none. A ? means: it is not known.",
        zh: "空白表示没有；“?”表示不详。",
    },
    Label {
        en: "Separate several owners, partners or funders with a semicolon.",
        zh: "多个负责人、合作方或出资方之间用分号隔开。",
    },
    Label {
        en: "Do not change the ids in the first column and do not rename columns: your answers find their rows by them.",
        zh: "请勿修改第一列编号，也不要更改表头：系统据此对应您的填写内容。",
    },
    Label {
        en: "Do not delete a row that is not wanted: set its status to Cancelled. Not applicable needs its reason in Note.",
        zh: "不需要的行请勿删除，将状态改为“已取消”。选择“不适用”时须在备注中说明理由。",
    },
    Label {
        en: "Add rows of your own below the last one: an id that nobody else uses and that starts with a letter (for instance OWN-01), the measures served, a title and a status.",
        zh: "新增行请写在最后一行之下：填写以字母开头且不重复的编号（如 OWN-01）、对应措施、名称和状态。",
    },
    Label {
        en: "A row may serve several measures: {a};{b} in equal shares, or {a}:60;{b}:40 in per cent.",
        zh: "一行可对应多项措施：{a};{b} 为均分，{a}:60;{b}:40 为按百分比。",
    },
    Label {
        en: "You may sort, filter, and add columns of your own at the right end: nothing is lost.",
        zh: "可以排序、筛选，也可以在最右侧增加自己的列，内容不会丢失。",
    },
    Label {
        en: "Leave the sheet Baseline as it is: it remembers what was sent out, so that only what you changed is taken over.",
        zh: "请勿改动“基线”表：它记录发出时的内容，合并时只采纳您修改的部分。",
    },
    Label {
        en: "Save the file as .xlsx and send it back to whoever sent it to you.",
        zh: "填写后请保存为 .xlsx 文件，发回给发送人。",
    },
];

/// Returns what a status means.
pub(super) fn status(status: Status) -> Label {
    match status {
        Status::Proposed => {
            Label { en: "An idea that nobody has approved", zh: "尚未批准的设想" }
        }
        Status::Planned => Label { en: "Approved, not begun", zh: "已批准，尚未开始" },
        Status::Ongoing => Label { en: "Under way", zh: "正在实施" },
        Status::Completed => Label { en: "Done", zh: "已经完成" },
        Status::Suspended => Label { en: "Halted", zh: "暂时停止" },
        Status::Cancelled => Label { en: "Given up", zh: "不再实施" },
        Status::NotApplicable => Label {
            en: "The measure does not apply here; the reason stands in Note",
            zh: "该措施不适用，理由写入备注",
        },
    }
}

/// Returns what belongs into a column.
pub(super) fn column(column: Column) -> Label {
    match column {
        Column::Id => Label {
            en: "Stays as it is; unique in the plan",
            zh: "不得更改；在规划中唯一",
        },
        Column::Measures => Label {
            en: "Ids of the measures that the row serves, from the sheet Lists",
            zh: "该行所服务措施的编号，见“选项”表",
        },
        Column::Title => Label { en: "What is done", zh: "做什么" },
        Column::Stage => Label {
            en: "Empty for a whole activity, or the step of one that the row is",
            zh: "整项活动留空；否则填所处步骤",
        },
        Column::Status => {
            Label { en: "How far it is; from the list", zh: "进展情况，从列表选择" }
        }
        Column::Owner => Label { en: "Who answers for it", zh: "由谁负责" },
        Column::Partner => Label { en: "Who takes part", zh: "谁参与合作" },
        Column::Start => Label { en: "First day", zh: "第一天" },
        Column::End => Label {
            en: "Last day; for a step, the day it is due",
            zh: "最后一天；步骤则为截止日期",
        },
        Column::Budget => {
            Label { en: "Amount in the currency beside it", zh: "金额，币种见右侧" }
        }
        Column::Currency => {
            Label { en: "Code of the currency, for instance CNY", zh: "币种代码，如 CNY" }
        }
        Column::Funder => Label { en: "Who pays", zh: "由谁出资" },
        Column::Evidence => Label {
            en: "Address or reference of a document that proves it",
            zh: "证明文件的网址或文号",
        },
        Column::Updated => Label { en: "Day of the last review", zh: "最近核对日期" },
        Column::Note => Label {
            en: "Anything else; the reason, where the status is Not applicable",
            zh: "其他说明；状态为“不适用”时写明理由",
        },
        Column::Link => Label {
            en: "Empty or Human: a person chose the measures; Rule: a program did, nobody has checked",
            zh: "留空或“人工”：由人确定对应措施；“规则”：由程序确定，尚未核对",
        },
    }
}

#[cfg(test)]
mod tests {
    use envcoop_core::text::Lang;
    use envcoop_forms::workbook::Words;

    use super::*;

    #[test]
    fn messages_fit_into_a_drop_down() {
        let both = Words::new(&Lang::ALL);
        for message in [CHOOSE, SEVERAL_MEASURES, CURRENCY] {
            assert!(both.all(message, "\n").encode_utf16().count() <= 255);
        }
        for column in Column::ALL {
            for lang in Lang::ALL {
                assert!(column.label().get(lang).encode_utf16().count() <= 32);
            }
        }
    }
}
