//! What the tasks share with the rigs under `tests/rigs`: command lines, the tools as cargo builds
//! them, plain tables.

#![expect(clippy::print_stdout, reason = "a task reports to the terminal")]

pub mod columns;
pub mod line;
