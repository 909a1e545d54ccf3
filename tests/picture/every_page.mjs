// Takes a picture of every page, on a desk's and a phone's screen, in Spanish
// and English, from a running hearing of the sample bank.
//
//   node tests/picture/every_page.mjs [FOLDER] [NAME…]   default: all, into the folder `pictures` of the
//   system's temporary one; names as in tests/browser/pages.mjs, and `room` for the hearing
//   SCHEME=dark shows the colours of the dark
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askForLanguage, openInterviewersDesk } from "../browser/booking.mjs";
import { Desk } from "../browser/desk.mjs";
import { visitEach } from "../browser/pages.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, signInLink, staff, startStage } from "../browser/scene.mjs";
import { openSeat, takeSeat } from "../browser/seat.mjs";

const [, , folder = join(tmpdir(), "pictures"), ...names] = process.argv;
const wanted = (name) => names.length === 0 || names.includes(name);
const SCREENS = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const LANGUAGES = { es: "Español", en: "English" };

await mkdir(folder, { recursive: true });
const stage = await startStage();
try {
  await visitEach(stage, picture, { only: wanted });
  if (wanted("find")) await takeSearch();
  if (wanted("room")) await takeHearing();
} finally {
  await stage.close();
}
console.log(`pictures are in ${folder}`);

/** The page as it is now: two screens, two languages. */
async function picture(page, name) {
  await page.emulateMedia({ colorScheme: process.env.SCHEME ?? "light" });
  for (const [lang, label] of Object.entries(LANGUAGES)) {
    const other = page.getByRole("button", { name: label, exact: true });
    if (await other.count()) await other.first().click();
    for (const [screen, size] of Object.entries(SCREENS)) {
      await page.setViewportSize(size);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(folder, `${name}-${lang}-${screen}.png`), fullPage: true });
    }
  }
  const spanish = page.getByRole("button", { name: LANGUAGES.es, exact: true });
  if (await spanish.count()) await spanish.first().click();
  await page.setViewportSize(SCREENS.desk);
}

/** The search while it asks which variety is meant. */
async function takeSearch() {
  const desk = await openInterviewersDesk(stage);
  await desk.goTo("nav-find");
  await desk.on("find");
  await askForLanguage(desk, "mame");
  await picture(desk.page, "find-asks");
}

/** A hearing from the device check to the playback. */
async function takeHearing() {
  const clerk = await staff(stage, "clerk");
  const interpreters = (await interpretersFor(stage, [MAM, SPANISH])).slice(4, 6);
  const opened = await openHearing(clerk, {
    people: [
      { role: "witness", label: "W-17", languages: [MAM] },
      { role: "counsel", label: "Defensa 1", languages: [SPANISH] },
      { role: "observer", label: "O-1", languages: [SPANISH] },
    ],
    booths: [{ languages: [MAM, SPANISH], mode: "consecutive", interpreters: interpreters.map(({ person }) => person) }],
  });
  const seat = async (role, nth, take = takeSeat) =>
    take(stage.browser, role, await linkFor(clerk, opened, role, nth));
  const witness = await seat("witness", 0, openSeat);
  await picture(witness.page, "check");
  await witness.passDeviceCheck();
  await picture(witness.page, "lobby");
  const lead = await seat("clerk");
  const mam1 = await seat("interpreter", 0);
  const mam2 = await seat("interpreter", 1);
  const counsel = await seat("counsel");
  const observer = await seat("observer");
  await picture(lead.page, "lead-waiting");
  for (const one of [witness, mam1, mam2, counsel, observer]) await lead.admit(one);
  await lead.goTo("in_session");
  await lead.identify(witness, "pseudonym");
  await lead.swearIn(mam1);
  await lead.goOnRecord();
  await witness.speak();
  await lead.page.waitForTimeout(1500);
  for (const [one, name] of [[lead, "lead"], [mam1, "console"], [mam2, "console-passive"], [witness, "witness"], [counsel, "bench"], [observer, "observer"]]) {
    await picture(one.page, name);
  }
  await lead.setMode(0, SPANISH, "simultaneous");
  await mam2.press("mate-ask");
  await mam1.page.waitForTimeout(300);
  await picture(mam1.page, "console-asked");
  await counsel.openSidebar(mam1);
  await picture(counsel.page, "sidebar");
  await picture(lead.page, "lead-sidebar");
  await counsel.endSidebar();
  await witness.stop();
  await picture(witness.page, "witness-stopped");
  await picture(lead.page, "lead-stopped");
  await lead.press("do-ask_to_resume");
  await picture(witness.page, "witness-resume");
  await lead.closeHearing();
  await picture(lead.page, "ended");
  const viewer = await Desk.open(stage, "viewer", await signInLink(stage, "clerk"));
  await viewer.page.goto(`${stage.server.url}/hearing/${opened.id}/record`);
  await viewer.page.waitForTimeout(2500);
  await picture(viewer.page, "playback");
  await viewer.page.goto(`${stage.server.url}/agenda`);
  await viewer.page.waitForTimeout(800);
  await picture(viewer.page, "agenda-after");
}
