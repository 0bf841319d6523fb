//! A part of a plan as JSON: what is nought or not there is left out, and the same sums are the same
//! bytes.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{FORMAT, Part};
use crate::framework::{Framework, MeasureIdx};
use crate::judge::habits::{Habits, SoleOwner};
use crate::judge::orphans::Orphan;
use crate::judge::period::Period;
use crate::judge::tally::{MeasureTally, NeedTally, Purse};
use crate::judge::witness::Witness;
use crate::study::Input;
use crate::vocabulary::{Answer, Need};

pub(super) fn part(own: &Part, framework: &Framework) -> Json {
    let Part { terms, tally, .. } = own;
    let measures = framework.measure_idxs().filter_map(|idx| {
        let sums = &tally.measures[idx.at()];
        (*sums != MeasureTally::default()).then(|| measure(framework, idx, sums))
    });
    let all = json!({
        "format": FORMAT,
        "basis": {
            "framework": {
                "id": framework.id,
                "version": framework.version,
                "digest": framework.digest().to_string(),
            },
            "as_of": terms.as_of.to_string(),
            "blank": terms.blank.map(|blank| blank.code()),
            "period": terms.period.map(period),
            "literal": terms.is_literal,
            "lenient": terms.is_lenient,
        },
        "parts": own.parts,
        "published": own.is_published,
        "inputs": own.inputs.iter().map(input).collect::<Json>(),
        "rows": tally.rows,
        "refused": tally.refused,
        "outside": own.left_out.outside,
        "undated": own.left_out.undated,
        "measures": measures.collect::<Json>(),
        "orphans": {
            "rows": tally.orphans,
            "money": money(&tally.orphan_money),
            "first": tally.orphan_rows.rows().map(orphan).collect::<Json>(),
        },
        "habits": habits(&own.habits),
        "ids_compared": own.is_compared,
    });
    match &own.ids {
        None => all,
        Some(own) => with(all, [("ids", Some(ids(own)))]),
    }
}

fn period(own: Period) -> Json {
    json!({
        "from": own.from.map(|day| day.to_string()),
        "to": own.to.map(|day| day.to_string()),
    })
}

fn input(own: &Input) -> Json {
    let Input { name, bytes, sha256, rows, refused } = own;
    json!({"name": name, "bytes": bytes, "sha256": sha256, "rows": rows, "refused": refused})
}

fn measure(framework: &Framework, idx: MeasureIdx, own: &MeasureTally) -> Json {
    let all = json!({
        "id": framework.measure(idx).id,
        "live": own.live,
        "proposed": own.proposed,
        "by_people": own.by_people,
        "money": money(&own.money),
    });
    let needs = Need::ALL.into_iter().filter_map(|need| {
        let tally = &own.needs[need as usize];
        (*tally != NeedTally::default()).then(|| (need.code().to_owned(), answers(tally)))
    });
    let on_time = own.on_time_until.as_ref();
    let excluded = own.not_applicable.as_ref();
    let more = [
        ("needs", Some(Json::Object(needs.collect()))),
        ("start", own.start.map(|day| day.to_string().into())),
        ("end", own.end.map(|day| day.to_string().into())),
        (
            "on_time_until",
            on_time.map(|own| json!({"day": own.day.to_string(), "row": row(&own.row.0)})),
        ),
        ("first_live", own.first_live.as_ref().map(row)),
        (
            "not_applicable",
            excluded.map(|(own, reason)| json!({"row": row(own), "reason": reason})),
        ),
    ];
    with(all, more)
}

fn answers(own: &NeedTally) -> Json {
    let answers = Answer::ALL.into_iter().filter(|&answer| own.rows[answer as usize] > 0);
    let answer = |answer: Answer| {
        let first = own.first[answer as usize].as_ref().map(row);
        let rows = json!({"rows": own.rows[answer as usize]});
        (answer.code().to_owned(), with(rows, [("first", first)]))
    };
    Json::Object(answers.map(answer).collect())
}

fn money(purse: &Purse) -> Json {
    let coins = purse.iter().map(|(currency, sums)| {
        json!({
            "currency": currency.code(),
            "committed": sums.committed.to_string(),
            "proposed": sums.proposed.to_string(),
        })
    });
    coins.collect()
}

fn row(own: &Witness) -> Json {
    json!({"id": &*own.id, "file": &*own.place.file, "line": own.place.line})
}

fn orphan(own: &Orphan) -> Json {
    with(row(&own.row), [("title", Some(own.title.as_str().into()))])
}

fn habits(own: &Habits) -> Json {
    let amounts = own.amounts.iter().map(|(currency, [n, small])| {
        (currency.code().to_owned(), json!({"rows": n, "small": small}))
    });
    let (owners, sole) = match &own.owner {
        SoleOwner::Nobody => (0, None),
        SoleOwner::One(name, rows) => (1, Some(json!({"name": name, "rows": rows}))),
        SoleOwner::Several => (2, None),
    };
    let all = json!({
        "proposed": own.proposed,
        "decided": own.decided,
        "unconfirmed": own.unconfirmed,
        "before_strategy": own.before,
        "owners": owners,
        "amounts": Json::Object(amounts.collect()),
    });
    let first = own.first_before.as_ref().map(row);
    with(all, [("owner", sole), ("first_before_strategy", first)])
}

/// Ids by their files, so that no file is named twice.
fn ids(own: &BTreeMap<String, Witness>) -> Json {
    let mut files = BTreeMap::<&str, Map<String, Json>>::new();
    for row in own.values() {
        let lines = files.entry(&row.place.file).or_default();
        lines.insert(row.id.to_string(), row.place.line.into());
    }
    files.into_iter().map(|(file, ids)| (file.to_owned(), Json::Object(ids))).collect()
}

/// Adds the members that are there.
fn with<const N: usize>(mut object: Json, more: [(&str, Option<Json>); N]) -> Json {
    if let Json::Object(members) = &mut object {
        let there = more.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        members.extend(there);
    }
    object
}
