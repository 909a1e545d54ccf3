//! RTP and RTCP as a client reads and writes them.

use anyhow::{Context, Result, ensure};

/// A plain RTP packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rtp {
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
    /// One-byte extensions.
    pub(crate) extensions: Vec<(u8, Vec<u8>)>,
    pub(crate) payload: Vec<u8>,
    pub(crate) header_len: usize,
}

impl Rtp {
    pub(crate) fn parse(packet: &[u8]) -> Result<Self> {
        ensure!(packet.len() >= 12 && packet[0] >> 6 == 2, "an RTP header");
        ensure!(packet[0] & 0x2f == 0, "the server adds neither padding nor contributing sources");
        let word = |at: usize| -> Result<u32> {
            Ok(u32::from_be_bytes(packet.get(at..at + 4).context("a word")?.try_into()?))
        };
        let mut rtp = Self {
            marker: packet[1] & 0x80 != 0,
            payload_type: packet[1] & 0x7f,
            sequence: u16::from_be_bytes([packet[2], packet[3]]),
            timestamp: word(4)?,
            ssrc: word(8)?,
            header_len: 12,
            ..Self::default()
        };
        if packet[0] & 0x10 != 0 {
            ensure!(word(12)? >> 16 == 0xbede, "one-byte extensions");
            let len = 4 * (word(12)? & 0xffff) as usize;
            rtp.header_len = 16 + len;
            let mut rest = packet.get(16..16 + len).context("extensions")?;
            while let Some(head) = rest.first().copied() {
                let len = if head == 0 { 0 } else { usize::from(head & 15) + 1 };
                if head != 0 {
                    rtp.extensions
                        .push((head >> 4, rest.get(1..1 + len).context("an extension")?.to_vec()));
                }
                rest = &rest[1 + len..];
            }
        }
        rtp.payload = packet.get(rtp.header_len..).context("a payload")?.to_vec();
        Ok(rtp)
    }

    /// The packet and the length of its header.
    pub(crate) fn write(&self) -> (Vec<u8>, usize) {
        let mut packet = vec![0x80, u8::from(self.marker) << 7 | self.payload_type];
        packet.extend(self.sequence.to_be_bytes());
        packet.extend(self.timestamp.to_be_bytes());
        packet.extend(self.ssrc.to_be_bytes());
        if !self.extensions.is_empty() {
            packet[0] |= 0x10;
            let mut block = vec![];
            for (id, value) in &self.extensions {
                block.push(id << 4 | (value.len() as u8 - 1));
                block.extend(value);
            }
            block.resize(block.len().next_multiple_of(4), 0);
            packet.extend([0xbe, 0xde, 0, (block.len() / 4) as u8]);
            packet.extend(block);
        }
        let header_len = packet.len();
        packet.extend(&self.payload);
        (packet, header_len)
    }

    pub(crate) fn extension(&self, id: u8) -> Option<&[u8]> {
        self.extensions.iter().find(|(known, _)| *known == id).map(|(_, value)| &value[..])
    }
}

/// One packet of a compound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) kind: u8,
    pub(crate) count: u8,
    pub(crate) body: Vec<u8>,
}

impl Report {
    pub(crate) fn word(&self, at: usize) -> u32 {
        self.body
            .get(at..at + 4)
            .map_or(0, |word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
    }
}

pub(crate) fn split_compound(mut compound: &[u8]) -> Vec<Report> {
    let mut reports = vec![];
    while compound.len() >= 4 {
        let len = 4 * (usize::from(u16::from_be_bytes([compound[2], compound[3]])) + 1);
        let Some(packet) = compound.get(..len) else { break };
        reports.push(Report { kind: packet[1], count: packet[0] & 31, body: packet[4..].to_vec() });
        compound = &compound[len..];
    }
    reports
}

/// A receiver report without blocks and a NACK of `sequences`.
pub(crate) fn nack(ssrc: u32, sequences: &[u16]) -> Vec<u8> {
    let mut packet =
        vec![0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 205, 0, 2 + sequences.len() as u8, 0, 0, 0, 1];
    packet.extend(ssrc.to_be_bytes());
    for sequence in sequences {
        packet.extend(sequence.to_be_bytes());
        packet.extend([0, 0]);
    }
    packet
}

/// A wish for a key frame, alone in its packet.
pub(crate) fn picture_loss(ssrc: u32) -> Vec<u8> {
    let mut packet = vec![0x81, 206, 0, 2, 0, 0, 0, 1];
    packet.extend(ssrc.to_be_bytes());
    packet
}

/// A sender report.
pub(crate) fn sender_report(ssrc: u32, ntp: u64, timestamp: u32) -> Vec<u8> {
    let mut packet = vec![0x80, 200, 0, 6];
    packet.extend(ssrc.to_be_bytes());
    packet.extend(ntp.to_be_bytes());
    packet.extend(timestamp.to_be_bytes());
    packet.extend([0; 8]);
    packet
}
