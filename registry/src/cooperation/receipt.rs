//! Receipts: each act leaves one, chained by its hash to the one before and signed by the country
//! that acted. Both countries hold the same chain, so neither can deny what it sent or got.
//!
//! A receipt is one line of canonical JSON (RFC 8785: sorted keys, integers only); its hash is
//! SHA-256 over `puente-receipt-v1\n` and the line.

use aws_lc_rs::{
    digest::{Context, SHA256},
    signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Side, State,
    act::{Act, next},
};
use crate::{
    country::Country,
    id::CooperationId,
    time::{Instant, Moment, Zone},
};

/// What the first receipt names as the one before.
pub const NONE_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const DOMAIN: &[u8] = b"puente-receipt-v1\n";

/// What was done, when, by whom, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of this form.
    #[schema(maximum = 255)]
    pub v: u8,
    /// The request.
    pub request: CooperationId,
    /// Counted from 1 without gaps.
    pub seq: i64,
    /// When, on the clock of the requesting country.
    pub at_requesting: Moment,
    /// When, on the clock of the requested country.
    pub at_requested: Moment,
    /// Which side.
    pub by: Side,
    /// The authority that acted, by name.
    pub authority: String,
    /// What it did.
    pub act: Act,
    /// What the request is from then on.
    pub state: State,
    /// SHA-256 of what was sent: content, annex and attachments (see [`sent_hash`]).
    pub sent: String,
    /// SHA-256 of each signed document that the act came with.
    pub documents: Vec<String>,
    /// Hash of the receipt before.
    pub prev: String,
}

/// A receipt as it is kept and exchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The receipt.
    pub receipt: Receipt,
    /// ECDSA P-256 with SHA-256 over the receipt's hash, DER in hexadecimal digits; none if the
    /// acting country's key is not kept by this installation.
    pub signature: Option<String>,
}

/// What is wrong with a chain of receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A receipt cannot follow the one before.
    #[error("receipt {0} does not follow the one before")]
    Order(i64),
    /// The deed was not possible, or not that side's.
    #[error("receipt {0} tells of something that was not possible")]
    Deed(i64),
    /// What it says was sent is not what is there.
    #[error("receipt {0} belongs to other content")]
    Content(i64),
    /// The signature is missing or wrong.
    #[error("receipt {0} is not signed by the country that acted")]
    Signature(i64),
}

/// What a chain of receipts belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// The request.
    pub request: CooperationId,
    /// The hash of what was sent.
    pub sent: &'a str,
    /// The public signing keys: of the requesting and of the requested country.
    pub keys: [Option<&'a [u8]>; 2],
}

impl Receipt {
    /// The receipt as one canonical line.
    #[must_use]
    pub fn line(&self) -> Vec<u8> {
        let mut line = Vec::new();
        write_canonical(&serde_json::to_value(self).unwrap_or(Value::Null), &mut line);
        line
    }

    /// The hash that the next one names and the signature covers.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        context.update(DOMAIN);
        context.update(&self.line());
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        hash
    }
}

/// The hash of what is sent: of the content's canonical JSON, and of the sealed annex and each
/// sealed attachment in order.
#[must_use]
pub fn sent_hash(countries: [Country; 2], content: &Value, sealed: &[String]) -> String {
    let [requesting, requested] = countries;
    let whole = serde_json::json!({
        "requesting": requesting, "requested": requested, "content": content, "sealed": sealed,
    });
    super::sha256_hex(&canonical(&whole))
}

/// A moment on both clocks.
#[must_use]
pub fn on_both_clocks(now: Instant, zones: [&Zone; 2]) -> [Moment; 2] {
    zones.map(|zone| Moment::at(now, zone))
}

/// Follows a chain from the first receipt and gives the state it leads to.
///
/// # Errors
/// The first receipt that cannot stand.
pub fn follow(chain: &Chain<'_>, receipts: &[Signed]) -> Result<State, Broken> {
    let mut state = State::Draft;
    let mut prev = NONE_BEFORE.to_owned();
    for (expected, signed) in (1..).zip(receipts) {
        let receipt = &signed.receipt;
        let in_order = receipt.v == 1
            && receipt.seq == expected
            && receipt.request == chain.request
            && receipt.prev == prev
            && receipt.at_requesting.instant == receipt.at_requested.instant;
        if !in_order {
            return Err(Broken::Order(expected));
        }
        let deed = receipt.act.deed();
        let possible = super::act::Capacity::ALL
            .iter()
            .any(|capacity| capacity.side() == receipt.by && capacity.may(deed));
        state = next(state, deed)
            .filter(|next| possible && *next == receipt.state)
            .ok_or(Broken::Deed(expected))?;
        if receipt.sent != chain.sent {
            return Err(Broken::Content(expected));
        }
        let [requesting, requested] = chain.keys;
        let key = match receipt.by {
            Side::Requesting => requesting,
            Side::Requested => requested,
        };
        let hash = receipt.hash();
        if !is_signed(key, &hash, signed.signature.as_deref()) {
            return Err(Broken::Signature(expected));
        }
        prev = hex::encode(hash);
    }
    Ok(state)
}

fn is_signed(key: Option<&[u8]>, hash: &[u8], signature: Option<&str>) -> bool {
    let (Some(key), Some(signature)) = (key, signature) else { return false };
    let Ok(signature) = hex::decode(signature) else { return false };
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(hash, &signature).is_ok()
}

/// Canonical JSON of a value whose numbers are integers.
#[must_use]
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_canonical(value, &mut bytes);
    bytes
}

fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Array(list) => {
            out.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_canonical(item, out);
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            // RFC 8785 sorts by UTF-16 code units.
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(Value::from(key.as_str()).to_string().as_bytes());
                out.push(b':');
                write_canonical(map.get(key).unwrap_or(&Value::Null), out);
            }
            out.push(b'}');
        }
        plain => out.extend_from_slice(plain.to_string().as_bytes()),
    }
}
