//! Logins and links.

use anyhow::{Context as _, Result, ensure};
use proptest::prelude::*;
use puente_registry::{
    Error, Store,
    hearing::{HearingState, LinkState},
    id::{HearingId, PersonId, Seat},
    login::Holder,
    time::Instant,
    token::Token,
};

use crate::{
    engines::on_both_engines,
    offers::{offer_of, offered},
    people::{interpreters, interviewer, now, rng},
};

const DAY_MINUTES: i64 = 24 * 60;

async fn booked(store: &Store) -> Result<(PersonId, HearingId)> {
    let requester = interviewer(store, "e@example.org").await?;
    let people = interpreters(store, 2).await?;
    let request = offered(store, requester, &people).await?;
    for person in people {
        let offer = offer_of(store, person, request.id).await?;
        store.accept(offer, person, now()?, &mut rng()).await?;
    }
    Ok((requester, store.request(request.id).await?.hearing.context("booked")?))
}

async fn link(store: &Store, holder: Holder, at: Instant) -> Result<Token> {
    Ok(store.create_link(holder, at, at.plus_minutes(DAY_MINUTES), at, &mut rng()).await?)
}

async fn a_login_lives_until_it_ends_or_expires(store: Store) -> Result<()> {
    let person = interviewer(&store, "e@example.org").await?;
    let expires = now()?.plus_minutes(60);
    let holder = Holder::Person(person);
    let token = store.start_login(holder, now()?, expires, &mut rng()).await?;
    let other = store.start_login(holder, now()?, expires, &mut rng()).await?;
    let alive = |at| store.login(&token, at);
    assert_eq!(alive(now()?).await?.context("alive")?.holder, holder);
    assert!(alive(now()?.plus_minutes(59)).await?.is_some());
    assert!(alive(expires).await?.is_none());
    store.end_login(&token, now()?).await?;
    assert!(alive(now()?).await?.is_none());
    assert!(store.login(&other, now()?).await?.is_some(), "the other device stays signed in");
    assert!(store.login(&Token::new(&mut rng()), now()?).await?.is_none());
    Ok(())
}

async fn r20_a_link_signs_in_once_however_many_try(store: Store) -> Result<()> {
    let (_, hearing) = booked(&store).await?;
    let holder = Holder::Seat(hearing, Seat(2));
    let token = link(&store, holder, now()?).await?;
    let (at, expires) = (now()?, now()?.plus_minutes(DAY_MINUTES));
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, token) = (store.clone(), token.clone());
        tries.spawn(async move { store.redeem_link(&token, at, expires, &mut rng()).await });
    }
    let mut logins = Vec::new();
    while let Some(outcome) = tries.join_next().await {
        match outcome? {
            Ok(login) => logins.push(login),
            Err(Error::LinkUsed) => {}
            Err(other) => return Err(other.into()),
        }
    }
    assert_eq!(logins.len(), 1);
    assert_eq!(logins[0].1, holder);
    assert_eq!(store.login(&logins[0].0, at).await?.context("alive")?.holder, holder);
    Ok(())
}

async fn r20_a_link_outside_its_time_or_never_made_is_refused(store: Store) -> Result<()> {
    let person = interviewer(&store, "e@example.org").await?;
    let (from, until) = (now()?.plus_minutes(10), now()?.plus_minutes(20));
    let holder = Holder::Person(person);
    let token = store.create_link(holder, from, until, now()?, &mut rng()).await?;
    let expires = now()?.plus_minutes(DAY_MINUTES);
    let redeem = async |at| store.redeem_link(&token, at, expires, &mut rng()).await;
    ensure!(matches!(redeem(from.plus_minutes(-1)).await, Err(Error::LinkNotYet)));
    ensure!(matches!(redeem(until).await, Err(Error::LinkExpired)));
    let unknown = Token::new(&mut rng());
    let refusal = store.redeem_link(&unknown, from, expires, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LinkUnknown)), "{refusal:?}");
    redeem(from).await.context("refusals do not use a link up")?;
    ensure!(matches!(redeem(from).await, Err(Error::LinkUsed)));
    ensure!(matches!(redeem(until).await, Err(Error::LinkUsed)), "used comes before expired");
    Ok(())
}

async fn a_seat_given_a_new_link_loses_the_old_link_and_login(store: Store) -> Result<()> {
    let (_, hearing) = booked(&store).await?;
    let holder = Holder::Seat(hearing, Seat(2));
    let (at, expires) = (now()?, now()?.plus_minutes(DAY_MINUTES));
    let state = async |seat: usize| -> Result<Option<LinkState>> {
        Ok(store.hearing(hearing, at).await?.participants[seat - 1].link)
    };
    assert_eq!(state(2).await?, None);
    let first = link(&store, holder, at).await?;
    let neighbour = link(&store, Holder::Seat(hearing, Seat(3)), at).await?;
    assert_eq!(state(2).await?, Some(LinkState::Unused));
    let (login, _) = store.redeem_link(&first, at, expires, &mut rng()).await?;
    let (beside, _) = store.redeem_link(&neighbour, at, expires, &mut rng()).await?;
    assert_eq!(state(2).await?, Some(LinkState::Used));

    let later = at.plus_minutes(1);
    let second = link(&store, holder, later).await?;
    assert_eq!(state(2).await?, Some(LinkState::Unused));
    assert!(store.login(&login, later).await?.is_none(), "the old login ended");
    assert!(store.login(&beside, later).await?.is_some(), "the neighbour stays");
    let third = link(&store, holder, later).await?;
    let refusal = store.redeem_link(&second, later, expires, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LinkUsed)), "{refusal:?}");
    store.redeem_link(&third, later, expires, &mut rng()).await?;

    let nobody = Holder::Seat(hearing, Seat(99));
    let refusal = store.create_link(nobody, at, expires, at, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("seat"))), "{refusal:?}");
    Ok(())
}

async fn links_end_with_the_hearing(store: Store) -> Result<()> {
    let (_, hearing) = booked(&store).await?;
    let holder = Holder::Seat(hearing, Seat(2));
    let (at, expires) = (now()?, now()?.plus_minutes(DAY_MINUTES));
    let token = link(&store, holder, at).await?;
    store.set_hearing_state(hearing, HearingState::Live, at).await?;
    store.set_hearing_state(hearing, HearingState::Closed, at).await?;
    let refusal = store.redeem_link(&token, at, expires, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LinkUsed)), "{refusal:?}");
    let refusal = store.create_link(holder, at, expires, at, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("seat"))), "{refusal:?}");
    assert_eq!(store.hearing(hearing, at).await?.participants[1].link, Some(LinkState::Ended));
    Ok(())
}

proptest! {
    #[test]
    fn only_what_was_revealed_reads_as_a_token(text in "\\PC{0,80}|[0-9a-fA-F]{64}") {
        if let Ok(token) = text.parse::<Token>() {
            prop_assert_eq!(token.reveal(), text.to_lowercase());
            let shown = format!("{:?}", token);
            prop_assert!(!shown.contains(&token.reveal()));
        } else {
            prop_assert!(text.len() != 64 || !text.chars().all(|c| c.is_ascii_hexdigit()));
        }
    }
}

on_both_engines! {
    a_login_lives_until_it_ends_or_expires
    r20_a_link_signs_in_once_however_many_try
    r20_a_link_outside_its_time_or_never_made_is_refused
    a_seat_given_a_new_link_loses_the_old_link_and_login
    links_end_with_the_hearing
}
