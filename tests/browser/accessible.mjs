// What must hold on every page: axe finds nothing at both sizes, nothing scrolls sideways, and what
// can be pressed can be reached by Tab.
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];

const NARROWEST = 320;

/** No complaint by axe at both sizes, and nothing to scroll sideways at 320 pixels. */
export async function findsNothing(page, name) {
  await page.locator("main h1").first().waitFor({ state: "attached" });
  const size = page.viewportSize();
  await page.evaluate(axe.source);
  for (const each of SIZES) {
    await page.setViewportSize(each);
    await complainsNot(page, { runOnly: RULES }, `${name} at ${each.width} pixels`);
  }
  await fits(page, name);
  await page.setViewportSize(size);
}

/** The same in every language of the pages, and the colours of the dark once more. */
export async function findsNothingInAnyLanguage(page, name) {
  for (const lang of ["es", "en", "fr"]) {
    await turnTo(page, lang);
    await findsNothing(page, `${name} (${lang})`);
  }
  // Without movement, so that no colour is measured on its way.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await complainsNot(page, { runOnly: ["color-contrast"] }, `${name} in the dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await turnTo(page, "es");
}

/** Turns the page to a language by its own switch, where it is not in it already. */
export async function turnTo(page, lang) {
  const spoken = () => page.evaluate(() => document.documentElement.lang);
  if ((await spoken()) === lang) return;
  await page.locator(`button[lang=${lang}]`).first().click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang);
  await page.waitForLoadState("networkidle");
}

async function complainsNot(page, { runOnly }, where) {
  const { violations } = await page.evaluate((rules) => axe.run(document, { runOnly: rules }), runOnly);
  const complaints = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  assert.equal(complaints.length, 0, `${where}: ${complaints.join("; ")}`);
}

async function fits(page, name) {
  await page.setViewportSize({ width: NARROWEST, height: 700 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= NARROWEST, `${name} is ${wide} pixels wide at ${NARROWEST}`);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${selector}`);
}
