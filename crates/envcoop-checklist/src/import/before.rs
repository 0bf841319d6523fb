//! What stood in the files that an import writes over: kept beside them, and told.

use std::path::Path;
use std::sync::Arc;

use envcoop_cli::{Session, Target};
use envcoop_core::framework::Framework;
use envcoop_core::problem::{Problems, argument};
use envcoop_intake::classify::Decisions;
use envcoop_intake::plan::PlanFile;
use envcoop_words::{candidate, edit};

use super::Import;
use super::write::Done;

/// Returns what people decided in the plan that is to be written over. What is no plan holds nothing
/// that anybody decided.
pub(super) fn decided(args: &Import, target: &Target, framework: &Framework) -> Decisions {
    let mut decisions = Decisions::default();
    let Some(file) = target.open_replaced() else { return decisions };
    let name: Arc<str> = args.output.output.to_string_lossy().into();
    let encoding = args.table.encoding;
    let read = PlanFile::read(&name, file, encoding, framework, &mut Problems::default());
    if let Some(file) = read {
        decisions.add(&file.plan, framework);
    }
    decisions
}

/// Says where that plan is now, and how many decisions in it the new one has not.
pub(super) fn tell_plan(args: &Import, done: &Done, session: &mut Session<'_, '_>) {
    let Some(backup) = &done.backup else { return };
    tell(&args.output.output, Some(backup), session);
    if done.n_lost > 0 {
        let (lang, backup) = (session.lang, backup.display());
        let message = candidate::lost_decisions(lang, done.n_lost, &backup);
        session.warning(
            &message,
            Some(&candidate::lost_decisions_hint(lang, argument(&backup.to_string()))),
        );
    }
}

/// Says where a file is now that was written over.
pub(super) fn tell(path: &Path, backup: Option<&Path>, session: &mut Session<'_, '_>) {
    if let Some(backup) = backup {
        session.note(&edit::written(session.lang, path.display(), backup.display()));
    }
}
