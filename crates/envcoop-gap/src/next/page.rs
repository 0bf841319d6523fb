//! The advice for people: as tables on a terminal, or as a memo in Markdown.

use std::fmt::Write as _;

use envcoop_core::judge::gap::decimal;
use envcoop_core::money::Cents;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::table::{Kind, markdown};
use envcoop_forms::terminal::Grid;
use envcoop_next::{Budget, Figure};
use envcoop_present::summary::heading;

use super::Recommendation;
use super::refusal::reason;

pub(super) fn table(recommended: &Recommendation<'_>, lang: Lang, width: Option<u16>) -> String {
    Page { recommended, lang, form: Form::Terminal(width) }.render()
}

pub(super) fn memo(recommended: &Recommendation<'_>, lang: Lang) -> String {
    Page { recommended, lang, form: Form::Markdown }.render()
}

/// Returns so many tenths of every budget, added up.
pub(super) fn part(budget: &Budget, tenths: i128) -> Cents {
    budget.amounts().into_iter().map(|amount| Cents(amount.0 * tenths / 10)).sum()
}

#[derive(Clone, Copy)]
enum Form {
    Terminal(Option<u16>),
    Markdown,
}

struct Page<'p> {
    recommended: &'p Recommendation<'p>,
    lang: Lang,
    form: Form,
}

type Header = (&'static str, &'static str, Kind);

