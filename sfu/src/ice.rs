//! ICE-lite (RFC 8445 §2.5): we answer checks, and believe an address once a check from it carried the right password.

use std::net::SocketAddr;
use std::sync::Arc;

use rand::RngCore;
use rtc_crypto::RTCCryptoProvider;
use rtc_stun::attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, BINDING_SUCCESS, Message};
use rtc_stun::xoraddr::XorMappedAddress;

use crate::names::WorkerIndex;

/// Letters of a user name fragment: two for the worker, then random ones.
pub(crate) const UFRAG_LEN: usize = 10;
/// Letters of a password: 26 of 32 possible ones are 130 bits; RFC 8445 §5.3 asks for 128.
const PASSWORD_LEN: usize = 26;
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A user name fragment of ours.
pub(crate) type Ufrag = [u8; UFRAG_LEN];

/// Our half of an ICE session's credentials.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) ufrag: Ufrag,
    password: [u8; PASSWORD_LEN],
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.ufrag_text())
    }
}

impl Credentials {
    /// New credentials for a peer of `worker`, whose number stands in front so that a stray datagram can be told.
    pub(crate) fn generate(worker: WorkerIndex, rng: &mut dyn RngCore) -> Self {
        let mut letters = [0u8; UFRAG_LEN + PASSWORD_LEN];
        rng.fill_bytes(&mut letters);
        for letter in &mut letters {
            *letter = LETTERS[usize::from(*letter % 32)];
        }
        let mut credentials = Self { ufrag: [0; UFRAG_LEN], password: [0; PASSWORD_LEN] };
        credentials.ufrag.copy_from_slice(&letters[..UFRAG_LEN]);
        credentials.password.copy_from_slice(&letters[UFRAG_LEN..]);
        credentials.ufrag[..2].copy_from_slice(&worker_letters(worker));
        credentials
    }

    pub(crate) fn ufrag_text(&self) -> &str {
        std::str::from_utf8(&self.ufrag).unwrap_or_default()
    }

    pub(crate) fn password_text(&self) -> &str {
        std::str::from_utf8(&self.password).unwrap_or_default()
    }
}

/// Whether a fragment was made by `worker`.
pub(crate) fn names_worker(ufrag: &Ufrag, worker: WorkerIndex) -> bool {
    ufrag.starts_with(&worker_letters(worker))
}

fn worker_letters(worker: WorkerIndex) -> [u8; 2] {
    [LETTERS[usize::from(worker.0 >> 5)], LETTERS[usize::from(worker.0 & 31)]]
}

/// A connectivity check that was read but not yet believed.
#[derive(Debug)]
pub(crate) struct Check {
    message: Message,
    /// The fragment of ours that it names.
    pub(crate) ufrag: Ufrag,
}

impl Check {
    /// Reads a binding request; nothing when the datagram is anything else.
    pub(crate) fn parse(datagram: &[u8]) -> Option<Self> {
        let mut message = Message::new();
        message.unmarshal_binary(datagram).ok()?;
        if message.typ != BINDING_REQUEST || datagram.len() != 20 + message.length as usize {
            return None;
        }
        let name = message.get(ATTR_USERNAME).ok()?;
        let ours = name.split(|byte| *byte == b':').next()?;
        Some(Self { ufrag: ours.try_into().ok()?, message })
    }

    /// Whether the sender knows our password (RFC 8489 §14.5).
    pub(crate) fn is_authentic(
        &mut self,
        credentials: &Credentials,
        crypto: &Arc<dyn RTCCryptoProvider>,
    ) -> bool {
        self.ufrag == credentials.ufrag
            && MessageIntegrity::check(&mut self.message, &credentials.password, crypto.crypto())
                .is_ok()
    }

    /// Whether the other end chose this path.
    pub(crate) fn nominates(&self) -> bool {
        self.message.contains(ATTR_USE_CANDIDATE)
    }

