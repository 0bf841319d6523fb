//! The pieces that several sections are made of: figures, bars, sums of money, tables.

use std::fmt::Write as _;

use envcoop_core::framework::MeasureIdx;
use envcoop_core::judge::gap::{GroupGap, Interval, State};
use envcoop_core::judge::tally::{Purse, Sums};
use envcoop_core::judge::witness::Witness;
use envcoop_core::percent::Percent;
use envcoop_core::problem::Place;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::Answer;
use envcoop_forms::html::escape;
use envcoop_forms::table::Kind;
use envcoop_forms::workbook::width;
use envcoop_present::summary;

use super::Page;
use super::anchor::anchor;

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
        Some(_) => format!("{}\u{a0}%", summary::interval(interval)),
        None => "–".to_owned(),
    }
}

/// Draws what is met for certain, what may be met, and the rest.
pub(super) fn bar(interval: Option<Interval>) -> String {
    let Some(Interval { low, high }) = interval else { return String::new() };
    let (low, high) = (low.percent(), high.percent());
    let mut bar = "<svg class=\"bar\" aria-hidden=\"true\">".to_owned();
    for (class, from, to) in [("met", Percent(0), low), ("maybe", low, high)] {
        if from < to {
            let wide = Percent(to.0 - from.0);
            let _ = write!(
                bar,
                "<rect class=\"{class}\" x=\"{from}%\" width=\"{wide}%\" height=\"100%\"/>"
            );
        }
    }
    bar.push_str("</svg>");
    bar
}

/// Writes the part of each currency that is not zero, each on a line of its own.
pub(super) fn purse(purse: &Purse, pick: Pick) -> String {
    let sums = purse.iter().map(|(currency, sums)| (currency, pick(sums)));
    let sums = sums.filter(|(_, amount)| amount.0 != 0);
    let mut lines: Vec<String> =
        sums.map(|(currency, amount)| format!("{currency} {}", amount.grouped())).collect();
    match (lines.pop(), lines.is_empty()) {
        (None, _) => "–".to_owned(),
        (Some(only), true) => only,
        (Some(last), false) => {
            lines.push(last);
            lines.iter().map(|line| format!("<span class=\"sum\">{line}</span>")).collect()
        }
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

/// Marks an answer where there is no room for its word.
pub(super) fn mark(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "<td>✓</td>",
        Answer::Unknown => "<td class=\"q\">?</td>",
        Answer::Unmet => "<td class=\"x\">✗</td>",
    }
}

/// A cell of the first column, then the others: all but text stand at the right.
pub(super) fn row(out: &mut String, kinds: &[Kind], cells: &[String]) {
    out.push_str("<tr>");
    for (i, (kind, cell)) in kinds.iter().zip(cells).enumerate() {
        let _ = match (i, kind) {
            (0, _) => write!(out, "<th scope=\"row\">{cell}</th>"),
            (_, Kind::Text) => write!(out, "<td>{cell}</td>"),
            _ => write!(out, "<td class=\"n\">{cell}</td>"),
        };
    }
    out.push_str("</tr>\n");
}

impl Page<'_> {
    /// Begins a table that may be wider than a small screen: caption and header.
    pub(super) fn open_table(
        &self,
        out: &mut String,
        class: &str,
        caption: &str,
        columns: &[(Label, Kind)],
    ) {
        let _ = write!(
            out,
            "<div class=\"wide\"><table class=\"{class}\"><caption>{caption}</caption>\n<thead><tr>"
        );
        for (title, kind) in columns {
            let right = if *kind == Kind::Text { "" } else { " class=\"n\"" };
            let _ = write!(out, "<th scope=\"col\"{right}>{}</th>", self.label(*title));
        }
        out.push_str("</tr></thead>\n");
    }

    /// Writes a whole table, its cells being markup.
    pub(super) fn table(
        &self,
        out: &mut String,
        class: &str,
        caption: &str,
        columns: &[(Label, Kind)],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) {
        self.open_table(out, class, caption, columns);
        let kinds: Vec<Kind> = columns.iter().map(|(_, kind)| *kind).collect();
        out.push_str("<tbody>\n");
        rows.into_iter().for_each(|cells| row(out, &kinds, &cells));
        out.push_str("</tbody></table></div>\n");
    }

    /// Links percentages to where they are worked out.
    pub(super) fn figure(&self, id: &str, interval: Option<Interval>) -> String {
        format!("<a class=\"figure\" href=\"#{}\">{}</a>", anchor(id), percents(interval))
    }

    /// Names a state, in words beside a colour.
    pub(super) fn state(&self, state: State) -> String {
        let class = state_class(state);
        format!("<span class=\"state {class}\">{}</span>", self.label(state.label()))
    }

    /// Says how many measures of a group are in each state.
    pub(super) fn states(&self, group: &GroupGap) -> String {
        let counts = State::ALL.iter().zip(group.states).filter(|(_, n)| *n > 0);
        let counts: Vec<String> =
            counts.map(|(state, n)| format!("{n} {}", self.label(state.label()))).collect();
        counts.join("<br/>")
    }

    /// Links to what is said about a measure, by its id.
    pub(super) fn link(&self, measure: MeasureIdx) -> String {
        self.id(&self.gap.framework.measure(measure).id)
    }

    /// Links to what is said about a measure, by its id and title.
    pub(super) fn named(&self, measure: MeasureIdx) -> String {
        format!("{} {}", self.link(measure), self.text(&self.gap.framework.measure(measure).title))
    }

    /// Writes where a row stands: file and line. The header says which file that is in full, so that
    /// its name suffices where no two are called the same.
    pub(super) fn place(&self, place: &Place) -> String {
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let own = name(&place.file);
        let inputs = self.study.inputs.iter().chain(&self.study.baseline_inputs);
        let is_clear =
            inputs.filter(|input| name(&input.name) == own && *input.name != *place.file).count();
        let file = if is_clear == 0 { own.into() } else { place.file.clone() };
        escape(&Place { file, line: place.line }.to_string()).into_owned()
    }

    /// Names a row and its place.
    pub(super) fn witness(&self, row: &Witness) -> String {
        let id = clip(&row.id, 60);
        format!("{} <small>({})</small>", escape(&id), self.place(&row.place))
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
