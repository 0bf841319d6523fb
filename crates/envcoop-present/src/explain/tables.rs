//! The tables of an explanation.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::gap::{Gap, Interval, Member, NeedSums, State};
use envcoop_core::judge::tally::{NeedTally, Sums};
use envcoop_core::money::Currency;
use envcoop_core::percent::Weight;
use envcoop_core::plan::Money;
use envcoop_core::problem::Place;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Answer, Need, Profile};
use envcoop_forms::document::Block;
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::{Column, ColumnSpec, Filled, Forms, Kind, TableOf, TableSpec, Value};
use envcoop_words as words;

use crate::headline::interval;
use crate::placed::Placed;
use crate::tables::columns::{HIGH, LOW, high, low, state, yes};
use crate::tables::titled;

/// A need of a measure, and the row that decides it.
pub(super) struct Decided<'a> {
    pub(super) gap: &'a Gap,
    pub(super) measure: MeasureIdx,
    pub(super) need: Need,
}

impl<'a> Decided<'a> {
    const MEASURE: ColumnSpec =
        ColumnSpec::shown(words::measure::MEASURE, Kind::Text).named("measure");
    const NEED: Column<'a, Self> = ColumnSpec::shown(words::need::NEED, Kind::Text)
        .named("need")
        .of(|own| Value::of(own.need));
    const ANSWER: Column<'a, Self> = ColumnSpec::shown(words::answer::ANSWER, Kind::Text)
        .named("answer")
        .of(|own| Value::of(own.gap.measures[own.measure.at()].answers.get(own.need)));
    const BY: Column<'a, Self> =
        ColumnSpec::shown(words::answer::DECIDED_BY, Kind::Text).of(|own| {
            let by = own.needs().witness();
            by.map_or(Value::DASH, |row| format!("{} ({})", row.id, row.place).into())
        });
    const ROW: Column<'a, Self> = ColumnSpec::shown(words::row::ROW, Kind::Text)
        .named("row")
        .only_in(Forms::DATA)
        .of(|own| own.needs().witness().map(|row| &*row.id).into());
    const SPEC: TableSpec = TableSpec { name: "needs", ..TableSpec::shown(words::need::NEED) };
    pub(super) const OF_MEASURE: TableOf<'a, Self> = TableOf {
        spec: Self::SPEC,
        columns: &[
            Self::MEASURE.only_in(Forms::DATA).of(|own| own.id()),
            Self::NEED,
            ColumnSpec::shown(words::figure::WEIGHT, Kind::Integer)
                .named("weight")
                .of(|own| own.gap.framework.policy.need_weights.of(own.need).to_string().into()),
            Self::ANSWER,
            Self::BY,
            Self::ROW,
            Self::FILE,
            Self::LINE,
            ColumnSpec::shown(words::answer::ROWS_MET, Kind::Integer)
                .named("rows_met")
                .of(|own| own.needs().rows[Answer::Met as usize].into()),
            ColumnSpec::shown(words::answer::UNKNOWN_HEADING, Kind::Integer)
                .named("rows_unknown")
                .of(|own| own.needs().rows[Answer::Unknown as usize].into()),
            ColumnSpec::shown(words::answer::UNMET_HEADING, Kind::Integer)
                .named("rows_unmet")
                .of(|own| own.needs().rows[Answer::Unmet as usize].into()),
        ],
    };
    pub(super) const OF_GROUP: TableOf<'a, Self> = TableOf {
        spec: Self::SPEC,
        columns: &[
            Self::MEASURE.of(|own| own.id()),
            Self::NEED,
            Self::ANSWER,
            Self::BY,
            Self::ROW,
            Self::FILE,
            Self::LINE,
        ],
    };

    fn id(&self) -> Value<'a> {
        self.gap.framework.measure(self.measure).id.as_str().into()
    }

    fn needs(&self) -> &'a NeedTally {
        &self.gap.tally.measures[self.measure.at()].needs[self.need as usize]
    }
}

