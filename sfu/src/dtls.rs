//! The DTLS 1.2 handshake of one peer (passive), which ends with the keys for SRTP (RFC 5764).
//!
//! One certificate and two configurations serve all peers: GCM first, and AES-CM for a client that has no GCM.
//! The peer is known by the fingerprint in its offer, checked here after the handshake (RFC 8122).

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::time::Instant;

use bytes::BytesMut;
use rtc_crypto::{HashAlgorithm, RTCCryptoProvider};
use rtc_dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc_dtls::crypto::Certificate;
use rtc_dtls::endpoint::{Endpoint, EndpointEvent};
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_shared::TransportProtocol;

use crate::srtp::{self, Opener, Profile, Sealer, Side};

/// SHA-256 of a certificate.
pub(crate) type Fingerprint = [u8; 32];

/// The library tells associations apart by address; a peer has one, whatever path it takes.
const ANY_PATH: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9));
/// How many bytes a peer may send before its handshake is done: a whole one takes about 4 KB, repeats included.
const MAX_HANDSHAKE_BYTES: usize = 64 * 1024;
/// How much of a first ClientHello is kept to try it again with the other profile.
const MAX_HELLO_BYTES: usize = 4 * 1024;
/// How often one peer may begin anew after a failed handshake.
const MAX_ATTEMPTS: u32 = 16;

/// Our certificate, and how we shake hands.
#[derive(Clone)]
pub(crate) struct Identity {
    gcm: Arc<HandshakeConfig>,
    aes_cm: Arc<HandshakeConfig>,
    crypto: Arc<dyn RTCCryptoProvider>,
    fingerprint: Fingerprint,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({})", self.fingerprint_text())
    }
}

/// Our own certificate or configuration could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the media certificate cannot be made: {0}")]
pub struct IdentityError(String);

impl Identity {
    /// A new certificate, for as long as the process lives.
    pub(crate) fn generate() -> Result<Self, IdentityError> {
        let crypto =
            rtc_crypto::default_provider().map_err(|error| IdentityError(error.to_string()))?;
        let certificate =
            Certificate::generate_self_signed(vec!["puente".to_owned()], crypto.crypto())
                .map_err(|error| IdentityError(error.to_string()))?;
        let fingerprint = certificate
            .certificate
            .first()
            .and_then(|der| sha256(&crypto, der.as_ref()))
            .ok_or_else(|| IdentityError("no certificate".to_owned()))?;
        let config = |profile| {
            ConfigBuilder::default()
                .with_crypto_provider(crypto.clone())
                .with_certificates(vec![certificate.clone()])
                .with_srtp_protection_profiles(vec![profile])
                .with_client_auth(ClientAuthType::RequireAnyClientCert)
                .with_insecure_skip_verify(true)
                .with_extended_master_secret(ExtendedMasterSecretType::Require)
                .build(false, None)
                .map(Arc::new)
                .map_err(|error| IdentityError(error.to_string()))
        };
        Ok(Self {
            gcm: config(SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm)?,
            aes_cm: config(SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80)?,
            crypto,
            fingerprint,
        })
    }

    /// The fingerprint as SDP writes it.
    pub(crate) fn fingerprint_text(&self) -> String {
        let bytes: Vec<String> =
            self.fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
        bytes.join(":")
    }

    pub(crate) fn crypto(&self) -> &Arc<dyn RTCCryptoProvider> {
        &self.crypto
    }
}

/// What a datagram or the passing of time led to.
#[derive(Debug)]
pub(crate) enum Progress {
    /// Nothing to tell yet.
    Going,
    /// The handshake is done: the keys for both directions.
    Done(Box<(Sealer, Opener)>),
    /// This attempt failed; the next ClientHello begins anew.
    Failed,
    /// The other end said goodbye.
    Closed,
    /// The other end is not who the offer said, or it failed too often.
    Refused,
}

/// The handshake of one peer, and the association that stays afterwards.
pub(crate) struct Handshake {
    endpoint: Endpoint,
    identity: Identity,
    expected: Fingerprint,
    profile: Profile,
    /// The first ClientHello, until we have answered it.
    hello: Vec<BytesMut>,
    answered: bool,
    done: bool,
    received_bytes: usize,
    attempts: u32,
}

impl std::fmt::Debug for Handshake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Handshake({:?}, done: {})", self.profile, self.done)
    }
}

impl Handshake {
    /// Waits for a ClientHello of the peer whose certificate has the fingerprint `expected`.
    pub(crate) fn new(identity: &Identity, expected: Fingerprint) -> Self {
        Self {
            endpoint: endpoint(&identity.gcm),
            identity: identity.clone(),
            expected,
            profile: Profile::AeadAes128Gcm,
            hello: Vec::new(),
            answered: false,
            done: false,
            received_bytes: 0,
            attempts: 0,
        }
    }

