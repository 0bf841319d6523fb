//! Whether the owner stands in the first row alone of those that are theirs.

use envcoop_core::plan::Column;
use envcoop_core::problem::quoted;
use envcoop_core::text::Text;
use envcoop_words::import as say;

use super::Maker;
use crate::mapping::down::Blanks;
use crate::mapping::field::Field;

const OWNER: Field = Field::Column(Column::Owner);

impl Maker<'_> {
    /// Finds out whether blank cells of the owner take what stands above them.
    pub(super) fn down(&mut self) {
        let categories = self.of(Field::Section).next().map(|(at, _)| &self.profiles[at]);
        let owners: Vec<usize> = self.of(OWNER).map(|(at, _)| at).collect();
        let &[at] = &owners[..] else { return };
        let header = &self.names[at];
        match self.profiles[at].down.blanks(categories) {
            Blanks::Own => {}
            Blanks::Open => {
                let message = Text::new(|lang| say::fill_open(lang, quoted(header)));
                self.ask(Some(header), message, say::FILL_OPEN_HINT);
            }
            Blanks::Down => {
                self.proposal.mapping.rule_mut(OWNER).is_filled_down = true;
                let message = Text::new(|lang| say::fill_down(lang, quoted(header)));
                self.proposal.remarks.push((message, Some(say::FILL_DOWN_HINT.into())));
            }
        }
    }
}
