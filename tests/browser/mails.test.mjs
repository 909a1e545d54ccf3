// What people read in their mail, as a real mail server got it: the booking, its change and its
// end with calendar entries, in each one's language and on each one's clock; and nothing, before
// the booking or after it, that the case must keep to itself.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Account } from "./account.mjs";
import { findsNothing } from "./accessible.mjs";
import { Desk } from "./desk.mjs";
import { PostOffice, linkIn } from "./post_office.mjs";
import { GUATEMALA, MAM, SPANISH, interpreterLink, interpretersFor, requestFor, signInLink, startStage, staff } from "./scene.mjs";
import { words } from "./words.mjs";

/** All that this case must keep to itself; none of it may stand in a mail, an offer or the log. */
const SECRETS = { label: "Nadie-La-Nombre", case: "EXP-SECRETO-77", victim: "La-Innombrable", village: "Xemamatzé" };
const AUNT = "tia@puente.test";
const HIS = "coordinator.gt@sample.puente.example";
/** The sample bank numbers its interpreters from 101. */
const HERS = () => `interpreter-${interpreter.number - 100}@sample.puente.example`;

let office, stage, coordinator, interpreter, phone, place;
before(async () => {
  office = await PostOffice.open();
  stage = await startStage({ settings: office.settings });
  coordinator = await staff(stage, "coordinator");
  [interpreter] = await interpretersFor(stage, [MAM, SPANISH], { minutes: 45 });
  phone = await Account.byLink(stage.server, await interpreterLink(stage, interpreter));
  assert.equal((await phone.call("PUT", "/api/me/language", { language: "en" })).status, 204);
  ({ kits: [place] } = await coordinator.get("/api/places?country=US&from=2026-11-25T10:00&zone=America%2FGuatemala&minutes=45"));
});
after(async () => {
  await stage?.close();
  await office?.close();
});

const asked = () => requestFor([MAM, SPANISH], {
  minutes: 45,
  case_reference: SECRETS.case,
  about: { victim: SECRETS.victim },
  preferences: { gender: null, gender_required: false, not_from: [SECRETS.village] },
  participants: [
    { role: "witness", label: SECRETS.label, languages: [MAM], place: place.id, person: null },
    {
      role: "support_person", label: "P-1", languages: [SPANISH], place: null, person: null,
      address: { email: AUNT, language: "fr", zone: "America/New_York" },
    },
  ],
});

/** Offered to her and accepted. */
async function booked() {
  const { id } = await coordinator.post("/api/requests", asked());
  await coordinator.post(`/api/requests/${id}/offers`, { interpreters: [interpreter.person] });
  const offers = await phone.get("/api/offers");
  const offer = offers.find(({ state }) => state === "open");
  keepsQuiet("her offers", JSON.stringify(offers));
  const asking = await office.letter(HERS());
  keepsQuietInLetter(asking);
  await phone.post(`/api/offers/${offer.id}/accept`, {});
  const { hearing } = await coordinator.get(`/api/requests/${id}`);
  return { request: id, hearing, asking };
}

function keepsQuiet(where, text, more = []) {
  for (const secret of [...Object.values(SECRETS), place.name, ...more]) {
    assert.ok(!text.includes(secret), `${where} says ${secret}`);
  }
}

function keepsQuietInLetter({ to, subject, text, html, calendar }) {
  for (const form of [subject, text, html, calendar ?? ""]) keepsQuiet(`a mail to ${to}`, form);
}

/** The next letter to somebody, with what its calendar entry says. */
async function entry(to, hearing) {
  return withEntry(await office.letter(to), hearing);
}

function withEntry(letter, hearing) {
  keepsQuietInLetter(letter);
  const value = (name) => new RegExp(`^${name}[^:]*:(.*?)\\r?$`, "m").exec(letter.calendar)?.[1];
  assert.equal(value("UID"), `hearing-${hearing}@puente`);
  return { ...letter, method: value("METHOD"), sequence: Number(value("SEQUENCE")), starts: value("DTSTART"), status: value("STATUS") };
}

