//! `fuzz`: damaged inputs. Whatever a tool is given, it ends with 0, 1 or 2, says why it refuses,
//! and writes nothing when it does.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::process::ExitStatus;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail, ensure};
use xtask::line::{Line, RELEASE, Tools};

/// How long to go on, and where to begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    n_cases: u64,
    time: Duration,
    /// None for another one every time.
    seed: Option<u64>,
}

/// As part of all checks: the same cases every time.
pub(crate) const SHORT: Plan = Plan { n_cases: 300, time: Duration::MAX, seed: Some(20_120_528) };
/// Where the user does not say how long.
pub(crate) const MINUTE: Plan =
    Plan { n_cases: u64::MAX, time: Duration::from_secs(60), seed: None };

/// Merges random edits of random copies, ten thousand times.
///
/// # Errors
/// Says that a merge lost or invented an edit; the smallest case has been printed.
pub(crate) fn merges() -> anyhow::Result<()> {
    Line::new(
        "PROPTEST_CASES=10000 cargo test --locked -p envcoop-tests --test tools checklist::merge",
    )
    .run()
}

impl Plan {
    /// Reads what the user typed.
    ///
    /// # Errors
    /// Says what is no number.
    pub(crate) fn seconds(seconds: &str, seed: Option<&str>) -> anyhow::Result<Plan> {
        let number =
            |text: &str| text.parse().with_context(|| format!("`{text}` is no whole number"));
        let time = Duration::from_secs(number(seconds)?);
        Ok(Plan { n_cases: u64::MAX, time, seed: seed.map(number).transpose()? })
    }
}

/// A checklist in JSON stands in for a file of that form.
const CHECKLIST: &str = "envcoop-checklist new --year 2027 --area W1 --format json";

/// What is damaged, and who gets it.
const CASES: [(&str, &str); 15] = [
    ("data/examples/plan.csv", "envcoop-gap - --as-of 2026-09-30 --format json"),
    ("data/examples/plan.csv", "envcoop-gap - --as-of 2026-09-30 --keep-going"),
    ("data/examples/plan.csv", "envcoop-gap explain W1.1 - --as-of 2026-09-30 --keep-going"),
    ("data/examples/plan.csv", "envcoop-report csv - --as-of 2026-09-30 --keep-going -o FOLDER"),
    (
        "data/examples/plan.csv",
        "envcoop-checklist new --year 2027 --as-of 2026-09-30 --keep-going --gaps -",
    ),
    ("data/examples/mini-plan.csv", "envcoop-gap - --framework mini --as-of 2027-06-30"),
    (
        "data/examples/mini-plan.csv",
        "envcoop-gap - --framework mini --as-of 2027-06-30 --keep-going",
    ),
    ("data/examples/published.xml", "envcoop-gap classify -"),
    ("data/examples/published.xml", "envcoop-gap - --as-of 2026-09-30 --format markdown"),
    ("data/examples/plan.csv", "envcoop-report html - --as-of 2026-09-30 --keep-going"),
    ("data/examples/plan.csv", "envcoop-report svg timeline - --as-of 2026-09-30 --keep-going"),
    ("data/examples/plan.csv", "envcoop-gap - --as-of 2026-09-30 --by year --keep-going"),
    (
        "data/examples/proposals.csv",
        "envcoop-gap next - --framework mini --as-of 2027-06-30 --budget 900000 --currency CNY \
         --keep-going",
    ),
    (CHECKLIST, "envcoop-gap - --as-of 2026-09-30 --format csv"),
    (CHECKLIST, "envcoop-report csv - --as-of 2026-09-30 --keep-going -o FOLDER"),
];

const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Damages inputs and gives them to the tools until the plan is done.
///
/// # Errors
/// Names the first input that a tool did not stand, and keeps it.
pub(crate) fn run(plan: Plan) -> anyhow::Result<()> {
    let tools = Tools::build(RELEASE)?;
    fs::create_dir_all("target/fuzz")?;
    let seed = plan.seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(1, |since| since.as_nanos() as u64)
    });
    println!("seed {seed}");
    let mut random = Random::new(seed);
    let cases = cases(&tools)?;
    let started = Instant::now();
    let (mut n_cases, mut n_refused) = (0_u64, 0_u64);
    while n_cases < plan.n_cases && started.elapsed() < plan.time {
        let (base, line) = random.pick(&cases);
        let (other, _) = random.pick(&cases);
        let input = mutate(base.clone(), other, &mut random);
        let folder = tempfile::tempdir()?;
        let report = folder.path().join("report");
        let line = line.clone().fill("FOLDER", &report.to_string_lossy());
        let ended = feed(&line, &input)?;
        if let Some(fault) =
            ended.fault().or((ended.is_refused() && report.exists()).then_some("wrote files"))
        {
            let path = format!("target/fuzz/{seed}-{n_cases}");
            fs::write(&path, &input)?;
            bail!("`{line} < {path}` {fault}: {:?}\n{}", ended.status, ended.err);
        }
        n_cases += 1;
        n_refused += u64::from(ended.is_refused());
    }
    println!("{n_cases} damaged inputs stood, {n_refused} of them refused");
    Ok(())
}

