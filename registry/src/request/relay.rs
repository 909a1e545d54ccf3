//! A request for one booth becomes a relay: the booths of a chain take the place of its own.

use super::{
    Request,
    leg::{legs_of, put_legs},
    stored_as_json,
};
use crate::{
    error::{Error, Result, Why},
    store::{Store, Tx, on},
};

/// A chain goes over one language in between at least.
const FEWEST_LEGS: usize = 2;

impl Store {
    /// Checks the booths that a request would have, and gives it their seats; nothing is stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] `legs`; [`Error::NotNow`] for a request with more booths or with
    /// somebody in a seat.
    pub(crate) fn plan_relay(&self, asked: &mut Request) -> Result<()> {
        let input = &asked.input;
        if input.legs.len() < FEWEST_LEGS {
            return Err(Error::invalid("legs", Why::Missing));
        }
        input.check_legs()?;
        for leg in &input.legs {
            self.check_pair(&leg.languages)?;
        }
        if asked.legs.len() > input.legs.len() || asked.legs.iter().any(|leg| leg.taken > 0) {
            return Err(Error::NotNow("the request has other booths already"));
        }
        asked.legs = legs_of(input, asked.country);
        asked.seats = asked.legs.iter().map(|leg| leg.seats).sum();
        asked.team_rule = asked.legs.iter().find_map(|leg| leg.team_rule);
        Ok(())
    }
}

/// Stores the booths of a planned relay. The request's row is taken; nobody is asked by waves any
/// more unless somebody begins them again.
pub(crate) async fn become_relay(tx: &mut Tx, planned: &Request) -> Result<()> {
    let sql = "UPDATE request SET input = $2, seats = $3, team_rule = $4, waves = NULL
               WHERE id = $1 AND taken = 0";
    let changed = on!(tx.conn(), db => sqlx::query(sql)
        .bind(planned.id).bind(stored_as_json(&planned.input)?).bind(planned.seats)
        .bind(planned.team_rule)
        .execute(db).await?.rows_affected());
    if changed == 0 {
        return Err(Error::NotNow("somebody has a seat"));
    }
    put_legs(tx, planned.id, &planned.legs).await
}
