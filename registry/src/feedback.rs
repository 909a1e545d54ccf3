//! What people say after a hearing: the interpreter about the conditions, whoever leads about the
//! service, the victim by pictures. None of it is shown to the public or turned into stars. A
//! complaint about quality goes to the coordinators of its country. What a victim says about
//! meeting the same interpreter again is kept for her case.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    hearing::{Hearing, HearingState, Participant, Role},
    id::{ComplaintId, HearingId, PersonId, Seat},
    seal_key::SealKey,
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// How something was.
    pub enum Grade {
        /// Good.
        Good = "good",
        /// Fair.
        Fair = "fair",
        /// Bad.
        Bad = "bad",
    }
}

words! {
    /// Whether a victim would meet an interpreter again.
    pub enum Wish {
        /// The same.
        Again = "again",
        /// Somebody else.
        Another = "another",
    }
}

words! {
    /// What a complaint is about.
    pub enum ComplaintSubject {
        /// What was rendered.
        Accuracy = "accuracy",
        /// How somebody behaved.
        Conduct = "conduct",
        /// Being late or away.
        Lateness = "lateness",
        /// Sound, picture, the place.
        Equipment = "equipment",
    }
}

words! {
    /// How far a complaint is.
    pub enum ComplaintState {
        /// Nobody has answered it.
        Open = "open",
        /// Answered.
        Answered = "answered",
    }
}

/// What somebody says. Who may say what is checked: see [`Store::give_feedback`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "sound": "good", "conditions": "good" }))]
pub struct Feedback {
    /// How well people understood each other.
    pub understood: Option<Grade>,
    /// Sound and picture.
    pub sound: Option<Grade>,
    /// How one was treated.
    pub conduct: Option<Grade>,
    /// Briefing, breaks, pace.
    pub conditions: Option<Grade>,
    /// A victim's wish.
    pub interpreter: Option<Wish>,
}

/// A complaint for whoever answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// The hearing.
    pub hearing: HearingId,
    /// About which seat, as it is shown in the hearing.
    pub about: String,
    /// In which role it was made.
    pub from: Role,
    /// About what.
    pub subject: ComplaintSubject,
    /// In words.
    pub text: String,
    /// How far it is.
    pub state: ComplaintState,
    /// When it was made.
    pub at: Instant,
}

/// A complaint as somebody makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComplaint {
    /// Whose seat.
    pub from: Seat,
    /// About whose.
    pub about: Seat,
    /// About what.
    pub subject: ComplaintSubject,
    /// In words.
    pub text: String,
}

/// Longest complaint.
const MOST_TEXT: usize = 4_000;

#[derive(sqlx::FromRow)]
struct ComplaintRow {
    id: ComplaintId,
    hearing: HearingId,
    about: String,
    from_role: Role,
    subject: ComplaintSubject,
    text: Vec<u8>,
    state: ComplaintState,
    at: Instant,
}

impl Store {
    /// Takes what a seat says after the hearing; saying it again replaces it.
    ///
    /// The interpreter speaks of sound and conditions; whoever prepared the hearing of
    /// understanding, sound and conduct; the one who testified of understanding, and of meeting
    /// the interpreter again.
    ///
    /// # Errors
    /// [`Error::NotNow`] before the hearing is over or for a role that is not asked,
    /// [`Error::Invalid`] for a field that is not this role's, [`Error::NotFound`].
    pub async fn give_feedback(
        &self,
        hearing: &Hearing,
        seat: Seat,
        feedback: &Feedback,
        now: Instant,
    ) -> Result<()> {
        let me = seated(hearing, seat)?;
        if !has_ended(hearing, now) {
            return Err(Error::NotNow("the hearing is not over"));
        }
        check_fields(me.role, feedback)?;
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO feedback (hearing, seat, person, role, understood, sound, conduct,
                       conditions, at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                   ON CONFLICT (hearing, seat) DO UPDATE SET understood = $5, sound = $6,
                       conduct = $7, conditions = $8, at = $9";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing.id).bind(seat).bind(me.person).bind(me.role).bind(feedback.understood)
            .bind(feedback.sound).bind(feedback.conduct).bind(feedback.conditions).bind(now)
            .execute(db).await.map(drop)?);
        if let Some(wish) = feedback.interpreter {
            remember_wish(&mut tx, hearing, me, wish, now).await?;
        }
        tx.commit().await
    }

