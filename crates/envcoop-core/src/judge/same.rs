//! Rows that are the same project: a person names them under `same_as`, and their money is counted once.
//!
//! A row's own money counts, and that of the rows that it names, and of those that they name, does
//! not. Of rows that name each other the first by id counts. A row without money takes none away: it
//! only passes on what a row above it says. So of rows that have money at least one always counts, and
//! nothing depends on the order of rows and files.

use std::collections::{BTreeMap, HashMap};

use envcoop_words::problem::same as say;

use crate::plan::{Activity, Placeholder, SAME_AS, grammar, is_same_as, placeholder};
use crate::problem::{Place, Problem, quoted};
use crate::text::{Text, folded};
use crate::vocabulary::Status;

/// How many rows a message names.
const NAMED: usize = 5;

/// What the rows of all plans say under `same_as`, while they are read.
///
/// # Shape
/// Memory goes by the rows that name others, whatever the size of the plans.
#[derive(Debug, Default)]
pub struct Marks(BTreeMap<String, Mark>);

/// A row that names others.
#[derive(Debug)]
struct Mark {
    id: String,
    place: Place,
    has_money: bool,
    /// The ids that it names, as they stand in the cell.
    same: Vec<String>,
}

/// The rows whose money is counted at others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Same(HashMap<String, String>);

impl Same {
    /// Returns the id of the row at which a row's money is counted, where that is another one.
    pub fn money_at(&self, id: &str) -> Option<&str> {
        if self.0.is_empty() { None } else { self.0.get(&*folded(id)).map(String::as_str) }
    }

    /// Returns how many rows there are whose money is counted at others.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether every row counts its own money.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Marks {
    /// Takes note of the rows that a row names.
    pub fn see(&mut self, row: &Activity<'_>) {
        let cells = row.extras.iter().filter(|extra| is_same_as(extra.header));
        let ids = cells.flat_map(|extra| grammar::parts(extra.text));
        // What is not known, and a word for none, names nothing.
        let is_none = |id: &str| {
            grammar::is_unknown(id)
                || matches!(placeholder(id), Some((Placeholder::Unknown | Placeholder::None, _)))
        };
        let same: Vec<String> = ids.filter(|id| !is_none(id)).map(str::to_owned).collect();
        if same.is_empty() {
            return;
        }
        let counts = row.is_live() || row.status == Some(Status::Proposed);
        let has_money = counts && row.budget.known().is_some_and(|money| money.amount.0 > 0);
        let mark = Mark { id: row.id.to_owned(), place: row.place(), has_money, same };
        self.0.insert(folded(row.id).into_owned(), mark);
    }

    /// Says whose money is counted where; `is_there` tells whether a folded id is that of a row. What is
    /// named in vain or in a circle is told in `problems`, by rows in the order of their places.
    pub fn settle(self, is_there: impl Fn(&str) -> bool, problems: &mut Vec<Problem>) -> Same {
        let mut told = Vec::new();
        let mut graph = Graph::new(&self, &is_there, &mut told);
        graph.settle(&mut told);
        told.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
        problems.append(&mut told);
        graph.same()
    }
}

/// Rows and whom they name, in the order of their ids.
struct Graph<'m> {
    /// Folded ids; those of rows that name others with what they say.
    rows: Vec<(String, Option<&'m Mark>)>,
    next: Vec<Vec<usize>>,
    /// At which row each counts, where that is another one.
    at: Vec<Option<usize>>,
}

impl<'m> Graph<'m> {
    fn new(marks: &'m Marks, is_there: &dyn Fn(&str) -> bool, told: &mut Vec<Problem>) -> Self {
        let mut rows: BTreeMap<String, Option<&Mark>> =
            marks.0.iter().map(|(key, mark)| (key.clone(), Some(mark))).collect();
        let mut links = Vec::new();
        for (key, mark) in &marks.0 {
            let warn = |message: Text, hint| {
                let problem = Problem::warning(mark.place.clone(), message);
                problem.column(SAME_AS).hint(hint)
            };
            for id in &mark.same {
                let other = folded(id).into_owned();
                if other == *key {
                    let message = Text::new(|lang| say::self_named(lang, quoted(&mark.id)));
                    told.push(warn(message, say::SELF_NAMED_HINT));
                } else if rows.contains_key(&other) || is_there(&other) {
                    rows.entry(other.clone()).or_default();
                    links.push((key, other));
                } else {
                    let message = Text::new(|lang| say::no_row(lang, quoted(&mark.id), quoted(id)));
                    told.push(warn(message, say::NO_ROW_HINT));
                }
            }
        }
        let rows: Vec<(String, Option<&Mark>)> = rows.into_iter().collect();
        let place = |key: &str| rows.binary_search_by(|(own, _)| own.as_str().cmp(key)).ok();
        let mut next = vec![Vec::new(); rows.len()];
        for (from, to) in &links {
            if let (Some(from), Some(to)) = (place(from), place(to)) {
                next[from].push(to);
            }
        }
        for to in &mut next {
            to.sort_unstable();
            to.dedup();
        }
        Graph { at: vec![None; rows.len()], rows, next }
    }

