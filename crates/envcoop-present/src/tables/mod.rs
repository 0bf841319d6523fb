//! The tables of a gap analysis: every output format is made from these.

mod changes;
pub(crate) mod columns;
mod gaps;
mod groups;
mod measures;
mod money;
mod plan;
mod sums;

pub(crate) use self::changes::differences;
pub use self::changes::{challenge_changes, changes};
pub use self::gaps::{gaps, lateness, priorities, worst_first};
pub use self::groups::{areas, by, challenges, matrix, opening, owners, partners, terms};
pub(crate) use self::groups::{of_challenges, overall};
pub use self::measures::{measures, needs, timeline};
pub(crate) use self::money::challenge_money;
pub use self::money::{costs, money, owner_money, partner_money, range_words, term_money};
pub use self::plan::{ACTIVITIES, LATE, activity, late, problems};
pub(crate) use self::sums::Sum;
use self::{
    changes::{Shift, Turn},
    gaps::Missing,
    measures::{Answered, Judged},
    plan::Numbered,
};
use envcoop_core::framework::Framework;
use envcoop_core::judge::gap::{Member, challenge_members, overall_members};
use envcoop_core::study::{By, Study};
use envcoop_core::text::Text;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{Filled, Schema};

/// The tables of every report, in the order in which they are listed.
pub const ALL: [&dyn Schema; 17] = [
    &Sum::CHALLENGES,
    &Sum::AREAS,
    &Judged::MEASURES,
    &Answered::NEEDS,
    &Sum::MATRIX,
    &Judged::TIMELINE,
    ACTIVITIES,
    LATE,
    &Sum::OWNERS,
    money::OF_OWNERS,
    &Sum::PARTNERS,
    money::OF_PARTNERS,
    &Sum::TERMS,
    money::OF_TERMS,
    money::OF_MEASURES,
    &Missing::TABLE,
    &Numbered::TABLE,
];

/// The tables that a report has as well where it compares with an earlier plan.
pub const OF_BASELINE: [&dyn Schema; 2] = [&Shift::TABLE, &Turn::TABLE];

/// The table that a report has as well where it shows sums in one currency.
pub const BY_CHALLENGE: &dyn Schema = &Sum::BY_CHALLENGE;

/// Fills every table of a report that is made after the last row of the plan: all but
/// [`ACTIVITIES`] and [`LATE`].
pub fn after_rows(study: &Study) -> Vec<Filled<'_>> {
    let mut tables = vec![
        challenges(study),
        areas(study),
        measures(study),
        needs(study),
        matrix(study),
        timeline(study),
        owners(study),
        owner_money(study),
        partners(study),
        partner_money(study),
        terms(study),
        term_money(study),
        money(study),
        gaps(study),
        problems(&study.problems),
    ];
    if study.exchange.is_some() {
        tables.push(by(study, By::Challenge));
    }
    if let Some(own) = &study.changes {
        tables.extend([challenge_changes(own), changes(own)]);
    }
    tables
}

/// Returns the measures of an area that answer a challenge, weighted by strength.
pub fn cell_members(framework: &Framework, challenge: usize, area: usize) -> Vec<Member> {
    let mut members = challenge_members(framework, challenge);
    let id = &framework.areas[area].id;
    members.retain(|member| framework.measure(member.measure).area == *id);
    members
}

/// Returns the measures that are about a term, all of one weight.
pub fn term_members(framework: &Framework, term: &str) -> Vec<Member> {
    let is_about =
        |member: &Member| framework.measure(member.measure).terms.iter().any(|own| own == term);
    overall_members(framework).into_iter().filter(is_about).collect()
}

/// Names something of the strategy by its id and title.
pub fn titled(id: &str, title: &Text) -> Phrase<'static> {
    Phrase::each(|lang| format!("{id} {}", title.get(lang)))
}
