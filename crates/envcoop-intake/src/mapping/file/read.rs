//! Reads a mapping from its file: every key is held against what it may say, and every fault is named
//! with its line.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use envcoop_core::date;
use envcoop_core::plan::grammar;
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Text, did_you_mean, nearest};
use envcoop_words::list;
use envcoop_words::problem::mapping as say;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FORMAT;
use crate::mapping::field;
use crate::mapping::holds::Holds;
use crate::mapping::{Mapping, ORDERS};
use crate::plan::encoding::of_words;

/// The keys of a mapping, in the order in which they are written.
const KEYS: [&str; 11] = [
    "format",
    "name",
    "header",
    "holds",
    "year",
    "dates",
    "prefix",
    "blank",
    "drop",
    "leave_out",
    "column",
];

/// Returns the text of a mapping, in whichever encoding its editor saved it; nothing where it is in none
/// in which tables are read.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let is_mapping = |text: &str| text.contains("format") && !text.contains('\0');
    // Chinese of one encoding may be valid in another by chance: words of headers tell.
    let is_sensible = |text: &str| {
        is_mapping(text) && text.split('"').any(|part| !part.is_ascii() && field::is_known(part))
    };
    of_words(bytes, is_sensible).or_else(|| of_words(bytes, is_mapping))
}

/// Reads a mapping; nothing, and every fault among the problems, where it is none.
pub fn read(file: &Arc<str>, text: &str, problems: &mut Problems) -> Option<Mapping> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let mut reader = Reader { file, text, lines: lines.collect(), faults: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mapping = if errors.is_empty() {
        reader.mapping(table.get_ref())
    } else {
        errors.iter().for_each(|error| reader.not_toml(error));
        Mapping::default()
    };
    let is_sound = reader.faults.is_empty();
    reader.faults.sort_by_key(|(at, _)| *at);
    reader.faults.into_iter().for_each(|(_, problem)| problems.push(problem));
    is_sound.then_some(mapping)
}

pub(super) type Value<'v> = Spanned<DeValue<'v>>;

/// Reads the keys, and collects what is wrong with them.
pub(super) struct Reader<'r> {
    file: &'r Arc<str>,
    pub(super) text: &'r str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Faults, and where in the text they stand.
    faults: Vec<(usize, Problem)>,
}

