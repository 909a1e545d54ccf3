//! Whatever order people act in and time passes: nobody is booked twice, no request is lost, and
//! each ends in a state that is explained.

use anyhow::{Result, ensure};
use puente_registry::{
    Error, Store,
    id::{OfferId, PersonId, RequestId},
    offer::{Link, OfferState},
    request::{Move, Request, RequestState, Step},
    time::Instant,
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interpreters, interview, interviewer, now, wall},
    requests::{interpreters_of, relay},
};

const SEQUENCES: u64 = 2;
const ACTS: usize = 25;

struct Stage {
    store: Store,
    requester: PersonId,
    mam: Vec<PersonId>,
    english: Vec<PersonId>,
    requests: Vec<RequestId>,
    now: Instant,
    rng: StdRng,
}

async fn no_sequence_of_acts_books_twice_loses_a_request_or_ends_unexplained(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mam = interpreters(&store, 4).await?;
    let english = interpreters_of(&store, ["spa", "eng"], 3).await?;
    for seed in 0..SEQUENCES {
        let mut stage = Stage {
            store: store.clone(),
            requester,
            mam: mam.clone(),
            english: english.clone(),
            requests: Vec::new(),
            now: now()?,
            rng: StdRng::seed_from_u64(seed),
        };
        let mut team = interview()?;
        let mut alone = interview()?;
        alone.minutes = 45;
        team.starts = wall("2026-11-25T10:30", GUATEMALA)?;
        for input in [&team, &alone, &relay()?] {
            let made = store.create_request(requester, input, stage.now, &mut stage.rng).await?;
            stage.requests.push(made.id);
        }
        for act in 0..ACTS {
            refusals_only(stage.act().await)?;
            stage.holds().await.map_err(|e| e.context(format!("seed {seed}, act {act}")))?;
        }
        stage.now = now()?.plus_minutes(10 * 24 * 60);
        stage.pass_time().await?;
        stage.holds().await?;
        stage.is_over().await.map_err(|e| e.context(format!("seed {seed}")))?;
        for id in stage.requests {
            refusals_only(
                store
                    .cancel_request(id, requester, None, stage.now, &mut stage.rng)
                    .await
                    .map(drop),
            )?;
        }
    }
    Ok(())
}

/// A refusal is an answer; anything else is a failure.
fn refusals_only(outcome: Result<(), Error>) -> Result<()> {
    match outcome {
        Ok(())
        | Err(
            Error::NotFound(_)
            | Error::Invalid { .. }
            | Error::AlreadyTaken
            | Error::OfferClosed
            | Error::NotFree(_)
            | Error::NotNow(_),
        ) => Ok(()),
        Err(failure) => Err(failure.into()),
    }
}

impl Stage {
    async fn act(&mut self) -> Result<(), Error> {
        let id = self.requests[self.rng.random_range(0..self.requests.len())];
        let (store, by, now) = (self.store.clone(), self.requester, self.now);
        match self.rng.random_range(0..14) {
            0 | 1 => {
                let leg = self.rng.random_range(0..2);
                let people = self.some_people(leg, 2);
                store.offer(id, by, leg, &people, now, &mut self.rng).await.map(drop)
            }
            2 => store.start_waves(id, by, now, &mut self.rng).await.map(drop),
            3 => {
                let links = [
                    Link { leg: 0, interpreters: self.some_people(0, 1) },
                    Link { leg: 1, interpreters: self.some_people(1, 1) },
                ];
                store.offer_chain(id, by, &links, now, &mut self.rng).await.map(drop)
            }
            4..=7 => match self.somebodys_offer(id, OfferState::Open).await? {
                Some((offer, person)) => {
                    store.accept(offer, person, now, &mut self.rng).await.map(drop)
                }
                None => Ok(()),
            },
            8 => match self.somebodys_offer(id, OfferState::Open).await? {
                Some((offer, person)) => {
                    store.decline(offer, person, Some("other"), now).await.map(drop)
                }
                None => Ok(()),
            },
            9 => match self.somebodys_offer(id, OfferState::Accepted).await? {
                Some((offer, person)) => {
                    store.withdraw(offer, person, None, now, &mut self.rng).await.map(drop)
                }
                None => Ok(()),
            },
            10 => match self.somebodys_offer(id, OfferState::Open).await? {
                Some((offer, _)) => {
                    store.take_offer_back(id, offer, by, now, &mut self.rng).await.map(drop)
                }
                None => Ok(()),
            },
            11 => {
                let hour = self.rng.random_range(8..16);
                let starts = wall(&format!("2026-11-26T{hour:02}:00"), GUATEMALA)
                    .map_err(|_| Error::NotFound("time"))?;
                let to = Move { starts: &starts, minutes: None, keep: self.rng.random_bool(0.5) };
                store.reschedule(id, by, &to, now, &mut self.rng).await.map(drop)
            }
            12 if self.rng.random_bool(0.1) => {
                store.cancel_request(id, by, None, now, &mut self.rng).await.map(drop)
            }
            _ => {
                self.now = now.plus_minutes(self.rng.random_range(1..90));
                self.pass_time().await
            }
        }
    }

