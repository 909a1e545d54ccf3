// Story S11: a case of thirty victims in one week. Planned at once, changed by hand with what
// breaks said at once, planned anew around somebody who is ill, and sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findsNothing } from "./accessible.mjs";
import { Desk } from "./desk.mjs";
import { GUATEMALA, SPANISH, signInLink, staff, startStage } from "./scene.mjs";
import { words } from "./words.mjs";

const DAYS = ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"];
// Of the first three the sample bank has somebody who is trained to interpret for children.
const VARIETIES = ["kek", "quc-santa-cruz", "kjb", "mam-todos-santos"];

let stage, coordinator, id, desk;
before(async () => {
  stage = await startStage();
  coordinator = await staff(stage, "coordinator");
  const free = await coordinator.get(`/api/places?country=GT&from=${DAYS[0]}T08:00&zone=${encodeURIComponent(GUATEMALA)}&minutes=15`);
  const places = [...free.venues.slice(0, 3), ...free.kits.slice(0, 2)].map((place) => place.id);
  const victims = Array.from({ length: 30 }, (_, index) => ({
    label: `V-${index + 1}`,
    language: VARIETIES[index % VARIETIES.length],
    minor: index < 7 && index % 4 !== 3 ? "12_to_15" : null,
    apart: index >= 8 && index < 14 ? `familia ${(index % VARIETIES.length) + 1}` : null,
    interviews: index % 3 === 0 ? 2 : 1,
    minutes: index % 4 === 3 ? 45 : 60,
  }));
  const setup = {
    case_reference: "MUESTRA-S11", language: SPANISH, zone: GUATEMALA, days: DAYS,
    from: "08:00", to: "17:00", rest_minutes: 15, places, victims,
  };
  ({ id } = await coordinator.post("/api/case-plans", setup));
  desk = await Desk.open(stage, "coordinator", await signInLink(stage, "coordinator"));
  await desk.page.goto(`${stage.server.url}/cases/${id}`);
  await desk.on("case");
});
after(() => stage?.close());

const plan = () => coordinator.get(`/api/case-plans/${id}`);
const block = (victim, number = 0, page = desk.page) => page.locator(`[data-interview="${victim} ${number}"]`);
const whats = ({ objections }) => objections.map(({ what }) => what);
const shown = (version, page = desk.page) => page.locator(`[data-page=case][data-version="${version}"]`).waitFor();
const key = ({ victim, number }) => `${victim} ${number}`;
const spot = ({ starts, place, interpreters }) => [starts, place, ...interpreters].join(" ");

/** Does something on the page and waits until the plan that came of it is shown. */
async function changed(act, page = desk.page) {
  const { version } = await plan();
  await act();
  await shown(version + 1, page);
  return plan();
}

/** Each victim has one interpreter or team throughout, and those to be kept apart share nobody. */
function keepsPeopleTogether({ setup, interviews }) {
  const teams = new Map();
  for (const { victim, interpreters } of interviews) {
    const team = interpreters.join(" ");
    assert.equal(teams.get(victim) ?? team, team, `${victim} has two interpreters`);
    teams.set(victim, team);
  }
  for (const family of new Set(setup.victims.map(({ apart }) => apart).filter(Boolean))) {
    const members = setup.victims.filter(({ apart }) => apart === family);
    const all = members.flatMap(({ label }) => (teams.get(label) ?? "").split(" ")).filter(Boolean);
    assert.equal(new Set(all).size, all.length, `${family} shares an interpreter`);
  }
}

test("s11_a_week_for_thirty_victims_is_planned_at_once_minors_first", async () => {
  const planned = await changed(() => desk.press("case-plan"));
  assert.deepEqual(whats(planned), [], "everything fits");
  assert.equal(planned.interviews.length, 40);
  assert.equal(await desk.page.locator("[data-interview]").count(), 40);
  await desk.page.getByText(words("case-breaks-nothing")).first().waitFor();
  keepsPeopleTogether(planned);
  const minor = new Set(planned.setup.victims.filter((one) => one.minor).map(({ label }) => label));
  const first = planned.interviews.filter(({ number }) => number === 0);
  for (const one of first.filter(({ victim }) => minor.has(victim))) {
    assert.equal(one.starts.slice(0, 10), DAYS[0], `${one.victim} is a minor and waits`);
    const place = planned.places.find((each) => each.id === one.place);
    assert.ok(place.child_friendly, `${one.victim} is not in a room for children`);
  }
});

