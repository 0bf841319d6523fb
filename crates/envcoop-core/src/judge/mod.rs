//! From rows to gaps: what each row answers, what rows add up to, what is missing.

pub mod advice;
pub mod basis;
pub mod breakdown;
pub mod change;
pub mod evidence;
pub mod filter;
pub mod gap;
pub mod habits;
pub mod judged;
pub mod need;
pub mod next_step;
pub mod orphans;
pub mod period;
pub mod rates;
pub mod same;
pub mod scope;
pub mod similar;
pub mod snapshot;
pub mod suspicion;
pub mod tally;
pub mod target;
pub mod witness;
pub mod years;
