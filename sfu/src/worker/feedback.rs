//! RTCP. To senders: how well their packets arrive, which are missing, when a key frame is wanted, how much they may
//! send. To receivers: the clock of each slot that carries something. What others report is answered, never passed on.

use super::forward::From;
use super::missing::Missing;
use super::peer::Peer;
use super::source::SenderTime;
use super::{PeerIndex, Worker};
use crate::batch::TxBatch;
use crate::clock::{Now, from_ntp, to_ntp};
use crate::names::SlotKind;
use crate::rtcp::{self, Packet, ReportBlock, Writer};
use crate::stats::DropCause;

/// Time between two reports to one peer.
const REPORT_INTERVAL_MS: u64 = 1_000;
/// What we tell every sender of pictures that it may send, sound and pictures together: enough for a face or a page
/// of text, and six of them still fit a line of 8 Mbit/s. A sender goes below it by the losses that we report.
const RECEIVE_BITRATE_BPS: u64 = 1_200_000;
/// A compound stays below any path's limit, with room for the seal.
const MAX_COMPOUND: usize = 1_200;
/// The most streams that one report speaks of.
const MAX_BLOCKS: usize = 4;

impl Worker {
    pub(super) fn receive_rtcp(
        &mut self,
        index: PeerIndex,
        now: Now,
        datagram: &mut [u8],
        tx: &mut TxBatch,
    ) -> Result<(), DropCause> {
        let peer = self.peers[index].as_mut().ok_or(DropCause::UnknownStream)?;
        let keys = peer.keys.as_mut().ok_or(DropCause::BeforeKeys)?;
        let len = keys.opener.rtcp(datagram).map_err(|error| match error {
            crate::srtp::SrtpError::Replayed => DropCause::Replayed,
            _ => DropCause::NotAuthentic,
        })?;
        peer.heard_ms = now.ms();
        let compound = &datagram[..len];
        rtcp::read(compound, |packet| match packet {
            Packet::SenderReport { ssrc, ntp, rtp } => {
                self.sender_report(index, ssrc, ntp, rtp, now, compound)
            }
            Packet::ReceiverBlock(block) => self.receiver_block(index, &block, now),
            Packet::Nack { ssrc, pairs } => self.repeat(index, ssrc, pairs, tx),
            Packet::KeyFrame { ssrc } => self.key_frame_wanted(index, ssrc),
        });
        Ok(())
    }

    /// Everything that is due for one peer now.
    pub(super) fn send_feedback(&mut self, index: PeerIndex, now: Now, tx: &mut TxBatch) {
        let Some(peer) = &mut self.peers[index] else { return };
        let (Some(mut keys), Some(remote)) = (peer.keys.take(), peer.remote) else { return };
        let mut send = |write: &mut dyn FnMut(&mut Writer<'_>)| {
            tx.push(remote, |out| {
                let mut writer = Writer::new(out.get_mut(..MAX_COMPOUND)?);
                write(&mut writer);
                let len = writer.len();
                if len == 0 { None } else { keys.sealer.rtcp(out, len).ok() }
            });
        };
        let reporter = peer.reporter;
        for source in &mut peer.sources {
            let Some(ssrc) = source.ssrc else { continue };
            if source.key_frame.is_due(now.ms(), source.reception.packets) {
                self.totals.key_frame_requests += 1;
                send(&mut |writer| {
                    writer.receiver_report(reporter, &[]);
                    writer.picture_loss(reporter, ssrc);
                });
            }
            if !source.missing.is_empty() {
                let mut room = Missing::room();
                let count = source.missing.due(now.ms(), &mut room);
                self.totals.missed_packets += count as u64;
                if count > 0 {
                    send(&mut |writer| {
                        writer.receiver_report(reporter, &[]);
                        writer.nack(reporter, ssrc, &room[..count]);
                    });
                }
            }
        }
        if now.ms() >= peer.next_report_ms {
            peer.next_report_ms = now.ms() + REPORT_INTERVAL_MS;
            send(&mut |writer| write_reception(peer, now, writer));
            let clocks = self.slot_clocks(index, now);
            for chunk in clocks.chunks(16) {
                send(&mut |writer| chunk.iter().for_each(|clock| clock.write(writer)));
            }
        }
        if let Some(peer) = &mut self.peers[index] {
            peer.keys = Some(keys);
        }
    }

