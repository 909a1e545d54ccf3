//! An interpreter's own profile: `/api/profile`.

pub mod credentials;
pub mod equipment;
pub mod expertise;
pub mod facts;
pub mod get;
pub mod put;
pub mod trainings;

use crate::{app::App, problem::Problem};
use puente_registry::{
    conflict::Declared,
    expert::Expertise,
    id::PersonId,
    interpreter::{Equipment, Held, MediaType, Particulars},
    time::Instant,
    training::Training,
    vetting::Vetting,
};
use serde::Serialize;

/// All that an interpreter sees of herself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OwnProfile {
    /// What others see instead of the name before a booking.
    number: i64,
    name: String,
    /// What she tells of herself and can change.
    particulars: Particulars,
    credentials: Vec<HeldCredential>,
    trainings: Vec<Training>,
    vetting: Vetting,
    equipment: Option<Equipment>,
    /// Conflicts of interest she declared: kinds and dates, nothing else is kept.
    facts: Vec<Declared>,
    /// What she is an expert of, if anything.
    expertise: Option<Expertise>,
    /// The organisation she works for, if any.
    organisation: Option<String>,
}

/// A credential with what is known of its document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HeldCredential {
    scheme: String,
    issuer: String,
    number: Option<String>,
    valid_from: Option<Instant>,
    valid_until: Option<Instant>,
    /// Whether it is over.
    expired: bool,
    /// The document, if there is one.
    document: Option<DocumentLine>,
}

/// That there is a document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentLine {
    media_type: MediaType,
    uploaded: Instant,
}

impl HeldCredential {
    pub(crate) fn new(held: Held, now: Instant) -> Self {
        let credential = held.credential;
        Self {
            expired: credential.valid_until.is_some_and(|until| until <= now),
            scheme: credential.scheme,
            issuer: credential.issuer,
            number: credential.number,
            valid_from: credential.valid_from,
            valid_until: credential.valid_until,
            document: held
                .document
                .map(|(media_type, uploaded)| DocumentLine { media_type, uploaded }),
        }
    }
}

/// The profile as it is now.
async fn own(app: &App, person: PersonId) -> Result<OwnProfile, Problem> {
    let now = app.clock.now();
    let store = &app.store;
    let interpreter = store.interpreter(person).await?;
    let credentials = store.credentials_of(person).await?;
    let organisation = match store.membership(person).await? {
        Some((id, _)) => Some(store.organisation(id).await?.name),
        None => None,
    };
    Ok(OwnProfile {
        number: interpreter.number,
        name: interpreter.name,
        particulars: store.particulars(person).await?,
        credentials: credentials.into_iter().map(|held| HeldCredential::new(held, now)).collect(),
        trainings: store.trainings_of(person).await?,
        vetting: store.vetting(person, now).await?,
        equipment: store.equipment(person).await?,
        facts: store.facts_of(person).await?,
        expertise: store.expertise(person).await?,
        organisation,
    })
}
