//! From a file to its activities, one at a time.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::published as say;

use crate::iati::Published;
use crate::iati::activity::activity;
use crate::iati::family::{Families, Sink};
use crate::iati::parts::{self, Sizes, Work};
use crate::xml::{Result, Token, Xml};

/// Reads every activity of `input` and hands it to `sink`, in file order. Activities before a
/// fault that ends reading have been handed over when it is found.
pub fn read(
    file: &Arc<str>,
    input: impl Read,
    problems: &mut Problems,
    sink: &mut dyn FnMut(Published, &mut Problems),
) {
    read_with(file, input, 1, &|_| (), problems, &mut |own, (), problems| sink(own, problems));
}

/// As [`read`], and finds something out of every activity by itself. With more than one thread, parts of
/// a long document are read and worked on at the same time; what is handed over is the same.
pub fn read_with<W: Send>(
    file: &Arc<str>,
    input: impl Read,
    n_threads: usize,
    work: Work<'_, W>,
    problems: &mut Problems,
    sink: Sink<'_, W>,
) {
    let mut families = Families::new(file);
    let read = Xml::decode(file, input).and_then(|text| {
        let take: Take<'_, W> =
            &mut |own, found, problems| families.take(own, found, problems, sink);
        match n_threads {
            0 | 1 => document(&mut Xml::of(file, text), work, problems, take),
            _ => parts::read(file, text, (n_threads, Sizes::default()), work, problems, take),
        }
    });
    families.release(problems, sink);
    if let Err(fault) = read {
        problems.push(*fault);
    }
}

/// What takes activities as they are read, each with what was found out of it.
pub(super) type Take<'t, W> = &'t mut dyn FnMut(Published, W, &mut Problems);

/// Reads a document in one piece.
pub(super) fn document<W>(
    xml: &mut Xml<'_>,
    work: Work<'_, W>,
    problems: &mut Problems,
    take: Take<'_, W>,
) -> Result<()> {
    while xml.next()? != Token::Start {}
    let place = xml.place();
    let lang = xml.attribute("xml:lang").to_ascii_lowercase();
    match xml.name() {
        "iati-activity" => {
            let published = activity(xml, &lang, problems)?;
            let found = work(&published);
            take(published, found, problems);
        }
        "iati-activities" => {
            check_version(xml, problems);
            if activities(xml, &lang, work, problems, take)? == 0 {
                tell_none(place, problems);
            }
        }
        "iati-organisations" | "iati-organisation" => {
            let problem = Problem::fatal(place, say::ORGANISATIONS);
            return Err(Box::new(problem.hint(say::ORGANISATIONS_HINT)));
        }
        name => {
            let message = Text::new(|lang| say::not_iati(lang, quoted(name)));
            return Err(Box::new(Problem::fatal(place, message).hint(say::NOT_IATI_HINT)));
        }
    }
    to_end(xml)
}

/// Reads the activities up to the end of the root; returns how many there are.
pub(super) fn activities<W>(
    xml: &mut Xml<'_>,
    lang: &str,
    work: Work<'_, W>,
    problems: &mut Problems,
    take: Take<'_, W>,
) -> Result<u64> {
    let mut n_read = 0;
    while xml.child()? {
        if xml.name() != "iati-activity" {
            xml.skip()?;
            continue;
        }
        let published = activity(xml, lang, problems)?;
        n_read += 1;
        let found = work(&published);
        take(published, found, problems);
    }
    Ok(n_read)
}

/// Reads what follows the root, for its faults only.
pub(super) fn to_end(xml: &mut Xml<'_>) -> Result<()> {
    while xml.next()? != Token::Eof {}
    Ok(())
}

/// Says that the root at a place holds no activity.
pub(super) fn tell_none(place: Place, problems: &mut Problems) {
    problems.push(Problem::warning(place, say::NONE).hint(say::NONE_HINT));
}

