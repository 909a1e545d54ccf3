//! The sample bank: fictitious people and places in all eleven countries, the same for the same
//! seed. Every e-mail address ends in `@sample.puente.example`, and the bank remembers that it is
//! a sample.

mod applications;
mod case_plan;
mod cooperation;
mod greetings;
mod interpreters;
mod names;
mod people;
mod places;
mod plan;
mod signers;
mod time;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use crate::{
    country::Country,
    error::{Error, Result},
    interpreter::{Recognition, Setting},
    person::{AccountRole, NewAccount},
    store::{Store, on},
    time::{Instant, Zone},
};

/// The roles of which every country gets one account.
const STAFF: &[AccountRole] = &[
    AccountRole::Coordinator,
    AccountRole::Interviewer,
    AccountRole::Clerk,
    AccountRole::Presiding,
    AccountRole::Technician,
    AccountRole::Authority,
    AccountRole::Administrator,
    AccountRole::DutyDesk,
];

/// Fills an empty bank with the sample. `hash_password` gives the PHC string kept for an e-mail
/// address, or none for accounts that sign in by link only.
///
/// # Errors
/// [`Error::NotNow`] if anybody is in the bank already.
pub async fn fill(
    store: &Store,
    now: Instant,
    seed: u64,
    hash_password: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    if store.has_people().await? {
        return Err(Error::NotNow("the bank is not empty"));
    }
    let mut rng = StdRng::seed_from_u64(seed);
    for scheme in plan::SCHEMES {
        for (country, level) in scheme.recognised_by {
            for setting in Setting::ALL {
                let scheme = scheme.word.to_owned();
                let (country, setting, level) = (*country, *setting, *level);
                let name = people::name_there(country, level);
                store.recognise(&Recognition { scheme, country, setting, level, name }).await?;
            }
        }
    }
    for country in Country::ALL {
        add_staff(store, *country, now, &mut rng, &hash_password).await?;
        places::add(store, *country, now, &mut rng).await?;
    }
    let enrolments = interpreters::all(now, &mut rng, &hash_password)?;
    let people = store.enrol(&enrolments, now, &mut rng).await?;
    greetings::add(store, &people, &enrolments, now, &mut rng).await?;
    for country in Country::ALL {
        applications::add(store, *country, now, &mut rng).await?;
        let (_, zone) = towns(*country)?.into_iter().next().ok_or(Error::NotFound("town"))?;
        cooperation::add_authority(store, *country, &zone, now, &mut rng).await?;
    }
    cooperation::add_request(store, now, &mut rng).await?;
    people::deepen(store, now, &mut rng).await?;
    signers::add(store, &people, &enrolments).await?;
    time::fill(store, now, &mut rng).await?;
    case_plan::add(store, now, &mut rng).await?;
    store.mark_as_sample().await
}

impl Store {
    /// Whether this bank was filled with the sample.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_sample(&self) -> Result<bool> {
        let sql = "SELECT value FROM bank WHERE key = 'sample'";
        let mark: Option<(String,)> =
            on!(self.read(), db => sqlx::query_as(sql).fetch_optional(db).await?);
        Ok(mark.is_some())
    }

    /// Whether anybody is in the bank.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_people(&self) -> Result<bool> {
        let sql = "SELECT count(*) FROM person";
        let (people,): (i64,) = on!(self.read(), db => sqlx::query_as(sql).fetch_one(db).await?);
        Ok(people > 0)
    }

    async fn mark_as_sample(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO bank (key, value) VALUES ('sample', 'yes')
                   ON CONFLICT (key) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql).execute(db).await.map(drop)?);
        tx.commit().await
    }
}

async fn add_staff(
    store: &Store,
    country: Country,
    now: Instant,
    rng: &mut StdRng,
    hash_password: &impl Fn(&str) -> Option<String>,
) -> Result<()> {
    let (_, zone) = towns(country)?.into_iter().next().ok_or(Error::NotFound("town"))?;
    for role in STAFF {
        let place = country.as_str().to_lowercase();
        let email = format!("{role}.{place}@sample.puente.example");
        let account = NewAccount {
            name: person_name(rng.random_bool(0.5), rng),
            password_phc: hash_password(&email),
            email: Some(email),
            role: *role,
            country,
            zone: zone.clone(),
        };
        store.add_account(&account, now, rng).await?;
    }
    Ok(())
}

/// A country's towns with their clocks.
fn towns(country: Country) -> Result<Vec<(&'static str, Zone)>> {
    plan::TOWNS
        .iter()
        .filter(|(of, ..)| *of == country)
        .map(|(_, town, zone)| {
            let zone = zone.parse().map_err(|e| Error::time("zone", &e))?;
            Ok((*town, zone))
        })
        .collect()
}

fn person_name(woman: bool, rng: &mut StdRng) -> String {
    let given = pick(if woman { names::WOMEN } else { names::MEN }, rng);
    let first = pick(names::FAMILIES, rng);
    let second = pick(names::FAMILIES, rng);
    format!("{given} {first} {second}")
}

/// One of a list that is not empty.
fn pick<T: Copy + Default>(list: &[T], rng: &mut StdRng) -> T {
    let index = rng.random_range(0..list.len().max(1));
    list.get(index).copied().unwrap_or_default()
}
