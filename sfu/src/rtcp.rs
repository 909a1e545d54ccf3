//! RTCP (RFC 3550 §6, RFC 4585, RFC 5104, REMB): compound packets read and written by hand, without allocation.

/// What one packet of a compound says, as far as we act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packet<'a> {
    /// The sender's clock and its media time at one instant.
    SenderReport { ssrc: u32, ntp: u64, rtp: u32 },
    /// A report block: how well the stream `ssrc` arrives at the other end.
    ReceiverBlock(ReportBlock),
    /// Packets of `ssrc` that are missing.
    Nack { ssrc: u32, pairs: NackPairs<'a> },
    /// A picture that needs no other is wanted of `ssrc` (PLI or FIR).
    KeyFrame { ssrc: u32 },
}

/// A report block (RFC 3550 §6.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReportBlock {
    pub(crate) ssrc: u32,
    /// Of 256 packets, how many were lost since the last report.
    pub(crate) fraction_lost: u8,
    pub(crate) lost: i32,
    pub(crate) highest: u32,
    pub(crate) jitter: u32,
    /// Middle of the NTP time of the last sender report, and how long ago it came, both in 1/65536 s.
    pub(crate) last_report: u32,
    pub(crate) delay: u32,
}

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const DESCRIPTION: u8 = 202;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
const BLOCK: usize = 24;

/// Whether a datagram whose first byte says RTP is RTCP instead (RFC 5761 §4).
pub(crate) fn is_rtcp(datagram: &[u8]) -> bool {
    datagram.get(1).is_some_and(|second| (192..=223).contains(second))
}

/// Calls `each` for every part of the compound that we act on. Malformed parts end the reading.
pub(crate) fn read<'a>(compound: &'a [u8], mut each: impl FnMut(Packet<'a>)) {
    let mut rest = compound;
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 * (usize::from(u16::from_be_bytes([head[2], head[3]])) + 1);
        let Some(packet) = rest.get(..len) else { return };
        if head[0] >> 6 != 2 {
            return;
        }
        read_one(head[0] & 0x1f, head[1], packet, &mut each);
        rest = &rest[len..];
    }
}

fn read_one<'a>(count: u8, kind: u8, packet: &'a [u8], each: &mut impl FnMut(Packet<'a>)) {
    match (kind, count) {
        (SENDER_REPORT, _) => {
            if let (Some(ssrc), Some(ntp), Some(rtp)) = (
                u32_at(packet, 4),
                packet.get(8..16).and_then(|ntp| ntp.first_chunk::<8>()),
                u32_at(packet, 16),
            ) {
                each(Packet::SenderReport { ssrc, ntp: u64::from_be_bytes(*ntp), rtp });
            }
            read_blocks(count, packet.get(28..).unwrap_or_default(), each);
        }
        (RECEIVER_REPORT, _) => read_blocks(count, packet.get(8..).unwrap_or_default(), each),
        (TRANSPORT_FEEDBACK, 1) => {
            if let (Some(ssrc), Some(pairs)) = (u32_at(packet, 8), packet.get(12..)) {
                each(Packet::Nack { ssrc, pairs: NackPairs(pairs) });
            }
        }
        (PAYLOAD_FEEDBACK, 1) => {
            if let Some(ssrc) = u32_at(packet, 8) {
                each(Packet::KeyFrame { ssrc });
            }
        }
        (PAYLOAD_FEEDBACK, 4) => {
            for entry in packet.get(12..).unwrap_or_default().chunks_exact(8) {
                if let Some(ssrc) = u32_at(entry, 0) {
                    each(Packet::KeyFrame { ssrc });
                }
            }
        }
        _ => {}
    }
}

fn read_blocks<'a>(count: u8, blocks: &[u8], each: &mut impl FnMut(Packet<'a>)) {
    for block in blocks.chunks_exact(BLOCK).take(usize::from(count)) {
        let at = |at| u32_at(block, at).unwrap_or_default();
        each(Packet::ReceiverBlock(ReportBlock {
            ssrc: at(0),
            fraction_lost: block[4],
            // Sign-extends the 24-bit count.
            lost: (at(4) << 8) as i32 >> 8,
            highest: at(8),
            jitter: at(12),
            last_report: at(16),
            delay: at(20),
        }));
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|word| u32::from_be_bytes(*word))
}

/// The sequence numbers that a NACK names (RFC 4585 §6.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NackPairs<'a>(&'a [u8]);

