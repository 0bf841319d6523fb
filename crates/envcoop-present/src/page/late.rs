//! The rows that are late, those late by most days first.

use std::fmt::Write as _;

use envcoop_core::framework::MeasureIdx;
use envcoop_core::vocabulary::Word;
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;

use super::noted::NotedRow;
use super::{Page, words};

/// How many of a row's measures a list names.
const MOST_MEASURES: usize = 8;

impl Page<'_> {
    pub(super) fn late(&self, out: &mut String) {
        self.open(out, "late", words::LATE);
        let latest = self.noted.latest();
        let n_late = self.noted.n_late;
        let about = self.prose(|lang| words::late(n_late, latest.len(), lang));
        let _ = writeln!(out, "<p>{about}</p>");
        if !latest.is_empty() {
            let columns = [
                (words::ACTIVITY, Kind::Text),
                (words::MEASURES, Kind::Text),
                (words::STATUS, Kind::Text),
                (words::OWNER, Kind::Text),
                (words::DUE, Kind::Text),
                (words::DAYS_LATE, Kind::Integer),
            ];
            let rows = latest.into_iter().map(|row| {
                vec![
                    self.noted_row(row),
                    self.links(&row.measures),
                    row.status.map_or("?".to_owned(), |status| self.label(status.label())),
                    escape(&row.owner).into_owned(),
                    row.due.map_or("–".to_owned(), |due| format!("<time>{due}</time>")),
                    row.days.map_or("–".to_owned(), |days| days.to_string()),
                ]
            });
            self.table(out, "list late", &self.label(words::LATE_CAPTION), &columns, rows);
        }
        out.push_str("</section>\n");
    }

    /// Names a row of the plan: id, title, place.
    pub(super) fn noted_row(&self, row: &NotedRow) -> String {
        format!(
            "<b>{}</b> {} <small>({})</small>",
            escape(&row.id),
            escape(&row.title),
            self.place(&row.place)
        )
    }

    fn links(&self, measures: &[MeasureIdx]) -> String {
        let mut links: Vec<String> =
            measures.iter().take(MOST_MEASURES).map(|&measure| self.link(measure)).collect();
        if measures.len() > MOST_MEASURES {
            links.push("…".to_owned());
        }
        links.join(" ")
    }
}
