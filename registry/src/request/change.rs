//! How a request changes after it was made: its variety is found out, it is moved, or called off.

use rand::rngs::StdRng;

use super::{
    ByEar, CancelReason, Request, RequestInput, RequestState, Step, Waves, leg::legs_of, note,
    stored_as_json,
};
use crate::{
    audience::people_of_hearing,
    booking::{Holding, hold, release},
    cancellation::note_cancelled_request,
    error::{Error, Result, Why},
    hearing::{Span, places_named, vacate_booths},
    id::{HearingId, PersonId, RequestId},
    language::Language,
    notice::{Notice, notify, notify_addresses, notify_hearing},
    offer::{Again, close_offers, insert_again, settle_due},
    store::{Store, Tx, on},
    time::{Instant, WallTime},
};

/// To when a request is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<'a> {
    /// The new start.
    pub starts: &'a WallTime,
    /// The new length; none keeps it.
    pub minutes: Option<i64>,
    /// Whether the same people are asked again; otherwise anybody who is free then.
    pub keep: bool,
}

impl Store {
    /// Says which variety it is, once that was found out; nobody was asked before.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` acts for the request, [`Error::NotNow`] if the variety is
    /// known already, [`Error::LanguageGroup`], [`Error::Invalid`].
    pub async fn choose_variety(
        &self,
        id: RequestId,
        by: PersonId,
        language: &Language,
        by_ear: Option<ByEar>,
        now: Instant,
    ) -> Result<Request> {
        let asked = self.request_for(id, by).await?;
        if asked.variety_known || asked.state != RequestState::Open {
            return Err(Error::NotNow("the variety is known"));
        }
        let before = asked.input.languages[0].clone();
        let mut input = asked.input;
        input.languages[0] = language.clone();
        input.about.by_ear = by_ear.or(input.about.by_ear);
        self.check_pair(&input.languages)?;
        self.check_by_ear(by, by_ear).await?;
        for participant in &mut input.participants {
            for spoken in participant.languages.iter_mut().filter(|spoken| **spoken == before) {
                *spoken = language.clone();
            }
        }
        let who = self.account(by).await?.name;
        let text = stored_as_json(&input)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE request SET input = $2 WHERE id = $1 AND state = 'open'";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(&text).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the request is no longer open"));
        }
        let sql = "UPDATE leg SET language_a = $2 WHERE request = $1 AND leg = 0";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(language).execute(db).await.map(drop)?);
        note(&mut tx, id, Step::VarietyChosen, &who, now).await?;
        tx.commit().await?;
        self.request(id).await
    }

    /// Moves a request, with its places and its hearing, in one act. With `keep` those who had
    /// accepted are held at the new time and asked again; without, everybody is freed and the
    /// waves begin.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] once it is over or its hearing has begun,
    /// [`Error::Invalid`] for the time, or `keep` where somebody's vetting ends before;
    /// [`Error::NotFree`] for whom or what cannot be held: then nothing has changed.
    pub async fn reschedule(
        &self,
        id: RequestId,
        by: PersonId,
        to: &Move<'_>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let asked = self.request_for(id, by).await?;
        let who = self.account(by).await?.name;
        if asked.is_call() {
            return Err(Error::NotNow("a call is now or never"));
        }
        let mut input = asked.input.clone();
        input.starts = to.starts.clone();
        input.minutes = to.minutes.unwrap_or(input.minutes);
        let span = Span::check(&input.starts, input.minutes, now)?;
        let legs = legs_of(&input, asked.country);
        let mut tx = self.begin().await?;
        let hearing = lock_movable(&mut tx, id).await?;
        let kept = if to.keep { accepted(&mut tx, id, span.ends.instant).await? } else { vec![] };

        close_offers(&mut tx, id, None, now, rng).await?;
        if let Some(hearing) = hearing {
            tell_of_move(&mut tx, hearing, asked.starts.instant, now, rng).await?;
        }
        let sql = "UPDATE offer SET state = 'closed' WHERE request = $1 AND state = 'accepted'";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        release(&mut tx, id).await?;
        for leg in &legs {
            let sql = "UPDATE leg SET taken = 0, seats = $3, team_rule = $4
                       WHERE request = $1 AND leg = $2";
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(id).bind(leg.leg).bind(leg.seats).bind(leg.team_rule)
                .execute(db).await.map(drop)?);
        }
        let waves = (!to.keep && asked.variety_known).then_some(Waves::Running);
        let sql = "UPDATE request SET state = 'open', taken = 0, seats = $2, team_rule = $3,
                       input = $4, starts = $5, ends = $6, local_start = $7, zone = $8, wave = 0,
                       waves = $9, escalated = NULL, round = round + 1
                   WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(legs.iter().map(|leg| leg.seats).sum::<i32>())
            .bind(legs.iter().find_map(|leg| leg.team_rule)).bind(stored_as_json(&input)?)
            .bind(span.starts.instant).bind(span.ends.instant).bind(span.starts.local.to_string())
            .bind(&span.starts.zone).bind(waves)
            .execute(db).await.map(drop)?);
        if let Some(hearing) = hearing {
            move_hearing(&mut tx, hearing, &span, asked.starts.instant).await?;
        }
        let holding = Holding { request: Some(id), hearing, mode: None, span: &span };
        for (person, leg, number) in seats_for(kept, &legs) {
            let mode = legs.iter().find(|one| one.leg == leg).map(|one| one.mode);
            let holding = Holding { request: Some(id), hearing: None, mode, span: &span };
            hold(&mut tx, person.into(), &holding, now, rng).await?;
            insert_again(&mut tx, &Again { request: id, leg, person, span: &span }, now, rng)
                .await?;
            note(&mut tx, id, Step::Offered, &number.to_string(), now).await?;
        }
        for place in places_named(&input.participants) {
            hold(&mut tx, place.into(), &holding, now, rng).await?;
        }
        note(&mut tx, id, Step::Moved, &who, now).await?;
        settle_due(&mut tx, id, now).await?;
        tx.commit().await?;
        if waves.is_some() {
            self.advance(id, now, rng).await?;
        }
        self.request(id).await
    }

    /// Cancels a request and its hearing, closes its offers, and frees everybody and everything
    /// held. `by` must act for it; the reason is a word, never free text.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::NotNow`] once it is over or its hearing is open.
    pub async fn cancel_request(
        &self,
        id: RequestId,
        by: PersonId,
        reason: Option<CancelReason>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        self.request_for(id, by).await?;
        let who = self.account(by).await?.name;
        let mut tx = self.begin().await?;
        let sql = "UPDATE request SET state = 'cancelled', ended_by = $2
                   WHERE id = $1 AND state <> 'cancelled' AND NOT EXISTS (
                       SELECT 1 FROM hearing h
                       WHERE h.request = $1 AND h.state IN ('live', 'closed'))";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(reason).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the request is over or its hearing has begun"));
        }
        note_cancelled_request(&mut tx, id, now).await?;
        close_offers(&mut tx, id, None, now, rng).await?;
        let sql = "SELECT id FROM hearing WHERE request = $1";
        let hearing: Option<(HearingId,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        if let Some((hearing,)) = hearing {
            notify_hearing(&mut tx, hearing, &Notice::Cancelled { hearing }, now, rng).await?;
        }
        for sql in [
            "UPDATE offer SET state = 'closed' WHERE request = $1 AND state = 'accepted'",
            "UPDATE hearing SET state = 'cancelled' WHERE request = $1",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        }
        let sql = "UPDATE link SET ended = $2 WHERE ended IS NULL AND hearing IN
                       (SELECT id FROM hearing WHERE request = $1)";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
        release(&mut tx, id).await?;
        settle_due(&mut tx, id, now).await?;
        note(&mut tx, id, Step::Cancelled, &who, now).await?;
        tx.commit().await?;
        self.request(id).await
    }
}

