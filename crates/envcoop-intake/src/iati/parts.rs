//! Reading a long document in parts on several threads: the same activities, in the same order and with
//! the same problems as in one piece.
//!
//! A part ends behind what looks like the end tag of an activity. Whether it is one, and not words of a
//! comment, is known once the part was read: it must begin and end between two activities. The first
//! part does begin so, hence each does of which all before it end so. From a part on that does not,
//! or that has a fault, the document is read in one piece.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use envcoop_core::problem::{Place, Problems};

use crate::iati::Published;
use crate::iati::read::{Take, activities, check_version, document, tell_none, to_end};
use crate::parallel::{Failing, in_order};
use crate::plan::n_lines;
use crate::xml::{Decoded, Result, Token, Xml};

/// What is found out of an activity by itself, on any thread.
pub type Work<'w, W> = &'w (dyn Fn(&Published) -> W + Sync);

/// Into how large parts a document is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// How much is searched for the root's start tag; shorter documents are read in one piece.
    opening: u64,
    /// The least of a part.
    least: u64,
    /// The most of a part: an activity may be long.
    most: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { opening: 64 << 10, least: 1 << 20, most: 16 << 20 }
    }
}

/// Behind what a part ends.
const ACTIVITY_END: &[u8] = b"</iati-activity>";
/// What is put behind a part.
const ROOT_END: &[u8] = b"</iati-activities>";

/// Reads a document, `n_threads` parts of it at a time.
pub(super) fn read<W: Send>(
    file: &Arc<str>,
    Decoded { mut text, from }: Decoded<'_>,
    (n_threads, sizes): (usize, Sizes),
    work: Work<'_, W>,
    problems: &mut Problems,
    take: Take<'_, W>,
) -> Result<()> {
    let mut head = Vec::new();
    let fault = text.by_ref().take(sizes.opening).read_to_end(&mut head).err();
    let is_short = (head.len() as u64) < sizes.opening;
    let opening = if is_short { None } else { Opening::of(file, &head, from) };
    let Some(opening) = opening else {
        let text = Cursor::new(head).chain(Failing(fault)).chain(text);
        let text = Decoded { text: Box::new(text), from };
        return document(&mut Xml::of(file, text), work, problems, take);
    };
    let pending = head[opening.bytes.len()..].to_vec();
    let rest = Rest { text, pending, sizes, start: opening.end, is_over: false, fault };
    opening.read(rest, n_threads, work, problems, take)
}

/// What stands before the first activity.
struct Opening {
    file: Arc<str>,
    bytes: Vec<u8>,
    from: Option<&'static str>,
    /// The line behind it, and the bytes up to there.
    end: (u64, u64),
}

/// A part of a document.
struct Part {
    /// The line on which it starts, and the bytes before it.
    start: (u64, u64),
    bytes: Vec<u8>,
    is_last: bool,
}

/// What was found in a part.
struct Found<W> {
    activities: Vec<(Published, W)>,
    problems: Problems,
}

impl Opening {
    /// Returns the opening of a document of activities; nothing where there is another one, or a fault.
    fn of(file: &Arc<str>, head: &[u8], from: Option<&'static str>) -> Option<Opening> {
        let mut xml = Xml::of(file, Decoded { text: Box::new(head), from });
        while xml.next().ok()? != Token::Start {}
        let end = xml.next_place();
        let bytes = head.get(..usize::try_from(end.1).ok()?)?.to_vec();
        let is_open = xml.name() == "iati-activities" && !bytes.ends_with(b"/>");
        is_open.then(|| Opening { file: Arc::clone(file), bytes, from, end })
    }

