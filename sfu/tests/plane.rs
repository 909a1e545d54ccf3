//! The media plane as the program holds it, over real sockets: rooms on workers, joins, wiring, notices, the end.

#[path = "client/client.rs"]
mod client;

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use puente_sfu::srtp::Profile;
use puente_sfu::{
    JoinError, LostBecause, MediaConfig, MediaPlane, Notice, PeerId, RoomId, Route, SlotKind,
    SlotRef, SourceKind, SourceRef, StartError, WireChange, WireError, WorkerIndex,
};
use tokio::sync::mpsc::Receiver;

use client::offer::{Lines, OPUS};
use client::rtp::Rtp;
use client::{Client, Kit};

fn start(workers: usize) -> Result<(MediaPlane, Receiver<Notice>)> {
    let bind = "127.0.0.1".parse()?;
    Ok(MediaPlane::start(MediaConfig { bind, first_port: 0, workers, ..MediaConfig::default() })?)
}

/// Datagrams, or fifths of a second, that a caller waits for what must come.
const PATIENCE: usize = 150;

/// A client with a socket of its own.
struct Caller {
    client: Client,
    socket: UdpSocket,
    peer: PeerId,
}

impl Caller {
    async fn enter(plane: &MediaPlane, room: RoomId, seed: u32) -> Result<Self> {
        let kit = Kit::new()?;
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut client =
            Client::new(&kit, socket.local_addr()?, Lines::browser(seed), Profile::AeadAes128Gcm);
        let joined = plane.join(room, client.offer()).await?;
        client.take_answer(&joined.answer)?;
        let worker = plane.worker_of(room).context("the room is pinned")?;
        socket.connect(("127.0.0.1", plane.port(worker).context("its port")?))?;
        let mut caller = Self { client, socket, peer: joined.peer };
        caller.connect()?;
        Ok(caller)
    }

    fn connect(&mut self) -> Result<()> {
        self.socket.send(&self.client.check()?)?;
        for datagram in self.client.hello(Instant::now())? {
            self.socket.send(&datagram)?;
        }
        for _ in 0..PATIENCE {
            if self.client.is_connected() {
                return Ok(());
            }
            self.receive()?;
            for datagram in self.client.repeat(Instant::now()) {
                self.socket.send(&datagram)?;
            }
        }
        anyhow::bail!("not connected")
    }

    fn receive(&mut self) -> Result<()> {
        let mut buffer = [0; 1500];
        if let Ok(len) = self.socket.recv(&mut buffer) {
            for reply in self.client.receive(Instant::now(), &buffer[..len])? {
                self.socket.send(&reply)?;
            }
        }
        Ok(())
    }

    fn speak(&mut self, text: &[u8]) -> Result<()> {
        let ssrc = self.client.lines.sends[0].ssrc;
        let index = self.client.next_index(ssrc);
        let payload_type = self.client.lines.payload_type(OPUS);
        let packet = Rtp {
            payload_type,
            ssrc,
            sequence: index as u16,
            payload: text.to_vec(),
            ..Rtp::default()
        };
        self.socket.send(&self.client.seal(&packet, index)?)?;
        Ok(())
    }

    /// Waits until sound comes.
    fn hear(&mut self) -> Result<Vec<u8>> {
        for _ in 0..PATIENCE {
            self.receive()?;
            if let Some(packet) = self.client.packets().pop() {
                return Ok(packet.payload);
            }
        }
        anyhow::bail!("nothing was heard")
    }

    /// Waits for the server's goodbye, before which no sound may come.
    fn hear_goodbye(&mut self) -> Result<()> {
        for _ in 0..PATIENCE {
            self.receive()?;
            ensure!(self.client.packets().is_empty(), "sound after the end");
            if self.client.closed {
                return Ok(());
            }
        }
        anyhow::bail!("no goodbye")
    }
}

async fn wire(plane: &MediaPlane, room: RoomId, to: &Caller, from: Option<&Caller>) -> Result<()> {
    let to = SlotRef { peer: to.peer, kind: SlotKind::Audio, index: 0 };
    let from = from.map(|from| SourceRef { peer: from.peer, kind: SourceKind::Mic });
    Ok(plane.wire(room, WireChange { routes: vec![Route { to, from }], taps: vec![] }).await?)
}

/// The next notice that is not about who speaks.
async fn next(notices: &mut Receiver<Notice>) -> Result<Notice> {
    loop {
        match notices.recv().await.context("the media plane tells on")? {
            Notice::Speaking { .. } => {}
            notice => return Ok(notice),
        }
    }
}

