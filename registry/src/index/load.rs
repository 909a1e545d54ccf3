//! Reads people out of the database: everybody once, and then those who changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use futures::TryStreamExt as _;

use super::{
    member::{Booked, Held, Member, Training},
    register::{Register, Work},
};
use crate::{
    availability::{calendar::Calendar, compile::Whose},
    country::Country,
    error::{Error, Result},
    id::{OrganisationId, PersonId},
    interpreter::{Class, Gender, Level, Mode, Setting},
    language::Language,
    request::Topic,
    store::{Store, on},
    time::{Instant, Zone},
    training::TrainingKind,
    weights::Weights,
};

/// Changes older than so many epochs are forgotten now and then.
pub(super) const MOST_KEPT: i64 = 200_000;
const KEPT_AFTERWARDS: i64 = 100_000;

/// What of a person changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub(super) enum What {
    /// Who they are and what they do.
    Profile,
    /// Weekly hours, or hours they closed.
    Hours,
    /// What is booked.
    Bookings,
    /// Nobody's facts, but what countries make of them.
    Rules,
    /// A country's holidays, which are in many calendars.
    Holidays,
}

/// One noted change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::FromRow)]
pub(super) struct News {
    pub(super) epoch: i64,
    pub(super) person: Option<PersonId>,
    pub(super) what: What,
}

/// The noted changes from some epoch on.
#[derive(Debug)]
pub(super) struct Changes {
    pub(super) rows: Vec<News>,
    /// All changes before this are among the rows, or were read before.
    pub(super) horizon: i64,
    /// Changes before this were forgotten.
    pub(super) floor: i64,
}

/// What countries make of people's facts.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) recognitions: Vec<(String, Country, Setting, Level)>,
    pub(super) weights: Vec<(Country, Weights)>,
    pub(super) recognised_only: Vec<(Country, Setting)>,
}

/// What was loaded, and of whom: who is asked for and not there has nothing of it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) profiles: HashMap<PersonId, Profile>,
    pub(super) profiles_of: HashSet<PersonId>,
    pub(super) calendars: BTreeMap<PersonId, Calendar>,
    pub(super) bookings: HashMap<PersonId, Box<[Booked]>>,
    pub(super) bookings_of: HashSet<PersonId>,
    pub(super) rules: Option<Rules>,
}

/// An interpreter without their time.
#[derive(Debug)]
pub(super) struct Profile {
    row: PersonRow,
    spoken: Vec<(Language, Class)>,
    services: Vec<ServiceRow>,
    credentials: Vec<(String, Option<Instant>, Option<Instant>)>,
    trainings: Vec<(TrainingKind, Option<Instant>)>,
    spared: Vec<Topic>,
    /// The hash of the home town.
    home: Box<str>,
}

#[derive(Debug, sqlx::FromRow)]
struct PersonRow {
    person: PersonId,
    number: i64,
    country: Country,
    zone: Zone,
    gender: Gender,
    home: String,
    deaf: bool,
    organisation: Option<OrganisationId>,
    vetted_until: Option<Instant>,
    trauma_trained: bool,
    reliability: i32,
    minutes_worked: i64,
    notice_minutes: i64,
}

#[derive(Debug, sqlx::FromRow)]
struct ServiceRow {
    person: PersonId,
    source: Language,
    target: Language,
    mode: Mode,
    setting: Setting,
}

#[derive(Debug, sqlx::FromRow)]
struct HorizonRow {
    seen: i64,
    floor: i64,
    epoch: Option<i64>,
    person: Option<PersonId>,
    what: Option<What>,
}

/// Of whom: everybody, or those with a change of a kind from an epoch on.
#[derive(Debug, Clone, Copy)]
enum Of {
    Everybody,
    Changed(i64, What),
}

/// Reads one table's rows, one after the other; `$1` is left to the query's own condition.
macro_rules! each {
    ($store:expr, $of:expr, $sql:literal, $column:literal, $own:expr, $row:pat => $take:expr) => {
        match $of {
            Of::Everybody => on!($store.read(), db => {
                let mut rows = sqlx::query_as($sql).bind($own).fetch(db);
                while let Some($row) = rows.try_next().await? { $take }
            }),
            Of::Changed(epoch, what) => on!($store.read(), db => {
                let mut rows = sqlx::query_as(concat!(
                    $sql, " AND ", $column,
                    " IN (SELECT person FROM person_change WHERE epoch >= $2 AND what = $3)"
                )).bind($own).bind(epoch).bind(what).fetch(db);
                while let Some($row) = rows.try_next().await? { $take }
            }),
        }
    };
}

