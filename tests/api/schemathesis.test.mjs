// Schemathesis reads `/api/openapi.json` and calls every operation as each role would, with data
// that fits the description and data that does not. It fails on any status 500, any answer that
// the description does not name, any body or header of another shape, any input that is taken
// although it should be refused or refused as malformed although it fits, any method that nobody
// described, and anything that is given to whoever is not signed in.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Account } from "../browser/account.mjs";
import { startServer } from "../browser/server.mjs";

// The same data in each run: what failed once fails again.
const SEED = "20261125";
const HOOKS = fileURLToPath(new URL("hooks.py", import.meta.url));
const CONFIG = fileURLToPath(new URL("schemathesis.toml", import.meta.url));
// Every case as the roles that may do most; as the others the description's examples and a few
// made-up calls, because what they may do is what these may.
const IN_FULL = ["administrator", "coordinator", "interpreter"];
const IN_PART = ["authority", "duty_desk", "technician"];

const IN_PART_ONLY = ["--phases", "examples,fuzzing", "--max-examples", "2"];
// A login that never was, and what asks for none.
const NOBODY = "0".repeat(64);
const OPEN = "^/(api/(applications|availability/feed|bank|languages|links|minutes|passwords|probe|sign-in)|media)";

// Two banks at once, so that both cores have work.
test("the API answers as its description says", { concurrency: 2 }, async (t) => {
  const full = IN_FULL.map((role) => t.test(role, () => asRole(role, [])));
  const rest = t.test("the rest", async (t) => {
    await t.test("nobody", () => withBank(async ({ server }) => {
      await conforms(server, NOBODY, ["--include-path-regex", OPEN]);
      await conforms(server, NOBODY, IN_PART_ONLY);
    }));
    for (const role of IN_PART) await t.test(role, () => asRole(role, IN_PART_ONLY));
  });
  await Promise.all([...full, rest]);
});

/** Everything as somebody of the sample with this role. */
async function asRole(role, settings) {
  await withBank(async ({ server, links }) => {
    const { url } = links.find((link) => link.role === role);
    await conforms(server, (await Account.byLink(server, url)).cookie().value, settings);
  });
}

/** A bank of its own with the sample in it: what one role changes surprises no other. */
async function withBank(use) {
  const server = await startServer();
  try {
    const links = (await server.run("sample")).split("\n").flatMap((line) => {
      const found = /^ {2}(\S+) .*(http\S+)$/.exec(line);
      return found ? [{ role: found[1], url: found[2] }] : [];
    });
    await use({ server, links });
  } finally {
    await server.stop();
  }
}

/** Runs schemathesis; what it prints is the failure's explanation. */
async function conforms(server, login, settings) {
  const words = ["--config-file", CONFIG, "run", `${server.url}/api/openapi.json`, "--seed", SEED, ...settings];
  const child = spawn("st", words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1", SCHEMATHESIS_HOOKS: HOOKS, PUENTE_LOGIN: login } });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
  const [code] = await once(child, "close");
  const said = Buffer.concat(printed).toString();
  assert.equal(code, 0, said);
  const [, cases] = /(\d+) generated/.exec(said) ?? [];
  assert.ok(Number(cases) > 300, `it called the operations: ${said}`);
}
