//! XML as a stream of checked tokens: what passes is well-formed, and no part of it is unbounded.
//!
//! `quick-xml` cuts the input into tags and texts and matches end tags with start tags. This file
//! adds what a parser owes beyond that: one root, legal characters and names, attributes that are
//! well-formed and named once, no entity but the predefined, no document type definition.

#![cfg_attr(
    not(all(feature = "iati", feature = "workbook")),
    expect(dead_code, reason = "each of the two forms uses a part")
)]

mod encoding;
mod token;

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use envcoop_core::problem::{Place, Problem, quoted};
use envcoop_core::reason::said;
use envcoop_core::text::{Label, Text, trim};
use envcoop_words::problem::{open, xml as say};
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use self::encoding::DecodeError;
pub(crate) use self::encoding::Decoded;
use self::token::{Flaw, SPACE, Step, Tag, take};
use crate::plan::n_lines;

/// Nothing, or the problem that makes reading on impossible.
pub(crate) type Result<T> = std::result::Result<T, Box<Problem>>;

/// The most bytes of one tag, comment or text.
const MOST_TOKEN: usize = 16 << 20;
/// The deepest that elements may be nested.
const MOST_DEPTH: usize = 64;
/// The most text of one activity that is kept, in bytes, each piece with [`PIECE`].
const MOST_KEPT: usize = 8 << 20;
/// What a kept piece takes beside its text, in bytes.
const PIECE: usize = 64;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A start tag: see [`Xml::name`] and [`Xml::attribute`].
    Start,
    /// A piece of text: see [`Xml::append_to`].
    Text,
    /// The end of the element that was opened last.
    End,
    /// The end of the file.
    Eof,
}

/// Reads tokens.
pub(crate) struct Xml<'i> {
    file: Arc<str>,
    reader: Reader<Source<'i>>,
    buf: Vec<u8>,
    /// The encoding the input was translated from.
    from: Option<&'static str>,
    tag: Tag,
    text: String,
    /// Lines of the elements that are open.
    open: Vec<u64>,
    /// Whether the tag read last closes itself.
    is_empty: bool,
    root_seen: bool,
    line: u64,
    offset: u64,
    n_kept: usize,
}

impl<'i> Xml<'i> {
    /// Makes a reader of `input`, which may be in any known encoding.
    pub fn new(file: &Arc<str>, input: impl Read + 'i) -> Result<Self> {
        Ok(Xml::of(file, Xml::decode(file, input)?))
    }

