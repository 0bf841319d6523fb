//! A mapping as a file: TOML that a person can read, change and keep under version control.

mod read;
mod rule;

use std::fmt::Write;

use envcoop_core::cell::DateOrder;

pub use self::read::{decode, read};
use super::field::Field;
use super::{Mapping, ORDERS, Pick};

/// The format of the file, in its first line.
pub const FORMAT: &str = "envcoop/mapping/1";

/// That blank cells take what stands above them.
const FILL_DOWN: &str = "down";

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
    if !mapping.holds.is_empty() {
        let codes: Vec<String> = mapping.holds.iter().map(|own| own.code().to_owned()).collect();
        line(&mut out, "holds", &texts(&codes));
    }
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
        if let Some(join) = &rule.join {
            line(&mut out, "join", &text(join));
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
        if let Some(word) = rule.unit_else.power_word() {
            let parts = [Some(word), rule.unit_else.currency.as_deref()];
            let unit: Vec<&str> = parts.into_iter().flatten().collect();
            line(&mut out, "unit_else", &text(&unit.join(" ")));
        }
        if let Some(split) = &rule.split {
            line(&mut out, "split", &text(split));
        }
        if rule.pick != Pick::All {
            let code = Pick::CODES.iter().find(|(own, _)| *own == rule.pick);
            line(&mut out, "pick", &text(code.map_or("", |(_, code)| code)));
        }
        if rule.is_filled_down {
            line(&mut out, "fill", &text(FILL_DOWN));
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
    use crate::mapping::holds::Holds;
    use crate::mapping::unit::Unit;
    use envcoop_core::plan::Column;
    use envcoop_core::problem::Problems;
    use envcoop_core::text::Lang;

    #[test]
    fn what_is_written_is_read_again() {
        let mut mapping = Mapping {
            name: "2027年\"工作\"计划".to_owned(),
            header: ["序号", "工作\\任务", "经费(万元)", "自筹(万元)", "联系\n电话"]
                .map(str::to_owned)
                .to_vec(),
            holds: vec![Holds::Numbers, Holds::Texts, Holds::Numbers, Holds::Days, Holds::Nothing],
            year: Some(2027),
            dates: Some(DateOrder::DayFirst),
            prefix: Some("N".to_owned()),
            is_published: true,
            leave_out: [("序号".to_owned(), vec!["1".to_owned()])].into(),
            drop: vec!["联系\n电话".to_owned()],
            rules: Vec::new(),
        };
        mapping.rule_mut(Field::Column(Column::Title)).from = vec!["工作\\任务".to_owned()];
        let id = mapping.rule_mut(Field::Column(Column::Id));
        id.from = vec!["序号".to_owned(), "工作\\任务".to_owned()];
        id.join = Some("-".to_owned());
        mapping.rule_mut(Field::Column(Column::Owner)).from = vec!["联系\n电话".to_owned()];
        mapping.rule_mut(Field::Column(Column::Owner)).is_filled_down = true;
        let budget = mapping.rule_mut(Field::Column(Column::Budget));
        budget.from = ["经费(万元)", "自筹(万元)"].map(str::to_owned).to_vec();
        budget.pick = Pick::Sum;
        budget.unit_else = Unit { power: Some(0), currency: Some("USD".to_owned()) };
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
        assert_eq!(problems.n_errors(), 2, "{:?}", problems.kept());
    }

    #[test]
    fn every_key_is_held_against_what_it_may_say() {
        for (line, parts) in [
            ("year = -5", ["year", "-5", "1950"]),
            ("year = \"2027\"", ["year", "2027", "without quotes"]),
            ("prefix = \"1\"", ["prefix", "`1`", "begin with a letter"]),
            ("prefix = \"\"", ["prefix", "``", "begin with a letter"]),
            ("prefix = \"a;\"", ["prefix", "`a;`", "begin with a letter"]),
            ("colour = 1", ["colour", "no key", "one of"]),
            ("header = \"a\"", ["header", "`a`", "list of texts"]),
            ("header = [1]", ["header", "`1`", "text in straight quotes"]),
            ("holds = [\"numbers\"]", ["1 column holds", "names 0", "remove the line"]),
            ("blank = true", ["blank", "`true`", "unmet, unknown"]),
            ("leave_out = 3", ["leave_out", "`3`", "[leave_out]"]),
            ("[column]\nto = \"title\"", ["column", "does not know", "[[column]]"]),
            ("[[column]]\nfrom = \"a\"", ["`to`", "missing", "title"]),
            ("[[column]]\nto = \"title\"", ["`title`", "names no column", "from ="]),
        ] {
            refused(line, &parts);
        }
    }

    #[test]
    fn every_key_of_a_rule_is_held_against_what_it_may_say() {
        for (to, line, parts) in [
            ("owner", "split = \"\"", ["split", "``", "\"|\""]),
            ("owner", "split = \"a\"", ["split", "`a`", "\"|\""]),
            ("owner", "split = \"\\u0007\"", ["split", "does not know", "\"|\""]),
            ("end", "split = \"|\"", ["split", "nothing about `end`", "owner"]),
            ("title", "unit = \"万元\"", ["unit", "nothing about `title`", "budget"]),
            ("budget", "unit = \"viel\"", ["unit", "`viel`", "万元"]),
            ("budget", "currency = \"万\"", ["currency", "`万`", "USD"]),
            ("status", "constant = \"soon\"", ["constant", "`soon`", "planned"]),
            ("end", "constant = \"soon\"", ["constant", "`soon`", "2027-06-30"]),
            ("status", "values = {\"在办\" = \"doing it\"}", ["在办", "`doing it`", "planned"]),
            ("budget", "values = {\"x\" = \"viel\"}", ["`x`", "`viel`", "200000"]),
            ("owner", "pick = \"last\"", ["pick", "`last`", "all, first"]),
            ("owner", "pick = \"sum\"", ["pick", "`sum`", "all, first"]),
            ("budget", "pick = \"last\"", ["pick", "`last`", "all, first, sum"]),
            ("owner", "fill = \"up\"", ["fill", "`up`", "down"]),
            ("end", "fill = \"down\"", ["fill", "nothing about `end`", "owner"]),
            ("owner", "from = 3", ["from", "`3`", "list of texts"]),
        ] {
            let from = if line.starts_with("from") { "constant = \"b\"" } else { "from = \"a\"" };
            refused(&format!("[[column]]\nto = \"{to}\"\n{from}\n{line}"), &parts);
        }
    }

    /// Reads a mapping with one fault.
    #[track_caller]
    fn refused(lines: &str, parts: &[&str]) {
        let text = format!("format = \"{FORMAT}\"\n{lines}\n");
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), &text, &mut problems), None, "{lines}");
        let told: Vec<String> = problems
            .kept()
            .iter()
            .map(|own| {
                format!(
                    "{} {}",
                    own.message.get(Lang::En),
                    own.hint.as_ref().map_or("", |hint| hint.get(Lang::En))
                )
            })
            .collect();
        assert_eq!(told.len(), 1, "{lines}: {told:?}");
        for part in parts {
            assert!(told[0].contains(part), "{lines}: {part}: {told:?}");
        }
    }

    #[test]
    fn what_is_no_toml_is_named_line_by_line() {
        let text = format!("format = \"{FORMAT}\"\nname = 甲\nprefix = “N”\nyear = 2027\n");
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), &text, &mut problems), None);
        let lines: Vec<u64> = problems.kept().iter().map(|own| own.place.line).collect();
        assert_eq!(lines, [2, 3], "{:?}", problems.kept());
        let said = problems.kept()[0].message.get(Lang::Zh).to_owned();
        assert!(said.contains("`name = 甲` 不是列映射的写法（"), "{said}");
    }

    #[test]
    fn a_mapping_is_read_in_the_encodings_of_editors() {
        let text = format!("format = \"{FORMAT}\"\nheader = [\"工作任务\", \"风险\"]\n");
        let utf_16 = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("\u{feff}{text}").encode_utf16().flat_map(to).collect()
        };
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            encoding_rs::GB18030.encode(&text).0.into_owned(),
            utf_16(u16::to_le_bytes),
            utf_16(u16::to_be_bytes),
        ] {
            let read = decode(&bytes).expect("a text");
            assert!(read.contains("[\"工作任务\", \"风险\"]"), "{read}");
        }
    }

    #[test]
    fn very_many_faults_take_no_longer_than_their_number() {
        // Each fault was looked for from the beginning: so many took minutes.
        let rules: String = (0..20_000)
            .map(|at| format!("[[column]]\nto = \"title\"\nfrom = \"t{at}\"\n"))
            .collect();
        let text = format!("format = \"{FORMAT}\"\nheader = [\"a\"]\n{rules}");
        let mut problems = Problems::default();
        assert_eq!(read(&"m.toml".into(), &text, &mut problems), None);
        assert_eq!(problems.n_errors(), 2 * 20_000 - 1);
    }
}