impl Reader<'_> {
    pub(super) fn fault(
        &mut self,
        at: &Range<usize>,
        message: impl Into<Text>,
        hint: impl Into<Text>,
    ) {
        let line = self.lines.partition_point(|&start| start <= at.start) as u64;
        let place = Place { file: Arc::clone(self.file), line };
        self.faults.push((at.start, Problem::fatal(place, message).hint(hint)));
    }

    /// Says that a key does not take what it is given.
    pub(super) fn refuse(&mut self, key: &str, value: &Value<'_>, hint: impl Into<Text>) {
        let shown = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            _ => first_line(self.text.get(value.span()).unwrap_or_default()),
        };
        let message = Text::new(|lang| say::unknown_value(lang, key, quoted(&shown)));
        self.fault(&value.span(), message, hint);
    }

    fn not_toml(&mut self, error: &toml::de::Error) {
        let at = error.span().unwrap_or(0..0);
        let line = self.lines.partition_point(|&start| start <= at.start);
        let own = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        // What follows from the first fault of a line says nothing new.
        if self.faults.iter().any(|(other, _)| (own..=at.start).contains(other)) {
            return;
        }
        let shown = first_line(&self.text[own..]);
        let message = Text::new(|lang| say::not_toml(lang, quoted(&shown), error.message()));
        self.fault(&at, message, say::NOT_TOML_HINT);
    }

    /// Names the keys that a table may not have.
    pub(super) fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let message = Text::new(|lang| say::unknown_key(lang, name));
            let all = || known.join(", ");
            let hint = Text::new(|lang| {
                did_you_mean(lang, name, known.iter().copied(), || say::one_of(lang, all()))
            });
            self.fault(&key.span(), message, hint);
        }
    }

    pub(super) fn string(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.refuse(key, value, say::WANTS_TEXT);
        }
        text
    }

    /// Reads a list of texts, each with its place; one text alone where `one` may stand.
    pub(super) fn strings(
        &mut self,
        key: &str,
        value: &Value<'_>,
        one: bool,
    ) -> Vec<Spanned<String>> {
        if one && let Some(text) = value.get_ref().as_str() {
            return vec![Spanned::new(value.span(), text.to_owned())];
        }
        let Some(list) = value.get_ref().as_array() else {
            self.refuse(key, value, say::WANTS_TEXTS);
            return Vec::new();
        };
        let text = |item: &Value<'_>| {
            let text = self.string(key, item)?;
            Some(Spanned::new(item.span(), text))
        };
        list.iter().filter_map(text).collect()
    }

    /// Reads one of a few codes.
    pub(super) fn code<T: Copy>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        codes: &[(T, &str)],
    ) -> Option<T> {
        let given = value.get_ref().as_str();
        let found = codes.iter().find(|(_, code)| Some(*code) == given).map(|(own, _)| *own);
        if found.is_none() {
            let all = codes.iter().map(|(_, code)| *code).collect::<Vec<_>>().join(", ");
            self.refuse(key, value, Text::new(|lang| say::one_of(lang, &all)));
        }
        found
    }

    fn mapping(&mut self, table: &DeTable<'_>) -> Mapping {
        self.keys(table, &KEYS);
        self.format(table);
        let header = table.get("header").map(|own| self.strings("header", own, false));
        let header: Vec<String> =
            header.unwrap_or_default().into_iter().map(Spanned::into_inner).collect();
        let names: HashSet<&str> = header.iter().map(String::as_str).collect();
        let mut mapping = Mapping {
            name: table.get("name").and_then(|own| self.string("name", own)).unwrap_or_default(),
            holds: table.get("holds").map(|own| self.holds(own, header.len())).unwrap_or_default(),
            year: table.get("year").and_then(|own| self.year(own)),
            dates: table.get("dates").and_then(|own| self.code("dates", own, &ORDERS)),
            prefix: table.get("prefix").and_then(|own| self.prefix(own)),
            is_published: table
                .get("blank")
                .and_then(|own| self.code("blank", own, &[(false, "unmet"), (true, "unknown")]))
                .unwrap_or_default(),
            ..Mapping::default()
        };
        if let Some(own) = table.get("drop") {
            let drop = self.strings("drop", own, false);
            drop.iter().for_each(|name| self.in_header(name.get_ref(), &name.span(), &names));
            mapping.drop = drop.into_iter().map(Spanned::into_inner).collect();
        }
        if let Some(own) = table.get("leave_out") {
            mapping.leave_out = self.leave_out(own, &names);
        }
        if let Some(own) = table.get("column") {
            mapping.rules = self.rules(own, &names);
        }
        mapping.header = header;
        mapping
    }

    fn format(&mut self, table: &DeTable<'_>) {
        let hint = Text::new(|lang| say::this_format(lang, FORMAT));
        match table.get("format") {
            None => {
                let message = Text::new(|lang| say::missing_key(lang, "format"));
                self.fault(&(0..0), message, hint);
            }
            Some(own) if own.get_ref().as_str() == Some(FORMAT) => {}
            Some(own) => {
                let given = own.get_ref().as_str().unwrap_or_default();
                let message = Text::new(|lang| say::other_format(lang, quoted(given)));
                self.fault(&own.span(), message, hint);
            }
        }
    }

    fn holds(&mut self, value: &Value<'_>, n_header: usize) -> Vec<Holds> {
        let codes = || Holds::CODES.map(|(_, code)| code).join(", ");
        let Some(list) = value.get_ref().as_array() else {
            self.refuse("holds", value, say::WANTS_TEXTS);
            return Vec::new();
        };
        if list.len() != n_header {
            let n = list.len() as u64;
            let message = Text::new(|lang| say::holds_length(lang, n, n_header));
            let hint = Text::new(|lang| say::holds_length_hint(lang, codes()));
            self.fault(&value.span(), message, hint);
        }
        list.iter().filter_map(|own| self.code("holds", own, &Holds::CODES)).collect()
    }

    fn year(&mut self, value: &Value<'_>) -> Option<i16> {
        let number = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let year: Option<i16> = number.and_then(|number| number.as_str().parse().ok());
        let year = year.filter(|year| date::YEARS.contains(year));
        if year.is_none() {
            let (first, last) = (date::YEARS.start(), date::YEARS.end());
            self.refuse("year", value, Text::new(|lang| say::wants_year(lang, first, last)));
        }
        year
    }

    fn prefix(&mut self, value: &Value<'_>) -> Option<String> {
        let prefix = self.string("prefix", value)?;
        let id = format!("{prefix}1");
        let is_one = grammar::parts(&id).eq([id.as_str()]) && !id.contains(char::is_control);
        if !is_one || !grammar::is_id(&id) {
            self.refuse("prefix", value, say::PREFIX_HINT);
            return None;
        }
        Some(prefix)
    }

    pub(super) fn in_header(&mut self, name: &str, at: &Range<usize>, header: &HashSet<&str>) {
        if header.is_empty() || header.contains(name) {
            return;
        }
        let message = Text::new(|lang| say::not_in_header(lang, quoted(name)));
        let mut all: Vec<&str> = header.iter().copied().collect();
        all.sort_unstable();
        let near = nearest(name, all.iter().copied());
        let hint = Text::new(|lang| match near {
            Some(near) => envcoop_words::problem::table::sheet_meant(lang, quoted(near)),
            None => say::header_holds(lang, all.join(list::COMMA.get(lang))),
        });
        self.fault(at, message, hint);
    }

    fn leave_out(
        &mut self,
        value: &Value<'_>,
        header: &HashSet<&str>,
    ) -> BTreeMap<String, Vec<String>> {
        let Some(table) = value.get_ref().as_table() else {
            self.refuse("leave_out", value, say::WANTS_TABLE);
            return BTreeMap::new();
        };
        let mut rows = BTreeMap::new();
        for (name, texts) in table {
            self.in_header(name.get_ref(), &name.span(), header);
            let texts = self.strings(name.get_ref(), texts, false);
            let texts = texts.into_iter().map(Spanned::into_inner).collect();
            rows.insert(name.get_ref().to_string(), texts);
        }
        rows
    }
}

/// Returns the first line of a piece of the file, as far as a message has room for it.
pub(super) fn first_line(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
