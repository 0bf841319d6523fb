//! The advice for people: what to approve, how far it leads, what it cannot help.

use envcoop_core::framework::Challenge;
use envcoop_core::judge::gap::decimal;
use envcoop_core::money::Cents;
use envcoop_core::text::Lang;
use envcoop_forms::document::{Block, Document};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{ColumnSpec, Forms, Kind, TableOf, TableSpec, Value};
use envcoop_next::{Budget, Contribution, Figure, Met, Outlook, Proposal};
use envcoop_words as words;

use super::{Recommendation, reason};
use crate::headline::headline;
use crate::tables::titled;

/// Writes a recommendation.
pub fn document<'a>(recommended: &'a Recommendation<'a>) -> Document<'a> {
    let Recommendation { gap, case, advice, .. } = *recommended;
    let mut blocks = vec![
        Block::Title((&gap.framework.title).into()),
        Block::Text(vec![headline(gap).into(), budget(recommended).into()]),
        Block::heading(words::next::APPROVE),
    ];
    if advice.order.is_empty() {
        blocks.push(Block::text(words::next::NOTHING));
        blocks.push(Block::Data(Chosen::TABLE.fill([])));
    } else {
        let rows = advice.contributions.iter().map(|worth| Chosen { recommended, worth });
        let key = words::next::GAIN_MEANS.into();
        blocks.push(Block::Table(Chosen::TABLE.fill(rows), Some(key)));
    }
    blocks.push(Block::text(Phrase::each(|lang| proof(recommended, lang))));
    if advice.steps.len() > 1 {
        blocks.push(Block::heading(words::next::AS_BUDGET_GROWS));
        blocks.push(Block::Table(Step::TABLE.fill(steps(recommended)), None));
    }
    blocks.push(Block::heading(words::next::MET_FOR_CERTAIN));
    let challenges = gap.framework.challenges.iter().zip(&advice.challenges);
    let challenges = challenges.map(|(challenge, met)| Reached::challenge(challenge, met.as_ref()));
    let mean = (case.objective.n_challenges > 0).then(|| Reached {
        name: words::next::MEAN_OF_CHALLENGES.into(),
        counts: Default::default(),
        percents: [advice.mean.before, advice.mean.after].map(|mean| Value::text(mean.text(2))),
    });
    blocks.push(Block::Table(Reached::TABLE.fill(challenges.chain(mean)), None));
    let is_out_of_reach = |own: &&Outlook| own.cheapest.is_none() || own.is_too_dear;
    let out_of_reach = advice.measures.iter().filter(is_out_of_reach);
    let out_of_reach = Helpless::TABLE.fill(out_of_reach.map(|own| Helpless { recommended, own }));
    if !out_of_reach.rows.is_empty() {
        blocks.push(Block::heading(words::next::OUT_OF_REACH));
        blocks.push(Block::Table(out_of_reach, None));
    }
    if !case.left_out.is_empty() {
        blocks.push(Block::heading(words::next::LEFT_OUT));
        blocks.push(Block::list(case.left_out.iter().map(|(row, why)| {
            Phrase::each(|lang| {
                let reason = reason(why, &gap.framework, lang);
                words::next::left_out_row(lang, &row.id, &row.title, reason, &row.place)
            })
        })));
    }
    blocks
}

/// A row to approve.
struct Chosen<'a> {
    recommended: &'a Recommendation<'a>,
    worth: &'a Contribution,
}

impl<'a> Chosen<'a> {
    const COST: ColumnSpec =
        ColumnSpec::shown(words::next::COST, Kind::Amount).named("cost").unit("currency");
    const REPLACEMENT: ColumnSpec =
        ColumnSpec::shown(words::next::TO_REPLACE, Kind::Percent).named("replacement_cost");
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "contributions", ..TableSpec::shown(words::next::APPROVE) },
        columns: &[
            ColumnSpec::shown(words::row::ROW, Kind::Text)
                .named("id")
                .of(|own| (&*own.proposal().id).into()),
            ColumnSpec::shown(words::column::TITLE, Kind::Text)
                .named("title")
                .of(|own| own.proposal().title.as_str().into()),
            Self::COST.only_in(Forms::TEXT).of(|own| own.cost().grouped().into()),
            Self::COST.only_in(Forms::APART).of(|own| own.cost().into()),
            ColumnSpec::shown(words::next::GAIN, Kind::Percent)
                .named("gain")
                .of(|own| own.worth.gain.text(2).into()),
            Self::REPLACEMENT
                .only_in(Forms::PEOPLE)
                .of(|own| own.replacement().unwrap_or("–".to_owned()).into()),
            Self::REPLACEMENT.only_in(Forms::DATA).of(|own| own.replacement().into()),
        ],
    };

    fn proposal(&self) -> &'a Proposal {
        &self.recommended.case.proposals[self.worth.item]
    }

    fn cost(&self) -> Cents {
        Cents(self.recommended.case.instance.items[self.worth.item].cost)
    }

    fn replacement(&self) -> Option<String> {
        Some(self.worth.replacement?.text(2))
    }
}

/// What more of the budget adds.
pub(super) struct Step<'a> {
    /// How much of the budget.
    pub(super) budget: Cents,
    /// The rows that it adds.
    pub(super) ids: Vec<&'a str>,
    /// What everything up to here costs.
    pub(super) cost: Cents,
    /// The mean of the challenges, approved so far.
    pub(super) mean: Figure,
}

