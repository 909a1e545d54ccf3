//! What interpreters tell of themselves: languages, services, wishes, equipment, fees. What others
//! decide about them (vetting, reliability, minutes) is not here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AgeRange, Gender, Service, Spoken, insert_languages_and_services, skill::SpokenRow};
use crate::{
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, on},
    time::Instant,
};

/// The fee of an interpreter who is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HourlyFee {
    /// Three letters (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$")]
    pub currency: String,
    /// For an hour, in hundredths.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub hour_cents: i64,
    /// The least that is paid for, in minutes.
    #[schema(minimum = 0, maximum = 1440)]
    pub minimum_minutes: i64,
}

/// The equipment an interpreter works with from home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Equipment {
    /// When it was looked at.
    pub checked: Instant,
    /// A headset with its own microphone.
    pub headset: bool,
    /// A network by cable.
    pub wired_network: bool,
}

/// What an interpreter tells of herself and may change by herself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Particulars {
    /// Own statement.
    pub gender: Gender,
    /// Own statement, for the preferences of victims.
    #[serde(default)]
    pub age_band: Option<AgeRange>,
    /// Home town or community.
    #[schema(max_length = 120)]
    pub home: String,
    /// A Deaf interpreter: works in a team with a hearing one.
    #[serde(default)]
    pub deaf: bool,
    /// How long before the start she must be asked, in minutes.
    #[schema(minimum = 0, maximum = 40_320)]
    pub notice_minutes: i64,
    /// Languages, each once.
    #[schema(max_items = 40)]
    pub languages: Vec<Spoken>,
    /// Services, each once.
    #[schema(max_items = 1000)]
    pub services: Vec<Service>,
    /// Works for nothing.
    #[serde(default)]
    pub volunteer: bool,
    /// What she asks, unless she is a volunteer.
    #[serde(default)]
    pub fee: Option<HourlyFee>,
}

/// More are a mistake.
const MOST_LANGUAGES: usize = 40;
/// More are a mistake.
const MOST_SERVICES: usize = 1_000;
const LONGEST: usize = 120;
/// Four weeks.
const LONGEST_NOTICE_MINUTES: i64 = 4 * 7 * 24 * 60;
const LONGEST_MINIMUM_MINUTES: i64 = 24 * 60;
const HIGHEST_FEE_CENTS: i64 = 1_000_000_000;

#[derive(sqlx::FromRow)]
struct Row {
    gender: Gender,
    age_band: Option<AgeRange>,
    home: String,
    deaf: bool,
    notice_minutes: i64,
    volunteer: bool,
    fee_currency: Option<String>,
    fee_hour_cents: Option<i64>,
    fee_minimum_minutes: Option<i64>,
}

