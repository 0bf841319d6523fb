//! `html`: the report as one page, to be handed on: opened, printed and checked anywhere.

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_present::page::{self, Noted};
use envcoop_words as words;

use crate::TOOL;
use crate::args::Document;
use crate::portfolio::{Plans, asked};

/// Writes the page.
pub(crate) fn run(
    args: &Document,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = args.target(&["html", "htm"], session)?;
    let asked = asked(&args.report, session)?;
    let mut noted = Noted::default();
    let plans = Plans::read(&args.report, asked, session, &mut |row| {
        noted.see(row);
        Ok(())
    })?;
    let study = plans.study(session)?;
    session.stage(words::report::WRITING_PAGE);
    let text = page::write(&study, &noted, shared.lang.langs(), TOOL);
    target.write(session, |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Done)
}
