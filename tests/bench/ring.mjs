// From the press to the ring: how long a call takes to reach an interpreter who is
// on call, beside the floor of the same run (a request that does nothing). Once from
// the request to what the phone reads, once from the button in one browser to the
// ringing page in another. `node tests/bench/ring.mjs`; no thresholds.
import { once } from "node:events";
import http from "node:http";
import { Account } from "../browser/account.mjs";
import { openInterviewersDesk, openPhone } from "../browser/booking.mjs";
import { MAM, SPANISH, interpreterLink, interpretersFor, signInLink, staff, startStage } from "../browser/scene.mjs";
import { words } from "../browser/words.mjs";

const ROUNDS = 30;
/** Calls that are over; the next round begins when they are ended. */
const ended = [];
const stage = await startStage();
try {
  await measure();
} finally {
  await stage.close();
}

async function measure() {
  const [interpreter] = await interpretersFor(stage, [MAM, SPANISH], { minutes: 45 });
  const caller = await staff(stage, "coordinator");
  const phone = await Account.byLink(stage.server, await interpreterLink(stage, interpreter));
  const desk = await Account.byLink(stage.server, await signInLink(stage, "interviewer"));
  const ears = await listen(phone);

  const floor = [];
  const rings = [];
  for (let round = 0; round < ROUNDS; round++) {
    floor.push(await timed(() => desk.get("/api/me")));
    await phone.put("/api/on-call", { minutes: 60 });
    rings.push(await timed(() => called(caller, phone, ears)));
  }
  print("a request that does nothing", floor);
  print("from the request to the ring", rings);
  ears.destroy();
  await measurePages(interpreter, phone);
}

/** The same with pages on both sides, as people see it. */
async function measurePages(interpreter, account) {
  const phone = await openPhone(stage, interpreter);
  const desk = await openInterviewersDesk(stage);
  const presses = [];
  for (let round = 0; round < ROUNDS; round++) {
    await account.put("/api/on-call", { minutes: 60 });
    await desk.page.goto(`${stage.server.url}/now`);
    await desk.page.locator("#spoken").fill("mam de Todos Santos");
    await desk.page.locator(`#spoken-list [data-language="${MAM}"]`).click();
    await desk.page.locator("#label").fill("W-1");
    const button = desk.page.getByRole("button", { name: words("now-do") });
    const ring = phone.page.locator("[data-ring]");
    const from = performance.now();
    await Promise.all([button.click(), ring.waitFor()]);
    presses.push(performance.now() - from);
    await desk.page.locator("[data-call]").waitFor();
    await desk.press("call-end");
    await phone.press("ring-close");
    await ring.waitFor({ state: "detached" });
  }
  print("from the button to the ringing page", presses);
}

/** Calls, waits until the phone has been told and has read what rings, and ends the call. */
async function called(caller, phone, ears) {
  const told = once(ears, "data");
  const calling = caller.post("/api/right-now", { languages: [MAM, SPANISH], label: "W-1" });
  await told;
  const offers = await phone.get("/api/offers");
  const ring = offers.find(({ way, state }) => way === "ring" && state === "open");
  if (!ring) throw new Error("it did not ring");
  const { id } = await calling;
  ended.push(caller.post(`/api/requests/${id}/cancel`));
}
async function timed(what) {
  await Promise.all(ended.splice(0));
  const from = performance.now();
  await what();
  return performance.now() - from;
}

/** The phone's line for news. */
async function listen(account) {
  const { name, value } = account.cookie();
  const request = http.get(`${account.server.url}/api/events`, { headers: { cookie: `${name}=${value}`, origin: account.server.url } });
  const [answer] = await once(request, "response");
  return answer;
}

function print(name, found) {
  const sorted = found.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  console.log(`${name}: median ${at(0.5)} ms, worst ${at(1)} ms of ${ROUNDS}`);
}
