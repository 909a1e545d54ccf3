// The main job, end to end, as issue after issue must keep it: a hearing is
// found, booked, held and kept, and every ear is measured on the way.
// The tests are steps of one story and run in this order.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { gainOf, hearing, levelOf, listenFor, neverHeardSince } from "./ears.mjs";
import {
  STARTS,
  acceptTogether,
  askForLanguage,
  blockHour,
  freeHour,
  makeLinks,
  offerTo,
  openInterviewersDesk,
  openPhone,
  sendRequest,
  setOrdinaryWeek,
  shownCandidates,
} from "./booking.mjs";
import { SAMPLES_PER_MS, fetchRecord, loudest, onsetMs, presenceMs } from "./record.mjs";
import { MAM, SPANISH, interpretersFor, staff, startStage } from "./scene.mjs";
import { takeSeat } from "./seat.mjs";
import { OFF_RECORD, PRIVATE } from "./tones.mjs";
import { words } from "./words.mjs";

let stage, best, phones, desk, held, ranked, seatLinks;
let record, reader;
let interviewer, witness, counsel, observer, mam1, mam2, everybody;

before(async () => {
  stage = await startStage();
});
after(() => stage?.close());

test("a: an interpreter who blocks an hour vanishes from searches for it, and is back when she frees it", async () => {
  [best] = await interpretersFor(stage, [MAM, SPANISH]);
  phones = [await openPhone(stage, best)];
  await setOrdinaryWeek(phones[0]);
  const found = async () => (await interpretersFor(stage, [MAM, SPANISH])).some(({ number }) => number === best.number);
  assert.ok(await found());
  // The request is for ten o'clock in Guatemala; her own clock may differ.
  await blockHour(phones[0], best.local_time.local);
  assert.ok(!(await found()));
  await freeHour(phones[0]);
  assert.ok(await found());
});

test("b: the interviewer is asked which Mam, and sees ranked interpreters with reasons", async () => {
  desk = await openInterviewersDesk(stage);
  await desk.goTo("nav-find");
  for (const name of ["mame", "Mam", "maam"]) {
    const varieties = await askForLanguage(desk, name);
    assert.ok(varieties.length > 1 && varieties.some(({ language }) => language === MAM), `${name}: ${JSON.stringify(varieties)}`);
    await desk.page.locator("#spoken").fill("");
  }
  await askForLanguage(desk, "mame");
  held = await sendRequest(stage, desk);
  await desk.page.getByText(words("candidates-seats", { seats: 2 })).waitFor();
  ranked = await shownCandidates(desk);
  assert.ok(ranked.length >= 4, `${ranked.length} interpreters`);
  assert.deepEqual(ranked.map(({ rank }) => rank), ranked.map((_, n) => n + 1));
  for (const { number, reasons } of ranked) assert.ok(reasons.length > 0, `interpreter ${number} has no reason`);
});

test("c: of three who accept at once two are booked, the third is told, and the places are held", async () => {
  const four = ranked.slice(0, 4);
  await offerTo(desk, four);
  const accepting = four.slice(0, 3);
  for (const candidate of accepting.filter(({ number }) => number !== best.number)) {
    phones.push(await openPhone(stage, candidate));
  }
  const outcomes = await acceptTogether(phones.slice(0, 3));
  assert.deepEqual(outcomes.toSorted(), ["accepted", "accepted", "taken"]);

  const links = await makeLinks(desk);
  const page = await desk.page.locator("main").innerText();
  for (const place of [held.venue, held.kit]) assert.ok(page.includes(place.name), `${place.name} is booked`);
  assert.deepEqual(links.length, 6, "interviewer, witness, counsel, observer and two interpreters");
  const of = (role) => links.filter((row) => row.role.includes(words(`role-${role}`))).map(({ link }) => link);
  seatLinks = Object.fromEntries(["interviewer", "witness", "counsel", "observer"].map((role) => [role, of(role)[0]]));
  seatLinks.interpreters = of("interpreter");
  for (const each of [desk, ...phones]) {
    assert.deepEqual(each.participant.errors, []);
    await each.page.context().close();
  }
  await stage.server.moveClock(STARTS);
});