/// Warns of a version that is not known. The start tag of the root was read last.
pub(super) fn check_version(xml: &Xml<'_>, problems: &mut Problems) {
    let version = xml.attribute("version");
    if !version.is_empty() && !version.starts_with("1.") && !version.starts_with("2.") {
        let message = Text::new(|lang| say::unknown_version(lang, quoted(&version)));
        let problem = Problem::warning(xml.place(), message).hint(say::UNKNOWN_VERSION_HINT);
        problems.push(problem.column("iati-activities/@version"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iati::{Dates, Marker, MoneySource, Narrative, Role};
    use jiff::civil::date;

    /// Reads a file; returns its activities and its problems in words.
    fn read_all(text: &str) -> (Vec<Published>, Vec<String>) {
        let mut activities = Vec::new();
        let mut problems = Problems::default();
        read(&"f.xml".into(), text.as_bytes(), &mut problems, &mut |a, _| activities.push(a));
        (activities, problems.kept().iter().map(ToString::to_string).collect())
    }

    /// Reads one activity from its elements.
    fn one(elements: &str) -> (Published, Vec<String>) {
        let (activities, problems) = read_all(&format!(
            "<iati-activities version=\"2.03\" xml:lang=\"en\">\n\
             <iati-activity default-currency=\"USD\">\n{elements}</iati-activity></iati-activities>"
        ));
        (activities.into_iter().next().unwrap_or_default(), problems)
    }

    fn narrative(lang: &str, text: &str) -> Narrative {
        Narrative { lang: lang.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn version_2_is_read() {
        let (a, problems) = one(r#"
<iati-identifier> XX-1 </iati-identifier>
<title><narrative>Water &amp;
   soil</narrative><narrative xml:lang="ZH">水土</narrative></title>
<description type="2"><narrative>Clean &#x6C34;</narrative></description>
<activity-status code="2"/>
<participating-org role="4" ref="ZZ-9"><narrative xml:lang="fr">Eau</narrative><narrative>Water</narrative></participating-org>
<participating-org role="2" ref="ZZ-8"/>
<activity-date type="1" iso-date="2025-01-01"/><activity-date type="2" iso-date="2025-02-01T00:00:00Z"/>
<activity-date type="3" iso-date="2026-12-31"/>
<recipient-country code="cn" percentage="60"/><recipient-region code="998"/><recipient-region vocabulary="99" code="x"/>
<sector code="41010" percentage="75"/><sector vocabulary="1" code="14030"/><sector vocabulary="2" code="410"/>
<policy-marker code="2" significance="1"/><policy-marker vocabulary="99" code="2" significance="2"/>
<budget><period-start iso-date="2025-01-01"/><value>10.005</value></budget>
<document-link url="https://example.org/r.pdf"><title><narrative>No title of the activity</narrative></title><category code="A08"/></document-link>
<result><title><narrative>Cleaner</narrative></title><indicator><title/><period><actual value="7"/></period></indicator></result>
<result><title><narrative>Only planned</narrative></title><indicator><period><target value="7"/></period></indicator></result>
<x:title xmlns:x="urn:x">foreign</x:title>"#);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((a.line, a.identifier.as_str(), a.status), (2, "XX-1", Some(2)));
        assert_eq!(a.titles, [narrative("en", "Water & soil"), narrative("zh", "水土")]);
        assert_eq!(a.descriptions, [narrative("en", "Clean 水")]);
        let names: Vec<_> = a.organisations.iter().map(|o| (o.role, o.name.as_str())).collect();
        assert_eq!(names, [(Some(Role::Implementing), "Water"), (Some(Role::Accountable), "ZZ-8")]);
        let dates = Dates {
            planned_start: Some(date(2025, 1, 1)),
            actual_start: Some(date(2025, 2, 1)),
            planned_end: Some(date(2026, 12, 31)),
            actual_end: None,
        };
        assert_eq!(a.dates, dates);
        let codes: Vec<_> = a.recipients.iter().map(|r| (r.code.as_str(), r.is_country)).collect();
        assert_eq!(codes, [("CN", true), ("998", false)]);
        let sectors: Vec<_> =
            a.sectors.iter().map(|s| (s.code.as_str(), s.is_dac5, s.share)).collect();
        assert_eq!(sectors, [("41010", true, 7500), ("14030", true, 2500), ("410", false, 10_000)]);
        assert_eq!(a.markers, [Marker { code: "2".to_owned(), significance: Some(1) }]);
        let money: Vec<_> =
            a.money.iter().map(|m| (m.amount.0, m.currency.code(), m.rounded)).collect();
        assert_eq!((money, a.money_source), (vec![(1001, "USD", true)], MoneySource::Budgets));
        assert_eq!(a.documents[0].categories, ["A08"]);
        assert_eq!(a.results, [narrative("en", "Cleaner")]);
    }

    #[test]
    fn version_1_is_read() {
        let (activities, problems) = read_all(
            r#"<iati-activities version="1.04"><iati-activity xml:lang="fr" last-updated-datetime="2018-06-06T11:40:01">
<iati-identifier>XX-1</iati-identifier><title xml:lang="en">Water</title><title>Eau</title>
<activity-status>Post-completion</activity-status>
<participating-org role="Funding">GEF</participating-org>
<activity-date type="end-actual" iso-date="2014-03-01">1 March</activity-date>
<policy-marker vocabulary="DAC" significance="2">Climate change mitigation</policy-marker>
<sector vocabulary="DAC" code="41010">Policy</sector>
<transaction><value currency="EUR">5</value><description>Not the activity's</description><transaction-type code="C"/></transaction>
</iati-activity></iati-activities>"#,
        );
        assert_eq!(problems, Vec::<String>::new());
        let a = &activities[0];
        assert_eq!(a.titles, [narrative("en", "Water"), narrative("fr", "Eau")]);
        assert_eq!((a.status, a.updated), (Some(4), Some(date(2018, 6, 6))));
        assert_eq!((a.organisations[0].role, a.descriptions.len()), (Some(Role::Funding), 0));
        assert_eq!(a.dates.actual_end, Some(date(2014, 3, 1)));
        assert_eq!(a.markers, [Marker { code: "6".to_owned(), significance: Some(2) }]);
        assert!(a.sectors[0].is_dac5);
        assert_eq!((a.money[0].amount.0, a.money_source), (500, MoneySource::Commitments));
    }

    #[test]
    fn sectors_and_recipients_of_transactions_stand_in_for_missing_ones() {
        let transaction = |code: &str| {
            format!(
                "<transaction><sector code=\"{code}\" percentage=\"9\"/><recipient-country code=\"LA\"/></transaction>"
            )
        };
        let elements = transaction("41010") + &transaction("14030") + &transaction("41010");
        let (a, problems) = one(&elements);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(a.sectors.iter().map(|s| s.share).collect::<Vec<_>>(), [5000, 5000]);
        assert_eq!(a.recipients.len(), 1);
        let (a, _) = one(&(elements + "<sector code=\"11110\"/><recipient-region code=\"798\"/>"));
        assert_eq!((a.sectors[0].code.as_str(), a.recipients[0].code.as_str()), ("11110", "798"));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line_and_not_known() {
        let (a, problems) = one(r#"<activity-status code="9"/>
<activity-date type="2" iso-date="2013-13-45"/>
<activity-date type="7" iso-date="2013-01-01"/>
<participating-org role="Helper" ref="ZZ-1"/>
<recipient-country code="China"/>
<sector code="41010" percentage="abc"/><sector code="9" percentage="50"/>
<policy-marker code="2" significance="9"/>
<budget><value>1,000</value></budget>
<budget><value currency="RMB">5</value></budget>"#);
        let expected = [
            "f.xml:3: column activity-status/@code: unknown code `9`",
            "f.xml:4: column activity-date/@iso-date: not a date: `2013-13-45`",
            "f.xml:5: column activity-date/@type: unknown code `7`",
            "f.xml:6: column participating-org/@role: unknown code `Helper`",
            "f.xml:7: column recipient-country/@code: not a country code: `CHINA`",
            "f.xml:8: column sector/@percentage: not a percentage: `abc`",
            "f.xml:9: column policy-marker/@significance: unknown code `9`",
            "f.xml:10: column budget/value: not an amount: `1,000`",
            "f.xml:11: column budget/value: unknown currency `RMB`",
            "f.xml:8: column sector/@code: not a five-digit purpose code: `9`",
        ];
        assert_eq!(problems, expected);
        assert_eq!((a.status, a.dates, a.money.len()), (None, Dates::default(), 0));
        assert_eq!((a.organisations[0].role, a.markers[0].significance), (None, None));
        assert_eq!(a.sectors.iter().map(|s| s.share).collect::<Vec<_>>(), [5000, 5000]);
    }

    #[test]
    fn an_amount_without_a_currency_leaves_the_money_unknown() {
        let (activities, problems) = read_all(
            "<iati-activity>\n<iati-identifier>A</iati-identifier>\n<budget><value>5</value></budget></iati-activity>",
        );
        let expected =
            "f.xml:3: column budget/value: amount `5` has no currency, nor has the activity";
        assert_eq!(problems, [expected]);
        assert_eq!(activities[0].money, []);
    }

    #[test]
    fn percentages_that_do_not_add_up_are_scaled_and_named() {
        let (a, problems) =
            one(r#"<sector code="41010" percentage="90"/><sector code="14030" percentage="60"/>"#);
        assert_eq!(
            problems,
            [
                "f.xml:2: column sector/@percentage: the sectors of vocabulary `1` add up to 150.00 %"
            ]
        );
        assert_eq!(a.sectors.iter().map(|s| s.share).collect::<Vec<_>>(), [6000, 4000]);
    }

    #[test]
    fn other_files_are_refused_by_name() {
        for (text, expected) in [
            (
                "<iati-organisations/>",
                "f.xml:1: this is an IATI organisation file: it holds no activities",
            ),
            ("<html><p>", "f.xml:1: not IATI: the root element is `html`"),
            (
                "<iati-activities version='9.9'><IATI-Activity/></iati-activities>",
                "f.xml:1: column iati-activities/@version: unknown version `9.9` of the standard",
            ),
        ] {
            assert_eq!(read_all(text).1.first().map(String::as_str), Some(expected), "{text}");
        }
        let (_, problems) = read_all("<iati-activities><IATI-Activity/></iati-activities>");
        assert_eq!(problems, ["f.xml:1: no `iati-activity` in the file"]);
    }

    #[test]
    fn a_fault_after_an_activity_is_found_and_the_activity_was_handed_over() {
        let (activities, problems) = read_all("<iati-activities><iati-activity/>\n<iati-activity>");
        assert_eq!(activities.len(), 1);
        assert_eq!(
            problems,
            ["f.xml:2: the file ends within an element that begins on line 2 (byte 49)"]
        );
    }

    #[test]
    fn an_activity_is_bounded() {
        let narratives = "<narrative>t</narrative>".repeat(140_000);
        let (_, problems) = one(&format!("<title>{narratives}</title>"));
        assert!(problems[0].contains("an activity holds more than 8 MiB of text"), "{problems:?}");
    }
}
