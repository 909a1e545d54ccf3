// A hearing that is ready to be tested: server, browser, a clerk who opened
// it, and everybody in the room. For tests that are not about getting there.
import { Account } from "./account.mjs";
import { launchChromium } from "./chromium.mjs";
import { startServer } from "./server.mjs";

export const MAM = "mam-todos-santos";
export const SPANISH = "spa";
export const ENGLISH = "eng";
export const GUATEMALA = "America/Guatemala";

/** Server, browser and sample bank, and `close()` for all of it. */
export async function startStage(options) {
  const server = await startServer(options);
  const browser = await launchChromium(options);
  await fillSampleBank(server);
  return {
    server,
    browser,
    accounts: {},
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

/** Fills the bank, or only prints again: {interviewer: "…/enter#…", …}, fresh links by role. */
async function fillSampleBank(server) {
  const printed = await server.run("sample");
  const lines = printed.matchAll(/^\s*([a-z_]+)\b.*?(https?:\S+\/enter#\S+)/gm);
  return Object.fromEntries([...lines].map(([, role, link]) => [role, link]));
}

/** A new sign-in link of the sample bank's person with this role; it works once. */
export async function signInLink(stage, role) {
  return (await fillSampleBank(stage.server))[role];
}

/** That person signed in without a browser. */
export async function staff(stage, role) {
  stage.accounts[role] ??= await Account.byLink(stage.server, await signInLink(stage, role));
  return stage.accounts[role];
}

/** The sample bank's interpreters for a pair, best first, as a request ranks them: [{person, number, …}]. */
export async function interpretersFor(stage, languages, wishes = {}) {
  const coordinator = await staff(stage, "coordinator");
  const request = await coordinator.post("/api/requests", requestFor(languages, wishes));
  const { candidates } = await coordinator.get(`/api/requests/${request.id}/candidates`);
  await coordinator.post(`/api/requests/${request.id}/cancel`);
  return candidates;
}

/** A sign-in link of one interpreter of the bank, as an operator makes it. */
export async function interpreterLink(stage, { number }) {
  return (await stage.server.run("link", String(number))).match(/https?:\S+\/enter#\S+/)[0];
}

/** A request as the find page sends it: tomorrow from ten to half past eleven in Guatemala. */
export function requestFor(languages, wishes = {}) {
  return {
    kind: "interview",
    languages,
    mode: "consecutive",
    setting: "interview",
    starts: { local: "2026-11-25T10:00", zone: GUATEMALA },
    minutes: 90,
    preferences: { gender: null, gender_required: false, not_from: [] },
    participants: [],
    case_reference: null,
    ...wishes,
  };
}

const MINUTE_MS = 60_000;

/** Opens a hearing that begins with the next minute: {id, participants: [{seat, role, …}]}. */
export async function openHearing(clerk, { kind = "hearing", minutes = 60, people = [], booths = [] }) {
  const { id } = await clerk.post("/api/hearings", {
    kind,
    starts: { local: nextMinute(clerk.server, GUATEMALA), zone: GUATEMALA },
    minutes,
    participants: people.map((person) => ({ languages: [], place: null, person: null, ...person })),
    booths,
  });
  return { id, participants: (await clerk.get(`/api/hearings/${id}`)).participants };
}

/** A fresh link for the nth seat of a role; whoever was there before is out. */
export async function linkFor(clerk, hearing, role, nth = 0) {
  const { seat } = hearing.participants.filter((each) => each.role === role)[nth];
  return (await clerk.post(`/api/hearings/${hearing.id}/seats/${seat}/link`)).url;
}

/** The next minute of a server's clock on a zone's wall: `2026-11-24T08:01`. */
export function nextMinute(server, zone) {
  const instant = new Date(Date.parse(server.now()) + MINUTE_MS);
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return clock.format(instant).replace(" ", "T");
}
