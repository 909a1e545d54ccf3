//! Who is told what when offers and bookings change, in the same transaction.

use rand::rngs::StdRng;

use crate::{
    audience::people_of_hearing,
    error::Result,
    id::{HearingId, OfferId, PersonId, RequestId},
    notice::{Notice, notify},
    store::{Tx, on},
    time::Instant,
};

/// Tells each of these people that the offer needs no answer any more.
pub(super) async fn offers_closed(
    tx: &mut Tx,
    closed: &[(OfferId, PersonId)],
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    for (offer, person) in closed {
        notify(tx, *person, &Notice::OfferClosed { offer: *offer }, now, rng).await?;
    }
    Ok(())
}

/// Tells those who are new in a hearing that it is booked, and those who were told before that it
/// has changed.
pub(super) async fn booked(
    tx: &mut Tx,
    hearing: HearingId,
    news_to: &[PersonId],
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    for person in people_of_hearing(tx, hearing).await? {
        let notice = if news_to.contains(&person) {
            Notice::Booked { hearing }
        } else {
            Notice::Changed { hearing }
        };
        notify(tx, person, &notice, now, rng).await?;
    }
    Ok(())
}

/// Tells who made the request, and those who are asked to help, that nobody has taken it.
pub(super) async fn nobody_took(
    tx: &mut Tx,
    request: RequestId,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "SELECT requester FROM request WHERE id = $1
               UNION SELECT p.id FROM request r JOIN person p
                   ON p.role = 'coordinator' AND p.country = r.country
                   WHERE r.id = $1 AND r.escalated IS NOT NULL";
    let people: Vec<(PersonId,)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
    for (person,) in people {
        notify(tx, person, &Notice::RequestUnanswered { request }, now, rng).await?;
    }
    Ok(())
}
