//! `GET /api/bank`: what a page must know before anybody is signed in.

use crate::{app::App, json::Json, problem::Problem};
use axum::extract::State;
use serde::Serialize;

/// How far the bank is set up.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Bank {
    /// Nobody is in it: the operator must name the first administrator.
    empty: bool,
    /// Everybody in it is fictitious.
    sample: bool,
    /// Mail can be sent; without it no invitation arrives.
    mail: bool,
}

/// How far the bank is set up.
#[utoipa::path(get, path = "/api/bank", tag = "accounts",
    security(()), responses((status = 200, body = Bank)))]
pub async fn get(State(app): State<App>) -> Result<Json<Bank>, Problem> {
    Ok(Json(Bank {
        empty: !app.store.has_people().await?,
        sample: app.store.is_sample().await?,
        mail: app.notices.has_mail(),
    }))
}
