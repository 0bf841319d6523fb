//! What a row under a header is: a row of the table, or what people put between the rows.

use envcoop_core::cell::day::{self, Days};
use envcoop_core::text::{folded, trim};

use crate::mapping::{field, key};
use crate::table::{Row, State};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row of the table.
    Data,
    /// What rows add up to.
    Total,
    /// A heading over rows, or a note below them: one cell alone.
    Heading,
    /// A heading with the subtotal of the rows below it.
    Subtotal,
    /// A part of the amount of the row above: `其中：专家费`.
    Part,
    /// A note.
    Note,
    /// The header once more, as on a new page.
    Header,
    /// The header of another table.
    OtherHeader,
    /// A row that the mapping leaves out.
    Unwanted,
}

/// Words with which a total begins.
const TOTALS: [&str; 13] = [
    "平均",
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总和",
    "total",
    "totals",
    "grandtotal",
    "subtotal",
    "sub-total",
    "sum",
];

/// Words with which a part of the amount above begins.
const PARTS: [&str; 4] = ["其中", "ofwhich", "including:", "thereof"];

/// Words with which a note begins.
const NOTES: [&str; 30] = [
    "(注)",
    "单位负责人",
    "分管领导",
    "填表单位",
    "注:",
    "注1",
    "备注:",
    "说明:",
    "填表说明",
    "填报说明",
    "填表人",
    "填报人",
    "制表人",
    "制表:",
    "审核人",
    "审核:",
    "审批人",
    "负责人签字",
    "联系人",
    "联系电话",
    "填表日期",
    "填报日期",
    "note:",
    "notes:",
    "source:",
    "sources:",
    "*",
    "※",
    "数据来源",
    "资料来源",
];

/// Words with which the label before the colon of a signature ends.
const SIGNATURES: [&str; 20] = [
    "制表",
    "制表人",
    "填表",
    "填表人",
    "填报",
    "填报人",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "审批",
    "审批人",
    "负责人",
    "领导",
    "联系人",
    "经办人",
    "电话",
    "日期",
    "签字",
    "盖章",
];

/// Tells what a row is; `title` are the columns that say what is done.
pub fn of(row: &Row<'_>, names: &[String], title: &[usize]) -> Kind {
    let filled = || {
        let cells = row.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| cell.state != State::Repeated)
            .map(|(at, cell)| (at, trim(cell.text)))
            .filter(|(_, text)| !text.is_empty())
    };
    let Some((at, first)) = filled().next() else { return Kind::Note };
    let n = filled().count();
    // Programs write their own names under those for people.
    let is_code = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if n > 4 && n * 5 >= names.len() * 4 && filled().all(|(_, text)| is_code(text)) {
        return Kind::Header;
    }
    if n > 1 && filled().all(|(at, text)| names.get(at).is_some_and(|name| same(name, text))) {
        return Kind::Header;
    }
    let texts = || filled().take(3).filter(|(_, text)| text.parse::<f64>().is_err());
    if n > 1 && texts().any(|(_, text)| is_part(text)) {
        return Kind::Part;
    }
    if texts().any(|(_, text)| is_total(text)) && !says_more(row, title) {
        return Kind::Total;
    }
    if n > 1 {
        // Who filled the table in, and who looked through it, stand side by side.
        let is_label = |text: &str| text.contains([':', '：']);
        let is_note = is_note(first) && (n < 3 || filled().all(|(_, text)| is_label(text)))
            || are_signatures(filled().map(|(_, text)| text));
        return match () {
            () if is_note => Kind::Note,
            () if is_header(filled().map(|(_, text)| text)) => Kind::OtherHeader,
            () => Kind::Data,
        };
    }
    match () {
        () if is_note(first) || is_signature(first) => Kind::Note,
        () if title.contains(&at) && !(title == [0] && level(first) < PLAIN) => Kind::Data,
        () => Kind::Heading,
    }
}

/// Tells whether a row says what is done in other words than a total.
fn says_more(row: &Row<'_>, title: &[usize]) -> bool {
    title.iter().any(|&at| {
        let text = row.text(at);
        !text.is_empty() && !is_total(text) && text.parse::<f64>().is_err()
    })
}

/// Tells whether texts are words by which people call columns. Headers hardly ever hold a digit, rows
/// nearly always do.
fn is_header<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    if texts.clone().any(|text| text.bytes().any(|b| b.is_ascii_digit())) {
        return false;
    }
    let n = texts.clone().count();
    n > 2 && texts.filter(|text| field::names(text)).count() * 3 >= n * 2
}

fn same(name: &str, text: &str) -> bool {
    let (name, text) = (key(name), key(text));
    name == text || name.ends_with(&text)
}

fn is_total(text: &str) -> bool {
    let own = key(text);
    // How many rows it adds up may stand behind it.
    let is_whole = |rest: &str| rest.is_empty() || rest.starts_with(['(', ':', '：', '。']);
    let ends = ["小计", "合计", "总计", "小计)", "合计)"];
    let is_short = own.chars().count() < 14;
    TOTALS.iter().any(|word| own.strip_prefix(word).is_some_and(is_whole))
        || (is_short && ends.iter().any(|end| own.ends_with(end)))
}

fn is_part(text: &str) -> bool {
    let own = key(text);
    PARTS.iter().any(|word| own.starts_with(word))
}

