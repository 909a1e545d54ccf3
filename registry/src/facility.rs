//! Facilities: buildings with rooms, where they are, when they are open, who looks after them.

mod position;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

pub use position::{Degrees, OutsideTheGlobe, Position};

use crate::{
    availability::{ClockTime, WeekRule},
    country::Country,
    error::{Error, Result, Why},
    id::{FacilityId, PersonId},
    person::AccountRole,
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
};

/// Most spans of opening hours of a facility: three a day.
const MOST_HOURS: usize = 21;
const LONGEST_NAME: usize = 120;
const LONGEST_WORDS: usize = 400;

/// What is said of a facility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Palacio de Justicia, anexo", "address": "4.a calle 3-15, zona 1", "town": "Cobán",
    "zone": "America/Guatemala", "position": {"latitude": 15.469, "longitude": -90.372},
    "technician": null, "phone": "+502 0000 0000", "directions": "Entrada por el patio de atrás.",
    "hours": [{"day": 1, "from": "08:00", "to": "16:30"}]}))]
pub struct FacilityInput {
    /// Its name.
    #[schema(max_length = 120)]
    pub name: String,
    /// Street and number.
    #[schema(max_length = 400)]
    pub address: String,
    /// Its town.
    #[schema(max_length = 120)]
    pub town: String,
    /// Its clock.
    pub zone: Zone,
    /// Where it stands.
    pub position: Position,
    /// Who looks after its rooms and kits: a technician's account of the country.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub technician: Option<PersonId>,
    /// Where somebody picks up during the hours.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub phone: Option<String>,
    /// How one gets in: the entrance, the lift, where to wait.
    #[serde(default)]
    #[schema(max_length = 400)]
    pub directions: Option<String>,
    /// When it is open, on its own clock; none if that is not known.
    #[serde(default)]
    #[schema(max_items = 21)]
    pub hours: Vec<WeekRule>,
}

/// A facility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Facility {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: FacilityId,
    /// Where it is.
    pub country: Country,
    /// What is said of it.
    #[serde(flatten)]
    pub about: FacilityInput,
}

#[derive(sqlx::FromRow)]
struct FacilityRow {
    id: FacilityId,
    country: Country,
    name: String,
    address: String,
    town: String,
    zone: Zone,
    #[sqlx(flatten)]
    position: Position,
    technician: Option<PersonId>,
    phone: Option<String>,
    directions: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HoursRow {
    facility: FacilityId,
    day: i32,
    from_minute: i32,
    to_minute: i32,
}

impl Facility {
    /// Whether it is open for the whole of a time; one that names no hours says nothing against
    /// any. A time over midnight is outside of every hours.
    #[must_use]
    pub fn is_open(&self, from: Instant, until: Instant) -> bool {
        let hours = &self.about.hours;
        hours.is_empty() || open_during(hours, &self.about.zone, from, until)
    }
}

fn open_during(hours: &[WeekRule], zone: &Zone, from: Instant, until: Instant) -> bool {
    let (starts, ends) = (Moment::at(from, zone).local, Moment::at(until, zone).local);
    let last_minute = if starts.day() == ends.day() {
        ends.minute_of_day()
    } else if ends.minute_of_day() == 0 && starts.day().number() + 1 == ends.day().number() {
        24 * 60
    } else {
        return false;
    };
    hours.iter().any(|span| {
        i64::from(span.day) == i64::from(starts.weekday())
            && i32::from(span.from.minute()) <= starts.minute_of_day()
            && last_minute <= i32::from(span.to.minute())
    })
}

impl FacilityInput {
    fn check(&self) -> Result<()> {
        check_text("name", &self.name, LONGEST_NAME)?;
        check_text("address", &self.address, LONGEST_WORDS)?;
        check_text("town", &self.town, LONGEST_NAME)?;
        for (field, text, most) in
            [("phone", &self.phone, LONGEST_NAME), ("directions", &self.directions, LONGEST_WORDS)]
        {
            if let Some(text) = text {
                check_text(field, text, most)?;
            }
        }
        if self.hours.len() > MOST_HOURS {
            return Err(Error::invalid("hours", Why::TooLong));
        }
        let mut hours: Vec<&WeekRule> = self.hours.iter().collect();
        hours.sort_unstable_by_key(|span| (span.day, span.from));
        for span in &hours {
            if !(1..=7).contains(&span.day) {
                return Err(Error::invalid("hours.day", Why::Unknown));
            }
            if span.to <= span.from {
                return Err(Error::invalid("hours.to", Why::Empty));
            }
        }
        let overlap = |pair: &[&WeekRule]| match pair {
            [one, next] => one.day == next.day && next.from < one.to,
            _ => false,
        };
        if hours.windows(2).any(overlap) {
            return Err(Error::invalid("hours", Why::Repeated));
        }
        Ok(())
    }
}

/// A line of text that is there, not too long, and without control characters.
pub(crate) fn check_text(field: &'static str, text: &str, most: usize) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::invalid(field, Why::Missing));
    }
    if text.chars().count() > most {
        return Err(Error::invalid(field, Why::TooLong));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::invalid(field, Why::Malformed));
    }
    Ok(())
}

