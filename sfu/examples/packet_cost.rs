//! What one forwarded packet costs: `cargo run --release -p puente-sfu --example packet_cost [rooms] [seconds]`.
//!
//! Rooms of five people who all speak (50 packets of 120 bytes a second each, over loopback) are carried twice in one
//! run: first by the media plane, then by a loop that makes the same system calls and nothing else – the floor. The
//! difference is what we add. User and system time are sampled by the kernel's tick; the sum is exact.
#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "prints a table of figures")]

#[path = "../tests/client/client.rs"]
mod client;

use std::collections::HashMap;
use std::fs;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use puente_sfu::srtp::Profile;
use puente_sfu::{
    MediaConfig, MediaPlane, MediaSocket, RoomId, Route, RxBatch, SlotKind, SlotRef, SourceKind,
    SourceRef, TxBatch, WireChange, WorkerIndex,
};

use client::offer::{Lines, OPUS};
use client::rtp::Rtp;
use client::{Client, Kit};

const ROOM_SIZE: usize = 5;
const PAYLOAD_BYTES: usize = 120;
const PACKET_INTERVAL: Duration = Duration::from_millis(20);

/// A client, its socket, and the room it is in.
struct Caller {
    client: Client,
    socket: UdpSocket,
}

/// Processor time of one thread, in nanoseconds.
#[derive(Clone, Copy)]
struct Spent {
    all_ns: u64,
    user_ticks: u64,
    system_ticks: u64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rooms: usize = arguments.next().map_or(Ok(20), |rooms| rooms.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(8), |seconds| seconds.parse())?;
    println!("{rooms} rooms of {ROOM_SIZE}, {PAYLOAD_BYTES} bytes of sound, {seconds} s each");

    let (plane, callers) =
        tokio::runtime::Builder::new_current_thread().build()?.block_on(set_up(rooms))?;
    let addresses: Vec<SocketAddr> =
        callers.iter().map(|caller| caller.socket.local_addr()).collect::<std::io::Result<_>>()?;
    let port = plane.port(WorkerIndex(0)).context("a port")?;

    let before = plane.totals();
    let (callers, ours) = measure("media-0", callers, port, seconds)?;
    thread::sleep(Duration::from_millis(200));
    let forwarded = plane.totals().forwarded_packets - before.forwarded_packets;
    println!(
        "drops: {:?}",
        plane.totals().drops.iter().filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    );
    drop(plane);

    let floor = Floor::start(&addresses)?;
    let (_, theirs) = measure("floor", callers, floor.port, seconds)?;
    let copied = floor.stop()?;

    let ours = report("media plane", ours, forwarded, seconds);
    let theirs = report("floor: the system calls alone", theirs, copied, seconds);
    println!("what we add: {:.0} ns a forwarded packet", ours - theirs);
    Ok(())
}

async fn set_up(rooms: usize) -> Result<(MediaPlane, Vec<Caller>)> {
    let (plane, mut notices) = MediaPlane::start(MediaConfig {
        bind: "127.0.0.1".parse()?,
        first_port: 0,
        ..MediaConfig::default()
    })?;
    thread::spawn(move || while notices.blocking_recv().is_some() {});
    let kit = Kit::new()?;
    let mut callers = vec![];
    for room in 0..rooms {
        let mut peers = vec![];
        for seat in 0..ROOM_SIZE {
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            socket.set_read_timeout(Some(Duration::from_millis(500)))?;
            let lines = Lines::browser((room * ROOM_SIZE + seat) as u32 + 1);
            let mut client = Client::new(&kit, socket.local_addr()?, lines, Profile::AeadAes128Gcm);
            let joined = plane.join(RoomId(room as u128), client.offer()).await?;
            client.take_answer(&joined.answer)?;
            socket.connect(("127.0.0.1", plane.port(WorkerIndex(0)).context("a port")?))?;
            let mut caller = Caller { client, socket };
            connect(&mut caller)?;
            peers.push(joined.peer);
            callers.push(caller);
        }
        let mut routes = vec![];
        for to in &peers {
            for (index, from) in peers.iter().filter(|from| *from != to).enumerate() {
                let to = SlotRef { peer: *to, kind: SlotKind::Audio, index: index as u8 };
                routes.push(Route {
                    to,
                    from: Some(SourceRef { peer: *from, kind: SourceKind::Mic }),
                });
            }
        }
        plane.wire(RoomId(room as u128), WireChange { routes, taps: vec![] }).await?;
    }
    Ok((plane, callers))
}

fn connect(caller: &mut Caller) -> Result<()> {
    caller.socket.send(&caller.client.check()?)?;
    for datagram in caller.client.hello(Instant::now())? {
        caller.socket.send(&datagram)?;
    }
    let mut buffer = [0; 1500];
    while !caller.client.is_connected() {
        let len = caller.socket.recv(&mut buffer)?;
        for reply in caller.client.receive(Instant::now(), &buffer[..len])? {
            caller.socket.send(&reply)?;
        }
    }
    Ok(())
}

