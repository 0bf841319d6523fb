//! The recipients of an activity.

use std::collections::BTreeSet;

use crate::iati::Recipient;

/// Recipients in file order, each once.
#[derive(Default)]
pub(super) struct Recipients {
    /// The recipients.
    pub list: Vec<Recipient>,
    seen: BTreeSet<(bool, String)>,
}

impl Recipients {
    /// Adds a recipient; tells whether it is new.
    pub fn add(&mut self, recipient: Recipient) -> bool {
        let is_new = self.seen.insert((recipient.is_country, recipient.code.clone()));
        if is_new {
            self.list.push(recipient);
        }
        is_new
    }
}
