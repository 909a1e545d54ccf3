//! The outbox: who is told by which channel, that nobody is told twice, and when it is enough.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    hearing::{HearingInput, ParticipantInput},
    id::{HearingId, PersonId, Seat},
    notice::{Address, Channel, ChannelChoice, Delivery, Notice, next_attempt},
    person::PageLanguage,
    push::PushDeviceInput,
    request::Move,
    time::{Instant, Moment},
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interpreters as people, interview, interviewer, now, rng, wall, witness},
};

const DAY_MINUTES: i64 = 24 * 60;

fn device(endpoint: &str) -> PushDeviceInput {
    PushDeviceInput { endpoint: endpoint.to_owned(), p256dh: "B".repeat(87), auth: "A".repeat(22) }
}

/// A hearing that starts in so many minutes; its witness has seat 2 and no account.
async fn hearing(store: &Store, opener: PersonId, in_minutes: i64) -> Result<HearingId> {
    let starts = Moment::at(now()?.plus_minutes(in_minutes), &GUATEMALA.parse()?);
    let input: HearingInput = serde_json::from_value(serde_json::json!({
        "kind": "interview", "minutes": 60, "booths": [], "participants": [witness(None)?],
        "starts": { "local": starts.local, "zone": starts.zone },
    }))?;
    Ok(store.open_hearing(opener, &input, now()?, &mut rng()).await?)
}

fn channels(deliveries: &[Delivery]) -> Vec<(&'static str, Channel)> {
    let mut told: Vec<_> = deliveries.iter().map(|d| (d.notice.kind(), d.channel)).collect();
    told.sort_unstable();
    told
}

async fn each_notice_goes_by_the_channels_that_were_chosen(store: Store) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    let hearing = hearing(&store, person, 3 * DAY_MINUTES).await?;
    let booked = store.take_deliveries(now()?, 100).await?;
    assert_eq!(channels(&booked), [("booked", Channel::Email)], "told with the hearing itself");
    store.add_push_device(person, &device("https://push.example/1"), now()?, &mut rng()).await?;
    let quiet = ChannelChoice { email: false, push: false, phone: Some("+50255550100".into()) };
    store.set_channel_choice(person, &quiet).await?;
    for notice in [
        Notice::Booked { hearing },
        Notice::Reminder { hearing, minutes_before: 60 },
        Notice::PasswordForgotten,
    ] {
        store.notify(person, &notice, now()?, &mut rng()).await?;
    }
    let quietly = store.take_deliveries(now()?, 100).await?;
    let told = [("booked", Channel::Email), ("password_forgotten", Channel::Email)];
    assert_eq!(channels(&quietly), told, "bookings and the account's own matters always");

    store.set_channel_choice(person, &ChannelChoice { email: true, push: true, ..quiet }).await?;
    let offer = puente_registry::id::OfferId::new(now()?, &mut rng());
    store.notify(person, &Notice::Ring { offer }, now()?, &mut rng()).await?;
    let rung = store.take_deliveries(now()?, 100).await?;
    let everywhere = [("ring", Channel::Email), ("ring", Channel::Push), ("ring", Channel::Sms)];
    assert_eq!(channels(&rung), everywhere);
    let push = rung.iter().find(|d| d.channel == Channel::Push).context("push")?;
    assert_eq!(push.device.as_ref().map(|d| d.endpoint.as_str()), Some("https://push.example/1"));
    assert_eq!(push.to.language, PageLanguage::Es);

    let malformed = ChannelChoice { phone: Some("5550100".into()), ..ChannelChoice::default() };
    let refusal = store.set_channel_choice(person, &malformed).await;
    ensure!(matches!(refusal, Err(Error::Invalid { field: "phone", .. })), "{refusal:?}");
    Ok(())
}

