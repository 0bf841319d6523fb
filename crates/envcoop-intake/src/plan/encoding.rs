//! Which encoding a text is in: told by its mark, by its look, or by what it says when it is read
//! in each candidate. It is never guessed.
//!
//! Bytes that are valid UTF-8 may be Chinese in GBK, and most Western words are valid GB18030. So
//! every candidate is tried, and the one counts under which a cell says something that a plan
//! says: a header in some shipped language, a status, the title that belongs to an id.

use std::io::{self, Read};
use std::str::FromStr;
use std::sync::Arc;

use encoding_rs::{
    BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};
use encoding_rs_io::DecodeReaderBytesBuilder;
use envcoop_core::framework::Framework;
use envcoop_core::plan::Column;
use envcoop_core::problem::{Place, Problem};
use envcoop_core::reason::Reason;
use envcoop_core::text::{Lang, trim};
use envcoop_core::vocabulary::{Link, Stage, Status, Word};
use envcoop_words::problem::{file as say, option};

use crate::plan::csv::rows_of_head;
use crate::plan::format::HEAD;

/// An encoding that a person names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl FromStr for TextEncoding {
    type Err = Reason;

    /// Reads a name as browsers know it: `utf-8`, `gb18030`, `gbk`, `big5`, `windows-1252`.
    fn from_str(label: &str) -> Result<Self, Reason> {
        let known = Encoding::for_label_no_replacement(label.as_bytes());
        known.map(TextEncoding).ok_or_else(|| {
            let names = CANDIDATES.map(|encoding| encoding.name().to_lowercase());
            Reason::new(|lang| option::encoding(lang, names.join(lang.comma())))
        })
    }
}

/// A plan's text: its beginning, and the rest as it comes.
pub(crate) struct Decoded<R> {
    pub(crate) head: Vec<u8>,
    pub(crate) rest: R,
}

/// Tells the encoding of separated text where `asked` does not, and decodes it. Bytes that are wrong
/// become U+FFFD, which no cell may hold; in UTF-8 they are left for the reader to find.
///
/// # Errors
/// Passes on what the input refuses.
pub(crate) fn decode<'i>(
    head: &[u8],
    rest: impl Read + 'i,
    encoding: &'static Encoding,
) -> io::Result<Decoded<Box<dyn Read + 'i>>> {
    if encoding == UTF_8 {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        return Ok(Decoded { head: head.to_vec(), rest: Box::new(rest) });
    }
    let input = io::Cursor::new(head.to_vec()).chain(rest);
    let mut rest = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input);
    let mut head = Vec::new();
    rest.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok(Decoded { head, rest: Box::new(rest) })
}

/// The encodings that are tried where no mark tells.
const CANDIDATES: [&Encoding; 8] =
    [UTF_8, GB18030, BIG5, WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, UTF_16LE, UTF_16BE];

/// From how many characters on text that is valid UTF-8 is UTF-8. One in seven Chinese characters
/// of GBK is valid in it by chance, ten in a row hardly ever.
const CERTAIN: usize = 10;

/// The text cannot be told to be in any one encoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecided {
    /// The line of the first byte that is not UTF-8.
    line: u64,
}

impl Undecided {
    /// Makes the problem of a file that is in no encoding that can be told.
    pub(crate) fn problem(&self, file: &Arc<str>) -> Problem {
        let place = Place { file: Arc::clone(file), line: self.line };
        Problem::fatal(place, say::ENCODING_UNKNOWN).hint(say::ENCODING_UNKNOWN_HINT)
    }
}

/// Tells the encoding of separated text by its beginning; `asked` is what a person says.
///
/// # Errors
/// [`Undecided`] where it is not UTF-8 and no candidate, or more than one, makes sense of it.
pub(crate) fn of_csv(
    head: &[u8],
    asked: Option<TextEncoding>,
    framework: &Framework,
) -> Result<&'static Encoding, Undecided> {
    of_text(head, asked, |text| n_sensible(text, framework))
}

