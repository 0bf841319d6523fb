//! Who does what, and what is done for each theme of the strategy.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::text::Label;
use envcoop_core::who::Who;
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;
use envcoop_present::tables::term_members;

use super::pieces::{COMMITTED, clip, percents, purse, row};
use super::{Page, words};

/// How many owners, and how many partners, are listed.
const LISTED: usize = 20;

impl Page<'_> {
    /// Writes owners and partners, those with most activities first.
    pub(super) fn people(&self, out: &mut String) {
        self.open(out, "people", words::PEOPLE);
        let _ = writeln!(out, "<p>{}</p>\n<div class=\"pair\">", self.label(words::PEOPLE_ABOUT));
        let breakdown = &self.study.breakdown;
        for (title, by) in
            [(words::OWNERS, &breakdown.owners), (words::PARTNERS, &breakdown.partners)]
        {
            self.who(out, title, by);
        }
        out.push_str("</div>\n</section>\n");
    }

    fn who(&self, out: &mut String, title: Label, by: &BTreeMap<Who, RowSums>) {
        let columns = [
            (title, Kind::Text),
            (words::ACTIVITIES, Kind::Integer),
            (words::PROPOSALS, Kind::Integer),
            (words::N_LATE, Kind::Integer),
            (words::COMMITTED, Kind::Amount),
        ];
        let mut most: Vec<(&Who, &RowSums)> = by.iter().collect();
        // Who is missing stands first: that is a gap. Ties keep the order of names.
        most.sort_by_key(|(who, sums)| {
            (matches!(who, Who::Named(_)), std::cmp::Reverse(sums.live))
        });
        let n_more = most.len().saturating_sub(LISTED);
        out.push_str("<div>\n");
        let rows = most.into_iter().take(LISTED).map(|(who, sums)| {
            let [live, proposed, late, perhaps] = sums.counts();
            let name = match who.label() {
                None => escape(&clip(who.code(), 60)).into_owned(),
                Some(missing) => format!("<em>{}</em>", self.label(missing)),
            };
            let perhaps = if perhaps > 0 { format!(" +{perhaps}?") } else { String::new() };
            vec![
                name,
                live.to_string(),
                proposed.to_string(),
                format!("{late}{perhaps}"),
                purse(&sums.money, COMMITTED),
            ]
        });
        self.table(out, "list people", &self.label(title), &columns, rows);
        if n_more > 0 {
            let more = self.prose(|lang| words::more_people(n_more, lang));
            let _ = writeln!(out, "<p class=\"more\">{more}</p>");
        }
        out.push_str("</div>\n");
    }

    /// Writes the terms of the strategy, by kind.
    pub(super) fn terms(&self, out: &mut String) {
        self.open(out, "terms", words::TERMS);
        let _ = writeln!(out, "<p>{}</p>", self.label(words::TERMS_ABOUT));
        let columns = [
            (words::TERM, Kind::Text),
            (words::LOW_HIGH, Kind::Percent),
            (words::ACTIVITIES, Kind::Integer),
            (words::N_LATE, Kind::Integer),
        ];
        let kinds = columns.map(|(_, kind)| kind);
        let framework = &*self.gap.framework;
        let mut groups: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
        let mut without = Vec::new();
        for (term, sums) in framework.terms.iter().zip(&self.study.breakdown.terms) {
            let members = term_members(framework, &term.id);
            if members.is_empty() {
                without.push(&term.title);
                continue;
            }
            let group = self.gap.group(&members);
            let links: Vec<String> = members.iter().map(|m| self.link(m.measure)).collect();
            let [live, _, late, perhaps] = sums.counts();
            let perhaps = if perhaps > 0 { format!(" +{perhaps}?") } else { String::new() };
            let cells = vec![
                format!(
                    "{}<small class=\"ids\">{}</small>",
                    self.text(&term.title),
                    links.join(" ")
                ),
                percents(group.interval),
                live.to_string(),
                format!("{late}{perhaps}"),
            ];
            match groups.iter_mut().find(|(kind, _)| *kind == term.kind) {
                Some((_, rows)) => rows.push(cells),
                None => groups.push((&term.kind, vec![cells])),
            }
        }
        out.push_str("<div class=\"columns\">\n");
        for (kind, rows) in groups {
            let caption = self.each(|lang| framework.kind_title(kind, lang).to_owned());
            self.open_table(out, "list terms", &caption, &columns);
            out.push_str("<tbody>\n");
            rows.iter().for_each(|cells| row(out, &kinds, cells));
            out.push_str("</tbody></table></div>\n");
        }
        out.push_str("</div>\n");
        if !without.is_empty() {
            let terms = self.each(|lang| {
                let titles = without.iter().map(|title| title.get(lang));
                words::without_measures(&titles.collect::<Vec<_>>().join(lang.comma()), lang)
            });
            let _ = writeln!(out, "<p class=\"more\">{terms}</p>");
        }
        out.push_str("</section>\n");
    }
}