/// Returns sound inputs and the lines that read them.
fn cases(tools: &Tools) -> anyhow::Result<Vec<(Vec<u8>, Line)>> {
    let checklist = tools.line(CHECKLIST);
    let output = checklist.command().output()?;
    ensure!(output.status.success(), "`{checklist}` failed: {}", output.status);
    let case = |(input, line): (&str, &str)| {
        let bytes = match input {
            CHECKLIST => output.stdout.clone(),
            path => fs::read(path).context(path.to_owned())?,
        };
        Ok((bytes, tools.line(line)))
    };
    CASES.into_iter().map(case).collect()
}

/// How a run ended.
struct Ended {
    /// None where it had to be stopped.
    status: Option<ExitStatus>,
    out: String,
    err: String,
}

impl Ended {
    fn is_refused(&self) -> bool {
        self.status.is_some_and(|status| status.code() == Some(2))
    }

    fn fault(&self) -> Option<&'static str> {
        let Some(status) = self.status else { return Some("did not end in time") };
        match status.code() {
            None => Some("was ended by a signal"),
            Some(0..=2) if self.err.contains("panicked at") => Some("panicked"),
            Some(0 | 1) => None,
            Some(2) if !self.err.contains("error: ") => Some("refused without a message"),
            Some(2) if !self.out.is_empty() => Some("wrote a result in spite of an error"),
            Some(2) => None,
            Some(_) => Some("ended with an exit code of its own"),
        }
    }
}

/// Runs a line on an input. Streams are files, so that nobody waits for anybody.
fn feed(line: &Line, input: &[u8]) -> anyhow::Result<Ended> {
    let (mut stdin, mut out, mut err) =
        (tempfile::tempfile()?, tempfile::tempfile()?, tempfile::tempfile()?);
    stdin.write_all(input)?;
    stdin.rewind()?;
    let mut child =
        line.command().stdin(stdin).stdout(out.try_clone()?).stderr(err.try_clone()?).spawn()?;
    let started = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break Some(status),
            None if started.elapsed() < TIME_LIMIT => sleep(Duration::from_millis(1)),
            None => {
                child.kill()?;
                child.wait()?;
                break None;
            }
        }
    };
    Ok(Ended { status, out: content(&mut out)?, err: content(&mut err)? })
}

fn content(file: &mut File) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Small random numbers from a seed, the same everywhere (xorshift).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        Random(seed | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// What stands in the way of readers.
const TOKENS: [&[u8]; 28] = [
    b"\"",
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"=1+1",
    b"-",
    b"?",
    b":",
    b"100",
    b"99999999999999999999999999",
    b"1e400",
    b"-0.001",
    b"9999-12-31",
    b"0000-00-00",
    b"<",
    b">",
    b"&",
    b"&#x0;",
    b"]]>",
    b"<!--",
    b"{",
    b"\\u0000",
];

fn mutate(mut bytes: Vec<u8>, other: &[u8], random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(200)).min(bytes.len());
        match random.below(7) {
            0 => drop(bytes.splice(at..at, random.pick(&TOKENS).iter().copied())),
            1 => drop(bytes.splice(at..end, random.pick(&TOKENS).iter().copied())),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].repeat(1 + random.below(3));
                drop(bytes.splice(at..at, piece));
            }
            4 => {
                let from = random.below(other.len());
                let piece = &other[from..(from + random.below(2000)).min(other.len())];
                drop(bytes.splice(at..at, piece.iter().copied()));
            }
            5 => bytes[at..end].iter_mut().take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
            _ if random.below(8) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_damage_every_time() {
        let damage =
            |seed| mutate(b"id,status\nA1,ongoing\n".to_vec(), b"<a/>", &mut Random::new(seed));
        assert_eq!(damage(7), damage(7));
        assert!((1..20).any(|seed| damage(seed) != damage(7)));
    }
}
