// From an empty bank to an interpreter who leaves it again, as people live it:
// every link comes by a mail that a real mail server took.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { Account } from "./account.mjs";
import { launchChromium } from "./chromium.mjs";
import { PostOffice, linkIn } from "./post_office.mjs";
import { startServer } from "./server.mjs";
import { words } from "./words.mjs";

const ADMIN = "ana@puente.test";
const COORDINATOR = "luis@puente.test";
const INTERPRETER = "rosa@puente.test";
const PASSWORD = "quetzal y ceiba";
const NEXT = "jaguar y orquídea";
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];

let office, server, browser;
before(async () => {
  office = await PostOffice.open();
  server = await startServer({ settings: office.settings });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await office?.close();
});

test("an empty bank explains itself and its first administrator comes in", async () => {
  const page = await open("/sign-in");
  await page.locator("[data-empty]").waitFor();
  assert.match(await page.locator("[data-empty]").innerText(), /puente admin --email/);
  await accessible(page);

  const printed = await server.run("admin", "--email", ADMIN, "--country", "GT", "--name", "Ana Ejemplo");
  await page.goto(/http\S+/.exec(printed)[0]);
  await choosePassword(page, PASSWORD);
  await on(page, "applications");
  assert.match(await page.locator("main").innerText(), /\/apply/, "an empty list says what to do");
  await accessible(page);
  const ended = /http\S+/.exec(printed)[0];
  await page.goto("about:blank");
  await page.goto(ended);
  await page.getByRole("alert").waitFor();
});

test("whoever is invited comes in by the mail that arrived", async () => {
  const page = await signedIn(ADMIN, PASSWORD);
  await page.goto(`${server.url}/admin/accounts`);
  await on(page, "accounts");
  await page.getByText(words("accounts-only-you")).waitFor();
  await fill(page, { name: "Luis Ejemplo", email: COORDINATOR });
  await press(page, "accounts-invite-do");
  await page.locator(`[data-account="${COORDINATOR}"][data-state=invited]`).waitFor();
  await accessible(page);

  const letter = await office.letter(COORDINATOR);
  assert.equal(letter.subject, "Su cuenta en Puente está lista");
  assert.match(letter.text, /^Hola, Luis Ejemplo:/);
  assert.equal(letter.automatic, "auto-generated");
  const his = await open(linkIn(letter));
  await on(his, "welcome");
  await accessible(his);
  await choosePassword(his, PASSWORD);
  await on(his, "agenda");
});

test("an applicant is confirmed, vetted, approved, and signs in", async () => {
  const page = await open("/apply");
  await on(page, "apply");
  await accessible(page);
  await fill(page, { name: "Rosa Ejemplo", email: INTERPRETER, home: "Todos Santos" });
  await chooseLanguage(page, 0, "mam todos santos", "mam-todos-santos");
  await chooseLanguage(page, 1, "español", "spa");
  await press(page, "apply-do");
  await page.getByRole("heading", { name: words("apply-done") }).waitFor();

  await page.goto(linkIn(await office.letter(INTERPRETER)));
  await press(page, "confirm-do");
  await page.getByRole("heading", { name: words("confirm-done") }).waitFor();
  const received = await office.letter(COORDINATOR);
  assert.ok(!received.text.includes("Rosa"), "nobody is named in a mail about an application");

  const vetter = await signedIn(COORDINATOR, PASSWORD);
  await vetter.goto(linkIn(received));
  await on(vetter, "applications");
  for (const step of ["identity", "references", "background", "language_test"]) {
    await vetter.locator(`[data-step=${step}]`).click();
    await vetter.locator(`[data-step=${step}]`).waitFor({ state: "detached" });
  }
  await accessible(vetter);
  await vetter.locator("[data-do=approve]").click();
  await vetter.locator("[data-state=approved]").waitFor();

  const rosa = await open(linkIn(await office.letter(INTERPRETER)));
  await choosePassword(rosa, PASSWORD);
  await on(rosa, "agenda");
});

