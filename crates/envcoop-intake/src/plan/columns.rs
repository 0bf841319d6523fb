//! Which headers of a file are columns of the plan, and how each was read.

use envcoop_core::edit::migrate::{RETIRED, REVIEW};
use envcoop_core::plan::{Column, Heading, is_after};
use envcoop_core::problem::{Place, Problem, Problems, quoted};

use super::csv::not_once;

/// Says which column of the format each header names; nothing where the table cannot be read.
pub(super) fn headings(
    names: Vec<String>,
    place: &Place,
    problems: &mut Problems,
) -> Option<Vec<Heading>> {
    let headings = Heading::all(names);
    let names: Vec<&str> = headings.iter().map(|heading| &*heading.text).collect();
    told(&headings, place).into_iter().for_each(|problem| problems.push(problem));
    let mut sound = true;
    let mut fault = |message: String, hint: String| {
        sound = false;
        problems.push(Problem::fatal(place.clone(), message).hint(hint));
    };
    if headings.iter().all(|heading| heading.column.is_none()) {
        let message = "the first row names no column of a plan".to_owned();
        let hint = "it must hold the headers: id,measures,title,status,...".to_owned();
        fault(message, hint);
        return None;
    }
    for column in Column::ALL {
        let n = headings.iter().filter(|heading| heading.column == Some(column)).count();
        let code = column.code();
        let is_loose = |own: &&Heading| own.loosely() == Some(column);
        let loose = headings.iter().filter(is_loose).map(|own| quoted(&own.text));
        let loose = loose.collect::<Vec<_>>().join(", ");
        if n > 1 && !loose.is_empty() {
            let message = format!("{n} headers may be column `{code}`: {loose}");
            fault(message, format!("call the one that is meant `{code}`"));
        } else if n > 1 || (n == 0 && Column::REQUIRED.contains(&column)) {
            let (message, hint) =
                not_once(code, n, &names, || format!("add it, or name it `{code}`"));
            fault(message, hint);
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
        Some(format!("{} is read as `{}`", quoted(&heading.text), column.code()))
    });
    let mut read: Vec<String> = loose.collect();
    let mut own = Vec::new();
    for heading in headings.iter().filter(|heading| is_own(heading)) {
        let is_missing = |column: &Column| headings.iter().all(|own| own.column != Some(*column));
        match heading.resembles().filter(is_missing) {
            Some(column) => told.push(lookalike(heading, column, place)),
            None => own.push(quoted(&heading.text)),
        }
    }
    if !own.is_empty() {
        read.push(format!("columns kept as your own: {}", own.join(", ")));
    }
    if !read.is_empty() {
        told.push(Problem::note(place.clone(), read.join("; ")));
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
    let is_ours = is_after(name) || [REVIEW, RETIRED].contains(&name) || imported.contains(&name);
    heading.column.is_none() && !name.is_empty() && !is_ours
}

/// Asks about a header that looks like a column.
fn lookalike(heading: &Heading, column: Column, place: &Place) -> Problem {
    let (header, code) = (quoted(&heading.text), column.code());
    let message = format!("header {header} looks like column `{code}` and was not read as it");
    let hint = if heading.has_unit() {
        format!("write whole amounts, in the unit of their currency, under `{code}`")
    } else {
        format!("call it `{code}` if that is what it holds; until then it is kept as your own")
    };
    Problem::warning(place.clone(), message).hint(hint)
}
