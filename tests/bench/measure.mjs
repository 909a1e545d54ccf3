// Measures what people wait for, in real browsers on this machine, and prints
// it: `node tests/bench/measure.mjs`. No thresholds; figures of one machine.
import { setTimeout as sleep } from "node:timers/promises";
import { LOUD_DB, SILENT_DB, heardSince, hearing } from "../browser/ears.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, requestFor, staff, startStage } from "../browser/scene.mjs";
import { takeSeat } from "../browser/seat.mjs";

const ROUNDS = 10;
const stage = await startStage();
try {
  await measure();
} finally {
  await stage.close();
}

async function measure() {
  console.log("median and worst of", ROUNDS, "rounds, milliseconds");
  print("request to ranked list", await rounds(() => requestToList()));

  const clerk = await staff(stage, "clerk");
  const interpreters = await interpretersFor(stage, [MAM, SPANISH]);
  const opened = await openHearing(clerk, {
    people: [
      { role: "witness", label: "W-17", languages: [MAM] },
      { role: "counsel", label: "C-1", languages: [SPANISH] },
    ],
    booths: [{ languages: [MAM, SPANISH], mode: "simultaneous", interpreters: interpreters.slice(0, 2).map(({ person }) => person) }],
  });
  const seat = async (name, role, nth) => takeSeat(stage.browser, name, await linkFor(clerk, opened, role, nth));
  const [lead, witness, counsel, mam1, mam2] = await Promise.all([
    seat("clerk", "clerk"),
    seat("witness", "witness"),
    seat("counsel", "counsel"),
    seat("mam-1", "interpreter", 0),
    seat("mam-2", "interpreter", 1),
  ]);
  const everybody = [lead, witness, counsel, mam1, mam2];
  for (const each of everybody.slice(1)) await lead.admit(each);
  await lead.goTo("in_session");
  await Promise.all(everybody.map((each) => each.speak()));
  await counsel.choose("floor");
  await hearing(everybody, [[counsel, [lead, witness]]]);

  print("join to first sound", await rounds(() => joinToSound(counsel, lead)));
  await counsel.speak();
  print("change of channel", await rounds(() => changeOfChannel(counsel, mam1)));
  await counsel.choose(SPANISH, "off");
  await hearing(everybody, [[counsel, [mam1]]]);
  print("turn of direction", await rounds(() => turn(mam1, counsel, witness)));
  print("handover gap", await rounds(() => handover(counsel, [mam1, mam2])));
  print("stop to last foreign packet", await rounds(() => stopToSilence(lead, witness, counsel)));
}

async function rounds(once) {
  const found = [];
  for (let round = 0; round < ROUNDS; round++) found.push(await once());
  return found.sort((a, b) => a - b);
}

function print(name, sorted) {
  console.log(`${name.padEnd(30)} ${sorted[Math.floor(sorted.length / 2)].toFixed(0).padStart(6)} ${sorted.at(-1).toFixed(0).padStart(6)}`);
}

async function requestToList() {
  const coordinator = await staff(stage, "coordinator");
  const began = performance.now();
  const request = await coordinator.post("/api/requests", requestFor([MAM, SPANISH]));
  await coordinator.get(`/api/requests/${request.id}/candidates`);
  const took = performance.now() - began;
  await coordinator.post(`/api/requests/${request.id}/cancel`);
  return took;
}

/** A reload of the room is a press on "join" without the device check. */
async function joinToSound(listener, speaker) {
  const began = Date.now();
  await listener.page.reload({ waitUntil: "commit" });
  const heard = await firstFrame(listener, began, (levels) => levels[speaker.voice.index] > LOUD_DB);
  return heard - began;
}

async function changeOfChannel(listener, interpreter) {
  const began = await clickAt(listener, `button[data-slot="${SPANISH}"]`);
  const heard = await firstFrame(listener, began, (levels) => levels[interpreter.voice.index] > LOUD_DB);
  await listener.choose("floor");
  await sleep(500);
  return heard - began;
}

/** From the key to the instant at which a listener of Spanish no longer hears the interpreter. */
async function turn(interpreter, listener) {
  const began = Date.now();
  await interpreter.page.keyboard.press("d");
  const silent = await firstFrame(listener, began, (levels) => levels[interpreter.voice.index] < SILENT_DB);
  await interpreter.page.keyboard.press("d");
  await firstFrame(listener, silent, (levels) => levels[interpreter.voice.index] > LOUD_DB);
  await sleep(500);
  return silent - began;
}

/** Time between the last frame of one voice and the first of the other; negative if they overlap. */
async function handover(listener, [one, other]) {
  const active = one.view.booths[0].active === one.number ? one : other;
  const mate = active === one ? other : one;
  const began = Date.now();
  await active.page.keyboard.press("h");
  await mate.see((view) => view.booths[0].handover !== null);
  await mate.page.keyboard.press("a");
  await mate.see((view) => view.booths[0].active === mate.number);
  await sleep(1500);
  const frames = await heardSince(listener, began);
  const last = frames.findLast(({ levels }) => levels[active.voice.index] > LOUD_DB);
  const first = frames.find(({ levels }) => levels[mate.voice.index] > LOUD_DB);
  return first.at - last.at;
}

async function stopToSilence(lead, witness, counsel) {
  const watching = counsel.page.evaluate(async () => {
    let [last, count] = [0, -1];
    for (const end = Date.now() + 3000; Date.now() < end; ) {
      const { audio, video } = await window.atTest.received();
      const now = [...audio, ...video].reduce((sum, packets) => sum + packets, 0);
      if (now !== count) [last, count] = [Date.now(), now];
      await new Promise((next) => setTimeout(next, 5));
    }
    return last;
  });
  await sleep(500);
  const pressed = await clickAt(witness, "button.stop");
  const last = await watching;
  await lead.press("do-ask_to_resume");
  await witness.press("resume-yes");
  await counsel.see((view) => view.phase === "in_session");
  await sleep(500);
  return last - pressed;
}

/** The instant of the press itself, as the page's own clock saw it. */
async function clickAt(seat, selector) {
  return seat.page.locator(selector).evaluate((button) => {
    const at = Date.now();
    button.click();
    return at;
  });
}

async function firstFrame(listener, since, holds) {
  for (;;) {
    const frames = await heardSince(listener, since).catch(() => []);
    const found = frames.find(({ levels }) => holds(levels));
    if (found) return found.at;
    await sleep(50);
  }
}
