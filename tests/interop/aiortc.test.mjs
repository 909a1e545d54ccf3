// WHIP and WHEP by the same code as browsers, met by a client that shares
// none with us: aiortc.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startServer } from "../browser/server.mjs";

const PEER = fileURLToPath(new URL("peer.py", import.meta.url));
const SECONDS = "6";

let server;
before(async () => {
  server = await startServer({ settings: { PUENTE_TEST_ROOMS: "1" } });
});
after(() => server?.stop());

const grant = async (room, peer, role) => (await server.run("token", "--room", room, "--peer", peer, "--role", role)).trim();

async function run(...words) {
  const { stdout } = await promisify(execFile)("python3", [PEER, ...words]);
  return JSON.parse(stdout);
}
const publish = async (room, peer, tone) =>
  run("whip", `${server.url}/whip/${room}`, "--grant", await grant(room, peer, "publish"), "--tone", String(tone), "--seconds", SECONDS);
const subscribe = async (room, peer, path, tones) =>
  run("whep", `${server.url}/whep/${path}`, "--grant", await grant(room, peer, "subscribe"), "--tones", tones.join(","), "--seconds", SECONDS);

test("what one WHIP peer says, a WHEP peer hears and sees", async () => {
  const [sent, got] = await Promise.all([publish("plaza", "ana", 440), subscribe("plaza", "luis", "plaza", [440, 610])]);
  assert.ok(sent.packets.sent > 200, `${sent.packets.sent} packets were sent`);
  assert.ok(got.db[440] > -30, `the tone arrives at ${got.db[440]} dB`);
  assert.ok(got.db[610] < got.db[440] - 40, "and no other");
  assert.ok(got.frames > 10, `${got.frames} pictures were decoded`);
  assert.ok([sent.ended, got.ended].every((status) => status === 200 || status === 204), "DELETE ends both");
});

test("rooms are apart: nothing of one arrives in another", async () => {
  const [sent, got] = await Promise.all([publish("north", "ana", 440), subscribe("south", "luis", "south", [440])]);
  assert.ok(sent.packets.sent > 200);
  assert.deepEqual([got.packets.received, got.frames], [0, 0]);
});

test("without a grant, or with one for another room, the door stays shut", async () => {
  const knock = (room, token) =>
    fetch(`${server.url}/whip/${room}`, {
      method: "POST",
      headers: { "content-type": "application/sdp", ...(token && { authorization: `Bearer ${token}` }) },
      body: "v=0\r\n",
    });
  assert.equal((await knock("plaza")).status, 401);
  const other = await knock("plaza", await grant("otra", "ana", "publish"));
  assert.ok([401, 403].includes(other.status), `status ${other.status}`);
});
