//! Finding ids that are used twice, exactly and in little memory.

use std::hash::BuildHasher;
use std::sync::Arc;

use envcoop_core::problem::Place;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Every id read so far and where it stands.
///
/// # Units
/// A row costs its id's bytes, 16 for the place and 5 to 10 in the table; right after a doubling,
/// up to twice that is set aside.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    text: String,
    rows: Vec<Seen>,
    table: HashTable<u32>,
    files: Vec<Arc<str>>,
    /// Its start is random, so that nobody can make ids that meet in one place.
    hasher: DefaultHashBuilder,
}

#[derive(Debug)]
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
