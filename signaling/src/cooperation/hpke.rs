//! Sealing to a public key: HPKE (RFC 9180), base mode, one message a key, with
//! DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM.
//!
//! Only the holder of the private key can read what was sealed; who sealed it cannot read it
//! again. The sealed form is the encapsulated key (32 bytes) and the ciphertext with its tag.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey},
    agreement::{PrivateKey, UnparsedPublicKey, X25519, agree},
    hmac::{self, HMAC_SHA256},
};

const KEM_SUITE: &[u8] = b"KEM\x00\x20";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const VERSION: &[u8] = b"HPKE-v1";

/// It was not sealed to this key, for this purpose, or it was changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be opened with this key")]
pub struct Unreadable;

/// A cipher as HPKE numbers it.
struct Cipher {
    algorithm: &'static Algorithm,
    suite: [u8; 10],
}

const CIPHER: Cipher = Cipher { algorithm: &AES_256_GCM, suite: *b"HPKE\x00\x20\x00\x01\x00\x02" };

/// Makes a private key of 32 random bytes.
///
/// # Errors
/// When the machine gives no randomness.
pub fn new_private_key() -> Result<[u8; KEY_BYTES], Unreadable> {
    let mut key = [0; KEY_BYTES];
    aws_lc_rs::rand::fill(&mut key).map_err(|_| Unreadable)?;
    Ok(key)
}

/// The public key of a private one.
///
/// # Errors
/// For bytes that are no key.
pub fn public_key(private: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let key = PrivateKey::from_private_key(&X25519, private).map_err(|_| Unreadable)?;
    Ok(key.compute_public_key().map_err(|_| Unreadable)?.as_ref().to_vec())
}

/// Seals a text so that only the holder of `to`'s private key can read it, for one purpose.
///
/// # Errors
/// For bytes that are no public key.
pub fn seal(to: &[u8], purpose: &[u8], text: &[u8]) -> Result<Vec<u8>, Unreadable> {
    seal_with(&CIPHER, &new_private_key()?, to, (purpose, b""), text)
}

/// Opens what was sealed to this private key for this purpose.
///
/// # Errors
/// [`Unreadable`].
pub fn open(private: &[u8], purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let (encapsulated, ciphertext) = sealed.split_at_checked(KEY_BYTES).ok_or(Unreadable)?;
    let public = public_key(private)?;
    let shared = shared_secret(private, encapsulated, encapsulated, &public)?;
    let (key, nonce) = schedule(&CIPHER, &shared, purpose)?;
    let mut text = ciphertext.to_vec();
    let opened = key.open_in_place(nonce, Aad::empty(), &mut text).map_err(|_| Unreadable)?.len();
    text.truncate(opened);
    Ok(text)
}

fn seal_with(
    cipher: &Cipher,
    ephemeral: &[u8],
    to: &[u8],
    (info, aad): (&[u8], &[u8]),
    text: &[u8],
) -> Result<Vec<u8>, Unreadable> {
    let encapsulated = public_key(ephemeral)?;
    let shared = shared_secret(ephemeral, to, &encapsulated, to)?;
    let (key, nonce) = schedule(cipher, &shared, info)?;
    let mut ciphertext = text.to_vec();
    key.seal_in_place_append_tag(nonce, Aad::from(aad), &mut ciphertext).map_err(|_| Unreadable)?;
    Ok([encapsulated, ciphertext].concat())
}

/// DHKEM's shared secret (RFC 9180 §4.1): the agreement, bound to both public keys.
fn shared_secret(
    private: &[u8],
    peer: &[u8],
    encapsulated: &[u8],
    recipient: &[u8],
) -> Result<Vec<u8>, Unreadable> {
    let private = PrivateKey::from_private_key(&X25519, private).map_err(|_| Unreadable)?;
    agree(&private, UnparsedPublicKey::new(&X25519, peer), Unreadable, |agreed| {
        let prk = labeled_extract(KEM_SUITE, b"", b"eae_prk", agreed);
        let context = [encapsulated, recipient].concat();
        labeled_expand(KEM_SUITE, &prk, b"shared_secret", &context, KEY_BYTES)
    })
}

