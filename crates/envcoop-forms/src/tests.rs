//! One document in every form.

use envcoop_core::money::Cents;
use envcoop_core::text::{Label, Lang, Text};

use crate::document::{Block, Line, Mark, Run, Style};
use crate::phrase::Phrase;
use crate::table::csv::{self, Audience, Form};
use crate::table::{Column, ColumnSpec, Forms, Kind, TableOf, TableSpec, Value};
use crate::{html, json, markdown, terminal};

/// What a row is made from: it borrows.
struct Owner<'s> {
    name: &'s str,
    office: &'s Text,
    is_late: bool,
    money: Cents,
}

const NAME: ColumnSpec = ColumnSpec::new("name", Kind::Text, of("Owner", "负责人"), ABOUT);
const MONEY: ColumnSpec = ColumnSpec::new("money", Kind::Amount, of("Money", "资金"), ABOUT);
const DUE: ColumnSpec = ColumnSpec::new("due", Kind::Date, of("Due", "截止日期"), ABOUT);
const LATE: ColumnSpec = ColumnSpec::new("late", Kind::Text, of("Late", "逾期"), ABOUT);
const ABOUT: Label = Label::EMPTY;

const fn of(en: &'static str, zh: &'static str) -> Label {
    Label { en, zh }
}

impl<'s> Owner<'s> {
    const OFFICE: Column<'s, Self> =
        ColumnSpec::new("office", Kind::Text, of("Office", "处室"), ABOUT)
            .prose()
            .printed(2)
            .of(|row| row.office.into());

    const TABLE: TableOf<'s, Self> = TableOf {
        spec: TableSpec {
            name: "owners",
            title: of("Owners", "负责人"),
            about: ABOUT,
            key: &["name"],
            references: &[],
        },
        columns: &[
            LATE.of(|row| match row.is_late {
                true => Value::word("yes", of("late", "逾期")),
                false => Value::Blank,
            }),
            NAME.printed(1).of(|row| row.name.into()),
            Self::OFFICE,
            DUE.printed(3).to_fill(),
            MONEY.only_in(Forms::DATA.and(Forms::SHEET)).of(|row| row.money.into()),
        ],
    };
}

const NAMES: TableOf<'static, String> = TableOf {
    spec: TableSpec { name: "names", ..TableSpec::shown(of("Owners", "负责人")) },
    columns: &[NAME.of(|name| name.clone().into())],
};

#[test]
fn one_document_serves_every_form_and_language() {
    let office = Text::new(|lang| ["Air & water", "大气与水"][lang as usize].to_owned());
    let rows = [("Li <1>", true, 150), ("Wang", false, 0)];
    let rows = rows.map(|(name, is_late, cents)| Owner {
        name,
        office: &office,
        is_late,
        money: Cents(cents),
    });
    let table = Owner::TABLE.fill(rows);
    assert_eq!(table.at(MONEY), Some(4));
    let on_sheet = table.view(Forms::SHEET);
    let names: Vec<&str> = on_sheet.columns().map(|column| column.spec.name).collect();
    assert_eq!(names, ["name", "office", "due", "late", "money"]);

    let mut file = Vec::new();
    let form = Form { audience: Audience::Data, lang: Lang::Zh, ..Form::default() };
    csv::write(&table, &mut file, form).expect("memory can be written");
    let expected = "late,name,office,money\nyes,Li <1>,大气与水,1.50\n,Wang,大气与水,0.00\n";
    assert_eq!(String::from_utf8(file).expect("text"), expected);

    let document = [
        Block::Title(Phrase::from("Plan")),
        Block::text("as of 2027"),
        Block::heading(table.title.clone()),
        Block::Table(table, Some(Phrase::each(|lang| format!("key {}", lang.code())))),
        Block::List(
            Mark::Task,
            vec![Line(vec![Run::new(Style::Strong, "A_1"), Run::new(Style::Plain, " do")])],
        ),
    ];
    let expected = "as of 2027\n\nOwners\n Late  Owner   Office\n───────────────────────────\n late  \
         Li <1>  Air & water\n       Wang    Air & water\nkey en\n\n- A_1 do\n";
    assert_eq!(terminal::render(&document, Lang::En, None), expected);
    let expected = "# Plan\n\nas of 2027\n\n## 负责人\n\n| 逾期 | 负责人 | 处室 |\n|---|---|---|\n\
         | 逾期 | Li \\<1\\> | 大气与水 |\n|  | Wang | 大气与水 |\n\nkey zh\n\n- [ ] **A\\_1** do\n";
    assert_eq!(markdown::render(&document, Lang::Zh), expected);
    let expected = r#"{"format":"f/1","owners":[{"late":"yes","money":"1.50","name":"Li <1>","office":"Air & water"},{"late":null,"money":"0.00","name":"Wang","office":"Air & water"}]}"#;
    assert_eq!(json::document(&document, "f/1", Lang::En).to_string(), expected);
    let page = html::document(&document, &Lang::ALL).into_string();
    assert!(page.contains("<h1>Plan</h1>"), "{page}");
    assert!(page.contains("<th scope=\"row\"><i lang=\"en\">late</i><i lang=\"zh\">逾期</i></th>"));
    assert!(page.contains("<td>Li &lt;1&gt;</td>"), "{page}");
}