/// Tells the encoding of any text by its beginning; `n_sensible` counts what makes sense in it.
///
/// # Errors
/// As [`of_csv`].
pub(crate) fn of_text(
    head: &[u8],
    asked: Option<TextEncoding>,
    n_sensible: impl Fn(&str) -> usize,
) -> Result<&'static Encoding, Undecided> {
    if let Some(encoding) = of_mark(head).or(asked.map(|asked| asked.0)) {
        return Ok(encoding);
    }
    if head.is_ascii() {
        return Ok(UTF_8);
    }
    if std::str::from_utf8(head).is_ok_and(|text| n_foreign(text) >= CERTAIN) {
        return Ok(UTF_8);
    }
    let mut best: Vec<(usize, &'static Encoding)> = Vec::new();
    for encoding in CANDIDATES {
        let Some(text) = decoded(head, encoding) else { continue };
        let n_sensible = n_sensible(&text);
        if best.first().is_none_or(|(most, _)| n_sensible > *most) {
            best.clear();
        }
        if best.first().is_none_or(|(most, _)| n_sensible == *most) {
            best.push((n_sensible, encoding));
        }
    }
    match best[..] {
        // UTF-8 stands first: it is right where nothing speaks for another.
        [(_, encoding), ..] if encoding == UTF_8 => Ok(encoding),
        [(n_sensible, encoding)] if n_sensible > 0 => Ok(encoding),
        _ => Err(Undecided { line: line_of_fault(head) }),
    }
}

/// Tells the encoding of JSON, which is UTF-8 unless a mark or a person says otherwise.
pub(crate) fn of_json(head: &[u8], asked: Option<TextEncoding>) -> &'static Encoding {
    of_mark(head).or(asked.map(|asked| asked.0)).unwrap_or(UTF_8)
}

/// Decodes a text that is at hand whole: by its mark, as UTF-8, or in the first encoding in which it
/// says what it is to say; nothing where there is none.
pub(crate) fn of_words(bytes: &[u8], says_so: impl Fn(&str) -> bool) -> Option<String> {
    let whole = |encoding: &'static Encoding| {
        let (text, _, has_errors) = encoding.decode(bytes);
        (!has_errors).then(|| text.into_owned())
    };
    if let Some(encoding) = of_mark(bytes) {
        return whole(encoding);
    }
    let is_right = |text: &String| says_so(text);
    let told = CANDIDATES.into_iter().filter_map(whole).find(is_right);
    // What is wrong with a header is for the reader of the table to say.
    told.or_else(|| whole(UTF_8))
}

/// Decodes a text that is at hand whole by its mark, else as a person says; nothing where a character is
/// not in that encoding.
pub(crate) fn as_asked(bytes: &[u8], asked: TextEncoding) -> Option<String> {
    let (text, _, has_errors) = of_mark(bytes).unwrap_or(asked.0).decode(bytes);
    (!has_errors).then(|| text.into_owned())
}

