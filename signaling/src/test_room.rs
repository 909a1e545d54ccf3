//! Test rooms: with `PUENTE_TEST_ROOMS=1`, a grant opens a room in which everybody hears and sees
//! everybody. For load clients and equipment checks; nothing is recorded.

mod plan;

use crate::problem::{Kind, Problem};
use plan::{Member, Plan, Wants};
use puente_sfu::{JoinError, MediaPlane, Notice, PeerId, RoomId, WireChange, WireError};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Mutex, mpsc};
use uuid::Uuid;

/// As many rooms as may be open at once.
const MOST_ROOMS: usize = 1_000;
/// As many connections as may be in one.
const MOST_PEERS: usize = 1_000;
/// Notices that may wait for the hearings behind us, as many as the media plane keeps itself.
const QUEUE_NOTICES: usize = 1_024;

/// The test rooms that are open.
#[derive(Clone, Debug)]
pub struct TestRooms {
    media: MediaPlane,
    rooms: Arc<Mutex<HashMap<String, Room>>>,
}

#[derive(Debug)]
struct Room {
    id: RoomId,
    plan: Plan,
}

/// What a connection is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Send one's own sources.
    Publish,
    /// Receive everybody's sources.
    HearAll,
    /// Receive the sources of one person.
    Hear(String),
}

/// A connection and the answer to its offer.
#[derive(Debug)]
pub struct Joined {
    pub peer: PeerId,
    pub answer: String,
}

impl TestRooms {
    /// None are open yet.
    pub fn new(media: MediaPlane) -> Self {
        Self { media, rooms: Arc::default() }
    }

    /// Joins a room, which is opened for the first who comes. Whoever sends under a name that is
    /// there already takes its place.
    ///
    /// # Errors
    /// `bad_offer`, or `media_busy`.
    pub async fn join(
        &self,
        name: &str,
        person: &str,
        purpose: Purpose,
        offer: String,
    ) -> Result<Joined, Problem> {
        let mut rooms = self.rooms.lock().await;
        if !rooms.contains_key(name) && rooms.len() >= MOST_ROOMS {
            return Err(Kind::MediaBusy.into());
        }
        let room = rooms.entry(name.to_owned()).or_insert_with(|| Room {
            id: RoomId(Uuid::new_v4().as_u128()),
            plan: Plan::default(),
        });
        if room.plan.len() >= MOST_PEERS {
            return Err(Kind::MediaBusy.into());
        }
        let joined = match self.media.join(room.id, offer).await {
            Ok(joined) => joined,
            Err(error) => {
                self.close_if_empty(&mut rooms, name);
                return Err(refusal(&error));
            }
        };
        let wants = match purpose {
            Purpose::Publish => Wants::Nothing,
            Purpose::HearAll => Wants::Everybody,
            Purpose::Hear(whom) => Wants::Person(whom),
        };
        let member = Member::new(person, wants, &joined);
        if let Some(replaced) = room.plan.replaces(&member) {
            room.plan.remove(replaced);
            self.media.leave(replaced).await;
        }
        room.plan.add(joined.peer, member);
        self.apply(room).await;
        Ok(Joined { peer: joined.peer, answer: joined.answer })
    }

    /// Ends a connection.
    pub async fn leave(&self, peer: PeerId) {
        self.media.leave(peer).await;
        self.gone(peer).await;
    }

    /// Takes the notices of test rooms out of the stream and gives on the others.
    pub fn follow(&self, mut notices: mpsc::Receiver<Notice>) -> mpsc::Receiver<Notice> {
        let (others, behind) = mpsc::channel(QUEUE_NOTICES);
        let rooms = self.clone();
        tokio::spawn(async move {
            while let Some(notice) = notices.recv().await {
                if let Notice::Lost { peer, .. } = notice
                    && rooms.gone(peer).await
                {
                    continue;
                }
                if others.send(notice).await.is_err() {
                    break;
                }
            }
        });
        behind
    }

    /// Forgets a connection; false when it was in no test room.
    async fn gone(&self, peer: PeerId) -> bool {
        let mut rooms = self.rooms.lock().await;
        let Some(name) =
            rooms.iter_mut().find_map(|(name, room)| room.plan.remove(peer).then(|| name.clone()))
        else {
            return false;
        };
        if let Some(room) = rooms.get_mut(&name) {
            self.apply(room).await;
        }
        self.close_if_empty(&mut rooms, &name);
        true
    }

    async fn apply(&self, room: &mut Room) {
        let change = WireChange { routes: room.plan.follow(), taps: Vec::new() };
        if change.routes.is_empty() {
            return;
        }
        match self.media.wire(room.id, change).await {
            // Whoever was lost in between is taken out by the notice that follows.
            Ok(()) | Err(WireError::NoSlot(_) | WireError::NoSource(_)) => {}
            Err(error) => tracing::warn!(%error, "a test room could not be wired"),
        }
    }

    fn close_if_empty(&self, rooms: &mut HashMap<String, Room>, name: &str) {
        if rooms.get(name).is_some_and(|room| room.plan.len() == 0)
            && let Some(room) = rooms.remove(name)
        {
            self.media.close_room(room.id);
        }
    }
}

/// Why a peer could not join, as a caller is told.
pub(crate) fn refusal(error: &JoinError) -> Problem {
    match error {
        JoinError::Offer(wrong) => {
            Problem::new(Kind::BadOffer).with_detail(crate::lang::Words::new(
                format!("La descripción SDP no se puede responder: {wrong}"),
                format!("The SDP cannot be answered: {wrong}"),
                format!("La description SDP ne peut pas recevoir de réponse : {wrong}"),
            ))
        }
        _ => Kind::MediaBusy.into(),
    }
}
