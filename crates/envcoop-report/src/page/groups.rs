//! How the figures of challenges, areas and all measures come about: every measure with its weight
//! and its sums, area by area, so that each cell of the map has its subtotal.

use std::fmt::Write as _;

use envcoop_core::framework::Area;
use envcoop_core::judge::gap::{
    GroupGap, Interval, Member, NeedSums, challenge_members, overall_members,
};
use envcoop_core::judge::tally::Purse;
use envcoop_core::text::{Label, Lang};
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;
use envcoop_present::summary;

use super::anchor::{OVERALL, anchor, of_cell};
use super::pieces::{COMMITTED, PROPOSED, percents, purse, row};
use super::{Page, words};

const KINDS: [Kind; 10] = [
    Kind::Text,
    Kind::Integer,
    Kind::Integer,
    Kind::Integer,
    Kind::Integer,
    Kind::Percent,
    Kind::Text,
    Kind::Text,
    Kind::Amount,
    Kind::Amount,
];

/// Says how sums of weights make the percentages: `low = met / all = 3 / 5 = 60.0 %`.
pub(super) fn arithmetic(sums: NeedSums, interval: Option<Interval>, lang: Lang) -> [String; 2] {
    let word = |label: Label| label.get(lang);
    let Some(Interval { low, high }) = interval else {
        return [word(words::NOTHING_APPLIES).to_owned(), String::new()];
    };
    let [met, unknown, all] = sums.decimals();
    let (words_met, words_unknown) = (word(words::MET), word(words::UNKNOWN));
    let words_all = word(words::ALL_WEIGHTS);
    [
        format!(
            "{} = {words_met} / {words_all} = {met} / {all} = {}\u{a0}%",
            word(words::LOW),
            low.percent()
        ),
        format!(
            "{} = ({words_met} + {words_unknown}) / {words_all} = ({met} + {unknown}) / {all} = {}\u{a0}%",
            word(words::HIGH),
            high.percent()
        ),
    ]
}

impl Page<'_> {
    /// Writes the two lines of the arithmetic.
    pub(super) fn arithmetic(&self, sums: NeedSums, interval: Option<Interval>) -> String {
        self.each_markup(|lang| {
            let [low, high] = arithmetic(sums, interval, lang);
            format!("{}<br/>{}", escape(&low), escape(&high))
        })
    }

    /// Writes every measure once, area by area.
    pub(super) fn overall(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "<section id=\"{OVERALL}\" class=\"why\">\n<h3>{}</h3>\n<p>{}</p>",
            self.label(summary::OVERALL),
            self.label(words::OVERALL_ABOUT)
        );
        self.group(out, None, &overall_members(&self.gap.framework));
        out.push_str("</section>\n");
    }

    /// Writes the measures that answer a challenge, area by area.
    pub(super) fn challenge(&self, out: &mut String, i: usize) {
        let challenge = &self.gap.framework.challenges[i];
        let id = &challenge.id;
        let _ = writeln!(
            out,
            "<section id=\"{}\" class=\"why\">\n<h3><span class=\"id\">{id}</span> {}</h3>\n<p>{}</p>\n<p>{}</p>",
            anchor(id),
            self.text(&challenge.title),
            self.text(&challenge.statement),
            self.each(|lang| words::challenge_about(&self.gap.framework.policy.link_weights, lang)),
        );
        self.group(out, Some(id), &challenge_members(&self.gap.framework, i));
        out.push_str("</section>\n");
    }

    /// Writes a table of the measures that answer a challenge, or of all, with a subtotal for each
    /// area and the total.
    fn group(&self, out: &mut String, challenge: Option<&str>, members: &[Member]) {
        let columns = [
            words::MEASURE,
            words::WEIGHT,
            words::MET,
            words::UNKNOWN,
            words::ALL_WEIGHTS,
            words::LOW_HIGH,
            words::STATE,
            words::ASSESSED,
            words::COMMITTED,
            words::PROPOSED,
        ];
        let columns: Vec<(Label, Kind)> = columns.into_iter().zip(KINDS).collect();
        self.open_table(out, "sums", &self.label(words::SUMS_CAPTION), &columns);
        for area in &self.gap.framework.areas {
            let own: Vec<Member> = members
                .iter()
                .filter(|member| self.gap.framework.measure(member.measure).area == area.id)
                .copied()
                .collect();
            if !own.is_empty() {
                self.area(out, challenge, area, &own);
            }
        }
        let total = self.gap.group(members);
        out.push_str("<tbody class=\"total\">\n");
        self.sum(out, &self.label(words::TOTAL), &total);
        out.push_str("</tbody></table></div>\n");
    }

    fn area(&self, out: &mut String, challenge: Option<&str>, area: &Area, members: &[Member]) {
        let id = &area.id;
        let of_challenge = challenge.map(|challenge| of_cell(&self.gap.framework, challenge, id));
        let _ = writeln!(
            out,
            "<tbody id=\"{}\"><tr class=\"area\"><th colspan=\"10\" scope=\"rowgroup\"><span class=\"id\">{id}</span> {}</th></tr>",
            of_challenge.as_deref().unwrap_or(&anchor(id)),
            self.text(&area.title)
        );
        for member in members {
            let result = &self.gap.measures[member.measure.at()];
            let [met, unknown, all] = match self.applies(result) {
                true => result.sums.decimals(),
                false => ["–"; 3].map(str::to_owned),
            };
            let tally = &self.gap.tally.measures[member.measure.at()];
            let none = Purse::new();
            let money = if member.pays { &tally.money } else { &none };
            let cells = [
                self.named(member.measure),
                member.weight.to_string(),
                met,
                unknown,
                all,
                percents(result.interval),
                self.state(result.state),
                self.label(if result.is_assessed { words::YES } else { words::NO }),
                purse(money, COMMITTED),
                purse(money, PROPOSED),
            ];
            row(out, &KINDS, &cells);
        }
        self.sum(out, &self.each(|lang| words::subtotal(&area.id, lang)), &self.gap.group(members));
        out.push_str("</tbody>\n");
    }

    /// Writes a row of sums: of weight × figure over the measures above that apply.
    fn sum(&self, out: &mut String, head: &str, group: &GroupGap) {
        let [met, unknown, all] = group.sums.decimals();
        let _ = writeln!(
            out,
            "<tr class=\"sum\"><th scope=\"row\" colspan=\"2\">{head}<small>{}</small></th><td class=\"n\">{met}</td>\
             <td class=\"n\">{unknown}</td><td class=\"n\">{all}</td><td class=\"n\">{}</td><td>{}</td>\
             <td>{}/{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            self.arithmetic(group.sums, group.interval),
            percents(group.interval),
            self.states(group),
            group.assessed,
            group.measures(),
            purse(&group.money, COMMITTED),
            purse(&group.money, PROPOSED),
        );
    }
}
