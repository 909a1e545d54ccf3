//! The pinned public key of a record: a file that whoever verifies holds from elsewhere.

use super::EvidenceError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use puente_sfu::record::PublicKey;
use std::path::Path;

/// What precedes the 32 bytes of an Ed25519 key in its DER form (RFC 8410 §4).
const DER_PREFIX: [u8; 12] =
    [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

const PEM_BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const PEM_END: &str = "-----END PUBLIC KEY-----";

/// Reads a key file: 64 hexadecimal digits, or PEM as `openssl` writes it.
///
/// # Errors
/// When the file cannot be read or holds no Ed25519 key.
pub fn read(path: &Path) -> Result<PublicKey, EvidenceError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| EvidenceError::Io { path: path.to_owned(), source })?;
    parse(&text).ok_or_else(|| EvidenceError::NotAKey(path.to_owned()))
}

/// The key as PEM, for `openssl`.
#[must_use]
pub fn to_pem(key: &PublicKey) -> String {
    let der = [DER_PREFIX.as_slice(), &key.0].concat();
    format!("{PEM_BEGIN}\n{}\n{PEM_END}\n", BASE64.encode(der))
}

fn parse(text: &str) -> Option<PublicKey> {
    let text = text.trim();
    let key = match text.strip_prefix(PEM_BEGIN) {
        Some(rest) => {
            let body: String = rest.strip_suffix(PEM_END)?.split_whitespace().collect();
            BASE64.decode(body).ok()?.strip_prefix(&DER_PREFIX)?.to_vec()
        }
        None => hex::decode(text).ok()?,
    };
    Some(PublicKey(key.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The key of RFC 8410 §10.1.
    const RFC_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";

    #[test]
    fn reads_both_forms() {
        let hex = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";
        let key = parse(hex);
        assert!(key.is_some());
        assert_eq!(parse(RFC_PEM), key);
        assert_eq!(key.map(|key| to_pem(&key)).as_deref(), Some(RFC_PEM));
        assert_eq!(parse(&hex[2..]), None);
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_without_panic(text: String) {
            prop_assert_eq!(parse(&text), None);
        }

        #[test]
        fn every_key_reads_back(bytes: [u8; 32]) {
            let key = PublicKey(bytes);
            prop_assert_eq!(parse(&to_pem(&key)), Some(key));
            prop_assert_eq!(parse(&hex::encode(bytes)), Some(key));
        }
    }
}