    /// Makes a reader of what follows it, which `start`s there.
    fn reader<'r>(
        &'r self,
        text: impl Read + 'r,
        start: (u64, u64),
    ) -> Result<(Xml<'r>, String, Place)> {
        let text = Box::new(self.bytes.chain(text));
        let mut xml = Xml::of(&self.file, Decoded { text, from: self.from });
        while xml.next()? != Token::Start {}
        let (lang, place) = (xml.attribute("xml:lang").to_ascii_lowercase(), xml.place());
        xml.jump(start);
        Ok((xml, lang, place))
    }

    fn read<W: Send>(
        &self,
        mut rest: Rest<'_>,
        n_threads: usize,
        work: Work<'_, W>,
        problems: &mut Problems,
        take: Take<'_, W>,
    ) -> Result<()> {
        let (xml, _, root) = self.reader(io::empty(), self.end)?;
        check_version(&xml, problems);
        let template = problems.of_part();
        let mut n_read = 0;
        let open = in_order(
            n_threads,
            || rest.cut(),
            &|part| self.part(part, work, template.of_part()),
            |found: Found<W>| {
                n_read += found.activities.len() as u64;
                problems.append(found.problems);
                found.activities.into_iter().for_each(|(own, found)| take(own, found, problems));
            },
        );
        let text = (!open.is_empty() || !rest.is_over).then(|| rest.behind(&open));
        let mut end = match text {
            None => None,
            Some((text, start)) => {
                let (mut xml, lang, _) = self.reader(text, start)?;
                n_read += activities(&mut xml, &lang, work, problems, take)?;
                Some(xml)
            }
        };
        if n_read == 0 {
            tell_none(root, problems);
        }
        end.as_mut().map_or(Ok(()), to_end)
    }

    /// Reads a part by itself; nothing where it does not begin and end between two activities.
    fn part<W>(&self, part: &Part, work: Work<'_, W>, mut problems: Problems) -> Option<Found<W>> {
        let end = if part.is_last { &[] } else { ROOT_END };
        let (mut xml, lang, _) = self.reader(part.bytes.chain(end), part.start).ok()?;
        let mut found = Vec::new();
        activities(&mut xml, &lang, work, &mut problems, &mut |own, its, _| found.push((own, its)))
            .ok()?;
        let ends_at = part.start.1 + (part.bytes.len() + end.len()) as u64;
        if !part.is_last && xml.next_place().1 != ends_at {
            return None;
        }
        to_end(&mut xml).ok()?;
        Some(Found { activities: found, problems })
    }
}

/// What was not cut into parts yet.
struct Rest<'i> {
    text: Box<dyn Read + 'i>,
    /// What was read of it already.
    pending: Vec<u8>,
    sizes: Sizes,
    /// The line on which it starts, and the bytes before it.
    start: (u64, u64),
    is_over: bool,
    /// Why no more can be read.
    fault: Option<io::Error>,
}

impl<'i> Rest<'i> {
    /// Returns in one piece what parts of which nothing was handed over hold and what was not cut yet,
    /// and where it starts.
    fn behind(self, open: &VecDeque<Arc<Part>>) -> (impl Read + use<'i>, (u64, u64)) {
        let start = open.front().map_or(self.start, |part| part.start);
        let bytes = open.iter().flat_map(|part| &part.bytes).chain(&self.pending).copied();
        let bytes = Cursor::new(bytes.collect::<Vec<u8>>());
        (bytes.chain(Failing(self.fault)).chain(self.text), start)
    }

