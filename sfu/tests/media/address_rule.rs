//! The rule of the shared port: an unknown address may send connectivity checks with the right password, and nothing
//! else has any effect, before, during or after a call is set up.

use std::net::SocketAddr;

use anyhow::Result;
use puente_sfu::srtp::Profile;
use puente_sfu::{DropCause, Notice, SlotKind, SourceKind};

use crate::client::Client;
use crate::client::hall::Hall;
use crate::client::offer::Lines;

/// A ClientHello with a cipher suite that nobody has: it would end a handshake.
fn forged_hello() -> Vec<u8> {
    let mut body = vec![0xfe, 0xfd];
    body.extend([7; 32]);
    body.extend([0, 0, 0, 2, 0, 0, 1, 0]);
    // Extended master secret.
    body.extend([0, 4, 0, 0x17, 0, 0]);
    let len = body.len() as u8;
    let mut hello = vec![22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, len + 12];
    hello.extend([1, 0, 0, len, 0, 0, 0, 0, 0, 0, 0, len]);
    hello.extend(body);
    hello
}

/// A fatal alert in plain text.
const FORGED_ALERT: [u8; 15] = [21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 5, 0, 2, 2, 40];

/// A goodbye in plain text.
const FORGED_GOODBYE: [u8; 15] = [21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 6, 0, 2, 1, 0];

#[test]
fn forged_datagrams_from_another_address_fail_none_of_a_thousand_set_ups() -> Result<()> {
    let mut hall = Hall::new()?;
    let attacker: SocketAddr = "203.0.113.66:6666".parse()?;
    let mut forgeries = 0;
    for round in 0..1000u32 {
        let (client, joined) = hall.join(Lines::whip(round + 1), Profile::AeadAes128Gcm)?;
        let ssrc = hall.clients[client].lines.sends[0].ssrc;
        let mut packet = vec![0x80, 100, 0, 1, 0, 0, 0, 0];
        packet.extend(ssrc.to_be_bytes());
        packet.extend([9; 40]);
        let mut attack = |hall: &mut Hall| -> Result<()> {
            for forged in [&forged_hello()[..], &FORGED_ALERT, &packet] {
                hall.send_from(attacker, forged)?;
                forgeries += 1;
            }
            Ok(())
        };
        attack(&mut hall)?;
        let check = hall.clients[client].check()?;
        hall.send(client, &check)?;
        attack(&mut hall)?;
        let at = hall.instant();
        let hello = hall.clients[client].hello(at)?;
        for datagram in hello {
            hall.send(client, &datagram)?;
            attack(&mut hall)?;
        }
        assert!(hall.clients[client].is_connected(), "set-up {round} failed");
        attack(&mut hall)?;
        hall.speak(client, 0, b"alive")?;
        let mut tx = puente_sfu::TxBatch::default();
        let stats = hall.worker.stats(crate::client::hall::ROOM);
        assert_eq!(stats[0].sources[0].packets, 1, "set-up {round} cannot be heard");
        hall.worker.leave(hall.now(), joined.peer, &mut tx);
        hall.clients[client].address = "192.0.2.250:1".parse()?;
    }
    let totals = hall.worker.totals();
    assert_eq!((totals.connects, totals.failed_handshakes), (1000, 0));
    assert_eq!(totals.drops.of(DropCause::UnprovenAddress), forgeries);
    assert!(hall.strays.is_empty(), "nothing was ever sent to the attacker");
    Ok(())
}

#[test]
fn a_handshake_that_was_spoiled_from_the_proved_address_can_begin_anew() -> Result<()> {
    let mut hall = Hall::new()?;
    let (client, _) = hall.join(Lines::browser(1), Profile::AeadAes128Gcm)?;
    let check = hall.clients[client].check()?;
    hall.send(client, &check)?;
    // An attacker on the path, who can forge the sender's address too.
    hall.send(client, &forged_hello())?;
    assert_eq!(hall.worker.totals().failed_handshakes, 1);
    hall.connect(client)?;
    assert!(hall.notices.contains(&Notice::Connected {
        room: crate::client::hall::ROOM,
        peer: hall.peers[client]
    }));
    // Afterwards such records mean nothing.
    hall.send(client, &forged_hello())?;
    hall.send(client, &FORGED_ALERT)?;
    hall.send(client, &FORGED_GOODBYE)?;
    hall.wire(hall.slot(client, SlotKind::Audio, 0), Some(hall.source(client, SourceKind::Mic)))?;
    hall.speak(client, 0, b"still here")?;
    assert_eq!(hall.clients[client].packets().len(), 1);
    Ok(())
}

