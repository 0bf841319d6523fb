//! Columns whose blank cells are parts of merged ones, as separated text keeps them: a text stands in the
//! first row alone, and counts for those below it.

use super::profile::Profile;

/// How the blank cells of a column stand, and where the rows of a category begin.
#[derive(Clone, Debug, Default)]
pub struct Down {
    /// Cells that hold something.
    n: u64,
    /// Cells in which nothing stands.
    n_blank: u64,
    /// Whether the first cell of the table, or that of a category, is blank.
    begins_blank: bool,
    /// Whether a text stands below the same text: a merged cell would hold both.
    is_twice: bool,
    last: String,
}

/// What blank cells of a column say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    /// That nothing is known.
    Own,
    /// They may be parts of the cell above.
    Open,
    /// They are parts of the cell above, as those of the categories are.
    Down,
}

impl Down {
    /// Takes the next cell; `begins` says whether a category begins in its row.
    pub fn see(&mut self, text: &str, begins: bool) {
        let is_first = self.n + self.n_blank == 0;
        self.begins_blank |= text.is_empty() && (begins || is_first);
        self.is_twice |= !text.is_empty() && self.last == text;
        text.clone_into(&mut self.last);
        *if text.is_empty() { &mut self.n_blank } else { &mut self.n } += 1;
    }

    /// Tells what the blank cells say, beside the column of categories where there is one: sure where
    /// categories stand so and half of the cells are blank, open where a third of them is.
    pub fn blanks(&self, categories: Option<&Profile>) -> Blanks {
        let is_like = categories.is_some_and(|own| own.down.n > 0 && own.down.n_blank > 0);
        let may_be = self.n > 0 && !self.begins_blank && !self.is_twice;
        match () {
            () if may_be && is_like && self.n_blank >= self.n => Blanks::Down,
            () if may_be && self.n > 1 && self.n_blank > 1 && self.n_blank * 2 >= self.n => {
                Blanks::Open
            }
            () => Blanks::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells what the blanks of a column say: of each row the category and the cell.
    fn blanks(rows: &[(&str, &str)]) -> Blanks {
        let (mut own, mut categories) = (Down::default(), Profile::default());
        for (category, text) in rows {
            own.see(text, !category.is_empty());
            categories.down.see(category, !category.is_empty());
        }
        own.blanks(Some(&categories).filter(|own| own.down.n > 0))
    }

    #[test]
    fn blanks_are_parts_of_the_cell_above_where_categories_stand_so() {
        let merged =
            [("双边", "国际司"), ("", ""), ("", "水司"), ("多边", "大气司"), ("", ""), ("", "")];
        assert_eq!(blanks(&merged), Blanks::Down);
        let without = merged.map(|(_, text)| ("", text));
        assert_eq!(blanks(&without), Blanks::Open);
    }

    #[test]
    fn scattered_blanks_are_none() {
        for rows in [
            // Most are filled.
            &[("双边", "甲"), ("", "乙"), ("", ""), ("", "丙"), ("多边", "丁"), ("", "戊")][..],
            // The same text stands in two rows.
            &[("双边", "甲"), ("", "甲"), ("", ""), ("", ""), ("多边", "丁"), ("", "")],
            // A category begins without it.
            &[("双边", "甲"), ("", ""), ("多边", ""), ("", "")],
            &[("", ""), ("", "甲"), ("", ""), ("", "乙"), ("", "")],
            &[("双边", "甲"), ("多边", "乙")],
        ] {
            assert_eq!(blanks(rows), Blanks::Own, "{rows:?}");
        }
    }
}
