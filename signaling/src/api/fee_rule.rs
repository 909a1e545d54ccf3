//! My country's rule for late cancellations: `/api/fee-rule`.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::cancellation::FeeRule;

/// When a cancellation is late in my country, and what share of the fee is due.
#[utoipa::path(get, path = "/api/fee-rule", tag = "bank", responses((status = 200, body = FeeRule)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<FeeRule>, Problem> {
    Ok(Json(app.store.fee_rule(me.country).await?))
}

/// Sets it. What was cancelled before keeps its share.
#[utoipa::path(put, path = "/api/fee-rule", tag = "bank", request_body = FeeRule,
    responses((status = 200, body = FeeRule),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(rule): Json<FeeRule>,
) -> Result<Json<FeeRule>, Problem> {
    require(me.role, Action::SetFees)?;
    app.store.set_fee_rule(me.country, &rule, me.id, app.clock.now()).await?;
    Ok(Json(app.store.fee_rule(me.country).await?))
}
