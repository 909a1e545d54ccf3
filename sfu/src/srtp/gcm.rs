//! `SRTP_AEAD_AES_128_GCM` (RFC 7714), in place and without allocation.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, EncryptingKey, EncryptionContext, UnboundCipherKey};

use super::SrtpError;

const TAG: usize = 16;
/// The part of an RTCP packet that stays readable: header and sender.
const RTCP_HEAD: usize = 8;
/// The encryption flag and the 31-bit index at the end of an SRTCP packet.
const RTCP_INDEX: usize = 4;
const ENCRYPTED: u32 = 1 << 31;

/// The session keys of one direction.
#[derive(Debug)]
pub(super) struct Gcm {
    rtp: LessSafeKey,
    rtp_salt: [u8; 12],
    rtcp: LessSafeKey,
    rtcp_salt: [u8; 12],
}

/// What a session key is for (RFC 3711 §4.3.2).
#[derive(Clone, Copy)]
#[repr(u8)]
enum Label {
    RtpKey = 0,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpSalt = 5,
}

impl Gcm {
    pub(super) fn new(master_key: &[u8; 16], master_salt: &[u8; 12]) -> Result<Self, SrtpError> {
        let (mut rtp, mut rtcp) = ([0; 16], [0; 16]);
        let (mut rtp_salt, mut rtcp_salt) = ([0; 12], [0; 12]);
        derive(master_key, master_salt, Label::RtpKey, &mut rtp)?;
        derive(master_key, master_salt, Label::RtpSalt, &mut rtp_salt)?;
        derive(master_key, master_salt, Label::RtcpKey, &mut rtcp)?;
        derive(master_key, master_salt, Label::RtcpSalt, &mut rtcp_salt)?;
        Self::from_session_keys(&rtp, rtp_salt, &rtcp, rtcp_salt)
    }

    pub(super) fn from_session_keys(
        rtp: &[u8; 16],
        rtp_salt: [u8; 12],
        rtcp: &[u8; 16],
        rtcp_salt: [u8; 12],
    ) -> Result<Self, SrtpError> {
        Ok(Self { rtp: aead(rtp)?, rtp_salt, rtcp: aead(rtcp)?, rtcp_salt })
    }

    pub(super) fn seal_rtp(
        &self,
        buffer: &mut [u8],
        len: usize,
        header_len: usize,
        index: u64,
    ) -> Result<usize, SrtpError> {
        let packet = buffer.get_mut(..len + TAG).ok_or(SrtpError::NoRoom)?;
        let nonce = self.rtp_nonce(packet, index)?;
        let (header, rest) = packet.split_at_mut_checked(header_len).ok_or(SrtpError::TooShort)?;
        let (payload, tag) =
            rest.split_at_mut_checked(len - header_len).ok_or(SrtpError::TooShort)?;
        let made = self
            .rtp
            .seal_in_place_separate_tag(nonce, Aad::from(&*header), payload)
            .map_err(|_| SrtpError::Key)?;
        tag.copy_from_slice(made.as_ref());
        Ok(len + TAG)
    }

    pub(super) fn open_rtp(
        &self,
        packet: &mut [u8],
        header_len: usize,
        index: u64,
    ) -> Result<usize, SrtpError> {
        if packet.len() < header_len + TAG {
            return Err(SrtpError::TooShort);
        }
        let nonce = self.rtp_nonce(packet, index)?;
        let (header, sealed) = packet.split_at_mut(header_len);
        let plain = self
            .rtp
            .open_in_place(nonce, Aad::from(&*header), sealed)
            .map_err(|_| SrtpError::NotAuthentic)?;
        Ok(header_len + plain.len())
    }

    pub(super) fn seal_rtcp(
        &self,
        buffer: &mut [u8],
        len: usize,
        index: u32,
    ) -> Result<usize, SrtpError> {
        let whole = len + TAG + RTCP_INDEX;
        let packet = buffer.get_mut(..whole).ok_or(SrtpError::NoRoom)?;
        let word = (ENCRYPTED | index).to_be_bytes();
        let (nonce, aad) = self.rtcp_nonce(packet, word)?;
        let body = packet.get_mut(RTCP_HEAD..len).ok_or(SrtpError::TooShort)?;
        let made = self
            .rtcp
            .seal_in_place_separate_tag(nonce, Aad::from(aad), body)
            .map_err(|_| SrtpError::Key)?;
        packet[len..len + TAG].copy_from_slice(made.as_ref());
        packet[len + TAG..].copy_from_slice(&word);
        Ok(whole)
    }

