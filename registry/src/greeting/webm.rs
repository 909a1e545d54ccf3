//! Reads just enough of a WebM file to know that it is nothing but Opus sound, and how long it
//! lasts: the packets say so themselves, whatever the file claims.

/// Why a file is no greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// It is no WebM, or it breaks off.
    #[error("this is no whole WebM file")]
    Malformed,
    /// Pictures, another codec, several tracks, or things attached.
    #[error("a greeting is one track of Opus and nothing else")]
    NotOnlySound,
    /// There is not one packet of sound.
    #[error("there is no sound in it")]
    Silent,
}

/// Elements whose content is read as if it stood beside them.
const ENTERED: &[u32] = &[
    0x1A45_DFA3, // EBML
    0x1853_8067, // Segment
    0x1654_AE6B, // Tracks
    0xAE,        // TrackEntry
    0x1F43_B675, // Cluster
    0xA0,        // BlockGroup
];
/// Elements that could carry anything: tags, attachments, chapters.
const REFUSED: &[u32] = &[0x1254_C367, 0x1941_A469, 0x1043_A770];
const DOC_TYPE: u32 = 0x4282;
const TRACK_TYPE: u32 = 0x83;
const CODEC: u32 = 0x86;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK: u32 = 0xA1;

/// The length of the sound in microseconds.
pub(super) fn length_us(file: &[u8]) -> Result<u64, Fault> {
    let mut rest = file;
    let (mut is_webm, mut tracks, mut opus, mut length_us) = (false, 0, false, 0_u64);
    while !rest.is_empty() {
        let id = vint(&mut rest, Marker::Kept)?;
        let id = u32::try_from(id).map_err(|_| Fault::Malformed)?;
        let size = vint(&mut rest, Marker::Taken)?;
        if ENTERED.contains(&id) {
            continue;
        }
        let size = usize::try_from(size).map_err(|_| Fault::Malformed)?;
        let (content, after) = rest.split_at_checked(size).ok_or(Fault::Malformed)?;
        rest = after;
        match id {
            DOC_TYPE => is_webm = content == b"webm",
            TRACK_TYPE => {
                tracks += 1;
                if tracks > 1 || content != [2] {
                    return Err(Fault::NotOnlySound);
                }
            }
            CODEC => opus = content == b"A_OPUS",
            SIMPLE_BLOCK | BLOCK => {
                length_us = length_us.saturating_add(packet_us(packet_of(content)?)?);
            }
            refused if REFUSED.contains(&refused) => return Err(Fault::NotOnlySound),
            _ => {}
        }
    }
    if !is_webm {
        Err(Fault::Malformed)
    } else if tracks != 1 || !opus {
        Err(Fault::NotOnlySound)
    } else if length_us == 0 {
        Err(Fault::Silent)
    } else {
        Ok(length_us)
    }
}

/// Whether the bits that tell a number's length are part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Kept,
    Taken,
}

/// A number of EBML: the zeros before its first one-bit say how many bytes follow.
fn vint(rest: &mut &[u8], marker: Marker) -> Result<u64, Fault> {
    let first = *rest.first().ok_or(Fault::Malformed)?;
    let following = usize::try_from(first.leading_zeros()).unwrap_or(usize::MAX);
    if following > 7 {
        return Err(Fault::Malformed);
    }
    let (bytes, after) = rest.split_at_checked(following + 1).ok_or(Fault::Malformed)?;
    *rest = after;
    let number = bytes.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let marker_bit = 1_u64 << (7 * (following + 1));
    Ok(if marker == Marker::Kept { number } else { number & !marker_bit })
}

/// The packet of a block: after the track's number, two bytes of time and the flags.
fn packet_of(block: &[u8]) -> Result<&[u8], Fault> {
    let mut rest = block;
    vint(&mut rest, Marker::Taken)?;
    let (head, packet) = rest.split_at_checked(3).ok_or(Fault::Malformed)?;
    let laced = head.last().is_some_and(|flags| flags & 0b0110 != 0);
    if laced { Err(Fault::NotOnlySound) } else { Ok(packet) }
}

/// How long an Opus packet sounds (RFC 6716 §3.1).
fn packet_us(packet: &[u8]) -> Result<u64, Fault> {
    let toc = *packet.first().ok_or(Fault::Malformed)?;
    let config = usize::from(toc >> 3);
    let frame_us = match config {
        0..12 => [10_000, 20_000, 40_000, 60_000][config % 4],
        12..16 => [10_000, 20_000][config % 2],
        _ => [2_500, 5_000, 10_000, 20_000][config % 4],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1).ok_or(Fault::Malformed)? & 0x3f),
    };
    Ok(frame_us * frames)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        let size = u64::try_from(content.len()).unwrap() | (1 << 56);
        [id, &size.to_be_bytes(), content].concat()
    }

    /// An endless segment, as browsers record it, with so many packets of 20 ms.
    fn recording(packets: usize) -> Vec<u8> {
        let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm"));
        let endless = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        let segment = [&[0x18, 0x53, 0x80, 0x67][..], &endless].concat();
        let track = [element(&[0x83], &[2]), element(&[0x86], b"A_OPUS")].concat();
        let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &element(&[0xAE], &track));
        let cluster = [&[0x1F, 0x43, 0xB6, 0x75][..], &endless].concat();
        let block = element(&[0xA3], &[0x81, 0, 0, 0x80, 0b0000_1000, 1, 2, 3]);
        [head, segment, tracks, cluster, block.repeat(packets)].concat()
    }

    #[test]
    fn the_packets_say_how_long_it_lasts() {
        assert_eq!(length_us(&recording(100)), Ok(2_000_000));
        assert_eq!(length_us(&recording(0)), Err(Fault::Silent));
        for (toc, us) in [(0, 10_000), (0b0001_1001, 120_000), (0b1000_0000, 2_500)] {
            assert_eq!(packet_us(&[toc]), Ok(us));
        }
        assert_eq!(packet_us(&[0b0000_1011, 3]), Ok(60_000));
    }

    #[test]
    fn pictures_other_codecs_tags_and_halves_are_refused() {
        let whole = recording(3);
        let replaced = |from: &[u8], to: &[u8]| {
            let at = whole.windows(from.len()).position(|w| w == from).unwrap();
            [&whole[..at], to, &whole[at + from.len()..]].concat()
        };
        assert_eq!(length_us(&replaced(b"A_OPUS", b"A_PCM/")), Err(Fault::NotOnlySound));
        assert_eq!(length_us(&replaced(b"webm", b"mkv ")), Err(Fault::Malformed));
        let track_type = element(&[0x83], &[2]);
        assert_eq!(
            length_us(&replaced(&track_type, &element(&[0x83], &[1]))),
            Err(Fault::NotOnlySound)
        );
        let tags = element(&[0x12, 0x54, 0xC3, 0x67], b"name");
        assert_eq!(length_us(&[whole.clone(), tags].concat()), Err(Fault::NotOnlySound));
        assert_eq!(length_us(&whole[..whole.len() - 1]), Err(Fault::Malformed));
        assert_eq!(length_us(b""), Err(Fault::Malformed));
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = length_us(&bytes);
        }

        #[test]
        fn a_changed_byte_breaks_nothing(at in 0..400_usize, to in any::<u8>()) {
            let mut file = recording(20);
            if let Some(byte) = file.get_mut(at) {
                *byte = to;
            }
            let _ = length_us(&file);
        }
    }
}
