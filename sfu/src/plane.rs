//! The media plane as the rest of the program sees it: rooms, joins, wiring, notices.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{mpsc, oneshot};

use crate::clock::system_clock;
use crate::driver::{Command, Driver, Shared, lock};
use crate::dtls::IdentityError;
use crate::names::{Joined, Notice, PeerId, RoomId, WireChange, WorkerIndex};
use crate::record::{Clock, RecorderHandle};
use crate::sdp::OfferError;
use crate::stats::{PeerStats, Totals};
use crate::syscall::MediaSocket;
use crate::worker::{TICK_MS, WireError, Worker, WorkerConfig};

/// Commands that may wait for one worker.
const COMMAND_QUEUE: usize = 256;
/// Notices that may wait for the rest of the program.
const NOTICE_QUEUE: usize = 1024;
/// More workers than this have no number.
const MAX_WORKERS: usize = 256;

/// How the media plane is set up.
#[derive(Clone)]
pub struct MediaConfig {
    /// The local address to listen on; `0.0.0.0` is all of IPv4.
    pub bind: IpAddr,
    /// UDP port of the first worker; the others follow. 0 lets the system choose each.
    pub first_port: u16,
    /// Threads, at most one for each processor core makes sense.
    pub workers: usize,
    /// The addresses that clients are told: those by which they reach this machine.
    pub advertise: Vec<IpAddr>,
    /// Where recorded packets go.
    pub recorder: Option<RecorderHandle>,
    /// What the workers take the time from; the recorder's should be the same. By default the machine's clocks.
    pub clock: Clock,
}

impl Default for MediaConfig {
    /// One worker on UDP port 7800 of all IPv4 addresses. [`MediaConfig::advertise`] must be filled in.
    fn default() -> Self {
        Self {
            bind: Ipv4Addr::UNSPECIFIED.into(),
            first_port: 7800,
            workers: 1,
            advertise: Vec::new(),
            recorder: None,
            clock: system_clock(),
        }
    }
}

impl std::fmt::Debug for MediaConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MediaConfig")
            .field("bind", &self.bind)
            .field("first_port", &self.first_port)
            .field("workers", &self.workers)
            .field("advertise", &self.advertise)
            .field("recorder", &self.recorder.is_some())
            .finish()
    }
}

/// The media plane could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No worker, or too many.
    #[error("the media plane needs 1 to 256 workers, not {0}")]
    Workers(usize),
    /// No address to tell clients.
    #[error("no media address: say by which address clients reach this machine")]
    NoAddress,
    /// A port is taken or not allowed.
    #[error("cannot listen for media on UDP {address}: {source}")]
    Bind {
        /// The local address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The ports do not fit above the first.
    #[error("there are not {workers} UDP ports from {first_port} on")]
    Ports {
        /// The first port.
        first_port: u16,
        /// How many are needed.
        workers: usize,
    },
    /// No certificate.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// No thread.
    #[error("cannot start a media thread: {0}")]
    Thread(io::Error),
}

/// A join or restart did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The offer cannot be accepted; the text says why.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// Too many are joining at this moment: try again.
    #[error("too many are joining at this moment")]
    Busy,
    /// The peer to be restarted is not there any more: join again.
    #[error("the peer is gone: join again")]
    Gone,
    /// The media plane has stopped.
    #[error("the media plane has stopped")]
    Stopped,
}

/// A handle to all workers. They stop when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct MediaPlane {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    workers: Vec<Link>,
    rooms: Mutex<HashMap<RoomId, WorkerIndex>>,
}

#[derive(Debug)]
struct Link {
    commands: mpsc::Sender<Command>,
    shared: Arc<Shared>,
    port: u16,
}

impl MediaPlane {
    /// Opens the sockets and starts the workers.
    ///
    /// # Errors
    /// When a port is taken, no address is given, or the system refuses.
    pub fn start(config: MediaConfig) -> Result<(MediaPlane, mpsc::Receiver<Notice>), StartError> {
        if !(1..=MAX_WORKERS).contains(&config.workers) {
            return Err(StartError::Workers(config.workers));
        }
        let advertise = match (&config.advertise[..], config.bind) {
            ([], bind) if bind.is_unspecified() => return Err(StartError::NoAddress),
            ([], bind) => vec![bind],
            (advertise, _) => advertise.to_vec(),
        };
        let (notices, receiver) = mpsc::channel(NOTICE_QUEUE);
        let epoch = Instant::now();
        // All sockets first: a port that is taken must not leave threads behind.
        let sockets: Vec<MediaSocket> = (0..config.workers)
            .map(|index| open_socket(&config, index))
            .collect::<Result<_, _>>()?;
        let mut workers = Vec::with_capacity(config.workers);
        for (index, socket) in sockets.into_iter().enumerate() {
            let port = socket.address().port();
            let worker = Worker::new(WorkerConfig {
                index: WorkerIndex(index as u8),
                candidates: advertise.iter().map(|ip| SocketAddr::new(*ip, port)).collect(),
                recorder: config.recorder.clone(),
                epoch,
                rng: Box::new(StdRng::from_os_rng()),
            })?;
            let (commands, queue) = mpsc::channel(COMMAND_QUEUE);
            let shared = Arc::new(Shared::default());
            let driver = Driver {
                worker,
                socket,
                clock: config.clock.clone(),
                commands: queue,
                notices: notices.clone(),
                shared: shared.clone(),
            };
            std::thread::Builder::new()
                .name(format!("media-{index}"))
                .spawn(move || driver.run())
                .map_err(StartError::Thread)?;
            workers.push(Link { commands, shared, port });
        }
        let inner = Arc::new(Inner { workers, rooms: Mutex::default() });
        Ok((MediaPlane { inner }, receiver))
    }

