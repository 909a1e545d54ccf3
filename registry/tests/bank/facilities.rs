//! Facilities, kits and checks: what fits a session, in whose hands a kit is, what was found.

use anyhow::{Context as _, Result, ensure};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use puente_registry::{
    Error, Store,
    country::Country,
    equipment_check::CheckInput,
    facility::{FacilityInput, Position},
    hearing::{HearingInput, Kind},
    id::{FacilityId, PersonId, PlaceId},
    kit::{
        MoveInput, MoveKind,
        key::{DeviceKey, DeviceSignature, to_sign},
    },
    notice::Notice,
    person::{AccountRole, NewAccount},
    place::{
        Feature, PlaceInput, PlaceKind, PlaceState,
        search::{Needs, Shortcoming},
    },
    seal_key::SealKey,
    time::Instant,
    token::Token,
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interview, interviewer, now, rng, wall, witness},
};

pub(crate) async fn technician(store: &Store) -> Result<PersonId> {
    let account = NewAccount {
        name: "Teo Técnico".to_owned(),
        email: Some("teo@example.org".to_owned()),
        password_phc: None,
        role: AccountRole::Technician,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// Open on Wednesdays from eight to one.
pub(crate) async fn facility(store: &Store) -> Result<FacilityId> {
    let about = FacilityInput {
        name: "Sede".to_owned(),
        address: "Calle 1".to_owned(),
        town: "Cobán".to_owned(),
        zone: GUATEMALA.parse()?,
        position: Position::new(15.469, -90.372)?,
        technician: None,
        phone: None,
        directions: None,
        hours: serde_json::from_str(r#"[{"day":3,"from":"08:00","to":"13:00"}]"#)?,
    };
    Ok(store.add_facility(Country::Gt, &about, now()?, &mut rng()).await?)
}

pub(crate) fn room(name: &str) -> PlaceInput {
    PlaceInput {
        name: name.to_owned(),
        equipment: vec![Feature::TwoExits],
        screen_inches: Some(43),
        step_free: false,
        child_friendly: false,
    }
}

async fn r15_a_place_says_what_it_lacks_for_a_session(store: Store) -> Result<()> {
    let home = facility(&store).await?;
    let (gt, venue) = (Country::Gt, PlaceKind::Venue);
    let plain = store.add_place_of(gt, home, venue, &room("A"), now()?, &mut rng()).await?;
    let for_children = PlaceInput { child_friendly: true, ..room("B") };
    let for_child = store.add_place_of(gt, home, venue, &for_children, now()?, &mut rng()).await?;
    let kit = store.add_place_of(gt, home, PlaceKind::Kit, &room("K"), now()?, &mut rng()).await?;
    let lacks = async |needs: &Needs, from: &str| -> Result<Vec<_>> {
        let from = from.parse()?;
        let fits = store.places_fitting(Some(gt), from, from.plus_minutes(60), needs).await?;
        Ok(fits.into_iter().map(|fit| (fit.place.id, fit.lacks, fit.missing)).collect())
    };
    // Wednesday, ten in the morning in Guatemala.
    let open = "2026-11-25T16:00:00Z";
    let minor = Needs { minor: true, ..Needs::default() };
    let why = vec![Shortcoming::ChildFriendly];
    let expected = [(for_child, vec![], vec![]), (plain, why.clone(), vec![]), (kit, why, vec![])];
    assert_eq!(lacks(&minor, open).await?, expected);
    let needs = Needs {
        step_free: true,
        screen_inches: Some(55),
        features: vec![Feature::TwoExits, Feature::ObserverRoom],
        ..Needs::default()
    };
    let (_, why, missing) = lacks(&needs, open).await?.remove(0);
    assert_eq!(why, [Shortcoming::StepFree, Shortcoming::Screen, Shortcoming::Features]);
    assert_eq!(missing, [Feature::ObserverRoom]);
    // Thursday: the rooms are closed, and the kit goes anywhere.
    let closed = lacks(&Needs::default(), "2026-11-26T16:00:00Z").await?;
    let hours = || vec![Shortcoming::OpeningHours];
    assert_eq!(
        closed,
        [(kit, vec![], vec![]), (plain, hours(), vec![]), (for_child, hours(), vec![])]
    );
    Ok(())
}

async fn a_kit_goes_from_hand_to_hand_and_every_step_is_kept(store: Store) -> Result<()> {
    let by = technician(&store).await?;
    let home = facility(&store).await?;
    let (gt, kind) = (Country::Gt, PlaceKind::Kit);
    let kit = store.add_place_of(gt, home, kind, &room("K"), now()?, &mut rng()).await?;
    let step = async |country, given: &MoveInput, minutes| {
        let at = now()?.plus_minutes(minutes);
        anyhow::Ok(store.move_kit(country, kit, by, given, at, &mut rng()).await)
    };
    let out = MoveInput {
        holder: Some("Agente".to_owned()),
        town: Some("El Ceibo".to_owned()),
        position: Some(Position::new(17.26, -90.99)?),
        expected_back_days: Some(2),
        ..MoveInput::plain(MoveKind::CheckedOut)
    };
    let elsewhere = step(Country::Mx, &out, 0).await?;
    ensure!(matches!(elsewhere, Err(Error::NotFound(_))), "{elsewhere:?}");
    step(gt, &out, 1).await??;
    let twice = step(gt, &out, 2).await?;
    ensure!(matches!(twice, Err(Error::NotNow(_))), "{twice:?}");
    let there = store.whereabouts(Some(gt)).await?.pop().context("a kit")?;
    assert_eq!((there.state, there.town.as_str()), (PlaceState::Out, "El Ceibo"));
    assert_eq!((there.holder.as_deref(), there.position), (Some("Agente"), out.position));
    step(gt, &MoveInput::plain(MoveKind::CheckedIn), 3).await??;
    let there = store.whereabouts(Some(gt)).await?.pop().context("a kit")?;
    assert_eq!(
        (there.state, there.town.as_str(), there.holder),
        (PlaceState::Ready, "Cobán", None)
    );
    assert_eq!(there.position, Some(Position::new(15.469, -90.372)?));
    let kinds: Vec<_> = store.moves(kit, 10).await?.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [MoveKind::CheckedIn, MoveKind::CheckedOut]);
    Ok(())
}

async fn a_lost_kit_is_not_booked(store: Store) -> Result<()> {
    let by = technician(&store).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let home = facility(&store).await?;
    let (gt, kind) = (Country::Gt, PlaceKind::Kit);
    let kit = store.add_place_of(gt, home, kind, &room("K"), now()?, &mut rng()).await?;
    let lost = MoveInput::plain(MoveKind::Lost);
    store.move_kit(gt, kit, by, &lost, now()?, &mut rng()).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(kit))?];
    let refused = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(refused, Err(Error::NotFree(_))), "{refused:?}");
    let free = store.places_free(Some(gt), now()?, now()?.plus_minutes(60)).await?;
    assert_eq!(free, []);
    for kind in [MoveKind::Found, MoveKind::ToRepair, MoveKind::Repaired] {
        store.move_kit(gt, kit, by, &MoveInput::plain(kind), now()?, &mut rng()).await?;
    }
    store.create_request(requester, &input, now()?, &mut rng()).await?;
    Ok(())
}

