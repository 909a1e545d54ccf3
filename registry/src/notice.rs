//! Notices: what people must be told, written in the same transaction as what happened.
//!
//! A notice carries a kind and ids and nothing else; its words are made when it is sent, in the
//! language and on the clock of whoever gets it. `outbox` hands the deliveries out, one channel of
//! one notice at a time, so that several nodes share them and none is sent twice by plan.

mod choice;
mod outbox;

pub use choice::{Channel, ChannelChoice};
pub use outbox::{Delivery, Recipient, next_attempt};
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    audience::people_of_hearing,
    cooperation::act::Deed,
    error::{Error, Result},
    id::{
        ApplicationId, CallId, CooperationId, DeliveryId, DeviceId, HearingId, NoticeId, OfferId,
        PersonId, RequestId, Seat, SlotId,
    },
    person::PageLanguage,
    store::{Store, Tx, on},
    time::{Instant, Zone},
};

/// Something that somebody must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Notice {
    /// An interpreter is asked.
    OfferMade {
        /// The offer.
        offer: OfferId,
    },
    /// An offer needs no answer any more.
    OfferClosed {
        /// The offer.
        offer: OfferId,
    },
    /// Somebody needs an interpreter at once.
    Ring {
        /// The offer that the ring makes.
        offer: OfferId,
    },
    /// Nobody has taken a request; its requester must decide.
    RequestUnanswered {
        /// The request.
        request: RequestId,
    },
    /// A hearing is booked.
    Booked {
        /// The hearing.
        hearing: HearingId,
    },
    /// A booked hearing is at another time or with others.
    Changed {
        /// The hearing.
        hearing: HearingId,
    },
    /// A booked hearing will not be.
    Cancelled {
        /// The hearing.
        hearing: HearingId,
    },
    /// A hearing was moved or given back: an interpreter has nothing to do with it any more.
    Released {
        /// The hearing.
        hearing: HearingId,
        /// When it was to be for her.
        was: Instant,
    },
    /// Somebody without an account has a seat; the link lets her in.
    SeatInvited {
        /// The hearing.
        hearing: HearingId,
        /// Her seat.
        seat: Seat,
    },
    /// A hearing comes near.
    Reminder {
        /// The hearing.
        hearing: HearingId,
        /// How long before its start.
        minutes_before: i64,
    },
    /// One of the interpreters of a hearing will not be there.
    SubstituteWanted {
        /// The hearing.
        hearing: HearingId,
    },
    /// An interpreter is called to step into a hearing.
    CalledIn {
        /// The call.
        call: CallId,
    },
    /// A country asks an organisation for one of its people.
    SlotWaits {
        /// The slot.
        slot: SlotId,
    },
    /// Something happened to a request between countries.
    Cooperation {
        /// The request.
        request: CooperationId,
        /// What.
        deed: Deed,
    },
    /// An account was made; its link lets its person choose a password.
    Invited,
    /// Somebody asked for a new password of this account.
    PasswordForgotten,
    /// The password was changed.
    PasswordChanged,
    /// Somebody applied with this address; its link confirms it.
    ApplicationToConfirm {
        /// The application.
        application: ApplicationId,
    },
    /// An application is there to be looked at.
    ApplicationReceived {
        /// The application.
        application: ApplicationId,
    },
    /// An application was refused.
    ApplicationRefused {
        /// The application.
        application: ApplicationId,
    },
    /// An application was approved; the link lets the interpreter choose a password.
    ApplicationApproved,
    /// Somebody applied with the address of an account.
    AccountExists,
    /// The vetting of an interpreter ends.
    VettingEnds {
        /// In how many days.
        days: i64,
    },
    /// The account was closed at its person's wish.
    Left,
    /// A webhook of the country was switched off after repeated failure.
    WebhookDisabled,
}

/// Somebody without an account who is told by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Where to.
    pub email: String,
    /// In which language.
    pub language: PageLanguage,
    /// On which clock.
    pub zone: Zone,
}

