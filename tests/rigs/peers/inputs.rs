//! The inputs, the same bytes every time, and what is in them: plans with everything that CSV quotes,
//! in text and as a workbook, and published activities.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::figures::{Groups, ROWS, Sums};

/// The columns of a plan.
const COLUMNS: [&str; 16] = [
    "id", "measures", "title", "stage", "status", "owner", "partner", "start", "end", "budget",
    "currency", "funder", "evidence", "updated", "note", "link",
];
const BUDGET: usize = 9;
const DAYS: [usize; 3] = [7, 8, 13];
const NOTE: usize = 14;

/// How many rows have one that a person edited.
const EDITED: u64 = 50;

/// Numbers that look drawn and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A row of a plan.
pub(super) struct Row<'a> {
    cells: [Cow<'static, str>; COLUMNS.len()],
    cents: i64,
    /// The measures, with their per cent.
    shares: Vec<(&'a str, i64)>,
    status: &'static str,
    currency: &'static str,
}

impl<'a> Row<'a> {
    fn nth(i: u64, measures: &'a [String]) -> Row<'a> {
        const STATUSES: [&str; 7] =
            ["planned", "ongoing", "completed", "suspended", "proposed", "cancelled", "?"];
        const OWNERS: [&str; 5] = ["Li Na", "王芳;Zhang Wei", "Department of Water", "?", ""];
        const PARTNERS: [&str; 4] = ["UNEP", "Japan;Republic of Korea", "", "ASEAN"];
        const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];
        let mut draw = Draw(i);
        let a = draw.below(measures.len() as u64) as usize;
        let (a, b) = (&*measures[a], &*measures[(a + 1) % measures.len()]);
        let (served, shares) = match draw.below(5) {
            0 => (format!("{a}:60;{b}:40"), vec![(a, 60), (b, 40)]),
            1 => (format!("{a};{b}"), vec![(a, 50), (b, 50)]),
            _ => (a.to_owned(), vec![(a, 100)]),
        };
        let title: Cow<'_, str> = match draw.below(4) {
            0 => format!("Monitoring of shared rivers, round {i}").into(),
            1 => format!("The \"clean air\" forum, its {i}th year").into(),
            2 => format!("第{i}次联合培训，为期三天").into(),
            _ => format!("Training of inspectors {i}").into(),
        };
        let note: Cow<'_, str> = match draw.below(6) {
            0 => format!("agreed by letter\nsee file {i}, page 3").into(),
            1 => "待财务司确认".into(),
            _ => "".into(),
        };
        let (status, year, month) = (draw.one(&STATUSES), 2023 + draw.below(4), 1 + draw.below(12));
        let day = |year: u64| format!("{year}-{month:02}-{:02}", 1 + (i % 28)).into();
        let (start, end) = match draw.below(8) {
            0 => ("?".into(), day(year + 2)),
            1 => (day(year), "".into()),
            _ => (day(year), day(year + 1)),
        };
        // Tenths are split by 60, 50 and 40 per cent without a rest.
        let tenths = 1_000 + draw.below(9_000_000) as i64;
        let (budget, currency, cents): (Cow<'_, str>, _, _) = match draw.below(6) {
            0 => ("".into(), "", 0),
            1 => ("?".into(), "CNY", 0),
            _ => (
                format!("{}.{}0", tenths / 10, tenths % 10).into(),
                draw.one(&CURRENCIES),
                tenths * 10,
            ),
        };
        let evidence = if status == "completed" { "https://example.org/report.pdf" } else { "" };
        let cells = [
            format!("A{i:08}").into(),
            served.into(),
            title,
            "".into(),
            status.into(),
            draw.one(&OWNERS).into(),
            draw.one(&PARTNERS).into(),
            start,
            end,
            budget,
            currency.into(),
            "central budget".into(),
            evidence.into(),
            "2026-06-30".into(),
            note,
            "".into(),
        ];
        Row { cells, cents, shares, status, currency }
    }

    /// Makes the row what somebody made of it, where she edited it.
    fn edited(mut self, i: u64) -> Row<'a> {
        if i.is_multiple_of(EDITED) {
            self.cells[NOTE] = format!("postponed, see minute {i}").into();
        }
        self
    }

    fn count(&self, groups: &mut Groups<'a>) {
        let day = |at: usize| if self.cells[at] == "?" { "" } else { &*self.cells[at] };
        for (measure, per_cent) in &self.shares {
            let key = [measure, self.status, self.currency];
            groups.add(key, 1, self.cents * per_cent / 100, [day(DAYS[0]), day(DAYS[1])]);
        }
    }
}

/// Writes a plan of so many rows as CSV and returns what is in it.
pub(super) fn write_plan<'a>(
    mut out: impl Write,
    n_rows: u64,
    measures: &'a [String],
) -> io::Result<Groups<'a>> {
    let mut groups = Groups::default();
    write_cells(&mut out, COLUMNS)?;
    for i in 0..n_rows {
        let row = Row::nth(i, measures);
        row.count(&mut groups);
        write_cells(&mut out, row.cells.iter().map(|cell| &**cell))?;
    }
    out.flush()?;
    Ok(groups)
}

