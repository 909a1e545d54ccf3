// Schemathesis reads `/api/openapi.json` and calls every operation as each role
// would, with data that fits the description and data that does not. It fails on
// any status 500, any answer that the description does not name, any body of
// another shape, and any input that is taken although it should be refused.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Account } from "../browser/account.mjs";
import { startServer } from "../browser/server.mjs";

// The same data in each run: what failed once fails again.
const SEED = "20261125";
const HOOKS = fileURLToPath(new URL("sdp.py", import.meta.url));
const CONFIG = fileURLToPath(new URL("schemathesis.toml", import.meta.url));

let server;
let links;

before(async () => {
  server = await startServer();
  links = (await server.run("sample")).split("\n").flatMap((line) => {
    const found = /^ {2}(\S+) .*(http\S+)$/.exec(line);
    return found ? [{ role: found[1], url: found[2] }] : [];
  });
});
after(() => server.stop());

test("the API answers as its description says, to nobody signed in", () => conforms([]));

test("the API answers as its description says, to each role of the sample", async (t) => {
  assert.ok(links.length >= 7, "the sample has a link for each role");
  for (const { role, url } of links) {
    await t.test(role, async () => {
      const { name, value } = (await Account.byLink(server, url)).cookie();
      await conforms(["--header", `Cookie: ${name}=${value}`]);
    });
  }
});

/** Runs schemathesis; what it prints is the failure's explanation. */
async function conforms(settings) {
  const words = ["--config-file", CONFIG, "run", `${server.url}/api/openapi.json`, "--seed", SEED, ...settings];
  const child = spawn("st", words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1", SCHEMATHESIS_HOOKS: HOOKS } });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
  const [code] = await once(child, "close");
  assert.equal(code, 0, Buffer.concat(printed).toString());
}
