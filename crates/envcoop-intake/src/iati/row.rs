//! From a published activity to the cells of a plan's row.

use std::collections::BTreeSet;
use std::sync::Arc;

use envcoop_core::plan::grammar::{self, UNKNOWN};
use envcoop_core::plan::{Column, placeholder};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, Text};
use envcoop_core::vocabulary::{Link, Status, Word};
use envcoop_words as words;
use envcoop_words::problem::published as say;

use crate::iati::{MoneySource, Narrative, Published, Role, Total};

/// The cells of an imported row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnedRow {
    /// The text under each column of the plan.
    pub cells: [String; Column::COUNT],
    /// The codes of the countries and regions that benefit, `;` between them.
    pub recipients: String,
    /// Other identifiers of the activity, `;` between them.
    pub other_ids: String,
}

/// Makes the row of a plan from a published activity that serves `measures`. Titles and notes are
/// in `lang` where there is a choice; `unpublished` is written where nothing is published.
pub fn plan_row(
    file: &Arc<str>,
    published: &Published,
    measures: &str,
    lang: Lang,
    unpublished: &str,
    problems: &mut Problems,
) -> OwnedRow {
    let place = Place { file: Arc::clone(file), line: published.line };
    let mut maker = Maker { place, lang, row: OwnedRow::default(), notes: Vec::new(), problems };
    maker.row.cells.iter_mut().for_each(|cell| unpublished.clone_into(cell));
    for blank in [Column::Stage, Column::Note] {
        maker.set(blank, "");
    }
    maker.set(Column::Link, Link::Rule.code());
    maker.set(Column::Measures, measures);
    maker.id(published);
    if let Some(title) = in_language(&published.titles, lang) {
        maker.text(Column::Title, &title.text);
    }
    maker.set(Column::Status, published.status.and_then(status).map_or(UNKNOWN, Word::code));
    maker.organisations(Column::Owner, published, &[Role::Accountable, Role::Extending]);
    maker.organisations(Column::Partner, published, &[Role::Implementing]);
    maker.organisations(Column::Funder, published, &[Role::Funding]);
    maker.dates(published, unpublished);
    maker.money(&published.money, published.money_source, unpublished);
    if !published.at_parts.is_empty() {
        if published.money.is_empty() {
            maker.set(Column::Budget, UNKNOWN);
            maker.set(Column::Currency, UNKNOWN);
        }
        maker.notes.push(words::published::at_parts(lang, published.at_parts.join(", ")));
    }
    maker.evidence(published);
    if let Some(day) = published.updated {
        maker.set(Column::Updated, &day.to_string());
    }
    let codes: Vec<&str> = published.recipients.iter().map(|r| r.code.as_str()).collect();
    maker.row.recipients = maker.clean("recipients", &codes.join(";"));
    let names = published.other_identifiers.join(";");
    maker.row.other_ids = maker.clean("other-identifier", &names);
    let notes = maker.notes.join("; ");
    maker.set(Column::Note, &notes);
    maker.row
}

struct Maker<'p> {
    place: Place,
    lang: Lang,
    row: OwnedRow,
    notes: Vec<String>,
    problems: &'p mut Problems,
}

