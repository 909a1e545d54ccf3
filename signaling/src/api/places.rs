//! `GET /api/places`: venues and kits that are free at a time and fit the session.

pub mod checks;

use crate::{
    api::Query,
    app::App,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    country::Country,
    place::{
        Feature, PlaceKind,
        search::{Fit, Needs},
    },
    time::{Local, WallTime, Zone},
};
use serde::{Deserialize, Serialize};

/// As long as a hearing can be planned.
const MOST_MINUTES: i64 = 12 * 60;

/// Where and when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// None means all countries.
    country: Option<Country>,
    /// Wall time, such as `2026-11-25T10:00`.
    from: Local,
    /// The zone of the wall time.
    zone: Zone,
    /// For how long.
    #[param(example = 60)]
    minutes: i64,
    /// Somebody under age will be there: only what is fit for children.
    #[serde(default)]
    minor: bool,
    /// Somebody cannot take a step.
    #[serde(default)]
    step_free: bool,
    /// The least screen that everybody can read from.
    #[param(minimum = 5, maximum = 200)]
    screen_inches: Option<i32>,
    /// What has to be there, such as `two_exits,observer_room`.
    #[param(max_length = 300)]
    needs: Option<String>,
    /// Why also places are wanted that do not fit; they come with what they lack.
    #[param(min_length = 3, max_length = 200)]
    regardless: Option<String>,
}

/// What is free, by kind.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Places {
    venues: Vec<Fit>,
    kits: Vec<Fit>,
    /// Free, and not fit for the session; each says why.
    left_out: Vec<Fit>,
}

/// Free venues and kits.
#[utoipa::path(get, path = "/api/places", tag = "bank", params(Wanted), responses(
    (status = 200, body = Places),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn places(
    State(app): State<App>,
    Person(me): Person,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Places>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let needs = wanted.needs()?;
    let regardless = wanted.is_regardless()?;
    let Wanted { country, from: local, zone, minutes, .. } = wanted;
    if !(1..=MOST_MINUTES).contains(&minutes) {
        let words =
            Words::new("De 1 a 720 minutos.", "From 1 to 720 minutes.", "De 1 à 720 minutes.");
        return Err(Problem::invalid("minutes", words));
    }
    let from = WallTime { local, zone }.moment().map_err(|_| {
        Problem::invalid(
            "from",
            Words::new(
                "Esa hora no existe allí.",
                "That time does not exist there.",
                "Cette heure n’existe pas là-bas.",
            ),
        )
    })?;
    let until = from.instant.plus_minutes(minutes);
    let free = app.store.places_fitting(country, from.instant, until, &needs).await?;
    let (fit, left_out): (Vec<Fit>, Vec<Fit>) =
        free.into_iter().partition(|fit| regardless || fit.lacks.is_empty());
    let (venues, kits) = fit.into_iter().partition(|fit| fit.place.about.kind == PlaceKind::Venue);
    Ok(Json(Places { venues, kits, left_out }))
}

impl Wanted {
    fn needs(&self) -> Result<Needs, Problem> {
        if self.screen_inches.is_some_and(|inches| !(5..=200).contains(&inches)) {
            let words =
                Words::new("De 5 a 200 pulgadas.", "From 5 to 200 inches.", "De 5 à 200 pouces.");
            return Err(Problem::invalid("screen_inches", words));
        }
        let named = self.needs.as_deref().unwrap_or_default();
        let features: Result<Vec<Feature>, _> =
            named.split(',').filter(|word| !word.is_empty()).map(str::parse).collect();
        let features = features.map_err(|_| {
            let words = Words::new(
                "Hay algo que no conocemos.",
                "There is something that we do not know.",
                "Il y a quelque chose que nous ne connaissons pas.",
            );
            Problem::invalid("needs", words)
        })?;
        let (minor, step_free, screen_inches) = (self.minor, self.step_free, self.screen_inches);
        Ok(Needs { minor, step_free, screen_inches, features })
    }

    /// Whether the caller gave a reason to see also what does not fit.
    fn is_regardless(&self) -> Result<bool, Problem> {
        let Some(reason) = self.regardless.as_deref() else { return Ok(false) };
        if (3..=200).contains(&reason.trim().chars().count()) {
            return Ok(true);
        }
        let words = Words::new(
            "Diga por qué, en pocas palabras.",
            "Say why, in a few words.",
            "Dites pourquoi, en quelques mots.",
        );
        Err(Problem::invalid("regardless", words))
    }
}
