//! A part of a plan from JSON: whatever is not as it was written is named by its key.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use envcoop_words::problem::{json, tally as say};
use serde_json::{Map, Value as Json};

use super::{FORMAT, MOST, Part, Terms};
use crate::date::{self, Date};
use crate::decimal::{self, Limits};
use crate::framework::Framework;
use crate::judge::habits::{Habits, SoleOwner};
use crate::judge::orphans::Orphan;
use crate::judge::period::{Period, PeriodCounts};
use crate::judge::tally::{MeasureTally, NeedTally, OnTime, Purse, Sums, Tally};
use crate::judge::witness::Witness;
use crate::money::{Cents, Currency};
use crate::problem::{Place, Problem, quoted, shown};
use crate::study::Input;
use crate::text::{Text, folded};
use crate::vocabulary::{Answer, Blank, Need, Profile};

/// How large a sum may be: beyond it no sum of sums could be held.
const SUMS: Limits = Limits { digits: 25, decimals: 2 };

/// What stands where nothing of the kind was written: the key, and the value; none where it is missing.
struct Fault(String, Option<String>);

type Read<T> = Result<T, Fault>;

/// Returns the id of the strategy under which a part was made.
///
/// # Errors
/// Says that it is no part of this format.
pub fn named_framework<'v>(place: &Place, value: &'v Json) -> Result<&'v str, Box<Problem>> {
    let format = value.get("format");
    if format.and_then(Json::as_str) != Some(FORMAT) {
        let own = format.map_or_else(|| "null".to_owned(), said);
        let message = Text::new(|lang| json::other_format(lang, shown(&own), FORMAT));
        let problem = Problem::fatal(place.clone(), message).column("format");
        return Err(problem.hint(say::OTHER_FORMAT_HINT).into());
    }
    let id = At::root(value).get("basis").and_then(|own| own.get("framework")?.get("id")?.text());
    id.map_err(|fault| fault.problem(place))
}

pub(super) fn part(
    place: Place,
    value: &Json,
    framework: &Framework,
) -> Result<Part, Box<Problem>> {
    named_framework(&place, value)?;
    let found = At::root(value).get("basis").and_then(|own| {
        let own = own.get("framework")?;
        Ok([own.get("id")?.text()?, own.get("version")?.text()?, own.get("digest")?.text()?])
    });
    let [id, version, digest] = found.map_err(|fault| fault.problem(&place))?;
    let own = framework.digest().to_string();
    if digest != own {
        let named = |id: &str, version: &str, digest: &str| format!("{id} {version} ({digest})");
        let theirs = quoted(&named(id, version, digest));
        let own = quoted(&named(&framework.id, &framework.version, &own));
        let message = Text::new(|lang| say::other_framework(lang, &theirs, &own));
        let problem = Problem::fatal(place, message).column("basis.framework");
        return Err(problem.hint(say::OTHER_FRAMEWORK_HINT).into());
    }
    whole(&place, &At::root(value), framework).map_err(|fault| fault.problem(&place))
}

fn whole(place: &Place, own: &At<'_>, framework: &Framework) -> Read<Part> {
    let terms = terms(&own.get("basis")?)?;
    let mut names = Names::default();
    let mut tally = Tally::new(framework, terms.rules(Profile::default()));
    tally.rows = own.get("rows")?.count()?;
    tally.refused = own.get("refused")?.count()?;
    for one in own.get("measures")?.list()? {
        let id = one.get("id")?;
        let idx = framework.measure_idx(id.text()?).ok_or_else(|| id.fault())?;
        tally.measures[idx.at()] = measure(&one, tally.rows, &mut names)?;
    }
    let orphans = own.get("orphans")?;
    tally.orphans = orphans.get("rows")?.up_to(tally.rows)?;
    tally.orphan_money = purse(&orphans.get("money")?)?;
    let orphan = |one: At<'_>| {
        Ok(Orphan { row: row(&one, &mut names)?, title: one.get("title")?.text()?.to_owned() })
    };
    tally.orphan_rows =
        orphans.get("first")?.list()?.map(orphan).collect::<Read<Vec<_>>>()?.into_iter().collect();
    let outside = own.get("outside")?.count()?;
    let undated = own.get("undated")?.up_to(tally.rows)?;
    let mut inputs: Vec<Input> =
        own.get("inputs")?.list()?.map(|one| input(&one)).collect::<Read<_>>()?;
    inputs.sort();
    Ok(Part {
        place: place.clone(),
        terms,
        habits: habits(&own.get("habits")?, tally.rows + outside, &mut names)?,
        left_out: PeriodCounts { outside, undated },
        is_published: own.get("published")?.truth()?,
        inputs,
        parts: own.get("parts")?.count()?,
        ids: own.find("ids")?.map(|own| ids(&own, &mut names)).transpose()?,
        is_compared: own.get("ids_compared")?.truth()?,
        tally,
    })
}

