//! On call and right now: who is reachable at once, and a call that rings them. Somebody is on
//! call because she said so for some hours, or because her calendar keeps these hours for it.
//!
//! A call makes its hearing at once, with a seat that waits for the interpreter. Those on call
//! ring in waves, whoever has waited longest for a call first; the first to accept has the seat.

use std::collections::{BTreeSet, HashMap};

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{due::Askable, settle_due};
use crate::{
    booking::confirm,
    error::{Error, Result, Why},
    hearing::{BoothInput, Draft, Kind, ParticipantInput, Role, Span, insert_hearing},
    id::PersonId,
    index::{Member, Work},
    interpreter::{Gender, Mode, Setting},
    language::Language,
    person::Account,
    request::{About, AgeBand, Leg, Preferences, Request, RequestInput, Topic},
    search::Search,
    store::{Store, Tx, on},
    time::{Instant, Moment, WallTime, Zone},
};

/// A call for an interpreter right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallInput {
    /// The pair, by variety; the first is the language of the person who must be understood.
    #[schema(min_items = 2, max_items = 2)]
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
    /// Until when she said so, on her clock; none while she has not.
    pub until: Option<Moment>,
    /// Whether her calendar keeps these hours for it.
    pub by_calendar: bool,
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
        self.refresh_index(now).await?;
        let by_calendar = {
            let register = self.index().read();
            let member = register.slot(person).and_then(|slot| register.member(slot));
            let calendar = member.and_then(|member| member.calendar.as_ref());
            calendar.is_some_and(|calendar| calendar.on_call(now, now, now.plus_minutes(1)))
        };
        Ok(OnCall {
            until: row.until.map(|until| Moment::at(until, &row.zone)),
            by_calendar,
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
        if call.topics.len() > Topic::ALL.len() {
            return Err(Error::invalid("topics", Why::TooLong));
        }
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

    /// Who is on call and could take this leg now: who does just such work before the others, for
    /// a child whoever is trained, and of those whoever has waited longest for a call first.
    pub(super) async fn on_call_for(
        &self,
        asked: &Request,
        leg: &Leg,
        now: Instant,
    ) -> Result<Vec<Askable>> {
        let known = self.asked(asked.id).await?;
        let mut ready = self.said_so(asked, leg, now).await?;
        for one in self.by_calendar(asked, leg, now).await? {
            if ready.iter().all(|known| known.person != one.person) {
                ready.push(one);
            }
        }
        let input = asked.input.for_leg(leg);
        let search = Search::of(&known, &input, now);
        let register = self.index().read();
        let question = search.question(&register, search.need(&register));
        let member = |one: &Ready| register.slot(one.person).and_then(|slot| register.member(slot));
        ready.retain(|one| member(one).is_some_and(|member| question.is_welcome(member)));
        ready.sort_by_key(|one| {
            let spares = member(one).is_some_and(|member| question.spares_topic(member));
            (spares, one.other_work, one.untrained, one.idle_since, one.number)
        });
        Ok(ready.into_iter().map(|one| (one.person, one.number)).collect())
    }

    /// Those who said that they are on call, for whatever work they do in these languages.
    async fn said_so(&self, asked: &Request, leg: &Leg, now: Instant) -> Result<Vec<Ready>> {
        let [a, b] = &leg.languages;
        let wishes = &asked.input.preferences;
        let gender = wishes.gender.filter(|_| wishes.gender_required);
        let minor = i32::from(asked.input.about.minor.is_some());
        let sql = "SELECT c.person, i.number, c.idle_since,
                       CASE WHEN EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                           AND s.source = $4 AND s.target = $5 AND s.mode = $6
                           AND s.setting IN ('emergency', $7)) THEN 0 ELSE 1 END AS other_work,
                       CASE WHEN $9 = 1 AND i.trauma_trained = $10 THEN 0 ELSE 1 END AS untrained
                   FROM on_call c
                   JOIN interpreter i ON i.person = c.person
                   WHERE c.until > $1 AND i.vetted_until >= $2
                     AND ($3 IS NULL OR i.gender = $3)
                     AND EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                         AND s.source = $4 AND s.target = $5 AND s.mode = $6)
                     AND EXISTS (SELECT 1 FROM service s WHERE s.person = c.person
                         AND s.source = $5 AND s.target = $4 AND s.mode = $6)
                     AND NOT EXISTS (SELECT 1 FROM booking k WHERE k.interpreter = c.person
                         AND k.state <> 'cancelled' AND k.starts < $2 AND $8 < k.ends)";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(now).bind(asked.ends.instant).bind(gender).bind(a).bind(b).bind(leg.mode)
            .bind(asked.input.setting).bind(asked.starts.instant).bind(minor).bind(true)
            .fetch_all(db).await?))
    }

    /// Those whose calendar keeps these hours for it.
    async fn by_calendar(&self, asked: &Request, leg: &Leg, now: Instant) -> Result<Vec<Ready>> {
        let sql = "SELECT person, idle_since FROM on_call";
        let idle: Vec<(PersonId, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        let idle: HashMap<PersonId, Instant> = idle.into_iter().collect();
        self.refresh_index(now).await?;
        let register = self.index().read();
        let [Some(a), Some(b)] = leg.languages.each_ref().map(|one| register.language(one)) else {
            return Ok(Vec::new());
        };
        let input = &asked.input;
        let (starts, ends) = (asked.starts.instant, asked.ends.instant);
        let gender = input.preferences.gender.filter(|_| input.preferences.gender_required);
        let does = |member: &Member, settings: &[Setting]| {
            let work = |setting: &Setting| Work::new(a, b, leg.mode, *setting);
            settings.iter().any(|setting| member.works.contains(&work(setting)))
        };
        let slots: BTreeSet<u32> = Setting::ALL
            .iter()
            .flat_map(|setting| register.serving(Work::new(a, b, leg.mode, *setting)))
            .copied()
            .collect();
        let members = slots.into_iter().filter_map(|slot| register.member(slot));
        let ready = members.filter(|member| {
            member.vetted_until.is_some_and(|until| ends <= until)
                && gender.is_none_or(|gender| gender == member.gender)
                && member.calendar.as_ref().is_some_and(|one| one.on_call(now, starts, ends))
        });
        let trained = |member: &Member| {
            input.about.minor.is_some() && member.trauma_training.holds(Some(ends))
        };
        Ok(ready
            .map(|member| Ready {
                person: member.person,
                number: member.number,
                idle_since: idle.get(&member.person).copied().unwrap_or(NEVER_RUNG),
                other_work: i32::from(!does(member, &[Setting::Emergency, input.setting])),
                untrained: i32::from(!trained(member)),
            })
            .collect())
    }
}

/// Somebody who can be rung, and by what she is ranked.
#[derive(sqlx::FromRow)]
struct Ready {
    person: PersonId,
    number: i64,
    idle_since: Instant,
    other_work: i32,
    untrained: i32,
}

/// Before anybody was.
const NEVER_RUNG: Instant = Instant::from_micros(0);

/// Whoever was rung waits at the end of the line from now on, also one whose calendar said so.
pub(super) async fn rest_after_call(tx: &mut Tx, person: PersonId, now: Instant) -> Result<()> {
    let sql = "INSERT INTO on_call (person, since, until, idle_since) VALUES ($1, $2 - 1, $2, $2)
               ON CONFLICT (person) DO UPDATE SET idle_since = $2";
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
        address: None,
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
