//! How a workbook's cells show their values, as far as it decides what a changed cell becomes.

use super::Fault;
use super::grid::Holds;
use super::markup::{Does, Tags};

/// The formats of cells, by the number under which cells name them.
#[derive(Default)]
pub(super) struct Formats(Vec<Holds>);

impl Formats {
    /// Reads the part of a workbook that lists them.
    pub(super) fn read(styles: &str) -> Result<Formats, Fault> {
        let mut own: Vec<(u32, String)> = Vec::new();
        let mut formats = Vec::new();
        let mut in_cells = false;
        for tag in Tags::new(styles) {
            let tag = tag?;
            match tag.local() {
                "cellXfs" => in_cells = tag.does == Does::Open,
                "numFmt" if tag.does != Does::Close => {
                    own.extend(tag.number("numFmtId").zip(tag.attribute("formatCode")));
                }
                "xf" if in_cells && tag.does != Does::Close => {
                    formats.push(tag.number("numFmtId").unwrap_or(0));
                }
                _ => {}
            }
        }
        let holds = |id: u32| match own.iter().find(|(own, _)| *own == id) {
            Some((_, code)) => of_code(code),
            None => match id {
                14..=17 | 22 | 27..=31 | 34..=36 | 50..=58 => Holds::Day,
                49 => Holds::Text,
                0 => Holds::Unknown,
                _ => Holds::Number,
            },
        };
        Ok(Formats(formats.into_iter().map(holds).collect()))
    }

    /// Returns what cells of a format hold.
    pub(super) fn of(&self, style: Option<u32>) -> Holds {
        style.and_then(|style| self.0.get(style as usize).copied()).unwrap_or_default()
    }
}

/// Tells what a code of a format shows.
fn of_code(code: &str) -> Holds {
    let mut signs = String::new();
    let mut chars = code.chars();
    // What stands in quotes or brackets, or behind a sign that takes the next one as it is, is text.
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            c => signs.extend(c.to_lowercase()),
        }
    }
    match &*signs {
        "general" => Holds::Unknown,
        "@" => Holds::Text,
        signs if signs.contains(['y', 'd']) => Holds::Day,
        _ => Holds::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_numbers_and_text() {
        for (code, holds) in [
            ("yyyy\\-mm\\-dd", Holds::Day),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", Holds::Day),
            ("#,##0.00", Holds::Number),
            ("[Red]0.00\" days\"", Holds::Number),
            ("h:mm", Holds::Number),
            ("@", Holds::Text),
            ("General", Holds::Unknown),
        ] {
            assert_eq!(of_code(code), holds, "{code}");
        }
    }
}
