//! From a sealed packet to a known source: keys, replay, retransmissions, counters, loudness, the recorder.

use std::net::SocketAddr;

use super::forward::From;
use super::history::{History, Kept};
use super::missing::Gap;
use super::slot::Arrived;
use super::{PeerIndex, SourceIndex, Worker};
use crate::batch::TxBatch;
use crate::clock::Now;
use crate::names::SlotKind;
use crate::rtcp;
use crate::rtp::{Header, h264, vp8};
use crate::sdp::Codec;
use crate::stats::DropCause;

/// Which stream of a peer a packet is in.
#[derive(Clone, Copy)]
struct Stream {
    source: SourceIndex,
    /// A stream of retransmissions (RFC 4588).
    repeats: bool,
}

impl Worker {
    pub(super) fn receive_media(
        &mut self,
        now: Now,
        from: SocketAddr,
        datagram: &mut [u8],
        tx: &mut TxBatch,
    ) {
        let Some(&index) = self.by_address.get(&from) else {
            return self.totals.drops.count(DropCause::UnprovenAddress);
        };
        let result = if rtcp::is_rtcp(datagram) {
            self.receive_rtcp(index, now, datagram, tx)
        } else {
            self.receive_rtp(index, now, datagram, tx)
        };
        if let Err(cause) = result {
            self.drop_packet(index, cause);
        }
    }

    fn receive_rtp(
        &mut self,
        index: PeerIndex,
        now: Now,
        datagram: &mut [u8],
        tx: &mut TxBatch,
    ) -> Result<(), DropCause> {
        let header = Header::parse(datagram).ok_or(DropCause::Malformed)?;
        let peer = self.peers[index].as_mut().ok_or(DropCause::UnknownStream)?;
        let keys = peer.keys.as_mut().ok_or(DropCause::BeforeKeys)?;
        let known = peer.sources.iter().position(|source| source.ssrc == Some(header.ssrc));
        let stream = match known {
            Some(source) => Stream { source, repeats: false },
            None => {
                match peer.sources.iter().position(|source| source.rtx_ssrc == Some(header.ssrc)) {
                    Some(source) => Stream { source, repeats: true },
                    None => {
                        let stream = guess_stream(&peer.sources, &header, datagram)
                            .ok_or(DropCause::UnknownStream)?;
                        peer.guesses_left =
                            peer.guesses_left.checked_sub(1).ok_or(DropCause::UnknownStream)?;
                        stream
                    }
                }
            }
        };
        let source = &mut peer.sources[stream.source];
        let window = if stream.repeats { &mut source.rtx_window } else { &mut source.window };
        let sequence = window.index_of(header.sequence).ok_or(DropCause::Replayed)?;
        if !window.is_fresh(sequence) {
            return Err(DropCause::Replayed);
        }
        let len =
            keys.opener.rtp(datagram, header.len, sequence).map_err(|_| DropCause::NotAuthentic)?;
        window.accept(sequence);
        peer.heard_ms = now.ms();
        if stream.repeats {
            source.rtx_ssrc = Some(header.ssrc);
            self.receive_repeat(
                From { peer: index, source: stream.source },
                now,
                &mut datagram[..len],
                header,
                tx,
            )
        } else {
            source.ssrc = Some(header.ssrc);
            self.receive_packet(
                From { peer: index, source: stream.source },
                now,
                &datagram[..len],
                header,
                sequence,
                false,
                tx,
            )
        }
    }

    /// Turns a retransmission back into the packet that it repeats (RFC 4588 §4).
    fn receive_repeat(
        &mut self,
        from: From,
        now: Now,
        packet: &mut [u8],
        header: Header,
        tx: &mut TxBatch,
    ) -> Result<(), DropCause> {
        let source = &mut self.peers[from.peer].as_mut().ok_or(DropCause::UnknownStream)?.sources
            [from.source];
        // Senders also pad this stream to probe the link; such packets repeat nothing.
        let Some(original) =
            packet.get(header.len..).and_then(|payload| payload.first_chunk::<2>())
        else {
            return Ok(());
        };
        let Some(ssrc) = source.ssrc else { return Ok(()) };
        let original = u16::from_be_bytes(*original);
        let index = source.window.index_of(original).ok_or(DropCause::Replayed)?;
        if source.window.newest().is_none_or(|newest| index > newest)
            || !source.window.is_fresh(index)
        {
            return Ok(());
        }
        source.window.accept(index);
        // The header moves over the original sequence number.
        packet.copy_within(..header.len, 2);
        let packet = &mut packet[2..];
        packet[1] = packet[1] & 0x80 | source.format.payload_type;
        packet[2..4].copy_from_slice(&original.to_be_bytes());
        packet[8..12].copy_from_slice(&ssrc.to_be_bytes());
        let header = Header::parse(packet).ok_or(DropCause::Malformed)?;
        self.receive_packet(from, now, packet, header, index, true, tx)
    }

