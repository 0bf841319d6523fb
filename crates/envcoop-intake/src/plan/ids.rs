//! Finding ids that are used twice, exactly and in little memory.

use std::hash::BuildHasher;
use std::sync::Arc;

use envcoop_core::problem::Place;
use hashbrown::{DefaultHashBuilder, HashTable};

/// How ids that stand twice are looked for.
#[derive(Clone, Debug)]
pub(crate) enum IdCheck {
    /// Each is held against all before it.
    Exact(Ids),
    /// After the last row it is told whether one may stand twice: in less memory, and in any order.
    Digests(Digests),
    /// Not at all.
    Off,
}

impl Default for IdCheck {
    fn default() -> Self {
        IdCheck::Exact(Ids::default())
    }
}

impl IdCheck {
    /// Remembers `id`; returns where it stands already, if it does and that is known at once.
    pub(crate) fn insert(&mut self, id: &str, file: &Arc<str>, line: u64) -> Option<Place> {
        match self {
            IdCheck::Exact(ids) => ids.insert(id, file, line),
            IdCheck::Digests(digests) => {
                digests.insert(id);
                None
            }
            IdCheck::Off => None,
        }
    }

    /// Tells whether `id` was read, where each is held against all before it.
    pub(crate) fn contains(&self, id: &str) -> bool {
        matches!(self, IdCheck::Exact(ids) if ids.contains(id))
    }

    /// Tells whether an id may stand twice of which that was not told yet.
    pub(crate) fn may_repeat(&mut self) -> bool {
        match self {
            IdCheck::Digests(digests) => digests.has_equals(),
            IdCheck::Exact(_) | IdCheck::Off => false,
        }
    }

    /// Makes what checks a part of the rows in the same way, where it need not know those before.
    pub(crate) fn of_part(&self) -> Option<IdCheck> {
        match self {
            IdCheck::Exact(_) => None,
            IdCheck::Digests(own) => {
                Some(IdCheck::Digests(Digests { all: Vec::new(), hasher: own.hasher.clone() }))
            }
            IdCheck::Off => Some(IdCheck::Off),
        }
    }

    /// Adds the ids of a part of the rows.
    pub(crate) fn append(&mut self, part: IdCheck) {
        if let (IdCheck::Digests(own), IdCheck::Digests(part)) = (self, part) {
            own.all.extend(part.all);
        }
    }
}

/// The digests of all ids, 8 bytes for each. Those of equal ids are equal; whether ids of equal digests
/// are is to be found out otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Digests {
    all: Vec<u64>,
    /// Its start is random, so that nobody can make ids that have one digest.
    hasher: DefaultHashBuilder,
}

impl Digests {
    fn insert(&mut self, id: &str) {
        self.all.push(self.hasher.hash_one(id));
    }

    fn has_equals(&mut self) -> bool {
        self.all.sort_unstable();
        self.all.windows(2).any(|two| two[0] == two[1])
    }
}

/// Every id read so far and where it stands.
///
/// # Units
/// A row costs its id's bytes, 16 for the place and 5 to 10 in the table; right after a doubling,
/// up to twice that is set aside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    text: String,
    rows: Vec<Seen>,
    table: HashTable<u32>,
    files: Vec<Arc<str>>,
    /// Its start is random, so that nobody can make ids that meet in one place.
    hasher: DefaultHashBuilder,
}

#[derive(Clone, Debug)]
struct Seen {
    /// End of the id in `text`; it starts where the one before ends.
    end: u64,
    line: u32,
    file: u32,
}

impl Ids {
    /// Remembers `id`; returns where it stands already, if it does.
    pub(crate) fn insert(&mut self, id: &str, file: &Arc<str>, line: u64) -> Option<Place> {
        let hash = self.hasher.hash_one(id);
        if let Some(&row) = self.table.find(hash, |&row| self.id(row) == id) {
            let seen = &self.rows[row as usize];
            let file = Arc::clone(&self.files[seen.file as usize]);
            return Some(Place { file, line: u64::from(seen.line) });
        }
        if self.files.last().is_none_or(|last| !Arc::ptr_eq(last, file)) {
            self.files.push(Arc::clone(file));
        }
        let row = u32::try_from(self.rows.len()).ok()?;
        self.text.push_str(id);
        self.rows.push(Seen {
            end: self.text.len() as u64,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            file: self.files.len() as u32 - 1,
        });
        let (rows, text, hasher) = (&self.rows, &self.text, &self.hasher);
        self.table.insert_unique(hash, row, |&row| hasher.hash_one(id_at(rows, text, row)));
        None
    }

    /// Tells whether `id` was read.
    pub(crate) fn contains(&self, id: &str) -> bool {
        let hash = self.hasher.hash_one(id);
        self.table.find(hash, |&row| self.id(row) == id).is_some()
    }

    /// Returns the bytes of memory that the ids take.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.text.capacity()
            + self.rows.capacity() * size_of::<Seen>()
            + self.table.allocation_size()
    }

    fn id(&self, row: u32) -> &str {
        id_at(&self.rows, &self.text, row)
    }
}

fn id_at<'t>(rows: &[Seen], text: &'t str, row: u32) -> &'t str {
    let row = row as usize;
    let start = row.checked_sub(1).map_or(0, |before| rows[before].end as usize);
    &text[start..rows[row].end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_tell_in_any_order_whether_an_id_may_stand_twice() {
        let file: Arc<str> = "a.csv".into();
        let mut all = IdCheck::Digests(Digests::default());
        let mut part = all.of_part().expect("digests need not know those before");
        for i in 0..5000 {
            assert_eq!(part.insert(&format!("A{i}"), &file, i + 2), None);
            assert_eq!(all.insert(&format!("B{i}"), &file, i + 2), None);
        }
        all.append(part);
        assert!(!all.may_repeat());
        let mut part = all.of_part().expect("digests need not know those before");
        part.insert("A77", &file, 2);
        assert!(!part.may_repeat());
        all.append(part);
        assert!(all.may_repeat());
    }

    #[test]
    fn the_first_place_of_a_repeated_id_is_told() {
        let mut ids = Ids::default();
        let (a, b): (Arc<str>, Arc<str>) = ("a.csv".into(), "b.csv".into());
        for i in 0..5000 {
            assert_eq!(ids.insert(&format!("A{i}"), &a, i + 2), None);
        }
        assert_eq!(ids.insert("B1", &b, 2), None);
        assert_eq!(ids.insert("A77", &b, 3), Some(Place { file: a, line: 79 }));
        assert_eq!(ids.insert("B1", &b, 4), Some(Place { file: b, line: 2 }));
        assert!(ids.bytes() < 2 * 5001 * (5 + 16 + 10), "{}", ids.bytes());
    }
}
