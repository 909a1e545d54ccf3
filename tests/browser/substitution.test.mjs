// An interpreter falls ill in the middle of a hearing: somebody else steps in, in the same room,
// with everybody else's links as they were. Afterwards the witness answers by pictures. And a
// witness who wants to be heard and not seen is not seen, packet by packet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";
import { hearing, listenFor, neverHeardSince } from "./ears.mjs";
import {
  ENGLISH,
  GUATEMALA,
  MAM,
  SPANISH,
  interpreterLink,
  interpretersFor,
  linkFor,
  nextMinute,
  openHearing,
  requestFor,
  staff,
  startStage,
} from "./scene.mjs";
import { Account } from "./account.mjs";
import { Seat, takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage, clerk, opened, interpreters;
let lead, witness, leaving, coming;

before(async () => {
  stage = await startStage();
  clerk = await staff(stage, "clerk");
  interpreters = await interpretersFor(stage, [MAM, SPANISH]);
  opened = await openHearing(clerk, {
    kind: "interview",
    people: [{ role: "witness", label: "W-17", languages: [MAM] }],
    booths: [{ languages: [MAM, SPANISH], mode: "consecutive", interpreters: [interpreters[0].person] }],
  });
  lead = await takeSeat(stage.browser, "lead", await linkFor(clerk, opened, "interviewer"));
});
after(() => stage?.close());

test("r11_an_interpreter_is_replaced_live_in_the_same_room_with_a_new_oath", async () => {
  [witness, leaving] = await Promise.all([
    takeSeat(stage.browser, "witness", await linkFor(clerk, opened, "witness")),
    takeSeat(stage.browser, "leaving", await linkFor(clerk, opened, "interpreter")),
  ]);
  for (const seat of [witness, leaving]) await lead.admit(seat);
  await lead.goTo("in_session");
  await lead.goOnRecord();
  await lead.swearIn(leaving);
  for (const seat of [lead, witness, leaving]) await seat.speak();
  await hearing([lead, witness, leaving], [[lead, [witness, leaving]], [witness, [lead, leaving]]]);

  await leaving.page.getByText(words("withdraw"), { exact: true }).click();
  await leaving.press("withdraw-ill");
  await leaving.press("withdraw-yes");
  await leaving.inPage("ended");
  const gone = Date.now();
  await hearing([lead, witness], [[lead, [witness]], [witness, [lead]]]);

  const panel = lead.page.locator("[data-vacancy]");
  await panel.getByText(words("vacancy-ill")).waitFor();
  const number = Number((await panel.locator("li").first().innerText()).match(/\d+/)[0]);
  assert.notEqual(number, interpreters[0].number, "whoever left is not among them");
  await lead.press("vacancy-call", { within: panel.locator("li").first() });
  await panel.getByText(words("call-open")).waitFor();

  const phone = await Desk.open(stage, `phone of ${number}`, await interpreterLink(stage, { number }), { phone: true });
  await phone.goTo("nav-offers");
  await phone.press("step-in-yes", null, phone.page.locator("[data-call]"));
  coming = new Seat(phone.participant);
  await coming.welcomed();
  await coming.passDeviceCheck();
  await panel.waitFor({ state: "detached" });
  await lead.admit(coming);
  await coming.speak();
  const admitted = Date.now();
  await listenFor(1500);
  await neverHeardSince(admitted, lead, coming);
  await neverHeardSince(admitted, witness, coming);
  await lead.swearIn(coming);
  await hearing([lead, witness, coming], [[lead, [witness, coming]], [witness, [lead, coming]], [coming, [lead, witness]]]);
  await neverHeardSince(gone + 1000, lead, leaving);

  const of = (type) => lead.minutes.filter(({ event }) => event.type === type);
  assert.deepEqual(of("oath_taken").map(({ event }) => event.seat), [leaving.number, coming.number], "a second oath");
  const [replaced] = of("interpreter_substituted");
  assert.deepEqual([replaced.event.old, replaced.event.new.seat, replaced.event.during], [leaving.number, coming.number, true]);
  assert.ok(replaced.text.includes(String(number)), replaced.text);
  assert.equal(witness.got("welcome").length, 1, "her line was never cut");
});

test("r75_the_witness_answers_by_two_pictures_and_the_interpreter_about_the_conditions", async () => {
  await lead.closeHearing();
  await witness.inPage("ended");
  const pictures = witness.page.locator("[data-feedback] .pictures button");
  await pictures.nth(3).waitFor();
  assert.equal(await pictures.count(), 4);
  for (const button of await pictures.all()) {
    assert.equal((await button.innerText()).trim(), "", "nothing to read");
    assert.ok((await button.boundingBox()).height >= 100, "large enough for any finger");
  }
  await witness.page.locator("[data-answer=understood-yes]").click();
  await witness.page.locator("[data-answer=interpreter-yes][aria-pressed=false]").click();
  await witness.page.getByText(words("feedback-thanks")).waitFor();
  await coming.inPage("ended");
  await coming.press("grade-fair");
  await coming.page.getByText(words("feedback-thanks")).waitFor();
});

test("r78_the_time_sheet_has_a_line_for_whoever_stepped_in", async () => {
  const { number } = interpreters[0];
  const sheet = async (account) => (await account.get("/api/timesheets?month=2026-11")).lines.filter(({ hearing }) => hearing === opened.id);
  const first = await Account.byLink(stage.server, await interpreterLink(stage, { number }));
  await lead.until("for the time sheet", async () => (await sheet(first)).length === 1);
  const [line] = await sheet(first);
  assert.equal(line.number, number);
  assert.deepEqual([line.simultaneous_minutes, line.cancellation, line.pro_bono], [0, null, line.pro_bono]);
});

test("r02_no_packet_of_an_unseen_witness_reaches_the_interpreter", async () => {
  const coordinator = await staff(stage, "coordinator");
  const free = (await interpretersFor(stage, [MAM, SPANISH]))[0];
  const request = await coordinator.post("/api/requests", {
    ...requestFor([MAM, SPANISH]),
    starts: { local: nextMinute(stage.server, GUATEMALA), zone: GUATEMALA },
    minutes: 30,
    preferences: { gender: null, gender_required: false, not_from: [], unseen_by_interpreter: true },
    participants: [{ role: "witness", label: "W-18", languages: [MAM], place: null, person: null }],
  });
  await coordinator.post(`/api/requests/${request.id}/offers`, { interpreters: [free.person] });
  const account = await Account.byLink(stage.server, await interpreterLink(stage, free));
  const offer = (await account.get("/api/offers")).find(({ state }) => state === "open");
  await account.post(`/api/offers/${offer.id}/accept`);
  const { hearing: id } = await coordinator.get(`/api/requests/${request.id}`);
  const booked = { id, participants: (await coordinator.get(`/api/hearings/${id}`)).participants };

  const bench = await takeSeat(stage.browser, "bench", await linkFor(coordinator, booked, "interviewer"));
  const [her, mam] = await Promise.all([
    takeSeat(stage.browser, "unseen", await linkFor(coordinator, booked, "witness")),
    takeSeat(stage.browser, "mam", await linkFor(coordinator, booked, "interpreter")),
  ]);
  for (const seat of [her, mam]) await bench.admit(seat);
  for (const phase of ["variety_check", "in_session"]) {
    await bench.goTo(phase);
    for (const seat of [bench, her, mam]) await seat.speak();
    await hearing([bench, her, mam], [[mam, [bench, her]]]);
    const { video } = mam.got("wired").at(-1);
    const seen = video.filter(Boolean).map(({ seat }) => seat);
    assert.deepEqual(seen, [bench.number], `${phase}: only the bench is seen`);
    await mam.unwiredSlotsStaySilent();
  }
  const ever = mam.got("wired").flatMap(({ video }) => video.filter(Boolean).map(({ seat }) => seat));
  assert.ok(!ever.includes(her.number), "no slot ever carried her picture");
  const frames = await bench.received();
  assert.ok(frames.video.some((packets) => packets > 0), "the bench sees her");
  for (const seat of [bench, her, mam]) await seat.close();
});

test("r13_nothing_goes_on_record_before_a_provisional_interpreter_is_decided_about", async () => {
  const abroad = (await interpretersFor(stage, [SPANISH, ENGLISH])).filter(({ country }) => country === "US");
  let booked, found;
  for (const { person } of abroad) {
    booked = await openHearing(clerk, {
      kind: "interview",
      people: [{ role: "witness", label: "W-19", languages: [ENGLISH] }],
      booths: [{ languages: [SPANISH, ENGLISH], mode: "consecutive", interpreters: [person] }],
    });
    [found] = await clerk.get(`/api/hearings/${booked.id}/qualifications`);
    if (found.voir_dire) break;
  }
  assert.equal(found?.level, "provisional", "the sample bank has one whose credential holds provisionally here");
  const bench = await takeSeat(stage.browser, "bench", await linkFor(clerk, booked, "interviewer"));
  await bench.goTo("in_session");
  const panel = bench.page.locator("[data-voir-dire]");
  await panel.getByText(found.issuer).waitFor();
  assert.ok(!bench.view.allowed.includes("go_on_record"));
  assert.equal(await bench.button("do-go_on_record").count(), 0, "there is no such button yet");
  await bench.press("voir-dire-accept", { within: panel });
  await bench.goOnRecord();
  const decided = bench.minutes.find(({ event }) => event.type === "voir_dire_decided");
  assert.equal(decided.event.outcome, "accepted");
  await bench.close();
});

test("no page complained", () => {
  for (const seat of [lead, witness, coming]) assert.deepEqual(seat.participant.errors, [], seat.name);
});