/// Writes the same plan as somebody edited it, and returns how many cells are other ones.
pub(super) fn write_edited(
    mut out: impl Write,
    n_rows: u64,
    measures: &[String],
) -> io::Result<u64> {
    write_cells(&mut out, COLUMNS)?;
    for i in 0..n_rows {
        let row = Row::nth(i, measures).edited(i);
        write_cells(&mut out, row.cells.iter().map(|cell| &**cell))?;
    }
    out.flush()?;
    Ok(n_rows.div_ceil(EDITED))
}

fn write_cells<'a>(
    out: &mut impl Write,
    cells: impl IntoIterator<Item = &'a str>,
) -> io::Result<()> {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        if cell.contains(['"', ',', '\n']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

/// Writes the same plan as a workbook, with days and amounts as spreadsheets keep them, and returns
/// what is in it.
pub(super) fn write_workbook<'a>(
    path: &Path,
    n_rows: u64,
    measures: &'a [String],
) -> anyhow::Result<Groups<'a>> {
    let mut groups = Groups::default();
    let mut book = Workbook::new();
    // What Excel writes: texts are shared.
    let sheet = book.add_worksheet_with_low_memory()?;
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_row(0, 0, COLUMNS)?;
    for i in 0..n_rows {
        let row = Row::nth(i, measures);
        row.count(&mut groups);
        let line = u32::try_from(i + 1)?;
        for (j, cell) in row.cells.iter().enumerate() {
            let column = u16::try_from(j)?;
            let is_value = !["", "?"].contains(&&**cell);
            if is_value && DAYS.contains(&j) {
                let day = ExcelDateTime::parse_from_str(cell)?;
                sheet.write_datetime_with_format(line, column, &day, &day_format)?;
            } else if is_value && j == BUDGET {
                sheet.write_number(line, column, row.cents as f64 / 100.0)?;
            } else if !cell.is_empty() {
                sheet.write_string(line, column, &**cell)?;
            }
        }
    }
    book.save(path)?;
    Ok(groups)
}