    /// Translates `input`, which may be in any known encoding.
    pub fn decode(file: &Arc<str>, input: impl Read + 'i) -> Result<Decoded<'i>> {
        let fault = |line, message: Text, hint: Label| {
            Box::new(Problem::fatal(Place { file: Arc::clone(file), line }, message).hint(hint))
        };
        encoding::decode(input).map_err(|error| match error {
            DecodeError::Io(error) => fault(0, unread(&error), say::TRY_AGAIN),
            DecodeError::Unknown(label) => {
                let message = Text::new(|lang| say::unknown_encoding(lang, quoted(&label)));
                fault(1, message, say::UNKNOWN_ENCODING_HINT)
            }
            DecodeError::NotUtf16(label) => {
                let message = Text::new(|lang| say::other_encoding(lang, quoted(&label)));
                fault(1, message, say::OTHER_ENCODING_HINT)
            }
        })
    }

    /// Makes a reader of what was decoded.
    pub fn of(file: &Arc<str>, Decoded { text, from }: Decoded<'i>) -> Self {
        let input = BufReader::with_capacity(64 * 1024, text);
        let mut reader = Reader::from_reader(Source { input, line: 1, offset: 0, n_token: 0 });
        reader.config_mut().check_comments = true;
        Xml {
            file: Arc::clone(file),
            reader,
            buf: Vec::new(),
            from,
            tag: Tag::default(),
            text: String::new(),
            open: Vec::new(),
            is_empty: false,
            root_seen: false,
            line: 1,
            offset: 0,
            n_kept: 0,
        }
    }

    /// Returns where the next token begins: its line, and the bytes before it.
    pub fn next_place(&self) -> (u64, u64) {
        let source = self.reader.get_ref();
        (source.line, source.offset)
    }

    /// Says where the next token begins in the whole, where only parts of it are read.
    pub fn jump(&mut self, (line, offset): (u64, u64)) {
        let source = self.reader.get_mut();
        (source.line, source.offset) = (line, offset);
    }

    /// Returns the line on which the token read last begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns where the token read last begins.
    pub fn place(&self) -> Place {
        Place { file: Arc::clone(&self.file), line: self.line }
    }

    /// Returns the name of the start tag read last.
    pub fn name(&self) -> &str {
        self.tag.name()
    }

    /// Returns an attribute of the start tag read last, edge blanks trimmed; empty where there is
    /// none.
    pub fn attribute(&self, name: &str) -> String {
        let text = self.tag.find(name).unwrap_or_default();
        let trimmed = text.trim_matches(SPACE);
        if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
    }

    /// Returns an attribute of the start tag read last as it stands there; nothing where there is none.
    pub fn find_attribute(&self, name: &str) -> Option<String> {
        self.tag.find(name)
    }

    /// Returns the piece of text read last.
    pub fn piece(&self) -> &str {
        &self.text
    }

    /// Reads the next token. The end of the file comes only after the root is closed.
    pub fn next(&mut self) -> Result<Token> {
        if std::mem::take(&mut self.is_empty) {
            self.open.pop();
            return Ok(Token::End);
        }
        loop {
            self.buf.clear();
            let source = self.reader.get_mut();
            source.n_token = 0;
            (self.line, self.offset) = (source.line, source.offset);
            let strict = self.from.is_some();
            let step = match self.reader.read_event_into(&mut self.buf) {
                Ok(event) => take(event, strict, &mut self.tag, &mut self.text),
                Err(error) => Err(self.flaw(error)),
            };
            let step = step.map_err(|flaw| self.fault(flaw))?;
            if let Some(token) = self.follow(step).map_err(|flaw| self.fault(flaw))? {
                return Ok(token);
            }
        }
    }

    /// Moves to the next child of the element that is open; tells whether there is one. Text and
    /// elements of other namespaces are passed over.
    pub fn child(&mut self) -> Result<bool> {
        loop {
            match self.next()? {
                Token::Start if self.name().contains(':') => self.skip()?,
                Token::Start => return Ok(true),
                Token::Text => {}
                Token::End | Token::Eof => return Ok(false),
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub fn skip(&mut self) -> Result<()> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Reads the text that stands directly in the element that was opened last, to its end; edge
    /// blanks are trimmed.
    pub fn text(&mut self) -> Result<String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Start => self.skip()?,
                Token::Text => self.append_to(&mut text)?,
                Token::End | Token::Eof => return Ok(trim(&text).to_owned()),
            }
        }
    }

    /// Appends the piece of text read last.
    pub fn append_to(&self, text: &mut String) -> Result<()> {
        if text.len() + self.text.len() > MOST_KEPT {
            return Err(self.too_much());
        }
        text.push_str(&self.text);
        Ok(())
    }

    /// Notes that a piece of `len` bytes of the activity is kept.
    pub fn keep(&mut self, len: usize) -> Result<()> {
        self.n_kept += len + PIECE;
        if self.n_kept > MOST_KEPT { Err(self.too_much()) } else { Ok(()) }
    }

    /// Notes that an activity begins: nothing of it is kept yet.
    pub fn forget(&mut self) {
        self.n_kept = 0;
    }

    /// Follows the structure of the document; returns what the caller is to see.
    fn follow(&mut self, step: Step) -> std::result::Result<Option<Token>, Flaw> {
        let inside = !self.open.is_empty();
        match step {
            Step::Nothing => Ok(None),
            Step::Declaration if self.offset == 0 => Ok(None),
            Step::Declaration => Err(Flaw::new(say::LATE_DECLARATION, say::LATE_DECLARATION_HINT)),
            Step::Blank | Step::Text if inside => Ok(Some(Token::Text)),
            Step::Blank => Ok(None),
            Step::Text => {
                let message = if self.root_seen { say::TEXT_AFTER } else { say::TEXT_BEFORE };
                Err(Flaw::new(message, say::TEXT_AROUND_HINT))
            }
            Step::Start | Step::Empty => {
                if !inside && self.root_seen {
                    let message = Text::new(|lang| say::second_root(lang, quoted(self.name())));
                    return Err(Flaw::new(message, say::SECOND_ROOT_HINT));
                }
                if self.open.len() == MOST_DEPTH {
                    let message = Text::new(|lang| say::too_deep(lang, MOST_DEPTH));
                    return Err(Flaw::new(message, say::UNREADABLE_HINT));
                }
                self.root_seen = true;
                self.open.push(self.line);
                self.is_empty = step == Step::Empty;
                Ok(Some(Token::Start))
            }
            Step::End => {
                self.open.pop();
                Ok(Some(Token::End))
            }
            Step::Eof => match self.open.last() {
                None if self.root_seen => Ok(Some(Token::Eof)),
                None => Err(Flaw::new(say::NO_ELEMENT, say::NO_ELEMENT_HINT)),
                Some(line) => {
                    let message = Text::new(|lang| say::open_element(lang, line));
                    Err(Flaw::new(message, say::FETCH_AGAIN))
                }
            },
        }
    }

    fn too_much(&self) -> Box<Problem> {
        let message = Text::new(|lang| say::too_much(lang, MOST_KEPT >> 20));
        self.fault(Flaw::new(message, say::TOO_MUCH_HINT))
    }

    fn fault(&self, flaw: Flaw) -> Box<Problem> {
        let before = &self.buf[..flaw.at.min(self.buf.len())];
        let line = self.line + n_lines(before);
        let byte = self.offset + before.len() as u64;
        let message = Text::new(|lang| match self.from {
            Some(_) => say::at_decoded(lang, flaw.message.get(lang), byte),
            None => say::at(lang, flaw.message.get(lang), byte),
        });
        let place = Place { file: Arc::clone(&self.file), line };
        Box::new(Problem::fatal(place, message).hint(flaw.hint))
    }

    /// Says in words what `quick-xml` refused.
    fn flaw(&self, error: Error) -> Flaw {
        match error {
            // A declaration may be refused for its form, or its length, before it is seen whole.
            _ if self.buf.get(..3).is_some_and(|b| b.eq_ignore_ascii_case(b"<!d")) => {
                Flaw::doctype()
            }
            Error::Io(_) if self.reader.get_ref().n_token == MOST_TOKEN => Flaw::new(
                Text::new(|lang| say::long_token(lang, MOST_TOKEN >> 20)),
                say::UNREADABLE_HINT,
            ),
            Error::Io(error) => Flaw::new(unread(&error), say::TRY_AGAIN),
            Error::Encoding(_) => {
                let at = std::str::from_utf8(&self.buf).map_or_else(|e| e.valid_up_to(), str::len);
                Flaw::new(say::NOT_UTF8, say::NOT_UTF8_HINT).at(at)
            }
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => Flaw::new(
                Text::new(|lang| say::wrong_end(lang, quoted(&found), quoted(&expected))),
                say::WRONG_END_HINT,
            ),
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                Flaw::new(Text::new(|lang| say::no_start(lang, quoted(&found))), say::NO_START_HINT)
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => Flaw::bare_ampersand(),
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
                Flaw::new(say::HYPHENS, say::HYPHENS_HINT)
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => Flaw::new(say::BANG, say::LESS_HINT),
            error => Flaw::new(Text::new(|lang| open::parser(lang, &error)), say::FETCH_AGAIN),
        }
    }
}

fn unread(error: &io::Error) -> Text {
    Text::new(|lang| open::unread(lang, said(lang, error)))
}

/// The input, counted, and cut off where a token grows too long.
struct Source<'i> {
    input: BufReader<Box<dyn Read + 'i>>,
    /// The line that the next byte stands on.
    line: u64,
    /// Bytes taken.
    offset: u64,
    /// Bytes taken of the present token.
    n_token: usize,
}

