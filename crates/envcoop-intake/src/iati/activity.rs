//! From the elements of an activity to a [`Published`].
//!
//! Elements are read where the standard puts them and passed over everywhere else, so that the
//! title of a result or the description of a transaction is never taken for the activity's.

use envcoop_core::date::{self, Date, DayError};
use envcoop_core::problem::{Place, Problem, Problems, Severity, quoted};
use envcoop_core::text::Text;
use envcoop_words::problem::published as say;

use crate::iati::plain::{is_block, plain};
use crate::iati::recipients::Recipients;
use crate::iati::sectors::Sectors;
use crate::iati::totals::Totals;
use crate::iati::words::{self, Words, is_dac};
use crate::iati::{Document, Marker, Narrative, Organisation, Published};
use crate::xml::{Result, Token, Xml};

/// Reads the activity whose start tag was read last.
pub(super) fn activity(
    xml: &mut Xml<'_>,
    lang: &str,
    problems: &mut Problems,
) -> Result<Published> {
    xml.forget();
    let mut draft = Draft {
        lang: lang_of(xml, lang),
        currency: xml.attribute("default-currency"),
        problems,
        published: Published { line: xml.line(), ..Published::default() },
        sectors: Sectors::default(),
        flow_sectors: Sectors::default(),
        recipients: Recipients::default(),
        flow_recipients: Recipients::default(),
        totals: Totals::default(),
        odd_sector: None,
        xml,
    };
    draft.published.hierarchy = draft.xml.attribute("hierarchy").parse().ok();
    let updated = draft.xml.attribute("last-updated-datetime");
    draft.published.updated = draft.date("iati-activity/@last-updated-datetime", &updated);
    while draft.xml.child()? {
        draft.element()?;
    }
    Ok(draft.finish())
}

/// An activity being read.
pub(super) struct Draft<'d, 'i> {
    pub xml: &'d mut Xml<'i>,
    pub problems: &'d mut Problems,
    /// The language of texts that name none.
    pub lang: String,
    /// The currency of amounts that name none; may be empty or unknown.
    pub currency: String,
    pub published: Published,
    pub sectors: Sectors,
    pub recipients: Recipients,
    /// Sectors and recipients of transactions, for an activity that gives none itself.
    pub flow_sectors: Sectors,
    pub flow_recipients: Recipients,
    pub totals: Totals,
    /// The first DAC sector that has no purpose code.
    pub odd_sector: Option<(Place, String)>,
}

impl Draft<'_, '_> {
    fn element(&mut self) -> Result<()> {
        match self.xml.name() {
            "iati-identifier" => {
                let identifier = self.xml.text()?;
                if self.published.identifier.is_empty() {
                    self.xml.keep(identifier.len())?;
                    self.published.identifier = identifier;
                }
                Ok(())
            }
            "other-identifier" => self.other_identifier(),
            "title" => {
                let titles = self.narratives()?;
                self.published.titles.extend(titles);
                Ok(())
            }
            "description" => {
                let descriptions = self.narratives()?;
                self.published.descriptions.extend(descriptions);
                Ok(())
            }
            "activity-status" => self.status(),
            "activity-date" => self.activity_date(),
            "participating-org" => self.organisation(),
            "recipient-country" | "recipient-region" => self.recipient(false),
            "sector" => self.sector(false),
            "policy-marker" => self.marker(),
            "budget" => self.budget(),
            "transaction" => self.transaction(),
            "document-link" => self.document(),
            "related-activity" => self.related(),
            "result" => self.result(),
            _ => self.xml.skip(),
        }
    }

    fn finish(mut self) -> Published {
        if let Some((place, code)) = self.odd_sector.take() {
            let message = Text::new(|lang| say::purpose(lang, quoted(&code)));
            self.warn(place, "sector/@code", message, say::PURPOSE_HINT);
        }
        let sectors =
            if self.sectors.is_empty() { &mut self.flow_sectors } else { &mut self.sectors };
        let (sectors, unbalanced) = std::mem::take(sectors).finish();
        self.published.sectors = sectors;
        for wrong in unbalanced {
            let sum = format!("{}.{:02}", wrong.sum / 100, wrong.sum % 100);
            let message = Text::new(|lang| say::sectors(lang, quoted(&wrong.vocabulary), &sum));
            let place = Place { line: self.published.line, ..self.xml.place() };
            self.warn(place, "sector/@percentage", message, say::SECTORS_HINT);
        }
        let place = Place { line: self.published.line, ..self.xml.place() };
        let totals = std::mem::take(&mut self.totals);
        if let Some((first, second)) = totals.overlap() {
            let message = Text::new(|lang| {
                let [first, second] = [first, second].map(|(from, to)| say::span(lang, from, to));
                say::overlap(lang, first, second)
            });
            self.warn(place, "budget", message, say::OVERLAP_HINT);
        }
        let recipients = [self.recipients.list, self.flow_recipients.list];
        self.published.recipients =
            recipients.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
        (self.published.money, self.published.money_source) = totals.finish();
        self.published
    }

