//! On call and right now: who is reachable at once, and a call that rings them.
//!
//! A call makes its hearing at once, with a seat that waits for the interpreter. Those on call
//! ring in waves, whoever has waited longest for a call first; the first to accept has the seat.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{due::Askable, settle_due};
use crate::{
    booking::confirm,
    country::Country,
    error::{Error, Result, Why},
    hearing::{BoothInput, Draft, Kind, ParticipantInput, Role, Span, insert_hearing},
    id::PersonId,
    interpreter::{Gender, Mode, Setting},
    language::Language,
    person::Account,
    request::{About, AgeBand, Leg, Preferences, Request, RequestInput, Topic},
    store::{Store, Tx, on},
    time::{Instant, Moment, WallTime, Zone},
};

/// A call for an interpreter right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallInput {
    /// The pair, by variety; the first is the language of the person who must be understood.
    pub languages: [Language; 2],
    /// What is shown for her, a pseudonym.
    #[schema(min_length = 1, max_length = 80)]
    pub label: String,
    /// Without pictures, for a thin line.
    #[serde(default)]
    pub sound_only: bool,
    /// With doctors or psychologists.
    #[serde(default)]
    pub medical: bool,
    /// Her age, if she is a minor.
    #[serde(default)]
    pub minor: Option<AgeBand>,
    /// A woman or a man is needed.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// What will be heavy to hear.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub topics: Vec<Topic>,
}

/// A call is planned for so long.
const CALL_MINUTES: i64 = 60;
/// Longest time that one can be on call without saying so again, in minutes.
const LONGEST_ON_CALL_MINUTES: i64 = 24 * 60;

/// Whether an interpreter is on call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OnCall {
    /// Until when, on her clock; none while she is not.
    pub until: Option<Moment>,
    /// Offers that ran out since her last answer.
    pub unanswered: i32,
    /// Whether she is asked after all others because of that.
    pub asked_later: bool,
}

#[derive(sqlx::FromRow)]
struct OnCallRow {
    zone: Zone,
    until: Option<Instant>,
    unanswered: i32,
}

