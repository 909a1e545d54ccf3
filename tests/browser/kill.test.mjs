// Requirement 68: the server dies without warning at twenty instants, in the
// middle of speech and of writes, and nobody touches a page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SETTLED_MS, hearing, listenFor } from "./ears.mjs";
import { absenceMs, fetchRecord } from "./record.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, startStage, staff } from "./scene.mjs";
import { takeSeat } from "./seat.mjs";

const KILLS = 20;
const SEED = 20261124;

let stage, clerk, opened, lead, witness, mam, everybody;
/** Since when everybody was heard, and when the power went: milliseconds of the server's clock. */
const kills = []; // {whole, at}

before(async () => {
  stage = await startStage();
  clerk = await staff(stage, "clerk");
  const [interpreter] = await interpretersFor(stage, [MAM, SPANISH]);
  opened = await openHearing(clerk, {
    people: [{ role: "witness", label: "W-17", languages: [MAM] }],
    booths: [{ languages: [MAM, SPANISH], mode: "consecutive", interpreters: [interpreter.person] }],
  });
  const seats = ["clerk", "witness", "interpreter"];
  [lead, witness, mam] = await Promise.all(
    seats.map(async (role) => takeSeat(stage.browser, role, await linkFor(clerk, opened, role))),
  );
  everybody = [lead, witness, mam];
  await lead.admit(witness);
  await lead.admit(mam);
  await lead.goTo("in_session");
  await lead.swearIn(mam);
  await lead.goOnRecord();
});
after(() => stage?.close());

const allHearAll = () => hearing(everybody, everybody.map((seat) => [seat, everybody.filter((other) => other !== seat)]));

test("r68_everybody_is_back_by_themselves_after_each_of_twenty_kills", async () => {
  const random = randomFrom(SEED);
  const numbers = everybody.map((seat) => seat.number);
  for (const seat of everybody) await seat.speak();
  await allHearAll();
  let whole = onServersClock(lead, Date.now() - SETTLED_MS);
  for (let kill = 1; kill <= KILLS; kill++) {
    await listenFor(600 + random() * 1200);
    // Something is being written when the power goes.
    const writes = mam.page.keyboard.press("d");
    await listenFor(random() * 30);
    const at = onServersClock(lead, Date.now());
    kills.push({ whole, at });
    await stage.server.kill();
    await writes;
    const welcomes = everybody.map((seat) => seat.got("welcome").length);
    await stage.server.restart();
    for (const [n, seat] of everybody.entries()) {
      await seat.until(`to be welcomed after kill ${kill}`, () => seat.got("welcome").length > welcomes[n]);
    }
    await allHearAll();
    whole = onServersClock(lead, Date.now() - SETTLED_MS);
  }
  assert.deepEqual(everybody.map((seat) => seat.number), numbers, "everybody sits where they sat");
});

test("r68_the_minutes_are_whole", async () => {
  const minutes = await clerk.get(`/api/hearings/${opened.id}/minutes?lang=es`);
  const entries = minutes.entries;
  assert.deepEqual(entries.map(({ seq }) => seq), entries.map((_, n) => entries[0].seq + n), "no entry is missing");
  const restarts = entries.filter(({ event }) => event.type === "node_restarted").length;
  assert.equal(restarts, KILLS);
});

test("r68_the_record_lost_at_most_the_last_second_before_each_kill", async () => {
  await lead.closeHearing();
  const { playback, tracks } = await fetchRecord(clerk, opened.id);
  const starts = Date.parse(playback.starts.instant);
  const track = playback.tracks.find(({ seat, kind }) => seat === witness.number && kind === "audio").track;
  const samples = tracks.get(track);
  for (const [n, { whole, at }] of kills.entries()) {
    const missing = absenceMs(samples, witness.voice.tone, whole - starts, at - 1000 - starts);
    assert.ok(missing <= 40, `before kill ${n + 1}, ${missing} ms between ${whole - starts} and ${at - 1000 - starts} are missing`);
  }
});

// Where the server's clock stood, by what it last told this seat: its clock
// begins anew with each start.
function onServersClock(seat, at) {
  const frame = seat.participant.frames.findLast(({ sent, message }) => !sent && message.type === "welcome");
  return at - frame.at + Date.parse(frame.message.now.instant);
}

/** Numbers in [0, 1), the same in each run (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
