//! Numbers with marks between thousands, with a scale behind them, or in Chinese numerals.

/// Which mark stands between thousands and which before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `1,200.50`
    Point,
    /// `1.200,50`
    Comma,
}

impl Marks {
    /// Finds out how a column of amounts writes them: at least one cell has one meaning and shows it,
    /// and none shows the other.
    pub fn proven<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Marks> {
        let mut shown = texts.into_iter().filter_map(super::amount::shown);
        let first = shown.next()?;
        shown.all(|marks| marks == first).then_some(first)
    }

    fn thousands(self) -> char {
        match self {
            Marks::Point => ',',
            Marks::Comma => '.',
        }
    }

    fn decimals(self) -> char {
        match self {
            Marks::Point => '.',
            Marks::Comma => ',',
        }
    }
}

/// What stands between thousands whatever the marks.
const GAPS: [char; 5] = [' ', '\'', '’', '\u{202f}', '\u{2009}'];

/// A number and the marks that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its digits as a whole number.
    pub(super) digits: i128,
    /// How many of them are decimals.
    pub(super) decimals: u32,
    /// The marks, where it has one meaning only because of them.
    pub(super) shows: Option<Marks>,
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// It is none.
    None,
    /// It has too many digits to be kept.
    TooLarge,
    /// One mark before three digits: thousands, or decimals.
    Either {
        /// Read with thousands.
        thousands: i128,
        /// Read with decimals: the digits before the mark, and those behind it.
        decimals: (i128, i128),
    },
}

/// The most digits that are looked at.
const MOST: usize = 30;

/// Reads a number in plain characters; `known` says which marks it is written with.
pub(super) fn number(text: &str, known: Option<Marks>) -> Result<Number, NumberFault> {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    if n_digits > MOST {
        return Err(NumberFault::TooLarge);
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.') || GAPS.contains(&c));
    if !is_number {
        return Err(NumberFault::None);
    }
    let marks = match known {
        Some(marks) => marks,
        None => marks_of(text)?,
    };
    with_marks(text, marks).ok_or(NumberFault::None)
}

/// Finds out which marks a number shows.
fn marks_of(text: &str) -> Result<Marks, NumberFault> {
    let count = |mark| text.matches(mark).count();
    let (commas, points) = (count(','), count('.'));
    Ok(match (commas, points) {
        (0, 0 | 1) => Marks::Point,
        (1, 0) => {
            let (before, behind) = text.split_once(',').unwrap_or((text, ""));
            let may_group = behind.len() == 3 && (1..=3).contains(&before.len());
            if may_group && !before.starts_with('0') {
                let whole = |digits: &str| digits.parse().unwrap_or(0);
                let thousands = whole(before) * 1000 + whole(behind);
                let decimals = (whole(before), whole(behind));
                return Err(NumberFault::Either { thousands, decimals });
            }
            Marks::Comma
        }
        (_, 0) => Marks::Point,
        (0, _) => Marks::Comma,
        _ if text.rfind('.') > text.rfind(',') => Marks::Point,
        _ => Marks::Comma,
    })
}

fn with_marks(text: &str, marks: Marks) -> Option<Number> {
    let (units, decimals) = text.split_once(marks.decimals()).unwrap_or((text, ""));
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut groups = units.split(|c| c == marks.thousands() || GAPS.contains(&c));
    let first = groups.next()?;
    let mut n_groups = 0;
    for group in groups {
        n_groups += 1;
        if group.len() != 3 {
            return None;
        }
    }
    if n_groups > 0 && !(1..=3).contains(&first.len()) {
        return None;
    }
    let n_gaps = units.matches(GAPS).count();
    if n_gaps > 0 && n_gaps < n_groups {
        return None;
    }
    let digits = units.bytes().chain(decimals.bytes()).filter(u8::is_ascii_digit);
    let digits = digits.fold(0, |value, b| value * 10 + i128::from(b - b'0'));
    let shows = text.contains([',', '.']).then_some(marks).filter(|marks| {
        // A point before decimals is what every plan writes and proves nothing.
        *marks == Marks::Comma || text.contains(',')
    });
    Some(Number { digits, decimals: u32::try_from(decimals.len()).ok()?, shows })
}

/// Chinese digits, in their everyday and their bank forms.
const DIGITS: [[char; 3]; 10] = [
    ['〇', '零', '○'],
    ['一', '壹', '弌'],
    ['二', '贰', '两'],
    ['三', '叁', '参'],
    ['四', '肆', '四'],
    ['五', '伍', '五'],
    ['六', '陆', '六'],
    ['七', '柒', '七'],
    ['八', '捌', '八'],
    ['九', '玖', '九'],
];

/// Chinese units.
const UNITS: [(char, i128); 8] = [
    ('十', 10),
    ('拾', 10),
    ('百', 100),
    ('佰', 100),
    ('千', 1000),
    ('仟', 1000),
    ('万', 10_000),
    ('亿', 100_000_000),
];

fn digit(c: char) -> Option<i128> {
    DIGITS.iter().zip(0..).find(|(forms, _)| forms.contains(&c)).map(|(_, value)| value)
}

fn unit(c: char) -> Option<i128> {
    UNITS.iter().find(|(own, _)| *own == c).map(|(_, value)| *value)
}

/// Reads a whole number in Chinese numerals that has one meaning: `一百二十万`, `叁佰万`. A last digit
/// without its unit has two: `三百五` is 350 in talk, 305 by the letter.
pub(super) fn chinese(text: &str) -> Option<i128> {
    let (mut total, mut section, mut pending): (i128, i128, Option<i128>) = (0, 0, None);
    // The next unit within the section, and the next section, must be smaller; a zero may skip.
    let (mut last_unit, mut last_section) = (10_000, i128::MAX);
    let mut is_skipped = false;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some() {
                return None;
            }
            if value == 0 {
                is_skipped = true;
            } else {
                pending = Some(value);
            }
            continue;
        }
        let size = unit(c)?;
        if size < 10_000 {
            if size >= last_unit {
                return None;
            }
            let is_bare_ten = size == 10 && section == 0 && total == 0;
            let times = pending.take().or(is_bare_ten.then_some(1))?;
            section += times * size;
            last_unit = size;
        } else {
            section += pending.take().unwrap_or(0);
            if size >= last_section || section == 0 {
                return None;
            }
            total += section * size;
            (section, last_unit, last_section) = (0, 10_000, size);
        }
        is_skipped = false;
    }
    if let Some(value) = pending {
        let is_told = last_unit == 10 || is_skipped || (section == 0 && total == 0);
        if !is_told {
            return None;
        }
        section += value;
    }
    Some(total + section).filter(|value| *value > 0 || matches!(text, "零" | "〇"))
}

