//! From a source to the slots that the wiring names. There is no other way out for media: without a route nothing is
//! encrypted towards a peer.

use super::peer::Keys;
use super::slot::{Arrived, Held};
use super::{PeerIndex, SourceIndex, Worker};
use crate::batch::TxBatch;
use crate::clock::Now;
use crate::rtcp::NackPairs;
use crate::stats::DropCause;

/// A source, by its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct From {
    pub(super) peer: PeerIndex,
    pub(super) source: SourceIndex,
}

impl Worker {
    /// Sends `packet` to every slot that the source feeds.
    pub(super) fn forward(&mut self, from: From, now: Now, packet: &Arrived<'_>, tx: &mut TxBatch) {
        let Some(sender) = &mut self.peers[from.peer] else { return };
        // The list is lent out for the loop, so that sender and receivers can be the same peer.
        let routes = std::mem::take(&mut sender.sources[from.source].routes);
        let mut wants_key_frame = false;
        for &(receiver, slot) in &routes {
            let held = self.forward_to(receiver, slot, now, packet, tx);
            wants_key_frame |= held == Err(DropCause::AwaitingKeyFrame);
            if let Err(cause) = held {
                self.drop_packet(receiver, cause);
            }
        }
        if let Some(sender) = &mut self.peers[from.peer] {
            let source = &mut sender.sources[from.source];
            source.routes = routes;
            if wants_key_frame {
                source.key_frame.want();
            }
        }
    }

    fn forward_to(
        &mut self,
        receiver: PeerIndex,
        slot: usize,
        now: Now,
        packet: &Arrived<'_>,
        tx: &mut TxBatch,
    ) -> Result<(), DropCause> {
        let Some(peer) = &mut self.peers[receiver] else { return Ok(()) };
        // A receiver that is still connecting has missed nothing: its stream begins when it is there.
        let (Some(Keys { sealer, .. }), Some(remote)) = (&mut peer.keys, peer.remote) else {
            return Ok(());
        };
        let slot = &mut peer.slots[slot];
        let mapping = slot.admit(packet, now).map_err(|held| match held {
            Held::NoCodec => DropCause::NoCodec,
            Held::AwaitingKeyFrame => DropCause::AwaitingKeyFrame,
            Held::BeforeSwitch => DropCause::BeforeSwitch,
        })?;
        let sent = tx.push(remote, |out| {
            let written = slot.write(packet, mapping, now, out)?;
            sealer.rtp(out, written.len, written.header_len, written.sequence).ok()
        });
        if !sent {
            return Err(DropCause::NotSealed);
        }
        self.totals.forwarded_packets += 1;
        Ok(())
    }

    /// Sends again what `receiver` says it has not got on the slot with `ssrc`.
    pub(super) fn repeat(
        &mut self,
        receiver: PeerIndex,
        ssrc: u32,
        missing: NackPairs<'_>,
        tx: &mut TxBatch,
    ) {
        let Some(peer) = &self.peers[receiver] else { return };
        let Some(slot) = peer.slot_by_ssrc(ssrc) else { return };
        let Some((sender, source)) = peer.slots[slot].from else { return };
        let Some(lender) = &mut self.peers[sender] else { return };
        let codec = lender.sources[source].format.codec;
        // Lent out for the loop, as above.
        let Some(history) = lender.sources[source].history.take() else { return };
        for sequence in missing.sequences() {
            self.totals.asked_packets += 1;
            let Some(peer) = &mut self.peers[receiver] else { break };
            let (Some(Keys { sealer, .. }), Some(remote)) = (&mut peer.keys, peer.remote) else {
                break;
            };
            let slot = &mut peer.slots[slot];
            let Some(index) = slot.source_index(sequence) else { continue };
            let Some((kept, payload)) = history.find(index) else { continue };
            let sent = tx.push(remote, |out| {
                let written = slot.write_repeat(codec, index, kept, payload, out)?;
                sealer.rtp(out, written.len, written.header_len, written.sequence).ok()
            });
            self.totals.repeated_packets += u64::from(sent);
        }
        if let Some(lender) = &mut self.peers[sender] {
            lender.sources[source].history = Some(history);
        }
    }
}
