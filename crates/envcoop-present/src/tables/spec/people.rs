//! Tables of who does what.

use envcoop_core::text::Label;
use envcoop_forms::table::{Kind, Reference, TableSpec};

use super::{COMMITTED, CURRENCY, LIVE, N_LATE, PERHAPS_LATE, PROPOSALS, PROPOSED, col};

/// One row per owner.
pub const OWNERS: TableSpec = TableSpec {
    name: "owners",
    title: Label { en: "Owners", zh: "负责人" },
    about: "one row per owner; `?` where it is not known, `(none)` where the cell is blank; a row with \
            several counts for each",
    key: &["owner"],
    references: &[],
    columns: &[
        col("owner", Kind::Text, "Owner", "负责人", "name as written in the plan"),
        LIVE,
        PROPOSALS,
        N_LATE,
        PERHAPS_LATE,
    ],
};

/// One row per owner and currency.
pub const OWNER_MONEY: TableSpec = TableSpec {
    name: "owner_money",
    title: Label { en: "Money by owner", zh: "按负责人的资金" },
    about: "one row per owner and currency; the budget of a row with several owners is split among them \
            equally, so that owners add up to the plan",
    key: &["owner", "currency"],
    references: &[Reference { column: "owner", table: "owners", key: "owner" }],
    columns: &[
        col("owner", Kind::Text, "Owner", "负责人", "name as written in the plan"),
        CURRENCY,
        COMMITTED,
        PROPOSED,
    ],
};

/// One row per partner.
pub const PARTNERS: TableSpec = TableSpec {
    name: "partners",
    title: Label { en: "Partners", zh: "合作方" },
    about: "one row per partner; `?` where it is not known, `(none)` where the cell is blank; a row with \
            several counts for each",
    key: &["partner"],
    references: &[],
    columns: &[
        col("partner", Kind::Text, "Partner", "合作方", "name as written in the plan"),
        LIVE,
        PROPOSALS,
        N_LATE,
        PERHAPS_LATE,
    ],
};

/// One row per partner and currency.
pub const PARTNER_MONEY: TableSpec = TableSpec {
    name: "partner_money",
    title: Label { en: "Money by partner", zh: "按合作方的资金" },
    about: "one row per partner and currency; the budget of a row with several partners is split among them \
            equally, so that partners add up to the plan",
    key: &["partner", "currency"],
    references: &[Reference { column: "partner", table: "partners", key: "partner" }],
    columns: &[
        col("partner", Kind::Text, "Partner", "合作方", "name as written in the plan"),
        CURRENCY,
        COMMITTED,
        PROPOSED,
    ],
};