    /// The answer that tells `from` its own address.
    pub(crate) fn answer(
        self,
        credentials: &Credentials,
        from: SocketAddr,
        crypto: &Arc<dyn RTCCryptoProvider>,
    ) -> Option<Vec<u8>> {
        let password = credentials.password_text().to_owned();
        let mut answer = Message::new();
        answer
            .build(&[
                Box::new(self.message),
                Box::new(BINDING_SUCCESS),
                Box::new(XorMappedAddress { ip: from.ip(), port: from.port() }),
                Box::new(MessageIntegrity::new_short_term_integrity_with_provider(
                    password,
                    crypto.crypto(),
                )),
                Box::new(FINGERPRINT),
            ])
            .ok()?;
        Some(answer.raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use rtc_stun::attributes::ATTR_MESSAGE_INTEGRITY;
    use rtc_stun::message::TransactionId;
    use rtc_stun::textattrs::TextAttribute;

    fn crypto() -> Arc<dyn RTCCryptoProvider> {
        rtc_crypto::default_provider().unwrap()
    }

    fn credentials() -> Credentials {
        Credentials::generate(WorkerIndex(3), &mut StdRng::seed_from_u64(1))
    }

    fn request(credentials: &Credentials, password: &str) -> Vec<u8> {
        let crypto = crypto();
        let mut message = Message::new();
        message
            .build(&[
                Box::new(BINDING_REQUEST),
                Box::new(TransactionId::new()),
                Box::new(TextAttribute::new(
                    ATTR_USERNAME,
                    format!("{}:them", credentials.ufrag_text()),
                )),
                Box::new(MessageIntegrity::new_short_term_integrity_with_provider(
                    password.into(),
                    crypto.crypto(),
                )),
                Box::new(FINGERPRINT),
            ])
            .unwrap();
        message.raw
    }

    #[test]
    fn the_right_password_is_answered_with_the_senders_address() {
        let (credentials, from) = (credentials(), "192.0.2.7:4000".parse().unwrap());
        let mut check = Check::parse(&request(&credentials, credentials.password_text())).unwrap();
        assert!(check.is_authentic(&credentials, &crypto()));
        let mut answer = Message::new();
        answer.unmarshal_binary(&check.answer(&credentials, from, &crypto()).unwrap()).unwrap();
        assert_eq!(answer.typ, BINDING_SUCCESS);
        assert!(answer.contains(ATTR_MESSAGE_INTEGRITY));
        MessageIntegrity::check(
            &mut answer,
            credentials.password_text().as_bytes(),
            crypto().crypto(),
        )
        .unwrap();
    }

    #[test]
    fn a_wrong_password_or_another_peers_name_is_not_believed() {
        let ours = credentials();
        let mut check = Check::parse(&request(&ours, "wrong")).unwrap();
        assert!(!check.is_authentic(&ours, &crypto()));
        let other = Credentials::generate(WorkerIndex(3), &mut StdRng::seed_from_u64(2));
        let mut check = Check::parse(&request(&ours, other.password_text())).unwrap();
        assert!(!check.is_authentic(&other, &crypto()));
    }

    #[test]
    fn the_worker_stands_in_the_fragment() {
        assert_eq!(&credentials().ufrag[..2], b"ad");
        assert_ne!(
            credentials(),
            Credentials::generate(WorkerIndex(3), &mut StdRng::seed_from_u64(2))
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            if let Some(mut check) = Check::parse(&bytes) {
                prop_assert!(!check.is_authentic(&credentials(), &crypto()));
            }
        }

        #[test]
        fn a_changed_check_is_not_believed(at in 0usize..100, bit in 0u8..8) {
            let ours = credentials();
            let mut datagram = request(&ours, ours.password_text());
            // What follows the integrity attribute is not covered by it.
            let covered = datagram.len() - 8;
            // The two length bytes are checked against the datagram, the rest by the hash.
            datagram[at % covered] ^= 1 << bit;
            if let Some(mut check) = Check::parse(&datagram) {
                prop_assert!(!check.is_authentic(&ours, &crypto()));
            }
        }
    }
}