test("s11_a_block_that_is_dropped_on_another_is_taken_and_what_breaks_is_said_at_once", async () => {
  const before = await plan();
  const [one, other] = firstPair(before);
  await block(other.victim, other.number).scrollIntoViewIfNeeded();
  await block(one.victim, one.number).scrollIntoViewIfNeeded();
  const from = await upperEdge(block(one.victim, one.number));
  const to = await upperEdge(block(other.victim, other.number));
  const after = await changed(async () => {
    await desk.page.mouse.move(from.x, from.y);
    await desk.page.mouse.down();
    await desk.page.mouse.move(from.x, from.y + 20);
    await desk.page.mouse.move(to.x, to.y, { steps: 4 });
    await desk.page.mouse.up();
  });
  const moved = after.interviews.find((each) => key(each) === key(one));
  assert.deepEqual([moved.place, moved.pinned], [other.place, true]);
  assert.ok(whats(after).includes("place_twice"), JSON.stringify(after.objections));
  await desk.page.locator("[data-chosen] [data-breaks=place_twice]").waitFor();
  await desk.page.locator("[data-objections] [data-breaks=place_twice]").first().waitFor();
  assert.match(await desk.page.locator("[data-announced]").textContent(), /en la misma sala a la vez/);
  assert.match(await block(one.victim, one.number).textContent(), /no encaja/);
});

test("s11_a_block_is_moved_by_keyboard_alone", async () => {
  const before = await plan();
  const last = before.interviews.findLast(({ pinned, starts }) => !pinned && starts.slice(11) < "14:00");
  await block(last.victim, last.number).focus();
  await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.press("ArrowDown");
  await desk.page.keyboard.press("ArrowDown");
  assert.match(await desk.page.locator("[data-said]").textContent(), /\d\d:\d\d/);
  await desk.page.keyboard.press("Escape");
  assert.equal((await plan()).version, before.version, "Escape puts it back");
  await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.press("ArrowDown");
  const after = await changed(() => desk.page.keyboard.press("Enter"));
  const moved = after.interviews.find((each) => key(each) === key(last));
  assert.equal(Date.parse(`${moved.starts}Z`) - Date.parse(`${last.starts}Z`), 30 * 60_000);
  assert.ok(moved.pinned);
  assert.equal(await block(last.victim, last.number).evaluate((each) => each === document.activeElement), true);
});

test("s11_replanning_keeps_what_was_put_by_hand_and_mends_the_rest", async () => {
  const before = await plan();
  const after = await changed(() => desk.press("case-replan"));
  assert.deepEqual(whats(after), []);
  for (const pinned of before.interviews.filter((one) => one.pinned)) {
    assert.equal(spot(after.interviews.find((one) => key(one) === key(pinned))), spot(pinned));
  }
  keepsPeopleTogether(after);
});

