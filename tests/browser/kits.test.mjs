// A kit from its enrolment to its loss: a technician's pages in one browser, the kit's own page in
// another. Requirement 15 on the page that looks for a room, and axe on every page of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findsNothing } from "./accessible.mjs";
import { Desk } from "./desk.mjs";
import { openPage } from "./participant.mjs";
import { MAM, openHearing, signInLink, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

let stage, office, technician, kit, hearing, kiosk;
before(async () => {
  stage = await startStage();
  technician = await staff(stage, "technician");
  const { kits } = await technician.get("/api/kits");
  kit = kits.find(({ state }) => state === "ready");
  const clerk = await staff(stage, "clerk");
  const witness = { role: "witness", label: "W-17", languages: [MAM], place: kit.kit };
  hearing = await openHearing(clerk, { people: [witness] });
  office = await Desk.open(stage, "technician", await signInLink(stage, "technician"));
});
after(() => stage?.close());

const custody = () => office.page.goto(`${stage.server.url}/facilities/kits/${kit.kit}`);
const stands = (state) => office.page.locator(`[data-page=kit-custody][data-state=${state}]`).waitFor();
const checks = async () => (await technician.get(`/api/places/${kit.kit}/checks`)).checks.length;

/** Microphone, camera, sound and line, as somebody presses through them. */
async function tryDevices(participant) {
  const { page } = participant;
  const press = (key) => page.getByRole("button", { name: words(key), exact: true }).click();
  await press("kit-check-begin");
  await participant.speak();
  await page.locator("[data-result=ok]").waitFor();
  await participant.hush();
  await press("check-next");
  await page.locator("video").waitFor();
  await page.locator("[data-result=ok]").waitFor();
  await press("check-next");
  await press("check-speaker-play");
  await press("check-speaker-yes");
  await press("check-finish");
}

test("a technician has the kit enrolled, and it shows what is next without a name", async () => {
  await office.on("facilities");
  await findsNothing(office.page, "facilities");
  await office.page.locator(`[data-kit="${kit.kit}"] a`).click();
  await stands("ready");
  await office.press("kit-enrol");
  const code = await office.page.locator("[data-code]").getAttribute("data-code");
  await findsNothing(office.page, "a kit's custody");

  kiosk = await openPage(stage.browser, "kit", { url: `${stage.server.url}/kit`, phone: true });
  await kiosk.page.locator("[data-page=kit][data-state=unknown]").waitFor();
  await findsNothing(kiosk.page, "a kit that is not enrolled");
  await kiosk.page.locator("#code").fill(code);
  await kiosk.page.getByRole("button", { name: words("kiosk-enrol-do") }).click();
  await kiosk.page.locator("[data-state=known][data-kept=true]").waitFor();
  await kiosk.page.locator(`[data-hearing="${hearing.id}"]`).waitFor();
  assert.doesNotMatch(await kiosk.page.locator("body").textContent(), /W-17/);
  await findsNothing(kiosk.page, "a kit with a hearing");
});

test("its page opens from cold without a network, and finds the network again", async () => {
  const { page } = kiosk;
  const home = page.context();
  await page.close();
  await home.setOffline(true);
  kiosk.page = await home.newPage();
  await kiosk.page.goto(`${stage.server.url}/kit`);
  await kiosk.page.locator("[data-state=known] [data-offline]").waitFor();
  await kiosk.page.reload();
  await kiosk.page.locator("[data-state=known] [data-offline]").waitFor();
  await findsNothing(kiosk.page, "a kit without a network");
  await home.setOffline(false);
  await kiosk.page.locator("[data-enter]").waitFor();
  assert.equal(await kiosk.page.locator("[data-offline]").count(), 0);
});

test("a check by the kit and one by the technician are kept", async () => {
  const before = await checks();
  await kiosk.page.getByRole("button", { name: words("kiosk-check-do") }).click();
  await findsNothing(kiosk.page, "a kit's check");
  await tryDevices(kiosk);
  await kiosk.page.getByText(words("kiosk-checked")).waitFor();
  assert.equal(await checks(), before + 1);

  await office.page.goto(`${stage.server.url}/facilities/check/${kit.kit}`);
  await office.press("kit-check-run");
  await tryDevices(office.participant);
  await findsNothing(office.page, "the rest of a check");
  const headsets = office.page.getByRole("group", { name: words("check-item-headsets") });
  await headsets.getByLabel(words("check-outcome-missing")).check();
  await office.press("kit-check-save");
  await office.page.getByText(words("kit-check-kept")).waitFor();
  await office.page.locator(`[data-checks="${before + 2}"]`).waitFor();
  await findsNothing(office.page, "the checks of a kit");
  const [last, own] = (await technician.get(`/api/places/${kit.kit}/checks`)).checks;
  assert.equal(last.passed, false);
  assert.ok(last.by && own.by === null && own.passed, JSON.stringify([last, own]));
});

test("greetings are heard on the kit", async () => {
  await kiosk.page.getByRole("button", { name: words("kiosk-ear-do") }).click();
  await kiosk.page.locator("[data-play='1']").click();
  await findsNothing(kiosk.page, "greetings on a kit");
  await kiosk.page.locator(".sound .yes").first().click();
  await kiosk.page.getByRole("button", { name: words("kiosk-back") }).click();
  await kiosk.page.locator("[data-enter]").waitFor();
});

test("the kit goes out and comes back, and every step is kept", async () => {
  await custody();
  await stands("ready");
  await office.press("kit-do-checked_out");
  await office.page.locator("#holder").fill("Agente de turno");
  await office.page.locator("#town").fill("El Ceibo");
  await office.page.locator("#days").fill("3");
  await office.press("kit-note");
  await stands("out");
  await office.page.locator("[data-move=checked_out]").getByText("El Ceibo").waitFor();
  await office.press("kit-do-checked_in");
  await office.press("kit-note");
  await stands("ready");
  const steps = await office.page.locator("[data-move]").evaluateAll((rows) => rows.map((row) => row.dataset.move));
  assert.deepEqual(steps.slice(0, 3), ["checked_in", "checked_out", "enrolled"]);
});

test("a kit that is declared lost is shut out at once, and so is who sits at it", async () => {
  const seat = await kiosk.page.context().newPage();
  await seat.goto(`${stage.server.url}/kit`);
  await seat.locator("[data-enter]").click();
  await seat.locator("[data-page=check]").waitFor();
  await custody();
  await office.press("kit-do-lost");
  await office.press("kit-note");
  await stands("lost");
  await kiosk.page.locator("[data-state=shut_out]").waitFor();
  await seat.locator("[data-page=ended]").waitFor();
  await findsNothing(kiosk.page, "a kit that was lost");
  // It has forgotten everything.
  await kiosk.page.reload();
  await kiosk.page.locator("[data-state=unknown]").waitFor();
  assert.equal((await technician.get(`/api/kits/${kit.kit}`)).enrolled, null);
  assert.deepEqual(kiosk.errors, []);
});

test("r15_a_room_for_a_session_with_a_minor_is_fit_for_children_or_named_with_a_reason", async () => {
  await office.page.goto(`${stage.server.url}/places`);
  await office.page.locator("[data-place]").first().waitFor();
  await office.page.locator("[data-need=minor]").check();
  await office.page.locator("[data-left-out]").first().waitFor();
  const shown = await office.page.locator("[data-place]").evaluateAll((rows) => rows.map((row) => row.dataset.place));
  const from = await office.page.locator("#day").inputValue();
  const query = `country=GT&from=${from}T10:00&zone=America/Guatemala&minutes=90`;
  const all = await technician.get(`/api/places?${query}`);
  const childFriendly = [...all.venues, ...all.kits].filter((place) => place.child_friendly).map(({ id }) => id);
  assert.deepEqual(shown.toSorted(), childFriendly.toSorted());
  await findsNothing(office.page, "places for a minor");
  await office.page.locator("#why").fill("No hay otra sede abierta");
  await office.press("places-regardless");
  await office.page.getByText(words("places-all-shown")).waitFor();
  const every = await office.page.locator("[data-place]").count();
  assert.equal(every, all.venues.length + all.kits.length);
  const { facilities } = await technician.get("/api/facilities");
  await office.page.goto(`${stage.server.url}/facilities/${facilities[0].id}`);
  await office.page.locator("[data-room]").first().waitFor();
  await findsNothing(office.page, "a facility");
});
