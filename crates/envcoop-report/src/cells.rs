//! What no program can take from a CSV file, and what a spreadsheet cannot take as it stands there.

use anyhow::bail;
use envcoop_cli::Session;
use envcoop_core::delimited::lookalike::is_lookalike;
use envcoop_core::problem::{quoted, shown};
use envcoop_core::text::count;
use envcoop_forms::table::csv::{Audience, Form};
use envcoop_forms::table::{Forms, Schema, Value};
use envcoop_forms::workbook::{CELL_LIMIT, beyond_cell};

/// Looks at every row on its way into a file: control characters (of a strategy: a plan has none) and
/// cells that a spreadsheet would cut are refused, texts that it takes for numbers or dates are
/// counted.
#[derive(Debug)]
pub(crate) struct CellCheck {
    form: Form,
    n_lookalikes: u64,
    first: String,
}

impl CellCheck {
    pub(crate) fn new(form: Form) -> Self {
        CellCheck { form, n_lookalikes: 0, first: String::new() }
    }

    /// Looks at a row of a table.
    ///
    /// # Errors
    /// Names the cell that cannot be written.
    pub(crate) fn row<'v>(
        &mut self,
        schema: &dyn Schema,
        cells: impl Iterator<Item = &'v Value<'v>> + Clone,
    ) -> anyhow::Result<()> {
        for (at, value) in cells.clone().enumerate() {
            if !value.is_text() {
                continue;
            }
            let text = &*value.data(self.form.lang);
            let place = || {
                let row = cells.clone().next().map(Value::to_text).unwrap_or_default();
                let (row, column) = (shown(&quoted(&row)), schema.columns(Forms::DATA)[at].name);
                format!("{}.csv: row {row}: column {column}", schema.spec().name)
            };
            let is_control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
            if let Some(c) = text.chars().find(is_control) {
                let c = c as u32;
                bail!("{}: character U+{c:04X}; remove it: it is a control character", place());
            }
            if self.form.audience == Audience::Data {
                continue;
            }
            if let Some(n) = beyond_cell(&self.form.value(value)) {
                bail!(
                    "{}: {n} characters are more than the {CELL_LIMIT} that a spreadsheet's cell \
                     holds; shorten the text, or write for programs with `--for data`",
                    place()
                );
            }
            if is_lookalike(text) {
                if self.n_lookalikes == 0 {
                    self.first = format!("{}: {}", place(), quoted(text));
                }
                self.n_lookalikes += 1;
            }
        }
        Ok(())
    }

    /// Says which texts a spreadsheet may change.
    pub(crate) fn tell(&self, session: &mut Session<'_, '_>) {
        if self.n_lookalikes > 0 {
            let texts = count(self.n_lookalikes, "text looks", "texts look");
            let message = format!("{texts} like a number, date or truth value: {}", self.first);
            let hint = "a spreadsheet that opens the file may show and save it as one: import such \
                        columns as text";
            session.warning(&message, Some(hint));
        }
    }
}
