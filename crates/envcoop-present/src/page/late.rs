//! The rows that are late, those late by most days first.

use envcoop_core::plan::Column;
use envcoop_forms::html::Said;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, display, html};

use super::Page;
use super::noted::NotedRow;

/// How many of a row's measures a list names.
const MOST_MEASURES: usize = 8;

impl Page<'_> {
    pub(super) fn late(&self) -> Markup {
        let latest = self.noted.latest();
        let (n, listed) = (self.noted.n_late, latest.len());
        let about = self.prose(|lang| match (n, n.saturating_sub(listed as u64)) {
            (0, _) => words::row::NONE_LATE.get(lang).to_owned(),
            (_, 0) => words::row::late_about(lang, n),
            (_, more) => words::row::late_listed(lang, n, listed, more),
        });
        let columns = [
            (words::row::ACTIVITY, Kind::Text),
            (Column::Measures.label(), Kind::Text),
            (Column::Status.label(), Kind::Text),
            (Column::Owner.label(), Kind::Text),
            (words::row::DUE, Kind::Text),
            (words::row::DAYS_LATE, Kind::Integer),
        ];
        let rows = latest.iter().map(|row| {
            let measures = row.measures.iter().filter_map(|&idx| self.study.scope.place_of(idx));
            let measures: Vec<_> = measures.collect();
            let listed = measures.iter().copied().take(MOST_MEASURES);
            vec![
                self.noted_row(row),
                html! { (self.links(listed)) @if measures.len() > MOST_MEASURES { " …" } },
                self.status(row.status),
                html! { (Said(&row.owner)) },
                html! { @if let Some(due) = row.due { time { (display(due)) } } @else { "–" } },
                html! { @if let Some(days) = row.days { (days) } @else { "–" } },
            ]
        });
        html! {
            p { (about) } "\n"
            @if !latest.is_empty() {
                (self.table("list late", words::row::LATE_CAPTION, &columns, rows))
            }
        }
    }

    /// Names a row of the plan: id, title, place.
    pub(super) fn noted_row(&self, row: &NotedRow) -> Markup {
        html! {
            b { (Said(&row.id)) } " " (Said(&row.title)) " " small { "(" (self.place(&row.place)) ")" }
        }
    }
}
