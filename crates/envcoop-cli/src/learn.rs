//! Learning from plans whose rows people decided: never without saying so.

use envcoop_core::framework::Framework;
use envcoop_intake::classify::{Classifier, Counts, Decisions, Learned};
use envcoop_words::candidate as words;

use crate::{LearnArgs, Session, read_plan_file};

/// What plans teach.
pub struct Lessons {
    /// The rows that people decided.
    pub decisions: Decisions,
    learned: Learned,
}

impl LearnArgs {
    /// Reads the plans to learn from and tells what was learnt; nothing where there are none.
    ///
    /// # Errors
    /// As [`read_plan_file`].
    pub fn read(
        &self,
        framework: &Framework,
        session: &mut Session<'_, '_>,
    ) -> anyhow::Result<Option<Lessons>> {
        if self.learn.is_empty() {
            return Ok(None);
        }
        let mut decisions = Decisions::default();
        for path in &self.learn {
            let file = read_plan_file(path, None, framework, session)?;
            let Counts { n_accepted, n_refused } = decisions.add(&file.plan, framework);
            let (lang, n_rows) = (session.lang, n_accepted + n_refused);
            if n_rows == 0 {
                let hint = words::NOT_LEARNED_HINT.get(lang);
                session.warning(&words::not_learned(lang, path.display()), Some(hint));
                continue;
            }
            let told = words::learned(lang, path.display(), n_rows, n_accepted, n_refused);
            session.note(&told);
        }
        let learned = decisions.learned(&framework.policy.classify.learned);
        let (n_rows, n_phrases) = (learned.n_rows() as u64, learned.n_phrases() as u64);
        if n_rows > 0 {
            session.note(&words::learned_phrases(session.lang, n_rows, n_phrases));
        }
        Ok(Some(Lessons { decisions, learned }))
    }
}

impl Lessons {
    /// Makes a classifier that counts what was learnt, where there is something.
    pub fn classifier<'f>(own: Option<&'f Lessons>, framework: &'f Framework) -> Classifier<'f> {
        let classifier = Classifier::new(framework);
        match own {
            Some(lessons) => classifier.with_learned(&lessons.learned),
            None => classifier,
        }
    }
}
