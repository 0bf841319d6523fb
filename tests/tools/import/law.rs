//! Random tables: every row is a row of the plan or named, every cell that is kept stands in it.

use std::io::Read;

use envcoop_core::problem::Problems;
use envcoop_intake::import::{Identifiers, Import, Survey};
use envcoop_intake::mapping::field;
use envcoop_intake::mapping::propose::Context;
use envcoop_intake::table::Search;
use envcoop_tests::shipped;
use proptest::collection::vec;
use proptest::prelude::*;

const HEADERS: [&str; 14] = [
    "序号",
    "工作任务",
    "责任单位",
    "完成时限",
    "经费(万元)",
    "进展",
    "备注",
    "类别",
    "Title",
    "Status",
    "风险",
    "电话",
    "Budget (USD)",
    "Start date",
];

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[a-z]{1,8}",
        2 => "[0-9]{1,6}",
        1 => "2027-0[1-9]-1[0-9]",
        2 => prop::sample::select(vec![
            "合计", "注：说明", "一、双边", "推进中", "完成", "6月底", "01/02/2027", "1,200", "?", "待定",
            "N/A", "W1.1", "80%", "¥5", "=SUM(A1)", "-", "，", "a\nb", "\"", "国际司、水司",
        ]).prop_map(str::to_owned),
    ]
}

fn table() -> impl Strategy<Value = (Vec<&'static str>, Vec<Vec<String>>)> {
    let headers = prop::sample::subsequence(HEADERS.to_vec(), 2..HEADERS.len());
    headers.prop_flat_map(|headers| {
        let row = vec(cell(), headers.len());
        (Just(headers), vec(row, 0..12))
    })
}

fn written(headers: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(headers).expect("a header");
    for row in rows {
        csv.write_record(row).expect("a row");
    }
    csv.into_inner().expect("a table")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_is_dropped_in_silence((headers, rows) in table()) {
        let framework = shipped("mini");
        let bytes = written(&headers, &rows);
        let open = || -> Box<dyn Read> { Box::new(std::io::Cursor::new(bytes.clone())) };
        let mut problems = Problems::default().keeping_all();
        let search = Search { is_known: &field::is_known, tells: &|_| false, encoding: None, sheet: None };
        let survey = Survey::of(&"t.csv".into(), &open, search, &framework, &mut problems);
        let Some(survey) = survey else {
            prop_assert!(problems.n_errors() > 0);
            return Ok(());
        };
        // A row of data may look more like a header than the header: then it is a title above it.
        prop_assume!(survey.table.layout.header.0 == 1);
        let proposal = survey.propose(Context::default());
        let import = Import::new(&survey, &proposal.mapping, &framework);
        let own = import.own_headers();
        let mut made: Vec<Vec<String>> = Vec::new();
        let mut ids = Vec::new();
        let account = import.run(&open, &mut Identifiers::default(), &mut problems, &mut |row| {
            made.push(row.own.to_vec());
            ids.push(row.mapped.get(envcoop_core::plan::Column::Id).to_owned());
        });
        let n_left_out: u64 = account.n_left_out.values().sum();
        prop_assert_eq!(account.n_read, account.n_made + n_left_out + account.n_refused);
        prop_assert_eq!(account.left_out.len() as u64, n_left_out);
        prop_assert_eq!(made.len() as u64, account.n_made);
        let n_filled = rows.iter().filter(|row| row.iter().any(|cell| !envcoop_core::text::trim(cell).is_empty())).count();
        prop_assert_eq!(account.n_read, n_filled as u64 - (survey.table.layout.header.1 - survey.table.layout.header.0));
        // Ids are there and tell rows apart.
        prop_assert!(ids.iter().all(|id| envcoop_core::plan::grammar::is_id(id)));
        let n = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), n);
        prop_assert!(made.iter().all(|row| row.len() == own.len()));
        // What is kept is kept: the texts of a column that no rule uses are those of the rows made.
        let is_used = |header: &str| proposal.mapping.rules.iter().any(|rule| rule.from.iter().any(|own| own == header));
        for (at, header) in headers.iter().enumerate() {
            if is_used(header) { continue }
            let Some(place) = own.iter().position(|own| own == header) else { continue };
            let all: Vec<&str> = rows.iter().map(|row| envcoop_core::text::trim(&row[at])).collect();
            for row in &made {
                prop_assert!(all.contains(&envcoop_core::text::trim(&row[place])), "{header}: {:?}", row[place]);
            }
        }
    }
}
