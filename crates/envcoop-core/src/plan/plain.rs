//! A plan as the format writes it: every cell that has one meaning by itself, by the rest of its column
//! or by the cell beside it.

use crate::cell::{Amounts, Days, Marks, amount, currency, day};
use crate::framework::Framework;
use crate::plan::{Column, Document, Line, measures};
use crate::text::trim;

/// Returns a plan with its measures, days, amounts and currencies as the format writes them. What has
/// no one meaning stays, as do all other cells.
pub fn plain(plan: &Document, framework: &Framework) -> Document {
    let mut made = plan.clone();
    if let Some(at) = plan.position(Column::Measures) {
        each(&mut made, at, |text| measures::written(framework, text));
    }
    for column in [Column::Start, Column::End, Column::Updated] {
        let Some(at) = plan.position(column) else { continue };
        let days = Days::of(column.bound()).proven(cells(plan, at));
        each(&mut made, at, |text| Some(day::read(text, days).ok()?.value.to_string()));
    }
    if let Some(at) = plan.position(Column::Currency) {
        each(&mut made, at, |text| Some(currency::read(text)?.value.to_string()));
    }
    if let Some(at) = plan.position(Column::Budget) {
        let known = Amounts { marks: Marks::proven(cells(plan, at)), ..Amounts::default() };
        let by_header = plan.headings[at].currency;
        let beside = plan.position(Column::Currency);
        made.lines.iter_mut().for_each(|line| money(line, at, beside, by_header, known));
    }
    made
}

fn cells(plan: &Document, at: usize) -> impl Iterator<Item = &str> + Clone {
    plan.lines.iter().filter_map(move |line| Some(trim(line.cells.get(at)?)))
}

/// Writes the cells of a column; one that is written so already keeps even its blanks.
fn each(plan: &mut Document, at: usize, written: impl Fn(&str) -> Option<String>) {
    for cell in plan.lines.iter_mut().filter_map(|line| line.cells.get_mut(at)) {
        let text = trim(cell);
        if text.is_empty() {
            continue;
        }
        if let Some(plain) = written(text).filter(|plain| plain != text) {
            *cell = plain;
        }
    }
}

/// Writes an amount, and the currency that stands in its cell where it belongs: into the cell beside
/// it. Where that says another, or there is none, the amount stays as it is.
fn money(
    line: &mut Line,
    at: usize,
    beside: Option<usize>,
    by_header: Option<&str>,
    known: Amounts,
) {
    let read = line.cells.get(at).and_then(|text| amount::read(trim(text), known).ok());
    let Some(read) = read.filter(|read| read.note.is_some()) else { return };
    let own = beside.and_then(|beside| line.cells.get(beside)).map_or("", |text| trim(text));
    let code = if own.is_empty() { by_header.unwrap_or("") } else { own };
    let is_settled = match code.parse() {
        Ok(currency) => read.value.agrees(currency),
        Err(_) => read.value.tender.is_none(),
    };
    let own_currency = read.value.currency().filter(|_| code.is_empty());
    if let Some((currency, beside)) = own_currency.zip(beside) {
        line.cells[beside] = currency.to_string();
    } else if !is_settled {
        return;
    }
    line.cells[at] = amount::written(read.value.cents);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;
    use crate::plan::Heading;

    fn plain_cells(header: &str, rows: &[&str]) -> Vec<String> {
        let mini = shipped("mini").expect("it is shipped").expect("it is sound");
        let split = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let lines = rows.iter().map(|row| Line { number: 0, cells: split(row) }).collect();
        let plan = Document { headings: Heading::all(split(header)), lines };
        let once = plain(&plan, &mini);
        assert_eq!(plain(&once, &mini), once, "what is plain stays");
        once.lines.iter().map(|line| line.cells.join("|")).collect()
    }

    #[test]
    fn a_cell_of_one_meaning_is_written_as_the_format_writes_it() {
        let header = "id|measures|start|end|budget|currency|note";
        for (row, expected) in [
            (
                "A|w1.1,W2.1|2027年3月|2027Q2|120万元||120万元",
                "A|W1.1;W2.1|2027-03-01|2027-06-30|1200000|CNY|120万元",
            ),
            ("A||||120万|rmb|", "A||||1200000|CNY|"),
            ("A||||¥1,200.50|CNY|", "A||||1200.50|CNY|"),
            ("A||||120万美元|CNY|", "A||||120万美元|CNY|"),
            ("A||||¥120万||", "A||||¥120万||"),
            ("A|soil|6月底|01/02/2027|1,200|?|", "A|soil|6月底|01/02/2027|1,200|?|"),
            ("A||| 2027-06-30 |100,5|CNY|", "A||| 2027-06-30 |100,5|CNY|"),
        ] {
            assert_eq!(plain_cells(header, &[row]), [expected]);
        }
        assert_eq!(
            plain_cells("id|预算（元）", &["A|120万元", "B|120万美元"]),
            ["A|1200000", "B|120万美元"]
        );
    }

    #[test]
    fn a_column_settles_what_a_cell_leaves_open() {
        let rows = ["A|01/02/2027|1,200", "B|31/12/2027|3,500.50"];
        assert_eq!(
            plain_cells("id|end|budget", &rows),
            ["A|2027-02-01|1200", "B|2027-12-31|3500.50"]
        );
    }
}
