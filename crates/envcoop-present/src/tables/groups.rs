//! The tables of sums: challenges, areas, terms, the matrix, owners and partners, and the grouping
//! that was asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use envcoop_core::framework::Area;
use envcoop_core::judge::breakdown::RowSums;
use envcoop_core::judge::gap::interval;
use envcoop_core::judge::years::YearGap;
use envcoop_core::study::{By, Study};
use envcoop_core::text::{Label, Lang};
use envcoop_core::vocabulary::Need;
use envcoop_core::who::Who;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{Column, ColumnSpec, Filled, Forms, Kind, TableOf, TableSpec, Value};
use envcoop_words::column::{self, about};
use envcoop_words::{self as words, groups, people, table};

use super::columns::{self, text, to};
use super::sums::{Sum, assessed};
use super::{cell_members, term_members, titled};
use crate::headline::OVERALL;

/// The columns of a table of groups of measures: its own first ones, what every group comes to, its
/// own last ones.
macro_rules! of_group {
    [$($first:expr),+ $(; $($last:expr),+)?] => {
        &[
            $($first,)+
            Self::LOW,
            Self::HIGH,
            Self::LOW_HIGH,
            Self::N_MEASURES,
            Self::N_MET,
            Self::N_DATA_GAP,
            Self::N_ACTION_GAP,
            Self::N_NOT_APPLICABLE,
            Self::N_A,
            Self::N_ASSESSED,
            Self::ASSESSED,
            $($($last,)+)?
        ]
    };
}

/// What a grouping holds that `analyse --by` writes; no package describes it.
const fn by_spec(name: &'static str, title: Label, key: &'static [&'static str]) -> TableSpec {
    TableSpec { name, key, ..TableSpec::shown(title) }
}

impl<'a> Sum<'a> {
    pub(super) const CHALLENGES: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "challenges",
            table::CHALLENGES,
            table::about::CHALLENGES,
            &["id"],
            &[],
        ),
        columns: of_group![Self::ID, Self::TITLE],
    };

    pub(super) const AREAS: TableOf<'a, Self> = TableOf {
        spec: columns::table("areas", table::AREAS, table::about::AREAS, &["id"], &[]),
        columns: of_group![Self::ID, Self::TITLE],
    };

    pub(super) const TERMS: TableOf<'a, Self> = TableOf {
        spec: columns::table("terms", table::TERMS, table::about::TERMS, &["id"], &[]),
        columns: of_group![
            Self::ID, Self::KIND, Self::TITLE;
            Self::LIVE, Self::PROPOSALS, Self::N_LATE, Self::PERHAPS_LATE
        ],
    };

    pub(super) const MATRIX: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "matrix",
            table::MATRIX,
            table::about::MATRIX,
            &["challenge", "area"],
            &[to("challenge", "challenges"), to("area", "areas")],
        ),
        columns: of_group![Self::OF_CHALLENGE, Self::OF_AREA, Self::AREA_TITLED],
    };

    pub(super) const OWNERS: TableOf<'a, Self> = TableOf {
        spec: columns::table("owners", people::OWNERS, table::about::OWNERS, &["owner"], &[]),
        columns: &[Self::OWNER, Self::LIVE, Self::PROPOSALS, Self::N_LATE, Self::PERHAPS_LATE],
    };

    pub(super) const PARTNERS: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "partners",
            people::PARTNERS,
            table::about::PARTNERS,
            &["partner"],
            &[],
        ),
        columns: &[Self::PARTNER, Self::LIVE, Self::PROPOSALS, Self::N_LATE, Self::PERHAPS_LATE],
    };

    const BY_GROUP: &'a [Column<'a, Self>] = of_group![
        Self::NAME, Self::ID.only_in(Forms::DATA), Self::TITLE.only_in(Forms::DATA);
        Self::N_COVERED, Self::PURSE, Self::IDEAS, Self::INTO, Self::IN_ONE, Self::IDEAS_IN_ONE,
        Self::WITHOUT, Self::MONEY
    ];

    pub(super) const BY_CHALLENGE: TableOf<'a, Self> = TableOf {
        spec: columns::table(
            "by_challenge",
            table::CHALLENGES,
            table::about::BY_CHALLENGE,
            &["id"],
            &[],
        ),
        columns: Self::BY_GROUP,
    };

    const BY_NAME: &'a [Column<'a, Self>] = &[
        Self::NAME,
        text("name", column::NAME, about::NAME).only_in(Forms::DATA).of(Self::key),
        Self::LIVE,
        Self::PROPOSALS,
        Self::N_LATE,
        Self::PERHAPS_LATE,
        Self::N_SERVED,
        Self::SERVED,
        Self::PURSE,
        Self::IDEAS,
        Self::INTO,
        Self::IN_ONE,
        Self::IDEAS_IN_ONE,
        Self::WITHOUT,
        Self::MONEY,
    ];

    const BY_YEAR: &'a [Column<'a, Self>] = &[
        text("year", table::YEAR, about::YEAR).of(Self::key),
        Self::LOW,
        Self::HIGH,
        Self::LOW_HIGH,
        Self::N_MEASURES,
        Self::N_MET.only_in(Forms::DATA),
        Self::N_DATA_GAP.only_in(Forms::DATA),
        Self::N_ACTION_GAP.only_in(Forms::DATA),
        Self::N_NOT_APPLICABLE,
        Self::N_ASSESSED,
        Self::N_COVERED,
        Self::LIVE,
        Self::PROPOSALS,
        Self::ASSESSED,
        Self::PURSE,
        Self::IDEAS,
        Self::INTO,
        Self::IN_ONE,
        Self::IDEAS_IN_ONE,
        Self::WITHOUT,
        Self::MONEY,
    ];

    const BY_MATRIX: &'a [Column<'a, Self>] =
        of_group![Self::OF_CHALLENGE, Self::OF_AREA; Self::N_COVERED];
}