impl Store {
    /// Takes a facility into the bank.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field.
    pub async fn add_facility(
        &self,
        country: Country,
        about: &FacilityInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<FacilityId> {
        self.check_facility(country, about).await?;
        let id = FacilityId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO facility (id, country, name, address, town, zone, latitude,
                       longitude, technician, phone, directions, created)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(about.name.trim()).bind(about.address.trim())
            .bind(about.town.trim()).bind(&about.zone).bind(about.position.latitude)
            .bind(about.position.longitude).bind(about.technician).bind(&about.phone)
            .bind(&about.directions).bind(now)
            .execute(db).await.map(drop)?);
        insert_hours(&mut tx, id, &about.hours).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what is said of a facility; its rooms and the kits kept there go with it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for another country's, [`Error::Invalid`] for a field.
    pub async fn change_facility(
        &self,
        country: Country,
        id: FacilityId,
        about: &FacilityInput,
    ) -> Result<()> {
        self.check_facility(country, about).await?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE facility SET name = $3, address = $4, town = $5, zone = $6,
                       latitude = $7, longitude = $8, technician = $9, phone = $10,
                       directions = $11
                   WHERE id = $1 AND country = $2";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(about.name.trim()).bind(about.address.trim())
            .bind(about.town.trim()).bind(&about.zone).bind(about.position.latitude)
            .bind(about.position.longitude).bind(about.technician).bind(&about.phone)
            .bind(&about.directions)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("facility"));
        }
        let sql = "DELETE FROM opening_hours WHERE facility = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        insert_hours(&mut tx, id, &about.hours).await?;
        let sql = "UPDATE place SET city = $2, zone = $3 WHERE facility = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(about.town.trim()).bind(&about.zone).execute(db).await.map(drop)?);
        tx.commit().await
    }

    async fn check_facility(&self, country: Country, about: &FacilityInput) -> Result<()> {
        about.check()?;
        let Some(technician) = about.technician else { return Ok(()) };
        let fits = match self.account(technician).await {
            Ok(account) => account.role == AccountRole::Technician && account.country == country,
            Err(Error::NotFound(_)) => false,
            Err(other) => return Err(other),
        };
        if fits { Ok(()) } else { Err(Error::invalid("technician", Why::Unknown)) }
    }

    /// A facility.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn facility(&self, id: FacilityId) -> Result<Facility> {
        let found = self.facilities_where(None, Some(id)).await?;
        found.into_iter().next().ok_or(Error::NotFound("facility"))
    }

    /// The facilities of a country (or of all), by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn facilities(&self, country: Option<Country>) -> Result<Vec<Facility>> {
        self.facilities_where(country, None).await
    }

    async fn facilities_where(
        &self,
        country: Option<Country>,
        id: Option<FacilityId>,
    ) -> Result<Vec<Facility>> {
        let sql = "SELECT id, country, name, address, town, zone, latitude, longitude, technician,
                       phone, directions
                   FROM facility
                   WHERE ($1 IS NULL OR country = $1) AND ($2 IS NULL OR id = $2)
                   ORDER BY country, name, id";
        let rows: Vec<FacilityRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(country).bind(id).fetch_all(db).await?);
        let sql = "SELECT h.facility, h.day, h.from_minute, h.to_minute
                   FROM opening_hours h JOIN facility f ON f.id = h.facility
                   WHERE ($1 IS NULL OR f.country = $1) AND ($2 IS NULL OR f.id = $2)
                   ORDER BY h.facility, h.day, h.from_minute";
        let hours: Vec<HoursRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(country).bind(id).fetch_all(db).await?);
        rows.into_iter().map(|row| row.with_hours(&hours)).collect()
    }
}

