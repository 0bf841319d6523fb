//! Office Open XML workbooks: of the plan's sheet only the cells that changed are written.
//!
//! Beside the sheet two kinds of parts may change: a table that ends with the plan's last row grows
//! with it, and a workbook with formulas is told to compute them when it is opened.

mod sheet;

use std::collections::BTreeMap;

use envcoop_core::text::Text;
use envcoop_words::problem::patch as say;

use self::sheet::Book;
use super::grid::Grid;
use super::markup::{Does, Tag, Tags, damaged};
use super::package::Package;
use super::styles::Formats;
use super::{Fault, Splice, spliced};
use crate::plan::workbook::cell::{Area, address};

/// Returns a workbook with what changed.
pub(super) fn patch(bytes: &[u8], grid: &Grid<'_>) -> Result<Vec<u8>, Fault> {
    let mut package = Package::open(bytes)?;
    let root = related(&mut package, "", |kind| kind.ends_with("/officeDocument"))?;
    let main = root.into_values().next().unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let workbook = package.text(&main)?;
    let sheets = related(&mut package, &main, |kind| kind.ends_with("/worksheet"))?;
    let (id, is_1904) = find(&workbook, grid.sheet)?;
    let part = sheets.get(&id).cloned();
    let part =
        part.ok_or_else(|| damaged(Text::new(|lang| say::sheet_no_part(lang, grid.sheet))))?;
    let styles = related(&mut package, &main, |kind| kind.ends_with("/styles"))?;
    let styles = match styles.into_values().next() {
        Some(styles) => package.find(&styles)?.unwrap_or_default(),
        None => String::new(),
    };
    let book = Book { formats: Formats::read(&styles)?, is_1904 };
    let sheet = package.text(&part)?;
    let sheet = sheet::patch(&sheet, &book, grid)?;
    package.change(&part, sheet);
    if grid.n_added > 0 {
        let tables = related(&mut package, &part, |kind| kind.ends_with("/table"))?;
        for path in tables.into_values() {
            let table = package.text(&path)?;
            if let Some(grown) = grown(&table, grid)? {
                package.change(&path, grown);
            }
        }
    }
    let mut has_formula = false;
    for path in sheets.values() {
        let sheet = package.find(path)?.unwrap_or_default();
        let opens = |name: &str| [" ", ">"].map(|end| sheet.contains(&format!("{name}{end}")));
        has_formula |= [opens("<f"), opens(":f")].concat().contains(&true);
    }
    if has_formula && let Some(computed) = computed(&workbook)? {
        package.change(&main, computed);
    }
    package.write()
}

/// Hands the markup of each of some sheets on, with its place among them, as far as it can be read.
pub(in crate::plan) fn each_sheet(
    bytes: &[u8],
    names: &[String],
    sink: &mut dyn FnMut(usize, &str),
) {
    let mut read = || -> Result<(), Fault> {
        let mut package = Package::open(bytes)?;
        let root = related(&mut package, "", |kind| kind.ends_with("/officeDocument"))?;
        let main = root.into_values().next().unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let workbook = package.text(&main)?;
        let parts = related(&mut package, &main, |kind| kind.ends_with("/worksheet"))?;
        for (at, name) in names.iter().enumerate() {
            let (id, _) = find(&workbook, name)?;
            if let Some(part) = parts.get(&id) {
                sink(at, &package.text(part)?);
            }
        }
        Ok(())
    };
    // What cannot be read is told where it matters.
    let _ = read();
}

/// Returns the parts to which a part refers, of the kinds asked for, by their ids.
fn related(
    package: &mut Package<'_>,
    part: &str,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Fault> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{slash}_rels/{name}.rels");
    let Some(list) = package.find(&path)? else { return Ok(BTreeMap::new()) };
    let mut found = BTreeMap::new();
    for tag in Tags::new(&list) {
        let tag = tag?;
        if tag.local() != "Relationship" || tag.does == Does::Close {
            continue;
        }
        let (id, target) = (tag.attribute("Id"), tag.attribute("Target"));
        let kind = tag.attribute("Type").unwrap_or_default();
        if let (Some(id), Some(target), true) = (id, target, is_wanted(&kind)) {
            found.insert(id, resolved(folder, &target));
        }
    }
    Ok(found)
}