test("r05_r16_a_booking_its_change_and_its_end_reach_everybody_in_their_language_with_rising_versions", async () => {
  const { request, hearing, asking } = await booked();
  assert.equal(asking.calendar, null, "nothing is booked yet");
  const [hers, his, aunts] = await Promise.all([HERS(), HIS, AUNT].map((to) => entry(to, hearing)));
  for (const letter of [hers, his, aunts]) {
    assert.equal(letter.method, "REQUEST");
    assert.equal(letter.sequence, 0, letter.subject);
    assert.equal(letter.starts, "20261125T160000Z");
  }
  assert.match(his.text, /miércoles 25 de noviembre de 2026/);
  assert.match(hers.text, /Wednesday, November 25, 2026/);
  assert.match(aunts.text, /mercredi 25 novembre 2026/);
  // Everybody's clock stands in each, the reader's first: the host's, the aunt's, the kit's.
  assert.match(his.text, /10:00 Guatemala/);
  assert.match(aunts.text, /11:00 New York · 10:00 Guatemala/);
  const zones = new Set([...his.text.matchAll(/\d\d:\d\d [A-Z]\w+/g)].map(([time]) => time));
  assert.ok(zones.size >= 2, his.text);

  // The aunt's link lets her in, once, from an hour before.
  assert.match(linkIn(aunts), /\/enter#/);
  assert.equal(aunts.calendar.includes("/enter#"), false, "no secret in a calendar");

  const moved = { starts: { local: "2026-11-26T11:00", zone: GUATEMALA } };
  await coordinator.post(`/api/requests/${request}/reschedule?keep=true`, moved);
  for (const letter of await Promise.all([HIS, AUNT].map((to) => entry(to, hearing)))) {
    assert.equal(letter.method, "REQUEST");
    assert.equal(letter.sequence, 1, letter.subject);
    assert.equal(letter.starts, "20261126T170000Z");
    assert.match(letter.subject, /Cambio|Chang/);
  }
  // The hour she had is off, and she is asked about the other one.
  const both = [await office.letter(HERS()), await office.letter(HERS())];
  const off = withEntry(both.find(({ calendar }) => calendar), hearing);
  assert.equal(off.method, "CANCEL");
  assert.equal(off.sequence, 1);
  assert.match(off.subject, /You no longer need to attend: Interview, Wednesday, November 25, 2026/);
  keepsQuietInLetter(both.find(({ calendar }) => !calendar));

  await coordinator.post(`/api/requests/${request}/cancel`, { reason: "not_needed" });
  for (const letter of await Promise.all([HIS, AUNT].map((to) => entry(to, hearing)))) {
    assert.equal(letter.method, "CANCEL");
    assert.equal(letter.status, "CANCELLED");
    assert.ok(letter.sequence > 1, letter.subject);
    assert.match(letter.subject, /Cancelado|Annul/);
  }
  keepsQuiet("the log", await readFile(stage.server.log, "utf8"), [AUNT, HERS()]);
});

test("r16_the_booking_page_shows_every_clock_and_sends_a_link_by_mail", async () => {
  const { hearing } = await booked();
  const desk = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  await desk.page.goto(`${stage.server.url}/hearing/${hearing}/people`);
  const clocks = desk.page.locator("[data-clocks]");
  await clocks.waitFor();
  assert.match(await clocks.innerText(), /10:00\s+Guatemala/);
  const seat = desk.page.locator("li[data-seat]", { hasText: SECRETS.label });
  await seat.getByText(words("link-mail")).click();
  await seat.locator("input[type=email]").fill("albergue@puente.test");
  await desk.press("link-mail-do", null, seat);
  await seat.getByText(words("link-mail-sent")).waitFor();
  const invited = await entry("albergue@puente.test", hearing);
  assert.match(linkIn(invited), /\/enter#/);
  await findsNothing(desk.page, "the people of a hearing");
});

test("r08_who_stood_by_the_victim_is_proposed_for_her_next_hearing", async () => {
  const desk = await Desk.open(stage, "coordinator again", await signInLink(stage, "coordinator"));
  await desk.page.goto(`${stage.server.url}/find`);
  await desk.on("find");
  await desk.page.getByText(words("find-more")).click();
  await desk.page.locator("#case").fill(SECRETS.case);
  await desk.page.locator("#case").blur();
  const proposed = desk.page.locator("[data-proposed]");
  await proposed.getByText("P-1").first().waitFor();
  await findsNothing(desk.page, "find with a case");
  await desk.press("case-take-along", null, proposed);
  assert.equal(await desk.page.locator("#label-1").inputValue(), "P-1");
  assert.equal(await desk.page.locator("#role-1").inputValue(), "support_person");
  await proposed.waitFor({ state: "detached" });
});
