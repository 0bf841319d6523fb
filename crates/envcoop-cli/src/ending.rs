//! What the name of a file says about its form.

use std::path::Path;

use envcoop_core::reason::Reason;
use envcoop_words::problem::output as say;

/// Endings under which people and programs expect a certain form.
const KNOWN: [&str; 30] = [
    "csv", "doc", "docx", "et", "gif", "htm", "html", "ics", "jpeg", "jpg", "json", "jsonl",
    "markdown", "md", "odp", "ods", "odt", "parquet", "pdf", "png", "ppt", "pptx", "svg", "tsv",
    "txt", "wps", "xls", "xlsm", "xlsx", "xml",
];

/// Returns the form that the name of a file asks for; none where it asks for none that is known, as
/// no ending at all.
///
/// # Errors
/// An ending that belongs to another form than these: a page called `.xlsx` would open nowhere. Lists
/// what can be written.
pub fn form_named<T: Copy>(path: &Path, forms: &[(&str, T)]) -> Result<Option<T>, Reason> {
    let Some(ending) = path.extension() else { return Ok(None) };
    let ending = ending.to_string_lossy().to_lowercase();
    if let Some((_, form)) = forms.iter().find(|(own, _)| *own == ending) {
        return Ok(Some(*form));
    }
    if KNOWN.contains(&&*ending) {
        let endings: Vec<String> = forms.iter().map(|(own, _)| format!(".{own}")).collect();
        let shown = path.display();
        return Err(Reason::new(|lang| match &endings[..] {
            [] => say::folder_wanted(lang, &shown, &ending),
            endings => say::other_ending(lang, &shown, &ending, endings.join(lang.comma())),
        }));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_asks_for_a_form_for_none_or_for_one_that_is_not_written() {
        const FORMS: [(&str, u8); 2] = [("csv", 1), ("html", 2)];
        let named = |name: &str| form_named(Path::new(name), &FORMS);
        assert_eq!(named("a.b/plan.CSV").expect("it is written"), Some(1));
        for name in ["-", "plan", "plan.2027", ".csv"] {
            assert_eq!(named(name).expect("nothing is asked for"), None, "{name}");
        }
        let error = named("plan.PDF").expect_err("nobody writes it").to_string();
        assert_eq!(
            error,
            "plan.PDF: no `.pdf` is written here; give it a name that ends in .csv, .html"
        );
    }
}
