//! One running hearing: a task that owns its log, its wiring and its sockets, and takes one
//! command after the other.

use super::happen::Failure;
use super::media::{Connections, Purpose};
use super::message::{Because, FromClient, ToClient};
use super::recording::Recording;
use super::{Deps, Live};
use crate::lang::Lang;
use crate::problem::{Kind, Problem};
use puente_hearing::event::HearingEvent;
use puente_hearing::log::{Entry, Log};
use puente_hearing::{EndpointId, Seat, Setup, Wiring, arrive, lose};
use puente_registry::id::HearingId;
use puente_registry::time::Moment;
use puente_sfu::{Notice, PeerId, RoomId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};

/// Commands that wait for a hearing; a hearing that is this far behind refuses more.
const QUEUE_COMMANDS: usize = 256;
/// Messages that wait for a slow page; then its socket is closed, and it comes back.
pub(super) const QUEUE_MESSAGES: usize = 256;
/// How often the minutes bind what was recorded since.
const NOTE_RECORD_EVERY: Duration = Duration::from_secs(60);
/// How soon everybody learns that the disk takes no more, or takes it again.
const LOOK_AT_RECORDER_EVERY: Duration = Duration::from_secs(1);

/// One page's socket.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) generation: u64,
    pub(super) lang: Lang,
    pub(super) out: mpsc::Sender<Arc<ToClient>>,
    /// Ends the socket of a page that does not take its messages; it comes back for all.
    pub(super) too_slow: Arc<Notify>,
}

/// A page that wants a seat.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) lang: Lang,
    pub(super) out: mpsc::Sender<Arc<ToClient>>,
    pub(super) too_slow: Arc<Notify>,
}

/// What a hearing's task is asked for.
#[derive(Debug)]
pub(super) enum Command {
    Attach {
        seat: Seat,
        page: Page,
        reply: oneshot::Sender<Attached>,
    },
    Message {
        seat: Seat,
        generation: u64,
        message: FromClient,
    },
    Detach {
        seat: Seat,
        generation: u64,
    },
    EndSeat {
        seat: Seat,
        because: Because,
    },
    Offer {
        seat: Seat,
        sdp: String,
        purpose: Purpose,
        reply: oneshot::Sender<Result<Media, Problem>>,
    },
    Hangup {
        peer: PeerId,
    },
    Notice(Notice),
    EntryRefused {
        role: String,
    },
    /// The bank knows of a substitute.
    CatchUp,
    LetGo,
    Shutdown {
        done: oneshot::Sender<()>,
    },
}

/// A seat's socket was taken, or why not.
pub(super) type Attached = Result<u64, Problem>;

/// A peer that joined for a seat, and the answer to its offer.
#[derive(Debug)]
pub struct Media {
    pub peer: PeerId,
    pub answer: String,
}

/// The way to a running hearing.
#[derive(Clone, Debug)]
pub struct RoomHandle {
    commands: mpsc::Sender<Command>,
}

pub(super) struct Room {
    pub(super) deps: Arc<Deps>,
    pub(super) live: Live,
    pub(super) id: HearingId,
    pub(super) media_room: RoomId,
    pub(super) starts: Moment,
    pub(super) setup: Setup,
    pub(super) log: Log,
    pub(super) entries: Vec<Entry>,
    pub(super) wiring: Wiring,
    pub(super) connections: Connections,
    pub(super) recording: Recording,
    pub(super) sockets: BTreeMap<Seat, Socket>,
    pub(super) speaking: Vec<EndpointId>,
    /// The disk does not take what should be recorded.
    pub(super) recorder_fails: bool,
    /// The free places of which the bank was told.
    pub(super) vacated: BTreeSet<Seat>,
    next_generation: u64,
}

impl Room {
    pub(super) fn start(
        live: Live,
        id: HearingId,
        starts: Moment,
        log: Log,
        entries: Vec<Entry>,
        setup: Setup,
    ) -> RoomHandle {
        let deps = Arc::clone(live.deps());
        let media_room = RoomId(id.0.as_u128());
        deps.media.open_room(media_room);
        let folder = deps.records.join(id.to_string());
        let record = puente_sfu::record::RecordId(id.0.as_u128());
        let (commands, queue) = mpsc::channel(QUEUE_COMMANDS);
        let room = Self {
            recording: Recording::new(deps.recorder.clone(), record, folder),
            deps,
            live,
            id,
            media_room,
            starts,
            setup,
            log,
            entries,
            wiring: Wiring::default(),
            connections: Connections::default(),
            sockets: BTreeMap::new(),
            speaking: Vec::new(),
            recorder_fails: false,
            vacated: BTreeSet::new(),
            next_generation: 1,
        };
        tokio::spawn(room.run(queue));
        RoomHandle { commands }
    }

