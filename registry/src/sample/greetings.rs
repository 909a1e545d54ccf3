//! The sample's greetings: the same five notes in each language, where a voice would be.

use rand::rngs::StdRng;

use crate::{
    error::Result,
    id::{GreetingId, PersonId},
    interpreter::Enrolment,
    language::{Language, Modality},
    store::{Store, on},
    time::Instant,
};

/// Two seconds of a triangle wave, recorded by a browser.
const NOTES: &[u8] = include_bytes!("greeting.webm");
const NOTES_MS: i32 = 2_100;

/// One approved greeting in each spoken language, by the first interpreter whose own it is.
pub(super) async fn add(
    store: &Store,
    people: &[PersonId],
    enrolments: &[Enrolment],
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let dictionary = store.languages();
    let is_heard = |language: &Language| {
        dictionary.tongue(language).is_some_and(|tongue| tongue.modality == Modality::Spoken)
    };
    let mut sung: Vec<&Language> = Vec::new();
    let mut tx = store.begin().await?;
    for (person, enrolment) in people.iter().zip(enrolments) {
        let Some(own) = enrolment.profile.languages.first().map(|spoken| &spoken.language) else {
            continue;
        };
        if !is_heard(own) || sung.contains(&own) {
            continue;
        }
        sung.push(own);
        let sql = "INSERT INTO greeting (id, person, language, audio, length_ms, recorded,
                       approved_by, approved)
                   VALUES ($1, $2, $3, $4, $5, $6,
                       (SELECT id FROM person WHERE role = 'coordinator' AND country = $7
                        ORDER BY created, id LIMIT 1),
                       $6)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(GreetingId::new(now, rng)).bind(person).bind(own).bind(NOTES).bind(NOTES_MS)
            .bind(now).bind(enrolment.account.country).execute(db).await.map(drop)?);
    }
    tx.commit().await
}
