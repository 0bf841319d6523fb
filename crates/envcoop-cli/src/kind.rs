//! A file that was taken for another: what it is, and which command takes it.

use std::path::Path;
use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::problem::{Place, Problem};
use envcoop_core::text::Text;
use envcoop_intake::plan::TextEncoding;
use envcoop_intake::plan::kind::FileKind;
use envcoop_words::problem::kind as say;

use crate::{Again, Session};

/// Says what a file is, which was taken for another.
pub(crate) fn problem(name: &Arc<str>, kind: &FileKind) -> Problem {
    let file = Arc::clone(name);
    let (message, hint) = match kind {
        FileKind::Plan => (say::PLAN.into(), Text::new(|lang| say::plan_hint(lang, &file))),
        FileKind::Review => (say::REVIEW.into(), Text::new(|lang| say::review_hint(lang, &file))),
        FileKind::PartOfReview(lacking) => {
            let message = Text::new(|lang| {
                let lacking: Vec<String> = lacking.iter().map(|own| own.title(lang)).collect();
                say::part_of_review(lang, lacking.join(lang.comma()))
            });
            (message, say::PART_OF_REVIEW_HINT.into())
        }
        FileKind::Conflicts => {
            (say::CONFLICTS.into(), Text::new(|lang| say::conflicts_hint(lang, &file)))
        }
        FileKind::Tally => (say::TALLY.into(), Text::new(|lang| say::tally_hint(lang, &file))),
        FileKind::Table => (say::TABLE.into(), Text::new(|lang| say::table_hint(lang, &file))),
    };
    Problem::fatal(Place { file, line: 0 }, message).hint(hint)
}

/// Tells what a file is that could not be read as a plan, where that can be told.
pub fn tell_no_plan(
    path: &Path,
    input: &Again,
    encoding: Option<TextEncoding>,
    framework: &Framework,
    session: &mut Session<'_, '_>,
) {
    let name: Arc<str> = path.to_string_lossy().into();
    let kind = FileKind::of(&name, &|| input.open(), encoding, framework);
    if let Some(kind) = kind.filter(|own| *own != FileKind::Plan) {
        session.problem(&problem(&name, &kind));
    }
}
