//! The VP8 payload descriptor (RFC 7741 §4.2): key frames, and picture ids that stay continuous when a slot changes its source.

/// What the descriptor in front of a VP8 payload says, and where its changing numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    /// The packet begins a frame that needs no other.
    pub(crate) starts_key_frame: bool,
    picture_id: Option<PictureId>,
    /// Where the temporal-layer-zero index stands, and its value.
    layer_zero: Option<(usize, u8)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PictureId {
    at: usize,
    wide: bool,
    value: u16,
}

impl Descriptor {
    /// Reads the descriptor at the front of `payload`; nothing when it is cut short.
    pub(crate) fn parse(payload: &[u8]) -> Option<Self> {
        let first = *payload.first()?;
        let mut at = 1;
        let (mut picture_id, mut layer_zero) = (None, None);
        if first & 0x80 != 0 {
            let flags = *payload.get(at)?;
            at += 1;
            if flags & 0x80 != 0 {
                let high = *payload.get(at)?;
                let wide = high & 0x80 != 0;
                let value = if wide {
                    u16::from_be_bytes([high & 0x7f, *payload.get(at + 1)?])
                } else {
                    u16::from(high)
                };
                picture_id = Some(PictureId { at, wide, value });
                at += 1 + usize::from(wide);
            }
            if flags & 0x40 != 0 {
                layer_zero = Some((at, *payload.get(at)?));
                at += 1;
            }
            at += usize::from(flags & 0x30 != 0);
        }
        let starts_partition_zero = first & 0x10 != 0 && first & 0x07 == 0;
        // The first byte of a frame holds the inverse key frame flag in its lowest bit (RFC 6386 §9.1).
        let starts_key_frame = starts_partition_zero && payload.get(at)? & 0x01 == 0;
        Some(Self { starts_key_frame, picture_id, layer_zero })
    }
}

/// How far a source's picture numbers are shifted on one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shift {
    picture_id: u16,
    layer_zero: u8,
}

impl Shift {
    /// The shift that lets `first`, the first packet of a new source, follow `last`, the numbers sent before.
    pub(crate) fn continuing(last: Numbers, first: &Descriptor) -> Self {
        Self {
            picture_id: first
                .picture_id
                .map_or(0, |id| last.picture_id.wrapping_add(1).wrapping_sub(id.value)),
            layer_zero: first
                .layer_zero
                .map_or(0, |(_, value)| last.layer_zero.wrapping_add(1).wrapping_sub(value)),
        }
    }

    /// Writes the shifted numbers into `payload`, whose descriptor is `descriptor`, and gives them.
    pub(crate) fn apply(self, descriptor: &Descriptor, payload: &mut [u8]) -> Numbers {
        let mut numbers = Numbers::default();
        if let Some(PictureId { at, wide, value }) = descriptor.picture_id {
            let shifted = value.wrapping_add(self.picture_id) & if wide { 0x7fff } else { 0x7f };
            numbers.picture_id = shifted;
            if wide {
                if let Some(bytes) = payload.get_mut(at..at + 2) {
                    bytes.copy_from_slice(&(shifted | 0x8000).to_be_bytes());
                }
            } else if let Some(byte) = payload.get_mut(at) {
                *byte = shifted as u8;
            }
        }
        if let Some((at, value)) = descriptor.layer_zero {
            numbers.layer_zero = value.wrapping_add(self.layer_zero);
            if let Some(byte) = payload.get_mut(at) {
                *byte = numbers.layer_zero;
            }
        }
        numbers
    }
}

/// The numbers that a slot sent last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    picture_id: u16,
    layer_zero: u8,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Extended, picture id of 15 bits, layer-zero index, temporal layer; then the frame's first byte.
    fn packet(picture_id: u16, layer_zero: u8, key: bool) -> [u8; 7] {
        let [high, low] = (picture_id | 0x8000).to_be_bytes();
        [0x90, 0xe0, high, low, layer_zero, 0x00, u8::from(!key)]
    }

    #[test]
    fn a_new_source_continues_the_numbers() {
        let shift = Shift::continuing(
            Numbers { picture_id: 0x7fff, layer_zero: 255 },
            &Descriptor::parse(&packet(5, 9, true)).unwrap(),
        );
        for (n, expected) in [(5u16, 0u16), (6, 1), (8, 3)] {
            let mut payload = packet(n, n as u8 + 4, false);
            let descriptor = Descriptor::parse(&payload).unwrap();
            shift.apply(&descriptor, &mut payload);
            let sent = Descriptor::parse(&payload).unwrap();
            assert_eq!(sent.picture_id.unwrap().value, expected);
            assert_eq!(u16::from(sent.layer_zero.unwrap().1), expected);
        }
    }

    #[test]
    fn key_frames_are_seen() {
        assert!(Descriptor::parse(&packet(1, 1, true)).unwrap().starts_key_frame);
        assert!(!Descriptor::parse(&packet(1, 1, false)).unwrap().starts_key_frame);
        assert!(Descriptor::parse(&[0x10, 0x00]).unwrap().starts_key_frame);
        assert!(
            !Descriptor::parse(&[0x00, 0x00]).unwrap().starts_key_frame,
            "a later packet of the frame"
        );
        assert!(!Descriptor::parse(&[0x11, 0x00]).unwrap().starts_key_frame, "another partition");
    }

    #[test]
    fn short_ids_stay_short() {
        let mut payload = [0x90, 0x80, 0x7f, 0x00];
        let descriptor = Descriptor::parse(&payload).unwrap();
        Shift { picture_id: 1, layer_zero: 0 }.apply(&descriptor, &mut payload);
        assert_eq!(payload, [0x90, 0x80, 0x00, 0x00]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_patched_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..32), cut in 0usize..32) {
            if let Some(descriptor) = Descriptor::parse(&bytes) {
                let mut shorter = bytes[..cut.min(bytes.len())].to_vec();
                Shift { picture_id: 77, layer_zero: 3 }.apply(&descriptor, &mut shorter);
            }
        }
    }
}
