//! Gathers what is known of everybody who serves a pair: few queries, whatever their number.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    availability::{calendar::WhyBusy, compile::Whose, purpose::Purposes},
    country::Country,
    error::Result,
    id::PersonId,
    interpreter::{Class, Gender, Level},
    matching::{Calendar, Facts},
    request::RequestInput,
    store::{Store, on},
    time::{Instant, Zone},
};

/// Everybody who serves the pair both ways, as the first part of each query. `$1`, `$2` the
/// languages, `$3` mode, `$4` setting.
macro_rules! of_those_who_serve {
    ($rest:literal) => {
        concat!(
            "WITH serves AS (
                 SELECT there.person FROM service there JOIN service back
                   ON back.source = $2 AND back.target = $1 AND back.mode = $3
                  AND back.setting = $4 AND back.person = there.person
                 WHERE there.source = $1 AND there.target = $2 AND there.mode = $3
                   AND there.setting = $4) ",
            $rest
        )
    };
}
pub(super) use of_those_who_serve;

/// Asks such a query; the pair, mode and setting are bound first.
macro_rules! ask {
    ($store:expr, $input:expr, $sql:expr $(, $more:expr)*) => {
        on!($store.read(), db => sqlx::query_as($sql)
            .bind(&$input.languages[0]).bind(&$input.languages[1])
            .bind($input.mode).bind($input.setting)
            $(.bind($more))*
            .fetch_all(db).await?)
    };
}
pub(super) use ask;

/// One person as the queries read them.
#[derive(sqlx::FromRow)]
pub(super) struct PersonRow {
    pub(super) person: PersonId,
    number: i64,
    country: Country,
    zone: Zone,
    gender: Gender,
    home: String,
    vetted_until: Option<Instant>,
    trauma_trained: bool,
    reliability: i32,
    minutes_worked: i64,
    notice_minutes: i64,
    first_class: Option<Class>,
    second_class: Option<Class>,
}

impl PersonRow {
    /// What the row says; the rest as of somebody unknown.
    pub(super) fn facts(self) -> Facts {
        Facts {
            person: self.person,
            number: self.number,
            country: self.country,
            zone: self.zone,
            home: self.home,
            gender: self.gender,
            classes: [self.first_class, self.second_class],
            other_variety: None,
            serves: false,
            recognised: None,
            vetted_until: self.vetted_until,
            trauma_trained: self.trauma_trained,
            reliability_permille: self.reliability,
            minutes_worked: self.minutes_worked,
            notice_minutes: self.notice_minutes,
            calendar: Calendar::Free,
            simultaneous_minutes_that_day: 0,
            knows_case: false,
        }
    }
}

impl Store {
    /// The facts of everybody who serves the pair both ways.
    pub(super) async fn facts_of_serving(
        &self,
        input: &RequestInput,
        country: Country,
        starts: Instant,
        ends: Instant,
    ) -> Result<Vec<Facts>> {
        let people: Vec<PersonRow> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                        i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes,
                        a.class AS first_class, b.class AS second_class
                 FROM serves JOIN interpreter i ON i.person = serves.person
                 JOIN person p ON p.id = i.person
                 LEFT JOIN spoken a ON a.person = i.person AND a.language = $1
                 LEFT JOIN spoken b ON b.person = i.person AND b.language = $2"
            )
        );
        let mut recognised = self.recognised(input, country, ends).await?;
        let calendars = self.compiled(Whose::Serving(input), starts).await?;
        let needed = Purposes::needed(input.setting, input.about.minor.is_some());
        let know_case = self.know_case(input).await?;

        let mut all = Vec::with_capacity(people.len());
        for row in people {
            let mut facts = row.facts();
            if let Some(calendar) = calendars.get(&facts.person) {
                facts.calendar = match calendar.free(starts, ends, needed) {
                    Ok(()) => Calendar::Free,
                    Err(WhyBusy::Booked) => Calendar::Booked,
                    Err(WhyBusy::Closed | WhyBusy::BusyElsewhere) => Calendar::Blocked,
                    Err(_) => Calendar::OutsideHours,
                };
                facts.simultaneous_minutes_that_day =
                    calendar.booked_minutes_that_day(starts, true).into();
            }
            facts.serves = true;
            facts.recognised = recognised.remove(&facts.person);
            facts.knows_case = know_case.contains(&facts.person);
            all.push(facts);
        }
        Ok(all)
    }

    /// The best credential of each that the country recognises and that holds until the end.
    async fn recognised(
        &self,
        input: &RequestInput,
        country: Country,
        ends: Instant,
    ) -> Result<BTreeMap<PersonId, (String, Level)>> {
        let rows: Vec<(PersonId, String, Level)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT c.person, c.scheme, r.level FROM serves
                 JOIN credential c ON c.person = serves.person
                 JOIN recognition r ON r.scheme = c.scheme AND r.country = $5 AND r.setting = $4
                 WHERE c.valid_until IS NULL OR c.valid_until >= $6
                 ORDER BY c.scheme"
            ),
            country,
            ends
        );
        let mut best: BTreeMap<PersonId, (String, Level)> = BTreeMap::new();
        for (person, scheme, level) in rows {
            match best.get(&person) {
                Some((_, known)) if *known <= level => {}
                _ => drop(best.insert(person, (scheme, level))),
            }
        }
        Ok(best)
    }

    /// Who was booked for the same case before.
    async fn know_case(&self, input: &RequestInput) -> Result<BTreeSet<PersonId>> {
        let Some(case) = &input.case_reference else { return Ok(BTreeSet::new()) };
        let sql = "SELECT b.interpreter FROM request r JOIN booking b ON b.request = r.id
                   WHERE r.case_reference = $1 AND b.interpreter IS NOT NULL
                     AND b.state = 'confirmed'";
        let rows: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(case).fetch_all(db).await?);
        Ok(rows.into_iter().map(|(person,)| person).collect())
    }
}
