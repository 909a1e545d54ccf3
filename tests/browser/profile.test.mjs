// People: an interpreter keeps her profile by keyboard, a coordinator sees her without a name, and
// a duty desk sends one of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findsNothing, tabTo } from "./accessible.mjs";
import { Desk } from "./desk.mjs";
import { MAM, SPANISH, interpreterLink, interpretersFor, requestFor, signInLink, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const VILLAGE = "Aldea Xemamatzé";

let stage, best, name;
before(async () => {
  stage = await startStage();
  [best] = await interpretersFor(stage, [MAM, SPANISH]);
});
after(() => stage?.close());

test("an interpreter edits her profile, uploads a credential and declares a conflict by keyboard", async () => {
  const { page } = await Desk.open(stage, "interpreter", await interpreterLink(stage, best));
  name = (await (await page.request.get(`${stage.server.url}/api/me`)).json()).name;
  await page.goto(`${stage.server.url}/profile`);
  await page.locator("[data-page=profile] form").first().waitFor();

  await tabTo(page, "#level-0");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "#by-0");
  await page.keyboard.type("ALMG");
  const service = page.locator('[data-service="sight_translation medical"]');
  const [did, way] = [await service.isChecked(), await direction(page)];
  await tabTo(page, '[data-service="sight_translation medical"]');
  await page.keyboard.press("Space");
  await tabTo(page, "#home");
  await page.keyboard.press("End");
  await page.keyboard.type(" B");
  await tabTo(page, ".stuck button");
  await page.keyboard.press("Enter");
  await page.getByText(words("profile-saved")).waitFor();

  await tabTo(page, "#scheme");
  await page.keyboard.type("test-gt");
  await tabTo(page, "#issuer");
  await page.keyboard.type("Organismo Judicial");
  await tabTo(page, "#number");
  await page.keyboard.type("77-B");
  await page.keyboard.press("Enter");
  const held = page.locator("[data-scheme=test-gt]");
  await held.waitFor();
  const paper = { name: "diploma.png", mimeType: "image/png", buffer: Buffer.from("%PDF-1.7 a diploma") };
  await held.locator("input[type=file]").setInputFiles(paper);
  await page.getByText(words("profile-document-kept")).waitFor();
  const wrong = { ...paper, buffer: Buffer.from("<html>") };
  await held.locator("input[type=file]").setInputFiles(wrong);
  await page.getByRole("alert").first().waitFor();

  await tabTo(page, "#fact");
  await page.keyboard.type(VILLAGE);
  await page.keyboard.press("Enter");
  await page.getByText(words("profile-fact-kept")).waitFor();
  await page.locator("[data-fact=village]").waitFor();
  assert.equal((await page.content()).includes("Xemamatz"), false, "the words are gone");

  await page.reload();
  await service.waitFor();
  await page.locator("#direction").selectOption({ label: await page.locator("#direction option", { hasText: way }).innerText() });
  assert.equal(await service.isChecked(), !did, "what she does is kept");
  assert.equal(await page.locator("#by-0").inputValue(), "ALMG");
  await findsNothing(page, "/profile");
});

test("r13_a_coordinator_sees_an_interpreter_by_number_as_her_country_names_her", async () => {
  const { page } = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  await page.goto(`${stage.server.url}/interpreters/${best.number}`);
  await page.getByText("Organismo Judicial").first().waitFor();
  assert.equal((await page.content()).includes(name), false, "no name before a booking");
  const { recognised } = await (await staff(stage, "coordinator")).get(`/api/interpreters/${best.number}`);
  if (recognised.length > 0) await page.getByText(recognised[0].name.es).first().waitFor();
  await findsNothing(page, `/interpreters/${best.number}`);
});

test("a duty desk keeps its roster and sends one of its own to a slot", async () => {
  const coordinator = await staff(stage, "coordinator");
  const keeper = await staff(stage, "duty_desk");
  const { members, organisation } = await keeper.get("/api/desk");
  const { asking, slot } = await slotFor(coordinator, keeper, members, organisation);

  const desk = await Desk.open(stage, "desk", await signInLink(stage, "duty_desk"));
  await desk.on("desk");
  const { page } = desk;
  const waiting = page.locator(`[data-slot="${slot}"]`);
  await waiting.waitFor();
  await findsNothing(page, "/desk");

  const person = members.find(({ role }) => role === "interpreter");
  await page.locator("#shift-person").selectOption(person.person);
  await page.locator("#shift-day").fill("2026-11-27");
  await page.locator("#shift-from").fill("18:00");
  await page.locator("#shift-hours").selectOption("4");
  await desk.press("desk-shift-do");
  await page.getByText(words("desk-shift-kept")).waitFor();
  await page.locator(`[data-member="${person.number}"]`).getByText("18:00–22:00").waitFor();

  await desk.press("desk-who-fits", null, waiting);
  await desk.press("desk-assign", null, waiting);
  await waiting.waitFor({ state: "detached" });
  // The page that asked sees the seat taken, and nobody's name.
  await asking.page.locator("[data-page=request][data-state=booked]").waitFor();
});

/** The direction that the page shows, without how much she does in it. */
function direction(page) {
  return page.locator("#direction").evaluate(({ selectedOptions: [one] }) => one.textContent.replace(/ \(\d+\)$/, ""));
}

/** A request that one of the organisation's members fits, put to the organisation from its page. */
async function slotFor(coordinator, keeper, members, organisation) {
  for (const { number } of members.filter(({ role }) => role === "interpreter")) {
    const { services } = await coordinator.get(`/api/interpreters/${number}`);
    const one = services.find(({ mode, setting }) => mode === "consecutive" && setting === "interview");
    if (!one) continue;
    const asked = { ...requestFor([one.source, one.target]), minutes: 45 };
    const { id } = await coordinator.post("/api/requests", asked);
    const found = await coordinator.get(`/api/requests/${id}/organisations`);
    if (found.length === 0) continue;
    const asking = await Desk.open(stage, "who asks", await signInLink(stage, "coordinator"));
    await asking.page.goto(`${stage.server.url}/request/${id}`);
    const row = asking.page.locator(`[data-organisation="${organisation.id}"]`);
    await asking.press("organisations-ask", null, row);
    await asking.page.locator(`[data-organisation="${organisation.id}"][data-slot-state=open]`).waitFor();
    await findsNothing(asking.page, "a request put to an organisation");
    const { slots } = await keeper.get("/api/desk");
    return { asking, slot: slots.find(({ state }) => state === "open").id };
  }
  assert.fail("nobody of the sample organisation fits any request");
}
