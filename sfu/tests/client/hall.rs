//! A worker and its clients, joined by a network that loses what the test says, in a time that the test moves.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use puente_sfu::srtp::Profile;
use puente_sfu::worker::{Worker, WorkerConfig};
use puente_sfu::{
    Joined, Notice, Now, PeerId, RoomId, Route, SlotKind, SlotRef, SourceKind, SourceRef, TxBatch,
    WireChange, WorkerIndex,
};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::offer::{Lines, OPUS, RTX, VP8};
use super::rtp::Rtp;
use super::{Client, Kit};

pub(crate) const ROOM: RoomId = RoomId(7);
/// 2026-11-24T00:00:00Z.
const START_UTC_NS: u64 = 1_795_478_400_000_000_000;

/// Judges a datagram to a client.
type Loses = dyn FnMut(usize, &[u8]) -> bool;

pub(crate) struct Hall {
    pub(crate) worker: Worker,
    pub(crate) clients: Vec<Client>,
    pub(crate) peers: Vec<PeerId>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) kit: Kit,
    epoch: Instant,
    now_ns: u64,
    tx: TxBatch,
    /// Datagrams to addresses where no client is.
    pub(crate) strays: Vec<(SocketAddr, Vec<u8>)>,
    /// Whether a datagram from the server to this client is lost.
    pub(crate) loses: Box<Loses>,
}

impl Hall {
    pub(crate) fn new() -> Result<Self> {
        Self::with_recorder(None)
    }

    pub(crate) fn with_recorder(
        recorder: Option<puente_sfu::record::RecorderHandle>,
    ) -> Result<Self> {
        let epoch = Instant::now();
        let worker = Worker::new(WorkerConfig {
            index: WorkerIndex(0),
            candidates: vec!["192.0.2.1:7800".parse()?],
            recorder,
            epoch,
            rng: Box::new(StdRng::seed_from_u64(1)),
        })?;
        Ok(Self {
            worker,
            clients: vec![],
            peers: vec![],
            notices: vec![],
            kit: Kit::new()?,
            epoch,
            now_ns: 0,
            tx: TxBatch::default(),
            strays: vec![],
            loses: Box::new(|_, _| false),
        })
    }

    pub(crate) fn now(&self) -> Now {
        Now { monotonic_ns: self.now_ns, utc_ns: START_UTC_NS + self.now_ns }
    }

    pub(crate) fn instant(&self) -> Instant {
        self.epoch + Duration::from_nanos(self.now_ns)
    }

    /// A client joins [`ROOM`] and connects.
    pub(crate) fn enter(&mut self, lines: Lines) -> Result<usize> {
        self.enter_with(lines, Profile::AeadAes128Gcm)
    }

    pub(crate) fn enter_with(&mut self, lines: Lines, profile: Profile) -> Result<usize> {
        let (client, _) = self.join(lines, profile)?;
        self.connect(client)?;
        Ok(client)
    }

    /// A client joins and does not connect yet.
    pub(crate) fn join(&mut self, lines: Lines, profile: Profile) -> Result<(usize, Joined)> {
        let at = self.clients.len();
        let address = SocketAddr::from(([198, 51, 100, (at % 250) as u8], 4000 + at as u16));
        let mut client = Client::new(&self.kit, address, lines, profile);
        let joined = self.worker.join(self.now(), ROOM, &client.offer())?;
        client.take_answer(&joined.answer)?;
        self.clients.push(client);
        self.peers.push(joined.peer);
        Ok((at, joined))
    }

    /// Checks, shakes hands, and waits until the keys are there.
    pub(crate) fn connect(&mut self, client: usize) -> Result<()> {
        let check = self.clients[client].check()?;
        self.send(client, &check)?;
        let at = self.instant();
        for datagram in self.clients[client].hello(at)? {
            self.send(client, &datagram)?;
        }
        for _ in 0..20 {
            if self.clients[client].is_connected() {
                return Ok(());
            }
            self.advance(500)?;
        }
        anyhow::bail!("client {client} did not connect")
    }

    /// The client sends `datagram`; everything that follows at this instant happens.
    pub(crate) fn send(&mut self, client: usize, datagram: &[u8]) -> Result<()> {
        self.send_from(self.clients[client].address, datagram)
    }

    pub(crate) fn send_from(&mut self, from: SocketAddr, datagram: &[u8]) -> Result<()> {
        let now = self.now();
        self.worker.receive(now, from, &mut datagram.to_vec(), &mut self.tx);
        self.deliver()
    }

    /// Time passes, in steps of the worker's tick. Clients keep their checks up.
    pub(crate) fn advance(&mut self, ms: u64) -> Result<()> {
        for _ in 0..ms.div_ceil(5) {
            self.now_ns += 5_000_000;
            let (now, at) = (self.now(), self.instant());
            self.worker.tick(now, &mut self.tx);
            self.deliver()?;
            for client in 0..self.clients.len() {
                for datagram in self.clients[client].repeat(at) {
                    self.send(client, &datagram)?;
                }
            }
        }
        Ok(())
    }

    /// Every client sends a connectivity check.
    pub(crate) fn checks(&mut self) -> Result<()> {
        for client in 0..self.clients.len() {
            let check = self.clients[client].check()?;
            self.send(client, &check)?;
        }
        Ok(())
    }