/// Tells of another time: interpreters that the one they had is off, and all others that it has
/// changed. Whoever interprets then is told so once she has accepted.
async fn tell_of_move(
    tx: &mut Tx,
    hearing: HearingId,
    was: Instant,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "SELECT person FROM participant
               WHERE hearing = $1 AND booth IS NOT NULL AND person IS NOT NULL AND ended IS NULL";
    let interpreters: Vec<(PersonId,)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?);
    for person in people_of_hearing(tx, hearing).await? {
        let notice = if interpreters.contains(&(person,)) {
            Notice::Released { hearing, was }
        } else {
            Notice::Changed { hearing }
        };
        notify(tx, person, &notice, now, rng).await?;
    }
    notify_addresses(tx, hearing, &Notice::Changed { hearing }, now, rng).await
}

/// The addresses of those without an account are kept with their seats from now on.
pub(crate) async fn forget_addresses(
    tx: &mut Tx,
    id: RequestId,
    input: &RequestInput,
) -> Result<()> {
    if input.participants.iter().all(|participant| participant.address.is_none()) {
        return Ok(());
    }
    let mut input = input.clone();
    for participant in &mut input.participants {
        participant.address = None;
    }
    let sql = "UPDATE request SET input = $2 WHERE id = $1";
    let text = stored_as_json(&input)?;
    on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(&text).execute(db).await.map(drop)?);
    Ok(())
}

