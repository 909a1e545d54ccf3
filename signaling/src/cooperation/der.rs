//! Writes DER (X.690), as much of it as certificates and signatures need.

/// `INTEGER`, `OCTET STRING` and so on, by their tags.
pub(super) mod tag {
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTF8: u8 = 0x0c;
    pub(crate) const PRINTABLE: u8 = 0x13;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    pub(crate) const CONTEXT_3: u8 = 0xa3;
}

/// ecdsa-with-SHA256.
pub(super) const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
/// id-sha256.
pub(super) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/// A value with its tag and length.
pub(super) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let bytes: Vec<u8> =
                length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            // A length has at most eight bytes.
            out.push(0x80 | u8::try_from(bytes.len()).unwrap_or(8));
            out.extend_from_slice(&bytes);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A constructed value of several.
pub(super) fn group(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    value(tag, &parts.concat())
}

/// `SEQUENCE { OID }`.
pub(super) fn algorithm(oid: &[u8]) -> Vec<u8> {
    value(tag::SEQUENCE, &value(tag::OID, oid))
}

/// A `SET OF`, whose parts DER sorts.
pub(super) fn set_of(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    value(tag, &parts.concat())
}

/// A positive number of big-endian bytes.
pub(super) fn positive(bytes: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    value(tag::INTEGER, &content)
}

/// The first value of some DER: its tag, its content, and what follows it.
pub(super) fn first(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        if bytes.len() > 4 {
            return None;
        }
        (bytes.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn coop_lengths_are_written_in_their_shortest_form() {
        assert_eq!(value(tag::OCTET_STRING, &[1])[..2], [4, 1]);
        assert_eq!(value(tag::OCTET_STRING, &[0; 0x7f])[..2], [4, 0x7f]);
        assert_eq!(value(tag::OCTET_STRING, &[0; 0x80])[..3], [4, 0x81, 0x80]);
        assert_eq!(value(tag::OCTET_STRING, &[0; 0x1234])[..4], [4, 0x82, 0x12, 0x34]);
        assert_eq!(positive(&[0, 0x80]), [2, 2, 0, 0x80]);
    }

    proptest! {
        #[test]
        fn coop_der_is_read_as_written_and_no_bytes_break_the_reader(
            content in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            let _ = first(&content);
            let written = value(tag::OCTET_STRING, &content);
            let read = (tag::OCTET_STRING, content.as_slice(), &[][..]);
            prop_assert_eq!(first(&written), Some(read));
        }
    }
}
