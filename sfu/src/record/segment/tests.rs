use super::super::{Arrival, PayloadTypes};
use super::*;
use anyhow::Result;
use proptest::prelude::*;

fn packet(sequence: u16, timestamp: u32, ssrc: u32) -> Vec<u8> {
    let mut rtp = vec![0x80, 111];
    rtp.extend_from_slice(&sequence.to_be_bytes());
    rtp.extend_from_slice(&timestamp.to_be_bytes());
    rtp.extend_from_slice(&ssrc.to_be_bytes());
    rtp.extend_from_slice(b"sound");
    rtp
}

fn tally_of(sequences: &[(u16, u32)]) -> Content {
    let mut tally = Tally::new();
    for (sequence, ssrc) in sequences {
        add_packet(&mut tally, &packet(*sequence, 0, *ssrc));
    }
    tally.close().0
}

fn add_packet(tally: &mut Tally, rtp: &[u8]) {
    tally.add(&Entry::Packet { at: Arrival::default(), rtp }, rtp);
}

#[test]
fn counts_what_the_sequence_numbers_skip() {
    assert_eq!(tally_of(&[(10, 1), (11, 1), (14, 1)]).lost, 2);
    assert_eq!(tally_of(&[(10, 1), (14, 1), (12, 1)]).lost, 2, "one of three came late");
    assert_eq!(tally_of(&[(65_534, 1), (1, 1)]).lost, 2, "over the wrap");
    assert_eq!(tally_of(&[(10, 1), (20_000, 1), (20_001, 1)]).lost, 0, "a new start");
    assert_eq!(tally_of(&[(10, 1), (500, 2), (501, 2)]).lost, 0, "another sender");
}

#[test]
fn a_new_tap_begins_to_count_anew() {
    let mut tally = Tally::new();
    add_packet(&mut tally, &packet(10, 0, 1));
    let note = Note::TapStarted(PayloadTypes { primary: 111, redundant: None });
    tally.add(&Entry::Note { at: Arrival::default(), note }, b"note");
    add_packet(&mut tally, &packet(900, 0, 1));
    assert_eq!(tally.close().0.lost, 0);
}

#[test]
fn losses_between_segments_count_for_the_later_one() {
    let mut tally = Tally::new();
    add_packet(&mut tally, &packet(10, 7, 1));
    assert_eq!(tally.close().0.lost, 0);
    add_packet(&mut tally, &packet(13, 8, 1));
    let (content, _) = tally.close();
    assert_eq!((content.lost, content.packets, content.first_rtp), (2, 1, 8));
}

#[test]
fn the_statement_is_the_one_the_format_describes() -> Result<()> {
    let key = RecordKey::from_seed(&[7; 32])?;
    let statement = Statement {
        record: RecordId(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10),
        name: TrackName::new("s02-mic")?,
        index: 3,
        closing: Closing::Recovered,
        content: Content {
            first_utc_ns: 1,
            last_utc_ns: 2,
            first_rtp: 3,
            last_rtp: 4,
            packets: 5,
            lost: 6,
        },
        previous: [0xAA; 32],
        sha256: [0xBB; 32],
    };
    let expected = [
        b"puente-segment-v1\n".as_slice(),
        &hex::decode("0102030405060708090a0b0c0d0e0f10")?,
        b"\x07s02-mic\0\0\0\x03\x02",
        b"\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02",
        b"\0\0\0\x03\0\0\0\x04\0\0\0\x05\0\0\0\x06",
        &[0xAA; 32],
        &[0xBB; 32],
    ]
    .concat();
    assert_eq!(statement.to_bytes(), expected);
    let mut sealed = statement.seal(&key);
    assert!(sealed.signed_by(&key.public()));
    sealed.statement.content.lost = 0;
    assert!(!sealed.signed_by(&key.public()));
    Ok(())
}

proptest! {
    #[test]
    fn any_packet_is_counted_without_panic(packets: Vec<Vec<u8>>) {
        let mut tally = Tally::new();
        for rtp in &packets {
            add_packet(&mut tally, rtp);
        }
        prop_assert_eq!(tally.close().0.packets as usize, packets.len());
    }
}