/// Returns what each part of the budget adds, smallest first.
pub(super) fn steps<'a>(recommended: &'a Recommendation<'a>) -> impl Iterator<Item = Step<'a>> {
    let Recommendation { case, wishes, advice, .. } = *recommended;
    let mut taken: Vec<usize> = Vec::new();
    advice.steps.iter().map(move |step| {
        taken.extend(&step.items);
        let budget = wishes.budget.amounts().into_iter();
        let after = case.objective.before + case.instance.value(&taken);
        Step {
            budget: budget.map(|amount| Cents(amount.0 * step.tenths / 10)).sum(),
            ids: step.items.iter().map(|&item| &*case.proposals[item].id).collect(),
            cost: Cents(case.instance.cost(&taken)),
            mean: Figure { part: after, whole: case.objective.whole },
        }
    })
}

impl<'a> Step<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::next::AS_BUDGET_GROWS),
        columns: &[
            ColumnSpec::shown(words::next::WITH, Kind::Amount)
                .of(|own| own.budget.grouped().into()),
            ColumnSpec::shown(words::next::ALSO_APPROVE, Kind::Text)
                .of(|own| own.ids.iter().map(|&id| id.into()).collect()),
            ColumnSpec::shown(words::next::COST_SO_FAR, Kind::Amount)
                .of(|own| own.cost.grouped().into()),
            ColumnSpec::shown(words::next::MEAN_PERCENT, Kind::Percent)
                .of(|own| own.mean.text(2).into()),
        ],
    };
}

/// What is met for certain, before and with the choice.
struct Reached<'a> {
    name: Phrase<'a>,
    /// Before, after, and all there is.
    counts: [Option<String>; 3],
    percents: [Value<'a>; 2],
}

impl<'a> Reached<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::next::MET_FOR_CERTAIN),
        columns: &[
            ColumnSpec::shown(words::challenge::CHALLENGE, Kind::Text)
                .of(|own| own.name.clone().into()),
            ColumnSpec::shown(words::next::MET_BEFORE, Kind::Integer)
                .of(|own| own.counts[0].clone().into()),
            ColumnSpec::shown(words::next::MET_AFTER, Kind::Integer)
                .of(|own| own.counts[1].clone().into()),
            ColumnSpec::shown(words::list::ALL, Kind::Integer)
                .of(|own| own.counts[2].clone().into()),
            ColumnSpec::shown(words::next::BEFORE_PERCENT, Kind::Percent)
                .of(|own| own.percents[0].clone()),
            ColumnSpec::shown(words::next::AFTER_PERCENT, Kind::Percent)
                .of(|own| own.percents[1].clone()),
        ],
    };

    fn challenge(challenge: &Challenge, met: Option<&Met>) -> Self {
        let name = titled(&challenge.id, &challenge.title);
        let Some(&Met { before, after, all, one }) = met else {
            let counts = [(); 3].map(|()| Some("–".to_owned()));
            return Reached { name, counts, percents: [Value::DASH, Value::DASH] };
        };
        Reached {
            name,
            counts: [before, after, all].map(|weight| Some(decimal(weight, one))),
            percents: [before, after].map(|part| Figure { part, whole: all }.text(2).into()),
        }
    }
}

/// A measure that the choice cannot help.
struct Helpless<'a> {
    recommended: &'a Recommendation<'a>,
    own: &'a Outlook,
}

impl<'a> Helpless<'a> {
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec::shown(words::next::OUT_OF_REACH),
        columns: &[
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text).of(|row| {
                let measure = row.recommended.gap.framework.measure(row.own.measure);
                titled(&measure.id, &measure.title).into()
            }),
            ColumnSpec::shown(words::next::LOW_PERCENT, Kind::Percent)
                .of(|row| row.own.before.text(1).into()),
            ColumnSpec::shown(words::next::CEILING_PERCENT, Kind::Percent)
                .of(|row| row.own.ceiling.text(1).into()),
            ColumnSpec::shown(words::table::WHY, Kind::Text).of(|row| match row.own.cheapest {
                None => words::next::NO_PROPOSAL_IMPROVES.into(),
                Some((item, cost)) => {
                    let (id, cost) =
                        (&row.recommended.case.proposals[item].id, money(row.recommended, cost));
                    Phrase::each(|lang| words::next::too_dear(lang, id, &cost)).into()
                }
            }),
        ],
    };
}

/// Writes an amount with the currency, where there is one.
fn money(recommended: &Recommendation<'_>, amount: Cents) -> String {
    match recommended.case.currency {
        Some(currency) => format!("{currency} {}", amount.grouped()),
        None => amount.grouped(),
    }
}

fn budget(recommended: &Recommendation<'_>) -> Phrase<'static> {
    let year = |(year, &amount)| format!("{year} {}", money(recommended, amount));
    let amounts = match &recommended.wishes.budget {
        Budget::Whole(amount) => vec![money(recommended, *amount)],
        Budget::Years(years) => years.iter().map(year).collect(),
    };
    Phrase::each(|lang| words::next::budget(lang, amounts.join(words::list::SEMICOLON.get(lang))))
}

/// Says what the choice costs and what is proven of it.
fn proof(recommended: &Recommendation<'_>, lang: Lang) -> String {
    let Recommendation { case, advice, .. } = recommended;
    let (cost, solution) = (money(recommended, advice.cost), &advice.solution);
    if solution.is_optimal {
        return words::next::proven(lang, cost);
    }
    if solution.bound == solution.value {
        return words::next::none_reaches_more(lang, cost);
    }
    let missing = Figure { part: solution.bound - solution.value, whole: case.objective.whole };
    let unit = 10i128.pow(4);
    let [bound, more] = [advice.mean.bound, missing].map(|figure| {
        let n = figure.rounded_up(4);
        format!("{}.{:04}", n / unit, n % unit)
    });
    words::next::not_proven(lang, cost, bound, more)
}