    /// From the rows that nobody names down: whoever is named by a row with money, or by one whose
    /// money is counted at another, is counted there.
    fn settle(&mut self, told: &mut Vec<Problem>) {
        let circles = circles(&self.next);
        let mut circle_of = vec![0; self.rows.len()];
        for (i, circle) in circles.iter().enumerate() {
            circle.iter().for_each(|&row| circle_of[row] = i);
        }
        let mut from_above: Vec<Option<usize>> = vec![None; circles.len()];
        let mut named_by = vec![Vec::new(); self.rows.len()];
        for (i, circle) in circles.iter().enumerate().rev() {
            let own = circle.iter().copied().find(|&row| self.has_money(row));
            let kept = from_above[i].or(own);
            for &row in circle {
                self.at[row] = kept.filter(|&kept| kept != row);
                for &to in self.next[row].iter().filter(|&&to| circle_of[to] != i) {
                    let above = &mut from_above[circle_of[to]];
                    *above = match (*above, kept) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                    if kept == Some(row) {
                        named_by[to].push(row);
                    }
                }
                if kept.is_none() && !self.next[row].is_empty() {
                    told.extend(self.tell_no_money(row));
                }
            }
            if let Some(kept) = kept.filter(|kept| circle.len() > 1 && circle.contains(kept)) {
                let hint = Text::from(say::CLEAR_ONE);
                let kept = quoted(self.id(kept));
                let message = Text::new(|lang| say::circle(lang, self.list(circle), &kept));
                told.extend(self.tell(circle[0], message, hint));
            }
        }
        named_by.iter_mut().for_each(|by| by.sort_unstable());
        for (row, by) in named_by.iter().enumerate().filter(|(_, by)| by.len() > 1) {
            let message =
                Text::new(|lang| say::each_counts(lang, self.list(by), quoted(self.id(row))));
            let hint = Text::from(say::ONE_OF_THEM);
            told.extend(self.tell(by[0], message, hint));
        }
    }

    fn tell_no_money(&self, row: usize) -> Option<Problem> {
        let id = quoted(self.id(row));
        let message = Text::new(|lang| say::no_money(lang, &id));
        let hint = Text::new(|lang| say::budget_or_other(lang, &id));
        self.tell(row, message, hint)
    }

    fn tell(&self, row: usize, message: Text, hint: Text) -> Option<Problem> {
        let mark = self.rows[row].1?;
        Some(Problem::warning(mark.place.clone(), message).column(SAME_AS).hint(hint))
    }

    fn has_money(&self, row: usize) -> bool {
        self.rows[row].1.is_some_and(|mark| mark.has_money)
    }

    /// Returns the id of a row as it stands in its file, where the row names others.
    fn id(&self, row: usize) -> &str {
        let (key, mark) = &self.rows[row];
        mark.map_or(key, |mark| &mark.id)
    }

    fn list(&self, rows: &[usize]) -> String {
        let more = if rows.len() > NAMED { ", ..." } else { "" };
        let ids: Vec<String> = rows.iter().take(NAMED).map(|&row| quoted(self.id(row))).collect();
        ids.join(", ") + more
    }

    fn same(&self) -> Same {
        let moved = self.at.iter().enumerate();
        let moved = moved.filter_map(|(row, at)| Some((row, (*at)?)));
        Same(moved.map(|(row, at)| (self.rows[row].0.clone(), self.id(at).to_owned())).collect())
    }
}

