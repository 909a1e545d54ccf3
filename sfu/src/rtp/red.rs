//! Redundant audio (RFC 2198): find the primary block of a packet, for receivers that do not know RED.

/// The primary (last) block of a RED payload: its payload type and its bytes. Nothing when the payload is malformed.
pub(crate) fn primary(payload: &[u8]) -> Option<(u8, &[u8])> {
    let mut redundant = 0;
    let mut rest = payload;
    loop {
        let (&head, tail) = rest.split_first()?;
        if head & 0x80 == 0 {
            return Some((head, tail.get(redundant..)?));
        }
        let block = rest.first_chunk::<4>()?;
        redundant += usize::from(u16::from_be_bytes([block[2] & 0x03, block[3]]));
        rest = &rest[4..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_block_is_the_primary_one() {
        // One redundant block of 3 bytes, 960 ticks old, then the primary.
        let payload = [0x80 | 111, 0x0f, 0x00, 0x03, 111, 1, 2, 3, 9, 8];
        assert_eq!(primary(&payload), Some((111, &[9u8, 8][..])));
        assert_eq!(primary(&[111, 5]), Some((111, &[5u8][..])));
    }

    #[test]
    fn a_block_longer_than_the_packet_is_refused() {
        assert_eq!(primary(&[0x80 | 111, 0, 0x03, 0xff, 111, 1]), None);
        assert_eq!(primary(&[0x80 | 111, 0]), None);
        assert_eq!(primary(&[]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = primary(&bytes);
        }
    }
}
