//! What a person sees while work takes long: one line on a terminal, gone when it is done.

use std::io::Write;
use std::time::{Duration, Instant};

use envcoop_core::text::Lang;
use envcoop_words as words;

use crate::Stream;

/// Work that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line changes.
const PACE: Duration = Duration::from_millis(200);
/// Back to the start of the line, which is cleared.
const CLEAR: &str = "\r\x1b[2K";

/// The line that shows how far a run is. In a pipe, and where the user asked for quiet, there is
/// none.
#[derive(Debug)]
pub struct Progress {
    started: Instant,
    shown: Option<Instant>,
    n_rows: u64,
}

impl Progress {
    /// Begins at `now`.
    pub(crate) fn new(now: Instant) -> Progress {
        Progress { started: now, shown: None, n_rows: 0 }
    }

    /// Counts rows that were read.
    pub(crate) fn rows(&mut self, n: u64, err: &mut Stream<'_>) {
        let before = self.n_rows;
        self.n_rows += n;
        // Asking the clock costs more than reading a row.
        if self.n_rows / 1024 > before / 1024 && err.width().is_some() {
            let text = words::row::read(Lang::En, self.n_rows);
            self.show(err, Instant::now(), &text);
        }
    }

    /// Begins to count anew: rows are read once more.
    pub(crate) fn restart(&mut self) {
        self.n_rows = 0;
    }

    /// Says what is being done.
    pub(crate) fn stage(&mut self, err: &mut Stream<'_>, what: &str) {
        if err.width().is_some() {
            self.show(err, Instant::now(), what);
        }
    }

    fn show(&mut self, err: &mut Stream<'_>, now: Instant, text: &str) {
        let is_due = self.shown.is_none_or(|shown| now - shown >= PACE);
        if now - self.started < PATIENCE || !is_due {
            return;
        }
        self.shown = Some(now);
        // What cannot be shown is not missed.
        let _ = write!(err, "{CLEAR}{text} …");
        let _ = err.flush();
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self, err: &mut Stream<'_>) {
        if self.shown.take().is_some() {
            let _ = write!(err, "{CLEAR}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(after: &[u64], terminal: bool) -> String {
        let mut out = Vec::new();
        let mut err =
            if terminal { Stream::terminal(&mut out, 80) } else { Stream::plain(&mut out) };
        let start = Instant::now();
        let mut progress = Progress::new(start);
        for &millis in after {
            progress.show(&mut err, start + Duration::from_millis(millis), &millis.to_string());
        }
        progress.clear(&mut err);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn nothing_shows_within_a_second_and_then_five_times_a_second() {
        assert_eq!(shown(&[0, 500, 999], true), "");
        assert_eq!(
            shown(&[999, 1000, 1100, 1250], true),
            "\r\u{1b}[2K1000 …\r\u{1b}[2K1250 …\r\u{1b}[2K"
        );
    }

    #[test]
    fn rows_in_a_pipe_show_nothing_however_long_they_take() {
        let mut out = Vec::new();
        let mut err = Stream::plain(&mut out);
        let mut progress = Progress::new(Instant::now() - Duration::from_secs(9));
        (0..5000).for_each(|_| progress.rows(1, &mut err));
        progress.stage(&mut err, "writing");
        assert!(out.is_empty());
        let mut err = Stream::terminal(&mut out, 80);
        let mut progress = Progress::new(Instant::now() - Duration::from_secs(9));
        (0..1500).for_each(|_| progress.rows(1, &mut err));
        assert_eq!(String::from_utf8_lossy(&out), "\r\u{1b}[2K1024 rows read …");
    }
}
