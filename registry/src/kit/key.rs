//! A kit's key: it is enrolled with a code that works once, keeps its private key for itself, and
//! signs in by signing what it is asked. A kit that is lost or revoked has no key any more.

use std::{fmt, str::FromStr};

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{Rng as _, rngs::StdRng};

use super::{MoveInput, MoveKind, insert_move, locked_state, set_state};
use crate::{
    country::Country,
    error::{Error, Result},
    id::{PersonId, PlaceId},
    seal_key::SealKey,
    store::{Store, on},
    time::Instant,
    token::Token,
};

/// A code is read from one screen and typed on another.
const CODE_MINUTES: i64 = 10;
/// A challenge is answered at once.
const CHALLENGE_MINUTES: i64 = 2;
/// A session of a kit; its page signs in again by itself.
const SESSION_MINUTES: i64 = 60;

/// Eight digits that enrol one kit, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// Not eight digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has eight digits")]
pub struct MalformedCode;

/// A public key: a point on P-256.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKey(Vec<u8>);

/// Not an uncompressed point on P-256 in base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public key on P-256")]
pub struct MalformedKey;

/// An ECDSA signature with SHA-256: r and s, 32 bytes each.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceSignature([u8; 64]);

/// Not 64 bytes in base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a signature")]
pub struct MalformedSignature;

impl Code {
    fn new(rng: &mut StdRng) -> Self {
        Self(format!("{:08}", rng.random_range(0..100_000_000_u32)))
    }

    /// The digits, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = MalformedCode;

    /// Spaces between the digits do no harm.
    fn from_str(text: &str) -> Result<Self, MalformedCode> {
        if text.len() > 20 {
            return Err(MalformedCode);
        }
        let digits: String = text.chars().filter(|letter| *letter != ' ').collect();
        let fits = digits.len() == 8 && digits.bytes().all(|digit| digit.is_ascii_digit());
        if fits { Ok(Self(digits)) } else { Err(MalformedCode) }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl FromStr for DeviceKey {
    type Err = MalformedKey;

    fn from_str(text: &str) -> Result<Self, MalformedKey> {
        let point = URL_SAFE_NO_PAD.decode(text).map_err(|_| MalformedKey)?;
        let uncompressed = point.len() == 65 && point.first() == Some(&4);
        let on_the_curve = || ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point).is_ok();
        if uncompressed && on_the_curve() { Ok(Self(point)) } else { Err(MalformedKey) }
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

impl FromStr for DeviceSignature {
    type Err = MalformedSignature;

    fn from_str(text: &str) -> Result<Self, MalformedSignature> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| MalformedSignature)?;
        bytes.try_into().map(Self).map_err(|_| MalformedSignature)
    }
}

impl fmt::Debug for DeviceSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSignature(…)")
    }
}

/// What a kit signs: bound to this use, this server, this kit and this challenge.
#[must_use]
pub fn to_sign(origin: &str, kit: PlaceId, challenge: &Token) -> String {
    format!("puente kit sign-in\n{origin}\n{kit}\n{}", challenge.reveal())
}

fn is_signed(public_key: &[u8], message: &str, signature: &DeviceSignature) -> bool {
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key)
        .is_ok_and(|key| key.verify_sig(message.as_bytes(), &signature.0).is_ok())
}

