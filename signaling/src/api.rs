//! The HTTP API: one operation a file, and the address is the path to the file.
//!
//! A handler checks the caller, calls one verb of the bank, and translates. Rules live elsewhere.

pub mod accounts;
pub mod applications;
pub mod availability;
pub mod bank;
pub mod briefings;
pub mod by_ear;
pub mod calls;
pub mod case_plans;
pub mod cases;
pub mod choosing;
pub mod complaints;
pub mod cooperation;
pub mod countries;
pub mod coverage;
pub mod debriefs;
pub mod desk;
pub mod events;
pub mod experts;
pub mod facilities;
pub mod fee_rule;
pub mod greetings;
pub mod hearings;
pub mod interpreters;
pub mod kit;
pub mod kits;
pub mod languages;
pub mod links;
pub mod me;
pub mod offers;
pub mod on_call;
pub mod organisations;
pub mod passwords;
pub mod places;
pub mod probe;
pub mod profile;
pub mod recognition;
pub mod requests;
pub mod right_now;
pub mod sign_in;
pub mod sign_out;
pub mod spared_topics;
pub mod statistics;
pub mod timesheets;
pub mod webhooks;

use crate::{
    json,
    problem::{Kind, Problem},
};
use axum::{
    extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// The parts of the address. One that has not the form of an id names nothing: `not_found`.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let AxumPath(named) = AxumPath::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::new(Kind::NotFound))?;
        Ok(Self(named))
    }
}

/// The query of the address, read as strictly as a body.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let AxumQuery(query) = AxumQuery::from_request_parts(parts, state)
            .await
            .map_err(|rejection| json::unexpected(&rejection.body_text()))?;
        Ok(Self(query))
    }
}
