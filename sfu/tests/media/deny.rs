//! Deny by default: whatever is wired, unwired, said, shown, asked for or lost, nobody receives a packet of sound,
//! pictures, repeats or RTCP that the wiring of that moment does not name. For every kind of peer.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use proptest::prelude::*;
use puente_sfu::{SlotKind, SourceKind};

use crate::client::hall::Hall;
use crate::client::offer::Lines;
use crate::client::rtp::{self, nack, picture_loss};

/// Two browsers, a WHIP client, a WHEP client, and the peer of a test room: some lines of each kind.
fn company() -> Vec<Lines> {
    vec![
        Lines::browser(1),
        Lines::browser(2),
        Lines::whip(3),
        Lines::whep(4),
        Lines { audio_slots: 3, video_slots: 3, ..Lines::whip(5) },
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Wire {
        to: usize,
        video: bool,
        index: u8,
        from: Option<(usize, usize)>,
    },
    Send {
        from: usize,
        video: bool,
        nth: usize,
        key: bool,
    },
    /// A packet that is lost on its way to the server, so that it must be asked for.
    Lose {
        from: usize,
        nth: usize,
    },
    AskAgain {
        by: usize,
        index: usize,
        back: u16,
    },
    AskKeyFrame {
        by: usize,
        index: usize,
    },
    Wait {
        ms: u64,
    },
    Restart {
        who: usize,
    },
    Leave {
        who: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..5usize;
    prop_oneof![
        6 => (who.clone(), any::<bool>(), 0..3u8, prop::option::weighted(0.8, (0..5usize, 0..2usize)))
            .prop_map(|(to, video, index, from)| Step::Wire { to, video, index, from }),
        12 => (who.clone(), any::<bool>(), 0..2usize, any::<bool>())
            .prop_map(|(from, video, nth, key)| Step::Send { from, video, nth, key }),
        1 => (who.clone(), 0..2usize).prop_map(|(from, nth)| Step::Lose { from, nth }),
        4 => (who.clone(), 0..3usize, 0..12u16).prop_map(|(by, index, back)| Step::AskAgain { by, index, back }),
        1 => (who.clone(), 0..3usize).prop_map(|(by, index)| Step::AskKeyFrame { by, index }),
        4 => (1..1500u64).prop_map(|ms| Step::Wait { ms }),
        1 => who.clone().prop_map(|who| Step::Restart { who }),
        1 => who.prop_map(|who| Step::Leave { who }),
    ]
}

type Slot = (usize, bool, u8);
/// Client and number of the line within its kind.
type Source = (usize, usize);

#[derive(Default)]
struct Seen {
    sound: usize,
    pictures: usize,
    repeats: usize,
    clocks: usize,
}

struct Model {
    hall: Hall,
    /// What feeds each slot, and the serial number of the first packet that it may carry.
    wired: HashMap<Slot, (Source, u32)>,
    serial: u32,
    gone: Vec<bool>,
    newest: HashMap<u32, u16>,
    seen: Seen,
}

impl Model {
    fn new() -> Result<Self> {
        let mut hall = Hall::new()?;
        for lines in company() {
            hall.enter(lines)?;
        }
        let gone = vec![false; 5];
        Ok(Self {
            hall,
            wired: HashMap::new(),
            serial: 1,
            gone,
            newest: HashMap::new(),
            seen: Seen::default(),
        })
    }

    fn has_source(&self, (client, nth): Source, video: bool) -> bool {
        self.hall.clients[client].lines.sends.iter().filter(|line| line.video == video).count()
            > nth
    }

    fn has_slot(&self, (client, video, index): Slot) -> bool {
        let lines = &self.hall.clients[client].lines;
        usize::from(index) < if video { lines.video_slots } else { lines.audio_slots }
    }

    fn act(&mut self, step: &Step) -> Result<()> {
        match *step {
            Step::Wire { to, video, index, from } => self.wire((to, video, index), from)?,
            Step::Send { from, video, nth, key } => {
                if !self.gone[from] && self.has_source((from, nth), video) {
                    self.serial += 1;
                    let payload =
                        [&[from as u8, u8::from(video), nth as u8], &self.serial.to_be_bytes()[..]]
                            .concat();
                    if video {
                        self.hall.show(from, nth, key, &payload)?;
                    } else {
                        self.hall.speak(from, nth, &payload)?;
                    }
                }
            }
            Step::Lose { from, nth } => {
                if self.has_source((from, nth), true) {
                    self.serial += 1;
                    self.hall.picture(from, nth, false, b"lost")?;
                }
            }
            Step::AskAgain { by, index, back } => {
                if let Some(&(ssrc, _)) = self.hall.clients[by].answer()?.video.get(index) {
                    let newest = self.newest.get(&ssrc).copied().unwrap_or(100);
                    self.hall.report(
                        by,
                        &nack(ssrc, &[newest.wrapping_sub(back), newest.wrapping_add(back)]),
                    )?;
                }
            }
            Step::AskKeyFrame { by, index } => {
                if let Some(&(ssrc, _)) = self.hall.clients[by].answer()?.video.get(index) {
                    self.hall.report(by, &picture_loss(ssrc))?;
                }
            }
            Step::Wait { ms } => {
                self.hall.advance(ms)?;
                self.hall.checks()?;
            }
            Step::Restart { who } => {
                let offer = self.hall.clients[who].offer();
                if let Some(answer) = self.hall.worker.restart(self.hall.peers[who], &offer) {
                    let answer = answer?;
                    self.hall.clients[who].take_answer(&answer)?;
                    self.hall.checks()?;
                }
            }
            Step::Leave { who } => self.leave(who)?,
        }
        self.judge()
    }

    fn wire(&mut self, slot: Slot, from: Option<Source>) -> Result<()> {
        let (to, video, index) = slot;
        let kind = if video { SlotKind::Video } else { SlotKind::Audio };
        let sources = match kind {
            SlotKind::Audio => [SourceKind::Mic, SourceKind::MicDisguised],
            SlotKind::Video => [SourceKind::Camera, SourceKind::Document],
        };
        let result = self.hall.wire(
            self.hall.slot(to, kind, index),
            from.map(|(client, nth)| self.hall.source(client, sources[nth])),
        );
        let possible = self.has_slot(slot) && !self.gone[to];
        let source = from.filter(|source| self.has_source(*source, video) && !self.gone[source.0]);
        ensure!(result.is_ok() == (possible && source == from), "{result:?}");
        match source {
            Some(source) if possible => {
                let first = self.serial + 1;
                let same = self.wired.get(&slot).is_some_and(|(former, _)| *former == source);
                if !same {
                    self.wired.insert(slot, (source, first));
                }
            }
            _ => {
                self.wired.remove(&slot);
            }
        }
        Ok(())
    }

    fn leave(&mut self, who: usize) -> Result<()> {
        let mut tx = puente_sfu::TxBatch::default();
        // Some stay, so that there is something to see.
        if who >= 2 && self.hall.worker.leave(self.hall.now(), self.hall.peers[who], &mut tx) {
            self.gone[who] = true;
            self.wired.retain(|(to, _, _), ((from, _), _)| *to != who && *from != who);
        }
        Ok(())
    }

    /// Everything that arrived since the last step must be named by the wiring.
    fn judge(&mut self) -> Result<()> {
        for client in 0..self.hall.clients.len() {
            for packet in self.hall.clients[client].packets() {
                self.judge_packet(client, &packet)?;
            }
            for report in self.hall.clients[client].reports() {
                self.judge_report(client, &report)?;
            }
        }
        Ok(())
    }

    fn judge_packet(&mut self, client: usize, packet: &rtp::Rtp) -> Result<()> {
        ensure!(!self.gone[client], "client {client} has left");
        let answer = self.hall.clients[client].answer()?;
        let place = |ssrcs: Vec<u32>| ssrcs.iter().position(|ssrc| *ssrc == packet.ssrc);
        let audio = place(answer.audio.clone());
        let video = place(answer.video.iter().map(|(primary, _)| *primary).collect());
        let repeat = place(answer.video.iter().map(|(_, repeat)| *repeat).collect());
        let (slot, mark) = match (audio, video, repeat) {
            (Some(at), None, None) => {
                self.seen.sound += 1;
                ((client, false, at as u8), &packet.payload[..])
            }
            (None, Some(at), None) => {
                self.seen.pictures += 1;
                self.newest.insert(packet.ssrc, packet.sequence);
                ((client, true, at as u8), &packet.payload[5..])
            }
            (None, None, Some(at)) => {
                self.seen.repeats += 1;
                ((client, true, at as u8), &packet.payload[7..])
            }
            _ => anyhow::bail!("client {client} has no slot of SSRC {:x}", packet.ssrc),
        };
        let [from, is_video, nth, serial @ ..] = mark else { anyhow::bail!("no mark") };
        let serial = u32::from_be_bytes(serial.try_into()?);
        let source = (usize::from(*from), usize::from(*nth));
        ensure!((*is_video == 1) == slot.1, "a picture as sound");
        let (wired, first) = self
            .wired
            .get(&slot)
            .with_context(|| format!("{slot:?} is silent, but got {source:?}"))?;
        ensure!(*wired == source, "{slot:?} is fed by {wired:?}, but got {source:?}");
        ensure!(
            serial >= *first,
            "{slot:?} got {serial}, which is from before its route ({first})"
        );
        Ok(())
    }

    fn judge_report(&mut self, client: usize, report: &rtp::Report) -> Result<()> {
        let lines = &self.hall.clients[client].lines.sends;
        let own = |ssrc: u32| lines.iter().position(|line| line.ssrc == ssrc);
        match (report.kind, report.count) {
            // Sender reports and the names that go with them: of slots that carry something now.
            (200 | 202, _) => {
                let answer = self.hall.clients[client].answer()?;
                let audio = answer.audio.iter().position(|ssrc| *ssrc == report.word(0));
                let video = answer.video.iter().position(|(ssrc, _)| *ssrc == report.word(0));
                let slot = match (audio, video) {
                    (Some(at), _) => (client, false, at as u8),
                    (_, Some(at)) => (client, true, at as u8),
                    _ => anyhow::bail!("a clock of no slot"),
                };
                ensure!(self.wired.contains_key(&slot), "a clock of {slot:?}, which is silent");
                self.seen.clocks += 1;
            }
            (201, blocks) => {
                for block in 0..usize::from(blocks) {
                    own(report.word(4 + 24 * block))
                        .context("a block about what the client does not send")?;
                }
            }
            (205, 1) => {
                own(report.word(4)).context("a NACK of what the client does not send")?;
            }
            (206, 1) => {
                let line =
                    own(report.word(4)).context("a wish about what the client does not send")?;
                let nth = lines
                    .iter()
                    .filter(|other| other.video)
                    .position(|other| *other == lines[line]);
                let source = (client, nth.context("a wish about sound")?);
                ensure!(
                    self.wired.iter().any(|((_, video, _), (from, _))| *video && *from == source),
                    "a key frame of {source:?}, whom nobody sees"
                );
            }
            (206, 15) => {
                own(report.word(16)).context("an estimate about what the client does not send")?;
            }
            (kind, count) => anyhow::bail!("an unknown report {kind}/{count}"),
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn nobody_receives_what_the_wiring_does_not_name(steps in prop::collection::vec(step(), 60..160)) {
        let mut model = Model::new().map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
        for (at, step) in steps.iter().enumerate() {
            model.act(step).map_err(|error| TestCaseError::fail(format!("step {at}, {step:?}: {error:#}")))?;
        }
    }
}

/// The test above would pass if nothing ever arrived; a long random walk must show something of every kind.
#[test]
fn much_is_received_that_the_wiring_names() -> Result<()> {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut model = Model::new()?;
    for _ in 0..12_000 {
        let step = step().new_tree(&mut runner).map_err(|why| anyhow::anyhow!("{why}"))?.current();
        if !matches!(step, Step::Leave { .. }) {
            model.act(&step)?;
        }
    }
    let Seen { sound, pictures, repeats, clocks } = model.seen;
    assert!(
        sound > 300 && pictures > 300 && repeats > 50 && clocks > 300,
        "{sound} {pictures} {repeats} {clocks}"
    );
    Ok(())
}

/// Sound arrives at each slot that names it, exactly once, at every kind of peer that has slots.
#[test]
fn every_kind_of_peer_receives_what_is_named() -> Result<()> {
    let mut model = Model::new()?;
    for from in [0, 1, 2, 4usize] {
        for to in [0, 1, 3, 4usize] {
            model.wire((to, false, 0), Some((from, 0)))?;
        }
        model.hall.speak(from, 0, b"to all")?;
        for to in [0, 1, 3, 4usize] {
            assert_eq!(model.hall.clients[to].packets().len(), 1, "from {from} to {to}");
        }
    }
    Ok(())
}
