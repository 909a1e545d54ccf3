//! Joining, connecting, restarting, leaving, being lost.

use anyhow::{Context, Result};
use puente_sfu::srtp::Profile;
use puente_sfu::{
    CONNECT_TIMEOUT_MS, CONSENT_TIMEOUT_MS, DropCause, LostBecause, Notice, OfferError, SlotKind,
    SourceKind,
};

use crate::client::Kit;
use crate::client::hall::{Hall, ROOM};
use crate::client::offer::{Answer, Lines};

#[test]
fn clients_with_and_without_gcm_hear_each_other() -> Result<()> {
    let mut hall = Hall::new()?;
    let modern = hall.enter_with(Lines::browser(1), Profile::AeadAes128Gcm)?;
    let old = hall.enter_with(Lines::browser(2), Profile::Aes128CmSha1)?;
    for (from, to) in [(modern, old), (old, modern)] {
        hall.wire(hall.slot(to, SlotKind::Audio, 0), Some(hall.source(from, SourceKind::Mic)))?;
        for word in 0..100u8 {
            hall.speak(from, 0, &[word; 30])?;
        }
        let heard: Vec<Vec<u8>> =
            hall.clients[to].packets().into_iter().map(|packet| packet.payload).collect();
        assert_eq!(heard, (0..100u8).map(|word| vec![word; 30]).collect::<Vec<_>>());
    }
    Ok(())
}

#[test]
fn a_lost_first_flight_is_repeated() -> Result<()> {
    let mut hall = Hall::new()?;
    let mut lost = 0;
    hall.loses = Box::new(move |_, datagram| {
        let handshake = matches!(datagram.first(), Some(20..=63));
        lost += usize::from(handshake);
        // Every third datagram of the handshake is lost.
        handshake && lost % 3 == 0
    });
    let client = hall.enter(Lines::browser(1))?;
    assert!(hall.clients[client].is_connected());
    Ok(())
}

#[test]
fn another_certificate_than_the_offered_one_is_refused() -> Result<()> {
    let mut hall = Hall::new()?;
    let (client, _) = hall.join(Lines::browser(1), Profile::AeadAes128Gcm)?;
    let honest = std::mem::replace(&mut hall.kit, Kit::new()?);
    let impostor = crate::client::Client::new(
        &hall.kit,
        hall.clients[client].address,
        Lines::browser(1),
        Profile::AeadAes128Gcm,
    );
    let answer = hall.clients[client].answer.clone();
    hall.clients[client] = impostor;
    hall.clients[client].answer = answer;
    hall.kit = honest;
    let _ = hall.connect(client);
    let refused =
        Notice::Lost { room: ROOM, peer: hall.peers[client], because: LostBecause::Refused };
    assert!(hall.notices.contains(&refused), "{:?}", hall.notices);
    assert!(!hall.notices.iter().any(|notice| matches!(notice, Notice::Connected { .. })));
    Ok(())
}

#[test]
fn silence_for_so_long_is_loss_and_checks_are_a_sign_of_life() -> Result<()> {
    let mut hall = Hall::new()?;
    let client = hall.enter(Lines::browser(1))?;
    for _ in 0..10 {
        hall.advance(CONSENT_TIMEOUT_MS / 2)?;
        hall.checks()?;
    }
    assert_eq!(hall.notices, [Notice::Connected { room: ROOM, peer: hall.peers[client] }]);
    hall.advance(CONSENT_TIMEOUT_MS - 10)?;
    assert_eq!(hall.notices.len(), 1);
    hall.advance(10)?;
    let lost = Notice::Lost { room: ROOM, peer: hall.peers[client], because: LostBecause::Silence };
    assert_eq!(hall.notices.last(), Some(&lost));
    assert_eq!(hall.worker.totals().peers, 0);
    Ok(())
}

