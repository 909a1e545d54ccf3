//! `POST /api/interpreters/import`: many interpreters from a table, all or none.

use crate::{
    api::Query,
    app::{App, fresh_rng},
    json::Json,
    lang::Lang,
    policy::{Action, require},
    problem::{Kind, Problem, bank},
    session::Person,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, header::CONTENT_TYPE},
};
use puente_registry::import::{Imported, TableFormat, Taking};
use serde::{Deserialize, Serialize};

/// What is done with the rows that are right; a rehearsal counts before all else.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct How {
    /// Looks only.
    #[serde(default)]
    dry_run: bool,
    /// Takes in the right rows, though others are wrong.
    #[serde(default)]
    only_right: bool,
}

/// What came of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportOutcome {
    /// Rows in the table.
    rows: usize,
    /// What is wrong, by row.
    wrong: Vec<WrongCell>,
    /// The numbers of those who were taken in.
    numbers: Vec<i64>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WrongCell {
    /// The first row after the headings is 1.
    row: usize,
    /// The column.
    field: String,
    /// What is wrong with it, in the caller's language.
    detail: String,
}

impl ImportOutcome {
    /// In one language.
    pub fn new(imported: Imported, lang: Lang) -> Self {
        let wrong = imported.wrong.into_iter().map(|wrong| WrongCell {
            row: wrong.row,
            field: wrong.field,
            detail: bank::words(wrong.why).in_lang(lang).to_owned(),
        });
        Self { rows: imported.rows, wrong: wrong.collect(), numbers: imported.numbers }
    }

    /// For a terminal: a line for each thing that is wrong, then a count.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .wrong
            .iter()
            .map(|wrong| format!("{}: {}: {}", wrong.row, wrong.field, wrong.detail))
            .collect();
        lines.push(format!("{} / {}", self.numbers.len(), self.rows));
        lines
    }
}

/// Imports interpreters of my own country from CSV (`text/csv`) or JSON.
#[utoipa::path(post, path = "/api/interpreters/import", tag = "people", params(How),
    request_body(content(
        (String = "text/csv", example = "name,country,zone,languages,services\nRosa Ejemplo,GT,America/Guatemala,kek:A; spa:B,kek<>spa consecutive interview\n"),
        (Vec<std::collections::BTreeMap<String, String>> = "application/json", example = json!([{
            "name": "Rosa Ejemplo", "country": "GT", "zone": "America/Guatemala",
            "languages": "kek:A; spa:B", "services": "kek<>spa consecutive interview" }])))),
    responses((status = 200, body = ImportOutcome),
              (status = 413, description = "`too_large`", body = crate::problem::Document),
              (status = 415, description = "`unsupported_media_type`",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn import(
    State(app): State<App>,
    Person(me): Person,
    Query(how): Query<How>,
    headers: HeaderMap,
    table: Bytes,
) -> Result<Json<ImportOutcome>, Problem> {
    require(me.role, Action::ManagePeople)?;
    let format = match essence(&headers).as_deref() {
        Some("text/csv") => TableFormat::Csv,
        Some("application/json") => TableFormat::Json,
        _ => return Err(Kind::UnsupportedMediaType.into()),
    };
    let taking = match how {
        How { dry_run: true, .. } => Taking::DryRun,
        How { only_right: true, .. } => Taking::OnlyRight,
        _ => Taking::AllOrNone,
    };
    let now = app.clock.now();
    let imported = app
        .store
        .import_interpreters(format, &table, me.country, taking, now, &mut fresh_rng())
        .await?;
    Ok(Json(ImportOutcome::new(imported, Lang::of(&headers))))
}

fn essence(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}