/// One row per challenge.
pub fn challenges(study: &Study) -> Filled<'_> {
    Sum::CHALLENGES.fill(of_challenges(study))
}

/// One row per area.
pub fn areas(study: &Study) -> Filled<'_> {
    Sum::AREAS.fill(of_areas(study))
}

/// One row per term of the strategy.
pub fn terms(study: &Study) -> Filled<'_> {
    Sum::TERMS.fill(of_terms(study))
}

/// One row per challenge and area. Where the strategy has no measure there is nothing to cover,
/// and the row says 0 measures and no percentage.
pub fn matrix(study: &Study) -> Filled<'_> {
    Sum::MATRIX.fill(cells(study))
}

/// One row per owner.
pub fn owners(study: &Study) -> Filled<'_> {
    Sum::OWNERS.fill(names(study, &study.breakdown.owners))
}

/// One row per partner.
pub fn partners(study: &Study) -> Filled<'_> {
    Sum::PARTNERS.fill(names(study, &study.breakdown.partners))
}

/// Returns the table of a grouping, with its money: of a challenge through primary links only, of a
/// row with several owners or partners split equally, of a year by days.
pub fn by(study: &Study, by: By) -> Filled<'_> {
    let (spec, columns, head, rows): (_, _, _, Vec<_>) = match by {
        By::Challenge => (
            Sum::BY_CHALLENGE.spec,
            Sum::BY_GROUP,
            words::challenge::CHALLENGE,
            of_challenges(study).collect(),
        ),
        By::Area => (
            by_spec("by_area", table::AREAS, &["id"]),
            Sum::BY_GROUP,
            words::area::AREA,
            of_areas(study).collect(),
        ),
        By::Term => (
            by_spec("by_term", table::TERMS, &["id"]),
            Sum::BY_GROUP,
            table::TERM,
            of_terms(study).collect(),
        ),
        By::Owner => (
            by_spec("by_owner", people::OWNERS, &["name"]),
            Sum::BY_NAME,
            column::OWNER,
            names(study, &study.breakdown.owners).collect(),
        ),
        By::Partner => (
            by_spec("by_partner", people::PARTNERS, &["name"]),
            Sum::BY_NAME,
            column::PARTNER,
            names(study, &study.breakdown.partners).collect(),
        ),
        By::Year => (
            by_spec("by_year", table::YEAR, &["year"]),
            Sum::BY_YEAR,
            table::YEAR,
            study.years.iter().map(|own| year(study, own)).collect(),
        ),
        By::Matrix => (
            by_spec("by_matrix", table::MATRIX, &["challenge", "area"]),
            Sum::BY_MATRIX,
            words::challenge::CHALLENGE,
            cells(study).collect(),
        ),
    };
    let mut filled = TableOf { spec, columns }.fill(rows);
    filled.columns[0].title = head.into();
    filled
}

