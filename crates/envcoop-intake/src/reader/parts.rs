//! Plans added up as they are read: parts of long CSV files each by themselves, on several threads.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use envcoop_core::framework::Framework;
use envcoop_core::judge::advice::PartAdvisor;
use envcoop_core::plan::{CellNotes, Lately, Row, row};
use envcoop_core::problem::Problems;
use envcoop_core::study::Portfolio;

use super::{Known, PlanReader, is_new};
use crate::plan::csv::Header;
use crate::plan::parts::{Cutter, PartRows};
use crate::plan::records::Rows;
use crate::plan::{Format, IdCheck, encoding};

impl PlanReader<'_> {
    /// Reads one plan as [`read`](Self::read) does and adds its rows up. Parts of a long CSV file are
    /// read on several threads where the reader looks for ids [by their digests](Self::by_digests) or not at
    /// all and the portfolio takes [parts](Portfolio::of_part). `tick` is told how many rows were read.
    pub fn add_up(
        &mut self,
        name: &str,
        input: impl Read,
        portfolio: &mut Portfolio,
        tick: &mut dyn FnMut(u64),
    ) {
        let rules = portfolio.rules;
        self.file(name, input, |reader, format, file, head, input| {
            if format == Format::Csv && reader.n_threads > 1 {
                return reader.add_up_csv(file, head, input, portfolio, tick);
            }
            reader.read_as(format, file, head, input, &mut |row| {
                portfolio.add(&rules.judge(row));
                tick(1);
            })
        });
    }

    fn add_up_csv(
        &mut self,
        file: &Arc<str>,
        head: &[u8],
        input: impl Read,
        portfolio: &mut Portfolio,
        tick: &mut dyn FnMut(u64),
    ) -> io::Result<()> {
        let PlanReader { problems, known, .. } = self;
        let encoding = match encoding::of_csv(head, self.encoding, self.framework) {
            Ok(encoding) => encoding,
            Err(undecided) => {
                problems.push(undecided.problem(file));
                return Ok(());
            }
        };
        let text = encoding::decode(head, input, encoding)?;
        let read = Header::read(file, &text.head, text.rest, self.first_row, problems)?;
        let Some((header, mut rows)) = read else { return Ok(()) };
        // All rows are held against the first ones, which come one after the other.
        let mut template = known.part(portfolio, problems);
        if template.is_none() {
            let may_be_cut = portfolio.of_part().is_some() && known.ids.of_part().is_some();
            known.n_refused += header.some_rows(&mut rows, problems, &mut |row, problems| {
                known.add(row, problems, portfolio, tick);
                let goes_on = !may_be_cut || !known.advisor.is_full();
                if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            template = known.part(portfolio, problems);
        }
        let Some(template) = template else { return Ok(()) };
        let cutter = match Cutter::new(&header, rows, self.sizes) {
            Ok(cutter) => cutter,
            Err(rows) => return known.add_rows(&header, *rows, problems, portfolio, tick),
        };
        let work = |rows: &mut PartRows<'_>| template.clone().read(&header, rows);
        let mut foreign = None;
        let rest = cutter.read(self.n_threads, &work, &mut |part: Part<'_>| {
            tick(part.n_read);
            foreign = foreign.take().or(portfolio.append(&part.portfolio).err());
            known.append(part, problems);
        });
        if let Some(foreign) = foreign {
            return Err(io::Error::other(foreign));
        }
        match rest {
            None => Ok(()),
            Some(rows) => known.add_rows(&header, rows, problems, portfolio, tick),
        }
    }
}

impl<'f> Known<'f> {
    /// Takes a row and adds it up.
    fn add(
        &mut self,
        row: Row<'_>,
        problems: &mut Problems,
        portfolio: &mut Portfolio,
        tick: &mut dyn FnMut(u64),
    ) {
        let rules = portfolio.rules;
        self.take(row, problems, &mut |row| {
            portfolio.add(&rules.judge(row));
            tick(1);
        });
    }

    /// Takes all rows, one after the other, and adds them up.
    fn add_rows<R: Read>(
        &mut self,
        header: &Header,
        mut rows: Rows<'_, R>,
        problems: &mut Problems,
        portfolio: &mut Portfolio,
        tick: &mut dyn FnMut(u64),
    ) -> io::Result<()> {
        let mut add = |row: Row<'_>, problems: &mut _| self.add(row, problems, portfolio, tick);
        let n_unread = header.rows(&mut rows, problems, &mut add)?;
        self.n_refused += n_unread;
        Ok(())
    }

    /// Makes the part of no rows; nothing while rows have to come one after the other.
    fn part(&self, portfolio: &Portfolio, problems: &Problems) -> Option<Part<'f>> {
        Some(Part {
            framework: self.framework,
            portfolio: portfolio.of_part()?,
            problems: problems.of_part(),
            notes: self.placeholders.of_part(),
            advisor: self.advisor.of_part()?,
            ids: self.ids.of_part()?,
            n_read: 0,
            n_refused: 0,
        })
    }

    /// Adds what is known of the next part.
    fn append(&mut self, part: Part<'_>, problems: &mut Problems) {
        problems.append(part.problems);
        self.placeholders.append(part.notes);
        self.advisor.append(part.advisor);
        self.ids.append(part.ids);
        self.n_read += part.n_read;
        self.n_refused += part.n_refused;
    }
}