    async fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        if let Err(failure) = self.resume().await {
            tracing::error!(hearing.id = %self.id, error = %failure, "hearing cannot be resumed");
            return;
        }
        let mut note = tokio::time::interval(NOTE_RECORD_EVERY);
        note.tick().await;
        let mut look = tokio::time::interval(LOOK_AT_RECORDER_EVERY);
        while !self.is_closed() {
            let command = tokio::select! {
                command = queue.recv() => command,
                _ = note.tick() => {
                    let noted = self.note_record().await;
                    self.log_failure(noted);
                    continue;
                }
                _ = look.tick() => {
                    self.look_at_recorder();
                    self.catch_up().await;
                    continue;
                }
            };
            match command {
                Some(Command::Shutdown { done }) => {
                    let suspended = self.suspend().await;
                    self.log_failure(suspended);
                    let _ = done.send(());
                    return;
                }
                Some(Command::LetGo) => {
                    self.let_go();
                    return;
                }
                Some(command) => self.take(command).await,
                None => return,
            }
        }
        self.finish().await;
    }

    async fn take(&mut self, command: Command) {
        match command {
            Command::Attach { seat, page, reply } => {
                let attached = self.attach(seat, page).await;
                let _ = reply.send(attached);
            }
            Command::Message { seat, generation, message } => {
                if self.sockets.get(&seat).is_some_and(|s| s.generation == generation) {
                    self.message(seat, message).await;
                }
            }
            Command::Detach { seat, generation } => self.detach(seat, generation).await,
            Command::EndSeat { seat, because } => self.end_seat(seat, because).await,
            Command::Offer { seat, sdp, purpose, reply } => {
                let answer = self.join(seat, sdp, purpose).await;
                let _ = reply.send(answer);
                self.tell_wired();
            }
            Command::Hangup { peer } => self.hang_up(peer).await,
            Command::Notice(notice) => self.notice(notice).await,
            Command::EntryRefused { role } => {
                let refused = HearingEvent::EntryRefused { seat: None, role };
                let noted = self.happen(None, vec![refused]).await;
                self.log_failure(noted);
            }
            Command::CatchUp => self.catch_up().await,
            Command::LetGo | Command::Shutdown { .. } => {}
        }
    }

    /// A page comes, or comes back; the seat's earlier socket ends.
    async fn attach(&mut self, seat: Seat, page: Page) -> Attached {
        let events = arrive(&self.log.state, seat).map_err(|r| super::happen::problem(&r))?;
        if let Some(old) = self.sockets.remove(&seat) {
            let _ = old.out.try_send(Arc::new(ToClient::Ended { because: Because::TakenOver }));
        }
        let generation = self.next_generation;
        self.next_generation += 1;
        self.happen(Some(seat), events).await.map_err(|f| f.into_problem())?;
        let Page { lang, out, too_slow } = page;
        self.sockets.insert(seat, Socket { generation, lang, out, too_slow });
        self.welcome(seat);
        self.tell_wired();
        Ok(generation)
    }

    async fn detach(&mut self, seat: Seat, generation: u64) {
        if self.sockets.get(&seat).is_none_or(|s| s.generation != generation) {
            return;
        }
        self.sockets.remove(&seat);
        // The wiring cuts off whoever is away, but the connection stays: on a bad link the socket
        // goes first, and a page that is back in time goes on without a new join. A device that is
        // really gone falls silent, and the media plane forgets it.
        let lost = self.happen(None, lose(&self.log.state, seat)).await;
        self.log_failure(lost);
    }

    /// The seat's login was ended: by a new link, or because the person was removed.
    pub(super) async fn end_seat(&mut self, seat: Seat, because: Because) {
        if let Some(socket) = self.sockets.remove(&seat) {
            let _ = socket.out.try_send(Arc::new(ToClient::Ended { because }));
        }
        let lost = self.happen(None, lose(&self.log.state, seat)).await;
        self.log_failure(lost);
        self.drop_media(seat).await;
    }

    async fn message(&mut self, seat: Seat, message: FromClient) {
        match message {
            FromClient::Hello { lang, .. } => self.speak_language(seat, lang.as_deref()),
            FromClient::Ping { t } => self.send(seat, ToClient::Pong { t }),
            FromClient::DeviceCheck { microphone, camera, speaker, network } => {
                let checked = super::preflight::checked(seat, microphone, camera, speaker, network);
                let noted = self.happen(Some(seat), vec![checked]).await;
                self.log_failure(noted);
            }
            FromClient::Offer { sdp } => match self.join(seat, sdp, Purpose::Both).await {
                Ok(media) => {
                    self.send(seat, ToClient::Answer { sdp: media.answer });
                    self.tell_wired();
                }
                Err(problem) => self.refuse(seat, "offer", &problem),
            },
            FromClient::Restart { sdp } => match self.restart(seat, sdp).await {
                Some(answer) => self.send(seat, ToClient::Answer { sdp: answer }),
                None => self.send(seat, ToClient::MediaLost),
            },
            FromClient::Act { id, act } => match self.act(seat, &act).await {
                Ok(()) => self.send(seat, ToClient::Done { id }),
                Err(problem) => self.refuse(seat, &id, &problem),
            },
        }
    }

    /// The page changed its language: what it shows in words is told again.
    fn speak_language(&mut self, seat: Seat, lang: Option<&str>) {
        let (Some(socket), Some(lang)) = (self.sockets.get_mut(&seat), lang.and_then(Lang::named))
        else {
            return;
        };
        socket.lang = lang;
        self.welcome(seat);
    }

    fn is_closed(&self) -> bool {
        self.log.state.phase == puente_hearing::Phase::Closed
    }

    /// After a restart nobody is connected, whatever the log says.
    async fn resume(&mut self) -> Result<(), Failure> {
        if self.log.state.people.values().any(|p| p.connected) {
            self.happen(None, vec![HearingEvent::NodeRestarted]).await?;
        }
        self.catch_up().await;
        Ok(())
    }

    /// The program stops, the hearing does not: everything written is sealed, and it resumes.
    async fn suspend(&mut self) -> Result<(), Failure> {
        self.note_record().await?;
        self.recording.close().await.map_err(Failure::Record)?;
        Ok(())
    }

    /// The hearing runs here no longer.
    fn let_go(&mut self) {
        self.sockets.clear();
        self.deps.media.close_room(self.media_room);
        self.live.forget(self.id);
    }

    /// Closed: seats end, the record is sealed.
    async fn finish(mut self) {
        for seat in self.sockets.keys().copied().collect::<Vec<_>>() {
            self.send(seat, ToClient::Ended { because: Because::Closed });
        }
        self.let_go();
        super::sealing::seal(&self.deps, self.id, self.recording.folder().clone()).await;
    }

    pub(super) fn log_failure(&self, result: Result<(), Failure>) {
        if let Err(failure) = result {
            tracing::error!(hearing.id = %self.id, error = %failure, "hearing");
        }
    }
}