/// Returns the table that an analysis opens with: the grouping asked for, or challenges, with a row
/// for all measures.
pub fn opening(study: &Study) -> Filled<'_> {
    let by_what = study.by.unwrap_or(By::Challenge);
    if by_what == By::Matrix {
        return map(study);
    }
    let mut filled = by(study, by_what);
    if matches!(by_what, By::Challenge | By::Area | By::Term) {
        filled
            .rows
            .push(TableOf { spec: filled.spec, columns: Sum::BY_GROUP }.cells(&overall(study)));
    }
    filled
}

/// What the measures of each challenge come to.
pub(crate) fn of_challenges(study: &Study) -> impl Iterator<Item = Sum<'_>> {
    let challenges = study.gap.framework.challenges.iter().zip(&study.gap.challenges);
    challenges.map(|(own, group)| Sum {
        group: Some(Cow::Borrowed(group)),
        ..Sum::new(study, &own.id, &own.title)
    })
}

/// All measures together.
pub(crate) fn overall(study: &Study) -> Sum<'_> {
    Sum { group: Some(Cow::Borrowed(&study.gap.overall)), ..Sum::new(study, "", OVERALL) }
}

fn of_areas(study: &Study) -> impl Iterator<Item = Sum<'_>> {
    let areas = study.gap.framework.areas.iter().zip(&study.gap.areas);
    areas.map(|(own, group)| Sum {
        group: Some(Cow::Borrowed(group)),
        ..Sum::new(study, &own.id, &own.title)
    })
}

fn of_terms(study: &Study) -> impl Iterator<Item = Sum<'_>> {
    let framework = &*study.gap.framework;
    framework.terms.iter().zip(&study.breakdown.terms).map(|(term, sums)| Sum {
        kind: Some(term),
        group: Some(Cow::Owned(study.gap.group(&term_members(framework, &term.id)))),
        rows: sums.counts(),
        ..Sum::new(study, &term.id, &term.title)
    })
}

fn cells(study: &Study) -> impl Iterator<Item = Sum<'_>> {
    let framework = &*study.gap.framework;
    framework.challenges.iter().enumerate().flat_map(move |(i, challenge)| {
        framework.areas.iter().enumerate().map(move |(j, area)| Sum {
            area: Some(area),
            group: Some(Cow::Owned(study.gap.group(&cell_members(framework, i, j)))),
            ..Sum::new(study, &challenge.id, &challenge.title)
        })
    })
}

fn names<'a>(study: &'a Study, by: &'a BTreeMap<Who, RowSums>) -> impl Iterator<Item = Sum<'a>> {
    by.iter().map(move |(who, sums)| Sum {
        rows: sums.counts(),
        served: Some(&sums.measures),
        purse: Some(&sums.money),
        ..Sum::new(study, who.code(), Phrase::each(|lang| who.text(lang).to_owned()))
    })
}

fn year<'a>(study: &'a Study, own: &'a YearGap) -> Sum<'a> {
    let year = own.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    Sum {
        group: own.group.as_ref().map(Cow::Borrowed),
        rows: [own.live, own.proposed, 0, 0],
        purse: Some(&own.money),
        ..Sum::new(study, year, "")
    }
}

/// An area, as a line of the matrix.
struct Line<'a>(&'a Area);

impl<'a> Line<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::area::AREA),
        columns: &[ColumnSpec::shown(words::area::AREA, Kind::Text)
            .of(|Line(area)| titled(&area.id, &area.title).into())],
    };
}

/// One row per area, one column per challenge. A dash stands where the strategy has no measure; where
/// it has some and no activity serves any, the cell says so.
fn map(study: &Study) -> Filled<'_> {
    const CELL: ColumnSpec = ColumnSpec::shown(groups::MET_PERCENT, Kind::Percent);
    let (gap, framework) = (&*study.gap, &*study.gap.framework);
    let mut table = Line::TABLE.fill(framework.areas.iter().map(Line));
    for (i, challenge) in framework.challenges.iter().enumerate() {
        table.add(CELL, challenge.id.as_str().into(), |j| {
            let group = gap.group(&cell_members(framework, i, j));
            if group.measures() == 0 {
                return Value::DASH;
            }
            let figure = |lang: Lang| match group.interval {
                None => words::state::NOT_APPLICABLE_SHORT.get(lang).to_owned(),
                Some(_) if group.is_uncovered() => Need::Activity.gap_word().get(lang).to_owned(),
                known => interval(known),
            };
            Phrase::each(|lang| format!("{}\n{}", figure(lang), assessed(&group))).into()
        });
    }
    table
}