async fn of_many_nodes_that_look_at_once_each_delivery_is_taken_by_one(store: Store) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    for _ in 0..40 {
        store.notify(person, &Notice::PasswordChanged, now()?, &mut rng()).await?;
    }
    let mut nodes = tokio::task::JoinSet::new();
    let at = now()?;
    for _ in 0..8 {
        let store = store.clone();
        nodes.spawn(async move { store.take_deliveries(at, 10).await });
    }
    let mut taken = Vec::new();
    while let Some(node) = nodes.join_next().await {
        taken.extend(node??.into_iter().map(|delivery| delivery.id));
    }
    taken.extend(store.take_deliveries(at, 100).await?.into_iter().map(|delivery| delivery.id));
    let all = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((all, taken.len()), (40, 40), "each once");
    // A node that died in between only delays it.
    assert_eq!(store.take_deliveries(at.plus_minutes(1), 100).await?.len(), 0);
    let again = store.take_deliveries(at.plus_minutes(2), 100).await?;
    assert_eq!(again.len(), 40);
    assert!(again.iter().all(|delivery| delivery.attempts == 2));
    Ok(())
}

async fn what_is_settled_is_not_handed_out_again_and_the_rest_when_it_is_due(
    store: Store,
) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    for _ in 0..3 {
        store.notify(person, &Notice::PasswordChanged, now()?, &mut rng()).await?;
    }
    let taken = store.take_deliveries(now()?, 10).await?;
    store.delivered(taken[0].id, now()?).await?;
    store.give_up_delivery(taken[1].id, "refused", now()?).await?;
    store.deliver_later(taken[2].id, "unreachable", now()?.plus_minutes(5)).await?;
    assert_eq!(store.delivery_counts().await?, (1, 1));
    assert_eq!(store.take_deliveries(now()?.plus_minutes(4), 10).await?, vec![]);
    let again = store.take_deliveries(now()?.plus_minutes(5), 10).await?;
    assert_eq!(again.iter().map(|delivery| delivery.id).collect::<Vec<_>>(), [taken[2].id]);
    Ok(())
}

async fn each_version_of_a_calendar_entry_has_the_next_number(store: Store) -> Result<()> {
    let person = interviewer(&store, "elena@example.org").await?;
    let one = hearing(&store, person, 3_000).await?;
    hearing(&store, person, 6_000).await?;
    for notice in [
        Notice::Changed { hearing: one },
        Notice::Reminder { hearing: one, minutes_before: 60 },
        Notice::Cancelled { hearing: one },
    ] {
        store.notify(person, &notice, now()?, &mut rng()).await?;
    }
    let mut sequences: Vec<_> = store
        .take_deliveries(now()?, 10)
        .await?
        .into_iter()
        .map(|delivery| (delivery.notice.kind(), delivery.calendar_sequence))
        .collect();
    sequences.sort_unstable();
    let expected = [
        ("booked", Some(0)),
        ("booked", Some(0)),
        ("cancelled", Some(2)),
        ("changed", Some(1)),
        ("reminder", None),
    ];
    assert_eq!(sequences, expected);
    Ok(())
}