impl Store {
    /// What was noted from an epoch on.
    pub(super) async fn changes_since(&self, epoch: i64) -> Result<Changes> {
        let sql = "SELECT h.seen, h.floor, c.epoch, c.person, c.what
                   FROM person_change_horizon h
                   LEFT JOIN person_change c ON c.epoch >= $1 AND c.epoch < h.next";
        let rows: Vec<HorizonRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(epoch).fetch_all(db).await?);
        let first = rows.first().ok_or(Error::NotFound("horizon"))?;
        let (horizon, floor) = (first.seen, first.floor);
        let rows = rows
            .into_iter()
            .filter_map(|row| Some(News { epoch: row.epoch?, person: row.person, what: row.what? }))
            .collect();
        Ok(Changes { rows, horizon, floor })
    }

    pub(super) async fn load_everybody(&self, now: Instant) -> Result<Register> {
        // Changes that come while we read are read again next time.
        let changes = self.changes_since(i64::MAX).await?;
        let mut register = Register::begin(now, changes.horizon);
        register.set_rules(self.load_rules().await?);
        let mut profiles = self.load_profiles(Of::Everybody).await?;
        let mut calendars = self.compiled(Whose::All, now).await?;
        let mut bookings = self.load_bookings(Of::Everybody, now).await?;
        let mut people: Vec<(i64, PersonId)> =
            profiles.values().map(|profile| (profile.row.number, profile.row.person)).collect();
        people.sort_unstable();
        for (_, person) in people {
            let Some(profile) = profiles.remove(&person) else { continue };
            let mut member = profile.member(person, &mut register);
            member.calendar = calendars.remove(&person);
            member.booked = bookings.remove(&person).unwrap_or_default();
            register.insert(member);
        }
        register.forget_orders();
        Ok(register)
    }

    /// Loads again what is news, and perhaps more of the same people.
    pub(super) async fn load_changed(
        &self,
        since: i64,
        news: &[News],
        now: Instant,
    ) -> Result<Parts> {
        let of = |what| {
            let people: HashSet<PersonId> = news
                .iter()
                .filter(|news| news.what == what)
                .filter_map(|news| news.person)
                .collect();
            people
        };
        let mut parts = Parts {
            profiles_of: of(What::Profile),
            bookings_of: of(What::Bookings),
            ..Parts::default()
        };
        if !parts.profiles_of.is_empty() {
            parts.profiles = self.load_profiles(Of::Changed(since, What::Profile)).await?;
        }
        if news.iter().any(|news| news.person.is_some()) {
            parts.calendars = self.compiled(Whose::Changed(since), now).await?;
        }
        if !parts.bookings_of.is_empty() {
            parts.bookings = self.load_bookings(Of::Changed(since, What::Bookings), now).await?;
        }
        if news.iter().any(|news| news.what == What::Rules) {
            parts.rules = Some(self.load_rules().await?);
        }
        Ok(parts)
    }

    /// Forgets changes that every running program has long read.
    pub(super) async fn forget_changes(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE person_change_floor
                   SET epoch = (SELECT seen - $1 FROM person_change_horizon)";
        on!(tx.conn(), db => sqlx::query(sql).bind(KEPT_AFTERWARDS).execute(db).await.map(drop)?);
        let sql = "DELETE FROM person_change
                   WHERE epoch < (SELECT epoch FROM person_change_floor)
                      OR epoch >= (SELECT next FROM person_change_horizon)";
        on!(tx.conn(), db => sqlx::query(sql).execute(db).await.map(drop)?);
        tx.commit().await
    }

    async fn load_rules(&self) -> Result<Rules> {
        let sql = "SELECT scheme, country, setting, level FROM recognition";
        let recognitions = on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        let mut weights = Vec::new();
        let sql = "SELECT country FROM weights";
        let countries: Vec<(Country,)> =
            on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        for (country,) in countries {
            weights.push((country, self.weights(country).await?));
        }
        let sql = "SELECT country, setting FROM recognised_only";
        let recognised_only = on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        Ok(Rules { recognitions, weights, recognised_only })
    }

    async fn load_profiles(&self, of: Of) -> Result<HashMap<PersonId, Profile>> {
        let mut profiles = HashMap::new();
        each!(
            self,
            of,
            "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home,
                 i.deaf, m.organisation,
                 CASE WHEN p.state IN ('suspended', 'left') THEN NULL ELSE i.vetted_until END
                     AS vetted_until,
                 i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes
             FROM interpreter i JOIN person p ON p.id = i.person
             LEFT JOIN membership m ON m.person = i.person AND m.role = 'interpreter'
             WHERE i.number >= $1",
            "i.person",
            0_i64,
            row => {
                let row: PersonRow = row;
                let home = self.conflict_key().and_then(|key| key.town(&row.home));
                profiles.insert(row.person, Profile::new(row, home.unwrap_or_default().into()));
            }
        );
        each!(
            self,
            of,
            // Whoever is an expert only is in no search for a pair.
            "SELECT person, language, class FROM spoken
             WHERE language >= $1 AND person NOT IN (
                 SELECT e.person FROM expert e WHERE NOT EXISTS
                     (SELECT 1 FROM service s WHERE s.person = e.person))",
            "person",
            "",
            row => {
                let (person, language, class): (PersonId, Language, Class) = row;
                if let Some(profile) = profiles.get_mut(&person) {
                    profile.spoken.push((language, class));
                }
            }
        );
        each!(
            self,
            of,
            "SELECT person, source, target, mode, setting FROM service WHERE source >= $1",
            "person",
            "",
            row => {
                let row: ServiceRow = row;
                if let Some(profile) = profiles.get_mut(&row.person) {
                    profile.services.push(row);
                }
            }
        );
        each!(
            self,
            of,
            "SELECT person, scheme, valid_from, valid_until FROM credential WHERE scheme >= $1",
            "person",
            "",
            row => {
                let (person, scheme, from, until): (_, String, Option<Instant>, Option<Instant>) =
                    row;
                if let Some(profile) = profiles.get_mut(&person) {
                    profile.credentials.push((scheme, from, until));
                }
            }
        );
        each!(
            self,
            of,
            "SELECT person, kind, valid_until FROM training WHERE kind >= $1",
            "person",
            "",
            row => {
                let (person, kind, until): (PersonId, TrainingKind, Option<Instant>) = row;
                if let Some(profile) = profiles.get_mut(&person) {
                    profile.trainings.push((kind, until));
                }
            }
        );
        each!(
            self,
            of,
            "SELECT person, topic FROM spared_topic WHERE topic >= $1",
            "person",
            "",
            row => {
                let (person, topic): (PersonId, Topic) = row;
                if let Some(profile) = profiles.get_mut(&person) {
                    profile.spared.push(topic);
                }
            }
        );
        Ok(profiles)
    }

    async fn load_bookings(
        &self,
        of: Of,
        now: Instant,
    ) -> Result<HashMap<PersonId, Box<[Booked]>>> {
        let mut all: HashMap<PersonId, Vec<Booked>> = HashMap::new();
        each!(
            self,
            of,
            "SELECT interpreter, starts, ends FROM booking
             WHERE interpreter IS NOT NULL AND state <> 'cancelled' AND ends > $1",
            "interpreter",
            Register::needed_since(now),
            row => {
                let (person, starts, ends): (PersonId, Instant, Instant) = row;
                all.entry(person).or_default().push(Booked::new(starts, ends));
            }
        );
        let boxed = all.into_iter().map(|(person, mut booked)| {
            booked.sort_unstable();
            (person, booked.into())
        });
        Ok(boxed.collect())
    }
}