/// What the rows of a part add up to.
#[derive(Clone)]
struct Part<'f> {
    framework: &'f Framework,
    portfolio: Portfolio,
    problems: Problems,
    notes: CellNotes,
    advisor: PartAdvisor,
    ids: IdCheck,
    n_read: u64,
    n_refused: u64,
}

impl Part<'_> {
    /// Takes all rows of the part.
    fn read(mut self, header: &Header, rows: &mut PartRows<'_>) -> io::Result<Self> {
        let Part { framework, portfolio, problems, notes, advisor, ids, n_read, n_refused } =
            &mut self;
        let (rules, mut lately) = (portfolio.rules, Lately::default());
        let n_unread = header.rows(rows, problems, &mut |row, problems| {
            let activity = row::parse(framework, row, &mut lately, notes, problems);
            match activity {
                Some(activity) if is_new(&activity, ids, problems) => {
                    *n_read += 1;
                    advisor.see(&activity, framework);
                    portfolio.add(&rules.judge(&activity));
                }
                _ => *n_refused += 1,
            }
        })?;
        *n_refused += n_unread;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use envcoop_core::date::parse;
    use envcoop_core::framework::shipped;
    use envcoop_core::judge::filter::Filter;
    use envcoop_core::judge::judged::Rules;
    use envcoop_core::judge::scope::Scope;
    use envcoop_core::study::{By, Wanted};
    use envcoop_core::vocabulary::{Blank, Profile};

    use super::*;
    use crate::plan::parts::Sizes;
    use crate::reader::Summary;

    /// A plan that is longer than what all rows are held against, with a row of every kind.
    fn plan(n_rows: u32) -> String {
        let mut plan =
            String::from("id,measures,title,status,owner,start,end,budget,currency,负责\n");
        for i in 0..n_rows {
            let (measure, day) = (1 + i % 3, 1 + i % 28);
            let row = match i % 11 {
                0 => format!(
                    "A{i},W1.{measure},\"rivers,\nround {i}\",ongoing,TBD,2027/1/{day},,,,\n"
                ),
                1 => format!(
                    "A{i},W1.1;W1.2,\"a \"\"forum\"\" {i}\",planned,李,,2027-02-{day:02},12万,CNY,\n"
                ),
                2 => format!("A{i},,Z,proposed,Li,,,300,USD,王\n"),
                3 => format!("A{i},W1.{measure},same,completed,Li,2027-01-01,2027-02-01,5,EUR,\n"),
                4 if i % 50 == 4 => format!("A{i},W9.9,wrong,ongoing,,,,,,\n"),
                _ => format!(
                    "A{i},W1.{measure}:100,T{i},ongoing,N/A,2026-01-{day:02},?,{i}.50,CNY,\n"
                ),
            };
            plan += &row;
        }
        plan
    }

    fn summed(plan: &str, n_threads: usize, by_digests: bool) -> (String, Summary) {
        let framework = Arc::new(shipped("two-services-2012").expect("shipped").expect("sound"));
        let as_of = parse("2027-06-30").expect("a day");
        let rules = Rules { profile: Profile::Track, as_of, blank: Blank::Unmet };
        let scope = Scope::new(&framework, Filter::default(), None).expect("all measures");
        let wanted = Wanted::for_groups(Some(By::Owner));
        let mut portfolio = Portfolio::new(scope, rules, Wanted { years: true, ..wanted });
        let reader = PlanReader::new(&framework, None, Problems::default()).with_threads(n_threads);
        let mut reader = if by_digests { reader.by_digests() } else { reader };
        reader.sizes = Sizes { least: 40_000, ..Sizes::default() };
        let mut n_told = 0;
        reader.add_up("p.csv", plan.as_bytes(), &mut portfolio, &mut |n| n_told += n);
        let summary = reader.finish();
        assert_eq!(n_told, summary.n_read);
        let tally = format!("{:?}", portfolio.added_up());
        let study = portfolio.study().expect("no contradiction");
        (format!("{tally} {:?} {:?}", study.breakdown, study.years), summary)
    }

    #[test]
    fn a_plan_that_is_added_up_in_parts_is_that_of_one_piece() {
        let plan = plan(22_000);
        let (sums, all) = summed(&plan, 1, false);
        let told = |summary: &Summary| {
            let Summary { problems, advice, habits, suspected, .. } = summary;
            let listed: Vec<String> = problems.listed().map(ToString::to_string).collect();
            let n = [problems.n_errors(), problems.n_warnings(), summary.n_read, summary.n_refused];
            format!("{listed:?} {n:?} {advice:?} {habits:?} {suspected:?}")
        };
        assert!(all.n_refused > 10 && all.suspected.twins > 1000, "{}", told(&all));
        for n_threads in [2, 3] {
            let (own, summary) = summed(&plan, n_threads, true);
            assert!(own == sums && !summary.may_repeat);
            assert_eq!(told(&summary), told(&all));
        }
        let repeated = format!("{plan}A21000,W1.1,again,ongoing,,,,,,\n");
        assert!(summed(&repeated, 2, true).1.may_repeat);
        assert_eq!(summed(&repeated, 1, false).1.n_refused, all.n_refused + 1);
    }
}
