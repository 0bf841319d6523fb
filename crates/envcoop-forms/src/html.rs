//! How texts, tables and documents stand in a page, escaped by construction; and how a page's policy
//! names the only style and script that may run in it.
//!
//! In `maud::html!` write [`Said`] or [`InLangs`] for a text, never a bare `&str`: they also show what
//! would mislead.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use envcoop_core::text::{Lang, misleads};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::document::{Block, Line, Mark, Style, title};
use crate::phrase::Phrase;
use crate::table::{Filled, Forms, Kind};

/// A text in a page.
pub struct Said<'t>(pub &'t str);

impl Render for Said<'_> {
    fn render_to(&self, out: &mut String) {
        out.push_str(&escape(self.0));
    }
}

/// A phrase in every language of a page, of which the style shows one; once, where it is the same in
/// all.
pub struct InLangs<'t>(pub &'t Phrase<'t>, pub &'t [Lang]);

impl Render for InLangs<'_> {
    fn render_to(&self, out: &mut String) {
        let InLangs(phrase, langs) = *self;
        out.push_str(&in_each(langs, |lang| Said(phrase.get(lang)).render()).into_string());
    }
}

/// Returns markup in every language of a page; once, where it is the same in all.
pub fn in_each(langs: &[Lang], markup: impl Fn(Lang) -> Markup) -> Markup {
    let first = markup(langs.first().copied().unwrap_or_default());
    let all: Vec<(Lang, Markup)> = langs.iter().map(|&lang| (lang, markup(lang))).collect();
    if all.iter().all(|(_, own)| own.0 == first.0) {
        return first;
    }
    html! { @for (lang, own) in &all { i lang=(lang.code()) { (own) } } }
}

/// Writes a page that is one file and fetches nothing. Its policy names its style and its script by
/// their digests: nothing else can run, it opens no address and sends no form. An empty script is none.
pub fn page(lang: Lang, title: &str, style: &str, script: &str, body: &Markup) -> Markup {
    let script = Some(script).filter(|script| !script.is_empty());
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        policy_source(style),
        script.map_or("none".to_owned(), policy_source),
    );
    html! {
        (DOCTYPE) "\n" html lang=(lang.code()) { "\n" head { "\n"
            meta charset="utf-8"; "\n"
            meta http-equiv="Content-Security-Policy" content=(policy); "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            title { (Said(title)) } "\n" style { (PreEscaped(style)) } "\n"
        } "\n" body { "\n" (body) @if let Some(script) = script { script { (PreEscaped(script)) } } "\n" } "\n" } "\n"
    }
}

/// Writes a choice among values and what they are called, the first being `all` of them.
pub fn choice(
    name: &str,
    title: &Markup,
    all: &str,
    choices: impl IntoIterator<Item = (String, String)>,
) -> Markup {
    html! {
        label { (title) " " select name=(name) {
            option value="" { (Said(all)) }
            @for (value, text) in choices { option value=(Said(&value)) { (Said(&text)) } }
        } } "\n"
    }
}

/// Writes a table that may be wider than a small screen, its cells being markup: the first of a row
/// names it, numbers stand at the right.
pub fn table(
    class: &str,
    caption: &Markup,
    columns: &[(Markup, Kind)],
    rows: impl IntoIterator<Item = Vec<Markup>>,
) -> Markup {
    let rows = rows.into_iter().map(|cells| row(columns.iter().map(|(_, kind)| *kind), &cells));
    let body = html! { tbody { "\n" @for row in rows { (row) } } };
    headed(class, caption, columns, &body)
}

/// Writes a table whose groups of rows are given.
pub fn headed(
    class: &str,
    caption: &Markup,
    columns: &[(Markup, Kind)],
    groups: &Markup,
) -> Markup {
    html! {
        div.wide { table class=(class) { caption { (caption) } "\n" thead { tr {
            @for (title, kind) in columns { th scope="col" class=[right(*kind)] { (title) } }
        } } "\n" (groups) } }
    }
}

/// Writes a row of such a table.
pub fn row(kinds: impl IntoIterator<Item = Kind>, cells: &[Markup]) -> Markup {
    html! { tr {
        @for (at, (cell, kind)) in cells.iter().zip(kinds).enumerate() {
            @if at == 0 { th scope="row" { (cell) } } @else { td class=[right(kind)] { (cell) } }
        }
    } "\n" }
}

