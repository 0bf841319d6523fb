//! The rows whose measures a person has to confirm or to find, with candidates, in a file of their own.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::ensure;
use envcoop_cli::{OutputArgs, Session, SharedArgs, Target, form_named};
use envcoop_core::edit::review::CANDIDATES;
use envcoop_core::framework::Framework;
use envcoop_core::judge::suspicion::{Suspected, Suspicions};
use envcoop_core::plan::{CellNotes, Cells, Column, Heading, Lately, Row, row};
use envcoop_core::problem::{Problems, quoted};
use envcoop_core::text::Lang;
use envcoop_forms::table::csv::{self, Audience};
use envcoop_intake::classify::Classifier;
use envcoop_intake::import::{Made, Recognised};
use envcoop_present::checklist::review::{self, ToDecide};
use envcoop_words::{candidate as words, same};

use super::{Import, before};
use crate::TOOL;

/// A file of rows to decide.
pub(super) struct Sheet {
    path: PathBuf,
    target: Target,
    form: Form,
    audience: Audience,
    /// The rows.
    pub(super) rows: Vec<ToDecide>,
    /// Rows that seem to be the same project.
    suspicions: Suspicions,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
}

/// The forms, by the ending of the name.
const ENDINGS: [(&str, Form); 2] = [("xlsx", Form::Xlsx), ("csv", Form::Csv)];

impl Sheet {
    /// Gets the file ready that the user asked for, before anything is read.
    pub(super) fn begin(
        args: &Import,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Option<Sheet>> {
        let Some(path) = &args.review else { return Ok(None) };
        let is_plan = *path == args.output.output && path.as_os_str() != "-";
        ensure!(!is_plan, words::same_file(session.lang, path.display()));
        let form = form_named(path, &ENDINGS)?.unwrap_or(Form::Csv);
        let output = OutputArgs { output: path.clone(), force: args.output.force };
        let target = Target::new(&output, session)?;
        if form == Form::Xlsx {
            target.refuse_terminal(session)?;
        }
        let audience = args.audience.into();
        let (rows, mut suspicions) = (Vec::new(), Suspicions::default());
        suspicions.list_pairs();
        Ok(Some(Sheet { path: path.clone(), target, form, audience, rows, suspicions }))
    }

    /// Holds a row of the plan, which was made of what stands at `source`, against those before it.
    pub(super) fn suspect<'t>(
        &mut self,
        framework: &Framework,
        cells: impl IntoIterator<Item = (&'t Heading, &'t str)>,
        source: &str,
    ) {
        let (cells, extras) = Cells::of(cells);
        let file: Arc<str> = source.into();
        let row = Row { file: &file, line: 0, cells, extras: &extras, is_sound: false };
        let (mut lately, mut notes) = (Lately::default(), CellNotes::default());
        // What is wrong with a row is for `check` to tell.
        let mut problems = Problems::default();
        let read = row::parse(framework, row, &mut lately, &mut notes, &mut problems);
        if let Some(activity) = read {
            self.suspicions.see(&activity);
        }
    }

    /// Writes the rows, the least certain first.
    pub(super) fn write(
        mut self,
        framework: &Framework,
        shared: &SharedArgs,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<()> {
        review::sort(&mut self.rows);
        let lang = Lang::from(shared.lang);
        let mut bytes = Vec::new();
        let Suspected { pairs, n_pairs, .. } = self.suspicions.suspected();
        match self.form {
            Form::Csv => {
                let form = csv::Form { audience: self.audience, lang, ..csv::Form::default() };
                csv::write(&review::table(&self.rows, framework, &[lang]), &mut bytes, form)?;
            }
            Form::Xlsx => {
                let name = self.path.file_name().unwrap_or_default().to_string_lossy();
                let langs = shared.lang.langs();
                bytes = review::workbook(&name, &self.rows, pairs, framework, langs, TOOL)?;
            }
        }
        let backup = self.target.write_keeping(session, |out| out.write_all(&bytes))?;
        before::tell(&self.path, backup.as_deref(), session);
        let n = self.rows.len() as u64;
        session.note(&words::written(session.lang, n, self.path.display()));
        if *n_pairs > 0 {
            session.note(&match self.form {
                Form::Xlsx => {
                    let sheet = quoted(same::SHEET.get(shared.lang.into()));
                    same::on_sheet(session.lang, *n_pairs, sheet)
                }
                Form::Csv => same::needs_workbook(session.lang, *n_pairs),
            });
        }
        Ok(())
    }
}

/// Returns a row to decide.
pub(super) fn to_decide(
    classifier: &Classifier<'_>,
    made: &Made<'_>,
    found: &Recognised,
    lang: Lang,
) -> ToDecide {
    let mapped = made.mapped;
    let about = [&mapped.section, &mapped.description];
    let about: Vec<&str> =
        about.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let candidates = classifier.candidates_of(mapped, CANDIDATES, lang);
    ToDecide {
        id: mapped.get(Column::Id).to_owned(),
        title: mapped.get(Column::Title).to_owned(),
        about: about.join(": "),
        tied: found.measures.clone(),
        candidates: candidates.into_iter().map(|own| (own.measure, own.score, own.why)).collect(),
        source: made.source.to_owned(),
    }
}
