//! H.264 payloads (RFC 6184): only whether a decoder can start here.

/// Network abstraction layer unit types (RFC 6184 §5.2, H.264 table 7-1).
const IDR: u8 = 5;
const SEQUENCE_PARAMETERS: u8 = 7;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;

/// Whether a picture that needs no other begins in this packet: parameters, or the first piece of an IDR picture.
pub(crate) fn starts_key_frame(payload: &[u8]) -> bool {
    let Some(&head) = payload.first() else { return false };
    match head & 0x1f {
        IDR | SEQUENCE_PARAMETERS => true,
        STAP_A => {
            let mut rest = &payload[1..];
            while let Some((len, tail)) = rest.split_first_chunk::<2>() {
                let len = usize::from(u16::from_be_bytes(*len));
                let Some(unit) = tail.get(..len) else { return false };
                if unit.first().is_some_and(|head| matches!(head & 0x1f, IDR | SEQUENCE_PARAMETERS))
                {
                    return true;
                }
                rest = &tail[len..];
            }
            false
        }
        FU_A => payload.get(1).is_some_and(|fu| fu & 0x80 != 0 && fu & 0x1f == IDR),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn key_frames_by_every_packing() {
        assert!(starts_key_frame(&[0x65, 1]), "a single IDR unit");
        assert!(starts_key_frame(&[0x78, 0, 2, 0x67, 0, 0, 1, 0x68]), "parameters in an aggregate");
        assert!(starts_key_frame(&[0x7c, 0x85]), "first piece of an IDR");
        assert!(!starts_key_frame(&[0x7c, 0x05]), "a later piece of an IDR");
        assert!(!starts_key_frame(&[0x61, 1]), "an ordinary picture");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = starts_key_frame(&bytes);
        }
    }
}