/// Tells the encoding by a byte order mark, or by the NUL beside every ASCII character of UTF-16.
fn of_mark(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let n_pairs = head.len() / 2;
    let n_nul = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    // A few Chinese characters have a NUL of their own.
    let (n_high, n_low) = (n_nul(0), n_nul(1));
    match () {
        () if n_low * 3 > n_pairs && n_high * 10 < n_pairs => Some(UTF_16LE),
        () if n_high * 3 > n_pairs && n_low * 10 < n_pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Counts the characters that are not ASCII.
fn n_foreign(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

/// Finds the line of the first byte that is not UTF-8.
fn line_of_fault(head: &[u8]) -> u64 {
    let valid = std::str::from_utf8(head).map_or_else(|error| error.valid_up_to(), str::len);
    1 + head[..valid].iter().filter(|&&b| b == b'\n').count() as u64
}

/// Decodes a beginning; nothing where it is not in the encoding. A character that the end cuts
/// off does no harm.
fn decoded(head: &[u8], encoding: &'static Encoding) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text =
        String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(head.len())?);
    let (result, _) = decoder.decode_to_string_without_replacement(head, &mut text, false);
    (result == encoding_rs::DecoderResult::InputEmpty).then_some(text)
}

/// Counts the cells with other than ASCII characters that say something that a plan says.
fn n_sensible(text: &str, framework: &Framework) -> usize {
    let rows = rows_of_head(text.as_bytes());
    let Some((header, rows)) = rows.split_first() else { return 0 };
    let columns: Vec<Option<Column>> = header.iter().map(|name| Column::of_header(name)).collect();
    let is_told = |(name, column): (&String, &Option<Column>)| !name.is_ascii() && column.is_some();
    let mut n = header.iter().zip(&columns).filter(|pair| is_told(*pair)).count();
    for row in rows {
        let cell = |column: Column| {
            let at = columns.iter().position(|found| *found == Some(column))?;
            row.get(at).map(|text| trim(text))
        };
        let says = |column, is_known: &dyn Fn(&str) -> bool| {
            let text = cell(column).filter(|text| !text.is_ascii());
            usize::from(text.is_some_and(is_known))
        };
        n += says(Column::Status, &|text| Status::read(text).is_some());
        n += says(Column::Stage, &|text| Stage::read(text).is_some());
        n += says(Column::Link, &|text| Link::read(text).is_some());
        let id = cell(Column::Id).unwrap_or_default();
        n += says(Column::Title, &|title| is_title_of(framework, id, title));
    }
    n
}

/// Tells whether a title is that of the strategy's action from which a checklist's id is made.
fn is_title_of(framework: &Framework, id: &str, title: &str) -> bool {
    let action = id.rsplit_once('-').map_or("", |(action, _)| action);
    let measure = action.rsplit_once('-').map_or("", |(measure, _)| measure);
    let actions = framework.measure_idx(measure).map(|idx| &framework.measure(idx).actions);
    actions
        .into_iter()
        .flatten()
        .any(|own| own.id == action && Lang::ALL.iter().any(|&lang| own.text.get(lang) == title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use envcoop_core::framework::shipped;

    fn of(bytes: &[u8]) -> Result<&'static str, Undecided> {
        let framework = shipped("mini").expect("shipped").expect("sound");
        of_csv(bytes, None, &framework).map(Encoding::name)
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{text} cannot be written in {}", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn a_header_in_any_encoding_is_told_by_its_words() {
        for text in [
            "编号,状态\nA1,进行中\n",
            "编号;状态;名称\nA1;planned;水利\n",
            "id\t状态\nA1\tplanned\n",
        ] {
            assert_eq!(of(text.as_bytes()), Ok("UTF-8"), "{text}");
            assert_eq!(of(&encoded(text, GB18030)), Ok("gb18030"), "{text}");
        }
    }

    #[test]
    fn a_word_that_is_valid_in_two_encodings_does_not_mislead() {
        // The GBK bytes of this header are valid UTF-8.
        let bytes = encoded("id,状态\nA1,planned\n", GB18030);
        assert!(std::str::from_utf8(&bytes).is_ok());
        assert_eq!(of(&bytes), Ok("gb18030"));
        // This German word is valid GB18030.
        assert_eq!(
            of(&encoded("id,status,title\nA1,planned,Maßnahme\n", WINDOWS_1252)),
            Err(Undecided { line: 2 })
        );
    }

    #[test]
    fn labels_and_titles_tell_where_the_header_is_ascii() {
        assert_eq!(of(&encoded("id,status\nA1,进行中\n", GB18030)), Ok("gb18030"));
        let framework = shipped("mini").expect("shipped").expect("sound");
        let action = &framework.measures[0].actions[0];
        let text =
            format!("id,status,title\n{}-2027,planned,{}\n", action.id, action.text.get(Lang::Zh));
        assert_eq!(of(&encoded(&text, GB18030)), Ok("gb18030"));
    }

    #[test]
    fn marks_and_the_look_of_utf_16_come_first() {
        let little =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        assert_eq!(of(&little("\u{feff}编号,状态")), Ok("UTF-16LE"));
        assert_eq!(of(&big("\u{feff}编号,状态")), Ok("UTF-16BE"));
        assert_eq!(of(&little("id,status,title\n")), Ok("UTF-16LE"));
        assert_eq!(of(&big("id,status,title\n")), Ok("UTF-16BE"));
        assert_eq!(of(b"\xef\xbb\xbfid,status\n"), Ok("UTF-8"));
        assert_eq!(of(b"id,status\n"), Ok("UTF-8"));
    }
}
