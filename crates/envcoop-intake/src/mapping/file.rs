//! A mapping as a file: TOML that a person can read, change and keep under version control.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use envcoop_core::cell::DateOrder;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Text, did_you_mean, nearest};
use envcoop_words::list;
use envcoop_words::problem::mapping as say;
use serde::Deserialize;

use super::field::Field;
use super::unit::Unit;
use super::{Mapping, ORDERS, Pick, Rule};

/// The format of the file, in its first line.
pub const FORMAT: &str = "envcoop/mapping/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    header: Vec<String>,
    year: Option<i16>,
    dates: Option<String>,
    prefix: Option<String>,
    blank: Option<String>,
    #[serde(default)]
    leave_out: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    column: Vec<OneRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneRule {
    to: String,
    #[serde(default)]
    from: OneOrMany,
    constant: Option<String>,
    unit: Option<String>,
    currency: Option<String>,
    split: Option<String>,
    pick: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

/// Reads a mapping; nothing, and every fault among the problems, where it is none.
pub fn read(file: &Arc<str>, text: &str, problems: &mut Problems) -> Option<Mapping> {
    let line_of = |at: usize| 1 + text.get(..at).unwrap_or(text).matches('\n').count() as u64;
    let place = |line| Place { file: Arc::clone(file), line };
    let read: File = match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(read) => read,
        Err(error) => {
            let line = error.span().map_or(0, |span| line_of(span.start));
            let message = Text::new(|lang| say::not_toml(lang, error.message()));
            problems.push(Problem::fatal(place(line), message).hint(say::NOT_TOML_HINT));
            return None;
        }
    };
    let before = problems.n_errors();
    let line_with = |what: &str| text.find(what).map_or(0, line_of);
    let mut fault = |what: &str, message: Text, hint: Text| {
        problems.push(Problem::fatal(place(line_with(&format!("\"{what}\""))), message).hint(hint));
    };
    if read.format != FORMAT {
        let message = Text::new(|lang| say::other_format(lang, quoted(&read.format)));
        fault(&read.format, message, Text::new(|lang| say::this_format(lang, FORMAT)));
    }
    let order = |code: &str| ORDERS.iter().find(|(_, own)| *own == code).map(|(order, _)| *order);
    let dates = read.dates.as_deref().and_then(|code| {
        let order = order(code);
        if order.is_none() {
            let message = Text::new(|lang| say::unknown_value(lang, "dates", quoted(code)));
            fault(code, message, Text::new(|lang| say::one_of(lang, "day-first, month-first")));
        }
        order
    });
    let is_published = match read.blank.as_deref() {
        None | Some("unmet") => false,
        Some("unknown") => true,
        Some(other) => {
            let message = Text::new(|lang| say::unknown_value(lang, "blank", quoted(other)));
            fault(other, message, Text::new(|lang| say::one_of(lang, "unmet, unknown")));
            false
        }
    };
    let mut rules: Vec<Rule> = Vec::new();
    for rule in read.column {
        let Some(to) = Field::of_code(&rule.to) else {
            let message = Text::new(|lang| say::unknown_field(lang, quoted(&rule.to)));
            let codes = || Field::all().map(Field::code);
            let all = || codes().collect::<Vec<_>>().join(", ");
            let hint = Text::new(|lang| {
                did_you_mean(lang, &rule.to, codes(), || say::one_of(lang, all()))
            });
            fault(&rule.to, message, hint);
            continue;
        };
        if rules.iter().any(|own| own.to == to) {
            let message = Text::new(|lang| say::field_twice(lang, to.code()));
            fault(&rule.to, message, say::FIELD_TWICE_HINT.into());
        }
        let mut unit = Unit::default();
        let texts = rule.unit.iter().map(|text| (text, true));
        for (text, is_unit) in texts.chain(rule.currency.iter().map(|text| (text, false))) {
            match Unit::of(text) {
                // A currency says nothing about how many of it are one.
                Some(own) if !is_unit => unit.currency = own.currency,
                Some(own) => unit = unit.or(&own),
                None => {
                    let message = Text::new(|lang| say::unknown_value(lang, "unit", quoted(text)));
                    fault(text, message, say::UNIT_HINT.into());
                }
            }
        }
        let from = match rule.from {
            OneOrMany::None => Vec::new(),
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        for name in from
            .iter()
            .chain(&read.drop)
            .chain(read.leave_out.keys())
            .filter(|_| !read.header.is_empty())
        {
            if !read.header.contains(name) {
                let message = Text::new(|lang| say::not_in_header(lang, quoted(name)));
                let near = nearest(name, read.header.iter().map(String::as_str));
                let hint = Text::new(|lang| match near {
                    Some(near) => envcoop_words::problem::table::sheet_meant(lang, quoted(near)),
                    None => say::header_holds(lang, read.header.join(list::COMMA.get(lang))),
                });
                fault(name, message, hint);
            }
        }
        let pick = rule.pick.as_deref().map_or(Some(Pick::All), |code| picked(code, to));
        if pick.is_none() {
            let code = rule.pick.as_deref().unwrap_or_default();
            let message = Text::new(|lang| say::unknown_value(lang, "pick", quoted(code)));
            fault(code, message, Text::new(|lang| say::one_of(lang, picks(to).join(", "))));
        }
        let pick = pick.unwrap_or_default();
        let (constant, split, values) = (rule.constant, rule.split, rule.values);
        rules.push(Rule { to, from, constant, unit, split, pick, values });
    }
    (problems.n_errors() == before).then_some(Mapping {
        name: read.name,
        header: read.header,
        year: read.year,
        dates,
        prefix: read.prefix,
        is_published,
        rules,
        leave_out: read.leave_out,
        drop: read.drop,
    })
}

/// Returns the codes of what of several columns may count for a field: amounts alone add up.
fn picks(to: Field) -> Vec<&'static str> {
    let adds_up = to == Field::Column(Column::Budget);
    let codes = Pick::CODES.iter().filter(|(pick, _)| adds_up || *pick != Pick::Sum);
    codes.map(|(_, code)| *code).collect()
}