fn terms(own: &At<'_>) -> Read<Terms> {
    let period = |own: At<'_>| {
        let day = |key| own.known(key)?.map(|day| day.day()).transpose();
        Ok(Period { from: day("from")?, to: day("to")? })
    };
    Ok(Terms {
        as_of: own.get("as_of")?.day()?,
        blank: own.known("blank")?.map(|own| own.one_of(&Blank::ALL, Blank::code)).transpose()?,
        period: own.known("period")?.map(period).transpose()?,
        is_literal: own.get("literal")?.truth()?,
        is_lenient: own.get("lenient")?.truth()?,
    })
}

fn input(own: &At<'_>) -> Read<Input> {
    Ok(Input {
        name: own.get("name")?.text()?.to_owned(),
        bytes: own.get("bytes")?.count()?,
        sha256: own.get("sha256")?.text()?.to_owned(),
        rows: own.get("rows")?.count()?,
        refused: own.get("refused")?.count()?,
    })
}

fn measure(own: &At<'_>, rows: u64, names: &mut Names) -> Read<MeasureTally> {
    let mut needs: [NeedTally; Need::COUNT] = Default::default();
    for (code, answers) in own.get("needs")?.members()? {
        let need = answers.named(code, &Need::ALL, Need::code)?;
        for (code, found) in answers.members()? {
            let answer = found.named(code, &Answer::ALL, Answer::code)? as usize;
            let tally = &mut needs[need as usize];
            tally.rows[answer] = found.get("rows")?.up_to(rows)?;
            tally.first[answer] = Some(row(&found.get("first")?, names)?);
        }
    }
    let mut on_time = |own: At<'_>| {
        Ok(OnTime { day: own.get("day")?.day()?, row: Reverse(row(&own.get("row")?, names)?) })
    };
    let on_time_until = own.find("on_time_until")?.map(&mut on_time).transpose()?;
    let first_live = own.find("first_live")?.map(|own| row(&own, names)).transpose()?;
    let mut excluded =
        |own: At<'_>| Ok((row(&own.get("row")?, names)?, own.get("reason")?.text()?.to_owned()));
    Ok(MeasureTally {
        live: own.get("live")?.up_to(rows)?,
        proposed: own.get("proposed")?.up_to(rows)?,
        by_people: own.get("by_people")?.up_to(rows)?,
        needs,
        money: purse(&own.get("money")?)?,
        start: own.find("start")?.map(|day| day.day()).transpose()?,
        end: own.find("end")?.map(|day| day.day()).transpose()?,
        on_time_until,
        first_live,
        not_applicable: own.find("not_applicable")?.map(&mut excluded).transpose()?,
    })
}

fn purse(own: &At<'_>) -> Read<Purse> {
    let coin = |one: At<'_>| {
        let sums = Sums {
            committed: one.get("committed")?.amount()?,
            proposed: one.get("proposed")?.amount()?,
        };
        Ok((one.get("currency")?.currency()?, sums))
    };
    own.list()?.map(coin).collect()
}

fn habits(own: &At<'_>, rows: u64, names: &mut Names) -> Read<Habits> {
    let owner = match (own.get("owners")?.up_to(2)?, own.find("owner")?) {
        (0, _) => SoleOwner::Nobody,
        (1, Some(one)) => {
            SoleOwner::One(one.get("name")?.text()?.to_owned(), one.get("rows")?.up_to(rows)?)
        }
        (1, None) => return Err(Fault(own.path("owner"), None)),
        _ => SoleOwner::Several,
    };
    let mut amounts = BTreeMap::new();
    for (code, one) in own.get("amounts")?.members()? {
        let currency: Currency = code.parse().map_err(|_| one.fault())?;
        let counts = [one.get("rows")?.up_to(rows)?, one.get("small")?.up_to(rows)?];
        amounts.insert(currency, counts);
    }
    let first = own.find("first_before_strategy")?;
    Ok(Habits {
        proposed: own.get("proposed")?.up_to(rows)?,
        decided: own.get("decided")?.up_to(rows)?,
        owner,
        amounts,
        unconfirmed: own.get("unconfirmed")?.up_to(rows)?,
        before: own.get("before_strategy")?.up_to(rows)?,
        first_before: first.map(|own| row(&own, names)).transpose()?,
    })
}