impl Page<'_> {
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        Label { en, zh }.get(self.lang)
    }

    fn render(&self) -> String {
        let gap = self.recommended.gap;
        let title = match self.form {
            Form::Terminal(_) => String::new(),
            Form::Markdown => format!("# {}\n\n", gap.framework.title.get(self.lang)),
        };
        let mut out = format!("{title}{}\n{}\n", heading(gap, self.lang), self.budget());
        self.choice(&mut out);
        self.steps(&mut out);
        self.challenges(&mut out);
        self.out_of_reach(&mut out);
        self.left_out(&mut out);
        out
    }

    fn section(&self, out: &mut String, title: &str) {
        let mark = if matches!(self.form, Form::Markdown) { "## " } else { "" };
        let gap = if matches!(self.form, Form::Markdown) { "\n" } else { "" };
        let _ = writeln!(out, "\n{mark}{title}{gap}");
    }

    fn rows<const N: usize>(&self, out: &mut String, headers: [Header; N], rows: Vec<[String; N]>) {
        let headers = headers.map(|(en, zh, kind)| (self.word(en, zh), kind));
        match self.form {
            Form::Terminal(width) => {
                let mut grid = Grid::new(headers, width);
                rows.into_iter().for_each(|row| grid.row(row));
                out.push_str(&grid.render());
            }
            Form::Markdown => {
                let _ = writeln!(out, "| {} |", headers.map(|(name, _)| name).join(" | "));
                let rule = headers.map(|(_, kind)| if kind == Kind::Text { "---" } else { "--:" });
                let _ = writeln!(out, "|{}|", rule.join("|"));
                for row in rows {
                    let cells = row.map(|cell| markdown::escape(&cell));
                    let _ = writeln!(out, "| {} |", cells.join(" | "));
                }
            }
        }
    }

    /// Writes an amount with the currency, where there is one.
    fn money(&self, amount: Cents) -> String {
        match self.recommended.case.currency {
            Some(currency) => format!("{currency} {}", amount.grouped()),
            None => amount.grouped(),
        }
    }

    fn budget(&self) -> String {
        let label = self.word("budget", "预算");
        let colon = self.word(": ", "：");
        match &self.recommended.wishes.budget {
            Budget::Whole(amount) => format!("{label}{colon}{}", self.money(*amount)),
            Budget::Years(years) => {
                let years: Vec<String> = years
                    .iter()
                    .map(|(year, amount)| format!("{year} {}", self.money(*amount)))
                    .collect();
                format!("{label}{colon}{}", years.join(self.word("; ", "；")))
            }
        }
    }

    fn choice(&self, out: &mut String) {
        let Recommendation { case, advice, .. } = self.recommended;
        self.section(out, self.word("Approve, in this order", "建议按此顺序批准"));
        if advice.order.is_empty() {
            let _ = writeln!(out, "{}", self.word("nothing", "无"));
        } else {
            let rows = advice.contributions.iter().map(|worth| {
                let row = &case.proposals[worth.item];
                [
                    row.id.to_string(),
                    row.title.clone(),
                    Cents(case.instance.items[worth.item].cost).grouped(),
                    worth.gain.text(2),
                    worth.replacement.map_or_else(|| "–".to_owned(), |figure| figure.text(2)),
                ]
            });
            let headers = [
                ("Row", "行", Kind::Text),
                ("Title", "标题", Kind::Text),
                ("Cost", "费用", Kind::Amount),
                ("Gain", "增益", Kind::Percent),
                ("To replace", "替代损失", Kind::Percent),
            ];
            self.rows(out, headers, rows.collect());
            let legend = self.word(
                "gain: points that the mean loses without the row; to replace: that the best other choice loses",
                "增益：去掉该行后均值减少的点数；替代损失：不含该行的最优选择少得的点数",
            );
            let gap = if matches!(self.form, Form::Markdown) { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{legend}");
        }
        let _ = writeln!(out, "\n{}", self.proof());
    }

    /// Says what the choice costs and what is proven of it.
    fn proof(&self) -> String {
        let Recommendation { case, advice, .. } = self.recommended;
        let cost = self.money(advice.cost);
        if advice.solution.is_optimal {
            return match self.lang {
                Lang::En => format!(
                    "cost: {cost}; proven: no choice reaches more, and none as much for less"
                ),
                Lang::Zh => {
                    format!("费用：{cost}；已证明：没有更优选择，也没有同等效果而费用更低的选择")
                }
            };
        }
        if advice.solution.bound == advice.solution.value {
            return match self.lang {
                Lang::En => format!(
                    "cost: {cost}; no choice reaches more; not proven that none reaches as much for less"
                ),
                Lang::Zh => format!(
                    "费用：{cost}；没有效果更好的选择；尚未证明没有同等效果而费用更低的选择"
                ),
            };
        }
        let missing = Figure {
            part: advice.solution.bound - advice.solution.value,
            whole: case.objective.whole,
        };
        let unit = 10i128.pow(4);
        let (most, bound) = (missing.rounded_up(4), advice.mean.bound.rounded_up(4));
        let [most, bound] = [most, bound].map(|n| format!("{}.{:04}", n / unit, n % unit));
        match self.lang {
            Lang::En => format!(
                "cost: {cost}; not proven to be the best: at most {bound} % can be reached, {most} points more"
            ),
            Lang::Zh => format!("费用：{cost}；尚未证明最优：至多可达 {bound} %，即再多 {most} 点"),
        }
    }

    fn steps(&self, out: &mut String) {
        let Recommendation { case, wishes, advice, .. } = self.recommended;
        if advice.steps.len() < 2 {
            return;
        }
        self.section(out, self.word("As the budget grows", "随预算增加"));
        let mut taken: Vec<usize> = Vec::new();
        let mut rows = Vec::new();
        for step in &advice.steps {
            taken.extend(&step.items);
            let after = case.objective.before + case.instance.value(&taken);
            let ids: Vec<&str> = step.items.iter().map(|&i| &*case.proposals[i].id).collect();
            rows.push([
                part(&wishes.budget, step.tenths).grouped(),
                ids.join(self.lang.comma()),
                Cents(case.instance.cost(&taken)).grouped(),
                Figure { part: after, whole: case.objective.whole }.text(2),
            ]);
        }
        let headers = [
            ("With", "有预算", Kind::Amount),
            ("Also approve", "再批准", Kind::Text),
            ("Cost so far", "累计费用", Kind::Amount),
            ("Mean, %", "均值 %", Kind::Percent),
        ];
        self.rows(out, headers, rows);
    }

    fn challenges(&self, out: &mut String) {
        let Recommendation { gap, case, advice, .. } = self.recommended;
        self.section(out, self.word("What is met for certain", "确定满足的程度"));
        let mut rows = Vec::new();
        for (challenge, met) in gap.framework.challenges.iter().zip(&advice.challenges) {
            let title = format!("{} {}", challenge.id, challenge.title.get(self.lang));
            let figures = match met {
                None => std::array::from_fn(|_| "–".to_owned()),
                Some(met) => [
                    decimal(met.before, met.one),
                    decimal(met.after, met.one),
                    decimal(met.all, met.one),
                    Figure { part: met.before, whole: met.all }.text(2),
                    Figure { part: met.after, whole: met.all }.text(2),
                ],
            };
            let [before, after, all, low, low_after] = figures;
            rows.push([title, before, after, all, low, low_after]);
        }
        let mean = self.word("mean of the challenges", "各挑战均值").to_owned();
        let [before, after] = [advice.mean.before, advice.mean.after].map(|mean| mean.text(2));
        let none = String::new;
        if case.objective.n_challenges > 0 {
            rows.push([mean, none(), none(), none(), before, after]);
        }
        let headers = [
            ("Challenge", "挑战", Kind::Text),
            ("Met before", "原满足", Kind::Integer),
            ("Met after", "后满足", Kind::Integer),
            ("All", "全部", Kind::Integer),
            ("Before, %", "原 %", Kind::Percent),
            ("After, %", "后 %", Kind::Percent),
        ];
        self.rows(out, headers, rows);
    }

    /// Lists the measures that the choice cannot help, and why.
    fn out_of_reach(&self, out: &mut String) {
        let Recommendation { gap, case, advice, .. } = self.recommended;
        let rows: Vec<[String; 4]> = advice
            .measures
            .iter()
            .filter(|outlook| outlook.cheapest.is_none() || outlook.is_too_dear)
            .map(|outlook| {
                let measure = gap.framework.measure(outlook.measure);
                let why = match &outlook.cheapest {
                    None => self.word("no proposal improves it", "没有可改善它的提案").to_owned(),
                    Some((item, cost)) => {
                        let (id, cost) = (&case.proposals[*item].id, self.money(*cost));
                        match self.lang {
                            Lang::En => format!("too dear: {id} takes {cost}"),
                            Lang::Zh => format!("超出预算：{id} 需 {cost}"),
                        }
                    }
                };
                let title = format!("{} {}", measure.id, measure.title.get(self.lang));
                [title, outlook.before.text(1), outlook.ceiling.text(1), why]
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        self.section(out, self.word("Out of reach", "无法改善"));
        let headers = [
            ("Measure", "措施", Kind::Text),
            ("Low, %", "下限 %", Kind::Percent),
            ("Ceiling, %", "可达 %", Kind::Percent),
            ("Why", "原因", Kind::Text),
        ];
        self.rows(out, headers, rows);
    }

    fn left_out(&self, out: &mut String) {
        let Recommendation { gap, case, .. } = self.recommended;
        if case.left_out.is_empty() {
            return;
        }
        self.section(out, self.word("Left out: cannot be ranked", "未参与排序"));
        for (row, why) in &case.left_out {
            let reason = reason(why, &gap.framework, self.lang);
            let title = match self.form {
                Form::Terminal(_) => row.title.clone(),
                Form::Markdown => markdown::escape(&row.title),
            };
            let colon = self.word(": ", "：");
            let _ = writeln!(out, "- {} {title}{colon}{reason} ({})", row.id, row.place);
        }
    }
}
