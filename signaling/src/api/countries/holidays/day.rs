//! `PUT` and `DELETE /api/countries/{country}/holidays/{day}`: an administrator corrects the
//! holidays of her own country.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{country::Country, person::Account, time::Day};
use serde::Deserialize;

/// What the day is and where that is written.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Día de la Revolución", "source": "Código de Trabajo, art. 127" }))]
pub struct NamedDay {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    #[schema(min_length = 1, max_length = 200)]
    source: String,
}

/// Makes a day a holiday, or names it otherwise.
#[utoipa::path(put, path = "/api/countries/{country}/holidays/{day}", tag = "bank",
    params(("country" = Country, Path), ("day" = Day, Path)), request_body = NamedDay,
    responses((status = 204, description = "Kept"),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path((country, day)): Path<(Country, Day)>,
    Json(given): Json<NamedDay>,
) -> Result<StatusCode, Problem> {
    own(&me, country)?;
    let text = (given.name.as_str(), given.source.as_str());
    app.store.add_holiday(country, day, text, me.id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a holiday an ordinary day.
#[utoipa::path(delete, path = "/api/countries/{country}/holidays/{day}", tag = "bank",
    params(("country" = Country, Path), ("day" = Day, Path)),
    responses((status = 204, description = "An ordinary day"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path((country, day)): Path<(Country, Day)>,
) -> Result<StatusCode, Problem> {
    own(&me, country)?;
    app.store.remove_holiday(country, day, me.id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn own(me: &Account, country: Country) -> Result<(), Problem> {
    require(me.role, Action::KeepHolidays)?;
    if me.country == country { Ok(()) } else { Err(Kind::NotFound.into()) }
}