fn ids(own: &At<'_>, names: &mut Names) -> Read<BTreeMap<String, Witness>> {
    let mut ids = BTreeMap::new();
    for (file, lines) in own.members()? {
        let file = names.of(file);
        for (id, line) in lines.members()? {
            let place = Place { file: Arc::clone(&file), line: line.count()? };
            ids.insert(folded(id).into_owned(), Witness { place, id: id.into() });
        }
    }
    Ok(ids)
}

fn row(own: &At<'_>, names: &mut Names) -> Read<Witness> {
    let file = names.of(own.get("file")?.text()?);
    let place = Place { file, line: own.get("line")?.count()? };
    Ok(Witness { place, id: own.get("id")?.text()?.into() })
}

/// The names of files, each kept once.
#[derive(Default)]
struct Names(HashMap<String, Arc<str>>);

impl Names {
    fn of(&mut self, name: &str) -> Arc<str> {
        let known = self.0.get(name).map(Arc::clone);
        known.unwrap_or_else(|| {
            let new: Arc<str> = name.into();
            self.0.insert(name.to_owned(), Arc::clone(&new));
            new
        })
    }
}

/// A value, and the keys that lead to it.
struct At<'v> {
    value: &'v Json,
    path: String,
}

impl<'v> At<'v> {
    fn root(value: &'v Json) -> At<'v> {
        At { value, path: String::new() }
    }

    fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn fault(&self) -> Fault {
        Fault(self.path.clone(), Some(said(self.value)))
    }

    fn object(&self) -> Read<&'v Map<String, Json>> {
        self.value.as_object().ok_or_else(|| self.fault())
    }

    /// Returns a member that may be missing.
    fn find(&self, key: &str) -> Read<Option<At<'v>>> {
        Ok(self.object()?.get(key).map(|value| At { value, path: self.path(key) }))
    }

    fn get(&self, key: &str) -> Read<At<'v>> {
        self.find(key)?.ok_or_else(|| Fault(self.path(key), None))
    }

    /// Returns a member that may be `null`.
    fn known(&self, key: &str) -> Read<Option<At<'v>>> {
        Ok(Some(self.get(key)?).filter(|own| !own.value.is_null()))
    }

    fn members(&self) -> Read<impl Iterator<Item = (&'v str, At<'v>)>> {
        let path = self.path.clone();
        let at = move |(key, value): (&'v String, &'v Json)| {
            (key.as_str(), At { value, path: format!("{path}.{key}") })
        };
        Ok(self.object()?.iter().map(at))
    }

    fn list(&self) -> Read<impl Iterator<Item = At<'v>>> {
        let list = self.value.as_array().ok_or_else(|| self.fault())?;
        let path = self.path.clone();
        let at = move |(i, value)| At { value, path: format!("{path}[{i}]") };
        Ok(list.iter().enumerate().map(at))
    }

    fn text(&self) -> Read<&'v str> {
        self.value.as_str().ok_or_else(|| self.fault())
    }

    fn truth(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.fault())
    }

    fn count(&self) -> Read<u64> {
        self.up_to(MOST)
    }

    fn up_to(&self, most: u64) -> Read<u64> {
        self.value.as_u64().filter(|&n| n <= most).ok_or_else(|| self.fault())
    }

    fn day(&self) -> Read<Date> {
        date::parse(self.text()?).map_err(|_| self.fault())
    }

    fn currency(&self) -> Read<Currency> {
        self.text()?.parse().map_err(|_| self.fault())
    }

    fn amount(&self) -> Read<Cents> {
        match decimal::rounded(self.text()?, SUMS) {
            Ok((cents, false)) => Ok(Cents(cents)),
            _ => Err(self.fault()),
        }
    }

    fn one_of<T: Copy>(&self, all: &[T], code: fn(T) -> &'static str) -> Read<T> {
        let text = self.text()?;
        all.iter().copied().find(|&own| code(own) == text).ok_or_else(|| self.fault())
    }

    /// Returns what the key of this value names.
    fn named<T: Copy>(&self, key: &str, all: &[T], code: fn(T) -> &'static str) -> Read<T> {
        all.iter().copied().find(|&own| code(own) == key).ok_or_else(|| self.fault())
    }
}

impl Fault {
    fn problem(self, place: &Place) -> Box<Problem> {
        let Fault(key, value) = self;
        let message = Text::new(|lang| match &value {
            Some(value) => say::wrong_value(lang, quoted(value)),
            None => say::MISSING.get(lang).to_owned(),
        });
        Problem::fatal(place.clone(), message).column(key).hint(say::DAMAGED_HINT).into()
    }
}

/// Writes a value as it stands in the file; a text without its quotes.
fn said(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