    /// Adds a warning about a value that was left out.
    pub fn warn(
        &mut self,
        place: Place,
        column: &str,
        message: impl Into<Text>,
        hint: impl Into<Text>,
    ) {
        self.problems.push(Problem::warning(place, message).column(column).hint(hint));
    }

    /// Reads a date with or without a time; nothing, and a warning, where it is none.
    fn date(&mut self, column: &str, text: &str) -> Option<Date> {
        if text.is_empty() {
            return None;
        }
        match date::parse(day_of(text)) {
            Ok(date) if date::is_open_end(date) => None,
            Ok(date) if date::is_possible(date) => Some(date),
            Ok(date) => {
                self.warn_of_day(column, text, &DayError::Year(date));
                None
            }
            Err(error) => {
                self.warn_of_day(column, text, &DayError::NotADate(error));
                None
            }
        }
    }

    fn warn_of_day(&mut self, column: &str, text: &str, error: &DayError) {
        let problem = Problem::saying(Severity::Warning, self.xml.place(), |lang| {
            let (message, hint) = error.said(lang, text);
            (message, say::left_out(lang, hint))
        });
        self.problems.push(problem.column(column));
    }

    /// Reads a code of a list; nothing, and a warning, where it is none.
    fn code(&mut self, place: Place, column: &str, words: Words, text: &str) -> Option<u8> {
        let code = words::code(words, text);
        if code.is_none() && !text.is_empty() {
            let message = Text::new(|lang| say::unknown_code(lang, quoted(text)));
            self.warn(place, column, message, say::UNKNOWN_CODE_HINT);
        }
        code
    }

    /// Reads the texts of the element opened last: `narrative` elements, or text directly in it.
    fn narratives(&mut self) -> Result<Vec<Narrative>> {
        let own_lang = lang_of(self.xml, &self.lang);
        let mut narratives = Vec::new();
        let mut own = String::new();
        loop {
            match self.xml.next()? {
                Token::Start if self.xml.name() == "narrative" => {
                    let lang = lang_of(self.xml, &own_lang);
                    let mut text = String::new();
                    self.words(&mut text)?;
                    let text = plain(&text);
                    if !text.is_empty() {
                        self.xml.keep(lang.len() + text.len())?;
                        narratives.push(Narrative { lang, text });
                    }
                }
                Token::Start if self.xml.name().contains(':') => self.xml.skip()?,
                Token::Start => self.element_of_text(&mut own)?,
                Token::Text => self.xml.append_to(&mut own)?,
                Token::End | Token::Eof => break,
            }
        }
        let text = plain(&own);
        if !text.is_empty() {
            self.xml.keep(own_lang.len() + text.len())?;
            narratives.push(Narrative { lang: own_lang, text });
        }
        Ok(narratives)
    }

    /// Appends the words of the element opened last, those of elements within it included.
    fn words(&mut self, text: &mut String) -> Result<()> {
        loop {
            match self.xml.next()? {
                Token::Start => self.element_of_text(text)?,
                Token::Text => self.xml.append_to(text)?,
                Token::End | Token::Eof => return Ok(()),
            }
        }
    }

    /// Appends the words of an element that stands within a text.
    fn element_of_text(&mut self, text: &mut String) -> Result<()> {
        let is_block = is_block(self.xml.name());
        if is_block {
            text.push(' ');
        }
        self.words(text)?;
        if is_block {
            text.push(' ');
        }
        Ok(())
    }

    fn status(&mut self) -> Result<()> {
        let place = self.xml.place();
        let code = self.xml.attribute("code");
        let text = self.xml.text()?;
        let (column, value) = match code.as_str() {
            "" => ("activity-status", text.as_str()),
            code => ("activity-status/@code", code),
        };
        let status = self.code(place, column, words::STATUS, value);
        self.published.status = self.published.status.or(status);
        Ok(())
    }

    fn activity_date(&mut self) -> Result<()> {
        let kind = self.xml.attribute("type");
        let kind = self.code(self.xml.place(), "activity-date/@type", words::DATE, &kind);
        let iso = self.xml.attribute("iso-date");
        let date = self.date("activity-date/@iso-date", &iso);
        self.xml.skip()?;
        let dates = &mut self.published.dates;
        let kept = match kind {
            Some(1) => &mut dates.planned_start,
            Some(2) => &mut dates.actual_start,
            Some(3) => &mut dates.planned_end,
            Some(_) => &mut dates.actual_end,
            None => return Ok(()),
        };
        *kept = kept.or(date);
        Ok(())
    }