impl Store {
    /// What an interpreter told of herself.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn particulars(&self, person: PersonId) -> Result<Particulars> {
        let sql = "SELECT gender, age_band, home, deaf, notice_minutes, volunteer, fee_currency,
                       fee_hour_cents, fee_minimum_minutes
                   FROM interpreter WHERE person = $1";
        let row: Option<Row> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("interpreter"))?;
        let fee = match (row.fee_currency, row.fee_hour_cents, row.fee_minimum_minutes) {
            (Some(currency), Some(hour_cents), Some(minimum_minutes)) => {
                Some(HourlyFee { currency, hour_cents, minimum_minutes })
            }
            _ => None,
        };
        Ok(Particulars {
            gender: row.gender,
            age_band: row.age_band,
            home: row.home,
            deaf: row.deaf,
            notice_minutes: row.notice_minutes,
            languages: self.spoken_by(person).await?,
            services: self.services_of(person).await?,
            volunteer: row.volunteer,
            fee,
        })
    }

    /// Replaces what an interpreter tells of herself.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Invalid`] for a field.
    pub async fn set_particulars(&self, person: PersonId, given: &Particulars) -> Result<()> {
        self.check_particulars(given)?;
        let fee = given.fee.as_ref();
        let mut tx = self.begin().await?;
        let sql = "UPDATE interpreter SET gender = $2, age_band = $3, home = $4, deaf = $5,
                       notice_minutes = $6, volunteer = $7, fee_currency = $8,
                       fee_hour_cents = $9, fee_minimum_minutes = $10
                   WHERE person = $1";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(given.gender).bind(given.age_band).bind(given.home.trim())
            .bind(given.deaf).bind(given.notice_minutes).bind(given.volunteer)
            .bind(fee.map(|fee| &fee.currency)).bind(fee.map(|fee| fee.hour_cents))
            .bind(fee.map(|fee| fee.minimum_minutes))
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        insert_languages_and_services(&mut tx, person, &given.languages, &given.services).await?;
        tx.commit().await
    }

    /// What was found when the equipment was last looked at.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn equipment(&self, person: PersonId) -> Result<Option<Equipment>> {
        let sql = "SELECT equipment_checked, headset, wired_network FROM interpreter
                   WHERE person = $1";
        let row: Option<(Option<Instant>, bool, bool)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let (checked, headset, wired_network) = row.ok_or(Error::NotFound("interpreter"))?;
        Ok(checked.map(|checked| Equipment { checked, headset, wired_network }))
    }

    /// Notes what was found when the equipment was looked at.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn set_equipment(&self, person: PersonId, found: Equipment) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE interpreter SET equipment_checked = $2, headset = $3, wired_network = $4
                   WHERE person = $1";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(found.checked).bind(found.headset).bind(found.wired_network)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        tx.commit().await
    }

    pub(super) async fn spoken_by(&self, person: PersonId) -> Result<Vec<Spoken>> {
        let sql = "SELECT language, class, level, attested_by, attested_at FROM spoken
                   WHERE person = $1 ORDER BY class, language";
        let rows: Vec<SpokenRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        Ok(rows.into_iter().map(Spoken::from).collect())
    }

    pub(super) async fn services_of(&self, person: PersonId) -> Result<Vec<Service>> {
        let sql = "SELECT source, target, mode, setting FROM service WHERE person = $1
                   ORDER BY source, target, mode, setting";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }

    /// Whether all this can be true of one person.
    pub(crate) fn check_particulars(&self, given: &Particulars) -> Result<()> {
        if given.home.chars().count() > LONGEST {
            return Err(Error::invalid("home", Why::TooLong));
        }
        if !(0..=LONGEST_NOTICE_MINUTES).contains(&given.notice_minutes) {
            return Err(Error::invalid("notice_minutes", Why::DoesNotFit));
        }
        self.check_skills(&given.languages, &given.services)?;
        match &given.fee {
            Some(_) if given.volunteer => Err(Error::invalid("fee", Why::DoesNotFit)),
            Some(fee) => check_fee(fee),
            None => Ok(()),
        }
    }

    pub(super) fn check_skills(&self, languages: &[Spoken], services: &[Service]) -> Result<()> {
        if languages.len() > MOST_LANGUAGES {
            return Err(Error::invalid("languages", Why::TooLong));
        }
        let mut known = BTreeSet::new();
        for spoken in languages {
            if self.languages().tongue(&spoken.language).is_none() {
                return Err(Error::invalid("languages", Why::Unknown));
            }
            if !known.insert(&spoken.language) {
                return Err(Error::invalid("languages", Why::Repeated));
            }
            if let Some(attested) = &spoken.attested {
                if attested.by.trim().is_empty() {
                    return Err(Error::invalid("languages", Why::Missing));
                }
                if attested.by.chars().count() > LONGEST {
                    return Err(Error::invalid("languages", Why::TooLong));
                }
            }
        }
        if services.len() > MOST_SERVICES {
            return Err(Error::invalid("services", Why::TooLong));
        }
        let mut offered = BTreeSet::new();
        for service in services {
            let speaks_both = known.contains(&service.source) && known.contains(&service.target);
            if !speaks_both || service.source == service.target {
                return Err(Error::invalid("services", Why::DoesNotFit));
            }
            if !offered.insert(service) {
                return Err(Error::invalid("services", Why::Repeated));
            }
        }
        Ok(())
    }
}

fn check_fee(fee: &HourlyFee) -> Result<()> {
    if fee.currency.len() != 3 || !fee.currency.chars().all(|c| c.is_ascii_uppercase()) {
        return Err(Error::invalid("fee.currency", Why::Malformed));
    }
    if !(0..=HIGHEST_FEE_CENTS).contains(&fee.hour_cents) {
        return Err(Error::invalid("fee.hour_cents", Why::DoesNotFit));
    }
    if !(0..=LONGEST_MINIMUM_MINUTES).contains(&fee.minimum_minutes) {
        return Err(Error::invalid("fee.minimum_minutes", Why::DoesNotFit));
    }
    Ok(())
}