impl<'a> NackPairs<'a> {
    pub(crate) fn sequences(self) -> impl Iterator<Item = u16> + 'a {
        self.0.chunks_exact(4).flat_map(|pair| {
            let first = u16::from_be_bytes([pair[0], pair[1]]);
            let mask = u16::from_be_bytes([pair[2], pair[3]]);
            std::iter::once(first).chain(
                (0..16u16)
                    .filter(move |bit| mask >> bit & 1 == 1)
                    .map(move |bit| first.wrapping_add(bit + 1)),
            )
        })
    }
}

/// Writes a compound packet into a buffer. What does not fit is left out whole.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    buffer: &'a mut [u8],
    len: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// A sender report without blocks, followed by the canonical name that the standard asks for.
    pub(crate) fn sender_report(
        &mut self,
        ssrc: u32,
        ntp: u64,
        rtp: u32,
        packets: u32,
        octets: u32,
    ) {
        let mut body = [0u8; 24];
        body[..4].copy_from_slice(&ssrc.to_be_bytes());
        body[4..12].copy_from_slice(&ntp.to_be_bytes());
        body[12..16].copy_from_slice(&rtp.to_be_bytes());
        body[16..20].copy_from_slice(&packets.to_be_bytes());
        body[20..].copy_from_slice(&octets.to_be_bytes());
        self.put(0, SENDER_REPORT, &body);
        self.canonical_name(ssrc);
    }

    /// A receiver report with at most 31 blocks.
    pub(crate) fn receiver_report(&mut self, sender: u32, blocks: &[ReportBlock]) {
        let mut body = [0u8; 4 + 31 * BLOCK];
        body[..4].copy_from_slice(&sender.to_be_bytes());
        let blocks = &blocks[..blocks.len().min(31)];
        for (block, out) in blocks.iter().zip(body[4..].chunks_exact_mut(BLOCK)) {
            out[..4].copy_from_slice(&block.ssrc.to_be_bytes());
            out[4..8].copy_from_slice(&block.lost.to_be_bytes());
            out[4] = block.fraction_lost;
            out[8..12].copy_from_slice(&block.highest.to_be_bytes());
            out[12..16].copy_from_slice(&block.jitter.to_be_bytes());
            out[16..20].copy_from_slice(&block.last_report.to_be_bytes());
            out[20..].copy_from_slice(&block.delay.to_be_bytes());
        }
        self.put(blocks.len() as u8, RECEIVER_REPORT, &body[..4 + blocks.len() * BLOCK]);
    }

    /// Asks `media` for a key frame (RFC 4585 §6.3.1).
    pub(crate) fn picture_loss(&mut self, sender: u32, media: u32) {
        let mut body = [0u8; 8];
        body[..4].copy_from_slice(&sender.to_be_bytes());
        body[4..].copy_from_slice(&media.to_be_bytes());
        self.put(1, PAYLOAD_FEEDBACK, &body);
    }

    /// Asks `media` for missing packets, given in ascending order (RFC 4585 §6.2.1).
    pub(crate) fn nack(&mut self, sender: u32, media: u32, missing: &[u16]) {
        let mut body = [0u8; 8 + 4 * 32];
        body[..4].copy_from_slice(&sender.to_be_bytes());
        body[4..8].copy_from_slice(&media.to_be_bytes());
        let mut len = 8;
        let mut missing = missing.iter().peekable();
        while let Some(first) = missing.next() {
            let Some(pair) = body.get_mut(len..len + 4) else { break };
            let mut mask = 0u16;
            while let Some(distance @ 1..=16) = missing.peek().map(|next| next.wrapping_sub(*first))
            {
                mask |= 1 << (distance - 1);
                missing.next();
            }
            pair[..2].copy_from_slice(&first.to_be_bytes());
            pair[2..].copy_from_slice(&mask.to_be_bytes());
            len += 4;
        }
        self.put(1, TRANSPORT_FEEDBACK, &body[..len]);
    }

    /// Tells the sender how much it may send, over `media` together (draft-alvestrand-rmcat-remb-03).
    pub(crate) fn estimated_bitrate(&mut self, sender: u32, bitrate_bps: u64, media: &[u32]) {
        let mut body = [0u8; 16 + 4 * 8];
        let media = &media[..media.len().min(8)];
        body[..4].copy_from_slice(&sender.to_be_bytes());
        body[8..12].copy_from_slice(b"REMB");
        let exponent = 46u32.saturating_sub(bitrate_bps.leading_zeros());
        let mantissa = (bitrate_bps >> exponent) as u32;
        let word = (media.len() as u32) << 24 | exponent << 18 | mantissa;
        body[12..16].copy_from_slice(&word.to_be_bytes());
        for (ssrc, out) in media.iter().zip(body[16..].chunks_exact_mut(4)) {
            out.copy_from_slice(&ssrc.to_be_bytes());
        }
        self.put(15, PAYLOAD_FEEDBACK, &body[..16 + 4 * media.len()]);
    }

    fn canonical_name(&mut self, ssrc: u32) {
        let mut body = [0u8; 16];
        body[..4].copy_from_slice(&ssrc.to_be_bytes());
        body[4..6].copy_from_slice(&[1, CANONICAL_NAME.len() as u8]);
        body[6..6 + CANONICAL_NAME.len()].copy_from_slice(CANONICAL_NAME.as_bytes());
        self.put(1, DESCRIPTION, &body);
    }

    fn put(&mut self, count: u8, kind: u8, body: &[u8]) {
        let len = 4 + body.len();
        let Some(out) = self.buffer.get_mut(self.len..self.len + len) else { return };
        out[0] = 0x80 | count;
        out[1] = kind;
        out[2..4].copy_from_slice(&((body.len() / 4) as u16).to_be_bytes());
        out[4..].copy_from_slice(body);
        self.len += len;
    }
}

