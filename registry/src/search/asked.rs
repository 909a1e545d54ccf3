//! All that a search must know of a request, read at once: what is asked for, in which booths, and
//! what makes some people more or less welcome there. One way to the database and back, because
//! with many searches at a time the ways are what takes long.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use crate::{
    conflict::FactKind,
    country::Country,
    error::{Error, Result, Why},
    feedback::Wish,
    id::{PersonId, RequestId},
    language::Language,
    matching::Continuity,
    request::{Leg, RequestInput, Topic, Waves},
    store::{Store, on},
    team::TeamRule,
    time::{Instant, Moment, Zone},
};

/// A request as a search sees it.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) input: RequestInput,
    /// The country that asks.
    pub(crate) country: Country,
    pub(crate) starts: Moment,
    pub(crate) ends: Instant,
    pub(crate) seats: i32,
    pub(crate) team_rule: Option<TeamRule>,
    /// Whether the bank asks by itself.
    pub(crate) waves: Option<Waves>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) circumstances: Circumstances,
}

/// What a request makes of some people for reasons of its own.
#[derive(Debug, Default)]
pub(crate) struct Circumstances {
    /// What they did on the case before, and whom its victim asked for again.
    pub(crate) continuity: BTreeMap<PersonId, Continuity>,
    /// Whom its victim wants not to meet again.
    pub(crate) not_again: BTreeSet<PersonId>,
    /// Whom a fact about the case rules out.
    pub(crate) conflicts: BTreeMap<PersonId, BTreeSet<FactKind>>,
    /// Hashes of towns that the victim wants nobody from.
    pub(crate) towns: BTreeSet<String>,
    /// What will be heavy to hear.
    pub(crate) topics: Topics,
}

/// Some of the heavy subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Topics(u8);