#[test]
fn an_account_is_lines_on_a_terminal_and_a_table_elsewhere() {
    let long = "Li is new in the office, which takes more than one line of a narrow terminal";
    let table = |name, rows: &[&str]| {
        let mut table = NAMES.fill(rows.iter().map(|&row| row.to_owned()));
        table.spec.name = name;
        table
    };
    let document = [
        Block::Account(table("new", &["Li"]), vec![long.into()]),
        Block::Account(table("gone", &[]), vec![]),
        Block::Account(table("left", &["Wang"]), vec!["Wang left".into()]),
        Block::Data(table("all", &["Zhao"])),
    ];
    assert_eq!(terminal::render(&document, Lang::En, Some(40)), format!("{long}\nWang left\n"));
    let shown = "## Owners\n\n| Owner |\n|---|\n";
    let expected = format!("{shown}| Li |\n\n{shown}| Wang |\n");
    assert_eq!(markdown::render(&document, Lang::En), expected);
    let page = html::render(&document, Lang::En);
    assert!(page.contains("<title>Owners</title>") && page.contains("Wang"), "{page}");
    assert!(!page.contains("Zhao"), "{page}");
    let expected = r#"{"all":[{"name":"Zhao"}],"format":"f/1","gone":[],"left":[{"name":"Wang"}],"new":[{"name":"Li"}]}"#;
    assert_eq!(json::document(&document, "f/1", Lang::En).to_string(), expected);
}

#[test]
fn tables_of_a_document_are_one_in_csv() {
    let office = Text::new(|_| "Air".to_owned());
    let owner = Owner { name: "Li", office: &office, is_late: true, money: Cents(150) };
    let names = ["=Wang".to_owned()];
    let document = [
        Block::text("not in the table"),
        Block::Table(Owner::TABLE.fill([owner]), None),
        Block::Account(NAMES.fill(names), vec![]),
    ];
    let mut file = Vec::new();
    crate::csv::write(&document, &mut file, Form::default()).expect("memory can be written");
    let expected = "\u{feff}table,late,name,office,money\r\nowners,yes,Li,Air,1.50\r\n\
                    names,,'=Wang,,\r\n";
    assert_eq!(String::from_utf8(file).expect("text"), expected);
}

#[test]
fn a_path_is_broken_behind_a_slash_never_at_a_hyphen() {
    let place = "data/examples/mini-plan.csv:6";
    let line = Phrase::each(|_| format!("handled by somebody else ({place})"));
    let said = terminal::render(&[Block::Text(vec![line.into()])], Lang::En, Some(50));
    assert_eq!(said, format!("handled by somebody else ({}\n{})\n", &place[..14], &place[14..]));
}