test("r16_a booking brings everybody's time and a calendar entry, and its seat a reminder's address", async () => {
  const luis = await byPassword(COORDINATOR);
  const opened = await luis.post("/api/hearings", {
    kind: "interview", minutes: 60, booths: [], starts: { local: "2026-11-27T10:00", zone: "America/New_York" },
    participants: [{ role: "witness", label: "W-17", languages: ["mam-todos-santos"], place: null, person: null }],
  });
  const letter = await office.letter(COORDINATOR);
  assert.match(letter.text, /09:00 Guatemala · 10:00 New York/);
  assert.match(letter.calendar, /METHOD:REQUEST\r?\n/);
  assert.match(letter.calendar, new RegExp(`UID:hearing-${opened.id}@puente\r?\n`));
  assert.match(letter.calendar, /SEQUENCE:0\r?\n/);
  assert.match(letter.calendar, /DTSTART:20261127T150000Z\r?\n/);
  for (const form of [letter.text, letter.html, letter.calendar, letter.subject]) {
    assert.ok(!/W-17|mam/i.test(form), "no victim and no language in a mail");
  }
  const address = { email: "tia@puente.test", language: "en", zone: "America/New_York" };
  const kept = await luis.call("PUT", `/api/hearings/${opened.id}/seats/2/address`, { address });
  assert.equal(kept.status, 204);
  await server.moveClock("2026-11-26T15:30:00Z");
  const reminder = await office.letter("tia@puente.test");
  assert.equal(reminder.subject, "Reminder: Interview, Friday, November 27, 2026");
  assert.match(reminder.text, /10:00 New York · 09:00 Guatemala/);
  assert.equal(reminder.calendar, null);
});

test("a forgotten password is replaced by the mail's link, and an interpreter leaves", async () => {
  const page = await open("/sign-in");
  await page.getByRole("link", { name: words("sign-in-forgot") }).click();
  await on(page, "forgot");
  await accessible(page);
  await fill(page, { email: INTERPRETER });
  await press(page, "forgot-do");
  await page.getByRole("heading", { name: words("forgot-done") }).waitFor();
  await page.goto(linkIn(await office.letter(INTERPRETER)));
  await choosePassword(page, NEXT);
  await on(page, "agenda");
  assert.equal((await office.letter(INTERPRETER)).subject, "Su contraseña cambió");

  await page.goto(`${server.url}/account`);
  await on(page, "account");
  await accessible(page);
  await page.locator("#number").fill("101");
  await press(page, "account-leave-do");
  await on(page, "left");
  assert.equal((await office.letter(INTERPRETER)).subject, "Su cuenta en Puente está cerrada");
  const gone = await new Account(server).call("POST", "/api/sign-in", { email: INTERPRETER, password: NEXT });
  assert.equal(gone.status, 401);
});

async function open(path) {
  const context = await browser.newContext({ locale: "es-GT", viewport: SIZES[0] });
  const page = await context.newPage();
  await page.goto(new URL(path, server.url).href);
  await page.locator("[data-page]").waitFor();
  return page;
}

async function signedIn(email, password) {
  const page = await open("/sign-in");
  await fill(page, { email, password });
  await press(page, "sign-in-do");
  await page.locator("[data-page]:not([data-page=sign-in])").waitFor();
  return page;
}

async function byPassword(email) {
  const account = new Account(server);
  await account.post("/api/sign-in", { email, password: PASSWORD });
  return account;
}

async function choosePassword(page, password) {
  await on(page, "welcome");
  await fill(page, { password });
  await press(page, "welcome-do");
}

async function chooseLanguage(page, index, text, code) {
  await page.locator(`#language-${index}`).fill(text);
  await page.locator(`[data-language="${code}"]`).click();
}

async function fill(page, fields) {
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
}

function press(page, key) {
  return page.getByRole("button", { name: words(key), exact: true }).first().click();
}

function on(page, name) {
  return page.locator(`[data-page="${name}"]`).waitFor();
}

/** axe finds nothing, and nothing is wider than the screen, at both sizes. */
async function accessible(page) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => globalThis.axe.run(document));
    const said = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    assert.deepEqual(said, [], page.url());
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, `${page.url()} at ${size.width}`);
  }
  await page.setViewportSize(SIZES[0]);
}