/// Returns the rows that name each other, each set in order; a row by itself is one. Whoever is named
/// from outside a set stands in an earlier one (Tarjan's algorithm, without recursion).
fn circles(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut order, mut low) = (vec![NEW; next.len()], vec![0; next.len()]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; next.len()]);
    let (mut found, mut n_seen) = (Vec::new(), 0);
    for root in 0..next.len() {
        let mut path = if order[root] == NEW { vec![(root, 0)] } else { Vec::new() };
        while let Some(&mut (row, ref mut n_done)) = path.last_mut() {
            if *n_done == 0 {
                (order[row], low[row]) = (n_seen, n_seen);
                n_seen += 1;
                open.push(row);
                is_open[row] = true;
            }
            if let Some(&to) = next[row].get(*n_done) {
                *n_done += 1;
                if order[to] == NEW {
                    path.push((to, 0));
                } else if is_open[to] {
                    low[row] = low[row].min(order[to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(above, _)) = path.last() {
                low[above] = low[above].min(low[row]);
            }
            if low[row] == order[row] {
                let start = open.iter().rposition(|&other| other == row).unwrap_or(0);
                let mut circle = open.split_off(start);
                circle.iter().for_each(|&row| is_open[row] = false);
                circle.sort_unstable();
                found.push(circle);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Makes marks of rows: id, whether it has money, whom it names.
    fn marks(rows: &[(&str, bool, &str)]) -> Marks {
        let mark = |&(id, has_money, same): &(&str, bool, &str)| {
            let same: Vec<String> = grammar::parts(same).map(str::to_owned).collect();
            let place = Place { file: "p.csv".into(), line: 2 };
            let mark = Mark { id: id.to_owned(), place, has_money, same };
            (folded(id).into_owned(), mark)
        };
        let named = rows.iter().filter(|(_, _, same)| !same.is_empty());
        Marks(named.map(mark).collect())
    }

    /// Settles rows, each of which is there; says whose money is counted where, and what is told.
    fn settled(rows: &[(&str, bool, &str)]) -> (String, Vec<String>) {
        let is_there = |key: &str| rows.iter().any(|(id, _, _)| folded(id) == key);
        let mut problems = Vec::new();
        let same = marks(rows).settle(is_there, &mut problems);
        let at = rows.iter().filter_map(|(id, _, _)| Some(format!("{id}@{}", same.money_at(id)?)));
        let told =
            problems.iter().map(|own| own.message.get(crate::text::Lang::default()).to_owned());
        (at.collect::<Vec<_>>().join(" "), told.collect())
    }

    #[test]
    fn each_way_of_naming_has_one_meaning() {
        for (rows, at, told) in [
            (&[("A", true, "B"), ("B", true, "")][..], "B@A", ""),
            (&[("A", true, "B;C"), ("B", true, ""), ("C", true, "")], "B@A C@A", ""),
            (&[("A", true, "B"), ("B", true, "C"), ("C", true, "")], "B@A C@A", ""),
            (&[("B", true, "A"), ("A", true, "B")], "B@A", "rows `A`, `B` name each other"),
            (
                &[("A", true, "B"), ("C", true, "B"), ("B", true, "")],
                "B@A",
                "it is counted at each",
            ),
            (&[("A", true, "A")], "", "names itself"),
            (&[("A", true, "Z")], "", "no row that was read has that id"),
            (&[("A", false, "B"), ("B", true, "")], "", "row `A` has no money"),
            // A row without money passes on what stands above it.
            (&[("A", true, "B"), ("B", false, "C"), ("C", true, "")], "B@A C@A", ""),
            (&[("A", false, "B"), ("B", true, "A")], "A@B", "the money of `B`"),
        ] {
            let (found, said) = settled(rows);
            assert_eq!(found, at, "{rows:?}");
            assert_eq!(said.len(), usize::from(!told.is_empty()), "{said:?}");
            assert!(said.concat().contains(told), "{said:?}");
        }
    }

    #[test]
    fn a_long_chain_is_settled_at_once() {
        let ids: Vec<String> = (0..200_001).map(|i| format!("R{i:06}")).collect();
        let rows: Vec<(&str, bool, &str)> =
            ids.windows(2).map(|pair| (&*pair[0], true, &*pair[1])).collect();
        let mut problems = Vec::new();
        let same = marks(&rows).settle(|_| true, &mut problems);
        assert_eq!((same.len(), problems.len()), (200_000, 0));
        assert_eq!(same.money_at("R200000"), Some("R000000"));
    }

    proptest! {
        #[test]
        fn money_is_counted_as_the_plain_rule_says(
            links in prop::collection::vec((0..8_usize, 0..8_usize), 0..16),
            money in prop::collection::vec(any::<bool>(), 8),
        ) {
            let names: Vec<String> = (0..8).map(|i| format!("R{i}")).collect();
            let named = |from: usize| {
                let to = links.iter().filter(|link| link.0 == from);
                to.map(|link| names[link.1].clone()).collect::<Vec<_>>().join(";")
            };
            let named: Vec<String> = (0..8).map(named).collect();
            let rows: Vec<(&str, bool, &str)> =
                (0..8).map(|i| (&*names[i], money[i], &*named[i])).collect();
            let same = marks(&rows).settle(|_| true, &mut Vec::new());
            // Whom a row reaches by naming, in any number of steps.
            let mut reaches = [[false; 8]; 8];
            links.iter().for_each(|&(from, to)| reaches[from][to] = true);
            for via in 0..8 {
                for from in 0..8 {
                    for to in 0..8 {
                        reaches[from][to] |= reaches[from][via] && reaches[via][to];
                    }
                }
            }
            // A row with money takes that of each row it reaches which does not reach it, or comes
            // later by id.
            let takes = |a: usize, b: usize| {
                a != b && money[a] && reaches[a][b] && (!reaches[b][a] || a < b)
            };
            for row in (0..8).filter(|&row| money[row]) {
                let takers = (0..8).filter(|&other| takes(other, row));
                let is_own = |&other: &usize| !(0..8).any(|third| takes(third, other));
                let at = takers.filter(is_own).min().map(|other| &*names[other]);
                prop_assert_eq!(same.money_at(&names[row]), at, "{} {:?}", row, rows);
            }
        }
    }
}