    /// Pins `room` to the least loaded worker, if it is not pinned yet.
    pub fn open_room(&self, room: RoomId) -> WorkerIndex {
        let mut rooms = lock(&self.inner.rooms);
        if let Some(worker) = rooms.get(&room) {
            return *worker;
        }
        let load = |worker: &WorkerIndex| {
            let pinned = rooms.values().filter(|other| *other == worker).count() as u64;
            lock(&self.inner.workers[usize::from(worker.0)].shared.totals).peers + pinned
        };
        let worker =
            (0..self.inner.workers.len()).map(|index| WorkerIndex(index as u8)).min_by_key(load);
        let worker = worker.unwrap_or(WorkerIndex(0));
        rooms.insert(room, worker);
        worker
    }

    /// The worker that `room` is pinned to.
    #[must_use]
    pub fn worker_of(&self, room: RoomId) -> Option<WorkerIndex> {
        lock(&self.inner.rooms).get(&room).copied()
    }

    /// The UDP port on which `worker` listens.
    #[must_use]
    pub fn port(&self, worker: WorkerIndex) -> Option<u16> {
        self.inner.workers.get(usize::from(worker.0)).map(|link| link.port)
    }

    /// Drops all peers of `room` and its place.
    pub fn close_room(&self, room: RoomId) {
        if let Some(worker) = lock(&self.inner.rooms).remove(&room) {
            lock(&self.link(worker).shared.closing).push(room);
        }
    }

    /// Lets a peer into `room`, which is opened if need be.
    ///
    /// # Errors
    /// [`JoinError`] says what is wrong with the offer, or that this is no moment to join.
    pub async fn join(&self, room: RoomId, offer: String) -> Result<Joined, JoinError> {
        let worker = self.open_room(room);
        let (reply, answer) = oneshot::channel();
        self.link(worker).commands.try_send(Command::Join { room, offer, reply }).map_err(
            |error| match error {
                mpsc::error::TrySendError::Full(_) => JoinError::Busy,
                mpsc::error::TrySendError::Closed(_) => JoinError::Stopped,
            },
        )?;
        answer.await.map_err(|_| JoinError::Stopped)?
    }

    /// Begins a new ICE session for `peer`: new addresses, the same keys, sources, slots and wiring.
    ///
    /// # Errors
    /// [`JoinError::Gone`] when the peer was lost, [`JoinError::Offer`] when the offer is not that of the join.
    pub async fn restart(&self, peer: PeerId, offer: String) -> Result<String, JoinError> {
        let (reply, answer) = oneshot::channel();
        let link = self.inner.workers.get(usize::from(peer.worker().0)).ok_or(JoinError::Gone)?;
        link.commands
            .send(Command::Restart { peer, offer, reply })
            .await
            .map_err(|_| JoinError::Stopped)?;
        answer.await.map_err(|_| JoinError::Stopped)?
    }

    /// Takes `peer` out; returns when not a packet more will be sent to it or of it.
    pub async fn leave(&self, peer: PeerId) {
        let (reply, answer) = oneshot::channel();
        if let Some(link) = self.inner.workers.get(usize::from(peer.worker().0))
            && link.commands.send(Command::Leave { peer, reply }).await.is_ok()
        {
            // An error means that the worker has stopped, and all its peers with it.
            let _ = answer.await;
        }
    }

    /// Changes the wiring of `room`; returns when the change is applied.
    ///
    /// # Errors
    /// What could not be applied because it is not there any more; everything else was.
    pub async fn wire(&self, room: RoomId, change: WireChange) -> Result<(), WireError> {
        let Some(worker) = self.worker_of(room) else {
            // A room that was never opened has no peers: what the change names first is missing.
            return match (change.routes.first(), change.taps.first()) {
                (Some(route), _) => Err(WireError::NoSlot(route.to)),
                (None, Some(tap)) => Err(WireError::NoSource(tap.source)),
                (None, None) => Ok(()),
            };
        };
        let (reply, answer) = oneshot::channel();
        let command = Command::Wire { room, change, reply };
        self.link(worker).commands.send(command).await.map_err(|_| WireError::Stopped)?;
        answer.await.map_err(|_| WireError::Stopped)?
    }

    /// What each peer of `room` sends and receives.
    pub async fn stats(&self, room: RoomId) -> Vec<PeerStats> {
        let Some(worker) = self.worker_of(room) else { return Vec::new() };
        let (reply, answer) = oneshot::channel();
        match self.link(worker).commands.send(Command::Stats { room, reply }).await {
            Ok(()) => answer.await.unwrap_or_default(),
            Err(_) => Vec::new(),
        }
    }

    /// The counters of all workers, at most a tenth of a second old.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.inner
            .workers
            .iter()
            .fold(Totals::default(), |sum, link| sum.plus(&lock(&link.shared.totals)))
    }

    fn link(&self, worker: WorkerIndex) -> &Link {
        &self.inner.workers[usize::from(worker.0)]
    }
}

fn open_socket(config: &MediaConfig, index: usize) -> Result<MediaSocket, StartError> {
    let port = match config.first_port {
        0 => 0,
        first_port => u16::try_from(usize::from(first_port) + index)
            .map_err(|_| StartError::Ports { first_port, workers: config.workers })?,
    };
    let address = SocketAddr::new(config.bind, port);
    // A turn is at most one tick late, and so is a command.
    MediaSocket::open(address, Duration::from_millis(TICK_MS))
        .map_err(|source| StartError::Bind { address, source })
}
