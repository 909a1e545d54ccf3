//! Requests for interpreters: `/api/requests`.

pub mod cancel;
pub mod candidates;
pub mod chain;
pub mod chains;
pub mod conflicts;
pub mod create;
pub mod get;
pub mod list;
pub mod offers;
pub mod organisations;
pub mod relay;
pub mod reschedule;
pub mod variety;
pub mod waves;
pub mod withdraw;

use crate::{app::App, problem::Problem};
use puente_registry::{
    id::{PersonId, RequestId},
    request::Request,
};

/// A request that this person acts for. Somebody else's does not exist for them.
async fn mine(app: &App, id: RequestId, me: PersonId) -> Result<Request, Problem> {
    Ok(app.store.request_for(id, me).await?)
}
