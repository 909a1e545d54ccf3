// An office page in a browser, worked by what its buttons and links say.
import { openPage } from "./participant.mjs";
import { words } from "./words.mjs";

/** `desk.press("find-do")` presses the button with the words of that key. */
export class Desk {
  constructor(participant) {
    this.page = participant.page;
    this.participant = participant;
  }

  /** Signs in by a link and arrives where that person's work begins. */
  static async open(stage, name, link, options) {
    const desk = new Desk(await openPage(stage.browser, name, { ...options, url: link }));
    await desk.press("enter-open");
    await desk.page.locator("[data-page]:not([data-page=enter])").waitFor();
    return desk;
  }

  press(key, values, within = this.page) {
    return within.getByRole("button", { name: words(key, values) }).first().click();
  }

  goTo(key) {
    return this.page.getByRole("link", { name: words(key), exact: true }).click();
  }

  /** Waits for a page by its name. */
  on(name) {
    return this.page.locator(`[data-page=${name}]`).waitFor();
  }
}

