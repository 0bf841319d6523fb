//! From a published activity to a row of a plan.

use std::io::Read;
use std::sync::Arc;

use envcoop_core::judge::suspicion::OTHER_IDS;
use envcoop_core::percent::Weight;
use envcoop_core::plan::{Cells, Column, Extra, Row, grammar};
use envcoop_core::problem::{Place, Problem, Problems, quoted};
use envcoop_core::text::{Lang, Text};
use envcoop_core::vocabulary::Link;
use envcoop_words::problem::published as say;

use crate::classify::{Classifier, Decision, Decisions, Evidence, Match};
use crate::iati::{self, OwnedRow, Published, plan_row};
use crate::plan::Ids;

/// The columns that an imported row has beside those of the plan.
pub const IMPORT_COLUMNS: [&str; 4] = ["score", "why", "recipients", OTHER_IDS];

/// A row of a plan made from a published activity.
#[derive(Clone, Debug)]
pub struct Imported {
    row: OwnedRow,
    extras: [String; IMPORT_COLUMNS.len()],
    line: u64,
    /// How many measures were matched.
    pub n_matches: usize,
}

impl Imported {
    /// Returns the row's text under a column of the plan.
    pub fn get(&self, column: Column) -> &str {
        &self.row.cells[column as usize]
    }

    /// Returns the row's text under each of [`IMPORT_COLUMNS`].
    pub fn extras(&self) -> &[String; IMPORT_COLUMNS.len()] {
        &self.extras
    }

    /// Ties the row to the measures that a person chose.
    fn decide(&mut self, decision: &Decision) {
        decision.measures.clone_into(&mut self.row.cells[Column::Measures as usize]);
        Link::Human.code().clone_into(&mut self.row.cells[Column::Link as usize]);
        let [score, why, ..] = &mut self.extras;
        score.clear();
        decision.why.clone_into(why);
        self.n_matches = grammar::parts(&decision.measures).count();
    }

    /// Hands the row to `read` as a reader of plans would.
    pub fn with_row<R>(&self, file: &Arc<str>, read: impl FnOnce(Row<'_>) -> R) -> R {
        let mut cells = Cells::default();
        Column::ALL.iter().for_each(|&column| cells.set(column, self.get(column)));
        let extra = |i: usize| Extra { header: IMPORT_COLUMNS[i], text: &self.extras[i] };
        let extras = [extra(0), extra(1), extra(2), extra(3)];
        read(Row { file, line: self.line, cells, extras: &extras, is_sound: false })
    }
}

impl Classifier<'_> {
    /// Makes a row of a plan from a published activity: its measures are the `matches`, in equal
    /// shares, and the reasons stand beside it. `unpublished` is written where nothing is published.
    pub fn import(
        &self,
        file: &Arc<str>,
        (published, matches): (&Published, &[Match<'_>]),
        lang: Lang,
        unpublished: &str,
        problems: &mut Problems,
    ) -> Imported {
        let (measures, score, why) = self.told(matches);
        let row = plan_row(file, published, &measures, lang, unpublished, problems);
        let extras = [score, why, row.recipients.clone(), row.other_ids.clone()];
        Imported { row, extras, line: published.line, n_matches: matches.len() }
    }

    /// Returns matches as a plan writes them: the measures, the score of the best, and why.
    pub(crate) fn told(&self, matches: &[Match<'_>]) -> (String, String, String) {
        let ids: Vec<&str> =
            matches.iter().map(|m| self.framework.measure(m.measure).id.as_str()).collect();
        let score = matches.first().map_or_else(String::new, |best| score(best.score));
        (ids.join(";"), score, self.why(matches))
    }

    /// Says in words why each measure was matched, and what each reason adds or takes off:
    /// `W2.5 1.75: title "pops" 1.00; sector 14050 100 % 0.75`.
    fn why(&self, matches: &[Match<'_>]) -> String {
        let of_measure = |found: &Match<'_>| {
            format!("{} {}", self.framework.measure(found.measure).id, reasons(found, Lang::En))
        };
        matches.iter().map(of_measure).collect::<Vec<_>>().join(" | ")
    }
}

/// Turns published files into rows of a plan, every activity of every file.
pub struct Importer<'f> {
    classifier: Classifier<'f>,
    decisions: Option<&'f Decisions>,
    lang: Lang,
    ids: Ids,
    n_threads: usize,
}

impl<'f> Importer<'f> {
    /// Makes an importer that takes titles in `lang` where they are published in it.
    pub fn new(classifier: Classifier<'f>, lang: Lang) -> Self {
        Importer { classifier, decisions: None, lang, ids: Ids::default(), n_threads: 1 }
    }

    /// The same, which leaves what people decided as it is.
    #[must_use]
    pub fn with_decisions(self, decisions: &'f Decisions) -> Self {
        Importer { decisions: Some(decisions), ..self }
    }

    /// The same, which reads long files on so many threads.
    #[must_use]
    pub fn with_threads(self, n_threads: usize) -> Self {
        Importer { n_threads, ..self }
    }

    /// Reads a file and hands every activity to `sink`, in file order. An identifier that is there
    /// already gets `#2` and so on behind it: no activity is lost, and a person settles which stays.
    pub fn read(
        &mut self,
        file: &Arc<str>,
        input: impl Read,
        problems: &mut Problems,
        sink: &mut dyn FnMut(&Imported),
    ) {
        let Importer { classifier, decisions, lang, ids, n_threads } = self;
        let work = |published: &Published| classifier.classify(published);
        iati::read_with(
            file,
            input,
            *n_threads,
            &work,
            problems,
            &mut |published, matches, problems| {
                let found = (&published, &matches[..]);
                let mut imported = classifier.import(file, found, *lang, UNPUBLISHED, problems);
                let place = Place { file: Arc::clone(file), line: published.line };
                if let Some(decided) = decisions.and_then(|all| all.of(&imported.row.cells)) {
                    imported.decide(decided);
                }
                make_unique(&mut imported.row.cells[Column::Id as usize], &place, ids, problems);
                sink(&imported);
            },
        );
    }
}

/// What a plan says where nothing was published: it is not known.
pub(crate) const UNPUBLISHED: &str = grammar::UNKNOWN;

fn make_unique(id: &mut String, place: &Place, ids: &mut Ids, problems: &mut Problems) {
    let Some(first) = ids.insert(id, &place.file, place.line) else { return };
    let mut n = 2;
    while ids.insert(&format!("{id}#{n}"), &place.file, place.line).is_some() {
        n += 1;
    }
    let own = quoted(id);
    id.push_str(&format!("#{n}"));
    let message = Text::new(|lang| say::twice(lang, &own, &first, &*id));
    let problem = Problem::warning(place.clone(), message).column("iati-identifier");
    problems.push(problem.hint(say::TWICE_HINT));
}

/// Says in words what speaks for a measure, and what each reason adds or takes off.
pub(crate) fn reasons(found: &Match<'_>, lang: Lang) -> String {
    let sign = |e: &Evidence<'_>| format!("{} {}", e.sign.said(lang), score(e.worth));
    let signs: Vec<String> = found.evidence.iter().map(sign).collect();
    format!("{}: {}", score(found.score), signs.join("; "))
}

/// Returns the measures that a text names which says why measures were matched.
pub(crate) fn proposed_in(why: &str) -> impl Iterator<Item = &str> {
    why.split(" | ").filter_map(|of_measure| of_measure.split(' ').next())
}

/// Writes a score with two decimals, cut.
fn score(score: Weight) -> String {
    let hundredths = score.0.abs() / (Weight::ONE.0 / 100);
    let sign = if score.0 < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}
