// Two central authorities, each in a browser of its own, and the clerk who writes the request.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Account } from "./account.mjs";
import { Desk } from "./desk.mjs";
import { startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const FILLED = new URL("../../registry/src/sample/cooperation_request.json", import.meta.url);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];

let stage, filled;
before(async () => {
  stage = await startStage();
  filled = JSON.parse(await readFile(FILLED, "utf8"));
});
after(() => stage?.close());

const link = async (email) => (await stage.server.run("link", email)).trim();
const desk = async (name, role, country) =>
  Desk.open(stage, name, await link(`${role}.${country}@sample.puente.example`));

async function findsNothing({ page }, where) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), RULES);
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0]?.html]), [], `${where} at ${size.width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${where} at ${size.width} scrolls sideways by ${wide}`);
  }
  await page.setViewportSize(SIZES[0]);
}

test("coop_two_authorities_settle_a_request_in_their_browsers", async () => {
  const costaRica = await desk("costa-rica", "authority", "cr");
  await costaRica.on("cooperation");
  await costaRica.page.goto(`${stage.server.url}/cooperation/directory`);
  await costaRica.press("coop-keys-make");
  await costaRica.page.locator("[data-country=CR]").getByText(words("coop-has-keys")).waitFor();
  await findsNothing(costaRica, "directory");

  const mexico = await desk("mexico", "authority", "mx");
  await mexico.page.goto(`${stage.server.url}/cooperation/directory`);
  await mexico.press("coop-keys-make");
  await mexico.page.locator("[data-country=MX]").getByText(words("coop-has-keys")).waitFor();

  // The clerk begins in the browser and saves the first step; the rest is filled in as a program would.
  const clerk = await desk("clerk", "clerk", "mx");
  await clerk.page.goto(`${stage.server.url}/cooperation/new`);
  await findsNothing(clerk, "new");
  await clerk.page.getByLabel("Costa Rica").check();
  await clerk.press("coop-begin");
  await clerk.on("cooperation-write");
  const id = new URL(clerk.page.url()).pathname.split("/")[2];
  await clerk.page.locator("#opening-own_reference").fill("FED/77");
  await clerk.page.locator("#opening-date").fill("2026-11-24");
  await findsNothing(clerk, "write");
  await clerk.press("coop-save-next");
  await clerk.page.locator("[data-part=requesting_authority]").waitFor();
  const program = await Account.byLink(stage.server, await link("clerk.mx@sample.puente.example"));
  let found = await program.get(`/api/cooperation/${id}`);
  assert.equal(found.content.opening.own_reference, "FED/77");
  for (const [section, part] of Object.entries(filled)) {
    found = await program.put(`/api/cooperation/${id}/sections/${section}`, { revision: found.revision, part });
  }

  // The annex is sealed as it is saved.
  await clerk.page.goto(`${stage.server.url}/cooperation/${id}/write?part=annex`);
  await clerk.page.locator("[data-part=annex]").waitFor();
  await clerk.page.locator("#annex-names").fill("Persona Protegida De Muestra");
  await clerk.press("coop-save-end");
  await clerk.on("cooperation-case");

  const caseOf = async ({ page }) => {
    await page.goto(`${stage.server.url}/cooperation/${id}`);
    await page.locator("[data-page=cooperation-case][data-state]").waitFor();
  };
  const state = ({ page }, name) => page.locator(`[data-state=${name}]`).waitFor();
  const press = ({ page }, deed) => page.locator(`[data-deed=${deed}]`).click();
  const confirm = ({ page }, deed) =>
    page.locator("form").getByRole("button", { name: words(`coop-deed-${deed}`), exact: true }).click();

  await caseOf(mexico);
  await findsNothing(mexico, "a draft");
  await press(mexico, "send");
  await state(mexico, "sent");
  await caseOf(costaRica);
  await press(costaRica, "receive");
  await state(costaRica, "received");
  await press(costaRica, "ask");
  await costaRica.page.locator("#ask-text").fill("¿Quién aporta el intérprete?");
  await findsNothing(costaRica, "a question");
  await confirm(costaRica, "ask");
  // Mexico's page hears of it by itself.
  await state(mexico, "questions");
  await press(mexico, "answer");
  await mexico.page.locator("#answer-text").fill("El juzgado.");
  await confirm(mexico, "answer");
  await state(costaRica, "answered");
  await press(costaRica, "accept");
  await costaRica.page.locator("#accept-executing").fill("Juzgado Penal de San José");
  await confirm(costaRica, "accept");
  await state(mexico, "accepted");
  await costaRica.press("coop-annex-open");
  await costaRica.page.getByText("Persona Protegida De Muestra").waitFor();
  const received = mexico.page.locator("[data-receipt]");
  assert.equal(await received.count(), 5);
  assert.equal(await mexico.page.getByText("Persona Protegida De Muestra").count(), 0);
  await findsNothing(mexico, "accepted");
  for (const each of [clerk, mexico, costaRica]) assert.deepEqual(each.participant.errors, []);
});
