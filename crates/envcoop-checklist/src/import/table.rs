//! The tables that are read, each with its mapping.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use envcoop_cli::{Again, Session, load_mapping, parse_year};
use envcoop_core::edit::review::Asked;
use envcoop_core::edit::review::twins::AskedTwin;
use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problems, quoted};
use envcoop_core::reason::Reason;
use envcoop_intake::import::{Chosen, Survey};
use envcoop_intake::mapping::Mapping;
use envcoop_intake::mapping::field;
use envcoop_intake::mapping::propose::{Context, Proposal};
use envcoop_intake::mapping::unit::Unit;
use envcoop_intake::plan::TextEncoding;
use envcoop_intake::plan::kind::FileKind;
use envcoop_intake::table::Search;
use envcoop_words::import as words;

/// How a table is read.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct TableArgs {
    /// Use this mapping: a file, or the name of a shipped one.
    #[arg(long, value_name = "FILE|NAME")]
    pub(crate) map: Option<PathBuf>,
    /// The sheet that is the table [default: the likeliest].
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// The year of days that name none [default: told from the titles].
    #[arg(long, value_parser = parse_year(1950..=2120))]
    pub(crate) year: Option<i16>,
    /// In what amounts are counted that do not say: 元, 万元, `USD million`.
    #[arg(long, value_parser = unit)]
    pub(crate) unit: Option<Unit>,
    /// Set a column of the plan where the table says nothing: `status=planned`.
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(Column, String)>,
    /// Encoding of text that is neither UTF-8 nor marked, for instance gb18030 [default: told from the
    /// words].
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<TextEncoding>,
}

fn unit(text: &str) -> Result<Unit, Reason> {
    Unit::of(text).ok_or_else(|| words::UNIT_EXPECTED.into())
}

fn setting(text: &str) -> Result<(Column, String), Reason> {
    let (name, value) = text.split_once('=').ok_or(Reason::from(words::SETTING_EXPECTED))?;
    let column = Column::of_header(name).ok_or_else(|| {
        let codes = Column::ALL.map(Column::code).join(", ");
        Reason::new(|lang| words::no_column(lang, quoted(name), &codes))
    })?;
    Ok((column, value.to_owned()))
}

/// A table, its mapping, and how sure that is.
pub(crate) struct Job {
    pub(crate) name: Arc<str>,
    pub(crate) input: Again,
    pub(crate) survey: Survey,
    pub(crate) mapping: Mapping,
    pub(super) proposal: Option<Proposal>,
}

impl Job {
    /// Tells whether a person has to settle something first.
    pub(crate) fn has_questions(&self) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| !proposal.questions.is_empty())
    }

    /// Tells whether it has the columns of a plan.
    pub(super) fn is_plan(&self) -> bool {
        let names: Vec<&str> = self.survey.names.iter().map(String::as_str).collect();
        FileKind::of_header(&names) == Some(FileKind::Plan)
    }

    /// Tells whether it is a review that goes back into a plan.
    pub(super) fn is_review(&self) -> bool {
        let names = || self.survey.names.iter().map(String::as_str);
        Asked::are_headers(names()) || AskedTwin::are_headers(names())
    }
}

impl TableArgs {
    /// Reads the mapping that the user names.
    pub(crate) fn given(&self, session: &mut Session<'_, '_>) -> anyhow::Result<Option<Mapping>> {
        self.map.as_deref().map(|path| load_mapping(path, session)).transpose()
    }

    /// Finds the table of a file and its mapping.
    pub(crate) fn job(
        &self,
        path: &Path,
        given: Option<&Mapping>,
        framework: &Framework,
        session: &mut Session<'_, '_>,
        problems: &mut Problems,
    ) -> Option<Job> {
        let name: Arc<str> = path.to_string_lossy().into();
        let input = Again::new(path, session);
        let is_given = |text: &str| {
            let header = given.iter().flat_map(|mapping| &mapping.header);
            header.into_iter().any(|name| name == text)
        };
        let search = Search {
            is_known: &|text| field::is_known(text) || is_given(text),
            tells: &|_| false,
            encoding: self.encoding,
            sheet: self.sheet.as_deref(),
        };
        let mut survey = {
            let opener = || input.open();
            Survey::of(&name, &opener, search, framework, problems)?
        };
        let set = self.set.iter().map(|(column, _)| *column).collect();
        let (year, unit) = (self.year, self.unit.clone());
        survey.assume(year, unit.as_ref());
        let context = Context { year, unit, set, ..Context::default() };
        let Chosen { mut mapping, proposal } = survey.choose(given, context, problems);
        self.set.iter().for_each(|(column, value)| mapping.set(*column, value));
        Some(Job { name, input, survey, mapping, proposal })
    }
}

pub(super) fn whole(file: &Arc<str>) -> Place {
    Place { file: Arc::clone(file), line: 0 }
}