    fn deliver(&mut self) -> Result<()> {
        let at = self.instant();
        let mut waiting: VecDeque<(SocketAddr, Vec<u8>)> = VecDeque::new();
        loop {
            waiting.extend(self.tx.iter().map(|(to, datagram)| (to, datagram.to_vec())));
            self.tx.clear();
            self.notices.extend(self.worker.notices());
            let Some((to, datagram)) = waiting.pop_front() else { return Ok(()) };
            let Some(client) = self.clients.iter().position(|client| client.address == to) else {
                self.strays.push((to, datagram));
                continue;
            };
            if (self.loses)(client, &datagram) {
                continue;
            }
            let replies = self.clients[client]
                .receive(at, &datagram)
                .with_context(|| format!("client {client}"))?;
            let (now, from) = (self.now(), self.clients[client].address);
            for mut reply in replies {
                self.worker.receive(now, from, &mut reply, &mut self.tx);
            }
        }
    }

    pub(crate) fn source(&self, client: usize, kind: SourceKind) -> SourceRef {
        SourceRef { peer: self.peers[client], kind }
    }

    pub(crate) fn slot(&self, client: usize, kind: SlotKind, index: u8) -> SlotRef {
        SlotRef { peer: self.peers[client], kind, index }
    }

    /// Routes `from` to a slot, or silences it.
    pub(crate) fn wire(&mut self, to: SlotRef, from: Option<SourceRef>) -> Result<()> {
        let change = WireChange { routes: vec![Route { to, from }], taps: vec![] };
        Ok(self.worker.wire(ROOM, &change)?)
    }

    /// The client sends one packet of sound on its `nth` audio line.
    pub(crate) fn speak(&mut self, client: usize, nth: usize, payload: &[u8]) -> Result<()> {
        let datagram = self.speech(client, nth, payload)?;
        self.send(client, &datagram)
    }

    /// A sealed packet of sound that is not sent yet.
    pub(crate) fn speech(&mut self, client: usize, nth: usize, payload: &[u8]) -> Result<Vec<u8>> {
        let lines = &self.clients[client].lines;
        let line =
            *lines.sends.iter().filter(|line| !line.video).nth(nth).context("an audio line")?;
        let mid = lines.sends.iter().position(|other| *other == line).context("its place")?;
        let mut packet = Rtp {
            payload_type: lines.payload_type(OPUS),
            ssrc: line.ssrc,
            timestamp: (self.now_ns / 1_000_000 * 48) as u32,
            extensions: vec![
                (lines.level_id(), vec![20]),
                (lines.mid_id(), mid.to_string().into_bytes()),
            ],
            payload: payload.to_vec(),
            ..Rtp::default()
        };
        let index = self.clients[client].next_index(line.ssrc);
        packet.sequence = index as u16;
        self.clients[client].seal(&packet, index)
    }

    /// The client sends one picture in one packet on its `nth` video line.
    pub(crate) fn show(
        &mut self,
        client: usize,
        nth: usize,
        key: bool,
        payload: &[u8],
    ) -> Result<u16> {
        let (datagram, sequence) = self.picture(client, nth, key, payload)?;
        self.send(client, &datagram)?;
        Ok(sequence)
    }

    /// A sealed picture that is not sent yet, and its sequence number.
    pub(crate) fn picture(
        &mut self,
        client: usize,
        nth: usize,
        key: bool,
        payload: &[u8],
    ) -> Result<(Vec<u8>, u16)> {
        let lines = &self.clients[client].lines;
        let line =
            *lines.sends.iter().filter(|line| line.video).nth(nth).context("a video line")?;
        let mid = lines.sends.iter().position(|other| *other == line).context("its place")?;
        let payload_type = lines.payload_type(VP8);
        let extensions =
            vec![(lines.orientation_id(), vec![1]), (lines.mid_id(), mid.to_string().into_bytes())];
        let index = self.clients[client].next_index(line.ssrc);
        let packet = Rtp {
            marker: true,
            payload_type,
            sequence: index as u16,
            timestamp: (self.now_ns / 1_000_000 * 90) as u32,
            ssrc: line.ssrc,
            extensions,
            payload: vp8(index as u16, key, payload),
            ..Rtp::default()
        };
        Ok((self.clients[client].seal(&packet, index)?, index as u16))
    }

    /// The client repeats, on its retransmission stream, the picture that it sent as `sequence`.
    pub(crate) fn repeat_picture(
        &mut self,
        client: usize,
        nth: usize,
        sequence: u16,
        key: bool,
        payload: &[u8],
    ) -> Result<()> {
        let lines = &self.clients[client].lines;
        let line =
            *lines.sends.iter().filter(|line| line.video).nth(nth).context("a video line")?;
        let payload_type = lines.payload_type(RTX);
        let index = self.clients[client].next_index(line.rtx_ssrc);
        let mut repeated = sequence.to_be_bytes().to_vec();
        repeated.extend(vp8(sequence, key, payload));
        let packet = Rtp {
            marker: true,
            payload_type,
            sequence: index as u16,
            timestamp: (self.now_ns / 1_000_000 * 90) as u32,
            ssrc: line.rtx_ssrc,
            payload: repeated,
            ..Rtp::default()
        };
        let datagram = self.clients[client].seal(&packet, index)?;
        self.send(client, &datagram)
    }

    /// The client sends a compound RTCP packet.
    pub(crate) fn report(&mut self, client: usize, compound: &[u8]) -> Result<()> {
        let datagram = self.clients[client].seal_rtcp(compound)?;
        self.send(client, &datagram)
    }
}

/// A VP8 payload whose picture id is `picture`.
pub(crate) fn vp8(picture: u16, key: bool, payload: &[u8]) -> Vec<u8> {
    let [high, low] = (picture | 0x8000).to_be_bytes();
    let mut bytes = vec![0x90, 0x80, high, low, u8::from(!key)];
    bytes.extend(payload);
    bytes
}

/// The picture id of a VP8 payload made by [`vp8`].
pub(crate) fn picture_id(payload: &[u8]) -> u16 {
    u16::from_be_bytes([payload[2] & 0x7f, payload[3]])
}
