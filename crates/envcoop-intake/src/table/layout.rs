//! Where the header of a table stands: under titles, over one line or two.

use std::collections::BTreeSet;

use envcoop_core::date;
use envcoop_core::text::trim;

/// Among how many rows that hold something the header is looked for.
pub const HEADER_WITHIN: usize = 25;

/// A row at the top of a table, as far as the layout cares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopRow {
    /// The line or the sheet's row, counted from 1.
    pub number: u64,
    /// One text per column; in merged cells each has the text of all.
    pub cells: Vec<String>,
    /// The columns, first and last, of every cell that reaches over several.
    pub wide: Vec<(usize, usize)>,
}

/// What stands at the top of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// What stands above the header, a text for each row.
    pub titles: Vec<String>,
    /// The first and the last row of the header.
    pub header: (u64, u64),
    /// The header of each column; of one that has none, nothing. A header over two lines is joined:
    /// `经费 / 金额`.
    pub names: Vec<String>,
}

/// What stands between the two lines of a header.
pub const BETWEEN: &str = " / ";

/// Finds the header among the first rows: the row, or the two, with the most names that `is_known`
/// knows, then with the most that look like names. Nothing where no row looks like a header.
pub fn find(rows: &[TopRow], is_known: &dyn Fn(&str) -> bool) -> Option<Layout> {
    let mut best: Option<(usize, Layout)> = None;
    for at in 0..rows.len() {
        let one = (score(&rows[at].cells, is_known), at, rows[at].cells.clone());
        let is_upper = !is_title(&rows[at]);
        let below = rows.get(at + 1).filter(|below| is_upper && is_second_line(&rows[at], below));
        let two = below.map(|below| {
            let names = joined(&rows[at], below);
            (score(&names, is_known), at + 1, names)
        });
        let known = |row: &TopRow| -> BTreeSet<String> {
            row.cells.iter().filter(|cell| is_known(cell)).cloned().collect()
        };
        // What stands over a header of one line adds nothing to it, and is a title, unless it is one
        // itself.
        let below = rows.get(at + 1).map_or(0, |row| score(&row.cells, is_known));
        let least = usize::from(known(&rows[at]).len() > 1);
        let (points, last, names) = match two {
            Some(two) if two.0 > one.0 && two.0 + least > below => two,
            _ => one,
        };
        if points > best.as_ref().map_or(0, |(most, _)| *most) {
            let titles = rows[..at].iter().map(title).collect();
            let header = (rows[at].number, rows[last].number);
            let names = names.iter().map(|name| one_line(name)).collect();
            best = Some((points, Layout { titles, header, names }));
        }
    }
    best.map(|(_, layout)| layout)
}

/// What a row is worth as a header: ten for each name that is known, one for each that may be one.
/// Nothing where the row is none.
fn score(cells: &[String], is_known: &dyn Fn(&str) -> bool) -> usize {
    let names: Vec<&str> = cells.iter().map(|cell| trim(cell)).collect();
    let filled = || names.iter().filter(|name| !name.is_empty());
    let mut distinct: Vec<&&str> = filled().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 || filled().any(|name| is_value(name)) {
        return 0;
    }
    let n_known = distinct.iter().filter(|name| is_known(name)).count();
    // A header names nearly every column, each by another name.
    let is_full = filled().count() * 3 >= names.len() * 2;
    match n_known {
        0 | 1 if !is_full => 0,
        _ => 10 * n_known + distinct.len().min(9),
    }
}

/// Tells whether a text is a value, which no header holds.
fn is_value(text: &str) -> bool {
    let is_number = text.bytes().any(|b| b.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ",.%-+ ".contains(c))
        && !is_year(text);
    is_number || text.chars().count() > 60 || date::read(text).is_ok()
}

/// Tells whether a text is a year, over which amounts may stand.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: i16| date::YEARS.contains(&year))
}

/// Tells whether a row is a title: it says one thing, and not over a part of the columns alone, as the
/// upper line of a header does.
fn is_title(row: &TopRow) -> bool {
    let mut texts = row.cells.iter().map(|cell| trim(cell)).filter(|text| !text.is_empty());
    let Some(first) = texts.next() else { return false };
    let n_wide = row.wide.iter().map(|&(from, to)| to - from + 1).max().unwrap_or(0);
    let is_part = n_wide > 1 && n_wide * 2 <= row.cells.len();
    texts.all(|text| text == first) && !is_part
}

/// Tells whether a row is the second line of a header: something stands under a name that reaches over
/// several columns, and nothing in it is a value.
fn is_second_line(above: &TopRow, below: &TopRow) -> bool {
    let text = |row: &TopRow, at: usize| row.cells.get(at).map_or("", |cell| trim(cell)).to_owned();
    let n = above.cells.len().max(below.cells.len());
    let filled = (0..n).filter(|&at| !text(below, at).is_empty());
    let under_wide =
        |at: usize| above.wide.iter().any(|&(first, last)| (first..=last).contains(&at));
    let mut under = 0;
    for at in filled {
        let own = text(below, at);
        if is_value(&own) {
            return false;
        }
        let over = text(above, at);
        // Without merged cells the columns behind a name that reaches over them are blank.
        let is_under = under_wide(at)
            || (over.is_empty() && at > 0 && !text(above, at - 1).is_empty())
            || (over.is_empty() && under > 0);
        if is_under {
            under += 1;
        } else if !over.is_empty() && own != over && !next_is_blank(above, below, at) {
            return false;
        }
    }
    under > 0
}

