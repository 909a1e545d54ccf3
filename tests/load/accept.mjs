// How many requests for interpreters a second are accepted, and how fast:
// `node tests/load/accept.mjs [PER_SECOND] [SECONDS]`, 200 and 60 unless said.
// On the PostgreSQL that PUENTE_TEST_POSTGRES_URL names, else on SQLite.
// No threshold; ends with 1 if any request was not accepted.
import { startAccepting } from "./server.mjs";
import { sendRequests } from "./load.mjs";

const [perSecond = 200, seconds = 60] = process.argv.slice(2).map(Number);
const { engine, coordinator, close } = await startAccepting(process.env.PUENTE_TEST_POSTGRES_URL);
try {
  const { accepted, seconds: took, failures, p50, p99 } = await sendRequests(coordinator, { perSecond, seconds });
  console.log(`${engine}: ${accepted} of ${perSecond * seconds} accepted in ${took.toFixed(1)} s, ${(accepted / took).toFixed(0)} a second`);
  console.log(`p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms from when each was due`);
  for (const [what, count] of Object.entries(failures)) console.log(`${count} × ${what}`);
  process.exitCode = Object.keys(failures).length ? 1 : 0;
} finally {
  await close();
}
