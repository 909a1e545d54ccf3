// The published schema of a request between countries, by a validator that is not ours: what is
// ready to be sent fits, and without any one of the fields that must be there it does not.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { Account } from "../browser/account.mjs";
import { startServer } from "../browser/server.mjs";

const FILLED = new URL("../../registry/src/sample/cooperation_request.json", import.meta.url);

let server, fits, filled, forms;
before(async () => {
  server = await startServer();
  await server.run("sample");
  const link = (await server.run("link", "authority.gt@sample.puente.example")).trim();
  const authority = await Account.byLink(server, link);
  const schema = await authority.get("/api/cooperation/schema.json");
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  fits = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
  forms = await authority.get("/api/cooperation/form?lang=es");
  filled = JSON.parse(await readFile(FILLED, "utf8"));
});
after(() => server.stop());

test("coop_schema_takes_a_request_that_is_ready_to_be_sent", () => {
  assert.ok(fits(filled), JSON.stringify(fits.errors));
});

test("coop_schema_refuses_a_request_without_any_one_must", () => {
  let musts = 0;
  for (const section of forms.request) {
    for (const field of section.fields.filter(({ must }) => must !== "never")) {
      const without = structuredClone(filled);
      delete without[section.key][field.key];
      assert.ok(!fits(without), `${section.key}.${field.key} may be left out`);
      const missing = fits.errors.map(({ params }) => params.missingProperty);
      assert.ok(missing.includes(field.key), `${section.key}.${field.key}: ${JSON.stringify(fits.errors)}`);
      musts += 1;
    }
    const without = structuredClone(filled);
    delete without[section.key];
    if (section.fields.some(({ must }) => must === "always")) assert.ok(!fits(without), section.key);
  }
  assert.equal(musts, 60);
});

test("coop_schema_refuses_what_the_form_does_not_know", () => {
  for (const spoil of [
    (request) => (request.surprise = {}),
    (request) => (request.basis.surprise = "x"),
    (request) => (request.opening.urgency = "soon"),
    (request) => request.session.dates.pop(),
    (request) => (request.session.dates[1] = request.session.dates[0]),
    (request) => (request.purpose.questions = []),
    (request) => (request.basis.article = " "),
    (request) => delete request.attendance.at_requested[0].role,
  ]) {
    const request = structuredClone(filled);
    spoil(request);
    assert.ok(!fits(request), String(spoil));
  }
});