test("d: everybody is checked, waits in the lobby, is admitted and sworn", async () => {
  const { browser } = stage;
  const links = seatLinks;
  interviewer = await takeSeat(browser, "interviewer", links.interviewer);
  [witness, counsel, observer, mam1, mam2] = await Promise.all([
    takeSeat(browser, "witness", links.witness),
    takeSeat(browser, "counsel", links.counsel),
    takeSeat(browser, "observer", links.observer),
    takeSeat(browser, "mam-1", links.interpreters[0], { phone: true }),
    takeSeat(browser, "mam-2", links.interpreters[1]),
  ]);
  everybody = [interviewer, witness, counsel, observer, mam1, mam2];

  // In the lobby one speaks to nobody, and receives nothing.
  for (const seat of everybody) {
    assert.equal(await seat.pageName(), seat === interviewer ? "room" : "lobby");
    await seat.speak();
  }
  await listenFor(1000);
  await hearing(everybody, everybody.map((seat) => [seat, []]));
  for (const seat of [witness, counsel, observer, mam1, mam2]) {
    assert.equal(seat.sent("offer").length, 0, `${seat.name} has no media in the lobby`);
  }

  for (const seat of [mam1, mam2, witness, counsel, observer]) await interviewer.admit(seat);
  await interviewer.goTo("preparation");
  await interviewer.goTo("variety_check");
  await mam1.press("variety-well");
  await witness.press("variety-well");
  await interviewer.goTo("in_session");
  await interviewer.identify(witness, "pseudonym");
  await interviewer.swearIn(mam1);
  await interviewer.swearIn(mam2);
  const sworn = () => interviewer.minutes.filter(({ event }) => event.type === "oath_taken").map(({ event }) => event.seat);
  await interviewer.until("for both oaths in the minutes", () => sworn().length === 2);
  assert.deepEqual(sworn(), [mam1.number, mam2.number]);
});

test("r34a_e: consecutive: all hear the active interpreter on the floor", async () => {
  await interviewer.goOnRecord();
  for (const seat of everybody) await seat.speak();
  await hearing(everybody, [
    [interviewer, [witness, counsel, mam1]],
    [witness, [interviewer, counsel, mam1]],
    [counsel, [interviewer, witness, mam1]],
    [observer, [interviewer, witness, counsel, mam1]],
    [mam1, [interviewer, witness, counsel]],
    [mam2, [interviewer, witness, counsel, mam1]],
  ]);
});

test("r37_e: simultaneous: each hears the language chosen, the floor off or ducked", async () => {
  await interviewer.setMode(0, MAM, "simultaneous");
  await interviewer.setMode(0, SPANISH, "simultaneous");
  await counsel.choose("floor");
  await observer.choose(MAM, "ducked");

  // Mam is interpreted into Spanish: whoever chose Spanish hears it over the floor.
  await hearing(everybody, [
    [interviewer, [mam1, { ducked: witness }, { ducked: counsel }]],
    [counsel, [interviewer, witness]],
    [observer, [interviewer, witness, counsel]],
    [mam1, [interviewer, witness, counsel]],
    [mam2, [interviewer, witness, counsel, { ducked: mam1 }]],
  ]);
  await observer.choose(SPANISH, "off");
  await hearing(everybody, [[observer, [mam1]]]);
  await observer.choose(MAM, "ducked");
});

test("r38_e: the direction turns with one key", async () => {
  await mam1.page.keyboard.press("d");
  await mam1.see((view) => view.booths[0].direction.to === "mam-todos-santos");
  await hearing(everybody, [
    [witness, [mam1]],
    [interviewer, [witness, counsel]],
    [observer, [mam1, { ducked: interviewer }, { ducked: witness }, { ducked: counsel }]],
  ]);
  const ducked = await levelOf(observer, interviewer);
  const full = await levelOf(observer, mam1);
  assert.ok(full - ducked >= 15 && full - ducked <= 20, `the floor is ${(full - ducked).toFixed(1)} dB below`);
});

test("r41_e: the microphone passes to the boothmate by ask and accept, and is never live twice", async () => {
  const before = witness.got("wired").length;
  await mam1.page.keyboard.press("h");
  await mam2.see((view) => view.booths[0].handover !== null);
  await mam2.page.keyboard.press("a");
  await mam2.see((view) => view.booths[0].active === mam2.number);
  await hearing(everybody, [
    [witness, [mam2]],
    [mam1, [interviewer, witness, counsel, { ducked: mam2 }]],
  ]);
  await listenFor(4000); // a stretch of the record for the playback to find
  for (const listener of [witness, observer, interviewer, counsel]) {
    for (const { audio } of listener.got("wired").slice(listener === witness ? before : 0)) {
      const booth = audio.filter((slot) => slot && [mam1.number, mam2.number].includes(slot.seat));
      assert.ok(booth.length <= 1, `${listener.name} was wired to both microphones`);
    }
  }
});