    async fn pass_time(&mut self) -> Result<(), Error> {
        loop {
            let due = self.store.requests_due(self.now).await?;
            if due.is_empty() {
                return Ok(());
            }
            for id in due {
                self.store.advance(id, self.now, &mut self.rng).await?;
            }
        }
    }

    fn some_people(&mut self, leg: i32, count: usize) -> Vec<PersonId> {
        let all = if leg == 0 { &self.mam } else { &self.english };
        (0..count).map(|_| all[self.rng.random_range(0..all.len())]).collect()
    }

    async fn somebodys_offer(
        &mut self,
        id: RequestId,
        state: OfferState,
    ) -> Result<Option<(OfferId, PersonId)>, Error> {
        let request = self.store.request(id).await?;
        let offers: Vec<_> = request.offers.iter().filter(|offer| offer.state == state).collect();
        if offers.is_empty() {
            return Ok(None);
        }
        let offer = offers[self.rng.random_range(0..offers.len())];
        for person in self.mam.iter().chain(&self.english) {
            if self.store.interpreter(*person).await?.number == offer.number {
                return Ok(Some((offer.id, *person)));
            }
        }
        Ok(None)
    }

    /// What is true at every moment.
    async fn holds(&self) -> Result<()> {
        for person in self.mam.iter().chain(&self.english) {
            let mut booked = self.store.availability(*person, now()?).await?.booked;
            booked.sort_by_key(|span| span.from.instant);
            for pair in booked.windows(2) {
                ensure!(pair[0].to.instant <= pair[1].from.instant, "booked twice: {pair:?}");
            }
        }
        for id in &self.requests {
            self.is_whole(&self.store.request(*id).await?).await?;
        }
        Ok(())
    }

    async fn is_whole(&self, request: &Request) -> Result<()> {
        for leg in &request.legs {
            let seated = request
                .offers
                .iter()
                .filter(|offer| offer.leg == leg.leg && offer.state == OfferState::Accepted)
                .count();
            let over = matches!(request.state, RequestState::Cancelled | RequestState::Unmet);
            ensure!(over || i32::try_from(seated)? == leg.taken, "{request:?}");
        }
        match request.state {
            RequestState::Open | RequestState::Offered => {
                ensure!(
                    request.next.is_some() || request.hearing.is_some(),
                    "nothing would ever happen to it: {request:?}"
                );
            }
            RequestState::Booked => {
                ensure!(request.legs.iter().all(|leg| leg.open() == 0), "{request:?}");
                let hearing = request.hearing.ok_or(Error::NotFound("hearing"))?;
                let hearing = self.store.hearing(hearing, self.now).await?;
                let mut seated: Vec<_> = hearing
                    .participants
                    .iter()
                    .filter(|p| p.booth.is_some())
                    .filter_map(|p| p.person)
                    .collect();
                let all = seated.len();
                seated.sort_unstable();
                seated.dedup();
                ensure!(seated.len() == all && i32::try_from(all)? == request.seats, "{seated:?}");
            }
            RequestState::Cancelled | RequestState::Unmet => {
                let last = request.timeline.iter().rev().map(|entry| entry.what);
                let why =
                    last.into_iter().find(|step| matches!(step, Step::Cancelled | Step::Unmet));
                ensure!(why.is_some(), "it is over and nobody says why: {request:?}");
                let open = request
                    .offers
                    .iter()
                    .any(|offer| matches!(offer.state, OfferState::Open | OfferState::Accepted));
                ensure!(!open, "an offer of what is over: {request:?}");
            }
        }
        Ok(())
    }

    /// Long after: nothing waits any more.
    async fn is_over(&self) -> Result<()> {
        for id in &self.requests {
            let request = self.store.request(*id).await?;
            ensure!(request.hearing.is_some() || !request.is_open(), "{request:?}");
            ensure!(!request.offers.iter().any(|o| o.state == OfferState::Open), "{request:?}");
        }
        Ok(())
    }
}

on_both_engines! {
    no_sequence_of_acts_books_twice_loses_a_request_or_ends_unexplained
}
