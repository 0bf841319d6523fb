//! `markdown`: the summary, for a memo.

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_core::study::{Input, Study};
use envcoop_core::text::Lang;
use envcoop_forms::document::Block;
use envcoop_forms::markdown;
use envcoop_forms::phrase::Phrase;
use envcoop_present::{analysis, difference};
use envcoop_words as words;

use crate::args::Document;
use crate::portfolio::write_text;

pub(crate) fn run(
    args: &Document,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    write_text(args, &["md", "markdown"], session, |study| summary(study, Lang::from(shared.lang)))
}

/// Writes what changed, if there is something to compare with, after the analysis.
fn summary(study: &Study, lang: Lang) -> String {
    let mut blocks = analysis::document(study);
    let changes = study.changes.iter().flat_map(|it| difference::document(it, Vec::new()));
    blocks.extend(changes.map(|block| match block {
        Block::Title(title) => Block::heading(title),
        block => block,
    }));
    let inputs = study.inputs.iter().chain(&study.baseline_inputs);
    let line = |own: &Input| {
        Phrase::each(|lang| words::input::file(lang, &own.name, own.bytes, &own.sha256))
    };
    blocks.push(Block::heading(words::input::MADE_FROM));
    blocks.push(Block::list(inputs.map(line)));
    markdown::render(&blocks, lang)
}