    /// What a seat said; nothing if it has not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn feedback_of(&self, hearing: HearingId, seat: Seat) -> Result<Option<Feedback>> {
        let sql = "SELECT understood, sound, conduct, conditions FROM feedback
                   WHERE hearing = $1 AND seat = $2";
        type Row = (Option<Grade>, Option<Grade>, Option<Grade>, Option<Grade>);
        let row: Option<Row> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(hearing).bind(seat).fetch_optional(db).await?);
        Ok(row.map(|(understood, sound, conduct, conditions)| Feedback {
            understood,
            sound,
            conduct,
            conditions,
            interpreter: None,
        }))
    }

    /// What a victim of a case has said about interpreters. A search puts *again* first and leaves
    /// *another* out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn victim_wishes(
        &self,
        case_reference: &str,
        victim: &str,
    ) -> Result<Vec<(PersonId, Wish)>> {
        let sql = "SELECT interpreter, wish FROM victim_preference
                   WHERE case_reference = $1 AND victim = $2 ORDER BY at DESC, interpreter";
        Ok(on!(self.read(), db =>
            sqlx::query_as(sql).bind(case_reference).bind(victim).fetch_all(db).await?))
    }

    /// Makes a complaint. It lies sealed and is for the coordinators of the hearing's country.
    ///
    /// # Errors
    /// [`Error::Invalid`] `about` or `text`, [`Error::NotFound`].
    pub async fn complain(
        &self,
        hearing: &Hearing,
        complaint: &NewComplaint,
        key: &SealKey,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<ComplaintId> {
        seated(hearing, complaint.from)?;
        if complaint.about == complaint.from || seated(hearing, complaint.about).is_err() {
            return Err(Error::invalid("about", Why::DoesNotFit));
        }
        let text = complaint.text.trim();
        if text.is_empty() {
            return Err(Error::invalid("text", Why::Missing));
        }
        if text.chars().count() > MOST_TEXT {
            return Err(Error::invalid("text", Why::TooLong));
        }
        let id = ComplaintId::new(now, rng);
        let sealed = key.seal(id.0.as_bytes(), text.as_bytes(), rng)?;
        let sql = "INSERT INTO complaint (id, hearing, country, from_seat, about_seat, subject,
                       text, state, at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8)";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(hearing.id).bind(hearing.country).bind(complaint.from)
            .bind(complaint.about).bind(complaint.subject).bind(sealed.as_slice()).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(id)
    }

    /// The complaints of a country, open ones first, at most a hundred.
    ///
    /// # Errors
    /// What the database says.
    pub async fn complaints_in(&self, country: Country, key: &SealKey) -> Result<Vec<Complaint>> {
        let sql = "SELECT c.id, c.hearing, a.label AS about, f.role AS from_role, c.subject,
                       c.text, c.state, c.at
                   FROM complaint c
                   JOIN participant a ON a.hearing = c.hearing AND a.seat = c.about_seat
                   JOIN participant f ON f.hearing = c.hearing AND f.seat = c.from_seat
                   WHERE c.country = $1 ORDER BY c.state DESC, c.at DESC LIMIT 100";
        let rows: Vec<ComplaintRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        rows.into_iter()
            .map(|row| {
                let text = key.open(row.id.0.as_bytes(), &row.text)?;
                Ok(Complaint {
                    id: row.id,
                    hearing: row.hearing,
                    about: row.about,
                    from: row.from_role,
                    subject: row.subject,
                    text: String::from_utf8_lossy(&text).into_owned(),
                    state: row.state,
                    at: row.at,
                })
            })
            .collect()
    }

    /// Notes that a complaint of this country was answered.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn answer_complaint(
        &self,
        id: ComplaintId,
        country: Country,
        now: Instant,
    ) -> Result<()> {
        let sql = "UPDATE complaint SET state = 'answered', answered = COALESCE(answered, $3)
                   WHERE id = $1 AND country = $2";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("complaint"));
        }
        tx.commit().await
    }
}

/// Over: closed, or its record is still being sealed after the planned end.
fn has_ended(hearing: &Hearing, now: Instant) -> bool {
    match hearing.state {
        HearingState::Closed => true,
        HearingState::Live => now >= hearing.starts.instant,
        HearingState::Booked | HearingState::Cancelled => false,
    }
}

fn seated(hearing: &Hearing, seat: Seat) -> Result<&Participant> {
    hearing.participants.iter().find(|one| one.seat == seat).ok_or(Error::NotFound("seat"))
}

fn check_fields(role: Role, said: &Feedback) -> Result<()> {
    let (understood, sound, conduct, conditions, interpreter) = match role {
        Role::Interpreter => (false, true, false, true, false),
        Role::Interviewer | Role::Presiding | Role::Clerk => (true, true, true, false, false),
        Role::Witness => (true, false, false, false, true),
        _ => return Err(Error::NotNow("this role is not asked")),
    };
    for (field, given, asked) in [
        ("understood", said.understood.is_some(), understood),
        ("sound", said.sound.is_some(), sound),
        ("conduct", said.conduct.is_some(), conduct),
        ("conditions", said.conditions.is_some(), conditions),
        ("interpreter", said.interpreter.is_some(), interpreter),
    ] {
        if given && !asked {
            return Err(Error::invalid(field, Why::DoesNotFit));
        }
    }
    Ok(())
}

/// For every interpreter who stayed in a booth of her language. Without a case there is nothing
/// to remember it for.
async fn remember_wish(
    tx: &mut Tx,
    hearing: &Hearing,
    me: &Participant,
    wish: Wish,
    now: Instant,
) -> Result<()> {
    let Some(request) = hearing.request else { return Ok(()) };
    let sql = "SELECT case_reference, victim FROM request WHERE id = $1";
    let (case, victim): (Option<String>, Option<String>) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_one(db).await?);
    let Some(case) = case else { return Ok(()) };
    // As `RequestInput::victims` tells several victims of one hearing apart.
    let witnesses = hearing.participants.iter().filter(|one| one.role == Role::Witness).count();
    let victim = victim.filter(|_| witnesses == 1).unwrap_or_else(|| me.label.clone());
    let serves = |booth: i32| {
        hearing.booths.iter().any(|one| {
            one.booth == booth && one.languages.iter().any(|l| me.languages.first() == Some(l))
        })
    };
    let interpreters = hearing
        .participants
        .iter()
        .filter(|one| !one.ended && one.booth.is_some_and(serves))
        .filter_map(|one| one.person);
    for interpreter in interpreters {
        let sql = "INSERT INTO victim_preference (case_reference, victim, interpreter, wish, at)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (case_reference, victim, interpreter)
                       DO UPDATE SET wish = $4, at = $5";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(&case).bind(victim.trim()).bind(interpreter).bind(wish).bind(now)
            .execute(db).await.map(drop)?);
    }
    Ok(())
}
