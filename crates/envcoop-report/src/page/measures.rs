//! How the figures of each measure come about: its needs, the rows that decide them, and the rows
//! behind it with what each adds.

use std::fmt::Write as _;

use envcoop_core::framework::{Measure, Strength};
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::gap::MeasureGap;
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::plan::Money;
use envcoop_core::study::Study;
use envcoop_core::vocabulary::{Answer, Status, Word};
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;

use super::anchor::anchor;
use super::pieces::{COMMITTED, PROPOSED, bar, clip, mark, percents, purse, row};
use super::{Page, words};
use crate::portfolio::LISTED_ROWS;

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
    pub(super) fn measure(&self, out: &mut String, result: &MeasureGap) {
        let measure = self.gap.framework.measure(result.measure);
        let tally = &self.gap.tally.measures[result.measure.at()];
        let id = &measure.id;
        let _ = writeln!(
            out,
            "<section id=\"{}\" class=\"why measure\">\n<h3><span class=\"id\">{id}</span> {}</h3>\n\
             <p class=\"result\"><b class=\"figure\">{}</b> {}{}</p>\n<p>{} <small>{}</small></p>",
            anchor(id),
            self.text(&measure.title),
            percents(result.interval),
            bar(result.interval),
            self.state(result.state),
            self.text(&measure.statement),
            escape(&measure.cite),
        );
        self.answers(out, measure);
        match &tally.not_applicable {
            Some((row, reason)) => {
                let _ = writeln!(
                    out,
                    "<p>{}: {} — {}</p>",
                    self.label(words::BECAUSE),
                    escape(&clip(reason, 2000)),
                    self.witness(row)
                );
            }
            None => self.needs(out, result),
        }
        self.behind(out, result);
        out.push_str("</section>\n");
    }

    /// Says which challenges the measure answers, and why.
    fn answers(&self, out: &mut String, measure: &Measure) {
        out.push_str("<ul class=\"answers\">");
        for answer in &measure.answers {
            let strength = match answer.strength {
                Strength::Primary => words::PRIMARY,
                Strength::Secondary => words::SECONDARY,
            };
            let _ = write!(
                out,
                "<li>{} ({}) {}</li>",
                self.id(&answer.challenge),
                self.label(strength),
                self.text(&answer.why)
            );
        }
        out.push_str("</ul>\n");
    }

    fn needs(&self, out: &mut String, result: &MeasureGap) {
        let tally = &self.gap.tally.measures[result.measure.at()];
        let columns = [
            (words::NEED, Kind::Text),
            (words::WEIGHT, Kind::Integer),
            (words::ANSWER, Kind::Text),
            (words::DECIDED_BY, Kind::Text),
            (words::ROWS_MET, Kind::Integer),
            (words::UNKNOWN, Kind::Integer),
            (words::UNMET, Kind::Integer),
        ];
        let policy = &self.gap.framework.policy;
        let rows = self.gap.rules.profile.needs().iter().map(|&need| {
            let needs = &tally.needs[need as usize];
            let answer = result.answers.get(need);
            let class = match answer {
                Answer::Met => "y",
                Answer::Unknown => "q",
                Answer::Unmet => "x",
            };
            vec![
                self.label(need.label()),
                policy.need_weights.of(need).to_string(),
                format!("<b class=\"need {class}\">{}</b>", self.label(answer.label())),
                needs.witness().map_or_else(|| "–".to_owned(), |row| self.witness(row)),
                needs.rows[Answer::Met as usize].to_string(),
                needs.rows[Answer::Unknown as usize].to_string(),
                needs.rows[Answer::Unmet as usize].to_string(),
            ]
        });
        self.table(out, "list ask", &self.label(words::NEEDS_CAPTION), &columns, rows);
        let sums = self.arithmetic(result.sums, result.interval);
        let _ = writeln!(out, "<p class=\"arithmetic\">{sums}</p>");
    }

    /// Writes the rows behind the measure: the first ones in full, the others counted.
    fn behind(&self, out: &mut String, result: &MeasureGap) {
        let (rows, n_more) = self.study.evidence.of(result.measure);
        let (rows, more) = rows.split_at(rows.len().min(self.listed));
        let n_more = n_more + more.len() as u64;
        if rows.is_empty() {
            let _ = writeln!(out, "<p class=\"more\">{}</p>", self.label(words::NO_ROWS));
            return;
        }
        let needs = self.gap.rules.profile.needs();
        let mut columns = vec![
            (words::ROW, Kind::Text),
            (words::STATUS, Kind::Text),
            (words::SHARE, Kind::Percent),
        ];
        columns.extend(needs.iter().map(|need| (need.label(), Kind::Text)));
        columns.extend([(words::COMMITTED, Kind::Amount), (words::PROPOSED, Kind::Amount)]);
        self.open_table(out, "rows", &self.label(words::ROWS_CAPTION), &columns);
        out.push_str("<tbody>\n");
        let total = &self.gap.tally.measures[result.measure.at()].money;
        let mut rest = total.clone();
        for evidence in rows {
            self.evidence(out, evidence, &mut rest);
        }
        let _ = write!(out, "</tbody>\n<tbody class=\"total\">");
        let kinds = [Kind::Text, Kind::Amount, Kind::Amount];
        let mut sum = |head: String, money: &Purse| {
            let span = needs.len() + 2;
            let mut cells = String::new();
            row(&mut cells, &kinds, &[head, purse(money, COMMITTED), purse(money, PROPOSED)]);
            out.push_str(&cells.replacen(
                "</th>",
                &format!("</th><td colspan=\"{span}\"></td>"),
                1,
            ));
        };
        if n_more > 0 {
            let measure = &self.gap.framework.measure(result.measure).id;
            sum(
                format!(
                    "{} <code>envcoop-gap explain {} PLAN</code>",
                    self.each(|lang| words::more_rows(n_more, lang)),
                    escape(measure)
                ),
                &rest,
            );
        }
        sum(self.label(words::SUM), total);
        out.push_str("</tbody></table></div>\n");
    }

    /// Writes what one row says about a measure, and takes its money from `rest`.
    fn evidence(&self, out: &mut String, evidence: &Evidence, rest: &mut Purse) {
        let status = evidence.status.map_or("?".to_owned(), |status| self.label(status.label()));
        let share = evidence.share.map_or_else(String::new, |share| format!("{share}\u{a0}%"));
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><b>{}</b> {} <small>({})</small></th><td>{status}</td><td class=\"n\">{share}</td>",
            escape(&clip(&evidence.id, ID_WIDTH)),
            escape(&clip(&evidence.title, TITLE_WIDTH)),
            self.place(&evidence.place),
        );
        for &need in self.gap.rules.profile.needs() {
            out.push_str(match &evidence.answers {
                Some(answers) => mark(answers.get(need)),
                None => "<td></td>",
            });
        }
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
        for pick in [COMMITTED, PROPOSED] {
            let _ = match own.values().any(|sums| pick(sums).0 != 0) {
                true => write!(out, "<td class=\"n\">{}</td>", purse(&own, pick)),
                false => write!(out, "<td></td>"),
            };
        }
        out.push_str("</tr>\n");
    }
}
