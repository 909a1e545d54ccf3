//! A chain: the people of all open legs are held at once, or nobody is.
//!
//! Everybody's time is held until all have answered or the offers run out. If one declines, the
//! others stay held meanwhile, so that her leg can be filled with somebody else; when the time is
//! over and a leg is still open, all are freed, also those who accepted: nobody waits for a chain
//! that does not come about, and nothing is booked by halves.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{NewOffer, Way, insert_offer, settle_due, take_open_request, wave_for};
use crate::{
    booking::{Holding, hold},
    error::{Error, Result, Why},
    hearing::Span,
    id::{PersonId, RequestId},
    request::{Request, Step, lead_minutes, note},
    store::Store,
    time::Instant,
};

/// Who is asked for one leg of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The leg, from 0.
    #[schema(minimum = 0, maximum = 2)]
    pub leg: i32,
    /// As many as the leg has open seats.
    #[schema(min_items = 1, max_items = 3)]
    pub interpreters: Vec<PersonId>,
}

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
        let mut people = distinct(links)?;
        let exists = |number| asked.legs.iter().any(|leg| leg.leg == number);
        if !people.iter().all(|(_, leg, _)| exists(*leg)) {
            return Err(Error::invalid("links", Why::Unknown));
        }
        for leg in &asked.legs {
            let named = people.iter().filter(|(_, of, _)| *of == leg.leg).count();
            if i32::try_from(named).ok() != Some(leg.open()) {
                return Err(Error::invalid("links", Why::DoesNotFit));
            }
            if named == 0 {
                continue;
            }
            let fit = self.fit_for(&asked, leg, now).await?;
            for (person, _, number) in people.iter_mut().filter(|(_, of, _)| *of == leg.leg) {
                let candidate = fit.iter().find(|candidate| candidate.person == *person);
                *number = candidate.ok_or(Error::invalid("links", Why::DoesNotFit))?.number;
            }
        }
        // In order of ids, so that two chains with the same people do not wait for each other.
        people.sort_unstable();
        let span = Span { starts: asked.starts.clone(), ends: asked.ends.clone() };
        let wave = wave_for(lead_minutes(asked.starts.instant, now));
        let expires = wave.expires(now, asked.answers_end());
        let mut tx = self.begin().await?;
        take_open_request(&mut tx, request).await?;
        for (person, leg, number) in people {
            let mode = asked.legs.iter().find(|one| one.leg == leg).map(|one| one.mode);
            let holding = Holding { request: Some(request), hearing: None, mode, span: &span };
            hold(&mut tx, person.into(), &holding, now, rng).await?;
            let new = NewOffer { request, leg, person, way: Way::Chain, wave: 0, expires };
            if !insert_offer(&mut tx, &new, now, rng).await? {
                return Err(Error::invalid("links", Why::Repeated));
            }
            note(&mut tx, request, Step::Offered, &number.to_string(), now).await?;
        }
        settle_due(&mut tx, request, now).await?;
        tx.commit().await?;
        self.request(request).await
    }
}

/// Everybody named, each once, with the leg; the number is found out later.
fn distinct(links: &[Link]) -> Result<Vec<(PersonId, i32, i64)>> {
    let mut people: Vec<(PersonId, i32, i64)> = Vec::new();
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
