//! A detached signature in the form that PDF readers know (CMS, RFC 5652, with the attributes of
//! CAdES): over the hash of a document, under a certificate that comes with it.

use super::{
    certificate::issuer_and_serial,
    der::{self, ECDSA_WITH_SHA256, tag},
};
use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::EcdsaKeyPair,
};

const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const SIGNING_CERTIFICATE_V2: &[u8] =
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];

/// Signs a message whose SHA-256 is given.
pub(super) fn sign(key: &EcdsaKeyPair, certificate: &[u8], message: &[u8; 32]) -> Option<Vec<u8>> {
    let certificate_id = der::value(
        tag::SEQUENCE,
        &der::value(
            tag::SEQUENCE,
            &der::value(
                tag::SEQUENCE,
                &der::value(tag::OCTET_STRING, digest(&SHA256, certificate).as_ref()),
            ),
        ),
    );
    let attributes = vec![
        attribute(CONTENT_TYPE, &der::value(tag::OID, DATA)),
        attribute(MESSAGE_DIGEST, &der::value(tag::OCTET_STRING, message)),
        attribute(SIGNING_CERTIFICATE_V2, &certificate_id),
    ];
    // What is signed is the set; what is kept is the same under an implicit tag.
    let signature =
        key.sign(&SystemRandom::new(), &der::set_of(tag::SET, attributes.clone())).ok()?;
    let signer = der::group(
        tag::SEQUENCE,
        &[
            &der::value(tag::INTEGER, &[1]),
            &issuer_and_serial(certificate)?,
            &der::algorithm(der::SHA256),
            &der::set_of(tag::CONTEXT_0, attributes),
            &der::algorithm(ECDSA_WITH_SHA256),
            &der::value(tag::OCTET_STRING, signature.as_ref()),
        ],
    );
    let signed_data = der::group(
        tag::SEQUENCE,
        &[
            &der::value(tag::INTEGER, &[1]),
            &der::value(tag::SET, &der::algorithm(der::SHA256)),
            &der::value(tag::SEQUENCE, &der::value(tag::OID, DATA)),
            &der::value(tag::CONTEXT_0, certificate),
            &der::value(tag::SET, &signer),
        ],
    );
    Some(der::group(
        tag::SEQUENCE,
        &[&der::value(tag::OID, SIGNED_DATA), &der::value(tag::CONTEXT_0, &signed_data)],
    ))
}

fn attribute(oid: &[u8], content: &[u8]) -> Vec<u8> {
    der::group(tag::SEQUENCE, &[&der::value(tag::OID, oid), &der::value(tag::SET, content)])
}
