// The record of a hearing as anybody gets it: the playback's description, its
// files decoded by ffmpeg, and which tones are in them when.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const RATE = 8_000;
export const SAMPLES_PER_MS = RATE / 1000;
const BLOCK_MS = 20;
const BLOCK = (RATE * BLOCK_MS) / 1000;
// A longer view, softly cut off at both ends, so that the start of one tone is
// not taken for a little of all others.
const VIEW = 5 * BLOCK;
const SOFT = Float32Array.from({ length: VIEW }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / VIEW));

/** {playback, tracks: Map(name → samples)}: every audio track of a closed hearing, decoded. */
export async function fetchRecord(account, hearing) {
  const playback = await sealedRecord(account, hearing);
  const folder = await mkdtemp(join(tmpdir(), "puente-record-"));
  const tracks = new Map();
  for (const { track, kind, file } of playback.tracks) {
    if (kind !== "audio") continue;
    const path = join(folder, file);
    await writeFile(path, await account.bytes(`/api/hearings/${hearing}/record/${file}`));
    tracks.set(track, await decode(path));
  }
  await rm(folder, { recursive: true });
  return { playback, tracks };
}

/** Sealing takes a moment after the close; until then there is no record to ask for. */
async function sealedRecord(account, hearing) {
  const path = `/api/hearings/${hearing}/record`;
  for (let tries = 0; tries < 100; tries++) {
    const { status, body } = await account.call("GET", path);
    if (status === 200) return body;
    if (status !== 409) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    await sleep(200);
  }
  throw new Error("the record was not sealed");
}

/** Level in dB of a tone for every 20 ms of a track, each seen with 40 ms before and after it. */
export function levels(samples, hertz) {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  const found = [];
  for (let start = 0; start + BLOCK <= samples.length; start += BLOCK) {
    let before = 0;
    let last = 0;
    for (let n = 0; n < VIEW; n++) {
      const sample = samples[start - 2 * BLOCK + n] ?? 0;
      [before, last] = [last, sample * SOFT[n] + turn * last - before];
    }
    const power = (Math.max(before * before + last * last - turn * before * last, 0) * 16) / (VIEW * VIEW);
    found.push(10 * Math.log10(power + 1e-12));
  }
  return found;
}

/** A tone of a participant is near -18 dB in her own track. */
const PRESENT_DB = -35;

/** Milliseconds of a track in which a tone is present. */
export function presenceMs(samples, hertz) {
  return levels(samples, hertz).filter((db) => db > PRESENT_DB).length * BLOCK_MS;
}

/** Milliseconds within [fromMs, toMs) in which a tone is missing from a track. */
export function absenceMs(samples, hertz, fromMs, toMs) {
  return levels(samples, hertz)
    .slice(Math.floor(fromMs / BLOCK_MS), Math.floor(toMs / BLOCK_MS))
    .filter((db) => db <= PRESENT_DB).length * BLOCK_MS;
}

/** When a tone begins after an instant of the track, in milliseconds of the track. */
export function onsetMs(samples, hertz, afterMs) {
  const first = Math.floor(afterMs / BLOCK_MS);
  return (first + levels(samples, hertz).slice(first).findIndex((db) => db > PRESENT_DB)) * BLOCK_MS;
}

/** The loudest that a tone is for a tenth of a second anywhere in a track, in dB. */
export function loudest(samples, hertz) {
  const all = levels(samples, hertz);
  const lasting = all.map((_, n) => Math.min(...all.slice(n, n + 100 / BLOCK_MS)));
  return lasting.reduce((most, db) => Math.max(most, db), -120);
}

async function decode(path) {
  const words = ["-v", "error", "-i", path, "-f", "f32le", "-ac", "1", "-ar", String(RATE), "-"];
  const { stdout } = await promisify(execFile)("ffmpeg", words, { encoding: "buffer", maxBuffer: 1 << 30 });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}
