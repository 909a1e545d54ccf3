//! A hearing with its pages as plain queues: real log, real bank, real media plane, no browser.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::message::{FromClient, ToClient};
use super::room::{Command, Page};
use super::*;
use crate::lang::Lang;
use puente_hearing::event::HearingEvent;
use puente_hearing::{Act, Phase, Seat};
use puente_registry::country::Country;
use puente_registry::hearing::{HearingInput, Kind as HearingKind, ParticipantInput, Role};
use puente_registry::language::Dictionary;
use puente_registry::person::{AccountRole, NewAccount};
use puente_registry::time::WallTime;
use puente_sfu::MediaConfig;
use puente_sfu::record::{Arrival, Recorder, RecorderConfig};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::path::Path;
use tempfile::TempDir;
use tokio::sync::Notify;

const LEAD: Seat = Seat(1);
const WITNESS: Seat = Seat(2);

/// One start of the program on a folder.
struct Program {
    live: Live,
    hearing: HearingId,
}

async fn start(folder: &Path) -> Program {
    let store = Store::connect(
        &format!("sqlite:{}", folder.join("bank.db").display()),
        Dictionary::embedded().unwrap(),
    )
    .await
    .unwrap();
    let clock = Clock::system();
    let now = Instant::from_micros(clock.now_us());
    let known = store.hearings_in(HearingState::Booked, now).await.unwrap();
    let running = store.hearings_in(HearingState::Live, now).await.unwrap();
    let hearing = match known.iter().chain(&running).next() {
        Some(hearing) => hearing.id,
        None => book(&store, now).await,
    };
    let key = Arc::new(RecordKey::from_seed(&[7; 32]).unwrap());
    let config = RecorderConfig { key: Arc::clone(&key), clock: Arc::new(Arrival::default) };
    let recorder = Recorder::start(config).unwrap();
    let (media, notices) = MediaPlane::start(MediaConfig {
        first_port: 0,
        advertise: vec![Ipv4Addr::LOCALHOST.into()],
        recorder: Some(recorder.clone()),
        ..MediaConfig::default()
    })
    .unwrap();
    let deps = Deps {
        store,
        media,
        recorder,
        record_key: key,
        clock,
        records: folder.join("records"),
        instance: "test".to_owned(),
    };
    Program { live: Live::start(deps, notices), hearing }
}

/// An expert testimony of a clerk: no interpreter needed.
async fn book(store: &Store, now: Instant) -> HearingId {
    let mut rng = StdRng::seed_from_u64(1);
    let account = NewAccount {
        name: "Secretaría de prueba".to_owned(),
        email: None,
        password_phc: None,
        role: AccountRole::Clerk,
        country: "CR".parse::<Country>().unwrap(),
        zone: "America/Costa_Rica".parse().unwrap(),
    };
    let clerk = store.add_account(&account, now, &mut rng).await.unwrap();
    let expert = ParticipantInput {
        role: Role::Expert,
        label: "Perito 1".to_owned(),
        languages: vec!["spa".parse().unwrap()],
        place: None,
        person: None,
        address: None,
    };
    let input = HearingInput {
        kind: HearingKind::ExpertTestimony,
        starts: WallTime {
            local: "2027-01-20T10:00".parse().unwrap(),
            zone: "America/Costa_Rica".parse().unwrap(),
        },
        minutes: 60,
        participants: vec![expert],
        booths: vec![],
    };
    store.open_hearing(clerk, &input, now, &mut rng).await.unwrap()
}

/// A page: what it was told, and a way to act.
struct TestPage {
    room: RoomHandle,
    seat: Seat,
    generation: u64,
    inbox: mpsc::Receiver<Arc<ToClient>>,
    told: VecDeque<Arc<ToClient>>,
    acts: u32,
}

impl TestPage {
    async fn open(program: &Program, seat: Seat) -> Self {
        let room = program.live.room(program.hearing).await.unwrap();
        let (out, inbox) = mpsc::channel(64);
        let page = Page { lang: Lang::Es, out, too_slow: Arc::new(Notify::new()) };
        let generation = room.attach(seat, page).await.unwrap();
        Self { room, seat, generation, inbox, told: VecDeque::new(), acts: 0 }
    }

