//! What differs from an ordinary week, so that a calendar of the sample shows all it can: being on
//! call every other weekend, hours opened on one day, a day closed.

use rand::rngs::StdRng;

use crate::{
    availability::{
        Rule, WeekCalendar,
        purpose::{Purpose, Purposes},
    },
    country::Country,
    error::{Error, Result},
    person::{Account, AccountRole},
    store::Store,
    time::{Instant, Local, Moment, WallTime},
};

/// Gives some interpreters of every country more than a week.
pub(super) async fn fill(store: &Store, now: Instant, rng: &mut StdRng) -> Result<()> {
    let interpreters = store.accounts_with_role(AccountRole::Interpreter).await?;
    for &country in Country::ALL {
        for one in interpreters.iter().rev().filter(|one| one.country == country).take(3) {
            on_call(store, one, now).await?;
            let wall = |days: i64, clock: &str| wall(one, now, days, clock);
            let hours = (&wall(9, "18:00")?, &wall(9, "20:30")?);
            store.add_extra(one.id, hours, Purposes::ALL, now, rng).await?;
            store.add_block(one.id, &wall(20, "00:00")?, &wall(22, "00:00")?, now, rng).await?;
        }
    }
    Ok(())
}

/// Nights and days of every other weekend, beside the week that is there.
async fn on_call(store: &Store, one: &Account, now: Instant) -> Result<()> {
    let time = |text: &str| text.parse().map_err(|e| Error::time("time", &e));
    let (from, to) = (time("00:00")?, time("24:00")?);
    let weekend = [6, 7].map(|day| Rule {
        day,
        from,
        to,
        purposes: Purposes::only(Purpose::OnCall),
        valid_from: Some(Moment::at(now, &one.zone).local.day()),
        valid_until: None,
        every_weeks: 2,
    });
    let mut calendars = store.availability(one.id, now).await?.calendars;
    calendars.push(WeekCalendar {
        name: "De turno".to_owned(),
        zone: one.zone.clone(),
        week: weekend.to_vec(),
    });
    store.set_calendars(one.id, &one.zone, &calendars).await
}

/// That time of the person's clock, so many days from now.
fn wall(one: &Account, now: Instant, days: i64, clock: &str) -> Result<WallTime> {
    let day = Moment::at(now.plus_minutes(days * 24 * 60), &one.zone).local.day();
    let local: Local = format!("{day}T{clock}").parse().map_err(|e| Error::time("time", &e))?;
    Ok(WallTime { local, zone: one.zone.clone() })
}