impl FacilityRow {
    fn with_hours(self, hours: &[HoursRow]) -> Result<Facility> {
        let own = hours.iter().filter(|span| span.facility == self.id);
        let hours = own.map(WeekRule::try_from).collect::<Result<_>>()?;
        Ok(Facility {
            id: self.id,
            country: self.country,
            about: FacilityInput {
                name: self.name,
                address: self.address,
                town: self.town,
                zone: self.zone,
                position: self.position,
                technician: self.technician,
                phone: self.phone,
                directions: self.directions,
                hours,
            },
        })
    }
}

impl TryFrom<&HoursRow> for WeekRule {
    type Error = Error;

    fn try_from(row: &HoursRow) -> Result<Self> {
        let corrupt = || Error::Corrupt { what: "opening hours", why: format!("day {}", row.day) };
        Ok(Self {
            day: u8::try_from(row.day).map_err(|_| corrupt())?,
            from: ClockTime::at_minute(row.from_minute).ok_or_else(corrupt)?,
            to: ClockTime::at_minute(row.to_minute).ok_or_else(corrupt)?,
        })
    }
}

async fn insert_hours(tx: &mut Tx, facility: FacilityId, hours: &[WeekRule]) -> Result<()> {
    let sql = "INSERT INTO opening_hours (facility, day, from_minute, to_minute)
               VALUES ($1, $2, $3, $4)";
    for span in hours {
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(facility).bind(i32::from(span.day)).bind(i32::from(span.from.minute()))
            .bind(i32::from(span.to.minute()))
            .execute(db).await.map(drop)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours() -> Vec<WeekRule> {
        let span = |day, from: &str, to: &str| WeekRule {
            day,
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        };
        vec![span(3, "08:00", "12:00"), span(3, "13:00", "17:00"), span(5, "20:00", "24:00")]
    }

    #[test]
    fn a_place_is_open_only_if_one_span_of_its_own_clock_holds_the_whole_time() {
        let zone: Zone = "America/Guatemala".parse().unwrap();
        // 25 November 2026 is a Wednesday; Guatemala is six hours behind UTC.
        for (from, minutes, open) in [
            ("2026-11-25T14:00:00Z", 240, true),
            ("2026-11-25T13:59:00Z", 60, false),
            ("2026-11-25T17:30:00Z", 60, false),
            ("2026-11-25T19:00:00Z", 240, true),
            ("2026-11-25T19:00:00Z", 241, false),
            ("2026-11-26T14:00:00Z", 60, false),
            ("2026-11-28T04:00:00Z", 120, true),
            ("2026-11-28T04:00:00Z", 121, false),
        ] {
            let from: Instant = from.parse().unwrap();
            let until = from.plus_minutes(minutes);
            assert_eq!(open_during(&hours(), &zone, from, until), open, "{from} {minutes}");
        }
    }
}
