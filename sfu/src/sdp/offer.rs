//! Reading an offer: what each line can do, without deciding anything.

use super::{ExtensionIds, LEVEL_URI, MID_URI, ORIENTATION_URI, OfferError};
use crate::dtls::Fingerprint;

/// Longer offers are refused: 18 lines of a browser take about 40 KB.
const MAX_BYTES: usize = 128 * 1024;
const MAX_LINES: usize = 64;

/// A whole offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) media: Vec<Media>,
}

/// Who sends on a line, as the offer says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

/// One media line of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Media {
    /// `audio`, `video`, `application`.
    pub(crate) kind: String,
    pub(crate) protocol: String,
    /// Payload types or other formats, in the offer's order of preference.
    pub(crate) formats: Vec<String>,
    /// Offered with port 0, and not because it shares another line's port.
    pub(crate) disabled: bool,
    pub(crate) mid: String,
    pub(crate) direction: Direction,
    pub(crate) rtcp_mux: bool,
    pub(crate) reduced_size: bool,
    pub(crate) encodings: Vec<Encoding>,
    pub(crate) extensions: ExtensionIds,
    pub(crate) ssrc: Option<u32>,
    pub(crate) rtx_ssrc: Option<u32>,
}

/// One payload type of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) payload_type: u8,
    /// `opus/48000/2`, in lower case.
    pub(crate) name: String,
    pub(crate) parameters: String,
    pub(crate) feedback: Vec<String>,
}

impl Encoding {
    /// The value of one `key=value` parameter.
    pub(crate) fn parameter(&self, key: &str) -> Option<&str> {
        self.parameters.split(';').find_map(|pair| pair.trim().strip_prefix(key)?.strip_prefix('='))
    }
}

/// What may stand once for all lines, or in each.
#[derive(Clone, Debug, Default)]
struct Transport {
    fingerprint: Option<Fingerprint>,
    has_ufrag: bool,
    has_password: bool,
    passive: bool,
}

impl Offer {
    /// Reads an offer.
    pub(crate) fn parse(text: &str) -> Result<Self, OfferError> {
        if text.len() > MAX_BYTES {
            return Err(OfferError::NotSdp("it is longer than 128 KiB"));
        }
        let mut reader = Reader::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if at == 0 && line != "v=0" {
                return Err(OfferError::NotSdp("it does not begin with v=0"));
            }
            reader.line(line).ok_or_else(|| OfferError::Line {
                line: at + 1,
                text: line.chars().take(80).collect(),
            })?;
        }
        reader.finish()
    }
}

#[derive(Default)]
struct Reader {
    bundle: Vec<String>,
    session: Transport,
    session_direction: Option<Direction>,
    media: Vec<(Media, Transport)>,
}

impl Reader {
    /// Takes one line; nothing when it is one that we must understand and cannot.
    fn line(&mut self, line: &str) -> Option<()> {
        if let Some(rest) = line.strip_prefix("m=") {
            return self.media_line(rest);
        }
        let Some(attribute) = line.strip_prefix("a=") else { return Some(()) };
        let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
        match name {
            "group" => {
                if let Some(mids) = value.strip_prefix("BUNDLE") {
                    self.bundle = mids.split_whitespace().map(str::to_owned).collect();
                }
            }
            "fingerprint" => {
                let (hash, bytes) = value.split_once(' ')?;
                if hash.eq_ignore_ascii_case("sha-256") {
                    self.transport().fingerprint = Some(fingerprint(bytes)?);
                }
            }
            "ice-ufrag" => self.transport().has_ufrag = !value.is_empty(),
            "ice-pwd" => self.transport().has_password = !value.is_empty(),
            "setup" => self.transport().passive = value == "passive",
            "sendrecv" => self.direction(Direction::SendRecv),
            "sendonly" => self.direction(Direction::SendOnly),
            "recvonly" => self.direction(Direction::RecvOnly),
            "inactive" => self.direction(Direction::Inactive),
            _ => {
                if let Some((media, _)) = self.media.last_mut() {
                    return media.attribute(name, value);
                }
            }
        }
        Some(())
    }

    fn media_line(&mut self, rest: &str) -> Option<()> {
        let mut words = rest.split_whitespace();
        let (kind, port, protocol) = (words.next()?, words.next()?, words.next()?);
        let port: u16 = port.split('/').next()?.parse().ok()?;
        let media = Media {
            kind: kind.to_owned(),
            protocol: protocol.to_owned(),
            formats: words.map(str::to_owned).collect(),
            disabled: port == 0,
            mid: String::new(),
            direction: self.session_direction.unwrap_or(Direction::SendRecv),
            rtcp_mux: false,
            reduced_size: false,
            encodings: Vec::new(),
            extensions: ExtensionIds::default(),
            ssrc: None,
            rtx_ssrc: None,
        };
        self.media.push((media, self.session.clone()));
        Some(())
    }

