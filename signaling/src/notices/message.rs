//! What a notice says to its reader. Nothing here names a victim, a case or a place: before a
//! booking because nobody may know, after it because mail is read by many machines.

use super::{
    Inner, Trouble,
    calendar::{Entry, Method},
    words::{Words, fill, times},
};
use crate::app::fresh_rng;
use puente_registry::{
    Error,
    hearing::Hearing,
    id::{HearingId, OfferId, Seat},
    link::seat_link_span,
    login::Holder,
    notice::{Delivery, Notice, Recipient},
    ticket::{Purpose, TicketHolder},
    time::{Instant, Moment, Zone},
};

/// A message without its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) language: &'static str,
    pub(super) subject: String,
    pub(super) greeting: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) action: String,
    pub(super) url: String,
    pub(super) footer: String,
    /// For a text message.
    pub(super) short: Option<String>,
}

/// What stands in the places of a notice's words.
#[derive(Default)]
struct Facts {
    what: String,
    when: String,
    times: String,
    minutes: String,
    country: String,
    days: String,
    hours: String,
    reason: String,
}

impl Inner {
    /// The message of a delivery. A ticket that it carries is made here, so that no secret waits
    /// in the outbox.
    pub(super) async fn letter(
        &self,
        delivery: &Delivery,
        now: Instant,
    ) -> Result<Letter, Trouble> {
        let words = Words::of(delivery.to.language);
        let facts = self.facts(delivery, words, now).await?;
        let path = self.path(delivery, now).await?;
        let kind = delivery.notice.kind();
        let said = words.notices.get(kind).ok_or(Trouble::Lasting("no_words"))?;
        let values = [
            ("what", facts.what.as_str()),
            ("when", &facts.when),
            ("times", &facts.times),
            ("minutes", &facts.minutes),
            ("country", &facts.country),
            ("days", &facts.days),
            ("hours", &facts.hours),
            ("reason", &facts.reason),
        ];
        let filled = |text: &String| fill(text, &values);
        let greeting = match &delivery.to.name {
            Some(name) => fill(&words.greeting, &[("name", name)]),
            None => words.greeting_nameless.clone(),
        };
        Ok(Letter {
            language: delivery.to.language.as_str(),
            subject: filled(&said.subject),
            greeting,
            paragraphs: said.text.iter().map(filled).collect(),
            action: said.action.clone(),
            url: format!("{}{path}", self.origin),
            footer: words.footer.clone(),
            short: said.short.as_ref().map(filled),
        })
    }

    /// The calendar entry that a delivery brings, if it brings one.
    pub(super) async fn entry(
        &self,
        delivery: &Delivery,
        email: &str,
        now: Instant,
    ) -> Result<Option<Entry>, Trouble> {
        let (hearing, method) = match delivery.notice {
            Notice::Booked { hearing }
            | Notice::Changed { hearing }
            | Notice::SeatInvited { hearing, .. } => (hearing, Method::Request),
            Notice::Cancelled { hearing } | Notice::Released { hearing, .. } => {
                (hearing, Method::Cancel)
            }
            _ => return Ok(None),
        };
        let Some(sequence) = delivery.calendar_sequence else { return Ok(None) };
        let hearing = self.hearing(hearing, now).await?;
        let words = Words::of(delivery.to.language);
        let what = words.kinds.get(hearing.kind.as_str()).cloned().unwrap_or_default();
        Ok(Some(Entry {
            method,
            hearing: hearing.id,
            sequence,
            stamp: now,
            starts: hearing.starts.instant,
            ends: hearing.ends.instant,
            summary: format!("{what} · Puente"),
            description: times(
                hearing.starts.instant,
                &self.zones(&hearing, &delivery.to.zone).await?,
            ),
            url: format!("{}/hearing/{}", self.origin, hearing.id),
            attendee: email.to_owned(),
        }))
    }