impl Store {
    /// Makes the code that enrols a kit of the country; an earlier one ends. It lies sealed in
    /// the bank, because eight digits are guessed from any hash of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another country's, [`Error::NotNow`] for a kit that is lost or in
    /// repair.
    pub async fn make_kit_code(
        &self,
        country: Country,
        kit: PlaceId,
        by: PersonId,
        key: &SealKey,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<(Code, Instant)> {
        let code = Code::new(rng);
        let expires = now.plus_minutes(CODE_MINUTES);
        let sealed = key.seal(&about(kit), code.reveal().as_bytes(), rng)?;
        let mut tx = self.begin().await?;
        let state = locked_state(&mut tx, country, kit).await?;
        MoveKind::Enrolled.leads(state).ok_or(Error::NotNow("the kit is lost or in repair"))?;
        let sql = "INSERT INTO kit_code (place, sealed, person, created, expires)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (place) DO UPDATE SET sealed = excluded.sealed,
                       person = excluded.person, created = excluded.created,
                       expires = excluded.expires";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(kit).bind(sealed).bind(by).bind(now).bind(expires)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok((code, expires))
    }

    /// Enrols the kit whose code this is with a key; an earlier key and what it opened end.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`] for a code that is wrong, used or over, [`Error::NotNow`] for a kit
    /// that was lost meanwhile.
    pub async fn enrol_kit(
        &self,
        code: &Code,
        device: &DeviceKey,
        key: &SealKey,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PlaceId> {
        let mut tx = self.begin().await?;
        let sql = "SELECT c.place, c.sealed, c.person, p.country
                   FROM kit_code c JOIN place p ON p.id = c.place
                   WHERE c.expires > $1 ORDER BY c.place";
        let alive: Vec<(PlaceId, Vec<u8>, PersonId, Country)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(now).fetch_all(db).await?);
        let mut found = None;
        for (kit, sealed, by, country) in alive {
            // One that another installation's key sealed is no code here.
            let Ok(digits) = key.open(&about(kit), &sealed) else { continue };
            if verify_slices_are_equal(&digits, code.reveal().as_bytes()).is_ok() {
                found = Some((kit, by, country));
            }
        }
        let (kit, by, country) = found.ok_or(Error::LinkUnknown)?;
        let state = locked_state(&mut tx, country, kit).await?;
        let to = MoveKind::Enrolled.leads(state).ok_or(Error::NotNow("the kit is lost"))?;
        // Of two that try the same code at the same time, one deletes it.
        let sql = "DELETE FROM kit_code WHERE place = $1";
        let used = on!(tx.conn(), db =>
            sqlx::query(sql).bind(kit).execute(db).await?.rows_affected());
        if used == 0 {
            return Err(Error::LinkUnknown);
        }
        super::end_access(&mut tx, kit, now).await?;
        let sql = "INSERT INTO kit_key (public_key, place, created) VALUES ($1, $2, $3)
                   ON CONFLICT (public_key) DO NOTHING";
        let kept = on!(tx.conn(), db => sqlx::query(sql)
            .bind(&device.0).bind(kit).bind(now).execute(db).await?.rows_affected());
        if kept == 0 {
            // A key that was ended does not come back, and no key is two kits'.
            return Err(Error::LinkUnknown);
        }
        set_state(&mut tx, kit, to).await?;
        let step = MoveInput::plain(MoveKind::Enrolled);
        insert_move(&mut tx, kit, by, &step, None, now, rng).await?;
        tx.commit().await?;
        Ok(kit)
    }

    /// Something for a kit to sign.
    ///
    /// # Errors
    /// [`Error::KitShutOut`] for a kit without a key.
    pub async fn challenge_kit(
        &self,
        kit: PlaceId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let challenge = Token::new(rng);
        let mut tx = self.begin().await?;
        let sql = "SELECT count(*) FROM kit_key WHERE place = $1 AND ended IS NULL";
        let (keys,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(kit).fetch_one(db).await?);
        if keys == 0 {
            return Err(Error::KitShutOut);
        }
        let sql = "DELETE FROM kit_challenge WHERE expires <= $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(now).execute(db).await.map(drop)?);
        let sql = "INSERT INTO kit_challenge (hash, place, expires) VALUES ($1, $2, $3)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(challenge.hash()).bind(kit).bind(now.plus_minutes(CHALLENGE_MINUTES))
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(challenge)
    }

    /// Begins a session of the kit that signed the challenge; the challenge works once.
    ///
    /// # Errors
    /// [`Error::LinkExpired`] for a challenge that is not open, [`Error::KitShutOut`] for a
    /// signature by another key than the kit's.
    pub async fn sign_in_kit(
        &self,
        kit: PlaceId,
        challenge: &Token,
        signature: &DeviceSignature,
        origin: &str,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM kit_challenge WHERE hash = $1 AND place = $2 AND expires > $3";
        let answered = on!(tx.conn(), db => sqlx::query(sql)
            .bind(challenge.hash()).bind(kit).bind(now).execute(db).await?.rows_affected());
        if answered == 0 {
            return Err(Error::LinkExpired);
        }
        let sql = "SELECT public_key FROM kit_key WHERE place = $1 AND ended IS NULL";
        let key: Option<(Vec<u8>,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(kit).fetch_optional(db).await?);
        let (key,) = key.ok_or(Error::KitShutOut)?;
        if !is_signed(&key, &to_sign(origin, kit, challenge), signature) {
            tx.commit().await?;
            return Err(Error::KitShutOut);
        }
        let session = Token::new(rng);
        let sql = "DELETE FROM kit_session WHERE place = $1 AND expires <= $2";
        on!(tx.conn(), db => sqlx::query(sql).bind(kit).bind(now).execute(db).await.map(drop)?);
        let sql = "INSERT INTO kit_session (hash, place, created, expires) VALUES ($1, $2, $3, $4)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(session.hash()).bind(kit).bind(now).bind(now.plus_minutes(SESSION_MINUTES))
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(session)
    }

    /// The kit whose session this is, if it has neither ended nor run out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn kit_of_session(&self, session: &Token, now: Instant) -> Result<Option<PlaceId>> {
        let sql = "SELECT place FROM kit_session
                   WHERE hash = $1 AND ended IS NULL AND expires > $2";
        let found: Option<(PlaceId,)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(session.hash()).bind(now).fetch_optional(db).await?);
        Ok(found.map(|(kit,)| kit))
    }

    /// When the key was made with which a kit signs in; none if it has none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn kit_enrolled(&self, kit: PlaceId) -> Result<Option<Instant>> {
        let sql = "SELECT created FROM kit_key WHERE place = $1 AND ended IS NULL";
        let found: Option<(Instant,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(kit).fetch_optional(db).await?);
        Ok(found.map(|(at,)| at))
    }
}

