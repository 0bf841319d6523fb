//! Measures for rows that name none: what a row says, read as a published activity.

use envcoop_core::framework::MeasureIdx;
use envcoop_core::percent::Weight;
use envcoop_core::plan::{Column, grammar};
use envcoop_core::text::{Lang, trim};

use crate::classify::{Classifier, Match, reasons};
use crate::iati::{Narrative, Organisation, Published, Recipient, Role, Sector, is_country_code};
use crate::mapping::apply::Mapped;

/// What was recognised of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The measures, the strongest first, as a plan writes them; empty where there is none.
    pub measures: String,
    /// The score of the strongest.
    pub score: String,
    /// Why, measure by measure.
    pub why: String,
}

/// A measure that a row may serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The measure.
    pub measure: MeasureIdx,
    /// How much speaks for it.
    pub score: Weight,
    /// What does: `1.25: title "clean air" 1.25`.
    pub why: String,
}

impl Classifier<'_> {
    /// Recognises the measures that a row of a table serves.
    pub fn recognise(&self, mapped: &Mapped) -> Recognised {
        let matches = self.classify(&published(mapped));
        let (measures, score, why) = self.told(&matches);
        Recognised { measures, score, why }
    }

    /// Returns up to `n` measures that a row of a table may serve, the likeliest first, with reasons in
    /// `lang`.
    pub fn candidates_of(&self, mapped: &Mapped, n: usize, lang: Lang) -> Vec<Candidate> {
        let candidate = |found: Match<'_>| Candidate {
            measure: found.measure,
            score: found.score,
            why: reasons(&found, lang),
        };
        self.candidates(&published(mapped), n).into_iter().map(candidate).collect()
    }
}

/// Returns a row as a publisher would describe it.
fn published(mapped: &Mapped) -> Published {
    let narrative = |text: &str| Narrative { lang: String::new(), text: trim(text).to_owned() };
    let known = |text: &&str| !trim(text).is_empty() && !grammar::is_unknown(text);
    let texts = |texts: &[&str]| texts.iter().copied().filter(known).map(narrative).collect();
    let organisations = [
        (Column::Funder, Role::Funding),
        (Column::Owner, Role::Accountable),
        (Column::Partner, Role::Implementing),
    ];
    let organisations = organisations.into_iter().flat_map(|(column, role)| {
        let names = grammar::names(mapped.get(column));
        names.map(move |name| (Some(role), name.to_owned())).collect::<Vec<_>>()
    });
    let recipients: Vec<&str> = grammar::names(&mapped.recipients).collect();
    let named = recipients.iter().filter(|text| !is_country_code(text));
    let named = named.map(|name| (None, (*name).to_owned()));
    let codes: Vec<&str> = grammar::names(&mapped.sectors).collect();
    let share = 10_000 / codes.len().max(1) as u32;
    Published {
        titles: texts(&[mapped.get(Column::Title)]),
        descriptions: texts(&[&mapped.description, &mapped.section]),
        organisations: organisations
            .chain(named)
            .map(|(role, name)| Organisation { role, name, identifier: String::new() })
            .collect(),
        recipients: recipients
            .iter()
            .filter(|text| is_country_code(text))
            .map(|code| Recipient { code: (*code).to_owned(), is_country: true })
            .collect(),
        sectors: codes
            .iter()
            .map(|code| Sector {
                code: (*code).to_owned(),
                is_dac5: code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit()),
                share,
            })
            .collect(),
        ..Published::default()
    }
}