fn right(kind: Kind) -> Option<&'static str> {
    (kind != Kind::Text).then_some("n")
}

/// Writes a document as a page of its own.
pub fn render(document: &[Block<'_>], lang: Lang) -> String {
    let title = title(document).map_or("", |title| title.get(lang));
    let body = self::document(document, &[lang]);
    page(lang, title, include_str!("document.css"), "", &body).into_string()
}

/// Writes a document in the languages of a page.
pub fn document(document: &[Block<'_>], langs: &[Lang]) -> Markup {
    let shown = document.iter().filter(|block| block.is_shown());
    html! { @for block in shown { (of_block(block, langs)) "\n" } }
}

fn of_block(block: &Block<'_>, langs: &[Lang]) -> Markup {
    match block {
        Block::Title(words) => html! { h1 { (InLangs(words, langs)) } },
        Block::Heading(3.., words) => html! { h3 { (InLangs(words, langs)) } },
        Block::Heading(_, words) => html! { h2 { (InLangs(words, langs)) } },
        Block::Text(lines) => html! { @for line in lines { p { (of_line(line, langs)) } } },
        Block::Table(own, key) => html! {
            (filled(own, langs)) @if let Some(key) = key { p.key { (InLangs(key, langs)) } }
        },
        Block::List(mark, items) => html! { ul {
            @for item in items { li {
                @if *mark == Mark::Task { input type="checkbox"; " " } (of_line(item, langs))
            } }
        } },
        Block::Picture { svg, .. } => html! { figure { (PreEscaped(svg)) } },
        Block::Note(line) => html! { p.note { (of_line(line, langs)) } },
        Block::Account(own, _) => filled(own, langs),
        Block::Data(_) => html! {},
    }
}

fn of_line(line: &Line<'_>, langs: &[Lang]) -> Markup {
    html! { @for part in &line.0 {
        @let words = InLangs(&part.words, langs);
        @match part.style {
            Style::Plain => (words),
            Style::Strong => strong { (words) },
            Style::Emphasis => em { (words) },
            Style::Code => code { (words) },
        }
    } }
}

fn filled(own: &Filled<'_>, langs: &[Lang]) -> Markup {
    let view = own.view(Forms::TEXT);
    let columns: Vec<(Markup, Kind)> = view
        .columns()
        .map(|column| (InLangs(&column.title, langs).render(), column.spec.kind))
        .collect();
    let rows = view.rows().map(|row| {
        row.map(|value| in_each(langs, |lang| Said(&value.said(lang)).render())).collect()
    });
    table("list", &InLangs(&own.title, langs).render(), &columns, rows)
}

/// Escapes a text for an element or a quoted attribute. What cannot be seen and could mislead
/// becomes a dot; the data keeps it.
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && !misleads(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            '\r' => {}
            c if misleads(c) => escaped.push('\u{b7}'),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Writes a value as JSON that can stand in a script element: nothing in it can end the element or
/// begin a comment. Such characters stand in strings only, where an escape means the same.
///
/// # Errors
/// Passes on what cannot be written as JSON.
pub fn data(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string(value)?;
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if matches!(c, '<' | '>' | '&') || misleads(c) => {
                escaped.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => escaped.push(c),
        }
    }
    Ok(escaped)
}

/// Returns the digest by which a content policy names a style or a script, `sha256-…`.
///
/// Under a policy that lists digests nothing else in the page can run, not even if a text were to
/// come through unescaped.
pub fn policy_source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // FIPS 180-4, the digest of `abc`.
        let source = policy_source("abc");
        assert_eq!(source, "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn markup_is_text_and_what_misleads_is_seen() {
        assert_eq!(escape("W1.1 工作"), "W1.1 工作");
        assert_eq!(escape(r#"<b a="1" b='2'>&"#), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
        assert_eq!(escape("a\u{202e}b\0c\r\nd"), "a\u{b7}b\u{b7}c\nd");
        assert_eq!(escape("\u{feff}a\u{61c}\u{200b}\u{2060}b"), "\u{b7}a\u{b7}\u{b7}\u{2060}b");
    }

    #[test]
    fn data_comes_back_as_it_was_and_cannot_end_the_script() {
        let text = "</script><!--\u{2028}\u{202e}\0\u{85}&\"'\r\n\u{feff}";
        let written = data(&text).expect("a text");
        assert!(!written.contains(['<', '>', '&', '\u{202e}', '\u{85}', '\n']), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
    }
}
