//! `svg`: one picture.

use envcoop_cli::{ExitStatus, Session, SharedArgs};
use envcoop_core::text::Lang;
use envcoop_present::picture::{Scene, Setting};
use envcoop_present::restrictions::missing;
use envcoop_words::report as words;

use crate::args::Svg;
use crate::portfolio::write_text;

pub(crate) fn run(
    args: &Svg,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    let status = write_text(&args.document, &["svg"], session, |study| {
        (args.picture.draw)(&Scene {
            gap: &study.gap,
            before: study.changes.as_ref().map(|changes| &*changes.before),
            restricted: &missing(study),
            lang: Lang::from(shared.lang),
            setting: Setting::Alone,
        })
    })?;
    if args.document.report.rates.is_asked() {
        session.note(words::EACH_CURRENCY.get(session.lang));
    }
    Ok(status)
}
