// An integrator's receiver fails first, and the event comes again: later, under the same id, and
// signed anew as the description's `webhooks` say.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { after, before, test } from "node:test";
import { Account } from "../browser/account.mjs";
import { TUESDAY, startServer } from "../browser/server.mjs";

let server, receiver;
before(async () => {
  server = await startServer({ settings: { PUENTE_OUTBOUND_PRIVATE: "1" } });
  await server.run("sample");
  receiver = await Receiver.failing(2);
});
after(async () => {
  receiver.close();
  await server.stop();
});

test("a webhook that fails is tried again, under the same id, later and later", async () => {
  const link = (await server.run("link", "administrator.gt@sample.puente.example")).trim();
  const administrator = await Account.byLink(server, link);
  const { webhook, secret } = await administrator.post("/api/webhooks", { url: receiver.url, events: ["request.booked"] });
  assert.equal((await administrator.call("POST", `/api/webhooks/${webhook.id}/ping`)).status, 202);

  const first = await receiver.next();
  // The second try is due 20 s later, give or take a quarter; the third 40 s after that.
  await server.moveClock(new Date(Date.parse(TUESDAY) + 5 * 60_000).toISOString());
  const second = await receiver.next();
  await server.moveClock(new Date(Date.parse(TUESDAY) + 15 * 60_000).toISOString());
  const third = await receiver.next();

  for (const { headers, body } of [first, second, third]) {
    assert.equal(headers["webhook-id"], first.headers["webhook-id"]);
    assert.equal(body, first.body);
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    assert.equal(headers["webhook-signature"], `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  }
  const at = [first, second, third].map(({ headers }) => Number(headers["webhook-timestamp"]));
  assert.ok(at[0] < at[1] && at[1] < at[2], String(at));
  assert.equal(JSON.parse(first.body).type, "ping");

  for (;;) {
    const [attempt] = await administrator.get(`/api/webhooks/${webhook.id}/deliveries`);
    if (attempt.state === "waiting") continue;
    assert.deepEqual([attempt.state, attempt.attempts], ["sent", 3]);
    break;
  }
});

/** Somebody else's server: it answers 503 so many times, and 204 from then on. */
class Receiver {
  #server;
  #arrived = [];
  #waiting = [];

  static async failing(times) {
    const receiver = new Receiver();
    let left = times;
    receiver.#server = http.createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.writeHead(left-- > 0 ? 503 : 204).end();
      receiver.#arrived.push({ headers: request.headers, body });
      receiver.#waiting.shift()?.();
    });
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    receiver.url = `http://127.0.0.1:${receiver.#server.address().port}/`;
    return receiver;
  }

  /** What arrived next. */
  async next() {
    if (this.#arrived.length === 0) await new Promise((done) => this.#waiting.push(done));
    return this.#arrived.shift();
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
