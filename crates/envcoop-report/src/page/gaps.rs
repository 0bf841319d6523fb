//! The list of gaps: one row per measure that is not met, worst first, and what finds rows in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use envcoop_core::judge::gap::{MeasureGap, State};
use envcoop_core::judge::next_step;
use envcoop_core::text::Label;
use envcoop_core::vocabulary::{Answer, Need};
use envcoop_forms::html::escape;
use envcoop_present::tables::worst_first;

use super::anchor::anchor;
use super::pieces::bar;
use super::{Page, words};

/// Values and what they are called, escaped.
type Choices = Vec<(String, String)>;

impl Page<'_> {
    pub(super) fn gaps(&self, out: &mut String) {
        self.open(out, "gaps", words::GAPS);
        let worst = worst_first(self.gap);
        if worst.is_empty() {
            let _ = writeln!(out, "<p>{}</p>\n</section>", self.label(words::NO_GAPS));
            return;
        }
        let _ = writeln!(out, "<p>{}</p>", self.label(words::GAPS_ABOUT));
        self.filters(out, &worst);
        let caption = self.each(|lang| words::n_gaps(worst.len(), lang));
        let columns = [words::MEASURE, words::LOW_HIGH, words::MISSING, words::NEXT]
            .map(|title| self.label(title));
        let _ = write!(
            out,
            "<div class=\"wide\"><table class=\"gaps\" id=\"gap-list\"><caption>{caption}</caption>\n<thead><tr>"
        );
        for title in columns {
            let _ = write!(out, "<th scope=\"col\">{title}</th>");
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        worst.iter().for_each(|result| self.open_gap(out, result));
        let _ = writeln!(
            out,
            "</tbody></table></div>\n<p id=\"gap-none\" hidden=\"\">{}</p>\n</section>",
            self.label(words::NONE_FOUND)
        );
    }

    fn open_gap(&self, out: &mut String, result: &MeasureGap) {
        let framework = &*self.gap.framework;
        let profile = self.gap.rules.profile;
        let measure = framework.measure(result.measure);
        let challenges: Vec<&str> = measure.answers.iter().map(|a| a.challenge.as_str()).collect();
        let missing = |answer| result.needs(profile, answer).map(move |need| (need, answer));
        let missing: Vec<(Need, Answer)> =
            missing(Answer::Unmet).chain(missing(Answer::Unknown)).collect();
        let needs: Vec<&str> = missing.iter().map(|(need, _)| need.code()).collect();
        let _ = write!(
            out,
            "<tr data-area=\"{}\" data-challenges=\"{}\" data-state=\"{}\" data-needs=\"{}\">\
             <th scope=\"row\">{}<small>",
            escape(&measure.area),
            escape(&challenges.join(" ")),
            result.state.code(),
            needs.join(" "),
            self.named(result.measure),
        );
        for id in std::iter::once(measure.area.as_str()).chain(challenges.iter().copied()) {
            let _ = write!(out, "<a href=\"#{}\">{id}</a> ", anchor(id));
        }
        let _ = write!(
            out,
            "</small></th><td class=\"share\">{}{}{}</td><td><ul class=\"needs\">",
            self.figure(&measure.id, result.interval),
            bar(result.interval),
            self.state(result.state),
        );
        let tally = &self.gap.tally.measures[result.measure.at()];
        for (need, answer) in missing {
            let (class, mark) = if answer == Answer::Unmet { ("x", "") } else { ("q", "?") };
            let word = self.label(need.gap_word());
            let word = format!("<b class=\"need {class}\">{word}{mark}</b>");
            // What no row decides needs no line of its own.
            let _ = match tally.needs[need as usize].witness() {
                Some(row) => write!(out, "<li>{word} {}</li>", self.witness(row)),
                None => write!(out, "<li class=\"short\">{word}</li>"),
            };
        }
        let next = self.each(|lang| next_step::next_step(framework, result, profile, lang));
        let _ = writeln!(out, "</ul></td><td class=\"next\">{next}</td></tr>");
    }

    /// Writes what only a script can serve; it stays hidden until there is one.
    fn filters(&self, out: &mut String, worst: &[&MeasureGap]) {
        let framework = &*self.gap.framework;
        let areas: BTreeSet<&str> =
            worst.iter().map(|m| framework.measure(m.measure).area.as_str()).collect();
        let named = |id: &str, title: &envcoop_core::text::Text| {
            let title = escape(title.get(self.lang())).into_owned();
            (escape(id).into_owned(), format!("{} {title}", escape(id)))
        };
        let areas = framework.areas.iter().filter(|area| areas.contains(area.id.as_str()));
        let states = [State::ActionGap, State::DataGap];
        let needs = self.gap.rules.profile.needs().iter();
        let choices: [(&str, Label, Choices); 4] = [
            (
                "challenge",
                words::CHALLENGE,
                framework.challenges.iter().map(|c| named(&c.id, &c.title)).collect(),
            ),
            ("area", words::AREA, areas.map(|a| named(&a.id, &a.title)).collect()),
            (
                "state",
                words::STATE,
                states.map(|s| (s.code().to_owned(), self.plain(s.label()))).into(),
            ),
            (
                "need",
                words::NEED,
                needs.map(|n| (n.code().to_owned(), self.plain(n.gap_word()))).collect(),
            ),
        ];
        out.push_str("<form id=\"filters\" hidden=\"\">\n");
        let all = self.plain(words::ALL);
        for (name, title, choices) in choices {
            let title = self.label(title);
            let _ = write!(
                out,
                "<label>{title} <select name=\"{name}\"><option value=\"\">{all}</option>"
            );
            for (value, text) in choices {
                let _ = write!(out, "<option value=\"{value}\">{text}</option>");
            }
            out.push_str("</select></label>\n");
        }
        let _ = writeln!(
            out,
            "<label class=\"search\">{} <input type=\"search\" name=\"text\" autocomplete=\"off\"/></label>\n\
             <p role=\"status\"><output id=\"gap-count\"></output> / {}</p>\n</form>",
            self.label(words::SEARCH),
            worst.len(),
        );
    }
}