/// Tells whether a name has blank columns behind it under which something stands.
fn next_is_blank(above: &TopRow, below: &TopRow, at: usize) -> bool {
    let is_blank = |row: &TopRow| row.cells.get(at + 1).is_none_or(|cell| trim(cell).is_empty());
    is_blank(above) && !is_blank(below)
}

/// Joins the two lines of a header: a name over several columns belongs to each of them.
fn joined(above: &TopRow, below: &TopRow) -> Vec<String> {
    let n = above.cells.len().max(below.cells.len());
    let text = |row: &TopRow, at: usize| row.cells.get(at).map_or("", |cell| trim(cell)).to_owned();
    let mut group = String::new();
    let mut names = Vec::with_capacity(n);
    for at in 0..n {
        let (over, under) = (text(above, at), text(below, at));
        let is_wide = above.wide.iter().any(|&(first, last)| first < at && at <= last);
        if !over.is_empty() || (under.is_empty() && !is_wide) {
            group.clone_from(&over);
        }
        names.push(match (group.as_str(), under.as_str()) {
            (_, "") => over,
            ("", _) => under,
            (group, under) if group == under => under.to_owned(),
            (group, under) => format!("{group}{BETWEEN}{under}"),
        });
    }
    names
}

/// Returns the text of a row above the header, each cell once.
fn title(row: &TopRow) -> String {
    let mut texts: Vec<&str> = row.cells.iter().map(|cell| trim(cell)).collect();
    texts.dedup();
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}

/// Returns a header on one line, as people break it to save width.
fn one_line(name: &str) -> String {
    let parts: Vec<&str> =
        name.split(['\n', '\r', '\t']).map(trim).filter(|p| !p.is_empty()).collect();
    let mut line = String::new();
    for part in parts {
        // Chinese words are broken anywhere, others between words.
        let is_wide = |c: Option<char>| c.is_none_or(|c| c as u32 > 0x2e80);
        if !(line.is_empty() || is_wide(line.chars().last()) || is_wide(part.chars().next())) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<TopRow> {
        let row = |(at, line): (usize, &str)| TopRow {
            number: at as u64 + 1,
            cells: line.split(',').map(|cell| cell.replace('|', "\n")).collect(),
            wide: Vec::new(),
        };
        text.lines().enumerate().map(row).collect()
    }

    fn known(name: &str) -> bool {
        ["工作任务", "责任单位", "备注", "title", "owner", "开始", "结束"]
            .iter()
            .any(|word| name.rsplit(BETWEEN).next() == Some(word))
    }

    fn names(text: &str) -> (Vec<String>, (u64, u64), Vec<String>) {
        let layout = find(&rows(text), &known).expect("a header");
        (layout.titles, layout.header, layout.names)
    }

    #[test]
    fn a_header_is_found_under_titles() {
        let text = "2027年工作计划表,,,\n填报单位：国际司,,,2027-01-05\n序号,工作|任务,责任单位,备注\n1,a,b,c\n";
        let (titles, header, names) = names(text);
        assert_eq!(titles, ["2027年工作计划表", "填报单位：国际司 2027-01-05"]);
        assert_eq!((header, names.join(",")), ((3, 3), "序号,工作任务,责任单位,备注".to_owned()));
    }

    #[test]
    fn two_lines_are_joined() {
        let text =
            "计划\n序号,工作任务,时间,,责任单位\n,,开始,结束,\n1,a,2027-01-01,2027-02-01,b\n";
        let (titles, header, names) = names(text);
        assert_eq!((titles.len(), header), (1, (2, 3)));
        assert_eq!(names, ["序号", "工作任务", "时间 / 开始", "时间 / 结束", "责任单位"]);
    }

    #[test]
    fn a_title_that_holds_a_word_of_headers_is_no_line_of_the_header() {
        let header = "序号,工作任务,责任单位,备注\n1,a,b,c\n";
        let expected = (vec!["工作任务计划表 / 备注".to_owned()], (2, 2));
        let title = "工作任务计划表 / 备注";
        for text in [format!("{title},,,\n{header}"), format!(",{title},,\n{header}")] {
            let (titles, header, _) = names(&text);
            assert_eq!((titles, header), expected);
        }
        let mut merged = rows(&format!("{title},{title},{title},{title}\n{header}"));
        merged[0].wide = vec![(0, 3)];
        let layout = find(&merged, &known).expect("a header");
        assert_eq!((layout.titles, layout.header), expected);
    }

    #[test]
    fn data_is_no_second_line() {
        let text = "序号,工作任务,责任单位,备注\n,推进谈判,国际司,\n1,a,b,c\n";
        assert_eq!(names(text).1, (1, 1));
        // Strange headers are found by their looks.
        assert_eq!(names("alpha,beta,gamma\n1,2,3\n").1, (1, 1));
        assert_eq!(find(&rows("1,2,3\n4,5,6\n"), &known), None);
    }

    #[test]
    fn merged_cells_say_how_far_a_name_reaches() {
        let mut rows = rows("工作任务,时间,时间,备注\n工作任务,开始,结束,备注\nx,2027-01-01,,\n");
        rows[0].wide = vec![(1, 2)];
        let layout = find(&rows, &known).expect("a header");
        assert_eq!(layout.header, (1, 2));
        assert_eq!(layout.names, ["工作任务", "时间 / 开始", "时间 / 结束", "备注"]);
    }
}
