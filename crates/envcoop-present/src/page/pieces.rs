//! The pieces that several sections are made of: figures, bars, sums of money, tables.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::gap::{GroupGap, Interval, State};
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::judge::witness::Witness;
use envcoop_core::percent::Percent;
use envcoop_core::problem::Place;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Answer, Status};
use envcoop_forms::html::{self, Said};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::table::Kind;
use envcoop_forms::workbook::width;
use maud::{Markup, Render as _, display, html};

use super::Page;
use super::anchor::anchor;
use crate::headline;

/// Which part of a sum of money.
pub(super) type Pick = fn(&Sums) -> envcoop_core::money::Cents;

/// Money of rows that count.
pub(super) const COMMITTED: Pick = |sums| sums.committed;
/// Money of proposed rows.
pub(super) const PROPOSED: Pick = |sums| sums.proposed;

/// Shortens a text to `most` columns of a fixed-width font; what is left out is marked. Line breaks
/// become blanks.
pub(super) fn clip(text: &str, most: usize) -> String {
    let mut clipped = String::new();
    let mut columns = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        columns += width(c.encode_utf8(&mut [0; 4]));
        if columns > most {
            clipped.push('…');
            break;
        }
        clipped.push(c);
    }
    clipped
}

/// Writes percentages as `57.4–82.6 %`; a dash where nothing applies.
pub(super) fn percents(interval: Option<Interval>) -> String {
    match interval {
        Some(_) => format!("{}\u{a0}%", headline::interval(interval)),
        None => "–".to_owned(),
    }
}

/// Draws what is met for certain, what may be met, and the rest.
pub(super) fn bar(interval: Option<Interval>) -> Markup {
    let Some(Interval { low, high }) = interval else { return html! {} };
    let (low, high) = (low.percent(), high.percent());
    let parts = [("met", Percent(0), low), ("maybe", low, high)];
    html! {
        svg class="bar" aria-hidden="true" {
            @for (class, from, to) in parts.into_iter().filter(|(_, from, to)| from < to) {
                @let wide = Percent(to.0 - from.0);
                rect class=(class) x={ (display(from)) "%" } width={ (display(wide)) "%" } height="100%" {}
            }
        }
    }
}

/// Writes the part of each currency that is not zero, each on a line of its own.
pub(super) fn purse(purse: &Purse, pick: Pick) -> Markup {
    let sums = purse.iter().map(|(currency, sums)| (currency, pick(sums)));
    let sums = sums.filter(|(_, amount)| amount.0 != 0);
    let lines: Vec<String> =
        sums.map(|(currency, amount)| format!("{currency} {}", amount.grouped())).collect();
    match &lines[..] {
        [] => html! { "–" },
        [only] => html! { (only) },
        lines => html! { @for line in lines { span class="sum" { (line) } } },
    }
}

/// Returns the class of the mark of a state.
pub(super) fn state_class(state: State) -> &'static str {
    match state {
        State::Met => "met",
        State::DataGap => "data",
        State::ActionGap => "action",
        State::NotApplicable => "na",
    }
}

/// Returns the class of what answers a need.
pub(super) fn answer_class(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "y",
        Answer::Unknown => "q",
        Answer::Unmet => "x",
    }
}

/// Marks an answer where there is no room for its word.
pub(super) fn mark(answer: Answer) -> Markup {
    match answer {
        Answer::Met => html! { td { "✓" } },
        Answer::Unknown => html! { td class="q" { "?" } },
        Answer::Unmet => html! { td class="x" { "✗" } },
    }
}

/// Counts rows that are late, and those that may be.
pub(super) fn late(late: u64, perhaps: u64) -> Markup {
    html! { (late) @if perhaps > 0 { " +" (perhaps) "?" } }
}

/// Writes a text of the plan, cut where it is wider than `most`.
pub(super) fn clipped(text: &str, most: usize) -> Markup {
    Said(&clip(text, most)).render()
}

