//! What a command found, in the form and at the place that the user asked for.

use clap::{Args, ValueEnum};
use envcoop_core::text::Lang;
use envcoop_forms::document::Block;
use envcoop_forms::table::Filled;
use envcoop_forms::table::csv::{self as table_csv, Form};
use envcoop_forms::{csv, html, json, markdown, terminal, workbook};
use serde_json::Value as Json;

use crate::{AudienceArg, OutputArgs, Session, SharedArgs, Target, form_named};

/// Which form a result takes, and where it goes.
#[derive(Args, Clone, Debug)]
pub struct ResultArgs {
    /// Form of the result [default: by the output's name, else table].
    #[arg(long, value_enum)]
    pub format: Option<FormatArg>,
    /// For whom CSV is written.
    #[arg(long = "for", value_enum, default_value_t, value_name = "AUDIENCE")]
    pub audience: AudienceArg,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Form of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// tables that fit the terminal
    #[default]
    Table,
    /// everything, for programs
    Json,
    /// one table
    Csv,
    /// for a memo
    Markdown,
    /// one page for a browser
    Html,
    /// a workbook: a sheet for each table
    Xlsx,
}

impl FormatArg {
    const ENDINGS: [(&str, FormatArg); 8] = [
        ("txt", FormatArg::Table),
        ("json", FormatArg::Json),
        ("csv", FormatArg::Csv),
        ("md", FormatArg::Markdown),
        ("markdown", FormatArg::Markdown),
        ("html", FormatArg::Html),
        ("htm", FormatArg::Html),
        ("xlsx", FormatArg::Xlsx),
    ];
}

impl ResultArgs {
    /// Checks where the result goes; asked before the work, so that a bad path fails early.
    ///
    /// # Errors
    /// As [`Target::new`]; a workbook is not for a terminal; the name asks for another form.
    pub fn begin(
        &self,
        shared: &SharedArgs,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Output<'static>> {
        let format = match self.format {
            Some(format) => format,
            None => form_named(&self.output.output, &FormatArg::ENDINGS)?.unwrap_or_default(),
        };
        let target = Target::new(&self.output, session)?;
        if format == FormatArg::Xlsx {
            target.refuse_terminal(session)?;
        }
        let langs = shared.lang.langs();
        let form =
            Form { audience: self.audience.into(), lang: shared.lang.into(), ..Form::default() };
        Ok(Output { format, target, form, langs })
    }
}

/// Where a result goes and in which form.
#[derive(Debug)]
pub struct Output<'l> {
    /// The form.
    pub format: FormatArg,
    target: Target,
    form: Form,
    langs: &'l [Lang],
}

impl Output<'_> {
    /// Writes a document; `name` is the name of its format for programs.
    ///
    /// # Errors
    /// As [`Target::write`]; names what a workbook cannot hold.
    pub fn write(
        &self,
        document: &[Block<'_>],
        name: &str,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<()> {
        let lang = self.form.lang;
        let text = match self.format {
            FormatArg::Table => terminal::render(document, lang, self.target.width(session)),
            FormatArg::Json => return self.json(&json::document(document, name, lang), session),
            FormatArg::Markdown => markdown::render(document, lang),
            FormatArg::Html => html::render(document, lang),
            FormatArg::Csv => {
                return self.target.write(session, |out| csv::write(document, out, self.form));
            }
            FormatArg::Xlsx => {
                let author = format!("{} {}", session.tool, env!("CARGO_PKG_VERSION"));
                let bytes = workbook::document(document, self.langs, &author)?;
                return self.target.write(session, |out| out.write_all(&bytes));
            }
        };
        self.target.write(session, |out| out.write_all(text.as_bytes()))
    }

    /// Writes what programs read.
    ///
    /// # Errors
    /// As [`Target::write`].
    pub fn json(&self, result: &Json, session: &mut Session<'_, '_>) -> anyhow::Result<()> {
        self.target.write(session, |out| out.write_all(json::text(result).as_bytes()))
    }

    /// Writes one table as CSV.
    ///
    /// # Errors
    /// As [`Target::write`].
    pub fn table(&self, table: &Filled<'_>, session: &mut Session<'_, '_>) -> anyhow::Result<()> {
        self.target.write(session, |out| table_csv::write(table, out, self.form))
    }
}
