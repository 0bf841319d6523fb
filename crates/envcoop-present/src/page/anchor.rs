//! Where on the page something stands: the names that links lead to.

use std::borrow::Cow;

use envcoop_core::framework::Framework;
use envcoop_core::text::Text;
use envcoop_forms::html::Said;
use maud::{Markup, html};

use super::Page;

/// The name of the place where all measures are added up; no id is called so.
pub(super) const OVERALL: &str = "overall";

/// Returns the name of the place where an id is explained. The page's other places have names that
/// start with a small letter: an id that does gets a mark that no id holds.
pub(super) fn anchor(id: &str) -> Cow<'_, str> {
    if id.starts_with(|c: char| c.is_ascii_lowercase()) && id != OVERALL {
        return Cow::Owned(format!("id:{id}"));
    }
    Cow::Borrowed(id)
}

/// Returns the name of the place where an area's part of a challenge is added up.
pub(super) fn of_cell(framework: &Framework, challenge: &str, area: &str) -> String {
    let joined = format!("{challenge}-{area}");
    let mut ids = framework.challenges.iter().map(|c| &c.id);
    let is_taken = framework.measure_idx(&joined).is_some()
        || ids.any(|id| *id == joined)
        || framework.areas.iter().any(|area| area.id == joined);
    // With a hyphen in either, two cells could be called the same.
    if is_taken || challenge.contains('-') || area.contains('-') {
        return anchor(&format!("{challenge}/{area}")).into_owned();
    }
    anchor(&joined).into_owned()
}

impl Page<'_> {
    /// Writes an id that leads to where it is explained.
    pub(super) fn id(&self, id: &str) -> Markup {
        html! { a class="id" href={ "#" (anchor(id)) } { (Said(id)) } }
    }

    /// Writes such an id with its title.
    pub(super) fn titled(&self, id: &str, title: &Text) -> Markup {
        html! { (self.id(id)) " " (self.say(title)) }
    }
}

#[cfg(test)]
mod tests {
    use envcoop_core::framework::shipped;

    use super::*;

    #[test]
    fn no_id_takes_a_place_of_the_page_or_of_another() {
        assert_eq!(anchor("C1"), "C1");
        assert_eq!(anchor("目标3"), "目标3");
        assert_eq!(anchor("people"), "id:people");
        assert_eq!(anchor(OVERALL), OVERALL);
        let mut framework = shipped("mini").expect("it is shipped").expect("it is sound");
        assert_eq!(of_cell(&framework, "C1", "W1"), "C1-W1");
        assert_eq!(of_cell(&framework, "c", "W1"), "id:c-W1");
        assert_ne!(of_cell(&framework, "A-B", "C"), of_cell(&framework, "A", "B-C"));
        framework.areas[1].id = "C1-W1".to_owned();
        assert_eq!(of_cell(&framework, "C1", "W1"), "C1/W1");
    }
}
