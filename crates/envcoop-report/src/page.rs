//! `html`: the report as one page, to be handed on: opened, printed and checked anywhere.
//!
//! The page is one file and fetches nothing. Its content policy names its style and its script by
//! their digests, so that no text of a plan can run, escaped or not. Without the script it is
//! complete: the script only filters the list of gaps. Every figure is a link to the table from
//! which it can be worked out again, in the last section.

mod anchor;
mod challenges;
mod changes;
mod gaps;
mod groups;
mod header;
mod late;
mod look;
mod matrix;
mod measures;
mod noted;
mod outside;
mod people;
mod pictures;
mod pieces;
mod words;

use std::fmt::Write as _;

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target};
use envcoop_core::judge::gap::Gap;
use envcoop_core::study::Study;
use envcoop_core::text::{Label, Lang, Text};
use envcoop_forms::html::{self, escape};

use self::noted::Noted;
use crate::args::Document;
use crate::portfolio::{Plans, framework};

const SCRIPT: &str = include_str!("page/page.js");

pub(crate) fn run(
    args: &Document,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = framework(&args.report, session)?;
    let mut noted = Noted::default();
    let plans = Plans::read(&args.report, &framework, session, &mut |row| {
        noted.see(row);
        Ok(())
    })?;
    let study = plans.study(session)?;
    session.stage("writing the page");
    let listed = measures::listed(&study);
    let (gap, langs) = (&*study.gap, shared.lang.langs());
    let text = Page { study: &study, gap, noted: &noted, langs, listed }.write();
    target.write(session, |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Done)
}

/// What the page shows, and in which languages: never none, the first one leads.
struct Page<'s> {
    study: &'s Study,
    gap: &'s Gap,
    noted: &'s Noted,
    langs: &'s [Lang],
    /// How many rows of each measure are listed at most.
    listed: usize,
}

impl Page<'_> {
    fn write(&self) -> String {
        let mut out = String::with_capacity(1 << 19);
        let style = look::style(self.langs);
        let lang = self.lang();
        let title = words::page_title(self.gap, lang);
        // What the page may do: nothing but its own style and script. It opens no address and
        // sends no form.
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <title>{}</title>\n<style>{style}</style>\n</head>\n<body>\n{}",
            lang.code(),
            html::policy_source(&style),
            html::policy_source(SCRIPT),
            escape(&title),
            look::PATTERNS
                .replace("UNKNOWN", &envcoop_forms::palette::css(envcoop_forms::palette::UNKNOWN)),
        );
        self.header(&mut out);
        out.push_str("<main id=\"main\">\n");
        self.challenges(&mut out);
        self.matrix(&mut out);
        self.changes(&mut out);
        self.gaps(&mut out);
        self.timeline(&mut out);
        self.money(&mut out);
        self.late(&mut out);
        self.people(&mut out);
        self.terms(&mut out);
        self.outside(&mut out);
        self.problems(&mut out);
        self.figures(&mut out);
        let _ = write!(
            out,
            "</main>\n<footer><p>envcoop-report {}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION")
        );
        out
    }

    /// Writes the last section: how each figure comes about.
    fn figures(&self, out: &mut String) {
        self.open(out, "figures", words::FIGURES);
        let _ = writeln!(out, "<p>{}</p>", self.label(words::FIGURES_ABOUT));
        self.overall(out);
        (0..self.gap.framework.challenges.len()).for_each(|i| self.challenge(out, i));
        self.gap.measures.iter().for_each(|result| self.measure(out, result));
        out.push_str("</section>\n");
    }

    fn lang(&self) -> Lang {
        self.langs.first().copied().unwrap_or_default()
    }

    /// Returns markup in every language of the page, of which the style shows one; once, where it is
    /// the same in all.
    fn each_markup(&self, markup: impl Fn(Lang) -> String) -> String {
        let first = markup(self.lang());
        let others: Vec<(Lang, String)> =
            self.langs.iter().skip(1).map(|&lang| (lang, markup(lang))).collect();
        if others.iter().all(|(_, other)| *other == first) {
            return first;
        }
        let mut all = format!("<i lang=\"{}\">{first}</i>", self.lang().code());
        for (lang, markup) in others {
            let _ = write!(all, "<i lang=\"{}\">{markup}</i>", lang.code());
        }
        all
    }

    /// Returns a text in every language of the page, escaped.
    fn each(&self, text: impl Fn(Lang) -> String) -> String {
        self.each_markup(|lang| escape(&text(lang)).into_owned())
    }

    /// Returns a sentence of the page in every language; what stands in backticks is a command.
    fn prose(&self, text: impl Fn(Lang) -> String) -> String {
        self.each_markup(|lang| {
            let text = escape(&text(lang)).into_owned();
            let parts = text.split('`').enumerate().map(|(i, part)| match i % 2 {
                0 => part.to_owned(),
                _ => format!("<code>{part}</code>"),
            });
            parts.collect()
        })
    }

    fn label(&self, label: Label) -> String {
        self.each_markup(|lang| escape(label.get(lang)).into_owned())
    }

    fn text(&self, text: &Text) -> String {
        self.each_markup(|lang| escape(text.get(lang)).into_owned())
    }

    /// Returns a label for an attribute or an option, where no markup can stand: in every language
    /// of the page, one after the other.
    fn plain(&self, label: Label) -> String {
        let texts: Vec<&str> = self.langs.iter().map(|&lang| label.get(lang)).collect();
        escape(&texts.join(" · ")).into_owned()
    }

    /// Begins a section with its heading.
    fn open(&self, out: &mut String, id: &str, title: Label) {
        let title = self.label(title);
        let _ = writeln!(out, "<section id=\"{id}\">\n<h2>{title}</h2>");
    }
}
