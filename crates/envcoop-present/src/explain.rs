//! The arithmetic of one measure, challenge or area, and the rows that decide it.

mod tables;

use envcoop_core::framework::{MeasureIdx, Strength};
use envcoop_core::judge::evidence::Evidence;
use envcoop_core::judge::gap::{Member, State, area_members, challenge_members, overall_members};
use envcoop_core::judge::scope::Scope;
use envcoop_core::judge::similar::Similar;
use envcoop_core::judge::tally::Purse;
use envcoop_core::reason::Reason;
use envcoop_core::study::Study;
use envcoop_core::text::{Lang, Text, did_you_mean};
use envcoop_forms::document::{Block, Document, Line};
use envcoop_forms::phrase::Phrase;
use envcoop_words as words;
use envcoop_words::problem::choice;

use self::tables::{Decided, Figures, LIMITS, MONEY, Row, Terms};
use crate::advice;
use crate::arithmetic::arithmetic;
use crate::headline::{headline, money_lines, rates};
use crate::restrictions::{limits, restrictions};
use crate::tables::{cell_members, range_words, term_members, titled};

/// What is to be explained.
pub enum Subject<'f> {
    /// A measure.
    Measure(MeasureIdx),
    /// Measures together.
    Group(Group<'f>),
}

/// A group of measures and what it is called.
pub struct Group<'f> {
    /// The id that it was asked for by.
    pub id: &'f str,
    /// Its title.
    pub title: String,
    /// The measures, each with its weight.
    pub members: Vec<Member>,
}

/// Finds what an id stands for, among the measures that are kept.
///
/// # Errors
/// The id stands for nothing, or for what is left out.
pub fn find<'f>(scope: &'f Scope, id: &'f str, lang: Lang) -> Result<Subject<'f>, Reason> {
    let framework = &*scope.framework;
    if let Some(measure) = framework.measure_idx(id) {
        return Ok(Subject::Measure(measure));
    }
    if scope.whole.measure_idx(id).is_some() {
        return Err(Reason::new(|lang| choice::left_out(lang, id)));
    }
    let group = |title: &Text, members| {
        let title = title.get(lang).to_owned();
        Ok(Subject::Group(Group { id, title, members }))
    };
    let challenge = |id: &str| framework.challenges.iter().position(|c| c.id == id);
    let area = |id: &str| framework.areas.iter().position(|a| a.id == id);
    if let Some(i) = challenge(id) {
        return group(&framework.challenges[i].title, challenge_members(framework, i));
    }
    if let Some(i) = area(id) {
        return group(&framework.areas[i].title, area_members(framework, i));
    }
    if let Some(term) = framework.term(id) {
        return group(&term.title, term_members(framework, id));
    }
    let cell = id.split_once('/').and_then(|(c, a)| Some((challenge(c)?, area(a)?)));
    if let Some((i, j)) = cell {
        let [c, a] = [&framework.challenges[i].title, &framework.areas[j].title];
        let title = format!("{} / {}", c.get(lang), a.get(lang));
        return Ok(Subject::Group(Group { id, title, members: cell_members(framework, i, j) }));
    }
    if id == OVERALL {
        return group(&framework.title, overall_members(framework));
    }
    Err(Reason::new(|lang| {
        let measures = scope.whole.measures.iter().map(|m| &m.id);
        let challenges = framework.challenges.iter().map(|c| &c.id);
        let areas = framework.areas.iter().map(|a| &a.id);
        let terms = framework.terms.iter().map(|t| &t.id);
        let known = measures.chain(challenges).chain(areas).chain(terms).map(String::as_str);
        let hint = did_you_mean(lang, id, known, || choice::name_subject(lang, OVERALL));
        choice::no_subject(lang, &framework.id, id, hint)
    }))
}

/// Writes the explanation of a subject; `rows` are those behind a measure.
pub fn document<'a>(study: &'a Study, subject: &Subject<'a>, rows: &'a [Evidence]) -> Document<'a> {
    let mut document = vec![Block::Title((&study.gap.framework.title).into())];
    document.extend(match subject {
        Subject::Measure(measure) => of_measure(study, *measure, rows),
        Subject::Group(group) => of_group(study, group),
    });
    document
}

/// The name under which all measures together are explained.
const OVERALL: &str = "overall";

/// Says what is explained, and under which terms and restrictions.
fn opening<'a>(study: &'a Study, name: Phrase<'a>) -> Vec<Line<'a>> {
    let lines = [name, headline(&study.gap)].into_iter().chain(restrictions(study));
    lines.chain(advice::lines(study)).map(Line::from).collect()
}

