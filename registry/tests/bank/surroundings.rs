//! A booked interview as the tests of what surrounds it need it.

use anyhow::{Context as _, Result};
use puente_registry::{
    Store,
    hearing::{Hearing, HearingState},
    id::PersonId,
    request::RequestInput,
    seal_key::SealKey,
    time::Instant,
};

use crate::{
    offers::offer_of,
    people::{interpreters, interview, interviewer, now, rng},
};

/// An interview that two interpreters took; three more exist.
pub(crate) struct Booked {
    pub(crate) requester: PersonId,
    /// The first two are booked, in the order of their seats.
    pub(crate) people: Vec<PersonId>,
    pub(crate) hearing: Hearing,
}

pub(crate) async fn booked(store: &Store) -> Result<Booked> {
    booked_as(store, &interview()?).await
}

pub(crate) async fn booked_as(store: &Store, input: &RequestInput) -> Result<Booked> {
    let requester = interviewer(store, "e@example.org").await?;
    let mut people = interpreters(store, 5).await?;
    let request = store.create_request(requester, input, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 0, &people[..3], now()?, &mut rng()).await?;
    for person in &people[..2] {
        let offer = offer_of(store, *person, request.id).await?;
        store.accept(offer, *person, now()?, &mut rng()).await?;
    }
    let hearing = store.request(request.id).await?.hearing.context("a hearing")?;
    let hearing = store.hearing(hearing, now()?).await?;
    if hearing.participants[2].person == Some(people[1]) {
        people.swap(0, 1);
    }
    Ok(Booked { requester, people, hearing })
}

impl Booked {
    /// So many minutes after the planned start.
    pub(crate) fn minute(&self, minutes: i64) -> Instant {
        self.hearing.starts.instant.plus_minutes(minutes)
    }

    /// The hearing as it is now.
    pub(crate) async fn again(&self, store: &Store) -> Result<Hearing> {
        Ok(store.hearing(self.hearing.id, now()?).await?)
    }

    pub(crate) async fn open(&self, store: &Store) -> Result<()> {
        let at = self.minute(0);
        Ok(store.set_hearing_state(self.hearing.id, HearingState::Live, at).await?)
    }

    pub(crate) async fn close(&self, store: &Store) -> Result<()> {
        let at = self.minute(90);
        Ok(store.set_hearing_state(self.hearing.id, HearingState::Closed, at).await?)
    }
}

pub(crate) fn key() -> Result<SealKey> {
    Ok(SealKey::new(&[7; SealKey::BYTES])?)
}
