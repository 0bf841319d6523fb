//! Lists that are published: what is taken adds up to what an independent count finds.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};
use envcoop_core::money::Currency;
use envcoop_tests::{folder, read, run, shared};

type Sums = BTreeMap<String, (u64, i64)>;

/// Adds up the money of a plan, in cents, by currency.
fn sums(plan: &str) -> Sums {
    let text = read(plan);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let at = |name: &str| headers.iter().position(|own| own == name).expect("a column");
    let (budget, currency) = (at("budget"), at("currency"));
    let mut sums = Sums::new();
    for record in reader.records() {
        let record = record.expect("a row");
        if let Ok(amount) = record[budget].parse::<f64>() {
            add(&mut sums, &record[currency], amount);
        }
    }
    sums
}

fn add(sums: &mut Sums, currency: &str, amount: f64) {
    let sum = sums.entry(currency.to_owned()).or_default();
    sum.0 += 1;
    sum.1 += (amount * 100.0).round() as i64;
}

#[test]
fn a_list_of_chinese_official_finance() {
    let name =
        "data/projects/aiddata_china_global/GlobalChineseOfficialFinanceDataset_v1.0_redacted.xlsx";
    let Some(path) = shared(name) else { return };
    let folder = folder();
    let plan = folder.path().join("plan.csv");
    run("envcoop-checklist import --no-classify -o").arg(&plan).arg(&path).done();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    let mut rows = range.rows();
    let header: Vec<String> = rows.next().expect("a header").iter().map(Data::to_string).collect();
    let at = |name: &str| header.iter().position(|own| own == name).expect("a column");
    let (umbrella, amount, currency) = (at("umbrella"), at("amount"), at("currency"));
    let (mut expected, mut n_rows) = (Sums::new(), 0);
    for row in rows.filter(|row| row[umbrella] != 1.0 && row[umbrella] != 1) {
        n_rows += 1;
        let code = row[currency].to_string();
        if let Data::Float(amount) = row[amount]
            && code.trim().parse::<Currency>().is_ok()
        {
            add(&mut expected, code.trim(), amount);
        }
    }
    assert_eq!(sums(&plan.to_string_lossy()), expected);
    assert_eq!(read(&plan).matches("ChineseOfficialFinance1.0:").count(), n_rows);
}

#[test]
fn a_list_of_a_fund() {
    let Some(path) = shared("data/projects/aiddata_gef/projects.csv") else { return };
    let folder = folder();
    let plan = folder.path().join("plan.csv");
    run("envcoop-checklist import --no-classify -o").arg(&plan).arg(&path).done();
    let text = read(&path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let at = headers.iter().position(|own| own == "total_commitments").expect("a column");
    let mut expected = Sums::new();
    for record in reader.records() {
        if let Ok(amount) = record.expect("a row")[at].parse() {
            add(&mut expected, "USD", amount);
        }
    }
    assert_eq!(sums(&plan.to_string_lossy()), expected);
}
