//! A forwarded packet allocates nothing, however many receive it; nor does one that is refused.
//!
//! A binary of its own, because the counting allocator counts everything in the process.
#![expect(unsafe_code, reason = "an allocator that counts must implement an unsafe trait")]

#[path = "client/client.rs"]
mod client;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::{Result, ensure};
use puente_sfu::{SlotKind, SourceKind, TxBatch};

use client::hall::Hall;
use client::offer::Lines;

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const LISTENERS: u32 = 10;

/// Allocations while the worker takes `datagrams`, and how many datagrams it sent.
fn cost(hall: &mut Hall, from: usize, datagrams: &mut [Vec<u8>], tx: &mut TxBatch) -> (u64, usize) {
    let (now, address) = (hall.now(), hall.clients[from].address);
    let before = ALLOCATIONS.load(Relaxed);
    let mut sent = 0;
    for datagram in datagrams {
        hall.worker.receive(now, address, datagram, tx);
        sent += tx.len();
        tx.clear();
    }
    (ALLOCATIONS.load(Relaxed) - before, sent)
}

#[test]
fn a_forwarded_packet_allocates_nothing() -> Result<()> {
    let mut hall = Hall::new()?;
    let speaker = hall.enter(Lines::browser(1))?;
    for seed in 2..2 + LISTENERS {
        let listener = hall.enter(Lines::browser(seed))?;
        hall.wire(
            hall.slot(listener, SlotKind::Audio, 0),
            Some(hall.source(speaker, SourceKind::Mic)),
        )?;
        hall.wire(
            hall.slot(listener, SlotKind::Video, 0),
            Some(hall.source(speaker, SourceKind::Camera)),
        )?;
    }
    // What is made once: the history of the video source, the batch.
    hall.speak(speaker, 0, b"first")?;
    hall.show(speaker, 0, true, b"first")?;
    let mut tx = TxBatch::with_capacity(64);

    let mut sound: Vec<Vec<u8>> =
        (0..1000).map(|_| hall.speech(speaker, 0, &[7; 80])).collect::<Result<_>>()?;
    let mut pictures = (0..1000)
        .map(|at| Ok(hall.picture(speaker, 0, at % 100 == 0, &[7; 1100])?.0))
        .collect::<Result<Vec<_>>>()?;
    let mut replayed = sound.clone();
    let mut forged: Vec<Vec<u8>> = (0..1000)
        .map(|_| {
            let mut packet = hall.speech(speaker, 0, &[7; 80])?;
            packet[30] ^= 1;
            Ok(packet)
        })
        .collect::<Result<_>>()?;

    let forwarded = 1000 * LISTENERS as usize;
    for (what, datagrams, expected) in [
        ("sound", &mut sound, forwarded),
        ("pictures", &mut pictures, forwarded),
        ("replayed", &mut replayed, 0),
        ("forged", &mut forged, 0),
    ] {
        let (allocations, sent) = cost(&mut hall, speaker, datagrams, &mut tx);
        ensure!(sent == expected, "{what}: {sent} were sent");
        ensure!(allocations == 0, "{what}: {allocations} allocations for {sent} packets");
    }
    // The count itself works.
    let before = ALLOCATIONS.load(Relaxed);
    drop(std::hint::black_box(vec![1u8; 100]));
    ensure!(ALLOCATIONS.load(Relaxed) > before);
    Ok(())
}
