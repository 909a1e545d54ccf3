//! A client of the media plane that lives in the test: offers, checks, a DTLS handshake as the active side, SRTP.
//!
//! It has its own reader and writer of RTP, so that a mistake of ours is not made twice. Time is whatever the caller
//! says; see [`hall`] for the room in which clients and a worker meet.
#![allow(dead_code, reason = "each test binary uses its own part of the client")]

pub(crate) mod hall;
pub(crate) mod offer;
pub(crate) mod rtp;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use bytes::BytesMut;
use puente_sfu::srtp::{self, Opener, Profile, ReplayWindow, Sealer, Side};
use rtc_crypto::{HashAlgorithm, RTCCryptoProvider};
use rtc_dtls::config::{ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc_dtls::crypto::Certificate;
use rtc_dtls::endpoint::{Endpoint, EndpointEvent};
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_shared::TransportProtocol;
use rtc_stun::attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, BINDING_SUCCESS, Message, TransactionId};
use rtc_stun::textattrs::TextAttribute;

use offer::{Answer, Lines};
use rtp::Rtp;

const SERVER: ([u8; 4], u16) = ([192, 0, 2, 1], 7800);

/// A certificate takes a while to make; clients of one kind share theirs.
#[derive(Clone)]
pub(crate) struct Kit {
    crypto: Arc<dyn RTCCryptoProvider>,
    certificate: Certificate,
    pub(crate) fingerprint: String,
}

impl Kit {
    pub(crate) fn new() -> Result<Self> {
        let crypto = rtc_crypto::default_provider()?;
        let certificate =
            Certificate::generate_self_signed(vec!["client".to_owned()], crypto.crypto())?;
        let der = certificate.certificate.first().context("a certificate")?;
        let hash = crypto.crypto().hash(HashAlgorithm::Sha256, der.as_ref())?;
        let fingerprint =
            hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":");
        Ok(Self { crypto, certificate, fingerprint })
    }

    fn handshake(&self, profile: Profile) -> Result<Arc<HandshakeConfig>> {
        let profile = match profile {
            Profile::AeadAes128Gcm => SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm,
            Profile::Aes128CmSha1 => SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80,
        };
        let config = ConfigBuilder::default()
            .with_crypto_provider(self.crypto.clone())
            .with_certificates(vec![self.certificate.clone()])
            .with_srtp_protection_profiles(vec![profile])
            .with_insecure_skip_verify(true)
            .with_extended_master_secret(ExtendedMasterSecretType::Require)
            .build(true, None)?;
        Ok(Arc::new(config))
    }
}

/// What a client received and could open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    Rtp(Rtp),
    /// A plain compound packet.
    Rtcp(Vec<u8>),
    Answer,
}

pub(crate) struct Client {
    kit: Kit,
    pub(crate) address: SocketAddr,
    pub(crate) lines: Lines,
    pub(crate) answer: Option<Answer>,
    profile: Profile,
    dtls: Endpoint,
    pub(crate) keys: Option<(Sealer, Opener)>,
    windows: HashMap<u32, ReplayWindow>,
    pub(crate) received: Vec<Received>,
    pub(crate) closed: bool,
    /// Extended sequence number of each stream that is sent.
    sequences: HashMap<u32, u64>,
}

impl Client {
    pub(crate) fn new(kit: &Kit, address: SocketAddr, lines: Lines, profile: Profile) -> Self {
        Self {
            kit: kit.clone(),
            address,
            lines,
            answer: None,
            profile,
            dtls: Endpoint::new(address, TransportProtocol::UDP, None),
            keys: None,
            windows: HashMap::new(),
            received: Vec::new(),
            closed: false,
            sequences: HashMap::new(),
        }
    }

    /// The offer, with fresh ICE credentials each time.
    pub(crate) fn offer(&self) -> String {
        self.lines.offer(&self.kit.fingerprint)
    }

    pub(crate) fn take_answer(&mut self, answer: &str) -> Result<()> {
        self.answer = Some(Answer::parse(answer)?);
        Ok(())
    }

    pub(crate) fn answer(&self) -> Result<&Answer> {
        self.answer.as_ref().context("no answer yet")
    }

    /// A connectivity check, nominating its path.
    pub(crate) fn check(&self) -> Result<Vec<u8>> {
        let answer = self.answer()?;
        self.check_with(&answer.ufrag, &answer.password)
    }

