//! A table that was looked through once: what stands in its columns, and what its rows are.

use std::collections::{BTreeMap, HashMap};
use std::hash::RandomState;
use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, Problems};
use envcoop_core::text::trim;
use envcoop_words::import as say;

use super::kind::{self, Kind};
use super::outline::{Outline, Pending};
use super::sheets;
use super::subtotal::Subtotals;
use crate::mapping::Mapping;
use crate::mapping::field::{self, Field};
use crate::mapping::preset;
use crate::mapping::profile::Profile;
use crate::mapping::propose::{Context, OfSheet, Proposal, propose};
use crate::table::{Opener, Row, Search, Table};

/// A table and what its columns hold.
pub struct Survey {
    /// The table.
    pub table: Table,
    /// The header of each column; of those that have none, a name made of their letter.
    pub names: Vec<String>,
    /// What stands in each column.
    pub profiles: Vec<Profile>,
    /// How many rows there are of each kind.
    pub n_rows: BTreeMap<Kind, u64>,
    /// What the titles of each sheet say.
    pub(super) sheets: Vec<OfSheet>,
    /// Rows of a number and a title that are headings, and of which kind, by their sheets and numbers.
    headings: Kinds,
}

impl Survey {
    /// Finds a table and looks through it once; nothing, and the reason among the problems, where there
    /// is none.
    pub fn of(
        file: &Arc<str>,
        open: &Opener<'_>,
        search: Search<'_>,
        framework: &Framework,
        problems: &mut Problems,
    ) -> Option<Survey> {
        let table = Table::find(file, open, search, problems)?;
        let nothing = HashMap::new();
        let mut seen = Seen::of(&table, open, framework, &nothing);
        if !seen.subtotals.is_empty() {
            // What stands in headings says nothing of the columns.
            let subtotals = std::mem::take(&mut seen.subtotals);
            let subtotals = subtotals.into_iter().map(|place| (place, Kind::Subtotal)).collect();
            seen =
                Seen { doubtful: seen.doubtful, ..Seen::of(&table, open, framework, &subtotals) };
            seen.headings.extend(subtotals);
        }
        if let Some(place) = seen.other {
            problems.push(Problem::fatal(place, say::OTHER_TABLE).hint(say::OTHER_TABLE_HINT));
            return None;
        }
        seen.doubtful.into_iter().for_each(|problem| problems.push(problem));
        let Seen { profiles, n_rows, headings, .. } = seen;
        let mut names = table.layout.names.clone();
        names.resize(profiles.len().max(names.len()), String::new());
        let name = file_name(file);
        let sheets = table.parts.iter().map(|part| sheets::of(part, name)).collect();
        Some(Survey { table, names, profiles, n_rows, sheets, headings })
    }

    /// Tells what a row is, by what stands in it and by the rows around it.
    pub(super) fn kind(&self, row: &Row<'_>, title: &[usize]) -> Kind {
        kind_among(&self.headings, row, kind::of(row, &self.names, title))
    }

    /// Returns the mapping that is shipped for tables with this header.
    pub fn preset(&self) -> Option<Mapping> {
        preset::all().into_iter().find(|preset| preset::fits(preset, &self.names))
    }

    /// Proposes a mapping.
    pub fn propose(&self, mut context: Context) -> Proposal {
        context.titles = self.titles();
        context.sheets.clone_from(&self.sheets);
        context.is_1904 = self.table.is_1904();
        propose(file_name(&self.table.file), &self.names, &self.profiles, &context)
    }
}

/// Rows by their sheets and numbers, each with its kind.
type Kinds = HashMap<(Arc<str>, u64), Kind>;

/// What is seen where a table is looked through once.
struct Seen {
    profiles: Vec<Profile>,
    n_rows: BTreeMap<Kind, u64>,
    headings: Kinds,
    /// The rows that are headings with a subtotal.
    subtotals: Vec<(Arc<str>, u64)>,
    /// What is to be told of others.
    doubtful: Vec<Problem>,
    /// Where another table begins.
    other: Option<Place>,
}

