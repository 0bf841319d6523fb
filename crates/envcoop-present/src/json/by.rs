//! The grouping that was asked for, in JSON.

use std::collections::BTreeMap;

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::years::YearGap;
use envcoop_core::study::{By, Study};
use envcoop_core::who::Who;
use envcoop_forms::json::{with, without_absent};
use serde_json::{Value as Json, json};

use super::{converted, group, money};
use crate::tables::{cell_members, term_members};

pub(super) fn by(study: &Study, by: By) -> Json {
    let (gap, exchange) = (&study.gap, study.exchange.as_ref());
    let framework = &*gap.framework;
    let groups: Json = match by {
        By::Challenge => {
            let all = framework.challenges.iter().zip(&gap.challenges);
            all.map(|(own, result)| group(Some(&own.id), result, exchange)).collect()
        }
        By::Area => {
            let all = framework.areas.iter().zip(&gap.areas);
            all.map(|(own, result)| group(Some(&own.id), result, exchange)).collect()
        }
        By::Term => {
            let all = framework.terms.iter().zip(&study.breakdown.terms).map(|(term, sums)| {
                let own = gap.group(&term_members(framework, &term.id));
                // A kind is told where it is one of the strategy's own.
                let kind = json!({"kind": framework.own_kind(&term.kind)});
                let all = with(group(Some(&term.id), &own, exchange), kind);
                with(without_absent(all, &["kind"]), rows(sums))
            });
            all.collect()
        }
        By::Owner => people(study, &study.breakdown.owners),
        By::Partner => people(study, &study.breakdown.partners),
        By::Year => study.years.iter().map(|own| year(study, own)).collect(),
        By::Matrix => {
            let all = framework.challenges.iter().enumerate().flat_map(|(i, challenge)| {
                framework.areas.iter().enumerate().map(move |(j, area)| {
                    let own = gap.group(&cell_members(framework, i, j));
                    let cell = json!({"challenge": challenge.id, "area": area.id});
                    with(cell, group(None, &own, exchange))
                })
            });
            all.collect()
        }
    };
    json!({"kind": by.code(), "groups": groups})
}

fn rows(sums: &RowSums) -> Json {
    let [activities, proposals, late, perhaps_late] = sums.counts();
    json!({
        "activities": activities,
        "proposals": proposals,
        "late": late,
        "perhaps_late": perhaps_late,
    })
}

fn people(study: &Study, by: &BTreeMap<Who, RowSums>) -> Json {
    let id = |&measure: &MeasureIdx| study.gap.framework.measure(measure).id.as_str();
    let person = |(who, sums): (&Who, &RowSums)| {
        let end = json!({
            "measures": sums.measures.iter().map(id).collect::<Json>(),
            "money": money(&sums.money),
            "converted": converted(&sums.money, study.exchange.as_ref()),
        });
        let name = with(json!({"name": who.code()}), rows(sums));
        with(name, without_absent(end, &["converted"]))
    };
    by.iter().map(person).collect()
}

/// A calendar year; null for what the dates do not tell.
fn year(study: &Study, own: &YearGap) -> Json {
    let exchange = study.exchange.as_ref();
    let rest = match &own.group {
        Some(judged) => group(None, judged, exchange),
        None => without_absent(
            json!({"money": money(&own.money), "converted": converted(&own.money, exchange)}),
            &["converted"],
        ),
    };
    let counts = json!({"year": own.year, "activities": own.live, "proposals": own.proposed});
    with(counts, rest)
}