#[tokio::test]
async fn two_rooms_on_two_workers_each_hear_their_own() -> Result<()> {
    let (plane, mut notices) = start(2)?;
    let rooms = [RoomId(1), RoomId(2)];
    assert_eq!(rooms.map(|room| plane.open_room(room)), [WorkerIndex(0), WorkerIndex(1)]);
    assert_eq!(plane.open_room(rooms[0]), WorkerIndex(0), "a room stays where it is");
    let mut callers = vec![];
    for seed in 0..4u32 {
        let room = rooms[seed as usize / 2];
        let caller = Caller::enter(&plane, room, seed + 1).await?;
        assert_eq!(next(&mut notices).await?, Notice::Connected { room, peer: caller.peer });
        callers.push(caller);
    }
    for pair in [0, 2] {
        let room = rooms[pair / 2];
        wire(&plane, room, &callers[pair], Some(&callers[pair + 1])).await?;
        callers[pair + 1].speak(format!("room {room:?}").as_bytes())?;
    }
    for pair in [0, 2] {
        let expected = format!("room {:?}", rooms[pair / 2]).into_bytes();
        assert_eq!(callers[pair].hear()?, expected);
    }
    // A wiring of one room cannot name a peer of the other.
    let refused = wire(&plane, rooms[0], &callers[0], Some(&callers[2])).await;
    let error = refused.err().context("refused")?;
    ensure!(matches!(error.downcast_ref(), Some(WireError::NoSource(_))), "{error}");
    assert_eq!(plane.stats(rooms[1]).await.len(), 2);

    plane.close_room(rooms[0]);
    for caller in &mut callers[..2] {
        caller.hear_goodbye()?;
    }
    assert_eq!(plane.worker_of(rooms[0]), None);
    assert!(plane.stats(rooms[0]).await.is_empty());
    callers[3].speak(b"still here")?;
    assert_eq!(callers[2].hear()?, b"still here", "the other room goes on");
    Ok(())
}

#[tokio::test]
async fn who_left_receives_nothing_and_cannot_be_restarted() -> Result<()> {
    let (plane, _notices) = start(1)?;
    let room = RoomId(1);
    let mut listener = Caller::enter(&plane, room, 1).await?;
    let mut speaker = Caller::enter(&plane, room, 2).await?;
    wire(&plane, room, &listener, Some(&speaker)).await?;
    speaker.speak(b"one")?;
    assert_eq!(listener.hear()?, b"one");
    let offer = listener.client.offer();
    let answer = plane.restart(listener.peer, offer.clone()).await?;
    listener.client.take_answer(&answer)?;
    listener.socket.send(&listener.client.check()?)?;

    plane.leave(listener.peer).await;
    speaker.speak(b"two")?;
    listener.hear_goodbye()?;
    // The leave was carried out before these words were sent: they go nowhere.
    assert_eq!(plane.stats(room).await.len(), 1);
    listener.receive()?;
    assert!(listener.client.packets().is_empty());
    assert_eq!(plane.restart(listener.peer, offer).await, Err(JoinError::Gone));
    assert!(wire(&plane, room, &listener, Some(&speaker)).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_bad_offer_is_told_and_leaves_nothing_behind() -> Result<()> {
    let (plane, _notices) = start(1)?;
    let error = plane.join(RoomId(1), "hello".to_owned()).await.err().context("refused")?;
    assert!(matches!(error, JoinError::Offer(_)), "{error:?}");
    assert_eq!(error.to_string(), "the offer is not SDP: it does not begin with v=0");
    assert!(plane.stats(RoomId(1)).await.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_goodbye_of_the_client_is_a_loss() -> Result<()> {
    let (plane, mut notices) = start(1)?;
    let mut caller = Caller::enter(&plane, RoomId(1), 1).await?;
    assert_eq!(next(&mut notices).await?, Notice::Connected { room: RoomId(1), peer: caller.peer });
    for datagram in caller.client.close(Instant::now()) {
        caller.socket.send(&datagram)?;
    }
    let lost = Notice::Lost { room: RoomId(1), peer: caller.peer, because: LostBecause::Closed };
    assert_eq!(next(&mut notices).await?, lost);
    Ok(())
}

#[tokio::test]
async fn the_workers_end_with_the_last_handle_and_free_their_port() -> Result<()> {
    let (plane, mut notices) = start(1)?;
    let port = plane.port(WorkerIndex(0)).context("a port")?;
    let bind = "127.0.0.1".parse()?;
    let again =
        || MediaPlane::start(MediaConfig { bind, first_port: port, ..MediaConfig::default() });
    let taken = again().err().context("the port is taken")?;
    ensure!(matches!(taken, StartError::Bind { .. }), "{taken}");
    drop(plane);
    // The last sender of notices is gone when the last worker is.
    while notices.recv().await.is_some() {}
    again()?;
    Ok(())
}

#[tokio::test]
async fn a_set_up_that_cannot_work_is_refused() {
    let with = |config| MediaPlane::start(config).err().map(|error| error.to_string());
    let no_address = with(MediaConfig::default());
    assert_eq!(
        no_address.as_deref(),
        Some("no media address: say by which address clients reach this machine")
    );
    let none = with(MediaConfig { workers: 0, ..MediaConfig::default() });
    assert_eq!(none.as_deref(), Some("the media plane needs 1 to 256 workers, not 0"));
    let advertise = vec![[127, 0, 0, 1].into()];
    let above =
        with(MediaConfig { first_port: 65_535, workers: 2, advertise, ..MediaConfig::default() });
    assert_eq!(above.as_deref(), Some("there are not 2 UDP ports from 65535 on"));
}