/// Returns the path of a part as another one in `folder` names it.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Returns the id under which the workbook refers to a sheet, and whether it counts days from 1904.
fn find(workbook: &str, sheet: &str) -> Result<(String, bool), Fault> {
    let mut id = None;
    let mut is_1904 = false;
    for tag in Tags::new(workbook) {
        let tag = tag?;
        match tag.local() {
            "sheet" if tag.attribute("name").is_some_and(|name| name == sheet) => {
                // The prefix of the attribute is the file's own.
                id = tag.attribute_where(|name| name.ends_with(":id")).or(id);
            }
            "workbookPr" => {
                let says = tag.attribute("date1904");
                is_1904 |= says.is_some_and(|says| ["1", "true"].contains(&&*says));
            }
            _ => {}
        }
    }
    let id = id.ok_or_else(|| damaged(Text::new(|lang| say::sheet_lost(lang, sheet))))?;
    Ok((id, is_1904))
}

/// Returns the workbook's part so that programs compute formulas when they open it; nothing where it
/// says so already.
fn computed(workbook: &str) -> Result<Option<String>, Fault> {
    // What comes before the properties of computing, in the order of the format.
    const BEFORE: [&str; 4] = ["sheets", "functionGroups", "externalReferences", "definedNames"];
    let mut place = None;
    for tag in Tags::new(workbook) {
        let tag = tag?;
        let name = tag.local();
        if name == "calcPr" && tag.does != Does::Close {
            let is_set = tag.attribute("fullCalcOnLoad").is_some_and(|says| says != "0");
            let tag = Splice::new(tag.at.clone(), tag.with(&[("fullCalcOnLoad", Some("1"))]));
            return Ok((!is_set).then(|| spliced(workbook, vec![tag])));
        }
        if BEFORE.contains(&name) && tag.does != Does::Open {
            place = Some((tag.at.end, tag.prefix()));
        }
    }
    Ok(place.map(|(at, prefix)| {
        let tag = format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>");
        spliced(workbook, vec![Splice::insert(at, tag)])
    }))
}

/// Returns a table with the rows that are new; nothing where it does not end with the plan.
fn grown(table: &str, grid: &Grid<'_>) -> Result<Option<String>, Fault> {
    let mut splices = Vec::new();
    for tag in Tags::new(table) {
        let tag = tag?;
        if !["table", "autoFilter"].contains(&tag.local()) || tag.does == Does::Close {
            continue;
        }
        let has_totals = tag.number("totalsRowCount").is_some_and(|n| n > 0);
        match grown_tag(&tag, grid).filter(|_| !has_totals) {
            Some(splice) => splices.push(splice),
            // Its filter stays as the table does.
            None if tag.local() == "table" => return Ok(None),
            None => {}
        }
    }
    Ok(Some(spliced(table, splices)))
}

/// Returns the tag of an area that ends with the plan so that it ends with the new rows.
fn grown_tag(tag: &Tag<'_>, grid: &Grid<'_>) -> Option<Splice> {
    let Area { first, last } = Area::of(&tag.attribute("ref")?)?;
    let is_beside = last.1 < grid.columns.0 || first.1 >= grid.columns.1;
    if grid.n_added == 0 || last.0 != grid.last || first.0 > grid.last || is_beside {
        return None;
    }
    let area = format!("{}:{}", address(first), address((last.0 + grid.n_added, last.1)));
    Some(Splice::new(tag.at.clone(), tag.with(&[("ref", Some(&area))])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_computed_when_the_workbook_is_opened() {
        let computed = |text: &str| computed(text).expect("sound");
        for (text, expected) in [
            (
                "<workbook><sheets><sheet/></sheets><definedNames/><pivotCaches/></workbook>",
                Some(
                    "<workbook><sheets><sheet/></sheets><definedNames/><calcPr fullCalcOnLoad=\"1\"/><pivotCaches/></workbook>",
                ),
            ),
            (
                "<x:workbook><x:sheets/></x:workbook>",
                Some("<x:workbook><x:sheets/><x:calcPr fullCalcOnLoad=\"1\"/></x:workbook>"),
            ),
            (
                "<workbook><sheets/><calcPr calcId=\"1\"/></workbook>",
                Some("<workbook><sheets/><calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/></workbook>"),
            ),
            ("<workbook><sheets/><calcPr fullCalcOnLoad=\"1\"/></workbook>", None),
        ] {
            assert_eq!(computed(text).as_deref(), expected);
        }
    }

    #[test]
    fn parts_are_found_from_where_they_are_named() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/worksheets", "..\\tables\\table1.xml"), "xl/tables/table1.xml");
    }
}
