//! The pictures, each with its data as a table beside it.

use envcoop_core::judge::tally::Purse;
use envcoop_core::plan::Column;
use envcoop_forms::html::{self, Said};
use envcoop_forms::table::{Forms, Kind, Value};
use envcoop_words as words;
use maud::{Markup, PreEscaped, Render as _, display, html};

use super::Page;
use super::anchor::{OVERALL, anchor};
use crate::picture::{MONEY, Picture, Scene, Setting, TIMELINE};
use crate::restrictions::restrictions;
use crate::{headline, tables};

impl Page<'_> {
    /// Writes when each measure is worked on.
    pub(super) fn timeline(&self) -> Markup {
        let table = tables::timeline(self.study);
        let view = table.view(Forms::DATA);
        let columns: Vec<_> = view.columns().map(|own| (own.spec.title, own.spec.kind)).collect();
        let rows = self.gap.measures.iter().zip(view.rows()).map(|(result, cells)| {
            let cell = |(at, value): (usize, &Value<'_>)| match value {
                _ if at == 0 => self.link(result.measure),
                Value::Phrase(title) => self.say(title.clone()),
                value => Said(&value.to_text()).render(),
            };
            cells.enumerate().map(cell).collect()
        });
        html! {
            (self.picture(TIMELINE))
            details {
                summary { (self.say(words::page::AS_TABLE)) } "\n"
                (self.table("list", table.title.clone(), &columns, rows))
            } "\n"
        }
    }

    /// Writes the money of each challenge, each currency by itself.
    pub(super) fn money(&self) -> Markup {
        let columns = [
            (words::challenge::CHALLENGE, Kind::Text),
            (Column::Currency.label(), Kind::Text),
            (words::money::COMMITTED_HEADING, Kind::Amount),
            (words::status::PROPOSED, Kind::Amount),
        ];
        let kinds = columns.map(|(_, kind)| kind);
        let exchange = self.study.exchange.as_ref();
        let lines = |head: Markup, anchor: Option<&str>, purse: &Purse| {
            let link = |amount: String| {
                html! {
                    @if let Some(anchor) = anchor { a href={ "#" (anchor) } { (amount) } }
                    @else { (amount) }
                }
            };
            html! {
                @for (currency, sums) in purse {
                    (html::row(kinds, &[
                        head.clone(),
                        html! { (display(currency)) },
                        link(sums.committed.grouped()),
                        link(sums.proposed.grouped()),
                    ]))
                }
                @if let Some(exchange) = exchange.filter(|own| purse.keys().any(|&c| c != own.into)) {
                    @let worth = exchange.convert(purse);
                    @let without = worth.without.iter().map(|code| code.code()).collect::<Vec<_>>();
                    (html::row(kinds, &[
                        head.clone(),
                        html! {
                            "= " (display(exchange.into))
                            @if !without.is_empty() {
                                " " (self.say(words::money::WITHOUT)) " " (without.join(" "))
                            }
                        },
                        html! { (worth.sums.committed.grouped()) },
                        html! { (worth.sums.proposed.grouped()) },
                    ]))
                }
            }
        };
        let gap = self.gap;
        let orphans = self.say(words::money::OF_ORPHANS);
        let groups = html! {
            tbody { "\n"
                @for (challenge, group) in gap.framework.challenges.iter().zip(&gap.challenges) {
                    @let head = self.titled(&challenge.id, &challenge.title);
                    (lines(head, Some(&anchor(&challenge.id)), &group.money))
                }
            } "\n"
            tbody class="all" { "\n"
                (lines(self.say(headline::OVERALL), Some(OVERALL), &gap.overall.money))
                @if self.study.scope.filter.is_empty() {
                    (lines(orphans, None, &gap.tally.orphan_money))
                }
            }
        };
        html! {
            (self.picture(MONEY))
            (self.headed("list cash", words::money::BY_CHALLENGE_CAPTION, &columns, &groups))
        }
    }

    fn picture(&self, picture: &Picture) -> Markup {
        let restricted = restrictions(self.study);
        let drawn = |lang| {
            (picture.draw)(&Scene {
                gap: self.gap,
                before: self.study.changes.as_ref().map(|changes| &*changes.before),
                restricted: &restricted,
                lang,
                setting: Setting::Page,
            })
        };
        html! {
            p { (self.say(picture.about)) } "\n"
            div class="wide picture" { "\n"
                @for &lang in self.langs { div lang=(lang.code()) { (PreEscaped(drawn(lang))) } "\n" }
            } "\n"
        }
    }
}
