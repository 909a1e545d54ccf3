//! The life of an account: invited, in use, suspended, its password forgotten and changed, left.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    account::{AccountLine, AccountState},
    country::Country,
    id::PersonId,
    login::Holder,
    notice::{Channel, ChannelChoice, Notice},
    person::{AccountRole, NewAccount, PageLanguage},
    push::PushDeviceInput,
    ticket::{Purpose, TicketHolder},
    token::Token,
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interpreters, interview, interviewer, now, rng, witness},
};

const HOUR: i64 = 60;

fn staff(email: &str, role: AccountRole) -> Result<NewAccount> {
    Ok(NewAccount {
        name: "Luisa Ejemplo".into(),
        email: Some(email.into()),
        password_phc: None,
        role,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    })
}

async fn administrator(store: &Store) -> Result<PersonId> {
    let account = staff("admin@example.org", AccountRole::Administrator)?;
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

async fn invited(store: &Store, email: &str) -> Result<PersonId> {
    let account = staff(email, AccountRole::Coordinator)?;
    Ok(store.invite(&account, PageLanguage::Fr, now()?, &mut rng()).await?)
}

async fn ticket(store: &Store, person: PersonId, purpose: Purpose) -> Result<Token> {
    let holder = TicketHolder::Person(person);
    Ok(store.issue_ticket(holder, purpose, now()?, &mut rng()).await?)
}

async fn choose(store: &Store, token: &Token, minutes: i64) -> Result<PersonId, Error> {
    let at = now().map_err(|_| Error::NotFound("now"))?.plus_minutes(minutes);
    let chosen =
        store.choose_password(token, "$argon2id$new", at, at.plus_minutes(HOUR), &mut rng()).await;
    chosen.map(|(_, person)| person)
}

async fn told(store: &Store) -> Result<Vec<&'static str>> {
    let deliveries = store.take_deliveries(now()?.plus_minutes(HOUR), 100).await?;
    let mut kinds = Vec::new();
    for delivery in deliveries {
        store.delivered(delivery.id, now()?).await?;
        kinds.push(delivery.notice.kind());
    }
    Ok(kinds)
}

async fn whoever_is_invited_chooses_a_password_once_and_comes_in(store: Store) -> Result<()> {
    let person = invited(&store, "luisa@example.org").await?;
    assert_eq!(told(&store).await?, ["invited"]);
    assert_eq!(store.account_for_sign_in("luisa@example.org").await?, None, "not in use yet");
    let token = ticket(&store, person, Purpose::Begin).await?;
    let view = store.ticket(&token, now()?).await?;
    assert_eq!((view.purpose, view.language), (Purpose::Begin, PageLanguage::Fr));

    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (store, token) = (store.clone(), token.clone());
        tries.spawn(async move { choose(&store, &token, 5).await });
    }
    let mut came = 0;
    while let Some(tried) = tries.join_next().await {
        match tried? {
            Ok(found) => {
                ensure!(found == person);
                came += 1;
            }
            Err(refusal) => ensure!(matches!(refusal, Error::LinkUsed), "{refusal:?}"),
        }
    }
    assert_eq!(came, 1, "of all who try, one");
    let (account, phc) = store.account_for_sign_in("luisa@example.org").await?.context("in use")?;
    assert_eq!((account.id, phc.as_deref()), (person, Some("$argon2id$new")));
    let line = store.account_of_country(Country::Gt, person).await?;
    assert!(line.email_verified && line.state == AccountState::Active && line.last_seen.is_some());
    assert_eq!(told(&store).await?, [""; 0], "nothing was changed that somebody must hear of");
    Ok(())
}

async fn a_ticket_ends_with_its_time_and_with_what_it_was_for(store: Store) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    let late = ticket(&store, person, Purpose::Reset).await?;
    let refusal = choose(&store, &late, 30).await;
    ensure!(matches!(refusal, Err(Error::LinkExpired)), "{refusal:?}");
    let (one, other) = (
        ticket(&store, person, Purpose::Reset).await?,
        ticket(&store, person, Purpose::Reset).await?,
    );
    choose(&store, &one, 29).await?;
    assert_eq!(told(&store).await?, ["password_changed"]);
    let refusal = choose(&store, &other, 29).await;
    ensure!(matches!(refusal, Err(Error::LinkUsed)), "the others end with it: {refusal:?}");
    let refusal = store.ticket(&Token::new(&mut rng()), now()?).await;
    ensure!(matches!(refusal, Err(Error::LinkUnknown)), "{refusal:?}");
    Ok(())
}

