//! Which measures the user asks for.

use envcoop_core::judge::filter::Filter;

/// The heading of what restricts a result in help.
pub(crate) const HEADING: &str = "What to look at";

/// Conditions that a measure must meet. Its doc comments are the help text.
#[derive(clap::Args, Clone, Debug)]
pub struct FilterArgs {
    /// Only these measures; an area's id stands for its measures; several are joined by commas.
    #[arg(long, help_heading = HEADING, visible_alias = "measure", value_name = "ID", value_delimiter = ',')]
    measures: Vec<String>,
    /// Only measures that answer these challenges.
    #[arg(long, help_heading = HEADING, value_name = "ID", value_delimiter = ',')]
    challenge: Vec<String>,
    /// Only measures of these areas.
    #[arg(long, help_heading = HEADING, value_name = "ID", value_delimiter = ',')]
    area: Vec<String>,
    /// Only measures about these terms of the strategy.
    #[arg(long, help_heading = HEADING, value_name = "ID", value_delimiter = ',')]
    term: Vec<String>,
}

impl FilterArgs {
    /// Returns the conditions.
    pub fn filter(&self) -> Filter {
        Filter {
            measures: self.measures.clone(),
            challenges: self.challenge.clone(),
            areas: self.area.clone(),
            terms: self.term.clone(),
        }
    }
}