async fn a_hearing_is_called_to_mind_a_day_and_an_hour_before_once(store: Store) -> Result<()> {
    let opener = interviewer(&store, "elena@example.org").await?;
    let id = hearing(&store, opener, 2 * DAY_MINUTES).await?;
    // Booked within the day: the booking itself has just been told.
    hearing(&store, opener, 90).await?;
    let address = Address {
        email: "Tia@Example.org".into(),
        language: PageLanguage::En,
        zone: "America/New_York".parse()?,
    };
    keep(&store, (id, Seat(2)), opener, Some(&address)).await?;
    let reminded = async |minutes: i64| -> Result<Vec<(Option<PersonId>, String, i64)>> {
        let at = now()?.plus_minutes(minutes);
        store.remind_of_hearings(at, &mut rng()).await?;
        store.remind_of_hearings(at, &mut rng()).await?;
        let mut told = Vec::new();
        for delivery in store.take_deliveries(at, 100).await? {
            store.delivered(delivery.id, at).await?;
            if let Notice::Reminder { hearing, minutes_before } = delivery.notice {
                ensure!(hearing == id || minutes == 30);
                told.push((
                    delivery.to.person,
                    delivery.to.email.context("an address")?,
                    minutes_before,
                ));
            }
        }
        told.sort();
        Ok(told)
    };
    assert_eq!(reminded(30).await?.len(), 1, "the near one's hour");
    assert_eq!(reminded(DAY_MINUTES - 1).await?, vec![]);
    let everybody = |minutes_before| {
        vec![
            (None, "tia@example.org".to_owned(), minutes_before),
            (Some(opener), "elena@example.org".to_owned(), minutes_before),
        ]
    };
    assert_eq!(reminded(DAY_MINUTES).await?, everybody(DAY_MINUTES));
    assert_eq!(reminded(2 * DAY_MINUTES - 61).await?, vec![]);
    assert_eq!(reminded(2 * DAY_MINUTES - 60).await?, everybody(60));
    assert_eq!(reminded(2 * DAY_MINUTES + 1).await?, vec![]);

    let stranger = interviewer(&store, "other@example.org").await?;
    let refusal = keep(&store, (id, Seat(2)), stranger, None).await;
    ensure!(matches!(refusal, Err(Error::NotFound("seat"))), "{refusal:?}");
    let refusal = keep(&store, (id, Seat(1)), opener, Some(&address)).await;
    ensure!(matches!(refusal, Err(Error::NotFound("seat"))), "has an account: {refusal:?}");
    Ok(())
}

async fn r75_the_end_of_a_vetting_is_told_sixty_thirty_and_seven_days_before(
    store: Store,
) -> Result<()> {
    people(&store, 1).await?; // vetted for 300 days
    let at = |day: i64| -> Result<Instant> { Ok(now()?.plus_minutes(day * DAY_MINUTES)) };
    for (day, expected) in
        [(239, 0), (240, 1), (241, 0), (269, 0), (270, 1), (292, 0), (293, 1), (294, 0), (300, 0)]
    {
        let at = at(day)?;
        assert_eq!(store.remind_of_vetting(at, &mut rng()).await?, expected, "day {day}");
        assert_eq!(store.remind_of_vetting(at, &mut rng()).await?, 0, "once");
    }
    Ok(())
}

async fn a_device_is_kept_once_and_belongs_to_whoever_uses_it(store: Store) -> Result<()> {
    let one = interviewer(&store, "one@example.org").await?;
    let two = interviewer(&store, "two@example.org").await?;
    let input = device("https://push.example/shared");
    let id = store.add_push_device(one, &input, now()?, &mut rng()).await?;
    assert_eq!(store.add_push_device(two, &input, now()?, &mut rng()).await?, id);
    assert_eq!(store.push_devices_of(one).await?, vec![]);
    let refusal = store.remove_push_device(id, Some(one)).await;
    ensure!(matches!(refusal, Err(Error::NotFound(_))), "{refusal:?}");
    store.remove_push_device(id, Some(two)).await?;
    for number in 0..12 {
        let at = now()?.plus_minutes(number);
        let input = device(&format!("https://push.example/{number}"));
        store.add_push_device(one, &input, at, &mut rng()).await?;
    }
    let kept = store.push_devices_of(one).await?;
    assert_eq!(kept.len(), 10);
    assert_eq!(kept[0].endpoint, "https://push.example/2", "the oldest made room");
    for (endpoint, p256dh, auth) in [
        ("ftp://x", "B".repeat(87), "A".repeat(22)),
        ("https://x", "B".repeat(86), "A".repeat(22)),
        ("https://x", "B".repeat(87), "!".repeat(22)),
    ] {
        let input = PushDeviceInput { endpoint: endpoint.into(), p256dh, auth };
        let refusal = store.add_push_device(one, &input, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::Invalid { .. })), "{refusal:?}");
    }
    Ok(())
}

#[test]
fn the_waits_double_are_spread_and_come_to_an_end() -> Result<()> {
    let (now, mut rng) = (now()?, rng());
    let mut waits = Vec::new();
    let mut attempts = 1;
    while let Some(due) = next_attempt(attempts, now, &mut rng) {
        waits.push((due.as_micros() - now.as_micros()) / 1_000_000);
        attempts += 1;
    }
    assert_eq!(waits.len(), 9);
    for (doublings, wait) in (0_u32..).zip(&waits) {
        let middle = (20_i64 << doublings).min(6 * 3600);
        assert!((middle * 3 / 4..=middle * 5 / 4).contains(wait), "{waits:?}");
    }
    Ok(())
}

