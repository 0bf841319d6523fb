//! The challenges at a glance: percentages, bars, counts, money.

use std::fmt::Write as _;

use envcoop_core::judge::gap::{GroupGap, Interval};
use envcoop_core::text::Label;
use envcoop_forms::table::Kind;
use envcoop_present::{summary, tables};

use super::anchor::{OVERALL, anchor};
use super::pieces::{COMMITTED, bar, percents, purse};
use super::{Page, words};

impl Page<'_> {
    /// Writes one row per challenge and one for all measures.
    pub(super) fn challenges(&self, out: &mut String) {
        self.open(out, "challenges", words::CHALLENGES);
        let _ = writeln!(out, "<p>{}</p>", self.label(words::HOW_TO_READ));
        let spec = tables::CHALLENGES.columns;
        let title = |name: &str| {
            spec.iter().find(|c| c.name == name).map_or(Label { en: "", zh: "" }, |c| c.title)
        };
        let columns = [
            (words::CHALLENGE, Kind::Text),
            (words::LOW_HIGH, Kind::Text),
            (title("met"), Kind::Integer),
            (title("data_gap"), Kind::Integer),
            (title("action_gap"), Kind::Integer),
            (title("not_applicable"), Kind::Integer),
            (title("assessed"), Kind::Integer),
            (words::COMMITTED, Kind::Amount),
        ];
        let caption = self.label(words::CHALLENGES_CAPTION);
        self.open_table(out, "glance", &caption, &columns);
        out.push_str("<tbody>\n");
        let names = columns.map(|(title, _)| title);
        for (i, challenge) in self.gap.framework.challenges.iter().enumerate() {
            let head = format!(
                "{} {}<small>{}</small>",
                self.id(&challenge.id),
                self.text(&challenge.title),
                self.text(&challenge.statement),
            );
            let before = self
                .study
                .changes
                .as_ref()
                .and_then(|changes| changes.before.challenges[i].interval);
            self.glance(
                out,
                &anchor(&challenge.id),
                &head,
                &self.gap.challenges[i],
                before,
                &names,
            );
        }
        out.push_str("</tbody>\n<tbody class=\"all\">\n");
        let head = self.label(summary::OVERALL);
        let before =
            self.study.changes.as_ref().and_then(|changes| changes.before.overall.interval);
        self.glance(out, OVERALL, &head, &self.gap.overall, before, &names);
        out.push_str("</tbody></table></div>\n");
        let _ = writeln!(
            out,
            "<p class=\"key\"><span><svg class=\"bar\" aria-hidden=\"true\"><rect class=\"met\" width=\"100%\" height=\"100%\"/></svg> {}</span> \
             <span><svg class=\"bar\" aria-hidden=\"true\"><rect class=\"maybe\" width=\"100%\" height=\"100%\"/></svg> {}</span> \
             <span><svg class=\"bar\" aria-hidden=\"true\"></svg> {}</span></p>\n</section>",
            self.label(words::KEY_MET),
            self.label(words::KEY_MAYBE),
            self.label(words::KEY_REST),
        );
    }

    fn glance(
        &self,
        out: &mut String,
        anchor: &str,
        head: &str,
        group: &GroupGap,
        before: Option<Interval>,
        names: &[Label; 8],
    ) {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{head}</th><td class=\"big\"><a class=\"figure\" href=\"#{anchor}\">{}</a>{}",
            percents(group.interval),
            bar(group.interval),
        );
        if let Some(changes) = &self.study.changes {
            let was = percents(before);
            let as_of = changes.before.rules.as_of;
            let was = self.each(|lang| words::was(&was, as_of, lang));
            let _ = write!(out, "<small>{was}</small>");
        }
        out.push_str("</td>");
        let mut cells: Vec<String> = group.states.iter().map(u64::to_string).collect();
        cells.push(format!("{}/{}", group.assessed, group.measures()));
        let classes = ["", "", "", "", " assessed"];
        for ((cell, name), class) in cells.iter().zip(&names[2..]).zip(classes) {
            let name = self.label(*name);
            let zero = if cell == "0" { " zero" } else { "" };
            let _ = write!(
                out,
                "<td class=\"n{class}{zero}\"><span class=\"name\">{name}</span><a href=\"#{anchor}\">{cell}</a></td>"
            );
        }
        let _ = writeln!(
            out,
            "<td class=\"n money\"><span class=\"name\">{}</span><a href=\"#{anchor}\">{}</a></td></tr>",
            self.label(names[7]),
            purse(&group.money, COMMITTED)
        );
    }
}