    /// The clock of each slot that carries something now.
    fn slot_clocks(&self, index: PeerIndex, now: Now) -> Vec<SlotClock> {
        let Some(peer) = &self.peers[index] else { return Vec::new() };
        let clock = |slot: &super::slot::Slot| {
            let mapping = slot.mapping()?;
            let (sender, source) = slot.from?;
            let sender = self.peers[sender].as_ref()?;
            let source = sender.sources.get(source)?;
            let clock_hz = source.format.codec.clock_hz();
            // The sender's own pairing of its clocks keeps lips and voice together; both are shifted by one amount.
            let exact = source.report.zip(sender.clock_behind_ns).map(|(report, behind_ns)| {
                let then_ns = i128::from(from_ntp(report.ntp)) + i128::from(behind_ns);
                let ticks = i128::from(now.monotonic_ns) - then_ns;
                let ticks = ticks * i128::from(clock_hz) / 1_000_000_000;
                report.rtp.wrapping_add(ticks as u32).wrapping_add(mapping.timestamp_shift)
            });
            Some(SlotClock {
                ssrc: slot.ssrc,
                ntp: to_ntp(now.monotonic_ns),
                timestamp: exact.or_else(|| slot.timestamp_now(clock_hz, now))?,
                packets: slot.sent.packets as u32,
                payload_bytes: slot.sent.payload_bytes as u32,
            })
        };
        peer.slots.iter().filter_map(clock).collect()
    }

    fn sender_report(
        &mut self,
        index: PeerIndex,
        ssrc: u32,
        ntp: u64,
        rtp: u32,
        now: Now,
        compound: &[u8],
    ) {
        let Some(peer) = &mut self.peers[index] else { return };
        let Some(source) = peer.sources.iter_mut().find(|source| source.ssrc == Some(ssrc)) else {
            return;
        };
        source.report = Some(SenderTime { ntp, rtp, arrived_ns: now.monotonic_ns });
        let behind_ns = (i128::from(now.monotonic_ns) - i128::from(from_ntp(ntp))) as i64;
        peer.clock_behind_ns =
            Some(peer.clock_behind_ns.map_or(behind_ns, |least| least.min(behind_ns)));
        if let (Some(track), Some(recorder)) = (source.tap, &self.config.recorder) {
            recorder.sender_report(track, now.into(), compound);
        }
    }

    fn receiver_block(&mut self, index: PeerIndex, block: &ReportBlock, now: Now) {
        let Some(peer) = &mut self.peers[index] else { return };
        let Some(slot) = peer.slot_by_ssrc(block.ssrc) else { return };
        peer.slots[slot].sent.fraction_lost = block.fraction_lost;
        if block.last_report != 0 {
            let middle = (to_ntp(now.monotonic_ns) >> 16) as u32;
            let round_trip = middle.wrapping_sub(block.last_report).wrapping_sub(block.delay);
            // Nonsense gives a wrapped difference: more than a minute is not believed.
            if round_trip < 60 << 16 {
                peer.round_trip_ms = Some(((u64::from(round_trip) * 1000) >> 16) as u32);
            }
        }
    }

    /// A receiver cannot decode what its slot carries.
    fn key_frame_wanted(&mut self, index: PeerIndex, ssrc: u32) {
        let Some(peer) = &self.peers[index] else { return };
        let Some((sender, source)) = peer.slot_by_ssrc(ssrc).and_then(|slot| peer.slots[slot].from)
        else {
            return;
        };
        self.want_key_frame(From { peer: sender, source });
    }

    /// Asks the source for a key frame at the next tick, if it sends pictures.
    pub(super) fn want_key_frame(&mut self, from: From) {
        let Some(peer) = &mut self.peers[from.peer] else { return };
        let source = &mut peer.sources[from.source];
        if source.kind.slot_kind() == SlotKind::Video {
            source.key_frame.want();
        }
    }
}

/// Reports on what the peer sends, and what it may send.
fn write_reception(peer: &mut Peer, now: Now, writer: &mut Writer<'_>) {
    let mut blocks = [ReportBlock::default(); MAX_BLOCKS];
    let mut count = 0;
    let mut pictures = [0; MAX_BLOCKS];
    let mut picture_count = 0;
    for source in peer.sources.iter_mut().take(MAX_BLOCKS) {
        let Some(ssrc) = source.ssrc else { continue };
        if let Some(block) = source.reception.report(ssrc, source.report, now) {
            blocks[count] = block;
            count += 1;
        }
        if source.kind.slot_kind() == SlotKind::Video {
            pictures[picture_count] = ssrc;
            picture_count += 1;
        }
    }
    writer.receiver_report(peer.reporter, &blocks[..count]);
    if picture_count > 0 {
        writer.estimated_bitrate(peer.reporter, RECEIVE_BITRATE_BPS, &pictures[..picture_count]);
    }
}

/// What a sender report says about one slot.
struct SlotClock {
    ssrc: u32,
    ntp: u64,
    timestamp: u32,
    packets: u32,
    payload_bytes: u32,
}

impl SlotClock {
    fn write(&self, writer: &mut Writer<'_>) {
        writer.sender_report(self.ssrc, self.ntp, self.timestamp, self.packets, self.payload_bytes);
    }
}
