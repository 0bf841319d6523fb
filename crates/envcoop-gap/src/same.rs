//! `same`: rows that seem to be the same project, side by side, for a person to settle.

use envcoop_cli::{ExitStatus, Session, SharedArgs, load_framework, read_suspected};
use envcoop_present::same;

use crate::args::Same;

pub(crate) fn run(
    args: &Same,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let output = args.result.begin(shared, session)?;
    let framework = load_framework(&args.framework, session)?;
    let suspected = read_suspected(&args.plans, &framework, session)?;
    output.write(&same::document(&suspected, &framework), "envcoop/same/1", session)?;
    Ok(ExitStatus::Done)
}
