//! `GET /api/requests/{id}/chains`: over which languages it could be interpreted, and what is likely
//! to be lost on the way.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    id::{PersonId, RequestId},
    interpreter::Mode,
    language::Language,
    relay::BankChain,
    time::Moment,
};
use serde::Serialize;

/// Ways over other languages, the best first; none if there is none.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Chains {
    chains: Vec<ShownChain>,
}

/// A chain of booths.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ShownChain {
    /// Its booths, from the first language asked for to the second.
    legs: Vec<ShownLeg>,
    /// When all of them are free long enough.
    starts: Moment,
    /// Whether that is another time than was asked for.
    later: bool,
    /// How much of what is said is likely to be lost, in thousandths: an estimate to compare by.
    #[schema(minimum = 0, maximum = 1000, example = 170)]
    expected_loss_permille: i64,
    /// How likely all of them accept, in thousandths.
    #[schema(minimum = 0, maximum = 1000, example = 850)]
    acceptance_permille: i64,
}

/// One booth of a chain.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ShownLeg {
    /// Its pair, in the chain's direction.
    languages: [Language; 2],
    mode: Mode,
    /// Who would sit there.
    people: Vec<Linked>,
    /// How much is likely to be lost here, in thousandths.
    #[schema(minimum = 0, maximum = 1000, example = 90)]
    expected_loss_permille: i64,
}

/// An interpreter of a chain, without the name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Linked {
    /// To be asked by.
    person: PersonId,
    #[schema(example = 104)]
    number: i64,
}

/// Looks for ways over one or two languages in between.
#[utoipa::path(get, path = "/api/requests/{id}/chains", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Chains),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn chains(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
) -> Result<Json<Chains>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    super::mine(&app, id, me.id).await?;
    let chains = app.store.chains(id, app.clock.now()).await?;
    Ok(Json(Chains { chains: chains.into_iter().map(shown).collect() }))
}

fn shown(chain: BankChain) -> ShownChain {
    let leg = |leg: puente_registry::relay::BankLeg| ShownLeg {
        languages: leg.languages,
        mode: chain.mode,
        people: leg.people.into_iter().map(|(person, number)| Linked { person, number }).collect(),
        expected_loss_permille: leg.expected_loss_permille,
    };
    ShownChain {
        legs: chain.legs.into_iter().map(leg).collect(),
        starts: chain.starts,
        later: chain.later,
        expected_loss_permille: chain.expected_loss_permille,
        acceptance_permille: chain.acceptance_permille,
    }
}
