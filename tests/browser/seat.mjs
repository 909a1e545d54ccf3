// A participant's place in a hearing, worked through the pages alone: device
// check, lobby, and the buttons of the room.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openPage } from "./participant.mjs";
import { words } from "./words.mjs";

const PATIENCE_MS = 40_000;

/** Redeems the link of a seat and opens the hearing; ends before the device check. */
export async function openSeat(browser, name, link, options = {}) {
  const participant = await openPage(browser, name, { ...options, url: link });
  const seat = new Seat(participant, options.lang);
  await seat.press("enter-open");
  await seat.welcomed();
  return seat;
}

/** The same, through the check and into the lobby; those who lead are in the room at once. */
export async function takeSeat(browser, name, link, options) {
  const seat = await openSeat(browser, name, link, options);
  await seat.passDeviceCheck();
  return seat;
}

export class Seat {
  constructor(participant, lang = "es") {
    this.participant = participant;
    this.lang = lang;
    this.page = participant.page;
    this.voice = participant.voice;
    this.name = participant.name;
  }

  words = (key, values) => words(key, values, this.lang);
  speak = (as) => this.participant.speak(as);
  hush = () => this.participant.hush();
  received = () => this.participant.received();
  got = (type) => this.participant.got(type);
  sent = (type) => this.participant.sent(type);
  close = () => this.participant.close();

  /** The hearing as the server last showed it to this seat. */
  get view() {
    const frames = this.participant.frames.filter(({ sent, message }) => !sent && message.view);
    return frames.at(-1)?.message.view;
  }

  /** The minutes as far as this seat was shown them. */
  get minutes() {
    return this.got("minutes").flatMap(({ entries }) => entries);
  }

  get number() {
    return this.view.me.seat;
  }

  welcomed = () => this.until("to be welcomed", () => this.view !== undefined);

  /** Waits for a fact; says which one if it never comes. */
  async until(what, holds) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      assert.ok(Date.now() < end, `${this.name} waited in vain ${what}; last view: ${JSON.stringify(this.view)}`);
      await sleep(50);
    }
  }

  /** Waits until the view shows it: `see((view) => view.phase === "recess")`. */
  see = (holds) => this.until(`to see ${holds}`, () => this.view && holds(this.view));

  /** The button that says the words of `key`, also when it says more ("Admit W-17"). */
  button(key, values, within = this.page) {
    return within.getByRole("button", { name: this.words(key, values) }).first();
  }

  async press(key, { values, within } = {}) {
    await this.button(key, values, within).click();
  }

  /** The row of a person in the lead's list. */
  row(seat) {
    return this.page.locator(`li[data-seat="${seat.number ?? seat}"]`);
  }

  // ---- before the room -------------------------------------------------

  /** Says something, looks, listens, and lets the link be measured. */
  async passDeviceCheck() {
    await this.press("check-begin");
    const listens = ["observer", "technician"].includes(this.view.me.role);
    if (!listens) {
      await this.speak();
      await this.page.locator("[data-result=ok]").waitFor();
      await this.hush();
      await this.press("check-next");
      await this.page.locator("video").waitFor();
      await this.page.locator("[data-result=ok]").waitFor();
      await this.press("check-next");
    }
    await this.press("check-speaker-play");
    await this.press("check-speaker-yes");
    await this.press("check-finish");
    await this.inPage("lobby", "room");
  }

  /** `check`, `lobby`, `room`, `ended`. */
  pageName() {
    return this.page.locator("[data-page]").first().getAttribute("data-page");
  }

  inPage = (...names) => this.until(`for page ${names}`, async () => names.includes(await this.pageName()));

  /** Waits until this peer's media flows. */
  inTheRoom = () => this.until("for media", async () => (await this.page.locator("[data-link=good], [data-link=fair], [data-link=poor]").count()) > 0);

  // ---- the acts of whoever leads ----------------------------------------

  async admit(seat) {
    await this.press("person-admit", { within: this.row(seat) });
    await seat.see((view) => view.me.admitted);
    await seat.inTheRoom();
  }

  async goTo(phase) {
    await this.press(`phase-${phase}`, { within: this.page.locator(".phases") });
    await this.page.locator(`[data-phase=${phase}]`).first().waitFor();
  }

  async goOnRecord() {
    await this.press("do-go_on_record");
    await this.see((view) => view.record === "on");
  }

  async goOffRecord() {
    await this.press("do-go_off_record");
    await this.see((view) => view.record === "off");
  }

  async identify(seat, method) {
    await this.row(seat).getByText(this.words("person-identify")).click();
    await this.press(`identity-${method}`, { within: this.row(seat) });
    await this.see((view) => view.people.find((person) => person.seat === seat.number).identified);
  }

  async swearIn(seat) {
    await this.press("person-ask-oath", { within: this.row(seat) });
    await seat.press("oath-affirm");
    await this.see((view) => view.people.find((person) => person.seat === seat.number).sworn);
  }

  async setMode(booth, from, mode) {
    const direction = this.page.locator(`[data-booth="${booth}"] fieldset`).nth(this.view.booths[booth].languages.indexOf(from));
    await this.press(`mode-${mode}`, { within: direction });
    await this.see((view) => view.booths[booth].mode[view.booths[booth].languages[0] === from ? "forward" : "back"] === mode);
  }

  async setFloorLanguage(language) {
    await this.page.locator("#floor-language").selectOption(language ?? "");
    await this.see((view) => language === null || view.floor_language === language);
  }

  async closeHearing() {
    await this.press("do-close");
    await this.press("close-yes");
    await this.inPage("ended");
  }

  // ---- the acts of everybody else ----------------------------------------

  /** Chooses a language or `floor`, and what becomes of the floor under it. */
  async choose(channel, floor) {
    await this.page.locator(`button[data-slot="${channel}"]`).click();
    await this.see((view) => view.me.channel === channel);
    if (floor && this.view.me.floor !== floor) {
      await this.page.getByLabel(this.words("channel-ducked")).click();
      await this.see((view) => view.me.floor === floor);
    }
  }

  async openSidebar(...seats) {
    await this.page.getByText(this.words("sidebar"), { exact: true }).click();
    for (const seat of seats) {
      const person = this.view.people.find(({ seat: number }) => number === seat.number);
      await this.page.getByRole("checkbox", { name: person.label }).check();
    }
    await this.press("sidebar-open");
    await this.see((view) => view.sidebar?.mine);
  }

  async endSidebar() {
    await this.press("sidebar-end");
    await this.see((view) => view.sidebar === null);
  }

  /** A slot that carries nothing gets no packet, while all others speak. */
  async unwiredSlotsStaySilent() {
    const { audio, video } = this.got("wired").at(-1);
    await sleep(400); // what was on its way has arrived
    const before = await this.received();
    await sleep(1200);
    const later = await this.received();
    const leaks = (slots, kind) =>
      slots.flatMap((slot, line) => (slot ? [] : [later[kind][line] - before[kind][line]])).filter((packets) => packets > 0);
    assert.deepEqual([leaks(audio, "audio"), leaks(video, "video")], [[], []], `packets in ${this.name}'s empty slots`);
  }

  async stop() {
    await this.press("stop");
    await this.see((view) => view.phase === "stopped");
  }
}
