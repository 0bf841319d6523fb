//! Output streams that know whether a person is looking.

use std::io::{self, IsTerminal, Write};

/// An output stream.
pub struct Stream<'a> {
    to: &'a mut dyn Write,
    facts: Facts,
}

/// What is known about the other end of a stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Columns of the terminal; none where the stream is no terminal.
    pub width: Option<u16>,
    /// Whether colour is welcome.
    pub color: bool,
}

impl Facts {
    /// Finds out about a stream of the process.
    pub(crate) fn of(stream: &(impl IsTerminal + AsWidth)) -> Facts {
        if !stream.is_terminal() {
            return Facts::default();
        }
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = stream.width().unwrap_or(80);
        Facts { width: Some(width), color: !is_set("NO_COLOR") && !is_dumb }
    }
}

/// A stream whose terminal's width can be asked for.
pub(crate) trait AsWidth {
    /// Returns the columns of the terminal.
    fn width(&self) -> Option<u16>;
}

impl AsWidth for io::Stdout {
    fn width(&self) -> Option<u16> {
        terminal_size::terminal_size_of(self).map(|(width, _)| width.0)
    }
}

impl AsWidth for io::Stderr {
    fn width(&self) -> Option<u16> {
        terminal_size::terminal_size_of(self).map(|(width, _)| width.0)
    }
}

impl<'a> Stream<'a> {
    /// Makes a stream that leads to a file, a pipe or memory: no colour, no width.
    pub fn plain(to: &'a mut dyn Write) -> Self {
        Stream { to, facts: Facts::default() }
    }

    /// Makes a stream of which this is known.
    pub fn new(to: &'a mut dyn Write, facts: Facts) -> Self {
        Stream { to, facts }
    }

    /// Makes a stream to a terminal of `width` columns, without colour.
    pub fn terminal(to: &'a mut dyn Write, width: u16) -> Self {
        Stream { to, facts: Facts { width: Some(width), color: false } }
    }

    /// Returns the columns of the terminal; none where the stream is no terminal.
    pub fn width(&self) -> Option<u16> {
        self.facts.width
    }

    /// Tells whether colour is welcome.
    pub fn color(&self) -> bool {
        self.facts.color
    }

    /// Allows or forbids colour.
    pub fn set_color(&mut self, color: bool) {
        self.facts.color = color;
    }

    /// Returns `text` in `style` where colour is welcome, else as it is.
    pub fn paint(&self, style: anstyle::Style, text: &str) -> String {
        if self.facts.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.to.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