    pub(super) fn open_rtcp(&self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let (_, index) = rtcp_index(packet)?;
        let end = packet.len() - RTCP_INDEX;
        let (nonce, aad) = self.rtcp_nonce(packet, (ENCRYPTED | index).to_be_bytes())?;
        let plain = self
            .rtcp
            .open_in_place(nonce, Aad::from(aad), &mut packet[RTCP_HEAD..end])
            .map_err(|_| SrtpError::NotAuthentic)?;
        Ok(RTCP_HEAD + plain.len())
    }

    /// RFC 7714 §8.1: two zero bytes, SSRC, roll-over count, sequence number, all combined with the salt.
    fn rtp_nonce(&self, packet: &[u8], index: u64) -> Result<Nonce, SrtpError> {
        let ssrc = packet.get(8..12).ok_or(SrtpError::TooShort)?;
        let mut nonce = [0; 12];
        nonce[2..6].copy_from_slice(ssrc);
        nonce[6..12].copy_from_slice(&index.to_be_bytes()[2..]);
        Ok(salted(nonce, &self.rtp_salt))
    }

    /// RFC 7714 §9.1 and §17: the nonce, and what is authenticated but not encrypted.
    fn rtcp_nonce(&self, packet: &[u8], word: [u8; 4]) -> Result<(Nonce, [u8; 12]), SrtpError> {
        let head = packet.first_chunk::<RTCP_HEAD>().ok_or(SrtpError::TooShort)?;
        let mut nonce = [0; 12];
        nonce[2..6].copy_from_slice(&head[4..]);
        nonce[8..].copy_from_slice(&word);
        nonce[8] &= 0x7f;
        let mut aad = [0; 12];
        aad[..8].copy_from_slice(head);
        aad[8..].copy_from_slice(&word);
        Ok((salted(nonce, &self.rtcp_salt), aad))
    }
}

/// Sender and index of an SRTCP packet. One that is not encrypted is refused.
pub(super) fn rtcp_index(packet: &[u8]) -> Result<(u32, u32), SrtpError> {
    if packet.len() < RTCP_HEAD + TAG + RTCP_INDEX {
        return Err(SrtpError::TooShort);
    }
    let ssrc = u32::from_be_bytes([packet[4], packet[5], packet[6], packet[7]]);
    let word = packet.last_chunk::<RTCP_INDEX>().map_or(0, |word| u32::from_be_bytes(*word));
    if word & ENCRYPTED == 0 {
        return Err(SrtpError::NotAuthentic);
    }
    Ok((ssrc, word & !ENCRYPTED))
}

fn salted(mut nonce: [u8; 12], salt: &[u8; 12]) -> Nonce {
    for (byte, salt) in nonce.iter_mut().zip(salt) {
        *byte ^= salt;
    }
    Nonce::assume_unique_for_key(nonce)
}

fn aead(key: &[u8; 16]) -> Result<LessSafeKey, SrtpError> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_128_GCM, key).map_err(|_| SrtpError::Key)?))
}

/// Key derivation (RFC 3711 §4.3.1, RFC 7714 §11): AES in counter mode over zeros, the label combined with the salt.
fn derive(key: &[u8; 16], salt: &[u8; 12], label: Label, out: &mut [u8]) -> Result<(), SrtpError> {
    let mut counter = [0u8; 16];
    counter[..12].copy_from_slice(salt);
    counter[7] ^= label as u8;
    let key = UnboundCipherKey::new(&AES_128, key).map_err(|_| SrtpError::Key)?;
    let key = EncryptingKey::ctr(key).map_err(|_| SrtpError::Key)?;
    out.fill(0);
    key.less_safe_encrypt(out, EncryptionContext::Iv128(counter.into()))
        .map_err(|_| SrtpError::Key)?;
    Ok(())
}