/// The name of every stream that we send: all come from one clock, and it names nobody.
pub(crate) const CANONICAL_NAME: &str = "puente";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
        let mut buffer = [0u8; 1200];
        let mut writer = Writer::new(&mut buffer);
        write(&mut writer);
        let len = writer.len();
        buffer[..len].to_vec()
    }

    fn parts(compound: &[u8]) -> Vec<Packet<'_>> {
        let mut parts = vec![];
        read(compound, |part| parts.push(part));
        parts
    }

    #[test]
    fn a_compound_is_read_to_its_end() {
        let block = ReportBlock {
            ssrc: 5,
            fraction_lost: 64,
            lost: -3,
            highest: 0x1_0007,
            jitter: 9,
            last_report: 10,
            delay: 11,
        };
        let compound = written(|writer| {
            writer.sender_report(1, 0x0102_0304_0506_0708, 960, 10, 1000);
            writer.receiver_report(1, &[block]);
            writer.picture_loss(1, 6);
        });
        assert_eq!(
            parts(&compound),
            [
                Packet::SenderReport { ssrc: 1, ntp: 0x0102_0304_0506_0708, rtp: 960 },
                Packet::ReceiverBlock(block),
                Packet::KeyFrame { ssrc: 6 },
            ]
        );
    }

    #[test]
    fn a_full_intra_request_counts_as_a_wish_for_a_key_frame() {
        let request = [0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 3, 0, 0, 0];
        assert_eq!(parts(&request), [Packet::KeyFrame { ssrc: 9 }]);
    }

    #[test]
    fn the_bitrate_is_told_to_within_its_precision() {
        for bitrate in [1u64, 300_000, 2_500_000, 10_000_000_000] {
            let compound = written(|writer| writer.estimated_bitrate(1, bitrate, &[7, 8]));
            let word = u32_at(&compound, 16).unwrap();
            assert_eq!(word >> 24, 2);
            let told = u64::from(word & 0x3_ffff) << (word >> 18 & 0x3f);
            assert!(told <= bitrate && bitrate - told <= bitrate >> 17, "{told} for {bitrate}");
        }
    }

    proptest! {
        #[test]
        fn every_missing_packet_is_named_once(start in any::<u16>(), gaps in prop::collection::vec(1u16..40, 1..30)) {
            let mut missing = vec![start];
            for gap in gaps {
                missing.push(missing.last().unwrap().wrapping_add(gap));
            }
            let compound = written(|writer| writer.nack(1, 2, &missing));
            let parts = parts(&compound);
            let [Packet::Nack { ssrc: 2, pairs }] = parts[..] else { panic!("{parts:?}") };
            prop_assert_eq!(pairs.sequences().collect::<Vec<_>>(), missing);
        }

        #[test]
        fn any_bytes_are_read_without_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 200u8..208) {
            if let [first, second, ..] = &mut bytes[..] {
                *first = 0x80 | (*first & 0x1f);
                *second = kind;
            }
            for part in parts(&bytes) {
                if let Packet::Nack { pairs, .. } = part {
                    prop_assert!(pairs.sequences().count() <= bytes.len() / 4 * 17);
                }
            }
        }
    }
}
