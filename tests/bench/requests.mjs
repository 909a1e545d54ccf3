// Two hundred requests a second for a minute, over HTTP, to the real program:
// `TEST_PUENTE=… node tests/bench/requests.mjs [PER_SECOND] [SECONDS]`. Prints
// how many were accepted, how many were not, and how long each took.
import { staff, startStage } from "../browser/scene.mjs";
import { setTimeout as sleep } from "node:timers/promises";

const [perSecond, seconds] = [200, 60].map((usual, at) => Number(process.argv[at + 2] ?? usual));
const EACH_MS = 50;

const stage = await startStage();
try {
  await measure(await staff(stage, "interviewer"));
} finally {
  await stage.close();
}

async function measure(interviewer) {
  const answers = new Map();
  const times = [];
  const running = [];
  const ask = async (number) => {
    const began = performance.now();
    const { status } = await interviewer.post("/api/requests", request(number), { raw: true });
    times.push(performance.now() - began);
    answers.set(status, (answers.get(status) ?? 0) + 1);
  };
  const began = performance.now();
  for (let number = 0; number < perSecond * seconds; ) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; number < Math.min(due, perSecond * seconds); number++) running.push(ask(number));
    await sleep(EACH_MS);
  }
  await Promise.all(running);
  const took = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(1);
  console.log(`${times.length} requests in ${took.toFixed(1)} s:`, Object.fromEntries(answers));
  console.log(`p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)} ms`);
}

/** No two alike, none with a place, so that each can be taken. */
function request(number) {
  const day = 25 + (number % 5);
  return {
    kind: "interview",
    languages: ["mam-todos-santos", "spa"],
    mode: "consecutive",
    setting: "interview",
    starts: { local: `2026-11-${day}T1${number % 8}:00`, zone: "America/Guatemala" },
    minutes: 60,
    preferences: { gender: null, gender_required: false, not_from: [] },
    participants: [{ role: "witness", label: `W-${number}`, languages: ["mam-todos-santos"], place: null, person: null }],
    case_reference: null,
  };
}
