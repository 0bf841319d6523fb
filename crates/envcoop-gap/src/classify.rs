//! `classify`: published activities, and rows of any table, as a plan for a person to review.

use std::sync::Arc;

use envcoop_cli::{
    Again, ExitStatus, Lessons, Refused, Session, SharedArgs, Target, form_named, load_framework,
    load_mapping,
};
use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, Problems, argument};
use envcoop_core::text::{Lang, Text};
use envcoop_core::vocabulary::{Link, Word};
use envcoop_forms::table::csv::CsvWriter;
use envcoop_intake::classify::{Classifier, IMPORT_COLUMNS, Importer};
use envcoop_intake::import::{Identifiers, Import, Recognised, Survey};
use envcoop_intake::mapping::propose::Context;
use envcoop_intake::mapping::{Mapping, field};
use envcoop_intake::plan::Format;
use envcoop_intake::table::Search;
use envcoop_words::import as words;
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
    let lessons = args.learn.read(&framework, session)?;
    let given = args.map.as_deref().map(|path| load_mapping(path, session)).transpose()?;
    let mut csv = CsvWriter::new(target.begin()?, args.audience.into());
    csv.texts(Column::ALL.map(Column::code).into_iter().chain(IMPORT_COLUMNS))?;

    let classifier = || Lessons::classifier(lessons.as_ref(), &framework);
    let importer = Importer::new(classifier(), Lang::from(shared.lang));
    let mut importer = importer.with_threads(args.threads.count());
    if let Some(lessons) = &lessons {
        importer = importer.with_decisions(&lessons.decisions);
    }
    let tables = Tables {
        classifier: classifier(),
        framework: &framework,
        lessons: lessons.as_ref(),
        given: given.as_ref(),
    };
    let mut ids = Identifiers::default();
    let mut problems = Problems::default();
    let mut counts = Vec::new();
    for path in &args.files {
        let name: Arc<str> = path.to_string_lossy().into();
        let input = Again::new(path, session);
        let (mut n_read, mut n_matched) = (0, 0);
        let mut written = Ok(());
        // What cannot be read is told where it is read.
        let is_published = matches!(Format::sniff(&mut input.open()), Ok((Format::Iati, _)));
        let mut write = |cells: &mut dyn Iterator<Item = &str>, is_matched: bool| {
            n_read += 1;
            n_matched += u64::from(is_matched);
            if written.is_ok() {
                written = csv.texts(cells);
            }
        };
        if is_published {
            importer.read(&name, input.open(), &mut problems, &mut |row| {
                let cells = Column::ALL.iter().map(|&column| row.get(column));
                let mut cells = cells.chain(row.extras().iter().map(String::as_str));
                write(&mut cells, row.n_matches > 0);
            });
        } else {
            tables.read(&name, &input, &mut ids, &mut problems, &mut write);
        }
        written?;
        counts.push((name, n_read, n_matched));
    }
    session.problems(&problems);
    if problems.n_errors() > 0 {
        return Err(Refused.into());
    }
    csv.into_inner().finish_over(&args.output.output, session)?;
    for (name, n_read, n_matched) in counts {
        let n_unmatched = n_read - n_matched;
        session.note(&classified(session.lang, name, n_read, n_matched, n_unmatched));
    }
    Ok(ExitStatus::Done)
}

/// How tables are read.
struct Tables<'t> {
    classifier: Classifier<'t>,
    framework: &'t Framework,
    lessons: Option<&'t Lessons>,
    given: Option<&'t Mapping>,
}

impl Tables<'_> {
    /// Reads a table and hands the cells of every row to `write`, and whether it has measures. A table
    /// whose columns leave a question open is refused: a mapping is reviewed once, by `import`.
    fn read(
        &self,
        name: &Arc<str>,
        input: &Again,
        ids: &mut Identifiers,
        problems: &mut Problems,
        write: &mut dyn FnMut(&mut dyn Iterator<Item = &str>, bool),
    ) {
        let open = || input.open();
        let is_given = |text: &str| {
            self.given.is_some_and(|given| given.header.iter().any(|name| name == text))
        };
        let search = Search {
            is_known: &|text| field::is_known(text) || is_given(text),
            tells: &|_| false,
            encoding: None,
            sheet: None,
        };
        let survey = Survey::of(name, &open, search, self.framework, problems);
        let Some(survey) = survey else { return };
        let place = || Place { file: Arc::clone(name), line: 0 };
        let has = |column| survey.names.iter().any(|text| Column::of_header(text) == Some(column));
        if [Column::Id, Column::Status, Column::Measures].into_iter().all(has) {
            let hint = Text::new(|lang| words::is_plan_hint(lang, argument(name)));
            problems.push(Problem::fatal(place(), words::IS_PLAN).hint(hint));
            return;
        }
        let chosen = survey.choose(self.given, Context::default(), problems);
        if chosen.has_questions() {
            let hint = Text::new(|lang| words::table_unsure_hint(lang, argument(name)));
            problems.push(Problem::fatal(place(), words::TABLE_UNSURE).hint(hint));
            for question in chosen.proposal.iter().flat_map(|proposal| &proposal.questions) {
                let problem = Problem::warning(place(), question.message.clone());
                problems.push(problem.hint(question.hint.clone()));
            }
            return;
        }
        let import = Import::new(&survey, &chosen.mapping, self.framework);
        import.run(&open, ids, problems, &mut |made| {
            let mut cells = made.mapped.cells.clone();
            let mut found = Recognised::default();
            // Where a person says that there is none, nothing is proposed anew.
            let is_open = cells[Column::Measures as usize].is_empty()
                && Link::read(&cells[Column::Link as usize]) != Some(Link::Human);
            let decided = self.lessons.and_then(|own| own.decisions.of(&cells));
            if let Some(decision) = decided.filter(|_| is_open) {
                found.why.clone_from(&decision.why);
                decision.measures.clone_into(&mut cells[Column::Measures as usize]);
                Link::Human.code().clone_into(&mut cells[Column::Link as usize]);
            } else if is_open {
                found = self.classifier.recognise(made.mapped);
                if !found.measures.is_empty() {
                    cells[Column::Measures as usize].clone_from(&found.measures);
                    Link::Rule.code().clone_into(&mut cells[Column::Link as usize]);
                }
            }
            let is_matched = !cells[Column::Measures as usize].is_empty();
            let added = [found.score, found.why, made.mapped.recipients.clone(), String::new()];
            write(&mut cells.iter().chain(&added).map(String::as_str), is_matched);
        });
    }
}
