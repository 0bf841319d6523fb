//! Ids for rows.

use envcoop_core::plan::{Column, grammar};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Text, trim};
use envcoop_words::import as say;
use sha2::{Digest, Sha256};

use crate::mapping::apply::Mapped;
use crate::plan::Ids;

/// Gives rows their ids: the person's own, or one made of what the row says, which stays the same when
/// rows move.
#[derive(Default)]
pub struct Identifiers(Ids);

impl Identifiers {
    pub(super) fn give(
        &mut self,
        mapped: &mut Mapped,
        prefix: Option<&str>,
        place: &Place,
        problems: &mut Problems,
    ) {
        let own = trim(mapped.get(Column::Id)).to_owned();
        let id = match own.as_str() {
            "" => content_id(mapped),
            own if grammar::is_id(own) => own.to_owned(),
            own => {
                let with = |prefix: &str| format!("{prefix}{own}");
                let given = prefix.map(with).filter(|id| grammar::is_id(id));
                given.unwrap_or_else(|| with("N"))
            }
        };
        let mut unique = id.clone();
        let mut n = 2;
        let mut first = None;
        while let Some(seen) = self.0.insert(&unique, &place.file, place.line) {
            first.get_or_insert(seen);
            unique = format!("{id}-{n}");
            n += 1;
        }
        if let Some(first) = first {
            problems.add(Severity::Warning, || {
                let message = match own.as_str() {
                    "" => Text::new(|lang| say::row_twice(lang, &first, quoted(&unique))),
                    own => {
                        Text::new(|lang| say::id_twice(lang, quoted(own), &first, quoted(&unique)))
                    }
                };
                Problem::warning(place.clone(), message).hint(say::TWICE_HINT)
            });
        }
        mapped.cells[Column::Id as usize] = unique;
    }
}

/// Makes an id of what a row says is done, and of the heading that it stands under.
fn content_id(mapped: &Mapped) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut digest = Sha256::new();
    for text in [mapped.get(Column::Title), &mapped.section] {
        digest.update(crate::mapping::key(text));
        digest.update([0]);
    }
    let digest = digest.finalize();
    let digits = digest.iter().take(8).map(|byte| char::from(DIGITS[usize::from(byte % 32)]));
    std::iter::once('T').chain(digits).collect()
}
