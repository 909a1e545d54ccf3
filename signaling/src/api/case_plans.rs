//! Plans of all interviews of a case: `/api/case-plans`. A plan is its country's; for others it
//! does not exist.

pub mod absences;
pub mod close;
pub mod create;
pub mod get;
pub mod interviews;
pub mod list;
pub mod requests;
pub mod setup;
pub mod solve;

use serde::Deserialize;

/// A setup of seventy victims with all their wishes is larger than other JSON.
pub const MOST_SETUP_BYTES: usize = 512 * 1024;

/// The version of the plan that the caller has seen.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1 }))]
pub struct PlanVersion {
    /// Of the plan that the caller has seen; if it was changed since, nothing is done.
    #[schema(minimum = 1)]
    version: i64,
}
