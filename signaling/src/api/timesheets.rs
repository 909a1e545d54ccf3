//! `GET /api/timesheets`: a month's time by mode, waiting and cancellations, as JSON or CSV.

use crate::{
    api::Query,
    app::App,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use puente_registry::{
    cancellation::{Code, Side},
    country::Country,
    hearing::Kind,
    id::HearingId,
    person::AccountRole,
    time::Moment,
    timesheet::{Line, Month, Whose},
};
use serde::{Deserialize, Serialize};

/// Which month, in which form.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// `2026-11`.
    #[param(example = "2026-11", pattern = r"^2\d{3}-(0[1-9]|1[0-2])$")]
    month: String,
    /// As what.
    #[serde(default)]
    format: Format,
}

/// JSON, or CSV for a spreadsheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Json,
    Csv,
}

/// A month's lines and their sums.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Timesheet {
    #[schema(example = "2026-11")]
    month: String,
    lines: Vec<SheetLine>,
    worked_minutes: i64,
    waiting_minutes: i64,
}

/// One interpreter's part in one hearing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetLine {
    hearing: HearingId,
    kind: Kind,
    country: Country,
    /// The interpreter's number.
    number: i64,
    starts: Moment,
    booked_minutes: i64,
    consecutive_minutes: i64,
    simultaneous_minutes: i64,
    /// Preparation and variety check.
    preparation_minutes: i64,
    /// From the planned start on.
    waiting_minutes: i64,
    /// Who is answerable for a booking that did not come to be; null if it did.
    cancelled_by: Option<Side>,
    cancellation: Option<Code>,
    /// The share of the fee that is due for it.
    due_percent: Option<i32>,
    /// Nothing is charged.
    pro_bono: bool,
}

/// An interpreter's own month; for whoever coordinates or administers, the month of everybody
/// who worked for the country.
#[utoipa::path(get, path = "/api/timesheets", tag = "bank", params(Wanted), responses(
    (status = 200, content((Timesheet = "application/json"), (String = "text/csv"))),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    require(me.role, Action::ReadTimesheets)?;
    let month: Month = wanted.month.parse().map_err(|_| not_a_month())?;
    let whose = match me.role {
        AccountRole::Interpreter => Whose::Interpreter(me.id),
        _ => Whose::Country(me.country),
    };
    let lines = app.store.timesheet(whose, month, &me.zone).await?;
    match wanted.format {
        Format::Json => Ok(Json(sheet(month, lines)).into_response()),
        Format::Csv => {
            let text = csv(lines).map_err(|error| Problem::internal(&error))?;
            let name = format!("attachment; filename=\"puente-{month}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            Ok((headers, text).into_response())
        }
    }
}

fn not_a_month() -> Problem {
    Problem::invalid(
        "month",
        Words::new(
            "Escriba el mes como 2026-11.",
            "Write the month as 2026-11.",
            "Écrivez le mois comme 2026-11.",
        ),
    )
}

fn sheet(month: Month, lines: Vec<Line>) -> Timesheet {
    Timesheet {
        month: month.to_string(),
        worked_minutes: lines.iter().map(|line| line.minutes.worked()).sum(),
        waiting_minutes: lines.iter().map(|line| line.minutes.waiting_minutes).sum(),
        lines: lines.into_iter().map(told).collect(),
    }
}

fn told(line: Line) -> SheetLine {
    let (cancelled_by, cancellation, due_percent) = match line.cancelled {
        Some((side, code, percent)) => (Some(side), Some(code), Some(percent)),
        None => (None, None, None),
    };
    SheetLine {
        hearing: line.hearing,
        kind: line.kind,
        country: line.country,
        number: line.number,
        starts: line.starts,
        booked_minutes: line.booked_minutes,
        consecutive_minutes: line.minutes.consecutive_minutes,
        simultaneous_minutes: line.minutes.simultaneous_minutes,
        preparation_minutes: line.minutes.preparation_minutes,
        waiting_minutes: line.minutes.waiting_minutes,
        cancelled_by,
        cancellation,
        due_percent,
        pro_bono: line.pro_bono,
    }
}

/// One row of the file: words and numbers only, so that no cell can be a formula.
#[derive(Serialize)]
struct Row {
    starts: String,
    hearing: String,
    kind: &'static str,
    country: &'static str,
    interpreter: i64,
    booked_minutes: i64,
    consecutive_minutes: i64,
    simultaneous_minutes: i64,
    preparation_minutes: i64,
    waiting_minutes: i64,
    cancelled_by: &'static str,
    cancellation: &'static str,
    due_percent: Option<i32>,
    pro_bono: bool,
}

fn csv(lines: Vec<Line>) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::Writer::from_writer(Vec::new());
    for line in lines.into_iter().map(told) {
        file.serialize(Row {
            starts: line.starts.local.to_string(),
            hearing: line.hearing.to_string(),
            kind: line.kind.as_str(),
            country: line.country.as_str(),
            interpreter: line.number,
            booked_minutes: line.booked_minutes,
            consecutive_minutes: line.consecutive_minutes,
            simultaneous_minutes: line.simultaneous_minutes,
            preparation_minutes: line.preparation_minutes,
            waiting_minutes: line.waiting_minutes,
            cancelled_by: line.cancelled_by.map_or("", Side::as_str),
            cancellation: line.cancellation.map_or("", Code::as_str),
            due_percent: line.due_percent,
            pro_bono: line.pro_bono,
        })?;
    }
    file.into_inner().map_err(|error| error.into_error().into())
}
