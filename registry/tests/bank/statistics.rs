//! Statistics count what happened, and give nobody away.

use anyhow::{Context as _, Result};
use puente_registry::{
    Error, Store,
    country::Country,
    statistics::{Count, Lead, Period},
};

use crate::{
    engines::on_both_engines,
    offers::offer_of,
    people::{GUATEMALA, interpreters, interview, interviewer, now, rng, wall},
};

/// Six interviews are booked and three taken back, all asked for more than three days before.
async fn busy_week(store: &Store) -> Result<()> {
    let requester = interviewer(store, "e@example.org").await?;
    let people = interpreters(store, 1).await?;
    for day in 1..=9 {
        let mut input = interview()?;
        input.minutes = 60;
        input.starts = wall(&format!("2026-12-0{day}T10:00"), GUATEMALA)?;
        let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
        if day <= 6 {
            store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
            let person = *people.first().context("an interpreter")?;
            let offer = offer_of(store, person, request.id).await?;
            store.accept(offer, person, now()?.plus_minutes(day), &mut rng()).await?;
        } else {
            store.cancel_request(request.id, requester, None, now()?, &mut rng()).await?;
        }
    }
    Ok(())
}

fn december() -> Result<Period> {
    Ok(Period {
        from: "2026-12-01T06:00:00Z".parse()?,
        until: "2027-01-01T06:00:00Z".parse()?,
        country: Some(Country::Gt),
    })
}

async fn s10_a_cell_of_three_is_suppressed_and_cannot_be_worked_out(store: Store) -> Result<()> {
    busy_week(&store).await?;
    let report = store.statistics(&december()?, now()?).await?;
    let [sum, line] = report.fulfilment.as_slice() else {
        anyhow::bail!("two lines: {:?}", report.fulfilment)
    };
    assert_eq!(line.language.as_str(), "mam-todos-santos");
    assert_eq!((line.lead, sum.lead), (Some(Lead::Longer), None));
    for line in [line, sum] {
        assert_eq!(line.asked, Count::Shown(9));
        assert_eq!((line.fulfilled, line.withdrawn), (Count::Hidden, Count::Hidden));
        assert_eq!((line.unmet, line.open), (Count::Shown(0), Count::Shown(0)));
        assert_eq!(line.answer_minutes, Some(4));
    }
    let [share] = report.shares.as_slice() else { anyhow::bail!("one country") };
    assert_eq!((share.interpreters, share.worked, share.minutes), (1, 1, 360));
    Ok(())
}

async fn other_countries_and_other_days_are_not_counted(store: Store) -> Result<()> {
    busy_week(&store).await?;
    let elsewhere = Period { country: Some(Country::Mx), ..december()? };
    assert!(store.statistics(&elsewhere, now()?).await?.fulfilment.is_empty());
    let from = december()?.until;
    let later = Period { from, until: from.plus_minutes(31 * 1440), country: None };
    let report = store.statistics(&later, now()?).await?;
    assert!(report.fulfilment.is_empty() && report.minutes.is_empty());
    let backwards = Period { from: december()?.until, until: december()?.from, country: None };
    let refused = store.statistics(&backwards, now()?).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "until", .. })));
    Ok(())
}

on_both_engines! {
    s10_a_cell_of_three_is_suppressed_and_cannot_be_worked_out
    other_countries_and_other_days_are_not_counted
}
