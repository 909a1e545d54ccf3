//! The vectors of RFC 7714 §16–17, the cross-check with rtc-srtp, and what must be refused.

use super::*;
use proptest::prelude::*;
use rtc_srtp::context::Context;
use rtc_srtp::protection_profile::ProtectionProfile;

const KEY: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const SALT: [u8; 12] = *b"Quid pro quo";

fn packet(sequence: u16, ssrc: u32, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x80, 111];
    packet.extend(sequence.to_be_bytes());
    packet.extend(960u32.to_be_bytes());
    packet.extend(ssrc.to_be_bytes());
    packet.extend(payload);
    packet
}

fn pair(profile: Profile) -> (Sealer, Opener) {
    let keying: Vec<u8> = (0..profile.keying_len() as u8).collect();
    let (sealer, _) = from_keying(profile, Side::Client, &keying).unwrap();
    let (_, opener) = from_keying(profile, Side::Server, &keying).unwrap();
    (sealer, opener)
}

#[test]
fn rfc_7714_section_16_1_1() {
    let gcm = Gcm::from_session_keys(&KEY, SALT, &KEY, SALT).unwrap();
    let mut buffer = hex::decode("8040f17b8041f8d35501a0b2").unwrap();
    buffer.extend(b"Gallia est omnis divisa in partes tres");
    let len = buffer.len();
    buffer.resize(len + 16, 0);
    assert_eq!(gcm.seal_rtp(&mut buffer, len, 12, 0xf17b), Ok(len + 16));
    let expected = "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";
    assert_eq!(hex::encode(&buffer), expected);
    assert_eq!(gcm.open_rtp(&mut buffer, 12, 0xf17b), Ok(len));
    assert_eq!(&buffer[12..len], b"Gallia est omnis divisa in partes tres");
}

#[test]
fn our_gcm_and_that_of_rtc_srtp_understand_each_other() {
    let keying: Vec<u8> = (0..56).map(|byte| byte * 3 + 1).collect();
    let (mut sealer, mut opener) =
        from_keying(Profile::AeadAes128Gcm, Side::Server, &keying).unwrap();
    let provider = rtc_crypto::default_provider().unwrap();
    let context = |key: &[u8], salt: &[u8]| {
        Context::new(key, salt, ProtectionProfile::AeadAes128Gcm, None, None, provider.crypto())
            .unwrap()
    };
    let mut theirs_out = context(&keying[..16], &keying[32..44]);
    let mut theirs_in = context(&keying[16..32], &keying[44..56]);

    let mut window = ReplayWindow::default();
    for step in 0..200u64 {
        // Starts short of the roll-over and crosses it.
        let index = 0xffa0 + step;
        let plain = packet(index as u16, 77, &[step as u8; 40]);
        let mut buffer = plain.clone();
        buffer.resize(plain.len() + OVERHEAD, 0);
        let len = sealer.rtp(&mut buffer, plain.len(), 12, index).unwrap();
        assert_eq!(theirs_in.decrypt_rtp(&buffer[..len]).unwrap(), plain);

        let mut sealed = theirs_out.encrypt_rtp(&plain).unwrap();
        let guessed = window.index_of(index as u16).unwrap();
        let len = opener.rtp(&mut sealed, 12, guessed).unwrap();
        window.accept(guessed);
        assert_eq!(&sealed[..len], plain);
    }

    let report = [0x80, 201, 0, 1, 0, 0, 0, 9, 0x81, 206, 0, 2, 0, 0, 0, 9, 0, 0, 0, 5];
    let mut buffer = report.to_vec();
    buffer.resize(report.len() + OVERHEAD, 0);
    let len = sealer.rtcp(&mut buffer, report.len()).unwrap();
    assert_eq!(&theirs_in.decrypt_rtcp(&buffer[..len]).unwrap()[..], report);
    let mut sealed = theirs_out.encrypt_rtcp(&report).unwrap();
    let len = opener.rtcp(&mut sealed).unwrap();
    assert_eq!(&sealed[..len], report);
}

#[test]
fn both_profiles_carry_packets_and_refuse_changed_ones() {
    for profile in [Profile::AeadAes128Gcm, Profile::Aes128CmSha1] {
        let (mut sealer, mut opener) = pair(profile);
        let plain = packet(7, 99, b"testimony");
        let mut buffer = plain.clone();
        buffer.resize(plain.len() + OVERHEAD, 0);
        let len = sealer.rtp(&mut buffer, plain.len(), 12, 7).unwrap();
        for at in 0..len {
            let mut changed = buffer[..len].to_vec();
            changed[at] ^= 1;
            assert!(opener.rtp(&mut changed, 12, 7).is_err(), "{profile:?}: byte {at} was changed");
        }
        let opened = opener.rtp(&mut buffer[..len], 12, 7).unwrap();
        assert_eq!(&buffer[..opened], plain);
    }
}

#[test]
fn control_packets_are_taken_once() {
    for profile in [Profile::AeadAes128Gcm, Profile::Aes128CmSha1] {
        let (mut sealer, mut opener) = pair(profile);
        let mut buffer = vec![0x80, 201, 0, 1, 0, 0, 0, 9];
        buffer.resize(8 + OVERHEAD, 0);
        let len = sealer.rtcp(&mut buffer, 8).unwrap();
        let copy = buffer[..len].to_vec();
        assert_eq!(opener.rtcp(&mut buffer[..len]), Ok(8));
        assert_eq!(opener.rtcp(&mut copy.clone()), Err(SrtpError::Replayed), "{profile:?}");
    }
}

#[test]
fn keys_of_the_wrong_length_are_refused() {
    assert_eq!(
        from_keying(Profile::AeadAes128Gcm, Side::Server, &[0; 60]).err(),
        Some(SrtpError::Key)
    );
    assert_eq!(
        from_keying(Profile::Aes128CmSha1, Side::Server, &[0; 56]).err(),
        Some(SrtpError::Key)
    );
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..100), header_len in 0usize..120) {
        for profile in [Profile::AeadAes128Gcm, Profile::Aes128CmSha1] {
            let (_, mut opener) = pair(profile);
            prop_assert!(opener.rtp(&mut bytes.clone(), header_len, 5).is_err());
            prop_assert!(opener.rtcp(&mut bytes.clone()).is_err());
        }
    }
}
