//! Cells of an OpenDocument sheet: copied, and written anew with what stands beside their text.

use std::ops::Range;

use super::super::grid::{Change, Holds, as_number};
use super::super::markup::{Does, Tag, escaped};
use super::COLUMNS;
use crate::plan::workbook::cell::{Area, serial};

const STYLE: &str = "table:style-name";
const VALIDATION: &str = "table:content-validation-name";
const KIND: &str = "office:value-type";

/// A cell, which may stand for several beside each other.
pub(super) struct Cell<'t> {
    pub(super) column: u32,
    pub(super) repeats: u32,
    pub(super) tag: Tag<'t>,
    /// Where it ends.
    pub(super) end: usize,
    /// What stands in it: the names of elements, and where they are.
    pub(super) children: Vec<(&'t str, Range<usize>)>,
}

/// How a cell looks, and what kind of value it has.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    style: Option<String>,
    validation: Option<String>,
    kind: String,
}

/// What an area of cells is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fills {
    /// One cell.
    Merged,
    /// The values of one formula.
    Formula,
}

impl Cell<'_> {
    /// Returns the column behind its last.
    pub(super) fn behind(&self) -> u32 {
        self.column.saturating_add(self.repeats)
    }

    pub(super) fn has_formula(&self) -> bool {
        self.tag.attribute("table:formula").is_some()
    }

    /// Tells whether it holds neither a value nor a formula.
    pub(super) fn is_empty(&self) -> bool {
        let has_text = self.children.iter().any(|(name, _)| is_text(name));
        !has_text && !self.has_formula() && self.tag.attribute(KIND).is_none()
    }

    /// Returns the area that it fills where that is more than itself.
    pub(super) fn area(&self, row: u32) -> Option<(Area, Fills)> {
        let spans = |way: &str| {
            let [rows, columns] =
                ["rows", "columns"].map(|of| format!("table:number-{way}{of}-spanned"));
            let n = |name: &str| self.tag.number(name).unwrap_or(1).max(1) - 1;
            let last = (row.saturating_add(n(&rows)), self.column.saturating_add(n(&columns)));
            let first = (row, self.column);
            (first != last).then_some(Area { first, last })
        };
        let merged = spans("").map(|area| (area, Fills::Merged));
        merged.or_else(|| spans("matrix-").map(|area| (area, Fills::Formula)))
    }

    pub(super) fn look(&self) -> Look {
        Look {
            style: self.tag.attribute(STYLE),
            validation: self.tag.attribute(VALIDATION),
            kind: self.tag.attribute(KIND).unwrap_or_default(),
        }
    }

    /// Writes it so that it stands for `n` cells.
    pub(super) fn repeated(&self, text: &str, n: u32) -> String {
        let tag = match n {
            0 => return String::new(),
            n if n == self.repeats => return text[self.tag.at.start..self.end].to_owned(),
            1 => self.tag.with(&[(COLUMNS, None)]),
            n => self.tag.with(&[(COLUMNS, Some(&n.to_string()))]),
        };
        format!("{tag}{}", &text[self.tag.at.end..self.end])
    }

    /// Writes it with another value. Notes and pictures in it stay.
    pub(super) fn written(&self, text: &str, change: Change<'_>, above: Option<&Look>) -> String {
        let kept = self.children.iter().filter(|(name, _)| !is_text(name));
        let kept: String = kept.map(|(_, at)| &text[at.clone()]).collect();
        written(&self.tag, change, Some(&self.look()), above, &kept)
    }
}

/// Tells whether an element is text of its cell.
fn is_text(name: &str) -> bool {
    name.starts_with("text:")
}

/// Writes a cell where there was none.
pub(super) fn made(change: Change<'_>, above: Option<&Look>) -> String {
    let raw = "<table:table-cell/>";
    written(&Tag { does: Does::Both, raw, at: 0..raw.len() }, change, None, above, "")
}

fn written(
    tag: &Tag<'_>,
    change: Change<'_>,
    own: Option<&Look>,
    above: Option<&Look>,
    kept: &str,
) -> String {
    let own = own.cloned().unwrap_or_default();
    let above = above.cloned().unwrap_or_default();
    // What the cell held decides; where it held nothing, what the one above it holds.
    let kind = if own.kind.is_empty() { &above.kind } else { &own.kind };
    let (value, kind) = value(change, kind);
    let style = own.style.or(above.style);
    let validation = own.validation.or(above.validation);
    let mut with = vec![
        (COLUMNS, None),
        ("office:value", None),
        ("office:date-value", None),
        ("office:time-value", None),
        ("office:boolean-value", None),
        ("office:string-value", None),
        ("calcext:value-type", None),
        (STYLE, style.as_deref()),
        (VALIDATION, validation.as_deref()),
        (KIND, kind),
    ];
    if kind != Some("currency") {
        with.push(("office:currency", None));
    }
    if let Some((name, value)) = &value {
        with.push((name, Some(value)));
    }
    let tag = Tag::opened(&tag.with(&with));
    let shown = if change.text.is_empty() { String::new() } else { paragraphs(change.text) };
    format!("{tag}{kept}{shown}</table:table-cell>")
}

/// Returns the attribute that holds a cell's value, unless its text does, and the kind of value.
fn value<'k>(
    change: Change<'_>,
    kind: &'k str,
) -> (Option<(&'static str, String)>, Option<&'k str>) {
    if change.text.is_empty() {
        return (None, None);
    }
    let holds = match kind {
        "" => Holds::Unknown,
        "float" | "currency" | "percentage" => Holds::Number,
        "date" => Holds::Day,
        _ => Holds::Text,
    };
    if holds == Holds::Day && serial(change.text, false).is_some() {
        return (Some(("office:date-value", change.text.to_owned())), Some("date"));
    }
    match as_number(change, holds) {
        Some(number) => {
            let kind = if holds == Holds::Number { kind } else { "float" };
            (Some(("office:value", number)), Some(kind))
        }
        None => (None, Some("string")),
    }
}

/// Writes a text as paragraphs: white space counts as one blank there.
fn paragraphs(text: &str) -> String {
    let paragraph = |line: &str| {
        let mut out = String::new();
        let mut is_after_blank = true;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                ' ' if is_after_blank || chars.peek().is_none() => out.push_str("<text:s/>"),
                '\t' => out.push_str("<text:tab/>"),
                // XML has no place for these.
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                c => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
            }
            is_after_blank = c == ' ';
        }
        format!("<text:p>{out}</text:p>")
    };
    text.split('\n').map(paragraph).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_a_text_is_kept() {
        assert_eq!(
            paragraphs(" a  b\tc \n<d>"),
            "<text:p><text:s/>a <text:s/>b<text:tab/>c<text:s/></text:p><text:p>&lt;d&gt;</text:p>"
        );
    }
}