impl RoomHandle {
    /// Takes the seat for this page; gives the socket's generation.
    pub(super) async fn attach(&self, seat: Seat, page: Page) -> Attached {
        self.ask(|reply| Command::Attach { seat, page, reply }).await?
    }

    /// Joins the media for a seat by WHIP or WHEP.
    pub async fn offer(&self, seat: Seat, sdp: String, purpose: Purpose) -> Result<Media, Problem> {
        self.ask(|reply| Command::Offer { seat, sdp, purpose, reply }).await?
    }

    /// Ends a connection that was made by [`RoomHandle::offer`].
    pub async fn hang_up(&self, peer: PeerId) {
        self.tell(Command::Hangup { peer }).await;
    }

    /// Ends a seat's socket and connection.
    pub async fn end_seat(&self, seat: Seat, because: Because) {
        self.tell(Command::EndSeat { seat, because }).await;
    }

    /// Somebody who has no seat asked to enter a private talk, and was refused.
    pub async fn entry_refused(&self, role: String) {
        self.tell(Command::EntryRefused { role }).await;
    }

    pub(super) async fn tell(&self, command: Command) {
        let _ = self.commands.send(command).await;
    }

    pub(super) async fn shut_down(&self) {
        let (done, waiting) = oneshot::channel();
        self.tell(Command::Shutdown { done }).await;
        let _ = waiting.await;
    }

    async fn ask<T>(
        &self,
        question: impl FnOnce(oneshot::Sender<T>) -> Command,
    ) -> Result<T, Problem> {
        let (reply, answer) = oneshot::channel();
        let gone = |_| Problem::new(Kind::NotFound);
        self.commands.send(question(reply)).await.map_err(|_| Problem::new(Kind::NotFound))?;
        answer.await.map_err(gone)
    }
}
