// Three hearings at once: an expert testimony without interpreter, opened by a
// clerk; an interpreted interview; and two booths in relay. Booths, modes and
// directions are data, and hearings run on different workers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hearing } from "./ears.mjs";
import { Desk } from "./desk.mjs";
import { fetchRecord, presenceMs } from "./record.mjs";
import { ENGLISH, GUATEMALA, MAM, SPANISH, interpretersFor, linkFor, nextMinute, openHearing, signInLink, staff, startStage } from "./scene.mjs";
import { takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage, clerk;
let testimony, lead, expert;
let relay, bench, judge, counsel, witness, mam, english, inRelay;

before(async () => {
  stage = await startStage();
  clerk = await staff(stage, "clerk");
});
after(() => stage?.close());

test("i: a clerk opens a testimony without interpreter; the expert joins from a kit", async () => {
  const desk = await Desk.open(stage, "clerk's desk", await signInLink(stage, "clerk"));
  await desk.goTo("nav-open");
  await desk.on("open");
  const { page } = desk;
  const now = nextMinute(stage.server, GUATEMALA);
  await page.locator("#day").fill(now.slice(0, 10));
  await page.locator("#hour").fill(now.slice(11));
  await page.locator("#zone").selectOption(GUATEMALA);
  await page.locator("#label-0").fill("P-1");
  const kits = page.locator("#place-0 option", { hasText: words("place-kit") });
  await kits.first().waitFor({ state: "attached" });
  await page.locator("#place-0").selectOption(await kits.first().getAttribute("value"));
  await desk.press("open-do");
  await desk.on("people");
  const id = page.url().match(/hearing\/([^/]+)/)[1];
  testimony = { id, participants: (await clerk.get(`/api/hearings/${id}`)).participants };
  assert.deepEqual(testimony.participants.map(({ role }) => role).toSorted(), ["clerk", "expert"]);
  assert.equal(testimony.participants.find(({ role }) => role === "expert").place.kind, "kit");

  lead = await takeSeat(stage.browser, "clerk", await linkFor(clerk, testimony, "clerk"));
  expert = await takeSeat(stage.browser, "expert", await linkFor(clerk, testimony, "expert"));
  await lead.admit(expert);
  await lead.goTo("in_session");
  await lead.identify(expert, "document");
  await lead.swearIn(expert);
  await lead.goOnRecord();
  await expert.speak();
  await lead.speak();
  await hearing([lead, expert], [[lead, [expert]], [expert, [lead]]]);
});

test("i: the expert shows a document", async () => {
  await expert.press("own-share-screen");
  await lead.see((view) => view.document?.seat === expert.number);
  const shown = lead.page.locator(`video[aria-label="${words("document")}"]`);
  await lead.until("for the document's picture", () => shown.evaluate((video) => video.videoWidth > 0).catch(() => false));
  await expert.press("own-unshare");
  await lead.see((view) => view.document === null);
});

test("i: at the same time two booths work in relay in another hearing on another worker", async () => {
  const [mamPerson] = await interpretersFor(stage, [MAM, SPANISH]);
  const englishPeople = await interpretersFor(stage, [SPANISH, ENGLISH]);
  const englishPerson = englishPeople.find(({ person }) => person !== mamPerson.person);
  relay = await openHearing(clerk, {
    people: [
      { role: "presiding", label: "J-1", languages: [ENGLISH] },
      { role: "counsel", label: "C-1", languages: [SPANISH] },
      { role: "witness", label: "W-17", languages: [MAM] },
    ],
    booths: [
      { languages: [MAM, SPANISH], mode: "consecutive", interpreters: [mamPerson.person] },
      { languages: [SPANISH, ENGLISH], mode: "simultaneous", interpreters: [englishPerson.person] },
    ],
  });
  const seat = async (name, role, nth) => takeSeat(stage.browser, name, await linkFor(clerk, relay, role, nth));
  [bench, judge, counsel, witness, mam, english] = await Promise.all([
    seat("court clerk", "clerk"),
    seat("judge", "presiding"),
    seat("counsel", "counsel"),
    seat("witness", "witness"),
    seat("mam-1", "interpreter", 0),
    seat("en-1", "interpreter", 1),
  ]);
  inRelay = [judge, counsel, witness, mam, english];
  for (const each of [counsel, witness, mam, english]) await bench.admit(each);
  await bench.goTo("in_session");
  await bench.setFloorLanguage(MAM);
  for (const each of inRelay) await each.speak();

  // Mam → Spanish on the floor, Spanish → English on the English channel.
  await hearing(inRelay, [
    [witness, [judge, counsel, mam]],
    [mam, [judge, counsel, witness]],
    [english, [judge, counsel, witness, mam]],
    [counsel, [judge, witness, mam]],
    [judge, [english, { ducked: counsel }, { ducked: witness }, { ducked: mam }]],
  ]);
  assert.notEqual(portOf(bench), portOf(lead), "the hearings share no worker");
});

test("i: one switch later the second booth works from the first one's channel", async () => {
  await bench.setMode(0, MAM, "simultaneous");
  await hearing(inRelay, [
    [witness, [judge, counsel]],
    [english, [mam, { ducked: judge }, { ducked: counsel }, { ducked: witness }]],
    [counsel, [mam, { ducked: judge }, { ducked: witness }]],
    [judge, [english, { ducked: counsel }, { ducked: witness }]],
  ]);
  // The other hearing went on, and no sound crossed over.
  await hearing([lead, expert, ...inRelay], [[lead, [expert]], [expert, [lead]]]);
});

test("i: the testimony's record plays back and verifies", async () => {
  await lead.closeHearing();
  const { playback, tracks } = await fetchRecord(clerk, testimony.id);
  assert.equal(playback.verified, true);
  for (const seat of [lead, expert]) {
    const { track } = playback.tracks.find(({ seat: number, kind }) => number === seat.number && kind === "audio");
    assert.ok(presenceMs(tracks.get(track), seat.voice.tone) > 2000, `${seat.name} is in the record`);
  }
  assert.ok(playback.tracks.some(({ seat, kind }) => seat === expert.number && kind === "video"));
});

test("no page complained", () => {
  for (const seat of [lead, expert, bench, ...inRelay]) assert.deepEqual(seat.participant.errors, [], seat.name);
});

/** The worker's UDP port, from the candidate of its answer. */
function portOf(seat) {
  return seat.got("answer").at(-1).sdp.match(/^a=candidate:\S+ 1 udp \d+ \S+ (\d+)/im)[1];
}
