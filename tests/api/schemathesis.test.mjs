// Schemathesis reads `/api/openapi.json` and calls every operation as each role
// would, with data that fits the description and data that does not. It fails on
// any status 500.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Account } from "../browser/account.mjs";
import { startServer } from "../browser/server.mjs";

// The same data in each run: what failed once fails again.
const SEED = "20261125";
// Whoever calls these is signed out, and nobody would call the rest.
const ENDS_THE_LOGIN = "^/api/(me/(leave|sign-out-everywhere|password)|sign-out)$";
const HOOKS = fileURLToPath(new URL("media_types.py", import.meta.url));
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

test("the API never fails, whatever nobody in particular sends", () => conforms([]));

test("the API never fails, whatever the roles that may do most send", async (t) => {
  for (const role of ["coordinator", "interpreter", "administrator"]) {
    const { url } = links.find((link) => link.role === role);
    await t.test(role, async () => {
      const { name, value } = (await Account.byLink(server, url)).cookie();
      await conforms(["--header", `Cookie: ${name}=${value}`]);
    });
  }
});

/** Runs schemathesis; what it prints is the failure's explanation. */
async function conforms(settings) {
  const words = ["--config-file", CONFIG, "run", `${server.url}/api/openapi.json`, "--seed", SEED, "--checks", "not_a_server_error", "--exclude-path-regex", ENDS_THE_LOGIN, ...settings];
  const child = spawn("st", words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1", SCHEMATHESIS_HOOKS: HOOKS } });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
  const [code] = await once(child, "close");
  assert.equal(code, 0, Buffer.concat(printed).toString());
}
