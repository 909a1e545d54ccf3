//! Which second of a derived file a byte belongs to.

use std::path::Path;

/// Where two files begin to differ, in microseconds from their start; `there` is
/// the good one. `None` if they do not, or one cannot be read.
pub(super) fn first_difference_us(here: &Path, there: &Path) -> Option<i64> {
    let (here, there) = (std::fs::read(here).ok()?, std::fs::read(there).ok()?);
    let common = here.iter().zip(&there).take_while(|(left, right)| left == right).count();
    if common == here.len() && common == there.len() {
        return None;
    }
    let before = &there[..(common + 1).min(there.len())];
    Some(if there.starts_with(b"OggS") { in_ogg(before) } else { in_webm(before) })
}

/// Start of the page in which `bytes` end (RFC 3533 §6): the granule of the page before it.
fn in_ogg(mut bytes: &[u8]) -> i64 {
    const HEADER_BYTES: usize = 27;
    let mut samples = 0;
    while let Some(header) = bytes.first_chunk::<HEADER_BYTES>() {
        let lacing = &bytes[HEADER_BYTES..];
        let count = usize::from(header[26]);
        let Some(lacing) = lacing.get(..count) else { break };
        let content: usize = lacing.iter().map(|length| usize::from(*length)).sum();
        let Some(behind) = bytes.get(HEADER_BYTES + count + content..) else { break };
        if behind.is_empty() {
            break;
        }
        let [.., g0, g1, g2, g3, g4, g5, g6, g7] = header[..14] else { break };
        samples = i64::from_le_bytes([g0, g1, g2, g3, g4, g5, g6, g7]);
        bytes = behind;
    }
    samples.max(0) * 1_000 / 48
}

/// Timestamp of the last cluster that begins in `bytes` (RFC 9559 §5.1.3).
fn in_webm(bytes: &[u8]) -> i64 {
    const CLUSTER: [u8; 4] = [0x1F, 0x43, 0xB6, 0x75];
    /// Identifier and size stand before the cluster's first element.
    const CONTENT: usize = 12;
    let last = bytes.windows(CLUSTER.len()).rposition(|window| window == CLUSTER);
    let timestamp = last.and_then(|at| {
        let [0xE7, size, rest @ ..] = bytes.get(at + CONTENT..)? else { return None };
        let value = rest.get(..usize::from(size & 0x0F))?;
        Some(value.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte)))
    });
    timestamp.unwrap_or(0) * 1_000
}