/// Returns a text with Chinese numerals in it as digits: years by their digits, `二〇二七`, other
/// numbers up to ninety-nine, `三十一`.
pub(super) fn in_digits(text: &str) -> String {
    let is_numeral = |c: char| c == '十' || digit(c).is_some();
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(is_numeral) {
        let (before, from) = rest.split_at(at);
        let (run, behind) = from.split_at(from.find(|c| !is_numeral(c)).unwrap_or(from.len()));
        out.push_str(before);
        match run.split_once('十') {
            None => run.chars().filter_map(digit).for_each(|n| out.push_str(&n.to_string())),
            Some(_) => match chinese(run) {
                Some(n) => out.push_str(&n.to_string()),
                None => out.push_str(run),
            },
        }
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_meaning_by_its_marks() {
        for (text, digits, decimals) in [
            ("1200", 1200, 0),
            ("1,200,000", 1_200_000, 0),
            ("1.200.000", 1_200_000, 0),
            ("1 200,50", 120_050, 2),
            ("1'200'000", 1_200_000, 0),
            ("1,200.50", 120_050, 2),
            ("1.200,5", 12_005, 1),
            ("100,5", 1005, 1),
            ("1200,123", 1_200_123, 3),
            ("0,123", 123, 3),
            ("1.200", 1200, 3),
        ] {
            let read = number(text, None).map(|n| (n.digits, n.decimals));
            assert_eq!(read, Ok((digits, decimals)), "{text}");
        }
        for text in ["", "1,", ",5", "1,2,3", "12,00,000", "1 20", "1,200 000", "1.2.3", "1..2"] {
            assert_eq!(number(text, None), Err(NumberFault::None), "{text}");
        }
        let either = NumberFault::Either { thousands: 1200, decimals: (1, 200) };
        assert_eq!(number("1,200", None), Err(either));
        assert_eq!(number("1,200", Some(Marks::Point)).map(|n| n.digits), Ok(1200));
        assert_eq!(number("1,200", Some(Marks::Comma)).map(|n| n.decimals), Ok(3));
        assert_eq!(number("1.200,5", Some(Marks::Point)), Err(NumberFault::None));
        assert_eq!(number(&"9".repeat(31), None), Err(NumberFault::TooLarge));
    }

    #[test]
    fn chinese_numerals_are_read_where_they_mean_one_number() {
        for (text, value) in [
            ("一百二十万", 1_200_000),
            ("壹佰贰拾万", 1_200_000),
            ("两百万", 2_000_000),
            ("十二", 12),
            ("一亿二千万", 120_000_000),
            ("三百零五", 305),
            ("三千零五十", 3050),
            ("五", 5),
            ("二十三", 23),
            ("一万零五", 10_005),
        ] {
            assert_eq!(chinese(text), Some(value), "{text}");
        }
        for text in ["三百五", "一万五", "一二〇万", "十万百", "数十万", "百", "", "万", "一千二千"]
        {
            assert_eq!(chinese(text), None, "{text}");
        }
        assert_eq!(in_digits("二〇二七年三月三十一日"), "2027年3月31日");
        assert_eq!(in_digits("十一月"), "11月");
        assert_eq!(in_digits("第二季度"), "第2季度");
    }
}
