//! Commands that do the same work, run in turn: in every round each of them once.

use std::fs;

use anyhow::{Context, ensure};
use xtask::line::Line;

use crate::measure::{Measured, measure};

/// Says whether what a command found is what was put in.
pub(super) type Check<'a> = Box<dyn Fn(&[u8]) -> anyhow::Result<()> + 'a>;

/// A command, and what it took in every round.
pub(super) struct Command<'a> {
    pub(super) name: String,
    /// Whether it is one of the tools built here; the others are compared with those.
    pub(super) is_ours: bool,
    pub(super) line: Line,
    /// A file that the command changes, and what it is before.
    pub(super) changes: Option<[&'static str; 2]>,
    /// Where the result stands, if it is not printed.
    pub(super) writes: Option<&'static str>,
    pub(super) check: Check<'a>,
    pub(super) took: Vec<Took>,
}

impl<'a> Command<'a> {
    /// One that prints its result.
    pub(super) fn new(name: impl Into<String>, line: Line, check: Check<'a>) -> Command<'a> {
        Command {
            name: name.into(),
            is_ours: false,
            line,
            changes: None,
            writes: None,
            check,
            took: Vec::new(),
        }
    }

    pub(super) fn ours(name: &str, line: Line, check: Check<'a>) -> Command<'a> {
        Command { is_ours: true, ..Command::new(name, line, check) }
    }

    pub(super) fn writes(self, path: &'static str) -> Command<'a> {
        Command { writes: Some(path), ..self }
    }

    fn run(&self) -> anyhow::Result<Took> {
        if let Some([changed, before]) = self.changes {
            fs::copy(before, changed).with_context(|| before.to_owned())?;
        }
        let Measured { code, out, err, wall, cpu, peak } = measure(&self.line)?;
        ensure!(code == Some(0), "`{}` failed: {}", self.line, err.trim());
        let out = match self.writes {
            Some(path) => fs::read(path).with_context(|| path.to_owned())?,
            None => out,
        };
        (self.check)(&out).with_context(|| format!("`{}` finds something else", self.line))?;
        Ok(Took { wall, cpu, peak })
    }
}

/// What a command took in one round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Took {
    pub(super) wall: f64,
    pub(super) cpu: f64,
    pub(super) peak: f64,
}

/// Commands that do the same work.
pub(super) struct Contest<'a> {
    pub(super) title: String,
    pub(super) commands: Vec<Command<'a>>,
}

/// Runs everything so often; what fails or finds something else is named and left out from then on.
pub(super) fn run(contests: &mut [Contest<'_>], n_rounds: usize, missed: &mut Vec<String>) {
    for round in 1..=n_rounds {
        println!("round {round} of {n_rounds}");
        for Contest { title, commands } in &mut *contests {
            commands.retain_mut(|command| match command.run() {
                Ok(took) => {
                    command.took.push(took);
                    true
                }
                Err(error) => {
                    missed.push(format!("{title}: {}: {error:#}", command.name));
                    false
                }
            });
        }
    }
}

/// Returns the middle one of figures, or the mean of the two in the middle.
pub(super) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    }
}

/// Returns how many times as much one took as the other: the median of the rounds, because what
/// else the machine does lasts longer than a round.
pub(super) fn ratio(ours: &[Took], other: &[Took], of: fn(&Took) -> f64) -> f64 {
    median(ours.iter().zip(other).map(|(ours, other)| of(ours) / of(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_rounds_not_of_the_medians() {
        let took = |wall: f64| Took { wall, cpu: wall, peak: 1.0 };
        // A busy machine slows both down in the rounds that it is busy in.
        let ours = [1.0, 10.0, 1.2].map(took);
        let other = [2.0, 20.0, 1.0].map(took);
        assert_eq!(ratio(&ours, &other, |took| took.wall), 0.5);
        assert_eq!(median([4.0, 1.0].into_iter()), 2.5);
    }
}
