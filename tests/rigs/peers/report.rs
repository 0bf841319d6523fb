//! `target/bench/report.md`: medians, ratios, memory, versions, the machine.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Command as Process;
use std::{fs, thread};

use super::rounds::{Contest, median, ratio};

/// Says what was measured, in Markdown.
pub(super) fn report(
    contests: &[Contest<'_>],
    n_rounds: usize,
    versions: &BTreeMap<String, String>,
    missing: &[String],
) -> String {
    let mut out = format!(
        "# Beside other programs\n\n\
         Every command found the same figures, which are those that were put in. {n_rounds} rounds, in each of which \
         every command ran once; medians of the rounds. A ratio is the wall time of our command over that of the \
         command in the row, under 1 where ours is quicker: the median of the ratios of the rounds. In brackets stands \
         that of processor time, which a busy machine disturbs less. Seconds are those of this machine at this hour; \
         ratios tell more, but are of this machine too.\n\n\
         Ours reads every cell, judges it by the rules of a plan and compares all ids; the others add up what was \
         asked of them.\n\n| | |\n|---|---|\n"
    );
    for (name, value) in machine().into_iter().chain(versions.clone()) {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    if !missing.is_empty() {
        let _ = writeln!(out, "\nMissing here, and left out: {}.", missing.join(", "));
    }
    for Contest { title, commands } in contests {
        let ours: Vec<_> = commands.iter().filter(|command| command.is_ours).collect();
        let has_peers = ours.len() < commands.len();
        let compared = if has_peers { &ours[..] } else { &[] };
        let _ = write!(out, "\n## {title}\n\n| command | wall s | CPU s | peak MiB |");
        for command in compared {
            let _ = write!(out, " {} ÷ this |", command.name);
        }
        let _ = writeln!(out, "\n|---|{}", "---:|".repeat(3 + compared.len()));
        for command in commands {
            let took = &command.took;
            let _ = write!(
                out,
                "| {} | {:.3} | {:.3} | {:.1} |",
                command.name,
                median(took.iter().map(|took| took.wall)),
                median(took.iter().map(|took| took.cpu)),
                median(took.iter().map(|took| took.peak)),
            );
            for ours in compared {
                let wall = ratio(&ours.took, took, |took| took.wall);
                let cpu = ratio(&ours.took, took, |took| took.cpu);
                let ratios = format!("{wall:.2} ({cpu:.2})");
                let _ = write!(out, " {} |", if command.is_ours { "" } else { &ratios });
            }
            out.push('\n');
        }
        out.push_str("\n```sh\n");
        for command in commands {
            let _ = writeln!(out, "{}", command.line);
        }
        out.push_str("```\n");
    }
    out
}

/// Tells what the machine is, as far as it says so.
fn machine() -> Vec<(String, String)> {
    let told = |program: &str, args: &[&str]| {
        let output = Process::new(program).args(args).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let of_file = |path: &str, key: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches([' ', '\t', ':']).to_owned())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let facts = [
        ("day", told("date", &["-u", "+%Y-%m-%d"])),
        ("commit", told("git", &["describe", "--always", "--dirty"])),
        ("compiler", told("rustc", &["--version"])),
        ("system", told("uname", &["-srm"])),
        ("processor", of_file("/proc/cpuinfo", "model name")),
        ("threads", Some(threads.to_string())),
        ("memory", of_file("/proc/meminfo", "MemTotal")),
        ("load at the end", fs::read_to_string("/proc/loadavg").ok()),
    ];
    let known = facts.into_iter().filter_map(|(name, value)| {
        Some((name.to_owned(), value?.trim().to_owned())).filter(|(_, value)| !value.is_empty())
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::rounds::{Command, Took};
    use xtask::line::Line;

    #[test]
    fn the_others_are_compared_with_each_of_ours() {
        let command = |is_ours, name: &str, wall| Command {
            is_ours,
            took: vec![Took { wall, cpu: wall, peak: 2.0 }],
            ..Command::new(name, Line::new(name), Box::new(|_| Ok(())))
        };
        let commands = vec![
            command(true, "one", 1.0),
            command(true, "all", 0.5),
            command(false, "other", 2.0),
        ];
        let contest = Contest { title: "A plan".into(), commands };
        let alone = Contest { title: "Alone".into(), commands: vec![command(true, "one", 1.0)] };
        let report = report(&[contest, alone], 1, &BTreeMap::new(), &[]);
        let shown = "| command | wall s | CPU s | peak MiB | one ÷ this | all ÷ this |\n\
                     |---|---:|---:|---:|---:|---:|\n\
                     | one | 1.000 | 1.000 | 2.0 |  |  |\n\
                     | all | 0.500 | 0.500 | 2.0 |  |  |\n\
                     | other | 2.000 | 2.000 | 2.0 | 0.50 (0.50) | 0.25 (0.25) |\n";
        assert!(report.contains(shown), "{report}");
        assert!(report.contains(
            "## Alone\n\n| command | wall s | CPU s | peak MiB |\n|---|---:|---:|---:|\n"
        ));
    }
}