impl Topics {
    /// Whether any subject is in both.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Topic> for Topics {
    fn from_iter<I: IntoIterator<Item = Topic>>(topics: I) -> Self {
        Self(topics.into_iter().fold(0, |bits, topic| bits | 1 << topic as u8))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
enum Part {
    Request,
    Leg,
    Conflict,
    Town,
    Before,
    Wish,
}

/// One row of any part; what its columns hold is said in [`ASKED`].
#[derive(Debug, sqlx::FromRow)]
struct Row {
    part: Part,
    person: Option<PersonId>,
    text: Option<String>,
    second: Option<String>,
    third: Option<String>,
    rule: Option<String>,
    waves: Option<Waves>,
    one: Option<i64>,
    two: Option<i64>,
    three: Option<i64>,
}

/// The names of the columns and their types are those of the first part. `CROSS JOIN` keeps SQLite
/// to the order that is written, from the request to the few bookings of its case.
const ASKED: &str = "
    SELECT 'request' AS part, r.requester AS person, r.input AS text, r.zone AS second,
        r.country AS third, r.team_rule AS rule, r.waves, r.starts AS one, r.ends AS two,
        CAST(r.seats AS BIGINT) AS three
    FROM request r WHERE r.id = $1
    UNION ALL
    SELECT 'leg', NULL, l.language_a, l.language_b, l.mode, l.team_rule, NULL, l.leg, l.seats, l.taken
    FROM leg l WHERE l.request = $1
    UNION ALL
    SELECT 'conflict', c.person, c.kind, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM request_fact f JOIN conflict_fact c ON c.digest = f.digest AND c.kind = f.kind
    WHERE f.request = $1
    UNION ALL
    SELECT 'town', NULL, t.digest, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM ruled_out_town t WHERE t.request = $1
    UNION ALL
    SELECT 'before', b.interpreter,
        CASE WHEN EXISTS (SELECT 1 FROM request_victim mine
                          JOIN request_victim theirs ON theirs.mark = mine.mark
                          WHERE mine.request = $1 AND theirs.request = o.id)
            THEN 'victim' ELSE 'case' END,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM request r CROSS JOIN request o CROSS JOIN booking b
    WHERE r.id = $1 AND o.case_reference = r.case_reference AND b.request = o.id
        AND b.interpreter IS NOT NULL AND b.state = 'confirmed'
    UNION ALL
    SELECT 'wish', w.interpreter, w.wish, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM request r JOIN request_victim v ON v.request = r.id
    JOIN victim_preference w ON w.case_reference = r.case_reference AND w.victim = v.mark
    WHERE r.id = $1";

impl Store {
    /// A request, with all that a search must know of it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(crate) async fn asked(&self, request: RequestId) -> Result<Asked> {
        let rows: Vec<Row> =
            on!(self.read(), db => sqlx::query_as(ASKED).bind(request).fetch_all(db).await?);
        let (mut legs, mut circumstances) = (Vec::new(), Circumstances::default());
        let mut found = None;
        for row in rows {
            match row.part {
                Part::Request => found = Some(row),
                Part::Leg => legs.push(row.leg()?),
                part => circumstances.take(part, row.person, row.text.as_deref())?,
            }
        }
        let row = found.ok_or(Error::NotFound("request"))?;
        let input: RequestInput =
            serde_json::from_str(row.text.as_deref().unwrap_or_default()).map_err(corrupt)?;
        legs.sort_by_key(|leg: &Leg| leg.leg);
        circumstances.topics = input.topics.iter().copied().collect();
        let zone: Zone = word(row.second.as_deref())?;
        Ok(Asked {
            country: word(row.third.as_deref())?,
            starts: Moment::at(Instant::from_micros(number(row.one)?), &zone),
            ends: Instant::from_micros(number(row.two)?),
            seats: small(row.three)?,
            team_rule: row.rule.as_deref().map(|rule| word(Some(rule))).transpose()?,
            waves: row.waves,
            input,
            legs,
            circumstances,
        })
    }
}

/// What [`ASKED`] finds before and as wishes, for a victim ($2) of a case ($1) without a request.
const OF_CASE: &str = "
    SELECT 'before' AS part, b.interpreter AS person,
        CASE WHEN EXISTS (SELECT 1 FROM request_victim v
                          WHERE v.request = o.id AND v.mark = $2)
            THEN 'victim' ELSE 'case' END AS text
    FROM request o CROSS JOIN booking b
    WHERE o.case_reference = $1 AND b.request = o.id
        AND b.interpreter IS NOT NULL AND b.state = 'confirmed'
    UNION ALL
    SELECT 'wish', w.interpreter, w.wish
    FROM victim_preference w WHERE w.case_reference = $1 AND w.victim = $2";

impl Store {
    /// The circumstances of what could be asked for in a case, but for conflicts of interest.
    ///
    /// # Errors
    /// [`Error::NotNow`] for a town without a key.
    pub(crate) async fn circumstances_in_case(
        &self,
        input: &RequestInput,
    ) -> Result<Circumstances> {
        let mut circumstances = Circumstances {
            topics: input.topics.iter().copied().collect(),
            towns: self.hidden(input)?.1,
            ..Circumstances::default()
        };
        let Some(case) = &input.case_reference else { return Ok(circumstances) };
        for mark in input.victims() {
            let rows: Vec<(Part, PersonId, String)> = on!(self.read(), db =>
                sqlx::query_as(OF_CASE).bind(case).bind(mark).fetch_all(db).await?);
            for (part, person, text) in rows {
                circumstances.take(part, Some(person), Some(&text))?;
            }
        }
        Ok(circumstances)
    }
}

impl Asked {
    /// A booth of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] `leg`.
    pub(crate) fn leg(&self, leg: i32) -> Result<&Leg> {
        self.legs.iter().find(|one| one.leg == leg).ok_or(Error::invalid("leg", Why::Unknown))
    }
}

impl Row {
    fn leg(&self) -> Result<Leg> {
        let language = |text: &Option<String>| word::<Language>(text.as_deref());
        Ok(Leg {
            leg: small(self.one)?,
            languages: [language(&self.text)?, language(&self.second)?],
            mode: word(self.third.as_deref())?,
            seats: small(self.two)?,
            taken: small(self.three)?,
            team_rule: self.rule.as_deref().map(|rule| word(Some(rule))).transpose()?,
        })
    }
}

impl Circumstances {
    fn take(&mut self, part: Part, person: Option<PersonId>, text: Option<&str>) -> Result<()> {
        let Some(person) = person else {
            self.towns.extend(text.map(str::to_owned));
            return Ok(());
        };
        let known = match part {
            Part::Conflict => {
                self.conflicts.entry(person).or_default().insert(word(text)?);
                return Ok(());
            }
            Part::Wish => match word(text)? {
                // Of several victims one is enough.
                Wish::Another => {
                    self.not_again.insert(person);
                    return Ok(());
                }
                Wish::Again => Continuity::Wished,
            },
            _ => word(text)?,
        };
        let best = self.continuity.entry(person).or_insert(known);
        *best = known.max(*best);
        Ok(())
    }
}

fn word<T: FromStr<Err: std::fmt::Display>>(text: Option<&str>) -> Result<T> {
    text.unwrap_or_default().parse().map_err(corrupt)
}

fn number(number: Option<i64>) -> Result<i64> {
    number.ok_or_else(|| corrupt("a number is missing"))
}

fn small(small: Option<i64>) -> Result<i32> {
    i32::try_from(number(small)?).map_err(corrupt)
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::Corrupt { what: "request", why: why.to_string() }
}