    fn transport(&mut self) -> &mut Transport {
        match self.media.last_mut() {
            Some((_, transport)) => transport,
            None => &mut self.session,
        }
    }

    fn direction(&mut self, direction: Direction) {
        match self.media.last_mut() {
            Some((media, _)) => media.direction = direction,
            None => self.session_direction = Some(direction),
        }
    }

    fn finish(self) -> Result<Offer, OfferError> {
        if self.media.is_empty() {
            return Err(OfferError::NothingUsable);
        }
        if self.media.len() > MAX_LINES {
            return Err(OfferError::TooManyLines);
        }
        let live = || self.media.iter().filter(|(media, _)| !media.disabled);
        if live().count() > 1 && !live().all(|(media, _)| self.bundle.contains(&media.mid)) {
            return Err(OfferError::NotBundled);
        }
        // Lines of one bundle share the transport of the first.
        let transport = live().map(|(_, transport)| transport).next().unwrap_or(&self.session);
        if transport.passive {
            return Err(OfferError::Passive);
        }
        if !(transport.has_ufrag && transport.has_password) {
            return Err(OfferError::NoIce);
        }
        let fingerprint = transport.fingerprint.ok_or(OfferError::NoFingerprint)?;
        let media: Vec<Media> = self.media.into_iter().map(|(media, _)| media).collect();
        Ok(Offer { fingerprint, media })
    }
}

impl Media {
    fn attribute(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "mid" => self.mid = token(value)?.to_owned(),
            "bundle-only" => self.disabled = false,
            "rtcp-mux" => self.rtcp_mux = true,
            "rtcp-rsize" => self.reduced_size = true,
            "rtpmap" => {
                let (payload_type, name) = value.split_once(' ')?;
                self.encoding(payload_type)?.name = name.trim().to_ascii_lowercase();
            }
            "fmtp" => {
                let (payload_type, parameters) = value.split_once(' ')?;
                self.encoding(payload_type)?.parameters = parameters.trim().to_owned();
            }
            "rtcp-fb" => {
                let (payload_type, feedback) = value.split_once(' ')?;
                if payload_type == "*" {
                    for encoding in &mut self.encodings {
                        encoding.feedback.push(feedback.to_owned());
                    }
                } else {
                    self.encoding(payload_type)?.feedback.push(feedback.to_owned());
                }
            }
            "extmap" => {
                let (id, uri) = value.split_once(' ')?;
                let id: u16 = id.split('/').next()?.parse().ok()?;
                // One-byte headers carry 1 to 14 only; we write no others.
                if let (Ok(id), true) = (u8::try_from(id), (1..=14).contains(&id)) {
                    match uri.split_whitespace().next()? {
                        LEVEL_URI => self.extensions.level = id,
                        MID_URI => self.extensions.mid = id,
                        ORIENTATION_URI => self.extensions.orientation = id,
                        _ => {}
                    }
                }
            }
            "ssrc-group" => {
                if let Some(pair) = value.strip_prefix("FID ") {
                    let mut ssrcs = pair.split_whitespace();
                    self.ssrc = Some(ssrcs.next()?.parse().ok()?);
                    self.rtx_ssrc = Some(ssrcs.next()?.parse().ok()?);
                }
            }
            "ssrc" => {
                let ssrc = value.split_whitespace().next()?.parse().ok()?;
                self.ssrc.get_or_insert(ssrc);
            }
            _ => {}
        }
        Some(())
    }

    fn encoding(&mut self, payload_type: &str) -> Option<&mut Encoding> {
        let payload_type: u8 =
            payload_type.parse().ok().filter(|payload_type| *payload_type < 128)?;
        let at = match self
            .encodings
            .iter()
            .position(|encoding| encoding.payload_type == payload_type)
        {
            Some(at) => at,
            None => {
                self.encodings.push(Encoding { payload_type, ..Encoding::default() });
                self.encodings.len() - 1
            }
        };
        self.encodings.get_mut(at)
    }
}

/// A name that may be written back into an answer: no spaces, no controls, not long.
fn token(value: &str) -> Option<&str> {
    let good = value.bytes().all(|byte| byte.is_ascii_graphic());
    (good && (1..=32).contains(&value.len())).then_some(value)
}

fn fingerprint(text: &str) -> Option<Fingerprint> {
    let mut fingerprint = Fingerprint::default();
    let mut bytes = text.trim().split(':');
    for byte in &mut fingerprint {
        *byte = u8::from_str_radix(bytes.next()?, 16).ok()?;
    }
    bytes.next().is_none().then_some(fingerprint)
}
