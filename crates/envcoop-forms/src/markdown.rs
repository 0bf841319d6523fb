//! Documents as GitHub Markdown.

use std::fmt::Write;

use envcoop_core::text::Lang;

use crate::document::{Block, Line, Mark, Style};
use crate::table::markdown::{escape, filled};

/// Writes a document in a language.
pub fn render(document: &[Block<'_>], lang: Lang) -> String {
    let shown = document.iter().filter(|block| block.is_shown());
    shown.map(|block| of_block(block, lang)).collect::<Vec<_>>().join("\n")
}

fn of_block(block: &Block<'_>, lang: Lang) -> String {
    let lines = |lines: &[Line<'_>], before: &str, between: &str| {
        let lines = lines.iter().map(|line| format!("{before}{}\n", of_line(line, lang)));
        lines.collect::<Vec<_>>().join(between)
    };
    match block {
        Block::Title(words) => format!("# {}\n", escaped(words.get(lang))),
        Block::Heading(level, words) => {
            format!("{} {}\n", "#".repeat(usize::from(*level)), escaped(words.get(lang)))
        }
        Block::Text(text) => lines(text, "", "\n"),
        Block::Table(table, key) => {
            let mut out = filled(table, lang);
            if let Some(key) = key {
                let _ = write!(out, "\n{}\n", escaped(key.get(lang)));
            }
            out
        }
        Block::List(Mark::Bullet, items) => lines(items, "- ", ""),
        Block::List(Mark::Task, items) => lines(items, "- [ ] ", ""),
        Block::Picture { about, .. } => format!("{}\n", escaped(about.get(lang))),
        Block::Note(line) => format!("> {}\n", of_line(line, lang)),
        Block::Account(table, _) => {
            format!("## {}\n\n{}", escaped(table.title.get(lang)), filled(table, lang))
        }
        Block::Data(_) => String::new(),
    }
}

fn of_line(line: &Line<'_>, lang: Lang) -> String {
    let run = |style, text: &str| match style {
        Style::Plain => escaped(text),
        Style::Strong => format!("**{}**", escaped(text)),
        Style::Emphasis => format!("*{}*", escaped(text)),
        Style::Code => format!("`{}`", text.replace('`', "'")),
    };
    line.0.iter().map(|part| run(part.style, part.words.get(lang))).collect()
}

/// Escapes a text; its lines stay lines.
fn escaped(text: &str) -> String {
    text.split('\n').map(escape).collect::<Vec<_>>().join("\n")
}
