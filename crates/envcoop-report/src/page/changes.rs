//! What changed since the baseline, and because of which rows.

use std::fmt::Write as _;

use envcoop_core::judge::change::{ChangeKind, NeedChange};
use envcoop_core::vocabulary::Answer;
use envcoop_forms::table::Kind;
use envcoop_present::summary;

use super::anchor::OVERALL;
use super::pieces::{clip, percents};
use super::{Page, words};

/// How wide a cause may be: it names rows and places.
const CAUSE_WIDTH: usize = 200;

impl Page<'_> {
    /// Writes the section, if there is a baseline.
    pub(super) fn changes(&self, out: &mut String) {
        let Some(changes) = &self.study.changes else { return };
        self.open(out, "changes", words::CHANGES);
        let as_of = changes.before.rules.as_of;
        let counts = self.each(|lang| {
            let counts = ChangeKind::ALL.iter().zip(changes.counts());
            let counts = counts.map(|(change, n)| format!("{} {n}", change.label().get(lang)));
            words::changes(&counts.collect::<Vec<_>>().join(lang.comma()), as_of, lang)
        });
        let _ = writeln!(out, "<p>{counts}</p>");

        let columns = [
            (words::CHALLENGE, Kind::Text),
            (words::BEFORE, Kind::Percent),
            (words::NOW, Kind::Percent),
        ];
        let pairs = changes.before.challenges.iter().zip(&changes.after.challenges);
        let mut rows: Vec<Vec<String>> = changes
            .after
            .framework
            .challenges
            .iter()
            .zip(pairs)
            .map(|(challenge, (before, after))| {
                vec![
                    format!("{} {}", self.id(&challenge.id), self.text(&challenge.title)),
                    percents(before.interval),
                    self.figure(&challenge.id, after.interval),
                ]
            })
            .collect();
        rows.push(vec![
            self.label(summary::OVERALL),
            percents(changes.before.overall.interval),
            self.figure(OVERALL, changes.after.overall.interval),
        ]);
        let caption = self.label(words::CHANGES_BY_CHALLENGE);
        self.table(out, "list narrow", &caption, &columns, rows);

        let changed = changes.needs.iter().filter(|need| need.change != ChangeKind::Same);
        let rows: Vec<Vec<String>> = changed.map(|need| self.change(need)).collect();
        if !rows.is_empty() {
            let columns = [
                (words::MEASURE, Kind::Text),
                (words::NEED, Kind::Text),
                (words::CHANGE, Kind::Text),
                (words::BEFORE, Kind::Text),
                (words::NOW, Kind::Text),
                (words::CAUSE, Kind::Text),
            ];
            self.table(out, "list", &self.label(words::CHANGES_CAPTION), &columns, rows);
        }
        out.push_str("</section>\n");
    }

    fn change(&self, need: &NeedChange) -> Vec<String> {
        let answer = |answer: Option<Answer>| {
            answer.map_or("–".to_owned(), |answer| self.label(answer.label()))
        };
        let class = match need.change {
            ChangeKind::Better | ChangeKind::Left => "y",
            ChangeKind::Worse => "x",
            ChangeKind::Entered | ChangeKind::Same => "q",
        };
        vec![
            self.named(need.measure),
            self.label(need.need.label()),
            format!("<b class=\"need {class}\">{}</b>", self.label(need.change.label())),
            answer(need.before),
            answer(need.after),
            self.each(|lang| clip(&need.cause(lang), CAUSE_WIDTH)),
        ]
    }
}
