use super::super::segment::{Closing, Content};
use super::*;
use anyhow::{Result, anyhow};
use proptest::prelude::*;

fn arrival() -> impl Strategy<Value = Arrival> {
    any::<(u64, u64)>().prop_map(|(monotonic_ns, utc_ns)| Arrival { monotonic_ns, utc_ns })
}

fn name() -> impl Strategy<Value = TrackName> {
    "[a-z0-9-]{1,32}".prop_filter_map("a name", |text| TrackName::new(&text).ok())
}

fn header() -> impl Strategy<Value = Header> {
    let codec = prop_oneof![Just(Codec::Opus), Just(Codec::Vp8)];
    (any::<u128>(), name(), codec, any::<[u8; 32]>(), arrival()).prop_map(
        |(record, name, codec, key, at)| Header {
            record: RecordId(record),
            name,
            codec,
            key: PublicKey(key),
            at,
        },
    )
}

fn note() -> impl Strategy<Value = Note> {
    let cause = prop_oneof![Just(GapCause::QueueFull), Just(GapCause::Disk)];
    prop_oneof![
        (0..128_u8, prop::option::of(0..128_u8)).prop_map(|(primary, redundant)| {
            Note::TapStarted(PayloadTypes { primary, redundant })
        }),
        Just(Note::TapStopped),
        (cause, any::<(u32, u64, u64)>()).prop_map(|(cause, (packets, from_utc_ns, to_utc_ns))| {
            Note::Gap { cause, packets, from_utc_ns, to_utc_ns }
        }),
        any::<([u8; 32], u64, u64)>().prop_map(|(link, gap_ns, cut_bytes)| {
            Note::Resumed(Resumed { link, gap_ns, cut_bytes })
        }),
        Just(Note::Closed),
    ]
}

fn sealed() -> impl Strategy<Value = Sealed> {
    let closing = prop_oneof![Just(Closing::Whole), Just(Closing::Recovered)];
    let hashes = any::<([u8; 32], [u8; 32], [u8; 32], [u8; 32])>();
    let numbers = any::<(u128, u32, u64, u64, [u32; 4])>();
    (name(), closing, hashes, numbers).prop_map(|(name, closing, hashes, numbers)| {
        let (previous, sha256, left, right) = hashes;
        let (record, index, first_utc_ns, last_utc_ns, [first_rtp, last_rtp, packets, lost]) =
            numbers;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&left);
        signature[32..].copy_from_slice(&right);
        Sealed {
            statement: Statement {
                record: RecordId(record),
                name,
                index,
                closing,
                content: Content { first_utc_ns, last_utc_ns, first_rtp, last_rtp, packets, lost },
                previous,
                sha256,
            },
            signature,
        }
    })
}

proptest! {
    #[test]
    fn every_entry_reads_back(
        header in header(),
        note in note(),
        sealed in sealed(),
        at in arrival(),
        packet in prop::collection::vec(any::<u8>(), 0..1500),
    ) {
        let entries = [
            Entry::Header(header),
            Entry::Packet { at, rtp: &packet },
            Entry::Note { at, note },
            Entry::SenderReport { at, rtcp: &packet },
            Entry::Segment(sealed),
        ];
        let mut bytes = Vec::new();
        for entry in &entries {
            entry.encode(&mut bytes);
        }
        let mut reader = Reader::new(bytes.as_slice());
        for entry in &entries {
            let found = reader.next_entry().unwrap().unwrap();
            prop_assert_eq!(&found.entry, entry);
            prop_assert_eq!(found.raw, &bytes[usize::try_from(found.at_byte).unwrap()..][..found.raw.len()]);
        }
        prop_assert!(reader.next_entry().unwrap().is_none());
        prop_assert_eq!(reader.at_byte(), bytes.len() as u64);
    }

    #[test]
    fn any_flipped_bit_is_noticed(
        sealed in sealed(),
        at in arrival(),
        note in note(),
        bit in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Vec::new();
        Entry::Note { at, note }.encode(&mut bytes);
        Entry::Segment(sealed).encode(&mut bytes);
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(read_all(&bytes).is_err());
    }

    #[test]
    fn a_torn_entry_is_noticed(sealed in sealed(), cut in any::<prop::sample::Index>()) {
        let mut bytes = Vec::new();
        Entry::Segment(sealed).encode(&mut bytes);
        let cut = 1 + cut.index(bytes.len() - 1);
        let error = read_all(&bytes[..cut]).unwrap_err();
        prop_assert!(matches!(error.why, Fault::Torn));
        prop_assert_eq!(error.at_byte, 0);
    }

    #[test]
    fn nonsense_is_refused_without_panic(bytes: Vec<u8>) {
        let entries = read_all(&bytes).unwrap_or(0);
        prop_assert!(entries * FRAME_BYTES <= bytes.len());
    }

    /// Bodies whose checksum is right reach the field decoders.
    #[test]
    fn nonsense_in_a_good_frame_is_refused_without_panic(
        kind in prop::sample::select(b"HPRNSX".as_slice()),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let body = [&[kind], rest.as_slice()].concat();
        let bytes = framed(&body);
        match decode_body(&body) {
            Ok(entry) => {
                let mut again = Vec::new();
                entry.encode(&mut again);
                prop_assert_eq!(again, bytes, "one encoding only");
            }
            Err(_) => prop_assert!(read_all(&bytes).is_err()),
        }
    }
}

#[test]
fn an_impossible_length_is_refused() -> Result<()> {
    let mut bytes = framed(b"P");
    bytes[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    let error = read_all(&bytes).err().ok_or_else(|| anyhow!("it was accepted"))?;
    assert!(matches!(error.why, Fault::Length(u32::MAX)));
    Ok(())
}

#[test]
fn a_payload_type_has_seven_bits() {
    let mut body = vec![b'N'];
    body.extend_from_slice(&[0; 16]);
    body.extend_from_slice(&[1, 128, 255]);
    assert!(matches!(decode_body(&body), Err(Fault::Field("payload type"))));
}

fn read_all(bytes: &[u8]) -> Result<usize, JournalError> {
    let mut reader = Reader::new(bytes);
    let mut entries = 0;
    while reader.next_entry()?.is_some() {
        entries += 1;
    }
    Ok(entries)
}

fn framed(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    let crc = crc32c(&[&length, body]).to_be_bytes();
    [&length, &crc, body].concat()
}
