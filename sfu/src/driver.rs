//! A worker's thread: its socket, its clock, and the queue of commands from the rest of the program.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::error::{TryRecvError, TrySendError};
use tokio::sync::{mpsc, oneshot};

use crate::batch::TxBatch;
use crate::clock::Now;
use crate::names::{Joined, Notice, PeerId, RoomId, WireChange};
use crate::plane::JoinError;
use crate::record::Clock;
use crate::stats::{PeerStats, Totals};
use crate::syscall::{MediaSocket, RxBatch};
use crate::worker::{TICK_MS, WireError, Worker};

/// Datagrams that are collected before they are sent.
const FLUSH_AT: usize = 64;
/// Commands carried out between two looks at the socket, so that media never waits for many of them.
const COMMANDS_PER_TURN: usize = 64;
/// How often the totals are shown to the rest of the program.
const PUBLISH_INTERVAL_MS: u64 = 100;

/// What the rest of the program asks of a worker.
#[derive(Debug)]
pub(crate) enum Command {
    Join { room: RoomId, offer: String, reply: oneshot::Sender<Result<Joined, JoinError>> },
    Restart { peer: PeerId, offer: String, reply: oneshot::Sender<Result<String, JoinError>> },
    Leave { peer: PeerId, reply: oneshot::Sender<()> },
    Wire { room: RoomId, change: WireChange, reply: oneshot::Sender<Result<(), WireError>> },
    Stats { room: RoomId, reply: oneshot::Sender<Vec<PeerStats>> },
}

/// What the thread shares with [`crate::MediaPlane`] besides the queue.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) totals: Mutex<Totals>,
    /// Rooms to be closed: a list of its own, so that closing never finds the queue full.
    pub(crate) closing: Mutex<Vec<RoomId>>,
}

/// The thread's own state.
pub(crate) struct Driver {
    pub(crate) worker: Worker,
    pub(crate) socket: MediaSocket,
    pub(crate) clock: Clock,
    pub(crate) commands: mpsc::Receiver<Command>,
    pub(crate) notices: mpsc::Sender<Notice>,
    pub(crate) shared: Arc<Shared>,
}

impl Driver {
    /// Runs until the last [`crate::MediaPlane`] is gone or the socket fails.
    pub(crate) fn run(mut self) {
        let mut rx = RxBatch::default();
        let mut tx = TxBatch::with_capacity(2 * FLUSH_AT);
        let mut waiting = VecDeque::new();
        let (mut next_tick_ms, mut next_publish_ms) = (0, 0);
        loop {
            if let Err(error) = self.socket.receive(&mut rx) {
                tracing::error!(%error, "the media socket failed");
                return;
            }
            let now = Now::from((self.clock)());
            rx.for_each(|from, datagram| {
                self.worker.receive(now, from, datagram, &mut tx);
                if tx.len() >= FLUSH_AT {
                    flush(&mut self.worker, &self.socket, &mut tx);
                }
            });
            flush(&mut self.worker, &self.socket, &mut tx);
            if !self.commands(now, &mut tx) {
                return;
            }
            if now.ms() >= next_tick_ms {
                next_tick_ms = now.ms() + TICK_MS;
                self.worker.tick(now, &mut tx);
            }
            flush(&mut self.worker, &self.socket, &mut tx);
            self.tell(&mut waiting);
            if now.ms() >= next_publish_ms {
                next_publish_ms = now.ms() + PUBLISH_INTERVAL_MS;
                *lock(&self.shared.totals) = self.worker.totals();
            }
        }
    }

    /// Carries out what was asked; false when nobody can ask any more.
    fn commands(&mut self, now: Now, tx: &mut TxBatch) -> bool {
        let closing = std::mem::take(&mut *lock(&self.shared.closing));
        for room in closing {
            self.worker.close_room(now, room, tx);
        }
        for _ in 0..COMMANDS_PER_TURN {
            // A reply that nobody waits for any more is not an error.
            match self.commands.try_recv() {
                Ok(Command::Join { room, offer, reply }) => {
                    if reply.is_closed() {
                        continue;
                    }
                    let joined = self.worker.join(now, room, &offer).map_err(JoinError::Offer);
                    if let Err(Ok(joined)) = reply.send(joined) {
                        self.worker.leave(now, joined.peer, tx);
                    }
                }
                Ok(Command::Restart { peer, offer, reply }) => {
                    let answer = self.worker.restart(peer, &offer);
                    let _ =
                        reply.send(answer.map_or(Err(JoinError::Gone), |answer| {
                            answer.map_err(JoinError::Offer)
                        }));
                }
                Ok(Command::Leave { peer, reply }) => {
                    self.worker.leave(now, peer, tx);
                    let _ = reply.send(());
                }
                Ok(Command::Wire { room, change, reply }) => {
                    let _ = reply.send(self.worker.wire(room, &change));
                }
                Ok(Command::Stats { room, reply }) => {
                    let _ = reply.send(self.worker.stats(room));
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
        true
    }

    /// Passes notices on. While the receiver is slow they wait here, but for who speaks: that is soon outdated.
    fn tell(&mut self, waiting: &mut VecDeque<Notice>) {
        let slow = !waiting.is_empty();
        waiting.extend(
            self.worker
                .notices()
                .filter(|notice| !(slow && matches!(notice, Notice::Speaking { .. }))),
        );
        while let Some(notice) = waiting.pop_front() {
            match self.notices.try_send(notice) {
                Ok(()) => {}
                Err(TrySendError::Full(notice)) => {
                    waiting.push_front(notice);
                    return;
                }
                Err(TrySendError::Closed(_)) => waiting.clear(),
            }
        }
    }
}

fn flush(worker: &mut Worker, socket: &MediaSocket, tx: &mut TxBatch) {
    if !tx.is_empty() {
        worker.not_sent(socket.send(tx));
        tx.clear();
    }
}

/// A lock whose holder panicked still guards plain numbers and lists.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
