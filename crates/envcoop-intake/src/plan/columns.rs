//! Which headers of a file are columns of the plan, and how each was read.

use envcoop_core::edit::migrate::{RETIRED, REVIEW};
use envcoop_core::plan::{Column, Heading, is_after, is_same_as};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::{Lang, Text};
use envcoop_words::list;
use envcoop_words::problem::header as say;

use super::csv::{SOME_COLUMNS, not_once};

/// Says which column of the format each header names; nothing where the table cannot be read.
pub(super) fn headings(
    names: Vec<String>,
    place: &Place,
    problems: &mut Problems,
) -> Option<Vec<Heading>> {
    let headings = Heading::all(names);
    let names: Vec<&str> = headings.iter().map(|heading| &*heading.text).collect();
    problems.lang = problems.lang.or(Heading::lang_of(&headings));
    told(&headings, place).into_iter().for_each(|problem| problems.push(problem));
    let mut sound = true;
    let mut fault = |say: &dyn Fn(Lang) -> (String, String)| {
        sound = false;
        problems.push(Problem::saying(Severity::Fatal, place.clone(), say));
    };
    if headings.iter().all(|heading| heading.column.is_none()) {
        fault(&|lang| {
            (say::NAMES_NO_COLUMN.get(lang).to_owned(), say::must_hold(lang, SOME_COLUMNS))
        });
        return None;
    }
    for column in Column::ALL {
        let n = headings.iter().filter(|heading| heading.column == Some(column)).count();
        let code = column.code();
        let is_loose = |own: &&Heading| own.loosely() == Some(column);
        let loose = headings.iter().filter(is_loose).map(|own| quoted(&own.text));
        let loose = loose.collect::<Vec<_>>().join(", ");
        if n > 1 && !loose.is_empty() {
            fault(&|lang| (say::may_be(lang, n, code, &loose), say::may_be_hint(lang, code)));
        } else if n > 1 || (n == 0 && Column::REQUIRED.contains(&column)) {
            fault(&|lang| not_once(lang, code, n, &names, || say::add_or_name(lang, code)));
        }
    }
    sound.then_some(headings)
}

/// Says which headers were read by another word for a column and which are the person's own, and asks
/// about those that look like a column; nothing where every header is the plan's own word.
pub(super) fn told(headings: &[Heading], place: &Place) -> Vec<Problem> {
    let mut told = Vec::new();
    let loose = headings.iter().filter_map(|heading| {
        let column = heading.loosely()?;
        Some(Text::new(|lang| say::read_as(lang, quoted(&heading.text), column.code())))
    });
    let mut read: Vec<Text> = loose.collect();
    let has_currency = headings.iter().any(|own| own.column == Some(Column::Currency));
    for heading in headings.iter().filter(|_| has_currency) {
        let says = |code| Text::new(|lang| say::says_currency(lang, quoted(&heading.text), code));
        read.extend(heading.currency.map(says));
    }
    let mut own = Vec::new();
    for heading in headings.iter().filter(|heading| is_own(heading)) {
        let is_missing = |column: &Column| headings.iter().all(|own| own.column != Some(*column));
        match heading.resembles().filter(is_missing) {
            Some(column) => told.push(lookalike(heading, column, place)),
            None => own.push(quoted(&heading.text)),
        }
    }
    if !own.is_empty() {
        read.push(Text::new(|lang| say::own_columns(lang, own.join(", "))));
    }
    if !read.is_empty() {
        let read = Text::new(|lang| {
            let read: Vec<&str> = read.iter().map(|text| text.get(lang)).collect();
            read.join(list::SEMICOLON.get(lang))
        });
        told.push(Problem::note(place.clone(), read));
    }
    told
}

/// Tells whether a header is the person's: the format does not know it, and no tool writes it.
fn is_own(heading: &Heading) -> bool {
    #[cfg(feature = "iati")]
    let imported: &[&str] = &crate::classify::IMPORT_COLUMNS;
    #[cfg(not(feature = "iati"))]
    let imported: &[&str] = &[];
    let name = heading.text.as_str();
    let is_ours = is_after(name)
        || is_same_as(name)
        || [REVIEW, RETIRED, crate::import::SOURCE].contains(&name)
        || imported.contains(&name);
    heading.column.is_none() && !name.is_empty() && !is_ours
}

/// Asks about a header that looks like a column.
fn lookalike(heading: &Heading, column: Column, place: &Place) -> Problem {
    let (header, code) = (quoted(&heading.text), column.code());
    Problem::saying(Severity::Warning, place.clone(), |lang| {
        let hint = if heading.has_unit() {
            say::whole_amounts(lang, code)
        } else {
            say::call_it(lang, code)
        };
        (say::looks_like(lang, &header, code), hint)
    })
}
