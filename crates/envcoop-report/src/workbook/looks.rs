//! Colours of states: as in every picture and page, beside words or numbers.

use envcoop_core::judge::gap::State;
use envcoop_forms::palette::{INK, MET, NOT_APPLICABLE, STEPS, Shade, UNKNOWN};

/// Returns the colours of a state.
pub(super) fn state(state: State) -> Shade {
    match state {
        State::Met => Shade { paper: MET, ink: 0xFFFFFF },
        State::DataGap => Shade { paper: UNKNOWN, ink: INK },
        State::ActionGap => STEPS[1].1,
        State::NotApplicable => NOT_APPLICABLE,
    }
}