/// Tells whether a cell is where somebody signs: `处室负责人（签字）：王五`, `日期：2027年1月5日`.
fn is_signature(text: &str) -> bool {
    let own = key(text);
    let Some((label, _)) = own.split_once(':') else { return false };
    let label = label.split('(').next().unwrap_or_default();
    SIGNATURES.iter().any(|word| label.ends_with(word))
}

/// Tells whether a row holds but signatures: labels, what stands behind a label that is bare, and the day.
fn are_signatures<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut is_bare = None;
    for text in texts {
        let is_label = is_signature(text);
        let is_day = || day::read(text, Days::default()).is_ok();
        match is_bare {
            _ if is_label => {}
            Some(is_bare) if is_bare || is_day() => {}
            _ => return false,
        }
        is_bare = Some(is_label && text.ends_with([':', '：']));
    }
    is_bare.is_some()
}

fn is_note(text: &str) -> bool {
    let own = folded(text).to_lowercase().replace([' ', '\u{3000}'], "");
    NOTES.iter().any(|word| own.starts_with(word)) || own.starts_with("注：")
}

/// How deep a heading without a number stands.
pub const PLAIN: u8 = 9;

/// Tells how deep a heading stands by how it is numbered: `一、`, `（一）`, `1.`, `(1)`.
pub fn level(text: &str) -> u8 {
    let text = folded(trim(text));
    let is_numeral = |c: char| "一二三四五六七八九十百".contains(c);
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
    let bare = text.trim_start_matches('(');
    let has_bracket = bare.len() < text.len();
    let behind = |is: &dyn Fn(char) -> bool| {
        let rest = bare.trim_start_matches(is);
        (rest.len() < bare.len()).then(|| rest.chars().next()).flatten()
    };
    let ends = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '、' | '.' | ')' | ',' | ' ' | '，' | '．'))
    };
    if text.starts_with('第') {
        return 0;
    }
    // `1.2.3` stands below `1.2`, and that below `1.`.
    let number = bare.split(|c: char| !(is_digit(c) || c == '.')).next().unwrap_or_default();
    let n_points = number.trim_end_matches('.').matches('.').count().min(2) as u8;
    match (has_bracket, ends(behind(&is_numeral)), ends(behind(&is_digit))) {
        (false, true, _) => 1,
        (true, true, _) => 2,
        (false, _, true) => 3 + n_points,
        (true, _, true) => 6,
        _ => PLAIN,
    }
}

/// The headings under which a row stands.
#[derive(Clone, Debug, Default)]
pub struct Headings(Vec<(u8, String)>);

impl Headings {
    /// Adds a heading: it ends those as deep as it is, and deeper ones.
    pub fn push(&mut self, text: &str) {
        let own = level(text);
        self.0.retain(|(level, _)| *level < own);
        self.0.push((own, trim(text).to_owned()));
    }

    /// Returns all of them as one text.
    pub fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Part};

    fn kind(line: &str) -> Kind {
        let names = ["序号", "工作任务", "责任单位", "经费"].map(str::to_owned);
        let part = Part { place: "t".into(), header: 1, ..Part::default() };
        let cells: Vec<Cell<'_>> =
            line.split(',').map(|text| Cell { text, ..Cell::default() }).collect();
        of(&Row { part: &part, number: 2, index: None, cells: &cells }, &names, &[1])
    }

    #[test]
    fn rows_are_told_from_what_stands_between_them() {
        for (line, expected) in [
            ("1,开展谈判,国际司,20", Kind::Data),
            (",开展谈判,,", Kind::Data),
            ("合计,,,120", Kind::Total),
            (",合　计,,120", Kind::Total),
            ("合计（共3项）,,,120", Kind::Total),
            ("5,合计表编制,国际司,", Kind::Data),
            ("一、双边合作,,,", Kind::Heading),
            ("双边合作,,,", Kind::Heading),
            ("注：本表每季度更新,,,", Kind::Note),
            ("填表人：李娜,,审核人：王强,", Kind::Note),
            ("制表：刘一,审核：王主任,2027年1月5日,", Kind::Note),
            ("制表：,刘一,审核：,王主任", Kind::Note),
            (",处室负责人：王五,日期：2027年1月5日,", Kind::Note),
            (",分管领导（签字）：,,", Kind::Note),
            (",联系电话：编制通讯录,水司,5", Kind::Data),
            ("1,审核：项目建议书,水司,5", Kind::Data),
            ("序号,工作任务,责任单位,经费", Kind::Header),
            ("Total,,,5", Kind::Total),
            (",其中：专家费,,10", Kind::Part),
            ("其中,专家费,,10", Kind::Part),
            (",of which: travel,,5", Kind::Part),
            (",Including: fees,,5", Kind::Part),
            ("3,集中式饮用水源地监测,,10", Kind::Data),
            ("序号,活动名称,负责人,备注", Kind::OtherHeader),
        ] {
            assert_eq!(kind(line), expected, "{line}");
        }
    }

    #[test]
    fn headings_nest_by_their_numbers() {
        let mut headings = Headings::default();
        for (text, all) in [
            ("一、双边合作", "一、双边合作"),
            ("（一）中日", "一、双边合作 / （一）中日"),
            ("（二）中韩", "一、双边合作 / （二）中韩"),
            ("二、多边合作", "二、多边合作"),
            ("能力建设", "二、多边合作 / 能力建设"),
        ] {
            headings.push(text);
            assert_eq!(headings.text(), all);
        }
    }
}
