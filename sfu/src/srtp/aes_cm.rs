//! `SRTP_AES128_CM_HMAC_SHA1_80` (RFC 3711) through rtc-srtp: a slow path for clients without GCM.

use std::fmt;

use rtc_crypto::default_provider;
use rtc_srtp::context::Context;
use rtc_srtp::protection_profile::ProtectionProfile;

use super::SrtpError;

/// Bytes of the authentication tag.
const TAG: usize = 10;

/// The state of one direction. Replay is the caller's concern, so rtc-srtp's own window is off;
/// it keeps one small state for each SSRC, so only SSRCs that we know may reach it.
pub(super) struct AesCm(Context);

impl fmt::Debug for AesCm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AesCm")
    }
}

impl AesCm {
    pub(super) fn new(key: &[u8], salt: &[u8]) -> Result<Self, SrtpError> {
        let provider = default_provider().map_err(|_| SrtpError::Key)?;
        let profile = ProtectionProfile::Aes128CmHmacSha1_80;
        Context::new(key, salt, profile, None, None, provider.crypto())
            .map(Self)
            .map_err(|_| SrtpError::Key)
    }

    pub(super) fn seal_rtp(&mut self, buffer: &mut [u8], len: usize) -> Result<usize, SrtpError> {
        let plain = buffer.get(..len).ok_or(SrtpError::NoRoom)?;
        let sealed = self.0.encrypt_rtp(plain).map_err(|_| SrtpError::Key)?;
        put(buffer, &sealed)
    }

    pub(super) fn open_rtp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let plain = self.0.decrypt_rtp(packet).map_err(|_| SrtpError::NotAuthentic)?;
        put(packet, &plain)
    }

    pub(super) fn seal_rtcp(&mut self, buffer: &mut [u8], len: usize) -> Result<usize, SrtpError> {
        let plain = buffer.get(..len).ok_or(SrtpError::NoRoom)?;
        let sealed = self.0.encrypt_rtcp(plain).map_err(|_| SrtpError::Key)?;
        put(buffer, &sealed)
    }

    pub(super) fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let plain = self.0.decrypt_rtcp(packet).map_err(|_| SrtpError::NotAuthentic)?;
        put(packet, &plain)
    }
}

/// Sender and index of an SRTCP packet: the index stands before the tag. One that is not encrypted is refused.
pub(super) fn rtcp_index(packet: &[u8]) -> Result<(u32, u32), SrtpError> {
    let (rest, _tag) = packet.split_last_chunk::<TAG>().ok_or(SrtpError::TooShort)?;
    let (head, word) = rest.split_last_chunk::<4>().ok_or(SrtpError::TooShort)?;
    let [_, _, _, _, ssrc @ ..] = head.first_chunk::<8>().ok_or(SrtpError::TooShort)?;
    let word = u32::from_be_bytes(*word);
    if word >> 31 == 0 {
        return Err(SrtpError::NotAuthentic);
    }
    Ok((u32::from_be_bytes(*ssrc), word & 0x7fff_ffff))
}

fn put(buffer: &mut [u8], bytes: &[u8]) -> Result<usize, SrtpError> {
    buffer.get_mut(..bytes.len()).ok_or(SrtpError::NoRoom)?.copy_from_slice(bytes);
    Ok(bytes.len())
}
