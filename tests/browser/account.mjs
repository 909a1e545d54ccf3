// A signed-in caller without a browser: for what has no page, and to prepare
// what a test is not about.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";

export class Account {
  #cookie;

  constructor(server, lang = "es") {
    Object.assign(this, { server, lang });
  }

  /** Signs in with a link `…/enter#TOKEN`, which works once. */
  static async byLink(server, link, lang) {
    const account = new Account(server, lang);
    account.me = await account.post("/api/links/redeem", { token: new URL(link).hash.slice(1) });
    return account;
  }

  /** The cookie for a browser's context, so that a page is signed in as well. */
  cookie() {
    const [name, value] = this.#cookie.split("=");
    return { name, value, url: this.server.url };
  }

  get = (path) => this.#expect(200, "GET", path);
  put = (path, body) => this.#expect(200, "PUT", path, body);
  post = (path, body) => this.#expect([200, 201, 204], "POST", path, body);
  delete = (path) => this.#expect(204, "DELETE", path);

  /** A file. */
  async bytes(path) {
    const { status, bytes } = await this.#send("GET", path);
    assert.equal(status, 200, `GET ${path}`);
    return bytes;
  }

  /** One call, whatever its status: {status, headers, body}. */
  async call(method, path, body) {
    const { status, headers, bytes } = await this.#send(method, path, body);
    const given = headers["set-cookie"]?.[0]?.split(";")[0];
    if (given) this.#cookie = given;
    const text = bytes.toString();
    return { status, headers, body: /json/.test(headers["content-type"] ?? "") ? JSON.parse(text) : text };
  }

  async #send(method, path, body) {
    const { request } = this.server.url.startsWith("https:") ? https : http;
    const headers = { origin: this.server.url, "accept-language": this.lang };
    if (this.#cookie) headers.cookie = this.#cookie;
    if (body !== undefined) headers["content-type"] = "application/json";
    const call = request(this.server.url + path, { method, headers, ca: this.server.authority });
    call.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = await once(call, "response");
    const bytes = Buffer.concat(await answer.toArray());
    return { status: answer.statusCode, headers: answer.headers, bytes };
  }

  async #expect(statuses, method, path, body) {
    const answer = await this.call(method, path, body);
    const fine = [statuses].flat().includes(answer.status);
    assert.ok(fine, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
