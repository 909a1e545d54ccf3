//! Links: each signs in one person or one seat, once.

use std::collections::BTreeMap;

use rand::rngs::StdRng;

use crate::{
    error::{Error, Result},
    hearing::{Hearing, LinkState},
    id::{HearingId, Seat},
    login::{Holder, HolderColumns, insert_login},
    store::{Store, on},
    time::Instant,
    token::Token,
};

#[derive(sqlx::FromRow)]
struct LinkRow {
    #[sqlx(flatten)]
    holder: HolderColumns,
    valid_from: Instant,
    valid_until: Instant,
    redeemed: Option<Instant>,
    ended: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct SeatLinkRow {
    seat: Seat,
    valid_until: Instant,
    redeemed: Option<Instant>,
    ended: Option<Instant>,
}

/// Time to try the devices before the hearing begins.
const BEFORE_MINUTES: i64 = 60;
/// Hearings overrun; a link that was lost then must still be replaceable.
const AFTER_MINUTES: i64 = 4 * 60;

/// From when until when a link to a seat of a hearing is valid.
#[must_use]
pub fn seat_link_span(hearing: &Hearing, now: Instant) -> (Instant, Instant) {
    let from = hearing.starts.instant.plus_minutes(-BEFORE_MINUTES);
    let end = hearing.ends.instant.max(now);
    (from, end.plus_minutes(AFTER_MINUTES))
}

impl Store {
    /// Makes a link, valid on `[valid_from, valid_until)`. For a seat it ends the earlier links
    /// and logins of that seat.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a seat that does not exist or a hearing that is over.
    pub async fn create_link(
        &self,
        holder: Holder,
        valid_from: Instant,
        valid_until: Instant,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let mut tx = self.begin().await?;
        if let Holder::Seat(hearing, seat) = holder {
            let sql = "SELECT count(*) FROM participant p JOIN hearing h ON h.id = p.hearing
                       WHERE p.hearing = $1 AND p.seat = $2 AND h.state IN ('booked', 'live')";
            let (seats,): (i64,) = on!(tx.conn(), db =>
                sqlx::query_as(sql).bind(hearing).bind(seat).fetch_one(db).await?);
            if seats == 0 {
                return Err(Error::NotFound("seat"));
            }
            for sql in [
                "UPDATE link SET ended = $3 WHERE hearing = $1 AND seat = $2 AND ended IS NULL",
                "UPDATE login SET ended = $3 WHERE hearing = $1 AND seat = $2 AND ended IS NULL",
            ] {
                on!(tx.conn(), db => sqlx::query(sql)
                    .bind(hearing).bind(seat).bind(now).execute(db).await.map(drop)?);
            }
        }
        let token = Token::new(rng);
        let columns = HolderColumns::from(holder);
        let sql = "INSERT INTO link (hash, person, hearing, seat, valid_from, valid_until, created)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(token.hash()).bind(columns.person).bind(columns.hearing).bind(columns.seat)
            .bind(valid_from).bind(valid_until).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(token)
    }

    /// Turns a link into a login, once: of all who try, one succeeds.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`], [`Error::LinkUsed`] (also when replaced), [`Error::LinkNotYet`],
    /// [`Error::LinkExpired`].
    pub async fn redeem_link(
        &self,
        link: &Token,
        now: Instant,
        login_expires: Instant,
        rng: &mut StdRng,
    ) -> Result<(Token, Holder)> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE link SET redeemed = $2
                   WHERE hash = $1 AND redeemed IS NULL AND ended IS NULL
                     AND valid_from <= $2 AND $2 < valid_until";
        let redeemed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(link.hash()).bind(now).execute(db).await?.rows_affected());
        let sql = "SELECT person, hearing, seat, valid_from, valid_until, redeemed, ended
                   FROM link WHERE hash = $1";
        let row: Option<LinkRow> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(link.hash()).fetch_optional(db).await?);
        let row = row.ok_or(Error::LinkUnknown)?;
        if redeemed == 0 {
            return Err(if row.redeemed.is_some() || row.ended.is_some() {
                Error::LinkUsed
            } else if now < row.valid_from {
                Error::LinkNotYet
            } else {
                debug_assert!(row.valid_until <= now, "nothing else refuses a link");
                Error::LinkExpired
            });
        }
        let holder = Holder::try_from(row.holder)?;
        let login = insert_login(&mut tx, holder, now, login_expires, rng).await?;
        tx.commit().await?;
        Ok((login, holder))
    }

    /// The state of each seat's last link.
    pub(crate) async fn link_states(
        &self,
        hearing: HearingId,
        now: Instant,
    ) -> Result<BTreeMap<Seat, LinkState>> {
        let sql = "SELECT seat, valid_until, redeemed, ended FROM link WHERE hearing = $1
                   ORDER BY created, ended IS NULL";
        let rows: Vec<SeatLinkRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?);
        Ok(rows
            .into_iter()
            .map(|row| {
                let state = match (row.redeemed, row.ended) {
                    (_, Some(_)) => LinkState::Ended,
                    (Some(_), None) => LinkState::Used,
                    (None, None) if row.valid_until <= now => LinkState::Ended,
                    (None, None) => LinkState::Unused,
                };
                (row.seat, state)
            })
            .collect())
    }
}