impl Read for Source<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let n = available.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let room = MOST_TOKEN - self.n_token;
        if room == 0 {
            // Not seen by anybody: `flaw` looks at the count.
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let available = self.input.fill_buf()?;
        Ok(&available[..available.len().min(room)])
    }

    fn consume(&mut self, n: usize) {
        self.line += n_lines(&self.input.buffer()[..n]);
        self.offset += n as u64;
        self.n_token += n;
        self.input.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads to the end; returns the problem in words, from its line on.
    fn fault(input: impl AsRef<[u8]>) -> String {
        let read = || {
            let mut xml = Xml::new(&"f.xml".into(), input.as_ref())?;
            while xml.next()? != Token::Eof {}
            Ok(())
        };
        let words = |problem: Box<Problem>| problem.to_string().replacen("f.xml:", "", 1);
        read().map_or_else(words, |()| "none".to_owned())
    }

    #[track_caller]
    fn check(input: &str, expected: &str) {
        assert_eq!(fault(input), expected, "{input}");
    }

    #[test]
    fn well_formed_xml_passes() {
        for input in [
            "<a/>",
            "<?xml version='1.0'?>\n<!-- c --><a b = \"1\" c='\"'>x &amp; &#x6C34;<![CDATA[<b>]]></a>\n<?p?>\n",
            "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?><農:é 村='1'/>",
        ] {
            check(input, "none");
        }
    }

    #[test]
    fn faults_that_the_tokenizer_lets_pass_are_found() {
        for (input, expected) in [
            ("", "1: the file is empty: there is no element in it (byte 0)"),
            ("\n\n", "3: the file is empty: there is no element in it (byte 2)"),
            ("x<a/>", "1: text before the root element (byte 0)"),
            ("<a/>\n&amp;", "2: text after the root element (byte 5)"),
            ("<a/>\n<b/>", "2: a second root element `b` (byte 5)"),
            (
                "<a>\n<b>\n</b>\n",
                "4: the file ends within an element that begins on line 1 (byte 13)",
            ),
            ("<a>\n<b></a>", "2: end tag `a` where `b` is open (byte 7)"),
            ("<a/></a>", "1: end tag `a` without a start tag (byte 4)"),
            ("<a>\n&nbsp;</a>", "2: undefined entity `&nbsp;` (byte 4)"),
            ("<a>R & D</a>", "1: an `&` that begins no reference (byte 5)"),
            ("<a b='x&y'/>", "1: an `&` that begins no reference (byte 0)"),
            ("<a>&#0;</a>", "1: `&#0;` is no character that XML allows (byte 3)"),
            ("<a>&#x110000;</a>", "1: `&#x110000;` is no character that XML allows (byte 3)"),
            ("<a>1\n2\u{1}</a>", "2: character U+0001, which XML does not allow (byte 6)"),
            ("<a b='\u{ffff}'/>", "1: character U+FFFF, which XML does not allow (byte 6)"),
            ("<a b='1' b='2'/>", "1: the attribute `b` stands twice in a tag (byte 0)"),
            ("<a b='<'/>", "1: `<` in the attribute `b` (byte 0)"),
            ("<a b=1/>", "1: attributes that cannot be read: `b=1` (byte 0)"),
            ("<a b='1'c='2'/>", "1: attributes that cannot be read: `c='2'` (byte 0)"),
            ("<a>x < y</a>", "1: `` is no element name (byte 5)"),
            ("<a><!x></a>", "1: `<!` that begins neither a comment nor a CDATA section (byte 3)"),
            ("<a>]]></a>", "1: `]]>` outside a CDATA section (byte 3)"),
            ("<a><!-- -- --></a>", "1: `--` inside a comment (byte 3)"),
            (
                " <?xml version='1.0'?><a/>",
                "1: an XML declaration that is not at the start of the file (byte 1)",
            ),
            ("<?xml version='2.0'?><a/>", "1: unknown version `2.0` of XML (byte 0)"),
        ] {
            check(input, expected);
        }
    }

    #[test]
    fn document_types_are_refused_whole_or_cut_off() {
        for input in
            ["<!DOCTYPE a><a/>", "<!doctype a [<!ENTITY b 'c'>]><a>&b;</a>", "<!DOCTYPE a ["]
        {
            check(input, "1: a document type declaration (byte 0)");
        }
    }

    #[test]
    fn depth_attributes_and_tokens_are_bounded() {
        let nested = |n: usize| "<a>".repeat(n) + &"</a>".repeat(n);
        check(&nested(MOST_DEPTH), "none");
        check(&nested(MOST_DEPTH + 1), "1: elements nested more than 64 deep (byte 192)");
        let attributes: String = (0..300).map(|i| format!(" a{i}=''")).collect();
        check(&format!("<a{attributes}/>"), "1: a tag with more than 256 attributes (byte 0)");
        let name = |n: usize| format!("<{}/>", "a".repeat(n));
        check(&name(1024), "none");
        check(&name(1025), "1: an element name of more than 1024 bytes (byte 0)");
        let comment = |n: usize| format!("<a><!--{}--></a>", "x".repeat(n));
        let most = MOST_TOKEN - "<!---->".len();
        assert_eq!(fault(comment(most)), "none");
        let expected = "1: a tag, comment or text of more than 16 MiB (byte 3)";
        assert_eq!(fault(comment(most + 1)), expected);
    }

    #[test]
    fn malformed_bytes_are_an_error_never_a_replacement() {
        let expected = "2: bytes that are not UTF-8 text (byte 5)";
        assert_eq!(fault(b"<a>\nx\xff\n</a>"), expected);
        let mut utf16: Vec<u8> =
            "\u{feff}<a>x</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(fault(&utf16), "none");
        utf16[9] = 0xdc;
        let expected = "1: bytes that are not in the file's encoding (byte once decoded 3)";
        assert_eq!(fault(&utf16), expected);
    }
}
