//! Media grants: a bearer token for WHIP and WHEP that lets one peer into one room, for a minute.
//!
//! An EdDSA JWT (RFC 7519, RFC 8037) whose header is one fixed text: a token with any other
//! algorithm, type, key id or critical extension is refused before its signature is looked at.
//! The grant lets in; what the peer then sends and receives is decided by the wiring alone.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::fmt;

/// `typ` of the header (RFC 8725 §3.11): no other token of ours can pass for a grant.
const TYPE: &str = "puente-media+jwt";
const AUDIENCE: &str = "puente-media";
/// A grant is for connecting. The session then lives by the server's state, not by the token.
pub const LIFETIME_S: i64 = 60;
/// Far above what a real grant needs; longer texts are not parsed at all.
const MAX_TOKEN_BYTES: usize = 2048;

/// What the bearer may do at the room's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum GrantRole {
    /// Send microphones and pictures (WHIP).
    Publish,
    /// Receive what the wiring gives (WHEP).
    Subscribe,
}

/// A grant that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub room: String,
    pub peer: String,
    pub role: GrantRole,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    aud: String,
    room: String,
    peer: String,
    role: GrantRole,
    /// Seconds since 1970.
    exp: i64,
}

/// Why a token is no grant. Callers get one answer for all of these.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    #[error("not a grant of this node")]
    Header,
    #[error("signature or claims do not hold")]
    Content,
    #[error("grant is over")]
    Over,
    #[error("grant lasts longer than grants may")]
    TooLong,
    #[error("the grant could not be signed")]
    Sign,
}

/// Makes and checks the grants of one node.
pub struct Grants {
    header: Header,
    /// The only header that is accepted, encoded, with its dot.
    header_text: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Grants {
    /// With the node's grant key.
    pub fn new(key: &Ed25519KeyPair) -> Result<Self, GrantError> {
        let public = key.public_key().as_ref();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(hex::encode(&public[..8]));
        let header_json = serde_json::to_vec(&header).map_err(|_| GrantError::Sign)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud"]);
        // Checked below against the clock that the caller brings.
        validation.validate_exp = false;
        let pkcs8 = key.to_pkcs8().map_err(|_| GrantError::Sign)?;
        Ok(Self {
            header,
            header_text: format!("{}.", URL_SAFE_NO_PAD.encode(header_json)),
            encoding: EncodingKey::from_ed_der(pkcs8.as_ref()),
            decoding: DecodingKey::from_ed_der(public),
            validation,
        })
    }

    /// A token for this grant that is good for `LIFETIME_S` from `now_s` (seconds since 1970).
    ///
    /// # Errors
    /// `Sign`, when the key does not sign.
    pub fn mint(&self, grant: &Grant, now_s: i64) -> Result<String, GrantError> {
        let claims = Claims {
            aud: AUDIENCE.to_owned(),
            room: grant.room.clone(),
            peer: grant.peer.clone(),
            role: grant.role,
            exp: now_s + LIFETIME_S,
        };
        jsonwebtoken::encode(&self.header, &claims, &self.encoding).map_err(|_| GrantError::Sign)
    }

    /// The grant that a token carries.
    ///
    /// # Errors
    /// Says why not; the caller is told only that it was refused.
    pub fn check(&self, token: &str, now_s: i64) -> Result<Grant, GrantError> {
        if token.len() > MAX_TOKEN_BYTES || !token.starts_with(&self.header_text) {
            return Err(GrantError::Header);
        }
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| GrantError::Content)?
            .claims;
        if claims.exp <= now_s {
            return Err(GrantError::Over);
        }
        if claims.exp > now_s + LIFETIME_S {
            return Err(GrantError::TooLong);
        }
        Ok(Grant { room: claims.room, peer: claims.peer, role: claims.role })
    }
}

