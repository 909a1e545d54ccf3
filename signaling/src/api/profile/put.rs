//! `PUT /api/profile`: what I tell of myself.

use super::{OwnProfile, own};
use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::interpreter::Particulars;

/// Replaces what I tell of myself: languages, services, home, fee …
#[utoipa::path(put, path = "/api/profile", tag = "people",
    request_body(content = Particulars, example = json!({
        "gender": "woman", "age_band": "from_30", "home": "Huehuetenango", "deaf": false,
        "notice_minutes": 60,
        "languages": [
            { "language": "mam-todos-santos", "class": "A", "attested": {
                "level": "ilr-3+", "by": "ALMG", "at": "2025-03-01T00:00:00Z" } },
            { "language": "spa", "class": "B" }],
        "services": [{ "source": "mam-todos-santos", "target": "spa", "mode": "consecutive",
            "setting": "interview" }],
        "volunteer": false,
        "fee": { "currency": "GTQ", "hour_cents": 25000, "minimum_minutes": 120 } })),
    responses((status = 200, body = OwnProfile),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Particulars>,
) -> Result<Json<OwnProfile>, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.set_particulars(me.id, &given).await?;
    Ok(Json(own(&app, me.id).await?))
}
