//! Briefings: who reads them when, and how they lie in the database.

use anyhow::Result;
use puente_registry::{
    Error, Store,
    briefing::{Form, MOST_BYTES, NewItem, Part, Reach},
    seal_key::SealKey,
};

use crate::{
    engines::on_both_engines,
    people::{interviewer, now, rng},
    surroundings::{booked, key},
};

fn text(title: &str, content: &str) -> NewItem {
    NewItem {
        part: Part::Names,
        form: Form::Text,
        title: title.to_owned(),
        content: content.as_bytes().to_vec(),
    }
}

async fn r14_it_opens_with_the_acceptance_and_ends_with_the_close(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let (id, at) = (booked.hearing.id.0, now()?);
    let reach = async |person| store.briefing(id, person, at).await.map(|b| b.reach);
    assert_eq!(reach(booked.requester).await?, Reach::Writes);
    assert_eq!(reach(booked.people[0]).await?, Reach::Reads);
    assert_eq!(reach(booked.people[2]).await?, Reach::NotYet, "asked, not booked");
    assert!(matches!(reach(booked.people[4]).await, Err(Error::NotFound(_))), "never asked");
    let stranger = interviewer(&store, "other@example.org").await?;
    assert!(matches!(reach(stranger).await, Err(Error::NotFound(_))));

    let briefing = store.briefing(id, booked.requester, at).await?;
    let item = text("Nombres", "Todos Santos Cuchumatán");
    let added = store.add_to_briefing(&briefing, &item, &key()?, at, &mut rng()).await?;
    let mine = store.briefing(id, booked.people[0], at).await?;
    let (read, content) = store.briefing_item(&mine, added, &key()?).await?;
    assert_eq!((read.title.as_str(), content), ("Nombres", item.content.clone()));
    let refused = store.add_to_briefing(&mine, &item, &key()?, at, &mut rng()).await;
    assert!(matches!(refused, Err(Error::NotNow(_))), "a reader does not write: {refused:?}");
    // The same by the request's id, as before there is a hearing.
    if let Some(request) = booked.hearing.request {
        let by_request = store.briefing(request.0, booked.people[0], at).await?;
        assert_eq!(store.briefing_items(&by_request, &key()?).await?.len(), 1);
    }

    booked.open(&store).await?;
    booked.close(&store).await?;
    assert_eq!(reach(booked.people[0]).await?, Reach::Over);
    assert_eq!(reach(booked.requester).await?, Reach::Over);
    let gone = store.briefing_item(&mine, added, &key()?).await;
    assert!(matches!(gone, Err(Error::NotFound(_))), "wiped: {gone:?}");
    Ok(())
}

async fn r14_nothing_of_it_is_read_without_the_key(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let briefing = store.briefing(booked.hearing.id.0, booked.requester, now()?).await?;
    let item = text("Nombres", "Todos Santos");
    let id = store.add_to_briefing(&briefing, &item, &key()?, now()?, &mut rng()).await?;
    let other = SealKey::new(&[8; SealKey::BYTES])?;
    assert!(store.briefing_items(&briefing, &other).await.is_err());
    assert!(store.briefing_item(&briefing, id, &other).await.is_err());
    store.remove_from_briefing(&briefing, id).await?;
    assert_eq!(store.briefing_items(&briefing, &key()?).await?, vec![]);
    assert!(matches!(store.remove_from_briefing(&briefing, id).await, Err(Error::NotFound(_))));
    Ok(())
}

async fn what_is_too_large_or_empty_is_refused(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let briefing = store.briefing(booked.hearing.id.0, booked.requester, now()?).await?;
    let half = usize::try_from(MOST_BYTES / 2)? + 1;
    let file = NewItem { form: Form::Pdf, content: vec![1; half], ..text("Plano", "") };
    store.add_to_briefing(&briefing, &file, &key()?, now()?, &mut rng()).await?;
    for (item, field) in [
        (file.clone(), "content"),
        (text("Nombres", ""), "content"),
        (text("  ", "x"), "title"),
        (text(&"x".repeat(200), "x"), "title"),
        (text("Nombres", &"x".repeat(50_000)), "content"),
    ] {
        let refused = store.add_to_briefing(&briefing, &item, &key()?, now()?, &mut rng()).await;
        let named = matches!(refused, Err(Error::Invalid { field: found, .. }) if found == field);
        assert!(named, "{field}: {refused:?}");
    }
    Ok(())
}

on_both_engines! {
    r14_it_opens_with_the_acceptance_and_ends_with_the_close
    r14_nothing_of_it_is_read_without_the_key
    what_is_too_large_or_empty_is_refused
}
