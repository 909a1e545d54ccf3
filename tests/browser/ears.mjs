// What a participant hears, from the spectrum of her page's final output:
// everything the page mixed, ducking included, and nothing of its own state.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** A tone at full gain arrives near -32 dB of the spectrum, ducked by 18 dB near -50 dB. */
export const LOUD_DB = -41;
/** What is below this is not there: one tone leaves less than -85 dB at the others. */
export const SILENT_DB = -70;

/** How long a state must have held to count. */
export const SETTLED_MS = 600;
const PATIENCE_MS = 40_000;

/** The frames `{at, levels}` of one participant since an instant of the machine's clock. */
export function heardSince(listener, at) {
  return listener.page.evaluate((since) => window.atTest.heardSince(since), at);
}

/** The median level in dB of `speaker`'s tone in `listener`'s ear over the last `windowMs`. */
export async function levelOf(listener, speaker, windowMs = SETTLED_MS) {
  const frames = await heardSince(listener, Date.now() - windowMs);
  return median(frames.map((frame) => frame.levels[speaker.voice.index]));
}

/** `full`, `ducked`, `silent`, or `changing` while neither held for the window. */
export async function gainOf(listener, speaker, windowMs = SETTLED_MS) {
  const frames = await heardSince(listener, Date.now() - windowMs);
  if (frames.length < 5) return "silent"; // a page that plays nothing has no output at all
  const kinds = new Set(frames.map((frame) => kindOf(frame.levels[speaker.voice.index])));
  return kinds.size === 1 ? [...kinds][0] : "changing";
}

/**
 * Waits until each listener hears exactly the named speakers, at full gain or
 * `{ducked: speaker}`, and every other one of `everybody` not at all.
 * `expected`: [[listener, [speaker | {ducked: speaker}, …]], …]
 */
export async function hearing(everybody, expected, patienceMs = PATIENCE_MS) {
  const wanted = expected.map(([listener, speakers]) => row(listener, everybody, (speaker) => wantedGain(speakers, speaker)));
  let found;
  const end = Date.now() + patienceMs;
  do {
    found = await Promise.all(
      expected.map(async ([listener]) => {
        const gains = new Map();
        for (const speaker of everybody) gains.set(speaker, await gainOf(listener, speaker));
        return row(listener, everybody, (speaker) => gains.get(speaker));
      }),
    );
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    await sleep(150);
  } while (Date.now() < end);
  assert.deepEqual(found, wanted, "who hears whom");
}

/** Fails if `speaker` was in `listener`'s ear in any frame since `at`. */
export async function neverHeardSince(at, listener, speaker) {
  const frames = await heardSince(listener, at);
  const loudest = Math.max(-200, ...frames.map((frame) => frame.levels[speaker.voice.index]));
  assert.ok(loudest < SILENT_DB, `${listener.name} heard ${speaker.name} at ${loudest.toFixed(0)} dB`);
}

/** Lets people speak for a while, then waits no more: for tests of what must not be heard. */
export const listenFor = sleep;

function row(listener, everybody, gain) {
  const others = everybody.filter((speaker) => speaker !== listener);
  return { listener: listener.name, hears: Object.fromEntries(others.map((s) => [s.name, gain(s)])) };
}

function wantedGain(speakers, speaker) {
  if (speakers.includes(speaker)) return "full";
  return speakers.some((each) => each.ducked === speaker) ? "ducked" : "silent";
}

function kindOf(db) {
  if (db > LOUD_DB) return "full";
  return db > SILENT_DB ? "ducked" : "silent";
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? -200;
}
