// A hearing that is ready to be tested: server, browser, a clerk who opened
// it, and everybody in the room. For tests that are not about getting there.
import { Account } from "./account.mjs";
import { launchChromium } from "./chromium.mjs";
import { takeSeat } from "./seat.mjs";
import { startServer } from "./server.mjs";

export const MAM = "mam-todos-santos";
export const SPANISH = "spa";
export const ENGLISH = "eng";
export const GUATEMALA = "America/Guatemala";

/** Server, browser and sample bank, and `close()` for all of it. */
export async function startStage(options) {
  const server = await startServer(options);
  const browser = await launchChromium(options);
  const links = await fillSampleBank(server);
  return {
    server,
    browser,
    links,
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

/** Sign-in links of the sample bank by role: {interviewer: "…/enter#…", …}. */
export async function fillSampleBank(server) {
  const printed = await server.run("sample");
  const lines = printed.matchAll(/^\s*([a-z_]+)\b.*?(https?:\S+\/enter#\S+)/gm);
  return Object.fromEntries([...lines].map(([, role, link]) => [role, link]));
}

/**
 * Opens a hearing that begins now, and returns {id, link(role), …}; `people`
 * are participants, `booths` as the protocol has them.
 */
export async function openHearing(clerk, { kind = "hearing", minutes = 60, people = [], booths = [], starts }) {
  const opened = await clerk.post("/api/hearings", {
    kind,
    starts: starts ?? { local: wallTime(clerk.server.now(), GUATEMALA), zone: GUATEMALA },
    minutes,
    participants: people.map((person) => ({ languages: [], place: null, person: null, ...person })),
    booths,
  });
  const hearing = await clerk.get(`/api/hearings/${opened.id}`);
  return { id: opened.id, participants: hearing.participants };
}

/** A fresh link for every seat, in seat order: [{seat, role, label, link}]. */
export async function linksOf(clerk, hearing) {
  const rows = [];
  for (const { seat, role, label } of hearing.participants) {
    const { url } = await clerk.post(`/api/hearings/${hearing.id}/seats/${seat}/link`);
    rows.push({ seat, role, label, link: url });
  }
  return rows;
}

/** Takes all these seats at once: [{name, link}] gives the seats in the same order. */
export function takeSeats(browser, seats, options) {
  return Promise.all(seats.map(({ name, link }) => takeSeat(browser, name, link, options)));
}

/** `2026-11-24T08:00` in a zone, as a person would say it. */
export function wallTime(instant, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
    .format(new Date(instant))
    .replace(" ", "T");
}
