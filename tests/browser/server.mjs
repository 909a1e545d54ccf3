// A Puente of the test's own: its own folder, ports and clock; it can be
// killed as by a power cut and started again on the same folder.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { createServer } from "node:net";
import { createSocket } from "node:dgram";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The program under test: another build is named by TEST_PUENTE. */
export const PUENTE = process.env.TEST_PUENTE ?? fileURLToPath(new URL("../../target/debug/puente", import.meta.url));
const WORKERS = 2;

/** Tuesday morning in Guatemala: the day before the hearing of the story. */
export const TUESDAY = "2026-11-24T14:00:00Z";

/**
 * Starts a server with an empty folder. `now` is where its clock starts,
 * `settings` further PUENTE_* variables, `within` a command that it runs in,
 * `authority` the PEM of who signed its certificate.
 */
export async function startServer({ now = TUESDAY, settings = {}, within = [], address = "127.0.0.1", authority } = {}) {
  const data = await mkdtemp(join(tmpdir(), "puente-server-"));
  const port = await freePort();
  const scheme = settings.PUENTE_TLS_CERT ? "https" : "http";
  const url = `${scheme}://${address}:${port}`;
  const server = new Server({ data, url, within, authority }, {
    PUENTE_DATA: data,
    PUENTE_LISTEN: `${address}:${port}`,
    PUENTE_PUBLIC_URL: url,
    PUENTE_MEDIA_PORT: String(await freeMediaPorts()),
    PUENTE_MEDIA_WORKERS: String(WORKERS),
    ...settings,
  });
  await server.start(now);
  return server;
}

class Server {
  #process;
  #clock; // { instant, at }: the server's clock stood at `instant` when ours stood at `at`

  constructor(place, settings) {
    Object.assign(this, place, { settings });
    this.log = join(this.data, "server.log");
  }

  /** Starts the program, its clock at `now`, and waits until it answers. */
  async start(now) {
    this.#clock = { instant: Date.parse(now), at: Date.now() };
    const [command, ...words] = [...this.within, PUENTE, "serve"];
    const log = openSync(this.log, "a");
    this.#process = spawn(command, words, { env: this.#environment(now), stdio: ["ignore", log, log] });
    closeSync(log);
    await this.#answers();
  }

  /** The instant that the server's clock shows now. */
  now() {
    return new Date(this.#clock.instant + Date.now() - this.#clock.at).toISOString();
  }

  /** As by a power cut: no goodbye, nothing flushed. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** Starts again after a kill; without `now` the clock has gone on meanwhile. */
  async restart(now = this.now()) {
    await this.start(now);
  }

  /** Ends in an orderly way and starts with another time, as if one had waited. */
  async moveClock(now) {
    await this.#end("SIGTERM");
    await this.start(now);
  }

  /** Ends for good and removes the folder. */
  async stop() {
    await this.#end("SIGTERM");
    await rm(this.data, { recursive: true, force: true });
  }

  /** Runs another command of the program on the same folder; returns what it printed. */
  async run(...words) {
    const [command, ...rest] = [...this.within, PUENTE, ...words];
    const { stdout } = await promisify(execFile)(command, rest, { env: this.#environment(this.now()) });
    return stdout;
  }

  /** CPU seconds used so far, user and system. */
  async cpuSeconds() {
    const fields = (await readFile(`/proc/${this.#process.pid}/stat`, "utf8")).split(") ")[1].split(" ");
    return { user: fields[11] / 100, system: fields[12] / 100 };
  }

  async #answers() {
    const child = this.#process;
    for (let tries = 0; tries < 150; tries++) {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${await this.#lastLines()}`);
      if (await isReady(this.url, this.authority)) return;
      await sleep(100);
    }
    throw new Error(`the server does not answer:\n${await this.#lastLines()}`);
  }

  async #end(signal) {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  async #lastLines() {
    return (await readFile(this.log, "utf8")).split("\n").slice(-20).join("\n");
  }

  // Only what the test says: no PUENTE_* of the shell reaches the server.
  #environment(now) {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PUENTE_"));
    return { ...Object.fromEntries(inherited), ...this.settings, PUENTE_TEST_NOW: now };
  }
}

/** Whether a server answers there and says that it is ready. */
async function isReady(url, authority) {
  const { get } = url.startsWith("https:") ? https : http;
  try {
    const [answer] = await once(get(`${url}/readyz`, { ca: authority }), "response");
    answer.resume();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** The first of as many free UDP ports in a row as there are workers. */
async function freeMediaPorts() {
  for (;;) {
    const first = 41_000 + Math.floor(Math.random() * 20_000);
    const probes = [];
    try {
      for (let worker = 0; worker < WORKERS; worker++) {
        const probe = createSocket("udp4");
        probes.push(probe);
        const bound = once(probe, "listening");
        probe.bind(first + worker);
        await bound;
      }
      return first;
    } catch {
      // Somebody has one of them: try elsewhere.
    } finally {
      for (const probe of probes) probe.close();
    }
  }
}