#[test]
fn sealed_media_from_an_address_that_passed_no_check_is_not_taken() -> Result<()> {
    let mut hall = Hall::new()?;
    let client = hall.enter(Lines::browser(1))?;
    hall.wire(hall.slot(client, SlotKind::Audio, 0), Some(hall.source(client, SourceKind::Mic)))?;
    let genuine = hall.speech(client, 0, b"genuine")?;
    hall.send_from("203.0.113.66:6666".parse()?, &genuine)?;
    assert!(hall.clients[client].packets().is_empty());
    assert_eq!(hall.worker.totals().drops.of(DropCause::UnprovenAddress), 1);
    // The same bytes from the right place are taken: the rule was the only reason.
    hall.send(client, &genuine)?;
    assert_eq!(hall.clients[client].packets().len(), 1);
    Ok(())
}

#[test]
fn a_wrong_password_proves_nothing() -> Result<()> {
    let mut hall = Hall::new()?;
    let (client, _) = hall.join(Lines::browser(1), Profile::AeadAes128Gcm)?;
    let ufrag = hall.clients[client].answer()?.ufrag.clone();
    let check = hall.clients[client].check_with(&ufrag, "not the password")?;
    hall.send(client, &check)?;
    assert!(hall.clients[client].received.is_empty());
    let at = hall.instant();
    for datagram in hall.clients[client].hello(at)? {
        hall.send(client, &datagram)?;
    }
    let drops = hall.worker.totals().drops;
    assert_eq!(drops.of(DropCause::BadCheck), 1);
    assert!(drops.of(DropCause::UnprovenAddress) >= 1);
    Ok(())
}

#[test]
fn only_the_last_four_addresses_of_a_peer_count() -> Result<()> {
    let mut hall = Hall::new()?;
    let client = hall.enter(Lines::browser(1))?;
    let home = hall.clients[client].address;
    let away: Vec<SocketAddr> =
        (1..=5).map(|at| SocketAddr::from(([203, 0, 113, at], 1000))).collect();
    // Each check nominates, so the last address is where the server sends.
    for address in &away {
        let check = hall.clients[client].check()?;
        hall.send_from(*address, &check)?;
    }
    for (address, counts) in [(home, false), (away[0], false), (away[1], true), (away[4], true)] {
        let before = hall.worker.totals().drops.of(DropCause::UnprovenAddress);
        let datagram = hall.speech(client, 0, b"from somewhere")?;
        hall.send_from(address, &datagram)?;
        let refused = hall.worker.totals().drops.of(DropCause::UnprovenAddress) - before;
        assert_eq!(refused == 0, counts, "{address}");
    }
    Ok(())
}

#[test]
fn an_address_in_use_cannot_be_taken_over_by_another_peer() -> Result<()> {
    let mut hall = Hall::new()?;
    let victim = hall.enter(Lines::browser(1))?;
    let (thief, _) = hall.join(Lines::browser(2), Profile::AeadAes128Gcm)?;
    let check = hall.clients[thief].check()?;
    let address = hall.clients[victim].address;
    hall.send_from(address, &check)?;
    assert_eq!(hall.worker.totals().drops.of(DropCause::TakenAddress), 1);
    hall.wire(hall.slot(victim, SlotKind::Audio, 0), Some(hall.source(victim, SourceKind::Mic)))?;
    hall.speak(victim, 0, b"mine")?;
    assert_eq!(hall.clients[victim].packets().len(), 1);
    Ok(())
}

#[test]
fn a_check_for_another_worker_is_told_apart() -> Result<()> {
    let mut hall = Hall::new()?;
    let (client, _) = hall.join(Lines::browser(1), Profile::AeadAes128Gcm)?;
    let astray = Client::new(
        &hall.kit,
        hall.clients[client].address,
        Lines::browser(9),
        Profile::AeadAes128Gcm,
    );
    hall.send(client, &astray.check_with("ab23456789", "whatever")?)?;
    hall.send(client, &astray.check_with("aa23456789", "whatever")?)?;
    let drops = hall.worker.totals().drops;
    assert_eq!((drops.of(DropCause::OtherWorker), drops.of(DropCause::UnknownCheck)), (1, 1));
    Ok(())
}