test("r33_f: off the record is heard by nobody who may not, and on again by all", async () => {
  await interviewer.goOffRecord();
  const from = Date.now();
  await witness.speak(OFF_RECORD);
  await hearing([...everybody, OFF_RECORD], [[counsel, [interviewer, OFF_RECORD]], [observer, []]]);
  await listenFor(1000);
  await neverHeardSince(from + 500, observer, OFF_RECORD);
  await witness.hush();
  await listenFor(300);
  await interviewer.goOnRecord();
  await witness.speak();
  await hearing(everybody, [[counsel, [interviewer, witness]]]);
});

test("r50_f: nobody else receives a packet of a private talk", async () => {
  await counsel.openSidebar(mam2);
  const from = Date.now();
  await counsel.speak(PRIVATE);
  await hearing([...everybody, PRIVATE], [[mam2, [PRIVATE]], [counsel, [mam2]]]);
  for (const seat of [interviewer, witness, observer, mam1]) await seat.unwiredSlotsStaySilent();
  for (const seat of [interviewer, witness, observer, mam1]) {
    await neverHeardSince(from + 500, seat, PRIVATE);
    const { audio } = seat.got("wired").at(-1);
    const members = [counsel.number, mam2.number];
    assert.ok(audio.every((slot) => !slot || !members.includes(slot.seat)), `${seat.name} is wired to the private talk`);
  }
  await counsel.hush();
  await mam2.endSidebar();
  await counsel.speak();
  await hearing(everybody, [[interviewer, [witness, counsel]]]);
});

test("r32_f: when the witness stops, nothing of hers leaves the server until she agrees", async () => {
  await witness.stop();
  for (const seat of everybody) {
    await seat.see((view) => view.phase === "stopped");
    await seat.unwiredSlotsStaySilent();
  }
  await hearing(everybody, everybody.map((seat) => [seat, []]));
  await interviewer.press("do-ask_to_resume");
  await witness.see((view) => view.me.resume_asked);
  await hearing(everybody, everybody.map((seat) => [seat, []]));
  await witness.press("resume-yes");
  await witness.see((view) => view.phase === "in_session");
  if (interviewer.view.record === "off") await interviewer.goOnRecord();
  await hearing(everybody, [[counsel, [interviewer, witness]]]);
});

test("rewiring never caused an SDP exchange: one offer and one answer for each peer", () => {
  for (const seat of everybody) {
    const exchanges = [seat.sent("offer").length, seat.sent("restart").length, seat.got("answer").length];
    assert.deepEqual(exchanges, [1, 0, 1], `${seat.name}: offers, restarts, answers`);
  }
});

test("no page complained", () => {
  for (const seat of everybody) assert.deepEqual(seat.participant.errors, [], seat.name);
});

test("r69_h: closing seals a record in which everybody is apart, on one clock", async () => {
  await interviewer.closeHearing();
  reader = await staff(stage, "interviewer");
  record = await fetchRecord(reader, hearingId());
  assert.equal(record.playback.verified, true);
  const speakers = [interviewer, witness, counsel, mam1, mam2];
  for (const seat of speakers) {
    const samples = micOf(seat);
    assert.ok(presenceMs(samples, seat.voice.tone) > 2000, `${seat.name} is in her own track`);
    for (const other of speakers.filter((each) => each !== seat)) {
      const level = loudest(samples, other.voice.tone);
      assert.ok(level < -55, `${other.name} is in the track of ${seat.name} at ${level.toFixed(0)} dB`);
    }
  }
  const lengths = [...record.tracks.values()].map((samples) => samples.length / SAMPLES_PER_MS);
  assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 40, `lengths in ms: ${lengths}`);
  // Both were speaking when the record went on again: their tracks begin there at the same instant.
  const again = record.playback.spans.filter(({ kind }) => kind === "off_record").at(-1).to_ms;
  const onsets = [interviewer, counsel].map((seat) => onsetMs(micOf(seat), seat.voice.tone, again - 500));
  assert.ok(Math.abs(onsets[0] - onsets[1]) <= 40, `onsets at ${onsets} ms`);
});

test("r33_r50_h: what was said off the record or in private is in no file", () => {
  for (const [track, samples] of record.tracks) {
    for (const aside of [OFF_RECORD, PRIVATE]) {
      const level = loudest(samples, aside.voice.tone);
      assert.ok(level < -55, `${aside.name} is in ${track} at ${level.toFixed(0)} dB`);
    }
  }
});

