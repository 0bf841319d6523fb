//! How the figures of each measure come about: its needs, the rows that decide them, and the rows
//! behind it with what each adds.

use envcoop_core::framework::{Measure, Strength};
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::gap::MeasureGap;
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::plan::{Column, Money};
use envcoop_core::problem::shown;
use envcoop_core::study::Study;
use envcoop_core::vocabulary::{Answer, Need, Status};
use envcoop_forms::html::Said;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, display, html};

use super::anchor::anchor;
use super::pieces::{COMMITTED, PROPOSED, bar, clipped, mark, percents, purse};
use super::{LISTED_ROWS, Page};

/// How wide the id and the title of a row may be, in columns of a fixed-width font.
const ID_WIDTH: usize = 60;
const TITLE_WIDTH: usize = 64;

/// How many rows the measures list together: with more a page would grow too large to be mailed.
const MOST_ROWS: usize = 1000;
/// How many rows each measure lists in any case, if it has them.
const FEWEST_ROWS: usize = 3;

/// Returns how many rows each measure may list, the same for all.
pub(super) fn listed(study: &Study) -> usize {
    let lengths: Vec<usize> =
        study.gap.measures.iter().map(|result| study.evidence.of(result.measure).0.len()).collect();
    let sum = |most: usize| lengths.iter().map(|&n| n.min(most)).sum::<usize>();
    let fits = (FEWEST_ROWS..=LISTED_ROWS).rev().find(|&most| sum(most) <= MOST_ROWS);
    fits.unwrap_or(FEWEST_ROWS)
}

