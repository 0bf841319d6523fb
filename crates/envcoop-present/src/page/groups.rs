//! How the figures of challenges, areas and all measures come about: every measure with its weight
//! and its sums, area by area, so that each cell of the map has its subtotal.

use envcoop_core::framework::Area;
use envcoop_core::judge::gap::{
    GroupGap, Interval, Member, NeedSums, challenge_members, overall_members,
};
use envcoop_core::judge::tally::Purse;
use envcoop_core::text::Label;
use envcoop_forms::html::{self, Said};
use envcoop_forms::table::Kind;
use envcoop_words as words;
use maud::{Markup, html};

use super::Page;
use super::anchor::{OVERALL, anchor, of_cell};
use super::pieces::{COMMITTED, PROPOSED, percents, purse};
use crate::arithmetic::arithmetic;
use crate::headline;

const COLUMNS: [(Label, Kind); 10] = [
    (words::measure::MEASURE, Kind::Text),
    (words::figure::WEIGHT, Kind::Integer),
    (words::answer::MET, Kind::Integer),
    (words::answer::UNKNOWN, Kind::Integer),
    (words::figure::ALL, Kind::Integer),
    (words::figure::MET_LOW_HIGH, Kind::Percent),
    (words::formula::STATE, Kind::Text),
    (words::measure::ASSESSED, Kind::Text),
    (words::money::COMMITTED_HEADING, Kind::Amount),
    (words::status::PROPOSED, Kind::Amount),
];

impl Page<'_> {
    /// Says how sums of weights make the percentages.
    pub(super) fn arithmetic(&self, sums: NeedSums, interval: Option<Interval>) -> Markup {
        let lines = arithmetic(sums, interval);
        let last = lines.len().max(2) - 1;
        html::in_each(self.langs, |lang| {
            html! {
                @for (i, line) in lines.iter().enumerate() {
                    (line.get(lang)) @if i < last { br; }
                }
            }
        })
    }

    /// Writes every measure once, area by area.
    pub(super) fn overall(&self) -> Markup {
        html! {
            section id=(OVERALL) class="why" { "\n"
                h3 { (self.say(headline::OVERALL)) } "\n"
                p { (self.say(words::figure::OVERALL_ABOUT)) } "\n"
                (self.group(None, &overall_members(&self.gap.framework)))
            } "\n"
        }
    }

    /// Writes the measures that answer a challenge, area by area.
    pub(super) fn challenge(&self, i: usize) -> Markup {
        let framework = &*self.gap.framework;
        let challenge = &framework.challenges[i];
        let id = &challenge.id;
        let weights = &framework.policy.link_weights;
        let (primary, secondary) = (weights.primary, weights.secondary);
        html! {
            section id=(anchor(id)) class="why" { "\n"
                h3 { span class="id" { (Said(id)) } " " (self.say(&challenge.title)) } "\n"
                p { (self.say(&challenge.statement)) } "\n"
                p { (self.each(|lang| words::challenge::about(lang, primary, secondary))) } "\n"
                (self.group(Some(id), &challenge_members(framework, i)))
            } "\n"
        }
    }

    /// Writes a table of the measures that answer a challenge, or of all, with a subtotal for each
    /// area and the total.
    fn group(&self, challenge: Option<&str>, members: &[Member]) -> Markup {
        let framework = &*self.gap.framework;
        let of_area = |area: &Area| -> Vec<Member> {
            let of_area = |member: &&Member| framework.measure(member.measure).area == area.id;
            members.iter().filter(of_area).copied().collect()
        };
        let groups = html! {
            @for area in &framework.areas {
                @let own = of_area(area);
                @if !own.is_empty() || challenge.is_none() { (self.area(challenge, area, &own)) }
            }
            tbody class="total" { "\n"
                (self.sum(&self.say(words::area::ALL_AREAS), &self.gap.group(members)))
            }
        };
        self.headed("sums", words::figure::SUMS_CAPTION, &COLUMNS, &groups)
    }

    fn area(&self, challenge: Option<&str>, area: &Area, members: &[Member]) -> Markup {
        let id = &area.id;
        let of_challenge = challenge.map(|challenge| of_cell(&self.gap.framework, challenge, id));
        let none = Purse::new();
        let kinds = COLUMNS.map(|(_, kind)| kind);
        let measure = |member: &Member| {
            let result = &self.gap.measures[member.measure.at()];
            let [met, unknown, all] = match result.applies() {
                true => result.sums.decimals(),
                false => ["–"; 3].map(str::to_owned),
            };
            let tally = &self.gap.tally.measures[member.measure.at()];
            let money = if member.pays { &tally.money } else { &none };
            let is_assessed =
                if result.is_assessed { words::answer::YES } else { words::answer::NO };
            html::row(
                kinds,
                &[
                    self.named(member.measure),
                    html! { (member.weight) },
                    html! { (met) },
                    html! { (unknown) },
                    html! { (all) },
                    html! { (percents(result.interval)) },
                    self.state(result.state),
                    self.say(is_assessed),
                    purse(money, COMMITTED),
                    purse(money, PROPOSED),
                ],
            )
        };
        html! {
            tbody id=(of_challenge.as_deref().unwrap_or(&anchor(id))) {
                tr class="area" { th colspan="10" scope="rowgroup" {
                    span class="id" { (Said(id)) } " " (self.say(&area.title))
                } } "\n"
                @for member in members { (measure(member)) }
                (self.sum(&self.each(|lang| words::area::subtotal(lang, id)), &self.gap.group(members)))
            } "\n"
        }
    }

    /// Writes a row of sums: of weight × figure over the measures above that apply.
    fn sum(&self, head: &Markup, group: &GroupGap) -> Markup {
        html! {
            tr class="sum" {
                th scope="row" colspan="2" {
                    (head) small { (self.arithmetic(group.sums, group.interval)) }
                }
                @for sum in group.sums.decimals() { td class="n" { (sum) } }
                td class="n" { (percents(group.interval)) }
                td { (self.states(group)) }
                td { (group.assessed) "/" (group.measures()) }
                @for pick in [COMMITTED, PROPOSED] { td class="n" { (purse(&group.money, pick)) } }
            } "\n"
        }
    }
}
