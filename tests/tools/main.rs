//! The tests of the three tools and of the laws behind them: one program, so that an edit is linked
//! once. `cargo test -p envcoop-tests --test tools gap::next` runs one part.
//!
//! A test of a tool stands under its name; what holds for all of them stands under `promises`. What
//! tests share stands in `../src`.

/// What `envcoop-checklist` writes and takes back.
mod checklist {
    /// `new --format ics`: due dates, read back by the rules of RFC 5545.
    mod calendar;
    /// A person's workbook and its parts after `merge`, `check --fix` and `migrate`.
    mod in_place;
    /// Random edits of random plans.
    mod in_place_law;
    /// OpenDocument, and separated text in every encoding, after the same.
    mod in_place_other;
    /// Workbooks that other programs made.
    mod in_place_real;
    /// `merge`: by hand, and random edits against a second model.
    mod merge;
    /// `merge --resolve NAME=…`: conflicts settled by rules; removed rows, conflicts on a page.
    mod merge_resolve;
    /// `merge --conflicts` and `--settle`: conflicts that a person decides one by one.
    mod merge_settle;
    /// `merge`: cells that mean one thing together.
    mod merge_together;
    /// `migrate`: plans carried to a new version of a strategy.
    mod migrate;
    /// `new`: the strategy's actions as rows, whole or for the gaps of a plan.
    mod new;
    /// `new --format html`: the page without a browser.
    mod page;
    /// `check` and `status`.
    mod progress;
    /// Measures that a rule proposes, decided by a person.
    mod review;
    /// Reviews that cannot be taken as they are.
    mod review_refused;
    /// Rows that seem to be the same project, decided by a person.
    mod review_twins;
    /// What a person writes into a review: words that decide, notes, and what stands in a wrong cell.
    mod review_written;
    /// Files that are taken for another: named for what they are.
    mod taken_for_another;
    /// `new --format xlsx`: on the way out and back.
    mod workbook;
}

/// What `envcoop-checklist import` makes of tables of every kind.
mod import {
    /// Headings with subtotals, parts of amounts, and what a merged cell left blank.
    mod between;
    /// Cells that programs or people changed: months that are numbers, marks with two meanings.
    mod cells;
    /// `export`: a plan beside the rows of the person's own table.
    mod export;
    /// Sheets drawn in text.
    mod grid;
    /// Headers in people's words, and the units of amounts.
    mod headers;
    /// Random tables.
    mod law;
    /// Mappings as files.
    mod mapping;
    /// Tables as odd programs write them.
    mod odd;
    /// What an import writes over: kept, and told.
    mod over;
    /// Published lists against an independent count.
    mod real;
    /// Several sheets, several files, hidden rows and headings.
    mod several;
    /// Work plans of people's own making.
    mod sheets;
    mod unsure;
}

/// What `envcoop-gap` finds.
mod gap {
    /// What a plan can hardly mean: told beside the figures, changing none.
    mod advice;
    /// `analyse` and `explain`: the worked example, every format, thresholds.
    mod analyse;
    /// `classify`: published files.
    mod classify;
    /// `diff` and `snapshot`.
    mod diff;
    /// `--keep-going`, `--max-left-out`.
    mod left_out;
    /// `--rates`, and what measures without money may cost.
    mod money;
    /// `next`: checked by hand.
    mod next;
    /// `next` against every choice of small plans.
    mod next_proof;
    /// The solver behind `next` against every subset of small problems.
    mod next_solver;
    /// How words and codes are weighed, and the labels that this is measured by.
    mod recognition;
    /// 100.0 beside no gap.
    mod rounding;
    /// The same project twice: found, settled by a person, its money counted once.
    mod same;
    /// Filters, periods, groupings, and what nobody serves.
    mod scope;
    /// `tally` and `merge-tallies`: parts against the whole.
    mod tally;
    /// `--target`.
    mod targets;
}

/// What a user sees, to the byte: files that one command renews.
mod golden;

/// How plans are read, whichever tool reads them.
mod reading {
    /// What people type: other words, amounts in ten thousands, months for days; `--lenient`.
    mod cells;
    /// Days that cannot be meant.
    mod dates;
    /// Every encoding that people send.
    mod encodings;
    /// Published activities: families, revised budgets, markup.
    mod families;
    /// Headers in other words than the plan's own.
    mod headers;
    /// What a tired planner does wrong: named with its place and the way out.
    mod mistakes;
    /// OpenDocument workbooks made by hand.
    mod open_document;
    /// `TBD`, `待定`, `N/A`, `无`.
    mod placeholders;
    /// Names, ids, days and rates in several spellings.
    mod spellings;
    /// Workbooks made by a library, by hand and by a spreadsheet program.
    mod workbooks;
}

/// What `envcoop-report` writes.
mod report {
    /// `--baseline`.
    mod baseline;
    /// `html`: every figure against the analysis.
    mod figures;
    /// `html`: links, languages, nothing fetched and nothing let in.
    mod page;
    /// `svg` and `list`.
    mod pictures;
    /// The options of an analysis: every form says what it is restricted to.
    mod restricted;
    /// `csv`: tables for spreadsheets and for programs.
    mod tables;
    /// `xlsx`.
    mod workbook;
}

/// What holds for every tool.
mod promises {
    /// A strategy with ids of any form goes through every command.
    mod any_strategy;
    /// No command writes over what it reads.
    mod apart;
    /// What people read in Chinese holds no code.
    mod chinese;
    /// The shipped strategies, schemas and examples.
    mod data;
    /// Licences, and the oldest compiler that is promised.
    mod dependencies;
    /// Hostile plans and strategies in every form.
    mod hostile;
    /// The laws of the analysis on random plans.
    mod laws;
    /// Mistakes are named in the reader's language.
    mod messages;
    /// The analysis against a second, plainer implementation.
    mod oracle;
    /// Files are written whole or not at all.
    mod output;
    /// Every command of the README prints what it shows.
    mod readme;
    /// Every rule in the checklist's README is held by a test.
    mod rules;
}
