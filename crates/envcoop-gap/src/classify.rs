//! `classify`: published activities as a plan for a person to review.

use std::sync::Arc;

use envcoop_cli::{
    ExitStatus, Refused, Session, SharedArgs, Target, form_named, load_framework, open,
};
use envcoop_core::plan::Column;
use envcoop_core::problem::Problems;
use envcoop_core::text::Lang;
use envcoop_forms::table::csv::CsvWriter;
use envcoop_intake::classify::{IMPORT_COLUMNS, Importer};
use envcoop_words::published::classified;

use crate::args::Classify;

pub(crate) fn run(
    args: &Classify,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
) -> anyhow::Result<ExitStatus> {
    form_named(&args.output.output, &[("csv", ())])?;
    let target = Target::new(&args.output, session)?;
    let framework = load_framework(&args.framework, session)?;
    let mut csv = CsvWriter::new(target.begin()?, args.audience.into());
    csv.texts(Column::ALL.map(Column::code).into_iter().chain(IMPORT_COLUMNS))?;

    let mut importer = Importer::new(&framework, Lang::from(shared.lang));
    let mut problems = Problems::default();
    let mut counts = Vec::new();
    for path in &args.files {
        let name = path.to_string_lossy();
        let (mut n_read, mut n_matched) = (0, 0);
        let mut written = Ok(());
        importer.read(&Arc::from(&*name), open(path, session), &mut problems, &mut |row| {
            n_read += 1;
            n_matched += u64::from(row.n_matches > 0);
            if written.is_ok() {
                let cells = Column::ALL.iter().map(|&column| row.get(column));
                written = csv.texts(cells.chain(row.extras().iter().map(String::as_str)));
            }
        });
        written?;
        counts.push((name.into_owned(), n_read, n_matched));
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    csv.into_inner().finish(session)?;
    for (name, n_read, n_matched) in counts {
        let n_unmatched = n_read - n_matched;
        session.note(&classified(session.lang, name, n_read, n_matched, n_unmatched));
    }
    Ok(ExitStatus::Done)
}
