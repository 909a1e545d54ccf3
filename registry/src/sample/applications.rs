//! Invented applications: in each country one that was just made and one whose vetting has begun.

use rand::rngs::StdRng;

use super::{person_name, towns};
use crate::{
    application::VettingStep,
    country::Country,
    error::{Error, Result},
    id::{ApplicationId, PersonId},
    interpreter::Gender,
    person::{AccountRole, PageLanguage},
    store::{Store, on},
    time::Instant,
};

const DAY_MINUTES: i64 = 24 * 60;

/// Adds the applications of a country, without any mail.
pub(super) async fn add(
    store: &Store,
    country: Country,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let (town, zone) = towns(country)?.into_iter().next().ok_or(Error::NotFound("town"))?;
    let language = PageLanguage::usual_in(country);
    let own = if language == PageLanguage::En { "eng" } else { "spa" };
    let spoken = format!(
        r#"[{{"language":"mam-todos-santos","class":"A"}},{{"language":"{own}","class":"B"}}]"#
    );
    let email_at = country.as_str().to_lowercase();
    let mut tx = store.begin().await?;
    let sql = "SELECT id FROM person WHERE role = $1 AND country = $2";
    let (vetter,): (PersonId,) = on!(tx.conn(), db => sqlx::query_as(sql)
        .bind(AccountRole::Coordinator).bind(country).fetch_one(db).await?);
    for (number, gender, done) in [
        (1, Gender::Woman, &[][..]),
        (2, Gender::Man, &[VettingStep::Identity, VettingStep::References][..]),
    ] {
        let made = now.plus_minutes(-number * 3 * DAY_MINUTES);
        let id = ApplicationId::new(made, rng);
        let sql = "INSERT INTO application (id, state, name, email, country, zone, language,
                       gender, home, languages, verified, created)
                   VALUES ($1, 'received', $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person_name(gender == Gender::Woman, rng))
            .bind(format!("applicant{number}.{email_at}@sample.puente.example"))
            .bind(country).bind(&zone).bind(language).bind(gender).bind(town).bind(&spoken)
            .bind(made)
            .execute(db).await.map(drop)?);
        for (day, step) in (1..).zip(done) {
            let sql = "INSERT INTO vetting_step (application, step, done_by, at)
                       VALUES ($1, $2, $3, $4)";
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(id).bind(*step).bind(vetter).bind(made.plus_minutes(day * DAY_MINUTES))
                .execute(db).await.map(drop)?);
        }
    }
    tx.commit().await
}
