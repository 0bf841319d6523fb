//! The data, rules and arithmetic of envcoop.
//!
//! Data flows one way: bytes → reader → [`plan::Activity`] → [`judge::tally::Tally`] →
//! [`judge::gap::Gap`] →
//! [`study::Study`] → typed table → writer. A later stage never reaches back. This crate prints
//! nothing, reads no clock and opens no file.
//!
//! # Example
//! A plan of six rows against the small strategy `mini`, as of 2027-06-30. A reader would bring the
//! rows; here they are split by hand.
//!
//! ```
//! use std::sync::Arc;
//!
//! use envcoop_core::framework::shipped;
//! use envcoop_core::judge::judged::Rules;
//! use envcoop_core::judge::scope::Scope;
//! use envcoop_core::plan::{Cells, Column, CellNotes, Lately, Row, row};
//! use envcoop_core::problem::Problems;
//! use envcoop_core::study::{Portfolio, Wanted};
//! use envcoop_core::vocabulary::{Answer, Blank, Need, Profile};
//!
//! const COLUMNS: [&str; 9] =
//!     ["id", "measures", "status", "owner", "start", "end", "budget", "currency", "note"];
//! const ROWS: [&str; 6] = [
//!     "A1,W1.1,ongoing,Li,2027-01-10,2027-09-30,1200000,CNY,",
//!     "A2,W1.1;W2.1,completed,Wang,2026-03-01,2026-06-30,100.00,USD,",
//!     "A3,W1.2,planned,,2027-03-01,2027-12-31,,,",
//!     "A4,W2.1:70;W1.2:30,ongoing,?,2026-01-01,2027-03-31,500000,CNY,",
//!     "A5,W2.2,not-applicable,,,,,,handled by another department",
//!     "A6,W1.2,proposed,Zhao,2027-08-01,2028-07-31,900000,CNY,",
//! ];
//!
//! let framework = Arc::new(shipped("mini").expect("it is shipped").expect("it is sound"));
//! let as_of = envcoop_core::date::parse("2027-06-30").expect("a date");
//! let rules = Rules { profile: Profile::Track, as_of, blank: Blank::Unmet };
//! let mut portfolio = Portfolio::new(Scope::everything(&framework), rules, Wanted::default());
//!
//! let (file, mut problems) = (Arc::from("plan.csv"), Problems::default());
//! let (mut lately, mut words) = (Lately::default(), CellNotes::default());
//! for (line, text) in (2..).zip(ROWS) {
//!     let mut cells = Cells::default();
//!     for (name, text) in COLUMNS.into_iter().zip(text.split(',')) {
//!         let column = Column::ALL.into_iter().find(|column| column.code() == name);
//!         cells.set(column.expect("a column"), text);
//!     }
//!     let read = Row { file: &file, line, cells, extras: &[], is_sound: false };
//!     let activity = row::parse(&framework, read, &mut lately, &mut words, &mut problems);
//!     let activity = activity.expect("sound");
//!     portfolio.add(&rules.judge(&activity));
//! }
//!
//! let study = portfolio.study().expect("no row contradicts another");
//! let gap = &study.gap;
//! let soil = &gap.measures[framework.measure_idx("W1.2").expect("a measure").at()];
//! assert_eq!(soil.answers.get(Need::Timely), Answer::Unmet);
//! assert_eq!(soil.answers.get(Need::Owner), Answer::Unknown);
//! let overall = gap.overall.interval.expect("something applies");
//! assert_eq!(overall.low.percent().to_string(), "86.7");
//! assert_eq!(overall.high.percent().to_string(), "93.3");
//! let challenge = gap.challenges[0].interval.expect("something applies");
//! assert_eq!(challenge.low.percent().to_string(), "80.0");
//! assert_eq!(challenge.high.percent().to_string(), "90.0");
//! ```

pub mod cell;
pub mod date;
pub mod decimal;
pub mod delimited;
pub mod edit;
pub mod framework;
pub mod judge;
pub mod money;
pub mod part;
pub mod percent;
pub mod plan;
pub mod problem;
pub mod reason;
pub mod study;
pub mod text;
pub mod vocabulary;
pub mod who;
