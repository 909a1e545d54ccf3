//! What of a request is not kept as it was said: towns that a victim wants nobody from become
//! keyed hashes (see `conflict`), so that no copy of the database tells where she is known. What
//! is kept beside it are the marks under which she is found again within her case.

use std::collections::BTreeSet;

use super::{Preferences, RequestInput};
use crate::{
    country::Country,
    error::Result,
    hearing::Role,
    id::RequestId,
    store::{Store, Tx, on},
};

/// Stands before the hash of a town where the town itself stood.
const HASHED: char = '~';

impl Preferences {
    /// Whether nobody from a country will do.
    #[must_use]
    pub fn rules_out(&self, country: Country) -> bool {
        self.not_from.iter().any(|place| country_named(place) == Some(country))
    }

    /// The same without the towns, and the towns.
    fn without_towns(&self) -> (Self, Vec<&str>) {
        let is_country = |place: &&str| country_named(place).is_some();
        let places = self.not_from.iter().map(String::as_str);
        let (countries, towns): (Vec<&str>, Vec<&str>) = places.partition(is_country);
        let not_from = countries.into_iter().map(str::to_owned).collect();
        (Self { not_from, ..self.clone() }, towns)
    }
}

impl RequestInput {
    /// The marks under which its victims are known within their case: what the request calls her,
    /// and where it does not, or where there are several, their labels at the table.
    #[must_use]
    pub fn victims(&self) -> BTreeSet<&str> {
        let witnesses = || self.participants.iter().filter(|one| one.role == Role::Witness);
        let named = self.about.victim.as_deref();
        let by_label = named.is_none() || witnesses().count() > 1;
        let labels = witnesses().filter(|_| by_label).map(|one| one.label.as_str());
        labels.chain(named).map(str::trim).filter(|mark| !mark.is_empty()).collect()
    }
}

/// `GT` or `gt`: a country of the region, which says nothing about where somebody is known.
fn country_named(place: &str) -> Option<Country> {
    place.trim().to_uppercase().parse().ok()
}

impl Store {
    /// What may be stored of what is asked for, and the hashes of what may not.
    ///
    /// # Errors
    /// [`crate::Error::NotNow`] for a town without a key.
    pub(crate) fn hidden(&self, input: &RequestInput) -> Result<(RequestInput, BTreeSet<String>)> {
        let (preferences, towns) = input.preferences.without_towns();
        let digests = self.digests(&towns)?;
        Ok((RequestInput { preferences, ..input.clone() }, digests))
    }

    /// The same wishes with the hashes of towns in their places, for what is asked for later.
    ///
    /// # Errors
    /// [`crate::Error::NotNow`] for a town without a key.
    pub(crate) fn with_hidden_towns(&self, preferences: &Preferences) -> Result<Preferences> {
        let (mut hidden, towns) = preferences.without_towns();
        let digests = self.digests(&towns)?;
        hidden.not_from.extend(digests.iter().map(|digest| format!("{HASHED}{digest}")));
        Ok(hidden)
    }

    fn digests(&self, towns: &[&str]) -> Result<BTreeSet<String>> {
        let mut digests = BTreeSet::new();
        for town in towns {
            match town.strip_prefix(HASHED) {
                Some(digest) => digests.extend([digest.to_owned()]),
                // What has no letter or figure names no town.
                None => digests.extend(self.key_for_conflicts()?.town(town)),
            }
        }
        Ok(digests)
    }
}

pub(super) async fn insert_hidden(
    tx: &mut Tx,
    request: RequestId,
    input: &RequestInput,
    towns: &BTreeSet<String>,
) -> Result<()> {
    for digest in towns {
        let sql = "INSERT INTO ruled_out_town (request, digest) VALUES ($1, $2)";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(request).bind(digest).execute(db).await.map(drop)?);
    }
    for mark in input.victims() {
        let sql = "INSERT INTO request_victim (request, mark) VALUES ($1, $2)";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(request).bind(mark).execute(db).await.map(drop)?);
    }
    Ok(())
}
