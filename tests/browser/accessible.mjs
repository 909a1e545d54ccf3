// What must hold on every page: axe finds nothing at both sizes, nothing scrolls sideways, and what
// can be pressed can be reached by Tab.
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];

/** No complaint by axe at both sizes, and nothing to scroll sideways at 320 pixels. */
export async function findsNothing(page, name) {
  await page.locator("main h1").first().waitFor({ state: "attached" });
  const size = page.viewportSize();
  await page.evaluate(axe.source);
  for (const each of SIZES) {
    await page.setViewportSize(each);
    const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), RULES);
    const complaints = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
    assert.deepEqual(complaints, [], `${name} at ${each.width} pixels`);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${name} is ${wide} pixels wide at 320`);
  await page.setViewportSize(size);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${selector}`);
}