fn of_measure<'a>(study: &'a Study, idx: MeasureIdx, rows: &'a [Evidence]) -> Document<'a> {
    let gap = &*study.gap;
    let measure = gap.framework.measure(idx);
    let (result, tally) = (&gap.measures[idx.at()], &gap.tally.measures[idx.at()]);
    let mut lines = opening(study, titled(&measure.id, &measure.title));
    if gap.is_targeted {
        let reach = |lang| words::measure::must_reach(lang, result.profile.label().get(lang));
        lines.push(Phrase::each(reach).into());
    }
    lines.extend(measure.answers.iter().map(|answers| {
        let strength = match answers.strength {
            Strength::Primary => words::challenge::PRIMARY,
            Strength::Secondary => words::challenge::SECONDARY,
        };
        let line = |lang| {
            format!("{} ({}): {}", answers.challenge, strength.get(lang), answers.why.get(lang))
        };
        Line::from(Phrase::each(line))
    }));
    let mut blocks = terms(study);
    blocks.extend([
        Figures::of(gap, idx).subject(),
        in_currencies(&tally.money),
        Block::Text(lines),
    ]);
    if let Some((row, reason)) = &tally.not_applicable {
        let label = State::NotApplicable.label();
        blocks.push(Block::text(Phrase::each(|lang| {
            format!("{}: {reason} ({}, {})", label.get(lang), row.id, row.place)
        })));
        return blocks;
    }
    let needs = result.profile.needs().iter();
    let needs = needs.map(|&need| Decided { gap, measure: idx, need });
    blocks.push(Block::Table(Decided::OF_MEASURE.fill(needs), None));
    let mut lines = arithmetic(result.sums, result.interval);
    lines.push(Phrase::each(|lang| words::explain::state(lang, result.state.label().get(lang))));
    let assessed = if result.is_assessed { words::answer::YES } else { words::answer::NO };
    lines.push(Phrase::each(|lang| words::explain::assessed(lang, assessed.get(lang))));
    lines.extend(study.similar.of(result).map(similar));
    blocks.push(Block::Text(lines.into_iter().map(Line::from).collect()));
    let mut last = money(study, &tally.money);
    if rows.is_empty() {
        last.insert(0, words::explain::NO_ROW.into());
    } else {
        let has_money = rows.iter().any(|row| row.part.is_some());
        let key = has_money.then(|| words::explain::IN_BRACKETS.into());
        let table = Row::TABLE.fill(rows.iter().map(|own| Row { own, profile: result.profile }));
        blocks.push(Block::Table(table, key));
    }
    if !last.is_empty() {
        blocks.push(Block::Text(last.into_iter().map(Line::from).collect()));
    }
    blocks
}

fn of_group<'a>(study: &'a Study, group: &Group<'a>) -> Document<'a> {
    let gap = &*study.gap;
    let result = gap.group(&group.members);
    let decided = group.members.iter().filter(|m| gap.measures[m.measure.at()].applies());
    let decided = decided.flat_map(|&Member { measure, .. }| {
        let needs = gap.measures[measure.at()].profile.needs().iter();
        needs.map(move |&need| Decided { gap, measure, need })
    });
    let mut lines = vec![words::explain::SUM_MEANS.into()];
    lines.extend(arithmetic(result.sums, result.interval));
    let assessed = format!("{}/{}", result.assessed, result.measures());
    lines.push(Phrase::each(|lang| words::explain::assessed(lang, &assessed)));
    lines.extend(money(study, &result.money));
    let subject = Figures {
        id: group.id,
        title: group.title.clone().into(),
        sums: result.sums,
        interval: result.interval,
        assessed: result.assessed,
        part: None,
    };
    let mut blocks = terms(study);
    blocks.extend([
        subject.subject(),
        in_currencies(&result.money),
        Block::Text(opening(study, format!("{} {}", group.id, group.title).into())),
        Block::Table(Figures::of_members(gap, &group.members), None),
        Block::Text(lines.into_iter().map(Line::from).collect()),
        Block::Table(Decided::OF_GROUP.fill(decided), None),
    ]);
    blocks
}

/// Says under which terms and restrictions, for programs.
fn terms(study: &Study) -> Document<'_> {
    let terms = Block::Data(Terms::TABLE.fill([Terms(&study.gap)]));
    let limits = limits(study);
    let is_limited = !limits.is_empty();
    [terms].into_iter().chain(is_limited.then(|| Block::Data(LIMITS.fill(limits)))).collect()
}

fn in_currencies<'a>(purse: &Purse) -> Block<'a> {
    Block::Data(MONEY.fill(purse.iter().map(|(&currency, &sums)| (currency, sums))))
}

/// Says what similar measures cost.
fn similar(similar: &Similar) -> Phrase<'_> {
    Phrase::each(|lang| {
        let ranges = similar.ranges.iter().map(|(&code, range)| {
            words::explain::range(lang, range_words(code, range), range.measures)
        });
        let ranges = ranges.collect::<Vec<_>>().join(lang.comma());
        words::explain::similar(lang, similar.kin.id(), ranges)
    })
}

/// Says how much is committed and proposed, each with its sum in one currency where there are rates.
fn money<'a>(study: &Study, purse: &Purse) -> Vec<Phrase<'a>> {
    let exchange = study.exchange.as_ref();
    let say = |lang: Lang, which: usize| {
        let lines = &money_lines(purse, exchange, lang)[which];
        let money = lines.join(", ").replace(", =", " =");
        match which {
            0 => words::explain::committed(lang, money),
            _ => words::explain::proposed(lang, money),
        }
    };
    let some = money_lines(purse, exchange, Lang::default());
    let sides = (0..2).filter(|&which| !some[which].is_empty());
    let mut lines: Vec<_> = sides.map(|which| Phrase::each(|lang| say(lang, which))).collect();
    lines.extend(exchange.map(|exchange| Phrase::each(|lang| rates(exchange, lang))));
    lines
}
