//! What is in an Opus payload: its length in time, redundant blocks, and silence.

/// Samples in a millisecond; Opus counts at 48 kHz whatever it carries.
pub(super) const SAMPLES_PER_MS: i64 = 48;

/// The shortest frame of Opus, 2.5 ms: silence is filled in steps of it.
pub(super) const SHORTEST_SAMPLES: i64 = 120;

/// Silent mono packets of one CELT frame, longest first: samples and bytes. The
/// first byte says fullband and how long, the rest is a frame coded as silent.
const SILENCE: [(i64, [u8; 3]); 4] = [
    (960, [0xF8, 0xFF, 0xFE]),
    (480, [0xF0, 0xFF, 0xFE]),
    (240, [0xE8, 0xFF, 0xFE]),
    (SHORTEST_SAMPLES, [0xE0, 0xFF, 0xFE]),
];

/// Length of a packet in samples at 48 kHz (RFC 6716 §3.1); `None` if it is no Opus packet.
pub(super) fn duration(packet: &[u8]) -> Option<i64> {
    const LONGEST: i64 = 5_760;
    let first = *packet.first()?;
    let frame = match (first >> 3, first >> 3 & 3) {
        (0..12, 3) => 2_880,
        (0..12, size) => 480 << size,
        (12..16, size) => 480 << (size & 1),
        (_, size) => 120 << size,
    };
    let frames = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(*packet.get(1)? & 0x3F),
    };
    Some(frame * frames).filter(|samples| (1..=LONGEST).contains(samples))
}

/// Whether the packet is stereo.
pub(super) fn is_stereo(packet: &[u8]) -> bool {
    packet.first().is_some_and(|first| first & 4 != 0)
}

/// The longest silent packet that fits into `samples`, and its length.
pub(super) fn silence(samples: i64) -> Option<(i64, &'static [u8])> {
    SILENCE
        .iter()
        .find(|(length, _)| *length <= samples)
        .map(|(length, packet)| (*length, packet.as_slice()))
}

/// One block of redundant audio: how much older than the packet it is, in ticks.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    pub(super) older_by: i64,
    pub(super) payload_type: u8,
    pub(super) payload: &'a [u8],
}

/// The blocks of a redundant payload (RFC 2198 §3), oldest first, the primary
/// one last; `None` if it is malformed.
pub(super) fn redundant_blocks(payload: &[u8]) -> Option<Vec<Block<'_>>> {
    let mut headers = Vec::new();
    let mut rest = payload;
    let primary_type = loop {
        let (first, behind) = rest.split_first()?;
        if first & 0x80 == 0 {
            rest = behind;
            break first & 0x7F;
        }
        let (header, behind) = rest.split_first_chunk::<4>()?;
        let [_, offset_high, middle, length_low] = *header;
        let older_by = i64::from(offset_high) << 6 | i64::from(middle >> 2);
        let bytes = usize::from(middle & 3) << 8 | usize::from(length_low);
        headers.push((first & 0x7F, older_by, bytes));
        rest = behind;
    };
    let mut blocks = Vec::with_capacity(headers.len() + 1);
    for (payload_type, older_by, bytes) in headers {
        let (payload, behind) = rest.split_at_checked(bytes)?;
        blocks.push(Block { older_by, payload_type, payload });
        rest = behind;
    }
    blocks.push(Block { older_by: 0, payload_type: primary_type, payload: rest });
    Some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_those_of_the_rfc() {
        assert_eq!(duration(&[0b0000_1000]), Some(960), "SILK 20 ms");
        assert_eq!(duration(&[0b0001_1000]), Some(2_880), "SILK 60 ms");
        assert_eq!(duration(&[0b0110_1000]), Some(960), "hybrid 20 ms");
        assert_eq!(duration(&[0b1110_0000]), Some(120), "CELT 2.5 ms");
        assert_eq!(duration(&[0b1111_1001]), Some(1_920), "two CELT frames of 20 ms");
        assert_eq!(duration(&[0b1111_1011, 3]), Some(2_880), "three of them");
        assert_eq!(duration(&[0b1111_1011, 7]), None, "longer than 120 ms");
        assert_eq!(duration(&[0b1111_1011]), None, "no count");
        assert_eq!(duration(&[]), None);
    }

    #[test]
    fn silent_packets_are_as_long_as_they_say() {
        for (samples, packet) in SILENCE {
            assert_eq!(duration(&packet), Some(samples));
            assert!(!is_stereo(&packet));
        }
        assert_eq!(silence(SHORTEST_SAMPLES - 1), None);
        assert_eq!(silence(5_000).unwrap().0, 960);
    }

    #[test]
    fn redundant_audio_is_taken_apart() {
        // One block of type 111, 960 ticks older, 3 bytes; then the primary block.
        let payload = [0x80 | 111, 960_u16.to_be_bytes()[0] << 2 | 0x0F, 0, 3, 111, 1, 2, 3, 9];
        let blocks = redundant_blocks(&payload).unwrap();
        assert_eq!(blocks[0], Block { older_by: 960, payload_type: 111, payload: &[1, 2, 3] });
        assert_eq!(blocks[1], Block { older_by: 0, payload_type: 111, payload: &[9] });
        assert_eq!(redundant_blocks(&payload[..7]), None, "a block that is cut off");
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_without_panic(payload: Vec<u8>) {
            duration(&payload);
            if let Some(blocks) = redundant_blocks(&payload) {
                let bytes: usize = blocks.iter().map(|block| block.payload.len()).sum();
                prop_assert_eq!(bytes + 4 * (blocks.len() - 1) + 1, payload.len());
            }
        }
    }
}
