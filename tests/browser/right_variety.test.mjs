// Story S1: from a word that covers many varieties to the right woman, with the reasons in
// Spanish; and nothing of the town that is ruled out stays anywhere.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { askForLanguage, openInterviewersDesk, sendRequest, shownCandidates } from "./booking.mjs";
import { MAM, SPANISH, interpretersFor, requestFor, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const TOWN = "Xemamatzé";

let stage, coordinator, desk, ranked;
before(async () => {
  stage = await startStage();
  coordinator = await staff(stage, "coordinator");
});
after(() => stage?.close());

test("s1_mam_alone_is_a_question_and_cannot_be_booked", async () => {
  const found = await coordinator.get("/api/languages?q=mam");
  assert.equal(found.ask, true);
  assert.ok(found.matches.length >= 8 && found.matches.every(({ places }) => places.length > 0));
  await assert.rejects(coordinator.post("/api/requests", requestFor(["mam", SPANISH])), /language_group/);
});

test("s1_the_first_place_says_in_spanish_why", async () => {
  desk = await openInterviewersDesk(stage);
  await desk.goTo("nav-find");
  const varieties = await askForLanguage(desk, "mam");
  assert.ok(varieties.some(({ language }) => language === MAM));
  await desk.page.getByText(words("find-more")).click();
  await desk.page.locator("#not-from").fill(TOWN);
  await sendRequest(stage, desk);
  ranked = await shownCandidates(desk);
  const [first] = ranked;
  for (const fact of ["variety", "credential", "trauma_training"]) {
    assert.ok(first.reasons.includes(fact), `${fact} is among ${first.reasons}`);
  }
  const shown = await desk.page.locator(`[data-number="${first.number}"]`).first().innerText();
  assert.match(shown, /mam/i);
});

test("s1_why_not_him_is_answered_by_the_preference", async () => {
  const men = (await interpretersFor(stage, [MAM, SPANISH])).filter(({ gender }) => gender === "man");
  assert.ok(men.length > 0, "the sample has men of this variety");
  const request = await coordinator.post("/api/requests", requestFor([MAM, SPANISH], {
    preferences: { gender: "woman", gender_required: true, not_from: [] },
  }));
  const { candidates } = await coordinator.get(`/api/requests/${request.id}/candidates`);
  assert.ok(!candidates.some(({ number }) => number === men[0].number));
  const why = await coordinator.get(`/api/requests/${request.id}/candidates/${men[0].number}`);
  assert.equal(why.fits, false);
  const [reason] = why.reasons.filter(({ fact }) => fact === "gender");
  assert.equal(reason.effect, "excludes");
  assert.equal(reason.detail, "hombre; se prefiere: mujer");
});

test("s1_the_town_is_nowhere_in_the_log_or_on_the_disk", async () => {
  assert.ok(!(await readFile(stage.server.log, "utf8")).includes(TOWN));
  for (const name of await readdir(stage.server.data)) {
    if (!/\.(db|sqlite|db-wal)/.test(name)) continue;
    assert.ok(!(await readFile(join(stage.server.data, name))).includes(TOWN), name);
  }
  assert.deepEqual(desk.participant.errors, []);
});
