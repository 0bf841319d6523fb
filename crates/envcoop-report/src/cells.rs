//! What no program can take from a CSV file, and what a spreadsheet cannot take as it stands there.

use anyhow::bail;
use envcoop_cli::Session;
use envcoop_core::delimited::lookalike::is_lookalike;
use envcoop_core::problem::{quoted, shown};
use envcoop_core::reason::Reason;
use envcoop_core::text::Text;
use envcoop_forms::table::csv::{Audience, Form};
use envcoop_forms::table::{Forms, Schema, Value};
use envcoop_forms::workbook::{CELL_LIMIT, beyond_cell};
use envcoop_words::problem::cell as say;

/// Looks at every row on its way into a file: control characters (of a strategy: a plan has none) and
/// cells that a spreadsheet would cut are refused, texts that it takes for numbers or dates are
/// counted.
#[derive(Debug)]
pub(crate) struct CellCheck {
    form: Form,
    n_lookalikes: u64,
    /// Where the first of them stands, and its text.
    first: (Text, String),
}

impl CellCheck {
    pub(crate) fn new(form: Form) -> Self {
        CellCheck { form, n_lookalikes: 0, first: Default::default() }
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
                Text::new(|lang| say::place(lang, schema.spec().name, &row, column))
            };
            let is_control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
            if let Some(c) = text.chars().find(is_control) {
                let (place, code) = (place(), format!("{:04X}", c as u32));
                bail!(Reason::new(|lang| say::control(lang, place.get(lang), &code)));
            }
            if self.form.audience == Audience::Data {
                continue;
            }
            if let Some(n) = beyond_cell(&self.form.value(value)) {
                let place = place();
                bail!(Reason::new(|lang| say::too_long(lang, place.get(lang), n, CELL_LIMIT)));
            }
            if is_lookalike(text) {
                if self.n_lookalikes == 0 {
                    self.first = (place(), quoted(text));
                }
                self.n_lookalikes += 1;
            }
        }
        Ok(())
    }

    /// Says which texts a spreadsheet may change.
    pub(crate) fn tell(&self, session: &mut Session<'_, '_>) {
        if self.n_lookalikes > 0 {
            let (lang, (place, text)) = (session.lang, &self.first);
            let message = say::lookalikes(lang, self.n_lookalikes, place.get(lang), text);
            session.warning(&message, Some(say::LOOKALIKES_HINT.get(lang)));
        }
    }
}
