// Story S2 and a call: three are asked, two accept at once, one has it and the other is told on
// her screen; whoever has it knows the victim, and another steps in before the start. A call rings
// on two phones and the first is connected.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerConflicts, openInterviewersDesk, openPhone } from "./booking.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, requestFor, staff, startStage } from "./scene.mjs";
import { Seat, takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage;
let mam;
/** What came of the race: the request, and who won it. */
let booked, winner;

before(async () => {
  stage = await startStage();
  mam = await interpretersFor(stage, [MAM, SPANISH], { minutes: 45 });
});
after(() => stage.close());

test("r06 of three who are asked two accept at once: one has it, one is told so on her screen", async () => {
  const coordinator = await staff(stage, "coordinator");
  const free = await coordinator.get(
    "/api/places?country=GT&from=2026-11-25T10:00&zone=America%2FGuatemala&minutes=45",
  );
  const kits = (await coordinator.get(
    "/api/places?country=MX&from=2026-11-25T10:00&zone=America%2FGuatemala&minutes=45",
  )).kits;
  const place = (label, role, { id }) => ({ role, label, languages: [role === "witness" ? MAM : SPANISH], place: id, person: null });
  const request = await coordinator.post("/api/requests", requestFor([MAM, SPANISH], {
    minutes: 45,
    participants: [place("W-17", "witness", free.venues[0]), place("C-1", "counsel", kits[0])],
  }));
  const asked = mam.slice(0, 3);
  await coordinator.post(`/api/requests/${request.id}/offers`, { interpreters: asked.map(({ person }) => person) });

  const phones = await Promise.all(asked.slice(0, 2).map((candidate) => openPhone(stage, candidate)));
  for (const phone of phones) {
    await phone.goTo("nav-offers");
    await phone.page.locator("[data-offer]").first().waitFor();
    // Nobody accepts before the questions are answered.
    await phone.press("offer-accept");
    await phone.page.getByText(words("conflicts-first")).waitFor();
    await answerConflicts(phone);
    await phone.press("offer-accept");
    await phone.page.locator("[data-undo]").waitFor();
  }
  // She may think again, and nothing has been sent.
  await phones[0].press("undo");
  await phones[0].page.locator("[data-undo]").waitFor({ state: "detached" });
  assert.equal((await coordinator.get(`/api/requests/${request.id}`)).state, "offered");
  await phones[0].press("offer-accept");

  await Promise.all(phones.map(sendNow));
  const outcomes = await Promise.all(
    phones.map((phone) => phone.page.locator("[data-outcome]").first().getAttribute("data-outcome")),
  );
  assert.deepEqual(outcomes.toSorted(), ["accepted", "taken"]);
  const late = phones[outcomes.indexOf("taken")];
  await late.page.getByText(words("offer-taken")).waitFor();

  winner = asked[outcomes.indexOf("accepted")];
  booked = await coordinator.get(`/api/requests/${request.id}`);
  assert.equal(booked.state, "booked");
  assert.equal(booked.timeline.filter(({ what }) => what === "place_held").length, 2);
  const hearing = await coordinator.get(`/api/hearings/${booked.hearing}`);
  const places = hearing.participants.filter(({ place }) => place).map(({ place }) => place.id);
  assert.deepEqual(places.toSorted(), [free.venues[0].id, kits[0].id].toSorted(), "room and kit belong to the same hearing");
});

/** Sends what may still be undone; if it is taken meanwhile, she is told before she can. */
async function sendNow(phone) {
  const told = phone.page.locator("[data-outcome]").first();
  await Promise.race([phone.press("undo-send-now").catch(() => told.waitFor()), told.waitFor()]);
}

test("a call rings on both phones; the first to answer is in the hearing, the other sees that it is taken", async () => {
  const phones = await Promise.all(mam.slice(3, 5).map((candidate) => openPhone(stage, candidate)));
  for (const phone of phones) {
    await phone.goTo("nav-offers");
    await phone.press("on-call-begin");
    await phone.page.locator("[data-on-call=true]").waitFor();
    // A call must reach her on whatever page she is.
    await phone.goTo("nav-time");
    await phone.on("time");
  }
  const desk = await openInterviewersDesk(stage);
  await desk.goTo("nav-now");
  await desk.page.locator("#spoken").fill("mam de Todos Santos");
  await desk.page.locator(`#spoken-list [data-language="${MAM}"]`).click();
  await desk.page.locator("#label").fill("W-18");
  await desk.press("now-do");
  await desk.page.locator("[data-call]").waitFor();
  await Promise.all(phones.map((phone) => phone.page.locator("[data-ring]").waitFor()));

  await phones[0].press("ring-answer");
  await phones[0].page.waitForURL(/\/hearing\//);
  await phones[1].page.locator("[data-ring][data-outcome=taken]").waitFor();
  await desk.page.locator("[data-call=booked]").waitFor();
  await desk.press("call-enter");
  await desk.page.waitForURL(/\/hearing\//);
  assert.equal(
    new URL(desk.page.url()).pathname,
    new URL(phones[0].page.url()).pathname,
    "both are in the same hearing",
  );
});

test("s2_whoever_knows_the_victim_withdraws_in_the_preparation_and_another_steps_in", async () => {
  await stage.server.moveClock("2026-11-25T16:00:00Z");
  stage.accounts = {}; // yesterday's logins have ended
  const coordinator = await staff(stage, "coordinator");
  const hearing = await coordinator.get(`/api/hearings/${booked.hearing}`);
  const lead = await takeSeat(stage.browser, "lead", await linkFor(coordinator, hearing, "interviewer"));
  const leaving = await takeSeat(stage.browser, "leaving", await linkFor(coordinator, hearing, "interpreter"));
  await lead.admit(leaving);
  await lead.goTo("preparation");
  await leaving.press("conflict-declare");
  await leaving.press("withdraw-yes");
  await leaving.inPage("ended");

  const panel = lead.page.locator("[data-vacancy]");
  const first = panel.locator("li").first();
  const number = Number((await first.innerText()).match(/\d+/)[0]);
  assert.notEqual(number, winner.number, "whoever left is not among them");
  await lead.press("vacancy-call", { within: first });
  await panel.getByText(words("call-open")).waitFor();
  const phone = await openPhone(stage, { number });
  await phone.goTo("nav-offers");
  await phone.press("step-in-yes", null, phone.page.locator("[data-call]"));
  const coming = new Seat(phone.participant);
  await coming.welcomed();
  await panel.waitFor({ state: "detached" });

  const of = (type) => lead.minutes.filter(({ event }) => event.type === type);
  const [replaced] = of("interpreter_substituted");
  assert.equal(replaced.event.during, false, "before the hearing was in session");
  assert.equal(replaced.event.old, leaving.number);
  assert.ok(replaced.text.includes(String(number)), replaced.text);
  const [withdrew] = of("interpreter_withdrew");
  assert.deepEqual(Object.keys(withdrew.event).toSorted(), ["seat", "type", "why"], "a word, and no reason in words");
  assert.equal(lead.got("welcome").length, 1, "the hearing went on");
});