    /// A plain packet of a source, each index once.
    #[expect(clippy::too_many_arguments, reason = "the one funnel of all media")]
    fn receive_packet(
        &mut self,
        from: From,
        now: Now,
        packet: &[u8],
        header: Header,
        index: u64,
        repeat: bool,
        tx: &mut TxBatch,
    ) -> Result<(), DropCause> {
        let source = &mut self.peers[from.peer].as_mut().ok_or(DropCause::UnknownStream)?.sources
            [from.source];
        let redundant = source.red == Some(header.payload_type);
        if !redundant && header.payload_type != source.format.payload_type {
            return Err(DropCause::UnknownPayload);
        }
        let payload = unpadded(packet, &header).ok_or(DropCause::Malformed)?;
        source.reception.count(
            index,
            packet.len(),
            header.timestamp,
            source.format.codec.clock_hz(),
            now,
            repeat,
        );
        if let (Some(track), Some(recorder)) = (source.tap, &self.config.recorder) {
            recorder.packet(track, now.into(), packet);
        }
        let mut arrived = Arrived {
            index,
            format: source.format,
            redundant,
            timestamp: header.timestamp,
            marker: header.marker,
            level: None,
            orientation: None,
            picture: None,
            starts_key_frame: false,
            payload,
        };
        match source.kind.slot_kind() {
            SlotKind::Audio => {
                arrived.level = byte_extension(&header, packet, source.extensions.level);
                if let Some(level) = arrived.level {
                    source.loudness.heard(level, now.ms());
                }
            }
            SlotKind::Video => {
                arrived.orientation =
                    byte_extension(&header, packet, source.extensions.orientation);
                match source.format.codec {
                    Codec::H264 => arrived.starts_key_frame = h264::starts_key_frame(payload),
                    _ if payload.is_empty() => {}
                    _ => {
                        let picture =
                            vp8::Descriptor::parse(payload).ok_or(DropCause::Malformed)?;
                        arrived.starts_key_frame = picture.starts_key_frame;
                        arrived.picture = Some(picture);
                    }
                }
                if arrived.starts_key_frame {
                    source.key_frame.settle();
                    source.reception.key_frames += 1;
                }
                let watched = !source.routes.is_empty() || source.tap.is_some();
                if source.missing.came(index, now.ms()) == Gap::TooWide && watched {
                    source.key_frame.want();
                }
                source.history.get_or_insert_with(|| Box::new(History::new())).keep(
                    index,
                    Kept {
                        timestamp: arrived.timestamp,
                        marker: arrived.marker,
                        orientation: arrived.orientation,
                        picture: arrived.picture,
                    },
                    payload,
                );
            }
        }
        self.forward(from, now, &arrived, tx);
        Ok(())
    }
}

/// The stream that a packet of unknown SSRC must be in: by the line that it names, or by a payload type that
/// only one line has. Lines whose SSRC is known already are out of the question.
fn guess_stream(
    sources: &[super::source::Source],
    header: &Header,
    packet: &[u8],
) -> Option<Stream> {
    let fits = |source: &super::source::Source| {
        let primary = source.format.payload_type == header.payload_type
            || source.red == Some(header.payload_type);
        let repeats = source.format.rtx == Some(header.payload_type);
        match (primary && source.ssrc.is_none(), repeats && source.rtx_ssrc.is_none()) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        }
    };
    let named = sources.iter().position(|source| {
        header
            .extension(packet, source.extensions.mid)
            .is_some_and(|mid| mid == source.mid.as_bytes())
    });
    if let Some(source) = named {
        return fits(&sources[source]).map(|repeats| Stream { source, repeats });
    }
    let mut candidates = sources.iter().enumerate().filter_map(|(source, candidate)| {
        fits(candidate).map(|repeats| Stream { source, repeats })
    });
    let only = candidates.next()?;
    candidates.next().is_none().then_some(only)
}

/// The payload without the padding that the header announces.
fn unpadded<'a>(packet: &'a [u8], header: &Header) -> Option<&'a [u8]> {
    let payload = packet.get(header.len..)?;
    if !header.padding {
        return Some(payload);
    }
    let padding = usize::from(*payload.last()?);
    if padding == 0 {
        return None;
    }
    payload.get(..payload.len().checked_sub(padding)?)
}

fn byte_extension(header: &Header, packet: &[u8], id: u8) -> Option<u8> {
    header.extension(packet, id)?.first().copied()
}
