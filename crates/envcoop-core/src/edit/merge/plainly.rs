//! Merging by what cells mean: every side is compared as the format writes it, and what no edit touches
//! stays in the plan as it stands in its file.

use std::sync::Arc;

use super::{Edited, Merged, Resolving, engine};
use crate::framework::Framework;
use crate::plan::{Column, Document, plain};

/// Merges edited files into a plan, which stands in the file `ours` and remembers what it was sent
/// out as, where it is a workbook that does.
pub fn merge(
    framework: &Framework,
    ours: &Arc<str>,
    plan: &Document,
    past: Option<&Document>,
    edited: &[Edited],
    resolve: &Resolving,
) -> Merged {
    let written = |plan: &Document| plain(plan, framework);
    let (own, past) = (written(plan), past.map(written));
    let edited: Vec<Edited> = edited
        .iter()
        .map(|edited| Edited {
            file: Arc::clone(&edited.file),
            plan: written(&edited.plan),
            base: edited.base.as_ref().map(written),
        })
        .collect();
    let mut merged = engine::merge(ours, &own, past.as_ref(), &edited, resolve);
    keep(&mut merged.plan, &own, plan);
    merged
}

/// Writes what an edit left alone as it stands in the file. An amount may hold the currency of the cell
/// beside it: both stay as they stand, or neither.
fn keep(merged: &mut Document, own: &Document, plan: &Document) {
    let money = [Column::Budget, Column::Currency].map(|column| plan.position(column));
    let rows = merged.lines.iter_mut().zip(own.lines.iter().zip(&plan.lines));
    for (row, (own, line)) in rows {
        let is_same = |at: usize| row.cells[at] == own.cells[at];
        let is_money_kept = money.iter().flatten().all(|&at| is_same(at));
        let kept: Vec<usize> = (0..line.cells.len())
            .filter(|&at| is_same(at) && (is_money_kept || !money.contains(&Some(at))))
            .collect();
        for at in kept {
            row.cells[at].clone_from(&line.cells[at]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;
    use crate::plan::{Heading, Line};

    const HEADER: &str = "id|measures|status|end|budget|currency|title";

    fn plan(row: &str) -> Document {
        let split = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let line = Line { number: 2, cells: split(row) };
        Document { headings: Heading::all(split(HEADER)), lines: vec![line] }
    }

    fn merged(ours: &str, base: Option<&str>, theirs: &str) -> Merged {
        let mini = shipped("mini").expect("it is shipped").expect("it is sound");
        let edited = Edited { file: "a.csv".into(), plan: plan(theirs), base: base.map(plan) };
        merge(&mini, &"p.csv".into(), &plan(ours), None, &[edited], &Resolving::default())
    }

    #[test]
    fn a_value_in_another_spelling_is_no_edit_and_no_conflict() {
        let plain = "A|W1.1;W2.1|completed|2027-06-30|1200000|CNY|x";
        let spelt = "A|w1.1，W2.1|办结|2027年6月底|120万元||x";
        for (ours, theirs) in [(plain, spelt), (spelt, plain)] {
            for base in [None, Some(plain), Some(spelt)] {
                let merged = merged(ours, base, theirs);
                assert!(merged.conflicts.is_empty() && merged.changes.is_empty(), "{merged:?}");
                assert_eq!(merged.plan, plan(ours), "the plan stays as it stands");
            }
        }
    }

    #[test]
    fn an_edit_is_written_plainly_and_the_rest_stays() {
        let ours = "A|w1.1|办结|2027年6月底|120万元||x";
        let edit = merged(ours, Some(ours), "A|w1.1|办结|2027年6月底|130万元||y");
        assert_eq!(edit.plan.lines[0].cells.join("|"), "A|w1.1|办结|2027年6月底|1300000|CNY|y");
        let other = merged(ours, Some(ours), "A|w1.1|办结|2027年6月底|120万美元||x");
        assert_eq!(other.plan.lines[0].cells.join("|"), "A|w1.1|办结|2027年6月底|1200000|USD|x");
    }

    #[test]
    fn another_value_is_a_conflict_whatever_its_spelling() {
        let base = "A|W1.1|planned|2027-06-30|1200000|CNY|x";
        let ours = "A|W1.1|planned|2027-06-30|130万元||x";
        let merged = merged(ours, Some(base), "A|W1.1|planned|2027-06-30|140万|CNY|x");
        assert_eq!(merged.conflicts.len(), 1, "{merged:?}");
        assert_eq!(merged.conflicts[0].theirs[0].text, "1400000");
    }
}
