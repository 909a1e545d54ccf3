// Every page of the program: who looks at it and how to get there. The list is held against the
// folders of the pages, so that a new page without an entry fails the tests.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Account } from "./account.mjs";
import { openPage } from "./participant.mjs";
import { MAM, SPANISH, openHearing, requestFor, signInLink, staff } from "./scene.mjs";

const ROUTES = fileURLToPath(new URL("../../web/src/routes", import.meta.url));

/** Pages that only lead on to another one. */
const FORWARDING = ["/", "/admin"];
/** The room has a test of its own: its views depend on what happens in it. */
const LIVE = ["/hearing/[id]"];

/** Each visit: its name, the page's route, who looks (nobody: signed out), and the address. */
const VISITS = [
  ["sign-in", "/sign-in", null],
  ["forgot", "/forgot", null],
  ["apply", "/apply", null],
  ["confirm", "/confirm", null, () => "/confirm#token"],
  ["welcome", "/welcome", null, () => "/welcome#token"],
  ["enter", "/enter", null, () => "/enter#token"],
  ["no-page", null, null, () => "/nowhere"],
  ["agenda", "/agenda", "coordinator"],
  ["agenda-clerk", "/agenda", "clerk"],
  ["agenda-interpreter", "/agenda", "interpreter"],
  ["find", "/find", "interviewer"],
  ["request-new", "/request/[id]", "interviewer", ({ fresh }) => `/request/${fresh}`],
  ["request-offered", "/request/[id]", "interviewer", ({ offered }) => `/request/${offered}`],
  ["request-booked", "/request/[id]", "interviewer", ({ booked }) => `/request/${booked}`],
  ["interpreter", "/interpreters/[number]", "administrator", ({ number }) => `/interpreters/${number}`],
  ["by-ear", "/by-ear", "interviewer"],
  ["now", "/now", "interviewer"],
  ["open", "/open", "clerk"],
  ["places", "/places", "technician"],
  ["facilities", "/facilities", "technician"],
  ["facility", "/facilities/[id]", "technician", ({ facility }) => `/facilities/${facility}`],
  ["kit-custody", "/facilities/kits/[id]", "technician", ({ kit }) => `/facilities/kits/${kit}`],
  ["checks", "/facilities/check/[id]", "technician", ({ kit }) => `/facilities/check/${kit}`],
  ["kit", "/kit", null],
  ["offers", "/offers", "interpreter"],
  ["time", "/time", "interpreter"],
  ["profile", "/profile", "interpreter"],
  ["greetings", "/greetings", "interpreter"],
  ["greetings-to-hear", "/greetings", "coordinator"],
  ["timesheet", "/timesheet", "coordinator"],
  ["briefing-to-fill", "/briefing/[id]", "interviewer", ({ hearing }) => `/briefing/${hearing}`],
  ["people", "/hearing/[id]/people", "clerk", ({ opened }) => `/hearing/${opened}/people`],
  ["record", "/hearing/[id]/record", "clerk", ({ opened }) => `/hearing/${opened}/record`],
  ["quality", "/quality", "coordinator"],
  ["cases", "/cases", "coordinator"],
  ["case-new", "/cases/new", "coordinator"],
  ["case", "/cases/[id]", "coordinator", ({ plan }) => `/cases/${plan}`],
  ["statistics", "/statistics", "authority"],
  ["coverage", "/coverage", "authority"],
  ["cooperation", "/cooperation", "authority"],
  ["cooperation-new", "/cooperation/new", "authority"],
  ["cooperation-case", "/cooperation/[id]", "authority", ({ cooperation }) => `/cooperation/${cooperation}`],
  ["cooperation-write", "/cooperation/[id]/write", "authority", ({ draft }) => `/cooperation/${draft}/write`],
  ["cooperation-directory", "/cooperation/directory", "authority"],
  ["desk", "/desk", "duty_desk"],
  ["account", "/account", "interpreter"],
  ["admin-applications", "/admin/applications", "administrator"],
  ["admin-accounts", "/admin/accounts", "administrator"],
  ["admin-webhooks", "/admin/webhooks", "administrator"],
  ["admin-weights", "/admin/weights", "administrator"],
  ["admin-people", "/admin/people", "administrator"],
  ["admin-organisations", "/admin/organisations", "administrator"],
  ["admin-recognition", "/admin/recognition", "administrator"],
  ["admin-fees", "/admin/fees", "administrator"],
  ["admin-holidays", "/admin/holidays", "administrator"],
  ["admin-varieties", "/admin/varieties", "administrator"],
].map(([name, route, who, address]) => ({ name, route, who, address: address ?? (() => route) }));

/** What is on the disk without a visit, and what is visited without being there. */
export function forgotten() {
  const there = new Set(routes());
  const visited = new Set([...VISITS.map(({ route }) => route).filter(Boolean), ...FORWARDING, ...LIVE]);
  return {
    unvisited: [...there].filter((route) => !visited.has(route)),
    gone: [...visited].filter((route) => !there.has(route)),
  };
}

