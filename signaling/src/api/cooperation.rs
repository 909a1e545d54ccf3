//! Requests for judicial assistance between countries: `/api/cooperation`.

pub mod acts;
pub mod annex;
pub mod attachments;
pub mod create;
pub mod directory;
pub mod document;
pub mod exchange;
pub mod form;
pub mod get;
pub mod list;
pub mod schema;
pub mod sections;

use crate::{
    app::App,
    cooperation::keys::AuthorityKeys,
    problem::{Kind, Problem},
};
use puente_registry::{
    cooperation::{
        Script, Side, State,
        act::{Capacity, Deed},
        deadline::Deadline,
        receipt::Signed,
        request::{Attachment, Case},
        sealed::DocumentKind,
    },
    country::Country,
    id::CooperationId,
    person::Account,
    time::{Moment, Zone},
};
use serde::Serialize;

/// As large as one attachment may be, before it is sealed.
pub const MOST_ATTACHMENT_BYTES: usize = 10 * 1024 * 1024;
/// As large as a file of another installation may be: everything in it is hexadecimal.
pub const MOST_PACKAGE_BYTES: usize = 64 * 1024 * 1024;

/// A request as its reader may see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CaseView {
    id: CooperationId,
    requesting: Country,
    requested: Country,
    reference: Option<String>,
    state: State,
    /// Of which country the reader is.
    side: Side,
    #[schema(value_type = Object)]
    content: serde_json::Value,
    revision: i64,
    /// Whether the reader may still write the form.
    writable: bool,
    /// What the reader may do now.
    allowed: Vec<Deed>,
    /// Paths of the fields that must be there before it can be sent.
    missing: Vec<String>,
    deadline: Option<Deadline>,
    /// Whether the requested country has published the key that seals to it.
    can_seal: bool,
    /// SHA-256 of the sealed annex.
    annex: Option<String>,
    /// Whether the reader's authority can open what is sealed.
    can_open: bool,
    attachments: Vec<Attachment>,
    receipts: Vec<Signed>,
    documents: Vec<DocumentLine>,
    /// The dates proposed for the session, on the clocks of both countries.
    dates: Vec<BothClocks>,
    #[schema(value_type = Option<Object>)]
    certificate: Option<serde_json::Value>,
}

/// A signed document that can be had.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CooperationDocumentLine)]
pub struct DocumentLine {
    kind: DocumentKind,
    lang: Script,
    sha256: String,
}

/// A moment on two clocks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BothClocks {
    requesting: Moment,
    requested: Moment,
}

/// A request within this account's reach. Any other does not exist for it.
async fn within_reach(app: &App, id: CooperationId, me: &Account) -> Result<(Case, Side), Problem> {
    let case = app.store.cooperation(id).await?;
    let side = case.capacities(me).first().map(|capacity| capacity.side());
    Ok((case, side.ok_or(Kind::NotFound)?))
}

/// A draft that this account may write.
async fn draft(app: &App, id: CooperationId, me: &Account) -> Result<Case, Problem> {
    let (case, _) = within_reach(app, id, me).await?;
    if case.may_write(me) {
        return Ok(case);
    }
    let theirs = case.capacities(me).iter().all(|capacity| capacity.side() == Side::Requested);
    Err(if theirs { Kind::NotYours.into() } else { Kind::NotNow.into() })
}

/// The keys of a country's authority, if they are kept here.
fn keys_of(app: &App, country: Country) -> Result<Option<AuthorityKeys>, Problem> {
    AuthorityKeys::open(&app.authorities, country).map_err(|error| Problem::internal(&error))
}

async fn view(app: &App, case: Case, me: &Account) -> Result<CaseView, Problem> {
    let now = app.clock.now();
    let capacities = case.capacities(me);
    let side = capacities.first().map_or(Side::Requesting, |capacity| capacity.side());
    let zones = zones(app, &case).await?;
    let dates = case
        .content
        .dates()
        .iter()
        .filter_map(|date| date.moment().ok())
        .map(|moment| BothClocks {
            requesting: Moment::at(moment.instant, &zones[0]),
            requested: Moment::at(moment.instant, &zones[1]),
        })
        .collect();
    let central = capacities.contains(&Capacity::RequestedCentral);
    let documents = app.store.cooperation_documents(case.id).await?;
    Ok(CaseView {
        side,
        writable: case.may_write(me),
        allowed: case.allowed(me),
        missing: case.content.missing().into_iter().map(|fault| fault.path).collect(),
        deadline: case.deadline(&zones[1], now),
        can_seal: app.store.sealing_key(case.requested).await?.is_some(),
        can_open: central && keys_of(app, case.requested)?.is_some(),
        documents: documents
            .into_iter()
            .map(|(kind, lang, sha256)| DocumentLine { kind, lang, sha256 })
            .collect(),
        dates,
        certificate: case.certificate().cloned(),
        content: case.content.to_value(),
        id: case.id,
        requesting: case.requesting,
        requested: case.requested,
        reference: case.reference,
        state: case.state,
        revision: case.revision,
        annex: case.annex,
        attachments: case.attachments,
        receipts: case.receipts,
    })
}

/// The clocks of both central authorities; UTC for one without an entry.
async fn zones(app: &App, case: &Case) -> Result<[Zone; 2], Problem> {
    let all = app.store.authorities(app.clock.now()).await?;
    let utc: Zone = "UTC".parse().map_err(|error| Problem::internal(&error))?;
    Ok([case.requesting, case.requested].map(|country| {
        let entry = all.iter().find(|entry| entry.country == country);
        entry.map_or_else(|| utc.clone(), |entry| entry.about.zone.clone())
    }))
}

/// What a thing is sealed for, so that it cannot pass for another's.
fn purpose(id: CooperationId, what: &str) -> Vec<u8> {
    format!("puente.cooperation.1 {id} {what}").into_bytes()
}