impl fmt::Debug for Grants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grants").field("kid", &self.header.kid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::hmac;
    use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

    const NOW_S: i64 = 1_764_000_000;

    fn grants() -> Grants {
        Grants::new(&Ed25519KeyPair::generate().unwrap()).unwrap()
    }

    fn grant() -> Grant {
        Grant { room: "load".into(), peer: "p1".into(), role: GrantRole::Publish }
    }

    #[test]
    fn a_grant_comes_back_as_it_was_given_until_its_minute_is_over() {
        let grants = grants();
        let token = grants.mint(&grant(), NOW_S).unwrap();
        assert_eq!(grants.check(&token, NOW_S), Ok(grant()));
        assert_eq!(grants.check(&token, NOW_S + LIFETIME_S - 1), Ok(grant()));
        assert_eq!(grants.check(&token, NOW_S + LIFETIME_S), Err(GrantError::Over));
        assert_eq!(grants.check(&token, NOW_S - 1), Err(GrantError::TooLong));
    }

    #[test]
    fn jwt_confusion_every_other_header_is_refused() {
        let grants = grants();
        let token = grants.mint(&grant(), NOW_S).unwrap();
        let mut parts = token.split('.');
        let (header, claims) = (parts.next().unwrap(), parts.next().unwrap());
        let good: serde_json::Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
        let encoded =
            |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap());
        for (field, value) in [
            ("alg", "none"),
            ("alg", "HS256"),
            ("alg", "RS256"),
            ("kid", "another"),
            ("typ", "JWT"),
            ("crit", "exp"),
        ] {
            let mut header = good.clone();
            header[field] = value.into();
            let signed = format!("{}.{claims}", encoded(&header));
            // The classic: the public key, which anyone may know, as the secret of an HMAC.
            let key =
                hmac::Key::new(hmac::HMAC_SHA256, grants.decoding.try_get_as_bytes().unwrap());
            let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
            for forged in [format!("{signed}.{tag}"), format!("{signed}.")] {
                assert_eq!(
                    grants.check(&forged, NOW_S),
                    Err(GrantError::Header),
                    "{field} {value}"
                );
            }
        }
    }

    #[test]
    fn another_nodes_grant_another_audience_and_unknown_claims_are_refused() {
        let ours = grants();
        let theirs = grants().mint(&grant(), NOW_S).unwrap();
        assert_eq!(ours.check(&theirs, NOW_S), Err(GrantError::Header));
        for claims in [
            serde_json::json!({"aud":"other","room":"r","peer":"p","role":"publish","exp":NOW_S+9}),
            serde_json::json!({"aud":AUDIENCE,"room":"r","peer":"p","role":"owner","exp":NOW_S+9}),
            serde_json::json!({"aud":AUDIENCE,"room":"r","peer":"p","role":"publish"}),
            serde_json::json!({"aud":AUDIENCE,"room":"r","peer":"p","role":"publish","exp":NOW_S+9,"admin":1}),
        ] {
            let token = jsonwebtoken::encode(&ours.header, &claims, &ours.encoding).unwrap();
            assert_eq!(ours.check(&token, NOW_S), Err(GrantError::Content), "{claims}");
        }
    }

    #[test]
    fn of_100_000_mutated_tokens_none_is_accepted() {
        let grants = grants();
        let token = grants.mint(&grant(), NOW_S).unwrap();
        let mut random = StdRng::seed_from_u64(7);
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
        for _ in 0..100_000 {
            let mut bytes = token.clone().into_bytes();
            for _ in 0..random.random_range(1..4) {
                let at = random.random_range(0..bytes.len().max(1));
                match random.random_range(0..4) {
                    0 => bytes[at] = *alphabet.choose(&mut random).unwrap(),
                    1 if bytes.len() > 1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, *alphabet.choose(&mut random).unwrap()),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            let mutated = String::from_utf8(bytes).unwrap();
            if mutated != token {
                assert!(grants.check(&mutated, NOW_S).is_err(), "{mutated}");
            }
        }
        assert!(grants.check(&token, NOW_S).is_ok(), "the original still passes");
    }
}