impl Store {
    /// Whether somebody is on call, and how her answers count.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody who is no interpreter.
    pub async fn on_call(&self, person: PersonId, now: Instant) -> Result<OnCall> {
        let sql = "SELECT p.zone, c.until, i.unanswered FROM interpreter i
                   JOIN person p ON p.id = i.person
                   LEFT JOIN on_call c ON c.person = i.person AND c.until > $2
                   WHERE i.person = $1";
        let row: Option<OnCallRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(person).bind(now).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("interpreter"))?;
        Ok(OnCall {
            until: row.until.map(|until| Moment::at(until, &row.zone)),
            unanswered: row.unanswered,
            asked_later: row.unanswered >= super::ASKED_LATER_FROM,
        })
    }

    /// Goes on call for so many minutes from now, or off call.
    ///
    /// # Errors
    /// [`Error::Invalid`] `minutes`: none, or more than a day.
    pub async fn set_on_call(
        &self,
        person: PersonId,
        minutes: Option<i64>,
        now: Instant,
    ) -> Result<OnCall> {
        let mut tx = self.begin().await?;
        match minutes {
            None => {
                let sql = "DELETE FROM on_call WHERE person = $1";
                on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
            }
            Some(minutes) if minutes < 1 => return Err(Error::invalid("minutes", Why::Empty)),
            Some(minutes) if minutes > LONGEST_ON_CALL_MINUTES => {
                return Err(Error::invalid("minutes", Why::TooLong));
            }
            Some(minutes) => {
                let until = now.plus_minutes(minutes);
                let sql = "INSERT INTO on_call (person, since, until, idle_since)
                           VALUES ($1, $2, $3, $2)
                           ON CONFLICT (person) DO UPDATE SET until = $3,
                               idle_since = CASE WHEN on_call.until > $2
                                                 THEN on_call.idle_since ELSE $2 END";
                on!(tx.conn(), db => sqlx::query(sql)
                    .bind(person).bind(now).bind(until).execute(db).await.map(drop)?);
            }
        }
        tx.commit().await?;
        self.on_call(person, now).await
    }

    /// Makes a call: its hearing exists at once, and those on call begin to ring.
    ///
    /// # Errors
    /// [`Error::LanguageGroup`], [`Error::Invalid`].
    pub async fn call(
        &self,
        by: PersonId,
        call: &CallInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let account = self.account(by).await?;
        let input = planned(call, &account, now);
        self.check_pair(&input.languages)?;
        self.check_participants(&input.participants, None).await?;
        let starts = input.starts.moment().map_err(|e| Error::time("starts", &e))?;
        let ends = Moment::at(starts.instant.plus_minutes(CALL_MINUTES), &starts.zone);
        let span = Span { starts, ends };
        let mut tx = self.begin().await?;
        let id = self.insert_request(&mut tx, &account, &input, &span, now, rng).await?;
        let booth = BoothInput {
            languages: input.languages.clone(),
            mode: input.mode,
            interpreters: Vec::new(),
        };
        let draft = Draft {
            request: Some(id),
            opener: &account,
            kind: input.kind,
            span: &span,
            participants: &input.participants,
            booths: &[booth],
            opener_speaks: Some(&input.languages[1]),
            vacant: 1,
        };
        let hearing = insert_hearing(&mut tx, &draft, now, rng).await?;
        confirm(&mut tx, id, hearing).await?;
        let sql = "UPDATE request SET waves = 'running' WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        settle_due(&mut tx, id, now).await?;
        tx.commit().await?;
        self.advance(id, now, rng).await?;
        self.request(id).await
    }

    /// Who is on call and could take this leg now, whoever has waited longest first.
    pub(super) async fn on_call_for(
        &self,
        asked: &Request,
        leg: &Leg,
        now: Instant,
    ) -> Result<Vec<Askable>> {
        let [a, b] = &leg.languages;
        let wishes = &asked.input.preferences;
        let gender = wishes.gender.filter(|_| wishes.gender_required);
        let minor = i32::from(asked.input.about.minor.is_some());
        // Who said that she is on call is rung for her languages; who does just such work before
        // the others, and for a child whoever is trained.
        let sql = "SELECT c.person, i.number, i.home, p.country FROM on_call c
                   JOIN interpreter i ON i.person = c.person JOIN person p ON p.id = c.person
                   WHERE c.until > $1 AND i.vetted_until >= $2
                     AND ($3 IS NULL OR i.gender = $3)
                     AND EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                         AND s.source = $4 AND s.target = $5 AND s.mode = $6)
                     AND EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                         AND s.source = $5 AND s.target = $4 AND s.mode = $6)
                     AND NOT EXISTS (SELECT 1 FROM booking k WHERE k.interpreter = c.person
                         AND k.state <> 'cancelled' AND k.starts < $2 AND $8 < k.ends)
                   ORDER BY CASE WHEN EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                                AND s.source = $4 AND s.target = $5 AND s.mode = $6
                                AND s.setting IN ('emergency', $7)) THEN 0 ELSE 1 END,
                            CASE WHEN $9 = 1 AND i.trauma_trained = $10 THEN 0 ELSE 1 END,
                            c.idle_since, i.number";
        let rows: Vec<(PersonId, i64, String, Country)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(now).bind(asked.ends.instant).bind(gender).bind(a).bind(b).bind(leg.mode)
            .bind(asked.input.setting).bind(asked.starts.instant).bind(minor).bind(true)
            .fetch_all(db).await?);
        let conflicts = self.conflicts_of(asked.id).await?;
        Ok(rows
            .into_iter()
            .filter(|(person, ..)| !conflicts.contains_key(person))
            .filter(|(_, _, home, country)| wishes.ruled_out(home, *country).is_none())
            .map(|(person, number, ..)| (person, number))
            .collect())
    }
}

/// Whoever was rung waits at the end of the line from now on.
pub(super) async fn rest_after_call(tx: &mut Tx, person: PersonId, now: Instant) -> Result<()> {
    let sql = "UPDATE on_call SET idle_since = $2 WHERE person = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(person).bind(now).execute(db).await.map(drop)?);
    Ok(())
}

/// The call as a request.
fn planned(call: &CallInput, account: &Account, now: Instant) -> RequestInput {
    let witness = ParticipantInput {
        role: Role::Witness,
        label: call.label.clone(),
        languages: vec![call.languages[0].clone()],
        place: None,
        person: None,
    };
    RequestInput {
        kind: Kind::OnDemandCall,
        languages: call.languages.clone(),
        mode: Mode::Consecutive,
        setting: if call.medical { Setting::Medical } else { Setting::Emergency },
        starts: WallTime {
            local: Moment::at(now, &account.zone).local,
            zone: account.zone.clone(),
        },
        minutes: CALL_MINUTES,
        preferences: Preferences {
            gender: call.gender,
            gender_required: call.gender.is_some(),
            ..Preferences::default()
        },
        participants: vec![witness],
        case_reference: None,
        about: About { minor: call.minor, ..About::default() },
        topics: call.topics.clone(),
        legs: Vec::new(),
        team: None,
        fee: None,
        sound_only: call.sound_only,
    }
}
