//! The signals of a measure, read when they are first asked for: most runs recognise nothing, and they
//! are a third of a strategy.

use std::ops::Deref;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::framework::Signals;

/// The signals of a measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct LazySignals {
    json: Box<RawValue>,
    #[serde(skip)]
    read: OnceLock<Signals>,
}

impl Deref for LazySignals {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        // What cannot be read was refused when the strategy was loaded.
        self.read.get_or_init(|| serde_json::from_str(self.json.get()).unwrap_or_default())
    }
}