#[test]
fn who_never_connects_is_lost() -> Result<()> {
    let mut hall = Hall::new()?;
    let (client, _) = hall.join(Lines::browser(1), Profile::AeadAes128Gcm)?;
    hall.advance(CONNECT_TIMEOUT_MS)?;
    let lost =
        Notice::Lost { room: ROOM, peer: hall.peers[client], because: LostBecause::NeverConnected };
    assert_eq!(hall.notices, [lost]);
    Ok(())
}

#[test]
fn a_goodbye_is_heard_in_both_directions() -> Result<()> {
    let mut hall = Hall::new()?;
    let (first, second) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    let at = hall.instant();
    for datagram in hall.clients[first].close(at) {
        hall.send(first, &datagram)?;
    }
    let lost = Notice::Lost { room: ROOM, peer: hall.peers[first], because: LostBecause::Closed };
    assert_eq!(hall.notices.last(), Some(&lost));

    let mut tx = puente_sfu::TxBatch::default();
    assert!(hall.worker.leave(hall.now(), hall.peers[second], &mut tx));
    for (_, datagram) in tx.iter() {
        hall.clients[second].receive(at, datagram)?;
    }
    assert!(hall.clients[second].closed);
    assert!(!hall.worker.leave(hall.now(), hall.peers[second], &mut tx), "it is gone already");
    Ok(())
}

#[test]
fn a_restart_keeps_keys_slots_and_wiring_and_moves_the_address() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 3),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    hall.speak(speaker, 0, b"before")?;

    let before = hall.clients[listener].answer()?.clone();
    let offer = hall.clients[listener].offer();
    let answer =
        hall.worker.restart(hall.peers[listener], &offer).context("the peer is there")??;
    let after = Answer::parse(&answer)?;
    assert_ne!((&before.ufrag, &before.password), (&after.ufrag, &after.password));
    assert_eq!((&before.audio, &before.video), (&after.audio, &after.video));

    // Until the new path is proved, the old one stays.
    hall.speak(speaker, 0, b"meanwhile")?;
    hall.clients[listener].take_answer(&answer)?;
    hall.clients[listener].address = "203.0.113.77:9999".parse()?;
    let check = hall.clients[listener].check()?;
    hall.strays.clear();
    hall.send(listener, &check)?;
    hall.speak(speaker, 0, b"after")?;
    assert!(hall.strays.is_empty(), "nothing goes to the old address any more");
    let heard: Vec<Vec<u8>> =
        hall.clients[listener].packets().into_iter().map(|packet| packet.payload).collect();
    assert_eq!(heard, [b"before".to_vec(), b"meanwhile".to_vec(), b"after".to_vec()]);

    // The credentials of before are worth nothing now.
    let old = hall.clients[listener].check_with(&before.ufrag, &before.password)?;
    hall.send(listener, &old)?;
    assert_eq!(hall.worker.totals().drops.of(DropCause::UnknownCheck), 1);
    Ok(())
}

#[test]
fn a_restart_by_another_certificate_or_with_other_lines_is_refused() -> Result<()> {
    let mut hall = Hall::new()?;
    let client = hall.enter(Lines::browser(1))?;
    let peer = hall.peers[client];
    let stranger = Lines::browser(1).offer(&Kit::new()?.fingerprint);
    assert_eq!(hall.worker.restart(peer, &stranger), Some(Err(OfferError::NewCertificate)));
    let other = Lines::whip(1).offer(&hall.kit.fingerprint);
    assert_eq!(hall.worker.restart(peer, &other), Some(Err(OfferError::Changed)));
    assert_eq!(hall.worker.restart(puente_sfu::PeerId(999 << 8), &other), None);
    Ok(())
}

#[test]
fn whoever_speaks_is_told_on_change_only() -> Result<()> {
    let mut hall = Hall::new()?;
    let client = hall.enter(Lines::browser(1))?;
    hall.notices.clear();
    for _ in 0..50 {
        hall.speak(client, 0, b"loud")?;
        hall.advance(20)?;
    }
    hall.advance(2000)?;
    let speaking = |peers| Notice::Speaking { room: ROOM, peers };
    assert_eq!(hall.notices, [speaking(vec![hall.peers[client]]), speaking(vec![])]);
    Ok(())
}