impl Seen {
    /// Looks through a table of which the headings with a subtotal are `known`.
    fn of(table: &Table, open: &Opener<'_>, framework: &Framework, known: &Kinds) -> Seen {
        let names = &table.layout.names;
        let title = titles(names);
        let mut profiles: Vec<Profile> = vec![Profile::new(); names.len()];
        let hasher = RandomState::new();
        let mut n_rows = BTreeMap::new();
        let mut outline = Outline::default();
        let mut headings = HashMap::new();
        let mut subtotals = Subtotals::of(names);
        let is_category =
            |at: &usize| field::named(&names[*at]).is_some_and(|own| own.field == Field::Section);
        let categories: Vec<usize> = (0..names.len()).filter(is_category).collect();
        let see = |cells: &[&str], profiles: &mut Vec<Profile>| {
            let text = |at: usize| cells.get(at).map_or("", |text| trim(text));
            let begins = categories.iter().any(|&at| !text(at).is_empty());
            if cells.len() > profiles.len() {
                profiles.resize_with(cells.len(), Profile::new);
            }
            for (at, profile) in profiles.iter_mut().enumerate() {
                profile.see(text(at), framework, &hasher);
                profile.down.see(text(at), begins);
            }
        };
        let mut decide = |decided: Vec<Pending>,
                          profiles: &mut Vec<Profile>,
                          n_rows: &mut BTreeMap<Kind, u64>| {
            for own in decided {
                let kind = if own.is_heading { Kind::Heading } else { Kind::Data };
                *n_rows.entry(kind).or_default() += 1;
                if own.is_heading {
                    headings.insert(own.place, Kind::Heading);
                } else {
                    let cells: Vec<&str> = own.cells.iter().map(String::as_str).collect();
                    see(&cells, profiles);
                }
            }
        };
        // What is wrong with rows is said when they are read for good.
        let mut passed_over = Problems::default();
        let mut other: Option<Place> = None;
        table.read(open, &mut passed_over, &mut |row, _| {
            let kind = kind_among(known, row, kind::of(row, names, &title));
            if kind == Kind::OtherHeader {
                other.get_or_insert_with(|| row.own_place());
            }
            if matches!(kind, Kind::Data | Kind::Heading | Kind::Total) {
                subtotals.take(row, &title, kind);
            }
            if matches!(kind, Kind::Data | Kind::Subtotal) {
                let (decided, is_open) = outline.take(row, &title);
                decide(decided, &mut profiles, &mut n_rows);
                if is_open {
                    return;
                }
            }
            if kind == Kind::Data {
                let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text).collect();
                see(&texts, &mut profiles);
            }
            *n_rows.entry(kind).or_default() += 1;
        });
        decide(outline.end(), &mut profiles, &mut n_rows);
        let (subtotals, doubtful) = subtotals.end();
        Seen { profiles, n_rows, headings, subtotals, doubtful, other }
    }
}

/// Returns the kind of a row that is known by the rows around it, else the one that it looks like.
fn kind_among(known: &Kinds, row: &Row<'_>, kind: Kind) -> Kind {
    if !matches!(kind, Kind::Data | Kind::Total) || known.is_empty() {
        return kind;
    }
    known.get(&(Arc::clone(&row.part.place), row.number)).copied().unwrap_or(kind)
}

/// Returns the name of a file without its folder.
pub(super) fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Returns the columns that say what is done, as the header names them.
pub(super) fn titles(names: &[String]) -> Vec<usize> {
    let fit =
        |name: &String| field::named(name).filter(|named| named.field == TITLE).map(|n| n.fit);
    let best = names.iter().filter_map(fit).max();
    (0..names.len()).filter(|&at| best.is_some() && fit(&names[at]) == best).collect()
}

pub(super) const TITLE: Field = Field::Column(Column::Title);
