//! Every word the tools write, in every language.
//!
//! The words stand in `words/`, a file for each language, a module here for each section. A text is a
//! [`Label`]; a text into which something is filled is a function that takes the language first.
//!
//! ```
//! use envcoop_words::{self as words, Lang};
//!
//! assert_eq!(words::measure::ALL_MEASURES.get(Lang::En), "all measures");
//! assert_eq!(words::row::read(Lang::En, 2), "2 rows read");
//! ```

#[cfg(test)]
#[path = "../build/generate.rs"]
mod generate;
#[cfg(test)]
mod tests;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Lang {
    /// The code of every language, in the order of [`Lang::ALL`].
    pub const CODES: [&'static str; Lang::COUNT] = {
        let mut codes = [""; Lang::COUNT];
        let mut at = 0;
        while at < Lang::COUNT {
            codes[at] = Lang::ALL[at].code();
            at += 1;
        }
        codes
    };

    /// Returns what stands between the parts of a list.
    pub const fn comma(self) -> &'static str {
        list::COMMA.get(self)
    }
}