    /// Acts, and waits for the answer.
    async fn act(&mut self, act: Act) -> Result<(), String> {
        self.acts += 1;
        let id = self.acts.to_string();
        let message = FromClient::Act { id: id.clone(), act };
        self.room
            .tell(Command::Message { seat: self.seat, generation: self.generation, message })
            .await;
        loop {
            let message = self.inbox.recv().await.ok_or("the room is gone")?;
            match &*message {
                ToClient::Done { id: done } if *done == id => return Ok(()),
                ToClient::Refused { id: refused, problem } if *refused == id => {
                    return Err(problem.code.to_owned());
                }
                _ => self.told.push_back(message),
            }
        }
    }

    async fn next(&mut self) -> Arc<ToClient> {
        match self.told.pop_front() {
            Some(message) => message,
            None => self.inbox.recv().await.unwrap(),
        }
    }

    async fn phase(&mut self) -> Phase {
        loop {
            if let ToClient::View { view } | ToClient::Welcome { view, .. } = &*self.next().await {
                return view.view.phase;
            }
        }
    }
}

#[tokio::test]
async fn a_hearing_goes_on_after_a_restart_in_the_same_seats() {
    let folder = TempDir::new().unwrap();
    let program = start(folder.path()).await;
    let mut clerk = TestPage::open(&program, LEAD).await;
    let _expert = TestPage::open(&program, WITNESS).await;
    clerk.act(Act::Admit { seat: WITNESS }).await.unwrap();
    clerk.act(Act::SetPhase { phase: Phase::InSession }).await.unwrap();
    clerk.act(Act::GoOnRecord {}).await.unwrap();
    drop(program);

    let again = start(folder.path()).await;
    let mut clerk = TestPage::open(&again, LEAD).await;
    assert_eq!(clerk.phase().await, Phase::InSession);
    let events: Vec<HearingEvent> = loop {
        if let ToClient::Minutes { entries } = &*clerk.next().await {
            break entries.iter().map(|entry| entry.event.clone()).collect();
        }
    };
    assert!(events.contains(&HearingEvent::WentOnRecord));
    assert!(events.contains(&HearingEvent::NodeRestarted));
    assert_eq!(events.last(), Some(&HearingEvent::Returned { seat: LEAD }));
    let mut expert = TestPage::open(&again, WITNESS).await;
    assert_eq!(expert.phase().await, Phase::InSession);
}

#[tokio::test]
async fn acts_that_are_not_ones_own_are_refused_and_change_nothing() {
    let folder = TempDir::new().unwrap();
    let program = start(folder.path()).await;
    let mut clerk = TestPage::open(&program, LEAD).await;
    let mut expert = TestPage::open(&program, WITNESS).await;
    assert_eq!(expert.act(Act::GoOnRecord {}).await, Err("not_now".to_owned()));
    clerk.act(Act::Admit { seat: WITNESS }).await.unwrap();
    assert_eq!(expert.act(Act::GoOnRecord {}).await, Err("not_yours".to_owned()));
    assert_eq!(clerk.act(Act::GoOnRecord {}).await, Err("not_now".to_owned()));
}

#[tokio::test]
async fn a_second_page_of_a_seat_ends_the_first() {
    let folder = TempDir::new().unwrap();
    let program = start(folder.path()).await;
    let mut first = TestPage::open(&program, LEAD).await;
    let mut second = TestPage::open(&program, LEAD).await;
    let ended = loop {
        match &*first.next().await {
            ToClient::Ended { because } => break *because,
            _ => continue,
        }
    };
    assert_eq!(ended, Because::TakenOver);
    first.room.tell(Command::Detach { seat: LEAD, generation: first.generation }).await;
    second.act(Act::SetPhase { phase: Phase::InSession }).await.unwrap();
}

#[tokio::test]
async fn a_closed_hearing_ends_every_page_and_cannot_be_entered() {
    let folder = TempDir::new().unwrap();
    let program = start(folder.path()).await;
    let mut clerk = TestPage::open(&program, LEAD).await;
    clerk.act(Act::SetPhase { phase: Phase::InSession }).await.unwrap();
    clerk.act(Act::Close {}).await.unwrap();
    loop {
        if let ToClient::Ended { because } = &*clerk.next().await {
            assert_eq!(*because, Because::Closed);
            break;
        }
    }
    let store = program.live.deps().store.clone();
    let sealed = loop {
        let now = Instant::from_micros(program.live.deps().clock.now_us());
        let hearing = store.hearing(program.hearing, now).await.unwrap();
        if hearing.state == HearingState::Closed {
            break hearing.has_record;
        }
        tokio::task::yield_now().await;
    };
    assert!(sealed);
    assert!(program.live.room(program.hearing).await.is_err());
}