    async fn facts(
        &self,
        delivery: &Delivery,
        words: &Words,
        now: Instant,
    ) -> Result<Facts, Trouble> {
        let to = &delivery.to;
        match delivery.notice {
            Notice::OfferMade { offer }
            | Notice::OfferClosed { offer }
            | Notice::Ring { offer } => self.facts_of_offer(offer, to, words).await,
            Notice::RequestUnanswered { request } => {
                let request = self.store.request(request).await.map_err(|e| lasting(&e))?;
                let starts = request.starts.instant;
                Ok(Facts {
                    what: named(&words.kinds, request.input.kind.as_str()),
                    when: words.day(&Moment::at(starts, &to.zone)),
                    times: times(starts, &[to.zone.clone(), request.starts.zone]),
                    ..Facts::default()
                })
            }
            Notice::Booked { hearing }
            | Notice::Changed { hearing }
            | Notice::Cancelled { hearing }
            | Notice::SubstituteWanted { hearing }
            | Notice::Released { hearing, .. }
            | Notice::SeatInvited { hearing, .. }
            | Notice::Reminder { hearing, .. } => {
                let hearing = self.hearing(hearing, now).await?;
                let starts = match delivery.notice {
                    Notice::Released { was, .. } => was,
                    _ => hearing.starts.instant,
                };
                let minutes_before = match delivery.notice {
                    Notice::Reminder { minutes_before, .. } => minutes_before,
                    _ => 0,
                };
                Ok(Facts {
                    what: named(&words.kinds, hearing.kind.as_str()),
                    when: words.day(&Moment::at(starts, &to.zone)),
                    times: times(starts, &self.zones(&hearing, &to.zone).await?),
                    minutes: hearing.ends.instant.minutes_since(hearing.starts.instant).to_string(),
                    country: named(&words.countries, hearing.country.as_str()),
                    hours: (minutes_before / 60).to_string(),
                    ..Facts::default()
                })
            }
            Notice::CalledIn { call } => {
                let person = to.person.ok_or(Trouble::Lasting("no_account"))?;
                let call = self.store.call_to(call, person, now).await.map_err(|e| lasting(&e))?;
                let starts = call.starts.instant;
                Ok(Facts {
                    what: named(&words.kinds, call.kind.as_str()),
                    when: words.day(&call.starts),
                    times: times(starts, std::slice::from_ref(&to.zone)),
                    minutes: call.ends.instant.minutes_since(starts).to_string(),
                    country: named(&words.countries, call.country.as_str()),
                    ..Facts::default()
                })
            }
            Notice::SlotWaits { slot } => {
                let person = to.person.ok_or(Trouble::Lasting("no_account"))?;
                let slot = self.store.slot_for(slot, person, now).await.map_err(|e| lasting(&e))?;
                let starts = slot.starts.instant;
                Ok(Facts {
                    what: named(&words.kinds, slot.kind.as_str()),
                    when: words.day(&Moment::at(starts, &to.zone)),
                    times: times(starts, &[to.zone.clone(), slot.starts.zone]),
                    minutes: slot.minutes.to_string(),
                    country: named(&words.countries, slot.country.as_str()),
                    ..Facts::default()
                })
            }
            Notice::Cooperation { deed, .. } => {
                Ok(Facts { what: named(&words.deeds, deed.as_str()), ..Facts::default() })
            }
            Notice::ApplicationRefused { application } => {
                let reason = self.store.refusal_reason(application).await;
                let reason = reason.map_err(|e| lasting(&e))?;
                Ok(Facts { reason: named(&words.reasons, reason.as_str()), ..Facts::default() })
            }
            Notice::VettingEnds { days } => {
                Ok(Facts { days: days.to_string(), ..Facts::default() })
            }
            _ => Ok(Facts::default()),
        }
    }

    async fn facts_of_offer(
        &self,
        offer: OfferId,
        to: &Recipient,
        words: &Words,
    ) -> Result<Facts, Trouble> {
        let person = to.person.ok_or(Trouble::Lasting("no_account"))?;
        let offer = self.store.offer_to(offer, person).await.map_err(|e| lasting(&e))?;
        let starts = offer.starts.instant;
        Ok(Facts {
            what: named(&words.kinds, offer.kind.as_str()),
            when: words.day(&Moment::at(starts, &to.zone)),
            times: times(starts, &[to.zone.clone(), offer.starts_there.zone]),
            minutes: offer.minutes.to_string(),
            country: named(&words.countries, offer.country.as_str()),
            ..Facts::default()
        })
    }

