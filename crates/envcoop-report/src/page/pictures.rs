//! The pictures, each with its data as a table beside it.

use std::fmt::Write as _;

use envcoop_core::judge::tally::Purse;
use envcoop_core::money::Currency;
use envcoop_forms::html::escape;
use envcoop_forms::table::{Kind, Table, Value};
use envcoop_present::{summary, tables};

use super::anchor::{OVERALL, anchor};
use super::pieces::row;
use super::{Page, words};
use crate::picture::{MONEY, Picture, Scene, Setting, TIMELINE};

impl Page<'_> {
    /// Writes when each measure is worked on.
    pub(super) fn timeline(&self, out: &mut String) {
        self.open(out, "timeline", words::TIMELINE);
        self.picture(out, TIMELINE);
        let by_lang: Vec<Table<'_>> =
            self.langs.iter().map(|&lang| tables::timeline(self.gap, lang)).collect();
        let Some(table) = by_lang.first() else { return };
        let spec = table.spec;
        let _ = writeln!(out, "<details><summary>{}</summary>", self.label(words::AS_TABLE));
        let columns: Vec<_> =
            spec.columns.iter().map(|column| (column.title, column.kind)).collect();
        let rows = self.gap.measures.iter().zip(&table.rows).map(|(result, cells)| {
            let measure = self.gap.framework.measure(result.measure);
            let text = |(column, value): (&envcoop_forms::table::ColumnSpec, &Value<'_>)| {
                match column.name {
                    "id" | "measure" => self.link(result.measure),
                    "title" => self.text(&measure.title),
                    _ => escape(&value.to_text()).into_owned(),
                }
            };
            spec.columns.iter().zip(cells).map(text).collect()
        });
        self.table(out, "list", &self.label(spec.title), &columns, rows);
        out.push_str("</details>\n</section>\n");
    }

    /// Writes the money of each challenge, each currency by itself.
    pub(super) fn money(&self, out: &mut String) {
        self.open(out, "money", words::MONEY);
        self.picture(out, MONEY);
        let columns = [
            (words::CHALLENGE, Kind::Text),
            (words::CURRENCY, Kind::Text),
            (words::COMMITTED, Kind::Amount),
            (words::PROPOSED, Kind::Amount),
        ];
        let kinds = columns.map(|(_, kind)| kind);
        self.open_table(out, "list cash", &self.label(words::MONEY_CAPTION), &columns);
        out.push_str("<tbody>\n");
        let line = |out: &mut String, head: &str, anchor: &str, purse: &Purse| {
            for (currency, sums) in purse {
                let link = |text: String| match anchor {
                    "" => text,
                    _ => format!("<a href=\"#{anchor}\">{text}</a>"),
                };
                let cells = [
                    head.to_owned(),
                    code(*currency),
                    link(sums.committed.grouped()),
                    link(sums.proposed.grouped()),
                ];
                row(out, &kinds, &cells);
            }
        };
        for (challenge, group) in self.gap.framework.challenges.iter().zip(&self.gap.challenges) {
            let head = format!("{} {}", self.id(&challenge.id), self.text(&challenge.title));
            line(out, &head, &anchor(&challenge.id), &group.money);
        }
        out.push_str("</tbody>\n<tbody class=\"all\">\n");
        line(out, &self.label(summary::OVERALL), OVERALL, &self.gap.overall.money);
        line(out, &self.label(words::OF_ORPHANS), "", &self.gap.tally.orphan_money);
        out.push_str("</tbody></table></div>\n</section>\n");
    }

    fn picture(&self, out: &mut String, picture: &Picture) {
        let _ = writeln!(out, "<p>{}</p>\n<div class=\"wide picture\">", self.label(picture.about));
        for &lang in self.langs {
            let view = Scene {
                gap: self.gap,
                before: self.study.changes.as_ref().map(|changes| &*changes.before),
                lang,
                setting: Setting::Page,
            };
            let drawn = (picture.draw)(&view);
            let _ = writeln!(out, "<div lang=\"{}\">{drawn}</div>", lang.code());
        }
        out.push_str("</div>\n");
    }
}

fn code(currency: Currency) -> String {
    escape(&currency.to_string()).into_owned()
}
