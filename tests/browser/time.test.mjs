// Requirements 9 and 16 as an interpreter meets them: her week by keyboard and by drawing, on a
// phone, her bookings in another calendar, and another calendar's busy times in the bank.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { after, before, test } from "node:test";
import ICAL from "ical.js";
import { Account } from "./account.mjs";
import { Desk } from "./desk.mjs";
import { GUATEMALA, MAM, SPANISH, interpreterLink, interpretersFor, requestFor, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

let stage, best, other, mine;
before(async () => {
  stage = await startStage({ settings: { PUENTE_OUTBOUND_PRIVATE: "1" } });
  [best, other] = await interpretersFor(stage, [MAM, SPANISH]);
  mine = await Account.byLink(stage.server, await interpreterLink(stage, best));
  const week = [1, 2, 3, 4, 5, 6].map((day) => ({ day, from: "07:00", to: "19:00" }));
  await mine.put("/api/availability/calendars", { zone: GUATEMALA, calendars: [{ name: "", zone: GUATEMALA, week }] });
});
after(() => stage?.close());

/** Her page of hours, at 1280 or 390 pixels. */
async function hoursOf(one, options) {
  const desk = await Desk.open(stage, `interpreter ${one.number}`, await interpreterLink(stage, one), options);
  await desk.page.goto(`${stage.server.url}/time`);
  await desk.page.locator("[data-cell='1:16']").waitFor({ state: "attached" });
  return desk;
}

const cell = (desk, day, slot) => desk.page.locator(`[data-cell="${day}:${slot}"]`);
const isOpen = async (desk, day, slot) => (await cell(desk, day, slot).getAttribute("aria-selected")) === "true";

/** Saves and waits for the words that say so. */
async function save(desk) {
  await desk.press("week-save");
  await desk.page.getByText(words("week-saved")).waitFor();
}

/** The hours of her Sundays, as [from, to]. */
async function sundays() {
  const { calendars } = await mine.get("/api/availability");
  return calendars.flatMap(({ week }) => week).filter(({ day }) => day === 7).map(({ from, to }) => [from, to]);
}

test("her week is kept by keyboard alone, and what changes is said", async () => {
  const desk = await hoursOf(other);
  const account = await Account.byLink(stage.server, await interpreterLink(stage, other));
  await account.put("/api/availability/calendars", { zone: GUATEMALA, calendars: [] });
  await desk.page.reload();
  await cell(desk, 1, 16).focus();
  for (const key of ["Control+Home", "End", "PageDown", "PageDown", "PageDown"]) await desk.page.keyboard.press(key);
  await desk.page.locator("[data-cell='7:24']:focus").waitFor();
  await desk.page.keyboard.press("Shift+ArrowDown");
  await desk.page.keyboard.press("Shift+ArrowDown");
  await desk.page.keyboard.press("Enter");
  assert.match(await desk.page.locator("[data-said]").textContent(), /domingo 12:00–13:30: disponible/);
  await desk.page.locator("#layer-name").fill("Guardia");
  for (const purpose of ["interview", "hearing", "medical", "children"]) {
    await desk.page.getByLabel(words(`purpose-${purpose}`), { exact: true }).uncheck();
  }
  await save(desk);
  const kept = (await account.get("/api/availability")).calendars;
  assert.deepEqual(kept.map(({ name, week }) => [name, week.map(({ from, to, purposes }) => [from, to, purposes])]), [
    ["Guardia", [["12:00", "13:30", ["on_call"]]]],
  ]);
  assert.deepEqual(desk.participant.errors, []);
});

test("r09_hours_on_call_are_not_offered_for_hearings", async () => {
  const found = await interpretersFor(stage, [MAM, SPANISH]);
  assert.ok(!found.some(({ person }) => person === other.person));
});

test("a week by its dates: hours of one day are closed and freed by keyboard", async () => {
  const desk = await hoursOf(best);
  await desk.press("dated-after");
  const ten = desk.page.locator("[data-at$=' 20']").nth(1); // Tuesday at ten
  const [day] = (await ten.getAttribute("data-at")).split(" ");
  const state = (wanted) => desk.page.locator(`[data-at="${day} 20"][data-state=${wanted}]`).waitFor();
  await state("open");
  await ten.focus();
  for (const key of ["Shift+ArrowDown", "Enter"]) await desk.page.keyboard.press(key);
  await desk.page.locator("[data-marked] [data-do=close]:focus").waitFor();
  await desk.page.keyboard.press("Enter");
  await state("blocked");
  const { blocks } = await mine.get("/api/availability");
  assert.deepEqual(blocks.map(({ from, to }) => [from.local.slice(0, 16), to.local.slice(0, 16)]), [[`${day}T10:00`, `${day}T11:00`]]);
  await ten.focus();
  await desk.page.keyboard.press("Enter");
  await desk.press("dated-free");
  await state("open");
  assert.deepEqual((await mine.get("/api/availability")).blocks, []);
});

test("hours are drawn with the mouse", async () => {
  const desk = await hoursOf(best);
  await cell(desk, 7, 20).scrollIntoViewIfNeeded();
  await cell(desk, 7, 25).scrollIntoViewIfNeeded();
  assert.equal(await isOpen(desk, 7, 20), false);
  await cell(desk, 7, 20).hover();
  await desk.page.mouse.down();
  await cell(desk, 7, 22).hover();
  await cell(desk, 7, 23).hover();
  await desk.page.mouse.up();
  for (const slot of [20, 21, 22, 23]) assert.ok(await isOpen(desk, 7, slot), `half hour ${slot}`);
  assert.equal(await isOpen(desk, 7, 24), false);
  await save(desk);
  assert.deepEqual(await sundays(), [["10:00", "12:00"]]);
});

test("on a phone one day at a time", async () => {
  const desk = await hoursOf(best, { phone: true, hasTouch: true });
  const wider = await desk.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wider, false, "the page is wider than the phone");
  assert.equal(await cell(desk, 2, 16).isVisible(), false);
  await desk.page.getByRole("button", { name: "dom", exact: true }).tap();
  assert.equal(await cell(desk, 1, 16).isVisible(), false);
  await cell(desk, 7, 20).scrollIntoViewIfNeeded();
  await cell(desk, 7, 20).tap();
  assert.equal(await isOpen(desk, 7, 20), false);
  await save(desk);
  assert.deepEqual(await sundays(), [["10:30", "12:00"]]);
});