    /// Where the message leads. Tickets stand behind the `#`, which reaches no log.
    async fn path(&self, delivery: &Delivery, now: Instant) -> Result<String, Trouble> {
        Ok(match delivery.notice {
            Notice::OfferMade { .. }
            | Notice::OfferClosed { .. }
            | Notice::Ring { .. }
            | Notice::CalledIn { .. } => "/offers".into(),
            Notice::SlotWaits { .. } => "/desk".into(),
            Notice::Cooperation { request, .. } => format!("/cooperation/{request}"),
            Notice::RequestUnanswered { request } => format!("/request/{request}"),
            Notice::Booked { hearing }
            | Notice::Changed { hearing }
            | Notice::Reminder { hearing, .. }
            | Notice::SubstituteWanted { hearing } => format!("/hearing/{hearing}"),
            Notice::Cancelled { .. } | Notice::Released { .. } => "/agenda".into(),
            Notice::SeatInvited { hearing, seat } => {
                format!("/enter#{}", self.seat_link(hearing, seat, now).await?)
            }
            Notice::Invited | Notice::ApplicationApproved => {
                format!("/welcome#{}", self.ticket_of_person(delivery, Purpose::Begin, now).await?)
            }
            Notice::PasswordForgotten => {
                format!("/welcome#{}", self.ticket_of_person(delivery, Purpose::Reset, now).await?)
            }
            Notice::ApplicationToConfirm { application } => {
                let holder = TicketHolder::Application(application);
                format!("/confirm#{}", self.ticket(holder, Purpose::Verify, now).await?)
            }
            Notice::ApplicationReceived { .. } => "/admin/applications".into(),
            Notice::AccountExists | Notice::PasswordChanged => "/forgot".into(),
            Notice::VettingEnds { .. } => "/account".into(),
            Notice::WebhookDisabled => "/admin/webhooks".into(),
            Notice::ApplicationRefused { .. } | Notice::Left => "/".into(),
        })
    }

    /// A fresh link to a seat. Like a ticket it is made when it is sent, so that no secret waits in
    /// the outbox; one that is sent again ends the one before.
    async fn seat_link(&self, id: HearingId, seat: Seat, now: Instant) -> Result<String, Trouble> {
        let hearing = self.hearing(id, now).await?;
        let (from, until) = seat_link_span(&hearing, now);
        let holder = Holder::Seat(id, seat);
        let made = self.store.create_link(holder, from, until, now, &mut fresh_rng()).await;
        made.map(|token| token.reveal()).map_err(|e| lasting(&e))
    }

    async fn ticket_of_person(
        &self,
        delivery: &Delivery,
        purpose: Purpose,
        now: Instant,
    ) -> Result<String, Trouble> {
        let person = delivery.to.person.ok_or(Trouble::Lasting("no_account"))?;
        self.ticket(TicketHolder::Person(person), purpose, now).await
    }

    async fn ticket(
        &self,
        holder: TicketHolder,
        purpose: Purpose,
        now: Instant,
    ) -> Result<String, Trouble> {
        let made = self.store.issue_ticket(holder, purpose, now, &mut fresh_rng()).await;
        made.map(|token| token.reveal()).map_err(|e| lasting(&e))
    }

    async fn hearing(&self, id: HearingId, now: Instant) -> Result<Hearing, Trouble> {
        self.store.hearing(id, now).await.map_err(|e| lasting(&e))
    }

    /// The clocks of all who take part and of the places where they will be, the reader's first,
    /// the hearing's own second.
    async fn zones(&self, hearing: &Hearing, own: &Zone) -> Result<Vec<Zone>, Trouble> {
        let mut zones = vec![own.clone(), hearing.starts.zone.clone()];
        for person in hearing.participants.iter().filter_map(|participant| participant.person) {
            let account = self.store.account(person).await.map_err(|e| lasting(&e))?;
            zones.push(account.zone);
        }
        for place in hearing.participants.iter().filter_map(|participant| participant.place) {
            zones.push(self.store.place(place).await.map_err(|e| lasting(&e))?.about.zone);
        }
        Ok(zones)
    }
}

fn named(names: &std::collections::BTreeMap<String, String>, word: &str) -> String {
    names.get(word).cloned().unwrap_or_default()
}

/// What is gone stays gone; what the database could not say just now, it may say later.
fn lasting(error: &Error) -> Trouble {
    match error {
        Error::NotFound(_) => Trouble::Lasting("gone"),
        _ => Trouble::Passing("bank"),
    }
}