fn picked(code: &str, to: Field) -> Option<Pick> {
    let known = picks(to).contains(&code);
    Pick::CODES.iter().find(|(_, own)| known && *own == code).map(|(pick, _)| *pick)
}

/// Writes a mapping; `remark` says beside each rule what its reader should know, in one line.
pub fn write(mapping: &Mapping, head: &str, remark: &dyn Fn(Field) -> String) -> String {
    let mut out = String::new();
    for line in head.lines() {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
    line(&mut out, "format", &text(FORMAT));
    if !mapping.name.is_empty() {
        line(&mut out, "name", &text(&mapping.name));
    }
    line(&mut out, "header", &texts(&mapping.header));
    if let Some(year) = mapping.year {
        line(&mut out, "year", &year.to_string());
    }
    if let Some(order) = mapping.dates {
        line(&mut out, "dates", &text(code_of(order)));
    }
    if let Some(prefix) = &mapping.prefix {
        line(&mut out, "prefix", &text(prefix));
    }
    if mapping.is_published {
        line(&mut out, "blank", &text("unknown"));
    }
    if !mapping.drop.is_empty() {
        line(&mut out, "drop", &texts(&mapping.drop));
    }
    if !mapping.leave_out.is_empty() {
        out.push_str("\n[leave_out]\n");
        for (header, values) in &mapping.leave_out {
            line(&mut out, &text(header), &texts(values));
        }
    }
    for rule in &mapping.rules {
        out.push_str("\n[[column]]\n");
        let remark = remark(rule.to);
        let to = text(rule.to.code());
        line(&mut out, "to", &if remark.is_empty() { to } else { format!("{to}  # {remark}") });
        match &rule.from[..] {
            [] => {}
            [one] => line(&mut out, "from", &text(one)),
            many => line(&mut out, "from", &texts(many)),
        }
        if let Some(constant) = &rule.constant {
            line(&mut out, "constant", &text(constant));
        }
        if let Some(word) = rule.unit.power_word() {
            line(&mut out, "unit", &text(word));
        }
        if let Some(currency) = &rule.unit.currency {
            line(&mut out, "currency", &text(currency));
        }
        if let Some(split) = &rule.split {
            line(&mut out, "split", &text(split));
        }
        if rule.pick != Pick::All {
            let code = Pick::CODES.iter().find(|(own, _)| *own == rule.pick);
            line(&mut out, "pick", &text(code.map_or("", |(_, code)| code)));
        }
        if !rule.values.is_empty() {
            out.push_str("[column.values]\n");
            for (from, to) in &rule.values {
                line(&mut out, &text(from), &text(to));
            }
        }
    }
    out
}

fn code_of(order: DateOrder) -> &'static str {
    ORDERS.iter().find(|(own, _)| *own == order).map_or("", |(_, code)| code)
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn texts(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|own| text(own)).collect::<Vec<_>>().join(", "))
}

/// Writes a text as TOML does.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut mapping = Mapping {
            name: "2027年\"工作\"计划".to_owned(),
            header: ["序号", "工作\\任务", "经费(万元)", "自筹(万元)", "联系\n电话"]
                .map(str::to_owned)
                .to_vec(),
            year: Some(2027),
            dates: Some(DateOrder::DayFirst),
            prefix: Some("N".to_owned()),
            is_published: true,
            leave_out: [("序号".to_owned(), vec!["1".to_owned()])].into(),
            drop: vec!["联系\n电话".to_owned()],
            rules: Vec::new(),
        };
        mapping.rule_mut(Field::Column(Column::Title)).from = vec!["工作\\任务".to_owned()];
        let budget = mapping.rule_mut(Field::Column(Column::Budget));
        budget.from = ["经费(万元)", "自筹(万元)"].map(str::to_owned).to_vec();
        budget.pick = Pick::Sum;
        budget.unit = Unit { power: Some(4), currency: Some("CNY".to_owned()) };
        let status = mapping.rule_mut(Field::Column(Column::Status));
        status.values.insert("在办 \"急\"".to_owned(), "ongoing".to_owned());
        status.constant = Some("planned".to_owned());
        let written = write(&mapping, "a\nb", &|field| format!("to {}", field.code()));
        let mut problems = Problems::default();
        let read = read(&"m.toml".into(), &written, &mut problems);
        assert_eq!(problems.kept(), [], "{written}");
        assert_eq!(read, Some(mapping), "{written}");
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let text = "format = \"envcoop/mapping/1\"\nheader = [\"Aufgabe\"]\ndates = \"abc\"\n\n[[column]]\nto = \"titel\"\nfrom = \"Aufgabe\"\n[[column]]\nto = \"title\"\nfrom = \"Aufgaben\"\n";
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), text, &mut problems), None);
        let lines: Vec<u64> = problems.kept().iter().map(|problem| problem.place.line).collect();
        assert_eq!(lines, [3, 6, 10], "{:?}", problems.kept());
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), "format = 1\ncolour = 2", &mut problems), None);
        assert_eq!(problems.n_errors(), 1);
        let text = "format = \"envcoop/mapping/1\"\n[[column]]\nto = \"owner\"\npick = \"sum\"\n";
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), text, &mut problems), None);
        let problem = &problems.kept()[0];
        let said = format!("{problem:?}");
        assert!(said.contains("`sum`") && said.contains("all, first"), "{said}");
    }
}