    /// Whether a restarted peer still shows the certificate that this association is bound to.
    pub(crate) fn is_bound_to(&self, fingerprint: &Fingerprint) -> bool {
        self.expected == *fingerprint
    }

    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    /// Takes a datagram that came from an address which the peer proved by ICE.
    pub(crate) fn receive(&mut self, at: Instant, datagram: &[u8]) -> Progress {
        if !self.done {
            self.received_bytes += datagram.len();
            if self.received_bytes > MAX_HANDSHAKE_BYTES {
                return Progress::Refused;
            }
            let kept: usize = self.hello.iter().map(BytesMut::len).sum();
            if !self.answered && kept + datagram.len() <= MAX_HELLO_BYTES {
                self.hello.push(BytesMut::from(datagram));
            }
        }
        match self.endpoint.read(at, ANY_PATH, None, BytesMut::from(datagram)) {
            Ok(events) => self.progress(&events),
            Err(rtc_shared::error::Error::ErrServerNoMatchingSrtpProfile)
                if !self.answered && self.profile == Profile::AeadAes128Gcm =>
            {
                self.try_aes_cm(at)
            }
            Err(_) => self.failed(),
        }
    }

    /// The next datagram for the peer.
    pub(crate) fn transmit(&mut self) -> Option<BytesMut> {
        let message = self.endpoint.poll_transmit()?.message;
        self.answered = true;
        self.hello.clear();
        Some(message)
    }

    /// When [`Self::timeout`] wants to be called; never once the handshake is done, for then the client repeats.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        if self.done { None } else { self.endpoint.poll_timeout(&ANY_PATH) }
    }

    /// Repeats what was lost on the way.
    pub(crate) fn timeout(&mut self, at: Instant) -> Progress {
        match self.endpoint.handle_timeout(ANY_PATH, at) {
            Ok(()) => Progress::Going,
            Err(_) => self.failed(),
        }
    }

    /// Says goodbye; what is to be sent is then in [`Self::transmit`].
    pub(crate) fn close(&mut self, at: Instant) {
        self.endpoint.stop(at, ANY_PATH);
    }

    fn progress(&mut self, events: &[EndpointEvent]) -> Progress {
        let mut progress = Progress::Going;
        for event in events {
            match event {
                EndpointEvent::HandshakeComplete => progress = self.complete(),
                EndpointEvent::PeerClosed if self.done => progress = Progress::Closed,
                EndpointEvent::PeerClosed => progress = self.failed(),
                _ => {}
            }
        }
        progress
    }

    fn complete(&mut self) -> Progress {
        let Some(state) = self.endpoint.get_connection_state(ANY_PATH) else {
            return self.failed();
        };
        let shown =
            state.peer_certificates.first().and_then(|der| sha256(&self.identity.crypto, der));
        if shown != Some(self.expected) {
            return Progress::Refused;
        }
        let keying =
            state.export_keying_material("EXTRACTOR-dtls_srtp", &[], self.profile.keying_len());
        let keys = keying
            .ok()
            .and_then(|keying| srtp::from_keying(self.profile, Side::Server, keying.as_ref()).ok());
        match keys {
            Some(keys) => {
                self.done = true;
                Progress::Done(Box::new(keys))
            }
            None => self.failed(),
        }
    }

    /// The client has no GCM. It has not heard from us yet, so the same hello may begin another handshake.
    fn try_aes_cm(&mut self, at: Instant) -> Progress {
        self.profile = Profile::Aes128CmSha1;
        self.endpoint = endpoint(&self.identity.aes_cm);
        let mut progress = Progress::Going;
        for datagram in std::mem::take(&mut self.hello) {
            progress = match self.endpoint.read(at, ANY_PATH, None, datagram) {
                Ok(events) => self.progress(&events),
                Err(_) => return self.failed(),
            };
        }
        progress
    }

    /// After the handshake stray records mean nothing; before, the attempt is over and another may begin.
    fn failed(&mut self) -> Progress {
        if self.done {
            return Progress::Going;
        }
        self.attempts += 1;
        if self.attempts >= MAX_ATTEMPTS {
            return Progress::Refused;
        }
        self.profile = Profile::AeadAes128Gcm;
        self.endpoint = endpoint(&self.identity.gcm);
        self.hello.clear();
        self.answered = false;
        Progress::Failed
    }
}

fn endpoint(config: &Arc<HandshakeConfig>) -> Endpoint {
    Endpoint::new(ANY_PATH, TransportProtocol::UDP, Some(config.clone()))
}

fn sha256(crypto: &Arc<dyn RTCCryptoProvider>, der: &[u8]) -> Option<Fingerprint> {
    crypto.crypto().hash(HashAlgorithm::Sha256, der).ok()?.as_slice().try_into().ok()
}
