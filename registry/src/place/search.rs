//! Which places fit a session (requirement 15): free at the time, open, and with what it needs.
//! What does not fit is named with the reason and can be taken in spite of it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Feature, Place};
use crate::{
    country::Country, error::Result, facility::Facility, id::FacilityId, store::Store,
    time::Instant, word::words,
};

/// What a session needs of its room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Needs {
    /// Somebody under age will be there.
    pub minor: bool,
    /// Somebody cannot take a step.
    pub step_free: bool,
    /// The least that everybody can read from.
    pub screen_inches: Option<i32>,
    /// What has to be there.
    pub features: Vec<Feature>,
}

words! {
    /// What a place lacks for a session, beside features by their own names.
    pub enum Shortcoming {
        /// It is not fit for children.
        ChildFriendly = "child_friendly",
        /// There is a step.
        StepFree = "step_free",
        /// The screen is too small, or nobody has said how large it is.
        Screen = "screen",
        /// It is closed at that time.
        OpeningHours = "opening_hours",
        /// Something named is not there.
        Features = "features",
    }
}

/// A free place, and what it lacks for the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceFit)]
pub struct Fit {
    /// The place.
    #[serde(flatten)]
    pub place: Place,
    /// Why it does not fit; empty if it does.
    pub lacks: Vec<Shortcoming>,
    /// The features among them that are not there.
    pub missing: Vec<Feature>,
}

impl Fit {
    fn of(place: Place, facility: Option<&Facility>, asked: &Asked<'_>) -> Self {
        let needs = asked.needs;
        let missing: Vec<Feature> = needs
            .features
            .iter()
            .filter(|feature| !place.about.equipment.iter().any(|item| item == feature.as_str()))
            .copied()
            .collect();
        let too_small = |least: i32| place.screen_inches.is_none_or(|inches| inches < least);
        let lacks = [
            (Shortcoming::ChildFriendly, needs.minor && !place.about.child_friendly),
            (Shortcoming::StepFree, needs.step_free && !place.about.step_free),
            (Shortcoming::Screen, needs.screen_inches.is_some_and(too_small)),
            (
                Shortcoming::OpeningHours,
                facility.is_some_and(|f| !f.is_open(asked.from, asked.until)),
            ),
            (Shortcoming::Features, !missing.is_empty()),
        ];
        let lacks = lacks.into_iter().filter(|(_, lacking)| *lacking).map(|(why, _)| why).collect();
        Self { place, lacks, missing }
    }
}

struct Asked<'a> {
    needs: &'a Needs,
    from: Instant,
    until: Instant,
}

impl Store {
    /// The places that are free on `[from, until)`, each with what it lacks; those that fit come
    /// first. A kit is not bound to the hours of the facility where it is kept.
    ///
    /// # Errors
    /// What the database says.
    pub async fn places_fitting(
        &self,
        country: Option<Country>,
        from: Instant,
        until: Instant,
        needs: &Needs,
    ) -> Result<Vec<Fit>> {
        let free = self.places_free(country, from, until).await?;
        let facilities: HashMap<FacilityId, Facility> =
            self.facilities(country).await?.into_iter().map(|one| (one.id, one)).collect();
        let asked = Asked { needs, from, until };
        let mut fits: Vec<Fit> = free
            .into_iter()
            .map(|place| {
                let stays = place.about.kind == super::PlaceKind::Venue;
                let facility = place.facility.filter(|_| stays).and_then(|id| facilities.get(&id));
                Fit::of(place, facility, &asked)
            })
            .collect();
        fits.sort_by_key(|fit| fit.lacks.len());
        Ok(fits)
    }
}