async fn a_new_password_signs_out_everybody_who_was_in(store: Store) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    let (at, expires) = (now()?, now()?.plus_minutes(12 * HOUR));
    let holder = Holder::Person(person);
    let before = store.start_login(holder, at, expires, &mut rng()).await?;
    let link = store.create_link(holder, at, expires, at, &mut rng()).await?;
    choose(&store, &ticket(&store, person, Purpose::Reset).await?, 1).await?;
    assert_eq!(store.login(&before, at).await?, None);
    let refusal = store.redeem_link(&link, at, expires, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LinkUsed)), "{refusal:?}");

    let before = store.start_login(holder, at, expires, &mut rng()).await?;
    store.change_password(person, "$argon2id$third", at, &mut rng()).await?;
    assert_eq!(store.login(&before, at).await?, None);
    let before = store.start_login(holder, at, expires, &mut rng()).await?;
    store.sign_out_everywhere(person, at).await?;
    assert_eq!(store.login(&before, at).await?, None);
    Ok(())
}

async fn a_suspended_account_lets_nobody_in_until_it_is_resumed(store: Store) -> Result<()> {
    let admin = administrator(&store).await?;
    let person = interviewer(&store, "elena@example.org").await?;
    let (at, expires) = (now()?, now()?.plus_minutes(12 * HOUR));
    let holder = Holder::Person(person);
    let login = store.start_login(holder, at, expires, &mut rng()).await?;
    let reset = ticket(&store, person, Purpose::Reset).await?;
    let line = store.suspend(Country::Gt, person, admin, at).await?;
    assert_eq!(line.state, AccountState::Suspended);
    assert_eq!(store.login(&login, at).await?, None);
    assert_eq!(store.account_for_sign_in("elena@example.org").await?, None);
    ensure!(choose(&store, &reset, 1).await.is_err());
    let refusal = store.start_login(holder, at, expires, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("account"))), "{refusal:?}");
    let again = ticket(&store, person, Purpose::Reset).await?;
    ensure!(choose(&store, &again, 1).await.is_err(), "no way round");

    let refusal = store.suspend(Country::Gt, admin, admin, at).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "one's own: {refusal:?}");
    let refusal = store.suspend(Country::Mx, person, admin, at).await;
    ensure!(matches!(refusal, Err(Error::NotFound("account"))), "another country's: {refusal:?}");
    let refusal = store.resume(Country::Mx, person, at, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("account"))), "{refusal:?}");

    store.resume(Country::Gt, person, at, &mut rng()).await?;
    let refusal = store.resume(Country::Gt, person, at, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn roles_are_given_to_staff_and_never_to_oneself_or_an_interpreter(
    store: Store,
) -> Result<()> {
    let admin = administrator(&store).await?;
    let person = invited(&store, "luisa@example.org").await?;
    let interpreter = interpreters(&store, 1).await?[0];
    let line = store.change_role(Country::Gt, person, admin, AccountRole::Clerk).await?;
    assert_eq!(line.role, AccountRole::Clerk);
    for (id, role) in [
        (admin, AccountRole::Coordinator),
        (interpreter, AccountRole::Coordinator),
        (person, AccountRole::Interpreter),
    ] {
        let refusal = store.change_role(Country::Gt, id, admin, role).await;
        ensure!(refusal.is_err(), "{role}");
    }
    let refusal = store
        .invite(
            &staff("x@example.org", AccountRole::Interpreter)?,
            PageLanguage::Es,
            now()?,
            &mut rng(),
        )
        .await;
    ensure!(matches!(refusal, Err(Error::Invalid { field: "role", .. })), "{refusal:?}");

    let names = |lines: Vec<AccountLine>| lines.into_iter().map(|line| line.id).collect::<Vec<_>>();
    let found = store.accounts_of_country(Country::Gt, Some(AccountRole::Clerk), "").await?;
    assert_eq!(names(found), [person]);
    let found = store.accounts_of_country(Country::Gt, None, "LUISA@ex").await?;
    assert_eq!(names(found), [person]);
    assert_eq!(store.accounts_of_country(Country::Gt, None, "%").await?, vec![]);
    assert_eq!(store.accounts_of_country(Country::Mx, None, "").await?, vec![]);
    assert_eq!(store.accounts_of_country(Country::Gt, None, "").await?.len(), 3);
    Ok(())
}

async fn whoever_leaves_is_out_of_reach_and_substitutes_are_asked_for(store: Store) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let leaver = people[0];
    let request = store.create_request(elena, &interview()?, now()?, &mut rng()).await?;
    store.offer(request.id, elena, 0, &people[..2], now()?, &mut rng()).await?;
    for person in &people[..2] {
        let offer = store.offers_to(*person, now()?).await?[0].id;
        store.accept(offer, *person, now()?, &mut rng()).await?;
    }
    let hearing = store.request(request.id).await?.hearing.context("booked")?;
    let mut later = interview()?;
    later.starts.local = "2026-11-26T10:00".parse()?;
    later.participants = vec![witness(None)?];
    let open = store.create_request(elena, &later, now()?, &mut rng()).await?;
    store.offer(open.id, elena, 0, &[leaver], now()?, &mut rng()).await?;
    let choice = ChannelChoice { phone: Some("+50255550100".into()), ..ChannelChoice::default() };
    store.set_channel_choice(leaver, &choice).await?;
    let device = PushDeviceInput {
        endpoint: "https://push.example/1".into(),
        p256dh: "B".repeat(87),
        auth: "A".repeat(22),
    };
    store.add_push_device(leaver, &device, now()?, &mut rng()).await?;
    let (at, expires) = (now()?, now()?.plus_minutes(12 * HOUR));
    let login = store.start_login(Holder::Person(leaver), at, expires, &mut rng()).await?;
    told(&store).await?;

    assert_eq!(store.leave(leaver, at, &mut rng()).await?, [hearing]);
    let deliveries = store.take_deliveries(at, 100).await?;
    let wanted = Notice::SubstituteWanted { hearing };
    assert!(deliveries.iter().any(|d| d.notice == wanted && d.to.person == Some(elena)));
    assert_eq!(store.login(&login, at).await?, None);
    assert_eq!(store.push_devices_of(leaver).await?, vec![]);
    assert_eq!(store.channel_choice(leaver).await?, ChannelChoice::default());
    assert!(store.availability(leaver, at).await?.calendars.iter().all(|c| c.week.is_empty()));
    let line = store.account_of_country(Country::Gt, leaver).await?;
    assert_eq!((line.state, line.email), (AccountState::Left, None));
    assert_eq!(line.number, Some(101), "what retention demands stays");
    let after = store.request(open.id).await?;
    assert_eq!(after.offers[0].state.as_str(), "declined");
    let fit = store.candidates(open.id, 0, at).await?.candidates;
    assert!(fit.iter().all(|candidate| candidate.person != leaver));
    let refusal = store.leave(leaver, at, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn the_last_message_still_reaches_whoever_left(store: Store) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    store.leave(elena, now()?, &mut rng()).await?;
    let deliveries = store.take_deliveries(now()?, 10).await?;
    let last = deliveries.first().context("the last message")?;
    assert_eq!((last.notice, last.channel), (Notice::Left, Channel::Email));
    assert_eq!(last.to.email.as_deref(), Some("elena@example.org"));
    assert_eq!(last.to.person, None);
    Ok(())
}

async fn who_stood_by_the_victim_is_proposed_again_in_the_same_case(store: Store) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let mut input = interview()?;
    input.case_reference = Some("CASE-7".into());
    for (role, label) in
        [("victims_counsel", "Lcda. R."), ("support_person", "Tía"), ("observer", "O-1")]
    {
        let mut participant = witness(None)?;
        participant.role = role.parse()?;
        participant.label = label.into();
        input.participants.push(participant);
    }
    let request = store.create_request(elena, &input, now()?, &mut rng()).await?;
    store.offer(request.id, elena, 0, &people, now()?, &mut rng()).await?;
    assert_eq!(store.participants_of_case(elena, "CASE-7").await?, vec![], "nothing is booked");
    for person in &people {
        let offer = store.offers_to(*person, now()?).await?[0].id;
        store.accept(offer, *person, now()?, &mut rng()).await?;
    }
    let proposed = store.participants_of_case(elena, "CASE-7").await?;
    let labels: Vec<_> = proposed.iter().map(|p| (p.role.as_str(), p.label.as_str())).collect();
    assert_eq!(labels, [("victims_counsel", "Lcda. R."), ("support_person", "Tía")]);
    assert_eq!(store.participants_of_case(elena, "CASE-8").await?, vec![]);
    let mut abroad = staff("mx@example.org", AccountRole::Coordinator)?;
    abroad.country = Country::Mx;
    let stranger = store.add_account(&abroad, now()?, &mut rng()).await?;
    assert_eq!(store.participants_of_case(stranger, "CASE-7").await?, vec![]);
    Ok(())
}

on_both_engines! {
    whoever_is_invited_chooses_a_password_once_and_comes_in
    a_ticket_ends_with_its_time_and_with_what_it_was_for
    a_new_password_signs_out_everybody_who_was_in
    a_suspended_account_lets_nobody_in_until_it_is_resumed
    roles_are_given_to_staff_and_never_to_oneself_or_an_interpreter
    whoever_leaves_is_out_of_reach_and_substitutes_are_asked_for
    the_last_message_still_reaches_whoever_left
    who_stood_by_the_victim_is_proposed_again_in_the_same_case
}
