//! RTP packets (RFC 3550 §5.1) and their header extensions (RFC 8285): read by hand, written by hand, no allocation.

pub(crate) mod h264;
pub(crate) mod red;
pub(crate) mod vp8;

/// The fixed part of an RTP header, in bytes.
pub(crate) const FIXED_HEADER: usize = 12;
/// Profile of one-byte extension headers (RFC 8285 §4.2).
const ONE_BYTE: u16 = 0xbede;

/// What an RTP header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) padding: bool,
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
    /// Where the payload begins.
    pub(crate) len: usize,
    /// Where the extension elements lie, and their profile.
    extension: Option<(u16, usize)>,
}

impl Header {
    /// Reads the header at the front of `packet`; nothing when it is not a whole RTP header of version 2.
    pub(crate) fn parse(packet: &[u8]) -> Option<Self> {
        let fixed = packet.first_chunk::<FIXED_HEADER>()?;
        if fixed[0] >> 6 != 2 {
            return None;
        }
        let mut len = FIXED_HEADER + 4 * usize::from(fixed[0] & 0x0f);
        let mut extension = None;
        if fixed[0] & 0x10 != 0 {
            let head = packet.get(len..len + 4)?;
            extension = Some((u16::from_be_bytes([head[0], head[1]]), len + 4));
            len += 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        }
        if packet.len() < len {
            return None;
        }
        Some(Self {
            padding: fixed[0] & 0x20 != 0,
            marker: fixed[1] & 0x80 != 0,
            payload_type: fixed[1] & 0x7f,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
            len,
            extension,
        })
    }

    /// The value of extension `id` in `packet`, whose header this is. One-byte and two-byte forms are understood.
    pub(crate) fn extension<'a>(&self, packet: &'a [u8], id: u8) -> Option<&'a [u8]> {
        let (profile, start) = self.extension?;
        let mut rest = packet.get(start..self.len)?;
        if id == 0 {
            return None;
        }
        if profile == ONE_BYTE {
            while let [head, tail @ ..] = rest {
                if *head == 0 {
                    rest = tail;
                    continue;
                }
                if head >> 4 == 15 {
                    return None;
                }
                let len = usize::from(head & 0x0f) + 1;
                let value = tail.get(..len)?;
                if head >> 4 == id {
                    return Some(value);
                }
                rest = &tail[len..];
            }
        } else if profile & 0xfff0 == 0x1000 {
            while let [head, tail @ ..] = rest {
                if *head == 0 {
                    rest = tail;
                    continue;
                }
                let (len, tail) = tail.split_first()?;
                let value = tail.get(..usize::from(*len))?;
                if *head == id {
                    return Some(value);
                }
                rest = &tail[value.len()..];
            }
        }
        None
    }
}

/// A header to be written.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) padding: bool,
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
    /// Identifier (1–14; 0 leaves it out) and value (1–16 bytes).
    pub(crate) extensions: [(u8, &'a [u8]); 3],
}

impl Outgoing<'_> {
    /// Writes the header to the front of `out` and gives its length; nothing when it does not fit.
    pub(crate) fn write(&self, out: &mut [u8]) -> Option<usize> {
        let mut len = FIXED_HEADER + 4;
        for (id, value) in &self.extensions {
            if !(1..=14).contains(id) || !(1..=16).contains(&value.len()) {
                continue;
            }
            *out.get_mut(len)? = id << 4 | (value.len() - 1) as u8;
            out.get_mut(len + 1..len + 1 + value.len())?.copy_from_slice(value);
            len += 1 + value.len();
        }
        let extended = len > FIXED_HEADER + 4;
        if extended {
            while !len.is_multiple_of(4) {
                *out.get_mut(len)? = 0;
                len += 1;
            }
            let words = ((len - FIXED_HEADER - 4) / 4) as u16;
            out[12..14].copy_from_slice(&ONE_BYTE.to_be_bytes());
            out[14..16].copy_from_slice(&words.to_be_bytes());
        } else {
            len = FIXED_HEADER;
        }
        let fixed = out.first_chunk_mut::<FIXED_HEADER>()?;
        fixed[0] = 0x80 | u8::from(self.padding) << 5 | u8::from(extended) << 4;
        fixed[1] = u8::from(self.marker) << 7 | self.payload_type;
        fixed[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        fixed[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        fixed[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        Some(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(extensions: [(u8, &[u8]); 3]) -> Outgoing<'_> {
        Outgoing {
            padding: false,
            marker: true,
            payload_type: 111,
            sequence: 0xfffe,
            timestamp: 0x0102_0304,
            ssrc: 0xdead_beef,
            extensions,
        }
    }

    #[test]
    fn two_byte_extensions_are_read() {
        let mut packet = vec![0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
        packet.extend([0x10, 0x00, 0, 2, 4, 1, 0xaa, 0, 200, 2, 0xbb, 0xcc]);
        let header = Header::parse(&packet).unwrap();
        assert_eq!(header.extension(&packet, 4), Some(&[0xaa][..]));
        assert_eq!(header.extension(&packet, 200), Some(&[0xbb, 0xcc][..]));
        assert_eq!(header.extension(&packet, 5), None);
    }

    #[test]
    fn lies_about_lengths_are_refused() {
        assert_eq!(Header::parse(&[0x80; 11]), None);
        assert_eq!(Header::parse(&[0x8f; 40]), None, "15 contributing sources do not fit");
        let mut lie = [0u8; 20];
        lie[0] = 0x90;
        lie[14] = 0xff;
        assert_eq!(Header::parse(&lie), None, "an extension longer than the packet");
        assert_eq!(Header::parse(&[0x40; 40]), None, "version 1");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(level in 0u8..128, mid in "[a-z0-9]{1,16}", ids in (1u8..15, 1u8..15)) {
            prop_assume!(ids.0 != ids.1);
            let level = [level];
            let outgoing = header([(ids.0, &level), (ids.1, mid.as_bytes()), (0, &[])]);
            let mut packet = [0xffu8; 64];
            let len = outgoing.write(&mut packet).unwrap();
            let read = Header::parse(&packet[..len]).unwrap();
            prop_assert_eq!(read.len, len);
            prop_assert_eq!((read.sequence, read.timestamp, read.ssrc), (0xfffe, 0x0102_0304, 0xdead_beef));
            prop_assert_eq!((read.marker, read.padding, read.payload_type), (true, false, 111));
            prop_assert_eq!(read.extension(&packet, ids.0), Some(&level[..]));
            prop_assert_eq!(read.extension(&packet, ids.1), Some(mid.as_bytes()));
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), id in any::<u8>()) {
            if let Some(header) = Header::parse(&bytes) {
                prop_assert!(header.len <= bytes.len());
                let _ = header.extension(&bytes, id);
            }
        }

        #[test]
        fn a_header_never_overruns_its_room(room in 0usize..40) {
            let mut out = vec![0u8; room];
            let _ = header([(1, &[7; 16]), (2, &[1]), (3, &[2])]).write(&mut out);
        }
    }
}
