//! The grouping that was asked for, in JSON.

use std::collections::BTreeMap;

use envcoop_core::framework::TermKind;
use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::years::YearGap;
use envcoop_core::study::{self, Study};
use envcoop_core::who::Who;
use envcoop_present::tables::{cell_members, term_members};
use serde::Serialize;

use super::{Converted, Group, Money, converted, group, money};

/// A grouping.
#[derive(Serialize)]
pub(super) struct By<'a> {
    kind: &'static str,
    groups: Vec<Entry<'a>>,
}

/// One of its groups.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry<'a> {
    Group(Group<'a>),
    Term(Term<'a>),
    Person(Person<'a>),
    Year(Year<'a>),
    Cell(Cell<'a>),
}

/// A term of the strategy.
#[derive(Serialize)]
struct Term<'a> {
    #[serde(flatten)]
    group: Group<'a>,
    /// Its kind, where that is one of the strategy's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a TermKind>,
    #[serde(flatten)]
    rows: Rows,
}

/// An owner or partner.
#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    #[serde(flatten)]
    rows: Rows,
    measures: Vec<&'a str>,
    money: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<Converted>,
}

/// Counts of rows.
#[derive(Serialize)]
struct Rows {
    activities: u64,
    proposals: u64,
    late: u64,
    perhaps_late: u64,
}

/// A calendar year; null for what the dates do not tell.
#[derive(Serialize)]
struct Year<'a> {
    year: Option<i16>,
    activities: u64,
    proposals: u64,
    #[serde(flatten)]
    group: Option<Group<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<Vec<Money>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<Converted>,
}

/// A cell of the matrix.
#[derive(Serialize)]
struct Cell<'a> {
    challenge: &'a str,
    area: &'a str,
    #[serde(flatten)]
    group: Group<'a>,
}

pub(super) fn by<'a>(study: &'a Study, by: study::By) -> By<'a> {
    let (gap, exchange) = (&study.gap, study.exchange.as_ref());
    let framework = &*gap.framework;
    let entries = match by {
        study::By::Challenge => {
            let all = framework.challenges.iter().zip(&gap.challenges);
            all.map(|(c, own)| Entry::Group(group(Some(&c.id), own, exchange))).collect()
        }
        study::By::Area => {
            let all = framework.areas.iter().zip(&gap.areas);
            all.map(|(a, own)| Entry::Group(group(Some(&a.id), own, exchange))).collect()
        }
        study::By::Term => {
            let all = framework.terms.iter().zip(&study.breakdown.terms);
            all.map(|(term, sums)| {
                let own = gap.group(&term_members(framework, &term.id));
                let group = group(Some(&term.id), &own, exchange);
                let kind = framework.own_kind(&term.kind);
                Entry::Term(Term { group, kind, rows: rows(sums) })
            })
            .collect()
        }
        study::By::Owner => people(study, &study.breakdown.owners),
        study::By::Partner => people(study, &study.breakdown.partners),
        study::By::Year => study.years.iter().map(|own| Entry::Year(year(study, own))).collect(),
        study::By::Matrix => {
            let mut cells = Vec::new();
            for (i, challenge) in framework.challenges.iter().enumerate() {
                for (j, area) in framework.areas.iter().enumerate() {
                    let own = gap.group(&cell_members(framework, i, j));
                    let group = group(None, &own, exchange);
                    let cell = Cell { challenge: &challenge.id, area: &area.id, group };
                    cells.push(Entry::Cell(cell));
                }
            }
            cells
        }
    };
    By { kind: by.code(), groups: entries }
}

fn rows(sums: &RowSums) -> Rows {
    let [activities, proposals, late, perhaps_late] = sums.counts();
    Rows { activities, proposals, late, perhaps_late }
}

fn people<'a>(study: &'a Study, by: &'a BTreeMap<Who, RowSums>) -> Vec<Entry<'a>> {
    let framework = &*study.gap.framework;
    let entry = |(who, sums): (&'a Who, &RowSums)| {
        Entry::Person(Person {
            name: who.code(),
            rows: rows(sums),
            measures: sums.measures.iter().map(|&m| framework.measure(m).id.as_str()).collect(),
            money: money(&sums.money),
            converted: converted(&sums.money, study.exchange.as_ref()),
        })
    };
    by.iter().map(entry).collect()
}

fn year<'a>(study: &'a Study, own: &YearGap) -> Year<'a> {
    let (year, activities, proposals) = (own.year, own.live, own.proposed);
    let group = own.group.as_ref().map(|judged| group(None, judged, study.exchange.as_ref()));
    let is_told = group.is_some();
    Year {
        year,
        activities,
        proposals,
        group,
        money: (!is_told).then(|| money(&own.money)),
        converted: converted(&own.money, study.exchange.as_ref()).filter(|_| !is_told),
    }
}