async fn keep(
    store: &Store,
    seat: (HearingId, Seat),
    by: PersonId,
    address: Option<&Address>,
) -> Result<(), Error> {
    let now = now().map_err(|_| Error::NotFound("now"))?;
    store.set_seat_address(seat, by, (address, false), now, &mut rng()).await
}

async fn whoever_is_named_with_an_address_is_sent_her_link_once_it_is_booked(
    store: Store,
) -> Result<()> {
    let opener = interviewer(&store, "elena@example.org").await?;
    let address = Address {
        email: " Tia@Example.org".to_owned(),
        language: PageLanguage::Fr,
        zone: "America/Toronto".parse()?,
    };
    let person = people(&store, 1).await?;
    let mut asked = interview()?;
    asked.minutes = 45;
    asked.participants = vec![ParticipantInput { address: Some(address), ..witness(None)? }];
    let request = store.create_request(opener, &asked, now()?, &mut rng()).await?.id;
    store.offer(request, opener, 0, &person, now()?, &mut rng()).await?;
    assert_eq!(channels(&store.take_deliveries(now()?, 100).await?), [], "nobody has a mailbox");
    let offer = store.offers_to(person[0], now()?).await?[0].id;
    store.accept(offer, person[0], now()?, &mut rng()).await?;
    let told = store.take_deliveries(now()?, 100).await?;
    let kinds = [("booked", Channel::Email), ("seat_invited", Channel::Email)];
    assert_eq!(channels(&told), kinds, "each once");
    let invited = told.iter().find(|d| d.notice.kind() == "seat_invited").context("hers")?;
    assert_eq!(invited.to.email.as_deref(), Some("tia@example.org"));
    assert_eq!((invited.to.language, invited.calendar_sequence), (PageLanguage::Fr, Some(0)));
    let kept = serde_json::to_string(&store.request(request).await?.input)?;
    ensure!(!kept.contains("example.org"), "the address is kept with the seat only");

    // Whoever leads is told of a change, and so is she, with a later version of the entry.
    let later = wall("2026-11-26T11:00", GUATEMALA)?;
    let to = Move { starts: &later, minutes: None, keep: false };
    store.reschedule(request, opener, &to, now()?, &mut rng()).await?;
    let told = store.take_deliveries(now()?, 100).await?;
    let moved: Vec<_> = told
        .iter()
        .filter_map(|d| Some((d.notice.kind(), d.calendar_sequence?, d.to.email.as_deref()?)))
        .collect();
    ensure!(moved.contains(&("changed", 1, "elena@example.org")), "{moved:?}");
    ensure!(moved.contains(&("changed", 1, "tia@example.org")), "{moved:?}");
    store.cancel_request(request, opener, None, now()?, &mut rng()).await?;
    let told = store.take_deliveries(now()?, 100).await?;
    let ended: Vec<_> = told
        .iter()
        .filter_map(|d| Some((d.notice.kind(), d.calendar_sequence?, d.to.email.as_deref()?)))
        .collect();
    ensure!(ended.contains(&("cancelled", 2, "tia@example.org")), "{ended:?}");
    Ok(())
}

on_both_engines! {
    whoever_is_named_with_an_address_is_sent_her_link_once_it_is_booked
    each_notice_goes_by_the_channels_that_were_chosen
    of_many_nodes_that_look_at_once_each_delivery_is_taken_by_one
    what_is_settled_is_not_handed_out_again_and_the_rest_when_it_is_due
    each_version_of_a_calendar_entry_has_the_next_number
    a_hearing_is_called_to_mind_a_day_and_an_hour_before_once
    r75_the_end_of_a_vetting_is_told_sixty_thirty_and_seven_days_before
    a_device_is_kept_once_and_belongs_to_whoever_uses_it
}
