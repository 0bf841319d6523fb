//! What to do about a gap: the framework's actions that serve what a measure lacks.

use envcoop_words as words;

use crate::framework::{Action, Framework};
use crate::judge::gap::MeasureGap;
use crate::text::Lang;
use crate::vocabulary::{Answer, Need, Profile};

/// Returns the measure's actions whose stage serves a need that is unmet, in framework order.
pub fn actions<'f>(
    framework: &'f Framework,
    gap: &MeasureGap,
    profile: Profile,
) -> impl Iterator<Item = &'f Action> {
    let unmet: Vec<Need> = gap.unmet(profile).collect();
    let stage_needs = &framework.policy.stage_needs;
    let serves = move |action: &&Action| {
        stage_needs.of(action.stage).iter().any(|need| unmet.contains(need))
    };
    framework.measure(gap.measure).actions.iter().filter(serves)
}

/// Returns what to do next about a measure, in words: the first action that serves an unmet need,
/// or which facts to find out where only facts are missing. Empty where nothing is missing.
pub fn next_step(framework: &Framework, gap: &MeasureGap, profile: Profile, lang: Lang) -> String {
    if let Some(action) = actions(framework, gap, profile).next() {
        return format!("{} {}", action.id, action.text.get(lang));
    }
    let names = |answer| {
        let labels: Vec<_> =
            gap.needs(profile, answer).map(|need| need.label().get(lang)).collect();
        labels.join(lang.comma())
    };
    let (unmet, unknown) = (names(Answer::Unmet), names(Answer::Unknown));
    match (unmet.is_empty(), unknown.is_empty()) {
        (true, true) => String::new(),
        (true, false) => words::measure::find_out(lang, unknown),
        (false, _) => words::measure::settle(lang, unmet),
    }
}
