// A real mail server for a test: what the program sends arrives over SMTP and
// is read as a mail program reads it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("post_office.py", import.meta.url));

export class PostOffice {
  #letters = [];
  #waiting = [];

  static async open() {
    const office = new PostOffice();
    office.child = spawn("python3", [SCRIPT], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: office.child.stdout });
    const [first] = await once(lines, "line");
    office.settings = {
      PUENTE_SMTP_URL: `smtp://127.0.0.1:${JSON.parse(first).port}`,
      PUENTE_MAIL_FROM: "Puente <puente@puente.test>",
    };
    lines.on("line", (line) => office.#arrive(JSON.parse(line)));
    return office;
  }

  /** The next letter to an address, now or when it comes. */
  letter(to) {
    const at = this.#letters.findIndex((letter) => letter.to.includes(to));
    if (at >= 0) return Promise.resolve(this.#letters.splice(at, 1)[0]);
    return new Promise((resolve) => this.#waiting.push({ to, resolve }));
  }

  async close() {
    this.child.kill();
    await once(this.child, "exit");
  }

  #arrive(letter) {
    const at = this.#waiting.findIndex(({ to }) => letter.to.includes(to));
    if (at >= 0) this.#waiting.splice(at, 1)[0].resolve(letter);
    else this.#letters.push(letter);
  }
}

/** The address that a letter's button leads to, the same in both forms. */
export function linkIn(letter) {
  const [link] = /https?:\/\/\S+/.exec(letter.text) ?? [];
  assert.ok(link, letter.text);
  assert.ok(letter.html.includes(`href="${link}"`), letter.html);
  return link;
}