/// Lets everybody speak to `port` for some time, and measures the thread `name` meanwhile.
fn measure(
    name: &str,
    callers: Vec<Caller>,
    port: u16,
    seconds: u64,
) -> Result<(Vec<Caller>, Spent)> {
    let stop = Arc::new(AtomicBool::new(false));
    let speaking = {
        let stop = stop.clone();
        thread::spawn(move || speak(callers, port, &stop))
    };
    thread::sleep(Duration::from_secs(1));
    let before = spent(name)?;
    thread::sleep(Duration::from_secs(seconds));
    let after = spent(name)?;
    stop.store(true, Relaxed);
    let callers = speaking.join().map_err(|_| anyhow::anyhow!("the speakers failed"))??;
    // A second at the beginning is not measured; its packets are counted, so scale the time.
    let scale = |before: u64, after: u64| (after - before) * (seconds + 1) / seconds;
    let spent = Spent {
        all_ns: scale(before.all_ns, after.all_ns),
        user_ticks: scale(before.user_ticks, after.user_ticks),
        system_ticks: scale(before.system_ticks, after.system_ticks),
    };
    Ok((callers, spent))
}

fn speak(mut callers: Vec<Caller>, port: u16, stop: &AtomicBool) -> Result<Vec<Caller>> {
    for caller in &callers {
        caller.socket.connect(("127.0.0.1", port))?;
        caller.socket.set_nonblocking(true)?;
    }
    let mut next = Instant::now();
    let mut sink = [0; 1500];
    while !stop.load(Relaxed) {
        for caller in &mut callers {
            let ssrc = caller.client.lines.sends[0].ssrc;
            let index = caller.client.next_index(ssrc);
            let packet = Rtp {
                payload_type: caller.client.lines.payload_type(OPUS),
                sequence: index as u16,
                timestamp: index as u32 * 960,
                ssrc,
                extensions: vec![(caller.client.lines.level_id(), vec![30])],
                payload: vec![7; PAYLOAD_BYTES],
                ..Rtp::default()
            };
            // A full queue is the system's concern, not the measured thread's.
            let _ = caller.socket.send(&caller.client.seal(&packet, index)?);
            while caller.socket.recv(&mut sink).is_ok() {}
        }
        next += PACKET_INTERVAL;
        thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    Ok(callers)
}

/// The same datagrams in and out, by the same calls, copied and not sealed.
struct Floor {
    port: u16,
    stop: Arc<AtomicBool>,
    thread: thread::JoinHandle<Result<u64>>,
}

impl Floor {
    fn start(addresses: &[SocketAddr]) -> Result<Self> {
        let socket = MediaSocket::open("127.0.0.1:0".parse()?, Duration::from_millis(5))?;
        let port = socket.address().port();
        let fellows: HashMap<SocketAddr, Vec<SocketAddr>> = addresses
            .chunks(ROOM_SIZE)
            .flat_map(|room| {
                room.iter()
                    .map(|from| (*from, room.iter().filter(|to| *to != from).copied().collect()))
            })
            .collect();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread =
            thread::Builder::new().name("floor".to_owned()).spawn(move || -> Result<u64> {
                let (mut rx, mut tx) = (RxBatch::default(), TxBatch::with_capacity(128));
                let mut copied = 0;
                while !stopped.load(Relaxed) {
                    socket.receive(&mut rx)?;
                    rx.for_each(|from, datagram| {
                        for to in fellows.get(&from).into_iter().flatten() {
                            tx.copy(*to, datagram);
                            copied += 1;
                        }
                        if tx.len() >= 64 {
                            socket.send(&tx);
                            tx.clear();
                        }
                    });
                    socket.send(&tx);
                    tx.clear();
                }
                Ok(copied)
            })?;
        Ok(Self { port, stop, thread })
    }

    fn stop(self) -> Result<u64> {
        self.stop.store(true, Relaxed);
        self.thread.join().map_err(|_| anyhow::anyhow!("the floor failed"))?
    }
}

fn spent(name: &str) -> Result<Spent> {
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        if fs::read_to_string(task.join("comm"))?.trim() != name {
            continue;
        }
        let schedule = fs::read_to_string(task.join("schedstat"))?;
        let status = fs::read_to_string(task.join("stat"))?;
        // Behind the name in parentheses: fields 14 and 15 of proc(5) are user and system time.
        let fields: Vec<&str> =
            status.rsplit(')').next().context("fields")?.split_whitespace().collect();
        return Ok(Spent {
            all_ns: schedule.split_whitespace().next().context("a time")?.parse()?,
            user_ticks: fields.get(11).context("user time")?.parse()?,
            system_ticks: fields.get(12).context("system time")?.parse()?,
        });
    }
    anyhow::bail!("no thread {name}")
}

fn report(what: &str, spent: Spent, packets: u64, seconds: u64) -> f64 {
    let each = spent.all_ns as f64 / packets.max(1) as f64;
    let ticks = (spent.user_ticks + spent.system_ticks).max(1) as f64;
    println!(
        "{what}: {packets} packets sent, {each:.0} ns each ({:.0} user, {:.0} system), {:.1} % of a core",
        each * spent.user_ticks as f64 / ticks,
        each * spent.system_ticks as f64 / ticks,
        spent.all_ns as f64 / ((seconds + 1) as f64 * 1e7),
    );
    each
}
