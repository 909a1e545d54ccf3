//! A chain: the people of all open legs are held at once, or nobody is.
//!
//! Everybody's time is held until all have answered or the offers run out. If one declines, the
//! others stay held meanwhile, so that her leg can be filled with somebody else; when the time is
//! over and a leg is still open, all are freed, also those who accepted: nobody waits for a chain
//! that does not come about, and nothing is booked by halves.
//!
//! A request for one booth becomes a relay in the same act that holds its people.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{NewOffer, Way, close_offers, insert_offer, settle_due, take_open_request, wave_for};
use crate::{
    booking::{Holding, hold},
    error::{Error, Result, Why},
    hearing::Span,
    id::{PersonId, RequestId},
    language::Language,
    request::{LegInput, Request, Step, become_relay, lead_minutes, note},
    store::{Store, Tx},
    time::Instant,
};

/// Who is asked for one leg of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChainLink)]
pub struct Link {
    /// The leg, from 0.
    #[schema(minimum = 0, maximum = 2)]
    pub leg: i32,
    /// As many as the leg has open seats.
    #[schema(min_items = 1, max_items = 3)]
    pub interpreters: Vec<PersonId>,
}

/// One booth of a relay that a request is to become, and who is asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelayLeg {
    /// Its pair, in the chain's direction.
    #[schema(min_items = 2, max_items = 2)]
    pub languages: [Language; 2],
    /// As many as the booth has seats.
    #[schema(min_items = 1, max_items = 3)]
    pub interpreters: Vec<PersonId>,
}

/// Somebody in a chain: who, for which leg, and the number shown.
type Linked = (PersonId, i32, i64);

impl Store {
    /// Holds and asks the people of a chain, in one transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`], [`Error::LanguageGroup`]; [`Error::Invalid`] `links`
    /// unless each open leg gets as many distinct people as it needs, all of whom fit;
    /// [`Error::NotFree`] for one whose time is taken: then nobody is held.
    pub async fn offer_chain(
        &self,
        request: RequestId,
        by: PersonId,
        links: &[Link],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let asked = self.request_for(request, by).await?;
        self.settled(&asked.input)?;
        let people = self.linked(&asked, links, now).await?;
        let mut tx = self.begin().await?;
        take_open_request(&mut tx, request).await?;
        hold_linked(&mut tx, &asked, people, now, rng).await?;
        tx.commit().await?;
        self.request(request).await
    }

    /// Makes a relay of a request, and holds and asks its people, in one transaction: either the
    /// request has the booths of the chain and everybody in them is held, or nothing has changed.
    /// Whoever was asked for what it was before is told that it is over.
    ///
    /// # Errors
    /// Like [`Store::offer_chain`]; [`Error::Invalid`] `legs` unless they lead from one language
    /// of the request to the other; [`Error::NotNow`] for a call, for more booths than are named,
    /// or once somebody has a seat.
    pub async fn offer_relay(
        &self,
        request: RequestId,
        by: PersonId,
        relay: &[RelayLeg],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let mut asked = self.request_for(request, by).await?;
        self.settled(&asked.input)?;
        if asked.is_call() {
            return Err(Error::NotNow("a call is for one booth"));
        }
        let mode = asked.input.mode;
        asked.input.legs =
            relay.iter().map(|leg| LegInput { languages: leg.languages.clone(), mode }).collect();
        self.plan_relay(&mut asked)?;
        let links: Vec<Link> = (0..)
            .zip(relay)
            .map(|(leg, one)| Link { leg, interpreters: one.interpreters.clone() })
            .collect();
        let people = self.linked(&asked, &links, now).await?;
        let mut tx = self.begin().await?;
        take_open_request(&mut tx, request).await?;
        close_offers(&mut tx, request, None, now, rng).await?;
        become_relay(&mut tx, &asked).await?;
        hold_linked(&mut tx, &asked, people, now, rng).await?;
        tx.commit().await?;
        self.request(request).await
    }

    /// Everybody in the links, if they fill the open legs and fit.
    async fn linked(&self, asked: &Request, links: &[Link], now: Instant) -> Result<Vec<Linked>> {
        let mut people = distinct(links)?;
        let exists = |number| asked.legs.iter().any(|leg| leg.leg == number);
        if !people.iter().all(|(_, leg, _)| exists(*leg)) {
            return Err(Error::invalid("links", Why::Unknown));
        }
        for leg in &asked.legs {
            let named: Vec<PersonId> =
                people.iter().filter(|(_, of, _)| *of == leg.leg).map(|(one, ..)| *one).collect();
            if i32::try_from(named.len()).ok() != Some(leg.open()) {
                return Err(Error::invalid("links", Why::DoesNotFit));
            }
            if named.is_empty() {
                continue;
            }
            let fit = self.fit_among(asked, leg, &named, now).await?;
            for (person, _, number) in people.iter_mut().filter(|(_, of, _)| *of == leg.leg) {
                let judged = fit.iter().find(|one| one.person == *person && one.fits);
                *number = judged.ok_or(Error::invalid("links", Why::DoesNotFit))?.number;
            }
        }
        // In order of ids, so that two chains with the same people do not wait for each other.
        people.sort_unstable();
        Ok(people)
    }
}

/// Holds everybody's time and asks them; the request's row is taken.
async fn hold_linked(
    tx: &mut Tx,
    asked: &Request,
    people: Vec<Linked>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let request = asked.id;
    let span = Span { starts: asked.starts.clone(), ends: asked.ends.clone() };
    let wave = wave_for(lead_minutes(asked.starts.instant, now));
    let expires = wave.expires(now, asked.answers_end());
    for (person, leg, number) in people {
        let mode = asked.legs.iter().find(|one| one.leg == leg).map(|one| one.mode);
        let holding = Holding { request: Some(request), hearing: None, mode, span: &span };
        hold(tx, person.into(), &holding, now, rng).await?;
        let new = NewOffer { request, leg, person, way: Way::Chain, wave: 0, expires };
        if !insert_offer(tx, &new, now, rng).await? {
            return Err(Error::invalid("links", Why::Repeated));
        }
        note(tx, request, Step::Offered, &number.to_string(), now).await?;
    }
    settle_due(tx, request, now).await
}

/// Everybody named, each once, with the leg; the number is found out later.
fn distinct(links: &[Link]) -> Result<Vec<Linked>> {
    let mut people: Vec<Linked> = Vec::new();
    for link in links {
        for person in &link.interpreters {
            if people.iter().any(|(named, ..)| named == person) {
                return Err(Error::invalid("links", Why::Repeated));
            }
            people.push((*person, link.leg, 0));
        }
    }
    if people.is_empty() { Err(Error::invalid("links", Why::Missing)) } else { Ok(people) }
}