    fn organisation(&mut self) -> Result<()> {
        let role = self.xml.attribute("role");
        let role = self.code(self.xml.place(), "participating-org/@role", words::ROLE, &role);
        let role = role.map(words::role);
        let identifier = self.xml.attribute("ref");
        self.xml.keep(identifier.len())?;
        let names = self.narratives()?;
        let english = names.iter().position(|name| name.lang.starts_with("en")).unwrap_or(0);
        let name = names.into_iter().nth(english).map_or_else(|| identifier.clone(), |n| n.text);
        if !name.is_empty() {
            self.published.organisations.push(Organisation { role, name, identifier });
        }
        Ok(())
    }

    fn marker(&mut self) -> Result<()> {
        let place = self.xml.place();
        let vocabulary = self.xml.attribute("vocabulary");
        if !is_dac(&vocabulary) {
            return self.xml.skip();
        }
        let code = self.xml.attribute("code");
        let significance = self.xml.attribute("significance");
        let column = "policy-marker/@significance";
        let significance = self.code(place.clone(), column, words::SIGNIFICANCE, &significance);
        let text = self.xml.text()?;
        let value = if code.is_empty() { text.as_str() } else { &code };
        if let Some(code) = self.code(place, "policy-marker/@code", words::MARKER, value) {
            self.xml.keep(0)?;
            self.published.markers.push(Marker { code: code.to_string(), significance });
        }
        Ok(())
    }

    fn document(&mut self) -> Result<()> {
        let mut document = Document { url: self.xml.attribute("url"), categories: Vec::new() };
        self.xml.keep(document.url.len())?;
        while self.xml.child()? {
            if self.xml.name() == "category" {
                let code = self.xml.attribute("code");
                self.xml.keep(code.len())?;
                document.categories.push(code);
            }
            self.xml.skip()?;
        }
        if !document.url.is_empty() {
            self.published.documents.push(document);
        }
        Ok(())
    }

    /// Reads another identifier: an attribute, in version 1 the text.
    fn other_identifier(&mut self) -> Result<()> {
        let mut name = self.xml.attribute("ref");
        if name.is_empty() {
            name = self.xml.text()?;
        } else {
            self.xml.skip()?;
        }
        if !name.is_empty() {
            self.xml.keep(name.len())?;
            self.published.other_identifiers.push(name);
        }
        Ok(())
    }

    /// Reads a relation, where it is that of a whole and its part.
    fn related(&mut self) -> Result<()> {
        let name = self.xml.attribute("ref");
        let kind = self.xml.attribute("type");
        let relatives = match kind.as_str() {
            "1" => &mut self.published.parents,
            "2" => &mut self.published.parts,
            _ => return self.xml.skip(),
        };
        if !name.is_empty() {
            let len = name.len();
            relatives.push(name);
            self.xml.keep(len)?;
        }
        self.xml.skip()
    }

    /// Reads a result: it counts where an actual value, or a text instead of one, is published.
    fn result(&mut self) -> Result<()> {
        let mut titles = Vec::new();
        let mut is_achieved = false;
        while self.xml.child()? {
            match self.xml.name() {
                "title" => titles = self.narratives()?,
                "indicator" => is_achieved |= self.has_actual()?,
                _ => self.xml.skip()?,
            }
        }
        if is_achieved {
            self.published.results.extend(titles);
        }
        Ok(())
    }

    /// Reads an indicator; tells whether something is published as achieved in it.
    fn has_actual(&mut self) -> Result<bool> {
        let mut found = false;
        while self.xml.child()? {
            if self.xml.name() != "period" {
                self.xml.skip()?;
                continue;
            }
            while self.xml.child()? {
                if self.xml.name() != "actual" {
                    self.xml.skip()?;
                    continue;
                }
                found |= !self.xml.attribute("value").is_empty();
                while self.xml.child()? {
                    if self.xml.name() == "comment" {
                        found |= !self.narratives()?.is_empty();
                    } else {
                        self.xml.skip()?;
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Returns the day of a date that may be followed by a time or a time zone, which a plan does not keep.
pub(super) fn day_of(text: &str) -> &str {
    let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    if rest.is_empty() || rest.starts_with(['T', ' ', 'Z', '+', '-']) { day } else { text }
}

/// Returns the language of the element opened last, which is `outer` where it names none.
fn lang_of(xml: &Xml<'_>, outer: &str) -> String {
    let lang = xml.attribute("xml:lang").to_ascii_lowercase();
    if lang.is_empty() { outer.to_owned() } else { lang }
}
