//! The columns of a review, in every language in which their headers are written.

use envcoop_words as words;

use crate::plan::Column;
use crate::text::{Lang, folded};

/// How many candidates a row has at most.
pub const CANDIDATES: usize = 3;

/// A column of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The row's id.
    Id,
    /// What is done.
    Title,
    /// The headings that the row stands under, and what else describes it.
    About,
    /// What a rule tied it to.
    Tied,
    /// A candidate, counted from 0.
    Candidate(usize),
    /// Why it is one.
    Why(usize),
    /// What a person decides.
    Decision,
    /// What a person notes.
    Note,
    /// The row of the table that it was made from: its file and number.
    Source,
}

impl Asked {
    /// Every column, in order.
    pub const ALL: [Asked; 13] = [
        Asked::Id,
        Asked::Title,
        Asked::About,
        Asked::Tied,
        Asked::Decision,
        Asked::Candidate(0),
        Asked::Why(0),
        Asked::Candidate(1),
        Asked::Why(1),
        Asked::Candidate(2),
        Asked::Why(2),
        Asked::Note,
        Asked::Source,
    ];

    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        const CANDIDATE: [&str; CANDIDATES] = ["candidate_1", "candidate_2", "candidate_3"];
        const WHY: [&str; CANDIDATES] = ["why_1", "why_2", "why_3"];
        match self {
            Asked::Id => Column::Id.code(),
            Asked::Title => Column::Title.code(),
            Asked::About => "about",
            Asked::Tied => "tied",
            Asked::Candidate(n) => CANDIDATE[n],
            Asked::Why(n) => WHY[n],
            Asked::Decision => "decision",
            Asked::Note => Column::Note.code(),
            Asked::Source => "source",
        }
    }

    /// Returns its header for people.
    pub fn title(self, lang: Lang) -> String {
        let label = match self {
            Asked::Id => Column::Id.label(),
            Asked::Title => Column::Title.label(),
            Asked::About => words::candidate::ABOUT,
            Asked::Tied => words::candidate::TIED_BY_RULE,
            Asked::Candidate(n) => return words::candidate::nth(lang, n + 1),
            Asked::Why(n) => return words::candidate::why_nth(lang, n + 1),
            Asked::Decision => words::edit::DECISION,
            Asked::Note => Column::Note.label(),
            Asked::Source => words::candidate::SOURCE,
        };
        label.get(lang).to_owned()
    }

    /// Returns the column with this header: its name in data, or its title in one language or two.
    pub fn of_header(header: &str) -> Option<Asked> {
        let is_own = |asked: &Asked| is_header(header, asked.name(), |lang| asked.title(lang));
        Asked::ALL.into_iter().find(is_own)
    }

    /// Tells whether a table with these headers is a review.
    pub fn are_headers<'h>(headers: impl IntoIterator<Item = &'h str>) -> bool {
        let found: Vec<Asked> = headers.into_iter().filter_map(Asked::of_header).collect();
        [Asked::Id, Asked::Candidate(0), Asked::Decision].iter().all(|own| found.contains(own))
    }
}

/// Tells whether a header is that of a column: its name in data, or its title in one language or two.
pub(super) fn is_header(header: &str, name: &str, title: impl Fn(Lang) -> String) -> bool {
    let given = key(header);
    let [first, second] = [Lang::En, Lang::Zh].map(|lang| key(&title(lang)));
    let both = [format!("{first}{second}"), format!("{second}{first}")];
    [key(name), first, second].into_iter().chain(both).any(|own| own == given)
}

/// What tells headers apart.
fn key(header: &str) -> String {
    folded(header).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_known_by_its_name_and_in_every_language() {
        for asked in Asked::ALL {
            let [en, zh] = [Lang::En, Lang::Zh].map(|lang| asked.title(lang));
            for header in [asked.name(), &en, &zh, &format!("{en}\n{zh}"), &format!("{zh} {en}")] {
                assert_eq!(Asked::of_header(header), Some(asked), "{header}");
            }
        }
        assert!(!Asked::are_headers(["id", "title", "measures"]));
        assert!(
            Asked::are_headers(["Id编号", "候选措施 1", "决定"]) || Column::Id.label().zh != "编号"
        );
    }
}
