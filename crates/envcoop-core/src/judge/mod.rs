//! From rows to gaps: what each row answers, what rows add up to, what is missing.

pub mod breakdown;
pub mod change;
pub mod evidence;
pub mod filter;
pub mod gap;
pub mod need;
pub mod next_step;
pub mod orphans;
pub mod period;
pub mod rates;
pub mod similar;
pub mod snapshot;
pub mod tally;
pub mod target;
pub mod view;
pub mod witness;
pub mod years;
