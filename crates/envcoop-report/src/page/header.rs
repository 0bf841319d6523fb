//! The head of the page: which strategy, how it was judged, on what, and where to read on.

use std::fmt::Write as _;

use envcoop_core::judge::gap::State;
use envcoop_core::text::Lang;
use envcoop_forms::html::escape;

use super::{Page, words};

impl Page<'_> {
    pub(super) fn header(&self, out: &mut String) {
        let framework = &*self.gap.framework;
        let _ = writeln!(
            out,
            "<a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<div class=\"top\"><p class=\"kind\">{}</p>",
            self.label(words::SKIP),
            self.label(words::KIND),
        );
        self.switch(out);
        let _ = writeln!(out, "</div>\n<h1>{}</h1>", self.text(&framework.title));
        let _ = writeln!(
            out,
            "<p class=\"lead\">{}</p>",
            self.each(|lang| words::lead(self.gap, lang))
        );
        self.facts(out);
        self.contents(out);
        out.push_str("</header>\n");
    }

    /// Writes what chooses the language. It works without a script.
    fn switch(&self, out: &mut String) {
        if self.langs.len() < 2 {
            return;
        }
        let legend = self.plain(words::LANGUAGE);
        let _ = write!(out, "<fieldset class=\"lang\"><legend class=\"away\">{legend}</legend>");
        for (i, lang) in self.langs.iter().enumerate() {
            let checked = if i == 0 { " checked=\"\"" } else { "" };
            let code = lang.code();
            let name = match lang {
                Lang::En => "English",
                Lang::Zh => "中文",
            };
            let _ = write!(
                out,
                "<input type=\"radio\" name=\"lang\" id=\"lang-{code}\"{checked}/>\
                 <label for=\"lang-{code}\" lang=\"{code}\">{name}</label>"
            );
        }
        out.push_str("</fieldset>\n");
    }

    /// Writes the terms of the analysis and what was read.
    fn facts(&self, out: &mut String) {
        let rules = self.gap.rules;
        let framework = &*self.gap.framework;
        let needs = self.each(|lang| {
            let needs = rules.profile.needs().iter().map(|need| need.label().get(lang));
            needs.collect::<Vec<_>>().join(lang.comma())
        });
        let mut facts = vec![
            (words::AS_OF, format!("<strong>{}</strong>", rules.as_of)),
            (words::PROFILE, format!("{}: {needs}", rules.profile.code())),
            (words::BLANK, self.label(words::blank(rules.blank))),
            (words::STRATEGY, format!("{} {}", escape(&framework.id), escape(&framework.version))),
            (words::SOURCE, self.text(&framework.source.title)),
        ];
        let files = |inputs: &[envcoop_core::study::Input]| {
            let file = |input: &envcoop_core::study::Input| {
                format!(
                    "<span class=\"file\">{} <small>{}</small></span>",
                    escape(&input.name),
                    self.each(|lang| words::size(input, lang))
                )
            };
            inputs.iter().map(file).collect::<String>()
        };
        facts.push((words::ROWS_READ, self.gap.tally.rows.to_string()));
        facts.push((words::INPUTS, files(&self.study.inputs)));
        if let Some(changes) = &self.study.changes {
            let as_of = self.each(|lang| words::as_of(changes.before.rules.as_of, lang));
            facts.push((words::BASELINE, format!("{as_of}{}", files(&self.study.baseline_inputs))));
        }
        out.push_str("<dl class=\"facts\">\n");
        for (name, value) in facts {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{value}</dd></div>", self.label(name));
        }
        out.push_str("</dl>\n");
    }

    /// Writes the links to the sections.
    fn contents(&self, out: &mut String) {
        let has_changes = self.study.changes.is_some();
        let _ = write!(out, "<nav aria-label=\"{}\"><ul>", self.plain(words::CONTENTS));
        for (id, title) in words::SECTIONS {
            if id != "changes" || has_changes {
                let _ = write!(out, "<li><a href=\"#{id}\">{}</a></li>", self.label(title));
            }
        }
        out.push_str("</ul></nav>\n");
    }

    /// Tells whether a measure applies.
    pub(super) fn applies(&self, result: &envcoop_core::judge::gap::MeasureGap) -> bool {
        result.state != State::NotApplicable
    }
}