impl Placed for Decided<'_> {
    fn place(&self) -> Option<&Place> {
        self.needs().witness().map(|row| &row.place)
    }
}

/// A row behind a measure.
pub(super) struct Row<'a> {
    pub(super) own: &'a Evidence,
    pub(super) profile: Profile,
}

impl<'a> Row<'a> {
    const STATUS: ColumnSpec = ColumnSpec::shown(words::column::STATUS, Kind::Text).named("status");
    const SHARE: ColumnSpec = ColumnSpec::shown(words::row::SHARE, Kind::Percent).named("share");
    const MET: ColumnSpec = ColumnSpec::shown(words::table::MET, Kind::Text).named("needs_met");
    const UNKNOWN: ColumnSpec =
        ColumnSpec::shown(words::answer::UNKNOWN_HEADING, Kind::Text).named("needs_unknown");
    const MONEY: ColumnSpec = ColumnSpec::shown(words::money::MONEY, Kind::Amount).named("amount");
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "rows", ..TableSpec::shown(words::row::ROW) },
        columns: &[
            ColumnSpec::shown(words::row::ROW, Kind::Text)
                .named("id")
                .of(|row| row.own.id.as_str().into()),
            Self::PLACE,
            Self::FILE,
            Self::LINE,
            Self::STATUS.of(|row| row.own.status.map_or("?".into(), Value::of)),
            Self::SHARE
                .only_in(Forms::TEXT)
                .of(|row| row.own.share.map(|share| format!("{share} %")).into()),
            Self::SHARE.only_in(Forms::APART).of(|row| row.own.share.into()),
            Self::MET.only_in(Forms::PEOPLE).of(|row| or_dash(row.needs(Answer::Met))),
            Self::MET.only_in(Forms::DATA).of(|row| row.needs(Answer::Met)),
            Self::UNKNOWN.only_in(Forms::PEOPLE).of(|row| or_dash(row.needs(Answer::Unknown))),
            Self::UNKNOWN.only_in(Forms::DATA).of(|row| row.needs(Answer::Unknown)),
            Self::MONEY.only_in(Forms::PEOPLE).of(|row| row.money()),
            Self::MONEY.only_in(Forms::DATA).of(|row| row.own.part.map(|part| part.amount).into()),
            ColumnSpec::shown(words::column::CURRENCY, Kind::Text)
                .named("currency")
                .only_in(Forms::DATA)
                .of(|row| row.own.part.map(|part| part.currency.to_string()).into()),
            ColumnSpec::shown(words::money::MONEY, Kind::Text)
                .named("money_at")
                .only_in(Forms::DATA)
                .of(|row| row.own.money_at.as_deref().into()),
        ],
    };

    /// Lists the needs that the row answers so.
    fn needs(&self, wanted: Answer) -> Value<'a> {
        let Some(answers) = &self.own.answers else { return Value::Blank };
        let needs = self.profile.needs().iter().filter(|&&need| answers.get(need) == wanted);
        needs.copied().map(Value::of).collect()
    }

    /// Writes the row's part of the budget, in brackets where it is not committed, or at which row it
    /// is counted.
    fn money(&self) -> Value<'a> {
        if let Some(at) = &self.own.money_at {
            return Phrase::each(|lang| words::same::counted_at(lang, at)).into();
        }
        let money = self.own.part.map(|Money { amount, currency }| {
            let money = format!("{currency} {}", amount.grouped());
            if self.own.is_live { money } else { format!("({money})") }
        });
        money.into()
    }
}

impl Placed for Row<'_> {
    fn place(&self) -> Option<&Place> {
        Some(&self.own.place)
    }
}

/// The figures of what is explained, or of a measure that they are made of.
pub(super) struct Figures<'a> {
    pub(super) id: &'a str,
    pub(super) title: Phrase<'a>,
    pub(super) sums: NeedSums,
    pub(super) interval: Option<Interval>,
    /// How many measures a person has tied a row to.
    pub(super) assessed: u64,
    /// Of a single measure.
    pub(super) part: Option<Part>,
}