/// For what a code is sealed: it opens for no other kit.
fn about(kit: PlaceId) -> Vec<u8> {
    format!("kit code {kit}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_breaks_the_readers_of_codes_keys_and_signatures(text in ".{0,120}") {
            if let Ok(code) = text.parse::<Code>() {
                prop_assert_eq!(code.reveal().len(), 8);
            }
            let _ = text.parse::<DeviceKey>();
            let _ = text.parse::<DeviceSignature>();
        }

        #[test]
        fn no_bytes_of_the_right_length_are_a_signature_or_break_the_check(
            point in proptest::collection::vec(any::<u8>(), 64),
            signature in proptest::collection::vec(any::<u8>(), 64),
        ) {
            let written = URL_SAFE_NO_PAD.encode([&[4], point.as_slice()].concat());
            // Of random points none lies on the curve.
            prop_assert!(written.parse::<DeviceKey>().is_err());
            let signature: DeviceSignature = URL_SAFE_NO_PAD.encode(signature).parse().unwrap();
            let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
            prop_assert!(!is_signed(pair.public_key().as_ref(), "x", &signature));
        }
    }

    #[test]
    fn what_one_key_signed_for_one_message_holds_for_no_other() {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let other = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key: DeviceKey = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()).parse().unwrap();
        let signed = pair.sign(&SystemRandom::new(), b"this").unwrap();
        let signature: DeviceSignature = URL_SAFE_NO_PAD.encode(signed.as_ref()).parse().unwrap();
        assert!(is_signed(&key.0, "this", &signature));
        assert!(!is_signed(&key.0, "that", &signature));
        assert!(!is_signed(other.public_key().as_ref(), "this", &signature));
    }
}
