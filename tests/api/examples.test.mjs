// Each body's example in the API's description, by a validator that is not ours: it fits the
// schema that it stands beside.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { PUENTE } from "../browser/server.mjs";

test("every example of a body fits its schema", () => {
  const document = JSON.parse(execFileSync(PUENTE, ["openapi"], { maxBuffer: 64 * 1024 * 1024 }));
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "api", components: document.components });
  const wrong = [];
  let examples = 0;
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { requestBody }] of Object.entries(item)) {
      for (const [type, { schema, example }] of Object.entries(requestBody?.content ?? {})) {
        if (type !== "application/json") continue;
        examples += 1;
        const here = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
        if (!ajv.validate(here, example)) wrong.push(`${method} ${path}: ${ajv.errorsText()}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(examples > 70, `${examples}`);
});
