//! Names of things: UUIDv7 newtypes, made from a given time and given randomness, and seat numbers.

use rand::{RngCore as _, rngs::StdRng};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Instant;

/// Makes a time-ordered id (RFC 9562, version 7).
fn uuid_v7(now: Instant, rng: &mut StdRng) -> Uuid {
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    let since_epoch_ms = u64::try_from(now.as_micros() / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(since_epoch_ms, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new one.
            #[must_use]
            pub fn new(now: Instant, rng: &mut StdRng) -> Self {
                Self(uuid_v7(now, rng))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A human with an account: interpreter, interviewer, clerk …
    PersonId
    /// A venue or a kit.
    PlaceId
    /// A building with rooms.
    FacilityId
    /// A step in the life of a kit.
    KitMoveId
    /// A check of a place's equipment.
    CheckId
    /// A request for judicial assistance from one country to another.
    CooperationId
    /// A liaison officer's entry in the directory.
    LiaisonId
    /// An hour or more that an interpreter has closed.
    BlockId
    /// Hours that an interpreter opened beside the weekly ones.
    ExtraId
    /// A calendar that an interpreter keeps elsewhere.
    SubscriptionId
    /// A request for interpreters.
    RequestId
    /// The question to one interpreter, whether they take a request.
    OfferId
    /// Time of an interpreter or a place, held for a request or a hearing.
    BookingId
    /// Any booked live event.
    HearingId
    /// Somebody's wish to join the bank as an interpreter.
    ApplicationId
    /// Something that one person must be told.
    NoticeId
    /// A notice on its way by one channel.
    DeliveryId
    /// A browser that takes web push.
    DeviceId
    /// An integrator's address for events.
    WebhookId
    /// An event on its way to a webhook.
    WebhookDeliveryId
    /// An interpreter's recorded greeting.
    GreetingId
    /// What somebody understood by ear.
    ByEarId
    /// A fact that may be a conflict of interest, of one interpreter; it says nothing of the fact.
    FactId
    /// A court, agency … that interpreters work for.
    OrganisationId
    /// Hours that somebody of an organisation is on duty.
    ShiftId
    /// A request put to an organisation, which assigns one of its own.
    SlotId
    /// The question to one interpreter, whether they step into a hearing.
    CallId
    /// A text or file of a briefing.
    BriefingItemId
    /// A complaint about quality.
    ComplaintId
    /// A plan of all interviews of a case.
    CasePlanId
}

/// A seat's number, unique within its hearing; the first is 1.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Seat(pub i32);
