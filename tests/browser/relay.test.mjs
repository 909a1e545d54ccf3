// A relay from the page: nobody interprets Mam of Ixtahuacán into English, so the request becomes
// one for two booths by one button, and both are booked or neither is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findsNothing } from "./accessible.mjs";
import { answerConflicts, openPhone } from "./booking.mjs";
import { Desk } from "./desk.mjs";
import { ENGLISH, requestFor, signInLink, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const IXTAHUACAN = "mam-ixtahuacan";

let stage, desk, coordinator;
before(async () => {
  stage = await startStage();
  desk = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  coordinator = await staff(stage, "coordinator");
});
after(() => stage?.close());

/** The first chain of a new request, held by its button: {request, people: [[number, …], …]}. */
async function holdChain() {
  const asked = requestFor([IXTAHUACAN, ENGLISH], {
    minutes: 45,
    participants: [{ role: "witness", label: "W-17", languages: [IXTAHUACAN], place: null, person: null }],
  });
  const { id } = await coordinator.post("/api/requests", asked);
  await desk.page.goto(`${stage.server.url}/request/${id}`);
  const chain = desk.page.locator("[data-chain='1']");
  await chain.waitFor();
  const { chains } = await coordinator.get(`/api/requests/${id}/chains`);
  await desk.press("chain-hold", null, chain);
  await desk.page.locator("[data-leg]").first().waitFor();
  return { request: id, legs: chains[0].legs };
}

const asked = (request) => coordinator.get(`/api/requests/${request}`);

test("r12_mam_to_english_is_booked_from_the_page_as_mam_spanish_english_in_two_booths", async () => {
  const { request, legs } = await holdChain();
  assert.deepEqual(legs.map(({ languages }) => languages.join(">")), [`${IXTAHUACAN}>spa`, "spa>eng"]);
  assert.equal(await desk.page.locator("[data-leg]").count(), 2);
  await findsNothing(desk.page, "a relay that waits");
  const held = await asked(request);
  assert.deepEqual(held.offers.map(({ state, way }) => `${state} ${way}`), ["open chain", "open chain"]);

  const phones = [];
  for (const { people } of legs) phones.push(await openPhone(stage, people[0]));
  for (const [done, phone] of phones.entries()) {
    await phone.goTo("nav-offers");
    await phone.page.locator("[data-offer]").first().waitFor();
    await answerConflicts(phone);
    await phone.press("offer-accept");
    await phone.press("undo-send-now");
    await phone.page.locator("[data-outcome=accepted]").waitFor();
    const { state, hearing } = await asked(request);
    assert.equal(state, done === 0 ? "offered" : "booked", "no hearing by halves");
    assert.equal(hearing !== null, done === 1);
  }
  await desk.page.locator("[data-page=request][data-state=booked]").waitFor();
  const hearing = await coordinator.get(`/api/hearings/${(await asked(request)).hearing}`);
  const interpreters = hearing.participants.filter(({ role }) => role === "interpreter");
  assert.equal(interpreters.length, 2);
});

test("r12_of_two_booths_none_is_booked_when_one_declines_and_the_time_is_over", async () => {
  const { request, legs } = await holdChain();
  const [mam, english] = await Promise.all(legs.map(({ people }) => openPhone(stage, people[0])));
  await mam.goTo("nav-offers");
  await mam.page.locator("[data-offer]").first().waitFor();
  await answerConflicts(mam);
  await mam.press("offer-accept");
  await mam.press("undo-send-now");
  await mam.page.locator("[data-outcome=accepted]").waitFor();
  await english.goTo("nav-offers");
  await english.page.locator("[data-offer]").first().waitFor();
  await english.press("offer-decline");
  await english.press("undo-send-now");
  await desk.page.locator("[data-what=declined]").waitFor();

  // Her booth can be filled with somebody else meanwhile; nobody does it, and all are free.
  const [{ answer_by }] = (await asked(request)).offers.filter(({ state }) => state === "accepted");
  await stage.server.moveClock(new Date(Date.parse(answer_by.instant) + 60_000).toISOString());
  // Logins have run out meanwhile.
  stage.accounts = {};
  coordinator = await staff(stage, "coordinator");
  desk = await Desk.open(stage, "coordinator an hour later", await signInLink(stage, "coordinator"));
  await desk.page.goto(`${stage.server.url}/request/${request}`);
  await desk.page.locator("[data-what=chain_freed]").waitFor();
  const freed = await asked(request);
  assert.deepEqual(freed.legs.map(({ taken }) => taken), [0, 0]);
  assert.equal(freed.hearing, null);
  assert.equal(await desk.page.locator("[data-leg][data-full=true]").count(), 0);
  // And it can be held again.
  await desk.page.locator("button:enabled", { hasText: words("chain-hold") }).first().waitFor();
});
