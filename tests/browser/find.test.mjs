// Requirements 2 and 9: ask for touch, for a Deaf interpreter, for somebody of
// one organisation; and a town that is ruled out is not shown again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";
import { signInLink, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const SIGNED = "gsm";
const TOWN = "Nentón";

let stage;
before(async () => (stage = await startStage()));
after(() => stage?.close());

test("r09_the_find_page_asks_for_touch_and_a_deaf_interpreter", async () => {
  const { page, request } = await ask(async (page) => {
    await page.locator("#mode").selectOption("tactile");
    await page.getByText(words("find-more")).click();
    await page.locator("#deaf").check();
  });
  assert.equal(request.input.mode, "tactile");
  assert.equal(request.input.preferences.deaf_interpreter, true);
  await page.locator("[data-rank]").first().waitFor();
  const { candidates } = await (await staff(stage, "coordinator")).get(`/api/requests/${request.id}/candidates`);
  assert.ok(candidates.length > 0);
  for (const { reasons } of candidates) assert.ok(reasons.some(({ fact, effect }) => fact === "deaf_interpreter" && effect === "plus"));
});

test("r02_the_find_page_asks_for_an_organisation_and_keeps_no_town", async () => {
  const { page, request } = await ask(async (page) => {
    await page.getByText(words("find-more")).click();
    await page.locator("#organisation option").nth(1).waitFor({ state: "attached" });
    await page.locator("#organisation").selectOption({ index: 1 });
    await page.locator("#not-from").fill(`${TOWN}, MX`);
  });
  assert.ok(request.input.preferences.organisation);
  assert.deepEqual(request.input.preferences.not_from, ["MX"]);
  assert.equal(request.towns_ruled_out, 1);
  await page.getByText(words("request-towns-ruled-out", { count: 1 })).waitFor();
  assert.ok(!(await page.content()).includes(TOWN));
});

/** Fills the sentence in, and what a test adds, and sends it: the request's page and the request. */
async function ask(more) {
  const desk = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  const { page } = desk;
  await page.goto(`${stage.server.url}/find`);
  await page.locator("#spoken").fill(SIGNED);
  await page.locator(`#spoken-list [data-language="${SIGNED}"]`).click();
  await page.locator("#label-0").fill("W-17");
  await more(page);
  await desk.press("find-do");
  await desk.on("request");
  const id = new URL(page.url()).pathname.split("/").at(-1);
  return { page, request: await (await staff(stage, "coordinator")).get(`/api/requests/${id}`) };
}
