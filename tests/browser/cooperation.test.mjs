// Two central authorities, each in a browser of its own, and the clerk who writes the request.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Account } from "./account.mjs";
import { Desk } from "./desk.mjs";
import { PostOffice } from "./post_office.mjs";
import { startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const FILLED = new URL("../../registry/src/sample/cooperation_request.json", import.meta.url);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const time = (local) => ({ local, zone: "America/Costa_Rica" });
const CERTIFICATE = {
  place: "San José, sala 2", began: time("2027-01-12T09:04"), ended: time("2027-01-12T10:40"),
  present: [{ who: "Jueza de turno", role: "dirige" }], identity: "Con documento, ante la jueza.",
  oath: "Prestado a las 9.06.", interpreter: "Intérprete n.º 12", breaks: [], official: "Jueza de turno",
};
const LIFE = ["send", "receive", "ask", "answer", "accept", "schedule", "execute", "return_certificate", "close"];
/** What the request, the questions and the annex say, and no mail does. */
const SECRETS = ["Persona Protegida", "FED/77", "aporta", "El juzgado", "Juzgado Penal", "Sala 2", "Jueza"];
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];

let office, stage, filled;
before(async () => {
  office = await PostOffice.open();
  stage = await startStage({ settings: office.settings });
  filled = JSON.parse(await readFile(FILLED, "utf8"));
});
after(async () => {
  await stage?.close();
  await office?.close();
});

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
  const paper = { name: "acta de nacimiento.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 muestra") };
  await clerk.page.locator("#attachment").setInputFiles(paper);
  await clerk.page.locator("[data-attachment='1']").waitFor();
  await findsNothing(clerk, "annex");
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
  const attached = await costaRica.page.request.get(`${stage.server.url}/api/cooperation/${id}/attachments/1`);
  assert.equal((await attached.body()).toString(), paper.buffer.toString(), "it opens where it was sealed to");
  assert.equal(await mexico.page.request.get(`${stage.server.url}/api/cooperation/${id}/attachments/1`).then((answer) => answer.status()), 403);
  const receipts = mexico.page.locator("[data-receipt]");
  assert.equal(await receipts.count(), 5);
  assert.equal(await mexico.page.getByText("Persona Protegida De Muestra").count(), 0);
  await findsNothing(mexico, "accepted");

  await press(costaRica, "schedule");
  await costaRica.page.locator("#starts").fill("2027-01-12T09:00");
  await costaRica.page.locator("#schedule-place").fill("Sala 2");
  await confirm(costaRica, "schedule");
  await state(mexico, "scheduled");
  // What was done is certified by the program of the court there.
  const court = await Account.byLink(stage.server, await link("authority.cr@sample.puente.example"));
  await court.post(`/api/cooperation/${id}/acts`, { deed: "execute", certificate: CERTIFICATE });
  await state(costaRica, "executed");
  await press(costaRica, "return_certificate");
  await state(mexico, "certificate_returned");
  await findsNothing(mexico, "a certificate");
  await press(mexico, "close");
  await state(costaRica, "closed");
  const deeds = await receipts.evaluateAll((rows) => rows.map((row) => row.dataset.receipt));
  assert.deepEqual(deeds, LIFE);

  for (const kind of ["request", "certificate"]) {
    const [download] = await Promise.all([
      mexico.page.waitForEvent("popup").then(() => mexico.page.request.get(`${stage.server.url}/api/cooperation/${id}/document?kind=${kind}&lang=es`)),
      mexico.page.locator(`a[href*="kind=${kind}&lang=es"]`).click(),
    ]);
    assert.equal(download.status(), 200);
    const bytes = await download.body();
    assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    assert.ok(bytes.includes("/ByteRange"), `the ${kind} is signed`);
  }

  // Each authority was told by mail of every act of the other, and of nothing that it says.
  const letters = [];
  for (const [country, acts] of [["cr", 3], ["mx", 6]]) {
    for (let act = 0; act < acts; act++) letters.push(await office.letter(`authority.${country}@sample.puente.example`));
  }
  for (const { text, html, subject } of letters) {
    assert.ok(text.includes(`/cooperation/${id}`), text);
    for (const form of [text, html, subject]) {
      for (const secret of SECRETS) assert.ok(!form.includes(secret), `${secret} in a mail`);
    }
  }
  for (const each of [clerk, mexico, costaRica]) assert.deepEqual(each.participant.errors, []);
});
