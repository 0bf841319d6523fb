//! Measures as people name them: by id in any case, or by title in any language.

use crate::cell::Note;
use crate::framework::{Framework, MeasureIdx};
use crate::plan::grammar;
use crate::text::trim;

/// What separates measures besides the separators of every list, where each part then names one.
const LOOSE: [char; 6] = [',', '，', '/', '／', '\n', '\r'];

/// A part of a cell of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'t> {
    /// The text that names it.
    pub text: &'t str,
    /// The share behind it, as it is written.
    pub share: Option<&'t str>,
    /// The measure; nothing where no measure is called so.
    pub measure: Option<MeasureIdx>,
    /// How it was read.
    pub note: Option<Note>,
}

/// Reads a cell of measures. An id as the strategy has it is looked up at once; other names only where
/// there is none.
pub fn read<'t>(framework: &Framework, text: &'t str) -> Vec<Named<'t>> {
    let exact = |part: &'t str| {
        let (text, share) = grammar::share(part);
        Named { text, share, measure: framework.measure_idx(text), note: None }
    };
    let parts: Vec<Named<'t>> = grammar::parts(text).map(exact).collect();
    if parts.iter().all(|part| part.measure.is_some()) {
        return parts;
    }
    // A title may hold what else separates: the longest text that is a name counts.
    let mut found = Vec::new();
    for whole in text.split(['；', ';']).map(trim).filter(|part| !part.is_empty()) {
        if let Some(one) = named(framework, whole) {
            found.push(one);
            continue;
        }
        for part in grammar::parts(whole) {
            match named(framework, part) {
                Some(one) => found.push(one),
                None => split(framework, part, &mut found),
            }
        }
    }
    found
}

/// Splits a part at what separates loosely, if each part then names a measure.
fn split<'t>(framework: &Framework, part: &'t str, found: &mut Vec<Named<'t>>) {
    let pieces = part.split(LOOSE).map(trim).filter(|piece| !piece.is_empty());
    let pieces: Option<Vec<_>> = pieces.map(|piece| named(framework, piece)).collect();
    match pieces.filter(|pieces| pieces.len() > 1) {
        Some(pieces) => found.extend(
            pieces
                .into_iter()
                .map(|piece| Named { note: piece.note.or(Some(Note::Spelling)), ..piece }),
        ),
        None => {
            let (text, share) = grammar::share(part);
            found.push(Named { text, share, measure: None, note: None });
        }
    }
}

fn named<'t>(framework: &Framework, part: &'t str) -> Option<Named<'t>> {
    let as_named = |text: &'t str, share| {
        if let Some(measure) = framework.measure_idx(text) {
            return Some(Named { text, share, measure: Some(measure), note: None });
        }
        let measure = framework.measure_called(text)?;
        Some(Named { text, share, measure: Some(measure), note: Some(Note::Spelling) })
    };
    let by_whole = as_named(part, None);
    by_whole.or_else(|| {
        let (text, share) = grammar::share(part);
        as_named(text, Some(share?))
    })
}

/// Writes a cell of measures as a plan does, where each part names one; nothing where one does not.
pub fn written(framework: &Framework, text: &str) -> Option<String> {
    let parts = read(framework, text).into_iter().map(|part| {
        let id = &framework.measure(part.measure?).id;
        Some(match part.share {
            Some(share) => format!("{id}:{}", grammar::percentage(share)),
            None => id.clone(),
        })
    });
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::shipped;
    use crate::text::Lang;

    fn framework(id: &str) -> Framework {
        shipped(id).expect("it is shipped").expect("it is sound")
    }

    #[test]
    fn measures_are_read_by_id_in_any_case_and_by_title() {
        let mini = framework("mini");
        let [first, second] = ["W1.1", "W2.1"].map(|id| {
            let measure = mini.measure(mini.measure_idx(id).expect("a measure"));
            Lang::ALL.map(|lang| measure.title.get(lang).to_owned())
        });
        for text in [
            "W1.1;W2.1".to_owned(),
            "w1.1; W2.1".to_owned(),
            "W1.1,W2.1".to_owned(),
            "Ｗ１.１，w2.1".to_owned(),
            "W1.1/W2.1".to_owned(),
            "W1.1\nW2.1".to_owned(),
            format!("{}；{}", first[0].to_uppercase(), second[1]),
            format!("{}、{}", first[1], second[1]),
            format!("W1.1 {}; W2.1 {}", first[1], second[0]),
        ] {
            assert_eq!(written(&mini, &text).as_deref(), Some("W1.1;W2.1"), "{text}");
        }
        assert_eq!(written(&mini, "w1.1：60 %；w2.1: 40").as_deref(), Some("W1.1:60;W2.1:40"));
        let notes: Vec<_> = read(&mini, "W1.1;w2.1").iter().map(|part| part.note).collect();
        assert_eq!(notes, [None, Some(Note::Spelling)]);
    }

    #[test]
    fn a_title_with_a_separator_in_it_is_one_measure() {
        let whole = framework("two-services-2012");
        for idx in whole.measure_idxs() {
            let measure = whole.measure(idx);
            for lang in Lang::ALL {
                let title = measure.title.get(lang);
                assert_eq!(written(&whole, title).as_deref(), Some(&*measure.id), "{title}");
            }
        }
    }

    #[test]
    fn what_no_measure_is_called_is_named_whole() {
        let mini = framework("mini");
        for text in ["W9.9", "W1.1,W9.9", "soil", "W1.1 soil", "W1.1;?"] {
            assert_eq!(written(&mini, text), None, "{text}");
        }
        let parts = read(&mini, "W1.1,W9.9");
        assert_eq!((parts.len(), parts[0].text, parts[0].measure), (1, "W1.1,W9.9", None));
    }
}
