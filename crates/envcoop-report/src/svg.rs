//! `svg`: one picture.

use envcoop_cli::{ExitStatus, Session, SharedArgs, Target};
use envcoop_core::text::Lang;

use crate::args::Svg;
use crate::picture::{Setting, View};
use crate::portfolio::{Portfolio, framework};

pub(crate) fn run(
    args: &Svg,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let target = Target::new(&args.output)?;
    let framework = framework(&args.report, session)?;
    let portfolio = Portfolio::read(&args.report, &framework, session, &mut |_, _, _| Ok(()))?;
    portfolio.study(&framework, session, |study, session| {
        let view = View {
            gap: study.gap,
            before: study.changes.map(|changes| changes.before),
            lang: Lang::from(shared.lang),
            setting: Setting::Alone,
        };
        let picture = (args.picture.draw)(&view);
        target.write(session, |out| out.write_all(picture.as_bytes()))
    })?;
    Ok(ExitStatus::Done)
}
