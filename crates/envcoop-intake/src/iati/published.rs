//! One activity as its publisher describes it, whatever the version of the standard.

use envcoop_core::date::Date;
use envcoop_core::money::{Cents, Currency};

/// A published activity. What the publisher left out is empty or `None`: it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The line on which the activity starts, counted from 1.
    pub line: u64,
    /// The publisher's identifier, edge blanks trimmed; empty where there is none.
    pub identifier: String,
    /// Other identifiers under which it is known, in file order.
    pub other_identifiers: Vec<String>,
    /// Titles in every language given.
    pub titles: Vec<Narrative>,
    /// Descriptions in every language given, and objectives and target groups with them.
    pub descriptions: Vec<Narrative>,
    /// Code of the activity status: 1 pipeline, 2 implementation, 3 finalisation, 4 closed,
    /// 5 cancelled, 6 suspended.
    pub status: Option<u8>,
    /// Organisations that take part, in file order.
    pub organisations: Vec<Organisation>,
    /// Recipient countries (ISO 3166-1 alpha-2) and regions (their codes), in file order.
    pub recipients: Vec<Recipient>,
    /// Sectors, in file order.
    pub sectors: Vec<Sector>,
    /// Policy markers of the DAC vocabulary, in file order.
    pub markers: Vec<Marker>,
    /// Planned and actual days, the first of each kind.
    pub dates: Dates,
    /// Money by currency, sorted by code: budgets, or commitments where budgets come to nothing;
    /// empty where none is published or an amount of it cannot be read.
    pub money: Vec<Total>,
    /// Identifiers of the activities that it is a part of.
    pub parents: Vec<String>,
    /// Identifiers of the activities that are parts of it.
    pub parts: Vec<String>,
    /// Its level, where the publisher gives one: 1 for a programme, 2 for a project of it.
    pub hierarchy: Option<u8>,
    /// Identifiers of the parts that publish money which is therefore not among its own.
    pub at_parts: Vec<String>,
    /// Where the money comes from.
    pub money_source: MoneySource,
    /// Documents, in file order.
    pub documents: Vec<Document>,
    /// Titles of the results for which an actual value or a statement of achievement is published.
    pub results: Vec<Narrative>,
    /// Day on which the publisher last changed the activity.
    pub updated: Option<Date>,
}

/// A text in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrative {
    /// BCP 47 code in lower case; empty where none applies.
    pub lang: String,
    /// The text, runs of white space made one blank.
    pub text: String,
}

/// The part that an organisation plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Pays (IATI 2: 1).
    Funding,
    /// Answers for it (2).
    Accountable,
    /// Manages the budget for the funder (3).
    Extending,
    /// Does the work (4).
    Implementing,
}

/// An organisation that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its part; nothing where the code is not one of the standard's.
    pub role: Option<Role>,
    /// Its name, or its identifier where no name is given.
    pub name: String,
    /// Its identifier; empty where none is given.
    pub identifier: String,
}

/// A country or region that benefits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Country code in upper case, or region code.
    pub code: String,
    /// Whether it is a country.
    pub is_country: bool,
}

/// A sector of the activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// The code as published.
    pub code: String,
    /// Whether it is a five-digit purpose code of the OECD DAC.
    pub is_dac5: bool,
    /// Its share of the activity's sectors in the same vocabulary.
    ///
    /// # Units
    /// Ten-thousandths: 10 000 is the whole. Shares that do not add up are scaled to the whole;
    /// missing ones share what is left equally.
    pub share: u32,
}

/// A policy marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Code of the DAC vocabulary, for instance `2` for environment.
    pub code: String,
    /// 0 not targeted, 1 significant, 2 principal, 3 and 4 principal and more.
    pub significance: Option<u8>,
}

/// Planned and actual days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the date of its name")]
pub struct Dates {
    pub planned_start: Option<Date>,
    pub actual_start: Option<Date>,
    pub planned_end: Option<Date>,
    pub actual_end: Option<Date>,
}

/// Money in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The sum, which may be below zero.
    pub amount: Cents,
    /// Its currency.
    pub currency: Currency,
    /// Whether an amount in it was finer than a cent and was rounded.
    pub rounded: bool,
}

/// Which published figures a total adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneySource {
    /// None was published.
    #[default]
    None,
    /// Budgets.
    Budgets,
    /// Commitments, because no budget other than zero was published.
    Commitments,
}

/// A published document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its address.
    pub url: String,
    /// Category codes, for instance `A08` for results.
    pub categories: Vec<String>,
}
