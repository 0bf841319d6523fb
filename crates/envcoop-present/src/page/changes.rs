//! What changed since the baseline, and because of which rows.

use envcoop_core::judge::change::{ChangeKind, Changes, NeedChange};
use envcoop_core::vocabulary::Answer;
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::anchor::OVERALL;
use super::pieces::{clip, percents};
use crate::headline;

/// How wide a cause may be: it names rows and places.
const CAUSE_WIDTH: usize = 200;

impl Page<'_> {
    pub(super) fn changes(&self, changes: &Changes) -> Markup {
        let (before, after) = (&changes.before, &changes.after);
        let counts = self.each(|lang| {
            let counts = ChangeKind::ALL.iter().zip(changes.counts());
            let counts = counts.map(|(change, n)| format!("{} {n}", change.label().get(lang)));
            let counts = counts.collect::<Vec<_>>().join(lang.comma());
            words::change::counts(lang, before.rules.as_of, counts)
        });
        let columns = [
            (words::challenge::CHALLENGE, Kind::Text),
            (words::change::BEFORE_HEADING, Kind::Percent),
            (words::change::NOW, Kind::Percent),
        ];
        let pairs = before.challenges.iter().zip(&after.challenges);
        let rows =
            after.framework.challenges.iter().zip(pairs).map(|(challenge, (before, after))| {
                vec![
                    self.titled(&challenge.id, &challenge.title),
                    html! { (percents(before.interval)) },
                    self.figure(&challenge.id, after.interval),
                ]
            });
        let overall = vec![
            self.say(headline::OVERALL),
            html! { (percents(before.overall.interval)) },
            self.figure(OVERALL, after.overall.interval),
        ];
        let caption = words::change::BY_CHALLENGE;
        let challenges = self.table("list narrow", caption, &columns, rows.chain([overall]));

        let changed = changes.needs.iter().filter(|need| need.change != ChangeKind::Same);
        let rows: Vec<Vec<Markup>> = changed.map(|need| self.change(need)).collect();
        let columns = [
            (words::measure::MEASURE, Kind::Text),
            (words::need::NEED, Kind::Text),
            (words::change::CHANGE, Kind::Text),
            (words::change::BEFORE_HEADING, Kind::Text),
            (words::change::NOW, Kind::Text),
            (words::change::BECAUSE_OF, Kind::Text),
        ];
        html! {
            p { (counts) } "\n" (challenges)
            @if !rows.is_empty() {
                (self.table("list", words::change::ANSWERED_OTHERWISE, &columns, rows))
            }
        }
    }

    fn change(&self, need: &NeedChange) -> Vec<Markup> {
        let answer = |answer: Option<Answer>| {
            answer.map_or_else(|| html! { "–" }, |answer| self.say(answer.label()))
        };
        let class = match need.change {
            ChangeKind::Better | ChangeKind::Left => "y",
            ChangeKind::Worse => "x",
            ChangeKind::Entered | ChangeKind::Same => "q",
        };
        vec![
            self.named(need.measure),
            self.say(need.need.label()),
            html! { b class={ "need " (class) } { (self.say(need.change.label())) } },
            answer(need.before),
            answer(need.after),
            self.each(|lang| clip(&need.cause(lang), CAUSE_WIDTH)),
        ]
    }
}
