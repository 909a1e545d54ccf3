//! `POST /api/availability/subscriptions`: reads the busy times of a calendar that I keep
//! elsewhere from now on.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    availability::subscription::{Address, CalendarKind},
    id::SubscriptionId,
};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::fmt;

const MOST_URL_BYTES: usize = 2000;
const MOST_CREDENTIAL_BYTES: usize = 200;

/// Where the calendar is, and who asks if its server wants to know.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "ics", "url": "https://calendar.example.org/private-5f1c/basic.ics",
    "user": null, "password": null,
}))]
pub struct NewSubscription {
    kind: CalendarKind,
    #[schema(max_length = 2000)]
    url: String,
    #[schema(max_length = 200)]
    user: Option<String>,
    #[schema(max_length = 200)]
    password: Option<String>,
}

impl fmt::Debug for NewSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSubscription").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The subscription's id.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Made {
    id: SubscriptionId,
}

/// Subscribes; the calendar is read within seconds, and then every twenty minutes.
#[utoipa::path(post, path = "/api/availability/subscriptions", tag = "bank",
    request_body = NewSubscription,
    responses((status = 201, body = Made),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<NewSubscription>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    require(me.role, Action::KeepAvailability)?;
    let kind = given.kind;
    let (host, address) = address(&app, given)?;
    let (given, now) = ((kind, host.as_str(), &address), app.clock.now());
    let id = app.store.subscribe(me.id, given, &app.seal_key, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

fn address(app: &App, given: NewSubscription) -> Result<(String, Address), Problem> {
    // Calendar programs hand out addresses that begin with webcal.
    let url = match given.url.trim().strip_prefix("webcal://") {
        Some(rest) => format!("https://{rest}"),
        None => given.url.trim().to_owned(),
    };
    let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let admitted = url.len() <= MOST_URL_BYTES && app.outbound.check(&url).is_ok();
    let Some(host) = host.filter(|_| admitted) else {
        return Err(Problem::invalid(
            "url",
            Words::new(
                "Escriba una dirección completa que empiece por https://.",
                "Write a whole address that begins with https://.",
                "Écrivez une adresse complète qui commence par https://.",
            ),
        ));
    };
    let written = |text: Option<String>| text.filter(|text| !text.is_empty());
    let credentials = match (written(given.user), written(given.password)) {
        (None, None) => None,
        (Some(user), Some(password)) => Some((user, password)),
        _ => {
            return Err(Problem::invalid(
                "password",
                Words::new(
                    "El usuario y la contraseña van juntos.",
                    "User and password go together.",
                    "L’utilisateur et le mot de passe vont ensemble.",
                ),
            ));
        }
    };
    let fits = credentials.iter().all(|(user, password)| {
        let short = |text: &str| text.len() <= MOST_CREDENTIAL_BYTES;
        let plain = |text: &str| !text.chars().any(char::is_control);
        short(user) && short(password) && plain(user) && plain(password) && !user.contains(':')
    });
    if !fits {
        return Err(Problem::invalid(
            "user",
            Words::new(
                "El usuario o la contraseña no se pueden usar.",
                "The user or the password cannot be used.",
                "L’utilisateur ou le mot de passe ne peut pas servir.",
            ),
        ));
    }
    Ok((host, Address { url, credentials }))
}