async fn checks_are_kept_and_the_last_figures_stand_on_the_place(store: Store) -> Result<()> {
    let by = technician(&store).await?;
    let home = facility(&store).await?;
    let venue = PlaceKind::Venue;
    let place =
        store.add_place_of(Country::Gt, home, venue, &room("A"), now()?, &mut rng()).await?;
    for (minutes, outcome, up) in [(0, "fails", 900), (5, "works", 2_000)] {
        let given: CheckInput = serde_json::from_value(serde_json::json!({
            "items": [{"item": "camera", "outcome": outcome}, {"item": "microphone", "outcome": "weak"}],
            "network": {"down_kbps": 9_000, "up_kbps": up, "round_trip_ms": 60},
            "words": "Se cambió el cable."}))?;
        let at = now()?.plus_minutes(minutes);
        store.note_check(place, Some(by), &given, at, &mut rng()).await?;
    }
    let checks = store.checks(place, 10).await?;
    assert_eq!(checks.iter().map(|check| check.passed).collect::<Vec<_>>(), [true, false]);
    assert_eq!(checks[0].by.as_deref(), Some("Teo Técnico"));
    let network = store.place(place).await?.network.context("figures")?;
    assert_eq!((network.figures.up_kbps, network.measured), (2_000, checks[0].at.clone()));
    let twice: CheckInput = serde_json::from_str(
        r#"{"items":[{"item":"camera","outcome":"works"},{"item":"camera","outcome":"works"}]}"#,
    )?;
    let refused = store.note_check(place, None, &twice, now()?, &mut rng()).await;
    ensure!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    Ok(())
}

/// A kit as its own browser holds it.
struct Device(EcdsaKeyPair);

impl Device {
    fn new() -> Result<Self> {
        Ok(Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?))
    }

    fn key(&self) -> Result<DeviceKey> {
        Ok(URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref()).parse()?)
    }

    fn sign(&self, text: &str) -> Result<DeviceSignature> {
        let signed = self.0.sign(&SystemRandom::new(), text.as_bytes())?;
        Ok(URL_SAFE_NO_PAD.encode(signed.as_ref()).parse()?)
    }
}

const HERE: &str = "https://puente.test";

async fn sign_in(store: &Store, kit: PlaceId, device: &Device, at: &str) -> Result<Token, Error> {
    let moment = now().map_err(|_| Error::KitShutOut)?;
    let challenge = store.challenge_kit(kit, moment, &mut rng()).await?;
    let signed = device.sign(&to_sign(at, kit, &challenge)).map_err(|_| Error::KitShutOut)?;
    store.sign_in_kit(kit, &challenge, &signed, HERE, moment, &mut rng()).await
}