impl Profile {
    const fn new(row: PersonRow, home: Box<str>) -> Self {
        Self {
            row,
            spoken: Vec::new(),
            services: Vec::new(),
            credentials: Vec::new(),
            trainings: Vec::new(),
            spared: Vec::new(),
            home,
        }
    }

    /// Somebody without their time.
    pub(super) fn member(mut self, person: PersonId, register: &mut Register) -> Member {
        let spoken = self
            .spoken
            .iter()
            .map(|(language, class)| (register.languages.number(language), *class));
        let spoken: Box<[(u32, Class)]> = spoken.collect();
        let mut directed: HashSet<(u32, u32, Mode, Setting)> = HashSet::new();
        let mut works = Vec::new();
        for service in &self.services {
            let source = register.languages.number(&service.source);
            let target = register.languages.number(&service.target);
            directed.insert((source, target, service.mode, service.setting));
            if directed.contains(&(target, source, service.mode, service.setting)) {
                works.push(Work::new(source, target, service.mode, service.setting));
            }
        }
        self.credentials.sort();
        let credentials = self
            .credentials
            .iter()
            .map(|(scheme, valid_from, valid_until)| Held {
                scheme: register.schemes.number(scheme),
                valid_from: *valid_from,
                valid_until: *valid_until,
            })
            .collect();
        let training = |wanted| {
            let given = self.trainings.iter().find(|(kind, _)| *kind == wanted);
            given.map(|(_, until)| until.map_or(Training::ForGood, Training::Until))
        };
        // The profile may say so without a certificate; where there is one, its end counts.
        let trauma_training = match training(TrainingKind::TraumaInformed) {
            _ if !self.row.trauma_trained => Training::None,
            given => given.unwrap_or(Training::ForGood),
        };
        let child_training = training(TrainingKind::ChildInterview).unwrap_or(Training::None);
        Member {
            person,
            number: self.row.number,
            country: self.row.country,
            zone: register.zones.number(&self.row.zone),
            gender: self.row.gender,
            deaf: self.row.deaf,
            organisation: self.row.organisation,
            home: self.home,
            spared: self.spared.into_iter().collect(),
            vetted_until: self.row.vetted_until,
            trauma_training,
            child_training,
            reliability_permille: self.row.reliability,
            notice_minutes: self.row.notice_minutes,
            minutes_before: self.row.minutes_worked,
            minutes_worked: self.row.minutes_worked,
            spoken,
            works: works.into(),
            credentials,
            calendar: None,
            booked: Box::default(),
        }
    }
}
