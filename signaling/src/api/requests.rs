//! Requests for interpreters: `/api/requests`.

pub mod cancel;
pub mod candidates;
pub mod chains;
pub mod create;
pub mod facts;
pub mod get;
pub mod list;
pub mod offers;
pub mod organisations;
pub mod variety;

use crate::{
    app::App,
    problem::{Kind, Problem},
};
use puente_registry::{
    id::{PersonId, RequestId},
    request::Request,
};

/// A request of this person. Somebody else's does not exist for them.
async fn mine(app: &App, id: RequestId, me: PersonId) -> Result<Request, Problem> {
    let request = app.store.request(id).await?;
    if request.requester == me { Ok(request) } else { Err(Kind::NotFound.into()) }
}
