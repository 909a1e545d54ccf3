// Requirements that the story does not meet on its way, by their numbers, in
// one hearing with a booth of two.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hearing, listenFor, neverHeardSince } from "./ears.mjs";
import { openPage } from "./participant.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, staff, startStage } from "./scene.mjs";
import { Seat, openSeat, takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage, clerk, opened;
let lead, witness, mam1, mam2, everybody;

before(async () => {
  stage = await startStage();
  clerk = await staff(stage, "clerk");
  const interpreters = await interpretersFor(stage, [MAM, SPANISH]);
  opened = await openHearing(clerk, {
    people: [
      { role: "witness", label: "W-17", languages: [MAM] },
      { role: "observer", label: "O-1", languages: [SPANISH] },
    ],
    booths: [{ languages: [MAM, SPANISH], mode: "consecutive", interpreters: interpreters.slice(0, 2).map(({ person }) => person) }],
  });
  lead = await takeSeat(stage.browser, "clerk", await linkFor(clerk, opened, "clerk"));
});
after(() => stage?.close());

test("r17_a_silent_microphone_is_told_in_plain_words_and_kept_in_the_minutes", async () => {
  witness = await openSeat(stage.browser, "witness", await linkFor(clerk, opened, "witness"));
  await witness.press("check-begin");
  await witness.page.locator("[data-result=silent]").waitFor();
  await witness.page.getByText(words("check-microphone-silent-help")).waitFor();
  await witness.press("check-next-anyway");
  await witness.page.locator("[data-result=ok]").waitFor();
  await witness.press("check-next");
  await witness.press("check-speaker-play");
  await witness.press("check-speaker-yes");
  await witness.press("check-finish");
  await witness.inPage("lobby");
  const checked = () => lead.minutes.findLast(({ event }) => event.type === "device_checked" && event.seat === witness.number);
  await lead.until("for the check in the minutes", () => checked() !== undefined);
  const { event } = checked();
  assert.deepEqual([event.microphone, event.camera, event.speaker, event.passed], ["silent", "ok", "ok", false]);
});

test("r20_a_link_works_once_and_the_lobby_gives_no_media", async () => {
  const link = await linkFor(clerk, opened, "observer");
  const observer = await takeSeat(stage.browser, "observer", link);
  const again = await openPage(stage.browser, "somebody else", { url: link });
  await again.page.getByRole("button", { name: words("enter-open") }).click();
  await again.page.getByRole("alert").waitFor();
  assert.equal(again.frames.length, 0, "the second use opens no hearing");
  assert.equal(observer.sent("offer").length, 0, "no media is offered in the lobby");
  assert.equal(await observer.page.evaluate(() => window.atTest.peers.length), 0);
  assert.ok(!JSON.stringify(observer.view).includes("W-17"), "the lobby names nobody");
  await again.close();
  await observer.close();
});

test("r21_the_lobby_says_in_ones_own_language_who_will_be_there_and_what_happens_next", async () => {
  for (const [lang, other] of [["es", "en"], ["en", "es"]]) {
    const observer = await openPage(stage.browser, `observer-${lang}`, { url: await linkFor(clerk, opened, "observer"), lang });
    const seat = new Seat(observer, lang);
    await seat.press("enter-open");
    await seat.welcomed();
    await seat.passDeviceCheck();
    const text = await seat.page.locator("[data-page=lobby]").innerText();
    for (const key of ["lobby", "lobby-next", "lobby-who", "lobby-silent", "role-witness", "role-interpreter"]) {
      assert.ok(text.includes(words(key, null, lang)), `${lang}: ${words(key, null, lang)}`);
    }
    assert.ok(!text.includes(words("lobby-next", null, other)));
    await seat.close();
  }
});

test("r26_in_the_preparation_the_witness_hears_nothing", async () => {
  [mam1, mam2] = await Promise.all(
    [0, 1].map(async (nth) => takeSeat(stage.browser, `mam-${nth + 1}`, await linkFor(clerk, opened, "interpreter", nth))),
  );
  everybody = [lead, witness, mam1, mam2];
  for (const seat of [witness, mam1, mam2]) await lead.admit(seat);
  await lead.goTo("preparation");
  const from = Date.now();
  for (const seat of everybody) await seat.speak();
  await hearing(everybody, [
    [lead, [mam1]],
    [mam1, [lead]],
    [witness, []],
  ]);
  await witness.unwiredSlotsStaySilent();
  for (const speaker of [lead, mam1, mam2]) await neverHeardSince(from, witness, speaker);
});

test("r27_interpreter_and_witness_are_alone_in_the_variety_check_only", async () => {
  await lead.goTo("variety_check");
  await hearing(everybody, [[witness, [lead, mam1]], [mam1, [lead, witness]]]);
  await lead.goTo("in_session");
  await hearing(everybody, [[witness, [lead, mam1]], [mam1, [lead, witness]]]);

  // The lead's browser is gone: interpreter and witness fall silent for each other.
  await lead.close();
  await witness.see((view) => view.people.some(({ role, state }) => role === "clerk" && state === "lost"));
  await hearing([witness, mam1, mam2], [[witness, []], [mam1, []]]);
  const alone = Date.now();
  await listenFor(1000);
  await neverHeardSince(alone, witness, mam1);
  await neverHeardSince(alone, mam1, witness);

  lead = await takeSeat(stage.browser, "clerk", await linkFor(clerk, opened, "clerk"));
  everybody = [lead, witness, mam1, mam2];
  await lead.speak();
  await hearing(everybody, [[witness, [lead, mam1]], [mam1, [lead, witness]]]);
});

test("r29_on_the_record_an_interpreter_is_mute_until_sworn", async () => {
  await lead.goOnRecord();
  await hearing(everybody, [[lead, [witness]], [witness, [lead]]]);
  await lead.swearIn(mam1);
  await hearing(everybody, [[lead, [witness, mam1]], [witness, [lead, mam1]]]);
  const taken = () => lead.minutes.findLast(({ event }) => event.type === "oath_taken");
  await lead.until("for the oath in the minutes", () => taken() !== undefined);
  const oath = taken();
  assert.deepEqual([oath.event.seat, oath.event.form, oath.event.administered_by], [mam1.number, "affirmation", lead.number]);
});

test("no page complained", () => {
  for (const seat of everybody) assert.deepEqual(seat.participant.errors, [], seat.name);
});
