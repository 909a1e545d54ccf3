// A signed-in caller without a browser: for what has no page, and to prepare
// what a test is not about.
import assert from "node:assert/strict";

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

  /** One call, whatever its status: {status, headers, body}. */
  async call(method, path, body) {
    const answer = await fetch(this.server.url + path, {
      method,
      headers: {
        origin: this.server.url,
        "accept-language": this.lang,
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const given = answer.headers.getSetCookie()[0]?.split(";")[0];
    if (given) this.#cookie = given;
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  async #expect(statuses, method, path, body) {
    const answer = await this.call(method, path, body);
    const fine = [statuses].flat().includes(answer.status);
    assert.ok(fine, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
