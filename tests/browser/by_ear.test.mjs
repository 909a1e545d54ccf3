// Requirement 1 and story S1: a name that covers several varieties asks, and
// who cannot name a language at all finds it by ear.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Desk } from "./desk.mjs";
import { MAM, SPANISH, interpreterLink, interpretersFor, signInLink, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TOWN = "Todos Santos";

let stage;
before(async () => (stage = await startStage()));
after(() => stage?.close());

test("r01_the_language_box_asks_with_places_and_chooses_nothing", async () => {
  const { page } = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  await page.goto(`${stage.server.url}/find`);
  await page.locator("#spoken").fill("mam");
  await page.getByText(words("language-which")).waitFor();
  const options = await page.locator("#spoken-list [data-language]").allTextContents();
  assert.ok(options.length >= 8, `${options.length} varieties`);
  assert.ok(options.some((text) => text.includes("Todos Santos Cuchumatán")), "a town that a person recognises");
  await page.getByRole("group", { name: "Guatemala" }).first().waitFor();
  await page.keyboard.press("Enter"); // with nothing pointed at, Enter chooses nothing
  assert.equal(await page.locator("#spoken").inputValue(), "mam");
  await findsNothing(page, "the question");
  await page.getByRole("link", { name: words("language-by-ear") }).click();
  await page.locator("[data-page=by-ear]").waitFor();
});

test("r01_an_interpreter_records_a_coordinator_approves_and_a_helper_finds_the_language_by_ear", async () => {
  const [interpreter] = (await interpretersFor(stage, [MAM, SPANISH])).filter(({ country }) => country === "GT");
  const voice = await Desk.open(stage, "interpreter", await interpreterLink(stage, interpreter));
  await voice.page.goto(`${stage.server.url}/greetings`);
  const own = voice.page.locator(`[data-greeting="${MAM}"]`);
  await own.waitFor();
  await findsNothing(voice.page, "greetings");
  // What the sample recorded goes first.
  if (await own.locator("[data-approved]").count()) await voice.press("greeting-delete", null, own);
  await voice.participant.speak();
  await own.locator("button").first().click();
  await own.getByText(words("greeting-recording", { seconds: 8 })).waitFor();
  await voice.press("greeting-stop", null, own);
  await own.locator("audio").waitFor();
  await voice.press("greeting-keep", null, own);
  await own.locator("[data-approved=false]").waitFor();

  const desk = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  await desk.page.goto(`${stage.server.url}/greetings`);
  const waiting = desk.page.locator(`[data-greeting="${MAM}"]`).filter({ has: desk.page.locator("[data-approved=false]") });
  await waiting.waitFor();
  await findsNothing(desk.page, "greetings to approve");
  await desk.press("greeting-approve", null, waiting);
  await waiting.waitFor({ state: "detached" });

  const helper = await Desk.open(stage, "helper", await signInLink(stage, "technician"), { phone: true });
  const { page } = helper;
  await page.goto(`${stage.server.url}/by-ear`);
  await page.locator("#region").fill(TOWN);
  await findsNothing(page, "by ear, before");
  await helper.press("ear-begin");
  const first = page.locator("[data-language]").first();
  assert.equal(await first.getAttribute("data-language"), MAM, "the likeliest comes first");
  const text = await page.locator("main").textContent();
  assert.ok(!text.includes(String(interpreter.number)), "whose voice it is nobody learns");

  const play = first.locator("[data-play]");
  await play.focus();
  await page.keyboard.press("Enter");
  await first.locator(".playing").waitFor();
  const yes = first.locator("button.yes");
  await page.keyboard.press("Tab");
  assert.ok(await yes.evaluate((button) => button === document.activeElement), "the answers follow the sound");
  await page.keyboard.press("Enter");
  await first.locator("button.yes[aria-pressed=true]").waitFor();
  await findsNothing(page, "by ear, answered");
  await page.getByRole("button", { name: words("ear-finish") }).press("Enter");
  const result = page.locator("[data-result]");
  await result.waitFor();
  assert.equal(await result.getAttribute("data-result"), MAM);
  assert.match(await result.textContent(), /\d+ %/);
  const certainties = ["sure", "likely", "possible"].map((word) => words(`ear-${word}`));
  const word = await result.locator("strong").first().textContent();
  assert.ok(certainties.includes(word.trim()), word);
  await findsNothing(page, "the result");
  for (const { participant } of [voice, desk, helper]) assert.deepEqual(participant.errors, []);
});

async function findsNothing(page, name) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), RULES);
  const complaints = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  assert.deepEqual(complaints, [], name);
}
