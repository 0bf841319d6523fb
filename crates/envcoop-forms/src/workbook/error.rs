//! Why a workbook cannot be made.

use std::fmt;

use rust_xlsxwriter::XlsxError;

use super::Full;

/// Why a workbook cannot be made.
#[derive(Debug)]
pub enum WorkbookError {
    /// What stands at this place does not fit.
    Full(String, Full),
    /// The writer of workbooks refuses it.
    Writer(XlsxError),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::Full(place, full) => {
                write!(f, "{place}: {}; {}", full.message(), full.hint())
            }
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