    pub(crate) fn check_with(&self, ufrag: &str, password: &str) -> Result<Vec<u8>> {
        let mut message = Message::new();
        message.build(&[
            Box::new(BINDING_REQUEST),
            Box::new(TransactionId::new()),
            Box::new(TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:client"))),
            Box::new(Nominate),
            Box::new(MessageIntegrity::new_short_term_integrity_with_provider(
                password.to_owned(),
                self.kit.crypto.crypto(),
            )),
            Box::new(FINGERPRINT),
        ])?;
        Ok(message.raw)
    }

    /// The datagrams of the first flight.
    pub(crate) fn hello(&mut self, at: Instant) -> Result<Vec<Vec<u8>>> {
        self.dtls.connect(at, SERVER.into(), self.kit.handshake(self.profile)?, None)?;
        Ok(self.flight())
    }

    /// What the handshake repeats by now.
    pub(crate) fn repeat(&mut self, at: Instant) -> Vec<Vec<u8>> {
        if self.dtls.poll_timeout(&SERVER.into()).is_some_and(|deadline| deadline <= at) {
            // A client that gives up is seen by the test as not connected.
            let _ = self.dtls.handle_timeout(SERVER.into(), at);
        }
        self.flight()
    }

    /// Says goodbye.
    pub(crate) fn close(&mut self, at: Instant) -> Vec<Vec<u8>> {
        self.closed = true;
        self.dtls.stop(at, SERVER.into());
        self.flight()
    }

    fn flight(&mut self) -> Vec<Vec<u8>> {
        std::iter::from_fn(|| self.dtls.poll_transmit()).map(|sent| sent.message.to_vec()).collect()
    }

    /// Takes a datagram and gives those in reply.
    pub(crate) fn receive(&mut self, at: Instant, datagram: &[u8]) -> Result<Vec<Vec<u8>>> {
        match datagram.first() {
            Some(0..=3) => {
                let mut message = Message::new();
                message.unmarshal_binary(datagram)?;
                ensure!(message.typ == BINDING_SUCCESS, "an answer to a check");
                self.received.push(Received::Answer);
                Ok(vec![])
            }
            Some(20..=63) if self.closed => Ok(vec![]),
            Some(20..=63) => {
                for event in self.dtls.read(at, SERVER.into(), None, BytesMut::from(datagram))? {
                    match event {
                        EndpointEvent::HandshakeComplete => self.keys = Some(self.exported_keys()?),
                        EndpointEvent::PeerClosed => self.closed = true,
                        _ => {}
                    }
                }
                Ok(self.flight())
            }
            // As in any client, what comes before the keys cannot be read.
            _ if self.keys.is_none() => Ok(vec![]),
            _ => {
                let received = self.open(datagram)?;
                self.received.push(received);
                Ok(vec![])
            }
        }
    }

    fn exported_keys(&self) -> Result<(Sealer, Opener)> {
        let state = self.dtls.get_connection_state(SERVER.into()).context("a connection")?;
        let keying =
            state.export_keying_material("EXTRACTOR-dtls_srtp", &[], self.profile.keying_len())?;
        Ok(srtp::from_keying(self.profile, Side::Client, keying.as_ref())?)
    }

    /// Opens a sealed packet; everything that the server sends must be authentic and new.
    fn open(&mut self, datagram: &[u8]) -> Result<Received> {
        let (_, opener) = self.keys.as_mut().context("media before the keys")?;
        let mut packet = datagram.to_vec();
        if (192..=223).contains(&packet[1]) {
            let len = opener.rtcp(&mut packet)?;
            packet.truncate(len);
            return Ok(Received::Rtcp(packet));
        }
        let head = Rtp::parse(&packet)?;
        let window = self.windows.entry(head.ssrc).or_default();
        let index = window.index_of(head.sequence).context("a sequence number of this stream")?;
        ensure!(
            window.is_fresh(index),
            "the server repeated sequence number {index} of {:x}",
            head.ssrc
        );
        let len = opener.rtp(&mut packet, head.header_len, index)?;
        window.accept(index);
        Ok(Received::Rtp(Rtp::parse(&packet[..len])?))
    }

    /// Seals a packet. The sequence number is the extended one of its stream.
    pub(crate) fn seal(&mut self, packet: &Rtp, index: u64) -> Result<Vec<u8>> {
        let (sealer, _) = self.keys.as_mut().context("no keys yet")?;
        let (mut bytes, header_len) = packet.write();
        let len = bytes.len();
        bytes.resize(len + srtp::OVERHEAD, 0);
        let len = sealer.rtp(&mut bytes, len, header_len, index)?;
        bytes.truncate(len);
        Ok(bytes)
    }

    /// The next extended sequence number of a stream that this client sends.
    pub(crate) fn next_index(&mut self, ssrc: u32) -> u64 {
        let next = self.sequences.entry(ssrc).or_insert(1000);
        *next += 1;
        *next
    }

    pub(crate) fn seal_rtcp(&mut self, compound: &[u8]) -> Result<Vec<u8>> {
        let (sealer, _) = self.keys.as_mut().context("no keys yet")?;
        let mut bytes = compound.to_vec();
        bytes.resize(compound.len() + srtp::OVERHEAD, 0);
        let len = sealer.rtcp(&mut bytes, compound.len())?;
        bytes.truncate(len);
        Ok(bytes)
    }

    /// Takes out the RTP packets received so far.
    pub(crate) fn packets(&mut self) -> Vec<Rtp> {
        let received = std::mem::take(&mut self.received);
        let (rtp, rest) =
            received.into_iter().partition(|received| matches!(received, Received::Rtp(_)));
        self.received = rest;
        let rtp: Vec<Received> = rtp;
        rtp.into_iter()
            .filter_map(|received| match received {
                Received::Rtp(rtp) => Some(rtp),
                _ => None,
            })
            .collect()
    }

    /// Takes out the parts of the RTCP compounds received so far: packet type, count, body.
    pub(crate) fn reports(&mut self) -> Vec<rtp::Report> {
        let received = std::mem::take(&mut self.received);
        let mut reports = vec![];
        for received in received {
            match received {
                Received::Rtcp(compound) => reports.extend(rtp::split_compound(&compound)),
                other => self.received.push(other),
            }
        }
        reports
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.keys.is_some()
    }
}

struct Nominate;

impl rtc_stun::message::Setter for Nominate {
    fn add_to(&self, message: &mut Message) -> rtc_shared::error::Result<()> {
        message.add(ATTR_USE_CANDIDATE, &[]);
        Ok(())
    }
}

/// Any error that a test meets.
pub(crate) fn missing(what: &str) -> anyhow::Error {
    anyhow!("{what} is missing")
}