impl Page<'_> {
    /// Writes a table whose groups of rows are given.
    pub(super) fn headed<'t>(
        &self,
        class: &str,
        caption: impl Into<Phrase<'t>>,
        columns: &[(Label, Kind)],
        groups: &Markup,
    ) -> Markup {
        let caption = self.say(caption);
        html! { (html::headed(class, &caption, &self.titles(columns), groups)) "\n" }
    }

    /// Writes a whole table, its cells being markup.
    pub(super) fn table<'t>(
        &self,
        class: &str,
        caption: impl Into<Phrase<'t>>,
        columns: &[(Label, Kind)],
        rows: impl IntoIterator<Item = Vec<Markup>>,
    ) -> Markup {
        let caption = self.say(caption);
        html! { (html::table(class, &caption, &self.titles(columns), rows)) "\n" }
    }

    fn titles(&self, columns: &[(Label, Kind)]) -> Vec<(Markup, Kind)> {
        columns.iter().map(|(title, kind)| (self.say(*title), *kind)).collect()
    }

    /// Says what committed money is worth in one currency; nothing where there are no rates.
    pub(super) fn worth(&self, purse: &Purse) -> Markup {
        let lines =
            |lang| headline::worth_lines(purse, self.study.exchange.as_ref(), lang)[0].clone();
        html! {
            @for (i, _) in lines(self.lang()).iter().enumerate() {
                span class="sum" { (self.each(|lang| lines(lang).swap_remove(i))) }
            }
        }
    }

    /// Links percentages to where they are worked out.
    pub(super) fn figure(&self, id: &str, interval: Option<Interval>) -> Markup {
        html! { a class="figure" href={ "#" (anchor(id)) } { (percents(interval)) } }
    }

    /// Names a state, in words beside a colour.
    pub(super) fn state(&self, state: State) -> Markup {
        html! { span class={ "state " (state_class(state)) } { (self.say(state.label())) } }
    }

    /// Names an answer, in a colour.
    pub(super) fn answer(&self, answer: Answer) -> Markup {
        html! { b class={ "need " (answer_class(answer)) } { (self.say(answer.label())) } }
    }

    /// Names the status of a row.
    pub(super) fn status(&self, status: Option<Status>) -> Markup {
        status.map_or_else(|| html! { "?" }, |status| self.say(status.label()))
    }

    /// Says how many measures of a group are in each state.
    pub(super) fn states(&self, group: &GroupGap) -> Markup {
        let counts = State::ALL.iter().zip(group.states).filter(|(_, n)| *n > 0);
        html! {
            @for (i, (state, n)) in counts.enumerate() {
                @if i > 0 { br; }
                (n) " " (self.say(state.label()))
            }
        }
    }

    /// Links to what is said about a measure, by its id.
    pub(super) fn link(&self, measure: MeasureIdx) -> Markup {
        self.id(&self.gap.framework.measure(measure).id)
    }

    /// Links to what is said about measures.
    pub(super) fn links(&self, measures: impl IntoIterator<Item = MeasureIdx>) -> Markup {
        html! {
            @for (i, measure) in measures.into_iter().enumerate() {
                @if i > 0 { " " }
                (self.link(measure))
            }
        }
    }

    /// Links to what is said about a measure, by its id and title.
    pub(super) fn named(&self, measure: MeasureIdx) -> Markup {
        let measure = self.gap.framework.measure(measure);
        self.titled(&measure.id, &measure.title)
    }

    /// Writes where a row stands: file and line. The header says which file that is in full, so that
    /// its name suffices where no two are called the same.
    pub(super) fn place(&self, place: &Place) -> Markup {
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let own = name(&place.file);
        let mut inputs = self.study.inputs.iter().chain(&self.study.baseline_inputs);
        let is_shared = inputs.any(|input| name(&input.name) == own && *input.name != *place.file);
        let file = if is_shared { place.file.clone() } else { own.into() };
        Said(&Place { file, line: place.line }.to_string()).render()
    }

    /// Names a row and its place.
    pub(super) fn witness(&self, row: &Witness) -> Markup {
        html! { (clipped(&row.id, 60)) " " small { "(" (self.place(&row.place)) ")" } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_it_is_wide_enough() {
        assert_eq!(clip("a\nb", 3), "a b");
        assert_eq!(clip("abcd", 3), "abc…");
        assert_eq!(clip("工作组", 4), "工作…");
    }
}
