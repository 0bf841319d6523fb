//! The mappings that are shipped for lists that are published in one form.

use envcoop_core::problem::Problems;

use super::{Mapping, file, key};

/// The files, by the name under which a person asks for them.
const FILES: [(&str, &str); 6] = [
    ("aiddata-china", include_str!("../../../../data/mappings/aiddata-china.toml")),
    ("aiddata-research", include_str!("../../../../data/mappings/aiddata-research.toml")),
    ("gcf", include_str!("../../../../data/mappings/gcf.toml")),
    ("gef", include_str!("../../../../data/mappings/gef.toml")),
    ("oecd-crs", include_str!("../../../../data/mappings/oecd-crs.toml")),
    ("world-bank", include_str!("../../../../data/mappings/world-bank.toml")),
];

/// Returns the names of all.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Returns the mapping of a name, and its text as it is shipped.
pub fn named(name: &str) -> Option<(Mapping, &'static str)> {
    let (name, text) = FILES.iter().find(|(own, _)| *own == name)?;
    let mapping = file::read(&(*name).into(), text, &mut Problems::default())?;
    Some((mapping, text))
}

/// Returns every mapping.
pub fn all() -> Vec<Mapping> {
    names().filter_map(|name| named(name).map(|(mapping, _)| mapping)).collect()
}

/// Tells whether a table has every column that a mapping uses, and enough of them to know it by.
pub fn fits(mapping: &Mapping, names: &[String]) -> bool {
    let here: Vec<String> = names.iter().map(|name| key(name)).collect();
    let used: Vec<String> =
        mapping.rules.iter().flat_map(|rule| &rule.from).map(|name| key(name)).collect();
    used.len() >= 4 && used.iter().all(|name| here.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_is_sound_and_fits_one_table_only() {
        let all: Vec<Mapping> = all();
        assert_eq!(all.len(), FILES.len());
        for mapping in &all {
            let own = all.iter().filter(|other| fits(other, &mapping.header));
            assert_eq!(own.map(|other| &other.name).collect::<Vec<_>>(), [&mapping.name]);
            assert!(mapping.drift(&mapping.header, &[]).gone.is_empty(), "{}", mapping.name);
        }
    }
}