/// Takes the request's row if it can still be moved, and gives its hearing.
async fn lock_movable(tx: &mut Tx, id: RequestId) -> Result<Option<HearingId>> {
    let sql = "UPDATE request SET taken = taken WHERE id = $1 AND state <> 'cancelled'
                   AND NOT EXISTS (SELECT 1 FROM hearing h
                       WHERE h.request = $1 AND h.state IN ('live', 'closed'))";
    let movable =
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await?.rows_affected());
    if movable == 0 {
        return Err(Error::NotNow("the request is over or its hearing has begun"));
    }
    let sql = "SELECT id FROM hearing WHERE request = $1";
    let hearing: Option<(HearingId,)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
    Ok(hearing.map(|(id,)| id))
}

/// Whoever had accepted, in order of ids: the leg and the number too.
async fn accepted(tx: &mut Tx, id: RequestId, ends: Instant) -> Result<Vec<(PersonId, i32, i64)>> {
    let sql = "SELECT o.person, o.leg, i.number, i.vetted_until FROM offer o
               JOIN interpreter i ON i.person = o.person
               WHERE o.request = $1 AND o.state = 'accepted' ORDER BY o.person";
    let people: Vec<(PersonId, i32, i64, Option<Instant>)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
    people
        .into_iter()
        .map(|(person, leg, number, vetted)| {
            if vetted.is_some_and(|until| ends <= until) {
                Ok((person, leg, number))
            } else {
                Err(Error::invalid("keep", Why::DoesNotFit))
            }
        })
        .collect()
}

/// As many as there are seats now: a shorter hearing may need fewer.
fn seats_for(people: Vec<(PersonId, i32, i64)>, legs: &[super::Leg]) -> Vec<(PersonId, i32, i64)> {
    let mut left: Vec<(i32, i32)> = legs.iter().map(|leg| (leg.leg, leg.seats)).collect();
    people
        .into_iter()
        .filter(|(_, leg, _)| {
            left.iter_mut().find(|(of, _)| of == leg).is_some_and(|(_, seats)| {
                *seats -= 1;
                *seats >= 0
            })
        })
        .collect()
}

/// The hearing keeps its id and its seats; links that wait for their time wait for the new one.
async fn move_hearing(
    tx: &mut Tx,
    hearing: HearingId,
    span: &Span,
    started: Instant,
) -> Result<()> {
    let sql = "UPDATE hearing SET starts = $2, ends = $3, local_start = $4, zone = $5
               WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(hearing).bind(span.starts.instant).bind(span.ends.instant)
        .bind(span.starts.local.to_string()).bind(&span.starts.zone)
        .execute(db).await.map(drop)?);
    vacate_booths(tx, hearing).await?;
    let later = span.starts.instant.as_micros() - started.as_micros();
    let sql = "UPDATE link SET valid_from = valid_from + $2, valid_until = valid_until + $2
               WHERE hearing = $1 AND redeemed IS NULL AND ended IS NULL";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).bind(later).execute(db).await.map(drop)?);
    Ok(())
}