/// Writes so many published activities, some five thousand bytes each, and returns how many there are
/// and what they cost. Every other one has phrases of the strategy in one of its languages.
pub(super) fn write_published(
    mut out: impl Write,
    n_activities: u64,
    phrases: &[(String, String)],
) -> io::Result<Sums> {
    const CURRENCIES: [&str; 4] = ["USD", "EUR", "CNY", "JPY"];
    const SECTORS: [&str; 8] =
        ["41010", "14010", "23110", "11220", "12220", "31120", "15110", "72010"];
    const COUNTRIES: [&str; 6] = ["KE", "LA", "MN", "PE", "KH", "ET"];
    const SENTENCES: [&str; 8] = [
        "The programme works with local governments and communities (> 2 000 people) of six districts & their schools.",
        "Teachers, nurses and engineers are trained on the job, and equipment is bought where there is none.",
        "A steering committee of ministries and donors meets twice a year and approves the work plan.",
        "Le projet renforce les capacités des autorités locales et finance des travaux de réhabilitation.",
        "El proyecto apoya a pequeños productores con crédito, asistencia técnica y acceso a mercados.",
        "项目支持地方政府改善公共服务，并为基层人员提供培训和设备。",
        "Проект помогает районным больницам и школам, обучает персонал и закупает оборудование.",
        "Roads, bridges and markets are rehabilitated so that farmers can sell what they grow all year round.",
    ];
    let mut sums = Sums::new();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\" generated-datetime=\"2026-09-15T08:00:00Z\">"
    )?;
    for i in 0..n_activities {
        let mut draw = Draw(i);
        let currency = draw.one(&CURRENCIES);
        let year = 2019 + draw.below(7);
        writeln!(
            out,
            "  <iati-activity last-updated-datetime=\"2026-0{}-11T09:30:00Z\" xml:lang=\"en\" default-currency=\"{currency}\" hierarchy=\"1\">\n    \
             <iati-identifier>XM-BENCH-1-{i:07}</iati-identifier>\n    \
             <reporting-org ref=\"XM-BENCH-1\" type=\"10\"><narrative>Invented agency of the bench</narrative></reporting-org>",
            1 + draw.below(9)
        )?;
        let (lang, phrase) = match draw.below(2) {
            0 => (&*phrases[i as usize % phrases.len()].0, &*phrases[i as usize % phrases.len()].1),
            _ => ("en", "rural roads"),
        };
        writeln!(
            out,
            "    <title>\n      <narrative xml:lang=\"{lang}\">{}, phase {}</narrative>\n    </title>",
            escaped(phrase),
            1 + draw.below(4)
        )?;
        for kind in 1..=2 {
            write!(out, "    <description type=\"{kind}\">\n      <narrative>")?;
            for _ in 0..3 + draw.below(6) {
                let sentence = draw.one(&SENTENCES);
                write!(out, "{} ", escaped(sentence))?;
            }
            writeln!(out, "</narrative>\n    </description>")?;
        }
        writeln!(
            out,
            "    <participating-org role=\"1\" ref=\"XM-BENCH-1\" type=\"10\"><narrative>Invented agency of the bench</narrative></participating-org>\n    \
             <participating-org role=\"4\" type=\"21\"><narrative>Works association {}</narrative></participating-org>\n    \
             <activity-status code=\"{}\"/>\n    \
             <activity-date type=\"1\" iso-date=\"{year}-01-01\"/>\n    \
             <activity-date type=\"2\" iso-date=\"{year}-02-15\"/>\n    \
             <activity-date type=\"3\" iso-date=\"{}-12-31\"/>\n    \
             <recipient-country code=\"{}\" percentage=\"100\"/>\n    \
             <sector code=\"{}\" vocabulary=\"1\" percentage=\"60\"/>\n    \
             <sector code=\"99810\" vocabulary=\"1\" percentage=\"40\"/>\n    \
             <policy-marker vocabulary=\"1\" code=\"2\" significance=\"{}\"/>",
            draw.below(500),
            draw.one(&["1", "2", "2", "2", "3", "4"]),
            year + 4,
            draw.one(&COUNTRIES),
            draw.one(&SECTORS),
            draw.below(3)
        )?;
        for k in 0..1 + draw.below(3) {
            let cents = 1_000_000 + draw.below(900_000_000) as i64;
            *sums.entry(currency.to_owned()).or_default() += cents;
            let year = year + k;
            writeln!(
                out,
                "    <budget type=\"1\" status=\"1\">\n      <period-start iso-date=\"{year}-01-01\"/>\n      \
                 <period-end iso-date=\"{year}-12-31\"/>\n      \
                 <value value-date=\"{year}-01-01\">{}.{:02}</value>\n    </budget>",
                cents / 100,
                cents % 100
            )?;
        }
        for _ in 0..2 + draw.below(8) {
            writeln!(
                out,
                "    <transaction>\n      <transaction-type code=\"3\"/>\n      \
                 <transaction-date iso-date=\"{year}-{:02}-10\"/>\n      \
                 <value value-date=\"{year}-06-10\">{}</value>\n      \
                 <receiver-org type=\"21\"><narrative>Works association {}</narrative></receiver-org>\n    </transaction>",
                1 + draw.below(12),
                draw.below(9_000_000),
                draw.below(500)
            )?;
        }
        writeln!(out, "  </iati-activity>")?;
        *sums.entry(ROWS.to_owned()).or_default() += 1;
    }
    writeln!(out, "</iati-activities>")?;
    out.flush()?;
    Ok(sums)
}

/// Returns a text as character data.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask::columns::records;

    #[test]
    fn a_plan_has_everything_that_csv_quotes_and_is_the_same_every_time() {
        let measures = ["M1".to_owned(), "M2".to_owned(), "M3".to_owned()];
        let write = || {
            let mut plan = Vec::new();
            let groups = write_plan(&mut plan, 200, &measures).expect("memory can be written");
            (String::from_utf8(plan).expect("UTF-8"), groups)
        };
        let (plan, groups) = write();
        assert_eq!(plan, write().0);
        let rows = records(&plan);
        assert_eq!(rows.len(), 201);
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        for quoted in [", ", "\"", "\n", "第"] {
            let has = |row: &Vec<String>| row.iter().any(|cell| cell.contains(quoted));
            assert!(rows.iter().any(has), "{quoted:?}");
        }
        let n_shares: usize = rows[1..].iter().map(|row| row[1].split(';').count()).sum();
        assert_eq!(groups.0.values().map(|group| group.n_rows).sum::<u64>(), n_shares as u64);
        let cents = |row: &Vec<String>| row[BUDGET].replace('.', "").parse().unwrap_or(0);
        let total: i64 = rows[1..].iter().map(cents).sum();
        assert_eq!(groups.0.values().map(|group| group.cents).sum::<i64>(), total);
    }

    #[test]
    fn an_edited_plan_differs_in_as_many_cells_as_it_says() {
        let measures = ["M1".to_owned()];
        let (mut plan, mut edited) = (Vec::new(), Vec::new());
        write_plan(&mut plan, 120, &measures).expect("memory can be written");
        let n_edited = write_edited(&mut edited, 120, &measures).expect("memory can be written");
        let cells = |csv: Vec<u8>| records(&String::from_utf8(csv).expect("UTF-8")).concat();
        let (plan, edited) = (cells(plan), cells(edited));
        assert_eq!(plan.len(), edited.len());
        let n_other = plan.iter().zip(&edited).filter(|(ours, theirs)| ours != theirs).count();
        assert_eq!(n_other as u64, n_edited);
    }
}
