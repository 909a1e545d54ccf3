//! The certificate (X.509) under which an authority signs: issued by itself until its country
//! puts one of its own public-key infrastructure in its place.

use super::der::{self, ECDSA_WITH_SHA256, tag};
use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{EcdsaKeyPair, KeyPair},
};
use puente_registry::time::Instant;

/// A self-issued certificate is valid for ten years.
const VALID_MINUTES: i64 = 10 * 365 * 24 * 60;
const DAY_MINUTES: i64 = 24 * 60;

/// What stands before a P-256 point in a certificate: the key's algorithm and the string's head.
const P256_KEY: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];

/// Issues a certificate for a key by the key itself.
pub(super) fn issue(
    key: &EcdsaKeyPair,
    country: &str,
    name: &str,
    now: Instant,
) -> Option<Vec<u8>> {
    let point = key.public_key().as_ref();
    let algorithm = der::algorithm(ECDSA_WITH_SHA256);
    let subject = der::group(
        tag::SEQUENCE,
        &[
            &name_part(COUNTRY, tag::PRINTABLE, country),
            &name_part(ORGANISATION, tag::UTF8, name),
            &name_part(COMMON_NAME, tag::UTF8, &format!("{name} · Puente")),
        ],
    );
    let validity = der::group(
        tag::SEQUENCE,
        &[&utc_time(now.plus_minutes(-DAY_MINUTES)), &utc_time(now.plus_minutes(VALID_MINUTES))],
    );
    let hash = digest(&SHA256, point);
    let serial = hash.as_ref().get(..16)?;
    // The first bit stays 0 and the first byte is not: 16 bytes, positive.
    let serial = [&[serial.first()? & 0x3f | 0x40], serial.get(1..)?].concat();
    let key_id = der::value(tag::OCTET_STRING, hash.as_ref().get(..20)?);
    let extensions = der::group(
        tag::SEQUENCE,
        &[
            &extension(BASIC_CONSTRAINTS, true, &der::value(tag::SEQUENCE, &[])),
            // digitalSignature and nonRepudiation.
            &extension(KEY_USAGE, true, &der::value(tag::BIT_STRING, &[6, 0b1100_0000])),
            &extension(SUBJECT_KEY, false, &key_id),
        ],
    );
    let to_be_signed = der::group(
        tag::SEQUENCE,
        &[
            &der::value(tag::CONTEXT_0, &der::value(tag::INTEGER, &[2])),
            &der::positive(&serial),
            &algorithm,
            &subject,
            &validity,
            &subject,
            &[P256_KEY, point].concat(),
            &der::value(tag::CONTEXT_3, &extensions),
        ],
    );
    let signature = key.sign(&SystemRandom::new(), &to_be_signed).ok()?;
    let signature = [&[0], signature.as_ref()].concat();
    let signature = der::value(tag::BIT_STRING, &signature);
    Some(der::group(tag::SEQUENCE, &[&to_be_signed, &algorithm, &signature]))
}

/// The P-256 point that a certificate is about.
pub(super) fn point(certificate: &[u8]) -> Option<Vec<u8>> {
    let (_, body) = to_be_signed(certificate)?;
    let at = body.windows(P256_KEY.len()).position(|window| window == P256_KEY)?;
    let point = body.get(at + P256_KEY.len()..)?.get(..65)?;
    (point.first() == Some(&4)).then(|| point.to_vec())
}

/// The issuer and the serial number of a certificate, as signatures name it.
pub(super) fn issuer_and_serial(certificate: &[u8]) -> Option<Vec<u8>> {
    let (_, body) = to_be_signed(certificate)?;
    let (version, _, after_version) = der::first(body)?;
    let rest = if version == tag::CONTEXT_0 { after_version } else { body };
    let (_, serial, rest) = der::first(rest)?;
    let (_, _, rest) = der::first(rest)?;
    let (_, issuer, _) = der::first(rest)?;
    Some(der::group(
        tag::SEQUENCE,
        &[&der::value(tag::SEQUENCE, issuer), &der::value(tag::INTEGER, serial)],
    ))
}

fn to_be_signed(certificate: &[u8]) -> Option<(u8, &[u8])> {
    let (_, content, _) = der::first(certificate)?;
    let (tag, body, _) = der::first(content)?;
    Some((tag, body))
}

fn name_part(oid: &[u8], kind: u8, text: &str) -> Vec<u8> {
    let pair = der::group(
        tag::SEQUENCE,
        &[&der::value(tag::OID, oid), &der::value(kind, text.as_bytes())],
    );
    der::value(tag::SET, &pair)
}

fn extension(oid: &[u8], critical: bool, content: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[0x01, 0x01, 0xff] } else { &[] };
    der::group(
        tag::SEQUENCE,
        &[&der::value(tag::OID, oid), critical, &der::value(tag::OCTET_STRING, content)],
    )
}

/// `261125160000Z`
fn utc_time(at: Instant) -> Vec<u8> {
    let digits: String = at.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    let short = digits.get(2..).unwrap_or_default();
    der::value(tag::UTC_TIME, format!("{short}Z").as_bytes())
}