async fn a_key_is_one_kits_and_ends_with_its_loss(store: Store) -> Result<()> {
    let by = technician(&store).await?;
    let home = facility(&store).await?;
    let (gt, seal) = (Country::Gt, SealKey::new(&[7; SealKey::BYTES])?);
    let kind = PlaceKind::Kit;
    let kit = store.add_place_of(gt, home, kind, &room("K"), now()?, &mut rng()).await?;
    let other = store.add_place_of(gt, home, kind, &room("L"), now()?, &mut rng()).await?;
    let (device, stranger) = (Device::new()?, Device::new()?);
    let code = async |kit| -> Result<_> {
        Ok(store.make_kit_code(gt, kit, by, &seal, now()?, &mut rng()).await?.0)
    };

    let first = code(kit).await?;
    let second = code(kit).await?;
    let replaced = store.enrol_kit(&first, &device.key()?, &seal, now()?, &mut rng()).await;
    ensure!(first == second || matches!(replaced, Err(Error::LinkUnknown)), "{replaced:?}");
    let late = now()?.plus_minutes(10);
    let over = store.enrol_kit(&second, &device.key()?, &seal, late, &mut rng()).await;
    ensure!(matches!(over, Err(Error::LinkUnknown)), "{over:?}");
    let enrolled = store.enrol_kit(&second, &device.key()?, &seal, now()?, &mut rng()).await?;
    assert_eq!(enrolled, kit);

    let session = sign_in(&store, kit, &device, HERE).await?;
    assert_eq!(store.kit_of_session(&session, now()?).await?, Some(kit));
    assert_eq!(store.kit_of_session(&session, now()?.plus_minutes(60)).await?, None);
    for refused in [
        sign_in(&store, kit, &stranger, HERE).await,
        sign_in(&store, kit, &device, "https://elsewhere.test").await,
        sign_in(&store, other, &device, HERE).await,
    ] {
        ensure!(matches!(refused, Err(Error::KitShutOut)), "{refused:?}");
    }

    let lost = MoveInput::plain(MoveKind::Lost);
    store.move_kit(gt, kit, by, &lost, now()?, &mut rng()).await?;
    assert_eq!(store.kit_of_session(&session, now()?).await?, None);
    let refused = sign_in(&store, kit, &device, HERE).await;
    ensure!(matches!(refused, Err(Error::KitShutOut)), "{refused:?}");
    let code_of_lost = store.make_kit_code(gt, kit, by, &seal, now()?, &mut rng()).await;
    ensure!(matches!(code_of_lost, Err(Error::NotNow(_))), "{code_of_lost:?}");
    // A key that ended comes back nowhere.
    let again = code(other).await?;
    let reused = store.enrol_kit(&again, &device.key()?, &seal, now()?, &mut rng()).await;
    ensure!(matches!(reused, Err(Error::LinkUnknown)), "{reused:?}");
    Ok(())
}

async fn whoever_booked_a_kit_that_is_lost_is_told(store: Store) -> Result<()> {
    let by = technician(&store).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let home = facility(&store).await?;
    let (gt, kind) = (Country::Gt, PlaceKind::Kit);
    let kit = store.add_place_of(gt, home, kind, &room("K"), now()?, &mut rng()).await?;
    let input = HearingInput {
        kind: Kind::Interview,
        starts: wall("2026-11-25T10:00", GUATEMALA)?,
        minutes: 30,
        participants: vec![witness(Some(kit))?],
        booths: vec![],
    };
    let hearing = store.open_hearing(requester, &input, now()?, &mut rng()).await?;
    assert_eq!(store.bookings_of_place(kit, now()?, 5).await?.len(), 1);
    let agenda = store.kit_agenda(kit, now()?).await?;
    assert_eq!((agenda.len(), agenda[0].hearing, agenda[0].open), (1, hearing, false));
    let seat = agenda[0].seats[0].seat;
    let enter = async |at: Instant| {
        store.enter_on_kit(kit, hearing, seat, at, at.plus_minutes(60), &mut rng()).await
    };
    ensure!(matches!(enter(now()?).await, Err(Error::LinkNotYet)));
    let soon = agenda[0].opens.instant;
    let login = enter(soon).await?;
    assert_eq!(store.seats_on_kit(kit).await?, [(hearing, seat)]);

    let lost = MoveInput::plain(MoveKind::Lost);
    store.move_kit(gt, kit, by, &lost, soon, &mut rng()).await?;
    assert_eq!(store.login(&login, soon).await?, None);
    assert_eq!(store.seats_on_kit(kit).await?, []);
    let told = store.take_deliveries(soon, 100).await?;
    let changed = Notice::Changed { hearing };
    ensure!(told.iter().any(|one| one.notice == changed && one.to.person == Some(requester)));
    Ok(())
}

on_both_engines! {
    a_key_is_one_kits_and_ends_with_its_loss
    whoever_booked_a_kit_that_is_lost_is_told
    r15_a_place_says_what_it_lacks_for_a_session
    a_kit_goes_from_hand_to_hand_and_every_step_is_kept
    a_lost_kit_is_not_booked
    checks_are_kept_and_the_last_figures_stand_on_the_place
}
