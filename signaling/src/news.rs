//! News: tells the people whose pages show something that it changed.
//!
//! A message says only what kind of thing to read anew, so it can be lost without harm and shows
//! nothing to whoever reads the bus.

use crate::bus::{Bus, BusError, Delivery, Subscription, Topic};
use bytes::Bytes;
use puente_registry::{
    Store,
    id::{CooperationId, HearingId, OfferId, PersonId, PlaceId, RequestId},
};
use std::sync::Arc;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Offer,
    Request,
    Hearing,
    Cooperation,
    Kit,
}

impl What {
    /// Every kind of news.
    pub const ALL: [What; 5] =
        [What::Offer, What::Request, What::Hearing, What::Cooperation, What::Kit];

    /// The name of the event on the wire.
    pub fn name(self) -> &'static str {
        match self {
            What::Offer => "offer",
            What::Request => "request",
            What::Hearing => "hearing",
            What::Cooperation => "cooperation",
            What::Kit => "kit",
        }
    }

    fn named(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name().as_bytes() == name)
    }
}

/// Tells people. News are best effort: a failure is logged and never undoes what happened.
#[derive(Clone, Debug)]
pub struct News {
    store: Store,
    bus: Arc<dyn Bus>,
}

/// The news for one person.
#[derive(Debug)]
pub struct Listener(Subscription);

impl News {
    /// Finds out whom to tell from the bank, and tells them by the bus.
    pub fn new(store: Store, bus: Arc<dyn Bus>) -> Self {
        Self { store, bus }
    }

    /// A request or one of its offers changed.
    pub async fn of_request(&self, request: RequestId) {
        match self.store.audience_of_request(request).await {
            Ok(audience) => self.tell_all(&audience).await,
            Err(error) => tracing::warn!(%error, "nobody could be told of a request"),
        }
    }

    /// An offer was answered.
    pub async fn of_offer(&self, offer: OfferId) {
        match self.store.audience_of_offer(offer).await {
            Ok(audience) => self.tell_all(&audience).await,
            Err(error) => tracing::warn!(%error, "nobody could be told of an offer"),
        }
    }

    /// A request between countries was written or moved on.
    pub async fn of_cooperation(&self, request: CooperationId) {
        match self.store.audience_of_cooperation(request).await {
            Ok(people) => {
                for person in people {
                    self.tell(person, What::Cooperation).await;
                }
            }
            Err(error) => tracing::warn!(%error, "nobody could be told of a request"),
        }
    }

    /// A hearing was made, or moved on.
    pub async fn of_hearing(&self, hearing: HearingId) {
        match self.store.audience_of_hearing(hearing).await {
            Ok(people) => {
                for person in people {
                    self.tell(person, What::Hearing).await;
                }
            }
            Err(error) => tracing::warn!(%error, "nobody could be told of a hearing"),
        }
    }

    /// Somebody is called to step into a hearing.
    pub async fn of_call(&self, person: PersonId) {
        self.tell(person, What::Offer).await;
    }

    /// A kit's key or state changed: its own page looks anew.
    pub async fn of_kit(&self, kit: PlaceId) {
        let message = Bytes::from_static(What::Kit.name().as_bytes());
        if let Err(error) = self.bus.publish(&Topic::kit(kit.0), message).await {
            tracing::warn!(%error, "a kit could not be told of a change");
        }
    }

    /// Listens to the news for one kit.
    pub async fn listen_for_kit(&self, kit: PlaceId) -> Result<Listener, BusError> {
        Ok(Listener(self.bus.subscribe(&Topic::kit(kit.0)).await?))
    }

    /// Listens to the news for one person.
    pub async fn listen(&self, person: PersonId) -> Result<Listener, BusError> {
        Ok(Listener(self.bus.subscribe(&Topic::person(person.0)).await?))
    }

    async fn tell_all(&self, audience: &puente_registry::audience::Audience) {
        self.tell(audience.requester, What::Request).await;
        self.tell(audience.requester, What::Hearing).await;
        for person in audience.helping.iter().chain(&audience.desks) {
            self.tell(*person, What::Request).await;
        }
        for person in &audience.asked {
            self.tell(*person, What::Offer).await;
            self.tell(*person, What::Hearing).await;
        }
    }

    async fn tell(&self, person: PersonId, what: What) {
        let message = Bytes::from_static(what.name().as_bytes());
        if let Err(error) = self.bus.publish(&Topic::person(person.0), message).await {
            tracing::warn!(%error, "somebody could not be told of a change");
        }
    }
}

impl Listener {
    /// The next news; everything counts as changed when some were missed. `None` at the end.
    pub async fn next(&mut self) -> Option<Vec<What>> {
        loop {
            match self.0.next().await? {
                Delivery::Missed => return Some(What::ALL.to_vec()),
                Delivery::Message(name) => {
                    if let Some(what) = What::named(&name) {
                        return Some(vec![what]);
                    }
                }
            }
        }
    }
}
