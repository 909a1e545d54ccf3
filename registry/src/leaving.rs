//! Leaving the bank: what is to come is closed, substitutes are asked for, and what reaches the
//! person is deleted. What retention demands stays: number, name and the hearings that were.

use rand::rngs::StdRng;

use crate::{
    account::end_entrances,
    error::{Error, Result},
    id::{HearingId, PersonId, RequestId},
    notice::{Notice, notify},
    request::{Step, note},
    store::{Store, on},
    time::Instant,
};

impl Store {
    /// Closes an account at its person's wish. Open offers are declined, weekly hours end, and
    /// whoever opened a hearing to come is asked to find a substitute. Gives those hearings.
    ///
    /// # Errors
    /// [`Error::NotNow`] if it is closed already, [`Error::NotFound`].
    pub async fn leave(
        &self,
        person: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Vec<HearingId>> {
        self.account(person).await?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET state = 'left', ended = $2
                   WHERE id = $1 AND state IN ('active', 'invited')";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the account is closed"));
        }
        let sql =
            "SELECT o.request, i.number FROM offer o JOIN interpreter i ON i.person = o.person
                   WHERE o.person = $1 AND o.state = 'open' ORDER BY o.created, o.id";
        let offers: Vec<(RequestId, i64)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let sql = "UPDATE offer SET state = 'declined', reason = 'left', answered = $2
                   WHERE person = $1 AND state = 'open'";
        on!(tx.conn(), db => sqlx::query(sql).bind(person).bind(now).execute(db).await.map(drop)?);
        for (request, number) in offers {
            note(&mut tx, request, Step::Declined, &number.to_string(), now).await?;
        }
        let sql = "SELECT DISTINCT h.id, h.opened_by FROM hearing h
                   JOIN participant p ON p.hearing = h.id
                   WHERE p.person = $1 AND p.role = 'interpreter' AND h.state = 'booked'
                     AND h.starts > $2";
        let hearings: Vec<(HearingId, PersonId)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);
        for (hearing, opener) in &hearings {
            let notice = Notice::SubstituteWanted { hearing: *hearing };
            notify(&mut tx, *opener, &notice, now, rng).await?;
        }
        end_entrances(&mut tx, person, now).await?;
        notify(&mut tx, person, &Notice::Left, now, rng).await?;
        for sql in [
            "DELETE FROM week_rule WHERE person = $1",
            "DELETE FROM extra_hours WHERE person = $1",
            "DELETE FROM push_device WHERE person = $1",
            "DELETE FROM channel_choice WHERE person = $1",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        }
        // The last message still needs the address; it goes with the notice, not with the person.
        for sql in [
            "UPDATE notice SET email = (SELECT p.email FROM person p WHERE p.id = $1),
                 language = (SELECT p.language FROM person p WHERE p.id = $1),
                 zone = (SELECT p.zone FROM person p WHERE p.id = $1), person = NULL
             WHERE person = $1 AND kind = 'left' AND EXISTS (
                 SELECT 1 FROM person p WHERE p.id = $1 AND p.email IS NOT NULL)",
            "UPDATE person SET email = NULL, password = NULL WHERE id = $1",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        }
        tx.commit().await?;
        Ok(hearings.into_iter().map(|(hearing, _)| hearing).collect())
    }
}
