// Requirement 61: axe on every page and every view of the room, and the paths
// that must work by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findsNothing, findsNothingInAnyLanguage, tabTo } from "./accessible.mjs";
import { Desk } from "./desk.mjs";
import { forgotten, visitEach } from "./pages.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, signInLink, staff, startStage } from "./scene.mjs";
import { openSeat, takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage, clerk, opened, lead, witness;
before(async () => {
  stage = await startStage();
  clerk = await staff(stage, "clerk");
  const interpreters = await interpretersFor(stage, [MAM, SPANISH]);
  opened = await openHearing(clerk, {
    people: [
      { role: "witness", label: "W-17", languages: [MAM] },
      { role: "counsel", label: "C-1", languages: [SPANISH] },
      { role: "observer", label: "O-1", languages: [SPANISH] },
    ],
    booths: [{ languages: [MAM, SPANISH], mode: "simultaneous", interpreters: interpreters.slice(0, 2).map(({ person }) => person) }],
  });
});
after(() => stage?.close());

test("r61_every_page_is_looked_at", () => {
  assert.deepEqual(forgotten(), { unvisited: [], gone: [] }, "tests/browser/pages.mjs names the pages");
});

test("r61_axe_finds_nothing_on_any_page_in_any_language", async () => {
  const found = [];
  await visitEach(stage, (page, name) => findsNothingInAnyLanguage(page, name).catch((error) => found.push(error.message)));
  assert.deepEqual(found, []);
});

test("r61_axe_finds_nothing_from_the_device_check_to_every_view_of_the_room", async () => {
  lead = await openSeat(stage.browser, "clerk", await linkFor(clerk, opened, "clerk"));
  await findsNothing(lead.page, "check");
  await lead.passDeviceCheck();
  const others = [];
  for (const [name, role] of [["witness", "witness"], ["counsel", "counsel"], ["observer", "observer"], ["interpreter", "interpreter"]]) {
    others.push(await takeSeat(stage.browser, name, await linkFor(clerk, opened, role)));
  }
  await findsNothing(others[0].page, "the witness's lobby");
  await findsNothing(others[1].page, "lobby");
  for (const seat of others) await lead.admit(seat);
  await lead.goTo("in_session");
  for (const seat of [lead, ...others]) await findsNothing(seat.page, `room of the ${seat.name}`);
  [witness] = others;
  await witness.stop();
  await findsNothing(witness.page, "room of the witness, stopped");
  await lead.press("do-ask_to_resume");
  await witness.press("resume-yes");
  await witness.see((view) => view.phase === "in_session");
});

test("r61_r32_stop_is_the_first_tab_stop_and_large", async () => {
  const { page } = witness;
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Tab");
  const focused = await page.evaluate(() => {
    const { width, height } = document.activeElement.getBoundingClientRect();
    return { text: document.activeElement.textContent.trim(), width, height };
  });
  assert.equal(focused.text, words("stop"));
  assert.ok(focused.width >= 88 && focused.height >= 88, JSON.stringify(focused));
  await page.keyboard.press("Enter");
  await witness.see((view) => view.phase === "stopped");
});

test("r61_an_interpreter_is_requested_by_keyboard_alone", async () => {
  const { page } = await Desk.open(stage, "interviewer", await signInLink(stage, "interviewer"));
  await page.goto(`${stage.server.url}/find`);
  await page.locator("[data-page=find]").waitFor();
  await tabTo(page, "#spoken");
  await page.keyboard.type("mame");
  await page.getByText(words("language-which")).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await tabTo(page, "#day");
  await page.locator("#day").fill("2026-11-25"); // a date field's own keys differ by language
  await tabTo(page, "#label-0");
  await page.keyboard.type("W-17");
  await tabTo(page, "button.primary");
  await page.keyboard.press("Enter");
  await page.locator("[data-page=request]").waitFor();
  await page.locator("[data-rank]").first().waitFor();
});
