// From the first search to the links in everybody's hands, through the pages
// as an interviewer and interpreters work them. The story is built on it.
import assert from "node:assert/strict";
import { Desk } from "./desk.mjs";
import { GUATEMALA, MAM, SPANISH, interpreterLink, signInLink, staff } from "./scene.mjs";
import { words } from "./words.mjs";

/** Tomorrow of the stage's clock, as the interviewer says it. */
export const DAY = "2026-11-25";
export const HOUR = "10:00";
export const STARTS = "2026-11-25T16:00:00Z";

export async function openInterviewersDesk(stage) {
  return Desk.open(stage, "interviewer's desk", await signInLink(stage, "interviewer"));
}

/** An interpreter signs in on her phone. */
export async function openPhone(stage, candidate) {
  const link = await interpreterLink(stage, candidate);
  return Desk.open(stage, `phone of ${candidate.number}`, link, { phone: true });
}

// ---- a: an interpreter's own time ---------------------------------------

/** Every day of the week from half past six to half past six, by the form under the table. */
export async function setOrdinaryWeek(phone) {
  await phone.goTo("nav-time");
  await phone.on("time");
  await phone.page.getByText(words("week-by-form")).click();
  for (const day of ["1", "2", "3", "4", "5", "6", "7"]) {
    await phone.page.locator("#span-day").selectOption(day);
    await phone.page.locator("#span-from").fill("00:00");
    await phone.page.locator("#span-to").fill("23:30");
    await phone.press("week-take");
    await phone.page.locator("#span-from").fill("06:30");
    await phone.page.locator("#span-to").fill("18:30");
    await phone.press("week-add");
  }
  await phone.press("week-save");
  await phone.page.getByText(words("week-saved")).waitFor();
}

/** Blocks an hour of the stage's tomorrow, by her own clock. */
export async function blockHour(phone, local) {
  await phone.page.locator("#block-day").fill(local.slice(0, 10));
  await phone.page.locator("#block-hour").fill(local.slice(11, 16));
  await phone.page.locator("#block-minutes").selectOption("60");
  await phone.press("block-do");
  await phone.page.locator("[data-block]").first().waitFor();
}

export async function freeHour(phone) {
  await phone.press("time-free", null, phone.page.locator("[data-block]").first());
  await phone.page.locator("[data-block]").first().waitFor({ state: "detached" });
}

// ---- b: the request --------------------------------------------------------

/** Types a name as people say it; returns the varieties that the page asks about. */
export async function askForLanguage(desk, text) {
  await desk.page.locator("#spoken").fill(text);
  await desk.page.getByText(words("language-which")).waitFor();
  const options = desk.page.locator("#spoken-list [data-language]");
  return options.evaluateAll((rows) => rows.map((row) => ({ language: row.dataset.language, text: row.textContent })));
}

/** Fills the sentence and the participants in, and sends the request. */
export async function sendRequest(stage, desk) {
  const { page } = desk;
  await page.locator(`#spoken-list [data-language="${MAM}"]`).click();
  await page.locator("#setting").selectOption("interview");
  await page.locator("#mode").selectOption("consecutive");
  await page.locator("#gender").selectOption("woman");
  await page.locator("#day").fill(DAY);
  await page.locator("#hour").fill(HOUR);
  await page.locator("#minutes").selectOption("90");
  await page.locator("#zone").selectOption(GUATEMALA);

  const { venue, kit } = await freePlaces(stage);
  const people = [
    { role: "witness", label: "W-17", language: MAM, place: venue.id },
    { role: "counsel", label: "C-1", language: SPANISH, place: kit.id },
    { role: "observer", label: "O-1", language: SPANISH, place: "" },
  ];
  for (const [row, person] of people.entries()) {
    if (row > 0) await desk.press("participant-add");
    await page.locator(`#role-${row}`).selectOption(person.role);
    await page.locator(`#label-${row}`).fill(person.label);
    await page.locator(`#language-${row}`).selectOption(person.language);
    await page.locator(`#place-${row} option[value="${person.place}"]`).waitFor({ state: "attached" });
    await page.locator(`#place-${row}`).selectOption(person.place);
  }
  await desk.press("find-do");
  await desk.on("request");
  await page.locator("[data-rank]").first().waitFor();
  return { venue, kit };
}

/** A room in Guatemala and a kit in Mexico that are free then. */
async function freePlaces(stage) {
  const interviewer = await staff(stage, "coordinator");
  const free = async (country) =>
    interviewer.get(`/api/places?country=${country}&from=${DAY}T${HOUR}&zone=${encodeURIComponent(GUATEMALA)}&minutes=90`);
  const venue = (await free("GT")).venues[0];
  const kit = (await free("MX")).kits[0];
  assert.ok(venue && kit, "the sample bank has a venue in Guatemala and a kit in Mexico");
  return { venue, kit };
}

/** The ranked interpreters as the page shows them: [{rank, number, reasons: [fact, …]}]. */
export function shownCandidates(desk) {
  return desk.page.locator("[data-rank]").evaluateAll((rows) =>
    rows.map((row) => ({
      rank: Number(row.dataset.rank),
      number: Number(row.dataset.number),
      reasons: [...row.querySelectorAll("[data-fact]")].map((reason) => reason.dataset.fact),
    })),
  );
}

// ---- c: the offer ---------------------------------------------------------

export async function offerTo(desk, candidates) {
  for (const { number } of candidates) {
    await desk.page.locator(`[data-number="${number}"]`).getByRole("checkbox").check();
  }
  await desk.press("candidates-offer", { count: candidates.length });
  await desk.page.locator("[data-page=request][data-state=offered]").waitFor();
}

/** She knows nobody in the case. */
export async function answerConflicts(phone) {
  for (const question of ["same_community", "same_employer", "advocate"]) {
    await phone.page.locator(`[data-question=${question}]`).getByLabel(words("answer-no"), { exact: true }).check();
  }
}

/** All of these accept at the same time; returns what each is told. */
export async function acceptTogether(phones) {
  for (const phone of phones) {
    await phone.goTo("nav-offers");
    await phone.page.locator("[data-offer]").first().waitFor();
  }
  const outcome = async (phone) => {
    await answerConflicts(phone);
    await phone.press("offer-accept");
    await phone.press("undo-send-now");
    return phone.page.locator("[data-outcome]").getAttribute("data-outcome");
  };
  return Promise.all(phones.map(outcome));
}

/** Makes a link for every participant on the request's page: [{role, label, link}] in seat order. */
export async function makeLinks(desk) {
  await desk.page.locator("[data-page=request][data-state=booked]").waitFor();
  const rows = desk.page.locator("li[data-seat]");
  await rows.first().waitFor();
  const made = [];
  for (const row of await rows.all()) {
    await row.getByRole("button").first().click();
    const field = row.locator("input[readonly]");
    await field.waitFor();
    made.push({ seat: Number(await row.getAttribute("data-seat")), role: await row.innerText(), link: await field.inputValue() });
  }
  return made;
}