/// A measure as part of a mean, or by itself.
#[derive(Clone, Copy)]
pub(super) struct Part {
    state: State,
    weight: Option<Weight>,
    /// What brings the weight to the whole that all have in common, where profiles differ.
    times: Option<i128>,
}

impl<'a> Figures<'a> {
    const MET: ColumnSpec = ColumnSpec::shown(words::table::MET, Kind::Integer).named("met");
    const UNKNOWN: ColumnSpec =
        ColumnSpec::shown(words::answer::UNKNOWN_HEADING, Kind::Integer).named("unknown");
    const ALL: ColumnSpec = ColumnSpec::shown(words::list::ALL, Kind::Integer).named("all");
    const WEIGHT: ColumnSpec =
        ColumnSpec::shown(words::figure::WEIGHT, Kind::Integer).named("weight");
    const ASSESSED: ColumnSpec =
        ColumnSpec::shown(words::measure::ASSESSED, Kind::Text).named("assessed");
    const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "measures", ..TableSpec::shown(words::measure::MEASURE) },
        columns: &[
            ColumnSpec::shown(words::measure::MEASURE, Kind::Text).of(|own| match &own.title {
                Phrase::Text(title) => titled(own.id, title).into(),
                title => title.clone().into(),
            }),
            ColumnSpec::shown(words::column::ID, Kind::Text)
                .named("id")
                .only_in(Forms::DATA)
                .of(|own| own.id.into()),
            ColumnSpec::shown(words::column::TITLE, Kind::Text)
                .named("title")
                .only_in(Forms::DATA)
                .of(|own| own.title.clone().into()),
            Self::WEIGHT.only_in(Forms::PEOPLE).of(|own| own.weight(true)),
            Self::WEIGHT.only_in(Forms::DATA).of(|own| own.weight(false)),
            Self::MET.only_in(Forms::PEOPLE).of(|own| or_dash(own.sum(0))),
            Self::MET.only_in(Forms::DATA).of(|own| own.sum(0)),
            Self::UNKNOWN.only_in(Forms::PEOPLE).of(|own| or_dash(own.sum(1))),
            Self::UNKNOWN.only_in(Forms::DATA).of(|own| own.sum(1)),
            Self::ALL.only_in(Forms::PEOPLE).of(|own| or_dash(own.sum(2))),
            Self::ALL.only_in(Forms::DATA).of(|own| own.sum(2)),
            ColumnSpec::shown(words::explain::LOW_HIGH, Kind::Percent)
                .only_in(Forms::TEXT)
                .of(|own| interval(own.interval).into()),
            LOW.only_in(Forms::APART).of(|own| low(own.interval)),
            HIGH.only_in(Forms::APART).of(|own| high(own.interval)),
            Self::ASSESSED.only_in(Forms::PEOPLE).of(|own| yes(own.assessed > 0)),
            Self::ASSESSED.only_in(Forms::DATA).of(|own| own.assessed.into()),
            ColumnSpec::shown(words::formula::STATE, Kind::Text)
                .named("state")
                .of(|own| own.part.map(|part| state(part.state)).into()),
        ],
    };

    /// Takes the figures of a measure.
    pub(super) fn of(gap: &'a Gap, idx: MeasureIdx) -> Self {
        let (measure, own) = (gap.framework.measure(idx), &gap.measures[idx.at()]);
        let part = Part { state: own.state, weight: None, times: None };
        Figures {
            id: &measure.id,
            title: (&measure.title).into(),
            sums: own.sums,
            interval: own.interval,
            assessed: own.is_assessed.into(),
            part: Some(part),
        }
    }

    /// Takes those of each measure of a group.
    pub(super) fn of_members(gap: &'a Gap, members: &[Member]) -> Filled<'a> {
        let whole = gap.common_whole(members);
        let figures = |member: &Member| {
            let mut own = Figures::of(gap, member.measure);
            let times = whole.filter(|_| own.interval.is_some()).map(|whole| whole / own.sums.all);
            own.part = own.part.map(|part| Part { weight: Some(member.weight), times, ..part });
            own
        };
        Self::TABLE.fill(members.iter().map(figures))
    }

    /// Takes those of what is explained, for programs.
    pub(super) fn subject(self) -> Block<'a> {
        let mut table = Self::TABLE.fill([self]);
        table.spec.name = "subject";
        Block::Data(table)
    }

    fn weight(&self, with_times: bool) -> Value<'a> {
        let part = self.part.and_then(|part| Some((part.weight?, part.times)));
        part.map(|(weight, times)| match times.filter(|_| with_times) {
            None => weight.to_string(),
            Some(times) => format!("{weight} × {times}"),
        })
        .into()
    }

    /// Returns a sum of weights: met, unknown, all; nothing where nothing applies.
    fn sum(&self, which: usize) -> Value<'a> {
        let [met, unknown, all] = self.sums.decimals();
        self.interval.and_then(|_| [met, unknown, all].into_iter().nth(which)).into()
    }
}