    /// Cuts off the next part; nothing behind the last, or where it has no end.
    fn cut(&mut self) -> Option<Part> {
        let least = self.sizes.least;
        let end = loop {
            if self.is_over || self.fault.is_some() {
                return None;
            }
            let searched = self.pending.len();
            match self.text.by_ref().take(least).read_to_end(&mut self.pending) {
                Ok(n) if (n as u64) < least => {
                    self.is_over = true;
                    break self.pending.len();
                }
                Ok(_) => {}
                Err(fault) => self.fault = Some(fault),
            }
            let new = searched.saturating_sub(ACTIVITY_END.len());
            let found = self.pending[new..]
                .windows(ACTIVITY_END.len())
                .rposition(|bytes| bytes == ACTIVITY_END);
            if let Some(at) = found {
                break new + at + ACTIVITY_END.len();
            }
            if self.pending.len() > self.sizes.most {
                return None;
            }
        };
        let pending = self.pending.split_off(end);
        let bytes = std::mem::replace(&mut self.pending, pending);
        let (line, offset) = self.start;
        self.start = (line + n_lines(&bytes), offset + bytes.len() as u64);
        Some(Part { start: (line, offset), bytes, is_last: self.is_over })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a document may consist of; some of it is wrong, and some looks like what it is not.
    const PIECES: [&str; 16] = [
        "<iati-activity><iati-identifier>A</iati-identifier><title>Water</title></iati-activity>",
        "<iati-activity xml:lang='fr' hierarchy='1'><iati-identifier>P</iati-identifier><budget><value \
         currency='EUR'>5</value></budget></iati-activity>\n",
        "<iati-activity>\n<iati-identifier>P-1</iati-identifier><related-activity type='1' ref='P'/>\
         <budget><value currency='EUR'>5</value></budget></iati-activity>",
        "<iati-activity><activity-status code='9'/>\n<sector code='x'/></iati-activity>\r\n",
        "<iati-activity/>",
        "<!-- </iati-activity> -->",
        "<!-- <iati-activity> \n",
        " -->",
        "<other>x</other>\n",
        "<![CDATA[</iati-activity>]]>",
        "</iati-activity>",
        "</iati-activities>",
        "<iati-activities>",
        "<iati-activity>",
        "&nbsp;",
        "\u{ffff}",
    ];

    fn document() -> impl Strategy<Value = String> {
        let opening =
            ["<iati-activities version='2.03' xml:lang='EN'>\n", "<iati-activities version='9'>"];
        let ends =
            ["</iati-activities>", "</iati-activities>\n<!-- end -->", "", "</iati-activities>x"];
        // Most pieces are sound, so that faults stand behind something.
        let piece = prop_oneof![8 => 0..6_usize, 1 => 6..PIECES.len()].prop_map(|at| PIECES[at]);
        let pieces = proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat());
        (
            proptest::sample::select(opening.to_vec()),
            pieces,
            proptest::sample::select(ends.to_vec()),
        )
            .prop_map(|(opening, pieces, end)| format!("{opening}{pieces}{end}"))
    }

    /// Reads a document; returns its activities and problems.
    fn read_all(document: &str, threads: Option<(usize, Sizes)>, limit: usize) -> String {
        let file: Arc<str> = "f.xml".into();
        let (mut all, mut problems) = (Vec::new(), Problems::with_limit(limit));
        let text = Decoded { text: Box::new(document.as_bytes()), from: None };
        let work = |own: &Published| own.identifier.len();
        let mut take = |own: Published, len: usize, _: &mut Problems| all.push((own, len));
        let read = match threads {
            None => super::document(&mut Xml::of(&file, text), &work, &mut problems, &mut take),
            Some(threads) => super::read(&file, text, threads, &work, &mut problems, &mut take),
        };
        if let Err(fault) = read {
            problems.push(*fault);
        }
        format!("{all:?}\n{problems:?}")
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(
            document in document(),
            n_threads in 1..4_usize,
            opening in 0..90_u64,
            least in 1..400_u64,
            most in 0..600_usize,
            limit in 0..4_usize,
        ) {
            let sizes = Sizes { opening, least, most };
            let parts = read_all(&document, Some((n_threads, sizes)), limit);
            prop_assert_eq!(parts, read_all(&document, None, limit));
        }
    }

    #[test]
    fn a_document_that_breaks_off_tells_why_behind_its_activities() {
        let sound = format!("<iati-activities>{}", PIECES[0].repeat(7));
        let text = Cursor::new(sound).chain(Failing(Some(io::Error::other("the line is dead"))));
        let sizes = Sizes { opening: 20, least: 100, most: 1000 };
        let (mut n, mut problems) = (0, Problems::default());
        let text = Decoded { text: Box::new(text), from: None };
        let fault =
            super::read(&"f".into(), text, (2, sizes), &|_| (), &mut problems, &mut |_, (), _| {
                n += 1
            });
        let message = fault.expect_err("it breaks off").to_string();
        assert!(n == 7 && message.contains("the line is dead"), "{n} {message}");
    }
}
