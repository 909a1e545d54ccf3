// Sends requests for interpreters at a steady rate, whether or not the answers
// keep up: a server that stalls is seen in the times, not spared by the sender.
import http from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { GUATEMALA, MAM, SPANISH, requestFor } from "../browser/scene.mjs";

const CONNECTIONS = 32;
const TICK_MS = 5;

/** Sends as a signed-in person; returns {accepted, seconds, failures: {what: count}, p50, p99} (milliseconds from when each was due). */
export async function sendRequests(account, { perSecond, seconds }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const { name, value, url } = account.cookie();
  const headers = { origin: url, cookie: `${name}=${value}`, "content-type": "application/json" };
  const times = [];
  const failures = {};
  const send = async (number, due) => {
    const call = http.request(`${url}/api/requests`, { method: "POST", agent, headers });
    call.end(JSON.stringify(wanted(number)));
    const [answer] = await once(call, "response");
    const body = Buffer.concat(await answer.toArray()).toString();
    if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${body.slice(0, 200)}`);
    times.push(performance.now() - due);
  };
  const began = performance.now();
  const all = [];
  for (let number = 0; number < perSecond * seconds; ) {
    for (; number < Math.min(perSecond * seconds, ((performance.now() - began) / 1000) * perSecond); number++) {
      const due = began + (number * 1000) / perSecond;
      all.push(send(number, due).catch(({ message }) => (failures[message] = (failures[message] ?? 0) + 1)));
    }
    await sleep(TICK_MS);
  }
  await Promise.all(all);
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { accepted: times.length, seconds: took, failures, p50: at(0.5), p99: at(0.99) };
}

/** What a real request holds: a case and its victim, wishes, a town that is kept unreadable, a witness at the table. */
function wanted(number) {
  const day = 25 + (number % 5);
  const hour = String(8 + (number % 9)).padStart(2, "0");
  return requestFor([MAM, SPANISH], {
    starts: { local: `2026-11-${day}T${hour}:${number % 2 ? "30" : "00"}`, zone: GUATEMALA },
    preferences: { gender: "woman", gender_required: number % 3 === 0, not_from: ["Santa Eulalia", "MX"] },
    participants: [{ role: "witness", label: `W-${number % 70}`, languages: [MAM], place: null, person: null }],
    case_reference: `CASE-${Math.floor(number / 70)}`,
    topics: ["forced_labour"],
  });
}