/// Under which terms an analysis was made, for programs.
pub(super) struct Terms<'a>(pub(super) &'a Gap);

impl<'a> Terms<'a> {
    pub(super) const TABLE: TableOf<'a, Self> = TableOf {
        spec: TableSpec { name: "terms", ..TableSpec::shown(words::report::TITLE) },
        columns: &[
            ColumnSpec::shown(words::strategy::HEADING, Kind::Text)
                .named("framework")
                .of(|own| own.0.framework.id.as_str().into()),
            ColumnSpec::shown(words::strategy::VERSION, Kind::Text)
                .named("version")
                .of(|own| own.0.framework.version.as_str().into()),
            ColumnSpec::shown(words::analysis::AS_OF, Kind::Date)
                .named("as_of")
                .of(|own| own.0.rules.as_of.into()),
            ColumnSpec::shown(words::analysis::NEEDS_THAT_COUNT, Kind::Text)
                .named("profile")
                .of(|own| Value::word(own.0.rules.profile.code(), own.0.rules.profile.label())),
            ColumnSpec::shown(words::analysis::BLANK_MEANS, Kind::Text)
                .named("blank")
                .of(|own| Value::word(own.0.rules.blank.code(), own.0.rules.blank.label())),
        ],
    };
}

/// What the analysis is restricted to and by which rates sums were converted, for programs.
pub(super) const LIMITS: TableOf<'static, (Label, Phrase<'static>)> = TableOf {
    spec: TableSpec { name: "restrictions", ..TableSpec::shown(words::scope::RESTRICTION) },
    columns: &[
        ColumnSpec::shown(words::column::NAME, Kind::Text).named("name").of(|own| own.0.into()),
        ColumnSpec::shown(words::scope::RESTRICTION, Kind::Text)
            .named("text")
            .of(|own| own.1.clone().into()),
    ],
};

/// Money of what is explained in each currency, for programs.
pub(super) const MONEY: TableOf<'static, (Currency, Sums)> = TableOf {
    spec: TableSpec { name: "money", ..TableSpec::shown(words::money::MONEY) },
    columns: &[
        ColumnSpec::shown(words::column::CURRENCY, Kind::Text)
            .named("currency")
            .of(|own| own.0.to_string().into()),
        ColumnSpec::shown(words::money::COMMITTED_HEADING, Kind::Amount)
            .named("committed")
            .of(|own| own.1.committed.into()),
        ColumnSpec::shown(words::money::PROPOSED, Kind::Amount)
            .named("proposed")
            .of(|own| own.1.proposed.into()),
    ],
};

fn or_dash(value: Value<'_>) -> Value<'_> {
    if value == Value::Blank { Value::DASH } else { value }
}