/// The key schedule of base mode (§5.1), for the first and only message.
fn schedule(
    cipher: &Cipher,
    shared: &[u8],
    info: &[u8],
) -> Result<(LessSafeKey, Nonce), Unreadable> {
    let suite = &cipher.suite;
    let psk_id_hash = labeled_extract(suite, b"", b"psk_id_hash", b"");
    let info_hash = labeled_extract(suite, b"", b"info_hash", info);
    let context = [&[0], psk_id_hash.as_slice(), info_hash.as_slice()].concat();
    let secret = labeled_extract(suite, shared, b"secret", b"");
    let key = labeled_expand(suite, &secret, b"key", &context, cipher.algorithm.key_len())?;
    let nonce = labeled_expand(suite, &secret, b"base_nonce", &context, NONCE_BYTES)?;
    let key = UnboundKey::new(cipher.algorithm, &key).map_err(|_| Unreadable)?;
    let nonce = Nonce::try_assume_unique_for_key(&nonce).map_err(|_| Unreadable)?;
    Ok((LessSafeKey::new(key), nonce))
}

fn labeled_extract(suite: &[u8], salt: &[u8], label: &[u8], input: &[u8]) -> Vec<u8> {
    let labeled = [VERSION, suite, label, input].concat();
    // An empty salt counts as zeros of the hash's length, which HMAC pads a key with anyway.
    hmac::sign(&hmac::Key::new(HMAC_SHA256, salt), &labeled).as_ref().to_vec()
}

fn labeled_expand(
    suite: &[u8],
    prk: &[u8],
    label: &[u8],
    info: &[u8],
    length: usize,
) -> Result<Vec<u8>, Unreadable> {
    let wanted = u16::try_from(length).map_err(|_| Unreadable)?.to_be_bytes();
    let info = [&wanted, VERSION, suite, label, info].concat();
    let key = hmac::Key::new(HMAC_SHA256, prk);
    let (mut out, mut block) = (Vec::new(), Vec::new());
    for counter in 1..=u8::MAX {
        if out.len() >= length {
            break;
        }
        block = hmac::sign(&key, &[block.as_slice(), &info, &[counter]].concat()).as_ref().to_vec();
        out.extend_from_slice(&block);
    }
    out.truncate(length);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::aead::AES_128_GCM;
    use proptest::prelude::*;

    /// RFC 9180, appendix A.1: the same suite with the smaller cipher, for which the RFC has
    /// numbers; with AES-256-GCM only the cipher and its number differ.
    #[test]
    fn coop_hpke_agrees_with_the_numbers_of_rfc_9180() {
        let bytes = |text: &str| hex::decode(text).unwrap();
        let info = bytes("4f6465206f6e2061204772656369616e2055726e");
        let ephemeral = bytes("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
        let recipient = bytes("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
        let to = bytes("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
        let enc = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431";
        let cipher = Cipher { algorithm: &AES_128_GCM, suite: *b"HPKE\x00\x20\x00\x01\x00\x01" };
        assert_eq!(public_key(&recipient).unwrap(), to);
        let shared = shared_secret(&recipient, &bytes(enc), &bytes(enc), &to).unwrap();
        assert_eq!(
            hex::encode(shared),
            "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"
        );
        let text = b"Beauty is truth, truth beauty";
        let sealed = seal_with(&cipher, &ephemeral, &to, (&info, b"Count-0"), text).unwrap();
        let ciphertext = "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9\
                          6d8770ac83d07bea87e13c512a";
        assert_eq!(hex::encode(sealed), format!("{enc}{ciphertext}"));
    }

    #[test]
    fn coop_only_the_right_key_and_purpose_open_what_was_sealed() {
        let (mine, other) = (new_private_key().unwrap(), new_private_key().unwrap());
        let sealed = seal(&public_key(&mine).unwrap(), b"annex", b"a name").unwrap();
        assert_eq!(open(&mine, b"annex", &sealed).unwrap(), b"a name");
        assert_eq!(open(&other, b"annex", &sealed), Err(Unreadable));
        assert_eq!(open(&mine, b"attachment", &sealed), Err(Unreadable));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&mine, b"annex", &changed), Err(Unreadable), "byte {at}");
        }
        assert_eq!(seal(&[0; 32], b"annex", b"x"), Err(Unreadable), "a point of low order");
    }

    proptest! {
        #[test]
        fn coop_no_bytes_break_the_opening(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(open(&[9; 32], b"annex", &bytes), Err(Unreadable));
        }
    }
}
