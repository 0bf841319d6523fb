//! The rows of the tables, written as a plan.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use envcoop_cli::{Lessons, Session, SharedArgs, Target};
use envcoop_core::framework::Framework;
use envcoop_core::plan::{Column, Document, Heading, Line};
use envcoop_core::problem::Problems;
use envcoop_core::vocabulary::{Link, Word};
use envcoop_forms::table::csv::CsvWriter;
use envcoop_intake::classify::Decisions;
use envcoop_intake::import::{Account, Identifiers, Made, Recognised, SOURCE};
use envcoop_intake::plan::write_json;
use envcoop_present::checklist::workbook::{self, Facts};

use super::decide::{self, Sheet};
use super::table::Job;
use super::{Form, Import};
use crate::TOOL;

/// The columns that the import writes beside those of the plan and of the table.
const ADDED: [&str; 3] = ["score", "why", SOURCE];

/// By what measures are recognised.
#[derive(Clone, Copy)]
pub(super) struct Recognising<'r> {
    pub(super) framework: &'r Framework,
    pub(super) lessons: Option<&'r Lessons>,
    /// What people decided in the plan that is written over.
    pub(super) before: &'r Decisions,
}

/// What was made.
#[derive(Default)]
pub(super) struct Done {
    /// What became of the rows of each table, and how many a rule tied to measures.
    pub(super) accounts: Vec<(Account, u64)>,
    /// How many rows are as a person decided them before.
    pub(super) n_kept: u64,
    /// How many decisions in the plan that was written over are none of this one.
    pub(super) n_lost: u64,
    /// Where the plan is kept that was written over.
    pub(super) backup: Option<PathBuf>,
}

#[expect(clippy::too_many_arguments, reason = "the one place where everything meets")]
pub(super) fn make(
    args: &Import,
    jobs: &[Job],
    Recognising { framework, lessons, before }: Recognising<'_>,
    mut sheet: Option<&mut Sheet>,
    form: Form,
    target: &Target,
    shared: &SharedArgs,
    session: &mut Session<'_, '_>,
    problems: &mut Problems,
) -> anyhow::Result<Done> {
    let classifier = (!args.no_classify).then(|| Lessons::classifier(lessons, framework));
    let imports: Vec<_> = jobs
        .iter()
        .map(|job| envcoop_intake::import::Import::new(&job.survey, &job.mapping, framework))
        .collect();
    let mut own: Vec<String> = Vec::new();
    for header in imports.iter().flat_map(|import| import.own_headers()) {
        if !own.contains(&header) {
            own.push(header);
        }
    }
    let headers: Vec<&str> = Column::ALL
        .map(Column::code)
        .into_iter()
        .chain(own.iter().map(String::as_str))
        .chain(ADDED)
        .collect();
    let mut pending = target.begin()?;
    let mut document = Document {
        headings: Heading::all(headers.iter().map(|header| (*header).to_owned())),
        lines: Vec::new(),
    };
    let mut done = Done { n_lost: before.n_rows(), ..Done::default() };
    let mut ids = Identifiers::default();
    {
        let mut csv = CsvWriter::new(&mut pending, args.audience.into());
        if form == Form::Csv {
            csv.texts(headers.iter().copied())?;
        }
        let mut written = Ok(());
        for (job, import) in jobs.iter().zip(imports) {
            let places: BTreeMap<usize, usize> = import
                .own_headers()
                .iter()
                .enumerate()
                .filter_map(|(at, header)| Some((own.iter().position(|own| own == header)?, at)))
                .collect();
            let mut n_matched = 0;
            let opener = || job.input.open();
            let account = import.run(&opener, &mut ids, problems, &mut |made: &Made<'_>| {
                let mut cells = made.mapped.cells.clone();
                let mut found = Recognised::default();
                // Where a person says that there is none, nothing is proposed anew.
                let is_open = cells[Column::Measures as usize].is_empty()
                    && Link::read(&cells[Column::Link as usize]) != Some(Link::Human);
                // What a rule tied elsewhere is still to be decided.
                let of_rule = !cells[Column::Measures as usize].is_empty()
                    && Link::read(&cells[Column::Link as usize]) == Some(Link::Rule);
                let is_open = is_open || of_rule;
                let decided = lessons.and_then(|own| own.decisions.of(&cells)).filter(|_| is_open);
                if let Some(decision) = decided {
                    done.n_kept += 1;
                    found.why.clone_from(&decision.why);
                    decision.measures.clone_into(&mut cells[Column::Measures as usize]);
                    Link::Human.code().clone_into(&mut cells[Column::Link as usize]);
                } else if let Some(classifier) = classifier.as_ref().filter(|_| is_open) {
                    found = classifier.recognise(made.mapped);
                    if of_rule {
                        found.measures.clone_from(&cells[Column::Measures as usize]);
                    }
                    if !found.measures.is_empty() {
                        n_matched += 1;
                        cells[Column::Measures as usize].clone_from(&found.measures);
                        cells[Column::Link as usize] = Link::Rule.code().to_owned();
                    }
                    if let Some(sheet) = &mut sheet {
                        sheet.rows.push(decide::to_decide(
                            classifier,
                            made,
                            &found,
                            shared.lang.into(),
                        ));
                    }
                }
                done.n_lost = done.n_lost.saturating_sub(u64::from(before.are_in(&cells)));
                let of_table = (0..own.len())
                    .map(|at| places.get(&at).map_or("", |&place| made.own[place].as_str()));
                let texts = cells.iter().map(String::as_str).chain(of_table);
                let texts = texts.chain([found.score.as_str(), &found.why, made.source]);
                if let Some(sheet) = &mut sheet {
                    let cells = document.headings.iter().zip(texts.clone());
                    sheet.suspect(framework, cells, made.source);
                }
                if form == Form::Csv {
                    if written.is_ok() {
                        written = csv.texts(texts);
                    }
                } else {
                    let cells = texts.map(str::to_owned).collect();
                    document.lines.push(Line { number: 0, cells });
                }
            });
            done.accounts.push((account, n_matched));
        }
        written?;
    }
    if problems.n_errors() > 0 {
        return Ok(done);
    }
    match form {
        Form::Csv => {}
        Form::Json => write_json(&document, true, &mut pending)?,
        Form::Xlsx => {
            let facts = Facts { framework, tool: TOOL, year: args.table.year, as_of: None };
            let bytes = workbook::write(&document, &facts, shared.lang.langs())?;
            pending.write_all(&bytes)?;
        }
    }
    done.backup = pending.finish_keeping(session)?;
    Ok(done)
}