impl Maker<'_> {
    fn set(&mut self, column: Column, text: &str) {
        text.clone_into(&mut self.row.cells[column as usize]);
    }

    /// Writes published text, which may be anything.
    fn text(&mut self, column: Column, text: &str) {
        let text = self.clean(column.code(), text);
        // A publisher who writes `N/A` has published nothing.
        if !text.is_empty() && placeholder(&text).is_none() {
            self.set(column, &text);
        }
    }

    /// Makes published text fit for a cell: control characters become blanks, runs of blanks one,
    /// and a character that the publisher lost a question mark.
    fn clean(&mut self, column: &str, text: &str) -> String {
        let blanked = text.replace(char::is_control, " ");
        let mut text = blanked.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.contains('\u{fffd}') {
            text = text.replace('\u{fffd}', "?");
            let message = Text::new(|lang| say::character_lost(lang, quoted(&text)));
            self.warn(column, message, say::CHARACTER_LOST_HINT);
        }
        text
    }

    fn warn(&mut self, column: &str, message: impl Into<Text>, hint: impl Into<Text>) {
        let problem = Problem::warning(self.place.clone(), message);
        self.problems.push(problem.column(column).hint(hint));
    }

    fn id(&mut self, published: &Published) {
        let mut identifier = self.clean(Column::Id.code(), &published.identifier);
        if identifier.is_empty() {
            identifier = format!("line-{}", published.line);
            let message =
                Text::new(|lang| say::no_identifier(lang, format_args!("iati:{identifier}")));
            self.warn(Column::Id.code(), message, say::NO_IDENTIFIER_HINT);
        }
        self.set(Column::Id, &format!("iati:{identifier}"));
    }

    /// Writes the organisations that have the first of `roles` that any has, each once.
    fn organisations(&mut self, column: Column, published: &Published, roles: &[Role]) {
        let of_role = |role: &Role| {
            let organisations = published.organisations.iter().filter(|o| o.role == Some(*role));
            let mut seen = BTreeSet::new();
            organisations
                .map(|organisation| organisation.name.as_str())
                .filter(|name| placeholder(name).is_none() && seen.insert(*name))
                .collect::<Vec<&str>>()
        };
        let names = roles.iter().map(of_role).find(|names| !names.is_empty()).unwrap_or_default();
        self.text(column, &grammar::list_of_names(&names));
    }

    fn dates(&mut self, published: &Published, unpublished: &str) {
        let dates = published.dates;
        let start = dates.actual_start.or(dates.planned_start);
        let mut end = dates.actual_end.or(dates.planned_end);
        // What is still under way has not ended: the later of the two days is the one to go by.
        if matches!(published.status, Some(1 | 2))
            && let (Some(actual), Some(planned)) = (dates.actual_end, dates.planned_end)
            && actual < planned
        {
            end = Some(planned);
            let message = Text::new(|lang| say::not_closed(lang, actual));
            let hint = Text::new(|lang| say::not_closed_hint(lang, planned));
            self.warn(Column::End.code(), message, hint);
        }
        if let Some(start) = start {
            self.set(Column::Start, &start.to_string());
        }
        if let Some(end) = end {
            self.set(Column::End, &end.to_string());
        }
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            self.set(Column::End, unpublished);
            self.notes.push(words::published::end_before_start(self.lang, end));
            let message = Text::new(|lang| say::end_before_start(lang, end, start));
            self.warn(Column::End.code(), message, say::END_BEFORE_START_HINT);
        }
    }

    fn money(&mut self, totals: &[Total], source: MoneySource, unpublished: &str) {
        // A currency that adds up to nothing beside one that does not says nothing.
        let mut counted: Vec<&Total> = totals.iter().filter(|total| total.amount.0 != 0).collect();
        if counted.is_empty() {
            counted.extend(totals.first());
        }
        let sums: Vec<String> =
            counted.iter().map(|total| format!("{} {}", total.currency, total.amount)).collect();
        let sums = sums.join(", ");
        match counted[..] {
            [] => return,
            [total] if total.amount.0 > 0 => {
                self.set(Column::Budget, &total.amount.to_string());
                self.set(Column::Currency, total.currency.code());
            }
            [total] if total.amount.0 == 0 => {
                self.set(Column::Budget, unpublished);
                self.set(Column::Currency, unpublished);
                self.notes.push(words::published::total_zero(self.lang, &sums));
                return;
            }
            [_] => {
                self.set(Column::Budget, unpublished);
                self.set(Column::Currency, unpublished);
                self.notes.push(words::published::total_below_zero(self.lang, &sums));
                let message = Text::new(|lang| say::below_zero(lang, &sums));
                self.warn(Column::Budget.code(), message, say::BELOW_ZERO_HINT);
            }
            _ => {
                self.set(Column::Budget, UNKNOWN);
                self.set(Column::Currency, UNKNOWN);
                self.notes.push(words::published::several_currencies(self.lang, &sums));
                let message = Text::new(|lang| say::currencies(lang, &sums));
                self.warn(Column::Budget.code(), message, say::CURRENCIES_HINT);
            }
        }
        if source == MoneySource::Commitments {
            self.notes.push(words::published::FROM_COMMITMENTS.get(self.lang).to_owned());
        }
        if counted.iter().any(|total| total.rounded) {
            self.notes.push(words::published::ROUNDED_TO_CENT.get(self.lang).to_owned());
        }
    }

    /// Writes the document that proves most: on results, outcomes or a review; failing that, the
    /// title of a result for which something is published as achieved.
    fn evidence(&mut self, published: &Published) {
        const PROOF: [&str; 3] = ["A08", "A07", "A06"];
        let of_category = |category: &&str| {
            let has =
                |codes: &[String]| codes.iter().any(|code| code.eq_ignore_ascii_case(category));
            published.documents.iter().find(|document| has(&document.categories))
        };
        if let Some(document) = PROOF.iter().find_map(of_category) {
            self.text(Column::Evidence, &document.url);
        } else if let Some(result) = in_language(&published.results, self.lang) {
            self.text(Column::Evidence, &format!("result: {}", result.text));
        }
    }
}

