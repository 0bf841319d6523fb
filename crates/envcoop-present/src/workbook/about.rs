//! Where the workbook comes from and what its figures mean: on a sheet, since a program may drop
//! properties, and in properties, since a person may delete a sheet.

use envcoop_core::money::Cents;
use envcoop_core::problem::Severity;
use envcoop_core::study::{Input, Study};
use envcoop_core::text::{Label, Lang};
use envcoop_forms::phrase::Phrase;
use envcoop_forms::workbook::{Book, Cell, WorkbookError};
use envcoop_words as words;
use rust_xlsxwriter::Worksheet;

use super::{Report, blank, needs};
use crate::headline;
use crate::restrictions::limits;

/// The width of the names, and of what stands beside them: in two languages, pages would be too long
/// for their width otherwise.
const NAME_WIDTH: usize = 28;
const WIDTHS: [usize; 2] = [90, 130];
/// More inputs than these need more than a page.
const ON_ONE_PAGE: usize = 6;

/// What the figures mean: a name and its meaning.
const FORMULAS: [(Label, Label); 6] = [
    (words::formula::LOW, words::formula::LOW_MEANS),
    (words::formula::HIGH, words::formula::HIGH_MEANS),
    (words::formula::STATE, words::formula::STATE_MEANS),
    (words::challenge::CHALLENGE, words::formula::CHALLENGE_MEANS),
    (words::money::MONEY, words::formula::MONEY_MEANS),
    (words::formula::ROUNDING, words::formula::ROUNDING_MEANS),
];

/// Returns what programs read: keys never change.
pub(super) fn properties(report: &Report<'_>, study: &Study) -> Vec<(String, String)> {
    let framework = &study.gap.framework;
    let langs: Vec<_> = report.book.words.langs().iter().map(|lang| lang.code()).collect();
    let rules = study.gap.rules;
    let facts = [
        ("format", "envcoop/report/1".to_owned()),
        ("framework", framework.id.clone()),
        ("framework-version", framework.version.clone()),
        ("tool", report.tool.to_owned()),
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
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(digests).collect()
}

pub(super) fn fill(
    report: &Report<'_>,
    study: &Study,
    mut sheet: Worksheet,
) -> Result<Worksheet, WorkbookError> {
    let Report { book, tool, .. } = report;
    let (framework, rules, in_langs) = (&study.gap.framework, study.gap.rules, book.words);
    sheet.set_screen_gridlines(false).set_landscape();
    if study.inputs.len() + study.baseline_inputs.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    book.headline(&mut sheet, &book.title)?;
    let source = &framework.source;
    let both = |text| in_langs.text(text, "\n");
    let each = |label| Cell::text(in_langs.all(label, "\n"));
    let mut facts: Vec<(Label, Cell<'_>)> = Vec::new();
    let mut add = |label, cell| facts.push((label, cell));
    add(words::analysis::AS_OF, Cell::day(rules.as_of));
    let needs = needs(book, study, "\n");
    let profile =
        Cell::text(format!("{}\n{needs}", in_langs.all(headline::judged_by(&study.gap), " / ")));
    add(words::analysis::NEEDS_THAT_COUNT, profile);
    add(words::analysis::BLANK_MEANS, each(blank(rules.blank)));
    for (name, line) in limits(study) {
        add(name, Cell::text(line.all(in_langs.langs(), "\n").into_owned()));
    }
    for input in &study.inputs {
        add(words::input::PLAN, Cell::text(origin(book, input)));
    }
    let closing = in_langs.langs().iter().map(|&lang| headline::closing(study, lang));
    add(words::input::ROWS, Cell::text(closing.collect::<Vec<_>>().join("\n")));
    add(words::input::PROBLEMS, Cell::text(problems(book, study)));
    if let Some(changes) = &study.changes {
        add(words::input::BASELINE_AS_OF, Cell::day(changes.before.rules.as_of));
    }
    for input in &study.baseline_inputs {
        add(words::input::BASELINE, Cell::text(origin(book, input)));
    }
    add(words::strategy::HEADING, Cell::text(both(&framework.title)));
    let version = format!("{} {}", framework.id, framework.version);
    add(words::strategy::ID_AND_VERSION, Cell::text(version));
    let occasion = format!("{}\n{}\n{}", both(&source.title), both(&source.occasion), source.year);
    add(words::strategy::SOURCE_OF_STRATEGY, Cell::text(occasion));
    add(words::strategy::ABOUT_SOURCE, Cell::text(both(&source.note)));
    for (name, meaning) in FORMULAS {
        add(name, each(meaning));
    }
    add(words::report::RAISED_DOTS, each(words::report::RAISED_DOTS_MEAN));
    add(words::report::WRITTEN_BY, Cell::text(*tool));
    let width = WIDTHS[usize::from(in_langs.langs().len() > 1)];
    book.facts(&mut sheet, 2, [NAME_WIDTH, width], &facts)?;
    Ok(sheet)
}

fn origin(book: &Book<'_>, input: &Input) -> String {
    let grouped = Cents(i128::from(input.bytes) * 100).grouped();
    let bytes = grouped.trim_end_matches(".00");
    let size = Phrase::each(|lang| words::input::bytes(lang, bytes));
    let size = size.all(book.words.langs(), " / ");
    format!("{}\n{size}\nSHA-256 {}", input.name, input.sha256)
}

fn problems(book: &Book<'_>, study: &Study) -> String {
    let count = |is: fn(Severity) -> bool| {
        study.problems.iter().filter(|problem| is(problem.severity)).count() as u64
    };
    let n_warnings = count(|severity| severity == Severity::Warning);
    let n_errors = count(|severity| severity < Severity::Warning);
    let in_lang = |&lang: &Lang| match n_errors {
        0 => words::input::problem_counts(lang, n_errors, n_warnings),
        _ => words::input::problem_counts_left_out(lang, n_errors, n_warnings),
    };
    book.words.langs().iter().map(in_lang).collect::<Vec<_>>().join("\n")
}
