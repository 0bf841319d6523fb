//! What stands outside the figures, and why: rows that serve nothing, measures that nothing serves,
//! measures that do not apply, problems of the input.

use std::fmt::Write as _;

use envcoop_core::judge::gap::MeasureGap;
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;
use envcoop_present::summary;

use super::noted::KEPT;
use super::pieces::clip;
use super::{Page, words};

impl Page<'_> {
    pub(super) fn outside(&self, out: &mut String) {
        self.open(out, "outside", words::OUTSIDE);
        self.not_applicable(out);
        self.unserved(out);
        self.orphans(out);
        out.push_str("</section>\n");
    }

    fn not_applicable(&self, out: &mut String) {
        let _ = writeln!(out, "<h3>{}</h3>", self.label(words::NOT_APPLICABLE));
        let excluded: Vec<&MeasureGap> =
            self.gap.measures.iter().filter(|result| !self.applies(result)).collect();
        if excluded.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", self.label(words::NONE));
            return;
        }
        let columns = [
            (words::MEASURE, Kind::Text),
            (words::REASON, Kind::Text),
            (words::DECIDED_BY, Kind::Text),
        ];
        let rows = excluded.into_iter().map(|result| {
            let tally = &self.gap.tally.measures[result.measure.at()];
            let (reason, row) = match &tally.not_applicable {
                Some((row, reason)) => {
                    (escape(&clip(reason, 2000)).into_owned(), self.witness(row))
                }
                None => (String::new(), String::new()),
            };
            vec![self.named(result.measure), reason, row]
        });
        self.table(out, "list", &self.label(words::NOT_APPLICABLE_CAPTION), &columns, rows);
    }

    fn unserved(&self, out: &mut String) {
        let _ = writeln!(out, "<h3>{}</h3>", self.label(words::UNSERVED));
        let unserved = self.gap.measures.iter().filter(|result| {
            self.applies(result) && self.gap.tally.measures[result.measure.at()].live == 0
        });
        let items: Vec<String> =
            unserved.map(|result| format!("<li>{}</li>", self.named(result.measure))).collect();
        let _ = match items.is_empty() {
            true => writeln!(out, "<p>{}</p>", self.label(words::NONE)),
            false => writeln!(out, "<ul class=\"spread\">{}</ul>", items.concat()),
        };
    }

    fn orphans(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "<h3>{}</h3>\n<p>{}</p>",
            self.label(words::ORPHANS),
            self.each(
                |lang| format!("{}.", summary::closing(self.gap, lang)).replace("计入.", "计入。")
            )
        );
        let n_more = self.gap.tally.orphans.saturating_sub(self.noted.orphans.len() as u64);
        let mut items: Vec<String> = self
            .noted
            .orphans
            .iter()
            .map(|row| format!("<li>{}</li>", self.noted_row(row)))
            .collect();
        if n_more > 0 {
            items.push(format!("<li>{}</li>", self.each(|lang| words::more_rows(n_more, lang))));
        }
        if !items.is_empty() {
            let _ = writeln!(out, "<ul class=\"spread\">{}</ul>", items.concat());
        }
    }

    /// Writes what was wrong with the input and was used or left out nevertheless.
    pub(super) fn problems(&self, out: &mut String) {
        self.open(out, "problems", words::PROBLEMS);
        let problems = &*self.study.problems;
        if problems.is_empty() {
            let _ = writeln!(out, "<p>{}</p>\n</section>", self.label(words::NO_PROBLEMS));
            return;
        }
        let columns =
            [(words::PLACE, Kind::Text), (words::COLUMN, Kind::Text), (words::PROBLEM, Kind::Text)];
        let rows = problems.iter().take(KEPT).map(|problem| {
            let hint = problem.hint.as_deref().map_or_else(String::new, |hint| {
                format!("<small class=\"hint\">{}</small>", escape(&clip(hint, 300)))
            });
            vec![
                self.place(&problem.place),
                escape(&clip(problem.column.as_deref().unwrap_or_default(), 60)).into_owned(),
                format!(
                    "{}: {} {hint}",
                    problem.severity.word(),
                    escape(&clip(&problem.message, 300))
                ),
            ]
        });
        self.table(out, "list", &self.label(words::PROBLEMS_CAPTION), &columns, rows);
        let n_more = problems.len().saturating_sub(KEPT) as u64;
        if n_more > 0 {
            let more = self.prose(|lang| words::more_problems(n_more, lang));
            let _ = writeln!(out, "<p class=\"more\">{more}</p>");
        }
        out.push_str("</section>\n");
    }
}