test("s11_when_one_interpreter_is_ill_only_her_victims_get_another", async () => {
  const before = await plan();
  // Not somebody whom nobody can stand in for: who was put by hand, or interprets for children.
  const minors = before.setup.victims.filter(({ minor }) => minor).map(({ label }) => label);
  const kept = before.interviews.filter(({ victim, pinned }) => pinned || minors.includes(victim));
  const needed = kept.flatMap(({ interpreters }) => interpreters);
  const ill = before.interviews.flatMap(({ interpreters }) => interpreters).find((number) => !needed.includes(number));
  const hers = before.interviews.filter(({ interpreters }) => interpreters.includes(ill));
  await desk.page.locator("#away-who").selectOption(String(ill));
  const told = await changed(() => desk.press("case-away-do"));
  assert.equal(whats(told).filter((what) => what === "interpreter_busy").length, hers.length);
  assert.ok((await desk.page.locator("[data-objections] [data-breaks=interpreter_busy]").count()) >= 1);

  const after = await changed(() => desk.press("case-replan"));
  assert.deepEqual(whats(after), []);
  keepsPeopleTogether(after);
  assert.ok(after.interviews.every(({ interpreters }) => !interpreters.includes(ill)));
  const differs = after.interviews.filter((one) => spot(one) !== spot(before.interviews.find((each) => key(each) === key(one))));
  const others = differs.filter((one) => !hers.some((each) => each.victim === one.victim));
  for (const one of others) {
    const was = before.interviews.find((each) => key(each) === key(one));
    assert.deepEqual(one.interpreters, was.interpreters, `${one.victim} gets another interpreter for nothing`);
  }
  assert.ok(others.length <= hers.length, "others move only to make room");
  const listed = await desk.page.locator("[data-changes]").getAttribute("data-changes");
  assert.equal(Number(listed), differs.length, "what changed is listed");
});

test("s11_on_a_phone_a_block_is_moved_by_a_form", async () => {
  const phone = await Desk.open(stage, "coordinator's phone", await signInLink(stage, "coordinator"), { phone: true });
  await phone.page.goto(`${stage.server.url}/cases/${id}`);
  await phone.on("case");
  const before = await plan();
  const [first] = before.interviews.filter(({ starts }) => starts.startsWith(DAYS[0]));
  await block(first.victim, first.number, phone.page).click();
  await phone.page.locator("#move-hour").selectOption("16:30");
  const after = await changed(() => phone.press("case-move-do"), phone.page);
  assert.ok(whats(after).includes("outside_hours"), JSON.stringify(after.objections));
  await phone.page.locator("[data-chosen] [data-breaks=outside_hours]").waitFor();
  await changed(() => phone.press("case-unpin"), phone.page);
  const mended = await changed(() => phone.press("case-replan"), phone.page);
  assert.deepEqual(whats(mended), []);
  assert.deepEqual(phone.participant.errors, []);
});

test("s11_victims_are_kept_by_pseudonym_and_the_requests_are_sent", async () => {
  await desk.page.reload();
  await desk.on("case");
  await desk.page.getByRole("button", { name: words("case-victim-change-who", { label: "V-30" }) }).click();
  await desk.page.locator("#victim-gender").selectOption("woman");
  const wished = await changed(() => desk.press("case-victim-save"));
  assert.equal(wished.setup.victims.at(-1).preferences.gender, "woman");
  const sent = await changed(() => desk.press("case-send", { count: wished.unsent }));
  await desk.page.locator("[data-sent]").waitFor();
  assert.deepEqual([sent.state, sent.unsent], ["sent", 0]);
  const [first] = sent.interviews;
  const request = await coordinator.get(`/api/requests/${first.request.id}`);
  assert.deepEqual(request.offers.map(({ number }) => number), first.interpreters);
  assert.equal(request.starts.local, first.starts);
});

test("r61_axe_finds_nothing_on_the_pages_of_a_case", async () => {
  await block("V-1").click();
  await desk.page.locator("[data-chosen]").waitFor();
  await findsNothing(desk.page, "a case");
  await desk.press("case-victim-add");
  await desk.page.locator("#victim-label").waitFor();
  await findsNothing(desk.page, "a victim of a case");
  for (const path of ["/cases", "/cases/new"]) {
    await desk.page.goto(stage.server.url + path);
    await findsNothing(desk.page, path);
  }
  assert.deepEqual(desk.participant.errors, []);
});

/** Two interviews of different victims on the first day, in different places, both in sight. */
function firstPair({ interviews }) {
  const early = interviews.filter(({ starts }) => starts.startsWith(DAYS[0]) && starts.slice(11) < "12:00");
  const one = early.find(({ place }) => place !== early[0].place);
  return [one, early[0]];
}

async function upperEdge(locator) {
  const { x, y, width } = await locator.boundingBox();
  return { x: x + width / 2, y: y + 6 };
}