impl Notice {
    /// The kind as one word.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OfferMade { .. } => "offer_made",
            Self::OfferClosed { .. } => "offer_closed",
            Self::Ring { .. } => "ring",
            Self::RequestUnanswered { .. } => "request_unanswered",
            Self::Booked { .. } => "booked",
            Self::Changed { .. } => "changed",
            Self::Cancelled { .. } => "cancelled",
            Self::Released { .. } => "released",
            Self::SeatInvited { .. } => "seat_invited",
            Self::Reminder { .. } => "reminder",
            Self::SubstituteWanted { .. } => "substitute_wanted",
            Self::CalledIn { .. } => "called_in",
            Self::SlotWaits { .. } => "slot_waits",
            Self::Cooperation { .. } => "cooperation",
            Self::Invited => "invited",
            Self::PasswordForgotten => "password_forgotten",
            Self::PasswordChanged => "password_changed",
            Self::ApplicationToConfirm { .. } => "application_to_confirm",
            Self::ApplicationReceived { .. } => "application_received",
            Self::ApplicationRefused { .. } => "application_refused",
            Self::ApplicationApproved => "application_approved",
            Self::AccountExists => "account_exists",
            Self::VettingEnds { .. } => "vetting_ends",
            Self::Left => "left",
            Self::WebhookDisabled => "webhook_disabled",
        }
    }

    /// The hearing whose calendar entry this makes, changes or removes.
    const fn calendar_entry(&self) -> Option<HearingId> {
        match self {
            Self::Booked { hearing }
            | Self::Changed { hearing }
            | Self::Cancelled { hearing }
            | Self::Released { hearing, .. }
            | Self::SeatInvited { hearing, .. } => Some(*hearing),
            _ => None,
        }
    }

    /// The channels by which this is told, given what the person chose.
    fn channels(&self, choice: &ChannelChoice) -> Vec<Channel> {
        let (email, push) = (choice.email, choice.push);
        let sms = choice.phone.is_some();
        let wanted: &[(Channel, bool)] = match self {
            Self::Ring { .. } | Self::CalledIn { .. } => {
                &[(Channel::Push, push), (Channel::Sms, sms), (Channel::Email, email)]
            }
            // A calendar hangs on these: always by e-mail.
            Self::Booked { .. }
            | Self::Changed { .. }
            | Self::Cancelled { .. }
            | Self::Released { .. } => &[(Channel::Email, true), (Channel::Push, push)],
            Self::OfferMade { .. }
            | Self::OfferClosed { .. }
            | Self::RequestUnanswered { .. }
            | Self::Reminder { .. }
            | Self::SubstituteWanted { .. }
            | Self::SlotWaits { .. }
            | Self::Cooperation { .. } => &[(Channel::Email, email), (Channel::Push, push)],
            // About the account itself.
            _ => &[(Channel::Email, true)],
        };
        wanted.iter().filter(|(_, wanted)| *wanted).map(|(channel, _)| *channel).collect()
    }

    /// After so many minutes nobody is helped by hearing of this.
    #[must_use]
    pub const fn worth_minutes(&self) -> i64 {
        match self {
            Self::Ring { .. } => 3,
            Self::CalledIn { .. } => 60,
            Self::PasswordForgotten => 30,
            Self::Reminder { minutes_before, .. } => *minutes_before,
            _ => 3 * 24 * 60,
        }
    }
}

/// Tells a person, by the channels that they chose and the notice allows. Someone who has no
/// address is told by none; the notice is kept all the same.
pub(crate) async fn notify(
    tx: &mut Tx,
    to: PersonId,
    notice: &Notice,
    now: Instant,
    rng: &mut StdRng,
) -> Result<NoticeId> {
    let sql = "SELECT email FROM person WHERE id = $1";
    let (email,): (Option<String>,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(to).fetch_one(db).await?);
    let sql = "SELECT id FROM push_device WHERE person = $1 ORDER BY created, id";
    let devices: Vec<(DeviceId,)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(to).fetch_all(db).await?);
    let choice = choice::of(tx, to).await?;
    let id = insert(tx, Some(to), None, notice, now, rng).await?;
    for channel in notice.channels(&choice) {
        match channel {
            Channel::Email if email.is_some() => send(tx, id, channel, None, now, rng).await?,
            Channel::Sms => send(tx, id, channel, None, now, rng).await?,
            Channel::Push => {
                for (device,) in &devices {
                    send(tx, id, channel, Some(*device), now, rng).await?;
                }
            }
            Channel::Email => {}
        }
    }
    Ok(id)
}

