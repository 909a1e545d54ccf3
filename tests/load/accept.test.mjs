// Many requests at a time, and none is refused or lost. How fast is measured
// by accept.mjs, not here.
import assert from "node:assert/strict";
import test from "node:test";
import { sendRequests } from "./load.mjs";
import { startAccepting } from "./server.mjs";

const PER_SECOND = 200;
const SECONDS = 5;

for (const postgres of new Set([undefined, process.env.PUENTE_TEST_POSTGRES_URL])) {
  test(`every one of a thousand requests is accepted, on ${postgres ? "PostgreSQL" : "SQLite"}`, async () => {
    const { coordinator, close } = await startAccepting(postgres);
    try {
      const { accepted, failures } = await sendRequests(coordinator, { perSecond: PER_SECOND, seconds: SECONDS });
      assert.deepEqual(failures, {});
      assert.equal(accepted, PER_SECOND * SECONDS);
      const kept = await coordinator.get("/api/requests");
      assert.ok(kept.length >= accepted, `${kept.length} are there`);
    } finally {
      await close();
    }
  });
}