test("her bookings are read by another calendar, and nothing else of them", async () => {
  const coordinator = await staff(stage, "coordinator");
  const request = await coordinator.post("/api/requests", requestFor([MAM, SPANISH], { case_reference: "CASO-7719" }));
  await coordinator.post(`/api/requests/${request.id}/offers`, { interpreters: [best.person] });
  const [offer] = (await mine.get("/api/offers")).filter(({ state }) => state === "open");
  await mine.post(`/api/offers/${offer.id}/accept`);

  const desk = await hoursOf(best);
  await desk.press("feed-make");
  const address = desk.page.locator("#feed-address");
  await address.waitFor();
  const url = await address.inputValue();
  const answer = await fetch(url);
  assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
  const text = await answer.text();
  assert.ok(!/CASO|mam|todos/i.test(text), text);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  assert.deepEqual(
    events.map(({ summary, startDate, endDate }) => [summary, startDate.toString(), endDate.toString()]),
    [["Puente: reservado", "2026-11-25T16:00:00Z", "2026-11-25T17:30:00Z"]],
  );
  await desk.press("feed-renew");
  await desk.page.waitForFunction((old) => document.querySelector("#feed-address")?.value !== old, url);
  assert.equal((await fetch(url)).status, 404, "the old address still answers");
  await mine.delete("/api/availability/feed");
  await coordinator.post(`/api/requests/${request.id}/cancel`);
});

test("what is taken in another calendar is not offered, and its titles are nowhere", async () => {
  const asked = [];
  let body = calendarOf("Cita con la dentista");
  const elsewhere = http.createServer((request, response) => {
    asked.push(request.headers["if-none-match"]);
    if (body === null) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/calendar", etag: '"1"' }).end(body);
  });
  await once(elsewhere.listen(0, "127.0.0.1"), "listening");
  try {
    const before = await interpretersFor(stage, [MAM, SPANISH]);
    assert.ok(before.some(({ person }) => person === best.person));
    const desk = await hoursOf(best);
    await desk.page.locator("#others-url").fill(`http://127.0.0.1:${elsewhere.address().port}/secreto.ics`);
    await desk.press("others-add");
    await desk.page.locator("[data-subscription]").filter({ hasText: "Leído" }).waitFor();
    const { elsewhere: busy } = await mine.get("/api/availability");
    assert.deepEqual(busy.map(({ from, to }) => [from.local, to.local]), [["2026-11-25T10:30", "2026-11-25T11:00"]]);
    const during = await interpretersFor(stage, [MAM, SPANISH]);
    assert.ok(!during.some(({ person }) => person === best.person), "she is offered although she is busy");
    assert.ok(!JSON.stringify(await mine.get("/api/availability")).includes("dentista"));

    // What cannot be read is said in words, and what was read before still counts.
    body = null;
    await desk.press("others-again");
    await waitFor(async () => (await mine.get("/api/availability")).subscriptions[0].problem === "gone");
    await desk.page.reload();
    await desk.page.getByText(words("trouble-gone")).waitFor();
    const still = await interpretersFor(stage, [MAM, SPANISH]);
    assert.ok(!still.some(({ person }) => person === best.person));
    await desk.press("others-end");
    await desk.page.getByText(words("others-none")).waitFor();
    const after = await interpretersFor(stage, [MAM, SPANISH]);
    assert.ok(after.some(({ person }) => person === best.person), "she is free again");
  } finally {
    elsewhere.close();
  }
});

/** Waits until something is so. */
async function waitFor(so) {
  while (!(await so())) await new Promise((wake) => setImmediate(wake));
}

function calendarOf(title) {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//ES",
    "BEGIN:VEVENT",
    "UID:1@test",
    "DTSTAMP:20261101T000000Z",
    "DTSTART;TZID=America/Guatemala:20261028T103000",
    "DTEND;TZID=America/Guatemala:20261028T110000",
    "RRULE:FREQ=WEEKLY;UNTIL=20261126T000000Z",
    `SUMMARY:${title}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