/// Finds the text in a language; failing that the English, failing that the first.
fn in_language(narratives: &[Narrative], lang: Lang) -> Option<&Narrative> {
    let of = |code: &str| {
        narratives.iter().find(|narrative| {
            let primary = narrative.lang.split(['-', '_']).next();
            primary.is_some_and(|primary| primary.eq_ignore_ascii_case(code))
        })
    };
    of(lang.code()).or_else(|| of(Lang::En.code())).or(narratives.first())
}

/// Returns the status that an activity status code stands for.
fn status(code: u8) -> Option<Status> {
    Some(match code {
        1 => Status::Planned,
        2 => Status::Ongoing,
        3 | 4 => Status::Completed,
        5 => Status::Cancelled,
        6 => Status::Suspended,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iati::{Dates, Document, Organisation};
    use envcoop_core::money::Cents;
    use jiff::civil::date;

    /// Makes a row; returns it and the warnings.
    fn row(published: &Published, unpublished: &str) -> (OwnedRow, Vec<String>) {
        let mut problems = Problems::default();
        let file: Arc<str> = "f.xml".into();
        let row = plan_row(&file, published, "W1.1", Lang::Zh, unpublished, &mut problems);
        (row, problems.kept().iter().map(ToString::to_string).collect())
    }

    #[track_caller]
    fn check(published: &Published, expected: &[(Column, &str)]) {
        let (row, _) = row(published, "?");
        for &(column, text) in expected {
            assert_eq!(row.cells[column as usize], text, "{column:?}");
        }
    }

    fn sample() -> Published {
        Published { line: 7, identifier: "XX-1".to_owned(), ..Published::default() }
    }

    fn total(cents: i128, currency: &str) -> Total {
        let currency = currency.parse().expect("a currency");
        Total { amount: Cents(cents), currency, rounded: false }
    }

    fn organisation(role: Role, name: &str) -> Organisation {
        Organisation { role: Some(role), name: name.to_owned(), identifier: String::new() }
    }

    #[test]
    fn what_is_not_published_is_unpublished_in_every_column() {
        // A row cannot do without a status, whatever a blank means.
        for unpublished in ["?", ""] {
            let (row, warnings) = row(&sample(), unpublished);
            for column in Column::ALL {
                let expected = match column {
                    Column::Id => "iati:XX-1",
                    Column::Measures => "W1.1",
                    Column::Status => "?",
                    Column::Stage | Column::Note => "",
                    Column::Link => "rule",
                    _ => unpublished,
                };
                assert_eq!(row.cells[column as usize], expected, "{column:?}");
            }
            assert_eq!(warnings, Vec::<String>::new());
        }
    }

    #[test]
    fn an_activity_fills_its_row() {
        let narrative =
            |lang: &str, text: &str| Narrative { lang: lang.to_owned(), text: text.to_owned() };
        let document = |url: &str, code: &str| Document {
            url: url.to_owned(),
            categories: vec![code.to_owned()],
        };
        let published = Published {
            titles: vec![narrative("fr", "Eau"), narrative("en-gb", "Water\u{85}\nand  soil")],
            status: Some(3),
            organisations: vec![
                organisation(Role::Extending, "GEF"),
                organisation(Role::Implementing, "A; B"),
                organisation(Role::Implementing, "C"),
                organisation(Role::Implementing, "C"),
            ],
            dates: Dates { planned_end: Some(date(2027, 1, 31)), ..Dates::default() },
            money: vec![total(0, "CNY"), total(120, "USD")],
            money_source: MoneySource::Budgets,
            documents: vec![document("https://a", "A06"), document("https://b", "A08")],
            updated: Some(date(2026, 1, 2)),
            ..sample()
        };
        check(
            &published,
            &[
                (Column::Title, "Water and soil"),
                (Column::Status, "completed"),
                (Column::Owner, "GEF"),
                (Column::Partner, "A, B; C"),
                (Column::Start, "?"),
                (Column::End, "2027-01-31"),
                (Column::Budget, "1.20"),
                (Column::Currency, "USD"),
                (Column::Evidence, "https://b"),
                (Column::Updated, "2026-01-02"),
                (Column::Note, ""),
            ],
        );
    }

    #[test]
    fn reversed_dates_leave_the_end_out_and_say_so() {
        let dates = Dates {
            actual_start: Some(date(2027, 2, 1)),
            actual_end: Some(date(2027, 1, 1)),
            ..Dates::default()
        };
        let published = Published { dates, ..sample() };
        check(
            &published,
            &[
                (Column::Start, "2027-02-01"),
                (Column::End, "?"),
                (Column::Note, "公布的结束日期 2027-01-01 早于开始日期"),
            ],
        );
        let (_, warnings) = row(&published, "?");
        assert_eq!(
            warnings,
            ["f.xml:7: column end: end `2027-01-01` is before start `2027-02-01`"]
        );
    }

    #[test]
    fn money_that_a_row_cannot_hold_is_noted() {
        let published = |money| Published { money, ..sample() };
        let several = published(vec![total(100, "CNY"), total(5, "USD")]);
        check(
            &several,
            &[
                (Column::Budget, "?"),
                (Column::Currency, "?"),
                (Column::Note, "以多种货币公布：CNY 1.00, USD 0.05"),
            ],
        );
        let (row, warnings) = row(&several, "");
        assert_eq!(row.cells[Column::Budget as usize], "?");
        assert_eq!(
            warnings,
            ["f.xml:7: column budget: money in several currencies: `CNY 1.00, USD 0.05`"]
        );
        check(
            &published(vec![total(-100, "CNY")]),
            &[(Column::Budget, "?"), (Column::Note, "公布的总额为负：CNY -1.00")],
        );
        check(
            &published(vec![total(0, "CNY")]),
            &[(Column::Budget, "?"), (Column::Note, "公布的总额为零：CNY 0.00")],
        );
    }

    #[test]
    fn an_activity_without_an_identifier_is_named_after_its_line() {
        let published = Published { identifier: String::new(), ..sample() };
        check(&published, &[(Column::Id, "iati:line-7")]);
        assert_eq!(row(&published, "?").1.len(), 1);
    }
}
