//! Why a workbook cannot be made.

use std::fmt;

use envcoop_core::reason::Reason;
use rust_xlsxwriter::XlsxError;

/// Why a workbook cannot be made.
#[derive(Debug)]
pub enum WorkbookError {
    /// Something does not fit: what, where, and the way out.
    Full(Reason),
    /// The writer of workbooks refuses it.
    Writer(XlsxError),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::Full(reason) => reason.fmt(f),
            WorkbookError::Writer(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WorkbookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WorkbookError::Full(..) => None,
            WorkbookError::Writer(error) => error.source(),
        }
    }
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        WorkbookError::Writer(error)
    }
}
