//! What stands outside the figures, and why: rows that serve nothing, measures that nothing serves,
//! measures that do not apply, problems of the input.

use envcoop_core::judge::gap::MeasureGap;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::noted::KEPT;
use super::pieces::clipped;
use crate::headline;

impl Page<'_> {
    pub(super) fn outside(&self) -> Markup {
        html! {
            h3 { (self.say(words::measure::DO_NOT_APPLY)) } "\n" (self.not_applicable())
            h3 { (self.say(words::measure::UNCOVERED)) } "\n" (self.uncovered())
            h3 { (self.say(words::row::ORPHANS)) } "\n" (self.orphans())
        }
    }

    fn none(&self) -> Markup {
        html! { p { (self.say(words::list::NONE)) } "\n" }
    }

    fn not_applicable(&self) -> Markup {
        let excluded: Vec<&MeasureGap> =
            self.gap.measures.iter().filter(|result| !result.applies()).collect();
        if excluded.is_empty() {
            return self.none();
        }
        let columns = [
            (words::measure::MEASURE, Kind::Text),
            (words::measure::REASON, Kind::Text),
            (words::answer::DECIDED_BY, Kind::Text),
        ];
        let rows = excluded.into_iter().map(|result| {
            let tally = &self.gap.tally.measures[result.measure.at()];
            let (reason, row) = match &tally.not_applicable {
                Some((row, reason)) => (clipped(reason, 2000), self.witness(row)),
                None => (html! {}, html! {}),
            };
            vec![self.named(result.measure), reason, row]
        });
        self.table("list", words::measure::LEFT_OUT_CAPTION, &columns, rows)
    }

    fn uncovered(&self) -> Markup {
        let uncovered: Vec<&MeasureGap> =
            self.gap.measures.iter().filter(|result| result.is_uncovered()).collect();
        if uncovered.is_empty() {
            return self.none();
        }
        html! {
            ul class="spread" { @for result in uncovered { li { (self.named(result.measure)) } } } "\n"
        }
    }

    fn orphans(&self) -> Markup {
        let tally = &self.gap.tally;
        let rows = &self.noted.orphans;
        let n_more = tally.orphans.saturating_sub(rows.len() as u64);
        html! {
            p { (self.each(|lang| {
                let read = headline::read(self.study, lang);
                words::row::read_and_orphans_sentence(lang, read, tally.orphans)
            })) } "\n"
            @if tally.orphans > 0 && self.study.scope.filter.is_empty() {
                ul class="spread" {
                    @for row in rows { li { (self.noted_row(row)) } }
                    @if n_more > 0 { li { (self.each(|lang| words::row::more_with_command(lang, n_more))) } }
                } "\n"
            }
        }
    }

    /// Writes what was wrong with the input and was used or left out nevertheless.
    pub(super) fn problems(&self) -> Markup {
        let problems = &*self.study.problems;
        if problems.is_empty() {
            return html! { p { (self.say(words::problem::NO_PROBLEMS)) } "\n" };
        }
        let columns = [
            (words::problem::PLACE, Kind::Text),
            (words::problem::COLUMN, Kind::Text),
            (words::problem::PROBLEM, Kind::Text),
        ];
        let rows = problems.iter().take(KEPT).map(|problem| {
            vec![
                self.place(&problem.place),
                clipped(problem.column.as_deref().unwrap_or_default(), 60),
                html! {
                    (self.say(problem.severity.label())) ": " (clipped(problem.message.get(self.lang()), 300)) " "
                    @if let Some(hint) = &problem.hint { small class="hint" { (clipped(hint.get(self.lang()), 300)) } }
                },
            ]
        });
        let n_more = problems.len().saturating_sub(KEPT);
        html! {
            (self.table("list", words::problem::CAPTION, &columns, rows))
            @if n_more > 0 {
                p class="more" { (self.prose(|lang| words::problem::more(lang, n_more))) } "\n"
            }
        }
    }
}
