// One person at one browser page: her own cookies, her own tone as microphone,
// her own colour as picture.
import { readFile } from "node:fs/promises";
import { TONES, nextVoice } from "./tones.mjs";

const IN_PAGE = await readFile(new URL("in-page.js", import.meta.url), "utf8");
// Eight of these together still do not overdrive a mix.
const TONE_GAIN = 0.12;

/**
 * Opens `url` as `name`; `phone` gives a screen of 390 pixels. What else is
 * named goes to Playwright's `newContext`.
 */
export async function openPage(browser, name, { url, lang = "es", phone = false, ...context } = {}) {
  const home = await browser.newContext({
    locale: lang === "es" ? "es-GT" : "en-US",
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    permissions: ["microphone", "camera"],
    // No colour is looked at on its way to another.
    reducedMotion: "reduce",
    ...context,
  });
  const voice = nextVoice();
  await home.addInitScript(scriptFor(voice));
  const page = await home.newPage();
  const participant = new Participant(name, page, voice);
  await page.goto(url);
  return participant;
}

/** What runs in a page before the page's own scripts. */
export function scriptFor({ tone, colour }) {
  return `(${IN_PAGE})(${JSON.stringify({ tone, colour, tones: TONES })})`;
}

export class Participant {
  constructor(name, page, voice) {
    this.name = name;
    this.page = page;
    this.voice = voice;
    /** Every frame of every WebSocket: {at, sent, message}; `at` by this machine's clock. */
    this.frames = [];
    /** What went wrong in the page; a test ends by checking that it is empty. */
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (line) => {
      if (line.type() === "error" && /Content.Security.Policy|Uncaught/i.test(line.text())) this.errors.push(line.text());
    });
    page.on("websocket", (socket) => {
      const keep = (sent) => ({ payload }) => this.frames.push({ at: Date.now(), sent, message: JSON.parse(payload) });
      socket.on("framesent", keep(true));
      socket.on("framereceived", keep(false));
    });
  }

  /** Starts the tone: one's own, or that of an aside. */
  speak({ voice } = this) {
    return this.page.evaluate(([gain, hertz]) => window.atTest.speak(gain, hertz), [TONE_GAIN, voice.tone]);
  }

  /** Ends the tone; the microphone stays open. */
  hush() {
    return this.page.evaluate(() => window.atTest.speak(0));
  }

  /** Packets by receive line, and pictures shown: {audio: […], video: […], frames}. */
  received() {
    return this.page.evaluate(() => window.atTest.received());
  }

  /** Messages of one type that the server sent over the WebSocket, oldest first. */
  got(type) {
    return this.frames.filter((frame) => !frame.sent && frame.message.type === type).map((frame) => frame.message);
  }

  /** Messages of one type that the page sent. */
  sent(type) {
    return this.frames.filter((frame) => frame.sent && frame.message.type === type).map((frame) => frame.message);
  }

  close() {
    return this.page.context().close();
  }
}
