//! Encryption of web push messages (RFC 8291 over RFC 8188, `aes128gcm`): only the browser that
//! subscribed can read them, not its push service.

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hmac,
};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// Browsers write base64url without padding, some libraries with.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const POINT_BYTES: usize = 65;
const SECRET_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
/// One record holds all: ours are a few dozen bytes.
const RECORD_BYTES: u32 = 4096;
/// What fits into it beside the mark of the last record and the tag.
pub const MOST_BYTES: usize = 4096 - 17;

/// Why a message could not be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptionError {
    #[error("the device's keys are not of the form that web push takes")]
    Keys,
    #[error("the message is too long for web push")]
    TooLong,
    #[error("the cipher failed")]
    Cipher,
}

/// The keys that a browser gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
    point: [u8; POINT_BYTES],
    secret: [u8; SECRET_BYTES],
}

impl DeviceKeys {
    /// Reads them from base64url.
    ///
    /// # Errors
    /// [`EncryptionError::Keys`].
    pub fn read(p256dh: &str, auth: &str) -> Result<Self, EncryptionError> {
        fn bytes<const N: usize>(text: &str) -> Result<[u8; N], EncryptionError> {
            let decoded = BASE64URL.decode(text).map_err(|_| EncryptionError::Keys)?;
            decoded.try_into().map_err(|_| EncryptionError::Keys)
        }
        Ok(Self { point: bytes(p256dh)?, secret: bytes(auth)? })
    }
}

/// The body to post: a header with salt and our key, then the one record.
///
/// `ours` must be a fresh P-256 key and `salt` fresh random bytes for each message.
///
/// # Errors
/// [`EncryptionError`].
pub fn encrypt(
    plain: &[u8],
    device: &DeviceKeys,
    ours: &PrivateKey,
    salt: [u8; SALT_BYTES],
) -> Result<Vec<u8>, EncryptionError> {
    if plain.len() > MOST_BYTES {
        return Err(EncryptionError::TooLong);
    }
    let our_point = ours.compute_public_key().map_err(|_| EncryptionError::Cipher)?;
    let their_point = UnparsedPublicKey::new(&ECDH_P256, &device.point);
    let (key, nonce) = agree(ours, their_point, EncryptionError::Keys, |shared| {
        Ok(keys(shared, device, our_point.as_ref(), &salt))
    })?;

    let mut record = plain.to_vec();
    record.push(2); // the last record, without padding
    let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| EncryptionError::Cipher)?;
    LessSafeKey::new(key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .map_err(|_| EncryptionError::Cipher)?;

    let mut body = salt.to_vec();
    body.extend_from_slice(&RECORD_BYTES.to_be_bytes());
    body.push(65);
    body.extend_from_slice(our_point.as_ref());
    body.extend_from_slice(&record);
    Ok(body)
}

/// RFC 8291 §3.4: the content key and the nonce.
fn keys(
    shared: &[u8],
    device: &DeviceKeys,
    our_point: &[u8],
    salt: &[u8],
) -> ([u8; 16], [u8; NONCE_LEN]) {
    let both = [b"WebPush: info\0".as_slice(), &device.point, our_point].concat();
    let combined = expand(&extract(&device.secret, shared), &both);
    let content = extract(salt, &combined);
    let key = expand(&content, b"Content-Encoding: aes128gcm\0");
    let nonce = expand(&content, b"Content-Encoding: nonce\0");
    (first(&key), first(&nonce))
}

/// HKDF-Extract (RFC 5869) with SHA-256.
fn extract(salt: &[u8], secret: &[u8]) -> [u8; 32] {
    first(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), secret).as_ref())
}

/// HKDF-Expand for at most one block.
fn expand(key: &[u8], info: &[u8]) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    first(hmac::sign(&key, &[info, &[1]].concat()).as_ref())
}

/// The first bytes; what is shorter is filled with zeros, which no caller here does.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // RFC 8291, section 5 and appendix A.
    const P256DH: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const OURS: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
    const PLAIN: &[u8] = b"When I grow up, I want to be a watermelon";
    const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        BASE64URL.decode(text).unwrap().try_into().unwrap()
    }

    #[test]
    fn the_example_of_rfc_8291_comes_out_byte_for_byte() {
        let device = DeviceKeys::read(P256DH, AUTH).unwrap();
        let ours = PrivateKey::from_private_key(&ECDH_P256, &bytes::<32>(OURS)).unwrap();
        let body = encrypt(PLAIN, &device, &ours, bytes(SALT)).unwrap();
        assert_eq!(BASE64URL.encode(body), BODY);
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        for (p256dh, auth) in [("", AUTH), (P256DH, ""), (AUTH, P256DH), ("ñ", AUTH)] {
            assert_eq!(DeviceKeys::read(p256dh, auth), Err(EncryptionError::Keys));
        }
        // A point that is not on the curve.
        let off = DeviceKeys::read(&BASE64URL.encode([4; 65]), AUTH).unwrap();
        let ours = PrivateKey::generate(&ECDH_P256).unwrap();
        assert_eq!(encrypt(PLAIN, &off, &ours, [0; 16]), Err(EncryptionError::Keys));
        let device = DeviceKeys::read(P256DH, AUTH).unwrap();
        let long = encrypt(&[0; MOST_BYTES + 1], &device, &ours, [0; 16]);
        assert_eq!(long, Err(EncryptionError::TooLong));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(p256dh in "[A-Za-z0-9_=-]{0,90}", auth in "\\PC{0,30}") {
            let _ = DeviceKeys::read(&p256dh, &auth);
        }
    }
}
