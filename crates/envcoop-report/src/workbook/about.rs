//! Where the workbook comes from and what its figures mean: on a sheet, since a program may drop
//! properties, and in properties, since a person may delete a sheet.

use envcoop_core::money::Cents;
use envcoop_core::problem::{Problem, Severity};
use envcoop_core::study::{Input, Study};
use envcoop_core::text::{Lang, count};
use envcoop_forms::workbook::{Cell, Content, DATE, write};
use envcoop_present::summary;
use rust_xlsxwriter::{FormatAlign, Worksheet};

use super::{Book, words};

/// The width of the names, and of what stands beside them: in two languages, pages would be too long
/// for their width otherwise.
const NAME_WIDTH: usize = 28;
const WIDTHS: [usize; 2] = [90, 130];
/// More inputs than these need more than a page.
const ON_ONE_PAGE: usize = 6;

/// The program that wrote the workbook.
pub(super) use crate::TOOL;

/// Returns what programs read: keys never change.
pub(super) fn properties(book: &Book<'_>, study: &Study) -> Vec<(String, String)> {
    let langs: Vec<_> = book.words.langs().iter().map(|lang| lang.code()).collect();
    let rules = study.gap.rules;
    let facts = [
        ("format", "envcoop/report/1".to_owned()),
        ("framework", book.framework.id.clone()),
        ("framework-version", book.framework.version.clone()),
        ("tool", TOOL.to_owned()),
        ("lang", langs.join(" ")),
        ("as-of", rules.as_of.to_string()),
        ("profile", rules.profile.code().to_owned()),
        ("blank", rules.blank.code().to_owned()),
    ];
    let inputs = study.inputs.iter().enumerate().map(|(n, input)| (n, "input", input));
    let baseline = study.baseline_inputs.iter().enumerate().map(|(n, i)| (n, "baseline", i));
    let digests = inputs
        .chain(baseline)
        .map(|(n, role, input)| (format!("{role}-{}", n + 1), format!("sha256:{}", input.sha256)));
    let facts = facts.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(digests);
    facts.map(|(key, value)| (format!("envcoop.{key}"), value)).collect()
}

pub(super) fn fill(
    book: &Book<'_>,
    study: &Study,
    mut sheet: Worksheet,
) -> anyhow::Result<Worksheet> {
    let Book { framework, words, looks, .. } = book;
    let rules = study.gap.rules;
    let width = WIDTHS[usize::from(words.langs().len() > 1)];
    sheet.set_column_width(0, NAME_WIDTH as f64)?.set_column_width(1, width as f64)?;
    sheet.set_screen_gridlines(false).set_landscape();
    if study.inputs.len() + study.baseline_inputs.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    book.headline(&mut sheet, &book.title())?;
    let source = &framework.source;
    let both = |text| words.text(text, "\n");
    let mut rows: Vec<(String, Cell<'_>)> = Vec::new();
    let mut add = |label, cell| rows.push((words.all(label, "\n"), cell));
    add(words::AS_OF, Cell::day(rules.as_of));
    let needs = words.langs().iter().map(|&lang| {
        let needs = rules.profile.needs().iter().map(|need| need.label().get(lang));
        needs.collect::<Vec<_>>().join(lang.comma())
    });
    let needs = needs.collect::<Vec<_>>().join("\n");
    add(words::PROFILE, Cell::text(format!("{}\n{needs}", rules.profile.code())));
    add(words::BLANK, Cell::text(words.all(words::blank(rules.blank), "\n")));
    for input in &study.inputs {
        add(words::INPUTS, Cell::text(origin(input)));
    }
    let closing = words.langs().iter().map(|&lang| summary::closing(&study.gap, lang));
    add(words::ROWS, Cell::text(closing.collect::<Vec<_>>().join("\n")));
    add(words::PROBLEMS, Cell::text(problems(book, study)));
    if let Some(changes) = &study.changes {
        add(words::BASELINE_AS_OF, Cell::day(changes.before.rules.as_of));
    }
    for input in &study.baseline_inputs {
        add(words::BASELINE_INPUTS, Cell::text(origin(input)));
    }
    add(words::STRATEGY, Cell::text(both(&framework.title)));
    add(words::STRATEGY_ID, Cell::text(format!("{} {}", framework.id, framework.version)));
    let occasion = format!("{}\n{}\n{}", both(&source.title), both(&source.occasion), source.year);
    add(words::SOURCE, Cell::text(occasion));
    add(words::SOURCE_NOTE, Cell::text(both(&source.note)));
    for (name, meaning) in words::FORMULAS {
        add(name, Cell::text(words.all(meaning, "\n")));
    }
    add(words::DOTS, Cell::text(words.all(words::DOTS_MEAN, "\n")));
    add(words::WRITTEN_BY, Cell::text(TOOL));
    let date = looks.ruled().set_num_format(DATE);
    let date = date.set_align(FormatAlign::Left);
    for (row, (name, cell)) in (2u32..).zip(&rows) {
        sheet.write_string_with_format(row, 0, name, &looks.name())?;
        let text: &str = if let Content::Text(text) = &cell.content { text } else { "" };
        let format = if text.is_empty() { &date } else { &looks.ruled() };
        write(&mut sheet, row, 1, &cell.content, format)?;
        sheet.set_row_height(row, looks.height([(&**name, NAME_WIDTH), (text, width)]))?;
    }
    Ok(sheet)
}

fn origin(input: &Input) -> String {
    let grouped = Cents(i128::from(input.bytes) * 100).grouped();
    let bytes = grouped.trim_end_matches(".00");
    format!("{}\n{bytes} bytes\nSHA-256 {}", input.name, input.sha256)
}

fn problems(book: &Book<'_>, study: &Study) -> String {
    let is_warning = |problem: &&Problem| problem.severity == Severity::Warning;
    let n_warnings = study.problems.iter().filter(is_warning).count() as u64;
    let n_errors = study.problems.len() as u64 - n_warnings;
    let in_lang = |&lang: &Lang| match lang {
        Lang::En => {
            let left_out = if n_errors > 0 { " (these rows were left out)" } else { "" };
            let n_errors = count(n_errors, "error", "errors");
            format!("{n_errors}{left_out}, {}", count(n_warnings, "warning", "warnings"))
        }
        Lang::Zh => {
            let left_out = if n_errors > 0 { "（这些行未计入）" } else { "" };
            format!("错误 {n_errors} 个{left_out}，警告 {n_warnings} 个")
        }
    };
    let in_all: Vec<_> = book.words.langs().iter().map(in_lang).collect();
    in_all.join("\n")
}