test("h: the record plays in the browser, by language, and the minutes move along", async () => {
  const desk = await openInterviewersDesk(stage);
  const during = (channel, seat) => {
    const { track } = trackOf(seat);
    const span = record.playback.heard[channel].find((each) => each.track === track && each.gain === "full" && each.to_ms - each.from_ms > 2500);
    return Math.ceil(span.from_ms / 1000);
  };
  // The same moment, once as heard on the Mam channel and once on the floor.
  const t = during(MAM, mam2);
  const play = async (channel) => {
    await desk.page.goto(`${stage.server.url}/hearing/${hearingId()}/record?channel=${channel}&t=${t}`);
    await desk.page.locator("[data-verified=true]").waitFor();
    await desk.press("record-play");
    await until(async () => Number(await desk.page.locator("[data-at-ms]").getAttribute("data-at-ms")) > t * 1000 + 1200);
    const gains = {};
    for (const seat of [mam2, interviewer]) gains[seat.name] = await gainOf(desk, seat);
    return gains;
  };
  assert.deepEqual(await play(MAM), { "mam-2": "full", interviewer: "ducked" });
  assert.deepEqual(await play("floor"), { "mam-2": "silent", interviewer: "full" });

  const current = () => desk.page.locator("[data-seq][aria-current=true]").getAttribute("data-seq").then(Number);
  const before = await current();
  await desk.page.locator("#position").fill(String(Math.floor(record.playback.duration_ms / 1000) * 1000 - 2000));
  await until(async () => (await current()) > before);
  assert.deepEqual(desk.participant.errors, []);
  await desk.participant.close();
});

test("r70_h: the minutes are whole, in two languages, and as their schema says", async () => {
  const schema = await reader.get("/api/minutes.schema.json");
  const inSpanish = await reader.get(`/api/hearings/${hearingId()}/minutes?lang=es`);
  const inEnglish = await reader.get(`/api/hearings/${hearingId()}/minutes?lang=en`);
  const holds = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  for (const minutes of [inSpanish, inEnglish]) assert.ok(holds(minutes), JSON.stringify(holds.errors));
  const entries = inSpanish.entries;
  assert.deepEqual(entries.map(({ seq }) => seq), entries.map((_, n) => entries[0].seq + n));
  assert.ok(entries.every(({ text }, n) => text && text !== inEnglish.entries[n].text), "each entry is in words of its language");
  const happened = new Set(entries.map(({ event }) => event.type));
  for (const type of [
    "session_opened", "device_checked", "participant_arrived", "admitted", "phase_changed", "variety_answered",
    "identity_confirmed", "oath_asked", "oath_taken", "went_on_record", "went_off_record", "mode_set", "channel_chosen",
    "direction_turned", "handover_asked", "handover_accepted", "sidebar_opened", "sidebar_ended", "stop_pressed",
    "resume_asked", "stop_lifted", "closed",
  ]) {
    assert.ok(happened.has(type), `the minutes tell of ${type}`);
  }
});

test("r72_h: anybody can verify the record, and no change to it passes", async () => {
  const { data } = stage.server;
  const key = join(data, "record-key.pub");
  const [name] = await readdir(join(data, "records"));
  const folder = join(data, "records", name);
  await stage.server.run("verify", folder, "--key", key);

  const [journal] = (await readdir(join(folder, "tracks"))).filter((file) => file.startsWith(`s0${witness.number}-mic`));
  const altered = join(data, "altered");
  await cp(folder, altered, { recursive: true });
  const bytes = await readFile(join(altered, "tracks", journal));
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  await writeFile(join(altered, "tracks", journal), bytes);
  await assert.rejects(stage.server.run("verify", altered, "--key", key), ({ code, stdout, stderr }) => {
    const said = stdout + stderr;
    assert.notEqual(code, 0);
    assert.match(said, new RegExp(`s0${witness.number}-mic`), "it names the source");
    assert.match(said, /\d\d:\d\d:\d\d/, "it names the second");
    return true;
  });

  const other = join(data, "other-key.pub");
  const { publicKey } = generateKeyPairSync("ed25519");
  await writeFile(other, publicKey.export({ type: "spki", format: "pem" }));
  await assert.rejects(stage.server.run("verify", folder, "--key", other));
});

const hearingId = () => interviewer.page.url().match(/hearing\/([^/]+)/)[1];

const trackOf = (seat) => record.playback.tracks.find(({ seat: number, kind }) => number === seat.number && kind === "audio");
const micOf = (seat) => record.tracks.get(trackOf(seat).track);

async function until(holds) {
  for (let tries = 0; !(await holds()); tries++) {
    assert.ok(tries < 200, `waited in vain until ${holds}`);
    await listenFor(100);
  }
}
