// Firefox takes part: its person is heard and seen in Chromium, and hears and
// sees what Chromium sends. Also in English, as Firefox asks for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hearing } from "./ears.mjs";
import { launchFirefox, openFirefoxPage } from "./firefox.mjs";
import { linkFor, openHearing, staff, startStage } from "./scene.mjs";
import { takeSeat } from "./seat.mjs";
import { words } from "./words.mjs";

let stage, fox;
before(async () => {
  stage = await startStage();
  fox = await launchFirefox();
});
after(async () => {
  await fox?.close();
  await stage?.close();
});

test("an expert in Firefox and a clerk in Chromium hear and see each other", async () => {
  const clerk = await staff(stage, "clerk");
  const opened = await openHearing(clerk, {
    kind: "expert_testimony",
    people: [{ role: "expert", label: "P-1", languages: ["spa"] }],
  });
  const lead = await takeSeat(stage.browser, "clerk", await linkFor(clerk, opened, "clerk"));
  const expert = await openFirefoxPage(fox, "expert", { url: await linkFor(clerk, opened, "expert") });
  await passDeviceCheck(expert);

  const number = opened.participants.find(({ role }) => role === "expert").seat;
  await lead.press("person-admit", { within: lead.row(number) });
  await expert.page.waitForSelector("[data-page=room]");
  await lead.goTo("in_session");
  await expert.speak();
  await lead.speak();
  await hearing([lead, expert], [[lead, [expert]], [expert, [lead]]]);
  await lead.until("to see a picture", async () => (await lead.received()).frames > 0);
  await lead.until("for Firefox to see one", async () => (await expert.received()).frames > 0);
  assert.deepEqual(expert.errors, []);
});

async function passDeviceCheck(person) {
  const press = (key) => person.page.locator(`::-p-aria([name="${words(key, null, "en")}"][role="button"])`).click();
  await press("enter-open");
  await press("check-begin");
  await person.speak();
  await person.page.waitForSelector("[data-result=ok]");
  await person.hush();
  await press("check-next");
  await person.page.waitForSelector("video");
  await person.page.waitForSelector("[data-result=ok]");
  await press("check-next");
  await press("check-speaker-play");
  await press("check-speaker-yes");
  await press("check-finish");
  await person.page.waitForSelector("[data-page=lobby]");
}