/** The route of every folder with a page in it: `/hearing/[id]/people`. */
function routes() {
  return readdirSync(ROUTES, { recursive: true })
    .filter((path) => path.endsWith("+page.svelte"))
    .map((path) => `/${path.replace(/\/?\+page\.svelte$/, "")}`);
}

/** Opens every page in turn, in a bank with something to see, and hands it to `look(page, name)`. */
export async function visitEach(stage, look, { only = () => true } = {}) {
  const ids = await fill(stage);
  for (const who of new Set(VISITS.map((visit) => visit.who))) {
    const visits = VISITS.filter((visit) => visit.who === who && only(visit.name));
    if (visits.length === 0) continue;
    const { page } = await openPage(stage.browser, who ?? "nobody", { url: "about:blank" });
    if (who) await page.context().addCookies([await cookieOf(stage, who, ids)]);
    for (const { name, address } of visits) {
      await page.goto(stage.server.url + address(ids));
      await page.locator("main h1").first().waitFor({ state: "attached" });
      await page.waitForLoadState("networkidle");
      await look(page, name);
    }
    await page.context().close();
  }
}

/** The interpreter is the one with offers; the others are the sample bank's. */
async function cookieOf(stage, who, { interpreter }) {
  return (who === "interpreter" ? interpreter : await staff(stage, who)).cookie();
}

/** Requests in every state, a hearing, a briefing, and requests between countries. */
async function fill(stage) {
  const interviewer = await staff(stage, "interviewer");
  const clerk = await staff(stage, "clerk");
  const authority = await staff(stage, "authority");
  const ask = async (hour, wishes) => {
    const starts = { local: `2026-11-25T${hour}`, zone: "America/Guatemala" };
    const people = [
      { role: "witness", label: "W-17", languages: [MAM], place: null, person: null },
      { role: "counsel", label: "C-1", languages: [SPANISH], place: null, person: null },
    ];
    return (await interviewer.post("/api/requests", requestFor([MAM, SPANISH], { starts, participants: people, ...wishes }))).id;
  };
  const offer = (request, people) =>
    interviewer.post(`/api/requests/${request}/offers`, { interpreters: people.map(({ person }) => person) });

  const candidates = async (request) => (await interviewer.get(`/api/requests/${request}/candidates`)).candidates;

  const booked = await ask("08:00", { case_reference: "MP-2026-0417" });
  const offered = await ask("14:00");
  const later = await candidates(offered);
  const [chosen, second] = (await candidates(booked)).filter(({ person }) => later.some((one) => one.person === person));
  const interpreter = await accountOf(stage, chosen);
  await offer(booked, [chosen, second]);
  let hearing = null;
  for (const one of [interpreter, await accountOf(stage, second)]) {
    const [open] = await one.get("/api/offers");
    const knows = { same_community: false, same_employer: false, advocate: false };
    hearing ??= (await one.post(`/api/offers/${open.id}/accept`, knows)).hearing;
  }
  await interviewer.post(`/api/briefings/${hearing}/texts`, {
    part: "terms",
    title: "Términos del caso",
    text: "enganchador, finca, retención de documentos",
  });
  await offer(offered, [chosen, ...later.filter(({ person }) => person !== chosen.person).slice(0, 3)]);
  const fresh = await ask("10:00");
  const { id: opened } = await openHearing(clerk, {
    people: [{ role: "witness", label: "W-21", languages: [MAM] }],
    booths: [{ languages: [MAM, SPANISH], mode: "consecutive", interpreters: [later.at(-1).person] }],
  });
  await (await staff(stage, "administrator")).post("/api/languages/varieties", {
    language: "kek-lanquin",
    name_es: "q'eqchi' de Lanquín",
    name_en: "Q'eqchi' of Lanquín",
    name_fr: "q'eqchi' de Lanquín",
    places: ["Lanquín", "Cahabón"],
    names: ["kekchí de Lanquín"],
  });
  const { id: draft } = await authority.post("/api/cooperation", { requested: "MX" });
  const cases = Object.values(await authority.get("/api/cooperation")).flat();
  const cooperation = (cases.find(({ id }) => id !== draft) ?? cases[0]).id;
  const [{ id: plan }] = await (await staff(stage, "coordinator")).get("/api/case-plans");
  const technician = await staff(stage, "technician");
  const [{ id: facility }] = (await technician.get("/api/facilities")).facilities;
  const { kit } = (await technician.get("/api/kits")).kits.find(({ state }) => state === "out");
  return { facility, kit, plan, interpreter, number: chosen.number, booked, hearing, offered, fresh, opened, draft, cooperation };
}

async function accountOf(stage, { number }) {
  const link = (await stage.server.run("link", String(number))).match(/https?:\S+\/enter#\S+/)[0];
  return Account.byLink(stage.server, link);
}
