//! SRTP and SRTCP: one sealer and one opener for each peer, made from the keys that DTLS exported (RFC 5764 §4.2).

mod aes_cm;
mod gcm;
mod replay;

pub use replay::ReplayWindow;

use aes_cm::AesCm;
use gcm::Gcm;

/// Bytes that sealing may add to a packet, whatever the profile.
pub const OVERHEAD: usize = 16 + 4;
/// How many senders of control packets one peer may have at a time.
const RTCP_SENDERS: usize = 32;

/// How packets are protected, as agreed in the DTLS handshake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// `SRTP_AEAD_AES_128_GCM` (RFC 7714): our own fast path.
    AeadAes128Gcm,
    /// `SRTP_AES128_CM_HMAC_SHA1_80` (RFC 3711): for clients that have nothing better.
    Aes128CmSha1,
}

impl Profile {
    /// Bytes of keying material that DTLS must export: two keys and two salts.
    #[must_use]
    pub fn keying_len(self) -> usize {
        2 * (16 + self.salt_len())
    }

    fn salt_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm => 12,
            Self::Aes128CmSha1 => 14,
        }
    }
}

/// Why a packet could not be opened or sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrtpError {
    /// Too short to hold what it must hold.
    #[error("the packet is too short")]
    TooShort,
    /// It was not made with this key, or it was changed on its way.
    #[error("the packet is not authentic")]
    NotAuthentic,
    /// It was received before, or it is too old to tell.
    #[error("the packet is a replay")]
    Replayed,
    /// The sealed packet would not fit its buffer.
    #[error("the packet does not fit")]
    NoRoom,
    /// The keys were used for as many packets as is safe, or are of the wrong length.
    #[error("the keys cannot be used")]
    Key,
}

/// Which end of the DTLS association we are: the client's keys come first in the exported material.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// We sent the ClientHello.
    Client,
    /// We answered it.
    Server,
}

/// Makes both directions from exported `keying` material.
///
/// # Errors
/// [`SrtpError::Key`] when the material has the wrong length or the cipher refuses it.
pub fn from_keying(
    profile: Profile,
    side: Side,
    keying: &[u8],
) -> Result<(Sealer, Opener), SrtpError> {
    if keying.len() != profile.keying_len() {
        return Err(SrtpError::Key);
    }
    let (keys, salts) = keying.split_at(32);
    let (client_key, server_key) = keys.split_at(16);
    let (client_salt, server_salt) = salts.split_at(profile.salt_len());
    let (ours, theirs) = match side {
        Side::Client => ((client_key, client_salt), (server_key, server_salt)),
        Side::Server => ((server_key, server_salt), (client_key, client_salt)),
    };
    Ok((
        Sealer { cipher: Cipher::new(profile, ours.0, ours.1)?, rtcp_index: 0 },
        Opener {
            cipher: Cipher::new(profile, theirs.0, theirs.1)?,
            rtcp_seen: Vec::with_capacity(RTCP_SENDERS),
        },
    ))
}

#[derive(Debug)]
enum Cipher {
    Gcm(Box<Gcm>),
    AesCm(Box<AesCm>),
}

impl Cipher {
    fn new(profile: Profile, key: &[u8], salt: &[u8]) -> Result<Self, SrtpError> {
        Ok(match profile {
            Profile::AeadAes128Gcm => Self::Gcm(Box::new(Gcm::new(
                key.try_into().map_err(|_| SrtpError::Key)?,
                salt.try_into().map_err(|_| SrtpError::Key)?,
            )?)),
            Profile::Aes128CmSha1 => Self::AesCm(Box::new(AesCm::new(key, salt)?)),
        })
    }
}

/// Protects what we send to one peer.
#[derive(Debug)]
pub struct Sealer {
    cipher: Cipher,
    rtcp_index: u32,
}

impl Sealer {
    /// Seals the RTP packet in `buffer[..len]`, whose header has `header_len` bytes, in place; gives the new length.
    /// `index` is the packet's extended sequence number (RFC 3711 §3.3.1): never the same twice for one SSRC.
    ///
    /// # Errors
    /// [`SrtpError::NoRoom`] when `buffer` cannot take the tag.
    pub fn rtp(
        &mut self,
        buffer: &mut [u8],
        len: usize,
        header_len: usize,
        index: u64,
    ) -> Result<usize, SrtpError> {
        match &mut self.cipher {
            Cipher::Gcm(gcm) => gcm.seal_rtp(buffer, len, header_len, index),
            Cipher::AesCm(cm) => cm.seal_rtp(buffer, len),
        }
    }

    /// Seals the compound RTCP packet in `buffer[..len]` in place; gives the new length.
    ///
    /// # Errors
    /// [`SrtpError::NoRoom`] when `buffer` cannot take the tag, [`SrtpError::Key`] after 2³¹ packets.
    pub fn rtcp(&mut self, buffer: &mut [u8], len: usize) -> Result<usize, SrtpError> {
        self.rtcp_index += 1;
        if self.rtcp_index >> 31 != 0 {
            return Err(SrtpError::Key);
        }
        match &mut self.cipher {
            Cipher::Gcm(gcm) => gcm.seal_rtcp(buffer, len, self.rtcp_index),
            Cipher::AesCm(cm) => cm.seal_rtcp(buffer, len),
        }
    }
}

/// Opens what one peer sends to us.
#[derive(Debug)]
pub struct Opener {
    cipher: Cipher,
    rtcp_seen: Vec<(u32, ReplayWindow)>,
}

impl Opener {
    /// Opens the SRTP packet in place; gives the length of the plain packet, header included.
    /// `index` is guessed from the SSRC's [`ReplayWindow`], which the caller keeps.
    ///
    /// # Errors
    /// [`SrtpError::NotAuthentic`] or [`SrtpError::TooShort`]; `packet` is then worthless.
    pub fn rtp(
        &mut self,
        packet: &mut [u8],
        header_len: usize,
        index: u64,
    ) -> Result<usize, SrtpError> {
        match &mut self.cipher {
            Cipher::Gcm(gcm) => gcm.open_rtp(packet, header_len, index),
            Cipher::AesCm(cm) => cm.open_rtp(packet),
        }
    }

    /// Opens the SRTCP packet in place, refuses replays, and gives the length of the plain compound packet.
    ///
    /// # Errors
    /// [`SrtpError::NotAuthentic`], [`SrtpError::Replayed`] or [`SrtpError::TooShort`].
    pub fn rtcp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let (ssrc, index) = match self.cipher {
            Cipher::Gcm(_) => gcm::rtcp_index(packet)?,
            Cipher::AesCm(_) => aes_cm::rtcp_index(packet)?,
        };
        let seen = self.rtcp_seen.iter().position(|(sender, _)| *sender == ssrc);
        if seen.is_some_and(|at| !self.rtcp_seen[at].1.is_fresh(u64::from(index))) {
            return Err(SrtpError::Replayed);
        }
        let len = match &mut self.cipher {
            Cipher::Gcm(gcm) => gcm.open_rtcp(packet)?,
            Cipher::AesCm(cm) => cm.open_rtcp(packet)?,
        };
        let at = match seen {
            Some(at) => at,
            None => {
                // An authentic peer with more senders than this is broken; refusing is safer than forgetting one.
                if self.rtcp_seen.len() == RTCP_SENDERS {
                    return Err(SrtpError::Replayed);
                }
                self.rtcp_seen.push((ssrc, ReplayWindow::default()));
                self.rtcp_seen.len() - 1
            }
        };
        self.rtcp_seen[at].1.accept(u64::from(index));
        Ok(len)
    }
}

#[cfg(test)]
mod tests;