/// Tells somebody who has no account.
pub(crate) async fn notify_address(
    tx: &mut Tx,
    to: &Address,
    notice: &Notice,
    now: Instant,
    rng: &mut StdRng,
) -> Result<NoticeId> {
    let id = insert(tx, None, Some(to), notice, now, rng).await?;
    send(tx, id, Channel::Email, None, now, rng).await?;
    Ok(id)
}

/// Tells everybody of a hearing: those with an account, and the holders of seats who left an
/// address.
pub(crate) async fn notify_hearing(
    tx: &mut Tx,
    hearing: HearingId,
    notice: &Notice,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    for person in people_of_hearing(tx, hearing).await? {
        notify(tx, person, notice, now, rng).await?;
    }
    notify_addresses(tx, hearing, notice, now, rng).await
}

/// Tells the holders of seats who left an address.
pub(crate) async fn notify_addresses(
    tx: &mut Tx,
    hearing: HearingId,
    notice: &Notice,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "SELECT email, language, zone FROM seat_address WHERE hearing = $1 ORDER BY seat";
    let addresses: Vec<(String, PageLanguage, Zone)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?);
    for (email, language, zone) in addresses {
        notify_address(tx, &Address { email, language, zone }, notice, now, rng).await?;
    }
    Ok(())
}

impl Store {
    /// Tells a person of something that no other change of the bank goes with.
    ///
    /// # Errors
    /// What the database says, for instance of a person who does not exist.
    pub async fn notify(
        &self,
        to: PersonId,
        notice: &Notice,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        notify(&mut tx, to, notice, now, rng).await?;
        tx.commit().await
    }
}

async fn insert(
    tx: &mut Tx,
    person: Option<PersonId>,
    address: Option<&Address>,
    notice: &Notice,
    now: Instant,
    rng: &mut StdRng,
) -> Result<NoticeId> {
    let id = NoticeId::new(now, rng);
    let body = serde_json::to_string(notice)
        .map_err(|e| Error::Corrupt { what: "notice", why: e.to_string() })?;
    let sequence = match (notice.calendar_entry(), person, address) {
        (None, ..) => None,
        (Some(hearing), Some(person), _) => {
            Some(next_sequence(tx, hearing, &person.to_string()).await?)
        }
        (Some(hearing), None, address) => {
            let email = address.map_or("", |address| address.email.as_str());
            Some(next_sequence(tx, hearing, email).await?)
        }
    };
    let sql = "INSERT INTO notice (id, person, email, language, zone, kind, body,
                   calendar_sequence, created)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(person).bind(address.map(|to| &to.email))
        .bind(address.map(|to| to.language)).bind(address.map(|to| &to.zone))
        .bind(notice.kind()).bind(&body).bind(sequence).bind(now)
        .execute(db).await.map(drop)?);
    Ok(id)
}

async fn send(
    tx: &mut Tx,
    notice: NoticeId,
    channel: Channel,
    device: Option<DeviceId>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "INSERT INTO delivery (id, notice, channel, device, state, due, attempts)
               VALUES ($1, $2, $3, $4, 'waiting', $5, 0)";
    let id = DeliveryId::new(now, rng);
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(notice).bind(channel).bind(device).bind(now)
        .execute(db).await.map(drop)?);
    Ok(())
}

/// The number of this version of somebody's calendar entry; the first is 0.
async fn next_sequence(tx: &mut Tx, hearing: HearingId, recipient: &str) -> Result<i64> {
    let sql = "INSERT INTO calendar_entry (hearing, recipient, sequence) VALUES ($1, $2, 0)
               ON CONFLICT (hearing, recipient)
               DO UPDATE SET sequence = calendar_entry.sequence + 1
               RETURNING sequence";
    let (sequence,): (i64,) = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(hearing).bind(recipient).fetch_one(db).await?);
    Ok(sequence)
}
