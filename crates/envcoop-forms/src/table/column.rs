//! Columns: what each is called, what it holds, where it stands, and how a row fills it.

use envcoop_core::text::Label;

use super::Value;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, also ids and codes.
    Text,
    /// A whole number.
    Integer,
    /// A percentage with one decimal.
    Percent,
    /// Money with two decimals.
    Amount,
    /// An ISO date.
    Date,
}

impl Kind {
    /// Tells whether its values stand at the right.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Integer | Kind::Percent | Kind::Amount)
    }
}

/// Forms in which a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forms(u8);

impl Forms {
    /// CSV, data packages and JSON.
    pub const DATA: Forms = Forms(1);
    /// Terminal, Markdown and pages.
    pub const TEXT: Forms = Forms(2);
    /// Sheets of workbooks.
    pub const SHEET: Forms = Forms(4);
    /// Forms in which people read a result.
    pub const PEOPLE: Forms = Forms::TEXT.and(Forms::SHEET);
    /// Forms that keep apart, and as numbers, what text says in one cell.
    pub const APART: Forms = Forms::DATA.and(Forms::SHEET);
    /// Every form.
    pub const ALL: Forms = Forms(7);

    /// Returns these and those.
    pub const fn and(self, others: Forms) -> Forms {
        Forms(self.0 | others.0)
    }

    /// Tells whether a form is among them.
    pub const fn has(self, form: Forms) -> bool {
        self.0 & form.0 != 0
    }
}

/// How a column stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnSheet {
    /// Its place among the columns that are printed; where a table has any, the others stand to their
    /// right, for filtering and not for paper.
    pub rank: Option<u8>,
    /// Whether people write or read its texts as sentences: no code, which no program may take for a
    /// number or a date.
    pub is_prose: bool,
    /// Whether people are to fill it in.
    pub is_to_fill: bool,
    /// Its least and most width in digits; what suits its kind where none is given.
    pub width: Option<(u8, u8)>,
    /// How much wider it is for each language after the first.
    pub more_width: u8,
    /// What it holds there, where that is more than data can promise: dates of which some are `?`.
    pub kind: Option<Kind>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// The name in data.
    pub name: &'static str,
    /// The header for people.
    pub title: Label,
    /// What it holds.
    pub kind: Kind,
    /// The unit of its numbers; `currency` where the row names it, empty where there is none.
    pub unit: &'static str,
    /// What it means; empty where no data has it.
    pub about: Label,
    /// The forms in which it stands.
    pub forms: Forms,
    /// Whether its texts are paths, which a narrow terminal breaks behind slashes.
    pub is_path: bool,
    /// How it stands on a sheet.
    pub on_sheet: OnSheet,
}

impl ColumnSpec {
    /// A column that stands in every form. Percentages have their unit, and so do amounts: the
    /// currency of their row.
    pub const fn new(name: &'static str, kind: Kind, title: Label, about: Label) -> Self {
        let on_sheet = OnSheet {
            rank: None,
            is_prose: false,
            is_to_fill: false,
            width: None,
            more_width: 0,
            kind: None,
        };
        let unit = match kind {
            Kind::Percent => "%",
            Kind::Amount => "currency",
            Kind::Text | Kind::Integer | Kind::Date => "",
        };
        let (forms, is_path) = (Forms::ALL, false);
        ColumnSpec { name, title, kind, unit, about, forms, is_path, on_sheet }
    }

    /// A column that people read and no data has.
    pub const fn shown(title: Label, kind: Kind) -> Self {
        ColumnSpec::new("", kind, title, Label::EMPTY).only_in(Forms::PEOPLE)
    }

    /// The same under this name in data, in every form.
    pub const fn named(self, name: &'static str) -> Self {
        ColumnSpec { name, forms: Forms::ALL, ..self }
    }

    /// The same with a unit.
    pub const fn unit(self, unit: &'static str) -> Self {
        ColumnSpec { unit, ..self }
    }

    /// The same under another header.
    pub const fn titled(self, title: Label) -> Self {
        ColumnSpec { title, ..self }
    }

    /// The same in these forms only.
    pub const fn only_in(self, forms: Forms) -> Self {
        ColumnSpec { forms, ..self }
    }

    /// The same at this place among the columns that are printed on a sheet, from 1.
    pub const fn printed(self, rank: u8) -> Self {
        ColumnSpec { on_sheet: OnSheet { rank: Some(rank), ..self.on_sheet }, ..self }
    }

    /// The same, its texts being paths.
    pub const fn paths(self) -> Self {
        ColumnSpec { is_path: true, ..self }
    }

    /// The same, its texts being sentences.
    pub const fn prose(self) -> Self {
        ColumnSpec { on_sheet: OnSheet { is_prose: true, ..self.on_sheet }, ..self }
    }

    /// The same with a least and a most width on a sheet.
    pub const fn width(self, least: u8, most: u8) -> Self {
        ColumnSpec { on_sheet: OnSheet { width: Some((least, most)), ..self.on_sheet }, ..self }
    }

    /// The same, wider by so much for each language of a sheet after the first.
    pub const fn wider_by(self, more_width: u8) -> Self {
        ColumnSpec { on_sheet: OnSheet { more_width, ..self.on_sheet }, ..self }
    }

    /// The same, holding this on a sheet.
    pub const fn typed(self, kind: Kind) -> Self {
        ColumnSpec { on_sheet: OnSheet { kind: Some(kind), ..self.on_sheet }, ..self }
    }

    /// Says how a row fills it.
    pub const fn of<'s, R>(self, get: fn(&R) -> Value<'s>) -> Column<'s, R> {
        Column { spec: self, get }
    }

    /// Leaves it to people to fill, on sheets only.
    pub const fn to_fill<'s, R>(self) -> Column<'s, R> {
        let on_sheet = OnSheet { is_to_fill: true, ..self.on_sheet };
        let spec = ColumnSpec { forms: Forms::SHEET, on_sheet, ..self };
        Column { spec, get: |_| Value::Blank }
    }
}

/// A column and how a row fills it: neither can be without the other.
pub struct Column<'s, R> {
    /// What it is.
    pub spec: ColumnSpec,
    /// Takes its value from a row.
    pub get: fn(&R) -> Value<'s>,
}

impl<'s, R> Column<'s, R> {
    /// The same in these forms only.
    pub const fn only_in(self, forms: Forms) -> Self {
        Column { spec: self.spec.only_in(forms), get: self.get }
    }
}
