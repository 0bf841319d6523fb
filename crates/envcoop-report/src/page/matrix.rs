//! The map of areas and challenges: a number in every cell, a colour behind it.

use std::fmt::Write as _;

use envcoop_core::judge::gap::Interval;
use envcoop_core::text::Label;
use envcoop_forms::palette::{STEPS, shade};
use envcoop_present::summary;
use envcoop_present::tables::cell_members;

use super::anchor::{OVERALL, anchor, of_cell};
use super::{Page, words};

impl Page<'_> {
    /// Writes one row per area and one column per challenge, with the whole of each.
    pub(super) fn matrix(&self, out: &mut String) {
        let framework = &*self.gap.framework;
        self.open(out, "map", words::MAP);
        let _ = writeln!(out, "<p>{}</p>", self.label(words::MAP_ABOUT));
        let _ = write!(
            out,
            "<div class=\"wide\"><table class=\"map\"><caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
            self.label(words::MAP_CAPTION),
            self.label(words::AREA),
        );
        for challenge in &framework.challenges {
            let _ = write!(
                out,
                "<th scope=\"col\">{} <span class=\"title\">{}</span></th>",
                self.id(&challenge.id),
                self.text(&challenge.title)
            );
        }
        let _ = writeln!(
            out,
            "<th scope=\"col\" class=\"whole\">{}</th></tr></thead>\n<tbody>",
            self.label(words::WHOLE_AREA)
        );
        for (j, area) in framework.areas.iter().enumerate() {
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{} {}</th>",
                self.id(&area.id),
                self.text(&area.title)
            );
            for (i, challenge) in framework.challenges.iter().enumerate() {
                let members = cell_members(framework, i, j);
                if members.is_empty() {
                    let title = self.plain(words::VOID);
                    let _ = write!(out, "<td class=\"void\" title=\"{title}\">–</td>");
                } else {
                    let cell = self.gap.group(&members).interval;
                    let anchor = of_cell(framework, &challenge.id, &area.id);
                    self.cell(out, &anchor, cell, "");
                }
            }
            self.cell(out, &anchor(&area.id), self.gap.areas[j].interval, " whole");
            out.push_str("</tr>\n");
        }
        let _ = write!(
            out,
            "</tbody>\n<tbody class=\"all\"><tr><th scope=\"row\">{}</th>",
            self.label(words::WHOLE_CHALLENGE)
        );
        for (challenge, group) in framework.challenges.iter().zip(&self.gap.challenges) {
            self.cell(out, &anchor(&challenge.id), group.interval, "");
        }
        self.cell(out, OVERALL, self.gap.overall.interval, " whole");
        out.push_str("</tr></tbody></table></div>\n<p class=\"key\">");
        for (i, (from, _)) in STEPS.iter().enumerate() {
            let to =
                STEPS.get(i + 1).map_or("100".to_owned(), |(next, _)| format!("{}", next / 10));
            let words = self.each(|lang| words::step(from / 10, &to, i + 1 == STEPS.len(), lang));
            let _ = write!(out, "<span><i class=\"swatch s{i}\"></i> {words}</span> ");
        }
        let others: [(&str, Label); 2] = [("na", words::KEY_NA), ("void", words::VOID)];
        for (class, words) in others {
            let words = self.label(words);
            let _ = write!(out, "<span><i class=\"swatch {class}\"></i> {words}</span> ");
        }
        out.push_str("</p>\n</section>\n");
    }

    fn cell(&self, out: &mut String, anchor: &str, interval: Option<Interval>, class: &str) {
        let _ = match interval {
            Some(bounds) => {
                let low = shade(bounds.low.percent());
                let step = STEPS.iter().position(|(_, shade)| *shade == low).unwrap_or_default();
                let text = summary::interval(interval).replace('–', "–<wbr/>");
                write!(out, "<td class=\"s{step}{class}\"><a href=\"#{anchor}\">{text}</a></td>")
            }
            None => {
                let title = self.plain(words::KEY_NA);
                let text = self.label(words::NOT_APPLICABLE_SHORT);
                write!(
                    out,
                    "<td class=\"na{class}\" title=\"{title}\"><a href=\"#{anchor}\">{text}</a></td>"
                )
            }
        };
    }
}
