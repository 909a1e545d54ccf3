//! `/api/cooperation/directory`: central authorities and liaison officers of the countries.

pub mod officers;

use crate::{
    api::Path,
    app::App,
    cooperation::keys::{AuthorityKeys, public_keys_of},
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    cooperation::directory::{Authority, AuthorityInput},
    country::Country,
    person::Account,
};
use serde::Deserialize;

/// The directory, with every term of office as it stands today.
#[utoipa::path(get, path = "/api/cooperation/directory", tag = "cooperation",
    responses((status = 200, body = Vec<Authority>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Authority>>, Problem> {
    require(me.role, Action::Cooperate)?;
    Ok(Json(app.store.authorities(app.clock.now()).await?))
}

/// Writes the entry of one's own country.
#[utoipa::path(put, path = "/api/cooperation/directory/{country}", tag = "cooperation",
    params(("country" = Country, Path)),
    request_body(content = AuthorityInput, example = json!({
        "name_es": "Autoridad central de muestra", "name_en": "Sample central authority",
        "name_fr": "Autorité centrale d’exemple", "treaties": ["UNTOC"], "address": "",
        "mail": "central@sample.puente.example", "phone": "", "languages": ["es"],
        "hours": "", "zone": "America/Costa_Rica", "source": "",
    })),
    responses((status = 200, body = Authority),
              (status = 403, description = "`not_yours`: another country's",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(country): Path<Country>,
    Json(about): Json<AuthorityInput>,
) -> Result<Json<Authority>, Problem> {
    require_own(&me, country)?;
    let now = app.clock.now();
    app.store.set_authority(country, &about, false, now).await?;
    Ok(Json(app.store.authority(country, now).await?))
}

/// Makes the keys of one's own authority, which stay on this server, and publishes their public
/// halves. Keys that are there stay.
#[utoipa::path(post, path = "/api/cooperation/directory/{country}/keys", tag = "cooperation",
    params(("country" = Country, Path)),
    responses((status = 200, body = Authority),
              (status = 403, description = "`not_yours`: another country's",
               body = crate::problem::Document)))]
pub async fn make_keys(
    State(app): State<App>,
    Person(me): Person,
    Path(country): Path<Country>,
) -> Result<Json<Authority>, Problem> {
    require_own(&me, country)?;
    let now = app.clock.now();
    let entry = app.store.authority(country, now).await?;
    let keys = AuthorityKeys::open_or_make(&app.authorities, country, &entry.about.name_es, now)
        .map_err(|error| Problem::internal(&error))?;
    let public = keys.public().map_err(|error| Problem::internal(&error))?;
    app.store.set_authority_keys(country, &public).await?;
    Ok(Json(app.store.authority(country, now).await?))
}

/// The public halves of keys that another installation keeps.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "sealing_key": "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    "certificate": "3082",
}))]
pub struct KeysInput {
    /// X25519 public key, 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sealing_key: String,
    /// X.509 certificate of a P-256 key, DER in hexadecimal digits.
    #[schema(pattern = "^([0-9a-f]{2})+$", max_length = 20000)]
    certificate: String,
}

/// Publishes keys of one's own country that another installation keeps.
#[utoipa::path(put, path = "/api/cooperation/directory/{country}/keys", tag = "cooperation",
    params(("country" = Country, Path)), request_body = KeysInput,
    responses((status = 204, description = "Published"),
              (status = 403, description = "`not_yours`: another country's",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put_keys(
    State(app): State<App>,
    Person(me): Person,
    Path(country): Path<Country>,
    Json(input): Json<KeysInput>,
) -> Result<StatusCode, Problem> {
    require_own(&me, country)?;
    let words = || {
        Words::new(
            "No es un certificado con clave P-256.",
            "It is no certificate with a P-256 key.",
            "Ce n’est pas un certificat avec une clé P-256.",
        )
    };
    let certificate = hex::decode(&input.certificate).ok().filter(|der| der.len() <= 10_000);
    let certificate = certificate.ok_or_else(|| Problem::invalid("certificate", words()))?;
    let sealing = hex::decode(&input.sealing_key).unwrap_or_default();
    let public = public_keys_of(certificate, sealing)
        .ok_or_else(|| Problem::invalid("certificate", words()))?;
    app.store.set_authority_keys(country, &public).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Only a country's own authority writes its entry.
fn require_own(me: &Account, country: Country) -> Result<(), Problem> {
    require(me.role, Action::KeepDirectory)?;
    if me.country == country { Ok(()) } else { Err(Kind::NotYours.into()) }
}
