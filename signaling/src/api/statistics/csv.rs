//! `GET /api/statistics/{table}`: one table of the report as CSV (RFC 4180), for a spreadsheet.

use super::Wanted;
use crate::{
    api::{Path, Query},
    app::App,
    lang::Lang,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use puente_registry::{
    language::{Dictionary, Language},
    statistics::{Count, Fulfilment, Minutes, Share, Statistics},
};

/// A hidden count. Zero is written as zero.
const HIDDEN: &str = "<5";

/// One table: `fulfilment.csv`, `minutes.csv` or `shares.csv`.
#[utoipa::path(get, path = "/api/statistics/{table}", tag = "statistics",
    params(("table" = String, Path, example = "fulfilment.csv"), Wanted),
    responses(
        (status = 200, description = "The table; `<5` is a hidden count", body = String,
         content_type = "text/csv"),
        (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path(table): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    require(me.role, Action::ReadStatistics)?;
    let (lang, languages) = (Lang::of(&headers), app.store.languages());
    let lines = match table.as_str() {
        "fulfilment.csv" | "minutes.csv" | "shares.csv" => {
            let period = wanted.period(&me.zone)?;
            let report = app.store.statistics(&period, app.clock.now()).await?;
            lines(&table, &report, &|language| name(&languages, language, lang))
        }
        _ => return Err(Kind::NotFound.into()),
    };
    let text = written(&lines).map_err(|error| Problem::internal(&error))?;
    let disposition = format!("attachment; filename=\"{table}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

fn name(languages: &Dictionary, language: &Language, lang: Lang) -> String {
    languages.tongue(language).map_or_else(
        || language.to_string(),
        |tongue| match lang {
            Lang::Es => tongue.name_es.clone(),
            Lang::En => tongue.name_en.clone(),
            Lang::Fr => tongue.name_fr.clone(),
        },
    )
}

/// The header and the rows of a table.
fn lines(
    table: &str,
    report: &Statistics,
    name: &impl Fn(&Language) -> String,
) -> Vec<Vec<String>> {
    let (header, rows): (&[&str], Vec<Vec<String>>) = match table {
        "fulfilment.csv" => (
            &[
                "language",
                "name",
                "country",
                "lead_time",
                "asked",
                "fulfilled",
                "unmet",
                "withdrawn",
                "open",
                "answer_minutes_median",
            ],
            report.fulfilment.iter().map(|line| fulfilment(line, name)).collect(),
        ),
        "minutes.csv" => (
            &["country", "mode", "hearings", "minutes"],
            report.minutes.iter().map(minutes).collect(),
        ),
        _ => (
            &["country", "interpreters", "worked", "minutes", "gini_permille"],
            report.shares.iter().map(share).collect(),
        ),
    };
    std::iter::once(header.iter().map(|word| (*word).to_owned()).collect()).chain(rows).collect()
}

fn fulfilment(line: &Fulfilment, name: &impl Fn(&Language) -> String) -> Vec<String> {
    vec![
        line.language.to_string(),
        name(&line.language),
        line.country.to_string(),
        line.lead.map_or_else(|| "all".to_owned(), |lead| lead.to_string()),
        count(line.asked),
        count(line.fulfilled),
        count(line.unmet),
        count(line.withdrawn),
        count(line.open),
        line.answer_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
    ]
}

fn minutes(line: &Minutes) -> Vec<String> {
    let minutes = line.minutes.map_or_else(|| HIDDEN.to_owned(), |minutes| minutes.to_string());
    vec![line.country.to_string(), line.mode.to_string(), count(line.hearings), minutes]
}

fn share(line: &Share) -> Vec<String> {
    let numbers = [line.interpreters, line.worked, line.minutes, line.gini_permille];
    let numbers = numbers.iter().map(ToString::to_string);
    std::iter::once(line.country.to_string()).chain(numbers).collect()
}

fn count(count: Count) -> String {
    count.shown().map_or_else(|| HIDDEN.to_owned(), |count| count.to_string())
}

fn written(lines: &[Vec<String>]) -> Result<Vec<u8>, std::io::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
