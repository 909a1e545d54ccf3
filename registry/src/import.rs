//! Import of many interpreters from a table (CSV, or JSON with the same columns): every row is
//! looked at first, every wrong one is named, and nothing is taken in half.
//!
//! `row` has the columns and reads one row; `docs/import.md` says it for people.

mod row;

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use serde::Serialize;

pub use row::COLUMNS;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    interpreter::Enrolment,
    store::{Store, on},
    time::Instant,
    word::words,
};

words! {
    /// How a table is written.
    pub enum TableFormat {
        /// Comma-separated values (RFC 4180) with a line of headings.
        Csv = "csv",
        /// An array of objects whose members are the columns.
        Json = "json",
    }
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongRow {
    /// Which: the first row after the headings is 1.
    pub row: usize,
    /// The column; `row` for the row as a whole.
    pub field: String,
    /// What is wrong with it.
    #[serde(skip)]
    pub why: Why,
}

/// What is done with the rows that are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// Nothing: it is a rehearsal.
    DryRun,
    /// They are taken in if all are right.
    AllOrNone,
    /// They are taken in, whatever the others are.
    OnlyRight,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Rows in the table.
    pub rows: usize,
    /// The wrong ones, in order; a row can be wrong in several columns.
    pub wrong: Vec<WrongRow>,
    /// The numbers of those who were taken in.
    pub numbers: Vec<i64>,
}

/// Larger tables come in parts.
pub const MOST_ROWS: usize = 5_000;
/// The largest table taken.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

type Cells = BTreeMap<String, String>;

/// The rows of a table as cells by column.
///
/// # Errors
/// [`Error::Invalid`] `table` for bytes that are no table of this format, that has columns we do
/// not know, or too many rows.
pub fn cells(format: TableFormat, bytes: &[u8]) -> Result<Vec<Cells>> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::invalid("table", Why::TooLong));
    }
    let rows = match format {
        TableFormat::Csv => from_csv(bytes)?,
        TableFormat::Json => from_json(bytes)?,
    };
    if rows.len() > MOST_ROWS {
        return Err(Error::invalid("table", Why::TooLong));
    }
    let unknown = |cells: &Cells| cells.keys().any(|name| !COLUMNS.contains(&name.as_str()));
    if rows.iter().any(unknown) {
        return Err(Error::invalid("table", Why::Unknown));
    }
    if rows.is_empty() {
        return Err(Error::invalid("table", Why::Missing));
    }
    Ok(rows)
}

fn from_csv(bytes: &[u8]) -> Result<Vec<Cells>> {
    let malformed = |_| Error::invalid("table", Why::Malformed);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let headings = reader.headers().map_err(malformed)?.clone();
    if headings.iter().collect::<BTreeSet<_>>().len() != headings.len() {
        return Err(Error::invalid("table", Why::Repeated));
    }
    let mut rows = Vec::new();
    for record in reader.records().take(MOST_ROWS + 1) {
        let record = record.map_err(malformed)?;
        let cells = headings.iter().zip(&record);
        rows.push(cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect());
    }
    Ok(rows)
}

fn from_json(bytes: &[u8]) -> Result<Vec<Cells>> {
    let malformed = || Error::invalid("table", Why::Malformed);
    let rows: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(bytes).map_err(|_| malformed())?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Ok(text.trim().to_owned()),
        serde_json::Value::Number(number) => Ok(number.to_string()),
        serde_json::Value::Null => Ok(String::new()),
        _ => Err(malformed()),
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(|(name, value)| Ok((name, text(value)?))).collect())
        .collect()
}

impl Store {
    /// Looks at every row of a table and takes in those who are right, as `taking` says. `own` is
    /// the only country a row may name.
    ///
    /// # Errors
    /// [`Error::Invalid`] `table` when it is no table at all.
    pub async fn import_interpreters(
        &self,
        format: TableFormat,
        bytes: &[u8],
        own: Country,
        taking: Taking,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Imported> {
        let table = cells(format, bytes)?;
        let mut wrong = Vec::new();
        let mut right: Vec<Enrolment> = Vec::new();
        let mut emails = BTreeSet::new();
        for (row, cells) in (1..).zip(&table) {
            match self.judged_row(cells, own, &mut emails, now).await? {
                Ok(enrolment) => right.push(enrolment),
                Err(found) => {
                    wrong.extend(found.into_iter().map(|(field, why)| WrongRow { row, field, why }))
                }
            }
        }
        let take = match taking {
            Taking::DryRun => false,
            Taking::AllOrNone => wrong.is_empty(),
            Taking::OnlyRight => !right.is_empty(),
        };
        let mut numbers = Vec::new();
        if take {
            for person in self.enrol(&right, now, rng).await? {
                let sql = "SELECT number FROM interpreter WHERE person = $1";
                let (number,) =
                    on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
                numbers.push(number);
            }
        }
        Ok(Imported { rows: table.len(), wrong, numbers })
    }

    /// One row, or what is wrong with it.
    async fn judged_row(
        &self,
        cells: &Cells,
        own: Country,
        emails: &mut BTreeSet<String>,
        now: Instant,
    ) -> Result<std::result::Result<Enrolment, Vec<(String, Why)>>> {
        let (enrolment, mut wrong) = row::read(cells, now);
        let Some(enrolment) = enrolment else { return Ok(Err(wrong)) };
        if enrolment.account.country != own {
            wrong.push(("country".to_owned(), Why::DoesNotFit));
        }
        if let Err(Error::Invalid { field, why }) = self.check_enrolment(&enrolment) {
            wrong.push((field.to_owned(), why));
        }
        if let Some(email) = &enrolment.account.email {
            if !emails.insert(email.clone()) {
                wrong.push(("email".to_owned(), Why::Repeated));
            } else if self.account_for_sign_in(email).await?.is_some() {
                wrong.push(("email".to_owned(), Why::Taken));
            }
        }
        Ok(if wrong.is_empty() { Ok(enrolment) } else { Err(wrong) })
    }
}