impl Page<'_> {
    pub(super) fn measure(&self, result: &MeasureGap) -> Markup {
        let measure = self.gap.framework.measure(result.measure);
        let tally = &self.gap.tally.measures[result.measure.at()];
        let id = &measure.id;
        html! {
            section id=(anchor(id)) class="why measure" { "\n"
                h3 { span class="id" { (Said(id)) } " " (self.say(&measure.title)) } "\n"
                p class="result" {
                    b class="figure" { (percents(result.interval)) } " "
                    (bar(result.interval)) (self.state(result.state))
                } "\n"
                p { (self.say(&measure.statement)) " " small { (Said(&measure.cite)) } } "\n"
                (self.answers(measure))
                @match &tally.not_applicable {
                    Some((row, reason)) => {
                        p {
                            (self.say(words::measure::REASON)) ": " (clipped(reason, 2000)) " — " (self.witness(row))
                        } "\n"
                    }
                    None => (self.needs(result)),
                }
                (self.behind(result))
            } "\n"
        }
    }

    /// Says which challenges the measure answers, and why.
    fn answers(&self, measure: &Measure) -> Markup {
        html! {
            ul class="answers" {
                @for answer in &measure.answers {
                    @let strength = match answer.strength {
                        Strength::Primary => words::challenge::PRIMARY,
                        Strength::Secondary => words::challenge::SECONDARY,
                    };
                    li {
                        (self.id(&answer.challenge)) " (" (self.say(strength)) ") " (self.say(&answer.why))
                    }
                }
            } "\n"
        }
    }

    /// Writes what the measure needs, and which row decides each.
    fn needs(&self, result: &MeasureGap) -> Markup {
        let tally = &self.gap.tally.measures[result.measure.at()];
        let columns = [
            (words::need::NEED, Kind::Text),
            (words::figure::WEIGHT, Kind::Integer),
            (words::answer::ANSWER, Kind::Text),
            (words::answer::DECIDED_BY, Kind::Text),
            (words::answer::ROWS_MET, Kind::Integer),
            (words::answer::UNKNOWN, Kind::Integer),
            (words::answer::UNMET, Kind::Integer),
        ];
        let policy = &self.gap.framework.policy;
        let rows = result.profile.needs().iter().map(|&need| {
            let needs = &tally.needs[need as usize];
            let n_rows = |answer: Answer| html! { (needs.rows[answer as usize]) };
            vec![
                self.say(need.label()),
                html! { (policy.need_weights.of(need)) },
                self.answer(result.answers.get(need)),
                needs.witness().map_or_else(|| html! { "–" }, |row| self.witness(row)),
                n_rows(Answer::Met),
                n_rows(Answer::Unknown),
                n_rows(Answer::Unmet),
            ]
        });
        html! {
            (self.table("list ask", words::measure::WHAT_IT_NEEDS, &columns, rows))
            p class="arithmetic" { (self.arithmetic(result.sums, result.interval)) } "\n"
        }
    }

    /// Writes the rows behind the measure: the first ones in full, the others counted.
    fn behind(&self, result: &MeasureGap) -> Markup {
        let (rows, n_more) = self.study.evidence.of(result.measure);
        let (rows, more) = rows.split_at(rows.len().min(self.listed));
        let n_more = n_more + more.len() as u64;
        if rows.is_empty() {
            return html! { p class="more" { (self.say(words::measure::NO_ROW_SERVES)) } "\n" };
        }
        let needs = result.profile.needs();
        let mut columns = vec![
            (words::row::ROW, Kind::Text),
            (Column::Status.label(), Kind::Text),
            (words::row::SHARE, Kind::Percent),
        ];
        columns.extend(needs.iter().map(|need| (need.label(), Kind::Text)));
        let money = [words::money::COMMITTED_HEADING, words::status::PROPOSED];
        columns.extend(money.map(|title| (title, Kind::Amount)));
        let total = &self.gap.tally.measures[result.measure.at()].money;
        let mut rest = total.clone();
        let sum = |head: &Markup, money: &Purse| {
            html! {
                tr {
                    th scope="row" { (head) } td colspan=(needs.len() + 2) {}
                    @for pick in [COMMITTED, PROPOSED] { td class="n" { (purse(money, pick)) } }
                } "\n"
            }
        };
        let measure = &self.gap.framework.measure(result.measure).id;
        let groups = html! {
            tbody { "\n" @for evidence in rows { (self.evidence(evidence, needs, &mut rest)) } } "\n"
            tbody class="total" {
                @if n_more > 0 {
                    @let head = html! {
                        (self.each(|lang| words::row::more_with_command(lang, n_more))) " "
                        code { "envcoop-gap explain " (Said(measure)) " PLAN" }
                    };
                    (sum(&head, &rest))
                }
                (sum(&self.say(words::money::SUM), total))
            }
        };
        self.headed("rows", words::measure::ROWS_BEHIND, &columns, &groups)
    }

    /// Writes what one row says about a measure, and takes its money from `rest`.
    fn evidence(&self, evidence: &Evidence, needs: &[Need], rest: &mut Purse) -> Markup {
        // A row that was given up has no money, nor has one that says the measure does not apply.
        let counts = evidence.is_live || evidence.status == Some(Status::Proposed);
        let part = evidence.part.filter(|_| counts);
        let mut own = Purse::new();
        if let Some(Money { amount, currency }) = part {
            let sums = match evidence.is_live {
                true => Sums { committed: amount, ..Sums::default() },
                false => Sums { proposed: amount, ..Sums::default() },
            };
            own.insert(currency, sums);
            let left = rest.entry(currency).or_default();
            left.committed.0 -= sums.committed.0;
            left.proposed.0 -= sums.proposed.0;
        }
        html! {
            tr {
                th scope="row" {
                    b { (clipped(&evidence.id, ID_WIDTH)) } " " (clipped(&evidence.title, TITLE_WIDTH)) " "
                    small { "(" (self.place(&evidence.place)) ")" }
                }
                td { (self.status(evidence.status)) }
                td class="n" { @if let Some(share) = evidence.share { (display(share)) "\u{a0}%" } }
                @for &need in needs {
                    @match &evidence.answers {
                        Some(answers) => (mark(answers.get(need))),
                        None => td {},
                    }
                }
                @if let Some(at) = &evidence.money_at {
                    td class="n" colspan="2" {
                        (self.each(|lang| words::same::counted_at(lang, shown(at))))
                    }
                } @else { @for pick in [COMMITTED, PROPOSED] {
                    @if own.values().any(|sums| pick(sums).0 != 0) {
                        td class="n" { (purse(&own, pick)) }
                    } @else { td {} }
                } }
            } "\n"
        }
    }
}
